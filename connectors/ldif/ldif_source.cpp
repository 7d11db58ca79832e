#include "connectors/ldif/ldif_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace idx::connectors {
namespace {

constexpr size_t kBlock = size_t{1} << 20;

uint64_t CountLines(std::string_view text) {
  return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Result<LdifSource> LdifSource::Open(const std::string& path) {
  IDX_ASSIGN(FileReader file, FileReader::Open(path));
  LdifSource source(path);
  source.file_ = std::move(file);
  IDX_TRY(source.Begin());
  return source;
}

Result<LdifSource> LdifSource::FromBytes(std::string bytes) {
  LdifSource source("the text");
  source.memory_ = std::move(bytes);
  IDX_TRY(source.Begin());
  return source;
}

Result<bool> LdifSource::Refill() {
  if (ended_) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  size_t before = buffer_.size();
  size_t block = file_ ? kBlock : std::min(kBlock, memory_.size() - memory_at_ + 1);
  buffer_.resize(before + block);
  size_t got = 0;
  if (file_) {
    IDX_ASSIGN(got, file_->Read(buffer_.data() + before, block));
  } else {
    got = memory_.copy(buffer_.data() + before, block, memory_at_);
    memory_at_ += got;
  }
  buffer_.resize(before + got);
  ended_ = got < block;
  return got > 0;
}

size_t LdifSource::SkipEmptyLines(size_t at) const {
  for (;;) {
    if (at < buffer_.size() && buffer_[at] == '\n') {
      at += 1;
    } else if (at + 1 < buffer_.size() && buffer_[at] == '\r' && buffer_[at + 1] == '\n') {
      at += 2;
    } else {
      return at;
    }
  }
}

Status LdifSource::Begin() {
  IDX_ASSIGN(bool any, Refill());
  if (!any) return Error{Origin::kInput, fmt::format("{} is empty. Was its export cut off?", name_)};
  size_t at = buffer_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  at = SkipEmptyLines(at);
  size_t first_end = buffer_.find('\n', at);
  if (first_end != std::string::npos && first_end > at && buffer_[first_end - 1] == '\r') newline_ = "\r\n";
  std::string_view line =
      std::string_view(buffer_).substr(at, first_end == std::string::npos ? first_end : first_end - at);
  if (LowerName(line.substr(0, 8)) == "version:") {
    std::string_view version = line.substr(8);
    while (!version.empty() && (version.back() == '\r' || version.back() == ' ')) version.remove_suffix(1);
    while (!version.empty() && version.front() == ' ') version.remove_prefix(1);
    if (version != "1")
      return Error{Origin::kInput, fmt::format("{} is LDIF of version {}; only version 1 is known", name_,
                                               version.substr(0, 20))};
    at = first_end == std::string::npos ? buffer_.size() : SkipEmptyLines(first_end + 1);
  }
  header_ = buffer_.substr(0, at);
  line_ += CountLines(header_);
  begin_ = at;
  return {};
}

// Behind the last line of the record at begin_, or npos when the buffer ends first.
size_t LdifSource::FindEnd() const {
  for (size_t at = begin_;;) {
    auto found = static_cast<const char*>(std::memchr(buffer_.data() + at, '\n', buffer_.size() - at));
    if (found == nullptr) return std::string::npos;
    at = static_cast<size_t>(found - buffer_.data()) + 1;
    if (at < buffer_.size() && buffer_[at] == '\n') return at;
    if (at + 1 < buffer_.size() && buffer_[at] == '\r' && buffer_[at + 1] == '\n') return at;
    if (at + 1 >= buffer_.size() && !ended_) return std::string::npos;  // what follows decides
    if (at == buffer_.size()) return at;
  }
}

Result<LdifSource::Step> LdifSource::Next(LdifRecord& record) {
  for (;;) {
    size_t end = FindEnd();
    size_t next = end == std::string::npos ? end : SkipEmptyLines(end);
    // Empty lines at the end of the buffer may go on in the next block; so may what looks like half a CRLF.
    if ((end == std::string::npos || next + 1 >= buffer_.size()) && !ended_) {
      if (buffer_.size() - begin_ > kMaxLdifRecord) {
        why_ = fmt::format("{}, line {}: an entry of more than {} bytes", name_, line_, kMaxLdifRecord);
        return Step::kTruncated;
      }
      IDX_ASSIGN(bool more, Refill());
      static_cast<void>(more);
      continue;
    }
    if (begin_ == buffer_.size()) return Step::kEnd;
    if (end == std::string::npos) {
      uint64_t last = line_ + CountLines(std::string_view(buffer_).substr(begin_));
      why_ = fmt::format("{}, line {}: the last line has no end: the file was cut off, or lacks a newline",
                         name_, last);
      return Step::kTruncated;
    }
    record.bytes = std::string_view(buffer_).substr(begin_, end - begin_);
    record.terminator = std::string_view(buffer_).substr(end, next - end);
    record.line = line_;
    line_ += CountLines(record.bytes) + CountLines(record.terminator);
    begin_ = next;
    return Step::kRecord;
  }
}

}  // namespace idx::connectors
