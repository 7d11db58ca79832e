// The walker behind dump.h. Every Dump method writes the node's line at the present indentation, then its
// parts.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler {

class AstDumper {
 public:
  void Dump(const ast::File& file);
  void Dump(const ast::Expr* expression, const char* role = "");
  std::string Take() { return std::move(out_); }

 private:
  struct Indent {
    explicit Indent(AstDumper& d) : dumper(d) { ++d.depth_; }
    ~Indent() { --dumper.depth_; }
    AstDumper& dumper;
  };
  void Line(const std::string& text);
  void DumpLiteral(const ast::Literal& literal, const std::string& role);
  void DumpCreation(const ast::Expr* expression, const std::string& role);
  void DumpRest(const ast::Expr* expression, const std::string& role);
  void DumpArguments(const std::vector<ast::Argument>& arguments);
  void DumpInitializers(const std::vector<ast::Initializer>& initializers);
  void DumpParameters(const std::vector<ast::Parameter>& parameters);
  void Dump(const ast::Pattern* pattern);
  void DumpSubs(const char* what, const std::vector<ast::RecursivePattern::Sub>& subs);
  void Dump(const ast::Stmt* statement);
  void DumpCompound(const ast::Stmt* statement);
  void Dump(const ast::Decl* declaration);
  void DumpMethod(const ast::Method& method);

  std::string out_;
  int depth_ = 0;
};

// As written in the language: "List<int?>[]".
std::string TypeText(const ast::TypeName* type);

}  // namespace idx::compiler
