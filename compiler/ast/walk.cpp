#include "compiler/ast/walk.h"

#include "compiler/ast/ast.h"

namespace idx::compiler::ast {

namespace {

class Parts {
 public:
  explicit Parts(const PartVisitor& visit) : visit_(visit) {}

  void Of(const Expr& e);
  void Of(const Stmt& s);
  void Of(const Pattern& p);

 private:
  void Give(const Expr* e) {
    if (e != nullptr) visit_.expr(*e);
  }
  void Give(const Stmt* s) {
    if (s != nullptr) visit_.stmt(*s);
  }
  void Give(const Pattern* p) {
    if (p != nullptr) visit_.pattern(*p);
  }
  void Give(const std::vector<Argument>& arguments) {
    for (const Argument& argument : arguments) Give(argument.value);
  }
  void Give(const std::vector<Initializer>& initializers) {
    for (const Initializer& item : initializers) {
      Give(item.index);
      Give(item.values);
    }
  }
  template <typename T>
  void Give(const std::vector<T*>& all) {
    for (const T* one : all) Give(one);
  }

  const PartVisitor& visit_;
};

void Parts::Of(const Expr& e) {
  switch (e.kind) {
    case ExprKind::kMember:
      return Give(As<Member>(&e).target);
    case ExprKind::kCall:
      Give(As<Call>(&e).callee);
      return Give(As<Call>(&e).arguments);
    case ExprKind::kIndex:
      Give(As<Index>(&e).target);
      return Give(As<Index>(&e).arguments);
    case ExprKind::kCondAccess:
      Give(As<CondAccess>(&e).target);
      return Give(As<CondAccess>(&e).then);
    case ExprKind::kUnary:
      return Give(As<Unary>(&e).operand);
    case ExprKind::kBinary:
      Give(As<Binary>(&e).left);
      return Give(As<Binary>(&e).right);
    case ExprKind::kAssign:
      Give(As<Assign>(&e).target);
      return Give(As<Assign>(&e).value);
    case ExprKind::kConditional:
      Give(As<Conditional>(&e).condition);
      Give(As<Conditional>(&e).then);
      return Give(As<Conditional>(&e).otherwise);
    case ExprKind::kIs:
      Give(As<IsExpr>(&e).operand);
      return Give(As<IsExpr>(&e).pattern);
    case ExprKind::kAs:
      return Give(As<AsExpr>(&e).operand);
    case ExprKind::kCast:
      return Give(As<Cast>(&e).operand);
    case ExprKind::kSwitch:
      Give(As<SwitchExpr>(&e).operand);
      for (const SwitchArm& arm : As<SwitchExpr>(&e).arms) {
        Give(arm.pattern);
        Give(arm.when);
        Give(arm.value);
      }
      return;
    case ExprKind::kWith:
      Give(As<With>(&e).operand);
      return Give(As<With>(&e).initializers);
    case ExprKind::kRange:
      Give(As<Range>(&e).begin);
      return Give(As<Range>(&e).end);
    case ExprKind::kNew:
      Give(As<New>(&e).arguments);
      return Give(As<New>(&e).initializers);
    case ExprKind::kNewArray:
      Give(As<NewArray>(&e).length);
      return Give(As<NewArray>(&e).elements);
    case ExprKind::kCollection:
      return Give(As<Collection>(&e).elements);
    case ExprKind::kTuple:
      return Give(As<Tuple>(&e).elements);
    case ExprKind::kLambda:
      Give(As<Lambda>(&e).body);
      return Give(As<Lambda>(&e).block);
    case ExprKind::kThrow:
      return Give(As<ThrowExpr>(&e).operand);
    case ExprKind::kInterpolated:
      for (const Interpolated::Part& part : As<Interpolated>(&e).parts) {
        Give(part.value);
        Give(part.alignment);
      }
      return;
    case ExprKind::kChecked:
      return Give(As<Checked>(&e).operand);
    default:
      return;
  }
}

void Parts::Of(const Stmt& s) {
  switch (s.kind) {
    case StmtKind::kBlock:
      return Give(As<Block>(&s).statements);
    case StmtKind::kLocal:
      for (const Local::Declarator& declarator : As<Local>(&s).declarators) Give(declarator.value);
      return;
    case StmtKind::kDeconstruct:
      return Give(As<Deconstruct>(&s).value);
    case StmtKind::kLocalFunction: {
      const Method& method = *As<LocalFunction>(&s).method;
      Give(method.body);
      return Give(method.block);
    }
    case StmtKind::kExpression:
      return Give(As<ExprStmt>(&s).expression);
    case StmtKind::kIf:
      Give(As<If>(&s).condition);
      Give(As<If>(&s).then);
      return Give(As<If>(&s).otherwise);
    case StmtKind::kSwitch:
      Give(As<SwitchStmt>(&s).operand);
      for (const SwitchSection& section : As<SwitchStmt>(&s).sections) {
        for (const SwitchSection::Label& label : section.labels) {
          Give(label.pattern);
          Give(label.when);
        }
        Give(section.statements);
      }
      return;
    case StmtKind::kFor:
      Give(As<For>(&s).initializers);
      Give(As<For>(&s).condition);
      Give(As<For>(&s).steps);
      return Give(As<For>(&s).body);
    case StmtKind::kForeach:
      Give(As<Foreach>(&s).collection);
      return Give(As<Foreach>(&s).body);
    case StmtKind::kWhile:
      Give(As<While>(&s).condition);
      return Give(As<While>(&s).body);
    case StmtKind::kDo:
      Give(As<Do>(&s).body);
      return Give(As<Do>(&s).condition);
    case StmtKind::kReturn:
      return Give(As<Return>(&s).value);
    case StmtKind::kThrow:
      return Give(As<ThrowStmt>(&s).operand);
    case StmtKind::kTry:
      Give(As<Try>(&s).block);
      for (const Try::Catch& clause : As<Try>(&s).catches) {
        Give(clause.when);
        Give(clause.block);
      }
      return Give(As<Try>(&s).finally);
    case StmtKind::kChecked:
      return Give(As<CheckedStmt>(&s).block);
    default:
      return;
  }
}

void Parts::Of(const Pattern& p) {
  switch (p.kind) {
    case PatternKind::kConstant:
      return Give(As<ConstantPattern>(&p).value);
    case PatternKind::kRelational:
      return Give(As<RelationalPattern>(&p).value);
    case PatternKind::kAnd:
    case PatternKind::kOr:
      Give(As<BinaryPattern>(&p).left);
      return Give(As<BinaryPattern>(&p).right);
    case PatternKind::kNot:
      return Give(As<NotPattern>(&p).operand);
    case PatternKind::kRecursive:
      for (const RecursivePattern::Sub& sub : As<RecursivePattern>(&p).positional) Give(sub.pattern);
      for (const RecursivePattern::Sub& sub : As<RecursivePattern>(&p).properties) Give(sub.pattern);
      return;
    case PatternKind::kList:
      return Give(As<ListPattern>(&p).elements);
    case PatternKind::kSlice:
      return Give(As<SlicePattern>(&p).pattern);
    default:
      return;
  }
}

}  // namespace

void ForEachPart(const Expr& e, const PartVisitor& visit) { Parts(visit).Of(e); }
void ForEachPart(const Stmt& s, const PartVisitor& visit) { Parts(visit).Of(s); }
void ForEachPart(const Pattern& pattern, const PartVisitor& visit) { Parts(visit).Of(pattern); }

}  // namespace idx::compiler::ast
