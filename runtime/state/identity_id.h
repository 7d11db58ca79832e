// The public id of an identity: derived, so that it depends on neither threads nor order nor on when a run
// was killed.
#pragma once

#include <string_view>

#include "base/value/scalars.h"

namespace idx::runtime {

// hash(tenant, Vault type, application type, anchor of the first object, incarnation), in the form of a uuid
// of version 8 (RFC 9562: free for use of one's own). incarnation: 0, and one more for each identity that was
// made from the same object before.
Guid IdentityId(std::string_view tenant, std::string_view vault_type, std::string_view application_type,
                std::string_view anchor, uint32_t incarnation);

}  // namespace idx::runtime
