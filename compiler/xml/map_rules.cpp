#include "compiler/xml/rules.h"
#include "compiler/xml/schema_reader.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kMissingAttribute = 4004;
constexpr uint16_t kNeeds = 4015;
constexpr uint16_t kBoth = 4019;

enum class Direction { kIn, kOut, kBoth };

// One <Map> in one direction.
class MapRule {
 public:
  MapRule(RuleWriter& writer, const Element& map, const SectionTypes& types, bool inbound)
      : writer_(writer), build_(writer.build), map_(map), types_(types), inbound_(inbound) {}

  // False after a diagnostic.
  bool Write() {
    target_ = map_.Find(inbound_ ? "vault" : "app");
    if (target_ == nullptr) {
      writer_.diagnostics().Report(kMissingAttribute, map_.name_span, {"Map", inbound_ ? "vault" : "app"});
      return false;
    }
    bool known = Target() != nullptr;
    bool has_when = false;
    ast::Expr* when = writer_.ParseEither(map_, "when", "When", has_when);
    ast::Expr* source = Source();
    if (!known || source == nullptr || (has_when && when == nullptr)) return false;
    std::vector<ast::Stmt*> body = Assignment(source);
    Span span = map_.tag_span;
    if (when != nullptr) body = {build_.If(when->span, when, build_.Block(span, std::move(body)))};
    Finish(build_.Block(span, std::move(body)));
    return true;
  }

 private:
  int32_t target_type() const { return inbound_ ? types_.vault : types_.app; }
  const char* target_name() const { return inbound_ ? "vault" : "app"; }
  ast::Expr* Target() { return AttributeOf(writer_, target_name(), target_type(), target_->value); }
  const idx::Attribute* TargetAttribute() const {
    const ObjectType& type = writer_.TypeAt(target_type());
    int32_t index = FindAttribute(type, target_->value.value);
    return index < 0 ? nullptr : &type.attributes[static_cast<size_t>(index)];
  }

  // What is assigned: the other side's attribute, an expression, or a <Concat>; null after a diagnostic.
  ast::Expr* Source() {
    const char* side = inbound_ ? "app" : "vault";
    const Attribute* direct = map_.Find(side);
    const Element* concat = nullptr;
    for (const auto& child : map_.children)
      if (child->name == "Concat" && concat == nullptr) concat = child.get();
    bool has_value = false;
    ast::Expr* value = writer_.ParseEither(map_, "value", "Value", has_value);
    int count = (direct != nullptr) + has_value + (concat != nullptr);
    if (count > 1) {
      std::string first = direct != nullptr ? std::string(side) + "=\"…\"" : "value";
      writer_.diagnostics().Report(kBoth, map_.name_span,
                                   {"Map", first, concat != nullptr ? "<Concat>" : "value"});
      return nullptr;
    }
    if (count == 0) {
      writer_.diagnostics().Report(
          kNeeds, map_.name_span,
          {"Map", std::string("a source: ") + side + "=\"…\", value=\"…\", <Value> or <Concat>"});
      return nullptr;
    }
    if (direct != nullptr)
      return AttributeOf(writer_, side, inbound_ ? types_.app : types_.vault, direct->value);
    return has_value ? value : Concat(*concat);
  }

  // Str.JoinNonEmpty(separator, parts …)
  ast::Expr* Concat(const Element& concat) {
    Span span = concat.tag_span;
    std::vector<ast::Expr*> arguments = {
        build_.String(SpanOfValue(concat, "separator"), ReadString(concat, "separator"))};
    for (const auto& from : concat.children) {
      if (ast::Expr* part = From(*from))
        arguments.push_back(part);
      else
        return nullptr;
    }
    if (arguments.size() == 1) {
      writer_.diagnostics().Report(kNeeds, concat.name_span, {"Concat", "at least one <From>"});
      return nullptr;
    }
    return build_.Call(span, build_.Path(span, "Str", "JoinNonEmpty"), std::move(arguments));
  }

  ast::Expr* From(const Element& from) {
    const Attribute* app = from.Find("app");
    const Attribute* vault = from.Find("vault");
    const Attribute* text = from.Find("text");
    if ((app != nullptr) + (vault != nullptr) + (text != nullptr) != 1) {
      writer_.diagnostics().Report(kNeeds, from.name_span, {"From", "exactly one of app, vault and text"});
      return nullptr;
    }
    if (text != nullptr) return build_.String(text->value.span, text->value.value);
    return app != nullptr ? TextOf("app", types_.app, app->value)
                          : TextOf("vault", types_.vault, vault->value);
  }

  // The attribute as a text that is never null: x ?? "" of a text, $"{x}" of another type.
  ast::Expr* TextOf(const char* parameter, int32_t type_index, const Text& name) {
    ast::Expr* value = AttributeOf(writer_, parameter, type_index, name);
    if (value == nullptr) return nullptr;
    const ObjectType& type = writer_.TypeAt(type_index);
    int32_t index = FindAttribute(type, name.value);
    const idx::Attribute& attribute = type.attributes[static_cast<size_t>(index)];
    if (attribute.multi || (attribute.required && attribute.type == TypeKind::kString)) return value;
    if (attribute.type != TypeKind::kString) return build_.Interpolated(value);
    return build_.Binary(name.span, ast::BinaryOp::kCoalesce, value, build_.String(name.span, ""));
  }

