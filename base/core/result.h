// Result<T>: a value, or an Error with its origin. The channel for host and I/O failures; rule authors get
// diagnostics (compiler/diagnostics), rows get evaluation errors (base/batch/eval_context.h), our own
// mistakes assert.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/core/assert.h"

namespace idx {

enum class Origin { kInput, kConfiguration, kFile, kDatabase, kNetwork, kLimit, kConflict, kCancelled };

// message: what happened, where, why and what to do, as one text for a person.
struct Error {
  Origin origin = Origin::kInput;
  std::string message;
  bool retriable = false;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  bool ok() const { return state_.index() == 0; }
  const Error& error() const {
    IDX_ASSERT(!ok());
    return std::get<1>(state_);
  }
  T& value() & {
    IDX_ASSERT(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    IDX_ASSERT(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    IDX_ASSERT(ok());
    return std::get<0>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design
  bool ok() const { return !error_; }
  const Error& error() const {
    IDX_ASSERT(error_);
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace idx

// Returns the error of a Status or Result from the enclosing function.
#define IDX_TRY(expression)                                                          \
  do {                                                                               \
    if (auto idx_status = (expression); !idx_status.ok()) return idx_status.error(); \
  } while (false)

#define IDX_CONCAT_INNER(a, b) a##b
#define IDX_CONCAT(a, b) IDX_CONCAT_INNER(a, b)
// IDX_ASSIGN(auto x, F()): x is F's value, or the enclosing function returns F's error.
#define IDX_ASSIGN(target, expression)                                                           \
  auto IDX_CONCAT(idx_result_, __LINE__) = (expression);                                         \
  if (!IDX_CONCAT(idx_result_, __LINE__).ok()) return IDX_CONCAT(idx_result_, __LINE__).error(); \
  target = std::move(IDX_CONCAT(idx_result_, __LINE__)).value()
