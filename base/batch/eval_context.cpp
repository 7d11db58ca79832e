#include "base/batch/eval_context.h"

namespace idx {

std::string_view EvalErrorName(EvalErrorKind kind) {
  switch (kind) {
    case EvalErrorKind::kNone:
      return "";
    case EvalErrorKind::kFail:
      return "Exception";
    case EvalErrorKind::kDeclineMapping:
      return "DeclineMapping";
    case EvalErrorKind::kNullReference:
      return "NullReferenceException";
    case EvalErrorKind::kArgumentNull:
      return "ArgumentNullException";
    case EvalErrorKind::kArgumentOutOfRange:
      return "ArgumentOutOfRangeException";
    case EvalErrorKind::kArgument:
      return "ArgumentException";
    case EvalErrorKind::kIndexOutOfRange:
      return "IndexOutOfRangeException";
    case EvalErrorKind::kFormat:
      return "FormatException";
    case EvalErrorKind::kOverflow:
      return "OverflowException";
    case EvalErrorKind::kDivideByZero:
      return "DivideByZeroException";
    case EvalErrorKind::kInvalidOperation:
      return "InvalidOperationException";
    case EvalErrorKind::kInvalidCast:
      return "InvalidCastException";
    case EvalErrorKind::kKeyNotFound:
      return "KeyNotFoundException";
    case EvalErrorKind::kSwitchExpression:
      return "SwitchExpressionException";
    case EvalErrorKind::kLoneSurrogate:
      return "lone surrogate";
    case EvalErrorKind::kNotSupported:
      return "NotSupportedException";
    case EvalErrorKind::kSteps:
      return "budget of steps";
    case EvalErrorKind::kMemory:
      return "budget of memory";
    case EvalErrorKind::kDepth:
      return "budget of calls";
  }
  return "";
}

void EvalContext::Fail(EvalErrorKind kind, std::string_view message) {
  if (failed()) return;
  error = kind;
  error_message = Text(message.size() <= Text::kInline ? message : arena->Copy(message));
}

char* EvalContext::Allocate(size_t bytes) {
  // Live scratch is what this (rule, row) has taken from the arena; a row's memory is released with the row.
  if (bytes > static_cast<size_t>(budget.scratch_bytes) ||
      arena->used() - scratch_base > static_cast<size_t>(budget.scratch_bytes) - bytes) {
    Fail(EvalErrorKind::kMemory, "the rule used up its budget of memory");
    return nullptr;
  }
  return arena->Allocate(bytes);
}

Text EvalContext::MakeText(std::string_view bytes) {
  if (bytes.size() <= Text::kInline) return Text(bytes);
  char* to = Allocate(bytes.size());
  if (to == nullptr) return Text();
  std::memcpy(to, bytes.data(), bytes.size());
  return Text(std::string_view(to, bytes.size()));
}

}  // namespace idx
