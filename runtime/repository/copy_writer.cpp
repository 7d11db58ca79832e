#include <fmt/format.h>

#include <limits>

#include "base/core/assert.h"
#include "runtime/repository/connection_state.h"
#include "runtime/repository/copy.h"
#include "runtime/repository/copy_format.h"
#include "runtime/repository/database_error.h"
#include "runtime/repository/numeric.h"

namespace idx::runtime {
namespace {

constexpr size_t kSendBytes = 128 * 1024;

template <typename Unsigned>
void Append(std::string& to, Unsigned value) {
  value = Swap(value);
  char bytes[sizeof(value)];
  std::memcpy(bytes, &value, sizeof(value));
  to.append(bytes, sizeof(value));
}

// Length and value in one append: the common case of all columns but texts.
template <typename Unsigned>
void AppendSized(std::string& to, Unsigned value) {
  char bytes[4 + sizeof(value)];
  uint32_t length = Swap(static_cast<uint32_t>(sizeof(value)));
  value = Swap(value);
  std::memcpy(bytes, &length, 4);
  std::memcpy(bytes + 4, &value, sizeof(value));
  to.append(bytes, sizeof(bytes));
}

void AppendBytes(std::string& to, std::string_view bytes) {
  Append(to, static_cast<uint32_t>(bytes.size()));
  to += bytes;
}

void AppendNull(std::string& to) { Append(to, uint32_t{0xFFFF'FFFF}); }

void AppendTime(std::string& to, DateTime value) {
  AppendSized(to, static_cast<uint64_t>(MicrosecondsOf(value)));
}
void AppendDate(std::string& to, DateOnly value) {
  AppendSized(to, static_cast<uint32_t>(value.days - kPostgresEpochDays));
}
void AppendDouble(std::string& to, double value) { AppendSized(to, std::bit_cast<uint64_t>(value)); }
void AppendBool(std::string& to, bool value) {
  to.append(std::string_view(value ? "\0\0\0\1\1" : "\0\0\0\1\0", 5));
}
void AppendUuid(std::string& to, const Guid& value) {
  AppendBytes(to, {reinterpret_cast<const char*>(value.bytes.data()), 16});
}

void AppendInt(std::string& to, CopyType type, int64_t value) {
  switch (type) {
    case CopyType::kInt2:
      IDX_ASSERT(value >= std::numeric_limits<int16_t>::min() &&
                 value <= std::numeric_limits<int16_t>::max());
      return AppendSized(to, static_cast<uint16_t>(value));
    case CopyType::kInt4:
    case CopyType::kChar:
      IDX_ASSERT(value >= std::numeric_limits<int32_t>::min() &&
                 value <= std::numeric_limits<int32_t>::max());
      return AppendSized(to, static_cast<uint32_t>(value));
    default:
      IDX_ASSERT(type == CopyType::kInt8);
      return AppendSized(to, static_cast<uint64_t>(value));
  }
}

}  // namespace

CopyColumn CopyColumn::Of(const Attribute& attribute) {
  auto type = [&] {
    switch (attribute.type) {
      case TypeKind::kBool:
        return CopyType::kBool;
      case TypeKind::kInt:
      case TypeKind::kEnum:
        return CopyType::kInt4;
      case TypeKind::kLong:
      case TypeKind::kTimeSpan:
        return CopyType::kInt8;
      case TypeKind::kDouble:
        return CopyType::kFloat8;
      case TypeKind::kChar:
        return CopyType::kChar;
      case TypeKind::kDateTime:
        return CopyType::kTimestamp;
      case TypeKind::kDateOnly:
        return CopyType::kDate;
      case TypeKind::kGuid:
        return CopyType::kUuid;
      case TypeKind::kDecimal:
        return CopyType::kNumeric;
      case TypeKind::kByte:
        return CopyType::kBytea;
      default:
        IDX_ASSERT(attribute.type == TypeKind::kString);
        return CopyType::kText;
    }
  };
  return {attribute.column, type(), attribute.multi};
}

Guid GuidOf(const Digest& digest) {
  Guid guid;
  uint64_t words[2] = {Swap(digest.hi), Swap(digest.lo)};
  std::memcpy(guid.bytes.data(), words, 16);
  return guid;
}

Digest DigestOf(const Guid& guid) {
  auto bytes = reinterpret_cast<const char*>(guid.bytes.data());
  return {LoadBig<uint64_t>(bytes), LoadBig<uint64_t>(bytes + 8)};
}

CopyWriter::CopyWriter(Connection& connection, std::string table, std::vector<CopyColumn> columns)
    : connection_(&connection), table_(std::move(table)), columns_(std::move(columns)) {
  buffer_.reserve(kSendBytes * 2);
  buffer_ = kCopySignature;
  buffer_.append(8, '\0');
}

CopyWriter::CopyWriter(CopyWriter&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)),
      table_(std::move(other.table_)),
      columns_(std::move(other.columns_)),
      buffer_(std::move(other.buffer_)),
      next_column_(other.next_column_) {}

Result<CopyWriter> CopyWriter::Start(Connection& connection, const std::string& table,
                                     std::vector<CopyColumn> columns) {
  Connection::State& state = connection.state();
  IDX_ASSERT(!state.copying && !columns.empty());
  std::string sql = fmt::format("COPY {} (", table);
  for (size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? "" : ", ") + QuoteIdentifier(columns[i].name);
  sql += ") FROM STDIN (FORMAT binary)";
  PGresult* result = PQexec(state.raw, sql.c_str());
  bool started = PQresultStatus(result) == PGRES_COPY_IN;
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  Error error = started ? Error{}
                        : DatabaseError(sqlstate == nullptr ? "" : sqlstate, PQerrorMessage(state.raw),
                                        "COPY into " + table);
  PQclear(result);
  if (!started) return error;
  state.copying = true;
  return CopyWriter(connection, table, std::move(columns));
}

CopyWriter::~CopyWriter() {
  if (connection_ == nullptr) return;
  Connection::State& state = connection_->state();
  PQputCopyEnd(state.raw, "given up");
  while (PGresult* result = PQgetResult(state.raw)) PQclear(result);
  state.copying = false;
}

void CopyWriter::PutScalar(CopyType type, const void* data, uint32_t row) {
  switch (type) {
    case CopyType::kBool:
      return AppendBool(buffer_, static_cast<const bool*>(data)[row]);
    case CopyType::kInt2:
    case CopyType::kInt4:
      return AppendInt(buffer_, type, static_cast<const int32_t*>(data)[row]);
    case CopyType::kChar:
      return AppendInt(buffer_, type, static_cast<const Char*>(data)[row].unit);
    case CopyType::kInt8:
      return AppendInt(buffer_, type, static_cast<const int64_t*>(data)[row]);
    case CopyType::kFloat8:
      return AppendDouble(buffer_, static_cast<const double*>(data)[row]);
    case CopyType::kTimestamp:
      return AppendTime(buffer_, static_cast<const DateTime*>(data)[row]);
    case CopyType::kDate:
      return AppendDate(buffer_, static_cast<const DateOnly*>(data)[row]);
    case CopyType::kUuid:
      return AppendUuid(buffer_, static_cast<const Guid*>(data)[row]);
    case CopyType::kNumeric:
      return AppendBytes(buffer_, NumericOf(static_cast<const Decimal*>(data)[row]).view());
    case CopyType::kText:
      return AppendBytes(buffer_, static_cast<const Text*>(data)[row].view());
    case CopyType::kBytea: {
      const ListView& bytes = static_cast<const ListView*>(data)[row];
      return AppendBytes(buffer_, {bytes.begin_of<char>(), bytes.is_null() ? 0 : bytes.count});
    }
  }
}

void CopyWriter::PutList(CopyType type, const ListView& list) {
  uint32_t count = list.is_null() ? 0 : list.count;
  size_t length_at = buffer_.size();
  Append(buffer_, uint32_t{0});
  Append(buffer_, uint32_t{count == 0 ? 0u : 1u});  // dimensions
  Append(buffer_, uint32_t{0});                     // no nulls
  Append(buffer_, ElementOid(type));
  if (count != 0) {
    Append(buffer_, count);
    Append(buffer_, uint32_t{1});  // lower bound
    for (uint32_t i = 0; i < count; ++i) PutScalar(type, list.data, i);
  }
  uint32_t length = Swap(static_cast<uint32_t>(buffer_.size() - length_at - 4));
  std::memcpy(buffer_.data() + length_at, &length, 4);
}

void CopyWriter::Put(const CopyColumn& column, const Column& from, uint32_t row) {
  if (from.valid != nullptr && !from.IsValid(row)) return AppendNull(buffer_);
  if (column.multi) return PutList(column.type, from.At<ListView>(row));
  PutScalar(column.type, from.data, row);
}

Status CopyWriter::WriteRows(const std::vector<CopySource>& sources, const uint32_t* selection,
                             uint32_t count) {
  IDX_ASSERT(connection_ != nullptr && sources.size() == columns_.size() && next_column_ == 0);
  for (uint32_t i = 0; i < count; ++i) {
    Append(buffer_, static_cast<uint16_t>(columns_.size()));
    uint32_t row = selection == nullptr ? i : selection[i];
    for (size_t c = 0; c < columns_.size(); ++c)
      Put(columns_[c], sources[c].column, sources[c].constant ? 0 : row);
    IDX_TRY(SendIfFull());
  }
  return {};
}

Status CopyWriter::WriteRows(const std::vector<CopySource>& sources, uint32_t count) {
  return WriteRows(sources, nullptr, count);
}

void CopyWriter::BeginRow() {
  IDX_ASSERT(connection_ != nullptr && next_column_ == 0);
  Append(buffer_, static_cast<uint16_t>(columns_.size()));
}

void CopyWriter::Null() {
  IDX_ASSERT(next_column_++ < columns_.size());
  AppendNull(buffer_);
}

void CopyWriter::Bool(bool value) {
  IDX_ASSERT(columns_.at(next_column_++).type == CopyType::kBool);
  AppendBool(buffer_, value);
}

void CopyWriter::Int(int64_t value) { AppendInt(buffer_, columns_.at(next_column_++).type, value); }

void CopyWriter::Double(double value) {
  IDX_ASSERT(columns_.at(next_column_++).type == CopyType::kFloat8);
  AppendDouble(buffer_, value);
}

void CopyWriter::Bytes(std::string_view value) {
  IDX_ASSERT(WireSize(columns_.at(next_column_).type) < 0 && !columns_[next_column_].multi);
  ++next_column_;
  AppendBytes(buffer_, value);
}

void CopyWriter::Time(DateTime value) {
  IDX_ASSERT(columns_.at(next_column_++).type == CopyType::kTimestamp);
  AppendTime(buffer_, value);
}

void CopyWriter::Date(DateOnly value) {
  IDX_ASSERT(columns_.at(next_column_++).type == CopyType::kDate);
  AppendDate(buffer_, value);
}

void CopyWriter::Uuid(const Guid& value) {
  IDX_ASSERT(columns_.at(next_column_++).type == CopyType::kUuid);
  AppendUuid(buffer_, value);
}

Status CopyWriter::EndRow() {
  IDX_ASSERT(next_column_ == columns_.size());
  next_column_ = 0;
  return SendIfFull();
}

Status CopyWriter::SendIfFull() { return buffer_.size() < kSendBytes ? Status() : Send(); }

Status CopyWriter::Send() {
  PGconn* raw = connection_->state().raw;
  // In pieces, as libpq's lengths are ints.
  for (size_t at = 0; at < buffer_.size();) {
    size_t piece = std::min(buffer_.size() - at, size_t{1} << 29);
    if (PQputCopyData(raw, buffer_.data() + at, static_cast<int>(piece)) != 1) return Failure();
    at += piece;
  }
  buffer_.clear();
  return {};
}

// What the server says after it has refused the data; the copy is over.
Error CopyWriter::Failure() {
  Connection::State& state = std::exchange(connection_, nullptr)->state();
  state.copying = false;
  std::string sqlstate;
  std::string message = PQerrorMessage(state.raw);
  PQputCopyEnd(state.raw, "given up");
  while (PGresult* result = PQgetResult(state.raw)) {
    const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR) message = PQresultErrorMessage(result);
    if (field != nullptr && sqlstate.empty()) sqlstate = field;
    PQclear(result);
  }
  return DatabaseError(sqlstate, message, "COPY into " + table_);
}

Result<uint64_t> CopyWriter::Finish() {
  IDX_ASSERT(connection_ != nullptr && next_column_ == 0);
  Append(buffer_, uint16_t{0xFFFF});
  IDX_TRY(Send());
  PGconn* raw = connection_->state().raw;
  if (PQputCopyEnd(raw, nullptr) != 1) return Failure();
  PGresult* result = PQgetResult(raw);
  bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  Error error = good ? Error{}
                     : DatabaseError(sqlstate == nullptr ? "" : sqlstate, PQresultErrorMessage(result),
                                     "COPY into " + table_);
  uint64_t rows = good ? std::strtoull(PQcmdTuples(result), nullptr, 10) : 0;
  PQclear(result);
  while (PGresult* rest = PQgetResult(raw)) PQclear(rest);
  std::exchange(connection_, nullptr)->state().copying = false;
  if (!good) return error;
  return rows;
}

}  // namespace idx::runtime
