#include "runtime/export/export_batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "runtime/export/export_holds.h"
#include "runtime/repository/copy.h"
#include "runtime/state/bulk.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

struct Item {
  int64_t identity = 0;
  PendingKind kind = PendingKind::kUpdate;
  std::string anchor, payload;
  bool approved = false;  // by a person

  // Unpacked where needed: a batch of them would be the largest thing in memory. The payload was checked when
  // read.
  std::vector<AttributeDelta> Deltas() const {
    std::vector<AttributeDelta> deltas;
    IDX_ASSERT(UnpackDeltas(payload, deltas));
    return deltas;
  }
};

connectors::ChangeKind ConnectorKind(PendingKind kind) {
  if (kind == PendingKind::kCreate) return connectors::ChangeKind::kCreate;
  return kind == PendingKind::kDelete ? connectors::ChangeKind::kDelete : connectors::ChangeKind::kUpdate;
}

class TypeExport {
 public:
  TypeExport(RunContext& context, const TypeState& type, ExportSummary& summary)
      : context_(context), type_(type), summary_(summary) {}

  Status Run();

 private:
  Status ReadItems(PendingKind kind, int64_t after_identity, std::vector<Item>& items);
  Status Send(const std::vector<Item>& items);
  Status NoteRefused(const Item& item, const connectors::ChangeResult& result);
  Status NoteSent(std::vector<const Item*>& sent);
  Status MergeFlights(std::vector<const Item*>& sent,
                      std::vector<std::pair<const Item*, std::string>>& flights,
                      std::map<int64_t, int32_t>& attempts);
  Status StoreFlights(std::vector<const Item*>& sent);
  Status StoreLinks(const std::vector<const Item*>& sent);
  void KeepBefore(const std::vector<AttributeDelta>& older, bool in_flight,
                  std::vector<AttributeDelta>& newer) const;
  Status StoreSentValues(const std::vector<const Item*>& sent);
  Status StoreLog(const std::vector<const Item*>& sent);
  void Count(PendingKind kind);
  std::vector<std::string> EchoAttributes() const;

  RunContext& context_;
  const TypeState& type_;
  ExportSummary& summary_;
  std::unique_ptr<connectors::Connector> connector_;
};

Status TypeExport::ReadItems(PendingKind kind, int64_t after_identity, std::vector<Item>& items) {
  IDX_ASSIGN(
      CopyReader reader,
      CopyReader::Start(
          *context_.db,
          fmt::format("SELECT identity, anchor, payload, state FROM pending WHERE type = {} AND state IN (0, "
                      "2) AND kind = {} AND identity > {} ORDER BY identity LIMIT {}",
                      type_.id, static_cast<int32_t>(kind), after_identity, kExportBatch),
          {{"identity", CopyType::kInt8},
           {"anchor", CopyType::kText},
           {"payload", CopyType::kText},
           {"state", CopyType::kInt4}}));
  std::vector<AttributeDelta> deltas;
  bool damaged = false;
  std::string anchor;
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) break;
    items.push_back({reader.Int(0), kind, std::string(reader.Bytes(1)), std::string(reader.Bytes(2)),
                     reader.Int(3) == 2});
    if (damaged || UnpackDeltas(items.back().payload, deltas)) continue;
    damaged = true;
    anchor = items.back().anchor;
  }
  if (!damaged) return {};
  return Error{Origin::kDatabase, fmt::format("{} {}: the pending change is damaged; run again with --full",
                                              type_.type->FullName(), anchor)};
}

Status TypeExport::Run() {
  uint64_t sent = 0;
  for (PendingKind kind : {PendingKind::kDelete, PendingKind::kDisable, PendingKind::kEnable,
                           PendingKind::kCreate, PendingKind::kUpdate}) {
    int64_t identity = 0;
    for (;;) {
      std::vector<Item> items;
      IDX_TRY(ReadItems(kind, identity, items));
      if (items.empty()) break;
      identity = items.back().identity;
      sent += items.size();
      IDX_TRY(Send(items));
      FaultPoint(context_);
      if (context_.progress) context_.progress("export", type_.type->FullName(), sent);
    }
  }
  return {};
}

