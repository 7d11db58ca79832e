#include "base/csv/csv_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace idx {
namespace {

constexpr size_t kBlock = size_t{1} << 20;
constexpr std::string_view kCandidates = ",;\t|";

// The first of a, b or c in [from, end), or end.
const char* FindAny(const char* from, const char* end, char a, char b, char c) {
#ifdef __SSE2__
  const __m128i va = _mm_set1_epi8(a);
  const __m128i vb = _mm_set1_epi8(b);
  const __m128i vc = _mm_set1_epi8(c);
  for (; end - from >= 16; from += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, va), _mm_cmpeq_epi8(bytes, vb));
    int mask = _mm_movemask_epi8(_mm_or_si128(hits, _mm_cmpeq_epi8(bytes, vc)));
    if (mask != 0) return from + __builtin_ctz(static_cast<unsigned>(mask));
  }
#endif
  while (from != end && *from != a && *from != b && *from != c) ++from;
  return from;
}

const char* FindByte(const char* from, const char* end, char byte) {
  auto found = static_cast<const char*>(std::memchr(from, byte, static_cast<size_t>(end - from)));
  return found == nullptr ? end : found;
}

}  // namespace

Result<CsvSource> CsvSource::Open(const std::string& path, const CsvDialect& dialect) {
  IDX_ASSIGN(FileReader file, FileReader::Open(path));
  CsvSource source(dialect, path);
  source.file_ = std::move(file);
  IDX_TRY(source.Begin());
  return source;
}

Result<CsvSource> CsvSource::FromBytes(std::string bytes, const CsvDialect& dialect) {
  CsvSource source(dialect, "the text");
  source.memory_ = std::move(bytes);
  IDX_TRY(source.Begin());
  return source;
}

Result<size_t> CsvSource::ReadRaw(char* to, size_t capacity) {
  if (file_) return file_->Read(to, capacity);
  size_t count = std::min(capacity, memory_.size() - memory_at_);
  memory_.copy(to, count, memory_at_);
  memory_at_ += count;
  return count;
}

Result<bool> CsvSource::Refill() {
  if (ended_) return false;
  buffer_.erase(0, begin_);
  before_ += begin_;
  begin_ = 0;
  size_t block = file_ ? kBlock : std::min(kBlock, memory_.size() - memory_at_ + 1);
  if (dialect_.encoding == CsvEncoding::kUtf8) {
    size_t before = buffer_.size();
    buffer_.resize(before + block);
    IDX_ASSIGN(size_t got, ReadRaw(buffer_.data() + before, block));
    buffer_.resize(before + got);
    ended_ = got < block;
    return got > 0;
  }
  std::string raw(block, '\0');
  IDX_ASSIGN(size_t got, ReadRaw(raw.data(), block));
  decoder_.Decode({raw.data(), got}, buffer_);
  ended_ = got < block;
  if (ended_) cut_character_ = !decoder_.Finish(buffer_);
  return got > 0;
}

// Looks at the first bytes, before any decoding, for a byte order mark.
Status CsvSource::Begin() {
  std::string first(4, '\0');
  IDX_ASSIGN(size_t got, ReadRaw(first.data(), first.size()));
  first.resize(got);
  if (first.empty())
    return Error{Origin::kInput,
                 fmt::format("{} is empty: not even a header is there. Was its export cut off?", name_)};
  bool little = first.starts_with("\xFF\xFE");
  bool big = first.starts_with("\xFE\xFF");
  bool utf16 = dialect_.encoding == CsvEncoding::kUtf16Le || dialect_.encoding == CsvEncoding::kUtf16Be;
  if ((little || big) && !utf16)
    return Error{Origin::kConfiguration,
                 fmt::format("{} is UTF-16: set the option encoding to utf-16", name_)};
  if ((little || big) && dialect_.encoding_by_mark)
    dialect_.encoding = big ? CsvEncoding::kUtf16Be : CsvEncoding::kUtf16Le;
  decoder_ = CsvDecoder(dialect_.encoding);
  size_t mark = utf16 && (little || big) ? 2 : 0;
  if (dialect_.encoding == CsvEncoding::kUtf8 && first.starts_with("\xEF\xBB\xBF")) mark = 3;
  has_mark_ = mark != 0;
  before_ = mark;
  decoder_.Decode(std::string_view(first).substr(mark), buffer_);
  IDX_ASSIGN(bool more, Refill());
  static_cast<void>(more);
  FindNewline();
  return ReadHeader();
}

// The first end of a line outside quotes decides whether a lone CR ends lines.
void CsvSource::FindNewline() {
  bool quoted = false;
  for (size_t i = 0; i < buffer_.size(); ++i) {
    if (buffer_[i] == dialect_.quote) quoted = !quoted;
    if (quoted || (buffer_[i] != '\n' && buffer_[i] != '\r')) continue;
    bool pair = buffer_[i] == '\r' && i + 1 < buffer_.size() && buffer_[i + 1] == '\n';
    cr_ends_ = buffer_[i] == '\r' && !pair;
    newline_ = cr_ends_ ? "\r" : pair ? "\r\n" : "\n";
    return;
  }
}

char CsvSource::GuessDelimiter(std::string_view header) const {
  size_t best = 0;
  char result = ',';
  for (char candidate : kCandidates) {
    bool quoted = false;
    size_t count = 0;
    for (char c : header) {
      if (c == dialect_.quote) quoted = !quoted;
      count += !quoted && c == candidate;
    }
    if (count > best) best = count, result = candidate;
  }
  return result;
}

