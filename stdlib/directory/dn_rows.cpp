// Dn.*: null-safe functions on distinguished names.
#include "base/value/case.h"
#include "stdlib/directory/directory_rows.h"
#include "stdlib/directory/dn.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

Text EscapeValue(EvalContext& ctx, NullableText s) {
  std::string out;
  AppendEscapedDnValue(out, s.text.view());
  return ctx.MakeText(out);
}
Text UnescapeValue(EvalContext& ctx, NullableText s) { return ctx.MakeText(UnescapeDnValue(s.text.view())); }
bool IsValid(EvalContext&, NullableText dn) {
  std::vector<std::string_view> rdns;
  return !dn.text.is_null() && SplitDn(dn.text.view(), rdns);
}
// The n-th name, 1-based, from the left or the right; "" when there is none.
Text Nth(EvalContext& ctx, std::string_view dn, int32_t n, bool whole, bool reverse) {
  std::vector<std::string_view> rdns;
  if (!SplitDn(dn, rdns) || n < 1 || static_cast<size_t>(n) > rdns.size()) return Text();
  std::string_view rdn = rdns[reverse ? rdns.size() - static_cast<size_t>(n) : static_cast<size_t>(n) - 1],
                   type, value;
  if (whole) return ctx.MakeText(rdn);
  return SplitRdn(rdn, type, value) ? ctx.MakeText(UnescapeDnValue(value)) : Text();
}
Text Component(EvalContext& ctx, NullableText dn, int32_t n, bool rdn) {
  return Nth(ctx, dn.text.view(), n, rdn, false);
}
Text ComponentRev(EvalContext& ctx, NullableText dn, int32_t n, bool rdn) {
  return Nth(ctx, dn.text.view(), n, rdn, true);
}
List<Text> Rdns(EvalContext& ctx, NullableText dn) {
  std::vector<std::string_view> rdns;
  TextListBuilder out(ctx);
  if (SplitDn(dn.text.view(), rdns)) {
    for (std::string_view rdn : rdns) out.Add(ctx.MakeText(rdn));
  }
  return out.Finish();
}
int32_t Depth(EvalContext&, NullableText dn) {
  std::vector<std::string_view> rdns;
  return SplitDn(dn.text.view(), rdns) ? static_cast<int32_t>(rdns.size()) : 0;
}
NullableText Parent(EvalContext&, NullableText dn) {
  std::vector<std::string_view> rdns;
  if (!SplitDn(dn.text.view(), rdns) || rdns.size() < 2) return NullText();
  return {PartOf(dn.text.view().substr(static_cast<size_t>(rdns[1].data() - dn.text.view().data())))};
}
bool IsUnder(EvalContext&, NullableText dn, NullableText ancestor) {
  std::vector<std::string_view> a, b;
  if (!SplitDn(dn.text.view(), a) || !SplitDn(ancestor.text.view(), b) || b.empty() || a.size() <= b.size())
    return false;
  for (size_t i = 1; i <= b.size(); ++i) {
    std::string_view x_type, x_value, y_type, y_value;
    if (!SplitRdn(a[a.size() - i], x_type, x_value) || !SplitRdn(b[b.size() - i], y_type, y_value))
      return false;
    if (!EqualsIgnoreCase(x_type, y_type) ||
        !EqualsIgnoreCase(UnescapeDnValue(x_value), UnescapeDnValue(y_value)))
      return false;
  }
  return true;
}
bool IsBlank(const NullableText& part) {
  return part.text.is_null() || part.text.view().find_first_not_of(' ') == std::string_view::npos;
}
// A suffix alone is a whole name.
NullableText Build(EvalContext& ctx, List<NullableText> parts, bool with_suffix) {
  uint32_t count = parts.size();
  std::string_view suffix;
  if (with_suffix && count > 0 && !IsBlank(parts[count - 1])) suffix = parts[count - 1].text.view();
  if (with_suffix && count > 0) --count;
  if ((count == 0 && suffix.empty()) || count % 2 != 0) return NullText();
  std::string out;
  for (uint32_t i = 0; i < count; i += 2) {
    if (IsBlank(parts[i]) || IsBlank(parts[i + 1])) return NullText();
    if (!out.empty()) out += ",";
    out += parts[i].text.view();
    out += "=";
    AppendEscapedDnValue(out, parts[i + 1].text.view());
  }
  if (!suffix.empty()) out.append(out.empty() ? "" : ",").append(suffix);
  return {ctx.MakeText(out)};
}
NullableText Compose(EvalContext& ctx, NullableList<NullableText> parts) {
  return Build(ctx, parts.list, false);
}
NullableText ComposeWithSuffix(EvalContext& ctx, NullableList<NullableText> parts) {
  return Build(ctx, parts.list, true);
}
// The value that the name has for this attribute, else the first by order; a single one in any case. Source:
// midPoint's determineLdapSingleAttributeValue.
NullableText PickSingleValue(EvalContext& ctx, NullableText dn, NullableText type,
                             NullableList<NullableText> values) {
  const NullableText* first = nullptr;
  std::vector<std::string_view> rdns, avas;
  if (values.list.size() > 1 && SplitDn(dn.text.view(), rdns))
    for (std::string_view rdn : rdns) SplitAvas(rdn, avas);
  for (const NullableText& value : values.list) {
    if (value.text.is_null()) continue;
    for (std::string_view ava : avas) {
      std::string_view at, has;
      if (SplitRdn(ava, at, has) && EqualsIgnoreCase(at, type.text.view()) &&
          UnescapeDnValue(has) == value.text.view())
        return {ctx.MakeText(value.text.view())};
    }
    if (first == nullptr || CompareOrdinal(value.text.view(), first->text.view()) < 0) first = &value;
  }
  return first == nullptr ? NullText() : NullableText{ctx.MakeText(first->text.view())};
}
Text FromPath(EvalContext& ctx, NullableText path, Text type) {
  std::string out;
  std::string_view view = path.text.view();
  while (!view.empty()) {
    size_t slash = view.rfind('/');
    std::string_view part = view.substr(slash == std::string_view::npos ? 0 : slash + 1);
    if (!part.empty()) {
      if (!out.empty()) out += ",";
      out.append(type.view()).append("=");
      AppendEscapedDnValue(out, part);
    }
    view = view.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
  return ctx.MakeText(out);
}
// "dc" names joined by dots, then the rest from the right by slashes. Source: canonicalName, MS-ADTS.
NullableText ToCanonical(EvalContext& ctx, NullableText dn) {
  std::vector<std::string_view> rdns;
  if (dn.text.is_null() || !SplitDn(dn.text.view(), rdns) || rdns.empty()) return NullText();
  std::string domain, path;
  for (std::string_view rdn : rdns) {
    std::string_view type, value;
    if (!SplitRdn(rdn, type, value)) return NullText();
    if (EqualsIgnoreCase(type, "dc"))
      domain += (domain.empty() ? "" : ".") + UnescapeDnValue(value);
    else
      path = "/" + UnescapeDnValue(value) + path;
  }
  return {ctx.MakeText(domain + (path.empty() ? "/" : path))};
}

}  // namespace

