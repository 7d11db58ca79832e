// Diagnostics as text for a terminal, and as JSON. Both are stable: tests and editors read them.
#pragma once

#include <string>

#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {

// The text without what would steer a terminal: escape sequences, marks that reorder what is shown.
std::string Harmless(std::string_view text);

// path:line:column: error IDX1042: message, the source line with a caret range, notes, and the fix.
std::string RenderText(const Diagnostic& diagnostic, const SourceSet& sources);
// All of them in order, and a last line with the number of errors and warnings.
std::string RenderText(const Diagnostics& diagnostics, const SourceSet& sources);

// One JSON object on one line: code, severity, file, line, column, endLine, endColumn, begin, end, message,
// notes, fix.
std::string RenderJson(const Diagnostic& diagnostic, const SourceSet& sources);
// {"errors": n, "warnings": n, "diagnostics": […]}
std::string RenderJson(const Diagnostics& diagnostics, const SourceSet& sources);

}  // namespace idx::compiler
