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

bool TimeFits(int64_t microseconds) {
  return microseconds >= -(kPostgresEpochTicks / kTicksPerMicrosecond) &&
         microseconds <= (kMaxDateTimeTicks - kPostgresEpochTicks) / kTicksPerMicrosecond;
}

bool DateFits(int32_t days) {
  return days >= -kPostgresEpochDays && days <= kMaxDateOnlyDays - kPostgresEpochDays;
}

DateTime TimeAt(const char* data) {
  auto microseconds = static_cast<int64_t>(LoadBig<uint64_t>(data));
  return DateTime::Of(microseconds * kTicksPerMicrosecond + kPostgresEpochTicks, DateTimeKind::kUtc);
}

DateOnly DateAt(const char* data) {
  return {static_cast<int32_t>(LoadBig<uint32_t>(data)) + kPostgresEpochDays};
}

Guid UuidAt(const char* data) {
  Guid guid;
  std::memcpy(guid.bytes.data(), data, 16);
  return guid;
}

int64_t IntAt(CopyType type, const char* data) {
  switch (type) {
    case CopyType::kInt2:
      return static_cast<int16_t>(LoadBig<uint16_t>(data));
    case CopyType::kInt8:
      return static_cast<int64_t>(LoadBig<uint64_t>(data));
    default:
      return static_cast<int32_t>(LoadBig<uint32_t>(data));
  }
}

// Does the value have the type's size, and lie in the range of ours?
bool Fits(CopyType type, const char* data, int32_t length) {
  int32_t size = WireSize(type);
  if (size >= 0 && length != size) return false;
  if (type == CopyType::kTimestamp) return TimeFits(static_cast<int64_t>(LoadBig<uint64_t>(data)));
  if (Decimal value; type == CopyType::kNumeric)
    return ReadNumeric({data, static_cast<size_t>(length)}, value);
  if (type == CopyType::kDate) return DateFits(static_cast<int32_t>(LoadBig<uint32_t>(data)));
  return true;
}

// Calls store with the value as the C++ type of the column. Texts and bytes point into `data`.
template <typename Store>
void Decode(CopyType type, const char* data, int32_t length, Store store) {
  switch (type) {
    case CopyType::kBool:
      return store(data[0] != 0);
    case CopyType::kInt2:
    case CopyType::kInt4:
      return store(static_cast<int32_t>(IntAt(type, data)));
    case CopyType::kChar:
      return store(Char{static_cast<uint16_t>(IntAt(type, data))});
    case CopyType::kInt8:
      return store(IntAt(type, data));
    case CopyType::kFloat8:
      return store(std::bit_cast<double>(LoadBig<uint64_t>(data)));
    case CopyType::kTimestamp:
      return store(TimeAt(data));
    case CopyType::kDate:
      return store(DateAt(data));
    case CopyType::kUuid:
      return store(UuidAt(data));
    case CopyType::kNumeric: {
      Decimal value;
      ReadNumeric({data, static_cast<size_t>(length)}, value);  // CheckField has read it
      return store(value);
    }
    case CopyType::kText:
      return store(Text(std::string_view(data, static_cast<size_t>(length))));
    case CopyType::kBytea:
      return store(ListView{data, static_cast<uint32_t>(length), 0});
  }
}

uint32_t ValueSize(CopyType type) {
  switch (type) {
    case CopyType::kBool:
      return 1;
    case CopyType::kChar:
      return 2;
    case CopyType::kInt2:
    case CopyType::kInt4:
    case CopyType::kDate:
      return 4;
    case CopyType::kText:
    case CopyType::kBytea:
    case CopyType::kUuid:
    case CopyType::kNumeric:
      return 16;
    default:
      return 8;
  }
}

// The value with what it points to in the arena.
template <typename T>
T Kept(Arena&, const T& value) {
  return value;
}
Text Kept(Arena& arena, const Text& text) {
  return text.length <= Text::kInline ? text : Text(arena.Copy(text.view()));
}
ListView Kept(Arena& arena, const ListView& bytes) {
  return {arena.Copy({bytes.begin_of<char>(), bytes.count}).data(), bytes.count, 0};
}

}  // namespace

CopyReader::CopyReader(Connection& connection, std::string what, std::vector<CopyColumn> columns)
    : connection_(&connection),
      what_(std::move(what)),
      columns_(std::move(columns)),
      fields_(columns_.size()) {}