  // target = source; with empty="clear" an empty source empties the target; with initial="true" ??=.
  std::vector<ast::Stmt*> Assignment(ast::Expr* source) {
    Span span = map_.tag_span;
    bool clear = ReadWord(map_, "empty", 0, {{"skip", 0}, {"clear", 1}}, writer_.diagnostics()) != 0;
    if (ReadBool(map_, "initial", false, writer_.diagnostics())) {
      if (clear)
        writer_.diagnostics().Report(kBoth, SpanOfValue(map_, "initial"),
                                     {"Map", "initial=\"true\"", "empty=\"clear\""});
      return {build_.AssignOnce(span, Target(), source)};
    }
    const idx::Attribute* target = TargetAttribute();
    if (!clear || (target != nullptr && target->multi)) return {build_.Assign(span, Target(), source)};
    Span clear_span = SpanOfValue(map_, "empty");
    ast::Expr* value = build_.Name(source->span, "value");
    bool text = target != nullptr && target->type == TypeKind::kString && !target->is_reference();
    ast::Expr* empty =
        text ? build_.Call(clear_span, build_.Path(clear_span, "string", "IsNullOrEmpty"), {value})
             : build_.IsNull(value);
    ast::Expr* flow_clear = build_.Call(clear_span, build_.Path(clear_span, "Flow", "Clear"), {});
    return {build_.Var(source->span, "value", source),
            build_.If(clear_span, empty, build_.Assign(span, Target(), flow_clear),
                      build_.Assign(span, Target(), build_.Name(source->span, "value")))};
  }

  void Finish(ast::Block* body) {
    const ObjectType& app = writer_.TypeAt(types_.app);
    std::string vault = writer_.TypeAt(types_.vault).FullName();
    auto app_parameter = build_.Parameter(types_.app_span, app.FullName(), "app");
    auto vault_parameter = build_.Parameter(types_.vault_span, vault, "vault");
    std::vector<ast::Parameter> parameters = {app_parameter, vault_parameter};
    if (!inbound_) std::swap(parameters[0], parameters[1]);
    ast::Method* method = build_.Method(map_.name_span, writer_.NextName(inbound_ ? "Map" : "MapOut"),
                                        nullptr, std::move(parameters));
    method->block = body;
    std::vector<ast::AttributeUse::Argument> arguments = {
        build_.Positional(build_.String(types_.app_span, app.FullName()))};
    const Attribute* precedence = map_.Find("precedence");
    if (inbound_ || (precedence != nullptr && map_.Find("direction")->value.value == "out")) {
      int32_t number =
          ReadInt(map_, "precedence", 100 + 10 * writer_.position, 0, 1'000'000, writer_.diagnostics());
      Span span = SpanOfValue(map_, "precedence");
      arguments.push_back(build_.Named(span, "Precedence", build_.Int(span, number)));
    }
    const idx::Attribute* attribute = TargetAttribute();
    std::string id =
        ReadString(map_, "id", attribute != nullptr ? attribute->identifier : target_->value.value);
    Span id_span = map_.Find("id") != nullptr ? SpanOfValue(map_, "id") : target_->value.span;
    writer_.Add(map_, build_.Use(map_.name_span, inbound_ ? "Inbound" : "Outbound", std::move(arguments)),
                method, app.name + (inbound_ ? "/Map:" : "/MapOut:") + id, id_span);
  }

  RuleWriter& writer_;
  Builder& build_;
  const Element& map_;
  const SectionTypes& types_;
  bool inbound_;
  const Attribute* target_ = nullptr;
};

// What cannot go both ways.
bool CheckBoth(RuleWriter& writer, const Element& map) {
  auto refuse = [&](Span span, std::string what) {
    writer.diagnostics().Report(kBoth, span, {"Map", "direction=\"both\"", std::move(what)}).fix =
        "write two <Map> elements, one for each direction";
    return false;
  };
  for (const char* name : {"value", "when"})
    if (const Attribute* attribute = map.Find(name)) return refuse(attribute->name_span, name);
  for (const auto& child : map.children) return refuse(child->name_span, "<" + child->name + ">");
  for (const char* name : {"app", "vault"}) {
    if (map.Find(name) != nullptr) continue;
    writer.diagnostics().Report(kMissingAttribute, map.name_span, {"Map", name});
    return false;
  }
  return true;
}

}  // namespace

void WriteMappers(RuleWriter& writer, const Element& mappers) {
  auto types = ResolveTypes(writer, mappers, "to");
  if (!types) return;
  for (const auto& map : mappers.children) {
    Direction direction = ReadChoice(*map, "direction", Direction::kIn,
                                     {{"in", static_cast<int>(Direction::kIn)},
                                      {"out", static_cast<int>(Direction::kOut)},
                                      {"both", static_cast<int>(Direction::kBoth)}},
                                     writer.diagnostics());
    if (direction == Direction::kBoth && !CheckBoth(writer, *map)) continue;
    if (direction != Direction::kOut && !MapRule(writer, *map, *types, true).Write()) continue;
    if (direction != Direction::kIn) MapRule(writer, *map, *types, false).Write();
  }
}

}  // namespace idx::compiler::xml
