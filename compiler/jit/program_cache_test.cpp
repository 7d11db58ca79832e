// Programs that are kept: what comes back is what was compiled, and only for the same bytes, build and place.
#include "compiler/driver/program_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/platform/temp_folder.h"
#include "compiler/jit/jit.h"

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;

NativeBackend Backend() {
  NativeBackend backend;
  backend.compile = [](const typed::Executable& executable) { return CompileNative(executable); };
  return backend;
}

class ProgramCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    auto folder = TempFolder::Create("idx-programs");
    ASSERT_TRUE(folder.ok()) << folder.error().message;
    folder_.emplace(std::move(folder).value());
    options_.native = &backend_;
    options_.cache = {folder_->path() + "/code", "this build"};
  }

  // A copy of the example that tests may change.
  std::string Copy(const std::string& example) {
    fs::path to = fs::path(folder_->path()) / "configuration";
    fs::remove_all(to);
    fs::copy(fs::path(IDX_SOURCE_DIR) / example, to, fs::copy_options::recursive);
    return to.string();
  }
  Compilation CompileAt(const std::string& directory) {
    auto compiled = Compile(directory, options_);
    EXPECT_TRUE(compiled.ok());
    if (!compiled.ok()) return {};
    EXPECT_EQ(compiled.value().native_problem, "");
    return std::move(compiled).value();
  }
  bool IsKept(const std::string& directory) { return LoadProgram(directory, options_.cache).has_value(); }
  std::vector<fs::path> Kept() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(options_.cache.directory))
      if (entry.path().extension() == ".program") found.push_back(entry.path());
    return found;
  }

  std::optional<TempFolder> folder_;
  NativeBackend backend_ = Backend();
  CompileOptions options_;
};

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}
void Write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

TEST_F(ProgramCacheTest, WhatComesBackIsWhatWasCompiled) {
  for (const char* example : {"examples/starter", "examples/university", "bench/s1/configuration"}) {
    std::string directory = std::string(IDX_SOURCE_DIR) + "/" + example;
    EXPECT_FALSE(IsKept(directory)) << example;
    Compilation fresh = CompileAt(directory);
    ASSERT_NE(fresh.program, nullptr) << example;
    std::optional<Compilation> kept = LoadProgram(directory, options_.cache);
    ASSERT_TRUE(kept.has_value()) << example;
    EXPECT_TRUE(kept->from_cache);
    EXPECT_EQ(kept->executable, nullptr);
    ASSERT_NE(kept->program->evaluator, nullptr);
    EXPECT_EQ(kept->program->configuration->directory, directory);
    EXPECT_EQ(kept->program->digest, fresh.program->digest);
    EXPECT_EQ(kept->sources->size(), fresh.sources->size());
    EXPECT_FALSE(fresh.program->rules.empty());
    EXPECT_EQ(kept->program->rules.size(), fresh.program->rules.size());
    EXPECT_EQ(kept->program->rules.back().id, fresh.program->rules.back().id);
    EXPECT_EQ(kept->program->rules.back().where.line, fresh.program->rules.back().where.line);
  }
}

TEST_F(ProgramCacheTest, ACopyElsewhereIsTheSameProgramInItsOwnPlace) {
  CompileAt(IDX_SOURCE_DIR "/examples/starter");
  std::string directory = Copy("examples/starter");
  std::optional<Compilation> kept = LoadProgram(directory, options_.cache);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->program->configuration->directory, directory);
}

TEST_F(ProgramCacheTest, AByteAnywhereMakesAnotherProgram) {
  std::string directory = Copy("examples/starter");
  CompileAt(directory);
  ASSERT_TRUE(IsKept(directory));
  for (const char* name : {"idx.xml", "rules.idx"}) {
    std::string text = Read(directory + "/" + name);
    Write(directory + "/" + name, text + "\n");
    EXPECT_FALSE(IsKept(directory)) << name;
    Write(directory + "/" + name, text);
    EXPECT_TRUE(IsKept(directory)) << name;
  }
  fs::rename(directory + "/rules.idx", directory + "/renamed.idx");
  EXPECT_FALSE(IsKept(directory));
  fs::rename(directory + "/renamed.idx", directory + "/rules.idx");
  EXPECT_TRUE(IsKept(directory));
  Write(directory + "/empty.idx", "");
  EXPECT_FALSE(IsKept(directory));
}

