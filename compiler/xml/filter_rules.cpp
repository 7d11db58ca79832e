#include <algorithm>

#include "compiler/xml/rules.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kNeeds = 4015;

enum class FilterStage { kImport, kInbound, kOutbound, kExport };

class FilterRule {
 public:
  FilterRule(RuleWriter& writer, const Element& filter, const SectionTypes& types, int32_t place)
      : writer_(writer), build_(writer.build), filter_(filter), types_(types), place_(place) {}

  void Write() {
    stage_ = ReadChoice(filter_, "stage", FilterStage::kInbound,
                        {{"import", static_cast<int>(FilterStage::kImport)},
                         {"inbound", static_cast<int>(FilterStage::kInbound)},
                         {"outbound", static_cast<int>(FilterStage::kOutbound)},
                         {"export", static_cast<int>(FilterStage::kExport)}},
                        writer_.diagnostics());
    bool has_when = false;
    ast::Expr* when = writer_.ParseEither(filter_, "when", "When", has_when);
    bool complete = !has_when || when != nullptr;
    std::vector<ast::Stmt*> actions;
    bool any_action = false;
    for (const auto& child : filter_.children) {
      if (child->name == "When") continue;
      any_action = true;
      if (ast::Stmt* action = Action(*child))
        actions.push_back(action);
      else
        complete = false;
    }
    if (!any_action)
      writer_.diagnostics().Report(
          kNeeds, filter_.name_span,
          {"Filter", "an action: <Set>, <Clear>, <Skip>, <Disable>, <Enable>, <Delete> or <Hold>"});
    if (!any_action || !complete) return;
    Span span = filter_.tag_span;
    ast::Block* body = build_.Block(span, std::move(actions));
    if (when != nullptr) body = build_.Block(span, {build_.If(when->span, when, body)});
    Finish(body);
  }

 private:
  // The entity that actions are about: the identity where it is decided, else the object.
  const char* Subject() const { return stage_ == FilterStage::kInbound ? "vault" : "app"; }

  ast::Stmt* Action(const Element& action) {
    if (action.name == "Set" || action.name == "Clear") return SetOrClear(action);
    if (action.name == "Notify") return Notify(action);
    Span span = action.tag_span;
    ast::Expr* call =
        build_.Call(span, build_.Path(span, "sync", action.name), {build_.Name(span, Subject())});
    if (action.name == "Delete" && action.Find("after") != nullptr) {
      auto hours = ReadDurationHours(action, "after", writer_.diagnostics());
      if (!hours) return nullptr;
      Span after = SpanOfValue(action, "after");
      bool days = *hours % 24 == 0;
      ast::Expr* time = build_.Call(after, build_.Path(after, "TimeSpan", days ? "FromDays" : "FromHours"),
                                    {build_.Int(after, days ? *hours / 24 : *hours)});
      static_cast<ast::Call*>(call)->arguments.push_back(
          {"after", action.Find("after")->name_span, ast::Argument::Mode::kValue, time});
    }
    if (action.name == "Hold" && action.Find("reason") != nullptr)
      static_cast<ast::Call*>(call)->arguments.push_back(
          {"reason", action.Find("reason")->name_span, ast::Argument::Mode::kValue,
           build_.String(SpanOfValue(action, "reason"), ReadString(action, "reason", ""))});
    return build_.Statement(call);
  }

  // One sync.Notify for each receiver.
  ast::Stmt* Notify(const Element& action) {
    std::vector<ast::Stmt*> calls;
    Span span = action.tag_span;
    for (const auto& to : action.children) {
      bool found = false;
      ast::Expr* receiver = writer_.ParseEither(*to, "value", "Value", found);
      if (!found) writer_.diagnostics().Report(kNeeds, to->name_span, {"To", "value=\"…\""});
      if (receiver == nullptr) return nullptr;
      ast::Expr* call =
          build_.Call(span, build_.Path(span, "sync", "Notify"),
                      {build_.String(SpanOfValue(action, "template"), ReadString(action, "template", ""))});
      static_cast<ast::Call*>(call)->arguments.push_back(
          {"to", to->name_span, ast::Argument::Mode::kValue, receiver});
      calls.push_back(build_.Statement(call));
    }
    if (calls.empty() || ReadString(action, "template", "").empty()) {
      writer_.diagnostics().Report(kNeeds, action.name_span,
                                   {"Notify", "template=\"…\" and <To value=\"…\"/>"});
      return nullptr;
    }
    return calls.size() == 1 ? calls[0] : build_.Block(span, std::move(calls));
  }

