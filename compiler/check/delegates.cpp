#include "compiler/check/delegates.h"

#include "compiler/ast/walk.h"

namespace idx::compiler::check {

namespace {

std::string PlainName(const ast::TypeName& type) { return type.name.substr(type.name.rfind('.') + 1); }

}  // namespace

bool IsDelegate(const ast::TypeName* type) {
  if (type == nullptr || type->kind != ast::TypeName::Kind::kNamed) return false;
  std::string plain = PlainName(*type);
  return (plain == "Func" && !type->arguments.empty()) || plain == "Action" ||
         (plain == "Predicate" && type->arguments.size() == 1);
}

size_t DelegateParameters(const ast::TypeName& type) {
  return type.arguments.size() - (PlainName(type) == "Func" ? 1 : 0);
}

std::shared_ptr<ast::Method> MethodOfDelegate(const ast::TypeName* type, const std::string& name,
                                              Span name_span, const ast::Expr* value) {
  if (!IsDelegate(type) || value == nullptr || value->kind != ast::ExprKind::kLambda) return nullptr;
  std::string plain = PlainName(*type);
  bool func = plain == "Func", predicate = plain == "Predicate";
  const auto& lambda = ast::As<ast::Lambda>(value);
  size_t count = DelegateParameters(*type);
  if (lambda.parameters.size() != count) return nullptr;
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

std::shared_ptr<ast::Method> MethodOfLambda(const std::string& name, Span name_span, const ast::Expr* value) {
  if (value == nullptr || value->kind != ast::ExprKind::kLambda) return nullptr;
  const auto& lambda = ast::As<ast::Lambda>(value);
  if (lambda.body == nullptr) return nullptr;
  for (const ast::Parameter& parameter : lambda.parameters)
    if (parameter.type == nullptr || !parameter.modifier.empty() || parameter.default_value != nullptr)
      return nullptr;
  auto method = std::make_shared<ast::Method>();
  method->name = name;
  method->span = value->span;
  method->name_span = name_span;
  method->parameters = lambda.parameters;
  method->body = lambda.body;
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
