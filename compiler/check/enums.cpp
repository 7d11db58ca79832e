// Enum's static methods and what enumerations say of themselves: conditions over their members, which are
// known when rules are compiled.
#include <algorithm>
#include <functional>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

// Enum.Parse<T>(…) or Enum.Parse(typeof(T), …): T, and the arguments behind it. An error after a diagnostic.
Type Checker::EnumOf(const ast::Member& member, const ast::Call& e, size_t& first) {
  first = 0;
  Type type;
  if (member.arguments.size() == 1) {
    type = Resolve(*member.arguments[0]);
  } else if (!e.arguments.empty() && e.arguments[0].value->kind == ast::ExprKind::kTypeOf) {
    type = Resolve(*ast::As<ast::TypeOfExpr>(e.arguments[0].value).type);
    first = 1;
  } else {
    Unsupported(e.span, "Enum." + member.name + " without its type (write Enum." + member.name + "<T>)");
    return {};
  }
  if (type.kind == TypeKind::kError) return {};
  if (type.kind != TypeKind::kEnum || type.nullable || program_.enums[static_cast<size_t>(type.id)].opaque) {
    Report(1002, e.span, {NameOf(type), "an enumeration"});
    return {};
  }
  return type;
}

// The first member for which `test` holds, as `give` shows it; else `otherwise`.
Expr* Checker::MemberWhere(const Type& type, const std::function<Expr*(const EnumType::Member&)>& test,
                           const std::function<Expr*(const EnumType::Member&)>& give, Expr* otherwise,
                           Span span) {
  Expr* result = otherwise;
  const std::vector<EnumType::Member> members = program_.enums[static_cast<size_t>(type.id)].type.members;
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    result = Node(Op::kCond, otherwise->type, span, {test(*member), give(*member), result});
  return result;
}

Expr* Checker::EnumMember(const Type& type, int32_t number, Span span) {
  return Constant(type, span, static_cast<uint32_t>(number));
}

// The value that a text names: a member, several with commas between, or a number. Null of T? where it names
// none.
Expr* Checker::ParseEnum(const Type& type, Expr* text, Expr* ignore_case, Span span) {
  Type maybe = type.AsNullable(), number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool);
  return WithTemporaries({text, ignore_case}, [&](const std::vector<Expr*>& held) {
    Expr* known =
        held[0]->type.nullable ? Node(Op::kAssume, TypeOf(TypeKind::kString), span, {held[0]}) : held[0];
    return WithTemporary(Builtin("string", "Trim", {known}, span), [&](Expr* all) {
      Expr* name = LocalNode(NewLocal(TypeOf(TypeKind::kString), ""), span);
      Expr* as_number = Builtin("int", "TryParse", {ConvertQuietly(all, all->type.AsNullable())}, span);
      Expr* by_number = WithTemporary(as_number, [&](Expr* parsed) {
        Expr* value = Node(Op::kConvert, type, span, {Node(Op::kAssume, number, span, {parsed})});
        return Node(Op::kCond, maybe, span,
                    {Node(Op::kIsNull, boolean, span, {parsed}), NullConstant(maybe, span),
                     ConvertQuietly(value, maybe)});
      });
      auto same = [&](const EnumType::Member& member) {
        Expr* literal = TextConstant(member.name, span);
        Expr* exact = Node(Op::kEq, boolean, span, {name, literal});
        Expr* loose =
            Builtin("string", "Equals",
                    {ConvertQuietly(name, name->type.AsNullable()),
                     ConvertQuietly(literal, name->type.AsNullable()), ComparisonIgnoringCase(span)},
                    span);
        return Node(Op::kCond, boolean, span, {held[1], loose, exact});
      };
      auto give = [&](const EnumType::Member& member) {
        return ConvertQuietly(EnumMember(type, member.number, span), maybe);
      };
      int32_t bits = NewLocal(number, ""), good = NewLocal(boolean, ""), one = NewLocal(maybe, "");
      std::vector<Stmt*> before = {Assign(bits, IntConstant(0, span)),
                                   Assign(good, BoolConstant(true, span))};
      Expr* trim = EnumMember(*TryResolve("StringSplitOptions"),
                              static_cast<int32_t>(stdlib::StringSplitOptions::kTrimEntries), span);
      Expr* comma = Constant(TypeOf(TypeKind::kChar), span, ',');
      Expr* parts = Builtin("string", "Split", {all, comma, trim}, span);
      Each(QueryOf(parts), before, span, [&](Expr* part, std::vector<Stmt*>& body, int32_t done) {
        body.push_back(Assign(name->a, part));
        body.push_back(Assign(one, MemberWhere(type, same, give, NullConstant(maybe, span), span)));
        std::vector<Stmt*> stop = {Assign(good, BoolConstant(false, span))};
        Stop(stop, done, span);
        body.push_back(When(Node(Op::kIsNull, boolean, span, {LocalNode(one, span)}), stop));
        Expr* value =
            Node(Op::kConvert, number, span, {Node(Op::kAssume, type, span, {LocalNode(one, span)})});
        body.push_back(Assign(bits, Node(Op::kBitOr, number, span, {LocalNode(bits, span), value})));
      });
      Expr* sum = ConvertQuietly(Node(Op::kConvert, type, span, {LocalNode(bits, span)}), maybe);
      return BlockOf(std::move(before),
                     Node(Op::kCond, maybe, span, {LocalNode(good, span), sum, by_number}));
    });
  });
}

