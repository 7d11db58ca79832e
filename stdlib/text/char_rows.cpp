// char.*: classes and casing of one UTF-16 unit.
#include <unicode/uchar.h>

#include "base/value/case.h"
#include "base/value/utf.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

uint32_t Category(Char c) { return U_GET_GC_MASK(static_cast<UChar32>(c.unit)); }
bool IsDigit(EvalContext&, Char c) { return (Category(c) & U_GC_ND_MASK) != 0; }
bool IsLetter(EvalContext&, Char c) { return (Category(c) & U_GC_L_MASK) != 0; }
bool IsLetterOrDigit(EvalContext&, Char c) { return (Category(c) & (U_GC_L_MASK | U_GC_ND_MASK)) != 0; }
bool IsUpper(EvalContext&, Char c) { return (Category(c) & U_GC_LU_MASK) != 0; }
bool IsLower(EvalContext&, Char c) { return (Category(c) & U_GC_LL_MASK) != 0; }
bool IsPunctuation(EvalContext&, Char c) { return (Category(c) & U_GC_P_MASK) != 0; }
bool IsWhite(EvalContext&, Char c) { return IsWhiteSpace(c.unit); }
Char ToUpper(EvalContext&, Char c) { return {static_cast<uint16_t>(ToUpperSimple(c.unit))}; }
Char ToLower(EvalContext&, Char c) { return {static_cast<uint16_t>(ToLowerSimple(c.unit))}; }

}  // namespace

std::vector<Row> CharRows() {
  constexpr std::string_view o = "char";
  return {
      Static<IsDigit>(
          o, {"IsDigit", "c", "True for decimal digits of any script.", "char.IsDigit('7')", "true"}),
      Static<IsLetter>(o, {"IsLetter", "c", "True for letters.", "char.IsLetter('a')", "true"}),
      Static<IsLetterOrDigit>(o, {"IsLetterOrDigit", "c", "True for letters and decimal digits.",
                                  "char.IsLetterOrDigit('-')", "false"}),
      Static<IsUpper>(o, {"IsUpper", "c", "True for upper-case letters.", "char.IsUpper('a')", "false"}),
      Static<IsLower>(o, {"IsLower", "c", "True for lower-case letters.", "char.IsLower('a')", "true"}),
      Static<IsPunctuation>(
          o, {"IsPunctuation", "c", "True for punctuation.", "char.IsPunctuation('!')", "true"}),
      Static<IsWhite>(o, {"IsWhiteSpace", "c", "True for white space.", "char.IsWhiteSpace(' ')", "true"}),
      Static<ToUpper>(o, {"ToUpper", "c", "Upper-cased, invariant.", "char.ToUpper('a')", R"("A")"}),
      Static<ToUpper>(
          o, {"ToUpperInvariant", "c", "Upper-cased, invariant.", "char.ToUpperInvariant('a')", R"("A")"}),
      Static<ToLower>(o, {"ToLower", "c", "Lower-cased, invariant.", "char.ToLower('A')", R"("a")"}),
      Static<ToLower>(
          o, {"ToLowerInvariant", "c", "Lower-cased, invariant.", "char.ToLowerInvariant('A')", R"("a")"}),
  };
}

}  // namespace idx::stdlib
