// The names in a rule file, without a parse.
#pragma once

#include <string>
#include <vector>

#include "compiler/source/source.h"

namespace idx::compiler {

struct NameInText {
  std::string name;
  uint32_t begin = 0;  // bytes of the file
};

// Every identifier in the order of the text, those in the holes of strings too; none of comments.
std::vector<NameInText> NamesIn(const SourceSet& sources, FileId file);

}  // namespace idx::compiler
