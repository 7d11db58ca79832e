#include "compiler/analyse/analyse.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "compiler/analyse/access.h"
#include "compiler/analyse/cost.h"
#include "compiler/analyse/flow.h"
#include "compiler/analyse/join_keys.h"

namespace idx::compiler {

namespace {

using analyse::FunctionFlow;

void FillRule(typed::Rule& rule, const FunctionFlow& flow) {
  rule.reads_clock = flow.reads_clock;
  rule.reads_now = flow.reads_now;
  for (auto [parameter, attribute] : flow.ReadSet()) rule.reads.push_back({parameter, attribute});
  std::map<std::pair<int32_t, int32_t>, analyse::Reads> writes;
  std::set<std::pair<int32_t, int32_t>> initial, unique;
  for (const analyse::WriteSite& write : flow.writes) {
    writes[{write.parameter, write.attribute}].insert(write.flow.reads.begin(), write.flow.reads.end());
    if (write.initial) initial.emplace(write.parameter, write.attribute);
    if (write.unique) unique.emplace(write.parameter, write.attribute);
  }
  for (const auto& [target, reads] : writes) {
    rule.write_initial.push_back(initial.contains(target));
    rule.write_unique.push_back(unique.contains(target));
    rule.writes.push_back({target.first, target.second});
    std::vector<typed::AttributeRef>& sources = rule.write_reads.emplace_back();
    for (auto [parameter, attribute] : reads) sources.push_back({parameter, attribute});
  }
  std::set<typed::Effect> effects;
  for (const analyse::EffectSite& site : flow.effects) effects.insert(site.effect);
  rule.effects.assign(effects.begin(), effects.end());
}

// The price of comparing everybody with everybody.
void ReportSearch(const typed::Program& program, const typed::Rule& rule, Diagnostics& diagnostics) {
  constexpr double kPeople = 10'000;
  double steps = 1 + analyse::StepsOf(program)[static_cast<size_t>(rule.function)];
  diagnostics.Report(5002, rule.span,
                     {"10,000 objects and 10,000 identities",
                      fmt::format("{:.0f} million", kPeople * kPeople * steps / 1e6)});
}

}  // namespace

void AnalyseRules(typed::Program& program, const SourceSet&, Diagnostics& diagnostics) {
  std::vector<FunctionFlow> flows = analyse::FlowsOf(program);
  for (size_t i = 0; i < flows.size(); ++i)
    program.functions[i].reads_clock = program.functions[i].reads_clock || flows[i].reads_clock;
  for (typed::Rule& rule : program.rules) FillRule(rule, flows[static_cast<size_t>(rule.function)]);
  analyse::CheckAccess(program, flows, diagnostics);
  analyse::CheckRivals(program, flows, diagnostics);
  for (typed::Rule& rule : program.rules) {
    if (rule.kind != typed::RuleKind::kJoin) continue;
    analyse::SettleEqualities(program, rule);
    rule.probes = analyse::FindJoinProbes(program, rule);
    if (rule.probes.empty()) ReportSearch(program, rule, diagnostics);
  }
}

}  // namespace idx::compiler
