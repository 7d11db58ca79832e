// Source files and positions in them. A Span is a byte range of one file; a Fragment is text to be parsed
// that was taken out of a file (an expression inside an XML attribute, entities resolved) with the way back
// to its bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace idx::compiler {

struct FileId {
  int32_t index = -1;
  friend bool operator==(FileId, FileId) = default;
};

struct Span {
  FileId file;
  uint32_t begin = 0;  // bytes
  uint32_t end = 0;    // past the last byte
};

struct Position {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in Unicode scalar values
};

class SourceFile {
 public:
  SourceFile(std::string path, std::string text);
  const std::string& path() const { return path_; }  // as shown to people: relative to the configuration
  const std::string& text() const { return text_; }
  Position PositionOf(uint32_t offset) const;
  // The line (from 1) without its line break.
  std::string_view Line(uint32_t line) const;
  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }

 private:
  uint32_t ScalarsBefore(uint32_t offset) const;

  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
  std::vector<uint32_t> scalars_before_;  // of each block of the text: long lines are not counted through
};

// The files of one compilation. A copy shares them, and may have more. Not thread-safe while files are added.
class SourceSet {
 public:
  FileId Add(std::string path, std::string text);
  const SourceFile& file(FileId id) const { return *files_[static_cast<size_t>(id.index)]; }
  size_t size() const { return files_.size(); }

 private:
  std::vector<std::shared_ptr<const SourceFile>> files_;
};

// Text to parse. Byte i of `text` came from byte origin[i] of the file (origin has text.size() + 1 entries),
// or, where origin is empty, from base + i.
struct Fragment {
  FileId file;
  std::string_view text;
  uint32_t base = 0;
  std::vector<uint32_t> origin;

  Span SpanOf(uint32_t begin, uint32_t end) const {
    return origin.empty() ? Span{file, base + begin, base + end} : Span{file, origin[begin], origin[end]};
  }
};

}  // namespace idx::compiler
