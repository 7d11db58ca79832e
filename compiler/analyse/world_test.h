// A small configuration, rule files compiled against it, and rows of it: what the tests of this folder share.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/parse/parse.h"

namespace idx::compiler::analyse_test {

inline Attribute Declared(std::string name, TypeKind type, bool required = false) {
  Attribute a;
  a.name = a.identifier = std::move(name);
  a.type = type;
  a.required = required;
  return a;
}

// Types 0 Vault.User and 1 Hr.Person, both with Name, Mail, Number (long), Born (date), Score (double).
inline std::shared_ptr<Configuration> SmallWorld() {
  auto configuration = std::make_shared<Configuration>();
  auto shared = [](ObjectType& type) {
    for (auto& [name, kind] : std::vector<std::pair<std::string, TypeKind>>{{"Name", TypeKind::kString},
                                                                            {"Mail", TypeKind::kString},
                                                                            {"Number", TypeKind::kLong},
                                                                            {"Born", TypeKind::kDateOnly},
                                                                            {"Score", TypeKind::kDouble}})
      type.attributes.push_back(Declared(name, kind));
  };
  ObjectType vault;
  vault.application = "Vault";
  vault.name = "User";
  vault.attributes = {Declared("Enabled", TypeKind::kBool, true),
                      Declared("Classification", TypeKind::kEnum)};
  vault.attributes[1].enum_id = 0;
  shared(vault);
  ObjectType person;
  person.application = "Hr";
  person.name = "Person";
  shared(person);
  person.key = 0;
  configuration->types = {vault, person};
  configuration->vault_type_count = 1;
  configuration->enums = {{"Class", {{"Staff", 1}, {"Student", 2}}}};
  Application hr;
  hr.name = "Hr";
  hr.types.emplace_back();
  hr.types[0].type = 1;
  hr.types[0].join.vault_type = 0;
  configuration->applications = {hr};
  return configuration;
}

struct Analysed {
  Diagnostics diagnostics;
  std::shared_ptr<SourceSet> sources;
  std::shared_ptr<typed::Program> program;

  std::string codes() {
    diagnostics.Sort();
    std::string all;
    for (const Diagnostic& d : diagnostics.all()) all += (all.empty() ? "" : " ") + d.Code();
    return all;
  }
  std::shared_ptr<typed::Executable> Build() {
    return BuildExecutable(std::move(*program), sources, "digest");
  }
};

// The members of a static class R.
inline Analysed Analyse(const std::string& members) {
  Analysed result;
  LoadedConfiguration loaded;
  loaded.configuration = SmallWorld();
  FileId file = loaded.sources.Add("rules.idx", "static class R { " + members + " }");
  loaded.files.push_back(ParseFile(loaded.sources, file, loaded.tree, result.diagnostics));
  result.program = Check(loaded, result.diagnostics);
  bool sound = !result.diagnostics.has_errors();
  if (sound) AnalyseRules(*result.program, loaded.sources, result.diagnostics);
  result.sources = std::make_shared<SourceSet>(std::move(loaded.sources));
  EXPECT_TRUE(sound) << members << "\n" << result.codes() << " " << result.diagnostics.all()[0].message;
  return result;
}

}  // namespace idx::compiler::analyse_test
