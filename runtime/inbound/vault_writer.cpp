#include "runtime/inbound/vault_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/bulk.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

class ChunkWriter {
 public:
  ChunkWriter(RunContext& context, VaultWork& work, FlowResult& flow)
      : context_(context),
        work_(work),
        flow_(flow),
        layout_(work.flow->layout()),
        added_(layout_.type(), static_cast<uint32_t>(flow.ids.size())),
        changed_(layout_.type(), static_cast<uint32_t>(flow.ids.size())) {}

  Status Store();

 private:
  std::vector<AttributeDelta> Differences(uint32_t i);
  bool MarksDiffer(uint32_t i) const;
  Status FillRow(BatchBuilder& rows, uint32_t i, int64_t created_run, const Guid& public_id);
  Status StoreHistory();
  Status StoreFutures();
  Status Notify();
  void AddFindings();
  void Name(FlowFinding& finding) const;

  RunContext& context_;
  VaultWork& work_;
  FlowResult& flow_;
  const RowLayout& layout_;
  BatchBuilder added_, changed_;
  std::vector<std::pair<int64_t, std::string>> history_;
};

std::vector<AttributeDelta> ChunkWriter::Differences(uint32_t i) {
  const ObjectType& type = *work_.plan.type;
  Batch stored = flow_.stored->batch(), fresh = flow_.fresh->batch();
  std::vector<AttributeDelta> deltas;
  for (size_t a = 0; a < type.attributes.size(); ++a) {
    const Attribute& attribute = type.attributes[a];
    const void* before = ValueAt(attribute, stored.columns[layout_.ColumnOf(static_cast<int32_t>(a))],
                                 static_cast<uint32_t>(flow_.stored_row[i]));
    const void* after = ValueAt(attribute, fresh.columns[a], i);
    if (SameValue(attribute, before, after)) continue;
    deltas.push_back(
        {attribute.identifier, TextsOf(*context_.configuration, type, static_cast<int32_t>(a), before),
         TextsOf(*context_.configuration, type, static_cast<int32_t>(a), after), flow_.provenance[i][a]});
  }
  return deltas;
}

bool ChunkWriter::MarksDiffer(uint32_t i) const {
  Batch stored = flow_.stored->batch();
  uint32_t row = static_cast<uint32_t>(flow_.stored_row[i]);
  return stored.columns[kVaultWithheld].At<uint8_t>(row) != flow_.withheld[i] ||
         stored.columns[kVaultDeleted].At<uint8_t>(row) != flow_.deleted[i] ||
         flow_.stored_provenance[i] != flow_.provenance[i];
}

Status ChunkWriter::FillRow(BatchBuilder& rows, uint32_t i, int64_t created_run, const Guid& public_id) {
  const ObjectType& type = *work_.plan.type;
  uint32_t row = rows.AddRow();
  rows.Set(kVaultId, row, flow_.ids[i]);
  rows.Set(kVaultProv, row, work_.provenances.Number(flow_.provenance[i]));
  rows.Set(kVaultRun, row, created_run);
  rows.Set(kVaultWithheld, row, flow_.withheld[i]);
  rows.Set(kVaultDeleted, row, flow_.deleted[i]);
  rows.Set(kVaultPublicId, row, public_id);
  Batch fresh = flow_.fresh->batch();
  for (size_t a = 0; a < type.attributes.size(); ++a)
    StoreValue(type.attributes[a], ValueAt(type.attributes[a], fresh.columns[a], i), rows,
               static_cast<uint32_t>(layout_.ColumnOf(static_cast<int32_t>(a))), row);
  return {};
}

Status ChunkWriter::Store() {
  InboundSummary& summary = context_.summary->inbound;
  for (uint32_t i = 0; i < flow_.ids.size(); ++i) {
    summary.withheld += flow_.withheld[i];
    summary.classified += flow_.classified[i];
    if (flow_.stored_row[i] < 0) {
      IDX_TRY(FillRow(added_, i, context_.run, work_.PublicIdOf(flow_, i)));
      continue;
    }
    std::vector<AttributeDelta> deltas = Differences(i);
    if (deltas.empty() && !MarksDiffer(i)) continue;
    Batch stored = flow_.stored->batch();
    uint32_t row = static_cast<uint32_t>(flow_.stored_row[i]);
    IDX_TRY(FillRow(changed_, i, stored.columns[kVaultRun].At<int64_t>(row), work_.PublicIdOf(flow_, i)));
    if (stored.columns[kVaultDeleted].At<uint8_t>(row) == 0 && flow_.deleted[i]) ++summary.deleted;
    if (deltas.empty()) continue;
    ++summary.changed;
    for (const AttributeDelta& delta : deltas)
      if (delta.attribute == work_.plan.type->attributes[kVaultEnabled].identifier &&
          delta.wanted.front() == "false")
        ++summary.disabled;
    history_.emplace_back(flow_.ids[i], PackDeltas(deltas));
  }
  IDX_TRY(work_.provenances.Save(*context_.db));
  std::string table = QuoteIdentifier(work_.plan.type->table);
  if (added_.rows() > 0) {
    IDX_ASSIGN(CopyWriter writer, StartWriter(*context_.db, layout_, table));
    IDX_TRY(WriteRows(writer, added_));
    IDX_ASSIGN([[maybe_unused]] uint64_t stored, writer.Finish());
  }
  IDX_TRY(UpsertById(*context_.db, layout_, table, changed_));
  IDX_TRY(StoreHistory());
  AddFindings();
  IDX_TRY(StoreFutures());
  return Notify();
}

