// Functions against known values, through the interpreter's entry. The values are .NET's, ICU's, and RFCs'.
#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <string>
#include <vector>

#include "base/value/calendar.h"
#include "base/value/case.h"
#include "base/value/date_format.h"
#include "base/value/number_format.h"
#include "base/value/utf.h"
#include "stdlib/registry/reference.h"
#include "stdlib/registry/registry.h"

namespace idx::stdlib {
namespace {

class Values : public testing::Test {
 protected:
  Values() {
    ctx_.arena = &arena_;
    ctx_.now = DateTime::Of(DaysOf(2024, 5, 6) * kTicksPerDay, DateTimeKind::kUtc);
    ctx_.Begin();
  }
  static Slot S(std::string_view s) {
    Text text(s);
    Slot slot;
    std::memcpy(&slot, &text, 16);
    return slot;
  }
  static Slot N(int64_t n) { return {static_cast<uint64_t>(n), 0, true}; }
  // The overload of this owner and name with exactly these parameter kinds (s text, i int, l long, e enum, c
  // char …).
  Slot Call(std::string_view owner, std::string_view name, std::string_view kinds, std::vector<Slot> args) {
    for (uint32_t id : FindFunctions(owner, name)) {
      const Row& row = Functions()[id];
      if (row.types.size() != kinds.size()) continue;
      bool match = true;
      for (size_t i = 0; i < kinds.size(); ++i) match = match && Letter(row.types[i].kind) == kinds[i];
      if (!match) continue;
      ctx_.Begin();
      Slot result;
      row.uniform(ctx_, args.data(), &result);
      return result;
    }
    ADD_FAILURE() << "no function " << owner << "." << name << " of " << kinds;
    return {};
  }
  std::string Str(const Slot& slot) {
    if (ctx_.failed()) return "error " + std::string(EvalErrorName(ctx_.error));
    if (!slot.present) return "null";
    Text text;
    std::memcpy(static_cast<void*>(&text), &slot, 16);
    return text.str();
  }
  std::string Iso(const Slot& slot) {
    if (ctx_.failed()) return "error " + std::string(EvalErrorName(ctx_.error));
    if (!slot.present) return "null";
    std::string out;
    AppendIso8601(out, DateTime{slot.lo});
    return out;
  }
  static char Letter(TypeKind kind) {
    switch (kind) {
      case TypeKind::kString:
        return 's';
      case TypeKind::kInt:
        return 'i';
      case TypeKind::kLong:
        return 'l';
      case TypeKind::kDouble:
        return 'd';
      case TypeKind::kChar:
        return 'c';
      case TypeKind::kEnum:
        return 'e';
      case TypeKind::kDateTime:
        return 't';
      case TypeKind::kBool:
        return 'b';
      default:
        return '?';
    }
  }

