// What all commands share: how they end, what they write, and how they get native code.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "compiler/driver/compile.h"

namespace CLI {
class App;
}

namespace idx::cli {

// What an exit code means, for every command.
inline constexpr int kDone = 0;
inline constexpr int kInputErrors = 1;
inline constexpr int kCouldNotRun = 2;
inline constexpr int kHeld = 3;

// One run of the program. Not thread-safe.
struct Session {
  const compiler::NativeBackend* native = nullptr;  // null in the program without LLVM
  char** arguments = nullptr;
  bool verbose = false;

  // The backend. The program without LLVM becomes the one with it here, and begins again; so call it before
  // anything is read or written. Null, with a warning, when the other program is not there: then the
  // interpreter runs the rules.
  const compiler::NativeBackend* Native();
};

// The command that was chosen, ready to run; its result is the exit code.
using Command = std::function<int(Session&)>;
// Adds a subcommand to the program; when it is chosen it sets `chosen`.
using AddCommand = void (*)(CLI::App& program, Command& chosen);

int RunProgram(int argc, char** argv, const compiler::NativeBackend* native);

// To standard output and standard error. Once output cannot be written, the rest of it is dropped while the
// work goes on to its orderly end.
void Print(std::string_view text);
void PrintError(std::string_view text);
// Hands what was printed to the system. False when some of it could not be written: which has been said,
// unless a reader just went away.
bool FlushOutput();
// "idx: message" to standard error; kCouldNotRun.
int CouldNotRun(const Error& error);

// A path as a shell takes it: in quotes where it needs them.
std::string ShellQuoted(const std::string& path);

// Where a command keeps its state: --data, or DIR/.idx.
std::string DataFolder(const std::string& directory, const std::string& data_option);

// Compiles; diagnostics go to standard error. The exit code is kDone only when program is set.
struct Compiled {
  int exit_code = kCouldNotRun;
  compiler::Compilation compilation;
};
Compiled CompileFor(const std::string& directory, const compiler::CompileOptions& options);
// The same to run the rules: a program that was kept in the data folder, or else one that is compiled with
// native code, for which this may begin again (Session::Native), and kept there.
Compiled CompileToRun(Session& session, const std::string& directory, const std::string& data);

}  // namespace idx::cli
