#include "stdlib/registry/library_types.h"

#include "base/core/assert.h"

namespace idx::stdlib {
namespace {

constexpr LibraryMember kStringComparison[] = {{"CurrentCulture", 0},   {"CurrentCultureIgnoreCase", 1},
                                               {"InvariantCulture", 2}, {"InvariantCultureIgnoreCase", 3},
                                               {"Ordinal", 4},          {"OrdinalIgnoreCase", 5}};
constexpr LibraryMember kStringSplitOptions[] = {{"None", 0}, {"RemoveEmptyEntries", 1}, {"TrimEntries", 2}};
constexpr LibraryMember kNormalizationForm[] = {{"FormC", 1}, {"FormD", 2}, {"FormKC", 5}, {"FormKD", 6}};
// Source: System.Globalization.NumberStyles.
constexpr LibraryMember kNumberStyles[] = {{"None", 0},
                                           {"AllowLeadingWhite", 1},
                                           {"AllowTrailingWhite", 2},
                                           {"AllowLeadingSign", 4},
                                           {"AllowTrailingSign", 8},
                                           {"AllowParentheses", 16},
                                           {"AllowDecimalPoint", 32},
                                           {"AllowThousands", 64},
                                           {"AllowExponent", 128},
                                           {"AllowCurrencySymbol", 256},
                                           {"AllowHexSpecifier", 512},
                                           {"AllowBinarySpecifier", 1024},
                                           {"BinaryNumber", 1027},
                                           {"Integer", 7},
                                           {"HexNumber", 515},
                                           {"Number", 111},
                                           {"Float", 167},
                                           {"Currency", 383},
                                           {"Any", 511}};
// Source: System.Globalization.DateTimeStyles.
constexpr LibraryMember kDateTimeStyles[] = {{"None", 0},
                                             {"AllowLeadingWhite", 1},
                                             {"AllowTrailingWhite", 2},
                                             {"AllowInnerWhite", 4},
                                             {"AllowWhiteSpaces", 7},
                                             {"NoCurrentDateDefault", 8},
                                             {"AdjustToUniversal", 16},
                                             {"AssumeLocal", 32},
                                             {"AssumeUniversal", 64},
                                             {"RoundtripKind", 128}};
constexpr LibraryMember kMidpointRounding[] = {
    {"ToEven", 0}, {"AwayFromZero", 1}, {"ToZero", 2}, {"ToNegativeInfinity", 3}, {"ToPositiveInfinity", 4}};
constexpr LibraryMember kDayOfWeek[] = {{"Sunday", 0},   {"Monday", 1}, {"Tuesday", 2}, {"Wednesday", 3},
                                        {"Thursday", 4}, {"Friday", 5}, {"Saturday", 6}};
constexpr LibraryMember kDateTimeKindType[] = {{"Unspecified", 0}, {"Utc", 1}, {"Local", 2}};
// Source: System.Text.RegularExpressions.RegexOptions.
constexpr LibraryMember kRegexOptions[] = {{"None", 0},
                                           {"IgnoreCase", 1},
                                           {"Multiline", 2},
                                           {"ExplicitCapture", 4},
                                           {"Compiled", 8},
                                           {"Singleline", 16},
                                           {"IgnorePatternWhitespace", 32},
                                           {"RightToLeft", 64},
                                           {"ECMAScript", 256},
                                           {"CultureInvariant", 512},
                                           {"NonBacktracking", 1024}};
constexpr LibraryMember kPadType[] = {{"None", 0}, {"FirstCharacter", 1}, {"LastCharacter", 2}};
// Source: MS-ADTS 2.2.16 and the ADS_USER_FLAG_ENUM enumeration.
constexpr LibraryMember kUacFlags[] = {{"None", 0},
                                       {"Script", 0x1},
                                       {"AccountDisable", 0x2},
                                       {"HomeDirRequired", 0x8},
                                       {"Lockout", 0x10},
                                       {"PasswordNotRequired", 0x20},
                                       {"PasswordCannotChange", 0x40},
                                       {"EncryptedTextPasswordAllowed", 0x80},
                                       {"TempDuplicateAccount", 0x100},
                                       {"NormalAccount", 0x200},
                                       {"InterdomainTrustAccount", 0x800},
                                       {"WorkstationTrustAccount", 0x1000},
                                       {"ServerTrustAccount", 0x2000},
                                       {"DontExpirePassword", 0x10000},
                                       {"MnsLogonAccount", 0x20000},
                                       {"SmartcardRequired", 0x40000},
                                       {"TrustedForDelegation", 0x80000},
                                       {"NotDelegated", 0x100000},
                                       {"UseDesKeyOnly", 0x200000},
                                       {"DontRequirePreauth", 0x400000},
                                       {"PasswordExpired", 0x800000},
                                       {"TrustedToAuthenticateForDelegation", 0x1000000},
                                       {"NoAuthDataRequired", 0x2000000},
                                       {"PartialSecretsAccount", 0x4000000}};
// Source: System.Globalization.UnicodeCategory.
constexpr LibraryMember kUnicodeCategory[] = {{"UppercaseLetter", 0},
                                              {"LowercaseLetter", 1},
                                              {"TitlecaseLetter", 2},
                                              {"ModifierLetter", 3},
                                              {"OtherLetter", 4},
                                              {"NonSpacingMark", 5},
                                              {"SpacingCombiningMark", 6},
                                              {"EnclosingMark", 7},
                                              {"DecimalDigitNumber", 8},
                                              {"LetterNumber", 9},
                                              {"OtherNumber", 10},
                                              {"SpaceSeparator", 11},
                                              {"LineSeparator", 12},
                                              {"ParagraphSeparator", 13},
                                              {"Control", 14},
                                              {"Format", 15},
                                              {"Surrogate", 16},
                                              {"PrivateUse", 17},
                                              {"ConnectorPunctuation", 18},
                                              {"DashPunctuation", 19},
                                              {"OpenPunctuation", 20},
                                              {"ClosePunctuation", 21},
                                              {"InitialQuotePunctuation", 22},
                                              {"FinalQuotePunctuation", 23},
                                              {"OtherPunctuation", 24},
                                              {"MathSymbol", 25},
                                              {"CurrencySymbol", 26},
                                              {"ModifierSymbol", 27},
                                              {"OtherSymbol", 28},
                                              {"OtherNotAssigned", 29}};
constexpr LibraryMember kBase64FormattingOptions[] = {{"None", 0}, {"InsertLineBreaks", 1}};
// Source: System.Security.Cryptography.X509Certificates.X509NameType.
constexpr LibraryMember kX509NameType[] = {
    {"SimpleName", 0}, {"EmailName", 1}, {"UpnName", 2}, {"DnsName", 3}, {"DnsFromAlternativeName", 4},
    {"UrlName", 5}};
constexpr LibraryMember kTimeSpanStyles[] = {{"None", 0}, {"AssumeNegative", 1}};
constexpr LibraryMember kCalendarWeekRule[] = {
    {"FirstDay", 0}, {"FirstFullWeek", 1}, {"FirstFourDayWeek", 2}};
constexpr LibraryMember kCompareOptions[] = {{"None", 0},
                                             {"IgnoreCase", 1},
                                             {"IgnoreNonSpace", 2},
                                             {"IgnoreSymbols", 4},
                                             {"IgnoreKanaType", 8},
                                             {"IgnoreWidth", 16},
                                             {"OrdinalIgnoreCase", 0x10000000},
                                             {"StringSort", 0x20000000},
                                             {"Ordinal", 0x40000000}};

constexpr LibraryMember kChangeKind[] = {
    {"Delete", 0}, {"Disable", 1}, {"Enable", 2}, {"Create", 3}, {"Update", 4}};

using L = LibraryType;
constexpr LibraryTypeInfo kTypes[] = {
    {L::kStringComparison, "StringComparison", false, false, kStringComparison},
    {L::kStringSplitOptions, "StringSplitOptions", true, false, kStringSplitOptions},
    {L::kNormalizationForm, "NormalizationForm", false, false, kNormalizationForm},
    {L::kNumberStyles, "NumberStyles", true, false, kNumberStyles},
    {L::kDateTimeStyles, "DateTimeStyles", true, false, kDateTimeStyles},
    {L::kMidpointRounding, "MidpointRounding", false, false, kMidpointRounding},
    {L::kDayOfWeek, "DayOfWeek", false, false, kDayOfWeek},
    {L::kDateTimeKindType, "DateTimeKind", false, false, kDateTimeKindType},
    {L::kCultureInfo, "CultureInfo", false, true, {}},
    {L::kUacFlags, "UacFlags", true, false, kUacFlags},
    {L::kTextInfo, "TextInfo", false, true, {}},
    {L::kPadType, "PadType", false, false, kPadType},
    {L::kRegexOptions, "RegexOptions", true, false, kRegexOptions},
    {L::kEncoding, "Encoding", false, true, {}},
    {L::kStringComparer, "StringComparer", false, true, {}},
    {L::kUnicodeCategory, "UnicodeCategory", false, false, kUnicodeCategory},
    {L::kBase64FormattingOptions, "Base64FormattingOptions", false, false, kBase64FormattingOptions},
    {L::kX509NameType, "X509NameType", false, false, kX509NameType},
    {L::kTimeSpanStyles, "TimeSpanStyles", true, false, kTimeSpanStyles},
    {L::kCalendarWeekRule, "CalendarWeekRule", false, false, kCalendarWeekRule},
    {L::kCalendar, "Calendar", false, true, {}},
    {L::kCompareOptions, "CompareOptions", true, false, kCompareOptions},
    {L::kChangeKind, "ChangeKind", false, false, kChangeKind},
};

}  // namespace

std::span<const LibraryTypeInfo> LibraryTypes() { return kTypes; }

const LibraryTypeInfo& InfoOf(LibraryType type) {
  IDX_ASSERT(type != LibraryType::kNone);
  const LibraryTypeInfo& info = kTypes[static_cast<size_t>(type) - 1];
  IDX_ASSERT(info.type == type);
  return info;
}

std::string_view NameOf(LibraryClass object) {
  switch (object) {
    case LibraryClass::kNone:
      return "";
#define IDX_X(name)           \
  case LibraryClass::k##name: \
    return #name;
      IDX_LIBRARY_CLASSES(IDX_X)
#undef IDX_X
  }
  return "";
}

}  // namespace idx::stdlib
