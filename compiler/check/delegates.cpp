#include "compiler/check/delegates.h"

#include "compiler/ast/walk.h"

namespace idx::compiler::check {

std::shared_ptr<ast::Method> MethodOfDelegate(const ast::TypeName* type, const std::string& name,
                                              Span name_span, const ast::Expr* value) {
  if (type == nullptr || type->kind != ast::TypeName::Kind::kNamed || value == nullptr) return nullptr;
  if (value->kind != ast::ExprKind::kLambda) return nullptr;
  std::string plain = type->name.substr(type->name.rfind('.') + 1);
  bool func = plain == "Func", action = plain == "Action", predicate = plain == "Predicate";
  if (!func && !action && !predicate) return nullptr;
  const auto& lambda = ast::As<ast::Lambda>(value);
  size_t count = type->arguments.size() - (func ? 1 : 0);
  if ((func && type->arguments.empty()) || lambda.parameters.size() != count || (predicate && count != 1))
    return nullptr;
  auto method = std::make_shared<ast::Method>();
  method->name = name;
  method->span = value->span;
  method->name_span = name_span;
  static ast::TypeName boolean = [] {
    ast::TypeName made;
    made.name = "bool";
    return made;
  }();
  method->result = func ? type->arguments.back() : predicate ? &boolean : nullptr;
  for (size_t i = 0; i < count; ++i) {
    ast::Parameter parameter = lambda.parameters[i];
    parameter.type = type->arguments[i];
    method->parameters.push_back(std::move(parameter));
  }
  method->body = lambda.body;
  method->block = lambda.block;
  return method;
}

bool Returns(const ast::Stmt& block) {
  bool found = block.kind == ast::StmtKind::kReturn;
  if (block.kind == ast::StmtKind::kLocalFunction) return false;
  ast::ForEachPart(block,
                   {[](const ast::Expr&) {}, [&](const ast::Stmt& part) { found = found || Returns(part); },
                    [](const ast::Pattern&) {}});
  return found;
}

}  // namespace idx::compiler::check
