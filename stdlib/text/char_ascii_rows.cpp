// char.IsAscii… and IsBetween. Source: System.Char of .NET 7.
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

constexpr bool Within(uint16_t unit, char low, char high) { return unit >= low && unit <= high; }
constexpr bool IsDigit(uint16_t u) { return Within(u, '0', '9'); }
constexpr bool IsUpper(uint16_t u) { return Within(u, 'A', 'Z'); }
constexpr bool IsLower(uint16_t u) { return Within(u, 'a', 'z'); }
constexpr bool IsLetter(uint16_t u) { return IsUpper(u) || IsLower(u); }
constexpr bool IsLetterOrDigit(uint16_t u) { return IsLetter(u) || IsDigit(u); }
constexpr bool IsHexUpper(uint16_t u) { return IsDigit(u) || Within(u, 'A', 'F'); }
constexpr bool IsHexLower(uint16_t u) { return IsDigit(u) || Within(u, 'a', 'f'); }
constexpr bool IsHex(uint16_t u) { return IsHexUpper(u) || IsHexLower(u); }
constexpr bool IsAny(uint16_t u) { return u < 0x80; }

template <bool (*kIs)(uint16_t)>
bool Is(EvalContext&, Char c) {
  return kIs(c.unit);
}
bool IsBetween(EvalContext&, Char c, Char low, Char high) {
  return c.unit >= low.unit && c.unit <= high.unit;
}
bool Equals(EvalContext&, Char c, Char value) { return c == value; }

}  // namespace

std::vector<Row> CharAsciiRows() {
  constexpr std::string_view o = "char";
  return {
      Static<Is<IsAny>>(o, {"IsAscii", "c", "True below U+0080.", "char.IsAscii('é')", "false"}),
      Static<Is<IsDigit>>(o, {"IsAsciiDigit", "c", "True for 0 to 9.", "char.IsAsciiDigit('7')", "true"}),
      Static<Is<IsLetter>>(
          o, {"IsAsciiLetter", "c", "True for A to Z and a to z.", "char.IsAsciiLetter('é')", "false"}),
      Static<Is<IsUpper>>(
          o, {"IsAsciiLetterUpper", "c", "True for A to Z.", "char.IsAsciiLetterUpper('a')", "false"}),
      Static<Is<IsLower>>(
          o, {"IsAsciiLetterLower", "c", "True for a to z.", "char.IsAsciiLetterLower('a')", "true"}),
      Static<Is<IsLetterOrDigit>>(o, {"IsAsciiLetterOrDigit", "c", "True for A to Z, a to z and 0 to 9.",
                                      "char.IsAsciiLetterOrDigit('_')", "false"}),
      Static<Is<IsHex>>(o, {"IsAsciiHexDigit", "c", "True for 0 to 9, A to F and a to f.",
                            "char.IsAsciiHexDigit('g')", "false"}),
      Static<Is<IsHexUpper>>(o, {"IsAsciiHexDigitUpper", "c", "True for 0 to 9 and A to F.",
                                 "char.IsAsciiHexDigitUpper('a')", "false"}),
      Static<Is<IsHexLower>>(o, {"IsAsciiHexDigitLower", "c", "True for 0 to 9 and a to f.",
                                 "char.IsAsciiHexDigitLower('a')", "true"}),
      Static<IsBetween>(o, {"IsBetween", "c, minInclusive, maxInclusive", "True within the two characters.",
                            "char.IsBetween('c', 'a', 'f')", "true"}),
      Method<Equals>(o, {"Equals", "c, obj", "The same UTF-16 unit.", "'a'.Equals('b')", "false"}),
  };
}

}  // namespace idx::stdlib
