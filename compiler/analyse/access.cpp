#include "compiler/analyse/access.h"

#include <map>
#include <set>
#include <tuple>

namespace idx::compiler::analyse {

using typed::Rule;
using typed::RuleKind;

namespace {

std::string_view KindName(RuleKind kind) {
  switch (kind) {
    case RuleKind::kJoin:
      return "join rule";
    case RuleKind::kInbound:
    case RuleKind::kOutbound:
      return "mapper";
    case RuleKind::kClassify:
      return "classification";
    case RuleKind::kFilter:
      return "filter";
    case RuleKind::kProvision:
      return "provisioning rule";
    case RuleKind::kTest:
      return "test";
  }
  return "rule";
}

std::string_view EffectName(typed::Effect effect) {
  switch (effect) {
    case typed::Effect::kSkip:
      return "Skip";
    case typed::Effect::kDisable:
      return "Disable";
    case typed::Effect::kEnable:
      return "Enable";
    case typed::Effect::kDelete:
      return "Delete";
    case typed::Effect::kHold:
      return "Hold";
    case typed::Effect::kNotify:
      return "Notify";
  }
  return "";
}

std::string TypeName(const typed::Program& program, int32_t type) {
  return program.configuration->types[static_cast<size_t>(type)].FullName();
}

class Access {
 public:
  Access(const typed::Program& program, const std::vector<FunctionFlow>& flows, Diagnostics& diagnostics)
      : program_(program), flows_(flows), diagnostics_(diagnostics) {}

  void Check(const Rule& rule) {
    const FunctionFlow& flow = flows_[static_cast<size_t>(rule.function)];
    CheckJoined(rule);
    if (rule.kind == RuleKind::kFilter) CheckEffects(rule, flow);
    CheckReads(rule, flow);
    CheckReferences(rule, flow);
    CheckOfObject(rule, flow);
    int32_t target = TargetOf(rule);
    for (const WriteSite& write : flow.writes) CheckWrite(rule, write, target);
    CheckDecisions(rule, flow);
    if (rule.kind != RuleKind::kFilter) RefuseEffects(flow);
    for (const CallSite& call : flow.calls) CheckCall(call, KindName(rule.kind));
  }

  // A method that is no rule: it computes, and nothing else.
  void CheckHelper(int32_t function) {
    const FunctionFlow& flow = flows_[static_cast<size_t>(function)];
    for (const WriteSite& write : flow.writes) RefuseWrite("helper method", function, write);
    RefuseEffects(flow);
    for (const CallSite& call : flow.calls) CheckCall(call, "helper method");
  }

 private:
  // The parameter that the rule may write, or -1.
  static int32_t TargetOf(const Rule& rule) {
    switch (rule.kind) {
      case RuleKind::kInbound:
        return rule.vault_parameter;
      case RuleKind::kOutbound:
        return rule.app_parameter;
      case RuleKind::kFilter:
        return rule.stage == typed::Stage::kInbound ? rule.vault_parameter : rule.app_parameter;
      default:
        return -1;
    }
  }

  const Attribute& AttributeOf(int32_t function, int32_t parameter, int32_t attribute) const {
    const typed::Function& f = program_.functions[static_cast<size_t>(function)];
    auto type = static_cast<size_t>(f.locals[static_cast<size_t>(parameter)].id);
    return program_.configuration->types[type].At(attribute);
  }
  // "vault.Mail"
  std::string NameOf(int32_t function, int32_t parameter, int32_t attribute) const {
    const typed::Function& f = program_.functions[static_cast<size_t>(function)];
    return f.local_names[static_cast<size_t>(parameter)] + "." +
           AttributeOf(function, parameter, attribute).identifier;
  }

  // A rule between an object and an identity that are never joined would never run.
  void CheckJoined(const Rule& rule) {
    const ApplicationType* application = program_.configuration->FindApplicationType(rule.app_type);
    if (application == nullptr || rule.vault_type < 0 || application->join.vault_type < 0 ||
        application->join.vault_type == rule.vault_type)
      return;
    diagnostics_.Report(1002, rule.span,
                        {TypeName(program_, rule.vault_type),
                         TypeName(program_, application->join.vault_type) + ", to which " +
                             TypeName(program_, rule.app_type) + " is joined"});
  }

