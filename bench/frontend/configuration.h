// A configuration of any size, of the shapes that real ones have: applications with schemas, joins, mappers,
// filters and provisioning in XML, and .idx files with rules and the functions that they share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace idx::bench {

struct GeneratedFile {
  std::string path;  // relative to the configuration
  std::string text;
};

struct GeneratedConfiguration {
  std::vector<GeneratedFile> files;
  int64_t lines = 0;
  int64_t bytes = 0;
};

// At least `lines` lines, with `errors` mistakes spread over the .idx files: unknown names, types that do not
// fit, nulls where none may be; each is one diagnostic. The same arguments give the same files.
GeneratedConfiguration GenerateConfiguration(int64_t lines, int64_t errors);

}  // namespace idx::bench
