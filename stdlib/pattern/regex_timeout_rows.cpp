// Regex with a timeout, and Count. Matching takes linear time and is charged to the rule's budget of steps,
// so that a timeout is only checked for being one. Source: System.Text.RegularExpressions.Regex.
#include "stdlib/pattern/check_pattern.h"
#include "stdlib/pattern/operations.h"
#include "stdlib/pattern/pattern_cache.h"
#include "stdlib/pattern/pattern_rows.h"
#include "stdlib/pattern/regex_objects.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

constexpr int64_t kInfinite = -kTicksPerMillisecond;
constexpr int64_t kLongest = int64_t{INT32_MAX} * kTicksPerMillisecond;

bool CheckTimeout(EvalContext& ctx, TimeSpan timeout) {
  if (timeout.ticks == kInfinite || (timeout.ticks > 0 && timeout.ticks < kLongest)) return true;
  FailRange(ctx, "matchTimeout", "Specified argument was out of the range of valid values.");
  return false;
}
const Regex* Make(EvalContext& ctx, const Text& pattern, RegexOptions options, TimeSpan timeout) {
  return CheckTimeout(ctx, timeout) ? MakeRegex(ctx, pattern.view(), static_cast<int32_t>(options)) : nullptr;
}
const Regex* New(EvalContext& ctx, Text pattern, RegexOptions options, TimeSpan timeout) {
  return Make(ctx, pattern, options, timeout);
}
bool IsMatch(EvalContext& ctx, Text input, Text pattern, RegexOptions options, TimeSpan timeout) {
  const Regex* regex = Make(ctx, pattern, options, timeout);
  return regex != nullptr && regex->pattern->IsMatch(ctx, Subject(input.view()));
}
const Match* First(EvalContext& ctx, Text input, Text pattern, RegexOptions options, TimeSpan timeout) {
  const Regex* regex = Make(ctx, pattern, options, timeout);
  return regex == nullptr ? nullptr : MatchFrom(ctx, *regex, input, 0);
}
List<const Match*> All(EvalContext& ctx, Text input, Text pattern, RegexOptions options, TimeSpan timeout) {
  const Regex* regex = Make(ctx, pattern, options, timeout);
  return regex == nullptr ? List<const Match*>() : AllMatches(ctx, *regex, input, 0);
}
Text Replace(EvalContext& ctx, Text input, Text pattern, Text with, RegexOptions options, TimeSpan timeout) {
  const Regex* regex = Make(ctx, pattern, options, timeout);
  if (regex == nullptr) return {};
  Replacement parsed;
  PatternError error;
  if (!Replacement::Parse(with.view(), *regex->pattern, parsed, error)) {
    ctx.Fail(EvalErrorKind::kArgument, error.Describe(with.view()));
    return {};
  }
  return ReplaceMatches(ctx, *regex->pattern, input, parsed);
}
List<Text> Split(EvalContext& ctx, Text input, Text pattern, RegexOptions options, TimeSpan timeout) {
  const Regex* regex = Make(ctx, pattern, options, timeout);
  return regex == nullptr ? List<Text>() : SplitAtMatches(ctx, *regex->pattern, input);
}
int32_t CountTimeout(EvalContext& ctx, Text input, Text pattern, RegexOptions options, TimeSpan timeout) {
  return static_cast<int32_t>(All(ctx, input, pattern, options, timeout).size());
}
int32_t Count(EvalContext& ctx, Text input, Text pattern, RegexOptions options) {
  return CountTimeout(ctx, input, pattern, options, {kInfinite});
}
int32_t CountOf(EvalContext& ctx, const Regex* regex, Text input) {
  return static_cast<int32_t>(AllMatches(ctx, *regex, input, 0).size());
}
TimeSpan Infinite(EvalContext&) { return {kInfinite}; }
bool RightToLeft(EvalContext&, const Regex* regex) { return (regex->pattern->options() & 64) != 0; }
List<Text> Keys(EvalContext& ctx, const GroupCollection* groups) {
  const auto& all = groups->match->regex->pattern->groups();
  TextListBuilder names(ctx);
  size_t count = groups->match->success() ? all.size() : 1;
  for (size_t i = 0; i < count; ++i) names.Add(Text(all[i].name));
  return names.Finish();
}
Text MatchName(EvalContext&, const Match*) { return Text("0"); }

}  // namespace

