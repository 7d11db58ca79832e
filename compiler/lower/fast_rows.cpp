#include "compiler/lower/fast_rows.h"

#include <array>
#include <string>

#include "base/value/case.h"
#include "base/value/utf.h"
#include "compiler/lower/text_words.h"
#include "stdlib/registry/library_types.h"

namespace idx::compiler::lower {

using stdlib::NullableText;
using stdlib::StringComparison;

namespace {

enum Fast : size_t {
  kToLower,
  kToLowerInvariant,
  kToUpper,
  kToUpperInvariant,
  kLength,
  kSlice,
  kSubstring,
  kSubstringFrom,
  kTrim,
  kReplace,
  kPadLeft,
  kStartsWith,
  kIndexOfChar,
  kEqualsCmp,
  kFastCount,
};

constexpr std::array<std::string_view, kFastCount> kSymbols = {
    "idx_string_ToLower__string",
    "idx_string_ToLowerInvariant__string",
    "idx_string_ToUpper__string",
    "idx_string_ToUpperInvariant__string",
    "idx_string_Length__string",
    "idx_op_Slice_s__string_int_int",
    "idx_string_Substring__string_int_int",
    "idx_string_Substring__string_int",
    "idx_string_Trim__string",
    "idx_string_Replace__string_string_stringOpt",
    "idx_string_PadLeft__string_int_char",
    "idx_string_StartsWith__string_string_StringComparison",
    "idx_string_IndexOf__string_char",
    "idx_string_Equals_s__stringOpt_stringOpt_StringComparison"};

// The rows' own entries.
const std::array<const void*, kFastCount>& General() {
  static const auto* general = [] {
    auto* entries = new std::array<const void*, kFastCount>{};
    for (const stdlib::Row& row : stdlib::Functions()) {
      for (size_t i = 0; i < kFastCount; ++i)
        if (row.symbol == kSymbols[i]) (*entries)[i] = row.native;
    }
    return entries;
  }();
  return *general;
}
template <typename R, typename... Args>
[[gnu::noinline]] R CallRow(Fast which, EvalContext& ctx, Args... args) {
  return reinterpret_cast<R (*)(EvalContext&, Args...)>(const_cast<void*>(General()[which]))(ctx, args...);
}

// As the rows' entries charge.
inline bool ChargeCall(EvalContext& ctx, uint64_t bytes) {
  ctx.steps_left -= 1;
  return ctx.Charge(bytes);
}

// The length of the sequence at *at if it has one byte or is a well-formed one of two, else 0.
inline size_t SimpleSequence(const char* at, const char* end) {
  auto first = static_cast<uint8_t>(*at);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xDF || end - at < 2 || (static_cast<uint8_t>(at[1]) & 0xC0) != 0x80) return 0;
  return 2;
}

// UTF-16 units of bytes that are simple throughout; -1 otherwise.
int64_t SimpleUnits(const char* at, size_t n) {
  const char* end = at + n;
  int64_t units = 0;
  while (at < end) {
    if (end - at >= 8 && (Load8(at) & kHighs) == 0) {
      at += 8;
      units += 8;
      continue;
    }
    size_t length = SimpleSequence(at, end);
    if (length == 0) return -1;
    at += length;
    ++units;
  }
  return units;
}

// The byte at which unit number `units` begins, counted from `at`; null if there are fewer, or what is before
// it is not simple.
const char* SkipUnits(const char* at, const char* end, uint32_t units) {
  while (units != 0) {
    if (units >= 8 && end - at >= 8 && (Load8(at) & kHighs) == 0) {
      at += 8;
      units -= 8;
      continue;
    }
    size_t length = at < end ? SimpleSequence(at, end) : 0;
    if (length == 0) return nullptr;
    at += length;
    --units;
  }
  return at;
}

// Simple casing of the code points below U+0800.
template <bool kUpper>
const std::array<uint16_t, 0x800>& CaseTable() {
  static const auto* table = [] {
    auto* made = new std::array<uint16_t, 0x800>;
    for (char32_t c = 0; c < 0x800; ++c)
      (*made)[c] = static_cast<uint16_t>(kUpper ? ToUpperSimple(c) : ToLowerSimple(c));
    return made;
  }();
  return *table;
}

constexpr size_t kMaxSimple = 64;  // the row's own buffer holds what these can become

// Letters of two bytes among ASCII. Length of the result, or 0 for what is not simple.
template <bool kUpper>
size_t CaseSimple(const char* from, size_t n, char* to) {
  const std::array<uint16_t, 0x800>& table = CaseTable<kUpper>();
  const char* end = from + n;
  char* start = to;
  while (from < end) {
    auto first = static_cast<uint8_t>(*from);
    if (first < 0x80) {
      *to++ = kUpper ? ToUpperAscii(*from) : ToLowerAscii(*from);
      ++from;
      continue;
    }
    if (SimpleSequence(from, end) != 2) return 0;
    uint32_t code = table[((first & 0x1Fu) << 6) | (static_cast<uint8_t>(from[1]) & 0x3Fu)];
    if (code >= 0x80 && code < 0x800) {
      to[0] = static_cast<char>(0xC0 | (code >> 6));
      to[1] = static_cast<char>(0x80 | (code & 0x3F));
      to += 2;
    } else {
      to += EncodeTo(code, to);
    }
    from += 2;
  }
  return static_cast<size_t>(to - start);
}

template <bool kUpper>
[[gnu::noinline]] Text ChangeCaseSimple(Fast row, EvalContext& ctx, Text s) {
  char buffer[kMaxSimple * 2];
  size_t n = s.length <= kMaxSimple ? CaseSimple<kUpper>(BytesOf(s), s.length, buffer) : 0;
  if (n == 0) return CallRow<Text>(row, ctx, s);
  if (!ChargeCall(ctx, s.length)) return Text();
  if (n <= Text::kInline) return ShortText(buffer, n);
  char* to = AllocateFast(ctx, n);
  if (to == nullptr) return Text();
  std::memcpy(to, buffer, n);
  return Text(std::string_view(to, n));
}

template <bool kUpper, Fast kRow>
Text ChangeCase(EvalContext& ctx, Text s) {
  Words words = WordsOf(s);
  if (IsInline(s)) {
    if ((((words.lo & kPrefixOnly) | words.hi) & kHighs) != 0) return ChangeCaseSimple<kUpper>(kRow, ctx, s);
    if (!ChargeCall(ctx, s.length)) return Text();
    words.lo = (words.lo & ~kPrefixOnly) | (CasedWord<kUpper>(words.lo & kPrefixOnly) & kPrefixOnly);
    words.hi = CasedWord<kUpper>(words.hi);
    return TextOf(words);
  }
  const char* from = s.rest.pointer;
  uint32_t tail = s.length - 8;
  uint64_t last = Load8(from + tail);
  uint64_t seen = last, changes = CasedWord<kUpper>(last) ^ last;
  for (uint32_t i = 0; i < tail; i += 8) {
    uint64_t word = Load8(from + i);
    seen |= word;
    changes |= CasedWord<kUpper>(word) ^ word;
  }
  if ((seen & kHighs) != 0) return ChangeCaseSimple<kUpper>(kRow, ctx, s);
  if (!ChargeCall(ctx, s.length)) return Text();
  if (changes == 0) return s;
  char* to = AllocateFast(ctx, s.length);
  if (to == nullptr) return Text();
  for (uint32_t i = 0; i < tail; i += 8) {
    uint64_t word = CasedWord<kUpper>(Load8(from + i));
    std::memcpy(to + i, &word, 8);
  }
  last = CasedWord<kUpper>(last);
  std::memcpy(to + tail, &last, 8);
  return Text(std::string_view(to, s.length));
}

int32_t Length(EvalContext& ctx, Text s) {
  int64_t units = SimpleUnits(BytesOf(s), s.length);
  if (units < 0) return CallRow<int32_t>(kLength, ctx, s);
  return ChargeCall(ctx, s.length) ? static_cast<int32_t>(units) : 0;
}

// The units [start, start + count) of s, if they and what is before them are simple.
inline bool PartOfUnits(const Text& s, int32_t start, int32_t count, Text* part) {
  if (start < 0 || count < 0) return false;
  auto last = static_cast<uint64_t>(start) + static_cast<uint64_t>(count);
  if (last <= Text::kInline && last <= s.length) {
    Words head = HeadOf(s);
    if (IsAsciiHead(head, static_cast<uint32_t>(last))) {
      *part = PartOfHead(head, static_cast<uint32_t>(start), static_cast<uint32_t>(count));
      return true;
    }
  }
  const char* bytes = BytesOf(s);
  const char* end = bytes + s.length;
  const char* from = SkipUnits(bytes, end, static_cast<uint32_t>(start));
  if (from == nullptr) return false;
  const char* to = SkipUnits(from, end, static_cast<uint32_t>(count));
  if (to == nullptr) return false;
  *part = ViewText(from, static_cast<size_t>(to - from));
  return true;
}

Text Slice(EvalContext& ctx, Text s, int32_t start, int32_t end) {
  Text part;
  if (start < 0 || end < start || !PartOfUnits(s, start, end - start, &part))
    return CallRow<Text>(kSlice, ctx, s, start, end);
  return ChargeCall(ctx, s.length) ? part : Text();
}
Text Substring(EvalContext& ctx, Text s, int32_t start, int32_t count) {
  Text part;
  if (!PartOfUnits(s, start, count, &part)) return CallRow<Text>(kSubstring, ctx, s, start, count);
  return ChargeCall(ctx, s.length) ? part : Text();
}
Text SubstringFrom(EvalContext& ctx, Text s, int32_t start) {
  const char* end = BytesOf(s) + s.length;
  const char* from = start < 0 ? nullptr : SkipUnits(BytesOf(s), end, static_cast<uint32_t>(start));
  if (from == nullptr) return CallRow<Text>(kSubstringFrom, ctx, s, start);
  return ChargeCall(ctx, s.length) ? ViewText(from, static_cast<size_t>(end - from)) : Text();
}

// White space of ASCII: tab to carriage return, and the space.
inline bool IsSpace(uint8_t c) { return c == ' ' || static_cast<uint8_t>(c - 9) < 5; }

Text Trim(EvalContext& ctx, Text s) {
  const char* from = BytesOf(s);
  const char* to = from + s.length;
  while (from < to && IsSpace(static_cast<uint8_t>(*from))) ++from;
  while (from < to && IsSpace(static_cast<uint8_t>(to[-1]))) --to;
  if (from < to && ((*from | to[-1]) & 0x80) != 0) return CallRow<Text>(kTrim, ctx, s);
  if (!ChargeCall(ctx, s.length)) return Text();
  auto n = static_cast<uint32_t>(to - from);
  if (n == s.length) return s;
  return IsInline(s) ? PartOfHead(HeadOf(s), static_cast<uint32_t>(from - s.prefix), n) : ViewText(from, n);
}

// Whether the byte is in the text.
inline bool HasByte(const Text& s, uint8_t byte) {
  if (!IsInline(s)) return std::memchr(s.rest.pointer, byte, s.length) != nullptr;
  Words head = HeadOf(s);
  auto zeros = [](uint64_t word) { return (word - kOnes) & ~word & kHighs; };
  uint64_t matches = zeros(head.lo ^ (kOnes * byte));
  uint64_t more = zeros(head.hi ^ (kOnes * byte));
  // Zero bytes behind the text are matches of 0 only, which no one seeks.
  return (matches | (more & 0xFFFFFFFF)) != 0;
}

// One ASCII character by an ASCII text or nothing, in what fits the row's own buffer.
Text Replace(EvalContext& ctx, Text s, Text old, NullableText with) {
  constexpr size_t kRoom = 128;
  uint32_t put = with.text.is_null() ? 0 : with.text.length;
  auto sought = static_cast<uint8_t>(old.prefix[0]);
  if (old.length != 1 || sought - 1u >= 0x7F || put > Text::kInline || s.length + put > kRoom ||
      (put != 0 && !IsAsciiText(with.text)))
    return CallRow<Text>(kReplace, ctx, s, old, with);
  uint64_t charged = uint64_t{s.length} + old.length + put;
  if (!HasByte(s, sought)) return ChargeCall(ctx, charged) ? s : Text();
  const char* from = BytesOf(s);
  const char* end = from + s.length;
  char buffer[kRoom];
  size_t n = 0;
  bool surrogates = false;
  for (; from < end && n + put < kRoom; ++from) {
    auto c = static_cast<uint8_t>(*from);
    surrogates |= c == 0xED;
    buffer[n] = *from;
    if (put == 0) {
      n += c != sought;
    } else if (c != sought) {
      ++n;
    } else {
      std::memcpy(buffer + n, with.text.prefix, put);
      n += put;
    }
  }
  // Surrogates that meet would join: the row knows how.
  if (surrogates || from < end) return CallRow<Text>(kReplace, ctx, s, old, with);
  if (!ChargeCall(ctx, charged)) return Text();
  if (n <= Text::kInline) return ShortTextIn(buffer, n);
  char* to = AllocateFast(ctx, n);
  if (to == nullptr) return Text();
  std::memcpy(to, buffer, n);
  return Text(std::string_view(to, n));
}

Text PadLeft(EvalContext& ctx, Text s, int32_t width, Char c) {
  constexpr int32_t kRoom = 100;
  int64_t units = width >= 0 && width <= kRoom && s.length <= 24 && c.unit < 0x80
                      ? SimpleUnits(BytesOf(s), s.length)
                      : -1;
  if (units < 0) return CallRow<Text>(kPadLeft, ctx, s, width, c);
  if (!ChargeCall(ctx, s.length)) return Text();
  int64_t missing = width - units;
  if (missing <= 0 || !ctx.Charge(static_cast<uint64_t>(missing))) return s;
  size_t n = static_cast<size_t>(missing) + s.length;
  if (n <= Text::kInline) {
    Words head = HeadOf(s);
    auto bytes = static_cast<unsigned __int128>(head.hi) << 64 | head.lo;
    auto fill = static_cast<unsigned __int128>(kOnes * c.unit) << 64 | kOnes * c.unit;
    bytes = (bytes << (8 * missing)) | (fill & ((static_cast<unsigned __int128>(1) << (8 * missing)) - 1));
    return PartOfHead({static_cast<uint64_t>(bytes), static_cast<uint64_t>(bytes >> 64)}, 0,
                      static_cast<uint32_t>(n));
  }
  char buffer[kRoom + 24];
  char* to = n <= Text::kInline ? buffer : AllocateFast(ctx, n);
  if (to == nullptr) return Text();
  std::memset(to, static_cast<char>(c.unit), static_cast<size_t>(missing));
  std::memcpy(to + missing, BytesOf(s), s.length);
  return ViewText(to, n);
}

bool StartsWith(EvalContext& ctx, Text s, Text value, StringComparison comparison) {
  auto number = static_cast<uint32_t>(comparison);
  bool simple =
      number <= 5 && number % 2 == 0 && IsInline(value) && IsAsciiText(value);  // the even ones mind the case
  if (!simple) return CallRow<bool>(kStartsWith, ctx, s, value, comparison);
  if (!ChargeCall(ctx, uint64_t{s.length} + value.length) || s.length < value.length) return false;
  Words text = HeadOf(s), head = HeadOf(value);
  uint32_t first = value.length < 8 ? value.length : 8, second = value.length - first;
  uint64_t first_mask = first == 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * first)) - 1;
  uint64_t second_mask = (uint64_t{1} << (8 * second)) - 1;
  return (((text.lo ^ head.lo) & first_mask) | ((text.hi ^ head.hi) & second_mask)) == 0;
}

