// docs/library.md is made from the function table; IDX_UPDATE_GOLDEN=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "stdlib/registry/reference.h"
#include "stdlib/registry/registry.h"

namespace idx {
namespace {

TEST(Documents, ThePageOfTheLibraryIsTheTable) {
  std::string path = std::string(IDX_SOURCE_DIR) + "/docs/library.md";
  std::string page = stdlib::ReferencePage(stdlib::Functions());
  const char* update = std::getenv("IDX_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") std::ofstream(path, std::ios::binary) << page;
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(in), {}) == page) << "run ./dev docs";
}

}  // namespace
}  // namespace idx
