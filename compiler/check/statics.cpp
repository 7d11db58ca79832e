// Fields: const and static readonly. What is no constant is made once, when the program is loaded.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/typed/clock.h"
#include "compiler/typed/walk.h"

namespace idx::compiler::check {

namespace {

// What the code of one initialiser reads, through the methods that it calls.
class Reads {
 public:
  explicit Reads(const typed::Program& program) : program_(program) {}

  std::set<int32_t> statics;
  bool clock = false;
  std::string random;  // a function that draws a random value

  void Visit(int32_t function) {
    if (!seen_.insert(function).second) return;
    VisitAll(program_.functions[static_cast<size_t>(function)].body);
  }

 private:
  void VisitAll(const std::vector<Stmt*>& body) {
    for (const Stmt* s : body)
      typed::ForEachPart(
          *s, [this](const Expr& e) { Visit(e); },
          [this](const std::vector<Stmt*>& part) { VisitAll(part); });
  }
  void Visit(const Expr& e) {
    for (const Expr* arg : e.args) Visit(*arg);
    VisitAll(e.body);
    if (e.op == Op::kStatic) statics.insert(e.a);
    if (e.op == Op::kNow || e.op == Op::kToday) clock = true;
    if (e.op == Op::kBuiltin) {
      clock |= ReadsClock(e);
      const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
      if (row.purity == stdlib::Purity::kRandom)
        random = std::string(row.owner) + "." + std::string(row.name);
    }
    if (e.op == Op::kCall) Visit(e.a);
  }

  // A date that may lack its year is read on no day (MakeValues): then it fails, and is told. Not what would
  // give false instead of failing, and not a constant, of which it is known now.
  static bool ReadsClock(const Expr& e) {
    typed::ClockUse use = typed::ClockUseOf(e);
    if (use != typed::ClockUse::kYear) return use != typed::ClockUse::kNone;
    const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
    return !row.can_fail || row.try_form || e.args[0]->op == Op::kConst;
  }

  const typed::Program& program_;
  std::set<int32_t> seen_;
};

// Each after those that it reads. On a circle, one that is on it.
struct StaticOrder {
  explicit StaticOrder(const std::vector<std::set<int32_t>>& reads) : reads(reads), state(reads.size()) {
    for (size_t i = 0; i < reads.size(); ++i) Place(static_cast<int32_t>(i));
  }

  const std::vector<std::set<int32_t>>& reads;
  std::vector<char> state;  // 1: being placed, 2: placed
  std::vector<int32_t> order;
  int32_t circle = -1;

