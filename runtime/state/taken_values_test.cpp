#include "runtime/state/taken_values.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

Attribute Of(Equality equality) {
  Attribute attribute;
  attribute.name = attribute.identifier = "Login";
  attribute.equality = equality;
  return attribute;
}

// The texts live as long as the list.
struct Candidates {
  explicit Candidates(std::vector<std::string> given) : bytes(std::move(given)) {
    for (const std::string& text : bytes) texts.emplace_back(text);
    view = {texts.data(), static_cast<uint32_t>(texts.size()), 0};
  }
  std::vector<std::string> bytes;
  std::vector<Text> texts;
  ListView view;
};

std::string Free(const TakenValues& taken, int64_t identity, std::vector<std::string> given) {
  Candidates candidates(std::move(given));
  const Text* free = taken.FirstFree(identity, candidates.view);
  return free == nullptr ? "none" : free->str();
}

TEST(TakenValues, TheFirstThatNobodyElseHas) {
  Attribute login = Of(Equality::kExact);
  TakenValues taken(login);
  EXPECT_EQ(Free(taken, 1, {"a", "b"}), "a");
  taken.Take(1, "a");
  taken.Take(TakenValues::kNobody, "b");
  taken.Take(2, "c");
  taken.Take(3, "c");
  EXPECT_EQ(Free(taken, 1, {"a", "b"}), "a");
  EXPECT_EQ(Free(taken, 2, {"a", "b", "c"}), "none");
  EXPECT_EQ(Free(taken, 2, {"a", "b", "c", "A"}), "A");
  EXPECT_EQ(Free(taken, 2, {}), "none");
  taken.Take(1, "a");
  EXPECT_EQ(Free(taken, 1, {"a"}), "a");
}

TEST(TakenValues, WhatCannotBeStoredIsNotFree) {
  Attribute login = Of(Equality::kExact);
  TakenValues taken(login);
  EXPECT_EQ(Free(taken, 1, {std::string("a\0b", 3), "\xED\xA0\x80", "c"}), "c");
}

TEST(TakenValues, AsTheAttributeCompares) {
  struct Case {
    Equality equality;
    const char *a, *b;
    bool same;
  };
  const Case cases[] = {
      {Equality::kExact, "ab", "AB", false},
      {Equality::kIgnoreCase, "ab", "AB", true},
      {Equality::kIgnoreCase, "Ásta Jónsdóttir", "áSTA JÓNSDÓTTIR", true},
      {Equality::kIgnoreCase, "straße", "STRASSE", false},
      {Equality::kIgnoreCase, "ab", "ab ", false},
      {Equality::kDn, "cn=Ann, ou=A", "CN=ann,OU=a", true},
      {Equality::kDn, "cn=Ann,ou=A", "cn=Ann,ou=B", false},
      {Equality::kNumber, "007", "7.0", true},
      {Equality::kNumber, "-0.50", "-.5", true},
      {Equality::kNumber, "7", "70", false},
      {Equality::kNumber, "x7", "x07", false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.a) + " and " + c.b);
    Attribute login = Of(c.equality);
    TakenValues taken(login);
    taken.Take(1, c.a);
    EXPECT_EQ(Free(taken, 2, {c.b}) == "none", c.same);
    EXPECT_EQ(SameTexts(login, {c.a}, {c.b}), c.same);
    EXPECT_EQ(FoldedText(c.equality, c.a) == FoldedText(c.equality, c.b), c.same);
  }
}

TEST(TakenValues, NobodyIsTold) {
  ObjectType type;
  type.application = "AD";
  type.name = "User";
  type.attributes = {Of(Equality::kExact)};
  EXPECT_EQ(NoneFree(1, type, 0), "none of 1 candidate is free in AD.User.Login");
  EXPECT_EQ(NoneFree(3, type, 0), "none of 3 candidates is free in AD.User.Login");
}

}  // namespace
}  // namespace idx::runtime