Status TypeExport::Send(const std::vector<Item>& items) {
  if (!connector_) {
    IDX_ASSIGN(connector_, context_.connector(*type_.settings));
  }
  connectors::ExportRequest request{*type_.type, context_.configuration->enums, {}};
  request.changes.reserve(items.size());
  for (const Item& item : items) {
    connectors::Change change{ConnectorKind(item.kind), item.anchor, {}};
    for (AttributeDelta& delta : item.Deltas())
      if (int32_t attribute = type_.type->Find(delta.attribute); attribute >= 0)
        change.attributes.push_back({attribute, std::move(delta.wanted)});
    request.changes.push_back(std::move(change));
  }
  IDX_ASSIGN(connectors::ExportReply reply, connector_->Apply(request));
  request = {};
  if (reply.results.size() != items.size())
    return Error{Origin::kNetwork, fmt::format("{}: the connector answered {} of {} changes",
                                               type_.type->FullName(), reply.results.size(), items.size())};
  FaultPoint(context_);
  std::vector<const Item*> sent;
  for (size_t i = 0; i < items.size(); ++i) {
    auto outcome = reply.results[i].outcome;
    if (outcome == connectors::ChangeOutcome::kApplied || outcome == connectors::ChangeOutcome::kUnchanged) {
      sent.push_back(&items[i]);
      Count(items[i].kind);
    } else {
      IDX_TRY(NoteRefused(items[i], reply.results[i]));
    }
  }
  return NoteSent(sent);
}

void TypeExport::Count(PendingKind kind) {
  switch (kind) {
    case PendingKind::kDelete:
      ++summary_.deleted;
      break;
    case PendingKind::kDisable:
      ++summary_.disabled;
      break;
    case PendingKind::kEnable:
      ++summary_.enabled;
      break;
    case PendingKind::kCreate:
      ++summary_.created;
      break;
    case PendingKind::kUpdate:
      ++summary_.updated;
      break;
  }
}

Status TypeExport::NoteRefused(const Item& item, const connectors::ChangeResult& result) {
  ++summary_.refused;
  std::string why = result.message.empty() ? "the application refused the change" : result.message;
  if (summary_.findings.size() < kMaxFindings)
    summary_.findings.push_back({type_.type->FullName(), item.anchor, "", "", why});
  PendingState state = result.retriable ? PendingState::kPending : PendingState::kRefused;
  return context_.db->Execute("UPDATE pending SET state = $3, reason = $4 WHERE identity = $1 AND type = $2",
                              {item.identity, type_.id, static_cast<int32_t>(state), why});
}

Status TypeExport::NoteSent(std::vector<const Item*>& sent) {
  if (sent.empty()) return {};
  IDX_TRY(StoreLinks(sent));
  IDX_TRY(StoreSentValues(sent));
  IDX_TRY(StoreLog(sent));
  IDX_TRY(StoreFlights(sent));
  std::vector<int64_t> ids;
  for (const Item* item : sent) ids.push_back(item->identity);
  IDX_TRY(context_.db->Execute("DELETE FROM pending WHERE type = $1 AND identity = ANY($2::bigint[])",
                               {type_.id, IdArray(ids)}));
  return PutSetting(*context_.db, "exported." + type_.application->name, "1");
}

// What is in flight already stays so, under what is newer.
Status TypeExport::MergeFlights(std::vector<const Item*>& sent,
                                std::vector<std::pair<const Item*, std::string>>& flights,
                                std::map<int64_t, int32_t>& attempts) {
  std::vector<int64_t> ids;
  for (const Item* item : sent) ids.push_back(item->identity);
  std::map<int64_t, std::vector<AttributeDelta>> before;
  IDX_ASSIGN(Rows rows,
             context_.db->Query("DELETE FROM in_flight WHERE type = $1 AND identity = ANY($2::bigint[]) "
                                "RETURNING identity, payload, attempts, state",
                                {type_.id, IdArray(ids)}));
  for (size_t r = 0; r < rows.size(); ++r) {
    // A retry goes on counting; a new value starts anew.
    if (static_cast<FlightState>(rows.Int(r, 3)) == FlightState::kRetry)
      attempts[rows.Int(r, 0)] = static_cast<int32_t>(rows.Int(r, 2));
    UnpackDeltas(rows.Text(r, 1), before[rows.Int(r, 0)]);
  }
  for (const Item* item : sent) {
    auto older = before.find(item->identity);
    if (older == before.end() || item->kind == PendingKind::kDelete) {
      flights.emplace_back(item, item->payload);
      continue;
    }
    std::vector<AttributeDelta> merged = item->Deltas();
    for (const AttributeDelta& delta : older->second)
      if (std::none_of(merged.begin(), merged.end(),
                       [&](const AttributeDelta& newer) { return newer.attribute == delta.attribute; }))
        merged.push_back(delta);
    flights.emplace_back(item, PackDeltas(merged));
  }
  return {};
}

