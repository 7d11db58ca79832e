// Benchmark S1 in its small form: the whole job at N people, as a ratio to plain COPY in the same database.
//
//   bench_s1 --people N [--idx build/release/bin/idx] [--work DIR] [--keep] [--json]
//
// It makes the data, runs `idx sync` as anybody would (a first load with its held first export approved, an
// unchanged second run, a run with 1 % changed), and measures the limits afterwards over the tables that IDx
// left.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/s1/copy_limit.h"
#include "runtime/repository/cluster.h"

namespace idx::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
  int64_t people = 100'000;
  std::string idx = IDX_SOURCE_DIR "/build/release/bin/idx";
  std::string work;
  bool keep = false;
  bool json = false;
};

struct Step {
  std::string name;
  double ms = 0;
  int64_t peak_kib = 0;
  int exit_code = 0;
};

// Runs a program to its end; its output goes to our standard error.
Step RunProgram(const std::string& name, const std::vector<std::string>& arguments) {
  auto start = std::chrono::steady_clock::now();
  pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    std::fprintf(stderr, "%s cannot be run\n", argv[0]);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return {name, ms, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128};
}

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (word == "--people")
      options.people = std::atoll(value().c_str());
    else if (word == "--idx")
      options.idx = value();
    else if (word == "--work")
      options.work = value();
    else if (word == "--keep")
      options.keep = true;
    else if (word == "--json")
      options.json = true;
    else if (word != "--small") {
      std::fprintf(stderr,
                   "usage: bench_s1 --people N [--small] [--idx FILE] [--work DIR] [--keep] [--json]\n");
      std::exit(2);
    }
  }
  if (options.work.empty())
    options.work = (fs::temp_directory_path() / fmt::format("idx_s1_{}", getpid())).string();
  return options;
}

class Benchmark {
 public:
  explicit Benchmark(Options options) : options_(std::move(options)) {
    configuration_ = options_.work + "/configuration";
    data_ = options_.work + "/data";
  }

