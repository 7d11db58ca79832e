#include "bench/s1/copy_limit.h"

#include <libpq-fe.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/platform/digest.h"

namespace idx::bench {

namespace {

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
using File = std::unique_ptr<FILE, decltype(&std::fclose)>;

Error DatabaseError(PGconn* connection, const std::string& what) {
  return {Origin::kDatabase, what + ": " + PQerrorMessage(connection)};
}

Answer Run(PGconn* connection, const std::string& sql) {
  return Answer(PQexec(connection, sql.c_str()), &PQclear);
}

// Streams a COPY … TO STDOUT into `to` (null: thrown away) and counts its bytes.
Result<int64_t> Out(PGconn* connection, const std::string& sql, FILE* to) {
  Answer begin = Run(connection, sql);
  if (PQresultStatus(begin.get()) != PGRES_COPY_OUT) return DatabaseError(connection, sql);
  int64_t bytes = 0;
  char* data = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(connection, &data, 0)) > 0) {
    bytes += size;
    if (to != nullptr && std::fwrite(data, 1, static_cast<size_t>(size), to) != static_cast<size_t>(size))
      size = -2;
    PQfreemem(data);
    if (size == -2) return Error{Origin::kFile, "the scratch file cannot be written"};
  }
  while (Answer rest{PQgetResult(connection), &PQclear})
    if (PQresultStatus(rest.get()) != PGRES_COMMAND_OK) return DatabaseError(connection, sql);
  return bytes;
}

Status In(PGconn* connection, const std::string& sql, FILE* from) {
  Answer begin = Run(connection, sql);
  if (PQresultStatus(begin.get()) != PGRES_COPY_IN) return DatabaseError(connection, sql);
  std::vector<char> block(1 << 18);
  size_t size = 0;
  while ((size = std::fread(block.data(), 1, block.size(), from)) > 0)
    if (PQputCopyData(connection, block.data(), static_cast<int>(size)) != 1)
      return DatabaseError(connection, sql);
  if (PQputCopyEnd(connection, nullptr) != 1) return DatabaseError(connection, sql);
  while (Answer rest{PQgetResult(connection), &PQclear})
    if (PQresultStatus(rest.get()) != PGRES_COMMAND_OK) return DatabaseError(connection, sql);
  return {};
}

}  // namespace

Result<CopyTimes> CopyTables(const std::string& connection_string, const std::string& scratch_file) {
  Connection connection(PQconnectdb(connection_string.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return DatabaseError(connection.get(), "connecting");
  Answer tables = Run(connection.get(),
                      "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                      "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
  if (PQresultStatus(tables.get()) != PGRES_TUPLES_OK)
    return DatabaseError(connection.get(), "listing the tables");
  CopyTimes times;
  for (int i = 0; i < PQntuples(tables.get()); ++i) {
    std::string table = PQgetvalue(tables.get(), i, 0);
    {
      File file(std::fopen(scratch_file.c_str(), "wb"), &std::fclose);
      if (file == nullptr) return Error{Origin::kFile, scratch_file + " cannot be written"};
      auto start = Clock::now();
      IDX_ASSIGN(int64_t bytes,
                 Out(connection.get(), "COPY " + table + " TO STDOUT (FORMAT binary)", file.get()));
      times.out_ms += MillisecondsSince(start);
      times.bytes += bytes;
    }
    Answer made = Run(connection.get(), "CREATE TABLE public.bench_copy (LIKE " + table + ")");
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
      return DatabaseError(connection.get(), "making a table");
    File file(std::fopen(scratch_file.c_str(), "rb"), &std::fclose);
    auto start = Clock::now();
    IDX_TRY(In(connection.get(), "COPY public.bench_copy FROM STDIN (FORMAT binary)", file.get()));
    times.in_ms += MillisecondsSince(start);
    Answer count = Run(connection.get(), "SELECT count(*) FROM public.bench_copy");
    times.rows += std::strtoll(PQgetvalue(count.get(), 0, 0), nullptr, 10);
    Run(connection.get(), "DROP TABLE public.bench_copy");
  }
  std::remove(scratch_file.c_str());
  return times;
}

Result<double> CopyKeysAndDigests(const std::string& connection_string) {
  Connection connection(PQconnectdb(connection_string.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return DatabaseError(connection.get(), "connecting");
  Answer queries = Run(
      connection.get(),
      "SELECT format('SELECT %I FROM %I.%I', CASE WHEN tablename = 'seen' THEN 'v' ELSE 'k' END, schemaname, "
      "tablename) FROM pg_tables WHERE tablename = 'seen' OR tablename LIKE 'repo\\_%'");
  if (PQresultStatus(queries.get()) != PGRES_TUPLES_OK)
    return DatabaseError(connection.get(), "listing the tables");
  auto start = Clock::now();
  for (int i = 0; i < PQntuples(queries.get()); ++i) {
    std::string query = PQgetvalue(queries.get(), i, 0);
    IDX_ASSIGN([[maybe_unused]] int64_t bytes,
               Out(connection.get(), "COPY (" + query + ") TO STDOUT (FORMAT binary)", nullptr));
  }
  return MillisecondsSince(start);
}

Result<double> ReadAndDigest(const std::string& path) {
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return Error{Origin::kFile, path + " cannot be read"};
  auto start = Clock::now();
  std::vector<char> block(1 << 20);
  std::string line;
  uint64_t sum = 0;
  size_t size = 0;
  while ((size = std::fread(block.data(), 1, block.size(), file.get())) > 0) {
    const char* at = block.data();
    const char* end = at + size;
    while (at < end) {
      const auto* stop = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (stop == nullptr) {
        line.append(at, end);
        break;
      }
      if (line.empty()) {
        sum += DigestOf({at, static_cast<size_t>(stop - at)}).lo;
      } else {
        line.append(at, stop);
        sum += DigestOf(line).lo;
        line.clear();
      }
      at = stop + 1;
    }
  }
  // The sum is looked at, so that the work cannot be left out.
  if (sum == 1) std::fputs("", stderr);
  return MillisecondsSince(start);
}

}  // namespace idx::bench
