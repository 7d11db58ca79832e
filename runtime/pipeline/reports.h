// What plan, changes and explain give back, as data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/value/scalars.h"
#include "runtime/state/summary.h"

namespace idx::runtime {

// One attribute of one object, before and after. Texts are canonical; none: null. Sensitive values are
// masked.
struct PlannedAttribute {
  std::string attribute;
  std::vector<std::string> before, after;
  std::string rule;

  friend bool operator==(const PlannedAttribute&, const PlannedAttribute&) = default;
};
struct PlannedChange {
  std::string type;  // "Vault.User", "AD.User"
  std::string key;   // public id of the identity, or anchor of the account
  std::string kind;  // "create", "update", "disable", "enable", "delete"
  std::vector<PlannedAttribute> attributes;

  friend bool operator==(const PlannedChange&, const PlannedChange&) = default;
};
inline constexpr size_t kMaxPlannedChanges = 100'000;

struct PlanReport {
  RunSummary summary;
  std::vector<PlannedChange> changes;  // by type and key; at most kMaxPlannedChanges
  uint64_t left_off = 0;
};

// kind "import": a held import of the type, without identity, anchor and attributes.
struct PendingChange {
  std::string application, type, identity, anchor;
  std::string kind, state, reason, rule;
  DateTime since;
  int64_t run = 0;
  std::vector<PlannedAttribute> attributes;
};

// One rule's opinion of one attribute.
struct Opinion {
  std::string rule, place;
  std::string type, key;  // the object that it comes from
  std::string outcome;    // "value", "clear", "no opinion", "failed"
  std::vector<std::string> value;
  std::vector<PlannedAttribute> inputs;  // what the rule read: attribute and value (as `after`)
  bool won = false;
  std::string why;  // why it lost, or what it means that it won
};
struct ExplainedAttribute {
  std::string attribute;
  std::vector<std::string> value;
  std::string rule, place;  // that gave it; empty: nobody, or a kept decision, or it is not known any more
  int64_t since_run = 0;    // in which it came to be so
  std::vector<Opinion> opinions;
};
struct ExplainedAccount {
  std::string type, anchor;
  std::string state;  // "joined", "made by IDx", "sent", "pending", "held", "not provisioned" …
  std::string why;
};
struct Explanation {
  std::string type, key;
  std::string identity;   // public id, or empty: not joined
  std::string situation;  // of an object: "linked", "ambiguous", "unmatched" …, and why in `why`
  std::string why;
  int64_t run = 0;  // as it was after this run; 0: as it is
  std::vector<ExplainedAttribute> attributes;
  std::vector<ExplainedAccount> accounts;
};

}  // namespace idx::runtime
