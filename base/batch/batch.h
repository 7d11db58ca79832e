// The columnar batch: what connectors fill, rules read and write, and the repository stores. Native code is
// built against these layouts (compiler/lower derives its field offsets from them), so a change here is a
// change of ABI.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "base/core/arena.h"
#include "base/core/assert.h"
#include "base/schema/schema.h"
#include "base/value/scalars.h"
#include "base/value/text.h"

namespace idx {

// Changes when a layout here or in eval_context.h does; part of every cache key.
inline constexpr uint32_t kBatchAbi = 2;
inline constexpr uint32_t kBatchRows = 2048;

// One attribute of many objects. `data` has SizeOf(column_kind()) bytes per row; rows whose validity bit is 0
// hold zeros. Multi-valued attributes are ListViews and always valid (an empty list, never null); a byte[] is
// a ListView of its bytes, and null where its bit is 0.
struct Column {
  const void* data = nullptr;
  const uint64_t* valid = nullptr;  // bit i of word i/64; never null

  bool IsValid(uint32_t row) const { return (valid[row / 64] >> (row % 64)) & 1; }
  template <typename T>
  const T& At(uint32_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

// What a rule says of one attribute of one object. As bytes in an OutColumn.
enum class Outcome : uint8_t { kNoOpinion = 0, kValue = 1, kClear = 2, kFailed = 3 };

// One attribute that rules write: per row an outcome, and where that is kValue, a value.
struct OutColumn {
  void* data = nullptr;
  uint8_t* outcome = nullptr;
};

// Ends a template's name and a receiver in what a rule notifies of; in neither of them.
inline constexpr char kNoticeEnd = '\x1E';

// The rows of one object type: `columns` has one Column per attribute of the type (by attribute index);
// columns that nobody asked for may have data == nullptr. Views and lists point into memory that the producer
// keeps alive.
struct Batch {
  const Column* columns = nullptr;
  uint32_t column_count = 0;
  uint32_t rows = 0;
};

// An owning batch that is filled row by row or column by column. Not thread-safe.
class BatchBuilder {
 public:
  // type must outlive the builder.
  explicit BatchBuilder(const ObjectType& type, uint32_t capacity = kBatchRows);

  const ObjectType& type() const { return *type_; }
  uint32_t rows() const { return rows_; }
  uint32_t capacity() const { return capacity_; }
  bool full() const { return rows_ == capacity_; }
  Arena& arena() { return arena_; }

  // Starts a row with every attribute null (multi: empty). Returns its index.
  uint32_t AddRow();
  // Takes the last row back, such as one that turned out broken; its texts stay in the arena until Clear.
  void DropLastRow() {
    IDX_ASSERT(rows_ > 0);
    --rows_;
  }
  void SetNull(uint32_t attribute, uint32_t row);
  // T is the C++ type of the attribute's kind; texts are copied into the arena when longer than 12 bytes.
  template <typename T>
  void Set(uint32_t attribute, uint32_t row, const T& value) {
    static_cast<T*>(Data(attribute))[row] = value;
    SetValid(attribute, row);
  }
  void SetText(uint32_t attribute, uint32_t row, std::string_view value);
  // Of a byte[]; the bytes are copied into the arena.
  void SetBytes(uint32_t attribute, uint32_t row, std::string_view value);
  void SetValid(uint32_t attribute, uint32_t row) {
    valid_[attribute][row / 64] |= uint64_t{1} << (row % 64);
  }
  void* Data(uint32_t attribute) { return data_[attribute].data(); }
  // Forgets the rows and releases the arena.
  void Clear();
  // Valid until the next change of the builder.
  Batch batch();

 private:
  const ObjectType* type_;
  uint32_t capacity_;
  uint32_t rows_ = 0;
  Arena arena_;
  std::vector<std::vector<char>> data_;
  std::vector<std::vector<uint64_t>> valid_;
  std::vector<Column> columns_;
};

}  // namespace idx
