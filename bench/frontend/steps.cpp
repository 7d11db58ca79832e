#include "bench/frontend/steps.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "compiler/driver/compile.h"
#include "compiler/parse/parse.h"
#include "compiler/xml/files.h"
#include "compiler/xml/reader.h"

namespace idx::bench {

using namespace compiler;  // all that is measured

namespace {

class Stopwatch {
 public:
  double Lap() {
    auto now = std::chrono::steady_clock::now();
    double lap = std::chrono::duration<double, std::milli>(now - last_).count();
    last_ = now;
    return lap;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

Steps MeasureParts(const std::string& directory) {
  Steps steps;
  Stopwatch watch;
  SourceSet sources;
  Diagnostics diagnostics;
  auto files = xml::ReadFiles(directory, {}, sources, diagnostics);
  if (!files.ok()) return {};
  steps.emplace_back("read files", watch.Lap());
  for (const xml::FoundFile& found : files.value())
    if (found.path.ends_with(".xml")) xml::ReadXml(sources, found.file, diagnostics);
  steps.emplace_back("read XML", watch.Lap());
  ast::Tree tree;
  for (const xml::FoundFile& found : files.value())
    if (found.path.ends_with(".idx")) ParseFile(sources, found.file, tree, diagnostics);
  steps.emplace_back("parse .idx", watch.Lap());
  return steps;
}

Steps MeasureWhole(const std::string& directory) {
  auto compiled = Compile(directory);
  if (!compiled.ok()) return {};
  const CompileTimes& times = compiled.value().times;
  return {{"load (files, XML, parsing)", times.load_ms},
          {"check", times.check_ms},
          {"analyse", times.analyse_ms}};
}

Steps InChild(Steps (*measure)(const std::string&), const std::string& directory) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    FILE* out = fdopen(ends[1], "w");
    for (const auto& [name, ms] : measure(directory)) std::fprintf(out, "%.3f %s\n", ms, name.c_str());
    std::fflush(out);
    _exit(0);
  }
  close(ends[1]);
  Steps steps;
  FILE* in = fdopen(ends[0], "r");
  char line[256];
  while (std::fgets(line, sizeof line, in) != nullptr) {
    char* name = nullptr;
    double ms = std::strtod(line, &name);
    std::string text(name + 1);
    text.pop_back();
    steps.emplace_back(std::move(text), ms);
  }
  std::fclose(in);
  waitpid(child, nullptr, 0);
  return steps;
}

}  // namespace idx::bench
