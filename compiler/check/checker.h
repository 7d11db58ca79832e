// The checker's state, shared by the files of this folder: one method body at a time. Internal.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/core/suggest.h"
#include "compiler/ast/ast.h"
#include "compiler/check/body.h"
#include "compiler/check/check.h"
#include "compiler/check/flow_state.h"
#include "compiler/check/query.h"
#include "compiler/check/symbols.h"
#include "compiler/typed/typed.h"
#include "stdlib/composite/operations.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::check {

using stdlib::Operation;
using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::Type;

inline bool IsEquality(ast::BinaryOp op) { return op == ast::BinaryOp::kEq || op == ast::BinaryOp::kNe; }
inline Type TypeOf(TypeKind kind) { return Type{kind}; }

// Of named arguments: the parameter that the first unknown name is near to, or "".
std::string MeantName(const std::vector<ast::Argument>& arguments,
                      const std::vector<std::string>& parameters);

class NameUses;

class Checker : BodyState {
 public:
  Checker(Configuration* configuration, typed::Program& program, Symbols& symbols, Diagnostics& diagnostics)
      : configuration_(configuration), program_(program), symbols_(symbols), diagnostics_(diagnostics) {}

  // methods.cpp
  void DeclareSignature(const MethodSymbol& method);
  void DeclareRecord(ClassSymbol& record);  // before any signature
  void CheckRecord(ClassSymbol& record);    // its default values, used or not
  void CheckBody(const MethodSymbol& method);
  void CheckRule(const MethodSymbol& method);

  // statics.cpp
  void CheckFields();  // those that no method uses, too
  // When all bodies are checked and without errors: each static value after those that it reads, and made
  // once, so that what cannot be made is told now.
  void FinishStatics();
  bool CheckStandalone(const ast::Expr& expression, const std::vector<ExpressionVariable>& variables);

 private:
  // local_functions.cpp
  const ast::Method* LocalFunctionOf(const ast::Stmt& s);
  void DeclareLocalFunctions(const std::vector<ast::Stmt*>& statements);
  void DeclareFunctions(const std::vector<const ast::Method*>& methods,
                        const std::vector<ast::Stmt*>& statements);
  // lambdas.cpp
  bool DeclareLambda(const ast::Local& s);
  Type NaturalResult(const ast::Method& method, const std::vector<Type>& types);
  // local_functions.cpp
  const MethodSymbol* FindLocalFunction(const std::string& name) const;
  void CheckLocalFunctions();
  std::map<std::string, MethodSymbol> VisibleFunctions() const;
  std::set<std::string> NamesAround() const;
  std::vector<Capture> CapturesOf(const NameUses& uses, const std::set<std::string>& around,
                                  const std::set<std::string>& builders) const;
  void FindCaptures(const std::vector<std::string>& names, const std::set<std::string>& around,
                    const std::set<std::string>& builders);
  void BindCaptures(const MethodSymbol& method);
  const Signature* SignatureOf(int32_t function) const;
  Type DeclaredResult();
  void SetResult(const Type& result);
  void FinishLocalFunctions();
  bool IsCaptured(int32_t function, const std::string& name) const;
  Expr* GiveBack(Expr* value, Span span);
  Expr* TakeBack(Expr* call, const std::vector<int32_t>& to, Span span);
  bool PassCaptures(const Signature& signature, std::vector<Expr*>& args, std::vector<int32_t>& to,
                    Span span);
  bool MayChangeHere(int32_t local, const std::string& name, Span span);
  // function_arguments.cpp
  bool IsTemplate(const MethodSymbol& method) const;
  bool IsFunctionArgument(const std::vector<const MethodSymbol*>& methods, const ast::Argument& argument,
                          size_t position) const;
  std::shared_ptr<const ast::Method> FunctionFor(const ast::Parameter& parameter, const ast::Expr& e);
  void DeclareTemplate(const MethodSymbol& method, std::vector<Type> types, const Type& result);
  bool IsSameTemplate(const MethodSymbol& a, const MethodSymbol& b) const;
  void CheckTemplate(const MethodSymbol& method);
  bool CapturesOfFunctions(const std::vector<std::shared_ptr<const ast::Method>>& functions, Span span,
                           std::vector<std::vector<Capture>>& each, std::map<std::string, bool>& all);
  int32_t Specialise(const MethodSymbol& method,
                     const std::vector<std::shared_ptr<const ast::Method>>& functions, Span span);
  Expr* CallStatements(const ast::Lambda& lambda, const std::vector<int32_t>& parameters,
                       const std::vector<Type>& types, const Type* result);

