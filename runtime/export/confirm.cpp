#include "runtime/export/confirm.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/bulk.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

struct Verdicts {
  std::vector<int64_t> confirmed, retry, unconfirmed, deleted;
};

bool Shows(const RunContext& context, const ObjectType& type, const Batch& objects, uint32_t row,
           const std::vector<AttributeDelta>& deltas) {
  for (const AttributeDelta& delta : deltas) {
    int32_t a = type.Find(delta.attribute);
    if (a < 0) continue;  // no longer in the schema: nothing to wait for
    const Attribute& attribute = type.attributes[static_cast<size_t>(a)];
    const void* seen = ValueAt(attribute, objects.columns[a], row);
    if (!SameTexts(attribute, TextsOf(*context.configuration, type, a, seen), delta.wanted)) return false;
  }
  return true;
}

Status Judge(RunContext& context, const TypeState& type, Verdicts& verdicts) {
  RowLayout layout({{"identity", TypeKind::kLong},
                    {"kind", TypeKind::kInt},
                    {"attempts", TypeKind::kInt},
                    {"payload", TypeKind::kString},
                    {"id", TypeKind::kLong}},
                   *type.type);
  std::string attributes;
  for (const Attribute& attribute : type.type->attributes)
    attributes += ", r." + QuoteIdentifier(attribute.column);
  std::vector<int32_t> targets;
  for (size_t c = 0; c < layout.type().attributes.size(); ++c) targets.push_back(static_cast<int32_t>(c));
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT f.identity, f.kind, f.attempts, f.payload, r.id{} FROM in_flight f "
                             "LEFT JOIN {} r ON r.k = f.anchor AND r.gone IS NULL WHERE f.type = {}",
                             attributes, QuoteIdentifier(type.type->table), type.id),
                 CopyColumnsOf(layout)));
  BatchBuilder rows(layout.type(), 4 * kBatchRows);
  std::vector<Column> columns;
  while (!reader.done()) {
    rows.Clear();
    IDX_ASSIGN(uint32_t read, reader.Fill(rows, targets));
    Batch own = rows.batch();
    Batch objects = layout.View(rows, columns);
    for (uint32_t r = 0; r < read; ++r) {
      int64_t identity = own.columns[0].At<int64_t>(r);
      bool there = own.columns[4].IsValid(r);
      bool deletion = own.columns[1].At<int32_t>(r) == static_cast<int32_t>(PendingKind::kDelete);
      std::vector<AttributeDelta> deltas;
      bool shown = deletion ? !there
                            : there && UnpackDeltas(own.columns[3].At<Text>(r).view(), deltas) &&
                                  Shows(context, *type.type, objects, r, deltas);
      if (shown) {
        (deletion ? verdicts.deleted : verdicts.confirmed).push_back(identity);
      } else if (own.columns[2].At<int32_t>(r) + 1 >= kMaxAttempts) {
        verdicts.unconfirmed.push_back(identity);
      } else {
        verdicts.retry.push_back(identity);
      }
    }
  }
  return {};
}

Status Remove(RunContext& context, const TypeState& type, const std::vector<int64_t>& ids,
              const std::string& table) {
  constexpr size_t kChunk = 100'000;
  for (size_t first = 0; first < ids.size(); first += kChunk) {
    std::vector<int64_t> chunk(ids.begin() + static_cast<ptrdiff_t>(first),
                               ids.begin() + static_cast<ptrdiff_t>(std::min(ids.size(), first + kChunk)));
    IDX_TRY(context.db->Execute(
        fmt::format("DELETE FROM {} WHERE type = $1 AND identity = ANY($2::bigint[])", table),
        {type.id, IdArray(chunk)}));
  }
  return {};
}

Status SetState(RunContext& context, const TypeState& type, const std::vector<int64_t>& ids,
                FlightState state) {
  if (ids.empty()) return {};
  return context.db->Execute(
      "UPDATE in_flight SET state = $1, attempts = attempts + 1 WHERE type = $2 AND identity = "
      "ANY($3::bigint[])",
      {static_cast<int32_t>(state), type.id, IdArray(ids)});
}

}  // namespace

Status ConfirmType(RunContext& context, const TypeState& type, ImportSummary& summary) {
  IDX_ASSIGN(bool any, HasRows(*context.db, fmt::format("in_flight WHERE type = {}", type.id)));
  if (!any) return {};
  Verdicts verdicts;
  IDX_TRY(Judge(context, type, verdicts));
  if (verdicts.retry.empty() && verdicts.unconfirmed.empty() && verdicts.deleted.empty()) {
    IDX_TRY(context.db->Execute("DELETE FROM in_flight WHERE type = $1", {type.id}));
  } else {
    IDX_TRY(Remove(context, type, verdicts.confirmed, "in_flight"));
    for (const char* table : {"in_flight", "link", "sent"})
      IDX_TRY(Remove(context, type, verdicts.deleted, table));
    IDX_TRY(SetState(context, type, verdicts.retry, FlightState::kRetry));
    IDX_TRY(SetState(context, type, verdicts.unconfirmed, FlightState::kUnconfirmed));
  }
  summary.confirmed = verdicts.confirmed.size() + verdicts.deleted.size();
  summary.unconfirmed = verdicts.retry.size() + verdicts.unconfirmed.size();
  std::vector<int64_t> again = verdicts.retry;
  again.insert(again.end(), verdicts.deleted.begin(), verdicts.deleted.end());
  if (again.empty()) return {};
  return context.db->Execute(
      "INSERT INTO outbound_due SELECT $1, i, i FROM unnest($2::bigint[]) AS u(i)",
      {context.vault_type_ids[static_cast<size_t>(type.settings->join.vault_type)], IdArray(again)});
}

}  // namespace idx::runtime
