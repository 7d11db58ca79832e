#include "compiler/lower/support.h"

#include <cmath>
#include <cstring>

namespace idx::compiler::lower {

namespace {

std::string_view MessageOf(EvalErrorKind kind) {
  switch (kind) {
    case EvalErrorKind::kSteps: return "the rule used up its budget of steps";
    case EvalErrorKind::kDepth: return "calls are nested too deeply";
    case EvalErrorKind::kDivideByZero: return "Attempted to divide by zero.";
    case EvalErrorKind::kOverflow: return "Arithmetic operation resulted in an overflow.";
    case EvalErrorKind::kNullReference: return "Object reference not set to an instance of an object.";
    default: return "Nullable object must have a value.";
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

// Copies n bytes; both sides may be written and read up to 16 bytes only where the branch says so.
inline char* Put(char* to, const char* from, size_t n) {
  if (n >= 8) {
    if (n <= 16) {
      uint64_t head, tail;
      std::memcpy(&head, from, 8);
      std::memcpy(&tail, from + n - 8, 8);
      std::memcpy(to, &head, 8);
      std::memcpy(to + n - 8, &tail, 8);
    } else {
      std::memcpy(to, from, n);
    }
  } else if (n >= 4) {
    uint32_t head, tail;
    std::memcpy(&head, from, 4);
    std::memcpy(&tail, from + n - 4, 4);
    std::memcpy(to, &head, 4);
    std::memcpy(to + n - 4, &tail, 4);
  } else if (n != 0) {
    to[0] = from[0];
    to[n / 2] = from[n / 2];
    to[n - 1] = from[n - 1];
  }
  return to + n;
}

// Concatenation of `count` texts, none null; charged as a call of the library over all their bytes.
Text Concat(EvalContext* ctx, const Text* parts, uint32_t count) {
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < count; ++i) bytes += parts[i].length;
  ctx->steps_left -= 1;
  if (!ctx->Charge(bytes)) return Text();
  char buffer[Text::kInline] = {};
  char* start = bytes <= Text::kInline ? buffer : ctx->Allocate(bytes);
  if (start == nullptr) return Text();
  char* to = start;
  for (uint32_t i = 0; i < count; ++i) {
    const Text& part = parts[i];
    to = Put(to, part.length <= Text::kInline ? part.prefix : part.rest.pointer, part.length);
  }
  return Text(std::string_view(start, bytes));
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
