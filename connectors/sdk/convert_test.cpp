#include "connectors/sdk/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sdk/connector.h"
#include "connectors/sdk/known_records.h"
#include "connectors/sdk/options.h"
#include "connectors/sdk/planned_changes.h"
#include "connectors/sdk/spelling.h"

namespace idx::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConvertTest : public ::testing::Test {
 protected:
  std::vector<EnumType> enums_ = {{"Class", {{"Staff", 1}, {"Student", 7}}}};
  ConvertOptions options_;

  // The canonical form of `text` as a value of this type; "null"; or "! complaint".
  std::string Convert(TypeKind kind, std::string_view text, bool keep_empty = false) {
    Attribute attribute;
    attribute.name = "x";
    attribute.type = kind;
    attribute.enum_id = 0;
    attribute.keep_empty = keep_empty;
    ObjectType type{"App", "User", "t", {attribute}, 0};
    BatchBuilder rows(type, 1);
    uint32_t row = rows.AddRow();
    Converter converter(type, enums_, options_);
    if (Complaint why = converter.SetScalar(rows, row, 0, text); !why.empty()) return "! " + why;
    std::vector<std::string> values = FormatValue(type, enums_, rows.batch(), 0, row);
    return values.empty() ? "null" : values[0];
  }
  bool Refused(TypeKind kind, std::string_view text) { return Convert(kind, text).starts_with("! "); }

  std::vector<std::string> ConvertMulti(TypeKind kind, const std::vector<std::string_view>& texts,
                                        bool ordered) {
    Attribute attribute;
    attribute.name = "x";
    attribute.type = kind;
    attribute.multi = true;
    attribute.ordered = ordered;
    ObjectType type{"App", "User", "t", {attribute}, -1};
    BatchBuilder rows(type, 1);
    uint32_t row = rows.AddRow();
    Converter converter(type, enums_, options_);
    if (Complaint why = converter.SetMulti(rows, row, 0, texts); !why.empty()) return {"! " + why};
    return FormatValue(type, enums_, rows.batch(), 0, row);
  }
};

