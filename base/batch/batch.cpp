#include "base/batch/batch.h"

namespace idx {

BatchBuilder::BatchBuilder(const ObjectType& type, uint32_t capacity) : type_(&type), capacity_(capacity) {
  IDX_ASSERT(capacity > 0);
  for (const Attribute& attribute : type.attributes) {
    data_.emplace_back(size_t{capacity} * SizeOf(attribute.column_kind()));
    valid_.emplace_back((capacity + 63) / 64);
  }
  columns_.resize(type.attributes.size());
}

uint32_t BatchBuilder::AddRow() {
  IDX_ASSERT(!full());
  uint32_t row = rows_++;
  for (uint32_t a = 0; a < data_.size(); ++a) SetNull(a, row);
  return row;
}

void BatchBuilder::SetNull(uint32_t attribute, uint32_t row) {
  uint32_t size = SizeOf(type_->attributes[attribute].column_kind());
  std::memset(data_[attribute].data() + size_t{row} * size, 0, size);
  uint64_t bit = uint64_t{1} << (row % 64);
  if (type_->attributes[attribute].multi) {
    valid_[attribute][row / 64] |= bit;
  } else {
    valid_[attribute][row / 64] &= ~bit;
  }
}

void BatchBuilder::SetText(uint32_t attribute, uint32_t row, std::string_view value) {
  Set(attribute, row, Text(value.size() <= Text::kInline ? value : arena_.Copy(value)));
}

void BatchBuilder::SetBytes(uint32_t attribute, uint32_t row, std::string_view value) {
  std::string_view copy = arena_.Copy(value);
  Set(attribute, row, ListView{copy.data(), static_cast<uint32_t>(copy.size()), 0});
}

void BatchBuilder::Clear() {
  rows_ = 0;
  arena_.Reset();
}

Batch BatchBuilder::batch() {
  for (size_t a = 0; a < columns_.size(); ++a) columns_[a] = {data_[a].data(), valid_[a].data()};
  return {columns_.data(), static_cast<uint32_t>(columns_.size()), rows_};
}

}  // namespace idx
