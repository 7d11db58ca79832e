// decimal in PostgreSQL's binary numeric: groups of four digits. Inside this folder only.
// Source: numeric_send and numeric_recv in src/backend/utils/adt/numeric.c.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/value/decimal.h"

namespace idx::runtime {

// A field's bytes without its length.
class Numeric {
 public:
  void Append(uint16_t value) {
    value = __builtin_bswap16(value);
    std::memcpy(bytes_ + size_, &value, sizeof value);
    size_ += sizeof value;
  }
  std::string_view view() const { return {bytes_, size_}; }

 private:
  char bytes_[8 + 2 * 9];
  size_t size_ = 0;
};
Numeric NumericOf(const Decimal& value);
// False: not a number, or none that a decimal can hold. More than 28 digits after the point are rounded.
bool ReadNumeric(std::string_view bytes, Decimal& value);

}  // namespace idx::runtime
