// XML rules as the .idx that an author would write: `idx fmt --to=idx`.
#pragma once

#include <string>

#include "compiler/xml/load.h"

namespace idx::compiler {

// One .idx file with the rules of all XML files, a static class for each application; "" where there are
// none. In place of the XML's rules it gives equal typed rules.
std::string XmlRulesAsIdx(const LoadedConfiguration& loaded);

}  // namespace idx::compiler
