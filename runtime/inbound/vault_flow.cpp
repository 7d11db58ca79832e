#include "runtime/inbound/vault_flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/sdk/convert.h"
#include "runtime/state/bulk.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/taken_values.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// By VaultColumn.
std::vector<ExtraColumn> VaultOwn() {
  return {{"id", TypeKind::kLong},       {"prov", TypeKind::kInt},     {"created_run", TypeKind::kLong},
          {"withheld", TypeKind::kBool}, {"deleted", TypeKind::kBool}, {"public_id", TypeKind::kGuid}};
}

uint32_t PositionOf(const std::vector<int64_t>& ids, int64_t id) {
  auto found = std::lower_bound(ids.begin(), ids.end(), id);
  return found != ids.end() && *found == id ? static_cast<uint32_t>(found - ids.begin()) : UINT32_MAX;
}

}  // namespace

VaultFlow::VaultFlow(RunContext& context, const FlowPlan& plan, Provenances& provenances,
                     int64_t first_new_id)
    : context_(context),
      plan_(plan),
      provenances_(provenances),
      layout_(VaultOwn(), *plan.type),
      first_new_id_(first_new_id) {
  for (size_t s = 0; s < plan.sources.size(); ++s)
    source_layouts_.emplace_back(
        std::vector<ExtraColumn>{
            {"id", TypeKind::kLong}, {"gone", TypeKind::kLong}, {"k", TypeKind::kString}},
        *context.configuration, *plan.sources[s]->type, plan.reads[s]);
}

Result<std::unique_ptr<FlowResult>> VaultFlow::Compute(std::vector<int64_t> ids,
                                                       const FlowTrace* trace) const {
  IDX_ASSIGN(auto flow, Map(std::move(ids), trace));
  IDX_TRY(GatherFutures(*flow));
  IDX_TRY(Classify(*flow));
  IDX_TRY(RunFilters(*flow));
  DecideDeletions(*flow);
  DecideEnabled(*flow);
  Withhold(*flow);
  return flow;
}

Result<std::unique_ptr<FlowResult>> VaultFlow::ComputeStratum(std::vector<int64_t> ids, bool classes) const {
  IDX_ASSIGN(auto flow, Map(std::move(ids), nullptr));
  if (classes || plan_.classify_derived.empty()) IDX_TRY(Classify(*flow));
  DecideDeletions(*flow);
  DecideEnabled(*flow);
  return flow;
}

Result<std::unique_ptr<FlowResult>> VaultFlow::ComputeMapped(std::vector<int64_t> ids) const {
  return Map(std::move(ids), nullptr);
}

// As far as the mappers and the classes that are kept.
Result<std::unique_ptr<FlowResult>> VaultFlow::Map(std::vector<int64_t> ids, const FlowTrace* trace) const {
  auto flow = std::make_unique<FlowResult>();
  flow->ids = std::move(ids);
  size_t count = flow->ids.size();
  IDX_ASSERT(count > 0 && count <= kFlowChunk);
  flow->provenance.assign(count, ProvenanceVector(plan_.type->attributes.size(), 0));
  flow->withheld.assign(count, 0);
  flow->skipped.assign(count, 0);
  flow->deleted.assign(count, 0);
  flow->classified.assign(count, 0);
  IDX_TRY(GatherStored(*flow));
  IDX_TRY(GatherObjects(*flow));
  RunMappers(*flow);
  Merge(*flow, trace);
  KeepClasses(*flow);
  return flow;
}

Status VaultFlow::GatherStored(FlowResult& flow) const {
  size_t count = flow.ids.size();
  flow.stored_row.assign(count, -1);
  flow.stored_provenance.resize(count);
  std::vector<int64_t> old(flow.ids.begin(),
                           std::lower_bound(flow.ids.begin(), flow.ids.end(), first_new_id_));
  flow.stored = std::make_unique<BatchBuilder>(layout_.type(), static_cast<uint32_t>(2 * old.size() + 2));
  if (old.empty()) return {};
  IDX_TRY(
      ReadRows(*context_.db, layout_,
               fmt::format("FROM {} WHERE {}", QuoteIdentifier(plan_.type->table), IdCondition("id", old)),
               *flow.stored));
  Batch batch = flow.stored->batch();
  for (uint32_t row = 0; row < batch.rows; ++row) {
    uint32_t i = PositionOf(flow.ids, batch.columns[kVaultId].At<int64_t>(row));
    if (i == UINT32_MAX) continue;
    flow.stored_row[i] = static_cast<int32_t>(row);
    flow.stored_provenance[i] = provenances_.Find(batch.columns[kVaultProv].At<int32_t>(row));
  }
  return {};
}

