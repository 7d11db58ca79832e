// The layout of configurations in XML: `idx fmt`.
#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace idx::compiler {

// The file's text with its layout made regular: two spaces for each element around, one between attributes,
// those on lines of their own under the first, one blank line at most. Line breaks, comments, values and the
// text of elements stay as they are, so the meaning does; of a text that it gave it gives the same. Nothing
// where the file is not well-formed, which is reported.
std::optional<std::string> FormatXml(const SourceSet& sources, FileId file, Diagnostics& diagnostics);

}  // namespace idx::compiler
