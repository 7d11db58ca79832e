#include "tests/coverage/value_cases.h"

#include <algorithm>
#include <set>

#include "compiler/interpret/interpreter.h"
#include "compiler/typed/visit.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";
constexpr char kArrow[] = " ==> ";

// Which locals a part reads and which it sets itself.
class Locals : public typed::Visitor {
 public:
  std::set<int32_t> read, set;
  bool bound = false;  // to an entity

 protected:
  bool Enter(const typed::Expr& e) override {
    if (e.op == typed::Op::kLocal || e.op == typed::Op::kRethrow) read.insert(e.a);
    if (e.op == typed::Op::kSetLocal) set.insert(e.a);
    bound = bound || e.op == typed::Op::kAttr;
    return true;
  }
  bool Enter(const typed::Stmt& s) override {
    if (s.op == typed::StmtOp::kForeach) set.insert(s.a);
    for (const typed::Catch& clause : s.catches) set.insert(clause.local);
    return true;
  }
};

// Evaluates parts of one program's last function as if each were the whole, behind the statements that stand
// before it in the same blocks.
class Prober {
 public:
  explicit Prober(typed::Program& program) : program_(program) {
    typed::Function probe = program.functions.back();
    return_ = program.NewStmt();
    return_->op = typed::StmtOp::kReturn;
    program.functions.push_back(std::move(probe));
  }
  ~Prober() { program_.functions.pop_back(); }

  std::vector<typed::Stmt*> before;

  bool CanEvaluate(const typed::Expr* e) const {
    Locals locals;
    locals.Visit(e);
    locals.Visit(before);
    bool known = std::ranges::includes(locals.set, locals.read);
    return known && !locals.bound && (e->type.kind != TypeKind::kVoid || e->op == typed::Op::kBuiltin);
  }

  struct Answer {
    EvalErrorKind error = EvalErrorKind::kNone;
    Span where;
    Given given = Given::kUnknown;
    bool is_true = false;  // of a bool
  };
  Answer Evaluate(typed::Expr* e) {
    typed::Function& probe = program_.functions.back();
    probe.result = e->type;
    return_->value = e;
    return_->span = e->span;
    probe.body = before;
    probe.body.push_back(return_);
    Arena arena;
    EvalContext ctx;
    PrepareContext(ctx, arena);
    Answer answer;
    stdlib::Slot value =
        Interpret(program_, static_cast<int32_t>(program_.functions.size() - 1), {}, ctx, &answer.where);
    answer.error = ctx.error;
    if (!ctx.failed()) answer.given = value.present ? Given::kValue : Given::kNull;
    answer.is_true = answer.given == Given::kValue && value.lo != 0;
    return answer;
  }

 private:
  typed::Program& program_;
  typed::Stmt* return_ = nullptr;
};

// Goes where the evaluation goes: what stands behind a condition may rely on it.
class Collector {
 public:
  Collector(Prober& prober, std::vector<Part>& parts) : prober_(prober), parts_(parts) {}

  void Collect(const std::vector<typed::Stmt*>& body) {
    size_t mark = prober_.before.size();
    for (typed::Stmt* s : body) {
      if (s->value != nullptr) Collect(s->value);
      if (s->op == typed::StmtOp::kIf && prober_.CanEvaluate(s->value))
        Collect(prober_.Evaluate(s->value).is_true ? s->body : s->otherwise);
      if (s->op == typed::StmtOp::kBlock) Collect(s->body);
      prober_.before.push_back(s);
    }
    prober_.before.resize(mark);
  }

 private:
  void Collect(typed::Expr* e) {
    if (prober_.CanEvaluate(e)) parts_.push_back(PartOf(e));
    size_t mark = prober_.before.size();
    Collect(e->body);
    prober_.before.insert(prober_.before.end(), e->body.begin(), e->body.end());
    for (typed::Expr* arg : ReachedOf(e)) Collect(arg);
    prober_.before.resize(mark);
  }

  std::vector<typed::Expr*> ReachedOf(typed::Expr* e) {
    using typed::Op;
    if (e->op != Op::kCond && e->op != Op::kAnd && e->op != Op::kOr && e->op != Op::kCoalesce) return e->args;
    if (!prober_.CanEvaluate(e->args[0])) return {e->args[0]};
    Prober::Answer first = prober_.Evaluate(e->args[0]);
    if (first.given == Given::kUnknown) return {e->args[0]};
    if (e->op == Op::kCond) return {e->args[0], e->args[first.is_true ? 1 : 2]};
    bool second = e->op == Op::kAnd  ? first.is_true
                  : e->op == Op::kOr ? !first.is_true
                                     : first.given == Given::kNull;
    return second ? e->args : std::vector<typed::Expr*>{e->args[0]};
  }

  Part PartOf(typed::Expr* e) {
    Part part;
    part.expr = e;
    bool known = true;
    std::vector<typed::Expr*> reached = ReachedOf(e);
    for (typed::Expr* arg : e->args) {
      bool is_reached = std::ranges::find(reached, arg) != reached.end();
      part.args.push_back(is_reached ? GivenOf(arg) : Given::kUnknown);
      known = known && (!is_reached || part.args.back() != Given::kUnknown);
    }
    Prober::Answer answer = prober_.Evaluate(e);
    part.null = answer.given == Given::kNull;
    if (known) part.error = answer.error;
    part.where = answer.where;
    return part;
  }

  Given GivenOf(typed::Expr* arg) {
    if (!prober_.CanEvaluate(arg)) return Given::kUnknown;
    if (arg->op == typed::Op::kBox || arg->op == typed::Op::kWiden) return GivenOf(arg->args[0]);
    Given given = prober_.Evaluate(arg).given;
    if (arg->op == typed::Op::kList && given == Given::kValue)
      for (typed::Expr* element : arg->args)
        if (GivenOf(element) == Given::kNull) return Given::kNullElement;
    return given;
  }

  Prober& prober_;
  std::vector<Part>& parts_;
};

ValueCase CaseOf(const ValueFile& file, const std::string& line) {
  ValueCase one;
  size_t arrow = line.rfind(kArrow);
  one.file = file.name;
  one.expression = line.substr(0, arrow);
  one.expected = line.substr(arrow + sizeof(kArrow) - 1);
  one.sources = &file.checked;
  one.checked = CheckOne(&file.checked, one.expression);
  if (one.checked.program == nullptr) return one;
  std::vector<typed::Stmt*> body = one.checked.program->functions.back().body;
  Prober prober(*one.checked.program);
  Collector(prober, one.parts).Collect(body);
  if (body.empty() || body.back()->value == nullptr) return one;
  prober.before.assign(body.begin(), body.end() - 1);
  Prober::Answer answer = prober.Evaluate(body.back()->value);
  one.error = answer.error;
  one.where = answer.where;
  return one;
}

}  // namespace

const ValueCorpus& ValueCases() {
  static const ValueCorpus* corpus = [] {
    auto* all = new ValueCorpus();
    std::vector<GoldenFile> files = ReadFolder("tests/golden/values", kMark);
    all->files.reserve(files.size());  // cases point at them
    for (const GoldenFile& file : files) {
      all->files.push_back({file.name, CheckSource(file.name + ".idx", file.source)});
      for (const std::string& line : file.expected) all->cases.push_back(CaseOf(all->files.back(), line));
    }
    return all;
  }();
  return *corpus;
}

std::string HowToAdd(std::string_view file) {
  return "add a line `//: expression ==> ?` to tests/golden/values/" + std::string(file) +
         ".idx, run ./dev golden --update, and compare the value with what .NET gives";
}

}  // namespace idx::compiler::golden
