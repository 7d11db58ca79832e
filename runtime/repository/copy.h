// Bulk rows in and out by COPY in the binary format, streaming, with bounded memory.
// Source: PostgreSQL's documentation of COPY, "Binary Format", and the types' send/recv functions.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/batch/batch.h"
#include "base/core/result.h"
#include "base/platform/digest.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

// PostgreSQL's type of a column, and the C++ type that a batch column of it has.
enum class CopyType : uint8_t {
  kBool,       // boolean: bool
  kInt2,       // smallint: int32_t, range asserted
  kInt4,       // integer: int32_t
  kInt8,       // bigint: int64_t
  kFloat8,     // double precision: double
  kText,       // text: Text
  kTimestamp,  // timestamptz: DateTime, UTC, cut to 1 µs
  kDate,       // date: DateOnly
  kUuid,       // uuid: Guid
  kBytea,      // bytea: ListView of bytes
  kChar,       // integer, of Char
  kNumeric,    // numeric: Decimal
};

struct CopyColumn {
  std::string name;
  CopyType type = CopyType::kText;
  bool multi = false;  // an array; the batch column holds ListViews

  // The column of an attribute (SqlTypeOf in ddl.h).
  static CopyColumn Of(const Attribute& attribute);
};

Guid GuidOf(const Digest& digest);
Digest DigestOf(const Guid& guid);

// Where a column's values of a batch write come from. `column`: data of the C++ type above; valid may be null
// (no nulls). constant: row 0 is the value of every row.
struct CopySource {
  Column column;
  bool constant = false;
};

// Rows into a table. Use within a transaction: an abandoned or failed writer leaves it failed. Not
// thread-safe; nothing else may use the connection between Start and Finish. The connection must outlive it.
class CopyWriter {
 public:
  // table: as in SQL (QuoteIdentifier where needed).
  static Result<CopyWriter> Start(Connection& connection, const std::string& table,
                                  std::vector<CopyColumn> columns);
  CopyWriter(CopyWriter&& other) noexcept;
  CopyWriter& operator=(CopyWriter&&) = delete;
  ~CopyWriter();  // without Finish: gives up, nothing is stored

  // Writes the batch rows of `selection`, one source per column.
  Status WriteRows(const std::vector<CopySource>& sources, const uint32_t* selection, uint32_t count);
  // Rows 0 to count - 1.
  Status WriteRows(const std::vector<CopySource>& sources, uint32_t count);

  // Row by row: BeginRow, one call per column in order, EndRow. Calls must fit the columns' types.
  void BeginRow();
  void Null();
  void Bool(bool value);
  void Int(int64_t value);  // of any integer type; the range is asserted
  void Double(double value);
  void Bytes(std::string_view value);  // text and bytea
  void Time(DateTime value);
  void Date(DateOnly value);
  void Uuid(const Guid& value);
  Status EndRow();

  // Sends the rest and waits for the server. Returns the rows stored.
  Result<uint64_t> Finish();

 private:
  CopyWriter(Connection& connection, std::string table, std::vector<CopyColumn> columns);
  void Put(const CopyColumn& column, const Column& from, uint32_t row);
  void PutList(CopyType type, const ListView& list);
  void PutScalar(CopyType type, const void* data, uint32_t row);
  Status SendIfFull();
  Status Send();
  Error Failure();

  Connection* connection_;  // null once finished
  std::string table_;
  std::vector<CopyColumn> columns_;
  std::string buffer_;
  size_t next_column_ = 0;  // of the row under way
};

// Rows of a query, in its order. Not thread-safe; nothing else may use the connection until the end is
// reached or the reader is gone. A reader that is given up early cancels its query, which fails a transaction
// around it.
class CopyReader {
 public:
  // select: a SELECT, or "table" forms that COPY (…) TO takes. columns: of its result, in order; the server's
  // types must be these.
  static Result<CopyReader> Start(Connection& connection, const std::string& select,
                                  std::vector<CopyColumn> columns);
  CopyReader(CopyReader&& other) noexcept;
  CopyReader& operator=(CopyReader&&) = delete;
  ~CopyReader();

  // Appends rows to the builder until it is full or the query ends; returns how many. targets[i]: the
  // attribute of the builder that column i fills, or -1. Texts and lists are copied to the builder's arena.
  Result<uint32_t> Fill(BatchBuilder& rows, const std::vector<int32_t>& targets);
  bool done() const { return done_; }

  // Row by row: true when there is a row; its fields stay valid until the next call.
  Result<bool> Next();
  bool IsNull(size_t column) const { return fields_[column].length < 0; }
  bool Bool(size_t column) const;
  int64_t Int(size_t column) const;  // of any integer type
  double Double(size_t column) const;
  std::string_view Bytes(size_t column) const;  // text and bytea
  DateTime Time(size_t column) const;
  DateOnly Date(size_t column) const;
  Guid Uuid(size_t column) const;

 private:
  struct Field {
    const char* data = nullptr;
    int32_t length = -1;
  };
  CopyReader(Connection& connection, std::string what, std::vector<CopyColumn> columns);
  Status SplitRow(std::string_view row);
  Status CheckField(size_t column) const;
  Status StoreRow(BatchBuilder& rows, uint32_t row, const std::vector<int32_t>& targets);
  Status StoreList(BatchBuilder& rows, uint32_t row, uint32_t attribute, size_t column);
  Error Malformed(std::string_view what) const;
  void FreeRow();
  Status End();

  Connection* connection_;  // null once the copy has ended
  std::string what_;
  std::vector<CopyColumn> columns_;
  std::vector<Field> fields_;
  char* row_ = nullptr;  // libpq's buffer of the present row
  bool header_seen_ = false;
  bool done_ = false;
};

}  // namespace idx::runtime
