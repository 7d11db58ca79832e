#include "base/platform/subprocess.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include "base/platform/file.h"
#include "base/platform/system_error.h"

extern char** environ;

namespace idx {
namespace {

struct Pipe {
  FileHandle read;
  FileHandle write;
};

Result<Pipe> MakePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return SystemError("make", "a pipe", errno);
  return Pipe{FileHandle(ends[0]), FileHandle(ends[1])};
}

std::vector<std::string> EnvironmentOf(const Command& command) {
  std::vector<std::string> result;
  auto replaced = [&](std::string_view name) {
    return std::any_of(command.environment.begin(), command.environment.end(),
                       [&](const auto& pair) { return pair.first == name; }) ||
           std::find(command.without_environment.begin(), command.without_environment.end(), name) !=
               command.without_environment.end();
  };
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    if (!replaced(text.substr(0, text.find('=')))) result.emplace_back(text);
  }
  for (const auto& [name, value] : command.environment) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Where the child's standard streams lead.
struct Streams {
  int in = -1;
  int out = -1;
  int err = -1;
  const char* log = nullptr;  // opened by the child as its own user, for output and errors
};

// What a child says on its way to exec.
struct Report {
  pid_t process = 0;
  int error = 0;  // errno
};

// The child's side, between fork and exec: only calls that are safe there. Reports through `report`.
[[noreturn]] void Become(const Command& command, char* const* arguments, char* const* environment,
                         Streams streams, int report) {
  auto tell = [&](Report said) { [[maybe_unused]] ssize_t n = ::write(report, &said, sizeof(said)); };
  auto fail = [&] {
    tell({::getpid(), errno});
    ::_exit(127);
  };
  if (streams.log != nullptr) {
    ::setsid();
    pid_t second = ::fork();
    if (second < 0) fail();
    if (second > 0) ::_exit(0);
  } else {
    ::setpgid(0, 0);
  }
  if (command.user) {
    gid_t group = command.user->gid;
    if (::setgroups(1, &group) != 0 || ::setgid(group) != 0 || ::setuid(command.user->uid) != 0) fail();
  }
  if (streams.log != nullptr) {
    streams.in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    streams.out = ::open(streams.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    streams.err = streams.out;
  }
  if (::dup2(streams.in, 0) < 0 || ::dup2(streams.out, 1) < 0 || ::dup2(streams.err, 2) < 0) fail();
  if (!command.folder.empty() && ::chdir(command.folder.c_str()) != 0) fail();
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  tell({::getpid(), 0});
  ::execve(arguments[0], arguments, environment);
  fail();
  ::_exit(127);
}

// Forks and waits until the program runs, or says why it does not. With a log it is no child of ours: its
// memory and time are not counted as ours, and nobody here needs to reap it.
Result<pid_t> Spawn(const Command& command, const Streams& streams) {
  IDX_ASSERT(!command.arguments.empty());
  IDX_ASSIGN(Pipe report, MakePipe());
  std::vector<std::string> argument_texts = command.arguments;
  std::vector<std::string> environment_texts = EnvironmentOf(command);
  std::vector<char*> arguments = Pointers(argument_texts);
  std::vector<char*> environment = Pointers(environment_texts);
  pid_t child = ::fork();
  if (child < 0) return SystemError("start", command.arguments[0], errno);
  if (child == 0) Become(command, arguments.data(), environment.data(), streams, report.write.descriptor());
  report.write.Close();
  Report last;
  ssize_t got = 0;
  do {
    Report said;
    got = ::read(report.read.descriptor(), &said, sizeof(said));
    if (got == sizeof(said)) last = said;
  } while (got > 0 || (got < 0 && errno == EINTR));
  int status = 0;
  if (last.error != 0 || streams.log != nullptr) ::waitpid(child, &status, 0);
  if (last.error != 0) return SystemError("start", command.arguments[0], last.error);
  return streams.log != nullptr ? last.process : child;
}

void KeepUpTo(std::string& text, std::string_view more, size_t limit) {
  if (text.size() < limit) text += more.substr(0, limit - text.size());
}

// One side of the talk with the child.
class Talk {
 public:
  Talk(const Command& command, FileHandle in, FileHandle out, FileHandle err)
      : command_(command), in_(std::move(in)), out_(std::move(out)), err_(std::move(err)) {
    for (FileHandle* handle : {&in_, &out_, &err_}) ::fcntl(handle->descriptor(), F_SETFL, O_NONBLOCK);
    if (command.input.empty()) in_.Close();
  }

  // False on timeout.
  bool Run(std::chrono::steady_clock::time_point end, CommandResult& result) {
    while (out_.open() || err_.open()) {
      auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())
              .count();
      if (left <= 0) return false;
      pollfd set[3] = {
          {in_.descriptor(), POLLOUT, 0}, {out_.descriptor(), POLLIN, 0}, {err_.descriptor(), POLLIN, 0}};
      if (::poll(set, 3, static_cast<int>(std::min<int64_t>(left, 1000))) < 0 && errno != EINTR) return false;
      if (set[0].revents != 0) Send();
      if (set[1].revents != 0) Receive(out_, result.output);
      if (set[2].revents != 0) Receive(err_, result.errors);
    }
    return true;
  }

 private:
  void Send() {
    ssize_t sent = ::write(in_.descriptor(), command_.input.data() + sent_, command_.input.size() - sent_);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (sent > 0) sent_ += static_cast<size_t>(sent);
    if (sent <= 0 || sent_ == command_.input.size()) in_.Close();
  }
  void Receive(FileHandle& from, std::string& to) {
    char bytes[16 * 1024];
    ssize_t got = ::read(from.descriptor(), bytes, sizeof(bytes));
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return from.Close();
    KeepUpTo(to, {bytes, static_cast<size_t>(got)}, command_.max_output);
  }

  const Command& command_;
  FileHandle in_, out_, err_;
  size_t sent_ = 0;
};

// Waits for the child's end, until `end`; false when it did not come.
bool Reap(pid_t child, std::chrono::steady_clock::time_point end, int& status) {
  for (int wait_us = 200;; wait_us = std::min(wait_us * 2, 20'000)) {
    pid_t done = ::waitpid(child, &status, WNOHANG);
    if (done == child) return true;
    if (done < 0 && errno != EINTR) return false;
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
  }
}

// Writing to a child that has closed its input must not kill us: SIGPIPE is blocked in this thread meanwhile.
class NoBrokenPipeSignal {
 public:
  NoBrokenPipeSignal() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipeSignal() {
    timespec none = {};
    while (::sigtimedwait(&pipe_, nullptr, &none) > 0) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_;
  sigset_t before_;
};

}  // namespace

Result<CommandResult> RunCommand(const Command& command) {
  IDX_ASSIGN(Pipe in, MakePipe());
  IDX_ASSIGN(Pipe out, MakePipe());
  IDX_ASSIGN(Pipe err, MakePipe());
  NoBrokenPipeSignal guard;
  auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(command.timeout_ms);
  IDX_ASSIGN(pid_t child, Spawn(command, {.in = in.read.descriptor(),
                                          .out = out.write.descriptor(),
                                          .err = err.write.descriptor()}));
  in.read.Close();
  out.write.Close();
  err.write.Close();
  int status = 0;
  CommandResult result;
  bool ended =
      Talk(command, std::move(in.write), std::move(out.read), std::move(err.read)).Run(end, result) &&
      Reap(child, end, status);
  if (!ended) {
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return Error{
        Origin::kLimit,
        fmt::format("{} did not end within {} ms and was stopped", command.arguments[0], command.timeout_ms),
        true};
  }
  result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

Result<pid_t> StartDetached(const Command& command, const std::string& log) {
  return Spawn(command, {.log = log.c_str()});
}

}  // namespace idx
