#include "compiler/lower/concat.h"

#include "base/value/utf.h"
#include "compiler/lower/fast_call.h"
#include "compiler/lower/layouts.h"

namespace idx::compiler::lower {

namespace {

constexpr size_t kSlack = 16;
constexpr size_t kFourWords = 32;

inline void Store8(char* to, uint64_t word) { std::memcpy(to, &word, 8); }

// Copies a part. May write up to kSlack bytes beyond it.
inline char* Put(char* to, Words part) {
  size_t n = static_cast<uint32_t>(part.lo);
  if (n <= Text::kInline) {
    Store8(to, part.lo >> 32 | part.hi << 32);
    Store8(to + 8, part.hi >> 32);
    return to + n;
  }
  const char* from = reinterpret_cast<const char*>(part.hi);
  if (n > kFourWords) {
    std::memcpy(to, from, n);
    return to + n;
  }
  FourWords four(n);
  for (size_t at : four.at) Store8(to + at, Load8(from + at));
  return to + n;
}

[[gnu::noinline]] Text ConcatSurrogates(EvalContext& ctx, const Text* parts, uint32_t count) {
  std::string whole;
  for (uint32_t i = 0; i < count; ++i) AppendText(whole, parts[i].view());
  return ctx.MakeText(whole);
}

// At the end of the arena's block, where nothing may be written beyond the text.
[[gnu::noinline]] Text ConcatExactly(char* start, uint64_t bytes, const Text* parts, uint32_t count) {
  char* to = start;
  for (uint32_t i = 0; i < count; ++i) {
    std::memcpy(to, BytesOf(parts[i]), parts[i].length);
    to += parts[i].length;
  }
  return Text(std::string_view(start, bytes));
}

// words: the parts again. Their memory has just been written word by word, and is read likewise.
[[gnu::always_inline]] inline Text ConcatWords(EvalContext& ctx, const Text* parts, const Words* words,
                                               uint32_t count) {
  uint64_t bytes = 0;
  bool surrogates = false;  // a part may begin with one: it may meet the one before it
  for (uint32_t i = 0; i < count; ++i) {
    bytes += static_cast<uint32_t>(words[i].lo);
    surrogates |= (words[i].lo >> 32 & 0xFF) == 0xED;
  }
  if (!ChargeCall(ctx, bytes)) return Text();
  if (__builtin_expect(surrogates, 0)) return ConcatSurrogates(ctx, parts, count);
  if (bytes <= Text::kInline) {
    Wide whole = 0;
    uint64_t filled = 0;
    for (uint32_t i = 0; i < count; ++i) {
      whole |= ShortBytes(words[i]) << (8 * filled);
      filled += static_cast<uint32_t>(words[i].lo);
    }
    return TextOf(ShortWords(whole, bytes));
  }
  char* start = AllocateFast(ctx, bytes);
  if (start == nullptr) return Text();
  if (__builtin_expect(ArenaLayout::RoomOf(*ctx.arena) < kSlack, 0))
    return ConcatExactly(start, bytes, parts, count);
  char* to = start;
  for (uint32_t i = 0; i < count; ++i) to = Put(to, words[i]);
  return Text(std::string_view(start, bytes));
}

template <uint32_t kCount>
Text ConcatSome(EvalContext& ctx, const Text* parts) {
  Words words[kCount];
  for (uint32_t i = 0; i < kCount; ++i) words[i] = WordsOf(parts[i]);
  return ConcatWords(ctx, parts, words, kCount);
}

}  // namespace

Text Concat(EvalContext* ctx, const Text* parts, uint32_t count) {
  return ConcatWords(*ctx, parts, reinterpret_cast<const Words*>(parts), count);
}
Text ConcatTwo(EvalContext* ctx, const Text* parts) { return ConcatSome<2>(*ctx, parts); }
Text ConcatThree(EvalContext* ctx, const Text* parts) { return ConcatSome<3>(*ctx, parts); }

}  // namespace idx::compiler::lower
