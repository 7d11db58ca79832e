// The members of Regex, Match, GroupCollection and Group. Source: System.Text.RegularExpressions.
#include <algorithm>

#include "base/value/utf.h"
#include "stdlib/pattern/check_pattern.h"
#include "stdlib/pattern/operations.h"
#include "stdlib/pattern/pattern_rows.h"
#include "stdlib/pattern/regex_objects.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

const Regex* NewRegex(EvalContext& ctx, Text pattern, RegexOptions options) {
  return MakeRegex(ctx, pattern.view(), static_cast<int32_t>(options));
}

bool CheckStart(EvalContext& ctx, const Text& input, int32_t start) {
  if (start >= 0 && static_cast<size_t>(start) <= Utf16Length(input.view())) return true;
  FailRange(ctx, "startat", "Start index cannot be less than 0 or greater than input length.");
  return false;
}
bool CheckCount(EvalContext& ctx, int32_t count, int32_t least) {
  if (count >= least) return true;
  FailRange(ctx, "count", "Count cannot be less than -1.");
  return false;
}

bool IsMatch(EvalContext& ctx, const Regex* regex, Text input) {
  return regex->pattern->IsMatch(ctx, Subject(input.view()));
}
bool IsMatchAt(EvalContext& ctx, const Regex* regex, Text input, int32_t start) {
  return CheckStart(ctx, input, start) &&
         regex->pattern->IsMatch(ctx, Subject(input.view()), static_cast<uint32_t>(start));
}
const Match* FirstMatch(EvalContext& ctx, const Regex* regex, Text input) {
  return MatchFrom(ctx, *regex, input, 0);
}
const Match* FirstMatchAt(EvalContext& ctx, const Regex* regex, Text input, int32_t start) {
  return CheckStart(ctx, input, start) ? MatchFrom(ctx, *regex, input, static_cast<uint32_t>(start))
                                       : nullptr;
}
List<const Match*> Matches(EvalContext& ctx, const Regex* regex, Text input) {
  return AllMatches(ctx, *regex, input, 0);
}

List<const Match*> MatchesAt(EvalContext& ctx, const Regex* regex, Text input, int32_t start) {
  return CheckStart(ctx, input, start) ? AllMatches(ctx, *regex, input, static_cast<uint32_t>(start))
                                       : List<const Match*>();
}

const Match* StaticMatch(EvalContext& ctx, Text input, Text pattern, RegexOptions options) {
  const Regex* regex = NewRegex(ctx, pattern, options);
  return regex == nullptr ? nullptr : MatchFrom(ctx, *regex, input, 0);
}
List<const Match*> StaticMatches(EvalContext& ctx, Text input, Text pattern, RegexOptions options) {
  const Regex* regex = NewRegex(ctx, pattern, options);
  return regex == nullptr ? List<const Match*>() : AllMatches(ctx, *regex, input, 0);
}

bool ParseReplacement(EvalContext& ctx, const Regex& regex, const Text& text, Replacement& replacement) {
  PatternError error;
  if (Replacement::Parse(text.view(), *regex.pattern, replacement, error)) return true;
  ctx.Fail(EvalErrorKind::kArgument, error.Describe(text.view()));
  return false;
}
Text ReplaceAt(EvalContext& ctx, const Regex* regex, Text input, Text with, int32_t count, int32_t start) {
  Replacement replacement;
  if (!CheckCount(ctx, count, -1) || !CheckStart(ctx, input, start) ||
      !ParseReplacement(ctx, *regex, with, replacement))
    return {};
  return ReplaceMatches(ctx, *regex->pattern, input, replacement, count, static_cast<uint32_t>(start));
}
Text Replace(EvalContext& ctx, const Regex* regex, Text input, Text with, int32_t count) {
  return ReplaceAt(ctx, regex, input, with, count, 0);
}

List<Text> SplitAt(EvalContext& ctx, const Regex* regex, Text input, int32_t count, int32_t start) {
  if (!CheckCount(ctx, count, 0) || !CheckStart(ctx, input, start)) return {};
  return SplitAtMatches(ctx, *regex->pattern, input, count, static_cast<uint32_t>(start));
}
List<Text> Split(EvalContext& ctx, const Regex* regex, Text input, int32_t count) {
  return SplitAt(ctx, regex, input, count, 0);
}

