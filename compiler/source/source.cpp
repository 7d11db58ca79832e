#include "compiler/source/source.h"

#include <algorithm>

#include "base/core/assert.h"

namespace idx::compiler {

namespace {
constexpr uint32_t kBlock = 1024;
bool Begins(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
}  // namespace

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(static_cast<uint32_t>(i + 1));
  uint32_t scalars = 0;
  for (size_t i = 0; i < text_.size(); ++i) {
    if (i % kBlock == 0) scalars_before_.push_back(scalars);
    scalars += Begins(text_[i]) ? 1 : 0;
  }
  scalars_before_.push_back(scalars);
}

uint32_t SourceFile::ScalarsBefore(uint32_t offset) const {
  uint32_t scalars = scalars_before_[offset / kBlock];
  for (uint32_t i = offset - offset % kBlock; i < offset; ++i) scalars += Begins(text_[i]) ? 1 : 0;
  return scalars;
}

Position SourceFile::PositionOf(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  auto line = static_cast<uint32_t>(after - line_starts_.begin());
  return {line, 1 + ScalarsBefore(offset) - ScalarsBefore(line_starts_[line - 1])};
}

std::string_view SourceFile::Line(uint32_t line) const {
  IDX_ASSERT(line >= 1 && line <= line_count());
  uint32_t begin = line_starts_[line - 1];
  size_t end = line < line_count() ? line_starts_[line] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

FileId SourceSet::Add(std::string path, std::string text) {
  files_.push_back(std::make_shared<const SourceFile>(std::move(path), std::move(text)));
  return {static_cast<int32_t>(files_.size() - 1)};
}

}  // namespace idx::compiler
