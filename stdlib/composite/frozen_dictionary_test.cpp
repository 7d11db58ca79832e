#include "stdlib/composite/frozen_dictionary.h"

#include "stdlib/composite/composite_testing.h"

namespace idx::stdlib {
namespace {

class FrozenDictionaryTest : public CompositeTest {
 protected:
  static TextPairs Pairs(std::initializer_list<const char*> texts) {
    TextPairs pairs;
    for (const char* text : texts) pairs.Add(text);
    return pairs;
  }
  const ValueType text_ = Kind(TypeKind::kString);
  const ValueType maybe_ = Kind(TypeKind::kString, true);
  const ValueType type_ = MapType(text_, text_);
  std::string Find(const FrozenDictionary& table, const Slot& key) {
    return Show(maybe_, Call(Operation::kMapFind, type_, {table.value(), key}));
  }
};

TEST_F(FrozenDictionaryTest, FindsWhatIsThere) {
  auto table = FrozenDictionary::Make(
      Pairs({"a", "1", "a longer key than fits", "a longer value, too", "c", ""}), false);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(Find(*table, S("a")), "1");
  EXPECT_EQ(Find(*table, S("a longer key than fits")), "a longer value, too");
  EXPECT_EQ(Find(*table, S("c")), "");
  EXPECT_EQ(Find(*table, S("A")), "null");
  EXPECT_EQ(Find(*table, S("")), "null");
  EXPECT_EQ(Find(*table, Null()), "null");
  EXPECT_EQ(CallInt(Operation::kMapCount, type_, {table->value()}), 3);
  Call(Operation::kMapSet, type_, {table->value(), S("a"), S("2")});
  EXPECT_EQ(Error(), "NotSupportedException: Collection is read-only.");
}

TEST_F(FrozenDictionaryTest, IgnoresCase) {
  std::string long_key(100, 'k');
  auto table = FrozenDictionary::Make(Pairs({"Ab", "1", "ÄÖ", "2", long_key.c_str(), "3"}), true);
  EXPECT_EQ(Find(*table, S("aB")), "1");
  EXPECT_EQ(Find(*table, S("äö")), "2");
  EXPECT_EQ(Find(*table, S(std::string(100, 'K'))), "3");
  EXPECT_EQ(Find(*table, S("ä")), "null");
}

TEST_F(FrozenDictionaryTest, OfEqualKeysTheFirstCounts) {
  std::vector<FrozenDictionary::Repeated> repeated;
  auto table = FrozenDictionary::Make(Pairs({"a", "1", "A", "2", "b", "3", "B", "4"}), true, &repeated);
  EXPECT_EQ(Find(*table, S("a")), "1");
  ASSERT_EQ(repeated.size(), 2u);
  EXPECT_EQ(repeated[0].pair, 1u);
  EXPECT_EQ(repeated[0].first, 0u);
  EXPECT_EQ(repeated[1].pair, 3u);
  EXPECT_EQ(repeated[1].first, 2u);
}

TEST_F(FrozenDictionaryTest, EmptyAndMalformed) {
  EXPECT_EQ(Find(*FrozenDictionary::Make({}, false), S("a")), "null");
  EXPECT_EQ(FrozenDictionary::Make({"a", {1}}, false), nullptr) << "a key without a value";
  EXPECT_EQ(FrozenDictionary::Make({"ab", {2, 1}}, false), nullptr);
  EXPECT_EQ(FrozenDictionary::Make({"ab", {1, 3}}, false), nullptr);
}

TEST_F(FrozenDictionaryTest, AMissTakesFewSteps) {
  TextPairs pairs;
  for (int i = 0; i < 100'000; ++i) {
    pairs.Add("key " + std::to_string(i));
    pairs.Add("v");
  }
  auto table = FrozenDictionary::Make(std::move(pairs), false);
  EXPECT_EQ(Find(*table, S("key 99999")), "v");
  EXPECT_LT(ctx_.budget.steps - ctx_.steps_left, 20);
  EXPECT_EQ(Find(*table, S("key 100000")), "null");
  EXPECT_LT(ctx_.budget.steps - ctx_.steps_left, 20);
}

}  // namespace
}  // namespace idx::stdlib
