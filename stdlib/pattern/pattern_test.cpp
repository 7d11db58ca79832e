// Patterns against known values: .NET's own, and those that follow from its documentation.
#include "stdlib/pattern/pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/value/utf.h"
#include "stdlib/pattern/operations.h"

namespace idx::stdlib {
namespace {

class Patterns : public testing::Test {
 protected:
  Patterns() {
    ctx_.arena = &arena_;
    ctx_.Begin();
  }
  std::shared_ptr<const Pattern> Make(std::string_view pattern, int32_t options = 0) {
    PatternError error;
    auto made = Pattern::Compile(pattern, options, error);
    EXPECT_NE(made, nullptr) << error.Describe(pattern);
    return made;
  }
  // "Value@index" of the first match, with each group after " | "; "-" for none.
  std::string Match(std::string_view text, std::string_view pattern, int32_t options = 0) {
    auto made = Make(pattern, options);
    if (made == nullptr) return "refused";
    Subject subject(text);
    PatternMatch match;
    bool found = made->Find(ctx_, subject, 0, match);
    EXPECT_EQ(made->IsMatch(ctx_, subject), found) << pattern;
    return found ? Show(*made, subject, match) : "-";
  }
  std::string Show(const Pattern& pattern, const Subject& subject, const PatternMatch& match) {
    std::string shown;
    for (uint32_t i = 0; i < pattern.groups().size(); ++i) {
      if (i > 0) shown += "|";
      if (!match.Took(i)) {
        shown += "-";
        continue;
      }
      Text value = subject.Part(ctx_, match.slots[2 * i], match.slots[2 * i + 1] - match.slots[2 * i]);
      shown += value.str();
      if (i == 0) shown += "@" + std::to_string(match.index());
    }
    return shown;
  }
  std::vector<std::string> All(std::string_view text, std::string_view pattern, int32_t options = 0) {
    auto made = Make(pattern, options);
    Subject subject(text);
    PatternMatch match;
    std::vector<std::string> all;
    for (bool found = made->Find(ctx_, subject, 0, match); found;
         found = made->FindNext(ctx_, subject, match)) {
      all.push_back(Show(*made, subject, match));
    }
    return all;
  }
  PatternError Refused(std::string_view pattern, int32_t options = 0) {
    PatternError error;
    EXPECT_EQ(Pattern::Compile(pattern, options, error), nullptr) << pattern;
    return error;
  }
  std::string Replace(std::string_view text, std::string_view pattern, std::string_view with,
                      int32_t options = 0, int32_t count = -1) {
    auto made = Make(pattern, options);
    Replacement replacement;
    PatternError error;
    if (!Replacement::Parse(with, *made, replacement, error)) return "error " + error.message;
    Text input(text);
    return ReplaceMatches(ctx_, *made, input, replacement, count).str();
  }
  std::vector<std::string> Split(std::string_view text, std::string_view pattern, int32_t count = 0,
                                 int32_t options = 0) {
    auto made = Make(pattern, options);
    Text input(text);
    List<Text> parts = SplitAtMatches(ctx_, *made, input, count);
    std::vector<std::string> all;
    for (const Text& part : parts) all.push_back(part.str());
    return all;
  }