  // What can be decided about an object that is being read, an identity, an account, and a change.
  void CheckEffects(const Rule& rule, const FunctionFlow& flow) {
    using typed::Effect;
    using typed::Stage;
    static const std::map<Stage, std::set<Effect>> known = {
        {Stage::kImport, {Effect::kSkip}},
        {Stage::kInbound,
         {Effect::kSkip, Effect::kDisable, Effect::kEnable, Effect::kDelete, Effect::kNotify}},
        {Stage::kOutbound,
         {Effect::kSkip, Effect::kDisable, Effect::kEnable, Effect::kDelete, Effect::kNotify}},
        {Stage::kExport, {Effect::kSkip, Effect::kHold, Effect::kNotify}}};
    static constexpr std::string_view kStages[] = {"Import", "Inbound", "Outbound", "Export"};
    for (const EffectSite& site : flow.effects) {
      const typed::Function& f = program_.functions[static_cast<size_t>(rule.function)];
      int32_t target = TargetOf(rule);
      auto name = [&](int32_t parameter) {
        return TypeName(program_, f.locals[static_cast<size_t>(parameter)].id);
      };
      if (site.parameter >= 0 && site.parameter != target && target >= 0)
        diagnostics_.Report(1002, site.span, {name(site.parameter), name(target)});
      bool enables = site.effect == Effect::kDisable || site.effect == Effect::kEnable;
      const ApplicationType* application = program_.configuration->FindApplicationType(rule.app_type);
      if (enables && rule.stage == Stage::kOutbound && application != nullptr &&
          application->provision.enabled_attribute < 0)
        diagnostics_.Report(2014, site.span,
                            {"sync." + std::string(EffectName(site.effect)),
                             "Stage.Outbound where <Provision> names no enabledAttribute"});
      if (site.delayed && rule.stage == typed::Stage::kOutbound)
        diagnostics_.Report(2014, site.span, {"sync.Delete with after", "Stage.Outbound"});
      if (!known.at(rule.stage).contains(site.effect))
        diagnostics_.Report(2014, site.span,
                            {"sync." + std::string(EffectName(site.effect)),
                             "Stage." + std::string(kStages[static_cast<size_t>(rule.stage)])});
    }
  }

  void CheckReads(const Rule& rule, const FunctionFlow& flow) {
    if (rule.kind != RuleKind::kInbound && rule.kind != RuleKind::kOutbound) return;
    for (const ReadSite& read : flow.reads)
      if (read.parameter == TargetOf(rule))
        diagnostics_.Report(2003, read.span, {NameOf(rule.function, read.parameter, read.attribute)});
  }

  // While rows are read nobody is there yet to refer to, and an account is looked at by itself.
  void CheckOfObject(const Rule& rule, const FunctionFlow& flow) {
    if (rule.kind != RuleKind::kFilter || rule.stage == typed::Stage::kInbound) return;
    for (const ReadSite& read : flow.reads) {
      if (read.parameter != rule.app_parameter) continue;
      const DerivedAttribute* derived =
          program_.configuration->types[static_cast<size_t>(rule.app_type)].DerivedAt(read.attribute);
      if (derived != nullptr && !derived->through.empty())
        diagnostics_.Report(2013, read.span,
                            {NameOf(rule.function, read.parameter, read.attribute), "filter of this stage",
                             "it sees the object itself, and no other one of its application"});
    }
  }

  // A rule sees an earlier stratum of other identities: neither what is decided with its own, nor after it.
  void CheckReferences(const Rule& rule, const FunctionFlow& flow) {
    if (rule.kind != RuleKind::kClassify && rule.kind != RuleKind::kFilter && rule.kind != RuleKind::kJoin)
      return;
    for (const ReadSite& read : flow.reads) {
      if (read.parameter != rule.vault_parameter) continue;
      const std::vector<ObjectType>& types = program_.configuration->types;
      const DerivedAttribute* derived = types[static_cast<size_t>(rule.vault_type)].DerivedAt(read.attribute);
      if (derived == nullptr || derived->what != ReadThrough::kAttribute) continue;
      std::string name = NameOf(rule.function, read.parameter, read.attribute);
      if (rule.kind == RuleKind::kClassify && derived->last == kVaultClassification)
        diagnostics_.Report(2013, read.span, {name, "classification", "classes are decided together"});
      if (derived->last == kVaultEnabled && DecidedByFilters(EndOf(rule.vault_type, *derived)))
        diagnostics_.Report(
            2013, read.span,
            {name, std::string(KindName(rule.kind)), "filters decide it, and they come later"});
    }
  }

