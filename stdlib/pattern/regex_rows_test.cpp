// The rows of Regex, as rules reach them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "stdlib/pattern/check_pattern.h"
#include "stdlib/pattern/pattern_cache.h"
#include "stdlib/pattern/pattern_rows.h"
#include "stdlib/pattern/regex_objects.h"

namespace idx::stdlib {
namespace {

class RegexFunctions : public testing::Test {
 protected:
  RegexFunctions() : rows_(RegexRows()) {
    for (Row& row : RegexObjectRows()) rows_.push_back(row);
    ctx_.arena = &arena_;
    ctx_.Begin();
  }
  static Slot S(std::string_view s) { return ToSlot(Text(s)); }
  static Slot N(int32_t n) { return ToSlot(n); }
  // The row with this owner, name and these kinds of parameters (s text, i int, e options, o object).
  Slot Call(std::string_view owner, std::string_view name, std::string_view kinds, std::vector<Slot> args) {
    for (const Row& row : rows_) {
      std::string found;
      for (const TypeSpec& type : row.types) {
        found += type.kind == TypeKind::kString ? 's'
                 : type.kind == TypeKind::kInt  ? 'i'
                 : type.kind == TypeKind::kEnum ? 'e'
                                                : 'o';
      }
      if (row.owner != owner || row.name != name || found != kinds) continue;
      Slot result;
      row.uniform(ctx_, args.data(), &result);
      EXPECT_TRUE(!ctx_.failed() || row.can_fail || IsBudget(ctx_.error)) << name;
      return result;
    }
    ADD_FAILURE() << "no row " << owner << "." << name << " of " << kinds;
    return {};
  }
  std::string Str(const Slot& slot) {
    if (!ctx_.failed()) return FromSlot<Text>(slot).str();
    std::string error(EvalErrorName(ctx_.error));
    error += ": " + ctx_.error_message.str();
    ctx_.Begin();
    return error;
  }
  std::string Strs(const Slot& slot) {
    if (ctx_.failed()) return Str(slot);
    std::string all;
    for (const Text& text : FromSlot<List<Text>>(slot)) all += "[" + text.str() + "]";
    return all;
  }
  bool Bool(const Slot& slot) { return !ctx_.failed() && FromSlot<bool>(slot); }
  int32_t Int(const Slot& slot) { return FromSlot<int32_t>(slot); }
  Slot Match(std::string_view text, std::string_view pattern) {
    return Call("Regex", "Match", "sse", {S(text), S(pattern), N(0)});
  }
  Slot Group(const Slot& match, std::string_view name) {
    return Call("GroupCollection", "", "os", {Call("Match", "Groups", "o", {match}), S(name)});
  }

