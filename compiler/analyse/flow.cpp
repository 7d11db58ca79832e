#include "compiler/analyse/flow.h"

#include <tuple>

#include "compiler/typed/clock.h"
#include "compiler/typed/lookups.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

namespace {

bool IsLoop(StmtOp op) { return op == StmtOp::kLoop || op == StmtOp::kDoLoop || op == StmtOp::kForeach; }

// Whether the statements may end anything early, so that what follows depends on the conditions around them.
bool EndsEarly(const std::vector<Stmt*>& body);

bool Throws(const Expr* e) {
  if (e == nullptr) return false;
  if (e->op == Op::kThrow || e->op == Op::kThrowObject || e->op == Op::kRethrow || EndsEarly(e->body))
    return true;
  for (const Expr* arg : e->args)
    if (Throws(arg)) return true;
  return false;
}

bool EndsEarly(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) {
    if (s->op == StmtOp::kReturn || s->op == StmtOp::kBreak || s->op == StmtOp::kContinue) return true;
    if (Throws(s->value) || EndsEarly(s->body) || EndsEarly(s->otherwise) || EndsEarly(s->step)) return true;
    if (s->op == StmtOp::kTry) return true;  // whatever fails in it ends its body early
  }
  return false;
}

bool HasLoop(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body)
    if (IsLoop(s->op) || HasLoop(s->body) || HasLoop(s->otherwise) || HasLoop(s->finally)) return true;
  return false;
}

// Whether the value of an initial-only assignment is one at its first evaluation: never null, never "".
bool DecidesAtOnce(const Expr& value) {
  const Expr& inner = value.op == Op::kWiden ? *value.args[0] : value;
  return !inner.type.nullable && inner.type.kind != TypeKind::kString && inner.type.kind != TypeKind::kList;
}

// One function, with what is known of the others so far. Walks until the locals' flows no longer grow.
class Walk {
 public:
  Walk(const typed::Program& program, const std::vector<FunctionFlow>& known, int32_t function)
      : known_(known), f_(program.functions[static_cast<size_t>(function)]) {
    locals_.resize(f_.locals.size());
    entities_.resize(f_.locals.size());
    for (uint32_t i = 0; i < f_.parameters; ++i) entities_[i].insert(static_cast<int32_t>(i));
  }

  FunctionFlow Run() {
    // An early end in a loop is felt by what stands before it, too.
    bool carry = HasLoop(f_.body) && EndsEarly(f_.body);
    for (;;) {
      size_t before = Size();
      out_ = {};
      if (!carry) path_.clear();
      Statements(f_.body);
      if (Size() == before) break;
    }
    for (WriteSite& write : out_.writes) write.flow.reads.insert(everything_.begin(), everything_.end());
    return std::move(out_);
  }

 private:
  size_t Size() const {
    size_t size = everything_.size() + path_.size() + objects_.reads.size() + (objects_.clock ? 1 : 0);
    for (const Flow& flow : locals_) size += flow.reads.size() + (flow.clock ? 1 : 0);
    for (const std::set<int32_t>& parameters : entities_) size += parameters.size();
    return size;
  }

  void Read(int32_t parameter, int32_t attribute, Span span, Flow& flow) {
    flow.reads.emplace(parameter, attribute);
    out_.reads.push_back({parameter, attribute, span});
  }

  Flow Value(const Expr* e) {
    Flow flow;
    if (e == nullptr) return flow;
    switch (e->op) {
      case Op::kLocal:
        flow = locals_[static_cast<size_t>(e->a)];
        // Arrays, too, are written to through other names.
        if (IsAddress(e->type.kind) || e->type.kind == TypeKind::kList) flow.Add(objects_);
        break;
      case Op::kSetLocal:
        SetLocal(*e, flow);
        break;
      case Op::kAttr:
        for (int32_t parameter : entities_[static_cast<size_t>(e->a)]) Read(parameter, e->b, e->span, flow);
        break;
      case Op::kAnd:
      case Op::kOr:
      case Op::kCond:
      case Op::kCoalesce:
        Guarded(*e, flow);
        break;
      case Op::kCall:
        Call(*e, flow);
        break;
      case Op::kBuiltin:
        Arguments(*e, flow);
        Builtin(*e, flow);
        break;
      case Op::kNow:
        out_.reads_now = true;
        [[fallthrough]];
      case Op::kToday:
        flow.clock = out_.reads_clock = true;
        break;
      case Op::kOperation:
      case Op::kSetField:
        if (typed::IsTableLookup(*e)) {
          Arguments(*e, flow);
          break;
        }
        // Through which of the names an object is changed and read again is not followed: what goes into one
        // may come out of any.
        Arguments(*e, flow);
        objects_.Add(flow);
        objects_.reads.insert(path_.begin(), path_.end());
        flow.Add(objects_);
        break;
      case Op::kField:
        Arguments(*e, flow);
        flow.Add(objects_);
        break;
      case Op::kThrow:
      case Op::kThrowObject:
      case Op::kRethrow:
        Arguments(*e, flow);
        out_.may_throw = true;
        Everything(flow.reads);
        break;
      case Op::kBlock:
        Statements(e->body);
        Arguments(*e, flow);
        break;
      default:
        Arguments(*e, flow);
        break;
    }
    // A comparison with the clock may be kept: the runtime evaluates again when its answer changes.
    if (e->type.kind == TypeKind::kBool) flow.clock = false;
    return flow;
  }