Status VaultFlow::GatherObjects(FlowResult& flow) const {
  flow.sources.resize(plan_.sources.size());
  std::vector<std::vector<std::pair<int64_t, uint32_t>>> objects(plan_.sources.size());
  {
    IDX_ASSIGN(CopyReader reader,
               CopyReader::Start(
                   *context_.db,
                   fmt::format("SELECT identity, type, object FROM link WHERE {} AND object IS NOT NULL",
                               IdCondition("identity", flow.ids)),
                   {{"identity", CopyType::kInt8}, {"type", CopyType::kInt4}, {"object", CopyType::kInt8}}));
    for (;;) {
      IDX_ASSIGN(bool more, reader.Next());
      if (!more) break;
      uint32_t i = PositionOf(flow.ids, reader.Int(0));
      if (i == UINT32_MAX) continue;
      for (size_t s = 0; s < plan_.sources.size(); ++s)
        if (plan_.sources[s]->id == reader.Int(1)) objects[s].emplace_back(reader.Int(2), i);
    }
  }
  for (size_t s = 0; s < objects.size(); ++s) IDX_TRY(GatherSource(s, std::move(objects[s]), flow));
  return {};
}

Status VaultFlow::GatherSource(size_t source, std::vector<std::pair<int64_t, uint32_t>> objects,
                               FlowResult& flow) const {
  SourceRows& rows = flow.sources[source];
  const RowLayout& layout = source_layouts_[source];
  std::sort(objects.begin(), objects.end());
  std::vector<int64_t> ids;
  for (const auto& [object, identity] : objects) ids.push_back(object);
  rows.rows = std::make_unique<BatchBuilder>(layout.type(), static_cast<uint32_t>(2 * ids.size() + 2));
  if (!ids.empty())
    IDX_TRY(ReadRows(*context_.db, layout,
                     fmt::format("FROM {} WHERE {}", QuoteIdentifier(plan_.sources[source]->type->table),
                                 IdCondition("id", ids)),
                     *rows.rows));
  rows.batch = layout.View(*rows.rows, rows.columns);
  Batch own = rows.rows->batch();
  for (uint32_t row = 0; row < own.rows; ++row) {
    uint32_t position = PositionOf(ids, own.columns[0].At<int64_t>(row));
    if (position == UINT32_MAX) continue;
    rows.selection.push_back(row);
    rows.identity.push_back(objects[position].second);
    rows.vanished.push_back(own.columns[1].IsValid(row) ? 1 : 0);
  }
  rows.filter_enabled.assign(rows.selection.size(), -1);
  rows.filter_rule.assign(rows.selection.size(), -1);
  rows.filtered_well.assign(rows.selection.size(), 1);
  return GatherSent(source, flow);
}

Status VaultFlow::GatherSent(size_t source, FlowResult& flow) const {
  bool asked = false;
  for (const auto& contributions : plan_.contributions)
    for (const Contribution& contribution : contributions)
      asked |= contribution.source == source && contribution.echo;
  if (!asked || flow.sources[source].selection.empty()) return {};
  const ObjectType& type = *plan_.sources[source]->type;
  IDX_ASSIGN(Rows sent, context_.db->Query(
                            fmt::format("SELECT identity, v, EXISTS (SELECT 1 FROM in_flight f WHERE f.type "
                                        "= s.type AND f.identity = s.identity) FROM sent s WHERE type = {} "
                                        "AND {}",
                                        plan_.sources[source]->id, IdCondition("identity", flow.ids))));
  for (size_t r = 0; r < sent.size(); ++r) {
    uint32_t i = PositionOf(flow.ids, sent.Int(r, 0));
    std::vector<AttributeDelta> values;
    if (i == UINT32_MAX || !UnpackDeltas(sent.Text(r, 1), values)) continue;
    for (AttributeDelta& value : values)
      if (int32_t attribute = type.Find(value.attribute); attribute >= 0) {
        SentValue& ours = flow.sources[source].sent[i][attribute];
        ours.last = std::move(value.wanted);
        ours.has_before = value.rule == kSentBefore && sent.Bool(r, 2);
        ours.before = std::move(value.seen);
      }
  }
  return {};
}

