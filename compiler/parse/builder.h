// Parse tree → AST. Parts of the tree in which an error was reported are left out: statements, members,
// labels.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "IdxParser.h"
#include "compiler/ast/ast.h"
#include "compiler/parse/literals.h"
#include "compiler/parse/token_pass.h"

namespace idx::compiler {

class Builder {
 public:
  // Thrown where a part is missing; caught at the statement or member around it.
  struct Incomplete {};

  Builder(const TokenText& text, ast::Tree& tree, Diagnostics& diagnostics)
      : text_(text), tree_(tree), diagnostics_(diagnostics), literals_(text, diagnostics) {}

  ast::File File(IdxParser::FileContext* context, FileId file);
  // Null when incomplete.
  ast::Expr* Bare(IdxParser::BareContext* context);

 private:
  using P = IdxParser;
  using Context = antlr4::ParserRuleContext;

  // How deep the AST may be, however it came about: later steps walk it recursively.
  static constexpr int kMaxDepth = 1500;
  class Deeper {
   public:
    Deeper(Builder& builder, const Context* context, size_t levels = 1);
    ~Deeper() { builder_.depth_ -= levels_; }

   private:
    Builder& builder_;
    int levels_;
  };

  // -- places
  Span SpanOf(const Context* context) const;
  Span From(Span begin, Span end) const { return {begin.file, begin.begin, end.end}; }
  template <typename T>
  T* Require(T* part) const {
    if (part == nullptr || Broken(part)) throw Incomplete{};
    return part;
  }
  static bool Broken(const Context* context) { return context->exception != nullptr; }
  std::string TextOf(const Context* context) const;
  std::string NameOf(Context* identifier);
  static bool Has(const Context* context, size_t token);
  static const antlr4::Token* TokenOf(const Context* context, size_t index);

  // -- types
  ast::TypeName* Type(P::TypeContext* context);
  ast::TypeName* OperandType(P::OperandTypeContext* context);
  ast::TypeName* BaseType(P::BaseTypeContext* context);
  ast::TypeName* Named(P::NamedTypeContext* context);
  ast::TypeName* TupleType(P::TupleTypeContext* context);
  ast::TypeName* Predefined(P::PredefinedContext* context);
  ast::TypeName* Suffix(ast::TypeName* type, antlr4::tree::ParseTree* suffix);
  std::vector<ast::TypeName*> Arguments(P::TypeArgumentsContext* context);

  // -- expressions
  struct Item {  // of the flat list: an operator with its right side
    P::BinaryOperatorContext* op = nullptr;
    Context* right = nullptr;
    int level = 0;
  };
  ast::Expr* Expression(P::ExpressionContext* context);
  ast::Expr* Flat(P::BinaryContext* context);
  ast::Expr* Climb(ast::Expr* left, std::span<const Item> items, size_t& at, int level);
  ast::Expr* Side(Context* context);
  ast::Expr* Operand(P::OperandContext* context);
  ast::Expr* Range(P::RangeContext* context);
  ast::Expr* Unary(P::UnaryContext* context);
  ast::Expr* Prefix(P::PrefixContext* prefix, ast::Expr* operand);
  ast::Expr* Postfixes(P::UnaryContext* context, bool negative);
  ast::Expr* Postfix(P::PostfixContext* postfix, ast::Expr* target);
  ast::Expr* Call(P::ArgumentsContext* arguments, ast::Expr* target, Span span);
  ast::Expr* Member(P::SegmentContext* segment, ast::Expr* target);
  ast::Expr* Primary(P::PrimaryContext* context, bool negative);
  ast::Expr* KeywordPrimary(P::PrimaryContext* context);
  ast::Expr* SimpleName(P::SegmentContext* segment);
  ast::Expr* LiteralOf(P::LiteralContext* context, bool negative);
  ast::Expr* InterpolatedText(P::InterpolatedContext* context);
  void DedentRaw(ast::Interpolated& text);
  ast::Expr* Parenthesized(P::ParenthesizedContext* context);
  ast::Expr* CollectionOf(P::CollectionContext* context);
  ast::Expr* SpreadOf(P::ExpressionContext* context);
  ast::Expr* Creation(P::CreationContext* context);
  ast::Expr* NewArray(P::NewTypeContext* type, P::NewArrayContext* context, Span span);
  ast::TypeName* NewType(P::NewTypeContext* context);
  std::vector<ast::Initializer> Initializers(P::ObjectInitializerContext* context);
  ast::Expr* InitialValue(P::InitialValueContext* context);
  ast::NewArray* ArrayInitializer(P::ArrayInitializerContext* context);
  ast::Expr* LambdaOf(P::LambdaContext* context);
  ast::Expr* CoalescedLambda(P::CoalescedLambdaContext* context);
  std::vector<ast::Parameter> LambdaParameters(const std::vector<P::LambdaParameterContext*>& contexts);
  ast::Expr* SwitchOf(P::SwitchArmsContext* context, ast::Expr* operand);
  ast::Argument ArgumentOf(P::ArgumentContext* context);
  std::vector<ast::Argument> ArgumentsOf(const std::vector<P::ArgumentContext*>& contexts);
  ast::Expr* Unsupported(Span span, std::string construct);
  ast::Expr* DeclarationOf(P::TypeContext* type, P::IdentifierContext* name, Span span);

