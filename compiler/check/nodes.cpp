// Making typed nodes.
#include <cstring>

#include "compiler/check/checker.h"
#include "compiler/check/outside.h"
#include "compiler/interpret/interpreter.h"

namespace idx::compiler::check {

Expr* Checker::Node(Op op, Type type, Span span, std::vector<Expr*> args) {
  ++nodes_;
  Expr* e = program_.NewExpr();
  e->op = op;
  e->type = type;
  e->span = span;
  e->args = std::move(args);
  return e;
}

Expr* Checker::Constant(Type type, Span span, uint64_t lo) {
  Expr* e = Node(Op::kConst, type, span);
  e->lo = lo;
  return e;
}

Expr* Checker::IntConstant(int32_t value, Span span) {
  return Constant(TypeOf(TypeKind::kInt), span, static_cast<uint32_t>(value));
}

Expr* Checker::BoolConstant(bool value, Span span) {
  return Constant(TypeOf(TypeKind::kBool), span, value ? 1 : 0);
}

Expr* Checker::TextConstant(std::string text, Span span) {
  Expr* e = Node(Op::kConst, TypeOf(TypeKind::kString), span);
  e->text = std::move(text);
  return e;
}

Expr* Checker::NullConstant(Type type, Span span) {
  Expr* e = Node(Op::kConst, type, span);
  e->type.nullable = true;
  e->present = false;
  return e;
}

Expr* Checker::DefaultOf(Type type, Span span) {
  if (type.kind == TypeKind::kTuple && !type.nullable && !IsReference(type))
    return DefaultOfTuple(type, span);
  if (type.nullable || type.kind == TypeKind::kString || type.kind == TypeKind::kList || IsAddress(type.kind))
    return NullConstant(type, span);
  return Constant(type, span, 0);
}

// type: what the operation's line calls its type argument.
Expr* Checker::Operate(Operation operation, const Type& type, const Type& result, std::vector<Expr*> args,
                       Span span) {
  Expr* e = Node(Op::kOperation, result, span, std::move(args));
  e->a = static_cast<int32_t>(operation);
  e->b = program_.shapes.InternType(type.NonNull());
  return e;
}

Expr* Checker::LocalNode(int32_t local, Span span) {
  Expr* e = Node(Op::kLocal, function().locals[static_cast<size_t>(local)], span);
  e->a = local;
  return e;
}

void Checker::TooDeep(Span span) {
  if (!too_deep_) Report(4, span, {std::to_string(kMaxDepth)});
  too_deep_ = true;
}

bool Checker::TellTooLarge(Span span) {
  if (!too_large_) Report(9, span, {std::to_string(most_nodes_)});
  return too_large_ = true;
}

int32_t Checker::NewLocal(Type type, std::string name) {
  typed::Function& f = function();
  f.locals.push_back(type);
  f.local_names.push_back(std::move(name));
  return static_cast<int32_t>(f.locals.size() - 1);
}

Expr* Checker::SetLocal(int32_t local, Expr* value, Span span) {
  Expr* e = Node(Op::kSetLocal, function().locals[static_cast<size_t>(local)], span, {value});
  e->a = local;
  return e;
}

// use(v), where v may be read any number of times: a temporary unless the value is a local or a constant
// already.
Expr* Checker::WithTemporary(Expr* value, const std::function<Expr*(Expr*)>& use) {
  if (value->op == Op::kConst || value->op == Op::kLocal || value->op == Op::kAttr ||
      value->op == Op::kStatic || IsPath(*value))
    return use(value);
  int32_t local = NewLocal(value->type, "");
  Stmt* set = Statement(StmtOp::kExpr, value->span);
  set->value = SetLocal(local, value, value->span);
  Expr* result = use(LocalNode(local, value->span));
  Expr* block = Node(Op::kBlock, result->type, value->span, {result});
  block->body = {set};
  return block;
}

Stmt* Checker::Statement(StmtOp op, Span span) {
  ++nodes_;
  Stmt* s = program_.NewStmt();
  s->op = op;
  s->span = span;
  return s;
}

Expr* Checker::Unsupported(Span span, const std::string& what) {
  ReportConstruct(diagnostics_, span, what);
  return ErrorNode(span);
}

Expr* Checker::Unsupported(Span span, const std::string& what, std::string_view name,
                           std::span<const std::string> known) {
  std::string_view near = NearestName(name, known);
  auto ends_with_name = [&](std::string_view before) {
    return what.size() > name.size() && what.ends_with(name) &&
           std::string_view(what).substr(0, what.size() - name.size()).ends_with(before);
  };
  // With a near name it is mistyped, and nothing that is still to come.
  if (near.empty() || !InsteadOfConstruct(what).empty())
    ReportConstruct(diagnostics_, span, what);
  else if (ends_with_name("."))
    Report(1007, span, {what.substr(0, what.size() - name.size() - 1), std::string(name)}).fix = near;
  else if (ends_with_name("new "))
    Report(1001, span, {"type", std::string(name)}).fix = near;
  else
    ReportConstruct(diagnostics_, span, what).fix = near;
  return ErrorNode(span);
}

bool Checker::ReportForeign(const std::string& name, Span span) {
  size_t last = name.rfind('.'), first = name.find('.');
  for (const std::string& known :
       {name, name.substr(0, first), name.substr(last == std::string::npos ? 0 : last + 1)}) {
    std::string_view instead = InsteadOfName(known);
    if (instead.empty()) continue;
    Report(1901, span, {"'" + known + "'", std::string(instead)});
    return true;
  }
  return false;
}

// Evaluates an operator over constants by the interpreter itself, so constants mean what run time means. What
// fails is left as it is: it fails at run time, or the caller reports it.
Expr* Checker::Fold(Expr* e) {
  for (const Expr* arg : e->args)
    if (arg->op != Op::kConst || arg->type.kind == TypeKind::kError) return e;
  bool value = e->op == Op::kBuiltin && e->args.empty();  // int.MaxValue
  if (e->type.kind == TypeKind::kError || (e->args.empty() && !value)) return e;
  if (e->type.kind == TypeKind::kList || e->type.kind == TypeKind::kObject || IsAddress(e->type.kind))
    return e;
  typed::Program scratch;
  typed::Function& f = scratch.functions.emplace_back();
  f.result = e->type;
  Stmt* ret = scratch.NewStmt();
  ret->op = StmtOp::kReturn;
  ret->value = e;
  f.body = {ret};
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  ctx.Begin();
  stdlib::Slot slot = Interpret(scratch, 0, {}, ctx);
  if (ctx.failed()) return e;
  Expr* folded = Node(Op::kConst, e->type, e->span);
  folded->present = slot.present;
  if (e->type.kind == TypeKind::kString) {
    if (slot.present) {
      Text text = stdlib::FromSlot<Text>(slot);
      folded->text = text.str();
    }
  } else {
    folded->lo = slot.lo;
    folded->hi = slot.hi;
  }
  return folded;
}

}  // namespace idx::compiler::check
