// What generated code may call: the library's rows, the operations on composite values, and the short list of
// lower/support.h. Nothing else of the process is visible to it.
#pragma once

#include <span>

#include "compiler/native/object_code.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::native {

// Names → functions. The library must outlive it.
ObjectCode::Resolve FunctionsFor(std::span<const stdlib::Row> library);

}  // namespace idx::compiler::native
