#include "runtime/outbound/account_values.h"

#include <algorithm>

#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {

std::vector<std::string> AccountValues::Seen(const AccountChunk& chunk, uint32_t i, int32_t attribute) const {
  const Account& account = chunk.accounts[i];
  if (!account.has_object || account.gone) return {};
  const Attribute& declared = type_.type->attributes[static_cast<size_t>(attribute)];
  return TextsOf(*context_.configuration, *type_.type, attribute,
                 ValueAt(declared, chunk.object_view.columns[attribute], static_cast<uint32_t>(account.row)));
}

std::vector<std::string> AccountValues::Expected(const AccountChunk& chunk, uint32_t i,
                                                 int32_t attribute) const {
  const Account& account = chunk.accounts[i];
  auto sent = account.sent.find(attribute);
  bool counts = account.in_flight && account.flight_state != FlightState::kRetry;
  return counts && sent != account.sent.end() ? sent->second : Seen(chunk, i, attribute);
}

// What an initial-only attribute of the account is already: sent, seen, or wanted since an earlier run by the
// same rule (an ordinal) or by what filters made of it. No texts: it is to be decided.
WantedValue AccountValues::Decided(const AccountChunk& chunk, uint32_t i, int32_t attribute,
                                   int32_t rule) const {
  const Account& account = chunk.accounts[i];
  auto found = account.sent.find(attribute);
  bool sent = account.in_flight && found != account.sent.end() && !found->second.empty();
  // What is sent counts until the application shows something else (as in wanted_account.cpp).
  if (sent && account.flight_state != FlightState::kRetry) return {attribute, found->second, rule};
  std::vector<std::string> seen = Seen(chunk, i, attribute);
  if (!seen.empty()) return {attribute, std::move(seen), rule};
  if (sent) return {attribute, found->second, rule};
  if (attribute == type_.type->key && account.linked && !account.anchor.empty())
    return {attribute, {account.anchor}, rule};
  std::vector<AttributeDelta> deltas;
  if (!account.has_pending || !UnpackDeltas(account.pending_payload, deltas)) return {attribute, {}, rule};
  const std::string& name = type_.type->attributes[static_cast<size_t>(attribute)].identifier;
  for (AttributeDelta& delta : deltas)
    if (delta.attribute == name && (delta.rule == rule || filters_.Gives(delta.rule, attribute)))
      return {attribute, std::move(delta.wanted), delta.rule};
  return {attribute, {}, rule};
}

std::vector<WantedValue> AccountValues::Wanted(const AccountChunk& chunk, const LoopResult& wanted,
                                               uint32_t i, std::vector<AccountWish>& wishes,
                                               std::vector<int32_t>& settled) const {
  std::vector<WantedValue> values;
  if (wanted.rows() == 0) return values;
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(type_.plan->outbound_loop)];
  std::vector<std::pair<int32_t, size_t>> ranked;  // precedence, output: the lower goes first
  for (size_t o = 0; o < loop.outputs.size(); ++o)
    if (loop.outputs[o].kind == compiler::OutputKind::kAttribute)
      ranked.emplace_back(context_.program->rules[static_cast<size_t>(loop.outputs[o].rule)].order, o);
  std::sort(ranked.begin(), ranked.end());
  std::vector<uint8_t> decided(type_.type->attributes.size(), 0);
  for (const auto& [order, o] : ranked) {
    const compiler::LoopOutput& output = loop.outputs[o];
    const Attribute& attribute = type_.type->attributes[static_cast<size_t>(output.attribute)];
    Outcome outcome = wanted.outcome(o, i);
    const void* value = outcome != Outcome::kValue ? nullptr
                        : output.unique            ? wanted.value(o, i)
                                                   : AtBorder(attribute, wanted.value(o, i));
    if (outcome == Outcome::kValue && !output.unique && !IsStorable(attribute, value))
      outcome = Outcome::kFailed;
    uint8_t& done = decided[static_cast<size_t>(output.attribute)];
    if (done) continue;
    if (outcome == Outcome::kNoOpinion || (outcome == Outcome::kValue && value == nullptr)) continue;
    int32_t rule = context_.rule_ordinals[static_cast<size_t>(output.rule)];
    done = 1;
    if (output.initial) {
      WantedValue kept = Decided(chunk, i, output.attribute, rule);
      if (!kept.texts.empty()) {
        settled.push_back(output.attribute);
        values.push_back(std::move(kept));
        continue;
      }
    }
    if (outcome == Outcome::kFailed) {
      settled.push_back(output.attribute);
      continue;
    }
    if (output.unique) {
      wishes.push_back({values.size(), output.rule, static_cast<const ListView*>(value)});
      values.push_back({output.attribute, {}, rule});
      continue;
    }
    values.push_back(
        {output.attribute, TextsOf(*context_.configuration, *type_.type, output.attribute, value), rule});
  }
  return values;
}

}  // namespace idx::runtime
