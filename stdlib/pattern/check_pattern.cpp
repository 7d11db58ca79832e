#include "stdlib/pattern/check_pattern.h"

#include "stdlib/pattern/pattern.h"

namespace idx::stdlib {

std::string CheckPatternConstants(std::span<const Slot* const> arguments, size_t pattern, size_t options) {
  bool has_options = options != kNoOptions;
  if (arguments[pattern] == nullptr || (has_options && arguments[options] == nullptr)) return "";
  auto text = FromSlot<Text>(*arguments[pattern]);
  PatternError error;
  if (Pattern::Compile(text.view(), has_options ? FromSlot<int32_t>(*arguments[options]) : 0, error) !=
      nullptr)
    return "";
  return error.kind == PatternErrorKind::kOptions ? error.message : error.Describe(text.view());
}

}  // namespace idx::stdlib
