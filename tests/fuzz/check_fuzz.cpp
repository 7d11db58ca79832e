// Any bytes through the parser and the checker: diagnostics, never a crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/golden/runner/sample.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 64 * 1024) return 0;
  idx::compiler::golden::CheckSource("fuzz.idx", std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
