// Numbers, comparisons and conversions: C#'s meaning, to the letter.
#include <bit>
#include <cmath>
#include <limits>

#include "base/core/assert.h"
#include "compiler/interpret/machine.h"

namespace idx::compiler::interpret {

using typed::Op;

namespace {

constexpr std::string_view kOverflow = "Arithmetic operation resulted in an overflow.";
constexpr std::string_view kDivideByZero = "Attempted to divide by zero.";

template <typename T>
struct Computed {
  T value{};
  EvalErrorKind error = EvalErrorKind::kNone;
};

template <typename T>
Computed<T> Integer(Op op, T a, T b) {
  using U = std::make_unsigned_t<T>;
  switch (op) {
    case Op::kAdd:
      return {static_cast<T>(static_cast<U>(a) + static_cast<U>(b))};
    case Op::kSub:
      return {static_cast<T>(static_cast<U>(a) - static_cast<U>(b))};
    case Op::kMul:
      return {static_cast<T>(static_cast<U>(a) * static_cast<U>(b))};
    case Op::kDiv:
    case Op::kMod:
      if (b == 0) return {0, EvalErrorKind::kDivideByZero};
      if (a == std::numeric_limits<T>::min() && b == -1) return {0, EvalErrorKind::kOverflow};
      return {op == Op::kDiv ? static_cast<T>(a / b) : static_cast<T>(a % b)};
    case Op::kBitAnd:
      return {static_cast<T>(a & b)};
    case Op::kBitOr:
      return {static_cast<T>(a | b)};
    case Op::kBitXor:
      return {static_cast<T>(a ^ b)};
    default:
      IDX_ASSERT(false);
      return {};
  }
}

template <typename T>
Computed<T> IntegerChecked(Op op, T a, T b) {
  T result = 0;
  bool overflow = op == Op::kAddChecked   ? __builtin_add_overflow(a, b, &result)
                  : op == Op::kSubChecked ? __builtin_sub_overflow(a, b, &result)
                                          : __builtin_mul_overflow(a, b, &result);
  return {result, overflow ? EvalErrorKind::kOverflow : EvalErrorKind::kNone};
}

template <typename T>
T Shift(Op op, T a, int32_t count) {
  using U = std::make_unsigned_t<T>;
  int32_t masked = count & (sizeof(T) * 8 - 1);
  if (op == Op::kShl) return static_cast<T>(static_cast<U>(a) << masked);
  if (op == Op::kUShr) return static_cast<T>(static_cast<U>(a) >> masked);
  return static_cast<T>(a >> masked);
}

double Real(Op op, double a, double b) {
  switch (op) {
    case Op::kAdd:
    case Op::kAddChecked:
      return a + b;
    case Op::kSub:
    case Op::kSubChecked:
      return a - b;
    case Op::kMul:
    case Op::kMulChecked:
      return a * b;
    case Op::kDiv:
      return a / b;
    default:
      return std::fmod(a, b);
  }
}

template <typename T>
bool Ordered(Op op, T a, T b) {
  switch (op) {
    case Op::kEq:
    case Op::kJoinEq:
      return a == b;
    case Op::kNe:
      return a != b;
    case Op::kLt:
      return a < b;
    case Op::kGt:
      return a > b;
    case Op::kLe:
      return a <= b;
    default:
      return a >= b;
  }
}

bool CompareValues(Op op, TypeKind kind, const Slot& a, const Slot& b) {
  switch (kind) {
    case TypeKind::kBool:
      return Ordered(op, Get<bool>(a), Get<bool>(b));
    case TypeKind::kByte:
      return Ordered(op, Get<uint8_t>(a), Get<uint8_t>(b));
    case TypeKind::kInt:
    case TypeKind::kEnum:
      return Ordered(op, Get<int32_t>(a), Get<int32_t>(b));
    case TypeKind::kLong:
    case TypeKind::kReference:
      return Ordered(op, Get<int64_t>(a), Get<int64_t>(b));
    case TypeKind::kDouble:
      return Ordered(op, Get<double>(a), Get<double>(b));
    case TypeKind::kChar:
      return Ordered(op, Get<Char>(a).unit, Get<Char>(b).unit);
    case TypeKind::kDateTime:
      return Ordered(op, Get<DateTime>(a).ticks(), Get<DateTime>(b).ticks());
    case TypeKind::kDateOnly:
      return Ordered(op, Get<DateOnly>(a).days, Get<DateOnly>(b).days);
    case TypeKind::kTimeSpan:
      return Ordered(op, Get<TimeSpan>(a).ticks, Get<TimeSpan>(b).ticks);
    case TypeKind::kString:
      return (Get<Text>(a) == Get<Text>(b)) == (op != Op::kNe);
    default:
      return (Get<Guid>(a) == Get<Guid>(b)) == (op != Op::kNe);
  }
}

// Of an integer kind.
std::pair<int64_t, int64_t> RangeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kLong:
      return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
    case TypeKind::kChar:
      return {0, 0xFFFF};
    case TypeKind::kByte:
      return {0, 0xFF};
    default:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
  }
}

