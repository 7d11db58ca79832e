// LDIF files of content records: a full read, and an export that rewrites the file. Source: RFC 2849.
//
// Options: path (required); objectClass (only entries of this class, any case; new entries get it);
// dateFormat, dateTimeFormat (convert.h; directories write yyyyMMddHHmmssZ).
//
// Attribute names are those of the schema in any case; options belong to the name ("cn;lang-de" is not "cn").
// The name "dn" is the entry's name. Several values need multi="true". Folded lines, base64, comments and
// CRLF are understood. Broken entries: no dn, a line without a colon, broken base64, values by URL (:<),
// values that do not fit the schema. A file of changes (changetype:, control:) cannot be imported: an error.
// The read is partial when the last line has no end (RFC 2849 wants one), or an entry is over 64 MB. A file
// that was cut at the end of a line cannot be told from a whole one.
//
// The export finds entries by the key attribute and replaces the file atomically; entries and attributes that
// it does not change stay byte for byte. A new entry needs a dn (an attribute "dn" of the change, or as the
// key).
#pragma once

#include <memory>

#include "connectors/sdk/connector.h"
#include "connectors/sdk/options.h"
#include "connectors/sdk/registry.h"

namespace idx::connectors {

Result<std::unique_ptr<Connector>> MakeLdifConnector(const Options& options);
inline void AddLdif(ConnectorRegistry& registry) { registry.Add("ldif", MakeLdifConnector); }

}  // namespace idx::connectors
