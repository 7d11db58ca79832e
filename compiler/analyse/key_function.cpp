// Copies of parts of a join rule, as functions of one entity.
#include "compiler/analyse/key_source.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::Type;

namespace {

constexpr int kMaxNodes = 4000;  // of one key: definitions are copied wherever they are read

class Maker {
 public:
  Maker(typed::Program& program, const typed::Rule& rule, Side side)
      : program_(program),
        source_(program, rule),
        entity_(side == kAppSide ? rule.app_parameter : rule.vault_parameter) {
    const typed::Function& from = source_.function();
    out_.name = from.name + (side == kAppSide ? " app key" : " vault key");
    out_.name_span = from.name_span;
    out_.parameters = 1;
    out_.locals = {from.locals[static_cast<size_t>(entity_)]};
    out_.local_names = {from.local_names[static_cast<size_t>(entity_)]};
  }

  int32_t Make(const Expr& value, const std::vector<Guard>& guards, bool marked) {
    Expr* key = Plain(Copy(value));
    if (failed_ || key == nullptr) return -1;
    if (marked) key = Mark(key);
    if (!key->type.nullable) key = Node(Op::kWiden, key->type.AsNullable(), {key});
    for (auto guard = guards.rbegin(); guard != guards.rend(); ++guard) {
      Expr* condition = Copy(*guard->condition);
      if (failed_) return -1;
      Expr* null = Node(Op::kConst, key->type, {});
      null->present = false;
      if (guard->negated)
        key = Node(Op::kCond, key->type, {condition, null, key});
      else
        key = Node(Op::kCond, key->type, {condition, key, null});
    }
    Stmt* ret = program_.NewStmt();
    ret->op = StmtOp::kReturn;
    ret->span = value.span;
    ret->value = key;
    out_.span = value.span;
    out_.result = key->type;
    out_.body = {ret};
    program_.functions.push_back(std::move(out_));
    return static_cast<int32_t>(program_.functions.size() - 1);
  }

 private:
  Expr* Node(Op op, Type type, std::vector<Expr*> args) {
    Expr* e = program_.NewExpr();
    e->op = op;
    e->type = type;
    e->span = span_;
    e->args = std::move(args);
    return e;
  }

  // Values that are equal have equal bytes: 0 and -0, and times of both kinds.
  Expr* Plain(Expr* key) {
    if (failed_) return nullptr;
    if (key->type.kind == TypeKind::kDouble) return Node(Op::kAdd, key->type, {key, Zero(key->type)});
    if (key->type.kind != TypeKind::kDateTime) return key;
    auto rows = stdlib::FindFunctions("DateTime", "Ticks");
    if (rows.empty()) return nullptr;
    Type ticks{TypeKind::kLong};
    auto call = [&](Expr* time) {
      Expr* e = Node(Op::kBuiltin, ticks, {time});
      e->a = static_cast<int32_t>(rows[0]);
      return e;
    };
    if (!key->type.nullable) return call(key);
    return WithTemporary(key, [&](Expr* time) {
      Expr* null = Node(Op::kConst, ticks.AsNullable(), {});
      null->present = false;
      Expr* known = call(Node(Op::kAssume, time->type.NonNull(), {time}));
      return Node(Op::kCond, ticks.AsNullable(),
                  {Node(Op::kIsNull, Type{TypeKind::kBool}, {time}), null,
                   Node(Op::kWiden, ticks.AsNullable(), {known})});
    });
  }

  Expr* Zero(Type type) {
    Expr* zero = Node(Op::kConst, type.NonNull(), {});
    return type.nullable ? Node(Op::kWiden, type, {zero}) : zero;
  }

  template <typename Use>
  Expr* WithTemporary(Expr* value, Use use) {
    int32_t local = AddLocal(value->type, "");
    Expr* set = Node(Op::kSetLocal, value->type, {value});
    set->a = local;
    Stmt* s = program_.NewStmt();
    s->op = StmtOp::kExpr;
    s->span = span_;
    s->value = set;
    Expr* read = Node(Op::kLocal, value->type, {});
    read->a = local;
    Expr* result = use(read);
    Expr* block = Node(Op::kBlock, result->type, {result});
    block->body = {s};
    return block;
  }

  // "=" in front, so that null and "" are found like other texts.
  Expr* Mark(Expr* key) {
    Type text{TypeKind::kString};
    if (key->type.nullable) key = Node(Op::kCoalesce, text, {key, Node(Op::kConst, text, {})});
    Expr* mark = Node(Op::kConst, text, {});
    mark->text = "=";
    return Node(Op::kConcat, text, {mark, key});
  }

  int32_t AddLocal(Type type, std::string name) {
    out_.locals.push_back(type);
    out_.local_names.push_back(std::move(name));
    return static_cast<int32_t>(out_.locals.size() - 1);
  }
  int32_t LocalFor(int32_t local) {
    auto [at, added] = locals_.emplace(local, 0);
    if (added) {
      auto index = static_cast<size_t>(local);
      at->second = AddLocal(source_.function().locals[index], source_.function().local_names[index]);
    }
    return at->second;
  }

  Expr* Copy(const Expr& root) {
    Assignments inside;
    CountAssignments(root, inside);
    return Copy(root, inside);
  }

  Expr* Fail() {
    failed_ = true;
    return nullptr;
  }

  Expr* Copy(const Expr& e, const Assignments& inside) {
    if (failed_ || ++nodes_ > kMaxNodes) return Fail();
    span_ = e.span;
    bool inner = source_.IsInner(e.a, inside);
    if (e.op == Op::kLocal && e.a != entity_ && !inner) {
      const Expr* definition = source_.DefinitionOf(e.a);
      return definition != nullptr ? Copy(*definition) : Fail();
    }
    Expr* to = Node(e.op, e.type, {});
    to->a = e.a;
    to->b = e.b;
    to->lo = e.lo;
    to->hi = e.hi;
    to->text = e.text;
    to->present = e.present;
    if (e.op == Op::kLocal || e.op == Op::kAttr || e.op == Op::kSetLocal) {
      if (e.a == entity_)
        to->a = 0;
      else if (e.op != Op::kAttr && inner)
        to->a = LocalFor(e.a);
      else
        return Fail();
    }
    for (const Expr* arg : e.args) to->args.push_back(Copy(*arg, inside));
    to->body = Copy(e.body, inside);
    return to;
  }

  std::vector<Stmt*> Copy(const std::vector<Stmt*>& body, const Assignments& inside) {
    std::vector<Stmt*> copies;
    for (const Stmt* s : body) {
      Stmt* to = program_.NewStmt();
      to->op = s->op;
      to->span = s->span;
      to->a = s->op == StmtOp::kForeach ? LocalFor(s->a) : s->a;
      to->b = s->b;
      to->outcome = s->outcome;
      if (s->value != nullptr) to->value = Copy(*s->value, inside);
      to->body = Copy(s->body, inside);
      to->otherwise = Copy(s->otherwise, inside);
      to->step = Copy(s->step, inside);
      copies.push_back(to);
    }
    return copies;
  }

  typed::Program& program_;
  KeySource source_;
  int32_t entity_;
  typed::Function out_;
  std::map<int32_t, int32_t> locals_;
  Span span_;
  int nodes_ = 0;
  bool failed_ = false;
};

}  // namespace

int32_t AddKeyFunction(typed::Program& program, const typed::Rule& rule, Side side, const Expr& value,
                       const std::vector<Guard>& guards, bool marked) {
  return Maker(program, rule, side).Make(value, guards, marked);
}

}  // namespace idx::compiler::analyse
