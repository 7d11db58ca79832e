// "Did you mean": the known name nearest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace idx {

// "did you mean 'name'?", or "" if none is near: equal but for case, or at most a third of its characters
// away.
std::string DidYouMean(std::string_view wrong, std::span<const std::string_view> known);

}  // namespace idx
