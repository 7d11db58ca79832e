// The rows of the collection family: those that need no lambda.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> ListRows();

}  // namespace idx::stdlib
