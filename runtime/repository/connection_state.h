// What a Connection is made of. Inside this folder only: the one header that shows libpq and libpqxx.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <pqxx/connection>
#include <pqxx/errorhandler>
#include <pqxx/transaction>
#include <string>

#include "runtime/repository/connection.h"

namespace idx::runtime {

// Makes the PGconn for libpqxx and keeps a view of it. Connects once: libpqxx's silent reconnection would
// lose locks, settings and the transaction.
class HandlePolicy : public pqxx::connectionpolicy {
 public:
  explicit HandlePolicy(const std::string& options) : pqxx::connectionpolicy(options) {}
  handle do_startconnect(handle before) override;

  // The connection made last by this thread: a way out of basic_connection_base, which hides its policy.
  static handle& Made();

 private:
  bool connected_ = false;
};

// The server's notices are not for our standard error.
class QuietHandler : public pqxx::errorhandler {
 public:
  explicit QuietHandler(pqxx::connection_base& connection) : pqxx::errorhandler(connection) {}
  bool operator()(char const*) noexcept override { return false; }
};

struct Canceller::State {
  PGcancel* handle = nullptr;
  ~State() {
    if (handle != nullptr) PQfreeCancel(handle);
  }
};

struct Connection::State {
  std::unique_ptr<pqxx::basic_connection_base<HandlePolicy>> connection;
  std::unique_ptr<QuietHandler> quiet;
  std::unique_ptr<pqxx::work> transaction;
  PGconn* raw = nullptr;  // of `connection`
  bool copying = false;   // a CopyWriter or CopyReader has the connection

  ~State() {
    transaction.reset();
    quiet.reset();
    connection.reset();
  }
};

}  // namespace idx::runtime
