// idx test DIR: the rules' own tests, methods with [Test] and tables.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/batch/message_log.h"
#include "base/platform/clock.h"
#include "base/platform/file.h"
#include "cli/commands.h"
#include "cli/table_file.h"
#include "cli/test_report.h"
#include "compiler/interpret/interpreter.h"

namespace idx::cli {

namespace {

using compiler::typed::Executable;
using compiler::typed::Rule;

struct Options {
  std::string directory;
  std::string filter;
  std::string junit;
  std::string now;
  bool json = false;
  bool interpret = false;
};

// Seconds since it was made.
class Stopwatch {
 public:
  double Seconds() const { return static_cast<double>(SystemClock().MonotonicNanoseconds() - begin_) / 1e9; }

 private:
  int64_t begin_ = SystemClock().MonotonicNanoseconds();
};

class TestRun {
 public:
  TestRun(const Options& options, const compiler::Compilation& compilation,
          const compiler::NativeBackend* native, DateTime now)
      : options_(options), compilation_(compilation), native_(native), now_(now) {}

  Status Run() {
    for (const Rule& rule : compilation_.executable->typed.rules)
      if (rule.kind == compiler::typed::RuleKind::kTest) IDX_TRY(Method(rule));
    IDX_ASSIGN(std::vector<std::string> tables, FindTables(options_.directory));
    for (const std::string& path : tables) Table(path);
    return {};
  }
  const std::vector<TestOutcome>& outcomes() const { return outcomes_; }
  bool passed() const {
    for (const TestOutcome& outcome : outcomes_)
      if (!outcome.passed) return false;
    return true;
  }

 private:
  bool Wanted(const TestOutcome& outcome) const {
    return outcome.FullName().find(options_.filter) != std::string::npos;
  }

  Status Method(const Rule& rule) {
    const Executable& executable = *compilation_.executable;
    const std::string& name = executable.typed.functions[static_cast<size_t>(rule.function)].name;
    TestOutcome outcome;
    size_t dot = name.rfind('.');
    outcome.suite = dot == std::string::npos ? "" : name.substr(0, dot);
    outcome.name = name.substr(dot + 1);
    outcome.where = executable.Locate(rule.span);
    if (!Wanted(outcome)) return {};
    Arena arena;
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.now = now_;
    ctx.today = DateOnly{static_cast<int32_t>(now_.ticks() / kTicksPerDay)};
    MessageLog log(LogLevel::kTrace);
    ctx.log = &log;
    compiler::Span where;
    if (native_ != nullptr) {
      IDX_ASSIGN(auto call, native_->make_function(executable.typed, rule.function));
      Stopwatch watch;
      ctx.Begin();
      call({}, ctx, &where);
      outcome.seconds = watch.Seconds();
    } else {
      Stopwatch watch;
      ctx.Begin();
      compiler::Interpret(executable.typed, rule.function, {}, ctx, &where);
      outcome.seconds = watch.Seconds();
    }
    outcome.passed = !ctx.failed();
    for (const LogMessage& message : log.messages())
      outcome.said.push_back(fmt::format("{}: {}", LogLevelName(message.level), message.text));
    if (!outcome.passed) {
      bool fails = ctx.error == EvalErrorKind::kFail;  // Assert: its own words are enough
      outcome.message = fmt::format("{}{}", fails ? "" : fmt::format("{}: ", EvalErrorName(ctx.error)),
                                    ctx.error_message.view());
      if (where.file.index >= 0) outcome.where = executable.Locate(where);
    }
    Add(std::move(outcome));
    return {};
  }

  void Table(const std::string& path) {
    TestOutcome outcome;
    outcome.suite = path;
    outcome.where.path = path;
    Result<TableFile> file = ReadTable(options_.directory, path);
    Stopwatch watch;
    Result<std::vector<runtime::TableRowResult>> rows =
        file.ok() ? runtime::TryTable(*compilation_.program, file.value().table, now_) : file.error();
    if (!rows.ok()) {
      outcome.name = "the table";
      outcome.message = rows.error().message;
      if (Wanted(outcome)) Add(std::move(outcome));
      return;
    }
    outcome.seconds = watch.Seconds() / static_cast<double>(rows.value().size());
    for (const runtime::TableRowResult& row : rows.value()) AddRow(row, file.value().has_lines, outcome);
  }

  void AddRow(const runtime::TableRowResult& row, bool has_lines, TestOutcome outcome) {
    outcome.name = fmt::format("{} {}", has_lines ? "line" : "row", row.line);
    if (!row.name.empty()) outcome.name += " " + row.name;
    if (has_lines) outcome.where.line = static_cast<uint32_t>(row.line);
    outcome.passed = row.passed();
    outcome.message = row.problem;
    outcome.said = row.said;
    for (const runtime::TableDifference& d : row.differences)
      outcome.differences.push_back({d.column, d.expected, d.actual});
    if (Wanted(outcome)) Add(std::move(outcome));
  }

  void Add(TestOutcome outcome) {
    if (!options_.json) Print(TestText(outcome));
    outcomes_.push_back(std::move(outcome));
  }

  const Options& options_;
  const compiler::Compilation& compilation_;
  const compiler::NativeBackend* native_;
  DateTime now_;
  std::vector<TestOutcome> outcomes_;
};

void Summarise(const TestRun& run, const Options& options) {
  size_t failed = 0;
  for (const TestOutcome& outcome : run.outcomes()) failed += outcome.passed ? 0 : 1;
  Print(fmt::format("{} passed, {} failed\n", run.outcomes().size() - failed, failed));
  if (run.outcomes().empty())
    PrintError(options.filter.empty()
                   ? "idx: no tests: a test is a method with [Test], or a table tests/TYPE.KIND.csv\n"
                   : fmt::format("idx: no test has \"{}\" in its name\n", options.filter));
}

int Run(const Options& options, Session& session) {
  compiler::CompileOptions how;
  how.native = options.interpret ? nullptr : session.Native();
  DateTime now = SystemClock().UtcNow();
  if (!options.now.empty()) {
    auto read = ParseIsoTime(options.now);
    if (!read.ok()) return CouldNotRun(read.error());
    now = read.value();
  }
  Compiled compiled = CompileFor(options.directory, how);
  if (compiled.exit_code != kDone) return compiled.exit_code;
  TestRun run(options, compiled.compilation, how.native, now);
  Status done = run.Run();
  if (!done.ok()) return CouldNotRun(done.error());
  if (options.json)
    Print(TestsAsJson(run.outcomes()));
  else
    Summarise(run, options);
  if (!options.junit.empty()) {
    Status written = WriteFileAtomic(options.junit, TestsAsJUnit(run.outcomes()));
    if (!written.ok()) return CouldNotRun(written.error());
  }
  return run.passed() ? kDone : kInputErrors;
}

}  // namespace

void AddTest(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("test", "Run the rules' own tests: methods with [Test], and tables");
  command->add_option("DIR", options->directory, "The configuration")->required();
  command->add_option("--filter", options->filter, "Only tests whose name contains this");
  command->add_flag("--json", options->json, "For programs");
  command->add_option("--junit", options->junit, "Write a report for build servers into this file");
  command->add_option("--now", options->now, "The clock, such as 2026-06-30T12:00:00Z");
  command->add_flag("--interpret", options->interpret, "By the reference interpreter instead of native code");
  command->footer("Example: idx test my-idx --filter=Account");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Run(*options, session); }; });
}

}  // namespace idx::cli