Status CsvSource::ReadHeader() {
  // Where the delimiter is yet to be found, a quote opens a field behind any of the candidates (see FindEnd).
  CsvRecord record;
  IDX_ASSIGN(Step step, Next(record));
  if (step == Step::kTruncated)
    return Error{Origin::kInput, fmt::format("{}: its header is not whole: {}", name_, why_)};
  if (step == Step::kEnd)
    return Error{Origin::kInput, fmt::format("{} holds no header, only blank lines", name_)};
  if (dialect_.delimiter == 0) dialect_.delimiter = GuessDelimiter(record.bytes);
  std::vector<CsvField> fields;
  Split(record.bytes, fields);
  Arena arena;
  header_quoted_ = true;
  for (const CsvField& field : fields) {
    header_.emplace_back(ValueOf(field, arena));
    header_quoted_ = header_quoted_ && field.quoted;
  }
  header_bytes_ = record.bytes;
  header_end_ = record.terminator;
  return {};
}

size_t CsvSource::FindEnd(bool& in_quotes, uint64_t& lines) const {
  const char* base = buffer_.data();
  const char* start = base + begin_;
  const char* end = base + buffer_.size();
  char cr = cr_ends_ ? '\r' : '\n';
  lines = 1;
  in_quotes = false;
  for (const char* at = start;;) {
    at = FindAny(at, end, dialect_.quote, '\n', cr);
    if (at == end) return std::string::npos;
    if (*at != dialect_.quote) return static_cast<size_t>(at - base);
    bool opens = at == start || at[-1] == dialect_.delimiter ||
                 (dialect_.delimiter == 0 && kCandidates.find(at[-1]) != std::string_view::npos);
    if (!opens) {
      ++at;
      continue;
    }
    const char* from = ++at;
    for (;;) {
      at = FindByte(at, end, dialect_.quote);
      if (at == end) {
        in_quotes = true;
        return std::string::npos;
      }
      if (at + 1 == end && !ended_) return std::string::npos;  // is it doubled? The next block tells
      ++at;
      if (at == end || *at != dialect_.quote) break;
      ++at;
    }
    lines += static_cast<uint64_t>(std::count(from, at, cr_ends_ ? '\r' : '\n'));
  }
}

CsvSource::Step CsvSource::Truncated(std::string reason) {
  why_ = fmt::format("{}, line {}: {}", name_, line_, reason);
  reason_ = std::move(reason);
  begin_ = buffer_.size();
  return Step::kTruncated;
}

Result<CsvSource::Step> CsvSource::Next(CsvRecord& record, std::string* skipped) {
  for (;;) {
    bool in_quotes = false;
    uint64_t lines = 1;
    record.line = line_;
    record.offset = before_ + begin_;
    size_t end = FindEnd(in_quotes, lines);
    if (end == std::string::npos) {
      size_t left = buffer_.size() - begin_;
      if (left > dialect_.max_record)
        return Truncated(
            fmt::format("a record of more than {} bytes; is a quote not closed?", dialect_.max_record));
      IDX_ASSIGN(bool more, Refill());
      if (more || !ended_) continue;
      if (cut_character_) return Truncated("the file ends inside a character: it was cut off");
      if (left == 0) return Step::kEnd;
      if (in_quotes)
        return Truncated(
            "a quoted field is open where the file ends: it was cut off, or a quote is not closed");
      end = buffer_.size();
    }
    size_t content = end;
    if (!cr_ends_ && content > begin_ && buffer_[content - 1] == '\r') --content;
    size_t next = std::min(end + 1, buffer_.size());
    record.bytes = std::string_view(buffer_).substr(begin_, content - begin_);
    record.terminator = std::string_view(buffer_).substr(content, next - content);
    line_ += lines;
    begin_ = next;
    if (!record.bytes.empty()) return Step::kRecord;
    if (skipped != nullptr) *skipped += record.terminator;
  }
}

void CsvSource::Split(std::string_view record, std::vector<CsvField>& fields) const {
  fields.clear();
  const char* at = record.data();
  const char* end = at + record.size();
  for (;;) {
    CsvField field;
    const char* start = at;
    if (at != end && *at == dialect_.quote) {
      field.quoted = true;
      at = FindByte(at + 1, end, dialect_.quote);
      while (at != end && at + 1 != end && at[1] == dialect_.quote) {
        field.doubled = true;
        at = FindByte(at + 2, end, dialect_.quote);
      }
      if (at == end) field.bad = true;
      if (at != end) ++at;
      if (at != end && *at != dialect_.delimiter) field.bad = true;
    }
    if (!field.quoted || field.bad) at = FindByte(at, end, dialect_.delimiter);
    field.raw = {start, static_cast<size_t>(at - start)};
    fields.push_back(field);
    if (at == end) return;
    ++at;
  }
}

std::string_view CsvSource::ValueOf(const CsvField& field, Arena& arena) const {
  if (!field.quoted || field.bad) return field.raw;
  std::string_view inner = field.raw.substr(1, field.raw.size() - 2);
  if (!field.doubled) return inner;
  char* to = arena.Allocate(inner.size());
  size_t length = 0;
  for (size_t i = 0; i < inner.size(); ++i) {
    to[length++] = inner[i];
    if (inner[i] == dialect_.quote) ++i;
  }
  return {to, length};
}

bool CsvSource::NeedsQuotes(std::string_view value) const {
  return value.find(dialect_.delimiter) != std::string_view::npos ||
         value.find(dialect_.quote) != std::string_view::npos ||
         value.find_first_of("\r\n") != std::string_view::npos ||
         (!value.empty() && (value.front() == ' ' || value.back() == ' '));
}

std::string CsvSource::Quoted(std::string_view value) const {
  std::string text(1, dialect_.quote);
  for (char c : value) {
    if (c == dialect_.quote) text += c;
    text += c;
  }
  return text + dialect_.quote;
}

}  // namespace idx