  // methods.cpp
  void CheckStatements(const ast::Method& declaration);
  void ReadSignature(const MethodSymbol& method);
  void CheckModifier(const ast::Parameter& parameter);
  void CheckDefaults(const MethodSymbol& method);
  BodyKind BodyKindOf(const ast::Method& method) const;
  void BeginFunction(int32_t function, const ClassSymbol* owner, BodyKind kind);
  bool RuleTarget(const ast::AttributeUse& use, const typed::Function& f, typed::Rule& rule);
  bool RuleArgument(const ast::AttributeUse& use, const ast::AttributeUse::Argument& argument,
                    typed::Rule& rule);

  // types.cpp
  Type Resolve(const ast::TypeName& name);
  Type ResolveElement(const ast::TypeName& name, Span whole);
  std::optional<Type> ResolveGeneric(const ast::TypeName& name, std::string_view plain);
  Type PairOf(const Type& key, const Type& value) const;
  std::optional<Type> TryResolve(const std::string& name);
  std::string NameOfShape(const Shape& shape) const;
  bool IsReference(const Type& type) const;  // C#'s reference types
  int ElementCost(const Type& from, const Type& to) const;
  int CompositeCost(const Expr& value, const Type& to) const;
  Expr* Retype(Expr* value, const Type& to);
  Expr* ConvertComposite(Expr* value, const Type& to);
  std::string NameOf(const Type& type) const;
  std::string Owner(const Type& type) const;
  Type FromSpec(const stdlib::TypeSpec& spec) const;
  // The cost of converting implicitly, or -1: 0 same, 1 to nullable, 2… widening. Looks at constants.
  int ConversionCost(const Expr& value, const Type& to) const;
  Expr* Convert(Expr* value, const Type& to);         // with diagnostics
  Expr* ConvertQuietly(Expr* value, const Type& to);  // cost known to be >= 0
  Expr* ExplicitConvert(Expr* value, const Type& to, Span span);
  Type CommonType(const std::vector<Expr*>& values);
  Type BranchType(const std::vector<Expr*>& values, const Type* expected);

  // nodes.cpp
  Expr* Node(Op op, Type type, Span span, std::vector<Expr*> args = {});
  Expr* ErrorNode(Span span) { return Node(Op::kConst, TypeOf(TypeKind::kError), span); }
  Expr* Constant(Type type, Span span, uint64_t lo);
  Expr* IntConstant(int32_t value, Span span);
  Expr* BoolConstant(bool value, Span span);
  Expr* TextConstant(std::string text, Span span);
  Expr* NullConstant(Type type, Span span);
  Expr* DefaultOf(Type type, Span span);
  Expr* CheckBranch(const ast::Expr& e, const Type* expected);
  Expr* Operate(Operation operation, const Type& type, const Type& result, std::vector<Expr*> args,
                Span span);
  Expr* LocalNode(int32_t local, Span span);
  int32_t NewLocal(Type type, std::string name);
  Expr* SetLocal(int32_t local, Expr* value, Span span);
  Expr* WithTemporary(Expr* value, const std::function<Expr*(Expr*)>& use);
  Stmt* Statement(StmtOp op, Span span);
  Expr* Unsupported(Span span, const std::string& what);
  // The same of a name that may only be mistyped.
  Expr* Unsupported(Span span, const std::string& what, std::string_view name,
                    std::span<const std::string> known);
  Expr* Fold(Expr* e);

  // expressions.cpp
  Expr* Check(const ast::Expr& e, const Type* expected = nullptr);
  Expr* CheckValue(const ast::Expr& e, const Type* expected = nullptr);  // not void, not a type name
  Expr* CheckAs(const ast::Expr& e, const Type& type);                   // converted
  bool IsKnownName(const std::string& name) const;
  Expr* CheckLiteral(const ast::Literal& e);
  Expr* CheckName(const ast::Name& e);
  Expr* CheckConditional(const ast::Conditional& e, const Type* expected);
  Expr* CheckCondAccess(const ast::CondAccess& e);
  Expr* CheckInterpolated(const ast::Interpolated& e);
  Expr* CheckCollection(const std::vector<ast::Expr*>& elements, Span span, const Type* expected);
  Expr* AsCollection(Expr* list, TypeKind kind, Span span);
  Expr* Spread(const std::vector<ast::Expr*>& elements, const std::vector<Expr*>& values, const Type& element,
               TypeKind kind, Span span);
  Expr* CheckNewArray(const ast::NewArray& e, const Type* expected);
  Expr* CheckNew(const ast::New& e, const Type* expected);
  Expr* CheckAsOperator(const ast::AsExpr& e);
  Expr* CheckCast(const ast::Cast& e);
  Expr* NotNull(Expr* value, Span span);  // diagnostic 2001 if it may be null
  Expr* ToText(Expr* value, Span span);   // C#'s invariant ToString, null is ""
  Expr* Throw(const ast::Expr* operand, Span span);
  std::optional<Place> PlaceOf(const Expr& e) const;
  Expr* Refined(Expr* e);

