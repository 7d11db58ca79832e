// Methods: signatures, bodies, and the attributes that make a method a rule.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"
#include "compiler/check/outside.h"

namespace idx::compiler::check {

namespace {

const std::map<std::string, typed::RuleKind>& RuleKinds() {
  static const std::map<std::string, typed::RuleKind> kinds = {
      {"Join", typed::RuleKind::kJoin},         {"Inbound", typed::RuleKind::kInbound},
      {"Outbound", typed::RuleKind::kOutbound}, {"Classify", typed::RuleKind::kClassify},
      {"Filter", typed::RuleKind::kFilter},     {"Provision", typed::RuleKind::kProvision},
      {"Test", typed::RuleKind::kTest},
  };
  return kinds;
}

std::string_view KindName(typed::RuleKind kind) {
  for (const auto& [name, k] : RuleKinds())
    if (k == kind) return name;
  return "";
}

}  // namespace

BodyKind Checker::BodyKindOf(const ast::Method& method) const {
  for (const ast::AttributeUse& use : method.attributes) {
    auto kind = RuleKinds().find(use.name);
    if (kind == RuleKinds().end()) continue;
    switch (kind->second) {
      case typed::RuleKind::kInbound:
      case typed::RuleKind::kOutbound:
        return BodyKind::kMapper;
      case typed::RuleKind::kJoin:
        return BodyKind::kJoin;
      case typed::RuleKind::kFilter:
        return BodyKind::kFilter;
      case typed::RuleKind::kTest:
        return BodyKind::kTest;
      case typed::RuleKind::kClassify:
      case typed::RuleKind::kProvision:
        return BodyKind::kDecision;
    }
  }
  return BodyKind::kMethod;
}

void Checker::DeclareSignature(const MethodSymbol& method) {
  owner_ = method.owner;
  const ast::Method& declaration = *method.declaration;
  for (const char* modifier : {"async", "unsafe", "extern", "abstract", "virtual", "override"})
    if (declaration.Has(modifier)) ReportConstruct(diagnostics_, declaration.name_span, modifier);
  if (declaration.type_parameters.empty() && !declaration.Has("static"))
    ReportConstruct(diagnostics_, declaration.name_span, "an instance method");
  bool takes_functions = std::any_of(declaration.parameters.begin(), declaration.parameters.end(),
                                     [](const ast::Parameter& p) { return IsDelegate(p.type); });
  if (takes_functions && declaration.type_parameters.empty()) symbols_.templates.insert(method.function);
  ReadSignature(method);
}

void Checker::ReadSignature(const MethodSymbol& method) {
  const ast::Method& declaration = *method.declaration;
  bool generic = !declaration.type_parameters.empty();
  if (generic) ReportConstruct(diagnostics_, declaration.name_span, "a generic method");
  std::vector<Type> types;
  std::vector<std::string> names;
  for (const ast::Parameter& parameter : declaration.parameters) {
    // Of a generic method, which is refused, nothing is known: calls of it are no errors of their own.
    bool unknown = generic || (IsTemplate(method) && IsDelegate(parameter.type));
    types.push_back(unknown ? Type{} : Resolve(*parameter.type));
    if (types.back().kind == TypeKind::kReference) {
      types.back() = {TypeKind::kEntity, false, TypeKind::kVoid, types.back().id};
      symbols_.nullable_objects.emplace(method.function, types.size() - 1);
    }
    bool first = &parameter == &declaration.parameters.front(),
         last = &parameter == &declaration.parameters.back();
    if (parameter.modifier == "this" && !first)
      Report(1, parameter.span, {"'this' stands before the first parameter"});
    bool list = types.back().kind == TypeKind::kList || types.back().kind == TypeKind::kError;
    if (parameter.modifier == "params" && (!last || !list))
      Report(1, parameter.span, {"'params' stands before the last parameter, which is an array"});
    if (std::find(names.begin(), names.end(), parameter.name) != names.end())
      Report(1006, parameter.span, {parameter.name});
    names.push_back(parameter.name);
  }
  Type result = generic                         ? Type{}
                : declaration.result != nullptr ? Resolve(*declaration.result)
                                                : TypeOf(TypeKind::kVoid);
  if (IsRuleObject(result.kind)) {
    Report(1900, declaration.result->span, {"methods that return an object"});
    result = {};
  }
  if (IsTemplate(method)) return DeclareTemplate(method, std::move(types), result);
  typed::Function& f = program_.functions[static_cast<size_t>(method.function)];
  f.locals = types;
  f.local_names = names;
  f.parameters = static_cast<uint32_t>(types.size());
  f.result = result;
  bool gives = std::any_of(declaration.parameters.begin(), declaration.parameters.end(),
                           [](const ast::Parameter& parameter) {
                             return parameter.modifier == "out" || parameter.modifier == "ref";
                           });
  if (!gives) return;
  Signature& signature = symbols_.signatures[method.function];
  signature.types = std::move(types);
  signature.result = result;
  BindCaptures(method);
}

void Checker::BeginFunction(int32_t index, const ClassSymbol* owner, BodyKind kind) {
  current_ = index;
  notices_ = -1;
  owner_ = owner;
  kind_ = kind;
  scopes_.clear();
  scopes_.emplace_back();
  state_ = FlowState();
  bindings_.clear();
  break_states_.clear();
  loop_depth_ = breakable_depth_ = finally_depth_ = 0;
  caught_.clear();
  proved_by_try_.clear();
  body_ = nullptr;
  overflow_ = Overflow::kDefault;
  gave_up_ = false;
  too_deep_ = too_large_ = false;
  nodes_ = 0;
  tries_.clear();
  const typed::Function& f = function();
  for (uint32_t i = 0; i < f.local_names.size(); ++i) {
    if (f.local_names[i].empty()) continue;
    scopes_.back().locals[f.local_names[i]] = {static_cast<int32_t>(i), false, nullptr};
    if (i < f.parameters) state_.assigned.insert(static_cast<int32_t>(i));
  }
}

void Checker::CheckModifier(const ast::Parameter& parameter) {
  if (parameter.modifier.empty()) return;
  ReportConstruct(diagnostics_, parameter.span, "'" + parameter.modifier + "' parameters");
}

void Checker::CheckDefaults(const MethodSymbol& method) {
  const std::vector<ast::Parameter>& parameters = method.declaration->parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].default_value == nullptr) continue;
    Expr* value = DefaultValue(method, i);
    if (value->op != Op::kConst && value->op != Op::kWiden)
      Report(1017, parameters[i].default_value->span, {parameters[i].name});
  }
}

