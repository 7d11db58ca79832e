// Values of the language as JSON, and JSON as values: the contract of `idx eval`.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/arena.h"
#include "base/core/result.h"
#include "compiler/check/check.h"
#include "stdlib/registry/bind.h"

namespace idx::compiler {

// Numbers, booleans, null and strings as JSON (NaN and the infinities as strings); char as a string of one
// character; lists, sets and tuples as arrays, byte[] as base64, dictionaries as objects; DateTime and
// DateOnly as ISO 8601; TimeSpan as C#'s "c"; Guid as "D"; enums by name, or by number where no member has
// it. Half a surrogate pair becomes an escape.
std::string ToJson(const typed::Program& program, const typed::Type& type, const stdlib::Slot& value);
// Appends a JSON string of WTF-8 bytes.
void AppendJsonString(std::string& out, std::string_view text);

// The members of a JSON object as variables: strings, booleans, numbers (int, long or double, the first that
// holds it), null (string?), and arrays of one of these.
struct JsonVariables {
  std::vector<ExpressionVariable> variables;
  std::vector<stdlib::Slot> values;  // parallel; point into memory
  std::deque<std::string> texts;
  Arena memory;
};
// Fills an empty one. Error: no JSON object, or a member of another kind.
Status ReadVariables(std::string_view json, JsonVariables& out);

}  // namespace idx::compiler
