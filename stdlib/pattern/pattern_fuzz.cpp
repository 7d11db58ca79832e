// Any bytes as options, a pattern and a text: what parses gives a bounded program, the matchers agree with
// each other and with RE2, work stays linear, and escaping makes a pattern of itself.
#include <algorithm>

#include "base/core/assert.h"
#include "base/value/utf.h"
#include "stdlib/pattern/operations.h"

namespace idx::stdlib {
namespace {

constexpr size_t kMaxText = 400;
constexpr int64_t kWork = 20'000'000;

void CheckRefused(const PatternError& error, std::string_view pattern) {
  IDX_ASSERT(error.kind != PatternErrorKind::kNone);
  IDX_ASSERT(!error.message.empty());
  IDX_ASSERT(error.byte <= pattern.size());
}

void CheckMatchers(const Pattern& pattern, const Subject& subject, EvalContext& ctx) {
  const Program& program = pattern.program();
  Search search = {subject.units(), 0, 0};
  std::vector<uint32_t> threaded(pattern.groups().size() * 2), traced = threaded;
  int64_t steps = kWork;
  Found found = FindByThreads(program, search, threaded, steps);
  IDX_ASSERT(kWork - steps <= int64_t{4} * program.states() * (subject.size() + 1) + 16);
  if (found == Found::kSpent) return;
  if (CanTrace(program, search)) {
    int64_t left = kWork;
    IDX_ASSERT(FindByTracing(program, search, traced, left) == found);
    if (found == Found::kYes) IDX_ASSERT(traced == threaded);
  }
  if (found == Found::kYes) IDX_ASSERT(threaded[0] <= threaded[1] && threaded[1] <= subject.size());
  ctx.Begin();
  ctx.steps_left = kWork;
  bool matched = pattern.IsMatch(ctx, subject);
  if (!ctx.failed()) IDX_ASSERT(matched == (found == Found::kYes));
}

void CheckOperations(const Pattern& pattern, std::string_view text, EvalContext& ctx) {
  ctx.Begin();
  Text input(text);
  Replacement replacement;
  PatternError error;
  IDX_ASSERT(Replacement::Parse("$0", pattern, replacement, error));
  Text same = ReplaceMatches(ctx, pattern, input, replacement);
  if (!ctx.failed() && IsValidWtf8(text)) IDX_ASSERT(same.view() == text);
  ctx.Begin();
  List<Text> parts = SplitAtMatches(ctx, pattern, input);
  if (!ctx.failed()) IDX_ASSERT(parts.size() >= 1);
}

void CheckEscape(std::string_view text, EvalContext& ctx) {
  if (!IsValidWtf8(text)) return;
  std::string plain, escaped = EscapePattern(text);
  PatternError error;
  IDX_ASSERT(UnescapePattern(escaped, plain, error) && plain == text);
  auto pattern = Pattern::Compile("\\A" + escaped + "\\z", 0, error);
  IDX_ASSERT(pattern != nullptr);
  ctx.Begin();
  ctx.steps_left = kWork;
  IDX_ASSERT(pattern->IsMatch(ctx, Subject(text)));
}

void Check(const uint8_t* data, size_t size) {
  if (size == 0) return;
  int32_t options =
      data[0] & (kIgnoreCase | kMultiline | kExplicitCapture | kSingleline | kIgnorePatternWhitespace);
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  size_t end = std::min(bytes.find('\0'), bytes.size());
  std::string_view source = bytes.substr(0, end);
  std::string_view text = bytes.substr(std::min(end + 1, bytes.size())).substr(0, kMaxText);
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  CheckEscape(text, ctx);
  PatternError error;
  auto pattern = Pattern::Compile(source, options, error);
  if (pattern == nullptr) return CheckRefused(error, source);
  IDX_ASSERT(pattern->program().code.size() <= kMaxPatternInstructions);
  CheckMatchers(*pattern, Subject(text), ctx);
  CheckOperations(*pattern, text, ctx);
}

}  // namespace
}  // namespace idx::stdlib

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  idx::stdlib::Check(data, size);
  return 0;
}