void Checker::CheckBody(const MethodSymbol& method) {
  const ast::Method& declaration = *method.declaration;
  if (!declaration.type_parameters.empty()) return;
  if (IsTemplate(method)) return CheckTemplate(method);
  BeginFunction(method.function, method.owner, BodyKindOf(declaration));
  CheckDefaults(method);
  for (const MethodSymbol* other : FindMethods(method.owner, declaration.name)) {
    const typed::Function& f = program_.functions[static_cast<size_t>(other->function)];
    bool same = !IsTemplate(*other) && other->function < method.function &&
                f.parameters == function().parameters &&
                std::equal(f.locals.begin(), f.locals.begin() + f.parameters, function().locals.begin());
    if (!same) continue;
    std::string types;
    for (uint32_t i = 0; i < f.parameters; ++i) types += (i > 0 ? ", " : "") + NameOf(f.locals[i]);
    Report(1006, declaration.name_span, {declaration.name + "(" + types + ")"});
  }
  CheckStatements(declaration);
  CheckLocalFunctions();
}

void Checker::CheckStatements(const ast::Method& declaration) {
  body_ = declaration.block;
  std::vector<Stmt*> body;
  Type result = DeclaredResult();
  auto end = [&] {
    if (!state_.reachable || function().result.kind == TypeKind::kVoid) return;
    Stmt* ret = Statement(StmtOp::kReturn, declaration.name_span);
    ret->value = GiveBack(nullptr, declaration.name_span);
    body.push_back(ret);
  };
  if (declaration.body != nullptr) {
    if (result.kind == TypeKind::kVoid) {
      CheckExpressionStatement(*declaration.body, body);
      end();
    } else {
      Stmt* ret = Statement(StmtOp::kReturn, declaration.body->span);
      ret->value = GiveBack(CheckAs(*declaration.body, result), declaration.body->span);
      body.push_back(ret);
    }
  } else if (declaration.block != nullptr) {
    CheckBlock(declaration.block->statements, body);
    if (result.kind == TypeKind::kVoid)
      end();
    else if (state_.reachable && result.kind != TypeKind::kError && !gave_up_)
      Report(1010, declaration.name_span, {});
  } else if (!declaration.Has("extern") && !declaration.Has("abstract")) {
    Report(1, declaration.name_span, {"the method has no body"});
  }
  if (notices_ >= 0) body.insert(body.begin(), Assign(notices_, TextConstant("", declaration.name_span)));
  function().body = std::move(body);
}

