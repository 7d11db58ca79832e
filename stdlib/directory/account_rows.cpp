// Uac, AdGroup, ProxyAddresses, LdapFilter.
#include "base/value/case.h"
#include "stdlib/directory/directory_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

// Null counts as 0. Source: MS-ADTS 2.2.16.
int64_t Value0(Opt<int64_t> v) { return v.present ? v.value : 0; }
int64_t Mask(UacFlags flags) { return static_cast<uint32_t>(flags); }
bool Has(EvalContext&, Opt<int64_t> v, UacFlags f) { return (Value0(v) & Mask(f)) == Mask(f); }
int64_t Set(EvalContext&, Opt<int64_t> v, UacFlags f) { return Value0(v) | Mask(f); }
int64_t Clear(EvalContext&, Opt<int64_t> v, UacFlags f) { return Value0(v) & ~Mask(f); }
int64_t Toggle(EvalContext&, Opt<int64_t> v, UacFlags f) { return Value0(v) ^ Mask(f); }
int64_t Enable(EvalContext&, Opt<int64_t> v) { return Value0(v) & ~int64_t{2}; }
int64_t Disable(EvalContext&, Opt<int64_t> v) { return Value0(v) | 2; }
bool IsEnabled(EvalContext&, Opt<int64_t> v) { return (Value0(v) & 2) == 0; }

// accountExpires of an account that does not expire; 0 means the same. Source: MS-ADTS.
int64_t NeverExpires(EvalContext&) { return INT64_MAX; }
bool IsNever(EvalContext&, Opt<int64_t> value) {
  return !value.present || value.value == 0 || value.value == INT64_MAX;
}

NullableText ScopeName(EvalContext&, Opt<int64_t> type) {
  int64_t bits = Value0(type);
  if ((bits & 2) != 0) return {Text("Global")};
  if ((bits & 4) != 0) return {Text("DomainLocal")};
  if ((bits & 8) != 0) return {Text("Universal")};
  return NullText();
}
Text TypeName(EvalContext&, Opt<int64_t> type) {
  return Text((Value0(type) & 0x80000000) != 0 ? "Security" : "Distribution");
}

bool HasPrefix(std::string_view s, std::string_view prefix) {
  return s.size() > prefix.size() && s[prefix.size()] == ':' &&
         EqualsIgnoreCase(s.substr(0, prefix.size()), prefix);
}
NullableText Primary(EvalContext& ctx, List<Text> all) {
  for (const Text& one : all) {
    if (one.view().starts_with("SMTP:")) return {ctx.MakeText(one.view().substr(5))};
  }
  return NullText();
}
Text WithPrefix(EvalContext& ctx, std::string_view prefix, std::string_view address) {
  TextBuilder out(ctx);
  out.Append(prefix);
  out.Append(address);
  return out.Finish();
}
// The other primaries become secondaries; the address is there once.
List<Text> SetPrimary(EvalContext& ctx, List<Text> all, Text address) {
  TextListBuilder out(ctx);
  out.Add(WithPrefix(ctx, "SMTP:", address.view()));
  for (const Text& one : all) {
    if (HasPrefix(one.view(), "smtp")) {
      if (!EqualsIgnoreCase(one.view().substr(5), address.view()))
        out.Add(WithPrefix(ctx, "smtp:", one.view().substr(5)));
    } else {
      out.Add(one);
    }
  }
  return out.Finish();
}
List<Text> AddSecondary(EvalContext& ctx, List<Text> all, Text address) {
  TextListBuilder out(ctx);
  bool there = false;
  for (const Text& one : all) {
    there =
        there || (HasPrefix(one.view(), "smtp") && EqualsIgnoreCase(one.view().substr(5), address.view()));
    out.Add(one);
  }
  if (!there) out.Add(WithPrefix(ctx, "smtp:", address.view()));
  return out.Finish();
}
List<Text> OfType(EvalContext& ctx, List<Text> all, Text type) {
  TextListBuilder out(ctx);
  for (const Text& one : all) {
    if (HasPrefix(one.view(), type.view())) out.Add(ctx.MakeText(one.view().substr(type.view().size() + 1)));
  }
  return out.Finish();
}
Text EscapeFilter(EvalContext& ctx, NullableText s) {
  TextBuilder out(ctx);
  for (char c : s.text.view()) {
    if (c == '*')
      out.Append("\\2a");
    else if (c == '(')
      out.Append("\\28");
    else if (c == ')')
      out.Append("\\29");
    else if (c == '\\')
      out.Append("\\5c");
    else if (c == '\0')
      out.Append("\\00");
    else
      out.AppendAscii(c);
  }
  return out.Finish();
}

}  // namespace

