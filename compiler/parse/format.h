// The layout of rule files: `idx fmt`.
#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace idx::compiler {

// The file's text with its layout made regular: indentation by nesting, one space where words and operators
// meet, one blank line at most. Tokens, comments and the author's line breaks stay, so the meaning does; of a
// text that it gave it gives the same. Nothing where the file has syntax errors, which are reported.
std::optional<std::string> FormatRules(const SourceSet& sources, FileId file, Diagnostics& diagnostics);

}  // namespace idx::compiler