bool Checker::RuleArgument(const ast::AttributeUse& use, const ast::AttributeUse::Argument& argument,
                           typed::Rule& rule) {
  const ast::Expr& e = *argument.value;
  if (argument.name.empty()) {
    if (e.kind == ast::ExprKind::kLiteral && ast::As<ast::Literal>(&e).literal == ast::LiteralKind::kString) {
      const std::string& name = ast::As<ast::Literal>(&e).text;
      int32_t type = configuration_ != nullptr ? configuration_->FindType(name) : -1;
      if (type < 0) {
        std::vector<std::string> names;
        if (configuration_ != nullptr)
          for (const ObjectType& t : configuration_->types) names.push_back(t.FullName());
        Diagnostic& diagnostic = diagnostics_.Report(4006, e.span, {"object type", name});
        diagnostic.fix = NearestName(name, names);
        return false;
      }
      (type < configuration_->vault_type_count ? rule.vault_type : rule.app_type) = type;
      return true;
    }
    if (e.kind == ast::ExprKind::kMember && QualifiedName(*ast::As<ast::Member>(&e).target) == "Stage") {
      const std::string& stage = ast::As<ast::Member>(&e).name;
      static const std::vector<std::string> stages = {"Import", "Inbound", "Outbound", "Export"};
      auto known = std::find(stages.begin(), stages.end(), stage);
      if (known == stages.end()) {
        Report(1007, ast::As<ast::Member>(&e).name_span, {"Stage", stage}).fix = NearestName(stage, stages);
        return false;
      }
      rule.stage = static_cast<typed::Stage>(known - stages.begin());
      return true;
    }
    Report(1017, e.span, {"the argument of [" + use.name + "]"});
    return false;
  }
  Expr* value = CheckValue(e);
  if (value->type.kind == TypeKind::kError) return false;
  if (value->op != Op::kConst ||
      (value->type.kind != TypeKind::kInt && value->type.kind != TypeKind::kEnum)) {
    Report(1017, e.span, {argument.name});
    return false;
  }
  auto number = static_cast<int32_t>(value->lo);
  if (argument.name == "Priority" || argument.name == "Precedence" || argument.name == "Order") {
    rule.order = number;
  } else if (argument.name == "Classification") {
    rule.classification = number;
  } else {
    const std::vector<std::string> names = {"Priority", "Precedence", "Order", "Classification"};
    Report(1007, argument.name_span, {"[" + use.name + "]", argument.name}).fix =
        NearestName(argument.name, names);
    return false;
  }
  return true;
}

// Which parameter is whom.
bool Checker::RuleTarget(const ast::AttributeUse& use, const typed::Function& f, typed::Rule& rule) {
  for (uint32_t i = 0; i < f.parameters; ++i) {
    const Type& type = f.locals[i];
    if (type.kind == TypeKind::kError) return false;
    bool change = type == typed::kChangeType;
    if (type.kind == TypeKind::kSync && rule.kind == typed::RuleKind::kFilter &&
        (!change || rule.stage == typed::Stage::kExport))
      continue;
    if (change) {
      Report(1002, f.name_span, {"Change", "a parameter of a rule that is no filter of Stage.Export"});
      return false;
    }
    if (type.kind != TypeKind::kEntity) {
      Report(1002, f.name_span, {NameOf(type), "a parameter of [" + use.name + "]"});
      return false;
    }
    bool vault = type.id < configuration_->vault_type_count;
    int32_t& parameter = vault ? rule.vault_parameter : rule.app_parameter;
    int32_t& wanted = vault ? rule.vault_type : rule.app_type;
    if (parameter >= 0 || (wanted >= 0 && wanted != type.id)) {
      Report(1002, f.name_span,
             {NameOf(type), wanted >= 0 ? configuration_->types[static_cast<size_t>(wanted)].FullName()
                                        : "this rule's object"});
      return false;
    }
    parameter = static_cast<int32_t>(i);
    wanted = type.id;
  }
  using K = typed::RuleKind;
  bool needs_app = rule.kind == K::kJoin || rule.kind == K::kInbound || rule.kind == K::kOutbound ||
                   rule.kind == K::kFilter;
  bool import = rule.kind == K::kFilter && rule.stage == typed::Stage::kImport;
  bool needs_vault =
      rule.kind != K::kTest && !import && !(rule.kind == K::kFilter && rule.stage == typed::Stage::kExport);
  if (import && (rule.vault_type >= 0 || rule.classification >= 0)) {
    Report(1002, f.name_span,
           {rule.classification >= 0 ? "a class"
                                     : configuration_->types[static_cast<size_t>(rule.vault_type)].FullName(),
            "a part of a filter at Stage.Import, which sees the object that is read and nobody else"});
    return false;
  }
  if ((needs_app && rule.app_parameter < 0) || (needs_vault && rule.vault_parameter < 0)) {
    Report(1013, f.name_span,
           {"[" + use.name + "]",
            needs_app ? "an application's object and a Vault object as" : "a Vault object as", "these"});
    return false;
  }
  bool boolean = rule.kind == K::kJoin || rule.kind == K::kProvision;
  if (boolean && f.result != TypeOf(TypeKind::kBool)) {
    Report(1002, f.name_span, {NameOf(f.result), "bool"});
    return false;
  }
  bool number = f.result.kind == TypeKind::kEnum || f.result.kind == TypeKind::kInt;
  if (rule.kind == K::kClassify && !number) {
    Report(1002, f.name_span, {NameOf(f.result), "Class"});
    return false;
  }
  return true;
}

