// Outbound and export filters: what rules make of the accounts of a chunk, and of the changes that they need.
// Inside this folder only.
#pragma once

#include <functional>
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
  // What stays as it is, whatever filters would give: decided once, or its mapper failed.
  std::vector<int32_t> settled;
  bool entitled = false;
  bool skipped = false;   // nothing is to be done about it now
  bool failed = false;    // nobody knows what it should be
  bool disabled = false;  // a filter said so
  bool deleted = false;
  int32_t rule = 0;  // that said so: ordinal
  std::vector<std::string> complaints;
};

// A change, as a filter sees it and leaves it.
struct FilteredChange {
  uint32_t identity = 0;
  AccountChange change;  // in and out
  bool skipped = false, failed = false;
  bool only_disables = false;  // nobody knows what else the account should be
  std::string hold;            // why a person is to see it; empty: nobody has to
  // The account's attributes that outbound rules give, whether they change or not, and those that stay.
  std::vector<int32_t> given, settled;
  std::vector<std::string> complaints;
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

  // Each filter sees what those before it gave. What one gives by what the application shows has to be what
  // it would give again once the application shows that: else the attribute stays as it is, with a complaint.
  // What filters ask to tell is added to notices.
  std::vector<FilterReport> FilterAccounts(const AccountChunk& chunk, std::vector<FilteredAccount>& accounts,
                                           const TextsOfAccount& expected,
                                           std::vector<Notice>& notices) const;
  std::vector<FilterReport> FilterChanges(const AccountChunk& chunk, std::vector<FilteredChange>& changes,
                                          const TextsOfAccount& expected, const TextsOfAccount& seen,
                                          std::vector<Notice>& notices) const;

  // May the rule (an ordinal) have given the account's attribute its value?
  bool Gives(int32_t rule, int32_t attribute) const;

 private:
  std::vector<FilterReport> RunAccounts(const AccountChunk& chunk, std::vector<FilteredAccount>& accounts,
                                        const TextsOfAccount& shown, std::vector<Notice>& notices) const;
  std::vector<FilterReport> RunChanges(const AccountChunk& chunk, std::vector<FilteredChange>& changes,
                                       const TextsOfAccount& expected, const TextsOfAccount& seen,
                                       std::vector<Notice>& notices) const;
  void Settle(const AccountChunk& chunk, std::vector<FilteredAccount>& accounts,
              const std::vector<FilteredAccount>& before, const TextsOfAccount& expected) const;
  void Settle(const AccountChunk& chunk, std::vector<FilteredChange>& changes,
              const std::vector<FilteredChange>& before, const TextsOfAccount& expected,
              const TextsOfAccount& seen) const;
  std::string Unstable(int32_t attribute, int32_t rule, const std::vector<std::string>& first,
                       const std::vector<std::string>& second) const;

  RunContext& context_;
  const TypeState& type_;
  ObjectType row_type_;  // with derived attributes
};

// Classification of an identity, or -1.
int32_t ClassOfIdentity(const AccountChunk& chunk, uint32_t identity);

}  // namespace idx::runtime
