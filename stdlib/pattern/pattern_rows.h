// The rows of regular expressions.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> RegexRows();  // Regex.IsMatch, Replace, Split, Escape, Unescape; Seq.SplitRegex
std::vector<Row>
RegexObjectRows();  // new Regex, Regex.Match, and the members of Regex, Match, GroupCollection, Group
std::vector<Row> RegexTimeoutRows();  // Regex with a timeout, and Count

}  // namespace idx::stdlib
