// Regex.* with a pattern as text, and Seq.SplitRegex. Source: System.Text.RegularExpressions.Regex.
#include "stdlib/pattern/check_pattern.h"
#include "stdlib/pattern/operations.h"
#include "stdlib/pattern/pattern_cache.h"
#include "stdlib/pattern/pattern_rows.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

bool IsMatch(EvalContext& ctx, Text input, Text pattern, RegexOptions options) {
  auto used = UsePattern(ctx, pattern.view(), static_cast<int32_t>(options));
  return used != nullptr && used->IsMatch(ctx, Subject(input.view()));
}

Text Replace(EvalContext& ctx, Text input, Text pattern, Text replacement, RegexOptions options) {
  auto used = UsePattern(ctx, pattern.view(), static_cast<int32_t>(options));
  if (used == nullptr) return {};
  Replacement parsed;
  PatternError error;
  if (!Replacement::Parse(replacement.view(), *used, parsed, error)) {
    ctx.Fail(EvalErrorKind::kArgument, error.Describe(replacement.view()));
    return {};
  }
  return ReplaceMatches(ctx, *used, input, parsed);
}

List<Text> Split(EvalContext& ctx, Text input, Text pattern, RegexOptions options) {
  auto used = UsePattern(ctx, pattern.view(), static_cast<int32_t>(options));
  return used == nullptr ? List<Text>() : SplitAtMatches(ctx, *used, input);
}

List<Text> SeqSplitRegex(EvalContext& ctx, NullableText s, Text pattern) {
  auto used = UsePattern(ctx, pattern.view(), 0);
  return used == nullptr || s.text.is_null() ? List<Text>() : SplitAtMatches(ctx, *used, s.text);
}

Text Escape(EvalContext& ctx, Text text) { return ctx.MakeText(EscapePattern(text.view())); }

Text Unescape(EvalContext& ctx, Text text) {
  std::string plain;
  PatternError error;
  if (UnescapePattern(text.view(), plain, error)) return ctx.MakeText(plain);
  ctx.Fail(EvalErrorKind::kArgument, error.Describe(text.view()));
  return {};
}

}  // namespace

std::vector<Row> RegexRows() {
  constexpr std::string_view r = "Regex";
  return {
      ChecksPattern<1, 2>(
          Static<IsMatch>(r, {"IsMatch", "input, pattern, options = RegexOptions.None",
                              "Whether the pattern matches anywhere in the text; ^ and $ tie it to the ends. "
                              "Patterns are .NET's, matched in linear time.",
                              R"(Regex.IsMatch("AB-1234", @"^[A-Z]{2}-\d+$"))", "true", kFails})),
      ChecksPattern<1, 3>(Static<Replace>(
          r, {"Replace", "input, pattern, replacement, options = RegexOptions.None",
              "The text with every match replaced. In the replacement $1 and ${name} are groups, $& the "
              "match, $` and $' what stands before and after it, $+ the last group, $_ the text, $$ a dollar "
              "sign; a group that does not exist stays as written.",
              R"x(Regex.Replace("Smith, John", @"(\w+), (\w+)", "$2 $1"))x", R"("John Smith")", kFails})),
      ChecksPattern<1, 2>(
          Static<Split>(r, {"Split", "input, pattern, options = RegexOptions.None",
                            "The parts between matches, with the groups of each match between them.",
                            R"(Regex.Split("a1b22c", @"\d+"))", R"(["a","b","c"])", kFails})),
      Static<Escape>(r, {"Escape", "str", "The text as a pattern that matches only itself.",
                         R"x(Regex.Escape("1+1 (a)"))x", R"x("1\\+1\\ \\(a\\)")x"}),
      Static<Unescape>(r, {"Unescape", "str",
                           "The text without a pattern's escapes; an escape that is none: ArgumentException.",
                           R"(Regex.Unescape(@"1\+1\x21"))", R"("1+1!")", kFails}),
      ChecksPattern<1, kNoOptions>(Static<SeqSplitRegex>(
          "Seq", {"SplitRegex", "s, pattern", "The parts between matches; null gives an empty list.",
                  R"(Seq.SplitRegex("a; b ;c", @"\s*;\s*"))", R"(["a","b","c"])", kFails})),
  };
}

}  // namespace idx::stdlib
