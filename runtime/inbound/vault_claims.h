// Unique.Of in mappers of the Vault: which candidate each identity gets, decided for all of them at once
// before anything is stored.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "base/core/arena.h"
#include "base/value/text.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

struct VaultWork;

// Of one Vault type. Values live as long as it. Not thread-safe.
class VaultClaims {
 public:
  // The value that the identity gets; null pointer: none of its candidates is free, or it had none when
  // claims were made.
  const Text* Find(int32_t attribute, int64_t identity) const;
  void Add(int32_t attribute, int64_t identity, const Text& value);

 private:
  Arena arena_;
  std::unordered_map<int32_t, std::unordered_map<int64_t, Text>> values_;  // by attribute
};

// Decides for everybody who is touched, in the order of public ids: neither the order of rows nor the size of
// chunks says who gets which. Taken is what the Vault holds, and what mappers are about to give. Then the
// work's flow knows the claims. New identities must be in order of ids.
Status ClaimVaultValues(RunContext& context, VaultWork& work);

// Who asked and has no value in the end is evaluated again in the next run, though nothing of theirs changes:
// so that everybody who has to decide is always among the touched. When the rest of inbound is done.
Status TouchUnservedAgain(RunContext& context, const VaultWork& work);

}  // namespace idx::runtime
