#include "compiler/native/processor.h"

#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace idx::compiler::native {

#if defined(__x86_64__)

namespace {

constexpr uint32_t kLocalApicId = 0xFF00'0000;  // leaf 1, EBX: differs from core to core
constexpr uint32_t kSavesState = 1u << 27;      // leaf 1, ECX: xgetbv can be used

void Add(std::string& id, uint32_t leaf, uint32_t part) {
  uint32_t a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(leaf, part, &a, &b, &c, &d) == 0) a = b = c = d = 0;
  if (leaf == 1) b &= ~kLocalApicId;
  for (uint32_t word : {a, b, c, d}) id.append(reinterpret_cast<const char*>(&word), sizeof word);
}

}  // namespace

std::string ProcessorId() {
  std::string id = "x86-64";
  // Source: Intel SDM volume 2A, CPUID; AMD APM volume 3, appendix E. The leaves that name features of
  // instructions, and 0 and 1 for the maker and the model.
  constexpr uint32_t kLeaves[][2] = {{0, 0},    {1, 0},    {7, 0},    {7, 1},           {0x14, 0},
                                     {0x19, 0}, {0x24, 0}, {0x1E, 1}, {0x8000'0001, 0}, {0x8000'0008, 0}};
  for (auto [leaf, part] : kLeaves) Add(id, leaf, part);
  // The state that the system saves: without it features of the processor cannot be used.
  uint32_t a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) != 0 && (c & kSavesState) != 0) {
    uint32_t low = 0, high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    id.append(reinterpret_cast<const char*>(&low), sizeof low);
  }
  return id;
}

#else

std::string ProcessorId() { return ""; }

#endif

}  // namespace idx::compiler::native
