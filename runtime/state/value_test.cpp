#include "runtime/state/value.h"

#include <gtest/gtest.h>

#include "base/value/decimal.h"

namespace idx::runtime {
namespace {

Attribute Of(TypeKind type, Equality equality = Equality::kExact, bool multi = false) {
  Attribute attribute{"a", "a", "a_a", type};
  attribute.equality = equality;
  attribute.multi = multi;
  return attribute;
}

bool SameTexts2(Equality equality, std::string_view a, std::string_view b) {
  Text left(a), right(b);
  return SameValue(Of(TypeKind::kString, equality), &left, &right);
}

TEST(Value, EqualityIsTheAttributes) {
  EXPECT_FALSE(SameTexts2(Equality::kExact, "a", "A"));
  EXPECT_TRUE(SameTexts2(Equality::kIgnoreCase, "Ásta", "ÁSTA"));
  EXPECT_TRUE(SameTexts2(Equality::kDn, "CN=a b, OU = x", "cn=A b,ou=x"));
  EXPECT_FALSE(SameTexts2(Equality::kDn, "cn=ab", "cn=a b"));
  EXPECT_TRUE(SameTexts2(Equality::kNumber, "007", "7.0"));
  EXPECT_TRUE(SameTexts2(Equality::kNumber, "-0.50", "-.5"));
  EXPECT_FALSE(SameTexts2(Equality::kNumber, "7", "-7"));
  EXPECT_FALSE(SameTexts2(Equality::kNumber, "7x", "07x"));
  Text text(std::string_view("x"));
  EXPECT_FALSE(SameValue(Of(TypeKind::kString), &text, nullptr));
  EXPECT_TRUE(SameValue(Of(TypeKind::kString), nullptr, nullptr));
}

TEST(Value, DecimalsAreEqualWhateverTheirScale) {
  auto decimal = [](std::string_view text) {
    Decimal value;
    EXPECT_EQ(ParseDecimal(text, number_styles::kFloat, value), ParseResult::kOk);
    return value;
  };
  Attribute attribute = Of(TypeKind::kDecimal);
  Decimal one = decimal("1.0"), same = decimal("1.00"), other = decimal("-1.0");
  EXPECT_TRUE(SameValue(attribute, &one, &same));
  EXPECT_FALSE(SameValue(attribute, &one, &other));
  EXPECT_EQ(HashValue(TypeKind::kDecimal, &one, false), HashValue(TypeKind::kDecimal, &same, false));
  EXPECT_NE(HashValue(TypeKind::kDecimal, &one, false), HashValue(TypeKind::kDecimal, &other, false));
  EXPECT_TRUE(SameTexts(attribute, {"1.50"}, {"1.5"}));
  EXPECT_FALSE(SameTexts(attribute, {"1.50"}, {"1.05"}));
}

TEST(Value, SetsHaveNoOrderUnlessOrdered) {
  Text forward[] = {Text("a"), Text("b")}, back[] = {Text("b"), Text("a")}, twice[] = {Text("a"), Text("a")};
  ListView a{forward, 2, 0}, b{back, 2, 0}, c{twice, 2, 0};
  Attribute set = Of(TypeKind::kString, Equality::kExact, true);
  EXPECT_TRUE(SameValue(set, &a, &b));
  EXPECT_FALSE(SameValue(set, &a, &c));
  set.ordered = true;
  EXPECT_FALSE(SameValue(set, &a, &b));
}

TEST(Value, EmptyTextIsNullAtTheBorder) {
  Text empty("");
  Attribute attribute = Of(TypeKind::kString);
  EXPECT_EQ(AtBorder(attribute, &empty), nullptr);
  attribute.keep_empty = true;
  EXPECT_EQ(AtBorder(attribute, &empty), &empty);
}

ListView BytesOf(std::string_view bytes) { return {bytes.data(), static_cast<uint32_t>(bytes.size()), 0}; }

TEST(Value, BytesAreOneValue) {
  Attribute attribute = Of(TypeKind::kByte);
  ListView a = BytesOf("ab"), same = BytesOf(std::string_view("xab").substr(1)), turned = BytesOf("ba"),
           longer = BytesOf("abc"), empty = BytesOf("");
  EXPECT_TRUE(SameValue(attribute, &a, &same));
  EXPECT_FALSE(SameValue(attribute, &a, &turned));
  EXPECT_FALSE(SameValue(attribute, &a, &longer));
  EXPECT_FALSE(SameValue(attribute, &empty, nullptr));
  EXPECT_TRUE(SameTexts(attribute, {"YWI="}, {"YWI="}));
  EXPECT_FALSE(SameTexts(attribute, {"YWI="}, {"ywi="}));
  EXPECT_TRUE(IsStorable(attribute, &a));
  EXPECT_EQ(AtBorder(attribute, &empty), nullptr);
  EXPECT_EQ(AtBorder(attribute, &a), &a);
  attribute.keep_empty = true;
  EXPECT_EQ(AtBorder(attribute, &empty), &empty);
  ListView null = ListView::Null();
  EXPECT_EQ(AtBorder(attribute, &null), nullptr);
}

TEST(Value, BytesAreCopiedAndMayBeNullOrEmpty) {
  ObjectType type{"A", "T", "t", {Of(TypeKind::kByte)}};
  const Attribute& attribute = type.attributes[0];
  BatchBuilder rows(type, 3);
  std::string passing("\0\xFF", 2);
  ListView bytes = BytesOf(passing), empty = BytesOf("");
  for (const ListView* value : std::initializer_list<const ListView*>{&bytes, nullptr, &empty})
    StoreValue(attribute, value, rows, 0, rows.AddRow());
  passing.assign("##");
  auto texts = [&](uint32_t row) {
    return TextsOf({}, type, 0, ValueAt(attribute, rows.batch().columns[0], row));
  };
  EXPECT_EQ(texts(0), std::vector<std::string>{"AP8="});
  EXPECT_EQ(texts(1), std::vector<std::string>{});
  EXPECT_EQ(texts(2), std::vector<std::string>{""});
}

TEST(Value, WhatIsNoUnicodeIsNotStorable) {
  Text lone("\xED\xA0\x80"), zero(std::string_view("a\0b", 3)), fine("Ásta");
  EXPECT_FALSE(IsStorable(Of(TypeKind::kString), &lone));
  EXPECT_FALSE(IsStorable(Of(TypeKind::kString), &zero));
  EXPECT_TRUE(IsStorable(Of(TypeKind::kString), &fine));
}

TEST(Value, StoredValuesAreCopiesCutToMicroseconds) {
  ObjectType type{
      "A",
      "T",
      "t",
      {Of(TypeKind::kString), Of(TypeKind::kDateTime), Of(TypeKind::kString, Equality::kExact, true)}};
  BatchBuilder rows(type, 4);
  uint32_t row = rows.AddRow();
  std::string passing = "a text that is longer than twelve bytes";
  Text text(passing), elements[] = {Text(passing)};
  DateTime time = DateTime::Of(1234567, DateTimeKind::kUnspecified);
  ListView list{elements, 1, 0};
  StoreValue(type.attributes[0], &text, rows, 0, row);
  StoreValue(type.attributes[1], &time, rows, 1, row);
  StoreValue(type.attributes[2], &list, rows, 2, row);
  std::string expected = passing;
  passing.assign(passing.size(), '#');
  Batch batch = rows.batch();
  EXPECT_EQ(batch.columns[0].At<Text>(row).view(), expected);
  EXPECT_EQ(batch.columns[1].At<DateTime>(row).bits, DateTime::Of(1234560, DateTimeKind::kUtc).bits);
  EXPECT_EQ(batch.columns[2].At<ListView>(row).begin_of<Text>()[0].view(), expected);
  StoreValue(type.attributes[0], nullptr, rows, 0, row);
  EXPECT_EQ(ValueAt(type.attributes[0], rows.batch().columns[0], row), nullptr);
}

TEST(Value, FoldedKeysHashEqual) {
  Text a("Ásta"), b("áSTA");
  EXPECT_EQ(HashValue(TypeKind::kString, &a, true), HashValue(TypeKind::kString, &b, true));
  EXPECT_NE(HashValue(TypeKind::kString, &a, false), HashValue(TypeKind::kString, &b, false));
}

}  // namespace
}  // namespace idx::runtime
