// SHA256.Create() and its like: objects that do nothing but call one static method.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler::ast {

// The class whose HashData does what the object's ComputeHash does: "SHA256" of SHA256.Create(), new
// SHA256Managed() and new SHA256CryptoServiceProvider(). "": the expression makes no such object.
std::string HashClassOf(const Expr& e);

}  // namespace idx::compiler::ast
