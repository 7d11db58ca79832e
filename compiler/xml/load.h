// A configuration directory → its settings and schemas, and the syntax trees of all its rules. XML rules
// become the same AST as .idx files: each <Map>, <Join>, <Filter> … is a static method with the attribute
// ([Inbound(…)], …) that an author of .idx would write, with spans that point into the XML, down to the
// column inside an attribute.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/schema/configuration.h"
#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"
#include "stdlib/composite/frozen_dictionary.h"

namespace idx::compiler {

struct LoadLimits {
  uint32_t max_files = 10'000;
  uint64_t max_bytes = 256u << 20;  // of all files
};

// Where attributes are declared, by the type's full name and the attribute's identifier.
using AttributePlaces = std::map<std::pair<std::string, std::string>, Span>;

// Everything that was read. Movable; owns the sources and trees.
struct LoadedConfiguration {
  SourceSet sources;
  ast::Tree tree;
  std::vector<ast::File> files;  // every .idx file, and one for the rules of each XML file
  std::shared_ptr<Configuration> configuration;
  AttributePlaces attribute_places;
  stdlib::LookupTables tables;
};

// Reads DIR/idx.xml, all .xml and .idx files below DIR (in byte order of their paths; hidden folders,
// templates and data are left out), and the CSV files of its tables. Gives IDX0xxx and IDX4xxx; the error
// Result is for a directory that cannot be read at all.
Result<LoadedConfiguration> LoadConfiguration(const std::string& directory, Diagnostics& diagnostics,
                                              const LoadLimits& limits = {});

// The same of files in memory (an upload, a test): their paths relative to the configuration, and their
// texts. Those of tables end in .csv.
struct ConfigurationFile {
  std::string path;
  std::string text;
};
LoadedConfiguration LoadConfigurationFiles(std::vector<ConfigurationFile> files, Diagnostics& diagnostics);

}  // namespace idx::compiler
