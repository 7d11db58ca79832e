// Outbound and export filters: what rules make of the accounts of a chunk, and of the changes that they need.
// Inside this folder only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/outbound/wanted_account.h"
#include "runtime/state/notices.h"

namespace idx::runtime {

// An account that should be there, as a filter sees it and leaves it.
struct FilteredAccount {
  uint32_t identity = 0;            // position in the chunk
  std::vector<WantedValue> wanted;  // in and out
  bool entitled = false;
  bool skipped = false;  // nothing is to be done about it now
  bool failed = false;   // nobody knows what it should be
  bool deleted = false;
  int32_t rule = 0;  // that said so: ordinal
};

// A change, as a filter sees it and leaves it.
struct FilteredChange {
  uint32_t identity = 0;
  AccountChange change;  // in and out
  bool skipped = false, failed = false;
  std::string hold;  // why a person is to see it; empty: nobody has to
};

// The errors and the messages of a filter; identities: of each row of the result.
struct FilterReport {
  LoopResult result;
  std::vector<uint32_t> identities;
};

// Not thread-safe.
class AccountFilters {
 public:
  AccountFilters(RunContext& context, const TypeState& type);

  bool HasOutbound() const { return !type_.plan->outbound_filter_loops.empty(); }
  bool HasExport() const { return !type_.plan->export_filter_loops.empty(); }

  // expected: canonical texts of what the application will show of an identity's account once what is sent
  // has arrived; seen: of what it shows.
  using TextsOfAccount = std::function<std::vector<std::string>(const AccountChunk& chunk, uint32_t identity,
                                                                int32_t attribute)>;

  // Each filter sees what those before it gave.
  // What filters ask to tell is added to notices.
  std::vector<FilterReport> FilterAccounts(const AccountChunk& chunk, std::vector<FilteredAccount>& accounts,
                                           const TextsOfAccount& expected,
                                           std::vector<Notice>& notices) const;
  std::vector<FilterReport> FilterChanges(const AccountChunk& chunk, std::vector<FilteredChange>& changes,
                                          const TextsOfAccount& expected, const TextsOfAccount& seen,
                                          std::vector<Notice>& notices) const;

 private:
  RunContext& context_;
  const TypeState& type_;
  ObjectType row_type_;  // with derived attributes
};

// Classification of an identity, or -1.
int32_t ClassOfIdentity(const AccountChunk& chunk, uint32_t identity);

}  // namespace idx::runtime