Status TypeExport::StoreFlights(std::vector<const Item*>& sent) {
  std::vector<std::pair<const Item*, std::string>> flights;
  std::map<int64_t, int32_t> attempts;
  IDX_TRY(MergeFlights(sent, flights, attempts));
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "in_flight",
                                                  {{"identity", CopyType::kInt8},
                                                   {"type", CopyType::kInt4},
                                                   {"kind", CopyType::kInt4},
                                                   {"anchor", CopyType::kText},
                                                   {"payload", CopyType::kText},
                                                   {"attempts", CopyType::kInt4},
                                                   {"state", CopyType::kInt4},
                                                   {"run", CopyType::kInt8}}));
  for (const auto& [item, payload] : flights) {
    auto tried = attempts.find(item->identity);
    writer.BeginRow();
    writer.Int(item->identity);
    writer.Int(type_.id);
    writer.Int(static_cast<int32_t>(item->kind));
    writer.Bytes(item->anchor);
    writer.Bytes(payload);
    writer.Int(tried == attempts.end() ? 0 : tried->second);
    writer.Int(static_cast<int32_t>(FlightState::kSent));
    writer.Int(context_.run);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

Status TypeExport::StoreLinks(const std::vector<const Item*>& sent) {
  std::vector<int64_t> created, disabled, enabled;
  for (const Item* item : sent) {
    if (item->kind == PendingKind::kCreate) created.push_back(item->identity);
    if (item->kind == PendingKind::kDisable) disabled.push_back(item->identity);
    if (item->kind == PendingKind::kEnable) enabled.push_back(item->identity);
  }
  for (const auto* ids : {&disabled, &enabled})
    if (!ids->empty())
      IDX_TRY(context_.db->Execute(
          "UPDATE link SET disabled = $3 WHERE type = $1 AND identity = ANY($2::bigint[])",
          {type_.id, IdArray(*ids), ids == &disabled}));
  if (created.empty()) return {};
  IDX_TRY(context_.db->Execute(
      "DELETE FROM link WHERE type = $1 AND object IS NULL AND identity = ANY($2::bigint[])",
      {type_.id, IdArray(created)}));
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "link",
                                                  {{"identity", CopyType::kInt8},
                                                   {"type", CopyType::kInt4},
                                                   {"anchor", CopyType::kText},
                                                   {"role", CopyType::kText},
                                                   {"made", CopyType::kBool},
                                                   {"disabled", CopyType::kBool},
                                                   {"run", CopyType::kInt8},
                                                   {"cause", CopyType::kInt4}}));
  int32_t rule = type_.plan->provision_rule;
  for (const Item* item : sent) {
    if (item->kind != PendingKind::kCreate) continue;
    writer.BeginRow();
    writer.Int(item->identity);
    writer.Int(type_.id);
    writer.Bytes(item->anchor);
    writer.Bytes("primary");
    writer.Bool(true);
    writer.Bool(false);
    writer.Int(context_.run);
    writer.Int(rule < 0 ? 0 : context_.rule_ordinals[static_cast<size_t>(rule)]);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

// Attributes that our mappers read as well: only these can come back as an echo.
std::vector<std::string> TypeExport::EchoAttributes() const {
  std::vector<std::string> names;
  if (type_.plan->inbound_loop < 0) return names;
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(type_.plan->inbound_loop)];
  for (const compiler::LoopOutput& output : loop.outputs)
    for (int32_t attribute : output.reads)
      names.push_back(type_.type->attributes[static_cast<size_t>(attribute)].identifier);
  return names;
}

