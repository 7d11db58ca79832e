// All that is ORC and LLVM's code generator: IR to object bytes, object bytes to addresses. Internal to this
// folder.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/jit/jit.h"
#include "compiler/lower/lower.h"

namespace idx::compiler::jit {

// The processor that code is made for: name and features, for cache keys.
std::string HostProcessor();
std::string LlvmVersion();

// Runs the tier's passes in place.
Status Optimise(lower::Lowered& lowered, Tier tier);
// Machine code as an ELF object, or as assembly text.
Result<std::string> Generate(lower::Lowered& lowered, Tier tier, bool assembly = false);
std::string PrintIr(const lower::Lowered& lowered);

// Linked code. Unloaded with the object. Lookups are thread-safe once it is built.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual Status Add(std::string object) = 0;
  // The addresses of these symbols; links what was added.
  virtual Result<std::vector<void*>> Find(std::span<const std::string> symbols) = 0;
};
// An engine in which only the library's rows and support.h are visible.
Result<std::unique_ptr<Engine>> MakeEngine(std::span<const stdlib::Row> library);

}  // namespace idx::compiler::jit
