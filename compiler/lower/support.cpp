#include "compiler/lower/support.h"

#include <cmath>
#include <cstring>

#include "base/batch/objects.h"
#include "compiler/lower/concat.h"

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

ExceptionObject* Take(EvalContext* ctx) { return TakeError(*ctx); }
void Put(EvalContext* ctx, const ExceptionObject* exception) { PutError(*ctx, *exception); }
void ThrowObject(EvalContext* ctx, const ExceptionObject* exception) {
  Text message = exception->message;
  ctx->Fail(exception->kind, message.view());
}

char* Allocate(EvalContext* ctx, uint64_t bytes) { return ctx->Allocate(bytes); }

void RowFailed(RowReports* reports, uint32_t function, uint32_t row) { reports->Failed(function, row); }
void RowLogged(RowReports* reports, uint32_t function, uint32_t row) { reports->Logged(function, row); }

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
      {"idx_rt_throw_object", AddressOf(&ThrowObject)},
      {"idx_rt_take_error", AddressOf(&Take)},
      {"idx_rt_put_error", AddressOf(&Put)},
      {"idx_rt_allocate", AddressOf(&Allocate)},
      {"idx_rt_concat", AddressOf(&Concat)},
      {"idx_rt_concat2", AddressOf(&ConcatTwo)},
      {"idx_rt_concat3", AddressOf(&ConcatThree)},
      {"idx_rt_row_failed", AddressOf(&RowFailed)},
      {"idx_rt_row_logged", AddressOf(&RowLogged)},
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
