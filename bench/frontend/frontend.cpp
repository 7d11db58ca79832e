// Benchmark of the compiler's front end: a generated configuration of N lines through `idx lint`, with and
// without mistakes in it, and a rule set from the cache, ready to run.
//
//   bench_frontend [--lines N] [--errors N] [--runs N] [--idx FILE] [--keep DIR] [--json]
//
// Each figure is the median of the runs. Processes are measured whole, from fork to exit.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/frontend/configuration.h"
#include "bench/frontend/steps.h"

namespace idx::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
  int64_t lines = 10'000;
  int64_t errors = 1'000;
  int runs = 5;
  std::string idx = IDX_BIN_DIR "/idx";
  std::string work;
  bool keep = false;
  bool json = false;
};

struct Figure {
  std::string name;
  std::string unit;
  double value = 0;
};

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (word == "--lines") {
      options.lines = std::atoll(value().c_str());
    } else if (word == "--errors") {
      options.errors = std::atoll(value().c_str());
    } else if (word == "--runs") {
      options.runs = std::max(1, std::atoi(value().c_str()));
    } else if (word == "--idx") {
      options.idx = value();
    } else if (word == "--keep") {
      options.work = value();
      options.keep = true;
    } else if (word == "--json") {
      options.json = true;
    } else {
      std::fprintf(stderr,
                   "usage: bench_frontend [--lines N] [--errors N] [--runs N] [--idx FILE] [--keep DIR] "
                   "[--json]\n");
      std::exit(2);
    }
  }
  if (options.work.empty())
    options.work = (fs::temp_directory_path() / fmt::format("idx_frontend_{}", getpid())).string();
  return options;
}

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "bench_frontend: %s\n", what.c_str());
  std::exit(1);
}

// Milliseconds from fork to exit. Its output goes nowhere; errors to ours.
double RunProgram(const std::vector<std::string>& arguments, int expected) {
  auto start = std::chrono::steady_clock::now();
  pid_t child = fork();
  if (child == 0) {
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
    Fail(fmt::format("{} {} ended with status {}", arguments[0], arguments[1], status));
  return ms;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class Benchmark {
 public:
  explicit Benchmark(Options options) : options_(std::move(options)) {}

  int Run() {
    std::string sound = Write("sound", 0), wrong = Write("wrong", options_.errors);
    Process("start of idx (--version)", {options_.idx, "--version"}, 0);
    Process("start of idx-native (--version)", {options_.idx + "-native", "--version"}, 0);
    Process("idx lint", {options_.idx, "lint", sound}, 0);
    Process(fmt::format("idx lint, {} mistakes", options_.errors), {options_.idx, "lint", wrong}, 1);
    Steps(MeasureParts, sound, "one thread: ");
    Steps(MeasureWhole, sound, "idx lint: ");
    Cached("university", IDX_SOURCE_DIR "/examples/university");
    Cached(fmt::format("{} lines", options_.lines), sound);
    Print();
    if (!options_.keep) fs::remove_all(options_.work);
    return 0;
  }

 private:
  std::string Write(const std::string& name, int64_t errors) {
    GeneratedConfiguration made = GenerateConfiguration(options_.lines, errors);
    fs::path root = fs::path(options_.work) / name;
    for (const GeneratedFile& file : made.files) {
      fs::create_directories((root / file.path).parent_path());
      std::ofstream out(root / file.path, std::ios::binary);
      out << file.text;
      if (!out.flush()) Fail("cannot write to " + root.string());
    }
    if (errors == 0) {
      lines_ = made.lines;
      bytes_ = made.bytes;
      files_ = made.files.size();
    }
    return root.string();
  }

  void Process(const std::string& name, const std::vector<std::string>& arguments, int expected) {
    std::vector<double> times;
    for (int i = 0; i < options_.runs; ++i) times.push_back(RunProgram(arguments, expected));
    figures_.push_back({name, "ms", Median(times)});
  }

  void Steps(bench::Steps (*measure)(const std::string&), const std::string& directory,
             const std::string& prefix) {
    std::vector<std::vector<double>> times;
    bench::Steps steps;
    for (int i = 0; i < options_.runs; ++i) {
      steps = InChild(measure, directory);
      if (steps.empty()) Fail("the steps could not be measured");
      times.resize(steps.size());
      for (size_t k = 0; k < steps.size(); ++k) times[k].push_back(steps[k].second);
    }
    for (size_t k = 0; k < steps.size(); ++k)
      figures_.push_back({prefix + steps[k].first, "ms", Median(times[k])});
  }

  // The whole process that compiles and has its loops ready: first without a cache, then with it.
  void Cached(const std::string& name, const std::string& directory) {
    std::string data = options_.work + "/data";
    fs::remove_all(data);
    std::vector<std::string> arguments = {options_.idx, "compile", directory, "--data", data};
    figures_.push_back({name + ": idx compile, nothing cached", "ms", RunProgram(arguments, 0)});
    Process(name + ": idx compile, cached", arguments, 0);
  }

  void Print() const {
    if (options_.json) {
      nlohmann::ordered_json out = {{"lines", lines_}, {"bytes", bytes_}, {"files", files_}};
      for (const Figure& figure : figures_) out[figure.name] = figure.value;
      fmt::print("{}\n", out.dump(2));
      return;
    }
    fmt::print("{} lines in {} files, {} KiB; medians of {} runs\n\n", lines_, files_, bytes_ / 1024,
               options_.runs);
    for (const Figure& figure : figures_)
      fmt::print("{:<58}{:>9.1f} {}\n", figure.name, figure.value, figure.unit);
  }

  Options options_;
  std::vector<Figure> figures_;
  int64_t lines_ = 0;
  int64_t bytes_ = 0;
  size_t files_ = 0;
};

}  // namespace
}  // namespace idx::bench

int main(int argc, char** argv) { return idx::bench::Benchmark(idx::bench::Parse(argc, argv)).Run(); }
