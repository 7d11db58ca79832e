#include "runtime/pipeline/value_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/clock.h"
#include "runtime/pipeline/differences.h"
#include "runtime/state/packed.h"

namespace idx::runtime {
namespace {

Status CheckRun(RunContext& context, int64_t run, int64_t created, Explanation& explanation) {
  if (run == 0) return {};
  IDX_ASSIGN(Rows runs, context.db->Query("SELECT clock FROM run WHERE id = $1", {run}));
  if (runs.empty()) {
    IDX_ASSIGN(int64_t last, QueryNumber(*context.db, "SELECT max(id) FROM run"));
    return Error{Origin::kInput,
                 fmt::format("there is no run {}: runs are numbered from 1 to {}", run, last)};
  }
  if (created > run)
    return Error{Origin::kInput, fmt::format("the identity was made in run {}, after run {}", created, run)};
  explanation.why =
      fmt::format("values as after run {} of {}; joins as they are now", run, FormatIsoTime(runs.Time(0, 0)));
  return {};
}

void Apply(const RunContext& context, const ObjectType& type, int64_t changed_in, const AttributeDelta& delta,
           Explanation& explanation) {
  auto told = std::find_if(explanation.attributes.begin(), explanation.attributes.end(),
                           [&](const ExplainedAttribute& a) { return a.attribute == delta.attribute; });
  if (told == explanation.attributes.end()) return;
  if (explanation.run == 0 || changed_in <= explanation.run) {
    // Newest first: the first that counts is the one that made the value.
    if (told->since_run != 0) return;
    told->since_run = changed_in;
    if (explanation.run != 0) told->rule = RuleName(context, delta.rule);
    return;
  }
  int32_t attribute = type.Find(delta.attribute);
  bool sensitive = attribute >= 0 && type.attributes[static_cast<size_t>(attribute)].sensitive;
  told->value = sensitive && !delta.seen.empty() ? std::vector<std::string>{"(sensitive)"} : delta.seen;
  told->rule.clear();
}

}  // namespace

Status TellHistory(RunContext& context, int32_t vault_type, int64_t identity, Explanation& explanation) {
  const ObjectType& type = context.VaultType(vault_type);
  IDX_ASSIGN(int64_t created,
             QueryNumber(*context.db,
                         fmt::format("SELECT created_run FROM {} WHERE id = $1", QuoteIdentifier(type.table)),
                         {identity}));
  IDX_TRY(CheckRun(context, explanation.run, created, explanation));
  IDX_ASSIGN(Rows changes,
             context.db->Query(
                 "SELECT run, v FROM change WHERE kind = 1 AND type = $1 AND id = $2 ORDER BY run DESC",
                 {context.vault_type_ids[static_cast<size_t>(vault_type)], identity}));
  std::vector<AttributeDelta> deltas;
  for (size_t r = 0; r < changes.size(); ++r) {
    if (!UnpackDeltas(changes.Text(r, 1), deltas)) continue;
    for (const AttributeDelta& delta : deltas) Apply(context, type, changes.Int(r, 0), delta, explanation);
  }
  for (ExplainedAttribute& attribute : explanation.attributes) {
    if (attribute.since_run == 0) attribute.since_run = created;
    if (explanation.run != 0) attribute.opinions.clear();
  }
  return {};
}

}  // namespace idx::runtime
