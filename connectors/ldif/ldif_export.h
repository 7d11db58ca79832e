// Applies changes to an LDIF file of content records by rewriting it.
#pragma once

#include "connectors/ldif/ldif_reader.h"
#include "connectors/sdk/connector.h"

namespace idx::connectors {

// See ldif_connector.h. A file that is not there is made.
Result<ExportReply> ApplyToLdif(const LdifSettings& settings, const ExportRequest& request);

}  // namespace idx::connectors
