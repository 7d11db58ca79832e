// IDX5004: an attribute that feeds itself through rules of several applications. IDX5014: one that does so
// through references: everybody's waits for another's.
//
// A value that comes back from an application just as IDx wrote it there is an echo: it has no opinion. So a
// way through an application is open only where its mapper also reads what no outbound rule writes; and a
// circle of copies is at rest. What is left grows or swings from run to run.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "compiler/lint/checks.h"
#include "compiler/typed/visit.h"

namespace idx::compiler::lint {

namespace {

using typed::Expr;
using typed::Op;
using typed::Rule;
using typed::RuleKind;
using typed::Stmt;
using typed::StmtOp;

using Node = std::pair<int32_t, int32_t>;  // type, attribute

struct Edge {
  Node from, to;
  const Rule* rule = nullptr;
  Span span;
  bool copies = false;
  bool through = false;  // of another object: `from` is read through references
};

// The attributes that values are made of, conditions aside; locals stand for all that is ever put into them.
class Sources : public typed::Visitor {
 public:
  explicit Sources(const typed::Function& f) : function_(f) {}
  std::set<std::pair<int32_t, int32_t>> attributes;  // parameter, attribute

 protected:
  bool Enter(const Expr& e) override {
    if (e.op == Op::kAttr) attributes.emplace(e.a, e.b);
    if (e.op == Op::kLocal && seen_.insert(e.a).second) Assignments(e.a);
    if (e.op == Op::kCond || e.op == Op::kCoalesce) {
      for (size_t i = e.op == Op::kCond ? 1 : 0; i < e.args.size(); ++i) Visit(e.args[i]);
      return false;
    }
    return true;
  }

 private:
  void Assignments(int32_t local) {
    struct Finder : typed::Visitor {
      Finder(int32_t wanted, Sources& to) : local(wanted), sources(to) {}
      bool Enter(const Expr& e) override {
        if (e.op == Op::kSetLocal && e.a == local) sources.Visit(e.args[0]);
        return true;
      }
      bool Enter(const Stmt& s) override {
        if (s.op == StmtOp::kForeach && s.a == local) sources.Visit(s.value);
        return true;
      }
      int32_t local;
      Sources& sources;
    } finder(local, *this);
    finder.Visit(function_.body);
  }

  const typed::Function& function_;
  std::set<int32_t> seen_;
};

bool IsCopy(const Expr* value) {
  while (value != nullptr && (value->op == Op::kWiden || value->op == Op::kAssume)) value = value->args[0];
  return value != nullptr && value->op == Op::kAttr;
}

class Edges : public typed::Visitor {
 public:
  Edges(const typed::Program& program, const Rule& rule)
      : configuration_(*program.configuration),
        rule_(rule),
        function_(program.functions[static_cast<size_t>(rule.function)]) {
    Visit(function_.body);
  }
  std::vector<Edge> edges;

 protected:
  bool Enter(const Stmt& s) override {
    if (s.op != StmtOp::kSetAttr || s.value == nullptr || s.outcome != Outcome::kValue || s.initial)
      return true;
    Sources sources(function_);
    sources.Visit(s.value);
    Node to = {TypeOfParameter(function_, s.a), s.b};
    for (auto [parameter, attribute] : sources.attributes) Add(parameter, attribute, s, to);
    return true;
  }

 private:
  // A reference is a value as any other; what stands at its end is another object's.
  void Add(int32_t parameter, int32_t attribute, const Stmt& s, Node to) {
    Node from = {TypeOfParameter(function_, parameter), attribute};
    bool copies = IsCopy(s.value);
    const std::vector<ObjectType>& types = configuration_.types;
    const DerivedAttribute* derived = types[static_cast<size_t>(from.first)].DerivedAt(attribute);
    if (derived == nullptr) {
      if (from != to) edges.push_back({from, to, &rule_, s.value->span, copies, false});
      return;
    }
    // Of another identity a filter sees what mappers gave, and never what filters did.
    if (rule_.kind == RuleKind::kFilter && parameter == rule_.vault_parameter) return;
    bool other = false;
    for (int32_t reference : derived->through) {
      edges.push_back({{from.first, reference}, to, &rule_, s.value->span, copies, other});
      from.first =
          types[static_cast<size_t>(from.first)].attributes[static_cast<size_t>(reference)].refers_to;
      other = true;
    }
    if (derived->what == ReadThrough::kAttribute)
      edges.push_back({{from.first, derived->last}, to, &rule_, s.value->span, copies, true});
  }

