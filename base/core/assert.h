// Assertions about our own code. They stay on in release: a broken invariant must stop before it reaches an
// account.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace idx {

[[noreturn]] inline void AssertionFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "idx: internal error at %s:%d: %s does not hold. Nothing more was written.\n", file,
               line, condition);
  std::abort();
}

}  // namespace idx

#define IDX_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::idx::AssertionFailed(#condition, __FILE__, __LINE__))
