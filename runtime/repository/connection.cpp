#include "runtime/repository/connection.h"

#include <fmt/format.h>

#include <pqxx/except>
#include <pqxx/nontransaction>

#include "base/core/assert.h"
#include "runtime/repository/connection_state.h"
#include "runtime/repository/database_error.h"
#include "runtime/repository/ddl.h"
#include "runtime/repository/rows_state.h"

namespace idx::runtime {
namespace {

// Runs `action`; what libpqxx throws becomes an Error.
template <typename Action>
Status Guarded(Connection::State& state, std::string_view doing, Action action) {
  IDX_ASSERT(!state.copying);
  try {
    action();
    return {};
  } catch (const pqxx::broken_connection& e) {
    return DatabaseError("", e.what(), doing);
  } catch (const pqxx::sql_error& e) {
    // A lost connection also comes as an sql_error without a state.
    return DatabaseError(PQstatus(state.raw) == CONNECTION_BAD ? "" : e.sqlstate(), e.what(), doing);
  } catch (const pqxx::in_doubt_error& e) {
    return DatabaseError("", e.what(), doing);
  } catch (const pqxx::transaction_rollback& e) {
    return DatabaseError("40001", e.what(), doing);
  } catch (const std::exception& e) {
    if (PQstatus(state.raw) == CONNECTION_BAD) return DatabaseError("", e.what(), doing);
    return DatabaseError("XX000", e.what(), doing);
  }
}

pqxx::result Run(pqxx::transaction_base& transaction, const std::string& sql,
                 const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return transaction.exec(sql);
  std::vector<const char*> texts;
  for (const Parameter& parameter : parameters)
    texts.push_back(parameter.text() ? parameter.text()->c_str() : nullptr);
  return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(texts));
}

// The start of a statement, for messages.
std::string Excerpt(const std::string& sql) {
  std::string text = sql.substr(0, sql.find('\n'));
  return text.size() <= 80 ? text : text.substr(0, 77) + "...";
}

}  // namespace

HandlePolicy::handle& HandlePolicy::Made() {
  static thread_local handle made = nullptr;
  return made;
}

HandlePolicy::handle HandlePolicy::do_startconnect(handle before) {
  if (before != nullptr) return before;
  if (connected_) throw pqxx::broken_connection("the connection was lost");
  connected_ = true;
  Made() = normalconnect(nullptr);
  return Made();
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::Open(const std::string& connection_string) {
  auto state = std::make_unique<State>();
  try {
    HandlePolicy::Made() = nullptr;
    state->connection = std::make_unique<pqxx::basic_connection_base<HandlePolicy>>(connection_string);
    state->raw = HandlePolicy::Made();
    state->quiet = std::make_unique<QuietHandler>(*state->connection);
  } catch (const std::exception& e) {
    std::string_view why = e.what();
    // libpq gives texts only, and in the server's words: these are the ones that repeating may help.
    bool passing = why.find("starting up") != std::string_view::npos ||
                   why.find("shutting down") != std::string_view::npos ||
                   why.find("too many") != std::string_view::npos ||
                   why.find("refused") != std::string_view::npos ||
                   why.find("No such file") != std::string_view::npos;
    return Error{
        Origin::kDatabase,
        fmt::format(
            "cannot connect to the database: {}\nCheck that the server runs, and host, port, user and "
            "dbname; then repeat.",
            why.substr(0, why.find_last_not_of('\n') + 1)),
        passing};
  }
  if (state->raw == nullptr) return Error{Origin::kDatabase, "cannot connect to the database"};
  Connection connection(std::move(state));
  IDX_TRY(
      connection.Execute("SET client_min_messages = warning; SET datestyle = ISO; SET timezone = 'UTC'; "
                         "SET extra_float_digits = 1; SET bytea_output = hex; SET intervalstyle = postgres"));
  return connection;
}

Result<Rows> Connection::Query(const std::string& sql, const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters)
    if (parameter.text() && parameter.text()->find('\0') != std::string::npos)
      return Error{Origin::kInput, "a text with U+0000 cannot be stored in the database"};
  auto rows = std::make_shared<Rows::State>();
  IDX_TRY(Guarded(*state_, Excerpt(sql), [&] {
    if (state_->transaction) {
      rows->result = Run(*state_->transaction, sql, parameters);
    } else {
      pqxx::nontransaction each(*state_->connection);
      rows->result = Run(each, sql, parameters);
    }
  }));
  return Rows(std::move(rows));
}

Status Connection::Execute(const std::string& sql, const std::vector<Parameter>& parameters) {
  Result<Rows> rows = Query(sql, parameters);
  if (!rows.ok()) return rows.error();
  return {};
}

Status Connection::Begin() {
  IDX_ASSERT(!state_->transaction);
  return Guarded(*state_, "BEGIN",
                 [&] { state_->transaction = std::make_unique<pqxx::work>(*state_->connection); });
}

Status Connection::Commit() {
  IDX_ASSERT(state_->transaction);
  // After a failed statement COMMIT rolls back and reports success: that must not pass for a commit.
  if (PQtransactionStatus(state_->raw) == PQTRANS_INERROR) {
    IDX_TRY(Rollback());
    return Error{Origin::kDatabase,
                 "nothing was committed: an earlier statement of the transaction had failed"};
  }
  Status status = Guarded(*state_, "COMMIT", [&] { state_->transaction->commit(); });
  state_->transaction.reset();
  return status;
}

Status Connection::Rollback() {
  IDX_ASSERT(state_->transaction);
  Status status = Guarded(*state_, "ROLLBACK", [&] { state_->transaction->abort(); });
  state_->transaction.reset();
  return status;
}

bool Connection::in_transaction() const { return state_->transaction != nullptr; }

bool Connection::usable() const { return PQstatus(state_->raw) == CONNECTION_OK; }

Status Connection::SetStatementTimeout(std::chrono::milliseconds timeout) {
  return Execute(fmt::format("SET statement_timeout = {}", timeout.count()));
}

Status Connection::EnterTenant(const std::string& tenant) {
  IDX_ASSERT(in_transaction());
  std::string name = QuoteIdentifier(TenantSchema(tenant));
  return Execute(fmt::format("SET LOCAL ROLE {}; SET LOCAL search_path = {}, pg_temp", name, name));
}

Canceller Connection::canceller() {
  auto state = std::make_shared<Canceller::State>();
  state->handle = PQgetCancel(state_->raw);
  return Canceller(std::move(state));
}

Status Canceller::Cancel() {
  char why[256] = "the connection was never open";
  if (state_->handle == nullptr || PQcancel(state_->handle, why, sizeof(why)) == 0)
    return Error{Origin::kDatabase, fmt::format("cannot cancel the statement: {}", why)};
  return {};
}

Result<Transaction> Transaction::Begin(Connection& connection) {
  IDX_TRY(connection.Begin());
  return Transaction(connection);
}

Transaction::~Transaction() {
  // The outcome does not matter: the server rolls back what is not committed, also when it does not hear us.
  if (connection_ != nullptr) static_cast<void>(connection_->Rollback());
}

Status Transaction::Commit() {
  IDX_ASSERT(connection_ != nullptr);
  return std::exchange(connection_, nullptr)->Commit();
}

Status Transaction::Rollback() {
  IDX_ASSERT(connection_ != nullptr);
  return std::exchange(connection_, nullptr)->Rollback();
}

}  // namespace idx::runtime
