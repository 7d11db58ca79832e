#include "compiler/xml/identifiers.h"
#include "compiler/xml/rules.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kNeeds = 4015;

struct JoinCondition {
  RuleWriter& writer;
  const SectionTypes& types;
  bool failed = false;

  // app.X == vault.Y, or string.Equals(app.X, vault.Y, StringComparison.OrdinalIgnoreCase)
  ast::Expr* Match(const Element& match) {
    const Attribute* app_name = match.Find("app");
    const Attribute* vault_name = match.Find("vault");
    if (app_name == nullptr || vault_name == nullptr) return Fail();
    Builder& build = writer.build;
    ast::Expr* app = AttributeOf(writer, "app", types.app, app_name->value);
    ast::Expr* vault = AttributeOf(writer, "vault", types.vault, vault_name->value);
    if (app == nullptr || vault == nullptr) return Fail();
    Span span = match.tag_span;
    if (!ReadBool(match, "ignoreCase", false, writer.diagnostics()))
      return build.Binary(span, ast::BinaryOp::kEq, app, vault);
    return build.Call(span, build.Path(span, "string", "Equals"),
                      {app, vault, build.Path(span, "StringComparison", "OrdinalIgnoreCase")});
  }

  ast::Expr* Fail() {
    failed = true;
    return nullptr;
  }

  ast::Expr* Part(const Element& element) {
    if (element.name == "Match") return Match(element);
    if (element.name == "When") {
      ast::Expr* parsed = writer.Parse(element.text);
      return parsed != nullptr ? parsed : Fail();
    }
    ast::BinaryOp op = element.name == "Any" ? ast::BinaryOp::kOr : ast::BinaryOp::kAnd;
    ast::Expr* combined = Combine(element, op, nullptr);
    if (combined == nullptr && !failed) {
      writer.diagnostics().Report(kNeeds, element.name_span, {element.name, "at least one condition"});
      return Fail();
    }
    return combined;
  }

  // All conditions below the element, after `first` if there is one.
  ast::Expr* Combine(const Element& element, ast::BinaryOp op, ast::Expr* first) {
    ast::Expr* result = first;
    for (const auto& child : element.children) {
      ast::Expr* part = Part(*child);
      if (part == nullptr) continue;
      result = result == nullptr ? part : writer.build.Binary(element.tag_span, op, result, part);
    }
    return result;
  }
};

void WriteJoin(RuleWriter& writer, const Element& join, const SectionTypes& types, int32_t place) {
  JoinCondition condition{writer, types};
  ast::Expr* first = nullptr;
  if (const Attribute* when = join.Find("when")) {
    first = writer.Parse(when->value);
    if (first == nullptr) condition.failed = true;
  }
  ast::Expr* body = condition.Combine(join, ast::BinaryOp::kAnd, first);
  int32_t priority = ReadInt(join, "priority", 10 * place, 0, 1'000'000, writer.diagnostics());
  if (condition.failed) return;
  if (body == nullptr) {
    writer.diagnostics().Report(kNeeds, join.name_span,
                                {"Join", "a condition: when=\"…\", <Match>, <All>, <Any> or <When>"});
    return;
  }
  Builder& build = writer.build;
  Span span = join.tag_span;
  const ObjectType& app = writer.TypeAt(types.app);
  ast::Method* method =
      build.Method(join.name_span, writer.NextName("Join"), build.Type(span, "bool"),
                   {build.Parameter(types.app_span, app.FullName(), "app"),
                    build.Parameter(types.vault_span, writer.TypeAt(types.vault).FullName(), "vault")});
  method->body = body;
  ast::AttributeUse use =
      build.Use(join.name_span, "Join",
                {build.Positional(build.String(types.app_span, app.FullName())),
                 build.Named(span, "Priority", build.Int(SpanOfValue(join, "priority"), priority))});
  std::string id = ReadString(join, "id", std::to_string(place));
  writer.Add(join, std::move(use), method, app.name + "/Join:" + id, SpanOfValue(join, "id"));
}

}  // namespace

void WriteJoins(RuleWriter& writer, const Element& joins) {
  auto types = ResolveTypes(writer, joins, "to");
  Unmatched unmatched = ReadChoice(joins, "otherwise", Unmatched::kWait,
                                   {{"create", static_cast<int>(Unmatched::kCreate)},
                                    {"wait", static_cast<int>(Unmatched::kWait)},
                                    {"ignore", static_cast<int>(Unmatched::kIgnore)}},
                                   writer.diagnostics());
  if (!types) return;
  JoinSettings& settings = ApplicationTypeOf(writer.loading.configuration, types->app).join;
  settings.vault_type = types->vault;
  settings.unmatched = unmatched;
  int32_t place = 0;
  for (const auto& child : joins.children) WriteJoin(writer, *child, *types, ++place);
}

}  // namespace idx::compiler::xml
