// A module as bytes, to be kept on disk.
#pragma once

#include <string>
#include <string_view>

#include "compiler/native/module.h"

namespace idx::compiler::native {

// All but the sources and the configuration's directory, which may be moved.
std::string WriteModule(const Module& module);

// False when the bytes are no image; then the module is in any state. directory: the configuration's. The
// sources are the caller's to set. Safe on any bytes; but that what is read is what was written, the caller
// must know (a digest): it names loops, columns and code that are not checked again.
bool ReadModule(std::string_view image, const std::string& directory, Module& module);

}  // namespace idx::compiler::native
