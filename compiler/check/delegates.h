// Func<…> and Action<…> that hold a lambda and nothing else ever: functions with a name, and called as such.
#pragma once

#include <memory>
#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler::check {

// The method that `type name = lambda` is; null where the type is no delegate or the value is no lambda of as
// many parameters. It points into the tree of both.
std::shared_ptr<ast::Method> MethodOfDelegate(const ast::TypeName* type, const std::string& name,
                                              Span name_span, const ast::Expr* value);

// The method that `var name = (T a) => body` is; null where a parameter has no type, or statements follow.
std::shared_ptr<ast::Method> MethodOfLambda(const std::string& name, Span name_span, const ast::Expr* value);

// Func<…>, Action<…> or Predicate<T>, and how many parameters such a function has.
bool IsDelegate(const ast::TypeName* type);
size_t DelegateParameters(const ast::TypeName& type);

// Does a lambda's block return from somewhere (lambdas and functions within it aside)?
bool Returns(const ast::Stmt& block);

}  // namespace idx::compiler::check
