// What Dn.Parse gives: a distinguished name with its parts. Only its IsValid says what is none; its other
// members fail then.
#include <new>

#include "stdlib/directory/directory_rows.h"
#include "stdlib/directory/dn.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {

class Dn {
 public:
  Text text;
};

// One attribute=value.
class Ava {
 public:
  Text type;
  Text raw;
};

namespace {

const Dn* Parse(EvalContext& ctx, NullableText dn) {
  char* at = ctx.Allocate(sizeof(Dn));
  return at == nullptr ? nullptr : new (at) Dn{dn.text.is_null() ? Text() : dn.text};
}

bool Split(EvalContext& ctx, const Dn& dn, std::vector<std::string_view>& rdns) {
  if (!ctx.Charge(dn.text.length)) return false;
  if (SplitDn(dn.text.view(), rdns)) return true;
  FailFormat(ctx, "The text is not a distinguished name.");
  return false;
}

bool IsValid(EvalContext&, const Dn* dn) {
  std::vector<std::string_view> rdns;
  return SplitDn(dn->text.view(), rdns);
}
List<Text> Rdns(EvalContext& ctx, const Dn* dn) {
  std::vector<std::string_view> rdns;
  TextListBuilder out(ctx);
  if (Split(ctx, *dn, rdns))
    for (std::string_view rdn : rdns) out.Add(ctx.MakeText(rdn));
  return out.Finish();
}
int32_t Depth(EvalContext& ctx, const Dn* dn) {
  std::vector<std::string_view> rdns;
  return Split(ctx, *dn, rdns) ? static_cast<int32_t>(rdns.size()) : 0;
}
List<const Ava*> Avas(EvalContext& ctx, const Dn* dn) {
  std::vector<std::string_view> rdns, avas;
  if (!Split(ctx, *dn, rdns)) return {};
  for (std::string_view rdn : rdns) SplitAvas(rdn, avas);
  auto* cells = AllocateList<const Ava*>(ctx, avas.size());
  char* objects = ctx.Allocate(avas.size() * sizeof(Ava) + 1);
  if (cells == nullptr || objects == nullptr) return {};
  for (size_t i = 0; i < avas.size(); ++i) {
    std::string_view type, value;
    if (!SplitRdn(avas[i], type, value))
      return FailFormat(ctx, "The text is not a distinguished name."), List<const Ava*>();
    cells[i] = new (objects + i * sizeof(Ava)) Ava{ctx.MakeText(type), ctx.MakeText(value)};
  }
  return ListOf(cells, avas.size());
}
Text Source(EvalContext&, const Dn* dn) { return dn->text; }
Text AvaType(EvalContext&, const Ava* ava) { return ava->type; }
Text AvaRaw(EvalContext&, const Ava* ava) { return ava->raw; }
Text AvaValue(EvalContext& ctx, const Ava* ava) {
  return ctx.Charge(ava->raw.length) ? ctx.MakeText(UnescapeDnValue(ava->raw.view())) : Text();
}

}  // namespace

std::vector<Row> DnObjectRows() {
  constexpr std::string_view o = "Dn", a = "Ava";
  return {
      Static<Parse>(o, {"Parse", "dn", "The distinguished name with its parts; null has none.",
                        R"(Dn.Parse("cn=Ann,o=x").Depth)", "2"}),
      Property<IsValid>(
          o, {"IsValid", "dn", "True for a distinguished name; its other members fail where it is none.",
              R"(Dn.Parse("cn").IsValid)", "false"}),
      Property<Rdns>(o, {"Rdns", "dn", "The relative names, from the left, as they are written.",
                         R"(Dn.Parse("uid=a+cn=b,o=x").Rdns)", R"(["uid=a+cn=b","o=x"])", kFails}),
      Property<Depth>(
          o, {"Depth", "dn", "How many relative names.", R"(Dn.Parse("cn=Ann,o=x").Depth)", "2", kFails}),
      Property<Avas>(
          o, {"Avas", "dn", "The parts attribute=value, from the left.",
              R"(Dn.Parse("uid=a+cn=b,o=x").Avas.Select(v => v.Type))", R"(["uid","cn","o"])", kFails}),
      Method<Source>(o, {"ToString", "dn", "The text.", R"(Dn.Parse("cn=Ann").ToString())", R"("cn=Ann")"}),
      Property<AvaType>(a,
                        {"Type", "ava", "The attribute.", R"(Dn.Parse("cn=Ann").Avas[0].Type)", R"("cn")"}),
      Property<AvaRaw>(a, {"RawValue", "ava", "The value as it is written.",
                           R"(Dn.Parse("cn=Lee\\, Ann").Avas[0].RawValue)", R"("Lee\\, Ann")"}),
      Property<AvaValue>(a, {"Value", "ava", "The value without escapes.",
                             R"(Dn.Parse("cn=Lee\\, Ann").Avas[0].Value)", R"("Lee, Ann")"}),
  };
}

}  // namespace idx::stdlib
