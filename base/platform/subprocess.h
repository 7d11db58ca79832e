// Runs another program with arguments, without a shell.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/core/result.h"

namespace idx {

struct Command {
  std::vector<std::string> arguments;  // [0]: path of the program, no search in PATH
  std::vector<std::pair<std::string, std::string>> environment;  // added to ours, or in place of ours
  std::vector<std::string> without_environment;                  // variables of ours that it must not see
  std::string folder;                                            // working folder; empty: ours
  std::string input;                                             // its standard input
  int timeout_ms = 60'000;                                       // then it is killed, with its process group
  size_t max_output = size_t{1} << 20;                           // of each stream; what is more is dropped
  struct User {
    uid_t uid = 0;
    gid_t gid = 0;
  };
  std::optional<User> user;  // needs root; groups are set to {gid}
};

struct CommandResult {
  int exit_code = 0;  // 128 + signal when a signal ended it
  std::string output;
  std::string errors;
};

// Waits for its end. Error: it could not be started, or ran into the timeout; an exit code other than 0 is
// none.
Result<CommandResult> RunCommand(const Command& command);

// Starts a program that may go on after us: in a session of its own and no child of ours, with nothing to
// read; its user appends its output and errors to the file `log`. Input, timeout and max_output do not count.
// Returns its process id. Error: it could not be started.
Result<pid_t> StartDetached(const Command& command, const std::string& log);

}  // namespace idx
