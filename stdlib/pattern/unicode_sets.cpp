// The sets that patterns name, made once from ICU's tables.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/value/case.h"
#include "base/value/utf.h"
#include "stdlib/pattern/unit_set.h"

namespace idx::stdlib {
namespace {

using Range = UnitSet::Range;
constexpr uint32_t kUnits = 0x10000;

template <typename In>
UnitSet SetWhere(In in) {
  std::vector<Range> ranges;
  for (uint32_t unit = 0; unit < kUnits; ++unit) {
    if (!in(unit)) continue;
    if (!ranges.empty() && ranges.back().last + 1u == unit)
      ++ranges.back().last;
    else
      ranges.push_back({static_cast<uint16_t>(unit), static_cast<uint16_t>(unit)});
  }
  return UnitSet(std::move(ranges));
}

UnitSet SetOfCategories(uint32_t mask) {
  return SetWhere(
      [mask](uint32_t unit) { return (U_MASK(u_charType(static_cast<UChar32>(unit))) & mask) != 0; });
}

struct Category {
  std::u16string_view name;
  uint32_t mask;
};
constexpr Category kCategories[] = {
    {u"Cc", U_GC_CC_MASK}, {u"Cf", U_GC_CF_MASK}, {u"Cn", U_GC_CN_MASK}, {u"Co", U_GC_CO_MASK},
    {u"Cs", U_GC_CS_MASK}, {u"C", U_GC_C_MASK},   {u"Ll", U_GC_LL_MASK}, {u"Lm", U_GC_LM_MASK},
    {u"Lo", U_GC_LO_MASK}, {u"Lt", U_GC_LT_MASK}, {u"Lu", U_GC_LU_MASK}, {u"L", U_GC_L_MASK},
    {u"Mc", U_GC_MC_MASK}, {u"Me", U_GC_ME_MASK}, {u"Mn", U_GC_MN_MASK}, {u"M", U_GC_M_MASK},
    {u"Nd", U_GC_ND_MASK}, {u"Nl", U_GC_NL_MASK}, {u"No", U_GC_NO_MASK}, {u"N", U_GC_N_MASK},
    {u"Pc", U_GC_PC_MASK}, {u"Pd", U_GC_PD_MASK}, {u"Pe", U_GC_PE_MASK}, {u"Pf", U_GC_PF_MASK},
    {u"Pi", U_GC_PI_MASK}, {u"Po", U_GC_PO_MASK}, {u"Ps", U_GC_PS_MASK}, {u"P", U_GC_P_MASK},
    {u"Sc", U_GC_SC_MASK}, {u"Sk", U_GC_SK_MASK}, {u"Sm", U_GC_SM_MASK}, {u"So", U_GC_SO_MASK},
    {u"S", U_GC_S_MASK},   {u"Zl", U_GC_ZL_MASK}, {u"Zp", U_GC_ZP_MASK}, {u"Zs", U_GC_ZS_MASK},
    {u"Z", U_GC_Z_MASK}};

// Blocks by .NET's names. Source: "Supported named blocks" of .NET's regular expressions; ranges are
// Unicode's.
struct Block {
  std::u16string_view name;
  uint16_t first;
  uint16_t last;
};
constexpr Block kBlocks[] = {{u"IsBasicLatin", 0x0000, 0x007F},
                             {u"IsLatin-1Supplement", 0x0080, 0x00FF},
                             {u"IsLatinExtended-A", 0x0100, 0x017F},
                             {u"IsLatinExtended-B", 0x0180, 0x024F},
                             {u"IsIPAExtensions", 0x0250, 0x02AF},
                             {u"IsSpacingModifierLetters", 0x02B0, 0x02FF},
                             {u"IsCombiningDiacriticalMarks", 0x0300, 0x036F},
                             {u"IsGreek", 0x0370, 0x03FF},
                             {u"IsGreekandCoptic", 0x0370, 0x03FF},
                             {u"IsCyrillic", 0x0400, 0x04FF},
                             {u"IsCyrillicSupplement", 0x0500, 0x052F},
                             {u"IsArmenian", 0x0530, 0x058F},
                             {u"IsHebrew", 0x0590, 0x05FF},
                             {u"IsArabic", 0x0600, 0x06FF},
                             {u"IsSyriac", 0x0700, 0x074F},
                             {u"IsThaana", 0x0780, 0x07BF},
                             {u"IsDevanagari", 0x0900, 0x097F},
                             {u"IsBengali", 0x0980, 0x09FF},
                             {u"IsGurmukhi", 0x0A00, 0x0A7F},
                             {u"IsGujarati", 0x0A80, 0x0AFF},
                             {u"IsOriya", 0x0B00, 0x0B7F},
                             {u"IsTamil", 0x0B80, 0x0BFF},
                             {u"IsTelugu", 0x0C00, 0x0C7F},
                             {u"IsKannada", 0x0C80, 0x0CFF},
                             {u"IsMalayalam", 0x0D00, 0x0D7F},
                             {u"IsSinhala", 0x0D80, 0x0DFF},
                             {u"IsThai", 0x0E00, 0x0E7F},
                             {u"IsLao", 0x0E80, 0x0EFF},
                             {u"IsTibetan", 0x0F00, 0x0FFF},
                             {u"IsMyanmar", 0x1000, 0x109F},
                             {u"IsGeorgian", 0x10A0, 0x10FF},
                             {u"IsHangulJamo", 0x1100, 0x11FF},
                             {u"IsEthiopic", 0x1200, 0x137F},
                             {u"IsCherokee", 0x13A0, 0x13FF},
                             {u"IsUnifiedCanadianAboriginalSyllabics", 0x1400, 0x167F},
                             {u"IsOgham", 0x1680, 0x169F},
                             {u"IsRunic", 0x16A0, 0x16FF},
                             {u"IsTagalog", 0x1700, 0x171F},
                             {u"IsHanunoo", 0x1720, 0x173F},
                             {u"IsBuhid", 0x1740, 0x175F},
                             {u"IsTagbanwa", 0x1760, 0x177F},
                             {u"IsKhmer", 0x1780, 0x17FF},
                             {u"IsMongolian", 0x1800, 0x18AF},
                             {u"IsLimbu", 0x1900, 0x194F},
                             {u"IsTaiLe", 0x1950, 0x197F},
                             {u"IsKhmerSymbols", 0x19E0, 0x19FF},
                             {u"IsPhoneticExtensions", 0x1D00, 0x1D7F},
                             {u"IsLatinExtendedAdditional", 0x1E00, 0x1EFF},
                             {u"IsGreekExtended", 0x1F00, 0x1FFF},
                             {u"IsGeneralPunctuation", 0x2000, 0x206F},
                             {u"IsSuperscriptsandSubscripts", 0x2070, 0x209F},
                             {u"IsCurrencySymbols", 0x20A0, 0x20CF},
                             {u"IsCombiningDiacriticalMarksforSymbols", 0x20D0, 0x20FF},
                             {u"IsCombiningMarksforSymbols", 0x20D0, 0x20FF},
                             {u"IsLetterlikeSymbols", 0x2100, 0x214F},
                             {u"IsNumberForms", 0x2150, 0x218F},
                             {u"IsArrows", 0x2190, 0x21FF},
                             {u"IsMathematicalOperators", 0x2200, 0x22FF},
                             {u"IsMiscellaneousTechnical", 0x2300, 0x23FF},
                             {u"IsControlPictures", 0x2400, 0x243F},
                             {u"IsOpticalCharacterRecognition", 0x2440, 0x245F},
                             {u"IsEnclosedAlphanumerics", 0x2460, 0x24FF},
                             {u"IsBoxDrawing", 0x2500, 0x257F},
                             {u"IsBlockElements", 0x2580, 0x259F},
                             {u"IsGeometricShapes", 0x25A0, 0x25FF},
                             {u"IsMiscellaneousSymbols", 0x2600, 0x26FF},
                             {u"IsDingbats", 0x2700, 0x27BF},
                             {u"IsMiscellaneousMathematicalSymbols-A", 0x27C0, 0x27EF},
                             {u"IsSupplementalArrows-A", 0x27F0, 0x27FF},
                             {u"IsBraillePatterns", 0x2800, 0x28FF},
                             {u"IsSupplementalArrows-B", 0x2900, 0x297F},
                             {u"IsMiscellaneousMathematicalSymbols-B", 0x2980, 0x29FF},
                             {u"IsSupplementalMathematicalOperators", 0x2A00, 0x2AFF},
                             {u"IsMiscellaneousSymbolsandArrows", 0x2B00, 0x2BFF},
                             {u"IsCJKRadicalsSupplement", 0x2E80, 0x2EFF},
                             {u"IsKangxiRadicals", 0x2F00, 0x2FDF},
                             {u"IsIdeographicDescriptionCharacters", 0x2FF0, 0x2FFF},
                             {u"IsCJKSymbolsandPunctuation", 0x3000, 0x303F},
                             {u"IsHiragana", 0x3040, 0x309F},
                             {u"IsKatakana", 0x30A0, 0x30FF},
                             {u"IsBopomofo", 0x3100, 0x312F},
                             {u"IsHangulCompatibilityJamo", 0x3130, 0x318F},
                             {u"IsKanbun", 0x3190, 0x319F},
                             {u"IsBopomofoExtended", 0x31A0, 0x31BF},
                             {u"IsKatakanaPhoneticExtensions", 0x31F0, 0x31FF},
                             {u"IsEnclosedCJKLettersandMonths", 0x3200, 0x32FF},
                             {u"IsCJKCompatibility", 0x3300, 0x33FF},
                             {u"IsCJKUnifiedIdeographsExtensionA", 0x3400, 0x4DBF},
                             {u"IsYijingHexagramSymbols", 0x4DC0, 0x4DFF},
                             {u"IsCJKUnifiedIdeographs", 0x4E00, 0x9FFF},
                             {u"IsYiSyllables", 0xA000, 0xA48F},
                             {u"IsYiRadicals", 0xA490, 0xA4CF},
                             {u"IsHangulSyllables", 0xAC00, 0xD7AF},
                             {u"IsHighSurrogates", 0xD800, 0xDB7F},
                             {u"IsHighPrivateUseSurrogates", 0xDB80, 0xDBFF},
                             {u"IsLowSurrogates", 0xDC00, 0xDFFF},
                             {u"IsPrivateUse", 0xE000, 0xF8FF},
                             {u"IsPrivateUseArea", 0xE000, 0xF8FF},
                             {u"IsCJKCompatibilityIdeographs", 0xF900, 0xFAFF},
                             {u"IsAlphabeticPresentationForms", 0xFB00, 0xFB4F},
                             {u"IsArabicPresentationForms-A", 0xFB50, 0xFDFF},
                             {u"IsVariationSelectors", 0xFE00, 0xFE0F},
                             {u"IsCombiningHalfMarks", 0xFE20, 0xFE2F},
                             {u"IsCJKCompatibilityForms", 0xFE30, 0xFE4F},
                             {u"IsSmallFormVariants", 0xFE50, 0xFE6F},
                             {u"IsArabicPresentationForms-B", 0xFE70, 0xFEFF},
                             {u"IsHalfwidthandFullwidthForms", 0xFF00, 0xFFEF},
                             {u"IsSpecials", 0xFFF0, 0xFFFF}};

using Named = std::map<std::u16string, UnitSet, std::less<>>;
const Named& AllNamed() {
  static const Named* sets = [] {
    auto* made = new Named();
    for (const Category& category : kCategories) made->emplace(category.name, SetOfCategories(category.mask));
    for (const Block& block : kBlocks) made->emplace(block.name, UnitSet({{block.first, block.last}}));
    return made;
  }();
  return *sets;
}

// Cased units with the others of their class, in order of unit.
struct Cased {
  uint16_t unit;
  std::vector<uint16_t> others;
};
const std::vector<Cased>& AllCased() {
  static const std::vector<Cased>* cased = [] {
    std::map<uint16_t, std::vector<uint16_t>> classes;
    for (uint32_t unit = 0; unit < kUnits; ++unit) {
      char32_t lower = IsSurrogate(unit) ? unit : ToLowerSimple(unit);
      if (lower < kUnits) classes[static_cast<uint16_t>(lower)].push_back(static_cast<uint16_t>(unit));
    }
    auto* made = new std::vector<Cased>();
    for (const auto& [lower, members] : classes) {
      if (members.size() < 2) continue;
      for (uint16_t member : members) made->push_back({member, members});
    }
    std::sort(made->begin(), made->end(), [](const Cased& a, const Cased& b) { return a.unit < b.unit; });
    return made;
  }();
  return *cased;
}

}  // namespace

const UnitSet& WordUnits() {
  static const UnitSet* set =
      new UnitSet(SetOfCategories(U_GC_L_MASK | U_GC_MN_MASK | U_GC_ND_MASK | U_GC_PC_MASK));
  return *set;
}

const UnitSet& DigitUnits() { return *NamedUnits(u"Nd", false); }

const UnitSet& SpaceUnits() {
  static const UnitSet* set = new UnitSet(SetWhere([](uint32_t unit) { return IsWhiteSpace(unit); }));
  return *set;
}

bool IsBoundaryWordUnit(uint16_t unit) {
  if (unit < 0x80) {
    char lower = static_cast<char>(unit | 0x20);
    return (lower >= 'a' && lower <= 'z') || (unit >= '0' && unit <= '9') || unit == '_';
  }
  return unit == 0x200C || unit == 0x200D || WordUnits().Contains(unit);
}

const UnitSet* NamedUnits(std::u16string_view name, bool ignore_case) {
  if (ignore_case && (name == u"Lu" || name == u"Ll" || name == u"Lt")) {
    static const UnitSet* cased = new UnitSet(SetOfCategories(U_GC_LU_MASK | U_GC_LL_MASK | U_GC_LT_MASK));
    return cased;
  }
  auto found = AllNamed().find(name);
  return found == AllNamed().end() ? nullptr : &found->second;
}

UnitSet CloseOverCase(const UnitSet& set) {
  std::vector<Range> ranges = set.ranges();
  const std::vector<Cased>& cased = AllCased();
  for (Range range : set.ranges()) {
    auto at = std::lower_bound(cased.begin(), cased.end(), range.first,
                               [](const Cased& c, uint16_t unit) { return c.unit < unit; });
    for (; at != cased.end() && at->unit <= range.last; ++at) {
      for (uint16_t other : at->others) ranges.push_back({other, other});
    }
  }
  return UnitSet(std::move(ranges));
}

}  // namespace idx::stdlib
