// The files of a configuration directory.
#pragma once

#include <string>
#include <vector>

#include "base/core/result.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/xml/load.h"

namespace idx::compiler::xml {

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

}  // namespace idx::compiler::xml
