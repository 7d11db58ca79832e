// idx explain-code IDX1042: what a diagnostic means and what to do.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "cli/commands.h"
#include "compiler/diagnostics/render.h"

namespace idx::cli {

namespace {

std::string Indented(std::string_view text) {
  std::string lines = "    ";
  for (char c : compiler::Harmless(text)) {
    lines += c;
    if (c == '\n') lines += "    ";
  }
  return lines + "\n";
}

// The message of any case: … for {0}.
std::string Message(std::string_view message) {
  std::string text;
  for (size_t i = 0; i < message.size(); ++i) {
    bool argument = message[i] == '{' && i + 2 < message.size() && message[i + 2] == '}';
    text += argument ? "…" : std::string(1, message[i]);
    if (argument) i += 2;
  }
  return text;
}

std::string_view PlaceOf(compiler::ExampleKind kind) {
  switch (kind) {
    case compiler::ExampleKind::kExpression:
      return "As an expression";
    case compiler::ExampleKind::kMapper:
      return "In a mapper";
    case compiler::ExampleKind::kMembers:
      return "In a static class";
    case compiler::ExampleKind::kMap:
      return "In <Mappers>";
    case compiler::ExampleKind::kApplication:
      return "In <Application>";
    case compiler::ExampleKind::kTable:
      return "As the file of a <Table>";
    case compiler::ExampleKind::kConfiguration:
      return "As idx.xml";
  }
  return "";
}

int Run(const std::string& code) {
  std::string_view digits = code;
  if (digits.starts_with("IDX") || digits.starts_with("idx")) digits.remove_prefix(3);
  uint16_t id = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  bool number = error == std::errc() && end == digits.data() + digits.size();
  for (const compiler::DiagnosticInfo& info : compiler::DiagnosticTable()) {
    if (!number || info.id != id) continue;
    std::string_view kind = info.severity == compiler::Severity::kError ? "error" : "warning";
    Print(fmt::format("IDX{:04} ({})\n{}\n\n{}\n", id, kind, Message(info.message), info.page));
    for (const compiler::DiagnosticExample& example : compiler::DiagnosticExamples())
      if (example.id == id)
        Print(fmt::format("\n{} this gives it:\n{}\nWrite:\n{}", PlaceOf(example.kind),
                          Indented(example.wrong), Indented(example.right)));
    return kDone;
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
