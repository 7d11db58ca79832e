#include "compiler/lower/support.h"

#include <cmath>
#include <cstring>

#include "base/value/utf.h"
#include "compiler/lower/layouts.h"
#include "compiler/lower/text_words.h"

namespace idx::compiler::lower {

namespace {

std::string_view MessageOf(EvalErrorKind kind) {
  switch (kind) {
    case EvalErrorKind::kSteps:
      return "the rule used up its budget of steps";
    case EvalErrorKind::kDepth:
      return "calls are nested too deeply";
    case EvalErrorKind::kDivideByZero:
      return "Attempted to divide by zero.";
    case EvalErrorKind::kOverflow:
      return "Arithmetic operation resulted in an overflow.";
    case EvalErrorKind::kNullReference:
      return "Object reference not set to an instance of an object.";
    default:
      return "Nullable object must have a value.";
  }
}

void Fail(EvalContext* ctx, uint32_t kind) {
  auto error = static_cast<EvalErrorKind>(kind);
  ctx->Fail(error, MessageOf(error));
}

void Throw(EvalContext* ctx, uint32_t kind, Text message) {
  ctx->Fail(static_cast<EvalErrorKind>(kind), message.view());
}

char* Allocate(EvalContext* ctx, uint64_t bytes) { return ctx->Allocate(bytes); }

// Copies a part without asking how long it is, as long as it has at most 16 bytes. May write up to 15 bytes
// beyond it. Reads the Text by its two words only: they were just stored, and a load across both would wait
// for them.
inline char* Put(char* to, const Text& part) {
  static constexpr char kNothing[8] = {};
  Words words = WordsOf(part);
  size_t n = static_cast<uint32_t>(words.lo);
  bool is_inline = n <= Text::kInline;
  const char* from = is_inline ? kNothing : reinterpret_cast<const char*>(words.hi);
  size_t second = is_inline ? 0 : n - 8;
  uint64_t head = Load8(from), tail = Load8(from + second);
  if (is_inline) {
    head = (words.lo >> 32) | (words.hi << 32);
    tail = words.hi >> 32;
    second = 8;
  }
  for (size_t i = 8; i + 8 < n; i += 8) {
    uint64_t middle = Load8(from + (is_inline ? 0 : i));
    std::memcpy(to + i, &middle, 8);
  }
  std::memcpy(to, &head, 8);
  std::memcpy(to + second, &tail, 8);
  return to + n;
}

Text ConcatSurrogates(EvalContext& ctx, const Text* parts, uint32_t count) {
  std::string whole;
  for (uint32_t i = 0; i < count; ++i) AppendText(whole, parts[i].view());
  return ctx.MakeText(whole);
}

// Concatenation of `count` texts, none null; charged as a call of the library over all their bytes.
Text Concat(EvalContext* ctx, const Text* parts, uint32_t count) {
  uint64_t bytes = 0;
  bool surrogates = false;  // a part may begin with one: it may meet the one before it
  for (uint32_t i = 0; i < count; ++i) {
    bytes += parts[i].length;
    surrogates |= parts[i].prefix[0] == '\xED';
  }
  ctx->steps_left -= 1;
  if (!ctx->Charge(bytes)) return Text();
  if (surrogates) return ConcatSurrogates(*ctx, parts, count);
  constexpr size_t kSlack = 16;
  char buffer[Text::kInline + kSlack];
  bool is_short = bytes <= Text::kInline;
  char* start = is_short ? buffer : AllocateFast(*ctx, bytes);
  if (start == nullptr) return Text();
  char* to = start;
  if (is_short || ArenaLayout::RoomOf(*ctx->arena) >= kSlack) {
    for (uint32_t i = 0; i < count; ++i) to = Put(to, parts[i]);
  } else {
    for (uint32_t i = 0; i < count; ++i) {
      std::memcpy(to, BytesOf(parts[i]), parts[i].length);
      to += parts[i].length;
    }
  }
  return is_short ? ShortTextIn(start, bytes) : Text(std::string_view(start, bytes));
}

void RowFailed(RowFailures* failures, uint32_t function, uint32_t row) { failures->Failed(function, row); }

double Remainder(double a, double b) { return std::fmod(a, b); }

template <typename F>
const void* AddressOf(F* function) {
  return reinterpret_cast<const void*>(function);
}

}  // namespace

std::span<const SupportSymbol> SupportSymbols() {
  static const SupportSymbol kSymbols[] = {
      {"idx_rt_fail", AddressOf(&Fail)},
      {"idx_rt_throw", AddressOf(&Throw)},
      {"idx_rt_allocate", AddressOf(&Allocate)},
      {"idx_rt_concat", AddressOf(&Concat)},
      {"idx_rt_row_failed", AddressOf(&RowFailed)},
      {"fmod", AddressOf(&Remainder)},
      {"memcpy", AddressOf<void*(void*, const void*, size_t)>(&std::memcpy)},
      {"memmove", AddressOf<void*(void*, const void*, size_t)>(&std::memmove)},
      {"memset", AddressOf<void*(void*, int, size_t)>(&std::memset)},
      {"memcmp", AddressOf<int(const void*, const void*, size_t)>(&std::memcmp)},
      {"bcmp", AddressOf<int(const void*, const void*, size_t)>(&std::memcmp)},
  };
  return kSymbols;
}

}  // namespace idx::compiler::lower