  const Configuration& configuration_;
  const Rule& rule_;
  const typed::Function& function_;
};

class Loops {
 public:
  Loops(const typed::Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics) {
    for (const Rule& rule : program.rules)
      if (rule.kind == RuleKind::kOutbound)
        for (const typed::AttributeRef& write : rule.writes) written_.emplace(rule.app_type, write.attribute);
    for (const Rule& rule : program.rules) {
      if (rule.kind != RuleKind::kInbound && rule.kind != RuleKind::kOutbound &&
          rule.kind != RuleKind::kFilter)
        continue;
      for (Edge& edge : Edges(program, rule).edges)
        if (edge.through || !IsGuarded(edge)) edges_[edge.from].push_back(edge);
    }
  }

  void Run() {
    for (const auto& [from, edges] : edges_)
      for (const Edge& edge : edges)
        if (!edge.copies || edge.through) Report(edge);
  }

 private:
  // Of the object that a reference names, the reference.
  int32_t EchoOf(int32_t type, int32_t attribute) const {
    const DerivedAttribute* derived =
        program_.configuration->types[static_cast<size_t>(type)].DerivedAt(attribute);
    bool named =
        derived != nullptr && derived->through.size() == 1 && derived->what != ReadThrough::kAttribute;
    return named ? derived->through[0] : attribute;
  }

  // What it reads is an echo as long as nobody else changes the application.
  bool IsGuarded(const Edge& edge) const {
    if (edge.rule->kind != RuleKind::kInbound) return false;
    for (size_t w = 0; w < edge.rule->writes.size(); ++w) {
      if (edge.rule->writes[w].attribute != edge.to.second) continue;
      const auto& reads = edge.rule->write_reads[w];
      return std::all_of(reads.begin(), reads.end(), [&](const typed::AttributeRef& read) {
        return written_.contains({edge.rule->app_type, EchoOf(edge.rule->app_type, read.attribute)});
      });
    }
    return false;
  }

  // The shortest way back from the edge's end to its beginning.
  void Report(const Edge& first) {
    std::map<Node, const Edge*> came;
    std::deque<Node> open = {first.to};
    came[first.to] = nullptr;
    while (!open.empty() && !came.contains(first.from)) {
      Node node = open.front();
      open.pop_front();
      auto next = edges_.find(node);
      if (next == edges_.end()) continue;
      for (const Edge& edge : next->second)
        if (came.emplace(edge.to, &edge).second) open.push_back(edge.to);
    }
    if (!came.contains(first.from) || !reported_.insert(first.from).second) return;
    std::vector<const Edge*> way = {&first};
    for (Node at = first.from; at != first.to; at = came[at]->from) way.insert(way.begin() + 1, came[at]);
    std::string shown = Name(first.from);
    for (const Edge* edge : way) {
      shown += " → " + Name(edge->to);
      reported_.insert(edge->to);
    }
    bool through = std::any_of(way.begin(), way.end(), [](const Edge* edge) { return edge->through; });
    Diagnostic& d = diagnostics_.Report(through ? 5014 : 5004, first.span, {Name(first.from), shown});
    for (size_t i = 1; i < way.size(); ++i)
      d.notes.push_back({way[i]->span, Name(way[i]->to) + " is made of " + Name(way[i]->from) + " here"});
  }

  std::string Name(Node node) const { return AttributeName(program_, node.first, node.second); }

  const typed::Program& program_;
  Diagnostics& diagnostics_;
  std::set<Node> written_;  // attributes of applications that outbound rules write
  std::map<Node, std::vector<Edge>> edges_;
  std::set<Node> reported_;
};

}  // namespace

void CheckFlowLoops(const typed::Program& program, Diagnostics& diagnostics) {
  Loops(program, diagnostics).Run();
}

}  // namespace idx::compiler::lint
