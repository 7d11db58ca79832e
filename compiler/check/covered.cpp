#include "compiler/check/covered.h"

#include <algorithm>
#include <limits>

namespace idx::compiler::check {

namespace {

constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();

std::pair<int64_t, int64_t> RangeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return {0, 1};
    case TypeKind::kByte:
      return {0, 255};
    case TypeKind::kChar:
      return {0, 0xFFFF};
    case TypeKind::kInt:
    case TypeKind::kEnum:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    default:
      return {kLowest, kHighest};
  }
}

bool IsWhole(TypeKind kind) {
  return kind == TypeKind::kBool || kind == TypeKind::kByte || kind == TypeKind::kChar ||
         kind == TypeKind::kInt || kind == TypeKind::kEnum || kind == TypeKind::kLong;
}

}  // namespace

void ValueSet::Add(int64_t first, int64_t last) {
  // The first range that is not wholly before, with a gap.
  auto at = std::lower_bound(ranges.begin(), ranges.end(), first, [](const auto& range, int64_t value) {
    return range.second < value && value - 1 > range.second;
  });
  auto end = at;
  for (; end != ranges.end() && (end->first <= last || end->first - 1 == last); ++end) {
    first = std::min(first, end->first);
    last = std::max(last, end->second);
  }
  at = ranges.erase(at, end);
  ranges.insert(at, {first, last});
}

void ValueSet::Add(const ValueSet& other) {
  null = null || other.null;
  for (const auto& [first, last] : other.ranges) Add(first, last);
}

bool ValueSet::Holds(const ValueSet& other) const {
  if (other.null && !null) return false;
  return std::all_of(other.ranges.begin(), other.ranges.end(), [&](const auto& part) {
    auto at = std::lower_bound(ranges.begin(), ranges.end(), part.first,
                               [](const auto& range, int64_t value) { return range.second < value; });
    return at != ranges.end() && at->first <= part.first && at->second >= part.second;
  });
}

Covered::Covered(const typed::Type& type) : type_(type), ordered_(IsWhole(type.kind)) {
  auto [lowest, highest] = RangeOf(type.kind);
  present_.ranges = {{lowest, highest}};
  all_ = present_;
  all_.null = type.nullable;
}

ValueSet Covered::Not(const ValueSet& set) const {
  ValueSet rest;
  rest.null = all_.null && !set.null;
  auto [next, highest] = present_.ranges[0];
  for (const auto& [first, last] : set.ranges) {
    if (first > next) rest.ranges.emplace_back(next, first - 1);
    if (last == highest) return rest;
    next = last + 1;
  }
  rest.ranges.emplace_back(next, highest);
  return rest;
}

ValueSet Covered::Both(const ValueSet& a, const ValueSet& b) const {
  ValueSet outside = Not(a);
  outside.Add(Not(b));
  return Not(outside);
}

int64_t Covered::NumberOf(const typed::Expr& constant) {
  switch (type_.kind) {
    case TypeKind::kInt:
    case TypeKind::kEnum:
      return static_cast<int32_t>(constant.lo);
    case TypeKind::kBool:
    case TypeKind::kByte:
    case TypeKind::kChar:
    case TypeKind::kLong:
      return static_cast<int64_t>(constant.lo);
    default:
      break;
  }
  std::string key = type_.kind == TypeKind::kString
                        ? constant.text
                        : std::to_string(constant.lo) + ":" + std::to_string(constant.hi);
  return known_.try_emplace(key, static_cast<int64_t>(known_.size())).first->second;
}

Covered::Bounds Covered::BoundsOfConstant(const ast::Expr& constant, ast::BinaryOp op,
                                          const PatternConstants& constants) {
  auto found = constants.find(&constant);
  if (found == constants.end()) return {{}, all_};
  const typed::Expr& value = *found->second;
  if (!value.present) {
    ValueSet null;
    null.null = true;
    return {null, null};
  }
  if (op != ast::BinaryOp::kEq && !ordered_) return {{}, present_};
  auto [first, last] = present_.ranges[0];
  int64_t number = NumberOf(value);
  bool below = op == ast::BinaryOp::kLt || op == ast::BinaryOp::kLe;
  bool above = op == ast::BinaryOp::kGt || op == ast::BinaryOp::kGe;
  ValueSet set;
  if ((op == ast::BinaryOp::kLt && number == first) || (op == ast::BinaryOp::kGt && number == last))
    return {set, set};
  if (!below) first = op == ast::BinaryOp::kGt ? number + 1 : number;
  if (!above) last = op == ast::BinaryOp::kLt ? number - 1 : number;
  set.Add(first, last);
  return {set, set};
}

Covered::Bounds Covered::BoundsOf(const ast::Pattern& pattern, const PatternConstants& constants) {
  switch (pattern.kind) {
    case ast::PatternKind::kDiscard:
      return {all_, all_};
    case ast::PatternKind::kVar:
      if (ast::As<ast::VarPattern>(&pattern).tuple) return {{}, present_};
      return {all_, all_};
    case ast::PatternKind::kConstant:
      return BoundsOfConstant(*ast::As<ast::ConstantPattern>(&pattern).value, ast::BinaryOp::kEq, constants);
    case ast::PatternKind::kRelational: {
      const auto& relational = ast::As<ast::RelationalPattern>(&pattern);
      return BoundsOfConstant(*relational.value, relational.op, constants);
    }
    case ast::PatternKind::kNot: {
      Bounds inner = BoundsOf(*ast::As<ast::NotPattern>(&pattern).operand, constants);
      return {Not(inner.perhaps), Not(inner.surely)};
    }
    case ast::PatternKind::kAnd: {
      Bounds left = BoundsOf(*ast::As<ast::BinaryPattern>(&pattern).left, constants);
      Bounds right = BoundsOf(*ast::As<ast::BinaryPattern>(&pattern).right, constants);
      return {Both(left.surely, right.surely), Both(left.perhaps, right.perhaps)};
    }
    case ast::PatternKind::kOr: {
      Bounds left = BoundsOf(*ast::As<ast::BinaryPattern>(&pattern).left, constants);
      Bounds right = BoundsOf(*ast::As<ast::BinaryPattern>(&pattern).right, constants);
      left.surely.Add(right.surely);
      left.perhaps.Add(right.perhaps);
      return left;
    }
    case ast::PatternKind::kRecursive: {
      const auto& recursive = ast::As<ast::RecursivePattern>(&pattern);
      bool asks = recursive.type != nullptr || recursive.has_positional || !recursive.properties.empty();
      return {asks ? ValueSet{} : present_, present_};
    }
    default:
      return {{}, present_};
  }
}

bool Covered::Take(const ast::Pattern& pattern, const PatternConstants& constants, bool always) {
  Bounds bounds = BoundsOf(pattern, constants);
  if (taken_.Holds(bounds.perhaps)) return true;
  if (always) taken_.Add(bounds.surely);
  return false;
}

}  // namespace idx::compiler::check