// Of those whose filters all ran: the others' may still hold.
Status ChunkWriter::Notify() {
  std::vector<int32_t> loops;
  for (const FilterPlan& filter : work_.plan.filters) loops.push_back(filter.loop);
  int32_t type = context_.vault_type_ids[static_cast<size_t>(work_.plan.vault_type)];
  IDX_ASSIGN(bool any, HasNotices(context_, type, loops));
  if (!any) return {};
  std::vector<int64_t> evaluated;
  for (uint32_t i = 0; i < flow_.ids.size(); ++i)
    if (!flow_.withheld[i] && !flow_.skipped[i]) evaluated.push_back(flow_.ids[i]);
  std::erase_if(flow_.notices, [&](const Notice& notice) {
    return !std::binary_search(evaluated.begin(), evaluated.end(), notice.identity);
  });
  return StoreNotices(context_, type, *work_.plan.type, evaluated, std::move(flow_.notices));
}

Status ChunkWriter::StoreHistory() {
  if (history_.empty()) return {};
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "change",
                                                  {{"run", CopyType::kInt8},
                                                   {"kind", CopyType::kInt4},
                                                   {"type", CopyType::kInt4},
                                                   {"id", CopyType::kInt8},
                                                   {"v", CopyType::kText}}));
  for (const auto& [id, bytes] : history_) {
    writer.BeginRow();
    writer.Int(context_.run);
    writer.Int(1);
    writer.Int(context_.vault_type_ids[static_cast<size_t>(work_.plan.vault_type)]);
    writer.Int(id);
    writer.Bytes(bytes);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

// One future deletion per (identity, type, rule): evaluating the cause again leaves the due time; an
// error-free evaluation of a connected object without it cancels it.
Status ChunkWriter::StoreFutures() {
  std::vector<int64_t> identities, types, rules, days;
  for (const DeletionWish& wish : flow_.wishes) {
    if (flow_.skipped[wish.identity] || flow_.withheld[wish.identity]) continue;
    identities.push_back(flow_.ids[wish.identity]);
    types.push_back(wish.type);
    rules.push_back(wish.rule);
    days.push_back(wish.days);
  }
  if (!identities.empty())
    IDX_TRY(context_.db->Execute(
        "INSERT INTO future SELECT i, t, r, (($5::date + d::int)::timestamp AT TIME ZONE $6) FROM "
        "unnest($1::bigint[], "
        "$2::bigint[], $3::bigint[], $4::bigint[]) AS w(i, t, r, d) ON CONFLICT DO NOTHING",
        {IdArray(identities), IdArray(types), IdArray(rules), IdArray(days), context_.today,
         context_.configuration->zone}));
  for (const FutureDeletion& future : flow_.futures) {
    bool wanted = std::any_of(flow_.wishes.begin(), flow_.wishes.end(), [&](const DeletionWish& wish) {
      return wish.identity == future.identity && wish.type == future.type && wish.rule == future.rule;
    });
    bool seen = false;
    for (size_t s = 0; s < flow_.sources.size(); ++s) {
      const SourceRows& source = flow_.sources[s];
      if (work_.plan.sources[s]->id != future.type) continue;
      for (uint32_t r = 0; r < source.selection.size(); ++r)
        seen |= source.identity[r] == future.identity && !source.vanished[r] && source.filtered_well[r];
    }
    if (seen && !wanted)
      IDX_TRY(context_.db->Execute("DELETE FROM future WHERE identity = $1 AND type = $2 AND rule = $3",
                                   {flow_.ids[future.identity], future.type, future.rule}));
  }
  return {};
}

void ChunkWriter::AddFindings() {
  InboundSummary& summary = context_.summary->inbound;
  summary.failed += flow_.findings.size();
  for (FlowFinding& finding : flow_.findings) {
    if (summary.findings.size() >= kMaxFindings) break;
    Name(finding);
    summary.findings.push_back(std::move(finding.finding));
  }
  summary.said.count += flow_.said.size() + flow_.left_unsaid;
  for (FlowFinding& message : flow_.said) {
    if (summary.said.messages.size() >= kMaxFindings) break;
    Name(message);
    summary.said.messages.push_back(std::move(message.finding));
  }
}

// By the object that the rule looked at; else by the first of the identity's.
void ChunkWriter::Name(FlowFinding& finding) const {
  finding.finding.type = work_.plan.type->FullName();
  auto name_by = [&](size_t source, uint32_t row) {
    const SourceRows& rows = flow_.sources[source];
    finding.finding.type = work_.plan.sources[source]->type->FullName();
    finding.finding.key = rows.rows->batch().columns[2].At<Text>(rows.selection[row]).str();
  };
  if (finding.source >= 0) return name_by(static_cast<size_t>(finding.source), finding.row);
  for (size_t s = 0; s < flow_.sources.size(); ++s) {
    const std::vector<uint32_t>& identities = flow_.sources[s].identity;
    auto found = std::find(identities.begin(), identities.end(), finding.identity);
    if (found != identities.end()) return name_by(s, static_cast<uint32_t>(found - identities.begin()));
  }
}

}  // namespace

Status StoreFlow(RunContext& context, VaultWork& work, FlowResult& flow) {
  return ChunkWriter(context, work, flow).Store();
}

}  // namespace idx::runtime
