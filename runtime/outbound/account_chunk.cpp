#include "runtime/outbound/account_chunk.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/bulk.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

Account* Find(AccountChunk& chunk, int64_t identity) {
  auto found = std::lower_bound(chunk.ids.begin(), chunk.ids.end(), identity);
  if (found == chunk.ids.end() || *found != identity) return nullptr;
  return &chunk.accounts[static_cast<size_t>(found - chunk.ids.begin())];
}

Status ReadVault(RunContext& context, const ObjectType& vault, const std::vector<int32_t>& reads,
                 const std::vector<int64_t>& ids, AccountChunk& chunk) {
  RowLayout layout({{"id", TypeKind::kLong},
                    {"withheld", TypeKind::kBool},
                    {"deleted", TypeKind::kBool},
                    {"public_id", TypeKind::kGuid}},
                   *context.configuration, vault, reads);
  chunk.vault = std::make_unique<BatchBuilder>(layout.type(), static_cast<uint32_t>(2 * ids.size() + 2));
  // Dense ids are read as a range; identities beside those asked for may come along, and are evaluated too.
  IDX_TRY(ReadRows(
      *context.db, layout,
      fmt::format("FROM {} WHERE {} ORDER BY id", QuoteIdentifier(vault.table), IdCondition("id", ids)),
      *chunk.vault));
  chunk.vault_view = layout.View(*chunk.vault, chunk.vault_columns);
  Batch all = chunk.vault->batch();
  for (uint32_t r = 0; r < all.rows; ++r) {
    chunk.ids.push_back(all.columns[0].At<int64_t>(r));
    chunk.withheld.push_back(all.columns[1].At<uint8_t>(r));
    chunk.deleted.push_back(all.columns[2].At<uint8_t>(r));
    chunk.public_ids.push_back(all.columns[3].At<Guid>(r));
  }
  chunk.accounts.resize(chunk.ids.size());
  return {};
}

Status ReadLinks(RunContext& context, const TypeState& type, AccountChunk& chunk) {
  std::vector<std::pair<int64_t, Account*>> objects;
  {
    IDX_ASSIGN(CopyReader reader,
               CopyReader::Start(
                   *context.db,
                   fmt::format("SELECT identity, object, anchor, made, disabled FROM link WHERE type = {} "
                               "AND {}",
                               type.id, IdCondition("identity", chunk.ids)),
                   {{"identity", CopyType::kInt8},
                    {"object", CopyType::kInt8},
                    {"anchor", CopyType::kText},
                    {"made", CopyType::kBool},
                    {"disabled", CopyType::kBool}}));
    for (;;) {
      IDX_ASSIGN(bool more, reader.Next());
      if (!more) break;
      Account* account = Find(chunk, reader.Int(0));
      if (account == nullptr) continue;
      account->linked = true;
      account->made = reader.Bool(3);
      account->disabled = reader.Bool(4);
      if (!reader.IsNull(2)) account->anchor = reader.Bytes(2);
      if (!reader.IsNull(1)) objects.emplace_back(reader.Int(1), account);
    }
  }
  std::sort(objects.begin(), objects.end());
  std::vector<int64_t> ids;
  for (const auto& [id, account] : objects) ids.push_back(id);
  RowLayout layout({{"id", TypeKind::kLong}, {"gone", TypeKind::kLong}, {"k", TypeKind::kString}},
                   *type.type);
  chunk.objects = std::make_unique<BatchBuilder>(layout.type(), static_cast<uint32_t>(2 * ids.size() + 2));
  if (!ids.empty())
    IDX_TRY(
        ReadRows(*context.db, layout,
                 fmt::format("FROM {} WHERE {}", QuoteIdentifier(type.type->table), IdCondition("id", ids)),
                 *chunk.objects));
  chunk.object_view = layout.View(*chunk.objects, chunk.object_columns);
  Batch all = chunk.objects->batch();
  for (uint32_t r = 0; r < all.rows; ++r) {
    auto found = std::lower_bound(ids.begin(), ids.end(), all.columns[0].At<int64_t>(r));
    if (found == ids.end() || *found != all.columns[0].At<int64_t>(r)) continue;
    Account& account = *objects[static_cast<size_t>(found - ids.begin())].second;
    account.has_object = true;
    account.gone = all.columns[1].IsValid(r);
    account.row = static_cast<int32_t>(r);
    account.anchor = all.columns[2].At<Text>(r).str();
  }
  return {};
}

Status ReadFlights(RunContext& context, const TypeState& type, AccountChunk& chunk) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT identity, kind, state, payload FROM in_flight WHERE type = {} AND {}",
                             type.id, IdCondition("identity", chunk.ids)),
                 {{"identity", CopyType::kInt8},
                  {"kind", CopyType::kInt4},
                  {"state", CopyType::kInt4},
                  {"payload", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    Account* account = Find(chunk, reader.Int(0));
    std::vector<AttributeDelta> deltas;
    if (account == nullptr || !UnpackDeltas(reader.Bytes(3), deltas)) continue;
    account->in_flight = true;
    account->flight_kind = static_cast<PendingKind>(reader.Int(1));
    account->flight_state = static_cast<FlightState>(reader.Int(2));
    for (AttributeDelta& delta : deltas)
      if (int32_t attribute = type.type->Find(delta.attribute); attribute >= 0)
        account->sent[attribute] = std::move(delta.wanted);
  }
}

Status ReadPending(RunContext& context, const TypeState& type, AccountChunk& chunk) {
  IDX_ASSIGN(
      CopyReader reader,
      CopyReader::Start(
          *context.db,
          fmt::format("SELECT identity, kind, anchor, payload, hold FROM pending WHERE type = {} AND {}",
                      type.id, IdCondition("identity", chunk.ids)),
          {{"identity", CopyType::kInt8},
           {"kind", CopyType::kInt4},
           {"anchor", CopyType::kText},
           {"payload", CopyType::kText},
           {"hold", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    Account* account = Find(chunk, reader.Int(0));
    if (account == nullptr) continue;
    account->has_pending = true;
    account->pending_hold = reader.Bytes(4);
    account->pending_kind = static_cast<PendingKind>(reader.Int(1));
    account->pending_anchor = reader.Bytes(2);
    account->pending_payload = reader.Bytes(3);
  }
}

}  // namespace

Result<std::unique_ptr<AccountChunk>> ReadAccounts(RunContext& context, const TypeState& type,
                                                   const std::vector<int32_t>& vault_reads,
                                                   const std::vector<int64_t>& ids) {
  auto chunk = std::make_unique<AccountChunk>();
  IDX_TRY(ReadVault(context, context.VaultType(type.settings->join.vault_type), vault_reads, ids, *chunk));
  if (chunk->ids.empty()) return chunk;
  IDX_TRY(ReadLinks(context, type, *chunk));
  IDX_TRY(ReadFlights(context, type, *chunk));
  IDX_TRY(ReadPending(context, type, *chunk));
  return chunk;
}

}  // namespace idx::runtime
