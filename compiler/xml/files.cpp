#include "compiler/xml/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

namespace idx::compiler::xml {

namespace {

namespace fs = std::filesystem;
constexpr uint16_t kUnreadable = 4008;
constexpr uint16_t kLimit = 4018;
constexpr int kMaxDepth = 32;  // folders inside each other
constexpr std::string_view kLeftOut[] = {"data", "templates", "environments", "sample"};

class Walk {
 public:
  Walk(const LoadLimits& limits, SourceSet& sources, Diagnostics& diagnostics)
      : limits_(limits), sources_(sources), diagnostics_(diagnostics) {}

  // Collects the paths below the folder; false after a limit.
  bool Folder(const fs::path& folder, const std::string& relative, int depth) {
    std::error_code error;
    fs::path real = fs::canonical(folder, error);
    if (error) return Unreadable(relative, error.message());
    if (std::ranges::find(open_, real) != open_.end())
      return Unreadable(relative, "a symbolic link leads back to a folder above it");
    if (depth > kMaxDepth)
      return TooLarge(relative, fmt::format("more than {} folders inside each other", kMaxDepth));
    fs::directory_iterator entries(folder, error);
    if (error) return Unreadable(relative, error.message());
    open_.push_back(std::move(real));
    bool complete = true;
    for (fs::directory_iterator end; complete && entries != end; entries.increment(error)) {
      if (error) break;
      complete = Entry(*entries, relative, depth);
    }
    open_.pop_back();
    return error ? Unreadable(relative, error.message()) : complete;
  }

  std::vector<FoundFile> Read(const fs::path& root) {
    std::ranges::sort(paths_);
    std::vector<FoundFile> files;
    uint64_t total = 0;
    for (const std::string& path : paths_) {
      std::string text;
      if (!ReadText(root / path, path, total, text)) continue;
      files.push_back({path, sources_.Add(path, std::move(text))});
    }
    return files;
  }

 private:
  bool Entry(const fs::directory_entry& entry, const std::string& relative, int depth) {
    std::string name = entry.path().filename().string();
    std::string path = relative.empty() ? name : relative + "/" + name;
    if (name.starts_with('.')) return true;
    std::error_code error;
    if (entry.is_directory(error)) {
      if (std::ranges::find(kLeftOut, name) != std::end(kLeftOut)) return true;
      return Folder(entry.path(), path, depth + 1);
    }
    if (!name.ends_with(".xml") && !name.ends_with(".idx")) return true;
    if (paths_.size() >= limits_.max_files)
      return TooLarge(path, fmt::format("more than {} files", limits_.max_files));
    paths_.push_back(std::move(path));
    return true;
  }

  bool ReadText(const fs::path& path, const std::string& shown, uint64_t& total, std::string& text) {
    Unread problem;
    if (!ReadWhole(path.string(), limits_.max_bytes - total, text, problem)) {
      if (problem.too_large)
        TooLarge(shown, fmt::format("the files together have more than {} bytes", limits_.max_bytes));
      else
        Unreadable(shown, problem.why);
      return false;
    }
    total += text.size();
    return true;
  }

  // Such a file has no text: it becomes an empty source, so that the diagnostic can name it.
  bool Unreadable(const std::string& path, const std::string& why) {
    FileId file = sources_.Add(path.empty() ? "." : path, "");
    diagnostics_.Report(kUnreadable, {file, 0, 0}, {path.empty() ? "the folder" : path, why});
    return true;
  }
  bool TooLarge(const std::string& path, std::string what) {
    if (limit_reported_) return false;
    limit_reported_ = true;
    diagnostics_.Report(kLimit, {sources_.Add(path, ""), 0, 0}, {std::move(what)});
    return false;
  }

  const LoadLimits& limits_;
  SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::vector<fs::path> open_;  // from the root to the folder being listed
  std::vector<std::string> paths_;
  bool limit_reported_ = false;
};

}  // namespace

bool ReadWhole(const std::string& path, uint64_t most, std::string& text, Unread& problem) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    problem.why = error ? error.message() : "it is not a file";
    return false;
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    problem.why = std::strerror(errno);
    return false;
  }
  uint64_t size = fs::file_size(path, error);
  problem.too_large = size > most;
  if (problem.too_large) return false;
  text.resize(size);
  file.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return true;
}

Result<std::vector<FoundFile>> ReadFiles(const std::string& directory, const LoadLimits& limits,
                                         SourceSet& sources, Diagnostics& diagnostics) {
  try {
    std::error_code error;
    fs::path root(directory);
    if (!fs::is_directory(root, error)) {
      return Error{Origin::kFile, fmt::format("{} is not a configuration directory: {}", directory,
                                              error ? error.message() : "it is not a folder")};
    }
    fs::directory_iterator probe(root, error);
    if (error) return Error{Origin::kFile, fmt::format("{} cannot be read: {}", directory, error.message())};
    Walk walk(limits, sources, diagnostics);
    walk.Folder(root, "", 0);
    return walk.Read(root);
  } catch (const std::exception& e) {
    return Error{Origin::kFile, fmt::format("{} cannot be read: {}", directory, e.what())};
  }
}

}  // namespace idx::compiler::xml
