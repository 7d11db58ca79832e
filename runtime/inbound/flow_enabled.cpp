// Enabled: what the connected objects of each application say, and who is heard first.
#include <algorithm>
#include <map>

#include "runtime/inbound/vault_flow.h"

namespace idx::runtime {
namespace {

// What one application says of one identity.
struct Voice {
  bool connected = false;
  bool creates = false;  // one of its connected types makes identities
  bool filter = false;   // a filter spoke
  bool mapper = false;
  bool on = false;            // any of its connected objects is active
  int32_t order = INT32_MAX;  // of the mapper
  int32_t rule = -1;
};

// The mapper's word on one object: 1, 0, or -1 for none. The lowest precedence that has an opinion counts; a
// failed one keeps what is stored.
int MapperSays(const FlowPlan& plan, size_t source, const LoopResult& result, uint32_t row, bool stored,
               Voice& voice, int32_t& rule) {
  for (const Contribution& c : plan.contributions[static_cast<size_t>(kVaultEnabled)]) {
    if (c.source != source) continue;
    Outcome outcome = result.outcome(c.output, row);
    if (outcome == Outcome::kNoOpinion) continue;
    voice.order = std::min(voice.order, c.order);
    rule = c.rule;
    if (outcome == Outcome::kFailed) return stored ? 1 : 0;
    return outcome == Outcome::kValue && result.truth(c.output, row) ? 1 : 0;
  }
  return -1;
}

// Filters first (any application that they switch off), then the mapper of the lowest precedence, then being
// there.
std::pair<bool, int32_t> Verdict(const std::map<const Application*, Voice>& voices,
                                 const std::vector<const Application*>& order) {
  const Voice* best = nullptr;
  bool filtered = false, filtered_on = true, present = false;
  int32_t filter_rule = -1;
  for (const Application* application : order) {
    auto found = voices.find(application);
    if (found == voices.end() || !found->second.connected) continue;
    const Voice& voice = found->second;
    present |= voice.creates;
    if (voice.filter && (!filtered || (filtered_on && !voice.on))) {
      filter_rule = voice.rule;
      filtered_on = voice.on;
    }
    filtered |= voice.filter;
    if (voice.mapper && (best == nullptr || voice.order < best->order)) best = &voice;
  }
  if (filtered) return {filtered_on, filter_rule};
  if (best != nullptr) return {best->on, best->rule};
  return {present, -1};
}

}  // namespace

void VaultFlow::DecideEnabled(FlowResult& flow) const {
  size_t count = flow.ids.size();
  std::vector<std::map<const Application*, Voice>> voices(count);
  std::vector<const Application*> order;
  for (size_t s = 0; s < flow.sources.size(); ++s) {
    const TypeState& type = *plan_.sources[s];
    if (order.empty() || order.back() != type.application) order.push_back(type.application);
    const SourceRows& source = flow.sources[s];
    for (uint32_t r = 0; r < source.selection.size(); ++r) {
      if (source.vanished[r]) continue;
      uint32_t i = source.identity[r];
      Voice& voice = voices[i][type.application];
      bool stored = flow.stored_row[i] >= 0 &&
                    flow.stored->batch().columns[layout_.ColumnOf(kVaultEnabled)].At<uint8_t>(
                        static_cast<uint32_t>(flow.stored_row[i])) != 0;
      int32_t rule = -1;
      int says = source.result.rows() == 0 ? -1 : MapperSays(plan_, s, source.result, r, stored, voice, rule);
      voice.mapper |= says >= 0;
      if (source.filter_enabled[r] >= 0) {
        says = source.filter_enabled[r];
        rule = source.filter_rule[r];
        voice.filter = true;
      }
      voice.connected = true;
      voice.creates |= type.settings->join.unmatched == Unmatched::kCreate;
      bool on = says != 0;
      if (voice.rule < 0 || (on && !voice.on)) voice.rule = rule;
      voice.on |= on;
    }
  }
  for (uint32_t i = 0; i < count; ++i) {
    auto [on, rule] = Verdict(voices[i], order);
    if (flow.deleted[i]) on = false;
    flow.fresh->Set(static_cast<uint32_t>(kVaultEnabled), i, static_cast<uint8_t>(on ? 1 : 0));
    flow.provenance[i][static_cast<size_t>(kVaultEnabled)] =
        rule < 0 ? 0 : context_.rule_ordinals[static_cast<size_t>(rule)];
  }
}

}  // namespace idx::runtime
