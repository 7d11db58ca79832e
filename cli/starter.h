// The configuration that `idx init` writes: the files of examples/starter, taken into the program when it is
// built.
#pragma once

#include <string_view>
#include <vector>

namespace idx::cli {

struct StarterFile {
  std::string_view path;  // relative
  std::string_view text;
};
const std::vector<StarterFile>& StarterFiles();

}  // namespace idx::cli
