#include "stdlib/pattern/regex_objects.h"

#include <algorithm>
#include <new>

#include "base/value/utf.h"
#include "stdlib/pattern/pattern_cache.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {
namespace {

// How many kept values are looked through for a pattern that is kept already, and how many may be kept at
// all.
constexpr size_t kLookedThrough = 64;
constexpr size_t kMaxKept = 100'000;

template <typename T>
T* Make(EvalContext& ctx, T value) {
  char* at = ctx.Allocate(sizeof(T));
  return at == nullptr ? nullptr : new (at) T(value);
}

bool Keep(EvalContext& ctx, const std::shared_ptr<const Pattern>& pattern) {
  size_t look = std::min(ctx.kept.size(), kLookedThrough);
  for (size_t i = 1; i <= look; ++i) {
    if (ctx.kept[ctx.kept.size() - i] == pattern) return true;
  }
  if (ctx.kept.size() >= kMaxKept) {
    ctx.Fail(EvalErrorKind::kMemory, "too many patterns are made in one batch");
    return false;
  }
  ctx.kept.push_back(pattern);
  return true;
}

const Match* MakeMatch(EvalContext& ctx, const Regex& regex, const Text& input, bool found,
                       const PatternMatch& match) {
  if (ctx.failed()) return nullptr;
  Match made;
  made.regex = &regex;
  made.input = input;
  if (found) {
    auto* slots = reinterpret_cast<uint32_t*>(ctx.Allocate(match.slots.size() * sizeof(uint32_t)));
    if (slots == nullptr) return nullptr;
    std::copy(match.slots.begin(), match.slots.end(), slots);
    made.slots = slots;
  }
  return Make(ctx, made);
}

}  // namespace

const Regex* MakeRegex(EvalContext& ctx, std::string_view pattern, int32_t options) {
  auto used = UsePattern(ctx, pattern, options);
  if (used == nullptr || !Keep(ctx, used)) return nullptr;
  return Make(ctx, Regex{used.get()});
}

const Match* MatchFrom(EvalContext& ctx, const Regex& regex, const Text& input, uint32_t start) {
  PatternMatch match;
  bool found = regex.pattern->Find(ctx, Subject(input.view()), start, match);
  return MakeMatch(ctx, regex, input, found, match);
}

const Match* MatchAfter(EvalContext& ctx, const Match& last) {
  if (!last.success()) return &last;
  if (!ctx.Charge(last.input.length)) return nullptr;
  PatternMatch match;
  match.slots.assign(last.slots, last.slots + last.regex->pattern->groups().size() * 2);
  bool found = last.regex->pattern->FindNext(ctx, Subject(last.input.view()), match);
  return MakeMatch(ctx, *last.regex, last.input, found, match);
}

List<const Match*> AllMatches(EvalContext& ctx, const Regex& regex, const Text& input, uint32_t start) {
  Subject subject(input.view());
  PatternMatch match;
  std::vector<const Match*> all;
  for (bool found = regex.pattern->Find(ctx, subject, start, match); found;
       found = regex.pattern->FindNext(ctx, subject, match)) {
    const Match* made = MakeMatch(ctx, regex, input, true, match);
    if (made == nullptr) return {};
    all.push_back(made);
  }
  if (ctx.failed()) return {};
  auto* cells = AllocateList<const Match*>(ctx, all.size());
  if (cells == nullptr) return {};
  std::copy(all.begin(), all.end(), cells);
  return ListOf(cells, all.size());
}

const Group* MakeGroup(EvalContext& ctx, const Match& match, uint32_t group) {
  Group made;
  made.match = &match;
  made.group = group;
  return Make(ctx, made);
}

Text PartOfInput(EvalContext& ctx, const Text& input, uint32_t from, uint32_t length) {
  if (length == 0 || !ctx.Charge(input.length)) return {};
  return Subject(input.view()).Part(ctx, from, length);
}

}  // namespace idx::stdlib
