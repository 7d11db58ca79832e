#include "stdlib/text/units.h"

#include <algorithm>
#include <cstring>

#include "base/value/case.h"

namespace idx::stdlib {
namespace {

// Byte search: both without lone surrogates, so a match starts at a code point.
size_t FindBytes(std::string_view s, std::string_view value) {
  if (value.empty()) return 0;
  const void* at = memmem(s.data(), s.size(), value.data(), value.size());
  return at == nullptr ? std::string_view::npos
                       : static_cast<size_t>(static_cast<const char*>(at) - s.data());
}

std::u16string Units(std::string_view s, bool ignore_case) {
  return ignore_case ? ToUtf16(FoldOrdinal(s)) : ToUtf16(s);
}

int32_t IndexOfAsciiIgnoreCase(std::string_view s, std::string_view value) {
  if (value.size() > s.size()) return -1;
  auto equal = [](char a, char b) { return ToUpperAscii(a) == ToUpperAscii(b); };
  auto at = std::search(s.begin(), s.end(), value.begin(), value.end(), equal);
  return at == s.end() && !value.empty() ? -1 : static_cast<int32_t>(at - s.begin());
}

}  // namespace

Text SliceUnits(EvalContext& ctx, std::string_view s, size_t start, size_t length) {
  if (IsAscii(s)) return PartOf(s.substr(start, length));
  Utf16Position from = FindUnit(s, start);
  std::string_view rest = s.substr(from.byte);
  Utf16Position to = FindUnit(rest, length + (from.split ? 1 : 0));
  if (!from.split && !to.split) return PartOf(rest.substr(0, to.byte));
  if (length == 0) return Text();
  TextBuilder out(ctx, to.byte + 6);
  size_t begin = 0;
  if (from.split) {
    Decoded pair = DecodeAt(rest, 0);
    out.AppendCode(UnitOf(pair.code, 1));
    begin = pair.length;
  }
  if (to.byte > begin) out.Append(rest.substr(begin, to.byte - begin));
  if (to.split) out.AppendCode(UnitOf(DecodeAt(rest, to.byte).code, 0));
  return out.Finish();
}

bool HasSurrogate(std::string_view s) {
  for (size_t at = s.find('\xED'); at != std::string_view::npos; at = s.find('\xED', at + 1)) {
    if (at + 1 < s.size() && static_cast<uint8_t>(s[at + 1]) >= 0xA0) return true;
  }
  return false;
}

int32_t IndexOfUnits(std::string_view s, std::string_view value, size_t from, size_t count,
                     bool ignore_case) {
  if (value.empty()) return static_cast<int32_t>(from);
  bool ascii = IsAscii(s);
  if (ascii && (!ignore_case || IsAscii(value))) {
    std::string_view part = s.substr(from, count);
    if (ignore_case) {
      int32_t found = IndexOfAsciiIgnoreCase(part, value);
      return found < 0 ? -1 : found + static_cast<int32_t>(from);
    }
    size_t at = FindBytes(part, value);
    return at == std::string_view::npos ? -1 : static_cast<int32_t>(at + from);
  }
  if (!ignore_case && !HasSurrogate(value) && !HasSurrogate(s)) {
    Utf16Position begin = FindUnit(s, from), end = FindUnit(s, from + count);
    if (!begin.split && !end.split) {
      size_t at = FindBytes(s.substr(begin.byte, end.byte - begin.byte), value);
      if (at == std::string_view::npos) return -1;
      return static_cast<int32_t>(from + Utf16Length(s.substr(begin.byte, at)));
    }
  }
  std::u16string units = Units(s, ignore_case).substr(from, count);
  size_t at = units.find(Units(value, ignore_case));
  return at == std::u16string::npos ? -1 : static_cast<int32_t>(at + from);
}

int32_t LastIndexOfUnits(std::string_view s, std::string_view value, size_t from, size_t count,
                         bool ignore_case) {
  if (IsAscii(s) && !ignore_case) {
    size_t at = s.substr(from, count).rfind(value);
    return at == std::string_view::npos ? -1 : static_cast<int32_t>(at + from);
  }
  std::u16string units = Units(s, ignore_case).substr(from, count);
  size_t at = units.rfind(Units(value, ignore_case));
  return at == std::u16string::npos ? -1 : static_cast<int32_t>(at + from);
}

bool CheckComparison(EvalContext& ctx, StringComparison comparison) {
  auto number = static_cast<int32_t>(comparison);
  if (number >= 0 && number <= 5) return true;
  ctx.Fail(EvalErrorKind::kArgument,
           "The string comparison type passed in is currently not supported. (Parameter 'comparisonType')");
  return false;
}

std::string_view TrimStartView(std::string_view s) {
  while (!s.empty()) {
    if (static_cast<uint8_t>(s[0]) < 0x80) {
      if (!IsAsciiWhiteSpace(s[0])) return s;
      s.remove_prefix(1);
      continue;
    }
    Decoded first = DecodeAt(s, 0);
    if (!IsWhiteSpace(first.code)) return s;
    s.remove_prefix(first.length);
  }
  return s;
}

std::string_view TrimEndView(std::string_view s) {
  while (!s.empty()) {
    if (static_cast<uint8_t>(s.back()) < 0x80) {
      if (!IsAsciiWhiteSpace(s.back())) return s;
      s.remove_suffix(1);
      continue;
    }
    size_t start = PreviousStart(s, s.size());
    if (!IsWhiteSpace(DecodeAt(s, start).code)) return s;
    s.remove_suffix(s.size() - start);
  }
  return s;
}

}  // namespace idx::stdlib
