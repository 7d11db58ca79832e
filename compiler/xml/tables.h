// <Table>: the CSV files that idx.xml names, and what is in them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "compiler/xml/loading.h"
#include "stdlib/composite/frozen_dictionary.h"

namespace idx::compiler::xml {

// The files of tables, each read and added to the sources once. Not thread-safe.
class TableFiles {
 public:
  // Of a directory.
  TableFiles(std::string directory, SourceSet& sources, Diagnostics& diagnostics)
      : directory_(std::move(directory)), sources_(sources), diagnostics_(diagnostics) {}
  // Of files in memory, which are among the sources.
  TableFiles(std::map<std::string, FileId> given, SourceSet& sources, Diagnostics& diagnostics)
      : files_(given.begin(), given.end()), sources_(sources), diagnostics_(diagnostics) {}

  // Of every <Table> in <Configuration>, in their order. What cannot be read is a diagnostic: IDX4005,
  // IDX4008, IDX4018.
  void ReadAll(const Element& configuration);
  // Of one element; nothing where it has none, or none that could be read.
  std::optional<FileId> Find(const Element& table) const;

 private:
  std::optional<FileId> Read(const Attribute& path);

  std::optional<std::string> directory_;
  std::map<std::string, std::optional<FileId>> files_;  // by path, as PlainPath gives it
  SourceSet& sources_;
  Diagnostics& diagnostics_;
  uint64_t total_ = 0;
};

// All that a rule set is made of, in the order in which LoadConfiguration has it: for whoever wants the
// digest of a configuration and nothing else. False: something is wrong, and LoadConfiguration says what.
bool ReadSources(const std::string& directory, SourceSet& sources);

// What the tables hold. Gives IDX0005, IDX4005, IDX4006, IDX4007, IDX4018, IDX4020 and IDX4021; a table with
// an error is there all the same, so that rules that use it are not told that there is none.
void ReadTables(const Element& configuration, const TableFiles& files, Loading& loading,
                stdlib::LookupTables& tables);

}  // namespace idx::compiler::xml