int32_t IndexOfChar(EvalContext& ctx, Text s, Char c) {
  if (c.unit >= 0x80) return CallRow<int32_t>(kIndexOfChar, ctx, s, c);
  const char* bytes = BytesOf(s);
  const void* found = std::memchr(bytes, c.unit, s.length);
  int64_t units =
      found == nullptr ? 0 : SimpleUnits(bytes, static_cast<size_t>(static_cast<const char*>(found) - bytes));
  if (units < 0) return CallRow<int32_t>(kIndexOfChar, ctx, s, c);
  if (!ChargeCall(ctx, s.length)) return 0;
  return found == nullptr ? -1 : static_cast<int32_t>(units);
}

// 1 equal, 0 different, -1: letters beyond ASCII have to be looked at.
int EqualIgnoringAsciiCase(const char* a, size_t a_size, const char* c, size_t c_size) {
  size_t shorter = a_size < c_size ? a_size : c_size;
  size_t i = 0;
  for (; i + 8 <= shorter; i += 8) {
    uint64_t x = Load8(a + i), y = Load8(c + i);
    if (((x | y) & kHighs) != 0) return -1;
    if (CasedWord<true>(x) != CasedWord<true>(y)) return 0;
  }
  for (; i < shorter; ++i) {
    if (((a[i] | c[i]) & 0x80) != 0) return -1;
    if (ToUpperAscii(a[i]) != ToUpperAscii(c[i])) return 0;
  }
  return a_size == c_size;
}