  // -- patterns
  ast::Pattern* PatternOf(P::PatternContext* context);
  ast::Pattern* AndPattern(P::AndPatternContext* context);
  ast::Pattern* NotPattern(P::NotPatternContext* context);
  ast::Pattern* PrimaryPattern(P::PrimaryPatternContext* context);
  ast::Pattern* TypedPattern(P::PrimaryPatternContext* context);
  ast::Pattern* NameOfPattern(P::PrimaryPatternContext* context);
  ast::Pattern* VarPatternOf(P::PrimaryPatternContext* context);
  ast::Pattern* RecursivePatternOf(P::PrimaryPatternContext* context, ast::TypeName* type);
  ast::TypeName* PatternType(P::PatternTypeContext* context);
  ast::Expr* PatternName(P::PatternTypeContext* context);
  ast::Expr* Constant(P::ConstantContext* context);
  ast::Expr* ConstantOperand(P::ConstantOperandContext* context);
  std::vector<ast::RecursivePattern::Sub> Subpatterns(const std::vector<P::SubpatternContext*>& contexts);

  // -- statements
  ast::Stmt* Statement(P::StatementContext* context);  // throws Incomplete
  ast::Stmt* SimpleStatement(Context* context, Span span);
  void Append(P::BlockItemContext* item, std::vector<ast::Stmt*>& statements);
  ast::Block* BlockOf(P::BlockContext* context);
  ast::Local* LocalOf(P::LocalContext* context);
  ast::Expr* Condition(P::ConditionContext* context);
  ast::Stmt* IfOf(P::IfStatementContext* context);
  ast::Stmt* SwitchStatement(P::SwitchStatementContext* context);
  ast::Stmt* ForOf(P::ForStatementContext* context);
  ast::Stmt* ForeachOf(P::ForeachStatementContext* context);
  ast::Stmt* TryOf(P::TryStatementContext* context);
  ast::Stmt* ExpressionStatement(P::ExpressionContext* context, Span span);
  ast::Stmt* Deconstruction(const ast::Assign& assign, Span span);
  ast::Stmt* UsingHash(P::UnsupportedStatementContext* context);
  ast::Stmt* UnsupportedStatement(P::UnsupportedStatementContext* context);
  ast::Stmt* LocalFunctionOf(P::LocalFunctionContext* context);

  // -- declarations
  void Items(const std::vector<antlr4::tree::ParseTree*>& children, size_t from,
             std::vector<ast::Using>& usings, std::vector<ast::Decl*>& members);
  void MemberOf(P::MemberContext* context, std::vector<ast::Decl*>& out);
  void BodyOf(P::MemberBodyContext* context, Span span, std::vector<ast::Decl*>& out);
  ast::Decl* TypeOf(P::TypeDeclarationContext* context, Span span);
  ast::Decl* EnumOf(P::EnumDeclarationContext* context, Span span);
  ast::Decl* RecordOf(P::RecordDeclarationContext* context, Span span);
  ast::Decl* NamespaceOf(P::NamespaceDeclarationContext* context, Span span);
  bool IsPlain(P::PropertyRestContext* property);
  ast::Method* GetterOf(P::TypedMemberContext* context, P::PropertyRestContext* rest, Span span);
  void TypedMember(P::TypedMemberContext* context, Span span, std::vector<ast::Decl*>& out);
  void Fields(P::TypedMemberContext* context, Span span, std::vector<ast::Decl*>& out);
  Span AssemblyAttributes(P::MemberContext* context, std::vector<ast::Decl*>& out);
  bool IsOfAssembly(P::AttributesContext* list) const;
  static bool IsExplicit(P::MemberNameContext* name);
  ast::Decl* ExplicitMember(Span span, P::MemberNameContext* name);
  ast::Decl* UnsupportedMember(Span span, std::string construct, P::IdentifierContext* name);
  ast::Method* MethodOf(Span span, ast::TypeName* result, P::IdentifierContext* name,
                        P::TypeParametersContext* generics, P::ParametersContext* parameters,
                        P::MethodBodyContext* body);
  std::vector<ast::Parameter> Parameters(P::ParametersContext* context);
  std::vector<ast::Parameter> ParametersOf(const std::vector<P::ParameterContext*>& contexts);
  std::vector<ast::AttributeUse> Attributes(const std::vector<P::AttributesContext*>& contexts);
  void UsingOf(P::UsingDirectiveContext* context, std::vector<ast::Using>& usings);
  std::vector<ast::Decl*> Members(P::TypeBodyContext* context);

  const TokenText& text_;
  ast::Tree& tree_;
  Diagnostics& diagnostics_;
  LiteralReader literals_;
  std::vector<ast::Using>* usings_ = nullptr;  // of the file being built
  int depth_ = 0;
};

}  // namespace idx::compiler