std::vector<Row> RegexTimeoutRows() {
  constexpr std::string_view r = "Regex";
  constexpr std::string_view doc =
      "The same with a timeout, which is never reached: matching takes linear time. None: "
      "ArgumentOutOfRangeException.";
  return {
      ChecksPattern<0, 1>(Constructor<New>(
          r, {"", "pattern, options, matchTimeout", doc,
              R"x(new Regex("a+", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace("caat", "o"))x",
              R"("cot")", kFails})),
      ChecksPattern<1, 2>(Static<IsMatch>(
          r, {"IsMatch", "input, pattern, options, matchTimeout", doc,
              R"x(Regex.IsMatch("ab", "B", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))x", "true",
              kFails})),
      ChecksPattern<1, 2>(
          Static<First>(r, {"Match", "input, pattern, options, matchTimeout", doc,
                            R"x(Regex.Match("a1", @"\d", RegexOptions.None, TimeSpan.FromSeconds(1)).Value)x",
                            R"("1")", kFails})),
      ChecksPattern<1, 2>(Static<All>(
          r, {"Matches", "input, pattern, options, matchTimeout", doc,
              R"x(Regex.Matches("a1b2", @"\d", RegexOptions.None, TimeSpan.FromSeconds(1)).Count)x", "2",
              kFails})),
      ChecksPattern<1, 3>(Static<Replace>(
          r, {"Replace", "input, pattern, replacement, options, matchTimeout", doc,
              R"x(Regex.Replace("a1", @"\d", "", RegexOptions.None, TimeSpan.FromSeconds(1)))x", R"("a")",
              kFails})),
      ChecksPattern<1, 2>(
          Static<Split>(r, {"Split", "input, pattern, options, matchTimeout", doc,
                            R"x(Regex.Split("a1b", @"\d", RegexOptions.None, TimeSpan.FromSeconds(1)))x",
                            R"(["a","b"])", kFails})),
      ChecksPattern<1, 2>(Static<Count>(r, {"Count", "input, pattern, options = RegexOptions.None",
                                            "How many matches there are that do not overlap.",
                                            R"x(Regex.Count("a1b22", @"\d"))x", "3", kFails})),
      ChecksPattern<1, 2>(Static<CountTimeout>(
          r, {"Count", "input, pattern, options, matchTimeout", doc,
              R"x(Regex.Count("a1b22", @"\d", RegexOptions.None, TimeSpan.FromSeconds(1)))x", "3", kFails})),
      Method<CountOf>(r, {"Count", "regex, input", "How many matches there are that do not overlap.",
                          R"x(new Regex("a").Count("aba"))x", "2"}),
      Value<Infinite>(r, {"InfiniteMatchTimeout", "", "No timeout.",
                          R"x(Regex.InfiniteMatchTimeout.TotalMilliseconds)x", "-1"}),
      Property<RightToLeft>(r, {"RightToLeft", "regex", "Whether it was made with RegexOptions.RightToLeft.",
                                R"x(new Regex("a").RightToLeft)x", "false"}),
      Property<Keys>("GroupCollection",
                     {"Keys", "groups", "The names of the groups.",
                      R"x(Regex.Match("ab", "(a)(?<n>b)").Groups.Keys)x", R"(["0","1","n"])"}),
      Property<MatchName>(
          "Match", {"Name", "match", "Of the whole match: 0.", R"x(Regex.Match("ab", "a").Name)x", R"("0")"}),
  };
}

}  // namespace idx::stdlib