 private:
  void Place(int32_t i) {
    char& mine = state[static_cast<size_t>(i)];
    if (mine == 1 && circle < 0) circle = i;
    if (mine != 0) return;
    mine = 1;
    for (int32_t before : reads[static_cast<size_t>(i)]) Place(before);
    state[static_cast<size_t>(i)] = 2;
    order.push_back(i);
  }
};

}  // namespace

Expr* Checker::FieldValue(const ClassSymbol& owner, FieldSymbol& field, Span span) {
  const ast::Field& declaration = *field.declaration;
  if (field.in_use) {
    Report(1019, declaration.name_span, {declaration.name, "its value"});
    return ErrorNode(span);
  }
  if (field.constant == nullptr && field.static_index < 0) CheckInitialiser(owner, field);
  if (field.static_index >= 0) {
    Expr* value = Node(Op::kStatic, program_.statics[static_cast<size_t>(field.static_index)].type, span);
    value->a = field.static_index;
    return value;
  }
  Expr* copy = program_.NewExpr();
  *copy = *field.constant;
  copy->span = span;
  return copy;
}

// By a checker of its own: the body that is being checked stands still.
void Checker::CheckInitialiser(const ClassSymbol& owner, FieldSymbol& field) {
  const ast::Field& declaration = *field.declaration;
  bool constant = declaration.Has("const");
  if (declaration.value == nullptr ||
      !(constant || (declaration.Has("static") && (declaration.Has("readonly") || declaration.property)))) {
    field.constant = Unsupported(declaration.name_span, "a variable of a class");
    return;
  }
  auto index = static_cast<int32_t>(program_.functions.size());
  typed::Function& made = program_.functions.emplace_back();
  made.name = owner.full_name + "." + declaration.name;
  made.span = made.name_span = declaration.name_span;
  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_;
  inner.BeginFunction(index, &owner, BodyKind::kMethod);
  inner.most_nodes_ = kMaxTableNodes;
  field.in_use = true;
  Type type = inner.Resolve(*declaration.type);
  Expr* value = inner.CheckAs(*declaration.value, type);
  inner.CheckLocalFunctions();
  field.in_use = false;
  bool known = value->op == Op::kConst || (value->op == Op::kWiden && value->args[0]->op == Op::kConst);
  if (constant && !known && value->type.kind != TypeKind::kError) {
    Report(1017, declaration.value->span, {declaration.name});
    value = ErrorNode(declaration.value->span);
  }
  if (known || value->type.kind == TypeKind::kError) {
    field.constant = value;
    if (program_.functions.size() == static_cast<size_t>(index) + 1) program_.functions.pop_back();
    return;
  }
  Stmt* ret = Statement(StmtOp::kReturn, declaration.value->span);
  ret->value = value;
  typed::Function& function = program_.functions[static_cast<size_t>(index)];
  function.result = type;
  function.body = {ret};
  field.static_index = static_cast<int32_t>(program_.statics.size());
  program_.statics.push_back({function.name, type, index});
}

void Checker::CheckFields() {
  for (ClassSymbol* owner : symbols_.classes())
    for (auto& [name, field] : owner->fields) FieldValue(*owner, field, field.declaration->name_span);
}

void Checker::FinishStatics() {
  if (program_.statics.empty() || diagnostics_.has_errors()) return;
  if (OrderStatics()) MakeStatics();
}

bool Checker::OrderStatics() {
  std::vector<std::set<int32_t>> reads;
  for (const typed::Static& value : program_.statics) {
    Reads of(program_);
    if (value.table == nullptr) of.Visit(value.function);
    reads.push_back(std::move(of.statics));
    if (value.table != nullptr) continue;
    if (!of.random.empty())
      Report(2009, program_.functions[static_cast<size_t>(value.function)].span, {of.random});
    if (of.clock) Report(2011, program_.functions[static_cast<size_t>(value.function)].span, {value.name});
  }
  StaticOrder placed(reads);
  if (placed.circle >= 0) {
    const typed::Static& value = program_.statics[static_cast<size_t>(placed.circle)];
    Report(1019, program_.functions[static_cast<size_t>(value.function)].span, {value.name, "its value"});
  }
  if (diagnostics_.has_errors()) return false;
  std::vector<int32_t> position(reads.size());
  std::vector<typed::Static> ordered;
  for (int32_t i : placed.order) {
    position[static_cast<size_t>(i)] = static_cast<int32_t>(ordered.size());
    ordered.push_back(std::move(program_.statics[static_cast<size_t>(i)]));
  }
  program_.statics = std::move(ordered);
  program_.ForEachExpr([&](Expr& e) {
    if (e.op == Op::kStatic) e.a = position[static_cast<size_t>(e.a)];
  });
  for (ClassSymbol* owner : symbols_.classes())
    for (auto& [name, field] : owner->fields)
      if (field.static_index >= 0) field.static_index = position[static_cast<size_t>(field.static_index)];
  return true;
}

void Checker::MakeStatics() {
  auto failure = TryStatics(program_);
  if (!failure) return;
  const typed::Static& value = program_.statics[failure->index];
  Span span = program_.functions[static_cast<size_t>(value.function)].span;
  std::string message =
      failure->message.empty() ? std::string(EvalErrorName(failure->kind)) : failure->message;
  auto id = static_cast<uint16_t>(3000 + static_cast<uint32_t>(failure->kind));
  Diagnostic& diagnostic =
      diagnostics_.Report(id, failure->where.file.index >= 0 ? failure->where : span, {message});
  diagnostic.notes.push_back({span, value.name + " cannot be made"});
}

}  // namespace idx::compiler::check