void Checker::CheckRule(const MethodSymbol& method) {
  const ast::Method& declaration = *method.declaration;
  BeginFunction(method.function, method.owner, BodyKind::kMethod);
  std::string id;
  const ast::AttributeUse* rule_use = nullptr;
  for (const ast::AttributeUse& use : declaration.attributes) {
    if (use.name == "Id") {
      if (use.arguments.size() == 1 && use.arguments[0].value->kind == ast::ExprKind::kLiteral)
        id = ast::As<ast::Literal>(use.arguments[0].value).text;
    } else if (RuleKinds().count(use.name) != 0) {
      if (rule_use != nullptr)
        Report(1, use.span, {"a method is one rule: [" + rule_use->name + "] stands already"});
      rule_use = &use;
    } else {
      if (use.name == "Member") {
        Report(1900, use.span, {"[Member]"});
        continue;
      }
      if (ReportForeign(use.name, use.span)) continue;
      std::vector<std::string> names;
      for (const auto& [name, kind] : RuleKinds()) names.push_back(name);
      Diagnostic& diagnostic = diagnostics_.Report(1001, use.span, {"attribute", use.name});
      diagnostic.fix = NearestName(use.name, names);
    }
  }
  if (rule_use == nullptr) return;
  if (IsTemplate(method)) {
    Report(1002, declaration.name_span, {"a function", "a parameter of [" + rule_use->name + "]"});
    return;
  }
  typed::Rule rule;
  rule.kind = RuleKinds().at(rule_use->name);
  rule.function = method.function;
  rule.span = declaration.name_span;
  rule.order = 100;
  rule.id = !id.empty() ? id
                        : std::string(KindName(rule.kind)) + " " +
                              program_.functions[static_cast<size_t>(method.function)].name;
  for (const ast::AttributeUse::Argument& argument : rule_use->arguments)
    if (!RuleArgument(*rule_use, argument, rule)) return;
  if (RuleTarget(*rule_use, program_.functions[static_cast<size_t>(method.function)], rule))
    program_.rules.push_back(rule);
}

bool Checker::CheckStandalone(const ast::Expr& expression, const std::vector<ExpressionVariable>& variables) {
  auto index = static_cast<int32_t>(program_.functions.size());
  typed::Function& f = program_.functions.emplace_back();
  f.name = "eval";
  f.span = expression.span;
  for (const ExpressionVariable& variable : variables) {
    f.locals.push_back(variable.type);
    f.local_names.push_back(variable.name);
  }
  f.parameters = static_cast<uint32_t>(variables.size());
  BeginFunction(index, nullptr, BodyKind::kExpression);
  Expr* value = Check(expression);
  if (value->type.kind == TypeKind::kError) return false;
  if (value->type.kind == TypeKind::kVoid && value->op != Op::kBuiltin) {
    Report(1015, expression.span, {"this call"});
    return false;
  }
  if (value->type.kind == TypeKind::kEntity || value->type.kind == TypeKind::kSync) {
    Report(1015, expression.span, {"an object"});
    return false;
  }
  if (value->type.kind == TypeKind::kOpaque) {
    Report(1900, expression.span, {NameOf(value->type) + " as the value of an expression"});
    return false;
  }
  function().result = value->type;
  bool nothing = value->type.kind == TypeKind::kVoid;
  Stmt* ret = Statement(nothing ? StmtOp::kExpr : StmtOp::kReturn, expression.span);
  ret->value = value;
  function().body = {ret};
  if (static_cast<size_t>(index) + 1 == program_.functions.size()) return true;
  // Its lambdas with statements stand behind it; the expression is to be the last one.
  typed::Function last = std::move(function());
  function() = typed::Function();
  function().result = TypeOf(TypeKind::kVoid);
  program_.functions.push_back(std::move(last));
  return true;
}

}  // namespace idx::compiler::check
