// A full read of an LDIF file into typed batches.
#pragma once

#include <memory>
#include <unordered_map>

#include "connectors/ldif/ldif_source.h"
#include "connectors/sdk/connector.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {

struct LdifSettings {
  std::string path;
  std::string object_class;  // empty: all entries
  ConvertOptions convert = {"", "", true};
};

// What an entry is to the connector.
enum class LdifEntry {
  kWanted,
  kOther,   // comments only, or of another object class
  kChange,  // a change record
  kBroken,
};

// Looks at the lines of an entry; split_why: what SplitLdif said. Sets `why` for kBroken.
LdifEntry Judge(const std::vector<LdifLine>& lines, const std::string& split_why,
                const std::string& object_class, std::string& why);

// Lower-case attribute names of the type to their indices.
std::unordered_map<std::string, uint32_t> NamesOf(const ObjectType& type);

// A value of the key's attribute as changes name the object by: base64 of a byte[].
std::string AnchorOf(const Attribute& key, std::string_view value);

// "FILE, line 7: …" for a file of changes.
Error ChangesCannotBeRead(const std::string& path, uint64_t line);

Result<std::unique_ptr<Reader>> MakeLdifReader(LdifSource source, const LdifSettings& settings,
                                               ReadRequest request);

}  // namespace idx::connectors
