// Source: the function references of Entra Connect, Identity Manager, Entra provisioning, Okta and midPoint.
#include "stdlib/registry/equivalents.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace idx::stdlib {
namespace {

constexpr Equivalent kEquivalents[] = {
    {"string.Length", "Len", "", "String.len / .length()", "mel: size()"},
    {"string[i]", "", "", "", "mel: charAt"},
    {"string.Substring", "", "", "String.substring(i,end)", "mel: substring(i,end)"},
    {"string.Trim", "Trim", "", "", "basic.trim / mel: trim"},
    {"string.TrimStart", "LTrim", "", "", ""},
    {"string.TrimEnd", "RTrim", "", "", ""},
    {"string.ToUpper", "UCase (MIM: UpperCase)", "ToUpper(s[,culture])", "String.toUpperCase", "basic.uc"},
    {"string.ToLower", "LCase (MIM: LowerCase)", "ToLower(s[,culture])", "String.toLowerCase", "basic.lc"},
    {"string.PadLeft", "PadLeft(s,n,str) (MIM: LeftPad)", "", "", ""},
    {"string.PadRight", "PadRight (MIM: RightPad)", "", "", ""},
    {"string.Replace", "Replace (MIM: ReplaceString)", "Replace(source,old,,,new,,)", "String.replace",
     "mel: replace"},
    {"string.Contains", "- (use InStr>0)", "", "String.stringContains", "basic.contains"},
    {"string.StartsWith", "", "", "String.startsWith", "basic.startsWith"},
    {"string.EndsWith", "", "", "", "basic.endsWith"},
    {"string.IndexOf", "InStr (1-based)", "InStr", "", "mel: indexOf"},
    {"string.LastIndexOf", "InStrRev (1-based)", "", "", "mel: lastIndexOf"},
    {"string.Split", "Split(s,1 char[,limit])", "Split(s,1 char)", "", "mel: split"},
    {"string.Join", "Join(mv[,sep])", "Join(sep, s1, ...)", "String.join", "mel: join(list,sep)"},
    {"a + b", "& operator (MIM: +)", "Append", "String.append, +", "mel: +"},
    {"string.Format", "", "", "", "mel: format(\"%s\")"},
    {"string.IsNullOrEmpty", "IsNullOrEmpty", "IsNullOrEmpty", "== null or \"\"", "basic.isEmpty"},
    {"string.IsNullOrWhiteSpace", "", "", "", "mel: isBlank"},
    {"string.Equals", "=", "=", "==", "mel: equalsIgnoreCase"},
    {"string.Compare", "< >", "< >", "< >", ""},
    {"Str.Left", "Left", "Left", "", ""},
    {"Str.Right", "Right", "", "", ""},
    {"Str.Mid", "Mid", "Mid", "", ""},
    {"Str.Slice", "", "", ".substring", "mel: substring"},
    {"Str.InStr", "InStr", "InStr", "", ""},
    {"Str.InStrRev", "InStrRev", "", "", ""},
    {"Str.Word", "Word", "Word", "", ""},
    {"Str.SubstringBefore", "", "", "substringBefore", ""},
    {"Str.SubstringAfter", "", "", "substringAfter", "basic.substringAfter"},
    {"Str.ReplaceFirst", "", "", "String.replaceFirst", ""},
    {"Str.ReplaceChars", "ReplaceChars", "", "", ""},
    {"Str.StripSpaces", "", "StripSpaces", "String.removeSpaces", ""},
    {"Str.PCase", "PCase (MIM: ProperCase)", "PCase(s[,seps])", "", ""},
    {"Str.Capitalize", "", "", "", "basic.capitalize"},
    {"Str.Suffix", "", "Append(s,suffix)", "String.append", "mel: prefix/suffix"},
    {"Str.ConcatName", "", "", "", "basic.concatName"},
    {"Str.JoinNonEmpty", "", "Join(sep,...)", "", "mel: join"},
    {"Str.Stringify", "CStr", "CStr", "", "basic.stringify"},
    {"Str.Quote", "", "", "", "mel: reverse, quote"},
    {"Names.ParseGivenName", "", "", "", "basic.parse*"},
    {"Names.Initials", "", "", "substring(x,0,1)", ""},
    {"Str.Truncate", "Left", "Left", "", ""},
    {"Str.RemoveDiacritics", "(ReplaceChars)", "NormalizeDiacritics", "", ""},
    {"Str.ToAscii", "", "", "", "basic.ascii"},
    {"Str.NormalizeAlphanumeric", "", "", "", "basic.norm"},
    {"Str.NormalizeAscii7", "", "", "", "(Ascii7 normalizer)"},
    {"TextInfo.ToTitleCase", "PCase", "PCase", "", ""},
    {"Regex.IsMatch", "", "", "matches (group rules, deprecated)", "mel: matches/reMatches"},
    {"Regex.Match", "", "Replace(...,group,,attr,)", "", "mel: reFind"},
    {"Regex.Matches", "", "", "", "mel: reFindAll"},
    {"Regex.Replace", "", "Replace(source,,regex,,repl,,)", "", "mel: reReplace"},
    {"int.Parse", "CNum", "", "Convert.toInt(string)", ""},
    {"int.TryParse", "IsNumeric + CNum", "", "", ""},
    {"double.Parse", "CNum", "", "Convert.toNum", ""},
    {"Conv.ToInt", "", "", "Convert.toInt(double)", ""},
    {"int.ToString", "CStr", "CStr", "", "stringify"},
    {"Conv.ToBool", "CBool", "CBool", "", ""},
    {"a & b", "BitAnd, BitOr", "BitAnd", "", ""},
    {"Bits.IsSet", "IsBitSet", "", "", ""},
    {"Bits.Set", "BitOr / BitAnd", "", "", ""},
    {"Conv.IsNumeric", "IsNumeric, IsString, IsDate", "IsString", "", ""},
    {"Dates.Parse", "CDate", "CDate", "parseStringTime", ""},
    {"DateTime.ParseExact", "", "FormatDateTime(in fmt)", "Time.fromStringToIso8601", "basic.parseDateTime"},
    {"DateTime.ToString", "FormatDateTime", "FormatDateTime(s,styles,in,out)", ".toString(fmt)",
     "basic.formatDateTime"},
    {"Dates.Format", "", "FormatDateTime", "", ""},
    {"DateTime.AddDays", "DateAdd", "DateAdd", ".plusDays...", "basic.addDuration"},
    {"Dates.Add", "DateAdd (yyyy q m y d w ww h n s)", "DateAdd (yyyy m d ww h n s)", "", ""},
    {"Dates.Diff", "", "DateDiff", "", ""},
    {"DateTime.UtcNow", "Now", "Now", "DateTime.now / Time.now", "basic.currentDateTime"},
    {"DateTime.FromFileTimeUtc", "DateFromNum", "DateFromNum", "parseWindowsTime", ""},
    {"DateTime.ToFileTimeUtc", "NumFromDate", "NumFromDate", ".toWindows", ""},
    {"Dates.FromUnixMilliseconds", "", "", "parseUnixTime / toUnix", "mel: epoch"},
    {"Dates.ToGeneralizedTime", "FormatDateTime(...,\"yyyyMMddHHmmss.0Z\")", "", "", ""},
    {"Dates.StartOfDay", "", "", "", "basic.atStartOfDay, atEndOfDay"},
    {"Dates.Within", "", "", ".withinDays/Hours/...", ""},
    {"List.Item", "Item", "Item", "Arrays.get (0-based)", ""},
    {"List.ItemOrNull", "ItemOrNull", "", "", ""},
    {"Seq.Count", "Count", "Count", "Arrays.size (NULL->0)", "mel: size(nil)=0"},
    {"Seq.IsEmpty", "", "", "Arrays.isEmpty (NULL->true)", "basic.isEmpty"},
    {"List.Contains", "Contains returns index", "", "Arrays.contains", "mel: contains"},
    {"List.IndexOfValue", "Contains", "", "", ""},
    {"List.Append", "", "", "Arrays.add / remove / clear", ""},
    {"List.Distinct", "RemoveDuplicates", "RemoveDuplicates", "", ""},
    {"Seq.FromCsv", "Split/Join", "Split/Join", "toCsvString", ""},
    {"Seq.Of", "", "", "", "mel: list(v)"},
    {"Seq.SingleOrNull", "", "SingleAppRoleAssignment", "", "basic.single"},
    {"x.Where(…)", "Where($item,...)", "", "", "mel: filter"},
    {"x.Select(…)", "Select($item,...)", "", ".![attr] projection", "mel: map"},
    {"x.SelectMany(…)", "", "", "flatten", ""},
    {"x.Any(…)", "", "", "", "mel: exists/all"},
    {"var x = …", "With($v, e, body)", "", "", ""},
    {"c ? a : b", "IIF", "IIF", "? :", "? :"},
    {"x switch { … }", "Switch(cond,val,...)", "Switch(src,default,k,v,...)", "stringSwitch (substring!)",
     "basic.map"},
    {"Global.Coalesce", "", "Coalesce", "?: (also \"\")", "mel: default(v,d)"},
    {"x?.M()", "", "", "", "?. (Groovy)"},
    {"Global.IsNull", "IsNull", "IsNull", "== null", "mel: isNull"},
    {"Global.IsPresent", "IsPresent", "IsPresent", "", "mel: isPresent"},
    {"Global.IsEmpty", "IsEmpty", "", "", "basic.isEmpty"},
    {"Flow.Skip()", "NULL literal (MIM: Null())", "IgnoreFlowIfNullOrEmpty", "", "return null"},
    {"Flow.Clear()", "AuthoritativeNull literal", "", "", ""},
    {"!a, a && b, a || b", "Not/And/Or", "Not", "! AND OR", "! && ||"},
    {"Global.Eq", "=", "=", "==", "=="},
    {"Convert.ToBase64String", "ConvertToBase64 (UTF-16LE text)", "ConvertToBase64", "", ""},
    {"Convert.FromBase64String", "ConvertFromBase64(s[,enc])", "", "", ""},
    {"Hex.FromUtf8", "ConvertToUTF8Hex / ConvertFromUTF8Hex", "ConvertToUTF8Hex", "", ""},
    {"Hash.LdapPassword", "", "", "", "basic.hashLdapPassword"},
    {"Cert.ExtensionOids", "CertExtensionOids", "", "", ""},
    {"Cert.Format", "CertFormat", "", "", ""},
    {"Cert.FriendlyName", "CertFriendlyName", "", "", ""},
    {"Cert.HashString", "CertHashString", "", "", ""},
    {"Cert.Issuer", "CertIssuer", "", "", ""},
    {"Cert.IssuerDN", "CertIssuerDN", "", "", ""},
    {"Cert.IssuerOid", "CertIssuerOid", "", "", ""},
    {"Cert.KeyAlgorithm", "CertKeyAlgorithm", "", "", ""},
    {"Cert.KeyAlgorithmParams", "CertKeyAlgorithmParams", "", "", ""},
    {"Cert.NameInfo", "CertNameInfo", "", "", ""},
    {"Cert.NotAfter", "CertNotAfter", "", "", ""},
    {"Cert.NotBefore", "CertNotBefore", "", "", ""},
    {"Cert.PublicKeyOid", "CertPublicKeyOid", "", "", ""},
    {"Cert.PublicKeyParametersOid", "CertPublicKeyParametersOid", "", "", ""},
    {"Cert.SerialNumber", "CertSerialNumber", "", "", ""},
    {"Cert.SignatureAlgorithmOid", "CertSignatureAlgorithmOid", "", "", ""},
    {"Cert.Subject", "CertSubject", "", "", ""},
    {"Cert.SubjectNameDN", "CertSubjectNameDN", "", "", ""},
    {"Cert.SubjectNameOid", "CertSubjectNameOid", "", "", ""},
    {"Cert.Thumbprint", "CertThumbprint", "", "", ""},
    {"Cert.Version", "CertVersion", "", "", ""},
    {"Cert.IsCert", "IsCert", "", "", ""},
    {"Guid.NewGuid", "Guid", "Guid", "", ""},
    {"Guid.Parse", "CGuid, IsGuid", "", "", ""},
    {"Guid.ToString", "StringFromGuid", "", "", ""},
    {"Guid.ToByteArray", "CGuid", "", "", ""},
    {"Rand.Int", "RandomNum(start,end)", "", "", ""},
    {"Rand.String", "", "RandomString", "", "(value policy)"},
    {"Unique.Of(…)", "", "SelectUniqueValue", "", "isUniquePropertyValue + iteration"},
    {"Unique.Select(…)", "", "SelectUniqueValue", "", "isUniquePropertyValue + iteration"},
    {"Unique.Number(…)", "", "", "", "iterationToken"},
    {"Dn.Component", "DNComponent", "", "", ""},
    {"Dn.ComponentRev", "DNComponentRev(...,\"DC\")", "", "", ""},
    {"Dn.EscapeValue", "EscapeDNComponent", "", "", "(Rdn class)"},
    {"Dn.Compose", "CRef(a & b)", "", "", "basic.composeDn"},
    {"Dn.ComposeWithSuffix", "", "", "", "basic.composeDnWithSuffix"},
    {"Dn.Parse", "(MIM csentry.DN[i], Subcomponents, Parent, Depth)", "", "", ""},
    {"Dn.FromPath", "", "", "", "syncope:fullPath2Dn"},
    {"Dn.PickSingleValue", "", "", "", "basic.determineLdapSingleAttributeValue"},
    {"Sid.ToString", "StringFromSid (MIM: ConvertSidToString)", "", "", ""},
    {"AdGuid.ToString", "StringFromGuid", "", "", ""},
    {"Uac.Has", "BitAnd/BitOr/IsBitSet", "BitAnd", "", ""},
    {"AdGroup.ScopeName", "BitAnd", "", "", ""},
    {"ProxyAddresses.Primary", "Mid(Item(pa,Contains(pa,\"SMTP:\")),6)", "", "", ""},
    {"Lookup.Map(…)", "Switch", "Switch", "stringSwitch", "basic.map"},
    {"Lookup.Table(…)", "", "", "", "lookup table"},
    {"Country.ToAlpha2", "", "", "Iso3166Convert.*", ""},
    {"throw Fail(…)", "Error(\"msg\")", "", "", "throw"},
    {"throw new DeclineMapping()", "(MIM DeclineMappingException)", "IgnoreFlowIfNullOrEmpty", "",
     "return null"},
    {"Log.Redact", "", "Redact", "", ""},
    {"try … catch", "", "", "", "try"},
};

// One system's names, by its own alphabet.
void AppendSystem(std::string& page, std::string_view title, std::string_view Equivalent::*theirs) {
  std::vector<const Equivalent*> known;
  for (const Equivalent& one : kEquivalents)
    if (!(one.*theirs).empty()) known.push_back(&one);
  std::sort(known.begin(), known.end(), [&](const Equivalent* a, const Equivalent* b) {
    return std::pair(a->*theirs, a) < std::pair(b->*theirs, b);
  });
  page += "\n### Coming from " + std::string(title) + "\n\n";
  for (const Equivalent* one : known) {
    std::string_view ours = one->ours.starts_with("Global.") ? one->ours.substr(7) : one->ours;
    page += "- `" + std::string(one->*theirs) + "`: `" + std::string(ours) + "`\n";
  }
}

}  // namespace

std::span<const Equivalent> Equivalents() { return kEquivalents; }

std::string EquivalentsPage() {
  std::string page = "\n## Equivalents\n";
  AppendSystem(page, "Entra Connect and Identity Manager", &Equivalent::connect);
  AppendSystem(page, "Entra provisioning", &Equivalent::entra);
  AppendSystem(page, "Okta", &Equivalent::okta);
  AppendSystem(page, "midPoint", &Equivalent::midpoint);
  return page;
}

}  // namespace idx::stdlib
