// A connection to PostgreSQL: statements, typed rows, transactions, errors for people.
//
// Ordinary statements go through libpqxx, bulk data (copy.h) through libpq, over ONE connection: libpqxx lets
// a connection policy make the PGconn, and ours keeps its handle. So COPY and statements share a transaction,
// which two connections could not, and libpqxx's private raw_connection() is not needed. While a COPY runs,
// nothing else may use the connection; the classes assert that.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "base/value/scalars.h"

namespace idx::runtime {

// A parameter of a statement ($1 …), or null. Texts go as they are; PostgreSQL infers the type from the
// statement.
class Parameter {
 public:
  Parameter(std::nullopt_t) {}                                 // NOLINT: implicit by design, as all of these
  Parameter(std::string_view text) : text_(text) {}            // NOLINT
  Parameter(const std::string& text) : text_(text) {}          // NOLINT
  Parameter(const char* text) : text_(text) {}                 // NOLINT
  Parameter(bool value) : text_(value ? "t" : "f") {}          // NOLINT
  Parameter(int32_t value) : text_(std::to_string(value)) {}   // NOLINT
  Parameter(uint32_t value) : text_(std::to_string(value)) {}  // NOLINT
  Parameter(int64_t value) : text_(std::to_string(value)) {}   // NOLINT
  Parameter(uint64_t value) : text_(std::to_string(value)) {}  // NOLINT
  Parameter(double value);                                     // NOLINT
  Parameter(DateTime value);                                   // NOLINT: timestamptz
  Parameter(DateOnly value);                                   // NOLINT: date
  Parameter(const Guid& value);                                // NOLINT: uuid
  // bytea.
  static Parameter Bytes(std::string_view bytes);
  // An array literal of texts ("text[]", or what the statement casts it to).
  static Parameter Array(const std::vector<std::string>& texts);

  const std::optional<std::string>& text() const { return text_; }

 private:
  Parameter() = default;
  std::optional<std::string> text_;
};

// The rows of a query, all in memory. Getters assert that the value is not null and of the form of the type;
// the views live as long as the Rows (copies share them).
class Rows {
 public:
  Rows();
  struct State;
  explicit Rows(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  size_t size() const;
  bool empty() const { return size() == 0; }
  uint64_t affected() const;  // by INSERT, UPDATE, DELETE
  bool IsNull(size_t row, size_t column) const;
  std::string_view Text(size_t row, size_t column) const;
  bool Bool(size_t row, size_t column) const;
  int64_t Int(size_t row, size_t column) const;
  double Double(size_t row, size_t column) const;
  DateTime Time(size_t row, size_t column) const;  // timestamptz
  DateOnly Date(size_t row, size_t column) const;
  Guid Uuid(size_t row, size_t column) const;
  std::string Bytes(size_t row, size_t column) const;  // bytea
  std::optional<std::string_view> OptionalText(size_t row, size_t column) const;
  std::optional<int64_t> OptionalInt(size_t row, size_t column) const;

 private:
  std::shared_ptr<const State> state_;
};

// Cancels what a connection is doing, from any thread; outlives the connection safely.
class Canceller {
 public:
  struct State;
  explicit Canceller(std::shared_ptr<State> state) : state_(std::move(state)) {}
  Status Cancel();

 private:
  std::shared_ptr<State> state_;
};

// Not thread-safe, but for cancellers. Moves.
class Connection {
 public:
  // Error origin kDatabase throughout. retriable: lost connection, server starting or stopping, disk full,
  // serialisation failure, deadlock, lock timeout. kCancelled: cancelled, or over the statement timeout.
  static Result<Connection> Open(const std::string& connection_string);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // One statement, with parameters; or, without parameters, one or more. Outside a transaction each commits
  // by itself.
  Status Execute(const std::string& sql, const std::vector<Parameter>& parameters = {});
  Result<Rows> Query(const std::string& sql, const std::vector<Parameter>& parameters = {});

  // Prefer Transaction. Nested: an assertion.
  Status Begin();
  Status Commit();
  Status Rollback();
  bool in_transaction() const;

  // 0: none. For all following statements.
  Status SetStatementTimeout(std::chrono::milliseconds timeout);
  // The schema and role of a tenant (ddl.h) until the end of the transaction.
  Status EnterTenant(const std::string& tenant);
  Canceller canceller();
  // Lost connections stay lost: open another.
  bool usable() const;

  struct State;
  State& state() { return *state_; }  // for copy.h

 private:
  explicit Connection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Rolls back on destruction unless committed. The connection must outlive it.
class Transaction {
 public:
  static Result<Transaction> Begin(Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status Commit();
  Status Rollback();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;  // null once ended
};

// "na\"me" as an identifier; always quoted, so reserved words and capitals are fine.
std::string QuoteIdentifier(std::string_view name);
std::string QuoteLiteral(std::string_view text);

}  // namespace idx::runtime