Status VaultFlow::GatherFutures(FlowResult& flow) const {
  if (plan_.filters.empty()) return {};
  IDX_ASSIGN(Rows rows,
             context_.db->Query(fmt::format("SELECT identity, type, rule, due <= $1::timestamptz FROM future "
                                            "WHERE {}",
                                            IdCondition("identity", flow.ids)),
                                {context_.now}));
  for (size_t r = 0; r < rows.size(); ++r) {
    uint32_t i = PositionOf(flow.ids, rows.Int(r, 0));
    if (i != UINT32_MAX)
      flow.futures.push_back(
          {i, static_cast<int32_t>(rows.Int(r, 1)), static_cast<int32_t>(rows.Int(r, 2)), rows.Bool(r, 3)});
  }
  return {};
}

void VaultFlow::RunMappers(FlowResult& flow) const {
  for (size_t s = 0; s < plan_.sources.size(); ++s) {
    SourceRows& rows = flow.sources[s];
    const compiler::ApplicationPlan* plan = plan_.sources[s]->plan;
    if (plan == nullptr || plan->inbound_loop < 0 || rows.selection.empty()) continue;
    compiler::SlotInput slot{rows.batch, rows.selection.data()};
    rows.result =
        context_.loops->Run(plan->inbound_loop, {&slot, 1}, static_cast<uint32_t>(rows.selection.size()));
    Tell(rows.result, rows.identity, static_cast<int32_t>(s), nullptr, flow);
  }
}

void VaultFlow::Tell(const LoopResult& result, const std::vector<uint32_t>& identities, int32_t source,
                     const std::vector<uint32_t>* rows, FlowResult& flow) const {
  auto of = [&](uint32_t row, Finding finding) {
    return FlowFinding{identities[row], source, rows != nullptr ? (*rows)[row] : row, std::move(finding)};
  };
  for (const compiler::RowError& error : result.errors())
    flow.findings.push_back(of(error.row, FindingOf(context_, error)));
  for (const LogMessage& message : result.messages())
    flow.said.push_back(of(message.row, FindingOf(context_, message)));
  flow.left_unsaid += result.messages_left_off();
}

void VaultFlow::KeepStored(FlowResult& flow, uint32_t identity, int32_t attribute) const {
  if (flow.stored_row[identity] < 0) return;
  size_t a = static_cast<size_t>(attribute);
  uint32_t column = static_cast<uint32_t>(layout_.ColumnOf(attribute));
  const Attribute& declared = plan_.type->attributes[a];
  StoreValue(declared,
             ValueAt(declared, flow.stored->batch().columns[column],
                     static_cast<uint32_t>(flow.stored_row[identity])),
             *flow.fresh, static_cast<uint32_t>(attribute), identity);
  flow.provenance[identity][a] =
      flow.stored_provenance[identity].empty() ? 0 : flow.stored_provenance[identity][a];
}

// Whether the value that the identity has now was given by the rule.
bool VaultFlow::IsDecidedBy(const FlowResult& flow, uint32_t identity, int32_t attribute,
                            int32_t rule) const {
  size_t a = static_cast<size_t>(attribute);
  if (flow.stored_row[identity] < 0 || flow.stored_provenance[identity].empty()) return false;
  if (flow.stored_provenance[identity][a] != context_.rule_ordinals[static_cast<size_t>(rule)]) return false;
  const Column& column = flow.stored->batch().columns[layout_.ColumnOf(attribute)];
  return ValueAt(plan_.type->attributes[a], column, static_cast<uint32_t>(flow.stored_row[identity])) !=
         nullptr;
}