  using Strings = std::vector<std::string>;
  Arena arena_;
  EvalContext ctx_;
};

TEST_F(Patterns, DocumentedMatches) {
  EXPECT_EQ(Match("011", "\\060(\\061)?\\061"), "011@0|1");
  EXPECT_EQ(Match("ab.cc", "a+\\.?b*\\.+c{2}"), "ab.cc@0");
  EXPECT_EQ(Match(std::string(100, 'a') + "bc", "a{100}b"), std::string(100, 'a') + "b@0");
  EXPECT_EQ(Match("aaaaaaaaaabc", "a{11}b"), "-");
  EXPECT_EQ(Match("aaaabc", "a{1,3}b"), "aaab@1");
  EXPECT_EQ(Match("aabc", "a{2,}b"), "aab@0");
  EXPECT_EQ(Match("David Bau", "([a-zA-Z]+)\\s(\\w+)"), "David Bau@0|David|Bau");
  EXPECT_EQ(Match("aaaa", "\\Aaaaaa\\w+zzz\\Z", kIgnoreCase), "-");
  EXPECT_EQ(Match("ab", "^b"), "-");
  EXPECT_EQ(Match("abc", "            ((.)+) #comment     ", kIgnorePatternWhitespace), "abc@0|abc|c");
  EXPECT_EQ(Match("AaAmatch thisBBb", "aAa(?-i:match this)bbb", kIgnoreCase), "AaAmatch thisBBb@0");
  EXPECT_EQ(Match("AaAmatcH thisBBb", "aaa(?imnsx-imnsx:match this)bbb", kIgnoreCase), "-");
  EXPECT_EQ(Match("aAabbb", "aAa(?#ignore this completely)bbb"), "aAabbb@0");
  EXPECT_EQ(Match("8885551111", "(?<1>\\d{3})(?<2>\\d{3})(?<3>\\d{4})"), "8885551111@0|888|555|1111");
  EXPECT_EQ(Match("aBc", "abc"), "-");
  EXPECT_EQ(Match("aBc", "abc", kIgnoreCase), "aBc@0");
  EXPECT_EQ(Match("1bc", "\\p{Lt}", kIgnoreCase), "b@1");
  EXPECT_EQ(Match("cat   dog\n\n\ncat", "(cat)\\s+(dog)\\z"), "-");
  EXPECT_EQ(Match("cat   \n\n\n   dog\n", "(cat)\\s+(dog)\\z"), "-");
  EXPECT_EQ(Match("cat   \n\n\n   dog\n", "(cat)\\s+(dog)\\Z"), "cat   \n\n\n   dog@0|cat|dog");
  EXPECT_EQ(Match("123START123;@catEND", "\\b@cat"), "-");
  EXPECT_EQ(Match("satwe,,,START',catEND", "\\b,cat"), "-");
  constexpr std::string_view signs = "abcxyzABCXYZ`!@#$%^&*()_-+= \t\n";
  EXPECT_EQ(Match(signs, "[1234-[1234]]+"), "-");
  EXPECT_EQ(Match(signs, "[0-9-[0-9]]+"), "-");
  EXPECT_EQ(Match("[]]", "[ab\\-\\[cd-[-[]]]]"), "-");
  EXPECT_EQ(Match("]]", "[ab\\-\\[cd-[-[]]]]"), "-");
  EXPECT_EQ(Match("a]]", "[ab\\-\\[cd-[-[]]]]"), "a]]@0");
}

TEST_F(Patterns, DocumentedReplacementsAndParts) {
  EXPECT_EQ(Replace("545 Tremont Street", "(?<streetNumber>^\\d*)", "888"), "888 Tremont Street");
  EXPECT_EQ(Replace("aaaaa", "a", "b", 0, 2), "bbaaa");
  EXPECT_EQ(Replace("abcdefghiklmnop",
                    "([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-z]([a-"
                    "z])))))))))))))))",
                    "$15"),
            "p");
  EXPECT_EQ(Replace("abc", "([a_z])(.+)", "$3"), "$3");
  EXPECT_EQ(Replace("slkfjsdcat dogkljeah", "(?<256>cat)\\s*(?<512>dog)", "START${256}dogcat${512}END"),
            "slkfjsdSTARTcatdogcatdogENDkljeah");
  EXPECT_EQ(Replace("slkfjsdcat dogkljeah", "(?<512>cat)\\s*(?<256>dog)", "STARTcat$256$512dogEND"),
            "slkfjsdSTARTcatdogcatdogENDkljeah");
  EXPECT_EQ(Replace("My dog cat has fleas.", "(d)(o)(g)(\\s)(c)(a)(t)(\\s)(h)(a)(s)",
                    "$05$06$07$04$01$02$03$08$09$10$11", kCultureInvariant | kIgnoreCase | kMultiline),
            "My cat dog has fleas.");
  EXPECT_EQ(Replace("slkfjsdcat dogkljeah", "(?<256>cat)\\s*(?<512>dog)", "STARTcat$512$"),
            "slkfjsdSTARTcatdog$kljeah");
  EXPECT_EQ(Split("once upon a time", "(\\s)?(-)"), (Strings{"once upon a time"}));
  EXPECT_EQ(Split("123abcde456aBCDe789", "a(?<dot1>.)c(.)e"), (Strings{"123", "d", "b", "456aBCDe789"}));
  EXPECT_EQ(Split("kkk:lll:mmm:nnn:ooo", ":", 2), (Strings{"kkk", "lll:mmm:nnn:ooo"}));
  EXPECT_EQ(EscapePattern("Hello"), "Hello");
  EXPECT_EQ(EscapePattern(""), "");
  std::string plain;
  PatternError error;
  EXPECT_TRUE(UnescapePattern("\\#\\$\\^\\*\\+\\(\\)\\{}<>\\\\\\|\\.\\ ", plain, error));
  EXPECT_EQ(plain, "#$^*+(){}<>\\|. ");
  EXPECT_TRUE(UnescapePattern("", plain, error));
  EXPECT_EQ(plain, "");
}

TEST_F(Patterns, Anchors) {
  EXPECT_EQ(All("ab\ncd\n", "^."), (Strings{"a@0"}));
  EXPECT_EQ(All("ab\ncd\n", "^.", kMultiline), (Strings{"a@0", "c@3"}));
  EXPECT_EQ(All("ab\ncd\n", ".$", kMultiline), (Strings{"b@1", "d@4"}));
  EXPECT_EQ(All("ab\ncd\n", ".$"), (Strings{"d@4"}));
  EXPECT_EQ(All("ab\n", "$"), (Strings{"@2", "@3"}));
  EXPECT_EQ(All("ab\n\n", "\\Z"), (Strings{"@3", "@4"}));
  EXPECT_EQ(All("ab\n", "\\z"), (Strings{"@3"}));
  EXPECT_EQ(All("aab", "\\Ga"), (Strings{"a@0", "a@1"}));
  EXPECT_EQ(All("aaba", "\\G(a|)"), (Strings{"a@0|a", "a@1|a", "@2|"}));
  EXPECT_EQ(All("go to", "\\bt"), (Strings{"t@3"}));
  EXPECT_EQ(All("go to", "\\Bo"), (Strings{"o@1", "o@4"}));
  EXPECT_EQ(Match("a\xE2\x80\x8D"
                  "b",
                  "a\\b"),
            "-")
      << "the joiner is a word character to \\b …";
  EXPECT_EQ(Match("a\xE2\x80\x8D"
                  "b",
                  "a\\w"),
            "-")
      << "… and none to \\w";
}

TEST_F(Patterns, UnitsAreUtf16) {
  const std::string smile = "\xF0\x9F\x98\x80";
  EXPECT_EQ(Match(smile, "^..$"), smile + "@0");
  EXPECT_EQ(Match(smile, "^.$"), "-");
  EXPECT_EQ(Match(smile, "^" + smile + "$"), smile + "@0");
  EXPECT_EQ(Match("a" + smile, "."), "a@0");
  EXPECT_EQ(All(smile, "."), (Strings{"\xED\xA0\xBD@0", "\xED\xB8\x80@1"}));
  EXPECT_EQ(Match(smile, "\\p{IsHighSurrogates}\\p{Cs}"), smile + "@0");
  EXPECT_EQ(Replace(smile, "(.)(.)", "$1$2"), smile) << "halves that meet are one character again";
  EXPECT_EQ(Replace("x" + smile, "", "-"), "-x-\xED\xA0\xBD-\xED\xB8\x80-");
  EXPECT_EQ(Match("\xED\xA0\xBD!", "\\ud83d!"), "\xED\xA0\xBD!@0");
  EXPECT_EQ(Match("\xC3\xA9t\xC3\xA9", "t.$"), "t\xC3\xA9@1");
}

TEST_F(Patterns, Classes) {
  EXPECT_EQ(Match("hello", "[a-z-[aeiou]]+"), "h@0");
  EXPECT_EQ(All("aeixyz", "[a-z-[aeiou]]+"), (Strings{"xyz@3"}));
  EXPECT_EQ(Match("x", "[^a-z-[x]]"), "-") << "what is negated stands before the subtraction";
  EXPECT_EQ(Match("-", "[a\\-z]"), "-@0");
  EXPECT_EQ(Match("]", "[]]"), "]@0");
  EXPECT_EQ(Match("^", "[a^]"), "^@0");
  EXPECT_EQ(Match("-", "[a-]"), "-@0");
  EXPECT_EQ(Match("\xD9\xA3", "\\d"), "\xD9\xA3@0") << "Arabic-Indic digit three";
  EXPECT_EQ(Match("\xC3\xA9", "\\w"), "\xC3\xA9@0");
  EXPECT_EQ(Match("\xC2\xA0", "\\s"), "\xC2\xA0@0");
  EXPECT_EQ(Match("\xCE\xB1", "\\p{IsGreek}"), "\xCE\xB1@0");
  EXPECT_EQ(Match("a\xCE\xB1", "\\P{IsBasicLatin}"), "\xCE\xB1@1");
  EXPECT_EQ(Match("aB", "[\\p{Lu}]"), "B@1");
  EXPECT_EQ(Match("\x08", "[\\b]"), "\x08@0");
  EXPECT_EQ(Match("a\nb", "a.b"), "-");
  EXPECT_EQ(Match("a\nb", "a.b", kSingleline), "a\nb@0");
  EXPECT_EQ(Match("a\rb", "a.b"), "a\rb@0");
}

TEST_F(Patterns, CaseIsLowerCaseOfUnicode) {
  EXPECT_EQ(Match("\xE2\x84\xAA", "k", kIgnoreCase), "\xE2\x84\xAA@0") << "the Kelvin sign";
  EXPECT_EQ(Match("\xE2\x84\xAA", "[a-z]", kIgnoreCase), "\xE2\x84\xAA@0");
  EXPECT_EQ(Match("\xC5\xBF", "s", kIgnoreCase), "-") << "the long s is its own lower case";
  EXPECT_EQ(Match("\xCF\x82", "\xCE\xA3", kIgnoreCase), "-") << "and so is the final sigma";
  EXPECT_EQ(Match("\xCF\x83", "\xCE\xA3", kIgnoreCase), "\xCF\x83@0");
  EXPECT_EQ(Match("\xC4\xB0", "i", kIgnoreCase), "-");
  EXPECT_EQ(Match("\xC3\x89", "\xC3\xA9", kIgnoreCase), "\xC3\x89@0");
  EXPECT_EQ(Match("A", "[^a]", kIgnoreCase), "-");
  EXPECT_EQ(Match("aB", "a(?i)b"), "aB@0");
  EXPECT_EQ(Match("AB", "a(?i)b"), "-");
  EXPECT_EQ(Match("aBC", "(?:a(?i)b)c"), "-") << "options end with their group";
}

TEST_F(Patterns, LoopsTakeEmptyIterationsAsDotNet) {
  EXPECT_EQ(Match("b", "(a*)?"), "@0|");
  EXPECT_EQ(Match("b", "(a*)*"), "@0|");
  EXPECT_EQ(Match("aab", "(a*)*"), "aa@0|");
  EXPECT_EQ(Match("aa", "(|a)*"), "@0|");
  EXPECT_EQ(Match("aab", "(|a)*b"), "aab@0|");
  EXPECT_EQ(Match("aa", "(|a)+"), "@0|");
  EXPECT_EQ(Match("aaa", "(|a){2,3}"), "@0|");
  EXPECT_EQ(Match("ab", "(?:(a)|b)*"), "ab@0|a") << "a group keeps its last iteration";
  EXPECT_EQ(Match("abab", "(?:(a)|(b))*"), "abab@0|a|b");
  EXPECT_EQ(Match("aaa", "(a*?)*?"), "@0|-");
  EXPECT_EQ(Match("aaab", "^(a*?)*?b"), "aaab@0|a");
  EXPECT_EQ(Match("aaab", "(a{2})*?b"), "aab@1|aa");
  EXPECT_EQ(Match("", "()*"), "@0|");
  EXPECT_EQ(Match("x", "^*x"), "x@0");
  EXPECT_EQ(Match("a{,2}", "a{,2}"), "a{,2}@0");
  EXPECT_EQ(Match("a{x}", "a{x}"), "a{x}@0");
}

TEST_F(Patterns, AlternativesAreOrdered) {
  EXPECT_EQ(Match("foobar", "foo|foobar"), "foo@0");
  EXPECT_EQ(Match("xyz", "a|y|"), "@0");
  EXPECT_EQ(All("aXbX", "(a|b)?X"), (Strings{"aX@0|a", "bX@2|b"}));
  EXPECT_EQ(All("abc", ""), (Strings{"@0", "@1", "@2", "@3"}));
  EXPECT_EQ(All("aab", "a*?"), (Strings{"@0", "@1", "@2", "@3"}));
}

TEST_F(Patterns, GroupsAreNumberedAsDotNet) {
  auto names = [&](std::string_view pattern, int32_t options = 0) {
    std::string all;
    auto made = Make(pattern, options);
    for (const PatternGroup& group : made->groups()) {
      all += std::to_string(group.number) + ":" + group.name + " ";
    }
    return all;
  };
  EXPECT_EQ(names("(?<n>a)(b)(?'m'c)(d)"), "0:0 1:1 2:2 3:n 4:m ");
  EXPECT_EQ(names("(?<43>a)(b)"), "0:0 1:1 43:43 ");
  EXPECT_EQ(names("(?<2>a)(?<n>b)(c)"), "0:0 1:1 2:2 3:n ");
  EXPECT_EQ(names("(a)(?<n>b)(?<n>c)"), "0:0 1:1 2:n ");
  EXPECT_EQ(names("(a)(?<n>b)", kExplicitCapture), "0:0 1:n ");
  EXPECT_EQ(names("(?n:(a))(b)"), "0:0 1:1 ");
  EXPECT_EQ(Match("ab", "(?<1>a)(b)"), "ab@0|b") << "one number, two groups";
  EXPECT_EQ(Make("(?<year>\\d+)-(?<m>\\d)")->FindGroup("m"), 2u);
  EXPECT_EQ(Make("(?<43>a)")->FindGroup(43), 1u);
  EXPECT_EQ(Make("a")->FindGroup(1), std::nullopt);
  EXPECT_EQ(Make("a")->FindGroup("x"), std::nullopt);
}

TEST_F(Patterns, EscapesOfUnits) {
  EXPECT_EQ(Match("A\x1B\x01\t", "\\x41\\e\\cA\\t"), "A\x1B\x01\t@0");
  EXPECT_EQ(Match("\xE2\x82\xAC", "\\u20AC"), "\xE2\x82\xAC@0");
  EXPECT_EQ(Match("\x08", "(a)?\\10"), "\x08@0|-") << "no group 10: octal";
  EXPECT_EQ(Match("a.b", "a\\.b"), "a.b@0");
  EXPECT_EQ(Match("<", "\\<"), "<@0");
}

TEST_F(Patterns, ErrorsAreThoseOfDotNet) {
  const std::tuple<const char*, size_t, const char*> rows[] = {
      {"a(", 2, "Not enough )'s."},
      {"a)", 1, "Too many )'s."},
      {"*a", 1, "Quantifier '*' following nothing."},
      {"a**", 3, "Nested quantifier '*'."},
      {"a{2,1}", 6, "Illegal {x,y} with x > y."},
      {"[a", 2, "Unterminated [] set."},
      {"[z-a]", 4, "[x-y] range in reverse order."},
      {"[a-\\d]", 5, "Cannot include class \\d in character range."},
      {"[a-z-[b]c]", 8, "A subtraction must be the last element in a character class."},
      {"\\", 1, "Illegal \\ at end of pattern."},
      {"\\y", 2, "Unrecognized escape sequence \\y."},
      {"\\x4", 3, "Insufficient hexadecimal digits."},
      {"\\c", 2, "Missing control character."},
      {"\\c!", 3, "Unrecognized control character."},
      {"\\p{Foo}", 7, "Unknown property 'Foo'."},
      {"\\p{L", 2, "Incomplete \\p{X} character escape."},
      {"\\pLlx", 3, "Malformed \\p{X} character escape."},
      {"(?#", 3, "Unterminated (?#...) comment."},
      {"(?<0>a)", 4, "Capture number cannot be zero."},
      {"(?<a b>a)", 4, "Invalid group name: Group names must begin with a word character."},
      {"(?z)", 3, "Unrecognized grouping construct."},
      {"\\1", 2, "Reference to undefined group number 1."},
      {"\\k<x>", 5, "Reference to undefined group name 'x'."},
      {"\\k", 2, "Malformed \\k<...> named back reference."},
      {"a{99999999999}", 13, "Capture group numbers must be less than or equal to Int32.MaxValue."},
  };
  for (auto [pattern, unit, message] : rows) {
    PatternError error = Refused(pattern);
    EXPECT_EQ(error.kind, PatternErrorKind::kSyntax) << pattern;
    EXPECT_EQ(error.message, message) << pattern;
    if (std::string_view(message).find("hex") == std::string_view::npos && pattern[1] != '{')
      EXPECT_EQ(error.unit, unit) << pattern;
  }
  PatternError error = Refused("\xF0\x9F\x98\x80(");
  EXPECT_EQ(error.unit, 3u);
  EXPECT_EQ(error.byte, 5u);
  EXPECT_EQ(error.Describe("a("), "Invalid pattern 'a(' at offset 3. Not enough )'s.");
}

TEST_F(Patterns, WhatIsNotLinearIsNamed) {
  const std::pair<const char*, const char*> rows[] = {{"a(?=b)", "Look-ahead"},
                                                      {"a(?!b)", "Negative look-ahead"},
                                                      {"(?<=a)b", "Look-behind"},
                                                      {"(?<!a)b", "Negative look-behind"},
                                                      {"(?>a+)b", "atomic"},
                                                      {"(?(a)b|c)", "conditional"},
                                                      {"(a)(?(1)b)", "conditional"},
                                                      {"(?<a>x)(?<-a>y)", "balancing"},
                                                      {"(?<a>x)(?<b-a>y)", "balancing"},
                                                      {"(a)\\1", "back-reference \\1"},
                                                      {"(?<43>a)\\43", "back-reference \\43"},
                                                      {"(?<n>a)\\k<n>", "back-reference \\k<n>"},
                                                      {"(?'n'a)\\k'n'", "back-reference \\k'n'"}};
  for (auto [pattern, what] : rows) {
    PatternError error = Refused(pattern);
    EXPECT_EQ(error.kind, PatternErrorKind::kNotLinear) << pattern;
    EXPECT_NE(error.message.find(what), std::string::npos) << error.message;
  }
  EXPECT_EQ(Refused("a(?=b)").unit, 1u);
  EXPECT_EQ(Refused("a", kRightToLeft).kind, PatternErrorKind::kNotSupported);
  EXPECT_EQ(Refused("a", kEcmaScript).kind, PatternErrorKind::kNotSupported);
  EXPECT_EQ(Refused("(?<n>a(?<n>b))").kind, PatternErrorKind::kNotSupported);
  EXPECT_EQ(Refused("a", 4096).kind, PatternErrorKind::kOptions);
}

TEST_F(Patterns, LimitsHold) {
  EXPECT_EQ(Refused(std::string(kMaxPatternUnits + 1, 'a')).kind, PatternErrorKind::kTooLarge);
  EXPECT_EQ(Refused("a{1001}").kind, PatternErrorKind::kTooLarge);
  EXPECT_EQ(Refused("((((a{1000}){1000}){1000}){1000}){1000}").kind, PatternErrorKind::kTooLarge);
  EXPECT_EQ(Refused("((((?:){1000}){1000}){1000}){1000}").kind, PatternErrorKind::kTooLarge);
  EXPECT_EQ(Refused(std::string(300, '(') + std::string(300, ')')).kind, PatternErrorKind::kTooLarge);
  std::string many, nested = "a?", classes;
  for (int i = 0; i < 1001; ++i) many += "(a)";
  EXPECT_EQ(Refused(many).kind, PatternErrorKind::kTooLarge);
  for (int i = 0; i < 20; ++i) nested = "(" + nested + ")*";
  EXPECT_EQ(Refused(nested).kind, PatternErrorKind::kTooLarge);
  for (int i = 0; i < 300; ++i)
    classes += "[\\w-[\\u" +
               std::string(i < 100   ? "20"
                           : i < 200 ? "30"
                                     : "40") +
               std::to_string(10 + i % 90) + "]]";
  PatternError error;
  auto made = Pattern::Compile(classes, 0, error);
  if (made == nullptr) EXPECT_EQ(error.kind, PatternErrorKind::kTooLarge);
}

TEST_F(Patterns, WorkIsChargedAndBounded) {
  auto pattern = Make("(x+x+)+y");
  Subject subject(std::string_view(std::string(3000, 'x')));
  int64_t before = ctx_.steps_left;
  EXPECT_FALSE(pattern->IsMatch(ctx_, subject));
  EXPECT_FALSE(ctx_.failed());
  EXPECT_LT(ctx_.steps_left, before);
  EXPECT_GT(ctx_.steps_left, before - 10'000);
  ctx_.steps_left = 10;
  EXPECT_FALSE(pattern->IsMatch(ctx_, subject));
  EXPECT_EQ(ctx_.error, EvalErrorKind::kSteps);
}

TEST_F(Patterns, ReplacementPatterns) {
  EXPECT_EQ(Replace("John Smith", "(?<first>\\w+) (?<last>\\w+)", "${last}, ${first}"), "Smith, John");
  EXPECT_EQ(Replace("abc", "b", "[$`|$&|$'|$_|$$]"), "a[a|b|c|abc|$]c");
  EXPECT_EQ(Replace("abc", "(a)(b)?", "<$+>"), "<b>c");
  EXPECT_EQ(Replace("ac", "(a)(b)?", "<$+>"), "<>c");
  EXPECT_EQ(Replace("abc", "b", "$0$0"), "abbc");
  EXPECT_EQ(Replace("abc", "b", "${x}${1}$9${"), "a${x}${1}$9${c");
  EXPECT_EQ(Replace("abc", "(b)", "$1x"), "abxc");
  EXPECT_EQ(Replace("abc", "(b)", "$10"), "a$10c");
  EXPECT_EQ(Replace("abc", "(b)", "${1}0"), "ab0c");
  EXPECT_EQ(Replace("abc", "x*", "-"), "-a-b-c-");
  EXPECT_EQ(Replace("aaa", "a", "b", 0, 0), "aaa");
  EXPECT_EQ(Replace("abc", "b", "$99999999999"),
            "error Capture group numbers must be less than or equal to Int32.MaxValue.");
  EXPECT_EQ(Replace("", "^", "x"), "x");
}

TEST_F(Patterns, SplitsKeepGroups) {
  EXPECT_EQ(Split("a1b2c", "\\d"), (Strings{"a", "b", "c"}));
  EXPECT_EQ(Split("a1b2c", "(\\d)"), (Strings{"a", "1", "b", "2", "c"}));
  EXPECT_EQ(Split("abc", ""), (Strings{"", "a", "b", "c", ""}));
  EXPECT_EQ(Split("a,b,c", ",", 1), (Strings{"a,b,c"}));
  EXPECT_EQ(Split("a,b,c", ",", 2), (Strings{"a", "b,c"}));
  EXPECT_EQ(Split("", ","), (Strings{""}));
  EXPECT_EQ(Split("a,", ","), (Strings{"a", ""}));
  EXPECT_EQ(Split("a-b+c", "(-)|(\\+)"), (Strings{"a", "-", "b", "+", "c"}));
}

TEST_F(Patterns, EscapesBothWays) {
  EXPECT_EQ(EscapePattern("a.b*c #[x]{1}"), "a\\.b\\*c\\ \\#\\[x]\\{1}");
  EXPECT_EQ(EscapePattern("\t\n\r\f\v"), "\\t\\n\\r\\f\v");
  std::string plain;
  PatternError error;
  const std::string hard = "+-.*?()[]{}|^$#\\ \t\n\xF0\x9F\x98\x80";
  EXPECT_TRUE(UnescapePattern(EscapePattern(hard), plain, error));
  EXPECT_EQ(plain, hard);
  EXPECT_EQ(Match(hard, "^" + EscapePattern(hard) + "$"), hard + "@0");
  EXPECT_FALSE(UnescapePattern("a\\", plain, error));
  EXPECT_EQ(error.message, "Illegal \\ at end of pattern.");
  EXPECT_TRUE(UnescapePattern("\\ud83d\\ude00", plain, error));
  EXPECT_EQ(plain, "\xF0\x9F\x98\x80");
}

}  // namespace
}  // namespace idx::stdlib
