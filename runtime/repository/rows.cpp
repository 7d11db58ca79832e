// Typed access to rows of text, and parameters as texts.
#include <fmt/format.h>

#include <charconv>

#include "base/core/assert.h"
#include "base/platform/clock.h"
#include "runtime/repository/connection.h"
#include "runtime/repository/rows_state.h"

namespace idx::runtime {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

void AppendHex(std::string& text, unsigned char byte) {
  static constexpr char kDigits[] = "0123456789abcdef";
  text += kDigits[byte >> 4];
  text += kDigits[byte & 15];
}

unsigned char HexByte(std::string_view text, size_t at) {
  int high = HexDigit(text[at]);
  int low = HexDigit(text[at + 1]);
  IDX_ASSERT(high >= 0 && low >= 0);
  return static_cast<unsigned char>(high * 16 + low);
}

template <typename T>
T Number(std::string_view text) {
  T value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  IDX_ASSERT(error == std::errc() && end == text.data() + text.size());
  return value;
}

}  // namespace

Parameter::Parameter(double value) : text_(fmt::format("{}", value)) {}
Parameter::Parameter(DateTime value) : text_(FormatIsoTime(value)) {}
Parameter::Parameter(DateOnly value)
    : text_(FormatIsoTime(DateTime::Of(value.days * kTicksPerDay, DateTimeKind::kUtc)).substr(0, 10)) {}

Parameter::Parameter(const Guid& value) {
  std::string text;
  for (uint8_t byte : value.bytes) AppendHex(text, byte);
  text_ = std::move(text);
}

Parameter Parameter::Bytes(std::string_view bytes) {
  std::string text = "\\x";
  text.reserve(2 + bytes.size() * 2);
  for (char c : bytes) AppendHex(text, static_cast<unsigned char>(c));
  return Parameter(text);
}

Parameter Parameter::Array(const std::vector<std::string>& texts) {
  std::string literal = "{";
  for (const std::string& text : texts) {
    literal += literal.size() == 1 ? "\"" : ",\"";
    for (char c : text) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return Parameter(literal + "}");
}

Rows::Rows() : state_(std::make_shared<State>()) {}

size_t Rows::size() const { return state_->result.size(); }
uint64_t Rows::affected() const { return state_->result.affected_rows(); }

bool Rows::IsNull(size_t row, size_t column) const {
  IDX_ASSERT(row < size() && column < static_cast<size_t>(state_->result.columns()));
  return state_->result[static_cast<pqxx::result::size_type>(row)][static_cast<pqxx::row::size_type>(column)]
      .is_null();
}

std::string_view Rows::Text(size_t row, size_t column) const {
  IDX_ASSERT(!IsNull(row, column));
  auto field =
      state_->result[static_cast<pqxx::result::size_type>(row)][static_cast<pqxx::row::size_type>(column)];
  return {field.c_str(), field.size()};
}

bool Rows::Bool(size_t row, size_t column) const {
  std::string_view text = Text(row, column);
  IDX_ASSERT(text == "t" || text == "f");
  return text == "t";
}

int64_t Rows::Int(size_t row, size_t column) const { return Number<int64_t>(Text(row, column)); }
double Rows::Double(size_t row, size_t column) const { return Number<double>(Text(row, column)); }

DateTime Rows::Time(size_t row, size_t column) const {
  // "2026-06-30 12:00:00.5+00": the session's zone is UTC.
  std::string text(Text(row, column));
  IDX_ASSERT(text.size() > 3 && text.ends_with("+00"));
  Result<DateTime> time = ParseIsoTime(text.substr(0, text.size() - 3));
  IDX_ASSERT(time.ok());
  return time.value();
}

DateOnly Rows::Date(size_t row, size_t column) const {
  Result<DateTime> time = ParseIsoTime(Text(row, column));
  IDX_ASSERT(time.ok());
  return {static_cast<int32_t>(time.value().ticks() / kTicksPerDay)};
}

Guid Rows::Uuid(size_t row, size_t column) const {
  std::string_view text = Text(row, column);
  IDX_ASSERT(text.size() == 36);
  Guid guid;
  size_t at = 0;
  for (uint8_t& byte : guid.bytes) {
    if (text[at] == '-') ++at;
    byte = HexByte(text, at);
    at += 2;
  }
  return guid;
}

std::string Rows::Bytes(size_t row, size_t column) const {
  std::string_view text = Text(row, column);
  IDX_ASSERT(text.size() % 2 == 0 && text.substr(0, 2) == "\\x");
  std::string bytes;
  for (size_t at = 2; at < text.size(); at += 2) bytes += static_cast<char>(HexByte(text, at));
  return bytes;
}

std::optional<std::string_view> Rows::OptionalText(size_t row, size_t column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Text(row, column);
}

std::optional<int64_t> Rows::OptionalInt(size_t row, size_t column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Int(row, column);
}

}  // namespace idx::runtime