Expr* Checker::ComparisonIgnoringCase(Span span) {
  Type type = *TryResolve("StringComparison");
  for (const EnumType::Member& member : program_.enums[static_cast<size_t>(type.id)].type.members)
    if (member.name == "OrdinalIgnoreCase") return EnumMember(type, member.number, span);
  return ErrorNode(span);
}

// The name of a value, or null.
Expr* Checker::NameOfMember(const Type& type, Expr* value, Span span) {
  Type text = TypeOf(TypeKind::kString).AsNullable();
  return WithTemporary(value, [&](Expr* held) {
    return MemberWhere(
        type,
        [&](const EnumType::Member& member) {
          return Node(Op::kEq, TypeOf(TypeKind::kBool), span, {held, EnumMember(type, member.number, span)});
        },
        [&](const EnumType::Member& member) { return ConvertQuietly(TextConstant(member.name, span), text); },
        NullConstant(text, span), span);
  });
}

// Null: none of these.
Expr* Checker::CallEnum(const ast::Member& member, const ast::Call& e) {
  const std::string& name = member.name;
  static const std::set<std::string> kKnown = {"Parse",   "TryParse", "IsDefined",
                                               "GetName", "GetNames", "GetValues"};
  if (!kKnown.contains(name)) return nullptr;
  Span span = e.span;
  if (name == "TryParse" && !e.arguments.empty()) return TryParseEnum(member, e);
  size_t first = 0;
  std::vector<Expr*> args;
  Type type;
  bool by_value = member.arguments.empty() && e.arguments.size() == 1 &&
                  e.arguments[0].value->kind != ast::ExprKind::kTypeOf;
  if (by_value && (name == "IsDefined" || name == "GetName")) {
    args.push_back(CheckValue(*e.arguments[0].value));
    if (args[0]->type.kind == TypeKind::kError) return args[0];
    type = args[0]->type.NonNull();
    if (type.kind != TypeKind::kEnum) return Unsupported(span, "Enum." + name + " of " + NameOf(type));
  } else {
    type = EnumOf(member, e, first);
    for (size_t i = first; i < e.arguments.size(); ++i) {
      args.push_back(CheckValue(*e.arguments[i].value));
      if (args.back()->type.kind == TypeKind::kError) return args.back();
    }
  }
  if (type.kind == TypeKind::kError) return ErrorNode(span);
  const std::vector<EnumType::Member> members = program_.enums[static_cast<size_t>(type.id)].type.members;
  if ((name == "GetNames" || name == "GetValues") && args.empty()) {
    // As .NET has them: by their unsigned numbers.
    std::vector<std::pair<uint32_t, size_t>> order;
    for (size_t i = 0; i < members.size(); ++i)
      order.emplace_back(static_cast<uint32_t>(members[i].number), i);
    std::sort(order.begin(), order.end());
    std::vector<Expr*> items;
    for (const auto& [number, index] : order) {
      const EnumType::Member& m = members[index];
      items.push_back(name == "GetNames" ? TextConstant(m.name, span) : EnumMember(type, m.number, span));
    }
    return Node(Op::kList, program_.shapes.ListOf(name == "GetNames" ? TypeOf(TypeKind::kString) : type),
                span, items);
  }
  if (name == "Parse" && (args.size() == 1 || args.size() == 2)) {
    Expr* text = Convert(args[0], TypeOf(TypeKind::kString));
    Expr* ignore = args.size() == 2 ? Convert(args[1], TypeOf(TypeKind::kBool)) : BoolConstant(false, span);
    if (text->type.kind == TypeKind::kError || ignore->type.kind == TypeKind::kError) return ErrorNode(span);
    return WithTemporary(text, [&](Expr* held) {
      return WithTemporary(ParseEnum(type, held, ignore, span), [&](Expr* parsed) {
        Type message = TypeOf(TypeKind::kString);
        Expr* blank =
            Builtin("string", "IsNullOrWhiteSpace", {ConvertQuietly(held, message.AsNullable())}, span);
        Expr* nothing = TextConstant(
            "Must specify valid information for parsing in the string. (Parameter 'value')", span);
        Expr* unknown = Add(Add(TextConstant("Requested value '", span), held, span),
                            TextConstant("' was not found.", span), span);
        Expr* why = Node(Op::kCond, message, span, {blank, nothing, unknown});
        Expr* fail =
            Node(Op::kThrow, TypeOf(TypeKind::kNever), span, {ConvertQuietly(why, message.AsNullable())});
        fail->a = static_cast<int32_t>(EvalErrorKind::kArgument);
        Expr* known = Node(Op::kAssume, type, span, {parsed});
        return Node(Op::kCond, type, span,
                    {Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {parsed}), fail, known});
      });
    });
  }
  if ((name == "IsDefined" || name == "GetName") && args.size() == 1) {
    bool text = args[0]->type.kind == TypeKind::kString && name == "IsDefined";
    if (text) {
      Expr* value = Convert(args[0], TypeOf(TypeKind::kString));
      if (value->type.kind == TypeKind::kError) return value;
      return WithTemporary(value, [&](Expr* held) {
        Expr* result = BoolConstant(false, span);
        for (const EnumType::Member& m : members)
          result = Node(
              Op::kOr, TypeOf(TypeKind::kBool), span,
              {Node(Op::kEq, TypeOf(TypeKind::kBool), span, {held, TextConstant(m.name, span)}), result});
        return result;
      });
    }
    Expr* value =
        args[0]->type.kind == TypeKind::kInt ? ExplicitConvert(args[0], type, span) : Convert(args[0], type);
    if (value->type.kind == TypeKind::kError) return value;
    Expr* found = NameOfMember(type, value, span);
    if (name == "GetName") return found;
    return Node(Op::kNot, TypeOf(TypeKind::kBool), span,
                {Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {found})});
  }
  return Unsupported(span, "Enum." + name + " with these arguments");
}