int64_t Saturate(double value, int64_t low, int64_t high) {
  if (std::isnan(value)) return 0;
  if (value <= static_cast<double>(low)) return low;
  if (value >= static_cast<double>(high)) return high;
  return static_cast<int64_t>(value);
}

}  // namespace

Slot Machine::EvalCompare(const Expr& e, Frame& frame) {
  Slot a = Eval(*e.args[0], frame);
  Slot b = Eval(*e.args[1], frame);
  if (ctx_.failed()) return Null();
  TypeKind kind = e.args[0]->type.kind;
  if (kind == TypeKind::kNull) kind = e.args[1]->type.kind;
  if (!a.present || !b.present) {
    bool equal = !a.present && !b.present;
    if (e.op == Op::kEq) return Make(equal);
    if (e.op == Op::kNe) return Make(!equal);
    return Make(false);
  }
  if (e.op == Op::kJoinEq && kind == TypeKind::kString && Get<Text>(a).length == 0) return Make(false);
  return Make(CompareValues(e.op, kind, a, b));
}

Slot Machine::EvalArithmetic(const Expr& e, Frame& frame) {
  Slot a = Eval(*e.args[0], frame);
  bool unary = e.args.size() == 1;
  Slot b = unary ? Slot{} : Eval(*e.args[1], frame);
  if (ctx_.failed() || !a.present || !b.present) return Null();
  TypeKind kind = e.args[0]->type.kind;
  bool checked = e.op == Op::kAddChecked || e.op == Op::kSubChecked || e.op == Op::kMulChecked;
  auto finish = [&](auto outcome) {
    if (outcome.error == EvalErrorKind::kNone) return Make(outcome.value);
    return Fail(e, outcome.error, outcome.error == EvalErrorKind::kDivideByZero ? kDivideByZero : kOverflow);
  };
  auto integer = [&]<typename T>(T x) {
    if (e.op == Op::kNeg) return Make(Integer<T>(Op::kSub, 0, x).value);
    if (e.op == Op::kNegChecked) return finish(IntegerChecked<T>(Op::kSubChecked, 0, x));
    if (e.op == Op::kBitNot) return Make(static_cast<T>(~x));
    if (e.op == Op::kShl || e.op == Op::kShr || e.op == Op::kUShr)
      return Make(Shift<T>(e.op, x, Get<int32_t>(b)));
    return finish(checked ? IntegerChecked<T>(e.op, x, Get<T>(b)) : Integer<T>(e.op, x, Get<T>(b)));
  };
  switch (kind) {
    case TypeKind::kInt:
    case TypeKind::kEnum:
      return integer(Get<int32_t>(a));
    case TypeKind::kLong:
      return integer(Get<int64_t>(a));
    case TypeKind::kDouble:
      return Make(unary ? -Get<double>(a) : Real(e.op, Get<double>(a), Get<double>(b)));
    default: {  // bool & | ^
      bool x = Get<bool>(a), y = Get<bool>(b);
      return Make(e.op == Op::kBitAnd ? (x && y) : e.op == Op::kBitOr ? (x || y) : x != y);
    }
  }
}

Slot Machine::EvalConvert(const Expr& e, const Slot& from) {
  TypeKind source = e.args[0]->type.kind;
  TypeKind target = e.type.kind;
  bool checked = e.op == Op::kConvertChecked;
  if (source == TypeKind::kDouble) {
    double value = Get<double>(from);
    if (target == TypeKind::kDouble) return from;
    bool wide = target == TypeKind::kLong;
    auto [low, high] = RangeOf(target);
    double truncated = std::trunc(value);
    bool outside = std::isnan(value) || truncated < static_cast<double>(low) ||
                   truncated > static_cast<double>(high) || (wide && truncated >= 9223372036854775808.0);
    if (checked && outside) return Fail(e, EvalErrorKind::kOverflow, kOverflow);
    int64_t result = Saturate(value, low, high);
    if (wide) return Make(result);
    if (target == TypeKind::kChar) return Make(Char{static_cast<uint16_t>(result)});
    if (target == TypeKind::kByte) return Make(static_cast<uint8_t>(result));
    return Make(static_cast<int32_t>(result));
  }
  int64_t value = source == TypeKind::kLong   ? Get<int64_t>(from)
                  : source == TypeKind::kChar ? Get<Char>(from).unit
                  : source == TypeKind::kByte ? Get<uint8_t>(from)
                                              : Get<int32_t>(from);
  switch (target) {
    case TypeKind::kLong:
      return Make(value);
    case TypeKind::kDouble:
      return Make(static_cast<double>(value));
    case TypeKind::kChar:
      if (checked && (value < 0 || value > 0xFFFF)) return Fail(e, EvalErrorKind::kOverflow, kOverflow);
      return Make(Char{static_cast<uint16_t>(value)});
    case TypeKind::kByte:
      if (checked && (value < 0 || value > 0xFF)) return Fail(e, EvalErrorKind::kOverflow, kOverflow);
      return Make(static_cast<uint8_t>(value));
    default:
      if (checked && value != static_cast<int32_t>(value))
        return Fail(e, EvalErrorKind::kOverflow, kOverflow);
      return Make(static_cast<int32_t>(value));
  }
}

}  // namespace idx::compiler::interpret
