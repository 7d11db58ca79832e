// The binary format's numbers: big-endian, and the types' own epochs. Inside this folder only.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/value/scalars.h"
#include "runtime/repository/copy.h"

namespace idx::runtime {

inline constexpr std::string_view kCopySignature{"PGCOPY\n\377\r\n\0", 11};
inline constexpr size_t kCopyHeader = 11 + 4 + 4;  // signature, flags, length of the extension

// 2000-01-01, where PostgreSQL's timestamps and dates begin.
inline constexpr int64_t kPostgresEpochTicks = 630'822'816'000'000'000;
inline constexpr int32_t kPostgresEpochDays = 730'119;

inline uint16_t Swap(uint16_t value) { return __builtin_bswap16(value); }
inline uint32_t Swap(uint32_t value) { return __builtin_bswap32(value); }
inline uint64_t Swap(uint64_t value) { return __builtin_bswap64(value); }

template <typename Unsigned>
Unsigned LoadBig(const char* from) {
  Unsigned value;
  std::memcpy(&value, from, sizeof(value));
  return Swap(value);
}

// Ticks go down to whole microseconds, also before 2000.
inline int64_t MicrosecondsOf(DateTime value) {
  return value.ticks() / kTicksPerMicrosecond - kPostgresEpochTicks / kTicksPerMicrosecond;
}

// OID of the element type, for arrays. Source: pg_type.dat.
constexpr uint32_t ElementOid(CopyType type) {
  switch (type) {
    case CopyType::kBool:
      return 16;
    case CopyType::kBytea:
      return 17;
    case CopyType::kInt8:
      return 20;
    case CopyType::kInt2:
      return 21;
    case CopyType::kChar:
    case CopyType::kInt4:
      return 23;
    case CopyType::kText:
      return 25;
    case CopyType::kFloat8:
      return 701;
    case CopyType::kDate:
      return 1082;
    case CopyType::kTimestamp:
      return 1184;
    case CopyType::kNumeric:
      return 1700;
    case CopyType::kUuid:
      return 2950;
  }
  return 0;
}

// Bytes of a value on the wire, or -1 where it varies.
constexpr int32_t WireSize(CopyType type) {
  switch (type) {
    case CopyType::kBool:
      return 1;
    case CopyType::kInt2:
      return 2;
    case CopyType::kInt4:
    case CopyType::kChar:
    case CopyType::kDate:
      return 4;
    case CopyType::kInt8:
    case CopyType::kFloat8:
    case CopyType::kTimestamp:
      return 8;
    case CopyType::kUuid:
      return 16;
    default:
      return -1;
  }
}

}  // namespace idx::runtime