  void Arguments(const Expr& e, Flow& flow) {
    for (const Expr* arg : e.args) flow.Add(Value(arg));
  }

  // The first argument decides whether the others are evaluated.
  void Guarded(const Expr& e, Flow& flow) {
    flow = Value(e.args[0]);
    bool throws = false;
    for (size_t i = 1; i < e.args.size(); ++i) throws = throws || Throws(e.args[i]);
    Reads outside = path_;
    path_.insert(flow.reads.begin(), flow.reads.end());
    for (size_t i = 1; i < e.args.size(); ++i) flow.Add(Value(e.args[i]));
    if (!throws) path_ = std::move(outside);
  }

  void SetLocal(const Expr& e, Flow& flow) {
    flow = Value(e.args[0]);
    auto local = static_cast<size_t>(e.a);
    if (e.type.kind == TypeKind::kEntity && e.args[0]->op == Op::kLocal) {
      const std::set<int32_t> from = entities_[static_cast<size_t>(e.args[0]->a)];
      entities_[local].insert(from.begin(), from.end());
    }
    locals_[local].Add(flow);
    locals_[local].reads.insert(path_.begin(), path_.end());
  }

  void Call(const Expr& e, Flow& flow) {
    Arguments(e, flow);
    const FunctionFlow& callee = known_[static_cast<size_t>(e.a)];
    out_.calls.push_back({e.a, e.span});
    for (const ReadSite& site : callee.reads) {
      const Expr* argument = e.args[static_cast<size_t>(site.parameter)];
      if (argument->op != Op::kLocal) continue;
      for (int32_t parameter : entities_[static_cast<size_t>(argument->a)])
        Read(parameter, site.attribute, e.span, flow);
    }
    if (!callee.randoms.empty()) out_.randoms.push_back({callee.randoms.front().name, e.span});
    flow.clock = flow.clock || callee.result.clock;
    out_.reads_clock = out_.reads_clock || callee.reads_clock;
    out_.reads_now = out_.reads_now || callee.reads_now;
    if (!callee.may_throw) return;
    out_.may_throw = true;
    Everything(flow.reads);
  }

  void Builtin(const Expr& e, Flow& flow) {
    typed::ClockUse use = typed::ClockUseOf(e);
    out_.reads_clock = out_.reads_clock || use != typed::ClockUse::kNone;
    out_.reads_now = out_.reads_now || use == typed::ClockUse::kInstant;
    // A date of a record is no reading of the clock, even if the record leaves out its year.
    flow.clock = flow.clock || use >= typed::ClockUse::kDate;
    const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
    if (row.purity == stdlib::Purity::kRandom)
      out_.randoms.push_back({std::string(row.owner) + "." + std::string(row.name), e.span});
  }

  // A throw takes back what was written before it.
  void Everything(const Reads& reads) {
    everything_.insert(reads.begin(), reads.end());
    everything_.insert(path_.begin(), path_.end());
  }

  // What is decided once may be random, and the moment of the decision: nothing has to be decided again as
  // time passes, unless nothing was.
  Flow Initial(const Stmt& s, bool& random) {
    size_t randoms = out_.randoms.size();
    bool reads_clock = out_.reads_clock, reads_now = out_.reads_now;
    Flow flow = Value(s.value);
    random = out_.randoms.size() > randoms;
    out_.randoms.resize(randoms);
    flow.clock = false;
    if (s.value != nullptr && DecidesAtOnce(*s.value)) {
      out_.reads_clock = reads_clock;
      out_.reads_now = reads_now;
    }
    return flow;
  }