List<Text> GroupNames(EvalContext& ctx, const Regex* regex) {
  TextListBuilder names(ctx);
  for (const PatternGroup& group : regex->pattern->groups()) names.Add(Text(group.name));
  return names.Finish();
}
List<int32_t> GroupNumbers(EvalContext& ctx, const Regex* regex) {
  const auto& groups = regex->pattern->groups();
  auto* numbers = AllocateList<int32_t>(ctx, groups.size());
  if (numbers == nullptr) return {};
  std::transform(groups.begin(), groups.end(), numbers,
                 [](const PatternGroup& group) { return group.number; });
  return ListOf(numbers, groups.size());
}
int32_t GroupNumberFromName(EvalContext&, const Regex* regex, Text name) {
  auto found = regex->pattern->FindGroup(name.view());
  return found ? regex->pattern->groups()[*found].number : -1;
}
Text GroupNameFromNumber(EvalContext&, const Regex* regex, int32_t number) {
  auto found = regex->pattern->FindGroup(number);
  return found ? Text(regex->pattern->groups()[*found].name) : Text();
}
RegexOptions Options(EvalContext&, const Regex* regex) {
  return static_cast<RegexOptions>(regex->pattern->options());
}
Text Source(EvalContext&, const Regex* regex) { return Text(regex->pattern->source()); }

template <typename T>
bool Success(EvalContext&, const T* object) {
  return object->success();
}
template <typename T>
int32_t Index(EvalContext&, const T* object) {
  return static_cast<int32_t>(object->index());
}
template <typename T>
int32_t Length(EvalContext&, const T* object) {
  return static_cast<int32_t>(object->length());
}
Text MatchValue(EvalContext& ctx, const Match* match) {
  return PartOfInput(ctx, match->input, match->index(), match->length());
}
Text GroupValue(EvalContext& ctx, const Group* group) {
  return PartOfInput(ctx, group->match->input, group->index(), group->length());
}
Text GroupName(EvalContext&, const Group* group) {
  return group->known() ? Text(group->match->regex->pattern->groups()[group->group].name) : Text();
}

const Match* NextMatch(EvalContext& ctx, const Match* match) { return MatchAfter(ctx, *match); }
const GroupCollection* Groups(EvalContext& ctx, const Match* match) {
  char* at = ctx.Allocate(sizeof(GroupCollection));
  return at == nullptr ? nullptr : new (at) GroupCollection{match};
}
Text Result(EvalContext& ctx, const Match* match, Text with) {
  if (!match->success()) {
    ctx.Fail(EvalErrorKind::kNotSupported, "Result cannot be called on a failed Match.");
    return {};
  }
  Replacement replacement;
  if (!ParseReplacement(ctx, *match->regex, with, replacement) || !ctx.Charge(match->input.length)) return {};
  TextBuilder out(ctx);
  PatternMatch slots;
  slots.slots.assign(match->slots, match->slots + match->regex->pattern->groups().size() * 2);
  replacement.Append(out, ctx, Subject(match->input.view()), slots);
  return out.Finish();
}

// A match that failed has no group but itself.
uint32_t GroupCount(const GroupCollection& groups) {
  return groups.match->success() ? static_cast<uint32_t>(groups.match->regex->pattern->groups().size()) : 1;
}
int32_t Count(EvalContext&, const GroupCollection* groups) {
  return static_cast<int32_t>(GroupCount(*groups));
}
const Group* GroupOf(EvalContext& ctx, const GroupCollection& groups, std::optional<uint32_t> found) {
  return MakeGroup(ctx, *groups.match, found && *found < GroupCount(groups) ? *found : Group::kNone);
}
const Group* GroupAt(EvalContext& ctx, const GroupCollection* groups, int32_t number) {
  return GroupOf(ctx, *groups, groups->match->regex->pattern->FindGroup(number));
}
const Group* GroupNamed(EvalContext& ctx, const GroupCollection* groups, Text name) {
  return GroupOf(ctx, *groups, groups->match->regex->pattern->FindGroup(name.view()));
}
bool HasGroup(EvalContext&, const GroupCollection* groups, Text name) {
  auto found = groups->match->regex->pattern->FindGroup(name.view());
  return found && *found < GroupCount(*groups);
}
List<const Group*> Values(EvalContext& ctx, const GroupCollection* groups) {
  uint32_t count = GroupCount(*groups);
  auto* cells = AllocateList<const Group*>(ctx, count);
  for (uint32_t i = 0; cells != nullptr && i < count; ++i) {
    cells[i] = MakeGroup(ctx, *groups->match, i);
    if (cells[i] == nullptr) return {};
  }
  return ListOf(cells, count);
}