  std::vector<Row> rows_;
  Arena arena_;
  EvalContext ctx_;
};

TEST_F(RegexFunctions, OfTexts) {
  EXPECT_TRUE(Bool(Call("Regex", "IsMatch", "sse", {S("aBc"), S("abc"), N(1)})));
  EXPECT_FALSE(Bool(Call("Regex", "IsMatch", "sse", {S("aBc"), S("abc"), N(0)})));
  EXPECT_EQ(Str(Call("Regex", "Replace", "ssse", {S("a long text, really"), S("[aeiou]"), S("<$0>"), N(0)})),
            "<a> l<o>ng t<e>xt, r<e><a>lly");
  EXPECT_EQ(Str(Call("Regex", "Replace", "ssse", {S("none of these is there"), S("z"), S("x"), N(0)})),
            "none of these is there");
  EXPECT_EQ(Strs(Call("Regex", "Split", "sse", {S("123abcde456aBCDe789"), S("a(?<dot1>.)c(.)e"), N(0)})),
            "[123][d][b][456aBCDe789]");
  EXPECT_EQ(Strs(Call("Seq", "SplitRegex", "ss", {S("a, b"), S(",\\s*")})), "[a][b]");
  Slot null;
  null.present = false;
  EXPECT_EQ(Strs(Call("Seq", "SplitRegex", "ss", {null, S(",")})), "");
  EXPECT_FALSE(ctx_.failed());
  EXPECT_EQ(Str(Call("Regex", "Escape", "s", {S("a.b")})), "a\\.b");
  EXPECT_EQ(Str(Call("Regex", "Unescape", "s", {S("a\\.b")})), "a.b");
}

TEST_F(RegexFunctions, ErrorsAreThoseOfDotNet) {
  EXPECT_EQ(Str(Call("Regex", "Replace", "ssse", {S("a"), S("a("), S(""), N(0)})),
            "ArgumentException: Invalid pattern 'a(' at offset 2. Not enough )'s.");
  EXPECT_EQ(Str(Call("Regex", "Unescape", "s", {S("\\")})).substr(0, 17), "ArgumentException");
  EXPECT_EQ(Str(Call("Regex", "Replace", "ssse", {S("a"), S("a"), S(""), N(1 << 20)})).substr(0, 27),
            "ArgumentOutOfRangeException");
  std::string refused = Str(Call("Regex", "Replace", "ssse", {S("a"), S("a(?=b)"), S(""), N(0)}));
  EXPECT_NE(refused.find("Look-ahead (?=…) cannot be matched in linear time"), std::string::npos) << refused;
  Slot regex = Call("Regex", "", "se", {S("a"), N(0)});
  EXPECT_EQ(Str(Call("Regex", "Match", "osi", {regex, S("a"), N(2)})).substr(0, 27),
            "ArgumentOutOfRangeException");
  EXPECT_EQ(Str(Call("Regex", "Replace", "ossi", {regex, S("a"), S("b"), N(-2)})).substr(0, 27),
            "ArgumentOutOfRangeException");
  EXPECT_EQ(Str(Call("Match", "Result", "os", {Match("a", "b"), S("x")})).substr(0, 12), "NotSupported");
}

TEST_F(RegexFunctions, Matches) {
  Slot match = Match("born 1984-05-06, died 2020-01-02", "(?<year>\\d+)-(\\d+)-(\\d+)(x)?");
  EXPECT_TRUE(Bool(Call("Match", "Success", "o", {match})));
  EXPECT_EQ(Str(Call("Match", "Value", "o", {match})), "1984-05-06");
  EXPECT_EQ(Int(Call("Match", "Index", "o", {match})), 5);
  EXPECT_EQ(Int(Call("Match", "Length", "o", {match})), 10);
  EXPECT_EQ(Str(Call("Group", "Value", "o", {Group(match, "year")})), "1984");
  EXPECT_EQ(Int(Call("Group", "Index", "o", {Group(match, "2")})), 13);
  EXPECT_EQ(Str(Call("Group", "Name", "o", {Group(match, "year")})), "year");
  EXPECT_FALSE(Bool(Call("Group", "Success", "o", {Group(match, "3")})));
  EXPECT_FALSE(Bool(Call("Group", "Success", "o", {Group(match, "none")})));
  EXPECT_EQ(Str(Call("Group", "Value", "o", {Group(match, "none")})), "");
  EXPECT_EQ(Str(Call("Match", "Result", "os", {match, S("$2/${year}")})), "06/1984");
  Slot next = Call("Match", "NextMatch", "o", {match});
  EXPECT_EQ(Str(Call("Match", "Value", "o", {next})), "2020-01-02");
  Slot none = Call("Match", "NextMatch", "o", {next});
  EXPECT_FALSE(Bool(Call("Match", "Success", "o", {none})));
  EXPECT_EQ(Str(Call("Match", "Value", "o", {none})), "");
  EXPECT_EQ(Int(Call("GroupCollection", "Count", "o", {Call("Match", "Groups", "o", {none})})), 1);
  EXPECT_FALSE(Bool(Call("Group", "Success", "o", {Group(none, "year")})));
  EXPECT_FALSE(Bool(Call("Match", "Success", "o", {Call("Match", "NextMatch", "o", {none})})));
}

TEST_F(RegexFunctions, MatchesOfTextsBeyondAscii) {
  Slot match = Match("\xF0\x9F\x98\x80 Bj\xC3\xB6rn \xC3\x85ngstr\xC3\xB6m", "(\\w+) (\\w+)");
  EXPECT_EQ(Int(Call("Match", "Index", "o", {match})), 3);
  EXPECT_EQ(Int(Call("Match", "Length", "o", {match})), 14);
  EXPECT_EQ(Str(Call("Match", "Value", "o", {match})), "Bj\xC3\xB6rn \xC3\x85ngstr\xC3\xB6m");
  EXPECT_EQ(Str(Call("Group", "Value", "o", {Group(match, "2")})), "\xC3\x85ngstr\xC3\xB6m");
}

TEST_F(RegexFunctions, RegexObjects) {
  Slot regex = Call("Regex", "", "se", {S("(?<7>a)(b)?"), N(1)});
  EXPECT_EQ(Strs(Call("Regex", "GetGroupNames", "o", {regex})), "[0][1][7]");
  EXPECT_EQ(Int(Call("Regex", "GroupNumberFromName", "os", {regex, S("7")})), 7);
  EXPECT_EQ(Int(Call("Regex", "GroupNumberFromName", "os", {regex, S("x")})), -1);
  EXPECT_EQ(Str(Call("Regex", "GroupNameFromNumber", "oi", {regex, N(9)})), "");
  EXPECT_EQ(Str(Call("Regex", "ToString", "o", {regex})), "(?<7>a)(b)?");
  EXPECT_EQ(Int(Call("Regex", "Options", "o", {regex})), 1);
  EXPECT_TRUE(Bool(Call("Regex", "IsMatch", "os", {regex, S("xA")})));
  EXPECT_FALSE(Bool(Call("Regex", "IsMatch", "osi", {regex, S("xA"), N(2)})));
  EXPECT_EQ(Str(Call("Regex", "Replace", "ossii", {regex, S("aaa"), S("-"), N(1), N(1)})), "a-a");
  EXPECT_EQ(
      Strs(Call("Regex", "Split", "osii", {Call("Regex", "", "se", {S(":"), N(0)}), S("k:l:m"), N(0), N(2)})),
      "[k:l][m]");
  auto all = FromSlot<List<const stdlib::Match*>>(Call("Regex", "Matches", "os", {regex, S("abAxab")}));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2]->index(), 4u);
  EXPECT_EQ(ctx_.kept.size(), 2u) << "each pattern is kept once";
  EXPECT_EQ(FromSlot<List<const stdlib::Group*>>(
                Call("GroupCollection", "Values", "o", {Call("Match", "Groups", "o", {ToSlot(all[0])})}))
                .size(),
            3u);
}