  // vault.X = value; or vault.X = Flow.Clear();
  ast::Stmt* SetOrClear(const Element& action) {
    const Attribute* app = action.Find("app");
    const Attribute* vault = action.Find("vault");
    if ((app == nullptr) == (vault == nullptr)) {
      writer_.diagnostics().Report(kNeeds, action.name_span,
                                   {action.name, "exactly one of vault=\"…\" and app=\"…\""});
      return nullptr;
    }
    Span span = action.tag_span;
    ast::Expr* value = nullptr;
    if (action.name == "Clear") {
      value = build_.Call(span, build_.Path(span, "Flow", "Clear"), {});
    } else {
      bool found = false;
      value = writer_.ParseEither(action, "value", "Value", found);
      if (!found)
        writer_.diagnostics().Report(kNeeds, action.name_span,
                                     {"Set", "value=\"…\" or <Value>; to empty the attribute write <Clear>"});
    }
    if (value == nullptr) return nullptr;
    ast::Expr* target = app != nullptr ? AttributeOf(writer_, "app", types_.app, app->value)
                                       : AttributeOf(writer_, "vault", types_.vault, vault->value);
    return target == nullptr ? nullptr : build_.Assign(span, target, value);
  }

  bool AddClassification(std::vector<ast::AttributeUse::Argument>& arguments) {
    const Attribute* name = filter_.Find("classification");
    if (name == nullptr) return true;
    const EnumType& classes = writer_.loading.configuration.enums[0];
    if (std::ranges::find(classes.members, name->value.value, &EnumType::Member::name) ==
        classes.members.end()) {
      std::vector<std::string_view> known;
      for (const EnumType::Member& member : classes.members) known.push_back(member.name);
      writer_.loading.ReportMissing(name->value.span, "class", name->value.value, known);
      return false;
    }
    Span span = name->value.span;
    arguments.push_back(
        build_.Named(name->name_span, "Classification", build_.Path(span, "Class", name->value.value)));
    return true;
  }

  void Finish(ast::Block* body) {
    static constexpr const char* kStages[] = {"Import", "Inbound", "Outbound", "Export"};
    const ObjectType& app = writer_.TypeAt(types_.app);
    Span stage_span = SpanOfValue(filter_, "stage");
    int32_t order = ReadInt(filter_, "order", 10 * place_, 0, 1'000'000, writer_.diagnostics());
    Span order_span = SpanOfValue(filter_, "order");
    std::vector<ast::AttributeUse::Argument> arguments = {
        build_.Positional(build_.Path(stage_span, "Stage", kStages[static_cast<int>(stage_)])),
        build_.Positional(build_.String(types_.app_span, app.FullName())),
        build_.Named(order_span, "Order", build_.Int(order_span, order))};
    if (!AddClassification(arguments)) return;
    std::vector<ast::Parameter> parameters = {build_.Parameter(types_.app_span, app.FullName(), "app")};
    if (stage_ != FilterStage::kImport)
      parameters.push_back(
          build_.Parameter(types_.vault_span, writer_.TypeAt(types_.vault).FullName(), "vault"));
    if (stage_ == FilterStage::kOutbound) std::swap(parameters[0], parameters[1]);
    if (stage_ == FilterStage::kExport)
      parameters.push_back(build_.Parameter(filter_.name_span, "Change", "change"));
    parameters.push_back(build_.Parameter(filter_.name_span, "Sync", "sync"));
    ast::Method* method =
        build_.Method(filter_.name_span, writer_.NextName("Filter"), nullptr, std::move(parameters));
    method->block = body;
    std::string id = ReadString(filter_, "id", std::to_string(place_));
    writer_.Add(filter_, build_.Use(filter_.name_span, "Filter", std::move(arguments)), method,
                app.name + "/Filter:" + id, SpanOfValue(filter_, "id"));
  }

  RuleWriter& writer_;
  Builder& build_;
  const Element& filter_;
  const SectionTypes& types_;
  int32_t place_;
  FilterStage stage_ = FilterStage::kInbound;
};

}  // namespace

void WriteFilters(RuleWriter& writer, const Element& filters) {
  auto types = ResolveTypes(writer, filters, "to");
  if (!types) return;
  int32_t place = 0;
  for (const auto& filter : filters.children) FilterRule(writer, *filter, *types, ++place).Write();
}

}  // namespace idx::compiler::xml
