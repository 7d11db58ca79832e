// What an account shows, will show and should show, attribute by attribute. Inside this folder only.
#pragma once

#include <string>
#include <vector>

#include "base/value/scalars.h"
#include "runtime/outbound/account_filters.h"
#include "runtime/outbound/wanted_account.h"

namespace idx::runtime {

// An attribute of an account that is to be decided, by the first of these candidates that nobody else has.
struct AccountWish {
  size_t value = 0;   // its place among what is wanted: a value without texts
  int32_t rule = -1;  // index into Program::rules
  const ListView* candidates = nullptr;
};

// As canonical texts. Accounts are named by their position in the chunk.
class AccountValues {
 public:
  AccountValues(const RunContext& context, const TypeState& type, const AccountFilters& filters)
      : context_(context), type_(type), filters_(filters) {}

  // What the application shows.
  std::vector<std::string> Seen(const AccountChunk& chunk, uint32_t i, int32_t attribute) const;
  // What it will show once what is sent has arrived.
  std::vector<std::string> Expected(const AccountChunk& chunk, uint32_t i, int32_t attribute) const;
  // What the mappers want; `wanted` is the result of their loop over the chunk. settled: attributes of which
  // something is decided already, or that a failed mapper leaves as they are: they have been through the
  // filters.
  std::vector<WantedValue> Wanted(const AccountChunk& chunk, const LoopResult& wanted, uint32_t i,
                                  std::vector<AccountWish>& wishes, std::vector<int32_t>& settled) const;

 private:
  WantedValue Decided(const AccountChunk& chunk, uint32_t i, int32_t attribute, int32_t rule) const;

  const RunContext& context_;
  const TypeState& type_;
  const AccountFilters& filters_;
};

}  // namespace idx::runtime