  Arena arena_;
  EvalContext ctx_;
};

TEST_F(Values, StringsOfDotNet) {
  EXPECT_EQ(Str(Call("string", "Substring", "sii", {S("Hello"), N(2), N(3)})), "llo");
  EXPECT_EQ(Str(Call("string", "Substring", "sii", {S("foo"), N(4), N(0)})),
            "error ArgumentOutOfRangeException");
  EXPECT_EQ(Str(Call("string", "Substring", "si", {S("foo"), N(3)})), "");
  EXPECT_EQ(Str(Call("string", "Replace", "sss", {S("111111"), S("111"), S("23")})), "2323");
  EXPECT_EQ(Str(Call("string", "Replace", "sss", {S("abc"), S(""), S("23")})), "error ArgumentException");
  EXPECT_EQ(Str(Call("string", "Remove", "si", {S("Hello"), N(5)})), "error ArgumentOutOfRangeException");
  EXPECT_EQ(Str(Call("string", "Remove", "sii", {S("Hello"), N(5), N(0)})), "Hello");
  EXPECT_EQ(Str(Call("string", "PadLeft", "sic", {S("Hello"), N(7), N('.')})), "..Hello");
  EXPECT_EQ(Str(Call("string", "Insert", "sis", {S("Hello"), N(-1), S("!")})),
            "error ArgumentOutOfRangeException");
  EXPECT_EQ(static_cast<int32_t>(Call("string", "IndexOf", "scii",
                                      {S("H\xC2\xAD"
                                         "ello"),
                                       N('e'), N(0), N(3)})
                                     .lo),
            2);
  EXPECT_EQ(static_cast<int32_t>(
                Call("string", "IndexOf", "scii", {S("\xF0\x90\x8F\xBF"), N(0xD800), N(0), N(1)}).lo),
            0);
  EXPECT_EQ(static_cast<int32_t>(Call("string", "LastIndexOf", "scii", {S("Hello"), N('l'), N(4), N(5)}).lo),
            3);
  EXPECT_EQ(static_cast<int32_t>(Call("string", "LastIndexOf", "scii", {S("Hello"), N('l'), N(1), N(0)}).lo),
            -1);
  Call("string", "LastIndexOf", "sse", {S("foo"), S("a"), N(4)});
  EXPECT_FALSE(ctx_.failed());
  Call("string", "LastIndexOf", "ssie", {S("foo"), S("a"), N(4), N(0)});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kArgumentOutOfRange);
  EXPECT_EQ(Str(Call("string", "Trim", "s",
                     {S(" \xC2\xA0"
                        "a b\xE3\x80\x80")})),
            "a b");
  EXPECT_EQ(Str(Call("string", "ToLower", "se", {S("HeLlO\xC4\xB0 WORLD"), N(1)})), "helloi world");
}

TEST_F(Values, SubstringsCutPairsAndJoinThem) {
  Slot high = Call("string", "Substring", "sii", {S("\xF0\x9F\x98\x80"), N(0), N(1)});
  EXPECT_EQ(Str(high), "\xED\xA0\xBD");
  Slot low = Call("string", "Substring", "si", {S("\xF0\x9F\x98\x80"), N(1)});
  EXPECT_EQ(Str(Call("string", "Concat", "ss", {high, low})), "\xF0\x9F\x98\x80");
}

TEST_F(Values, IdentityHelpers) {
  EXPECT_EQ(Str(Call("Str", "Word", "sis", {S("This,string!has&many separators"), N(3), S(",!&#")})), "has");
  EXPECT_EQ(Str(Call("Str", "Mid", "sii", {S("John Doe"), N(3), N(5)})), "hn Do");
  EXPECT_EQ(Str(Call("Str", "PCase", "s", {S("TEsT")})), "Test");
  EXPECT_EQ(Str(Call("Str", "Left", "sie", {S("ma"), N(4), N(1)})), "mamm");
  EXPECT_EQ(Str(Call("Str", "SubstringAfter", "ss", {S("john.doe@okta.com"), S("@")})), "okta.com");
  const char* marks[][2] = {{"ä", "a"}, {"Ǟ", "A"},       {"ł", "l"},  {"ȭ", "o"},
                            {"Ǖ", "U"}, {"S\u0331", "S"}, {"ß", "ss"}, {"ø", "oe"}};
  for (auto& row : marks) EXPECT_EQ(Str(Call("Str", "RemoveDiacritics", "s", {S(row[0])})), row[1]);
  EXPECT_EQ(Str(Call("Dn", "EscapeValue", "s", {S(std::string_view("f+o>o,b<a;r=\"\0\"", 15))})),
            "f\\+o\\>o\\,b\\<a\\;r\\=\\\"\\00\\\"");
  EXPECT_EQ(Call("Dn", "IsValid", "s", {S("-cn=foobar,ou=ae-dir")}).lo & 1, 0u);
  EXPECT_EQ(Call("Dn", "IsValid", "s", {S("cn=\\c3\\a4\\c3\\b6,o=\\c3\\bc")}).lo & 1, 1u);
  EXPECT_EQ(Str(Call("Dn", "ComponentRev", "sib", {S("cn=Test user, ou=Organisation"), N(1), N(0)})),
            "Organisation");
  EXPECT_EQ(Str(Call("Hash", "Sha1Hex", "s", {S("")})), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST_F(Values, DatesOfEntraAndLdap) {
  const char* parsed[][2] = {{"2013-01-10 4:00 PM -8", "2013-01-11T00:00:00Z"},
                             {"2012-03-16-07:00", "2012-03-16T07:00:00Z"},
                             {"8/25/2021 5:41:18 PM", "2021-08-25T17:41:18Z"}};
  for (auto& row : parsed) EXPECT_EQ(Iso(Call("Dates", "Parse", "s", {S(row[0])})), row[1]);
  Slot a = Call("Dates", "Parse", "s", {S("8/25/2021 5:41:18 PM")}),
       b = Call("Dates", "Parse", "s", {S("2012-03-16-07:00")});
  const std::pair<const char*, int64_t> spans[] = {{"m", -113}, {"yyyy", -9}, {"ww", -493}, {"d", -3449}};
  for (auto [interval, expected] : spans)
    EXPECT_EQ(static_cast<int64_t>(Call("Dates", "Diff", "stt", {S(interval), a, b}).lo), expected)
        << interval;
  const char* times[][2] = {{"201401020304.1+01", "2014-01-02T02:04:06Z"},
                            {"2014010203.0-01", "2014-01-02T04:00:00Z"},
                            {"20140102030405.2-01", "2014-01-02T04:04:05.2Z"},
                            {"2014010203-0130", "2014-01-02T04:30:00Z"},
                            {"0Z", "error FormatException"}};
  for (auto& row : times) EXPECT_EQ(Iso(Call("Dates", "ParseGeneralizedTime", "s", {S(row[0])})), row[1]);
}

TEST_F(Values, ParseExactOfDotNet) {
  const char* rows[][4] = {
      {"20150123105347.1Z", "yyyyMMddHHmmss.f'Z'", "0", "2015-01-23T10:53:47.1"},
      {"1", "' '%y", "1", "2001-01-01T00:00:00"},
      {"2017-10-11 01:23:45Z", "u", "1", "2017-10-11T01:23:45"},
      {"1234-05-06T07:00:00Z", "' 'yyyy-MM-dd'T'HH:mm:ssFFF'Z'", "1", "1234-05-06T07:00:00"},
      {"1", "%y' '", "2", "2001-01-01T00:00:00"},
      {"9/8/2017 10:11:12 AM", "M/d/yyyy HH':'mm':'ss tt'  '", "2", "2017-09-08T10:11:12"},
      {"1234-05-06T07:00:00.8Z", "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'\" \"", "2", "1234-05-06T07:00:00.8"},
      {"1234-05-06T07:00:00Z", "yyyy-MM-dd'T'HH:mm:ssFFF'Z''  '", "2", "1234-05-06T07:00:00"},
      {"9/ 8    /2017    10:11:12 AM       ", "M/d/yyyy HH':'mm':'ss tt'  '", "7", "2017-09-08T10:11:12"},
      {"   9   /8/2017       10:11:12 AM", "M/d/yyyy HH':'mm':'ss tt'  '", "7", "2017-09-08T10:11:12"},
      {"6/28/2004 13:00:00 AM", "M/d/yyyy HH':'mm':'ss tt", "0", "error FormatException"},
      {"99", "dd", "0", "error FormatException"},
      {"1", "MM", "0", "error FormatException"},
      {"Fep", "MMM", "0", "error FormatException"},
      {"123", "YY", "0", "error FormatException"},
      {"1", "ff", "0", "error FormatException"},
      {"PM", "ttt", "0", "error FormatException"},
      {"AAM", "tt", "0", "error FormatException"}};
  for (auto& row : rows) {
    EXPECT_EQ(Iso(Call("DateTime", "ParseExact", "ssee", {S(row[0]), S(row[1]), N(0), N(row[2][0] - '0')})),
              row[3])
        << row[0] << " by " << row[1];
  }
  EXPECT_EQ(Iso(Call("DateTime", "Parse", "se", {S("1234 12"), N(0)})), "1234-12-01T00:00:00");
  EXPECT_EQ(Iso(Call("DateTime", "Parse", "se", {S("1 1 1"), N(0)})), "2001-01-01T00:00:00");
}

TEST_F(Values, NumbersOfDotNet) {
  auto parse = [&](const char* s, int styles) {
    Slot slot = Call("int", "Parse", "se", {S(s), N(styles)});
    return ctx_.failed() ? std::string(EvalErrorName(ctx_.error))
                         : std::to_string(static_cast<int32_t>(slot.lo));
  };
  EXPECT_EQ(parse("abc", 515), "2748");
  EXPECT_EQ(parse("-1E2", 132), "-100");
  EXPECT_EQ(parse("  000000000  ", 3), "0");
  EXPECT_EQ(parse("65E10", 128), "OverflowException");
  EXPECT_EQ(parse("2147483649-", 8), "OverflowException");
  EXPECT_EQ(parse("123 +", 8), "FormatException");
  EXPECT_EQ(parse("   1   ", 1), "FormatException");
  EXPECT_EQ(parse("Garbage", 515), "FormatException");
  EXPECT_EQ(parse("- ", 7), "FormatException");
  auto format = [](double value, const char* text) {
    std::string out;
    return AppendDouble(out, value, text) == FormatResult::kOk ? out : "error";
  };
  const std::tuple<double, const char*, const char*> rows[] = {
      {1e16, "", "10000000000000000"},
      {1e17, "", "1E+17"},
      {1e15, "", "1000000000000000"},
      {123456789012345680.0, "", "1.2345678901234568E+17"},
      {0.0001, "", "0.0001"},
      {0.00001, "", "1E-05"},
      {-0.0, "", "-0"},
      {0.1, "R", "0.1"},
      {1234.5, "N1", "1,234.5"},
      {-1234.567, "F2", "-1234.57"},
      {0.256, "P1", "25.6 %"},
      {1234.5, "E2", "1.23E+003"},
      {1234.5678, "#,##0.00", "1,234.57"},
      {0, "0.00", "0.00"},
      {-5, "0;(0);zero", "(5)"},
      {0, "0;(0);zero", "zero"},
      {0.5, "0%", "50%"},
      {7, "000", "007"},
      {1.5, "Q", "error"},
      {1234567, "0,,", "1"},
      {12.3, "G2", "12"},
      {-1.5, "C",
       "(\xC2\xA4"
       "1.50)"}};
  for (auto [value, text, expected] : rows) EXPECT_EQ(format(value, text), expected) << value << " " << text;
}

// Each code point: ICU's simple mapping, but for the three that .NET's invariant mode keeps.
TEST(Casing, FollowsUnicodeForEveryCodePoint) {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    bool kept = code == 0x130 || code == 0x131 || code == 0x17F;
    ASSERT_TRUE(ToUpperSimple(code) ==
                (kept ? code : static_cast<char32_t>(u_toupper(static_cast<UChar32>(code)))))
        << static_cast<uint32_t>(code);
    ASSERT_TRUE(ToLowerSimple(code) ==
                (kept ? code : static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)))))
        << static_cast<uint32_t>(code);
  }
  EXPECT_TRUE(
      EqualsIgnoreCase("\xC3\xA9"
                       "A",
                       "\xC3\x89"
                       "a"));
  EXPECT_FALSE(EqualsIgnoreCase("i", "\xC4\xB1"));
}

