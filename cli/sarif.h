// Diagnostics as SARIF 2.1.0 (OASIS), for code hosts and editors.
#pragma once

#include <string>

#include "compiler/diagnostics/diagnostics.h"

namespace idx::cli {

std::string RenderSarif(const compiler::Diagnostics& diagnostics, const compiler::SourceSet& sources);

}  // namespace idx::cli
