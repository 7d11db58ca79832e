// What should happen to one account: the decision table of outbound, free of any database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/schema/configuration.h"
#include "runtime/outbound/account_chunk.h"

namespace idx::runtime {

// What the outbound rules say of one attribute of one account.
struct WantedValue {
  int32_t attribute = -1;
  std::vector<std::string> texts;  // none: cleared
  int32_t rule = 0;                // ordinal
};

struct AccountQuestion {
  const ObjectType* type = nullptr;
  const ProvisionSettings* settings = nullptr;
  const Account* account = nullptr;
  bool entitled = false;
  bool deleted = false;              // the identity's deletion fell due
  bool set_aside_candidate = false;  // an object that waits for a person may be this account
  int32_t provision_rule = 0;        // ordinal
  std::vector<WantedValue> wanted;   // without attributes of no opinion or failed
  // Canonical texts of what the application shows; the account has an object.
  std::function<std::vector<std::string>(int32_t attribute)> seen;
};

struct AccountChange {
  PendingKind kind = PendingKind::kUpdate;
  std::string anchor;
  std::vector<AttributeDelta> deltas;
  int32_t rule = 0;
};

struct AccountAnswer {
  std::optional<AccountChange> change;
  std::string why_not;  // for a person: why nothing is done although something may be expected; else empty
};

// What these deltas of an account that is there are: its disabling, enabling, or neither.
PendingKind KindOfDeltas(const ObjectType& type, const ProvisionSettings& settings,
                         const std::vector<AttributeDelta>& deltas);

// Leaves of a change that disables nothing but that.
void KeepDisabling(const ObjectType& type, const ProvisionSettings& settings, AccountChange& change);

AccountAnswer DecideAccount(const AccountQuestion& question);

}  // namespace idx::runtime
