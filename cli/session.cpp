#include "cli/session.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "base/platform/system_error.h"
#include "cli/build_id.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/program_cache.h"

namespace idx::cli {

const compiler::NativeBackend* Session::Native() {
  if (native != nullptr) return native;
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 8);
  if (length > 0) {
    std::string other(path, static_cast<size_t>(length));
    other += "-native";
    if (access(other.c_str(), X_OK) == 0) execv(other.c_str(), arguments);
  }
  PrintError("idx: warning: idx-native is not beside idx: rules are interpreted, which is slow.\n");
  return nullptr;
}

namespace {

bool output_lost = false;

// A reader that went away, such as head, has what it wanted.
void LoseOutput(int why) {
  output_lost = true;
  if (why != EPIPE) PrintError("idx: " + SystemError("write", "the output", why).message + "\n");
}

}  // namespace

void Print(std::string_view text) {
  if (!output_lost && std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) LoseOutput(errno);
}

bool FlushOutput() {
  if (!output_lost && std::fflush(stdout) != 0) LoseOutput(errno);
  return !output_lost;
}

void PrintError(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

int CouldNotRun(const Error& error) {
  PrintError("idx: " + error.message + "\n");
  return kCouldNotRun;
}

std::string ShellQuoted(const std::string& path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+@%,:=";
  bool plain = !path.empty() && path[0] != '-';
  for (char c : path) plain = plain && (kPlain.find(c) != std::string_view::npos || (c & 0x80) != 0);
  if (plain) return path;
  std::string quoted = "'";
  for (char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string DataFolder(const std::string& directory, const std::string& data_option) {
  return data_option.empty() ? directory + "/.idx" : data_option;
}

Compiled CompileFor(const std::string& directory, const compiler::CompileOptions& options) {
  Compiled result;
  auto compiled = compiler::Compile(directory, options);
  if (!compiled.ok()) {
    CouldNotRun(compiled.error());
    return result;
  }
  result.compilation = std::move(compiled).value();
  const compiler::Compilation& c = result.compilation;
  for (const compiler::Diagnostic& d : c.diagnostics.all())
    if (d.severity == compiler::Severity::kError || c.program == nullptr)
      PrintError(RenderText(d, *c.sources));
  if (!c.native_problem.empty())
    PrintError("idx: warning: rules are interpreted: " + c.native_problem + "\n");
  if (!c.keep_problem.empty())
    PrintError("idx: warning: each start compiles the rules again: " + c.keep_problem + "\n");
  result.exit_code = c.program != nullptr ? kDone : kInputErrors;
  return result;
}

Compiled CompileToRun(Session& session, const std::string& directory, const std::string& data) {
  compiler::CompileOptions options;
  options.cache = {data + "/code", kBuildId};
  if (std::optional<compiler::Compilation> kept = compiler::LoadProgram(directory, options.cache))
    return {kDone, std::move(*kept)};
  options.native = session.Native();
  return CompileFor(directory, options);
}

}  // namespace idx::cli
