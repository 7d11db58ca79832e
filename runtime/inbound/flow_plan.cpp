#include "runtime/inbound/flow_plan.h"

#include <algorithm>
#include <tuple>

#include "runtime/state/strata.h"

namespace idx::runtime {
namespace {

const compiler::Loop& LoopOf(const RunContext& context, int32_t loop) {
  return context.program->loops[static_cast<size_t>(loop)];
}

// The attributes of the application type that outbound rules and filters write: only these can echo.
std::vector<int32_t> WrittenAttributes(const RunContext& context, const compiler::ApplicationPlan& plan) {
  std::vector<int32_t> loops = plan.outbound_filter_loops, written;
  loops.insert(loops.end(), plan.export_filter_loops.begin(), plan.export_filter_loops.end());
  if (plan.outbound_loop >= 0) loops.push_back(plan.outbound_loop);
  for (int32_t loop : loops)
    for (const compiler::LoopOutput& output : LoopOf(context, loop).outputs)
      if (output.kind == compiler::OutputKind::kAttribute) written.push_back(output.attribute);
  return written;
}

bool AllIn(const std::vector<int32_t>& some, const std::vector<int32_t>& all) {
  return std::all_of(some.begin(), some.end(),
                     [&](int32_t a) { return std::find(all.begin(), all.end(), a) != all.end(); });
}

void AddContributions(const RunContext& context, const TypeState& source, size_t index, FlowPlan& plan) {
  std::vector<int32_t> written = WrittenAttributes(context, *source.plan);
  const compiler::Loop& loop = LoopOf(context, source.plan->inbound_loop);
  for (size_t o = 0; o < loop.outputs.size(); ++o) {
    const compiler::LoopOutput& output = loop.outputs[o];
    if (output.kind != compiler::OutputKind::kAttribute) continue;
    const compiler::RuleInfo& rule = context.program->rules[static_cast<size_t>(output.rule)];
    bool echo = !output.reads.empty() && AllIn(output.reads, written);
    plan.contributions[static_cast<size_t>(output.attribute)].push_back(
        {index, o, output.rule, rule.order, echo, output.initial, output.unique});
    plan.clock = std::max(plan.clock, ClockReadsOf(rule));
    plan.claims |= output.unique;
  }
}

void AddFilters(const RunContext& context, const TypeState& source, size_t index, FlowPlan& plan) {
  for (int32_t loop : source.plan->inbound_filter_loops) {
    const compiler::Loop& body = LoopOf(context, loop);
    if (body.outputs.empty()) continue;
    int32_t rule = body.outputs.front().rule;
    const compiler::RuleInfo& info = context.program->rules[static_cast<size_t>(rule)];
    plan.filters.push_back(
        {index, loop, rule, info.order, info.classification, DerivedReads(*context.configuration, body, 1)});
    plan.clock = std::max(plan.clock, ClockReadsOf(info));
    AddReads(body, 0, plan.reads[index]);
  }
}

}  // namespace

void AddReads(const compiler::Loop& loop, size_t slot, std::vector<int32_t>& reads) {
  if (slot >= loop.reads.size()) return;
  for (int32_t attribute : loop.reads[slot])
    if (std::find(reads.begin(), reads.end(), attribute) == reads.end()) reads.push_back(attribute);
}

FlowPlan MakeFlowPlan(const RunContext& context, int32_t vault_type) {
  FlowPlan plan;
  plan.vault_type = vault_type;
  plan.type = &context.VaultType(vault_type);
  plan.contributions.resize(plan.type->attributes.size());
  for (const TypeState& type : context.types) {
    if (type.settings->join.vault_type != vault_type) continue;
    size_t index = plan.sources.size();
    plan.sources.push_back(&type);
    plan.reads.emplace_back();
    if (type.plan == nullptr) continue;
    if (type.plan->inbound_loop >= 0) {
      AddReads(LoopOf(context, type.plan->inbound_loop), 0, plan.reads[index]);
      AddContributions(context, type, index, plan);
    }
    AddFilters(context, type, index, plan);
    for (const compiler::JoinRulePlan& join : type.plan->joins)
      plan.clock = std::max(plan.clock, ClockReadsOf(context.program->rules[static_cast<size_t>(join.rule)]));
  }
  for (auto& contributions : plan.contributions)
    std::sort(contributions.begin(), contributions.end(), BeforeInMerge);
  std::sort(plan.filters.begin(), plan.filters.end(), [&](const FilterPlan& a, const FilterPlan& b) {
    const std::string& a_id = context.program->rules[static_cast<size_t>(a.rule)].id;
    const std::string& b_id = context.program->rules[static_cast<size_t>(b.rule)].id;
    return std::tie(a.order, a_id) < std::tie(b.order, b_id);
  });
  for (const compiler::VaultPlan& vault : context.program->vault)
    if (vault.type == vault_type) plan.classify_loop = vault.classify_loop;
  if (plan.classify_loop >= 0)
    plan.classify_derived = DerivedReads(*context.configuration, LoopOf(context, plan.classify_loop), 0);
  plan.clock = std::max(plan.clock, ClockReadsOf(*context.program, plan.classify_loop));
  return plan;
}

}  // namespace idx::runtime
