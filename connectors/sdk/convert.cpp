#include "connectors/sdk/convert.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/clock.h"
#include "base/value/base64.h"
#include "base/value/decimal.h"
#include "connectors/sdk/connector.h"
#include "connectors/sdk/spelling.h"

namespace idx::connectors {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Order by UTF-16 unit of well-formed UTF-8: U+E000…U+FFFF (lead bytes EE, EF) come after the surrogate pairs
// (F0…F4).
bool Utf16Less(std::string_view a, std::string_view b) {
  auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (right == b.end()) return false;
  if (left == a.end()) return true;
  auto weight = [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
  };
  return weight(*left) < weight(*right);
}

bool Less(const Text& a, const Text& b) { return Utf16Less(a.view(), b.view()); }
bool Less(Char a, Char b) { return a.unit < b.unit; }
bool Less(const Decimal& a, const Decimal& b) { return Compare(a, b) < 0; }
template <typename T>
bool Less(const T& a, const T& b) {
  return a < b;
}

// An attribute is an instant in UTC, cut to 1 µs: what PostgreSQL can keep.
DateTime CutToMicroseconds(DateTime value) {
  return DateTime::Of(value.ticks() - value.ticks() % kTicksPerMicrosecond, DateTimeKind::kUtc);
}

// Enums are int32 in a column; this tells them from numbers.
struct EnumNumber {
  int32_t number = 0;
  friend auto operator<=>(EnumNumber, EnumNumber) = default;
};
static_assert(sizeof(EnumNumber) == 4);

std::string_view WordOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "true or false";
    case TypeKind::kInt:
      return "a whole number of 32 bits";
    case TypeKind::kLong:
      return "a whole number of 64 bits";
    case TypeKind::kDouble:
      return "a finite number";
    case TypeKind::kDecimal:
      return "a decimal number of up to 28 digits";
    case TypeKind::kChar:
      return "one character";
    case TypeKind::kString:
      return "a text of well-formed UTF-8 without U+0000";
    case TypeKind::kDateTime:
      return "a time such as 2026-06-30T12:00:00Z";
    case TypeKind::kDateOnly:
      return "a date such as 2026-06-30";
    case TypeKind::kTimeSpan:
      return "a time span such as 1.12:30:00";
    case TypeKind::kGuid:
      return "a GUID such as 01234567-89ab-cdef-0123-456789abcdef";
    case TypeKind::kEnum:
      return "a member of its enumeration";
    case TypeKind::kByte:
      return "base64";
    default:
      return "of a type that this connector can read";
  }
}

// Calls visit with a value of the C++ type of the kind; false for kinds that are no attribute's.
template <typename Visitor>
bool WithType(TypeKind kind, Visitor visit) {
  switch (kind) {
    case TypeKind::kBool:
      return visit(bool{}), true;
    case TypeKind::kInt:
      return visit(int32_t{}), true;
    case TypeKind::kLong:
      return visit(int64_t{}), true;
    case TypeKind::kDouble:
      return visit(double{}), true;
    case TypeKind::kChar:
      return visit(Char{}), true;
    case TypeKind::kString:
      return visit(Text{}), true;
    case TypeKind::kDateTime:
      return visit(DateTime{}), true;
    case TypeKind::kDateOnly:
      return visit(DateOnly{}), true;
    case TypeKind::kTimeSpan:
      return visit(TimeSpan{}), true;
    case TypeKind::kGuid:
      return visit(Guid{}), true;
    case TypeKind::kDecimal:
      return visit(Decimal{}), true;
    case TypeKind::kEnum:
      return visit(EnumNumber{}), true;
    default:
      return false;
  }
}

bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, bool& v) {
  return ParseBool(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, int32_t& v) {
  return ParseInt(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, int64_t& v) {
  return ParseLong(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, double& v) {
  return ParseDouble(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, Decimal& v) {
  return ParseDecimal(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, Char& v) {
  return ParseChar(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, Guid& v) {
  return ParseGuid(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions&, TimeSpan& v) {
  return ParseTimeSpan(text, v);
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions& options, DateOnly& v) {
  if (options.date_format.empty()) return ParseDateOnly(text, v);
  DateTime time;
  if (!ParseByPattern(text, options.date_format, time)) return false;
  v.days = static_cast<int32_t>(time.ticks() / kTicksPerDay);
  return true;
}
bool ParseValue(std::string_view text, const EnumType*, const ConvertOptions& options, DateTime& v) {
  if (options.date_time_format.empty()) {
    Result<DateTime> time = ParseIsoTime(text);
    if (!time.ok()) return false;
    v = time.value();
  } else if (!ParseByPattern(text, options.date_time_format, v)) {
    return false;
  }
  v = CutToMicroseconds(v);
  return true;
}
bool ParseValue(std::string_view text, const EnumType* enumeration, const ConvertOptions&, EnumNumber& v) {
  if (enumeration == nullptr) return false;
  bool number = ParseInt(text, v.number);
  for (const EnumType::Member& member : enumeration->members) {
    if (number ? member.number != v.number : member.name != text) continue;
    v.number = member.number;
    return true;
  }
  return false;
}

std::string FormatOne(bool v, const EnumType*) { return v ? "true" : "false"; }
std::string FormatOne(int32_t v, const EnumType*) { return std::to_string(v); }
std::string FormatOne(int64_t v, const EnumType*) { return std::to_string(v); }
std::string FormatOne(double v, const EnumType*) { return FormatDouble(v); }
std::string FormatOne(const Decimal& v, const EnumType*) { return FormatDecimal(v); }
std::string FormatOne(Char v, const EnumType*) { return FormatChar(v); }
std::string FormatOne(const Text& v, const EnumType*) { return v.str(); }
std::string FormatOne(DateTime v, const EnumType*) { return FormatIsoTime(v); }
std::string FormatOne(DateOnly v, const EnumType*) { return FormatDateOnly(v); }
std::string FormatOne(TimeSpan v, const EnumType*) { return FormatTimeSpan(v); }
std::string FormatOne(const Guid& v, const EnumType*) { return FormatGuid(v); }
std::string FormatOne(EnumNumber v, const EnumType* enumeration) {
  if (enumeration != nullptr)
    for (const EnumType::Member& member : enumeration->members)
      if (member.number == v.number) return member.name;
  return std::to_string(v.number);
}

const EnumType* EnumOf(const Attribute& attribute, const std::vector<EnumType>& enums) {
  auto id = static_cast<size_t>(attribute.enum_id);
  return attribute.enum_id >= 0 && id < enums.size() ? &enums[id] : nullptr;
}

}  // namespace

Converter::Converter(const ObjectType& type, const std::vector<EnumType>& enums, ConvertOptions options)
    : type_(type), enums_(enums), options_(std::move(options)) {}

Complaint Converter::Wrong(uint32_t attribute, std::string_view text, std::string_view wanted) const {
  const Attribute& a = type_.attributes[attribute];
  if (a.sensitive) return fmt::format("{} is not {} (its value is not shown)", a.name, wanted);
  return fmt::format("{} is \"{}\", which is not {}", a.name, SampleOf(text.substr(0, 64)), wanted);
}

template <typename T>
Complaint Converter::Parse(uint32_t attribute, std::string_view text, T& value) const {
  const Attribute& a = type_.attributes[attribute];
  if (ParseValue(text, EnumOf(a, enums_), options_, value)) return {};
  std::string wanted(WordOf(a.type));
  if (a.type == TypeKind::kDateOnly && !options_.date_format.empty())
    wanted = fmt::format("a date of the form {}", options_.date_format);
  if (a.type == TypeKind::kDateTime && !options_.date_time_format.empty())
    wanted = fmt::format("a time of the form {}", options_.date_time_format);
  return Wrong(attribute, text, wanted);
}

Complaint Converter::SetScalar(BatchBuilder& rows, uint32_t row, uint32_t attribute, std::string_view text) {
  const Attribute& a = type_.attributes[attribute];
  IDX_ASSERT(!a.multi);
  if (a.type == TypeKind::kString) {
    if (text.empty() && !a.keep_empty) return {};
    if (!IsCleanText(text)) return Wrong(attribute, text, WordOf(a.type));
    rows.SetText(attribute, row, text);
    return {};
  }
  if (a.is_bytes()) return SetBytes(rows, row, attribute, text);
  if (a.type != TypeKind::kChar) text = Trim(text);
  if (text.empty()) return {};
  Complaint complaint;
  bool known = WithType(a.type, [&](auto value) {
    if constexpr (!std::is_same_v<decltype(value), Text>) {
      complaint = Parse(attribute, text, value);
      if (complaint.empty()) rows.Set(attribute, row, value);
    }
  });
  return known ? complaint : Wrong(attribute, text, WordOf(a.type));
}

// Base64 may be broken into lines, as MIME and .NET do.
Complaint Converter::SetBytes(BatchBuilder& rows, uint32_t row, uint32_t attribute, std::string_view text) {
  const Attribute& a = type_.attributes[attribute];
  std::string bytes(text);
  if (!options_.raw_bytes) {
    std::erase_if(bytes, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    std::optional<size_t> length = DecodeBase64(bytes, bytes.data());
    if (!length) return Wrong(attribute, text, WordOf(a.type));
    bytes.resize(*length);
  }
  if (!bytes.empty() || a.keep_empty) rows.SetBytes(attribute, row, bytes);
  return {};
}

template <typename T>
Complaint Converter::SetList(BatchBuilder& rows, uint32_t row, uint32_t attribute,
                             const std::vector<std::string_view>& texts) {
  const Attribute& a = type_.attributes[attribute];
  T* values = rows.arena().AllocateArray<T>(texts.size());
  uint32_t count = 0;
  for (std::string_view text : texts) {
    if constexpr (std::is_same_v<T, Text>) {
      if (text.empty() && !a.keep_empty) continue;
      if (!IsCleanText(text)) return Wrong(attribute, text, WordOf(a.type));
      values[count++] = Text(text.size() <= Text::kInline ? text : rows.arena().Copy(text));
    } else {
      if (a.type != TypeKind::kChar) text = Trim(text);
      if (text.empty()) continue;
      T value{};
      if (Complaint complaint = Parse(attribute, text, value); !complaint.empty()) return complaint;
      values[count++] = value;
    }
  }
  if (!a.ordered) {
    std::sort(values, values + count, [](const T& x, const T& y) { return Less(x, y); });
    auto same = [](const T& x, const T& y) { return !Less(x, y) && !Less(y, x); };
    count = static_cast<uint32_t>(std::unique(values, values + count, same) - values);
  }
  rows.Set(attribute, row, ListView{count == 0 ? nullptr : values, count, 0});
  return {};
}

Complaint Converter::SetMulti(BatchBuilder& rows, uint32_t row, uint32_t attribute,
                              const std::vector<std::string_view>& texts) {
  IDX_ASSERT(type_.attributes[attribute].multi);
  Complaint complaint;
  bool known = WithType(type_.attributes[attribute].type, [&](auto value) {
    complaint = SetList<decltype(value)>(rows, row, attribute, texts);
  });
  return known ? complaint : Wrong(attribute, "", WordOf(TypeKind::kError));
}

Complaint Converter::CheckRequired(const Batch& rows, uint32_t row) const {
  for (uint32_t a = 0; a < type_.attributes.size(); ++a) {
    if (!type_.attributes[a].required) continue;
    const Column& column = rows.columns[a];
    bool there = type_.attributes[a].multi ? column.At<ListView>(row).count != 0 : column.IsValid(row);
    if (!there) return fmt::format("{} is required and has no value", type_.attributes[a].name);
  }
  return {};
}

std::vector<std::string> FormatValue(const ObjectType& type, const std::vector<EnumType>& enums,
                                     const Batch& batch, uint32_t attribute, uint32_t row) {
  const Attribute& a = type.At(static_cast<int32_t>(attribute));
  const Column& column = batch.columns[attribute];
  const EnumType* enumeration = EnumOf(a, enums);
  std::vector<std::string> texts;
  if (!column.IsValid(row)) return texts;
  if (a.is_bytes()) {
    const ListView& bytes = column.At<ListView>(row);
    texts.push_back(EncodeBase64({bytes.begin_of<char>(), bytes.is_null() ? 0 : bytes.count}));
    return texts;
  }
  WithType(a.type, [&](auto sample) {
    using T = decltype(sample);
    if (!a.multi) {
      texts.push_back(FormatOne(column.At<T>(row), enumeration));
      return;
    }
    const ListView& list = column.At<ListView>(row);
    for (uint32_t i = 0; i < (list.is_null() ? 0 : list.count); ++i)
      texts.push_back(FormatOne(list.begin_of<T>()[i], enumeration));
  });
  return texts;
}

std::string Respell(const Attribute& attribute, const ConvertOptions& options, const std::string& canonical) {
  if (attribute.is_bytes() && options.raw_bytes) {
    std::string bytes(canonical.size(), '\0');
    bytes.resize(DecodeBase64(canonical, bytes.data()).value_or(0));
    return bytes;
  }
  if (attribute.type == TypeKind::kDateOnly && !options.date_format.empty()) {
    DateOnly date;
    if (ParseDateOnly(canonical, date))
      return FormatByPattern(DateTime::Of(date.days * kTicksPerDay, DateTimeKind::kUtc), options.date_format);
  }
  if (attribute.type == TypeKind::kDateTime && !options.date_time_format.empty()) {
    Result<DateTime> time = ParseIsoTime(canonical);
    if (time.ok()) return FormatByPattern(time.value(), options.date_time_format);
  }
  return canonical;
}

}  // namespace idx::connectors