  // assignments.cpp
  Expr* CheckAssign(const ast::Assign& e);
  Expr* AssignMember(const ast::Assign& e);
  Expr* Compound(ast::BinaryOp op, Expr* current, Expr* right, const Type& type, Span span);
  Expr* CheckIncrement(const ast::Unary& e);
  Expr* Stepped(Expr* current, bool up, Span span);
  bool StepPart(const ast::Unary& e, std::vector<Stmt*>& out);
  // deconstruction.cpp
  const ast::Expr* Held(Expr* value, Span span, std::vector<Stmt*>& out);
  const ast::Expr* HeldPlace(const ast::Expr& target, std::vector<Stmt*>& out);
  void AssignPart(const ast::Expr& target, const ast::Expr& value, std::vector<Stmt*>& out);
  void CheckDeconstruction(const ast::Assign& e, std::vector<Stmt*>& out);
  void DeclareParts(const std::vector<std::string>& names, Expr* tuple, Span span, std::vector<Stmt*>& out);

  // operators.cpp
  Expr* CheckUnary(const ast::Unary& e);
  Expr* CheckBinary(const ast::Binary& e);
  Expr* Arithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  Expr* MaybeLogic(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  bool HasValueEquality(const Type& tuple, bool numbers = false) const;
  Expr* CompareParts(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  Expr* EqualTo(Expr* value, Expr* other, Span span);
  Expr* Compare(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  bool IsScalar(const Type& type) const;
  bool HasText(const Type& type) const;
  Expr* Add(Expr* left, Expr* right, Span span);
  Expr* Coalesce(const ast::Binary& e);
  Condition CheckCondition(const ast::Expr& e, const Span* negation = nullptr);
  Condition FromValue(Expr* value, Span span, const Span* negation = nullptr);
  void LearnFromComparison(const ast::Binary& e, const Expr& compared, Condition& condition);
  void LearnFromCall(const ast::Expr& e, Condition& condition);
  void MarkRead(const Expr& value, FlowState& state);
  void MarkNotNull(const ast::Expr& e, FlowState& state);
  void MarkPath(const Expr& path, FlowState& state);
  void MarkAttribute(const Local& entity, int32_t attribute, FlowState& state);

  // decimals.cpp
  Expr* Lifted(const std::vector<Expr*>& values, Span span,
               const std::function<Expr*(const std::vector<Expr*>&)>& apply);
  Expr* LiftedComparison(ast::BinaryOp op, Expr* left, Expr* right, Span span,
                         const std::function<Expr*(const std::vector<Expr*>&)>& apply);
  Expr* WithTemporaries(const std::vector<Expr*>& values,
                        const std::function<Expr*(const std::vector<Expr*>&)>& use);
  std::vector<Expr*> Known(const std::vector<Expr*>& values);
  Expr* DecimalLiteral(const ast::Literal& e);
  // Null where there is no such operator.
  Expr* DecimalArithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  Expr* DecimalComparison(ast::BinaryOp op, Op node, Expr* left, Expr* right, Span span);
  Expr* ConvertDecimal(Expr* value, const Type& to, Span span);

  // records.cpp
  Type RecordType(ClassSymbol& record);
  bool IsRecord(const Type& type) const;
  size_t PositionsOf(const Type& type);  // how many values a tuple or record is taken apart into
  Expr* Field(Expr* tuple, size_t index, Span span);
  bool IsAnonymous(const Type& type) const;
  Expr* NewAnonymous(const ast::New& e);
  Expr* NewTuple(const ast::New& e, const Type& type);
  Expr* CreateTuple(const std::string& owner, const ast::Call& e);
  Expr* NewRecord(const ast::New& e, const Type& type);
  bool SetFields(const std::vector<ast::Initializer>& initializers, const Type& type,
                 std::vector<Expr*>& fields, std::vector<Stmt*>& before);
  Expr* CheckWith(const ast::With& e);
  Expr* TextOfTuple(Expr* tuple, Span span);
  Expr* OwnMember(const std::string& name, Span span);
  Expr* PropertyOf(const ClassSymbol& owner, const std::string& name, Expr* object, Span span);

  // recursive_patterns.cpp
  Inside LookInto(Expr* value, const std::optional<Place>& place, Span span);
  bool Ask(Inside& inside, Expr* part, const ast::Pattern& wanted);
  Condition Named(Inside& inside, const std::string& designation, Span span, bool always);
  Condition Refused(const ast::Pattern& pattern);
  bool PartsOf(const ast::RecursivePattern& pattern, const Type& type,
               std::vector<ast::RecursivePattern::Sub>& parts);
  bool AskPart(Inside& inside, const ast::RecursivePattern::Sub& sub);
  Condition CheckRecursive(const ast::RecursivePattern& pattern, Expr* value,
                           const std::optional<Place>& place);
  Condition CheckNames(const ast::VarPattern& pattern, Expr* value, const std::optional<Place>& place);
  Condition CheckList(const ast::ListPattern& pattern, Expr* value, const std::optional<Place>& place);
  Expr* ElementFor(const ast::ListPattern& pattern, size_t position, size_t slice, Expr* list);

  // patterns.cpp
  Condition CheckPattern(const ast::Pattern& pattern, Expr* value, const std::optional<Place>& place);
  Condition ConstantTest(const ast::Expr& constant, ast::BinaryOp op, Expr* value, Span span);
  Condition CheckCase(const ast::Pattern& pattern, bool always, Expr* value, Covered& covered, bool& taken);
  Expr* CheckIs(const ast::IsExpr& e);
  Condition IsCondition(const ast::IsExpr& e);
  Expr* CheckSwitch(const ast::SwitchExpr& e, const Type* expected);
  int32_t Declare(const std::string& name, Type type, Span span);
  void NameObject(const std::string& name, Expr* object, Span span);
  Expr* After(Expr* first, Expr* value, Span span);
  void DeclareUnknown(const ast::Pattern& pattern);  // the names of a pattern over an error

  // calls.cpp
  Expr* CheckCall(const ast::Call& e);
  Expr* CallOn(Expr* target, const ast::Member& member, const ast::Call& e);
  bool IsValueName(const std::string& qualifier) const;
  bool IsObjectPart(const std::string& name) const;
  std::string HashOf(const ast::Expr& e) const;
  // All of them, with diagnostics; false when one is an error. shown: the function, or "" where it is not
  // known: then only the arguments' own errors are told.
  bool CheckArguments(const std::vector<ast::Argument>& arguments, const std::string& shown,
                      std::vector<Expr*>& given);
  void KeepOrder(const std::vector<ast::Argument>& arguments, const std::vector<Expr*>& given,
                 std::vector<Expr*>& slots, std::vector<Stmt*>& before);
  Expr* DefaultValue(const MethodSymbol& method, size_t parameter);
  Expr* NoSuchMember(const std::string& shown, const std::string& owner, const std::string& name, Span whole,
                     Span member);
  Expr* CheckMember(const ast::Member& e);
  Expr* CheckIndex(const ast::Index& e);
  Expr* IndexOf(Expr* target, const ast::Index& e);
  Expr* MemberOf(Expr* target, const ast::Member& e);
  Expr* StaticMember(const std::string& type, const ast::Member& e);
  // Reports a name of C# or of another product that rules cannot reach. False: it is none.
  bool ReportForeign(const std::string& name, Span span);
  Expr* AttributeOf(Expr* entity, const std::string& name, Span span, bool own_name);
  Expr* NoSuchAttribute(const ObjectType& type, const std::string& name, Span span, bool own_name);
  // references.cpp
  const Expr* PathOf(const Expr& value) const;
  bool IsPath(const Expr& value) const;
  int32_t CallThrough(const MethodSymbol& method, const std::vector<const Expr*>& paths, Span span);
  Type TypeOfAttribute(const Attribute& attribute) const;
  int32_t Derive(int32_t of, DerivedAttribute wanted);
  Expr* DerivedNode(int32_t local, const Type& type, DerivedAttribute wanted, Span span);
  Expr* ReferenceNode(int32_t local, const Attribute& attribute, int32_t index, Span span);
  Expr* MemberThrough(Expr* target, const std::string& name, Span span, bool own_name);
  int32_t ChangedObject() const;
  Expr* MemberOfChange(const ast::Member& e);
  Expr* AttributeOfChange(const ast::Member& e);
  void NameReference(const std::string& name, Expr* object, Span span);
  Expr* NamedReference(const Local& local, const std::string& name, Span span);
  bool NamesReference(const ast::Local::Declarator& local, const Type* declared, Expr* value,
                      std::vector<Stmt*>& out);
  const Attribute* WrittenReference(const Expr& target, Stmt& set);
  Expr* StoredReference(Expr* value, const Attribute& attribute);
  // method_calls.cpp
  // receiver: of an extension method, its first argument.
  Expr* CallMethod(const std::vector<const MethodSymbol*>& methods, const ast::Call& e,
                   const std::string& name, Expr* receiver = nullptr);
  static std::vector<uint32_t> MethodRows(const std::string& owner, const std::string& name);
  static bool TakesCount(const std::vector<uint32_t>& rows, size_t count);
  std::vector<const MethodSymbol*> ExtensionMethods(const std::string& name, const Expr& receiver) const;
  struct MethodMatch;
  struct GivenArgument;
  bool CheckMethodArguments(const std::vector<const MethodSymbol*>& methods, const ast::Call& e,
                            const std::string& name, std::vector<GivenArgument>& given);
  bool MatchMethod(const MethodSymbol& method, const std::vector<GivenArgument>& given, MethodMatch& match);
  int VariableCost(const GivenArgument& given, const Type& type);
  int32_t VariableFor(const GivenArgument& given, const Type& type);
  Type ParameterType(const MethodSymbol& method, size_t parameter) const;
  Expr* FinishCall(const MethodMatch& match, const std::vector<GivenArgument>& given, const ast::Call& e);
  Expr* CallLibrary(const std::string& owner, const std::string& name, Expr* receiver, const ast::Call& e);
  Expr* CallRows(std::span<const uint32_t> rows, const std::string& shown, Expr* receiver,
                 const std::vector<ast::Argument>& arguments, Span span);
  Expr* Passed(Expr* value, const Type& type, const std::string& parameter);
  Expr* TextsOf(Expr* value);
  Expr* Builtin(std::string_view owner, std::string_view name, std::vector<Expr*> args, Span span);
  Expr* CallTryParse(const std::string& owner, const std::string& name, const ast::Call& e);
  int32_t OutLocal(const ast::Expr& out, const Type& type);
  Expr* FinishTryParse(Expr* parsed, const ast::Expr& out, Span span);
  // regex_calls.cpp
  bool IsMethodGroup(const ast::Expr& e) const;
  Expr* RegexReplace(Expr* regex, const ast::Call& e);
  Expr* ReplaceEach(const QueryPtr& matches, const Applied& made, int32_t in, int32_t last, int32_t left,
                    Span span);
  // enums.cpp
  Type EnumOf(const ast::Member& member, const ast::Call& e, size_t& first);
  Expr* MemberWhere(const Type& type, const std::function<Expr*(const EnumType::Member&)>& test,
                    const std::function<Expr*(const EnumType::Member&)>& give, Expr* otherwise, Span span);
  Expr* EnumMember(const Type& type, int32_t number, Span span);
  Expr* ParseEnum(const Type& type, Expr* text, Expr* ignore_case, Span span);
  Expr* ComparisonIgnoringCase(Span span);
  Expr* NameOfMember(const Type& type, Expr* value, Span span);
  Expr* CallEnum(const ast::Member& member, const ast::Call& e);
  Expr* EnumArithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span);
  Expr* TextOfFlags(Expr* value, Span span);
  Expr* HasFlag(Expr* value, const ast::Call& e);
  Expr* FormatEnum(Expr* value, Expr* format, Span span);
  Expr* BoxEnum(Expr* value, const Type& to);
  Expr* Formatted(Expr* value, const ast::Interpolated::Part& part, Span span);
  Expr* TryParseEnum(const ast::Member& member, const ast::Call& e);
  Expr* CallSync(const ast::Member& member, const ast::Call& e);
  Expr* Shown(Expr* value, Span span);
  Expr* AssertEqual(Expr* expected, Expr* actual, Span span);
  Expr* AssertThat(Expr* test, Expr* message, Span span);
  Expr* CallAssert(const ast::Member& member, const ast::Call& e);
  Expr* AssertThrows(const ast::Member& member, const ast::Call& e);
  // statics.cpp
  Expr* FieldValue(const ClassSymbol& owner, FieldSymbol& field, Span span);
  void CheckInitialiser(const ClassSymbol& owner, FieldSymbol& field);
  bool OrderStatics();
  void MakeStatics();

  std::string QualifiedName(const ast::Expr& e) const;
  bool IsLocalName(const std::string& name) const;
  std::vector<const MethodSymbol*> FindMethods(const ClassSymbol* owner, const std::string& name) const;
  bool CheckConstants(const stdlib::Row& row, const std::vector<Expr*>& args, Span span);
  Expr* FinishRow(const stdlib::Row& row, uint32_t index, std::vector<Expr*> args, Span span);

  // library_calls.cpp
  Expr* CallGeneric(const std::string& owner, const std::string& name, const ast::Call& e, bool& known);
  Expr* DivideWithRemainder(const ast::Call& e);
  Expr* EqualObjects(const std::string& name, const ast::Call& e);
  Expr* UniqueSelect(const ast::Call& e);
  Expr* UniqueNumber(const ast::Call& e);
  Expr* CallLog(const std::string& name, const ast::Call& e, bool& known);
  Expr* Repeat(const ast::Call& e);
  // lookup_map.cpp
  Expr* LookupMap(const ast::Call& e);
  Expr* PairSide(const ast::Expr& e, const Type& type, bool& never);
  // lookup_table.cpp
  Expr* TableNamed(const Expr& name);
  Expr* LookupTable(const ast::Call& e);
  // unique_of.cpp
  bool IsUniqueOf(const ast::Expr& e) const;
  Expr* UniqueCandidates(const ast::Call& e);
  bool CheckNamespace(const ast::Call& e, const ObjectType& of, const Attribute& attribute);
  void DecideUniquely(const ast::Call& e, const Expr& target, Stmt& set);
  Expr* UniqueOf(const ast::Call& e);

  // linq.cpp
  static bool IsStage(const std::string& name);
  bool IsGrouping(const Type& type) const;
  bool IsGroupCollection(const Type& type) const;
  bool IsSequence(const Type& type) const;  // what has collection methods
  bool IsOrdered(const Type& type) const;
  Stmt* Assign(int32_t local, Expr* value);
  Stmt* When(Expr* condition, std::vector<Stmt*> then, std::vector<Stmt*> otherwise = {});
  void Stop(std::vector<Stmt*>& body, int32_t done, Span span);
  Expr* BlockOf(std::vector<Stmt*> body, Expr* value);
  bool HasElements(const Expr& value, const std::string& method) const;
  Expr* CallEnumerable(const ast::Member& member, const ast::Call& e);
  Expr* ElementsOf(Expr* value);
  QueryPtr QueryOf(Expr* value);
  Expr* Materialize(const QueryPtr& query, Span span);
  Expr* Collected(const QueryPtr& query, Span span);
  void Each(const QueryPtr& query, std::vector<Stmt*>& out, Span span,
            const std::function<void(Expr*, std::vector<Stmt*>&, int32_t)>& visit);
  std::optional<Applied> CheckLambda(const ast::Expr& e, const std::vector<Type>& types, bool condition,
                                     const Type* expected);
  std::optional<bool> ComparerOf(const ast::Expr& e);
  Receiver CheckReceiver(const ast::Expr& e);
  QueryPtr Staged(const QueryPtr& from, const Type& element, std::vector<Stmt*> start,
                  std::function<void(Expr*, std::vector<Stmt*>&, int32_t, const Sink&)> step);
  void Pass(const Applied& applied, Expr* item, std::vector<Stmt*>& body);
  QueryPtr CheckStage(const QueryPtr& from, const ast::Member& member, const ast::Call& e);
  QueryPtr CheckFilter(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr CheckProjection(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr TakeRange(const QueryPtr& from, const ast::Range& range);
  QueryPtr CheckPart(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr CheckDistinct(const QueryPtr& from, const ast::Call& e);
  QueryPtr KeptBy(const QueryPtr& from, const std::optional<Applied>& key, Expr* set, Operation operation,
                  Span span);
  QueryPtr CheckJoinedBy(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr CheckJoined(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr CheckOfType(const QueryPtr& from, const ast::Member& member, const ast::Call& e);
  Expr* GroupsOf(const Type& map, Expr* groups, Span span);
  QueryPtr CheckGroups(const QueryPtr& from, const ast::Call& e);
  // joins.cpp
  Expr* SequenceArgument(const ast::Expr& e, const Type* expected, const std::string& of);
  Grouped GroupBy(const QueryPtr& from, const Applied& key, const Applied* value, bool ignore_case,
                  std::vector<Stmt*>& before, Span span);
  Expr* GroupOfKey(const Grouped& grouped, int32_t key, Span span);
  QueryPtr CheckJoin(const QueryPtr& from, const std::string& name, const ast::Call& e);
  QueryPtr CheckChunk(const QueryPtr& from, const ast::Call& e);
  Expr* LookupEnd(const QueryPtr& from, const ast::Call& e);
  bool IsLookup(const Type& type) const;
  Grouped HeldLookup(Expr* lookup, std::vector<Stmt*>& before);
  Expr* LookupAt(Expr* lookup, const ast::Expr& index, Span span);
  // list_stages.cpp
  QueryPtr CheckZip(const QueryPtr& from, const ast::Call& e);
  QueryPtr CheckPairs(const QueryPtr& from, const ast::Call& e);
  QueryPtr CheckGroupResults(const QueryPtr& groups, const ast::Expr& f);
  QueryPtr CheckDefault(const QueryPtr& from, const ast::Call& e);
  QueryPtr CheckLast(const QueryPtr& from, const std::string& name, const ast::Call& e);
  void PassBoth(const Applied& applied, Expr* first, Expr* second, std::vector<Stmt*>& body);
  Expr* BestEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* IndexEnd(const QueryPtr& query, const ast::Call& e);
  Expr* CallArray(const std::string& name, const ast::Member& member, const ast::Call& e);
  QueryPtr CheckOrder(const QueryPtr& from, const ast::Member& member, const ast::Call& e);
  Expr* Sorted(const Query& query, std::vector<Stmt*>& out, Span span);

  // query_ends.cpp
  bool UsesRows(Expr* value, const std::string& name, const ast::Call& e);
  Expr* CallCollection(const Receiver& receiver, const ast::Member& member, const ast::Call& e);
  Expr* CheckEnd(const QueryPtr& query, const ast::Member& member, const ast::Call& e);
  Expr* FindEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* CountEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* ElementEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* NumberEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* FoldEnd(const QueryPtr& query, const ast::Call& e);
  Expr* ContainsEnd(const QueryPtr& query, const ast::Call& e);
  Expr* MapEnd(const QueryPtr& query, const std::string& name, const ast::Call& e);
  Expr* OrThrow(Expr* found, Expr* value, std::string_view message, Span span);
  Expr* MissingValue(const Type& element, Span span);
  Expr* DefaultOfTuple(const Type& tuple, Span span);
  bool IsFunction(const ast::Expr& e) const;

  // collections.cpp
  bool IsTable(const ast::Expr& e) const;
  Expr* CallOwn(Expr* target, const ast::Member& member, const ast::Call& e, bool& known);
  Expr* CallList(Expr* target, const std::string& name, const ast::Call& e, bool& known);
  Expr* RemoveAll(Expr* list, const ast::Call& e);
  Expr* SortBy(Expr* list, const ast::Expr& comparison, Span span);
  // collection_changes.cpp
  Stmt* Run(Expr* value);
  Expr* Nothing(std::vector<Stmt*> body, Span span);  // a call without a value
  void WriteInto(int32_t into, Expr* from, Expr* at, std::vector<Stmt*>& out, Span span);
  int32_t WritableArray(const ast::Expr& e, std::vector<Stmt*>& before);
  void Demand(Expr* fits, EvalErrorKind kind, std::string_view message, std::vector<Stmt*>& out);
  Expr* ChangeArray(const std::string& name, const ast::Call& e);
  Expr* CopyArray(const ast::Call& e);
  Expr* CallDimension(Expr* array, const std::string& name, const ast::Call& e, bool& known);
  Expr* CopyTo(const ast::Member& member, const ast::Call& e);
  Expr* InOrder(Expr* array, bool ignore_case, Span span);
  Expr* ChangeRange(Expr* list, const ast::Call& e, bool insert);
  Expr* IntersectSet(Expr* set, const std::string& name, const ast::Call& e);
  Expr* RemoveWhere(Expr* set, const ast::Call& e);
  Expr* LastIndex(Expr* array, Expr* value, Span span);
  Expr* FromBack(Expr* array, Expr* index, Span span);
  Expr* LastIndexEnd(Expr* array, const ast::Call& e);
  Expr* ListRange(Expr* list, Expr* index, Expr* count, Span span);
  Expr* SearchFrom(Expr* array, const std::string& name, const std::vector<ast::Argument>& arguments,
                   Span span);
  Expr* CheckTimeOfDay(const ast::Expr& e);
  Expr* DateAt(Expr* date, const ast::Call& e);
  Expr* CallDelegate(const ast::Call& e);
  Expr* LibraryConstant(Expr* value);
  bool IsBoxedAsText(const Type& type) const;
  const ast::Member* MemberByUsing(const std::string& name, Span span);
  Expr* OrderOf(Expr* value, const ast::Call& e);
  Expr* SearchSorted(Expr* array, const ast::Expr& what, Span span);
  Expr* CallMap(Expr* target, const std::string& name, const ast::Call& e, bool& known);
  Expr* CallSet(Expr* target, const std::string& name, const ast::Call& e, bool& known);
  Expr* RelateSets(Expr* set, const std::string& name, const ast::Call& e);
  Expr* ChangeSet(Expr* set, Operation operation, const ast::Call& e);
  Expr* NewCollection(const ast::New& e, const Type& type);
  Expr* ElementAt(Expr* target, const ast::Index& e);
  Expr* AssignElement(const ast::Assign& e);
  std::optional<ElementPlace> PlaceOfElement(const ast::Index& index, Span span);
  int32_t KeepElement(ElementPlace& place, Span span);
  Expr* SetElement(const ElementPlace& place, Expr* value, Span span);
  Expr* StepElement(const ast::Unary& e, bool up, bool before);
  Expr* CoalesceElement(const ast::Assign& e, ElementPlace& place);
  Expr* FinishTryGet(const ast::Expr& out, const Type& element, std::vector<Stmt*> before, Expr* has,
                     Expr* get);
  Expr* FieldOf(Expr* target, const ast::Member& e, bool& known);
  Expr* CheckTuple(const ast::Tuple& e, const Type* expected);

  // string_builder.cpp
  bool IsBuilder(const ast::Local& s, const ast::Local::Declarator& declarator) const;
  void DeclareBuilder(const std::string& name, const ast::New& made, std::vector<Stmt*>& out);
  Expr* LengthOfNewBuilder(const ast::New& made, const ast::Member& e);
  Expr* NewBuilderText(const ast::New& made);
  const ast::New* NewBuilderOf(const ast::Expr& e) const;
  Expr* WithNewBuilder(const ast::New& made, const std::function<Expr*(const Local&)>& use);
  // The builder that an expression is: its name, or a chain of calls that change it. Null: it is none.
  const Local* BuilderOf(const ast::Expr& e) const;
  Expr* Changed(const Local& builder, const ast::Member& member, const ast::Call& e);
  void ChangeBuilder(const ast::Expr& e, std::vector<Stmt*>& out);
  bool AssignBuilder(const ast::Assign& e, std::vector<Stmt*>& out);
  Expr* CheckText(const ast::Expr& e);
  Expr* CallBuilder(const Local& builder, const ast::Member& member, const ast::Call& e);

  // statements.cpp
  void CheckBlock(const std::vector<ast::Stmt*>& statements, std::vector<Stmt*>& out);
  void CheckStatement(const ast::Stmt& s, std::vector<Stmt*>& out);
  void CheckLocal(const ast::Local& s, std::vector<Stmt*>& out);
  void CheckIf(const ast::If& s, std::vector<Stmt*>& out);
  void CheckSwitchStatement(const ast::SwitchStmt& s, std::vector<Stmt*>& out);
  void CheckLoop(const ast::Stmt& s, std::vector<Stmt*>& out);
  bool IsChanged(const std::string& name) const;
  bool CheckKept(const ast::Expr& e, const Expr& value, const Type& type, const std::string* to = nullptr);
  bool CheckUnchanged(const ast::Foreach& s, const Expr& collection);
  void CheckForeach(const ast::Foreach& s, std::vector<Stmt*>& out);
  void CheckEffect(const ast::Call& call, const ast::Member& member, std::vector<typed::Stmt*>& out);
  void CheckNotify(const ast::Call& call, std::vector<typed::Stmt*>& out);
  void CheckExpressionStatement(const ast::Expr& e, std::vector<Stmt*>& out);
  bool CheckForEachCall(const ast::Call& call, std::vector<Stmt*>& out);
  bool CheckAttributeAssignment(const ast::Assign& e, std::vector<Stmt*>& out);
  // guards.cpp
  Stmt* ThrowIf(Expr* test, EvalErrorKind kind, Expr* message, Span span);
  Expr* CallGuard(const std::string& owner, const std::string& name, const ast::Call& e);
  // exceptions.cpp
  bool IsException(const Type& type) const;
  std::optional<Expr*> IsOfKind(const std::string& name, Expr* exception, Span span);
  void CheckTry(const ast::Try& s, std::vector<Stmt*>& out);
  Expr* ThrowDetailed(const std::string& name, const std::vector<ast::Argument>& arguments, Expr* result);
  typed::Catch CheckCatch(const ast::Try::Catch& clause);
  Expr* ThrowObject(const ast::Expr* operand, Span span);
  void CheckReturn(const ast::Return& s, std::vector<Stmt*>& out);
  void CheckEmbedded(const ast::Stmt& s, std::vector<Stmt*>& out);
  void ForgetAssigned(const ast::Stmt& loop);
  void ForgetAssigned(const ast::Expr& repeated);
  void ForgetAssigned(NameUses uses);
  void AddCaptures(NameUses& uses) const;

  typed::Function& function() { return program_.functions[static_cast<size_t>(current_)]; }
  const Local* FindLocal(const std::string& name) const;
  // Told once of each body, which is then left.
  void TooDeep(Span span);
  bool TooLarge(Span span) { return nodes_ > most_nodes_ && TellTooLarge(span); }
  bool TellTooLarge(Span span);
  Diagnostic& Report(uint16_t id, Span span, std::initializer_list<std::string> arguments) {
    return diagnostics_.Report(id, span, arguments);
  }

  Configuration* configuration_;  // its own: derived attributes are added as rules read them
  typed::Program& program_;
  Symbols& symbols_;
  Diagnostics& diagnostics_;
};

}  // namespace idx::compiler::check