  // The type of the objects that a path leads to.
  int32_t EndOf(int32_t type, const DerivedAttribute& derived) const {
    for (int32_t reference : derived.through)
      type = program_.configuration->types[static_cast<size_t>(type)]
                 .attributes[static_cast<size_t>(reference)]
                 .refers_to;
    return type;
  }

  // Do inbound filters disable, enable or delete identities of this type?
  bool DecidedByFilters(int32_t vault_type) const {
    using typed::Effect;
    for (const Rule& rule : program_.rules) {
      if (rule.kind != RuleKind::kFilter || rule.stage != typed::Stage::kInbound ||
          rule.vault_type != vault_type)
        continue;
      const FunctionFlow& flow = flows_[static_cast<size_t>(rule.function)];
      for (const EffectSite& site : flow.effects)
        if (site.effect == Effect::kDisable || site.effect == Effect::kEnable ||
            site.effect == Effect::kDelete)
          return true;
      for (const WriteSite& write : flow.writes)
        if (write.parameter == rule.vault_parameter && write.attribute == kVaultEnabled) return true;
    }
    return false;
  }

  void CheckWrite(const Rule& rule, const WriteSite& write, int32_t target) {
    bool classification = rule.vault_parameter == write.parameter && write.attribute == kVaultClassification;
    // By its key an object is found again: what is read, and what is joined, keeps it.
    bool key = rule.kind == RuleKind::kFilter && rule.stage != typed::Stage::kInbound &&
               write.attribute == program_.configuration->types[static_cast<size_t>(rule.app_type)].key;
    if (write.parameter != target || classification || key) {
      RefuseWrite(KindName(rule.kind), rule.function, write);
      return;
    }
    if (write.flow.clock)
      diagnostics_.Report(2005, write.span,
                          {"the value of " + NameOf(rule.function, write.parameter, write.attribute)});
  }

  // What is decided once is decided by ??= alone, and only there may chance have a say.
  void CheckDecisions(const Rule& rule, const FunctionFlow& flow) {
    std::map<int32_t, Span> decided, unique;
    for (const WriteSite& write : flow.writes) {
      if (!write.initial) continue;
      decided.emplace(write.attribute, write.span);
      if (write.unique) unique.emplace(write.attribute, write.span);
      // It follows from what all objects of the identity say, and has no one who decided it.
      if (write.parameter == rule.vault_parameter && write.attribute == kVaultEnabled)
        diagnostics_.Report(1004, write.span,
                            {"?\?=", "Enabled, which every object of the identity decides anew"});
    }
    for (const WriteSite& write : flow.writes) {
      auto alone = unique.find(write.attribute);
      if (!write.initial || write.unique || alone == unique.end()) continue;
      Diagnostic& d = diagnostics_.Report(2012, write.span,
                                          {NameOf(rule.function, write.parameter, write.attribute),
                                           "another value beside Unique.Of may be somebody else's already"});
      d.notes.push_back({alone->second, "Unique.Of decides it here"});
    }
    for (const WriteSite& write : flow.writes) {
      auto once = decided.find(write.attribute);
      if (write.initial || once == decided.end()) continue;
      Diagnostic& d = diagnostics_.Report(
          2012, write.span,
          {NameOf(rule.function, write.parameter, write.attribute), "= gives it anew here"});
      d.notes.push_back({once->second, "it is decided here"});
    }
    if (rule.kind == RuleKind::kTest) return;
    for (const RandomSite& site : flow.randoms) diagnostics_.Report(2009, site.span, {site.name});
  }

  void RefuseWrite(std::string_view kind, int32_t function, const WriteSite& write) {
    diagnostics_.Report(2004, write.span,
                        {std::string(kind), NameOf(function, write.parameter, write.attribute)});
  }

  void RefuseEffects(const FunctionFlow& flow) {
    for (const EffectSite& site : flow.effects)
      diagnostics_.Report(2006, site.span, {"sync." + std::string(EffectName(site.effect))});
  }

  // A rule that is called like a method would write outside its own run.
  void CheckCall(const CallSite& call, std::string_view caller) {
    const FunctionFlow& callee = flows_[static_cast<size_t>(call.function)];
    const std::string& name = program_.functions[static_cast<size_t>(call.function)].name;
    if (!callee.writes.empty())
      diagnostics_.Report(2004, call.span, {std::string(caller), "attributes through a call of " + name});
    if (!callee.effects.empty()) diagnostics_.Report(2006, call.span, {"the call of " + name});
  }