TEST_F(RegexFunctions, CallsEndWhenTheBudgetIsSpent) {
  ctx_.steps_left = 100;
  Call("Regex", "Replace", "ssse",
       {S(std::string_view(std::string(1000, 'a'))), S("(a|aa)*?$"), S("x"), N(0)});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kSteps);
  ctx_.Begin();
  Call("Regex", "Replace", "ssse", {S(std::string_view(std::string(4000, 'a'))), S("a"), S("$_"), N(0)});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kMemory);
}

TEST(PatternCache, GivesTheSamePatternAndForgets) {
  PatternError error;
  auto first = FindPattern("a+b", 0, error);
  EXPECT_EQ(FindPattern("a+b", 0, error), first);
  EXPECT_NE(FindPattern("a+b", 1, error), first);
  for (size_t i = 0; i < kCachedPatterns * 2; ++i) FindPattern("x" + std::to_string(i), 0, error);
  EXPECT_EQ(first.use_count() <= 2, true);
  EXPECT_EQ(first->source(), "a+b");
  EXPECT_EQ(FindPattern("a(", 0, error), nullptr);
  EXPECT_EQ(error.kind, PatternErrorKind::kSyntax);
}

TEST(PatternCache, IsForManyThreads) {
  std::vector<std::thread> threads;
  std::atomic<int> matched = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&matched, t] {
      Arena arena;
      EvalContext ctx;
      ctx.arena = &arena;
      for (int i = 0; i < 400; ++i) {
        ctx.Begin();
        auto pattern = UsePattern(ctx, "a{" + std::to_string((i * 7 + t) % 300) + "}b", 0);
        std::string text = std::string(300, 'a') + "b";
        matched += pattern != nullptr && pattern->IsMatch(ctx, Subject(text));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(matched, 1600);
}

TEST(CheckPattern, TellsWhatAndWhere) {
  auto check = [](std::string_view pattern, std::optional<int32_t> options) {
    Slot text = ToSlot(Text(pattern)), number = ToSlot(options.value_or(0));
    const Slot* arguments[] = {nullptr, &text, options ? &number : nullptr};
    return CheckPatternConstants(arguments, 1, 2);
  };
  EXPECT_EQ(check("^a+$", 0), "");
  EXPECT_THAT(check("\xC3\xA9(?<=a)", 0), testing::HasSubstr("offset 1. Look-behind"));
  EXPECT_EQ(check("a #(", kIgnorePatternWhitespace), "") << "a comment, by the options";
  EXPECT_NE(check("a #(", 0), "");
  EXPECT_EQ(check("(", std::nullopt), "") << "options that nobody knows yet may change what it means";
  EXPECT_THAT(check("a", 1 << 20), testing::HasSubstr("options"));
  PatternError error;
  EXPECT_EQ(Pattern::Compile("\xC3\xA9(?<=a)", 0, error), nullptr);
  EXPECT_EQ(error.kind, PatternErrorKind::kNotLinear);
  EXPECT_EQ(error.unit, 1u);
  EXPECT_EQ(error.byte, 2u);
}

}  // namespace
}  // namespace idx::stdlib
