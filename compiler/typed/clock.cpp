#include "compiler/typed/clock.h"

#include <array>

#include "base/core/arena.h"

namespace idx::compiler::typed {

namespace {

const Expr& Inner(const Expr& e) { return e.op == Op::kWiden ? Inner(*e.args[0]) : e; }

bool IsText(const Expr& e) { return e.op == Op::kConst && e.type.kind == TypeKind::kString && e.present; }

// One letter is a standard format: of these only the times and "M" lack the year. In the others a y outside
// of quotes is the year.
bool HasYear(std::string_view format) {
  if (format.size() == 1) return std::string_view("tTmM").find(format[0]) == std::string_view::npos;
  char quote = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '\\') {
      ++i;
    } else if (c == 'y') {
      return true;
    }
  }
  return false;
}

bool FormatHasYear(const Expr& format) {
  if (IsText(format)) return HasYear(format.text);
  if (format.op != Op::kList || format.args.empty()) return false;
  for (const Expr* one : format.args)
    if (!FormatHasYear(Inner(*one))) return false;
  return true;
}

// The row on two days without a common part, one of them in a leap year.
bool SameOnTwoDays(const stdlib::Row& row, const Expr& e) {
  std::vector<stdlib::Slot> arguments;
  for (const Expr* arg : e.args) {
    const Expr& constant = Inner(*arg);
    if (constant.op != Op::kConst || constant.type.kind == TypeKind::kList || IsAddress(constant.type.kind))
      return false;
    bool text = constant.present && constant.type.kind == TypeKind::kString;
    arguments.push_back(text ? stdlib::ToSlot(Text(constant.text))
                             : stdlib::Slot{constant.lo, constant.hi, constant.present});
  }
  std::array<stdlib::Slot, 2> results;
  std::array<bool, 2> failed{};
  Arena arena;
  for (size_t day = 0; day < 2; ++day) {
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.today = day == 0 ? DateOnly{738'925} : DateOnly{739'251};  // 2024-02-10, 2025-01-01
    ctx.Begin();
    row.uniform(ctx, arguments.data(), &results[day]);
    failed[day] = ctx.failed();
  }
  if (failed[0] || failed[1]) return failed[0] == failed[1];
  if (results[0].present != results[1].present) return false;
  if (!results[0].present) return true;
  if (row.result.kind == TypeKind::kString)
    return stdlib::FromSlot<Text>(results[0]).str() == stdlib::FromSlot<Text>(results[1]).str();
  return results[0].lo == results[1].lo && results[0].hi == results[1].hi;
}

}  // namespace

ClockUse ClockUseOf(const Expr& e) { return ClockUseOf(e, stdlib::Functions()[static_cast<size_t>(e.a)]); }

ClockUse ClockUseOf(const Expr& e, const stdlib::Row& row) {
  if (row.purity == stdlib::Purity::kClock)
    return e.type.kind == TypeKind::kDateOnly ? ClockUse::kDate : ClockUse::kInstant;
  if (row.purity != stdlib::Purity::kDated) return ClockUse::kNone;
  bool format = row.parameters.find("ormat") != std::string_view::npos && e.args.size() > 1;
  if (format && FormatHasYear(Inner(*e.args[1]))) return ClockUse::kNone;
  return SameOnTwoDays(row, e) ? ClockUse::kNone : ClockUse::kYear;
}

}  // namespace idx::compiler::typed