TEST_F(ProgramCacheTest, TablesArePartOfTheProgram) {
  std::string directory = Copy("examples/starter");
  std::string text = Read(directory + "/idx.xml");
  size_t end = text.rfind("</Configuration>");
  text.insert(end, R"(<Table name="D" path="data/d.csv" key="Code" value="Name"/>)");
  Write(directory + "/idx.xml", text);
  Write(directory + "/data/d.csv", "Code,Name\nD1,Sales\n");
  Write(directory + "/look.idx",
        "static class Look { [Inbound(\"HR.Person\", Precedence = 9)] static void Named(HR.Person app, "
        "Vault.User vault) => vault.Department = Lookup.Table(\"D\", app.Department); }");
  Compilation compiled = CompileAt(directory);
  ASSERT_NE(compiled.program, nullptr);
  EXPECT_TRUE(IsKept(directory));
  Write(directory + "/data/d.csv", "Code,Name\nD1,Sales\nD2,x\n");
  EXPECT_FALSE(IsKept(directory));
  EXPECT_NE(CompileAt(directory).program->digest, compiled.program->digest);
  EXPECT_TRUE(IsKept(directory));
  fs::remove(directory + "/data/d.csv");
  EXPECT_FALSE(IsKept(directory));
  EXPECT_EQ(CompileAt(directory).program, nullptr);
}

TEST_F(ProgramCacheTest, AnotherBuildHasItsOwnAndNoneWithoutAName) {
  std::string directory = Copy("examples/starter");
  CompileAt(directory);
  options_.cache.build = "another build";
  EXPECT_FALSE(IsKept(directory));
  options_.cache.build = "";
  CompileAt(directory);
  EXPECT_FALSE(IsKept(directory));
  EXPECT_EQ(Kept().size(), 1u);
  options_.cache = {"", "this build"};
  CompileAt(directory);
  EXPECT_FALSE(IsKept(directory));
}

TEST_F(ProgramCacheTest, WhatCannotBeKeptRunsAllTheSame) {
  std::string directory = Copy("examples/starter");
  ASSERT_EQ(::mkdir(options_.cache.directory.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(options_.cache.directory.c_str(), 0755), 0);
  Compilation compiled = CompileAt(directory);
  EXPECT_NE(compiled.program, nullptr);
  EXPECT_NE(compiled.keep_problem.find("mode 0700"), std::string::npos) << compiled.keep_problem;
  EXPECT_FALSE(IsKept(directory));
  EXPECT_TRUE(Kept().empty());
}

TEST_F(ProgramCacheTest, MistakesAreNotKept) {
  std::string directory = Copy("examples/starter");
  Write(directory + "/rules.idx", Read(directory + "/rules.idx") + "static class {\n");
  for (int i = 0; i < 2; ++i) {
    Compilation wrong = CompileAt(directory);
    EXPECT_EQ(wrong.program, nullptr);
    EXPECT_TRUE(wrong.diagnostics.has_errors());
    EXPECT_FALSE(IsKept(directory));
  }
}

TEST_F(ProgramCacheTest, ADamagedFileIsCompiledAnewAndReplaced) {
  std::string directory = Copy("examples/starter");
  CompileAt(directory);
  ASSERT_EQ(Kept().size(), 1u);
  fs::path path = Kept()[0];
  const std::string sound = Read(path);
  for (size_t at = 0; at < sound.size(); at += sound.size() / 20 + 1) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    Write(path, damaged);
    EXPECT_FALSE(IsKept(directory)) << at;
    Write(path, sound.substr(0, at));
    EXPECT_FALSE(IsKept(directory)) << at;
    CompileAt(directory);
    EXPECT_EQ(Read(path), sound);
  }
  EXPECT_TRUE(IsKept(directory));
}

TEST_F(ProgramCacheTest, SeveralProcessesAtOnce) {
  std::string directory = Copy("examples/starter");
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      bool ok = true;
      for (int run = 0; run < 5; ++run) {
        if (LoadProgram(directory, options_.cache)) continue;
        auto compiled = Compile(directory, options_);
        ok = ok && compiled.ok() && compiled.value().program != nullptr;
      }
      _exit(ok ? 0 : 1);
    }
    children.push_back(child);
  }
  for (pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Kept().size(), 1u);
  EXPECT_TRUE(IsKept(directory));
}

}  // namespace
}  // namespace idx::compiler
