// The files of a configuration directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/xml/load.h"

namespace idx::compiler::xml {

inline constexpr std::string_view kRootFile = "idx.xml";

struct FoundFile {
  std::string path;  // relative to the directory, with '/'
  FileId file;
};

// Adds every .xml and .idx file to the sources, in byte order of the paths. Hidden entries and the folders
// data, templates, environments and sample are left out. A symbolic link that leads back into its own path, a
// file that cannot be read (IDX4008) and limits (IDX4018) are diagnostics; a root that cannot be listed is
// the error.
Result<std::vector<FoundFile>> ReadFiles(const std::string& directory, const LoadLimits& limits,
                                         SourceSet& sources, Diagnostics& diagnostics);

// The whole of one file; false, with why in words, for what is no file, cannot be read or has more than
// `most` bytes (too_large).
struct Unread {
  bool too_large = false;
  std::string why;
};
bool ReadWhole(const std::string& path, uint64_t most, std::string& text, Unread& problem);

}  // namespace idx::compiler::xml
