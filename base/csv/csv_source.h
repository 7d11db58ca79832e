// The records of a CSV file, one after the other, with bounded memory. Knows bytes, not schemas: connectors
// read their objects by it, and the compiler the tables of a configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/arena.h"
#include "base/core/result.h"
#include "base/csv/csv_encoding.h"
#include "base/platform/file.h"

namespace idx {

struct CsvDialect {
  char delimiter = ',';  // 0: find it in the header
  char quote = '"';
  CsvEncoding encoding = CsvEncoding::kUtf8;
  bool encoding_by_mark = false;  // "utf-16": the byte order mark decides, else little-endian
  size_t max_record = size_t{16} << 20;
};

struct CsvField {
  std::string_view raw;  // with its quotes
  bool quoted = false;
  bool doubled = false;  // holds "" inside
  bool bad = false;      // text after the closing quote
};

struct CsvRecord {
  std::string_view bytes;       // as UTF-8, without its end; valid until the next call of Next
  std::string_view terminator;  // "\n", "\r\n", "\r", or "" at the end of the file
  uint64_t line = 0;
  uint64_t offset = 0;  // of its first byte, in a file that is UTF-8
};

// Not thread-safe.
class CsvSource {
 public:
  enum class Step { kRecord, kEnd, kTruncated };

  // Reads the header. Errors: no file, empty file, an encoding that does not fit, a header that is not whole.
  static Result<CsvSource> Open(const std::string& path, const CsvDialect& dialect);
  // The same over bytes in memory (tests, fuzzing).
  static Result<CsvSource> FromBytes(std::string bytes, const CsvDialect& dialect);

  // The next record that is not blank; blank lines go into `skipped` when that is asked for. After
  // kTruncated, why() says where and why, reason() only why, and the record only its place.
  Result<Step> Next(CsvRecord& record, std::string* skipped = nullptr);
  const std::string& why() const { return why_; }
  const std::string& reason() const { return reason_; }

  // Splits a record. The fields point into it.
  void Split(std::string_view record, std::vector<CsvField>& fields) const;
  // A field's value; unescaped values lie in `arena`.
  std::string_view ValueOf(const CsvField& field, Arena& arena) const;
  std::string Quoted(std::string_view value) const;
  bool NeedsQuotes(std::string_view value) const;

  const CsvDialect& dialect() const { return dialect_; }  // with the delimiter and encoding found
  const std::vector<std::string>& header() const { return header_; }
  const std::string& header_bytes() const { return header_bytes_; }
  const std::string& header_end() const { return header_end_; }
  bool header_quoted() const { return header_quoted_; }
  bool has_mark() const { return has_mark_; }
  const std::string& name() const { return name_; }
  bool saw_broken_unit() const { return decoder_.saw_broken(); }
  const std::string& newline() const { return newline_; }

 private:
  CsvSource(CsvDialect dialect, std::string name)
      : dialect_(dialect), name_(std::move(name)), decoder_(dialect.encoding) {}
  Status Begin();
  void FindMark();
  void FindNewline();
  Status ReadHeader();
  char GuessDelimiter(std::string_view header) const;
  // Reads another block behind what is left; false at the end of the file.
  Result<bool> Refill();
  Result<size_t> ReadRaw(char* to, size_t capacity);
  // The end of the record at begin_ (the position of its terminator), or npos when the buffer ends first.
  size_t FindEnd(bool& in_quotes, uint64_t& lines) const;
  Step Truncated(std::string reason);

  CsvDialect dialect_;
  std::string name_;
  CsvDecoder decoder_;
  std::optional<FileReader> file_;
  std::string memory_;
  size_t memory_at_ = 0;

  std::string buffer_;
  size_t begin_ = 0;     // of the next record, in buffer_
  uint64_t before_ = 0;  // bytes that were there before those of buffer_
  uint64_t line_ = 1;
  bool ended_ = false;
  bool cut_character_ = false;
  bool has_mark_ = false;
  bool cr_ends_ = false;
  std::string newline_ = "\n";
  std::vector<std::string> header_;
  std::string header_bytes_;
  std::string header_end_;
  bool header_quoted_ = false;
  std::string why_;
  std::string reason_;
};

}  // namespace idx