CopyReader::CopyReader(CopyReader&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)),
      what_(std::move(other.what_)),
      columns_(std::move(other.columns_)),
      fields_(std::move(other.fields_)),
      row_(std::exchange(other.row_, nullptr)),
      header_seen_(other.header_seen_),
      done_(other.done_) {}

Result<CopyReader> CopyReader::Start(Connection& connection, const std::string& select,
                                     std::vector<CopyColumn> columns) {
  Connection::State& state = connection.state();
  IDX_ASSERT(!state.copying && !columns.empty());
  std::string what = "COPY of " + select.substr(0, 60);
  PGresult* result = PQexec(state.raw, fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", select).c_str());
  bool started = PQresultStatus(result) == PGRES_COPY_OUT;
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  Error error =
      started ? Error{} : DatabaseError(sqlstate == nullptr ? "" : sqlstate, PQerrorMessage(state.raw), what);
  PQclear(result);
  if (!started) return error;
  state.copying = true;
  return CopyReader(connection, std::move(what), std::move(columns));
}

CopyReader::~CopyReader() {
  FreeRow();
  if (connection_ == nullptr) return;
  // Reading a large rest would take longer than stopping it.
  static_cast<void>(connection_->canceller().Cancel());
  PGconn* raw = connection_->state().raw;
  char* row = nullptr;
  while (PQgetCopyData(raw, &row, 0) > 0) PQfreemem(row);
  while (PGresult* result = PQgetResult(raw)) PQclear(result);
  connection_->state().copying = false;
}

void CopyReader::FreeRow() {
  if (row_ != nullptr) PQfreemem(row_);
  row_ = nullptr;
}

Error CopyReader::Malformed(std::string_view what) const {
  return {Origin::kDatabase, fmt::format("database, {}: {}", what_, what)};
}

// The end of the data: did the server come to its end well?
Status CopyReader::End() {
  Connection::State& state = std::exchange(connection_, nullptr)->state();
  done_ = true;
  state.copying = false;
  Status status;
  bool any = false;
  while (PGresult* result = PQgetResult(state.raw)) {
    any = true;
    const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && status.ok())
      status = DatabaseError(sqlstate == nullptr ? "" : sqlstate, PQresultErrorMessage(result), what_);
    PQclear(result);
  }
  if (!any && PQstatus(state.raw) == CONNECTION_BAD)
    return DatabaseError("", PQerrorMessage(state.raw), what_);
  return status;
}

Result<bool> CopyReader::Next() {
  if (connection_ == nullptr) return false;
  FreeRow();
  int length = PQgetCopyData(connection_->state().raw, &row_, 0);
  if (length < 0) {
    row_ = nullptr;
    IDX_TRY(End());
    return false;
  }
  std::string_view row(row_, static_cast<size_t>(length));
  if (!header_seen_) {
    if (row.size() < kCopyHeader || row.substr(0, kCopySignature.size()) != kCopySignature)
      return Malformed("the answer does not begin as the binary format does");
    row.remove_prefix(kCopyHeader);
    header_seen_ = true;
  }
  if (row == std::string_view("\xFF\xFF", 2)) return Next();  // the trailer; then comes the end
  IDX_TRY(SplitRow(row));
  return true;
}

Status CopyReader::SplitRow(std::string_view row) {
  if (row.size() < 2 || LoadBig<uint16_t>(row.data()) != columns_.size())
    return Malformed("a row has not as many fields as were asked for");
  const char* at = row.data() + 2;
  const char* end = row.data() + row.size();
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (end - at < 4) return Malformed("a row ends early");
    Field& field = fields_[c];
    field.length = static_cast<int32_t>(LoadBig<uint32_t>(at));
    at += 4;
    field.data = at;
    if (field.length < 0) continue;
    if (end - at < field.length) return Malformed("a field is longer than its row");
    IDX_TRY(CheckField(c));
    at += field.length;
  }
  return {};
}

Status CopyReader::CheckField(size_t c) const {
  const Field& field = fields_[c];
  if (columns_[c].multi || Fits(columns_[c].type, field.data, field.length)) return {};
  return Malformed(fmt::format(
      "column {} has a value of another type, a time outside the years 1 to 9999, or a number beyond decimal",
      columns_[c].name));
}

