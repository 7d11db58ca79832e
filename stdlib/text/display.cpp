#include "stdlib/text/display.h"

#include "base/value/decimal.h"

namespace idx::stdlib {
namespace {

template <typename T>
T Unbox(const Boxed& box) {
  T value;
  std::memcpy(static_cast<void*>(&value), &box, sizeof(T));
  return value;
}

void AppendChar(std::string& out, Char c) {
  char buffer[4];
  out.append(buffer, EncodeTo(c.unit, buffer));
}

bool Report(EvalContext& ctx, FormatResult result) {
  if (result == FormatResult::kOk) return true;
  if (result == FormatResult::kTooLong)
    ctx.Fail(EvalErrorKind::kMemory, "the rule used up its budget of memory");
  else
    FailFormat(ctx, "Format specifier was invalid.");
  return false;
}
bool ReportDate(EvalContext& ctx, bool ok) {
  if (!ok) FailFormat(ctx, "Input string was not in a correct format.");
  return ok;
}

bool AppendEnum(EvalContext& ctx, std::string& out, const Boxed& value, std::string_view format) {
  switch (format.size() == 1 ? format[0] & ~0x20 : 0) {
    case 'G':
    case 'F':
      return AppendDisplay(out, value), true;
    case 'D':
      return AppendInteger(out, value.number), true;
    case 'X':
      return Report(ctx, AppendInteger(out, value.number, "X8", 32));
    default:
      FailFormat(ctx, R"(Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".)");
      return false;
  }
}

}  // namespace

void AppendDisplay(std::string& out, const Boxed& value) {
  if (!value.present) return;
  switch (value.kind) {
    case TypeKind::kBool:
      out += Unbox<bool>(value) ? "True" : "False";
      return;
    case TypeKind::kInt:
    case TypeKind::kEnum:
      return AppendInteger(out, Unbox<int32_t>(value));
    case TypeKind::kLong:
      return AppendInteger(out, Unbox<int64_t>(value));
    case TypeKind::kDouble:
      return AppendDouble(out, Unbox<double>(value));
    case TypeKind::kDecimal:
      return AppendDecimal(out, Unbox<Decimal>(value));
    case TypeKind::kChar:
      return AppendChar(out, Unbox<Char>(value));
    case TypeKind::kString: {
      Text text = Unbox<Text>(value);
      out += text.view();
      return;
    }
    case TypeKind::kDateTime:
      AppendDateTime(out, Unbox<DateTime>(value), "");
      return;
    case TypeKind::kDateOnly:
      AppendDateOnly(out, Unbox<DateOnly>(value), "");
      return;
    case TypeKind::kTimeSpan:
      AppendTimeSpan(out, Unbox<TimeSpan>(value), "");
      return;
    case TypeKind::kGuid:
      AppendGuid(out, Unbox<Guid>(value), 'D');
      return;
    default:
      return;
  }
}

bool AppendFormatted(EvalContext& ctx, std::string& out, const Boxed& value, std::string_view format) {
  if (!value.present || format.empty()) return AppendDisplay(out, value), true;
  if (value.is_enum) return AppendEnum(ctx, out, value, format);
  switch (value.kind) {
    case TypeKind::kInt:
      return Report(ctx, AppendInteger(out, Unbox<int32_t>(value), format, 32));
    case TypeKind::kLong:
      return Report(ctx, AppendInteger(out, Unbox<int64_t>(value), format, 64));
    case TypeKind::kDouble:
      return Report(ctx, AppendDouble(out, Unbox<double>(value), format));
    case TypeKind::kDecimal:
      return Report(ctx, AppendDecimal(out, Unbox<Decimal>(value), format));
    case TypeKind::kDateTime:
      return ReportDate(ctx, AppendDateTime(out, Unbox<DateTime>(value), format));
    case TypeKind::kDateOnly:
      return ReportDate(ctx, AppendDateOnly(out, Unbox<DateOnly>(value), format));
    case TypeKind::kTimeSpan:
      return ReportDate(ctx, AppendTimeSpan(out, Unbox<TimeSpan>(value), format));
    case TypeKind::kGuid:
      return ReportDate(ctx, format.size() == 1 && AppendGuid(out, Unbox<Guid>(value), format[0]));
    default:
      AppendDisplay(out, value);
      return true;
  }
}

}  // namespace idx::stdlib