  int Run() {
    fs::create_directories(options_.work);
    fs::copy(IDX_SOURCE_DIR "/bench/s1/configuration", configuration_,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    Generate("0");
    auto limit_read = ReadAndDigest(configuration_ + "/data/hr.csv");
    auto limit_read_directory = ReadAndDigest(configuration_ + "/data/directory.csv");
    if (!limit_read.ok() || !limit_read_directory.ok()) return Fail("reading the data");
    digest_ms_ = limit_read.value() + limit_read_directory.value();

    if (!Sync("first load", {0, 3})) return 1;
    if (!Approve()) return 1;
    if (!Sync("first export", {0, 3})) return 1;
    if (!Sync("settle", {0, 3})) return 1;  // confirms the export; the next run is the unchanged one
    if (!Sync("unchanged", {0, 3})) return 1;
    Generate("1");
    if (!Sync("1 % changed", {0, 3})) return 1;
    if (!Limits()) return 1;
    Print();
    if (!options_.keep) fs::remove_all(options_.work);
    return 0;
  }

 private:
  int Fail(const std::string& what) {
    std::fprintf(stderr, "bench_s1: %s failed; the data is in %s\n", what.c_str(), options_.work.c_str());
    return 1;
  }

  void Generate(const std::string& changed) {
    Step step = RunProgram(
        "generate", {"python3", IDX_SOURCE_DIR "/bench/s1/generate.py", std::to_string(options_.people),
                     configuration_ + "/data", "--changed", changed});
    if (step.exit_code != 0) std::exit(Fail("generating the data"));
  }

  bool Sync(const std::string& name, std::initializer_list<int> accepted) {
    Step step = RunProgram(name, {options_.idx, "sync", configuration_, "--data", data_});
    steps_.push_back(step);
    for (int code : accepted)
      if (step.exit_code == code) return true;
    Fail(fmt::format("{} (exit code {})", name, step.exit_code));
    return false;
  }

  bool Approve() {
    Step step = RunProgram("approve", {options_.idx, "approve", configuration_, "--data", data_});
    steps_.push_back(step);
    if (step.exit_code == 0) return true;
    Fail("approving the first export");
    return false;
  }

  bool Limits() {
    auto cluster = runtime::Cluster::Start(data_);
    if (!cluster.ok()) {
      std::fprintf(stderr, "%s\n", cluster.error().message.c_str());
      return false;
    }
    auto copy = CopyTables(cluster.value().connection_string(), options_.work + "/copy.bin");
    if (!copy.ok()) {
      std::fprintf(stderr, "%s\n", copy.error().message.c_str());
      return false;
    }
    copy_ = copy.value();
    auto keys = CopyKeysAndDigests(cluster.value().connection_string());
    if (!keys.ok()) {
      std::fprintf(stderr, "%s\n", keys.error().message.c_str());
      return false;
    }
    keys_ms_ = keys.value();
    return cluster.value().Stop().ok();
  }

  const Step& Find(const std::string& name) const {
    for (const Step& step : steps_)
      if (step.name == name) return step;
    std::abort();
  }

  void Print() const {
    double first = Find("first load").ms + Find("approve").ms + Find("first export").ms;
    double limit = copy_.in_ms + copy_.out_ms;
    int64_t peak = 0;
    for (const Step& step : steps_) peak = std::max(peak, step.peak_kib);
    if (options_.json) {
      nlohmann::json out = {
          {"people", options_.people},
          {"first_load_ms", first},
          {"copy_in_ms", copy_.in_ms},
          {"copy_out_ms", copy_.out_ms},
          {"table_bytes", copy_.bytes},
          {"first_load_ratio", first / limit},
          {"unchanged_ms", Find("unchanged").ms},
          {"read_and_digest_ms", digest_ms_},
          {"copy_keys_and_digests_ms", keys_ms_},
          {"unchanged_ratio", Find("unchanged").ms / (digest_ms_ + keys_ms_)},
          {"changed_ms", Find("1 % changed").ms},
          {"peak_mib", peak / 1024},
          {"first_load_people_per_second", static_cast<double>(options_.people) / first * 1000}};
      for (const Step& step : steps_)
        out["steps"].push_back({{"name", step.name},
                                {"ms", step.ms},
                                {"peak_mib", step.peak_kib / 1024},
                                {"exit_code", step.exit_code}});
      fmt::print("{}\n", out.dump(2));
      return;
    }
    fmt::print("S1 small, {} people, 2 applications of 20 attributes, 15 mappers; fsync on\n\n",
               options_.people);
    fmt::print("{:<28}{:>12}{:>14}{:>12}\n", "step", "ms", "people/s", "peak MiB");
    for (const Step& step : steps_)
      fmt::print("{:<28}{:>12.0f}{:>14.0f}{:>12}\n", step.name, step.ms,
                 static_cast<double>(options_.people) / step.ms * 1000, step.peak_kib / 1024);
    fmt::print("\n{:<46}{:>10.0f} ms\n", "plain COPY of keys and digests out", keys_ms_);
    fmt::print("{:<46}{:>10.0f} ms\n", "plain COPY of the tables' bytes in", copy_.in_ms);
    fmt::print("{:<46}{:>10.0f} ms\n", "plain COPY of the tables' bytes out", copy_.out_ms);
    fmt::print("{:<46}{:>10.0f} ms\n", "reading and digesting both files", digest_ms_);
    fmt::print("{:<46}{:>10.2f} x COPY in + out\n", "first load with export", first / limit);
    fmt::print("{:<46}{:>10.2f} x (read + digest + COPY of keys and digests)\n", "unchanged",
               Find("unchanged").ms / (digest_ms_ + keys_ms_));
  }

  Options options_;
  std::string configuration_;
  std::string data_;
  std::vector<Step> steps_;
  CopyTimes copy_;
  double digest_ms_ = 0;
  double keys_ms_ = 0;
};

}  // namespace
}  // namespace idx::bench

int main(int argc, char** argv) { return idx::bench::Benchmark(idx::bench::Parse(argc, argv)).Run(); }
