// The configuration that golden files, documents and fuzzing check rules against, and rule text through the
// compiler's steps without files on disk.
#pragma once

#include <memory>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/typed/typed.h"
#include "compiler/xml/load.h"

namespace idx::compiler::golden {

// Vault.User, Workday.User and AD.User with attributes of every type that has a column, and the enum Class.
std::shared_ptr<Configuration> SampleConfiguration();
// Departments, and Countries without regard to case.
stdlib::LookupTables SampleTables();

struct Checked {
  Diagnostics diagnostics;  // sorted
  LoadedConfiguration loaded;
  std::shared_ptr<typed::Program> program;  // null where not even parsing came to an end
};

// Parses and checks one file; analyses it when it has no errors. With a limited parser every text comes to an
// end.
Checked CheckSource(const std::string& path, const std::string& source);

// "3:12 IDX2001 message (fix)" a line, with the notes of a diagnostic on lines of their own below it.
std::string Listing(const Checked& checked);

}  // namespace idx::compiler::golden
