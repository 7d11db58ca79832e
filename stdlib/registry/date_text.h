// Why a text is no date or duration, in .NET's words.
#pragma once

#include "base/value/date_format.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

// type: "DateTime" or "DateOnly".
void FailDateText(EvalContext& ctx, std::string_view text, DateFault fault, std::string_view type);
void FailSpanText(EvalContext& ctx, std::string_view text, SpanFault fault);

inline DateTime ReadDateTime(EvalContext& ctx, std::string_view text, int32_t styles = 0) {
  DateTime value;
  DateFault fault;
  if (ParseDateTime(text, styles, ctx.today, value, fault)) return value;
  FailDateText(ctx, text, fault, "DateTime");
  return {};
}

}  // namespace idx::stdlib
