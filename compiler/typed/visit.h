// A walk over all that stands below a function's body: each node before what is in it.
#pragma once

#include "compiler/typed/typed.h"

namespace idx::compiler::typed {

// Derive and override what is of interest. Enter gives whether to go into the node.
class Visitor {
 public:
  virtual ~Visitor() = default;

  void Visit(const Expr* e) {
    if (e == nullptr || !Enter(*e)) return;
    Visit(e->body);
    for (const Expr* arg : e->args) Visit(arg);
  }
  void Visit(const std::vector<Stmt*>& body) {
    for (const Stmt* s : body) Visit(*s);
  }
  void Visit(const Stmt& s) {
    if (!Enter(s)) return;
    Visit(s.value);
    Visit(s.body);
    Visit(s.otherwise);
    Visit(s.step);
    for (const Catch& clause : s.catches) {
      Visit(clause.when);
      Visit(clause.body);
    }
    Visit(s.finally);
  }

 protected:
  virtual bool Enter(const Expr&) { return true; }
  virtual bool Enter(const Stmt&) { return true; }
};

}  // namespace idx::compiler::typed
