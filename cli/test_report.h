// What tests came to, and how that is shown: to a person, as JSON, and as JUnit XML.
#pragma once

#include <string>
#include <vector>

#include "compiler/program/program.h"

namespace idx::cli {

struct TestOutcome {
  std::string suite;  // the class, or the table's file
  std::string name;   // of the test in it
  compiler::SourceLocation where;
  bool passed = false;
  std::string message;
  // Of a table's row: one for each value that differs.
  struct Difference {
    std::string what;
    std::string expected;
    std::string actual;
  };
  std::vector<Difference> differences;
  std::vector<std::string> said;  // by Log.*: "info: made"
  double seconds = 0;

  // "Account.LoginIsKept", "tests/HR.Person.inbound.csv: line 2 both names"
  std::string FullName() const {
    bool file = suite.find('/') != std::string::npos;
    return suite.empty() ? name : suite + (file ? ": " : ".") + name;
  }
};

std::string TestText(const TestOutcome& outcome);
std::string TestsAsJson(const std::vector<TestOutcome>& outcomes);
// Source: the schema that Jenkins' JUnit plugin and GitLab read.
std::string TestsAsJUnit(const std::vector<TestOutcome>& outcomes);

}  // namespace idx::cli
