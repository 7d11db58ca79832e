// "Did you mean": the known name nearest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace idx {

// The name that is near, "" if none is: equal but for case, or at most a third of its characters away. A view
// of one in `known`.
std::string_view NearestName(std::string_view wrong, std::span<const std::string_view> known);
std::string_view NearestName(std::string_view wrong, std::span<const std::string> known);
// "did you mean 'name'?", or "".
std::string DidYouMean(std::string_view wrong, std::span<const std::string_view> known);

}  // namespace idx
