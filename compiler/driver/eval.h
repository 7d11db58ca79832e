// One expression through the whole compiler, and its value: `idx eval`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/batch/message_log.h"
#include "compiler/driver/json_value.h"
#include "compiler/driver/native.h"

namespace idx::compiler {

struct EvalOptions {
  const LoadedConfiguration* loaded = nullptr;  // its methods and enums may be named; null: the library only
  const JsonVariables* variables = nullptr;
  const NativeBackend* native = nullptr;  // null: the interpreter
  DateTime now;                           // the run's clock, UTC
  DateOnly today;
};

struct EvalAnswer {
  bool ok = false;
  std::string json;  // the value
  // When not ok:
  std::string error_id;  // "IDX3005": the first diagnostic, or the evaluation error's
  std::string message;
  std::string rendered;  // all diagnostics as text for a person
  // What the expression said by Log.*, of every level.
  std::vector<LogMessage> said;
};

EvalAnswer Evaluate(std::string_view expression, const EvalOptions& options);

}  // namespace idx::compiler
