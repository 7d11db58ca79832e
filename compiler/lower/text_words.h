// Texts as two machine words, and bytes eight at a time. Little-endian.
#pragma once

#include <cstring>
#include <string_view>

#include "base/batch/eval_context.h"

namespace idx::compiler::lower {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

inline constexpr uint64_t kOnes = 0x0101010101010101;
inline constexpr uint64_t kHighs = 0x8080808080808080;
inline constexpr uint64_t kPrefixOnly = 0xFFFFFFFF00000000;  // of the first word: without the length

struct Words {
  uint64_t lo = 0;
  uint64_t hi = 0;
};
inline Words WordsOf(const Text& text) {
  Words words;
  std::memcpy(&words, &text, 16);
  return words;
}
inline Text TextOf(Words words) {
  Text text;
  std::memcpy(static_cast<void*>(&text), &words, 16);
  return text;
}

inline uint64_t Load8(const char* from) {
  uint64_t word;
  std::memcpy(&word, from, 8);
  return word;
}
inline uint32_t Load4(const char* from) {
  uint32_t word;
  std::memcpy(&word, from, 4);
  return word;
}
inline bool IsInline(const Text& text) { return text.length <= Text::kInline; }
// Puts a short text into memory: not on the path of short texts.
inline const char* BytesOf(const Text& text) { return IsInline(text) ? text.prefix : text.rest.pointer; }

// Sixteen bytes as one number, the first byte lowest.
using Wide = unsigned __int128;
inline constexpr Wide kWideHighs = static_cast<Wide>(kHighs) << 64 | kHighs;
inline Wide WideOf(uint64_t low, uint64_t high) { return static_cast<Wide>(high) << 64 | low; }
inline uint64_t LowOf(Wide wide) { return static_cast<uint64_t>(wide); }
inline uint64_t HighOf(Wide wide) { return static_cast<uint64_t>(wide >> 64); }
// The lowest n < 16 bytes.
inline Wide MaskOf(uint32_t n) { return (static_cast<Wide>(1) << (8 * n)) - 1; }
// The text of n <= 12 bytes; all others are zero.
inline Words ShortWords(Wide bytes, uint64_t n) {
  Wide words = bytes << 32 | n;
  return {LowOf(words), HighOf(words)};
}

// A short text of n <= 12 bytes; reads nothing beyond them.
inline Text ShortText(const char* from, size_t n) {
  uint64_t first = 0, second = 0;
  if (n >= 8) {
    first = Load8(from);
    if (n > 8) second = Load8(from + n - 8) >> (8 * (16 - n));
  } else if (n >= 4) {
    first = Load4(from) | (uint64_t{Load4(from + n - 4)} << (8 * (n - 4)));
  } else if (n != 0) {
    auto byte = [&](size_t i) { return uint64_t{static_cast<uint8_t>(from[i])} << (8 * i); };
    first = byte(0) | byte(n / 2) | byte(n - 1);
  }
  return TextOf(ShortWords(WideOf(first, second), n));
}
// The bytes of a short text.
inline Wide ShortBytes(Words words) { return WideOf(words.lo, words.hi) >> 32; }
// The first 8 and the first 12 bytes, zero where the text is shorter. Never by memory that was just written,
// and without a branch: which texts are short is hard to foresee.
inline constexpr char kNoBytes[16] = {};
inline uint64_t Head8(Words words) {
  bool is_short = static_cast<uint32_t>(words.lo) <= Text::kInline;
  const char* from = __builtin_unpredictable(is_short) ? kNoBytes : reinterpret_cast<const char*>(words.hi);
  uint64_t head = Load8(from);
  uint64_t own = words.lo >> 32 | words.hi << 32;
  return __builtin_unpredictable(is_short) ? own : head;
}
inline Wide Head12(Words words) {
  bool is_short = static_cast<uint32_t>(words.lo) <= Text::kInline;
  const char* from = __builtin_unpredictable(is_short) ? kNoBytes : reinterpret_cast<const char*>(words.hi);
  uint64_t head = Load8(from), more = Load4(from + 8);
  uint64_t own = words.lo >> 32 | words.hi << 32, own_more = words.hi >> 32;
  return __builtin_unpredictable(is_short) ? WideOf(own, own_more) : WideOf(head, more);
}

// The bytes that are zero, as 0x80 in each: exact up to the first.
inline uint64_t ZerosIn(uint64_t word) { return (word - kOnes) & ~word & kHighs; }

// A part of a text, as stdlib::PartOf.
inline Text ViewText(const char* from, size_t n) {
  return n <= Text::kInline ? ShortText(from, n) : Text(std::string_view(from, n));
}

// The bytes that are letters of one case, as 0x80 in each. Bytes above 0x7F are none.
inline uint64_t LettersIn(uint64_t word, char first) {
  uint64_t low = word & ~kHighs;
  uint64_t from_first = low + kOnes * (0x80 - static_cast<uint64_t>(first));
  uint64_t past_last = low + kOnes * (0x7F - static_cast<uint64_t>(first + 25));
  return (from_first ^ past_last) & ~word & kHighs;
}
template <bool kUpper>
uint64_t CasedWord(uint64_t word) {
  return word ^ (LettersIn(word, kUpper ? 'a' : 'A') >> 2);
}

// Where to read and write a text of 13 to 32 bytes as four words, which overlap where it has fewer.
struct FourWords {
  size_t at[4];
  explicit FourWords(size_t n) : at{0, n < 16 ? n - 8 : 8, n < 24 ? n - 8 : 16, n - 8} {}
};

inline bool IsAsciiText(const Text& text) {
  Words words = WordsOf(text);
  if (IsInline(text)) return (((words.lo & kPrefixOnly) | words.hi) & kHighs) == 0;
  uint64_t seen = Load8(text.rest.pointer + text.length - 8);
  for (uint32_t i = 0; i + 8 <= text.length; i += 8) seen |= Load8(text.rest.pointer + i);
  return (seen & kHighs) == 0;
}

// As ctx.Allocate, without a call where there is room.
inline char* AllocateFast(EvalContext& ctx, size_t bytes) {
  auto limit = static_cast<size_t>(ctx.budget.scratch_bytes);
  if (bytes > limit || ctx.arena->used() - ctx.scratch_base > limit - bytes) return ctx.Allocate(bytes);
  return ctx.arena->Allocate(bytes);
}

}  // namespace idx::compiler::lower
