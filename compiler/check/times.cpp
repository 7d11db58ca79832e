// date.ToDateTime(time): there is no TimeOnly, a time of the day is a TimeSpan. What C# writes for one stands
// where a date is given its time.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

constexpr uint64_t kLastTick = 863'999'999'999;  // 23:59:59.9999999

}  // namespace

// TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(…), TimeOnly.FromDateTime(…), TimeOnly.FromTimeSpan(…)
// or a TimeSpan.
Expr* Checker::CheckTimeOfDay(const ast::Expr& e) {
  const Type span = TypeOf(TypeKind::kTimeSpan), number = TypeOf(TypeKind::kInt);
  std::string name = QualifiedName(e);
  if (name.starts_with("System.")) name = name.substr(7);
  if (name == "TimeOnly.MinValue" || name == "TimeOnly.MaxValue")
    return Constant(span, e.span, name == "TimeOnly.MinValue" ? 0 : kLastTick);
  if (e.kind == ast::ExprKind::kNew) {
    const auto& made = ast::As<ast::New>(&e);
    size_t count = made.arguments.size();
    if (made.type != nullptr && made.type->name == "TimeOnly" && count >= 2 && count <= 4) {
      // The same parts and the same errors as a DateTime's.
      std::vector<Expr*> parts = {IntConstant(1, e.span), IntConstant(1, e.span), IntConstant(1, e.span)};
      for (const ast::Argument& argument : made.arguments) parts.push_back(CheckAs(*argument.value, number));
      if (count == 2) parts.push_back(IntConstant(0, e.span));
      for (Expr* part : parts)
        if (part->type.kind == TypeKind::kError) return part;
      return Builtin("DateTime", "TimeOfDay", {Builtin("DateTime", "", parts, e.span)}, e.span);
    }
  }
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).arguments.size() == 1) {
    const auto& call = ast::As<ast::Call>(&e);
    std::string function = QualifiedName(*call.callee);
    if (function == "TimeOnly.FromDateTime") {
      Expr* time = CheckAs(*call.arguments[0].value, TypeOf(TypeKind::kDateTime));
      return time->type.kind == TypeKind::kError ? time : Builtin("DateTime", "TimeOfDay", {time}, e.span);
    }
    if (function == "TimeOnly.FromTimeSpan") return CheckAs(*call.arguments[0].value, span);
  }
  return CheckAs(e, span);
}

// date.ToDateTime(time[, kind])
Expr* Checker::DateAt(Expr* date, const ast::Call& e) {
  std::vector<Expr*> args = {date, CheckTimeOfDay(*e.arguments[0].value)};
  if (e.arguments.size() == 2) args.push_back(CheckValue(*e.arguments[1].value));
  for (Expr* arg : args)
    if (arg->type.kind == TypeKind::kError) return arg;
  return Builtin("DateOnly", "ToDateTime", args, e.span);
}

}  // namespace idx::compiler::check