// E + n, n + E, E - n are of E; E - E is a number. Null: none of these.
Expr* Checker::EnumArithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  bool add = op == ast::BinaryOp::kAdd;
  if (!add && op != ast::BinaryOp::kSub) return nullptr;
  auto known = [&](const Type& type) {
    return type.kind == TypeKind::kEnum && !program_.enums[static_cast<size_t>(type.id)].opaque;
  };
  bool a = known(left->type), b = known(right->type);
  auto number = [](const Type& type) { return type.kind == TypeKind::kInt || type.kind == TypeKind::kByte; };
  bool difference = !add && a && b && left->type.id == right->type.id;
  bool moved = (a && number(right->type)) || (add && b && number(left->type));
  if (!difference && !moved) return nullptr;
  Type to = a ? left->type.NonNull() : right->type.NonNull(), whole = TypeOf(TypeKind::kInt);
  return Lifted({left, right}, span, [&](const std::vector<Expr*>& values) {
    std::vector<Expr*> numbers;
    for (Expr* value : values)
      numbers.push_back(value->type == whole ? value : Node(Op::kConvert, whole, span, {value}));
    Expr* result = Arithmetic(op, numbers[0], numbers[1], span);
    return difference || result->type.kind == TypeKind::kError ? result
                                                               : Node(Op::kConvert, to, span, {result});
  });
}

