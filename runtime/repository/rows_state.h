// What Rows are made of. Inside this folder only.
#pragma once

#include <pqxx/result>

#include "runtime/repository/connection.h"

namespace idx::runtime {

struct Rows::State {
  pqxx::result result;
};

}  // namespace idx::runtime
