// Which processor this is, as far as code that was made for it cares.
#pragma once

#include <string>

namespace idx::compiler::native {

// Its maker, model and every feature that programs may use here. Code that was made where it was the same
// runs here. "" on processors that native code is not made for.
std::string ProcessorId();

}  // namespace idx::compiler::native