// Of a flags enumeration: "A, B". From the highest member down, each that the rest holds; what no member says
// is shown as a number. Source: System.Enum.
Expr* Checker::TextOfFlags(Expr* value, Span span) {
  Type type = value->type, number = TypeOf(TypeKind::kInt), text = TypeOf(TypeKind::kString),
       boolean = TypeOf(TypeKind::kBool);
  std::vector<EnumType::Member> members = program_.enums[static_cast<size_t>(type.id)].type.members;
  std::vector<std::pair<uint32_t, size_t>> order;
  for (size_t i = 0; i < members.size(); ++i) order.emplace_back(static_cast<uint32_t>(members[i].number), i);
  std::sort(order.begin(), order.end(), std::greater<>());
  int32_t all = NewLocal(number, ""), rest = NewLocal(number, ""), shown = NewLocal(text, "");
  std::vector<Stmt*> before = {Assign(all, Node(Op::kConvert, number, span, {value})),
                               Assign(rest, LocalNode(all, span)), Assign(shown, TextConstant("", span))};
  std::string zero = "0";
  for (const auto& [bits, index] : order) {
    const EnumType::Member& member = members[index];
    if (bits == 0) {
      zero = member.name;
      continue;
    }
    Expr* mask = IntConstant(member.number, span);
    Expr* held = Node(
        Op::kEq, boolean, span,
        {Node(Op::kBitAnd, number, span, {LocalNode(rest, span), mask}), IntConstant(member.number, span)});
    Expr* none = Node(Op::kEq, boolean, span, {LocalNode(shown, span), TextConstant("", span)});
    Expr* more = Add(TextConstant(member.name + ", ", span), LocalNode(shown, span), span);
    Expr* joined = Node(Op::kCond, text, span, {none, TextConstant(member.name, span), more});
    Expr* left = Node(Op::kBitAnd, number, span, {LocalNode(rest, span), IntConstant(~member.number, span)});
    before.push_back(When(held, {Assign(shown, joined), Assign(rest, left)}));
  }
  auto is_zero = [&](int32_t local) {
    return Node(Op::kEq, boolean, span, {LocalNode(local, span), IntConstant(0, span)});
  };
  Expr* named = Node(Op::kCond, text, span,
                     {is_zero(rest), LocalNode(shown, span), ToText(LocalNode(all, span), span)});
  return BlockOf(std::move(before),
                 Node(Op::kCond, text, span, {is_zero(all), TextConstant(zero, span), named}));
}

// value.HasFlag(flag)
Expr* Checker::HasFlag(Expr* value, const ast::Call& e) {
  Span span = e.span;
  Expr* flag = CheckAs(*e.arguments[0].value, value->type);
  if (flag->type.kind == TypeKind::kError) return flag;
  return WithTemporaries({value, flag}, [&](const std::vector<Expr*>& held) {
    Expr* both = Node(Op::kBitAnd, value->type, span, {held[0], held[1]});
    return Node(Op::kEq, TypeOf(TypeKind::kBool), span, {both, held[1]});
  });
}

