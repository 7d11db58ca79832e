#include "stdlib/registry/date_text.h"

#include <fmt/format.h>

namespace idx::stdlib {

void FailDateText(EvalContext& ctx, std::string_view text, DateFault fault, std::string_view type) {
  std::string_view shown = text.substr(0, 200);
  // DateOnly says no more.
  if (type == "DateOnly" && fault.kind != DateFault::kParts) fault = {};
  switch (fault.kind) {
    case DateFault::kNone:
    case DateFault::kText:
      return FailFormat(ctx, fmt::format("String '{}' was not recognized as a valid {}.", shown, type));
    case DateFault::kWord:
      return FailFormat(ctx, fmt::format("The string '{}' was not recognized as a valid {}. There is an "
                                         "unknown word starting at index '{}'.",
                                         shown, type, fault.at));
    case DateFault::kWeekday:
      return FailFormat(ctx, fmt::format("String '{}' was not recognized as a valid {} because the day of "
                                         "week was incorrect.",
                                         shown, type));
    case DateFault::kCalendar:
      return FailFormat(ctx, fmt::format("The DateTime represented by the string '{}' is not supported in "
                                         "calendar 'System.Globalization.GregorianCalendar'.",
                                         shown));
    case DateFault::kOffset:
      return FailFormat(
          ctx,
          fmt::format("The time zone offset of string '{}' must be within plus or minus 14 hours.", shown));
    case DateFault::kRange:
      return FailFormat(ctx,
                        fmt::format("The DateTime represented by the string '{}' is out of range.", shown));
    case DateFault::kParts:
      return FailFormat(
          ctx, fmt::format("String '{}' contains parts which are not specific to the {}.", shown, type));
  }
}

void FailSpanText(EvalContext& ctx, std::string_view text, SpanFault fault) {
  std::string_view shown = text.substr(0, 200);
  switch (fault) {
    case SpanFault::kNone:
    case SpanFault::kText:
      return FailFormat(ctx, fmt::format("String '{}' was not recognized as a valid TimeSpan.", shown));
    case SpanFault::kOverflow:
      return ctx.Fail(EvalErrorKind::kOverflow,
                      fmt::format("The TimeSpan string '{}' could not be parsed because at least one of the "
                                  "numeric components is out of range or contains too many digits.",
                                  shown));
    case SpanFault::kInput:
      return FailFormat(ctx, "Input string was not in a correct format.");
    case SpanFault::kFormat:
      return FailFormat(ctx, "Format specifier was invalid.");
    case SpanFault::kQuote:
      return FailFormat(ctx, "Cannot find a matching quote character for the character '\''.");
  }
}

}  // namespace idx::stdlib
