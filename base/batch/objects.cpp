#include "base/batch/objects.h"

#include <new>

namespace idx {

ExceptionObject* TakeError(EvalContext& ctx) {
  if (IsBudget(ctx.error)) return nullptr;
  ExceptionObject taken{ctx.error, ctx.error_site, ctx.error_message};
  ctx.error = EvalErrorKind::kNone;
  ctx.error_message = Text();
  char* at = ctx.Allocate(sizeof(ExceptionObject));
  return at == nullptr ? nullptr : new (at) ExceptionObject(taken);
}

void PutError(EvalContext& ctx, const ExceptionObject& exception) {
  if (ctx.failed()) return;
  ctx.error = exception.kind;
  ctx.error_site = exception.site;
  ctx.error_message = exception.message;
}

}  // namespace idx
