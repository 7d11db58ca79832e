// Typed trees by hand, for tests: every node gets a place of its own in a source file that does not matter.
#pragma once

#include <bit>
#include <memory>
#include <string>
#include <vector>

#include "compiler/typed/loops.h"

namespace idx::compiler::typed {

inline Type Of(TypeKind kind, bool nullable = false) { return Type{kind, nullable}; }
inline Type ListOf(TypeKind element) { return Type{TypeKind::kList, false, element}; }

class TreeMaker {
 public:
  TreeMaker() : executable(std::make_shared<Executable>()) {
    auto sources = std::make_shared<SourceSet>();
    std::string text;
    for (int i = 0; i < 4000; ++i) text += "0123456789012345678\n";
    sources->Add("rules.idx", text);
    executable->sources = sources;
    configuration_ = std::make_shared<Configuration>();
    executable->typed.configuration = executable->program.configuration = configuration_;
    executable->program.digest = "made by hand";
  }

  std::shared_ptr<Executable> executable;
  Program& program() { return executable->typed; }
  Configuration& configuration() { return *configuration_; }

  Expr* Make(Op op, Type type, std::vector<Expr*> args = {}) {
    Expr* e = program().NewExpr();
    e->op = op;
    e->type = type;
    e->args = std::move(args);
    e->span = NextSpan();
    return e;
  }
  Expr* Text(std::string text) {
    Expr* e = Make(Op::kConst, Of(TypeKind::kString));
    e->text = std::move(text);
    return e;
  }
  Expr* Int(int32_t value) {
    Expr* e = Make(Op::kConst, Of(TypeKind::kInt));
    e->lo = static_cast<uint32_t>(value);
    return e;
  }
  Expr* Long(int64_t value) {
    Expr* e = Make(Op::kConst, Of(TypeKind::kLong));
    e->lo = static_cast<uint64_t>(value);
    return e;
  }
  Expr* Double(double value) {
    Expr* e = Make(Op::kConst, Of(TypeKind::kDouble));
    e->lo = std::bit_cast<uint64_t>(value);
    return e;
  }
  Expr* Bool(bool value) {
    Expr* e = Make(Op::kConst, Of(TypeKind::kBool));
    e->lo = value;
    return e;
  }
  Expr* Null(Type type) {
    Expr* e = Make(Op::kConst, type.AsNullable());
    e->present = false;
    return e;
  }
  Expr* Local(const Function& function, int32_t local) {
    Expr* e = Make(Op::kLocal, function.locals[static_cast<size_t>(local)]);
    e->a = local;
    return e;
  }
  Expr* SetLocal(const Function& function, int32_t local, Expr* value) {
    Expr* e = Make(Op::kSetLocal, function.locals[static_cast<size_t>(local)], {value});
    e->a = local;
    return e;
  }
  // Of the entity type `type`, which parameter `local` has.
  Expr* Attr(int32_t local, int32_t type, int32_t attribute) {
    const Attribute& a =
        configuration_->types[static_cast<size_t>(type)].attributes[static_cast<size_t>(attribute)];
    Type of = a.column_kind() == TypeKind::kList ? ListOf(a.type) : Of(a.type);
    of.nullable = !a.multi && !a.required;
    Expr* e = Make(Op::kAttr, of);
    e->a = local;
    e->b = attribute;
    return e;
  }
  Expr* Numbered(Op op, Type type, int32_t number, std::vector<Expr*> args) {
    Expr* e = Make(op, type, std::move(args));
    e->a = number;
    return e;
  }

  Stmt* Make(StmtOp op, Expr* value = nullptr) {
    Stmt* s = program().NewStmt();
    s->op = op;
    s->value = value;
    s->span = NextSpan();
    return s;
  }
  Stmt* Do(Expr* value) { return Make(StmtOp::kExpr, value); }
  Stmt* Return(Expr* value) { return Make(StmtOp::kReturn, value); }
  Stmt* SetAttr(int32_t local, int32_t attribute, Expr* value, Outcome outcome = Outcome::kValue) {
    Stmt* s = Make(StmtOp::kSetAttr, value);
    s->a = local;
    s->b = attribute;
    s->outcome = outcome;
    return s;
  }
  Stmt* If(Expr* condition, std::vector<Stmt*> body, std::vector<Stmt*> otherwise = {}) {
    Stmt* s = Make(StmtOp::kIf, condition);
    s->body = std::move(body);
    s->otherwise = std::move(otherwise);
    return s;
  }

  int32_t AddType(std::string name, std::vector<Attribute> attributes) {
    ObjectType type;
    type.application = "Test";
    type.name = std::move(name);
    type.attributes = std::move(attributes);
    configuration_->types.push_back(std::move(type));
    return static_cast<int32_t>(configuration_->types.size() - 1);
  }
  static Attribute Scalar(std::string name, TypeKind kind, bool required = false) {
    Attribute a;
    a.name = a.identifier = std::move(name);
    a.type = kind;
    a.required = required;
    return a;
  }
  static Attribute Multi(std::string name, TypeKind kind) {
    Attribute a = Scalar(std::move(name), kind);
    a.multi = true;
    return a;
  }
  int32_t AddFunction(Type result, std::vector<Type> locals, uint32_t parameters) {
    Function f;
    f.name = "Test.F" + std::to_string(program().functions.size());
    f.locals = std::move(locals);
    f.local_names.resize(f.locals.size());
    f.parameters = parameters;
    f.result = result;
    program().functions.push_back(std::move(f));
    return static_cast<int32_t>(program().functions.size() - 1);
  }
  Function& function(int32_t index) { return program().functions[static_cast<size_t>(index)]; }

  // A new, empty loop over these types.
  int32_t AddLoop(std::vector<int32_t> inputs) {
    Loop loop;
    loop.inputs = std::move(inputs);
    for (int32_t type : loop.inputs) {
      std::vector<int32_t> reads(configuration_->types[static_cast<size_t>(type)].attributes.size());
      for (size_t i = 0; i < reads.size(); ++i) reads[i] = static_cast<int32_t>(i);
      loop.reads.push_back(std::move(reads));
    }
    executable->program.loops.push_back(std::move(loop));
    executable->code.emplace_back();
    return static_cast<int32_t>(executable->code.size() - 1);
  }
  // Puts a function into a loop with these outputs.
  void AddToLoop(int32_t loop, int32_t function, std::vector<int32_t> slots, int32_t target,
                 std::vector<LoopOutput> outputs) {
    Loop& shape = executable->program.loops[static_cast<size_t>(loop)];
    LoopFunction f;
    f.function = function;
    f.rule = static_cast<int32_t>(executable->program.rules.size());
    f.slot_of_parameter = std::move(slots);
    f.target_parameter = target;
    f.first_output = static_cast<uint32_t>(shape.outputs.size());
    f.output_count = static_cast<uint32_t>(outputs.size());
    for (LoopOutput& output : outputs) {
      output.rule = f.rule;
      shape.outputs.push_back(std::move(output));
    }
    executable->program.rules.emplace_back();
    executable->code[static_cast<size_t>(loop)].functions.push_back(std::move(f));
  }

 private:
  Span NextSpan() {
    next_ = (next_ + 3) % 79'000;
    return {FileId{0}, next_, next_ + 2};
  }

  std::shared_ptr<Configuration> configuration_;
  uint32_t next_ = 0;
};

}  // namespace idx::compiler::typed
