// The accounts of one application type that belong to a chunk of identities. Inside this folder only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/row_layout.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

inline constexpr uint32_t kOutboundChunk = 16'384;

struct Account {
  bool linked = false;
  bool made = false;        // by IDx
  bool disabled = false;    // by IDx, for a lost entitlement
  bool has_object = false;  // an import has shown it once
  bool gone = false;        // and the last one did not
  int32_t row = -1;         // of its repository row in the chunk
  std::string anchor;
  bool in_flight = false;
  PendingKind flight_kind = PendingKind::kUpdate;
  FlightState flight_state = FlightState::kSent;
  std::map<int32_t, std::vector<std::string>> sent;  // wanted values of what is in flight, by attribute
  bool has_pending = false;
  PendingKind pending_kind = PendingKind::kUpdate;
  std::string pending_anchor, pending_payload, pending_hold;
};

// Read from the database in one go; not thread-safe.
struct AccountChunk {
  std::vector<int64_t> ids;  // identities, ascending, with a row in the Vault
  std::vector<Guid> public_ids;
  std::unique_ptr<BatchBuilder> vault;
  std::vector<Column> vault_columns;
  Batch vault_view;  // of the Vault's type; row i is ids[i]
  std::vector<uint8_t> withheld, deleted;
  std::unique_ptr<BatchBuilder> objects;
  std::vector<Column> object_columns;
  Batch object_view;              // of the application's type
  std::vector<Account> accounts;  // by identity
};

Result<std::unique_ptr<AccountChunk>> ReadAccounts(RunContext& context, const TypeState& type,
                                                   const std::vector<int32_t>& vault_reads,
                                                   const std::vector<int64_t>& ids);

}  // namespace idx::runtime
