// idx explain-code IDX1042: what a diagnostic means and what to do.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "cli/commands.h"

namespace idx::cli {

namespace {

int Run(const std::string& code) {
  std::string_view digits = code;
  if (digits.starts_with("IDX") || digits.starts_with("idx")) digits.remove_prefix(3);
  uint16_t id = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (error == std::errc() && end == digits.data() + digits.size()) {
    for (const compiler::DiagnosticInfo& info : compiler::DiagnosticTable()) {
      if (info.id != id) continue;
      std::string_view kind = info.severity == compiler::Severity::kError ? "error" : "warning";
      Print(fmt::format("IDX{:04} ({})\n{}\n\n{}\n", id, kind, info.message, info.page));
      return kDone;
    }
  }
  return CouldNotRun(Error{Origin::kInput, "there is no diagnostic " + code + ". They look like IDX2001."});
}

}  // namespace

void AddExplainCode(CLI::App& program, Command& chosen) {
  auto code = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("explain-code", "What a diagnostic means, and what to do");
  command->add_option("CODE", *code, "Such as IDX2001")->required();
  command->footer("Example: idx explain-code IDX2001");
  command->callback([=, &chosen] { chosen = [=](Session&) { return Run(*code); }; });
}

}  // namespace idx::cli