TEST_F(ConvertTest, ReadsEachType) {
  EXPECT_EQ(Convert(TypeKind::kBool, "TRUE"), "true");
  EXPECT_EQ(Convert(TypeKind::kBool, "0"), "false");
  EXPECT_EQ(Convert(TypeKind::kInt, " -2147483648 "), "-2147483648");
  EXPECT_EQ(Convert(TypeKind::kInt, "+7"), "7");
  EXPECT_EQ(Convert(TypeKind::kLong, "9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(Convert(TypeKind::kDouble, "1e3"), "1000");
  EXPECT_EQ(Convert(TypeKind::kDouble, "0.1"), "0.1");
  EXPECT_EQ(Convert(TypeKind::kChar, "é"), "é");
  EXPECT_EQ(Convert(TypeKind::kChar, " "), " ");
  EXPECT_EQ(Convert(TypeKind::kString, " kept "), " kept ");
  EXPECT_EQ(Convert(TypeKind::kDateTime, "2026-06-30T12:00:00.1234567+02:00"), "2026-06-30T10:00:00.123456Z");
  EXPECT_EQ(Convert(TypeKind::kDateTime, "0001-01-01T00:00:00.0000019Z"), "0001-01-01T00:00:00.000001Z");
  EXPECT_EQ(Convert(TypeKind::kDateOnly, "2024-02-29"), "2024-02-29");
  EXPECT_EQ(Convert(TypeKind::kTimeSpan, "-1.02:03:04.5"), "-1.02:03:04.5000000");
  EXPECT_EQ(Convert(TypeKind::kTimeSpan, "12:30"), "12:30:00");
  EXPECT_EQ(Convert(TypeKind::kGuid, "{01234567-89AB-cdef-0123-456789abcdef}"),
            "01234567-89ab-cdef-0123-456789abcdef");
  EXPECT_EQ(Convert(TypeKind::kDecimal, " 1234.50 "), "1234.50");
  EXPECT_EQ(Convert(TypeKind::kDecimal, "-0.10"), "-0.10");
  EXPECT_EQ(Convert(TypeKind::kEnum, "Student"), "Student");
  EXPECT_EQ(Convert(TypeKind::kEnum, "7"), "Student");
}

TEST_F(ConvertTest, RefusesWhatIsNotExactlyTheType) {
  for (std::string_view text : {"yes", "t", "2", "truee"})
    EXPECT_TRUE(Refused(TypeKind::kBool, text)) << text;
  for (std::string_view text : {"1.0", "2147483648", "0x1", "1 2", "--1", "+-1", "1e3", "-"})
    EXPECT_TRUE(Refused(TypeKind::kInt, text)) << text;
  EXPECT_TRUE(Refused(TypeKind::kLong, "9223372036854775808"));
  for (std::string_view text : {"NaN", "inf", "-Infinity", "1e999", "0x1p3", "1,5"})
    EXPECT_TRUE(Refused(TypeKind::kDouble, text)) << text;
  for (std::string_view text :
       {"1,5", "1e3", "0x1", "1 2", "", "79228162514264337593543950336", "NaN", "1.", "."})
    EXPECT_EQ(Refused(TypeKind::kDecimal, text), !text.empty() && text != "1.") << text;
  for (std::string_view text : {"ab", "\xF0\x9F\x98\x80", "\xC3", "\xC0\x80", "\xED\xA0\x80"})
    EXPECT_TRUE(Refused(TypeKind::kChar, text)) << text;
  for (std::string_view text :
       {"2023-02-29", "2024-2-29", "24-02-29", "2024-02-29T00:00", "2024/02/29", "0000-01-01"})
    EXPECT_TRUE(Refused(TypeKind::kDateOnly, text)) << text;
  for (std::string_view text : {"tomorrow", "2026-06-30T25:00", "20260630"})
    EXPECT_TRUE(Refused(TypeKind::kDateTime, text)) << text;
  for (std::string_view text :
       {"1", "24:00", "1:60", "1:00:60", "1:00:00.", "1:00:00.12345678", "1.24:00", "a"})
    EXPECT_TRUE(Refused(TypeKind::kTimeSpan, text)) << text;
  for (std::string_view text : {"0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdeg",
                                "{01234567-89ab-cdef-0123-456789abcdef"})
    EXPECT_TRUE(Refused(TypeKind::kGuid, text)) << text;
  for (std::string_view text : {"staff", "2", ""})
    EXPECT_EQ(Refused(TypeKind::kEnum, text), !text.empty()) << text;
}

TEST_F(ConvertTest, RefusesWhatIsNoText) {
  for (std::string_view text : {"\x80", "a\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                                "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5", "12345678\xFF"})
    EXPECT_TRUE(Refused(TypeKind::kString, text)) << text;
  EXPECT_TRUE(Refused(TypeKind::kString, std::string_view("a\0b", 3)));
  EXPECT_TRUE(Refused(TypeKind::kString, std::string_view("1234567\0", 8)));
  for (std::string_view text :
       {"\xC2\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "12345678é", "\x7F\x01"})
    EXPECT_EQ(Convert(TypeKind::kString, text), text);
}

TEST_F(ConvertTest, EmptyIsNullUnlessKept) {
  EXPECT_EQ(Convert(TypeKind::kString, ""), "null");
  EXPECT_EQ(Convert(TypeKind::kString, "", true), "");
  EXPECT_EQ(Convert(TypeKind::kInt, "  "), "null");
  EXPECT_EQ(Convert(TypeKind::kInt, "", true), "null");
}

TEST_F(ConvertTest, BytesAreBase64) {
  EXPECT_EQ(Convert(TypeKind::kByte, "AP8H"), "AP8H");
  EXPECT_EQ(Convert(TypeKind::kByte, " AP8H\r\nAP8H\n\tAP8HAA== "), "AP8HAP8HAP8HAA==");
  EXPECT_EQ(Convert(TypeKind::kByte, ""), "null");
  EXPECT_EQ(Convert(TypeKind::kByte, " \n"), "null");
  EXPECT_EQ(Convert(TypeKind::kByte, "", true), "");
  for (std::string_view text : {"AP8", "AP8H=", "A===", "AP8*", "AP9=", "AP8_",
                                "\xC3\xA9"
                                "AA"})
    EXPECT_TRUE(Refused(TypeKind::kByte, text)) << text;
  EXPECT_EQ(Convert(TypeKind::kByte, "AP8"), "! x is \"AP8\", which is not base64");
  Attribute attribute;
  attribute.type = TypeKind::kByte;
  EXPECT_EQ(Respell(attribute, options_, "AP8H"), "AP8H");
}

TEST_F(ConvertTest, RawBytesAreAsTheyAre) {
  options_.raw_bytes = true;
  EXPECT_EQ(Convert(TypeKind::kByte, std::string_view("\0\xFF\a", 3)), "AP8H");
  EXPECT_EQ(Convert(TypeKind::kByte, " \n"), "IAo=");
  EXPECT_EQ(Convert(TypeKind::kByte, ""), "null");
  EXPECT_EQ(Convert(TypeKind::kByte, "", true), "");
  Attribute attribute;
  attribute.type = TypeKind::kByte;
  EXPECT_EQ(Respell(attribute, options_, "AP8H"), std::string("\0\xFF\a", 3));
  EXPECT_EQ(Respell(attribute, options_, ""), "");
}

TEST_F(ConvertTest, ReadsAndWritesByPattern) {
  options_ = {"d.M.yyyy", "yyyyMMddHHmmssZ"};
  EXPECT_EQ(Convert(TypeKind::kDateOnly, "9.12.1999"), "1999-12-09");
  EXPECT_TRUE(Refused(TypeKind::kDateOnly, "1999-12-09"));
  EXPECT_EQ(Convert(TypeKind::kDateTime, "20260630120001Z"), "2026-06-30T12:00:01Z");
  EXPECT_TRUE(Refused(TypeKind::kDateTime, "20260630120001"));
  Attribute attribute;
  attribute.type = TypeKind::kDateOnly;
  EXPECT_EQ(Respell(attribute, options_, "1999-12-09"), "9.12.1999");
  attribute.type = TypeKind::kDateTime;
  EXPECT_EQ(Respell(attribute, options_, "2026-06-30T12:00:01Z"), "20260630120001Z");
  EXPECT_EQ(Respell(attribute, {}, "2026-06-30T12:00:01Z"), "2026-06-30T12:00:01Z");
  DateTime time;
  EXPECT_TRUE(ParseByPattern("01/02/29 fff", "dd/MM/yy xxx", time) == false);
  EXPECT_TRUE(ParseByPattern("01/02/29", "dd/MM/yy", time));
  EXPECT_EQ(FormatByPattern(time, "yyyy"), "2029");
  EXPECT_TRUE(ParseByPattern("01/02/30 5", "dd/MM/yy f", time));
  EXPECT_EQ(FormatByPattern(time, "yyyy-MM-dd fff"), "1930-02-01 500");
  for (const char* bad : {"", "dd/MM", "yyyy-MM-dd hh", "yyyyMMddyyyy", "yyy-MM-dd", "MMM d yyyy"})
    EXPECT_NE(PatternComplaint(bad), "") << bad;
  for (const char* good : {"yyyy-MM-dd", "d.M.yy", "yyyyMMddHHmmss.fZ"})
    EXPECT_EQ(PatternComplaint(good), "") << good;
}

TEST_F(ConvertTest, AListIsASetInCanonicalOrder) {
  EXPECT_THAT(ConvertMulti(TypeKind::kString, {"b", "", "a", "b", "A"}, false), ElementsAre("A", "a", "b"));
  EXPECT_THAT(ConvertMulti(TypeKind::kString, {"b", "", "a", "b"}, true), ElementsAre("b", "a", "b"));
  // By UTF-16 unit: U+1F600 (D83D…) before U+FF5E.
  EXPECT_THAT(ConvertMulti(TypeKind::kString, {"\xEF\xBD\x9E", "\xF0\x9F\x98\x80"}, false),
              ElementsAre("\xF0\x9F\x98\x80", "\xEF\xBD\x9E"));
  EXPECT_THAT(ConvertMulti(TypeKind::kLong, {"10", "9", "9"}, false), ElementsAre("9", "10"));
  EXPECT_THAT(ConvertMulti(TypeKind::kLong, {}, false), IsEmpty());
  EXPECT_THAT(ConvertMulti(TypeKind::kLong, {"1", "x"}, false), ElementsAre(HasSubstr("whole number")));
  EXPECT_THAT(ConvertMulti(TypeKind::kBool, {"true", "false", "1"}, false), ElementsAre("false", "true"));
}

TEST(Sample, ShowsNoControlCharacters) {
  EXPECT_EQ(SampleOf("a\x1B[31m\n\xFFé"), "a?[31m??é");
  EXPECT_LE(SampleOf(std::string(500, 'x')).size(), kMaxSample);
}

TEST(KnownRecords, GivesEachOutOnce) {
  auto digest = [](uint64_t i) { return Digest{i, i}; };
  std::vector<Digest> known;
  for (uint64_t i = 0; i < 100; ++i) known.push_back(digest(i));
  known.push_back(digest(5));
  KnownRecords records(known);
  EXPECT_EQ(records.Find(digest(0)), 0);
  EXPECT_EQ(records.Find(digest(0)), -1);
  EXPECT_EQ(records.Find(digest(90)), 90);
  EXPECT_EQ(records.Find(digest(3)), 3);
  EXPECT_EQ(records.Find(digest(777)), -1);
  int64_t one = records.Find(digest(5));
  int64_t two = records.Find(digest(5));
  EXPECT_EQ(one + two, 5 + 100);
  EXPECT_EQ(records.Find(digest(5)), -1);
  EXPECT_EQ(KnownRecords({}).Find(digest(1)), -1);
}

TEST(Options, NamePlaceAndChoices) {
  Options options;
  options.Set("n", "12x", "a.xml:1:2");
  options.Set("flag", "yes");
  options.Set("empty", "");
  EXPECT_THAT(options.Number("n", 1, 0, 20).error().message, HasSubstr("a.xml:1:2"));
  EXPECT_EQ(options.Number("none", 1, 0, 20).value(), 1);
  EXPECT_FALSE(options.Flag("flag", true).ok());
  EXPECT_FALSE(options.Required("empty").ok());
  EXPECT_TRUE(options.Flag("empty", true).value());
  EXPECT_THAT(options.OnlyKnown({"n", "empty"}).error().message, HasSubstr("flag"));
  options.set_base_folder("/conf");
  EXPECT_EQ(options.ResolvePath("data/x.csv"), "/conf/data/x.csv");
  EXPECT_EQ(options.ResolvePath("/x.csv"), "/x.csv");
}

}  // namespace
}  // namespace idx::connectors