// Days counted one by one.
TEST(Calendar, EveryDay) {
  int32_t year = 1, month = 1, day = 1;
  for (int32_t days = 0; days <= kMaxDateOnlyDays; ++days) {
    ASSERT_EQ(DaysOf(year, month, day), days);
    Civil civil = CivilOf(days);
    ASSERT_TRUE(civil.year == year && civil.month == month && civil.day == day) << days;
    if (++day > DaysInMonth(year, month)) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
  EXPECT_EQ(WeekdayOf(DaysOf(2024, 5, 6)), 1);
  EXPECT_EQ(DaysOf(1970, 1, 1), kUnixEpochDays);
}

// UTF-16 positions against ICU-free conversion to units.
TEST(Utf, PositionsAgreeWithUnits) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z\xED\xA0\xBD";
  std::u16string units = ToUtf16(text);
  ASSERT_EQ(Utf16Length(text), units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    Utf16Position at = FindUnit(text, i);
    EXPECT_EQ(UnitOf(DecodeAt(text, at.byte).code, at.split ? 1 : 0), units[i]) << i;
  }
  EXPECT_EQ(FromUtf16(units), text);
  EXPECT_TRUE(IsValidWtf8(text));
  EXPECT_FALSE(IsValidUtf8(text));
  EXPECT_FALSE(IsValidUtf8("\xC0\x80"));
}

TEST(Reference, TellsEveryFunction) {
  std::string page = ReferencePage(Functions());
  EXPECT_NE(page.find("### `string.Substring(int startIndex, int length) -> string`"), std::string::npos);
  EXPECT_NE(page.find("### `int.TryParse(string? s, out int result) -> bool`"), std::string::npos);
}

}  // namespace
}  // namespace idx::stdlib
