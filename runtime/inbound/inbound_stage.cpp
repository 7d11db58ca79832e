#include "runtime/inbound/inbound_stage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/clock.h"
#include "runtime/inbound/joining.h"
#include "runtime/inbound/referrers.h"
#include "runtime/inbound/stratum_writer.h"
#include "runtime/inbound/vault_claims.h"
#include "runtime/inbound/vault_writer.h"
#include "runtime/state/bulk.h"
#include "runtime/state/tables.h"

namespace idx::runtime {
namespace {

// Who has to be evaluated although none of its objects changed.
Result<bool> Everybody(RunContext& context, const std::vector<std::unique_ptr<VaultWork>>& works) {
  IDX_ASSIGN(std::string digest, GetSetting(*context.db, "inbound.digest"));
  if (digest != context.program->digest) return true;
  ClockReads reads = ClockReads::kNothing;
  for (const auto& work : works) reads = std::max(reads, work->plan.clock);
  return ClockMoved(context, "inbound", reads);
}

Status TouchChanged(RunContext& context, VaultWork& work, bool everybody) {
  Connection& db = *context.db;
  if (everybody) {
    IDX_ASSIGN(auto all, ReadIds(db, "SELECT id FROM " + QuoteIdentifier(work.plan.type->table)));
    work.Touch(std::move(all));
    return {};
  }
  for (const TypeState* type : work.plan.sources) {
    IDX_ASSIGN(auto objects, ReadRanges(db, fmt::format("dirty WHERE type = {}", type->id)));
    std::vector<int64_t> changed;
    for (size_t first = 0; first < objects.size(); first += kFlowChunk) {
      std::vector<int64_t> chunk(
          objects.begin() + static_cast<ptrdiff_t>(first),
          objects.begin() + static_cast<ptrdiff_t>(std::min<size_t>(objects.size(), first + kFlowChunk)));
      IDX_ASSIGN(auto some, ReadIds(db, fmt::format("SELECT identity FROM link WHERE type = {} AND {}",
                                                    type->id, IdCondition("object", chunk))));
      changed.insert(changed.end(), some.begin(), some.end());
    }
    work.Touch(std::move(changed));
  }
  IDX_TRY(TouchReferrers(context, work));
  IDX_ASSIGN(auto due,
             ReadIds(db, fmt::format("SELECT f.identity FROM future f JOIN {} v ON v.id = f.identity WHERE "
                                     "NOT v.deleted AND f.due <= '{}'::timestamptz",
                                     QuoteIdentifier(work.plan.type->table), FormatIsoTime(context.now))));
  work.Touch(std::move(due));
  return {};
}

Status MarkOutboundDue(RunContext& context, const VaultWork& work) {
  if (work.touched.empty()) return {};
  IDX_ASSIGN(
      CopyWriter writer,
      CopyWriter::Start(*context.db, "outbound_due",
                        {{"type", CopyType::kInt4}, {"lo", CopyType::kInt8}, {"hi", CopyType::kInt8}}));
  for (const IdRange& range : RangesOf(work.touched)) {
    writer.BeginRow();
    writer.Int(context.vault_type_ids[static_cast<size_t>(work.plan.vault_type)]);
    writer.Int(range.lo);
    writer.Int(range.hi);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

Status Flow(RunContext& context, VaultWork& work) {
  const std::string name = work.plan.type->FullName();
  size_t chunk = ChunkSize(work.plan);
  for (size_t first = 0; first < work.touched.size(); first += chunk) {
    size_t last = std::min<size_t>(work.touched.size(), first + chunk);
    std::vector<int64_t> ids(work.touched.begin() + static_cast<ptrdiff_t>(first),
                             work.touched.begin() + static_cast<ptrdiff_t>(last));
    IDX_ASSIGN(auto flow, work.flow->Compute(std::move(ids)));
    // What is claimed and not stored has to be asked for again.
    for (const UniqueWish& wish : flow->unique_wishes)
      if (flow->withheld[wish.identity] || flow->skipped[wish.identity])
        work.unserved.push_back(flow->ids[wish.identity]);
    IDX_TRY(StoreFlow(context, work, *flow));
    FaultPoint(context);
    if (context.progress) context.progress("inbound", name, last);
  }
  return {};
}

// Joined completely: from now on the application may be provisioned.
Status NoteJoined(RunContext& context) {
  for (const TypeState& type : context.types) {
    IDX_ASSIGN(std::string imported, GetSetting(*context.db, fmt::format("imported.{}", type.id)));
    if (imported == "1") IDX_TRY(PutSetting(*context.db, fmt::format("joined.{}", type.id), "1"));
  }
  IDX_TRY(PutSetting(*context.db, "inbound.digest", context.program->digest));
  return NoteClock(context, "inbound");
}

}  // namespace

Result<std::vector<std::unique_ptr<VaultWork>>> MakeVaultWorks(RunContext& context) {
  std::vector<std::unique_ptr<VaultWork>> works;
  IDX_ASSIGN(int64_t next, QueryNumber(*context.db, "SELECT next FROM counter WHERE name = 'identity'"));
  for (int32_t v = 0; v < context.configuration->vault_type_count; ++v) {
    auto work = std::make_unique<VaultWork>();
    work->plan = MakeFlowPlan(context, v);
    IDX_ASSIGN(work->provenances,
               Provenances::Load(*context.db, *work->plan.type, v, context.configuration->vault_type_count));
    work->flow =
        std::make_unique<VaultFlow>(context, work->plan, work->provenances, std::max<int64_t>(next, 1));
    IDX_ASSIGN(bool filled, HasRows(*context.db, QuoteIdentifier(work->plan.type->table)));
    work->first_load = !filled;
    works.push_back(std::move(work));
  }
  return works;
}

Status RunInbound(RunContext& context, bool everybody) {
  Connection& db = *context.db;
  IDX_ASSIGN(auto works, MakeVaultWorks(context));
  if (!everybody) {
    IDX_ASSIGN(everybody, Everybody(context, works));
  }
  IDX_ASSIGN(bool work_to_do, HasRows(db, "dirty"));
  work_to_do |= everybody;
  for (auto& work : works) {
    IDX_TRY(TouchChanged(context, *work, everybody));
    work_to_do |= !work->touched.empty();
  }
  if (!work_to_do) {
    context.summary->inbound.skipped = true;
    return NoteJoined(context);
  }
  IDX_ASSIGN(bool linked, HasRows(db, "link"));
  for (auto& work : works)
    if (work->first_load) IDX_TRY(DropTypeIndexes(db, *work->plan.type, true));
  if (!linked) IDX_TRY(DropLinkIndexes(db));
  StratumWriter strata(context, works);
  IDX_TRY(JoinAll(context, works, strata));
  if (!linked) IDX_TRY(CreateLinkIndexes(db));
  for (auto& work : works) {
    work->SortCreated();
    if (!everybody) IDX_TRY(TouchReferrersOfJoined(context, *work));
  }
  IDX_TRY(StoreNewborns(context, works));
  for (auto& work : works) IDX_TRY(ClaimVaultValues(context, *work));
  if (!strata.idle()) IDX_TRY(strata.Refresh());
  for (auto& work : works) {
    IDX_TRY(Flow(context, *work));
    if (work->first_load) IDX_TRY(CreateTypeIndexes(db, *work->plan.type, true));
    IDX_TRY(MarkOutboundDue(context, *work));
    context.summary->inbound.touched += work->touched.size();
  }
  IDX_TRY(ForgetNewborns(context));
  IDX_TRY(db.Execute("DELETE FROM dirty"));
  for (auto& work : works) IDX_TRY(TouchUnservedAgain(context, *work));
  return NoteJoined(context);
}

}  // namespace idx::runtime