std::vector<Row> OfRegex() {
  constexpr std::string_view r = "Regex";
  constexpr std::string_view kMatch =
      "The first match, and where it stands; without one its Success is false and its Value \"\".";
  return {
      ChecksPattern<0, 1>(Constructor<NewRegex>(
          r, {"", "pattern, options = RegexOptions.None",
              "A pattern of .NET, matched in linear time. One that is not valid: ArgumentException.",
              R"x(new Regex("a+").Replace("caat", "o"))x", R"("cot")", kFails})),
      ChecksPattern<1, 2>(Static<StaticMatch>(
          r, {"Match", "input, pattern, options = RegexOptions.None", kMatch,
              R"x(Regex.Match("born 1984-05-06", @"(\d+)-(\d+)").Groups[1].Value)x", R"("1984")", kFails})),
      ChecksPattern<1, 2>(
          Static<StaticMatches>(r, {"Matches", "input, pattern, options = RegexOptions.None",
                                    "All matches that do not overlap, from left to right.",
                                    R"x(Regex.Matches("a1b22", @"\d+").Count)x", "2", kFails})),
      Method<FirstMatch>(
          r, {"Match", "regex, input", kMatch, R"x(new Regex(@"\d+").Match("Room 12").Value)x", R"("12")"}),
      Method<FirstMatchAt>(r, {"Match", "regex, input, startat", "The first match from a position on.",
                               R"x(new Regex("a").Match("aba", 1).Index)x", "2", kFails}),
      Method<Matches>(r, {"Matches", "regex, input", "All matches that do not overlap, from left to right.",
                          R"x(new Regex("a").Matches("aba").Count)x", "2"}),
      Method<MatchesAt>(r, {"Matches", "regex, input, startat", "All matches from a position on.",
                            R"x(new Regex("a").Matches("aba", 1).Count)x", "1", kFails}),
      Method<IsMatch>(r, {"IsMatch", "regex, input", "Whether the pattern matches anywhere in the text.",
                          R"x(new Regex("^b").IsMatch("ab"))x", "false"}),
      Method<IsMatchAt>(
          r, {"IsMatch", "regex, input, startat", "Whether the pattern matches from a position on.",
              R"x(new Regex("a").IsMatch("ab", 1))x", "false", kFails}),
      Method<Replace>(r, {"Replace", "regex, input, replacement, count = -1",
                          "The text with the first count matches replaced; -1 for all.",
                          R"x(new Regex("a").Replace("aaaaa", "b", 2))x", R"("bbaaa")", kFails}),
      Method<ReplaceAt>(
          r, {"Replace", "regex, input, replacement, count, startat", "The same from a position on.",
              R"x(new Regex("a").Replace("aaa", "b", 1, 1))x", R"("aba")", kFails}),
      Method<Split>(
          r, {"Split", "regex, input, count = 0", "The parts between matches, at most count; 0 for all.",
              R"x(new Regex(":").Split("k:l:m", 2))x", R"(["k","l:m"])", kFails}),
      Method<SplitAt>(r, {"Split", "regex, input, count, startat", "The same from a position on.",
                          R"x(new Regex(":").Split("k:l:m", 0, 2))x", R"(["k:l","m"])", kFails}),
      Method<GroupNames>(
          r, {"GetGroupNames", "regex", "The names of the groups; those without one have their number.",
              R"x(new Regex("(a)(?<n>b)").GetGroupNames())x", R"(["0","1","n"])"}),
      Method<GroupNumbers>(r, {"GetGroupNumbers", "regex", "The numbers of the groups.",
                               R"x(new Regex("(?<7>a)(b)").GetGroupNumbers())x", "[0,1,7]"}),
      Method<GroupNumberFromName>(
          r, {"GroupNumberFromName", "regex, name", "The number of the group; -1 when there is none.",
              R"x(new Regex("(a)(?<n>b)").GroupNumberFromName("n"))x", "2"}),
      Method<GroupNameFromNumber>(
          r, {"GroupNameFromNumber", "regex, i", "The name of the group; \"\" when there is none.",
              R"x(new Regex("(a)(?<n>b)").GroupNameFromNumber(2))x", R"("n")"}),
      Property<Options>(
          r, {"Options", "regex", "The options that it was made with.",
              R"x(new Regex("a", RegexOptions.IgnoreCase).Options == RegexOptions.IgnoreCase)x", "true"}),
      Method<Source>(r, {"ToString", "regex", "The pattern.", R"x(new Regex("a+").ToString())x", R"("a+")"}),
  };
}

