// The abstract syntax tree: what the author wrote, resolved to structure and nothing more. Data only.
// Parentheses are dropped, spans are kept; both front ends (.idx and XML) produce it. Nodes live in a Tree
// and point at each other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/ast/expression.h"

namespace idx::compiler::ast {

// ---- statements
enum class StmtKind : uint8_t {
  kBlock,
  kEmpty,
  kLocal,
  kDeconstruct,
  kLocalFunction,
  kExpression,
  kIf,
  kSwitch,
  kFor,
  kForeach,
  kWhile,
  kDo,
  kBreak,
  kContinue,
  kReturn,
  kThrow,
  kTry,
  kChecked,
  kUnsupported,
};
struct Stmt : Node {
  StmtKind kind;
  explicit Stmt(StmtKind k) : kind(k) {}
};
struct Block : Stmt {
  Block() : Stmt(StmtKind::kBlock) {}
  std::vector<Stmt*> statements;
};
struct Empty : Stmt {
  Empty() : Stmt(StmtKind::kEmpty) {}
};
struct Local : Stmt {
  Local() : Stmt(StmtKind::kLocal) {}
  struct Declarator {
    std::string name;
    Span span;
    Expr* value = nullptr;
  };
  bool constant = false;
  TypeName* type = nullptr;  // kVar for var
  std::vector<Declarator> declarators;
};
// var (a, b) = e;
struct Deconstruct : Stmt {
  Deconstruct() : Stmt(StmtKind::kDeconstruct) {}
  std::vector<std::string> names;
  Expr* value = nullptr;
};
struct Method;
struct LocalFunction : Stmt {
  LocalFunction() : Stmt(StmtKind::kLocalFunction) {}
  Method* method = nullptr;
};
struct ExprStmt : Stmt {
  ExprStmt() : Stmt(StmtKind::kExpression) {}
  Expr* expression = nullptr;
};
struct If : Stmt {
  If() : Stmt(StmtKind::kIf) {}
  Expr* condition = nullptr;
  Stmt* then = nullptr;
  Stmt* otherwise = nullptr;
};
struct SwitchSection {
  struct Label {
    Pattern* pattern = nullptr;  // null for default
    Expr* when = nullptr;
    Span span;
  };
  std::vector<Label> labels;
  std::vector<Stmt*> statements;
};
struct SwitchStmt : Stmt {
  SwitchStmt() : Stmt(StmtKind::kSwitch) {}
  Expr* operand = nullptr;
  std::vector<SwitchSection> sections;
};
struct For : Stmt {
  For() : Stmt(StmtKind::kFor) {}
  std::vector<Stmt*> initializers;  // one Local, or ExprStmts
  Expr* condition = nullptr;
  std::vector<Expr*> steps;
  Stmt* body = nullptr;
};
struct Foreach : Stmt {
  Foreach() : Stmt(StmtKind::kForeach) {}
  TypeName* type = nullptr;        // kVar for var
  std::vector<std::string> names;  // more than one: a deconstruction
  Span name_span;
  Expr* collection = nullptr;
  Stmt* body = nullptr;
};
struct While : Stmt {
  While() : Stmt(StmtKind::kWhile) {}
  Expr* condition = nullptr;
  Stmt* body = nullptr;
};
struct Do : Stmt {
  Do() : Stmt(StmtKind::kDo) {}
  Stmt* body = nullptr;
  Expr* condition = nullptr;
};
struct Break : Stmt {
  Break() : Stmt(StmtKind::kBreak) {}
};
struct Continue : Stmt {
  Continue() : Stmt(StmtKind::kContinue) {}
};
struct Return : Stmt {
  Return() : Stmt(StmtKind::kReturn) {}
  Expr* value = nullptr;
};
struct ThrowStmt : Stmt {
  ThrowStmt() : Stmt(StmtKind::kThrow) {}
  Expr* operand = nullptr;  // null: rethrow
};
struct Try : Stmt {
  Try() : Stmt(StmtKind::kTry) {}
  struct Catch {
    TypeName* type = nullptr;
    std::string name;
    Expr* when = nullptr;
    Block* block = nullptr;
    Span span;
  };
  Block* block = nullptr;
  std::vector<Catch> catches;
  Block* finally = nullptr;
};
struct CheckedStmt : Stmt {
  CheckedStmt() : Stmt(StmtKind::kChecked) {}
  bool checked = true;
  Block* block = nullptr;
};
// goto, lock, using, yield, unsafe, fixed: `construct` names it.
struct UnsupportedStmt : Stmt {
  UnsupportedStmt() : Stmt(StmtKind::kUnsupported) {}
  std::string construct;
};

// ---- declarations
struct AttributeUse {  // [Join("Workday.User", Priority = 10)]
  std::string name;    // "Join"
  struct Argument {
    std::string name;  // "" for a positional one
    Span name_span;
    Expr* value = nullptr;
  };
  std::vector<Argument> arguments;
  Span span;
};
enum class DeclKind : uint8_t { kClass, kEnum, kRecord, kMethod, kField, kNamespace, kUnsupported };
struct Decl : Node {
  DeclKind kind;
  explicit Decl(DeclKind k) : kind(k) {}
  std::vector<AttributeUse> attributes;
  std::vector<std::string> modifiers;  // "static", "public" …
  std::string name;
  Span name_span;
  bool Has(std::string_view modifier) const {
    for (const std::string& m : modifiers)
      if (m == modifier) return true;
    return false;
  }
};
struct Class : Decl {
  Class() : Decl(DeclKind::kClass) {}
  std::vector<Decl*> members;
};
struct Enum : Decl {
  Enum() : Decl(DeclKind::kEnum) {}
  struct Item {
    std::string name;
    Span span;
    Expr* value = nullptr;
  };
  std::vector<Item> items;
};
struct Record : Decl {
  Record() : Decl(DeclKind::kRecord) {}
  std::vector<Parameter> parameters;
  std::vector<Decl*> members;
};
struct Method : Decl {
  Method() : Decl(DeclKind::kMethod) {}
  TypeName* result = nullptr;  // null for void
  std::vector<std::string> type_parameters;
  std::vector<Parameter> parameters;
  Block* block = nullptr;  // either block …
  Expr* body = nullptr;    // … or an expression body
  bool property = false;   // T Name => …; or T Name { get { … } }
};
struct Field : Decl {
  Field() : Decl(DeclKind::kField) {}
  TypeName* type = nullptr;
  Expr* value = nullptr;  // one Field per declarator
  bool property = false;  // { get; init; }: the plain property of a record, or { get; } = value of a class
  bool settable = false;  // a property with set
};
struct Namespace : Decl {
  Namespace() : Decl(DeclKind::kNamespace) {}
  std::vector<Decl*> members;
};
// Instances with state, interfaces, delegates, events, operators, properties …: `construct` names it.
struct UnsupportedDecl : Decl {
  UnsupportedDecl() : Decl(DeclKind::kUnsupported) {}
  std::string construct;
};

struct Using {
  std::string name;  // "System.Linq"
  bool is_static = false;
  std::string alias;  // "" when none
  Span span;
};
struct File {
  FileId file;
  std::vector<Using> usings;
  std::vector<Decl*> members;  // a file-scoped namespace is a Namespace around the rest
};

// Owns nodes. Movable; nodes keep their addresses.
class Tree {
 public:
  template <typename T, typename... Args>
  T* Make(Span span, Args&&... args) {
    auto node = std::make_unique<T>(std::forward<Args>(args)...);
    node->span = span;
    T* result = node.get();
    nodes_.push_back(std::move(node));
    return result;
  }
  size_t size() const { return nodes_.size(); }

 private:
  std::vector<std::unique_ptr<Node>> nodes_;
};

template <typename T>
const T& As(const Node* node) {
  return static_cast<const T&>(*node);
}

}  // namespace idx::compiler::ast