// The candidate that the identity gets of those that a rule has given; null: none, and once claims are made
// that is an error of the rule.
const void* VaultFlow::Claimed(FlowResult& flow, uint32_t identity, int32_t attribute, int32_t rule,
                               const ListView& candidates) const {
  flow.unique_wishes.push_back({identity, attribute, &candidates});
  if (claims_ == nullptr) return nullptr;
  const Text* value = claims_->Find(attribute, flow.ids[identity]);
  if (value != nullptr) return value;
  compiler::RowError error{rule, identity, EvalErrorKind::kInvalidOperation,
                           NoneFree(candidates.count, *plan_.type, attribute),
                           context_.program->rules[static_cast<size_t>(rule)].where};
  flow.findings.push_back({identity, -1, 0, FindingOf(context_, error)});
  return nullptr;
}

// Whether a filter gave the identity the value that it has now.
bool VaultFlow::IsByFilter(const FlowResult& flow, uint32_t identity, int32_t attribute) const {
  if (flow.stored_row[identity] < 0 || flow.stored_provenance[identity].empty()) return false;
  int32_t giver = flow.stored_provenance[identity][static_cast<size_t>(attribute)];
  return std::any_of(plan_.filters.begin(), plan_.filters.end(), [&](const FilterPlan& filter) {
    return context_.rule_ordinals[static_cast<size_t>(filter.rule)] == giver;
  });
}

bool VaultFlow::IsInitial(int32_t attribute, int32_t rule) const {
  for (const Contribution& contribution : plan_.contributions[static_cast<size_t>(attribute)])
    if (contribution.rule == rule) return contribution.initial;
  return false;
}

void VaultFlow::StoreDecided(FlowResult& flow, uint32_t identity, int32_t attribute, int32_t rule,
                             const void* value) const {
  auto a = static_cast<uint32_t>(attribute);
  const Attribute& declared = plan_.type->attributes[a];
  if (!decides_once_) return StoreValue(declared, value, *flow.fresh, a, identity);
  auto [known, first] = decided_.try_emplace(std::tuple(flow.ids[identity], attribute, rule));
  if (first) {
    known->second = TextsOf(*context_.configuration, *plan_.type, attribute, value);
    return StoreValue(declared, value, *flow.fresh, a, identity);
  }
  // What is canonical is always read back.
  connectors::Converter converter(*plan_.type, context_.configuration->enums, {});
  if (declared.multi)
    converter.SetMulti(*flow.fresh, identity, a, {known->second.begin(), known->second.end()});
  else if (!known->second.empty())
    converter.SetScalar(*flow.fresh, identity, a, known->second.front());
}