bool EqualsCmp(EvalContext& ctx, NullableText a, NullableText b, StringComparison comparison) {
  auto number = static_cast<uint32_t>(comparison);
  if (number > 5 || a.text.is_null() || b.text.is_null())
    return CallRow<bool>(kEqualsCmp, ctx, a, b, comparison);
  int equal = number % 2 == 0
                  ? (a.text == b.text)
                  : EqualIgnoringAsciiCase(BytesOf(a.text), a.text.length, BytesOf(b.text), b.text.length);
  if (equal < 0) return CallRow<bool>(kEqualsCmp, ctx, a, b, comparison);
  return ChargeCall(ctx, uint64_t{a.text.length} + b.text.length) && equal == 1;
}

template <typename F>
const void* AddressOf(F* function) {
  return reinterpret_cast<const void*>(function);
}

}  // namespace

const void* EntryOf(const stdlib::Row& row) {
  static const void* const kEntries[kFastCount] = {
      AddressOf(&ChangeCase<false, kToLower>),
      AddressOf(&ChangeCase<false, kToLowerInvariant>),
      AddressOf(&ChangeCase<true, kToUpper>),
      AddressOf(&ChangeCase<true, kToUpperInvariant>),
      AddressOf(&Length),
      AddressOf(&Slice),
      AddressOf(&Substring),
      AddressOf(&SubstringFrom),
      AddressOf(&Trim),
      AddressOf(&Replace),
      AddressOf(&PadLeft),
      AddressOf(&StartsWith),
      AddressOf(&IndexOfChar),
      AddressOf(&EqualsCmp),
  };
  for (size_t i = 0; i < kFastCount; ++i)
    if (row.symbol == kSymbols[i] && General()[i] == row.native) return kEntries[i];
  return row.native;
}

std::span<const std::string_view> FastSymbols() { return kSymbols; }

}  // namespace idx::compiler::lower
