#include "compiler/ast/hash_object.h"

namespace idx::compiler::ast {

namespace {

std::string LastName(const Expr& e) {
  if (e.kind == ExprKind::kName) return As<Name>(&e).name;
  return e.kind == ExprKind::kMember ? As<Member>(&e).name : "";
}

}  // namespace

std::string HashClassOf(const Expr& e) {
  std::string made;
  if (e.kind == ExprKind::kCall && As<Call>(&e).arguments.empty() &&
      As<Call>(&e).callee->kind == ExprKind::kMember) {
    const auto& member = As<Member>(As<Call>(&e).callee);
    if (member.name == "Create") made = LastName(*member.target);
  } else if (e.kind == ExprKind::kNew && As<New>(&e).type != nullptr && As<New>(&e).arguments.empty() &&
             !As<New>(&e).has_initializers) {
    const std::string& name = As<New>(&e).type->name;
    made = name.substr(name.rfind('.') + 1);
    for (std::string_view suffix : {"Managed", "CryptoServiceProvider"})
      if (made.size() > suffix.size() && made.ends_with(suffix)) made.resize(made.size() - suffix.size());
    if (made == name.substr(name.rfind('.') + 1)) return "";
  }
  for (const char* known : {"MD5", "SHA1", "SHA256", "SHA384", "SHA512"})
    if (made == known) return made;
  return "";
}

}  // namespace idx::compiler::ast
