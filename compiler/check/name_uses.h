// What code does with names: which it reads, assigns, declares, and of which collections it changes elements.
// By name alone, so it may hold too many.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler::check {

// A method of collections that adds, sets or removes elements of its own.
bool ChangesCollection(const std::string& method);

class NameUses {
 public:
  explicit NameUses(const ast::Expr& e) { Visit(e); }
  explicit NameUses(const ast::Stmt& s) { Visit(s); }
  explicit NameUses(const ast::Method& method);

  std::set<std::string> read;            // every name that stands as an expression
  std::set<std::string> read_later;      // those of them within lambdas
  std::set<std::string> assigned;        // variables
  std::set<std::string> changed;         // collections whose elements are added, set or removed
  std::set<std::string> declared;        // locals, and parameters of what lies within
  std::map<std::string, uint32_t> last;  // where each of assigned and changed is last

 private:
  void Visit(const ast::Expr& e);
  void Visit(const ast::Stmt& s);
  void Visit(const ast::Pattern& pattern);
  void Parameters(const std::vector<ast::Parameter>& parameters);
  void Target(const ast::Expr* e);
  void Changed(const ast::Call& call);
  void Note(const ast::Expr& name);

  int depth_ = 0;  // deeper trees are refused by the checker
  int lambdas_ = 0;
};

}  // namespace idx::compiler::check
