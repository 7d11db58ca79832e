// Values as texts: C#'s ToString() and format strings, for interpolation, concatenation, Join and Format.
#pragma once

#include "base/value/date_format.h"
#include "base/value/guid.h"
#include "base/value/number_format.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

// "" for null. Types that have no text of their own (lists) give "".
void AppendDisplay(std::string& out, const Boxed& value);
// A value by a format string; texts ignore it. False (with the error set) for a bad format.
bool AppendFormatted(EvalContext& ctx, std::string& out, const Boxed& value, std::string_view format);

template <typename T>
Boxed BoxOf(const T& value) {
  Boxed box;
  std::memcpy(&box, &value, sizeof(T));
  box.kind = TypeOf<T>::spec.kind;
  box.present = true;
  return box;
}
template <typename T>
Text DisplayOf(EvalContext& ctx, T value) {
  std::string out;
  AppendDisplay(out, BoxOf(value));
  return ctx.MakeText(out);
}
template <typename T>
Text FormattedOf(EvalContext& ctx, T value, std::string_view format) {
  std::string out;
  return AppendFormatted(ctx, out, BoxOf(value), format) ? ctx.MakeText(out) : Text();
}
// string.Format.
Text FormatText(EvalContext& ctx, const Text& format, List<Boxed> args);

}  // namespace idx::stdlib
