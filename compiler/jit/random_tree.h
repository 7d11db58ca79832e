// Random typed programs for differential tests: what the checker could produce, and much that no person would
// write.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "compiler/lower/tree_maker.h"
#include "stdlib/composite/operations.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::typed {

class RandomTree {
 public:
  explicit RandomTree(uint64_t seed) : random_(seed) { Build(); }

  TreeMaker t;
  int32_t app = -1;
  int32_t vault = -1;
  int32_t loop = -1;           // inputs {app, vault}
  std::vector<int32_t> plain;  // functions without entities

  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }
  bool Chance(uint32_t percent) { return Below(100) < percent; }
  std::string RandomText();
  uint64_t RandomBits(TypeKind kind);
  // A value of a composite type that is not null, in `memory`.
  Slot Object(const Type& type, Arena& memory);

 private:
  static constexpr TypeKind kScalars[] = {
      TypeKind::kBool,     TypeKind::kInt,    TypeKind::kLong,    TypeKind::kDouble,   TypeKind::kChar,
      TypeKind::kString,   TypeKind::kString, TypeKind::kString,  TypeKind::kDateTime, TypeKind::kDateOnly,
      TypeKind::kTimeSpan, TypeKind::kGuid,   TypeKind::kDecimal, TypeKind::kEnum};
  struct Scope {
    int32_t function;
    bool entities = false;
    int loops = 0;
    int depth = 0;
    bool pure = false;            // attributes and constants only, nothing that changes
    std::vector<int32_t> caught;  // the locals of the catch clauses around
  };
  // A type of the pool that is made of others, with those that it is made of.
  using Operation = stdlib::Operation;

  void Build();
  void AddTypes();
  int32_t AddRandomFunction(Type result, std::vector<Type> parameters, bool entities);
  void AddRule(Type result, OutputKind kind);
  Type RandomType();
  Expr* Value(Type type, Scope& s);
  Expr* Leaf(Type type, Scope& s);
  Expr* Constant(Type type);
  Expr* Plain(Type type, Scope& s);  // by operators of this kind
  Expr* BoolValue(Scope& s);
  Expr* NumberValue(Type type, Scope& s);
  Expr* CallOf(Type type, Scope& s);
  Expr* Builtin(Type type, Scope& s);
  Expr* Argument(const stdlib::TypeSpec& spec, Scope& s);
  Expr* Bytes(Type type, Scope& s);
  Expr* Repeated(Type type, Scope& s);  // an expression that other rules have too
  Expr* Copy(const Expr& e);
  Expr* Throw(Scope& s);
  Expr* SetLocalTo(Type type, Scope& s);
  std::vector<Stmt*> Body(Scope& s, int statements);
  Stmt* Statement(Scope& s);
  Stmt* Loop_(Scope& s);

  // random_composite_test.cpp
  void AddComposites();
  void AddStatics();
  Type PickOf(TypeKind kind);
  Expr* Operate(Operation operation, const Type& result, const Type& about, std::vector<Expr*> args);
  Expr* Fresh(const Type& type, Scope* s);  // a new composite value; constants only where there is no scope
  Expr* Composite(Type type, Scope& s);
  Expr* ArrayValue(Type type, Scope& s);
  Expr* AboutComposites(Type type, Scope& s);  // an operation that gives this scalar, or null
  Expr* BoolOfComposites(Scope& s);
  Expr* IntOfComposites(Scope& s);
  Expr* ElementOf(Type type, Scope& s);
  Expr* Change(Scope& s);  // void
  Stmt* Try(Scope& s);

  std::mt19937_64 random_;
  std::vector<Type> composites_;
  std::vector<Expr*> repeated_;
};

}  // namespace idx::compiler::typed
