#include "runtime/state/value.h"

#include <algorithm>

#include "base/platform/digest.h"
#include "base/value/case.h"
#include "base/value/decimal.h"
#include "connectors/sdk/convert.h"

namespace idx::runtime {
namespace {

template <typename T>
const T& As(const void* value) {
  return *static_cast<const T*>(value);
}

// Of a byte[].
std::string_view BytesOf(const void* value) {
  const ListView& bytes = As<ListView>(value);
  return {bytes.begin_of<char>(), bytes.is_null() ? 0 : bytes.count};
}

// DNs are compared ignoring case and the blanks around their separators.
std::string FoldDn(std::string_view dn) {
  std::string folded = FoldOrdinal(dn);
  std::string result;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (folded[i] == ' ') {
      size_t next = folded.find_first_not_of(' ', i);
      bool after = result.empty() || result.back() == ',' || result.back() == '=' || result.back() == '+';
      bool before =
          next == std::string::npos || folded[next] == ',' || folded[next] == '=' || folded[next] == '+';
      if (after || before) continue;
    }
    result.push_back(folded[i]);
  }
  return result;
}

// "007" and "7.0" are one number; what is none is compared as it is.
std::string FoldNumber(std::string_view text) {
  std::string sign;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    if (text[0] == '-') sign = "-";
    text.remove_prefix(1);
  }
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos)
    return sign + std::string(text);
  if (text.find('.') != std::string_view::npos) {
    while (text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  size_t first = text.find_first_not_of('0');
  text.remove_prefix(first == std::string_view::npos ? text.size() : first);
  if (text.empty()) return "0";
  return sign + (text[0] == '.' ? "0" : "") + std::string(text);
}

bool SameText(Equality equality, std::string_view a, std::string_view b) {
  if (a == b) return true;
  switch (equality) {
    case Equality::kIgnoreCase:
      return EqualsIgnoreCase(a, b);
    case Equality::kDn:
    case Equality::kNumber:
      return FoldedText(equality, a) == FoldedText(equality, b);
    default:
      return false;
  }
}

bool SameScalar(TypeKind kind, Equality equality, const void* a, const void* b) {
  switch (kind) {
    case TypeKind::kString:
      return SameText(equality, As<Text>(a).view(), As<Text>(b).view());
    case TypeKind::kDateTime:
      return As<DateTime>(a).ticks() == As<DateTime>(b).ticks();
    case TypeKind::kDecimal:
      return Compare(As<Decimal>(a), As<Decimal>(b)) == 0;
    case TypeKind::kByte:
      return BytesOf(a) == BytesOf(b);
    default:
      return std::memcmp(a, b, SizeOf(kind)) == 0;
  }
}

const void* Element(TypeKind kind, const ListView& list, uint32_t i) {
  return static_cast<const char*>(list.data) + size_t{i} * SizeOf(kind);
}

bool SameList(const Attribute& attribute, const ListView& a, const ListView& b) {
  if (a.count != b.count) return false;
  bool as_set = !attribute.ordered || attribute.equality == Equality::kSet;
  std::vector<bool> used(b.count);
  for (uint32_t i = 0; i < a.count; ++i) {
    const void* value = Element(attribute.type, a, i);
    if (!used[i] && SameScalar(attribute.type, attribute.equality, value, Element(attribute.type, b, i))) {
      used[i] = true;
      continue;
    }
    if (!as_set) return false;
    bool found = false;
    for (uint32_t j = 0; j < b.count && !found; ++j) {
      if (used[j] || !SameScalar(attribute.type, attribute.equality, value, Element(attribute.type, b, j)))
        continue;
      used[j] = found = true;
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace

const void* ValueAt(const Attribute& attribute, const Column& column, uint32_t row) {
  if (column.data == nullptr || !column.IsValid(row)) return nullptr;
  TypeKind kind = attribute.column_kind();
  const void* value = static_cast<const char*>(column.data) + size_t{row} * SizeOf(kind);
  if (attribute.multi && (As<ListView>(value).is_null() || As<ListView>(value).count == 0)) return nullptr;
  return value;
}

const void* AtBorder(const Attribute& attribute, const void* value) {
  if (value == nullptr) return nullptr;
  TypeKind kind = attribute.column_kind();
  if (kind == TypeKind::kList) {
    bool may_be_empty = attribute.is_bytes() && attribute.keep_empty;
    const ListView& list = As<ListView>(value);
    return list.is_null() || (list.count == 0 && !may_be_empty) ? nullptr : value;
  }
  if (kind != TypeKind::kString) return value;
  const Text& text = As<Text>(value);
  return text.is_null() || (text.length == 0 && !attribute.keep_empty) ? nullptr : value;
}

bool SameValue(const Attribute& attribute, const void* a, const void* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (attribute.multi) return SameList(attribute, As<ListView>(a), As<ListView>(b));
  return SameScalar(attribute.type, attribute.equality, a, b);
}

std::string FoldedText(Equality equality, std::string_view text) {
  switch (equality) {
    case Equality::kIgnoreCase:
      return FoldOrdinal(text);
    case Equality::kDn:
      return FoldDn(text);
    case Equality::kNumber:
      return FoldNumber(text);
    default:
      return std::string(text);
  }
}

void StoreValue(const Attribute& attribute, const void* value, BatchBuilder& to, uint32_t column,
                uint32_t row) {
  if (value == nullptr) return to.SetNull(column, row);
  TypeKind kind = attribute.column_kind();
  if (kind == TypeKind::kString) return to.SetText(column, row, As<Text>(value).view());
  if (attribute.is_bytes()) return to.SetBytes(column, row, BytesOf(value));
  uint32_t size = SizeOf(kind);
  char* cell = static_cast<char*>(to.Data(column)) + size_t{row} * size;
  to.SetValid(column, row);
  if (kind == TypeKind::kDateTime) {
    // An attribute is an instant in UTC, cut to 1 µs.
    int64_t ticks = As<DateTime>(value).ticks();
    to.Set(column, row, DateTime::Of(ticks - ticks % kTicksPerMicrosecond, DateTimeKind::kUtc));
    return;
  }
  if (kind != TypeKind::kList) {
    std::memcpy(cell, value, size);
    return;
  }
  const ListView& list = As<ListView>(value);
  uint32_t element = SizeOf(attribute.type);
  char* copy = to.arena().Allocate(size_t{list.count} * element);
  std::memcpy(copy, list.data, size_t{list.count} * element);
  if (attribute.type == TypeKind::kString) {
    Text* texts = reinterpret_cast<Text*>(copy);
    for (uint32_t i = 0; i < list.count; ++i)
      if (texts[i].length > Text::kInline) texts[i] = Text(to.arena().Copy(texts[i].view()));
  }
  ListView view{copy, list.count, 0};
  std::memcpy(cell, &view, sizeof view);
}

bool IsStorable(const Attribute& attribute, const void* value) {
  if (value == nullptr || attribute.type != TypeKind::kString) return true;
  if (!attribute.multi) return connectors::IsCleanText(As<Text>(value).view());
  const ListView& list = As<ListView>(value);
  for (uint32_t i = 0; i < list.count; ++i)
    if (!connectors::IsCleanText(list.begin_of<Text>()[i].view())) return false;
  return true;
}

uint64_t HashBytes(std::string_view bytes) { return DigestOf(bytes).lo; }

uint64_t HashValue(TypeKind kind, const void* value, bool ignore_case) {
  switch (kind) {
    case TypeKind::kString: {
      const Text& text = As<Text>(value);
      return ignore_case ? HashBytes(FoldOrdinal(text.view())) : HashBytes(text.view());
    }
    case TypeKind::kDateTime: {
      int64_t ticks = As<DateTime>(value).ticks();
      return HashBytes({reinterpret_cast<const char*>(&ticks), sizeof ticks});
    }
    // 1.0 equals 1.00.
    case TypeKind::kDecimal: {
      NumberDigits digits = DigitsOf(As<Decimal>(value));
      while (!digits.digits.empty() && digits.digits.back() == '0') digits.digits.pop_back();
      return HashBytes((digits.negative ? "-" : "") + digits.digits + "e" + std::to_string(digits.scale));
    }
    // A double key: 0.0 equals -0.0.
    case TypeKind::kDouble: {
      double number = As<double>(value) == 0 ? 0.0 : As<double>(value);
      return HashBytes({reinterpret_cast<const char*>(&number), sizeof number});
    }
    default:
      return HashBytes({static_cast<const char*>(value), SizeOf(kind)});
  }
}

std::vector<std::string> TextsOf(const Configuration& configuration, const ObjectType& type,
                                 int32_t attribute, const void* value) {
  if (value == nullptr) return {};
  uint64_t valid = 1;
  std::vector<Column> columns(static_cast<size_t>(attribute) + 1);
  columns[static_cast<size_t>(attribute)] = {value, &valid};
  Batch batch{columns.data(), static_cast<uint32_t>(columns.size()), 1};
  return connectors::FormatValue(type, configuration.enums, batch, static_cast<uint32_t>(attribute), 0);
}

bool SameTexts(const Attribute& attribute, const std::vector<std::string>& a,
               const std::vector<std::string>& b) {
  if (a.size() != b.size()) return false;
  Equality equality = attribute.type == TypeKind::kString    ? attribute.equality
                      : attribute.type == TypeKind::kDecimal ? Equality::kNumber
                                                             : Equality::kExact;
  bool as_set = attribute.multi && (!attribute.ordered || attribute.equality == Equality::kSet);
  std::vector<bool> used(b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    bool found = !used[i] && SameText(equality, a[i], b[i]);
    if (found) used[i] = true;
    for (size_t j = 0; as_set && j < b.size() && !found; ++j)
      if (!used[j] && SameText(equality, a[i], b[j])) used[j] = found = true;
    if (!found) return false;
  }
  return true;
}

}  // namespace idx::runtime