std::vector<Row> AccountRows() {
  constexpr std::string_view u = "Uac", p = "ProxyAddresses";
  constexpr std::string_view doc = "userAccountControl by flags; null counts as 0.";
  return {
      Static<Has>(u, {"Has", "value, flags", doc, "Uac.Has(514, UacFlags.AccountDisable)", "true"}),
      Static<Set>(u, {"Set", "value, flags", doc, "Uac.Set(0, UacFlags.NormalAccount)", "512"}),
      Static<Clear>(u, {"Clear", "value, flags", doc, "Uac.Clear(514, UacFlags.AccountDisable)", "512"}),
      Static<Toggle>(u, {"Toggle", "value, flags", doc, "Uac.Toggle(512, UacFlags.AccountDisable)", "514"}),
      Static<Enable>(
          u, {"Enable", "value", "Without the disabled flag; null counts as 0.", "Uac.Enable(514)", "512"}),
      Static<Disable>(
          u, {"Disable", "value", "With the disabled flag; null counts as 0.", "Uac.Disable(512)", "514"}),
      Static<IsEnabled>(u, {"IsEnabled", "value", "True without the disabled flag; null counts as 0.",
                            "Uac.IsEnabled(514)", "false"}),
      Value<NeverExpires>("AccountExpires", {"Never", "", "The value of an account that does not expire.",
                                             "AccountExpires.Never", "9223372036854775807"}),
      Static<IsNever>("AccountExpires", {"IsNever", "value", "True for 0, Never and null.",
                                         "AccountExpires.IsNever(0)", "true"}),
      Static<ScopeName>("AdGroup",
                        {"ScopeName", "groupType", "Global, DomainLocal or Universal; null for none.",
                         "AdGroup.ScopeName(8)", R"("Universal")"}),
      Static<TypeName>("AdGroup", {"TypeName", "groupType", "Security or Distribution.",
                                   "AdGroup.TypeName(-2147483646)", R"("Security")"}),
      Static<Primary>(
          p, {"Primary", "addresses", "The address of the upper-case SMTP: value; null when there is none.",
              R"(ProxyAddresses.Primary(new[] { "smtp:a@x", "SMTP:b@x" }))", R"("b@x")"}),
      Static<SetPrimary>(
          p, {"SetPrimary", "addresses, address",
              "With this primary address first; an earlier one becomes secondary.",
              R"(ProxyAddresses.SetPrimary(new[] { "SMTP:b@x" }, "a@x"))", R"(["SMTP:a@x","smtp:b@x"])"}),
      Static<AddSecondary>(
          p, {"AddSecondary", "addresses, address", "With this address, unless it is there.",
              R"(ProxyAddresses.AddSecondary(new[] { "SMTP:b@x" }, "a@x"))", R"(["SMTP:b@x","smtp:a@x"])"}),
      Static<OfType>(p, {"OfType", "addresses, type", "The addresses of one type, without its prefix.",
                         R"(ProxyAddresses.OfType(new[] { "SIP:a@x", "smtp:b@x" }, "sip"))", R"(["a@x"])"}),
      Static<EscapeFilter>("LdapFilter",
                           {"Escape", "s", "The value as it stands in a filter (RFC 4515); null is \"\".",
                            R"(LdapFilter.Escape("a*b"))", R"("a\\2ab")"}),
  };
}

}  // namespace idx::stdlib
