// Loops and plans.
#include <algorithm>
#include <set>
#include <tuple>

#include "base/platform/digest.h"
#include "compiler/analyse/analyse.h"
#include "compiler/analyse/flow.h"
#include "compiler/typed/dump.h"

namespace idx::compiler {

namespace {

using typed::Rule;

// Static casts between the two enums are checked by their ends.
static_assert(static_cast<int>(RuleKind::kTest) == static_cast<int>(typed::RuleKind::kTest));
static_assert(static_cast<int>(Stage::kExport) == static_cast<int>(typed::Stage::kExport));

class Builder {
 public:
  explicit Builder(typed::Executable& executable)
      : executable_(executable), typed_(executable.typed), flows_(analyse::FlowsOf(executable.typed)) {}

  void Run() {
    for (const Rule& rule : typed_.rules) AddRuleInfo(rule);
    const Configuration& configuration = *typed_.configuration;
    for (const Application& application : configuration.applications)
      for (const ApplicationType& type : application.types) AddApplication(type);
    for (int32_t type = 0; type < configuration.vault_type_count; ++type) AddVault(type);
  }

 private:
  void AddRuleInfo(const Rule& rule) {
    RuleInfo& info = executable_.program.rules.emplace_back();
    info.kind = static_cast<RuleKind>(rule.kind);
    info.id = rule.id;
    info.where = executable_.Locate(rule.span);
    info.app_type = rule.app_type;
    info.vault_type = rule.vault_type;
    info.order = rule.order;
    info.stage = static_cast<Stage>(rule.stage);
    info.classification = rule.classification;
    info.reads_clock = rule.reads_clock;
    info.reads_now = rule.reads_now;
  }

  // Indexes into rules, by (order, id).
  template <typename Wanted>
  std::vector<int32_t> RulesOf(typed::RuleKind kind, Wanted wanted) const {
    std::vector<int32_t> found;
    for (size_t i = 0; i < typed_.rules.size(); ++i)
      if (typed_.rules[i].kind == kind && wanted(typed_.rules[i])) found.push_back(static_cast<int32_t>(i));
    std::sort(found.begin(), found.end(), [&](int32_t a, int32_t b) {
      const Rule& left = RuleAt(a);
      const Rule& right = RuleAt(b);
      return std::tie(left.order, left.id, a) < std::tie(right.order, right.id, b);
    });
    return found;
  }
  const Rule& RuleAt(int32_t rule) const { return typed_.rules[static_cast<size_t>(rule)]; }
  const typed::Function& FunctionAt(int32_t function) const {
    return typed_.functions[static_cast<size_t>(function)];
  }

  void AddApplication(const ApplicationType& application) {
    int32_t type = application.type;
    ApplicationPlan plan;
    plan.type = type;
    int32_t vault = application.join.vault_type;
    auto joined = [&](const Rule& rule) {
      return rule.app_type == type && (vault < 0 || rule.vault_type == vault);
    };
    for (int32_t rule : RulesOf(typed::RuleKind::kJoin, joined)) plan.joins.push_back(JoinPlan(rule));
    auto inbound = RulesOf(typed::RuleKind::kInbound, joined);
    if (!inbound.empty()) {
      plan.inbound_loop = AddLoop({type});
      for (int32_t rule : inbound) AddRule(plan.inbound_loop, rule, {RuleAt(rule).app_parameter});
    }
    auto of_type = [&](const Rule& rule) { return rule.app_type == type; };
    for (int32_t rule : RulesOf(typed::RuleKind::kFilter, of_type)) AddFilter(plan, rule, vault);
    if (!plan.import_filter_loops.empty()) plan.import_filters = DigestOfFilters(plan);
    auto provision = RulesOf(typed::RuleKind::kProvision, of_type);
    if (!provision.empty()) {
      plan.provision_rule = provision[0];
      plan.provision_loop = ResultLoop(provision[0]);
    }
    auto outbound = RulesOf(typed::RuleKind::kOutbound, joined);
    if (!outbound.empty()) {
      plan.outbound_loop = AddLoop({RuleAt(outbound[0]).vault_type});
      for (int32_t rule : outbound) AddRule(plan.outbound_loop, rule, {RuleAt(rule).vault_parameter});
    }
    executable_.program.applications.push_back(std::move(plan));
  }