// What was shown when we wrote over our own value is ours, too, as long as the new one is not confirmed:
// `seen` with kSentBefore.
void TypeExport::KeepBefore(const std::vector<AttributeDelta>& older, bool in_flight,
                            std::vector<AttributeDelta>& newer) const {
  for (const AttributeDelta& old : older) {
    auto same = std::find_if(newer.begin(), newer.end(),
                             [&](const AttributeDelta& delta) { return delta.attribute == old.attribute; });
    bool before = in_flight && old.rule == kSentBefore;
    if (same == newer.end()) {
      newer.push_back({old.attribute, before ? old.seen : std::vector<std::string>(), old.wanted,
                       before ? kSentBefore : 0});
      continue;
    }
    const Attribute& attribute = type_.type->attributes[static_cast<size_t>(type_.type->Find(old.attribute))];
    bool ours = SameTexts(attribute, same->seen, old.wanted) ||
                (before && SameTexts(attribute, same->seen, old.seen));
    same->rule = ours ? kSentBefore : 0;
  }
  for (AttributeDelta& delta : newer)
    if (delta.rule != kSentBefore) delta.seen.clear();
}

Status TypeExport::StoreSentValues(const std::vector<const Item*>& sent) {
  std::vector<std::string> echo = EchoAttributes();
  if (echo.empty()) return {};
  std::map<int64_t, std::vector<AttributeDelta>> values;
  std::vector<int64_t> ids;
  for (const Item* item : sent) {
    for (AttributeDelta& delta : item->Deltas())
      if (std::find(echo.begin(), echo.end(), delta.attribute) != echo.end() &&
          type_.type->Find(delta.attribute) >= 0)
        values[item->identity].push_back(
            {delta.attribute, std::move(delta.seen), std::move(delta.wanted), 0});
    if (values.contains(item->identity)) ids.push_back(item->identity);
  }
  if (ids.empty()) return {};
  IDX_ASSIGN(Rows before,
             context_.db->Query("DELETE FROM sent s WHERE type = $1 AND identity = ANY($2::bigint[]) "
                                "RETURNING identity, v, EXISTS (SELECT 1 FROM in_flight f WHERE f.type = "
                                "s.type AND f.identity = s.identity)",
                                {type_.id, IdArray(ids)}));
  std::map<int64_t, std::pair<std::vector<AttributeDelta>, bool>> older;
  for (size_t r = 0; r < before.size(); ++r) {
    auto& [deltas, in_flight] = older[before.Int(r, 0)];
    UnpackDeltas(before.Text(r, 1), deltas);
    in_flight = before.Bool(r, 2);
  }
  IDX_ASSIGN(
      CopyWriter writer,
      CopyWriter::Start(*context_.db, "sent",
                        {{"identity", CopyType::kInt8}, {"type", CopyType::kInt4}, {"v", CopyType::kText}}));
  for (auto& [identity, deltas] : values) {
    const auto& [old, in_flight] = older[identity];
    KeepBefore(old, in_flight, deltas);
    std::sort(deltas.begin(), deltas.end(),
              [](const AttributeDelta& x, const AttributeDelta& y) { return x.attribute < y.attribute; });
    writer.BeginRow();
    writer.Int(identity);
    writer.Int(type_.id);
    writer.Bytes(PackDeltas(deltas));
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

// For the guards of the next 24 hours, which count what nobody signed: what a person has approved is not
// counted again.
Status TypeExport::StoreLog(const std::vector<const Item*>& sent) {
  std::map<std::string, int64_t> counts;
  for (const Item* item : sent) {
    if (item->approved) continue;
    ++counts[std::string(PendingKindName(item->kind))];
    if (item->kind != PendingKind::kUpdate) continue;
    for (const AttributeDelta& delta : item->Deltas())
      if (delta.wanted.empty() && !delta.seen.empty())
        ++counts[fmt::format("{} {}", kClearGuard, delta.attribute)];
  }
  for (const auto& [kind, count] : counts)
    IDX_TRY(context_.db->Execute("INSERT INTO export_log VALUES ($1, $2, $3, $4)",
                                 {type_.id, kind, context_.now, count}));
  return {};
}

}  // namespace

Status ExportType(RunContext& context, const TypeState& type, ExportSummary& summary) {
  return TypeExport(context, type, summary).Run();
}

}  // namespace idx::runtime
