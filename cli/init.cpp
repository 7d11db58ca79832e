// idx init DIR: a configuration that works.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/platform/file.h"
#include "base/platform/system_error.h"
#include "cli/commands.h"
#include "cli/starter.h"

namespace idx::cli {

namespace {

// Nothing is there, or an empty directory; names with a dot, such as .git, do not count.
Status CheckEmpty(const std::string& directory) {
  if (FileExists(directory + "/idx.xml"))
    return Error{
        Origin::kFile,
        fmt::format("{} already holds a configuration (idx.xml): choose another directory", directory)};
  if (!FileExists(directory)) return {};
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    std::string name = entry.path().filename().string();
    if (!name.starts_with('.'))
      return Error{Origin::kFile,
                   fmt::format("{} is not empty, it holds {}: choose another directory", directory, name)};
  }
  return error ? Status(SystemError("read the folder", directory, error.value())) : Status();
}

Status WriteStarter(const std::string& directory) {
  IDX_TRY(CheckEmpty(directory));
  for (const StarterFile& file : StarterFiles()) {
    std::string path = directory + "/" + std::string(file.path);
    IDX_TRY(MakeFolder(path.substr(0, path.rfind('/'))));
    IDX_TRY(WriteFileAtomic(path, file.text));
  }
  return {};
}

int Run(const std::string& directory) {
  Status written = WriteStarter(directory);
  if (!written.ok()) return CouldNotRun(written.error());
  Print(
      fmt::format("{0}/ now holds a configuration that works: people in data/hr.csv get accounts in "
                  "data/directory.csv.\nNext:\n"
                  "  idx lint {0}                         finds mistakes in it\n"
                  "  idx plan {0}                         shows what a sync would change\n"
                  "  idx sync {0}                         reads, joins, computes, and writes the accounts\n"
                  "Then open idx.xml and rules.idx there: every part says what it is for.\n",
                  ShellQuoted(directory)));
  return kDone;
}

}  // namespace

void AddInit(CLI::App& program, Command& chosen) {
  auto directory = std::make_shared<std::string>();
  CLI::App* command =
      program.add_subcommand("init", "Write a new configuration that works, with sample data");
  command->add_option("DIR", *directory, "Where; made if it is not there")->required();
  command->footer("Example: idx init my-idx");
  command->callback([=, &chosen] { chosen = [=](Session&) { return Run(*directory); }; });
}

}  // namespace idx::cli
