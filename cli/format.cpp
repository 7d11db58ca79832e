// idx fmt PATH…: the layout of .idx and .xml made regular, or XML rules as .idx.
#include "compiler/parse/format.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/platform/file.h"
#include "cli/argument_errors.h"
#include "cli/commands.h"
#include "compiler/diagnostics/render.h"
#include "compiler/xml/as_idx.h"
#include "compiler/xml/files.h"
#include "compiler/xml/format_xml.h"
#include "compiler/xml/reader.h"

namespace idx::cli {

namespace {

using compiler::Diagnostics;
using compiler::FileId;
using compiler::SourceSet;

struct Options {
  std::vector<std::string> paths;
  std::string to;
  bool check = false;
};

struct Found {
  std::string path;  // as it is opened, and shown
  FileId file;
};

class Formatter {
 public:
  explicit Formatter(bool check) : check_(check) {}

  int Run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      Status added = Add(path);
      if (!added.ok()) return CouldNotRun(added.error());
    }
    for (const Found& found : files_) {
      Status done = Format(found);
      if (!done.ok()) return CouldNotRun(done.error());
    }
    if (!diagnostics_.all().empty()) {
      diagnostics_.Sort();
      PrintError(RenderText(diagnostics_, sources_));
    }
    bool differs = check_ && changed_ > 0;
    if (differs) PrintError(fmt::format("{} of {} files would change\n", changed_, files_.size()));
    return diagnostics_.has_errors() || differs ? kInputErrors : kDone;
  }

 private:
  Status Add(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      if (!path.ends_with(".idx") && !path.ends_with(".xml"))
        return Error{Origin::kInput, fmt::format("{} is neither .idx nor .xml, nor a directory", path)};
      IDX_ASSIGN(std::string text, ReadFile(path));
      files_.push_back({path, sources_.Add(path, std::move(text))});
      return {};
    }
    SourceSet inside;
    IDX_ASSIGN(std::vector<compiler::xml::FoundFile> found,
               compiler::xml::ReadFiles(path, {}, inside, diagnostics_));
    for (const compiler::xml::FoundFile& f : found) {
      const std::string& text = inside.file(f.file).text();
      std::string whole = path + (path.ends_with('/') ? "" : "/") + f.path;
      if (f.path.ends_with(".idx") || IsOurs(text)) files_.push_back({whole, sources_.Add(whole, text)});
    }
    return {};
  }

  // Other XML may lie in the directory.
  static bool IsOurs(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    auto root = compiler::xml::ReadXml(sources, sources.Add("", text), diagnostics);
    if (root == nullptr) return true;  // its mistakes are told
    const compiler::xml::Attribute* ns = root->Find("xmlns");
    if (ns != nullptr) return ns->value.value == "urn:idx:config:1";
    return root->name == "Configuration" || root->name == "Application";
  }

  Status Format(const Found& found) {
    const std::string& text = sources_.file(found.file).text();
    auto formatted = found.path.ends_with(".idx") ? FormatRules(sources_, found.file, diagnostics_)
                                                  : FormatXml(sources_, found.file, diagnostics_);
    if (!formatted.has_value() || *formatted == text) return {};
    ++changed_;
    if (!check_) IDX_TRY(WriteFileAtomic(found.path, *formatted));
    Print(found.path + "\n");
    return {};
  }

  bool check_;
  SourceSet sources_;
  Diagnostics diagnostics_;
  std::vector<Found> files_;
  size_t changed_ = 0;
};

int PrintAsIdx(const std::string& directory) {
  Diagnostics diagnostics;
  auto loaded = compiler::LoadConfiguration(directory, diagnostics);
  if (!loaded.ok()) return CouldNotRun(loaded.error());
  if (diagnostics.has_errors()) {
    PrintError(RenderText(diagnostics, loaded.value().sources));
    return kInputErrors;
  }
  std::string rules = XmlRulesAsIdx(loaded.value());
  if (rules.empty()) PrintError(fmt::format("idx: {} has no rules in XML\n", directory));
  Print(rules);
  return kDone;
}

int Run(const Options& options) {
  if (options.to.empty()) return Formatter(options.check).Run(options.paths);
  if (options.paths.size() != 1 || options.check)
    return CouldNotRun(Error{Origin::kInput, "fmt --to=idx takes one configuration: a directory"});
  return PrintAsIdx(options.paths[0]);
}

}  // namespace

void AddFormat(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("fmt", "Make the layout of .idx and .xml regular; prints the files it changes");
  command->add_option("PATH", options->paths, "Files, or directories with all of theirs")->required();
  command->add_flag("--check", options->check, "Change nothing; exit code 1 when a file would change");
  command->add_option("--to", options->to, "idx: print the rules in XML as .idx, and change nothing")
      ->check(OneOf({"idx"}));
  command->footer("Example: idx fmt --check my-idx");
  command->callback([=, &chosen] { chosen = [=](Session&) { return Run(*options); }; });
}

}  // namespace idx::cli
