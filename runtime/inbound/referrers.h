// Who has to be evaluated because an object changed that they refer to.
#pragma once

#include "runtime/inbound/vault_work.h"

namespace idx::runtime {

// Touches the identities whose objects refer to a changed one, as far as rules read through the reference.
Status TouchReferrers(RunContext& context, VaultWork& work);
// The same of objects that were joined in this run: their identities have become known.
Status TouchReferrersOfJoined(RunContext& context, VaultWork& work);
// The new identities' public ids, where reads through references find them; and away again.
Status StoreNewborns(RunContext& context, const std::vector<std::unique_ptr<VaultWork>>& works);
Status ForgetNewborns(RunContext& context);

}  // namespace idx::runtime
