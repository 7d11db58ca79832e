// What the process was given: environment variables and the machine's size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace idx {

// The variable's value; nothing when it is not set. Call before threads change the environment.
std::optional<std::string> EnvironmentVariable(const std::string& name);
uint64_t MachineMemoryBytes();
// Processors that this process may use, at least 1.
uint32_t ProcessorCount();

}  // namespace idx