  void Statements(const std::vector<Stmt*>& body) {
    for (const Stmt* s : body) Statement(*s);
  }

  static bool IsDelayed(const Stmt& s) {
    bool now = s.value == nullptr || (s.value->op == Op::kConst && s.value->lo == 0);
    return static_cast<typed::Effect>(s.a) == typed::Effect::kDelete && !now;
  }

  void Statement(const Stmt& s) {
    switch (s.op) {
      case StmtOp::kExpr:
        Value(s.value);
        break;
      case StmtOp::kSetAttr: {
        bool random = false;
        Flow flow = s.initial ? Initial(s, random) : Value(s.value);
        flow.reads.insert(path_.begin(), path_.end());
        for (int32_t parameter : entities_[static_cast<size_t>(s.a)])
          out_.writes.push_back(
              {parameter, s.b, s.value != nullptr ? s.value->span : s.span, flow, s.initial, s.unique, random});
        break;
      }
      case StmtOp::kEffect:
        Value(s.value);
        if (s.b < 0) out_.effects.push_back({static_cast<typed::Effect>(s.a), -1, IsDelayed(s), s.span});
        if (s.b < 0) break;
        for (int32_t parameter : entities_[static_cast<size_t>(s.b)])
          out_.effects.push_back({static_cast<typed::Effect>(s.a), parameter, IsDelayed(s), s.span});
        break;
      case StmtOp::kReturn: {
        out_.result.Add(Value(s.value));
        out_.result.reads.insert(path_.begin(), path_.end());
        break;
      }
      case StmtOp::kIf:
      case StmtOp::kLoop:
      case StmtOp::kDoLoop:
      case StmtOp::kForeach:
        Conditional(s);
        break;
      case StmtOp::kBlock:
      case StmtOp::kBreakable:
        Statements(s.body);
        break;
      case StmtOp::kTry:
        Try(s);
        break;
      case StmtOp::kBreak:
      case StmtOp::kContinue:
        break;
    }
  }

  // Where the body fails, and so what of it and after it happens, may depend on all that it reads.
  void Try(const Stmt& s) {
    size_t before = out_.reads.size();
    Statements(s.body);
    for (size_t i = before; i < out_.reads.size(); ++i)
      path_.emplace(out_.reads[i].parameter, out_.reads[i].attribute);
    Everything({});
    for (const typed::Catch& clause : s.catches) {
      if (clause.local >= 0)
        locals_[static_cast<size_t>(clause.local)].reads.insert(path_.begin(), path_.end());
      Value(clause.when);
      Statements(clause.body);
    }
    Statements(s.finally);
  }

  void Conditional(const Stmt& s) {
    Flow condition = Value(s.value);
    Reads outside = path_;
    path_.insert(condition.reads.begin(), condition.reads.end());
    if (s.op == StmtOp::kForeach) {
      locals_[static_cast<size_t>(s.a)].Add(condition);
      locals_[static_cast<size_t>(s.a)].reads.insert(path_.begin(), path_.end());
    }
    Statements(s.body);
    Statements(s.otherwise);
    Statements(s.step);
    if (!EndsEarly(s.body) && !EndsEarly(s.otherwise)) path_ = std::move(outside);
  }

  const std::vector<FunctionFlow>& known_;
  const typed::Function& f_;
  std::vector<Flow> locals_;
  std::vector<std::set<int32_t>>
      entities_;      // of each local of entity type: the parameters that it may stand for
  Reads path_;        // of the conditions that hold here
  Reads everything_;  // that all outputs depend on
  Flow objects_;      // of all that lists, dictionaries and the like hold
  FunctionFlow out_;
};

auto Measure(const FunctionFlow& flow) {
  return std::tuple(flow.ReadSet().size(), flow.result.reads.size(), flow.result.clock, flow.reads_clock,
                    flow.reads_now, flow.may_throw, flow.randoms.empty());
}

}  // namespace

std::vector<FunctionFlow> FlowsOf(const typed::Program& program) {
  std::vector<FunctionFlow> flows(program.functions.size());
  // Recursive methods need more than one round; what is known only grows.
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < flows.size(); ++i) {
      FunctionFlow next = Walk(program, flows, static_cast<int32_t>(i)).Run();
      changed = changed || Measure(next) != Measure(flows[i]);
      flows[i] = std::move(next);
    }
  }
  return flows;
}

}  // namespace idx::compiler::analyse