std::vector<Row> DnRows() {
  constexpr std::string_view o = "Dn";
  return {
      Static<EscapeValue>(
          o, {"EscapeValue", "s", "The value as it stands in a distinguished name (RFC 4514); null is \"\".",
              R"(Dn.EscapeValue("Lee, Ann"))", R"("Lee\\, Ann")"}),
      Static<UnescapeValue>(
          o, {"UnescapeValue", "s", "The value without escapes: all forms are read; null is \"\".",
              R"(Dn.UnescapeValue("Lee\\, Ann"))", R"("Lee, Ann")"}),
      Static<IsValid>(o, {"IsValid", "dn", "True for a distinguished name; null: false.",
                          R"(Dn.IsValid("cn=Ann,o=x"))", "true"}),
      Static<Component>(
          o, {"Component", "dn, n, rdn = false",
              "The value of the n-th name, 1-based from the left; with rdn the whole name; \"\" when there "
              "is none.",
              R"(Dn.Component("cn=Test user, ou=Organisation", 2, rdn: true))", R"("ou=Organisation")"}),
      Static<ComponentRev>(o,
                           {"ComponentRev", "dn, n, rdn = false", "As Component, from the right.",
                            R"(Dn.ComponentRev("cn=Test user, ou=Organisation", 1))", R"("Organisation")"}),
      Static<Rdns>(o, {"Rdns", "dn", "The relative names; empty for null and what is no distinguished name.",
                       R"(Dn.Rdns("cn=Ann,o=x"))", R"(["cn=Ann","o=x"])"}),
      Static<Depth>(o, {"Depth", "dn", "How many relative names.", R"(Dn.Depth("cn=Ann,o=x"))", "2"}),
      Static<Parent>(o, {"Parent", "dn", "The name above; null when there is none.",
                         R"(Dn.Parent("cn=Ann,ou=a,o=x"))", R"("ou=a,o=x")"}),
      Static<IsUnder>(o, {"IsUnder", "dn, ancestor", "True when dn lies below ancestor, ignoring case.",
                          R"(Dn.IsUnder("cn=Ann,OU=a,o=x", "ou=A,o=X"))", "true"}),
      Static<Compose>(o, {"Compose", "parts",
                          "From type, value, type, value …; values are escaped; null when a part is blank.",
                          R"(Dn.Compose("cn", "Lee, Ann", "o", "x"))", R"("cn=Lee\\, Ann,o=x")", kVariadic}),
      Static<ComposeWithSuffix>(
          o, {"ComposeWithSuffix", "parts", "As Compose; the last part is a distinguished name.",
              R"(Dn.ComposeWithSuffix("cn", "Ann", "ou=a,o=x"))", R"("cn=Ann,ou=a,o=x")", kVariadic}),
      Static<PickSingleValue>(
          o, {"PickSingleValue", "dn, attribute, values",
              "Of several values the one that stands in the name, else the first by order; null for none.",
              R"(Dn.PickSingleValue("cn=jack+uid=b,o=x", "uid", new[] { "a", "b" }))", R"("b")"}),
      Static<FromPath>(
          o, {"FromPath", "path, type", "\"/a/b\" from the right as names of that type; \"/\" is \"\".",
              R"(Dn.FromPath("/even/two", "ou"))", R"("ou=two,ou=even")"}),
      Static<ToCanonical>(o, {"ToCanonical", "dn", "Active Directory's canonical name; null for null.",
                              R"(Dn.ToCanonical("cn=Ann,ou=a,dc=x,dc=org"))", R"("x.org/a/Ann")"}),
  };
}

}  // namespace idx::stdlib