std::vector<Row> OfMatches() {
  constexpr std::string_view m = "Match", g = "Group", c = "GroupCollection";
  return {
      Property<Success<Match>>(m, {"Success", "match", "Whether there was a match.",
                                   R"x(Regex.Match("ab", "c").Success)x", "false"}),
      Property<MatchValue>(m, {"Value", "match", "The text that matched; \"\" without a match.",
                               R"x(Regex.Match("aabc", "a{2,}b").Value)x", R"("aab")"}),
      Property<Index<Match>>(m, {"Index", "match", "Where it begins, in UTF-16 units.",
                                 R"x(Regex.Match("xab", "ab").Index)x", "1"}),
      Property<Length<Match>>(m, {"Length", "match", "How long it is, in UTF-16 units.",
                                  R"x(Regex.Match("xab", "ab").Length)x", "2"}),
      Property<Groups>(m, {"Groups", "match", "The groups of the match; group 0 is the whole.",
                           R"x(Regex.Match("ab", "(a)(b)").Groups.Count)x", "3"}),
      Method<NextMatch>(m, {"NextMatch", "match", "The match after this one.",
                            R"x(Regex.Match("a1b2", @"\d").NextMatch().Value)x", R"("2")"}),
      Method<Result>(m,
                     {"Result", "match, replacement", "The replacement pattern filled in for this match.",
                      R"x(Regex.Match("John Smith", @"(\w+) (\w+)").Result("$2"))x", R"("Smith")", kFails}),
      Method<MatchValue>(
          m, {"ToString", "match", "Its Value.", R"x(Regex.Match("ab", "b").ToString())x", R"("b")"}),
      Property<Count>(c, {"Count", "groups", "How many groups the pattern has, group 0 included.",
                          R"x(Regex.Match("ab", "(a)(b)").Groups.Count)x", "3"}),
      Indexer<GroupAt>(c,
                       {"", "groups, groupnum",
                        "The group of this number; one that the pattern has not is a group without Success.",
                        R"x(Regex.Match("ab", "(a)(b)").Groups[2].Value)x", R"("b")"}),
      Indexer<GroupNamed>(c, {"", "groups, groupname", "The group of this name.",
                              R"x(Regex.Match("ab", "(?<first>a)").Groups["first"].Value)x", R"("a")"}),
      Method<HasGroup>(c, {"ContainsKey", "groups, key", "Whether the pattern has a group of this name.",
                           R"x(Regex.Match("ab", "(?<first>a)").Groups.ContainsKey("last"))x", "false"}),
      Property<Values>(c, {"Values", "groups", "The groups as a list.",
                           R"x(Regex.Match("ab", "(a)(b)").Groups.Values.Count())x", "3"}),
      Property<Success<Group>>(g, {"Success", "group", "Whether the group took part in the match.",
                                   R"x(Regex.Match("a", "(a)|(b)").Groups[2].Success)x", "false"}),
      Property<GroupValue>(
          g, {"Value", "group", "The text of the group's last iteration; \"\" when it took no part.",
              R"x(Regex.Match("abc", "(.)+").Groups[1].Value)x", R"("c")"}),
      Property<Index<Group>>(g, {"Index", "group", "Where it begins, in UTF-16 units.",
                                 R"x(Regex.Match("ab", "a(b)").Groups[1].Index)x", "1"}),
      Property<Length<Group>>(g, {"Length", "group", "How long it is, in UTF-16 units.",
                                  R"x(Regex.Match("ab", "(ab)").Groups[1].Length)x", "2"}),
      Property<GroupName>(g, {"Name", "group", "Its name, or its number.",
                              R"x(Regex.Match("ab", "(a)").Groups[1].Name)x", R"("1")"}),
      Method<GroupValue>(g, {"ToString", "group", "Its Value.",
                             R"x(Regex.Match("ab", "(b)").Groups[1].ToString())x", R"("b")"}),
  };
}

}  // namespace

std::vector<Row> RegexObjectRows() {
  std::vector<Row> rows = OfRegex();
  for (Row& row : OfMatches()) rows.push_back(row);
  return rows;
}

}  // namespace idx::stdlib