void VaultFlow::Merge(FlowResult& flow, const FlowTrace* trace) const {
  uint32_t count = static_cast<uint32_t>(flow.ids.size());
  flow.fresh = std::make_unique<BatchBuilder>(*plan_.type, count);
  for (uint32_t i = 0; i < count; ++i) flow.fresh->AddRow();
  std::vector<MergeSource> sources;
  for (size_t s = 0; s < flow.sources.size(); ++s) {
    SourceRows& rows = flow.sources[s];
    MergeSource source{&rows.result, rows.identity, rows.vanished, nullptr};
    if (!rows.sent.empty()) {
      const ObjectType& type = *plan_.sources[s]->type;
      const compiler::Loop& loop =
          context_.program->loops[static_cast<size_t>(plan_.sources[s]->plan->inbound_loop)];
      source.is_echo = [this, &rows, &type, &loop](uint32_t row, size_t output) {
        auto sent = rows.sent.find(rows.identity[row]);
        if (sent == rows.sent.end()) return false;
        for (int32_t attribute : loop.outputs[output].reads) {
          auto value = sent->second.find(attribute);
          const Attribute& declared = type.attributes[static_cast<size_t>(attribute)];
          const void* seen = ValueAt(declared, rows.batch.columns[attribute], rows.selection[row]);
          if (value == sent->second.end()) return false;
          std::vector<std::string> texts = TextsOf(*context_.configuration, type, attribute, seen);
          const SentValue& ours = value->second;
          if (!SameTexts(declared, ours.last, texts) &&
              !(ours.has_before && SameTexts(declared, ours.before, texts)))
            return false;
        }
        return true;
      };
    }
    sources.push_back(std::move(source));
  }
  for (int32_t a = 0; a < static_cast<int32_t>(plan_.type->attributes.size()); ++a) {
    if (a == kVaultEnabled || a == kVaultClassification) continue;
    const Attribute& attribute = plan_.type->attributes[static_cast<size_t>(a)];
    MergeTrace attribute_trace;
    if (trace != nullptr)
      attribute_trace = [trace, a](uint32_t i, const Contribution& c, uint32_t row, Outcome outcome,
                                   bool echo, bool won) { (*trace)(a, i, c, row, outcome, echo, won); };
    IsDecided is_decided = [&](uint32_t i, int32_t rule) { return IsDecidedBy(flow, i, a, rule); };
    MergedAttribute merged = MergeAttribute(attribute, plan_.contributions[static_cast<size_t>(a)], sources,
                                            count, is_decided, trace == nullptr ? nullptr : &attribute_trace);
    for (uint32_t i = 0; i < count; ++i) {
      if (merged.decision[i] == Decision::kUnique) {
        merged.value[i] = Claimed(flow, i, a, merged.rule[i], *static_cast<const ListView*>(merged.value[i]));
        merged.decision[i] = merged.value[i] == nullptr ? Decision::kKeep : Decision::kValue;
      }
      if (merged.decision[i] == Decision::kKeep) {
        KeepStored(flow, i, a);
        if (IsByFilter(flow, i, a)) flow.settled.emplace(i, a);
      }
      if (merged.decision[i] != Decision::kValue && merged.decision[i] != Decision::kClear) continue;
      flow.provenance[i][static_cast<size_t>(a)] =
          context_.rule_ordinals[static_cast<size_t>(merged.rule[i])];
      if (merged.decision[i] == Decision::kClear) continue;
      if (!IsInitial(a, merged.rule[i])) {
        StoreValue(attribute, merged.value[i], *flow.fresh, static_cast<uint32_t>(a), i);
        continue;
      }
      StoreDecided(flow, i, a, merged.rule[i], merged.value[i]);
      if (IsByFilter(flow, i, a)) flow.redecided.emplace(i, a);
    }
  }
}

Result<std::unique_ptr<VaultFlow::Newborns>> VaultFlow::ComputeNewborns(size_t source,
                                                                        const Batch& objects) const {
  auto newborns = std::make_unique<Newborns>();
  newborns->fresh = std::make_unique<BatchBuilder>(*plan_.type, std::max(objects.rows, 1u));
  std::vector<uint32_t> identity(objects.rows);
  std::vector<uint8_t> vanished(objects.rows, 0);
  for (uint32_t i = 0; i < objects.rows; ++i) identity[i] = newborns->fresh->AddRow();
  const compiler::ApplicationPlan* plan = plan_.sources[source]->plan;
  if (plan == nullptr || plan->inbound_loop < 0 || objects.rows == 0) return newborns;
  compiler::SlotInput slot{objects, nullptr};
  newborns->result = context_.loops->Run(plan->inbound_loop, {&slot, 1}, objects.rows);
  std::vector<MergeSource> sources(plan_.sources.size());
  sources[source] = {&newborns->result, identity, vanished, nullptr};
  for (size_t a = kVaultBuiltInAttributes; a < plan_.type->attributes.size(); ++a) {
    MergedAttribute merged =
        MergeAttribute(plan_.type->attributes[a], plan_.contributions[a], sources, objects.rows);
    for (uint32_t i = 0; i < objects.rows; ++i)
      if (merged.decision[i] == Decision::kValue)
        StoreValue(plan_.type->attributes[a], merged.value[i], *newborns->fresh, static_cast<uint32_t>(a), i);
  }
  return newborns;
}

}  // namespace idx::runtime
