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
inline const char* BytesOf(const Text& text) { return IsInline(text) ? text.prefix : text.rest.pointer; }

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
  return TextOf({n | (first << 32), (first >> 32) | (second << 32)});
}
// The same, where 12 bytes can be read whatever n is.
inline Text ShortTextIn(const char* from, size_t n) {
  static constexpr uint64_t kMasks[] = {
      0,     0xFF,  0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
      ~0ull, ~0ull, ~0ull,  ~0ull,    ~0ull};
  uint64_t first = Load8(from) & kMasks[n];
  uint64_t second = n > 8 ? Load4(from + 8) & kMasks[n - 8] : 0;
  return TextOf({n | (first << 32), (first >> 32) | (second << 32)});
}
// The first 12 bytes, zero where the text is shorter: 8 and 4.
inline Words HeadOf(const Text& text) {
  if (!IsInline(text)) return {Load8(text.rest.pointer), Load4(text.rest.pointer + 8)};
  Words words = WordsOf(text);
  return {(words.lo >> 32) | (words.hi << 32), words.hi >> 32};
}
// Bytes [start, start + n) of the first 12, as a text.
inline Text PartOfHead(Words head, uint32_t start, uint32_t n) {
  unsigned __int128 bytes = (static_cast<unsigned __int128>(head.hi) << 64 | head.lo) >> (8 * start);
  bytes &= (static_cast<unsigned __int128>(1) << (8 * n)) - 1;
  auto first = static_cast<uint64_t>(bytes), second = static_cast<uint64_t>(bytes >> 64);
  return TextOf({n | (first << 32), (first >> 32) | (second << 32)});
}
// Whether the first n <= 12 bytes of a head are ASCII.
inline bool IsAsciiHead(Words head, uint32_t n) {
  unsigned __int128 bytes = static_cast<unsigned __int128>(head.hi) << 64 | head.lo;
  unsigned __int128 highs = (static_cast<unsigned __int128>(kHighs) << 64 | kHighs) &
                            ((static_cast<unsigned __int128>(1) << (8 * n)) - 1);
  return (bytes & highs) == 0;
}

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
