// What filters decide: sync.Skip, Disable, Enable, Delete, Hold and Notify.
#include <map>

#include "base/batch/batch.h"
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// sync.Skip() and sync.Skip(vault): whom the rule decides about. sync.Delete(vault, after:
// TimeSpan.FromDays(90)), sync.Hold(app, "a reason")
void Checker::CheckEffect(const ast::Call& call, const ast::Member& member, std::vector<Stmt*>& out) {
  if (member.name == "Notify") return CheckNotify(call, out);
  static const std::map<std::string, typed::Effect> effects = {{"Skip", typed::Effect::kSkip},
                                                               {"Disable", typed::Effect::kDisable},
                                                               {"Enable", typed::Effect::kEnable},
                                                               {"Delete", typed::Effect::kDelete},
                                                               {"Hold", typed::Effect::kHold}};
  auto effect = effects.find(member.name);
  if (effect == effects.end()) {
    Report(1900, call.span, {"sync." + member.name});
    return;
  }
  std::string more = effect->second == typed::Effect::kDelete ? "after"
                     : effect->second == typed::Effect::kHold ? "reason"
                                                              : "";
  Stmt* s = Statement(StmtOp::kEffect, call.span);
  s->a = static_cast<int32_t>(effect->second);
  s->b = -1;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const ast::Argument& argument = call.arguments[i];
    bool second = !more.empty() && (argument.name.empty() ? i == 1 : argument.name == more);
    if (second && s->value == nullptr) {
      s->value = CheckAs(*argument.value, TypeOf(more == "after" ? TypeKind::kTimeSpan : TypeKind::kString));
    } else if (i == 0 && argument.name.empty()) {
      Expr* object = CheckValue(*argument.value);
      if (object->type.kind == TypeKind::kError) return;
      if (object->op != Op::kLocal || object->type.kind != TypeKind::kEntity) {
        Report(1002, argument.value->span, {NameOf(object->type), "an object"});
        return;
      }
      s->b = object->a;
    } else {
      Report(1005, argument.value->span, {"sync." + member.name, "this argument"});
      return;
    }
  }
  if (more == "after" && s->value == nullptr) s->value = Constant(TypeOf(TypeKind::kTimeSpan), call.span, 0);
  if (more == "reason" && s->value == nullptr) s->value = TextConstant("", call.span);
  out.push_back(s);
}

// sync.Notify("leaver", to: vault.Manager?.Mail). Without a receiver there is nobody to tell.
void Checker::CheckNotify(const ast::Call& call, std::vector<Stmt*>& out) {
  Span span = call.span;
  Type text = TypeOf(TypeKind::kString);
  std::string name;
  Expr* to = nullptr;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const ast::Argument& argument = call.arguments[i];
    Span place = argument.value->span;
    bool first = i == 0 && (argument.name.empty() || argument.name == "template");
    if (first) {
      Expr* value = CheckAs(*argument.value, text);
      if (value->type.kind == TypeKind::kError) return;
      if (value->op != Op::kConst) {
        Report(1017, place, {"template"});
        return;
      }
      name = value->text;
    } else if (i == 1 && (argument.name.empty() || argument.name == "to")) {
      to = CheckAs(*argument.value, text.AsNullable());
      if (to->type.kind == TypeKind::kError) return;
    } else {
      Report(1005, place, {"sync.Notify", "this argument"});
      return;
    }
  }
  if (to == nullptr || name.empty() || name.find(kNoticeEnd) != std::string::npos) {
    Report(1005, span, {"sync.Notify", "these arguments: a template's name, and to whom"});
    return;
  }
  // All that the rule has said so far, in one local: it is the rule's one output of the kind.
  if (notices_ < 0) notices_ = NewLocal(text, "");
  const std::string end(1, kNoticeEnd);
  int32_t held = NewLocal(to->type, "");
  auto receiver = [&] {
    Expr* value = LocalNode(held, span);
    return to->type.nullable ? Node(Op::kAssume, text, span, {value}) : value;
  };
  Expr* clean =
      Builtin("string", "Replace", {receiver(), TextConstant(end, span), TextConstant("", span)}, span);
  Expr* all =
      Node(Op::kConcat, text, span,
           {LocalNode(notices_, span), TextConstant(name + end, span), clean, TextConstant(end, span)});
  Stmt* effect = Statement(StmtOp::kEffect, span);
  effect->a = static_cast<int32_t>(typed::Effect::kNotify);
  effect->value = LocalNode(notices_, span);
  Expr* nobody = Builtin("string", "IsNullOrEmpty", {LocalNode(held, span)}, span);
  out.push_back(Assign(held, to));
  out.push_back(
      When(Node(Op::kNot, TypeOf(TypeKind::kBool), span, {nobody}), {Assign(notices_, all), effect}));
}

}  // namespace idx::compiler::check
