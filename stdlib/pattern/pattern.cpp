#include "stdlib/pattern/pattern.h"

#include <algorithm>

#include "base/value/utf.h"

namespace idx::stdlib {
namespace {

// Units of work that one step of the budget pays for.
constexpr int64_t kWorkPerStep = 16;
// RE2's work is not known; it is charged as this many instructions at once for each character.
constexpr uint64_t kInstructionsPerCharacter = 32;
// Texts from this length on are first asked for any match before one is looked for.
constexpr uint32_t kAskFirst = 256;

}  // namespace

Subject::Subject(std::string_view text) : text_(text) {
  if (IsAscii(text)) {
    // An empty text has no bytes to point at.
    static constexpr uint8_t kNothing = 0;
    units_.ascii = text.empty() ? &kNothing : reinterpret_cast<const uint8_t*>(text.data());
    units_.size = static_cast<uint32_t>(text.size());
    return;
  }
  wide_ = ToUtf16(text);
  units_.wide = wide_.data();
  units_.size = static_cast<uint32_t>(wide_.size());
}

Text Subject::Part(EvalContext& ctx, uint32_t from, uint32_t length) const {
  if (ascii()) return Text(text_.substr(from, length));
  if (from == 0 && length == size()) return Text(text_);
  return ctx.MakeText(FromUtf16(std::u16string_view(wide_).substr(from, length)));
}

std::shared_ptr<const Pattern> Pattern::Compile(std::string_view pattern, int32_t options,
                                                PatternError& error) {
  Syntax syntax;
  if (!ParsePattern(pattern, options, syntax, error)) return nullptr;
  std::shared_ptr<Pattern> made(new Pattern());
  if (!MakeProgram(syntax, made->program_, error)) return nullptr;
  made->source_ = pattern;
  made->options_ = options;
  made->ascii_engine_ = std::make_unique<AsciiEngine>(syntax);
  made->groups_ = std::move(syntax.groups);
  return made;
}

std::optional<uint32_t> Pattern::FindGroup(int32_t number) const {
  auto at = std::lower_bound(groups_.begin(), groups_.end(), number,
                             [](const PatternGroup& group, int32_t n) { return group.number < n; });
  if (at == groups_.end() || at->number != number) return std::nullopt;
  return static_cast<uint32_t>(at - groups_.begin());
}

std::optional<uint32_t> Pattern::FindGroup(std::string_view name) const {
  for (uint32_t i = 0; i < groups_.size(); ++i) {
    if (groups_[i].name == name) return i;
  }
  return std::nullopt;
}

bool Pattern::Run(EvalContext& ctx, const Search& search, std::span<uint32_t> slots) const {
  if (ctx.failed()) return false;
  int64_t limit = (std::max<int64_t>(ctx.steps_left, 0) + 1) * kWorkPerStep;
  int64_t left = limit;
  Found found = FindMatch(program_, search, slots, left);
  // Charge counts 16 bytes as a step, as kWorkPerStep does.
  if (!ctx.Charge(static_cast<uint64_t>(limit - left))) return false;
  return found == Found::kYes;
}

std::optional<bool> Pattern::AskAsciiEngine(EvalContext& ctx, const Subject& subject) const {
  // A fixed text at the beginning is found sooner by ourselves.
  if (!subject.ascii() || (program_.anchored && program_.marks == 0)) return std::nullopt;
  if (!ctx.Charge(subject.size() * (1 + program_.code.size() / kInstructionsPerCharacter))) return false;
  bool known = false;
  bool found = ascii_engine_->IsMatch(subject.bytes(), known);
  if (!known) return std::nullopt;
  return found;
}

bool Pattern::IsMatch(EvalContext& ctx, const Subject& subject, uint32_t start) const {
  if (start == 0) {
    if (std::optional<bool> answer = AskAsciiEngine(ctx, subject)) return *answer;
  }
  return Run(ctx, {subject.units(), start, start}, {});
}

bool Pattern::Find(EvalContext& ctx, const Subject& subject, uint32_t start, PatternMatch& match) const {
  match.slots.assign(groups_.size() * 2, kNoPosition);
  if (start == 0 && subject.size() >= kAskFirst && !AskAsciiEngine(ctx, subject).value_or(true)) return false;
  return Run(ctx, {subject.units(), start, start}, match.slots);
}

bool Pattern::FindNext(EvalContext& ctx, const Subject& subject, PatternMatch& match) const {
  uint32_t end = match.end();
  bool empty = match.length() == 0;
  if (empty && end == subject.size()) return false;
  // \G stands for the last match's end, even where the search begins one further.
  return Run(ctx, {subject.units(), empty ? end + 1 : end, end}, match.slots);
}

}  // namespace idx::stdlib