  // Of what the import filters are: it changes when they would give something else.
  std::string DigestOfFilters(const ApplicationPlan& plan) const {
    std::set<int32_t> functions;
    std::vector<int32_t> open;
    for (int32_t loop : plan.import_filter_loops)
      for (const typed::LoopFunction& code : executable_.code[static_cast<size_t>(loop)].functions)
        open.push_back(code.function);
    bool tables = false;
    for (const typed::Static& value : typed_.statics) {
      if (value.function >= 0) open.push_back(value.function);
      tables |= value.table != nullptr;
    }
    while (!open.empty()) {
      int32_t function = open.back();
      open.pop_back();
      if (!functions.insert(function).second) continue;
      for (const analyse::CallSite& call : flows_[static_cast<size_t>(function)].calls)
        open.push_back(call.function);
    }
    std::string text = tables ? executable_.program.digest : "";
    for (int32_t loop : plan.import_filter_loops)
      text += "filter " + std::to_string(executable_.code[static_cast<size_t>(loop)].functions[0].function);
    for (int32_t function : functions) text += DumpTyped(typed_, FunctionAt(function));
    return ToHex(DigestOf(text));
  }

  void AddFilter(ApplicationPlan& plan, int32_t index, int32_t vault) {
    const Rule& rule = RuleAt(index);
    if (rule.stage == typed::Stage::kImport) {
      int32_t loop = AddLoop({rule.app_type});
      AddRule(loop, index, {rule.app_parameter});
      plan.import_filter_loops.push_back(loop);
      return;
    }
    int32_t vault_type = rule.vault_type >= 0 ? rule.vault_type : vault;
    if (vault_type < 0 || (vault >= 0 && vault_type != vault)) return;
    int32_t loop = AddLoop({rule.app_type, vault_type});
    AddRule(loop, index, {rule.app_parameter, rule.vault_parameter});
    if (rule.stage == typed::Stage::kInbound) plan.inbound_filter_loops.push_back(loop);
    if (rule.stage == typed::Stage::kOutbound) plan.outbound_filter_loops.push_back(loop);
    if (rule.stage == typed::Stage::kExport) plan.export_filter_loops.push_back(loop);
  }

  void AddVault(int32_t type) {
    VaultPlan plan;
    plan.type = type;
    auto rules =
        RulesOf(typed::RuleKind::kClassify, [&](const Rule& rule) { return rule.vault_type == type; });
    if (!rules.empty()) plan.classify_loop = ResultLoop(rules[0]);
    executable_.program.vault.push_back(plan);
  }

  JoinRulePlan JoinPlan(int32_t index) {
    const Rule& rule = RuleAt(index);
    JoinRulePlan plan;
    plan.rule = index;
    plan.predicate_loop = AddLoop({rule.app_type, rule.vault_type});
    AddFunction(plan.predicate_loop, rule.function, index, {rule.app_parameter, rule.vault_parameter}, -1);
    AddResult(plan.predicate_loop, index, rule.function);
    for (const typed::JoinProbe& probe : rule.probes) {
      std::vector<JoinKeyPlan>& keys = plan.probes.emplace_back();
      for (const typed::JoinKey& key : probe.keys) {
        JoinKeyPlan& key_plan = keys.emplace_back();
        key_plan.app_loop = KeyLoop(rule.app_type, key.app_function, index);
        key_plan.vault_loop = KeyLoop(rule.vault_type, key.vault_function, index);
        key_plan.ignore_case = key.ignore_case;
      }
    }
    return plan;
  }

  int32_t KeyLoop(int32_t type, int32_t function, int32_t rule) {
    int32_t loop = AddLoop({type});
    AddFunction(loop, function, rule, {0}, -1);
    AddResult(loop, rule, function);
    return loop;
  }

  // A rule of the Vault's object whose result is all that it says.
  int32_t ResultLoop(int32_t index) {
    const Rule& rule = RuleAt(index);
    int32_t loop = AddLoop({rule.vault_type});
    AddFunction(loop, rule.function, index, {rule.vault_parameter}, -1);
    AddResult(loop, index, rule.function);
    return loop;
  }

  int32_t AddLoop(std::vector<int32_t> inputs) {
    Loop& loop = executable_.program.loops.emplace_back();
    loop.reads.resize(inputs.size());
    loop.inputs = std::move(inputs);
    executable_.code.emplace_back();
    return static_cast<int32_t>(executable_.program.loops.size() - 1);
  }

  // slots: the function's parameter that stands for each input of the loop.
  void AddFunction(int32_t at, int32_t function, int32_t rule, const std::vector<int32_t>& slots,
                   int32_t target) {
    Loop& loop = executable_.program.loops[static_cast<size_t>(at)];
    typed::LoopFunction& code = executable_.code[static_cast<size_t>(at)].functions.emplace_back();
    code.function = function;
    code.rule = rule;
    code.slot_of_parameter.assign(FunctionAt(function).parameters, -1);
    for (size_t slot = 0; slot < slots.size(); ++slot)
      if (slots[slot] >= 0)
        code.slot_of_parameter[static_cast<size_t>(slots[slot])] = static_cast<int32_t>(slot);
    code.target_parameter = target;
    code.first_output = static_cast<uint32_t>(loop.outputs.size());
    for (auto [parameter, attribute] : flows_[static_cast<size_t>(function)].ReadSet()) {
      int32_t slot = code.slot_of_parameter[static_cast<size_t>(parameter)];
      if (slot < 0) continue;
      std::vector<int32_t>& reads = loop.reads[static_cast<size_t>(slot)];
      for (int32_t read : {attribute, EchoOf(FunctionAt(function), {parameter, attribute})}) {
        auto place = std::lower_bound(reads.begin(), reads.end(), read);
        if (place == reads.end() || *place != read) reads.insert(place, read);
      }
    }
  }