bool CopyReader::Bool(size_t c) const {
  IDX_ASSERT(columns_[c].type == CopyType::kBool && !IsNull(c));
  return fields_[c].data[0] != 0;
}
int64_t CopyReader::Int(size_t c) const {
  IDX_ASSERT(!IsNull(c) && !columns_[c].multi);
  return IntAt(columns_[c].type, fields_[c].data);
}
double CopyReader::Double(size_t c) const {
  IDX_ASSERT(columns_[c].type == CopyType::kFloat8 && !IsNull(c));
  return std::bit_cast<double>(LoadBig<uint64_t>(fields_[c].data));
}
std::string_view CopyReader::Bytes(size_t c) const {
  IDX_ASSERT(!IsNull(c));
  return {fields_[c].data, static_cast<size_t>(fields_[c].length)};
}
DateTime CopyReader::Time(size_t c) const {
  IDX_ASSERT(columns_[c].type == CopyType::kTimestamp && !IsNull(c));
  return TimeAt(fields_[c].data);
}
DateOnly CopyReader::Date(size_t c) const {
  IDX_ASSERT(columns_[c].type == CopyType::kDate && !IsNull(c));
  return DateAt(fields_[c].data);
}
Guid CopyReader::Uuid(size_t c) const {
  IDX_ASSERT(columns_[c].type == CopyType::kUuid && !IsNull(c));
  return UuidAt(fields_[c].data);
}

Result<uint32_t> CopyReader::Fill(BatchBuilder& rows, const std::vector<int32_t>& targets) {
  IDX_ASSERT(targets.size() == columns_.size());
  uint32_t count = 0;
  for (; !rows.full(); ++count) {
    IDX_ASSIGN(bool more, Next());
    if (!more) break;
    IDX_TRY(StoreRow(rows, rows.AddRow(), targets));
  }
  return count;
}

Status CopyReader::StoreRow(BatchBuilder& rows, uint32_t row, const std::vector<int32_t>& targets) {
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (targets[c] < 0 || IsNull(c)) continue;
    auto attribute = static_cast<uint32_t>(targets[c]);
    const Attribute& a = rows.type().attributes[attribute];
    IDX_ASSERT(a.multi == columns_[c].multi &&
               SizeOf(a.multi ? a.type : a.column_kind()) == ValueSize(columns_[c].type));
    if (a.multi) {
      IDX_TRY(StoreList(rows, row, attribute, c));
      continue;
    }
    Decode(columns_[c].type, fields_[c].data, fields_[c].length,
           [&](const auto& value) { rows.Set(attribute, row, Kept(rows.arena(), value)); });
  }
  return {};
}

Status CopyReader::StoreList(BatchBuilder& rows, uint32_t row, uint32_t attribute, size_t c) {
  const char* at = fields_[c].data;
  const char* end = at + fields_[c].length;
  auto word = [&]() { return LoadBig<uint32_t>(std::exchange(at, at + 4)); };
  if (end - at < 12) return Malformed("an array ends early");
  uint32_t dimensions = word();
  uint32_t nulls = word();
  uint32_t oid = word();
  if (dimensions == 0) return {};
  if (dimensions != 1 || nulls != 0 || oid != ElementOid(columns_[c].type) || end - at < 8)
    return Malformed(fmt::format("column {} holds an array of another form", columns_[c].name));
  uint32_t count = word();
  word();  // lower bound
  if (count > static_cast<size_t>(end - at) / 4) return Malformed("an array ends early");
  char* values = rows.arena().Allocate(size_t{count} * ValueSize(columns_[c].type));
  for (uint32_t i = 0; i < count; ++i) {
    if (end - at < 4) return Malformed("an array ends early");
    auto length = static_cast<int32_t>(word());
    if (length < 0 || end - at < length || !Fits(columns_[c].type, at, length))
      return Malformed(fmt::format("column {} holds an array of another form", columns_[c].name));
    Decode(columns_[c].type, at, length, [&](auto value) {
      value = Kept(rows.arena(), value);
      std::memcpy(values + size_t{i} * sizeof(value), &value, sizeof(value));
    });
    at += length;
  }
  rows.Set(attribute, row, ListView{count == 0 ? nullptr : values, count, 0});
  return {};
}

}  // namespace idx::runtime
