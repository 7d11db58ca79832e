// Upper and lower case.
#include "base/value/case.h"
#include "base/value/utf.h"
#include "compiler/lower/fast_call.h"

namespace idx::compiler::lower {

namespace {

constexpr size_t kFourWords = 32;
constexpr size_t kMaxSimple = 64;  // the row's own buffer holds what these can become

// Simple casing of the letters of two bytes, as their bytes; 0 where the result has another length.
template <bool kUpper>
const std::array<uint16_t, 0x800>& CaseTable() {
  static const auto* table = [] {
    auto* made = new std::array<uint16_t, 0x800>{};
    for (char32_t c = 0x80; c < 0x800; ++c) {
      char32_t to = kUpper ? ToUpperSimple(c) : ToLowerSimple(c);
      if (to >= 0x80 && to < 0x800) (*made)[c] = static_cast<uint16_t>(0x80C0 | to >> 6 | (to & 0x3F) << 8);
    }
    return made;
  }();
  return *table;
}

// What becomes of these two bytes; 0 if they are no letter of two bytes, or do not become one.
template <bool kUpper>
uint32_t CasedPair(uint32_t pair) {
  if ((pair & 0xC0E0) != 0x80C0) return 0;
  return CaseTable<kUpper>()[(pair & 0x1F) << 6 | (pair >> 8 & 0x3F)];
}

// The row for the rest: what is longer, or has other letters.
template <bool kUpper>
[[gnu::noinline]] Text CaseLong(Fast row, EvalContext& ctx, Text s) {
  char buffer[kMaxSimple * 2];
  if (s.length > kMaxSimple) return CallRow<Text>(row, ctx, s);
  const char* from = BytesOf(s);
  const char* end = from + s.length;
  char* to = buffer;
  while (from < end) {
    if (static_cast<uint8_t>(*from) < 0x80) {
      *to++ = kUpper ? ToUpperAscii(*from) : ToLowerAscii(*from);
      ++from;
      continue;
    }
    if (SimpleSequence(from, end) != 2) return CallRow<Text>(row, ctx, s);
    char32_t code = (static_cast<uint8_t>(*from) & 0x1Fu) << 6 | (static_cast<uint8_t>(from[1]) & 0x3Fu);
    to += EncodeTo(kUpper ? ToUpperSimple(code) : ToLowerSimple(code), to);
    from += 2;
  }
  if (!ChargeCall(ctx, s.length)) return Text();
  return ctx.MakeText({buffer, static_cast<size_t>(to - buffer)});
}

// Short, with letters of two bytes: each is exchanged where it stands.
template <bool kUpper>
[[gnu::noinline]] Text CaseShort(Fast row, EvalContext& ctx, Text s) {
  Words words = WordsOf(s);
  Wide bytes = WideOf(words.lo, words.hi);
  Wide cased = WideOf(CasedWord<kUpper>(words.lo), CasedWord<kUpper>(words.hi));
  for (Wide left = bytes & kWideHighs; left != 0;) {
    auto at = static_cast<uint32_t>(LowOf(left) != 0 ? __builtin_ctzll(LowOf(left))
                                                     : 64 + __builtin_ctzll(HighOf(left))) &
              ~7u;
    auto pair = static_cast<uint32_t>(bytes >> at) & 0xFFFF;
    uint32_t with = CasedPair<kUpper>(pair);
    if (with == 0) return CaseLong<kUpper>(row, ctx, s);
    cased ^= static_cast<Wide>(pair ^ with) << at;
    left &= ~(static_cast<Wide>(0xFFFF) << at);
  }
  if (!ChargeCall(ctx, s.length)) return Text();
  return TextOf({LowOf(cased), HighOf(cased)});
}

// 13 to 32 bytes, with letters of two bytes.
template <bool kUpper>
[[gnu::noinline]] Text CaseMiddle(Fast row, EvalContext& ctx, Text s) {
  struct Exchange {
    uint16_t with;
    uint16_t at;
  } exchanges[kFourWords / 2];
  uint32_t count = 0;
  const char* from = s.rest.pointer;
  FourWords four(s.length);
  for (size_t done = 0, i = 0; i < 4; ++i) {
    size_t start = four.at[i];
    for (uint64_t left = Load8(from + start) & kHighs; left != 0; left &= left - 1) {
      size_t at = start + static_cast<size_t>(__builtin_ctzll(left)) / 8;
      if (at < done) continue;
      uint16_t pair = static_cast<uint8_t>(from[at]);
      if (at + 1 < s.length) std::memcpy(&pair, from + at, 2);
      uint32_t with = CasedPair<kUpper>(pair);
      if (with == 0) return CaseLong<kUpper>(row, ctx, s);
      exchanges[count++] = {static_cast<uint16_t>(with), static_cast<uint16_t>(at)};
      done = at + 2;
    }
  }
  if (!ChargeCall(ctx, s.length)) return Text();
  char* to = AllocateFast(ctx, s.length);
  if (to == nullptr) return Text();
  for (size_t at : four.at) {
    uint64_t word = CasedWord<kUpper>(Load8(from + at));
    std::memcpy(to + at, &word, 8);
  }
  for (uint32_t i = 0; i < count; ++i) std::memcpy(to + exchanges[i].at, &exchanges[i].with, 2);
  return Text(std::string_view(to, s.length));
}

// All ASCII, more than 32 bytes; s itself if nothing changes.
template <bool kUpper>
[[gnu::noinline]] Text CaseManyWords(Fast row, EvalContext& ctx, Text s) {
  const char* from = s.rest.pointer;
  uint32_t tail = s.length - 8;
  uint64_t last = Load8(from + tail);
  uint64_t seen = last, changes = CasedWord<kUpper>(last) ^ last;
  for (uint32_t i = 0; i < tail; i += 8) {
    uint64_t word = Load8(from + i);
    seen |= word;
    changes |= CasedWord<kUpper>(word) ^ word;
  }
  if ((seen & kHighs) != 0) return CaseLong<kUpper>(row, ctx, s);
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

template <bool kUpper, Fast kRow>
Text ChangeCase(EvalContext& ctx, Text s) {
  Words words = WordsOf(s);
  auto length = static_cast<uint32_t>(words.lo);
  if (length <= Text::kInline) {
    // The length itself has no letters in it.
    if (((words.lo | words.hi) & kHighs) != 0) return CaseShort<kUpper>(kRow, ctx, s);
    if (!ChargeCall(ctx, length)) return Text();
    return TextOf({CasedWord<kUpper>(words.lo), CasedWord<kUpper>(words.hi)});
  }
  if (length > kFourWords) return CaseManyWords<kUpper>(kRow, ctx, s);
  const char* from = reinterpret_cast<const char*>(words.hi);
  FourWords four(length);
  uint64_t w0 = Load8(from), w1 = Load8(from + four.at[1]);
  uint64_t w2 = Load8(from + four.at[2]), w3 = Load8(from + four.at[3]);
  if (((w0 | w1 | w2 | w3) & kHighs) != 0) return CaseMiddle<kUpper>(kRow, ctx, s);
  if (!ChargeCall(ctx, length)) return Text();
  uint64_t c0 = CasedWord<kUpper>(w0), c1 = CasedWord<kUpper>(w1);
  uint64_t c2 = CasedWord<kUpper>(w2), c3 = CasedWord<kUpper>(w3);
  if (((c0 ^ w0) | (c1 ^ w1) | (c2 ^ w2) | (c3 ^ w3)) == 0) return s;
  char* to = AllocateFast(ctx, length);
  if (to == nullptr) return Text();
  std::memcpy(to, &c0, 8);
  std::memcpy(to + four.at[1], &c1, 8);
  std::memcpy(to + four.at[2], &c2, 8);
  std::memcpy(to + four.at[3], &c3, 8);
  return TextOf({length | c0 << 32, reinterpret_cast<uint64_t>(to)});
}

}  // namespace

CaseEntry CaseEntryOf(Fast row) {
  switch (row) {
    case kToLower:
      return &ChangeCase<false, kToLower>;
    case kToLowerInvariant:
      return &ChangeCase<false, kToLowerInvariant>;
    case kToUpper:
      return &ChangeCase<true, kToUpper>;
    default:
      return &ChangeCase<true, kToUpperInvariant>;
  }
}

}  // namespace idx::compiler::lower