  const typed::Program& program_;
  const std::vector<FunctionFlow>& flows_;
  Diagnostics& diagnostics_;
};

// The first write of the attribute by the rule.
Span SpanOfWrite(const FunctionFlow& flow, int32_t attribute) {
  for (const WriteSite& write : flow.writes)
    if (write.attribute == attribute) return write.span;
  return {};
}

// What chance decided once an inbound filter may replace, but not make something of: its own value is the
// identity's then, and the rule that decided would decide anew each time.
void CheckDecidedByChance(const typed::Program& program, const std::vector<FunctionFlow>& flows,
                          const Rule& filter, Diagnostics& diagnostics) {
  for (const WriteSite& write : flows[static_cast<size_t>(filter.function)].writes) {
    bool reads = write.parameter == filter.vault_parameter &&
                 write.flow.reads.contains({filter.vault_parameter, write.attribute});
    if (!reads) continue;
    for (const Rule& mapper : program.rules) {
      if (mapper.kind != RuleKind::kInbound || mapper.vault_type != filter.vault_type) continue;
      for (const WriteSite& decision : flows[static_cast<size_t>(mapper.function)].writes) {
        if (!decision.random || decision.attribute != write.attribute) continue;
        const ObjectType& type = program.configuration->types[static_cast<size_t>(filter.vault_type)];
        Diagnostic& d = diagnostics.Report(
            2012, write.span,
            {type.FullName() + "." + type.At(write.attribute).identifier,
             "a filter makes something else of it, so that chance would decide anew each time"});
        d.notes.push_back({decision.span, "it is decided here"});
      }
    }
  }
}

}  // namespace

void CheckAccess(const typed::Program& program, const std::vector<FunctionFlow>& flows,
                 Diagnostics& diagnostics) {
  Access access(program, flows, diagnostics);
  std::set<int32_t> rule_functions;
  for (const Rule& rule : program.rules) {
    rule_functions.insert(rule.function);
    access.Check(rule);
  }
  for (size_t i = 0; i < program.functions.size(); ++i)
    if (!rule_functions.contains(static_cast<int32_t>(i))) access.CheckHelper(static_cast<int32_t>(i));
}

void CheckRivals(const typed::Program& program, const std::vector<FunctionFlow>& flows,
                 Diagnostics& diagnostics) {
  std::map<std::tuple<RuleKind, int32_t, int32_t, int32_t, int32_t>, const Rule*> writers;
  std::map<std::pair<RuleKind, int32_t>, const Rule*> deciders;
  for (const Rule& rule : program.rules) {
    if (rule.kind == RuleKind::kFilter && rule.stage == typed::Stage::kInbound)
      CheckDecidedByChance(program, flows, rule, diagnostics);
    if (rule.kind == RuleKind::kClassify || rule.kind == RuleKind::kProvision) {
      int32_t type = rule.kind == RuleKind::kClassify ? rule.vault_type : rule.app_type;
      auto [at, first] = deciders.emplace(std::pair(rule.kind, type), &rule);
      if (first) continue;
      Diagnostic& d = diagnostics.Report(
          5003, rule.span,
          {TypeName(program, type), std::string(KindName(rule.kind)), at->second->id, rule.id});
      d.notes.push_back({at->second->span, "the other one is here"});
    }
    if (rule.kind != RuleKind::kInbound && rule.kind != RuleKind::kOutbound) continue;
    bool inbound = rule.kind == RuleKind::kInbound;
    for (const typed::AttributeRef& write : rule.writes) {
      auto [at, first] = writers.emplace(
          std::tuple(rule.kind, rule.app_type, rule.vault_type, rule.order, write.attribute), &rule);
      if (first) continue;
      const ObjectType& target =
          program.configuration->types[static_cast<size_t>(inbound ? rule.vault_type : rule.app_type)];
      const std::string& name = target.attributes[static_cast<size_t>(write.attribute)].identifier;
      Diagnostic& d =
          diagnostics.Report(5001, SpanOfWrite(flows[static_cast<size_t>(rule.function)], write.attribute),
                             {target.FullName() + "." + name, at->second->id, rule.id});
      d.notes.push_back({SpanOfWrite(flows[static_cast<size_t>(at->second->function)], write.attribute),
                         "the other one is here"});
    }
  }
}

}  // namespace idx::compiler::analyse
