// CSV files: a full read, and an export that rewrites the file. Source: RFC 4180, and what programs really
// write.
//
// Options: path (required); delimiter (one character, tab, or auto: the commonest of , ; tab | in the header;
// default ,); quote (default "); encoding (utf-8, utf-16, utf-16le, utf-16be, windows-1252; a byte order mark
// is skipped); listSeparator (between the values of a multi-valued attribute; default |); dateFormat,
// dateTimeFormat (convert.h).
//
// The first record names the columns; the schema's attribute names must be among them, to the letter. LF,
// CRLF or CR end records. A quote opens a quoted field only at the field's start. Broken rows: another number
// of fields than the header's, text after a closing quote, values that do not fit the schema. A read is
// partial when the file ends inside a quoted field, inside a character, or with a record over 16 MB. An empty
// file is an error; a header alone is a complete read of nothing. Blank lines are skipped. A file cut exactly
// at the end of a record cannot be told from a whole one.
//
// The export finds records by the key column, keeps what it does not change byte for byte (field by field),
// and replaces the file atomically. It refuses a file that is not whole.
#pragma once

#include <memory>

#include "connectors/sdk/connector.h"
#include "connectors/sdk/options.h"
#include "connectors/sdk/registry.h"

namespace idx::connectors {

Result<std::unique_ptr<Connector>> MakeCsvConnector(const Options& options);
inline void AddCsv(ConnectorRegistry& registry) { registry.Add("csv", MakeCsvConnector); }

}  // namespace idx::connectors