  void AddOutput(int32_t at, LoopOutput output) {
    executable_.program.loops[static_cast<size_t>(at)].outputs.push_back(std::move(output));
    ++executable_.code[static_cast<size_t>(at)].functions.back().output_count;
  }

  void AddResult(int32_t at, int32_t rule, int32_t function) {
    LoopOutput output;
    output.kind = OutputKind::kResult;
    output.rule = rule;
    output.type = FunctionAt(function).result.kind;
    AddOutput(at, std::move(output));
  }

  // A rule with its writes and effects as outputs.
  void AddRule(int32_t at, int32_t index, const std::vector<int32_t>& slots) {
    const Rule& rule = RuleAt(index);
    bool outbound = rule.kind == typed::RuleKind::kOutbound ||
                    (rule.kind == typed::RuleKind::kFilter && rule.stage != typed::Stage::kInbound);
    int32_t target = outbound ? rule.app_parameter : rule.vault_parameter;
    int32_t source = outbound ? rule.vault_parameter : rule.app_parameter;
    const ObjectType& type =
        typed_.configuration->types[static_cast<size_t>(outbound ? rule.app_type : rule.vault_type)];
    AddFunction(at, rule.function, index, slots, target);
    for (size_t i = 0; i < rule.writes.size(); ++i) {
      if (rule.writes[i].parameter != target) continue;
      LoopOutput output;
      output.rule = index;
      output.attribute = rule.writes[i].attribute;
      output.type = type.attributes[static_cast<size_t>(output.attribute)].column_kind();
      output.initial = rule.write_initial[i] != 0;
      output.unique = rule.write_unique[i] != 0;
      if (output.unique) output.type = TypeKind::kList;
      for (const typed::AttributeRef& read : rule.write_reads[i])
        if (read.parameter == source) output.reads.push_back(EchoOf(FunctionAt(rule.function), read));
      AddOutput(at, std::move(output));
    }
    for (typed::Effect effect : rule.effects) AddEffect(at, index, effect);
    // One that decides nothing may still fail.
    bool decides = !executable_.program.loops[static_cast<size_t>(at)].outputs.empty();
    if (rule.kind == typed::RuleKind::kFilter && !decides) AddEffect(at, index, typed::Effect::kSkip);
  }

  // What has to come back as it was sent for the value to be an echo: of the object that a reference names,
  // the reference.
  int32_t EchoOf(const typed::Function& f, const typed::AttributeRef& read) const {
    const ObjectType& type =
        typed_.configuration->types[static_cast<size_t>(f.locals[static_cast<size_t>(read.parameter)].id)];
    const DerivedAttribute* derived = type.DerivedAt(read.attribute);
    bool named =
        derived != nullptr && derived->through.size() == 1 && derived->what != ReadThrough::kAttribute;
    return named ? derived->through[0] : read.attribute;
  }

  void AddEffect(int32_t at, int32_t rule, typed::Effect effect) {
    LoopOutput output;
    output.rule = rule;
    output.type = TypeKind::kBool;
    switch (effect) {
      case typed::Effect::kSkip:
        output.kind = OutputKind::kSkip;
        break;
      case typed::Effect::kDisable:
        output.kind = OutputKind::kDisable;
        break;
      case typed::Effect::kEnable:
        output.kind = OutputKind::kEnable;
        break;
      case typed::Effect::kDelete:
        output.kind = OutputKind::kDelete;
        output.type = TypeKind::kTimeSpan;
        break;
      case typed::Effect::kHold:
        output.kind = OutputKind::kHold;
        output.type = TypeKind::kString;
        break;
      case typed::Effect::kNotify:
        output.kind = OutputKind::kNotify;
        output.type = TypeKind::kString;
        break;
    }
    AddOutput(at, std::move(output));
  }

  typed::Executable& executable_;
  const typed::Program& typed_;
  std::vector<analyse::FunctionFlow> flows_;
};

}  // namespace

std::shared_ptr<typed::Executable> BuildExecutable(typed::Program program,
                                                   std::shared_ptr<const SourceSet> sources,
                                                   std::string digest) {
  auto executable = std::make_shared<typed::Executable>();
  executable->typed = std::move(program);
  executable->sources = std::move(sources);
  executable->program.configuration = executable->typed.configuration;
  executable->program.digest = std::move(digest);
  Builder(*executable).Run();
  return executable;
}

}  // namespace idx::compiler