// value.ToString(format)
Expr* Checker::FormatEnum(Expr* value, Expr* format, Span span) {
  return WithTemporaries({value, format}, [&](const std::vector<Expr*>& held) {
    if (held[1]->op == Op::kConst) {
      const std::string& letter = held[1]->text;
      if (letter.empty() || letter == "G" || letter == "g") return ToText(held[0], span);
      if (letter == "F" || letter == "f") return TextOfFlags(held[0], span);
    }
    Expr* number = Node(Op::kConvert, TypeOf(TypeKind::kInt), span, {held[0]});
    return Builtin("$", "Format", {ToText(held[0], span), number, held[1]}, span);
  });
}

// Its text, which is null where it is, and its number.
Expr* Checker::BoxEnum(Expr* value, const Type& to) {
  Span span = value->span;
  Type number = TypeOf(TypeKind::kInt), text = TypeOf(TypeKind::kString).AsNullable();
  return WithTemporary(value, [&](Expr* held) {
    if (!held->type.nullable)
      return Node(Op::kBox, to.NonNull(), span,
                  {ToText(held, span), Node(Op::kConvert, number, span, {held})});
    Expr* none = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {held});
    Expr* known = Node(Op::kAssume, held->type.NonNull(), span, {held});
    Expr* shown = Node(Op::kCond, text, span,
                       {none, NullConstant(text, span), ConvertQuietly(ToText(known, span), text)});
    Expr* whole = Node(Op::kCond, number, span,
                       {none, IntConstant(0, span), Node(Op::kConvert, number, span, {known})});
    return Node(Op::kBox, to.NonNull(), span, {shown, whole});
  });
}

// Enum.TryParse<T>(text[, ignoreCase], out var value); T may be told by the variable's type.
Expr* Checker::TryParseEnum(const ast::Member& member, const ast::Call& e) {
  Span span = e.span;
  const ast::Argument& out = e.arguments.back();
  if (out.mode != ast::Argument::Mode::kOut)
    return Unsupported(span, "Enum.TryParse without an out argument");
  Type type;
  if (member.arguments.size() == 1) {
    type = Resolve(*member.arguments[0]);
  } else if (out.value->kind == ast::ExprKind::kDeclaration &&
             ast::As<ast::Declaration>(out.value).type != nullptr &&
             ast::As<ast::Declaration>(out.value).type->kind == ast::TypeName::Kind::kNamed) {
    type = Resolve(*ast::As<ast::Declaration>(out.value).type);
  } else if (out.value->kind == ast::ExprKind::kName &&
             FindLocal(ast::As<ast::Name>(out.value).name) != nullptr) {
    type = function().locals[static_cast<size_t>(FindLocal(ast::As<ast::Name>(out.value).name)->index)];
  }
  bool good = type.kind == TypeKind::kEnum && !type.nullable &&
              !program_.enums[static_cast<size_t>(type.id)].opaque && e.arguments.size() <= 3 &&
              e.arguments.size() >= 2;
  Expr* parsed = nullptr;
  if (good) {
    Expr* text = CheckAs(*e.arguments[0].value, TypeOf(TypeKind::kString).AsNullable());
    Expr* ignore = e.arguments.size() == 3 ? CheckAs(*e.arguments[1].value, TypeOf(TypeKind::kBool))
                                           : BoolConstant(false, span);
    if (text->type.kind == TypeKind::kError || ignore->type.kind == TypeKind::kError)
      parsed = ErrorNode(span);
    else
      parsed = WithTemporaries({text, ignore}, [&](const std::vector<Expr*>& held) {
        Type maybe = type.AsNullable();
        return Node(Op::kCond, maybe, span,
                    {Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {held[0]}), NullConstant(maybe, span),
                     ParseEnum(type, held[0], held[1], span)});
      });
  } else {
    parsed = type.kind == TypeKind::kError && !member.arguments.empty()
                 ? ErrorNode(span)
                 : Unsupported(span, "Enum.TryParse with these arguments");
  }
  return FinishTryParse(parsed, *out.value, span);
}

}  // namespace idx::compiler::check
