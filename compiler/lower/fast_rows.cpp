#include "compiler/lower/fast_rows.h"

#include "base/value/case.h"
#include "compiler/lower/fast_call.h"
#include "stdlib/registry/library_types.h"

namespace idx::compiler::lower {

using stdlib::NullableText;
using stdlib::StringComparison;

namespace {

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

int32_t Length(EvalContext& ctx, Text s) {
  int64_t units = SimpleUnits(BytesOf(s), s.length);
  if (units < 0) return CallRow<int32_t>(kLength, ctx, s);
  return ChargeCall(ctx, s.length) ? static_cast<int32_t>(units) : 0;
}

// The units [start, start + count) where the text is not short ASCII up to there, if it is simple.
bool PartOfUnits(const Text& s, int32_t start, int32_t count, Text* part) {
  if (start < 0 || count < 0) return false;
  const char* bytes = BytesOf(s);
  const char* end = bytes + s.length;
  const char* from = SkipUnits(bytes, end, static_cast<uint32_t>(start));
  if (from == nullptr) return false;
  const char* to = SkipUnits(from, end, static_cast<uint32_t>(count));
  if (to == nullptr) return false;
  *part = ViewText(from, static_cast<size_t>(to - from));
  return true;
}
[[gnu::noinline]] Text SliceUnits(EvalContext& ctx, Text s, int32_t start, int32_t end) {
  Text part;
  if (start < 0 || end < start || !PartOfUnits(s, start, end - start, &part))
    return CallRow<Text>(kSlice, ctx, s, start, end);
  return ChargeCall(ctx, s.length) ? part : Text();
}
[[gnu::noinline]] Text SubstringUnits(EvalContext& ctx, Text s, int32_t start, int32_t count) {
  Text part;
  if (!PartOfUnits(s, start, count, &part)) return CallRow<Text>(kSubstring, ctx, s, start, count);
  return ChargeCall(ctx, s.length) ? part : Text();
}

// The part [start, end) of a text that is ASCII up to there and has so many bytes, among its first twelve.
inline bool PartOfHead(Words s, uint32_t start, uint32_t end, Words* part) {
  auto length = static_cast<uint32_t>(s.lo);
  if (end > length || start > end) return false;
  uint32_t count = end - start;
  if (end < 8) {
    uint64_t head = Head8(s) & ((uint64_t{1} << (8 * end)) - 1);
    if ((head & kHighs) != 0) return false;
    head >>= 8 * start;
    *part = {count | head << 32, head >> 32};
    return true;
  }
  if (end > Text::kInline) return false;
  Wide head = Head12(s) & MaskOf(end);
  if ((head & kWideHighs) != 0) return false;
  *part = ShortWords(head >> (8 * start), count);
  return true;
}

Text Slice(EvalContext& ctx, Text s, int32_t start, int32_t end) {
  Words part;
  if (!PartOfHead(WordsOf(s), static_cast<uint32_t>(start), static_cast<uint32_t>(end), &part))
    return SliceUnits(ctx, s, start, end);
  return ChargeCall(ctx, s.length) ? TextOf(part) : Text();
}
Text Substring(EvalContext& ctx, Text s, int32_t start, int32_t count) {
  Words part;
  uint64_t end = uint64_t{static_cast<uint32_t>(start)} + static_cast<uint32_t>(count);
  if (end > Text::kInline ||
      !PartOfHead(WordsOf(s), static_cast<uint32_t>(start), static_cast<uint32_t>(end), &part))
    return SubstringUnits(ctx, s, start, count);
  return ChargeCall(ctx, s.length) ? TextOf(part) : Text();
}
Text SubstringFrom(EvalContext& ctx, Text s, int32_t start) {
  const char* end = BytesOf(s) + s.length;
  const char* from = start < 0 ? nullptr : SkipUnits(BytesOf(s), end, static_cast<uint32_t>(start));
  if (from == nullptr) return CallRow<Text>(kSubstringFrom, ctx, s, start);
  return ChargeCall(ctx, s.length) ? ViewText(from, static_cast<size_t>(end - from)) : Text();
}

// White space of ASCII: tab to carriage return, and the space.
inline bool IsSpace(uint8_t c) { return c == ' ' || static_cast<uint8_t>(c - 9) < 5; }

[[gnu::noinline]] Text TrimLong(EvalContext& ctx, Text s) {
  const char* from = BytesOf(s);
  const char* to = from + s.length;
  while (from < to && IsSpace(static_cast<uint8_t>(*from))) ++from;
  while (from < to && IsSpace(static_cast<uint8_t>(to[-1]))) --to;
  if (from < to && ((*from | to[-1]) & 0x80) != 0) return CallRow<Text>(kTrim, ctx, s);
  if (!ChargeCall(ctx, s.length)) return Text();
  return ViewText(from, static_cast<size_t>(to - from));
}

// The bytes of a word that are not white space of ASCII, as 0x80 in each.
inline uint64_t NoSpacesIn(uint64_t word) {
  uint64_t low = word & ~kHighs;
  uint64_t control = (low + kOnes * (0x80 - 9)) & ~(low + kOnes * (0x80 - 14));  // 9 to 13
  uint64_t space = ~((low ^ kOnes * ' ') + kOnes * 0x7F);
  return (~(control | space) | word) & kHighs;
}

Text Trim(EvalContext& ctx, Text s) {
  Words words = WordsOf(s);
  auto length = static_cast<uint32_t>(words.lo);
  if (length > Text::kInline) {
    const char* bytes = reinterpret_cast<const char*>(words.hi);
    auto first = static_cast<uint8_t>(bytes[0]), last = static_cast<uint8_t>(bytes[length - 1]);
    if (IsSpace(first) || IsSpace(last) || ((first | last) & 0x80) != 0) return TrimLong(ctx, s);
    return ChargeCall(ctx, length) ? s : Text();
  }
  Wide bytes = ShortBytes(words);
  Wide kept = WideOf(NoSpacesIn(LowOf(bytes)), NoSpacesIn(HighOf(bytes))) & MaskOf(length);
  if (kept == 0) return (void)ChargeCall(ctx, length), Text();
  auto first = static_cast<uint32_t>(LowOf(kept) != 0 ? __builtin_ctzll(LowOf(kept))
                                                      : 64 + __builtin_ctzll(HighOf(kept))) /
               8;
  auto last = static_cast<uint32_t>(HighOf(kept) != 0 ? 127 - __builtin_clzll(HighOf(kept))
                                                      : 63 - __builtin_clzll(LowOf(kept))) /
              8;
  auto byte = [&](uint32_t i) { return static_cast<uint32_t>(bytes >> (8 * i)); };
  if (((byte(first) | byte(last)) & 0x80) != 0) return TrimLong(ctx, s);
  if (!ChargeCall(ctx, length)) return Text();
  uint32_t n = last - first + 1;
  return TextOf(ShortWords(bytes >> (8 * first) & MaskOf(n), n));
}

// Whether the byte, which is not 0, is in the text.
inline bool HasByte(Words s, uint8_t byte) {
  auto length = static_cast<uint32_t>(s.lo);
  uint64_t sought = kOnes * byte;
  if (length <= Text::kInline) {
    Wide bytes = ShortBytes(s);
    return (ZerosIn(LowOf(bytes) ^ sought) | ZerosIn((HighOf(bytes) ^ sought) | ~uint64_t{0} << 32)) != 0;
  }
  const char* from = reinterpret_cast<const char*>(s.hi);
  if (length > 32) return std::memchr(from, byte, length) != nullptr;
  FourWords four(length);
  uint64_t found = 0;
  for (size_t at : four.at) found |= ZerosIn(Load8(from + at) ^ sought);
  return found != 0;
}

// A short text without this byte.
inline Words WithoutByte(Words s, uint8_t byte) {
  Wide bytes = ShortBytes(s);
  uint64_t n = static_cast<uint32_t>(s.lo), sought = kOnes * byte;
  for (;;) {
    uint64_t low = ZerosIn(LowOf(bytes) ^ sought), high = ZerosIn(HighOf(bytes) ^ sought);
    if ((low | high) == 0) return ShortWords(bytes, n);
    auto at = static_cast<uint32_t>(low != 0 ? __builtin_ctzll(low) : 64 + __builtin_ctzll(high)) / 8;
    Wide before = MaskOf(at);
    bytes = (bytes & before) | (bytes >> 8 & ~before);
    --n;
  }
}

// One ASCII character, which is in the text, by a short ASCII text or nothing, in what fits the row's own
// buffer.
constexpr size_t kReplaceRoom = 128;
[[gnu::noinline]] Text ReplaceBytes(EvalContext& ctx, Text s, Text old, NullableText with) {
  uint32_t put = with.text.is_null() ? 0 : with.text.length;
  auto sought = static_cast<uint8_t>(old.prefix[0]);
  const char* from = BytesOf(s);
  const char* end = from + s.length;
  char buffer[kReplaceRoom + Text::kInline];
  size_t n = 0;
  bool surrogates = false;
  for (; from < end && n + put < kReplaceRoom; ++from) {
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
  if (!ChargeCall(ctx, uint64_t{s.length} + old.length + put)) return Text();
  return ctx.MakeText({buffer, n});
}

Text Replace(EvalContext& ctx, Text s, Text old, NullableText with) {
  Words sought = WordsOf(old), text = WordsOf(s);
  auto byte = static_cast<uint8_t>(sought.lo >> 32);
  uint32_t put = with.text.is_null() ? 0 : with.text.length;
  if (old.length != 1 || byte - 1u >= 0x7F || put > Text::kInline || s.length + put > kReplaceRoom ||
      (put != 0 && !IsAsciiText(with.text)))
    return CallRow<Text>(kReplace, ctx, s, old, with);
  uint64_t charged = uint64_t{s.length} + 1 + put;
  if (!HasByte(text, byte)) return ChargeCall(ctx, charged) ? s : Text();
  if (put != 0 || !IsInline(s) || HasByte(text, 0xED)) return ReplaceBytes(ctx, s, old, with);
  return ChargeCall(ctx, charged) ? TextOf(WithoutByte(text, byte)) : Text();
}

[[gnu::noinline]] Text PadLeftLong(EvalContext& ctx, Text s, int32_t width, Char c) {
  constexpr int32_t kRoom = 100;
  int64_t units = width >= 0 && width <= kRoom && s.length <= 24 && c.unit < 0x80
                      ? SimpleUnits(BytesOf(s), s.length)
                      : -1;
  if (units < 0) return CallRow<Text>(kPadLeft, ctx, s, width, c);
  if (!ChargeCall(ctx, s.length)) return Text();
  int64_t missing = width - units;
  if (missing <= 0 || !ctx.Charge(static_cast<uint64_t>(missing))) return s;
  size_t n = static_cast<size_t>(missing) + s.length;
  char buffer[kRoom + 24];
  char* to = n <= Text::kInline ? buffer : AllocateFast(ctx, n);
  if (to == nullptr) return Text();
  std::memset(to, static_cast<char>(c.unit), static_cast<size_t>(missing));
  std::memcpy(to + missing, BytesOf(s), s.length);
  return ViewText(to, n);
}

Text PadLeft(EvalContext& ctx, Text s, int32_t width, Char c) {
  Words words = WordsOf(s);
  auto length = static_cast<uint32_t>(words.lo);
  bool ascii = ((words.lo | words.hi) & kHighs) == 0;
  if (length > Text::kInline || !ascii || static_cast<uint32_t>(width) > Text::kInline || c.unit >= 0x80)
    return PadLeftLong(ctx, s, width, c);
  if (!ChargeCall(ctx, length)) return Text();
  int32_t missing = width - static_cast<int32_t>(length);
  if (missing <= 0) return s;
  if (!ctx.Charge(static_cast<uint64_t>(missing))) return s;
  Wide fill = WideOf(kOnes * c.unit, kOnes * c.unit) & MaskOf(static_cast<uint32_t>(missing));
  return TextOf(ShortWords(ShortBytes(words) << (8 * missing) | fill, static_cast<uint32_t>(width)));
}

bool StartsWith(EvalContext& ctx, Text s, Text value, StringComparison comparison) {
  auto number = static_cast<uint32_t>(comparison);
  bool simple =
      number <= 5 && number % 2 == 0 && IsInline(value) && IsAsciiText(value);  // the even ones mind the case
  if (!simple) return CallRow<bool>(kStartsWith, ctx, s, value, comparison);
  if (!ChargeCall(ctx, uint64_t{s.length} + value.length) || s.length < value.length) return false;
  return ((Head12(WordsOf(s)) ^ ShortBytes(WordsOf(value))) & MaskOf(value.length)) == 0;
}

[[gnu::noinline]] int32_t IndexOfCharLong(EvalContext& ctx, Text s, Char c) {
  if (c.unit >= 0x80) return CallRow<int32_t>(kIndexOfChar, ctx, s, c);
  const char* bytes = BytesOf(s);
  const void* found = std::memchr(bytes, c.unit, s.length);
  int64_t units =
      found == nullptr ? 0 : SimpleUnits(bytes, static_cast<size_t>(static_cast<const char*>(found) - bytes));
  if (units < 0) return CallRow<int32_t>(kIndexOfChar, ctx, s, c);
  if (!ChargeCall(ctx, s.length)) return 0;
  return found == nullptr ? -1 : static_cast<int32_t>(units);
}

int32_t IndexOfChar(EvalContext& ctx, Text s, Char c) {
  Words words = WordsOf(s);
  auto length = static_cast<uint32_t>(words.lo);
  if (c.unit - 1u >= 0x7F) return IndexOfCharLong(ctx, s, c);
  // All of a short text, or the beginning of a long one.
  Wide bytes = Head12(words);
  uint64_t low = ZerosIn(LowOf(bytes) ^ kOnes * c.unit);
  uint64_t high = ZerosIn(HighOf(bytes) ^ kOnes * c.unit);
  if ((low | high) == 0) {
    if (length > Text::kInline) return IndexOfCharLong(ctx, s, c);
    return ChargeCall(ctx, length) ? -1 : 0;
  }
  auto at = static_cast<uint32_t>(low != 0 ? __builtin_ctzll(low) : 64 + __builtin_ctzll(high)) / 8;
  if ((bytes & kWideHighs & MaskOf(at)) != 0) return IndexOfCharLong(ctx, s, c);
  return ChargeCall(ctx, length) ? static_cast<int32_t>(at) : 0;
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
  if (i < shorter && shorter >= 8) {
    uint64_t x = Load8(a + shorter - 8), y = Load8(c + shorter - 8);
    if (((x | y) & kHighs) != 0) return -1;
    return CasedWord<true>(x) == CasedWord<true>(y) && a_size == c_size;
  }
  for (; i < shorter; ++i) {
    if (((a[i] | c[i]) & 0x80) != 0) return -1;
    if (ToUpperAscii(a[i]) != ToUpperAscii(c[i])) return 0;
  }
  return a_size == c_size;
}

[[gnu::noinline]] bool EqualsLong(EvalContext& ctx, NullableText a, NullableText b,
                                  StringComparison comparison) {
  auto number = static_cast<uint32_t>(comparison);
  if (number > 5 || a.text.is_null() || b.text.is_null())
    return CallRow<bool>(kEqualsCmp, ctx, a, b, comparison);
  int equal = number % 2 == 0
                  ? (a.text == b.text)
                  : EqualIgnoringAsciiCase(BytesOf(a.text), a.text.length, BytesOf(b.text), b.text.length);
  if (equal < 0) return CallRow<bool>(kEqualsCmp, ctx, a, b, comparison);
  return ChargeCall(ctx, uint64_t{a.text.length} + b.text.length) && equal == 1;
}

bool EqualsCmp(EvalContext& ctx, NullableText a, NullableText b, StringComparison comparison) {
  Words x = WordsOf(a.text), y = WordsOf(b.text);
  auto x_length = static_cast<uint32_t>(x.lo), y_length = static_cast<uint32_t>(y.lo);
  bool ascii = ((x.lo | x.hi | y.lo | y.hi) & kHighs) == 0;
  // Both short, ASCII, and without regard to case.
  if (x_length > Text::kInline || y_length > Text::kInline || !ascii ||
      (static_cast<uint32_t>(comparison) | 6) != 7 || static_cast<uint32_t>(comparison) > 5)
    return EqualsLong(ctx, a, b, comparison);
  if (!ChargeCall(ctx, uint64_t{x_length} + y_length)) return false;
  return ((CasedWord<true>(x.lo) ^ CasedWord<true>(y.lo)) |
          (CasedWord<true>(x.hi) ^ CasedWord<true>(y.hi))) == 0;
}

template <typename F>
const void* AddressOf(F* function) {
  return reinterpret_cast<const void*>(function);
}

}  // namespace

const std::array<const void*, kFastCount>& RowEntries() {
  static const auto* entries_of_rows = [] {
    auto* entries = new std::array<const void*, kFastCount>{};
    for (const stdlib::Row& row : stdlib::Functions()) {
      for (size_t i = 0; i < kFastCount; ++i)
        if (row.symbol == kSymbols[i]) (*entries)[i] = row.native;
    }
    return entries;
  }();
  return *entries_of_rows;
}

bool OutOfSteps(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kSteps, "the rule used up its budget of steps");
  return false;
}

const void* EntryOf(const stdlib::Row& row) {
  static const void* const kEntries[kFastCount] = {
      AddressOf(CaseEntryOf(kToLower)),
      AddressOf(CaseEntryOf(kToLowerInvariant)),
      AddressOf(CaseEntryOf(kToUpper)),
      AddressOf(CaseEntryOf(kToUpperInvariant)),
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
    if (row.symbol == kSymbols[i] && RowEntries()[i] == row.native) return kEntries[i];
  return row.native;
}

std::span<const std::string_view> FastSymbols() { return kSymbols; }

}  // namespace idx::compiler::lower
