// What the rule files declare: classes with their methods and fields, enums; and how names find them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::check {

struct ClassSymbol;

struct MethodSymbol {
  const ast::Method* declaration = nullptr;
  const ClassSymbol* owner = nullptr;
  int32_t function = -1;  // index into Program::functions
};
// A variable of the method around a local function or lambda that it uses.
struct Capture {
  std::string name;
  bool written = false;
  std::string outside = {};  // its name where the function is called, if another
  const std::string& around() const { return outside.empty() ? name : outside; }
};
// How values go in and out of a function that has out or ref parameters, or captures: variables that it may
// set come back behind its result, in a tuple.
struct Signature {
  std::vector<typed::Type> types;  // of the parameters as declared
  std::vector<int32_t> locals;     // theirs: out parameters are no parameters of the function
  std::vector<Capture> captures;   // passed behind the parameters
  bool bound = true;               // the captures' types are known
  typed::Type result;              // as declared
  std::vector<int32_t> gives;      // locals that come back
  bool empty() const { return types.empty() && captures.empty() && gives.empty(); }
};
struct FieldSymbol {
  const ast::Field* declaration = nullptr;
  const ClassSymbol* owner = nullptr;
  bool in_use = false;              // guards against tables that depend on themselves
  typed::Expr* constant = nullptr;  // its value, once known to be one
  int32_t static_index = -1;        // into Program::statics, where it is made once
};
struct ClassSymbol {
  std::string full_name;   // Contoso.People
  std::string name_space;  // Contoso
  std::vector<std::string> usings;
  std::vector<std::string> static_usings;
  std::multimap<std::string, MethodSymbol> methods;
  std::map<std::string, FieldSymbol> fields;
  // Of a record: its plain data. The constructor has the positional parameters; properties follow them.
  const ast::Record* record = nullptr;
  std::vector<const ast::Field*> properties;
  std::shared_ptr<const ast::Method> constructor_syntax;
  MethodSymbol constructor;
  int32_t shape = -1;  // into Program::shapes, once its fields' types are known
  bool shape_in_use = false;
};

// All declarations of a configuration. Classes of the same full name in several files are one (partial).
class Symbols {
 public:
  void Declare(const std::vector<ast::File>& files, typed::Program& program, Diagnostics& diagnostics);

  std::vector<ClassSymbol*> classes();
  // The class that `name` (possibly qualified) means inside `from`; null if none.
  const ClassSymbol* FindClass(const std::string& name, const ClassSymbol* from) const;
  ClassSymbol* MutableClass(const ClassSymbol* symbol);
  // The record of this full name; null if none.
  ClassSymbol* FindRecord(const std::string& full_name);
  // Index into Program::enums, or -1.
  int32_t FindEnum(const std::string& name, const ClassSymbol* from) const;
  void AddEnum(const std::string& full_name, int32_t index) { enums_[full_name] = index; }
  // Names for "did you mean".
  std::vector<std::string> ClassNames() const;
  std::vector<std::string> TypeNames() const;  // enumerations and records
  // Locals that hold a lambda, as functions.
  std::map<const ast::Stmt*, std::shared_ptr<const ast::Method>> delegates;
  std::map<const ast::Stmt*, std::shared_ptr<const ast::Method>> lambdas;  // null: it is none
  // Functions of methods that take functions: of each call one is made. And what calls were made of.
  std::set<int32_t> templates;
  // Parameters that are objects which may be null: function, parameter. What is passed may be an object that
  // is read through a reference, and is nothing that was proved (CallThrough).
  std::set<std::pair<int32_t, size_t>> nullable_objects;
  std::vector<std::shared_ptr<const ast::Method>> function_arguments;
  // By method and, for each parameter, the type and the attribute that its argument is read by: CallThrough.
  std::map<std::pair<int32_t, std::vector<int32_t>>, int32_t> called_through;
  static constexpr uint64_t kMostSpecialised = 400'000;  // nodes of the typed tree, of all such methods
  static constexpr uint64_t kOfEach = 200;
  uint64_t specialised = 0;
  ast::Tree made;
  // By the function's index; functions without an entry take and give values only.
  std::map<int32_t, Signature> signatures;

 private:
  struct Place {
    std::string name_space;
    const std::vector<ast::Using>* usings;
  };
  void DeclareMembers(const std::vector<ast::Decl*>& members, const Place& place);
  void DeclareClass(const ast::Class& declaration, const Place& place);
  void DeclareRecord(const ast::Record& declaration, const Place& place);
  ClassSymbol& NewClass(const std::string& full_name, const Place& place);
  void DeclareBody(ClassSymbol& symbol, const std::vector<ast::Decl*>& members, const Place& place);
  void DeclareMethod(ClassSymbol& symbol, const ast::Method& method);
  const ast::Method& OfObject(const ClassSymbol& symbol, const ast::Method& method);
  void DeclareField(ClassSymbol& symbol, const ast::Field& field);
  static std::optional<int64_t> ConstantOf(const ast::Expr& e, const EnumType& type, int depth);
  void DeclareEnum(const ast::Enum& declaration, const std::string& name_space);
  std::vector<std::string> Candidates(const std::string& name, const ClassSymbol* from) const;

  std::map<std::string, ClassSymbol> classes_;
  std::vector<std::shared_ptr<const ast::Method>> field_delegates_;
  ast::Tree made_methods_;
  std::map<std::string, int32_t> enums_;
  typed::Program* program_ = nullptr;
  Diagnostics* diagnostics_ = nullptr;
};

}  // namespace idx::compiler::check
