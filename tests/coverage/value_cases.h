// The lines of tests/golden/values, each taken apart: what every part of the expression was given, and
// whether it failed itself. So a test can ask for a case in which a function was given null, or in which an
// operation failed and not something inside of it.
#pragma once

#include <string>
#include <vector>

#include "base/batch/eval_context.h"
#include "stdlib/registry/registry.h"
#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {

enum class Given : uint8_t {
  kUnknown,      // it fails, or hangs on what stands around it
  kValue,        // not null
  kNullElement,  // a list with null in it
  kNull,
};

// An expression whose value hangs on nothing around it.
struct Part {
  const typed::Expr* expr = nullptr;
  std::vector<Given> args;                     // parallel to expr->args
  bool null = false;                           // its value is null
  EvalErrorKind error = EvalErrorKind::kNone;  // all arguments have values, and it fails
  Span where;                                  // of the error
};

struct ValueCase {
  std::string file;  // "fail_strings"
  std::string expression;
  std::string expected;
  const Checked* sources = nullptr;
  CheckedExpression checked;
  std::vector<Part> parts;                     // none where it does not compile
  EvalErrorKind error = EvalErrorKind::kNone;  // of the whole
  Span where;

  bool MustFail() const { return file.starts_with("fail_"); }
};

struct ValueFile {
  std::string name;
  Checked checked;
};

struct ValueCorpus {
  std::vector<ValueFile> files;
  std::vector<ValueCase> cases;
};

// Read and evaluated once.
const ValueCorpus& ValueCases();

// What is written of a case that is missing: "… add `//: expression ==> ?` …".
std::string HowToAdd(std::string_view file);

}  // namespace idx::compiler::golden
