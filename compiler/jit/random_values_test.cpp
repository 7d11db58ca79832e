// Texts and numbers of random programs: the edges of each type, and what lies between them.
#include <bit>
#include <limits>

#include "compiler/jit/random_tree.h"

namespace idx::compiler::typed {

std::string RandomTree::RandomText() {
  // Often the same: what is equal, empty, or just too long to lie in a Text itself.
  if (Chance(25)) return Chance(50) ? "" : "thirteen byte";
  static const std::string kTexts[] = {"",
                                       "a",
                                       "Z",
                                       " ",
                                       "-",
                                       "0",
                                       "42",
                                       "ada",
                                       "Ada Lovelace",
                                       "  padded  ",
                                       "twelve bytes",
                                       "thirteen byte",
                                       "SMTP:ada@example.com",
                                       "\xC3\xA9t\xC3\xA9",
                                       "Stra\xC3\x9F"
                                       "e",
                                       "\xC3\x9C"
                                       "ber-L\xC3\xA4nge mit mehr als zw\xC3\xB6lf",
                                       "\xF0\x9F\x98\x80",
                                       "x\xF0\x9F\x98\x80y\xF0\x9F\x98\x80z long enough",
                                       "\xED\xA0\x80",
                                       "\xED\xB0\x80",
                                       "\xED\xB0\x81 low half first, a longer text",
                                       "a longer text and a high half \xED\xA0\xBD",
                                       "lone \xED\xB0\x80 half in a longer text",
                                       "a,b,,c",
                                       "{0}",
                                       "\xE1\xBA\x9E",
                                       "\xC4\xB0",
                                       "1e5",
                                       "true",
                                       "2024-02-29",
                                       "\t\n"};
  if (Chance(60)) return kTexts[Below(std::size(kTexts))];
  if (Chance(75)) {  // letters of all lengths
    static const std::string kLetters[] = {"a",
                                           "B",
                                           "z",
                                           "Z",
                                           " ",
                                           "-",
                                           "S",
                                           "\xC3\xBC",
                                           "\xC3\x89",
                                           "\xC5\x81",
                                           "\xC8\xBA",
                                           "\xE2\x82\xAC",
                                           "\xF0\x9F\x98\x80",
                                           "\xED\xA0\x80",
                                           "\xC2",
                                           "SMTP:"};
    std::string text;
    uint32_t kinds = Chance(50) ? 7 : Chance(60) ? 11 : 16;
    for (uint32_t i = Below(40); i > 0; --i) text += kLetters[Below(kinds)];
    return text;
  }
  return std::string(Below(300), static_cast<char>('a' + Below(26)));
}

uint64_t RandomTree::RandomBits(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return Below(2);
    case TypeKind::kEnum:
      return Below(6);
    case TypeKind::kDecimal:  // flags and the highest digits
      return (uint64_t{Below(3)} << 32) | (Below(29) << 16) | (Chance(30) ? 0x80000000u : 0);
    case TypeKind::kChar: {
      static const uint16_t kUnits[] = {'a', 'Z', ' ', '-', 0xE9, 0xD83D, 0xDE00, 0x130, 0, 0xFFFF, '0'};
      return kUnits[Below(std::size(kUnits))];
    }
    case TypeKind::kInt: {
      static const int32_t kInts[] = {0,
                                      1,
                                      -1,
                                      2,
                                      3,
                                      5,
                                      7,
                                      10,
                                      31,
                                      32,
                                      33,
                                      64,
                                      100,
                                      -5,
                                      65536,
                                      std::numeric_limits<int32_t>::max(),
                                      std::numeric_limits<int32_t>::min()};
      return static_cast<uint32_t>(kInts[Below(std::size(kInts))]);
    }
    case TypeKind::kDateOnly:
      return Below(4) == 0 ? 0 : Below(kMaxDateOnlyDays);
    case TypeKind::kLong: {
      static const int64_t kLongs[] = {0,
                                       1,
                                       -1,
                                       2,
                                       9,
                                       63,
                                       64,
                                       -100,
                                       1LL << 31,
                                       1LL << 32,
                                       1LL << 53,
                                       std::numeric_limits<int64_t>::max(),
                                       std::numeric_limits<int64_t>::min()};
      return static_cast<uint64_t>(kLongs[Below(std::size(kLongs))]);
    }
    case TypeKind::kTimeSpan:
      return static_cast<uint64_t>(static_cast<int64_t>(random_() % (2000 * kTicksPerDay)) -
                                   1000 * kTicksPerDay);
    case TypeKind::kDateTime:
      return DateTime::Of(static_cast<int64_t>(random_() % kMaxDateTimeTicks),
                          Chance(50) ? DateTimeKind::kUtc : DateTimeKind::kUnspecified)
          .bits;
    case TypeKind::kDouble: {
      static const double kDoubles[] = {0.0,
                                        -0.0,
                                        1.0,
                                        -1.5,
                                        0.5,
                                        3.999,
                                        1e9,
                                        2147483647.0,
                                        2147483648.0,
                                        -2147483648.9,
                                        -2147483649.0,
                                        9.3e18,
                                        -9.3e18,
                                        65535.5,
                                        -0.5,
                                        1e308,
                                        std::numeric_limits<double>::infinity(),
                                        -std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::quiet_NaN(),
                                        5e-324};
      return std::bit_cast<uint64_t>(kDoubles[Below(std::size(kDoubles))]);
    }
    default:
      return Chance(30) ? 0 : random_();
  }
}

}  // namespace idx::compiler::typed
