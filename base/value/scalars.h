// The scalar values beside bool, int, long, double and Text: what C# calls char, DateTime, DateOnly,
// TimeSpan, Guid. Plain and trivially copyable: they are the batch's columns and the functions' arguments.
#pragma once

#include <array>
#include <cstdint>

#include "base/value/type_kind.h"

namespace idx {

// A UTF-16 code unit.
struct Char {
  uint16_t unit = 0;
  friend bool operator==(Char, Char) = default;
};

inline constexpr int64_t kTicksPerMicrosecond = 10;
inline constexpr int64_t kTicksPerMillisecond = 10'000;
inline constexpr int64_t kTicksPerSecond = 10'000'000;
inline constexpr int64_t kTicksPerMinute = 60 * kTicksPerSecond;
inline constexpr int64_t kTicksPerHour = 60 * kTicksPerMinute;
inline constexpr int64_t kTicksPerDay = 24 * kTicksPerHour;
// Ticks of 100 ns from 0001-01-01T00:00:00; the last is 9999-12-31T23:59:59.9999999. Source: .NET's
// System.DateTime.
inline constexpr int64_t kMaxDateTimeTicks = 3'155'378'975'999'999'999;
inline constexpr int64_t kUnixEpochTicks = 621'355'968'000'000'000;
inline constexpr int64_t kFileTimeEpochTicks = 504'911'232'000'000'000;

enum class DateTimeKind : uint8_t { kUnspecified = 0, kUtc = 1 };

// 62 bits of ticks and 2 bits of kind, as .NET stores it. There is no Local kind here.
struct DateTime {
  uint64_t bits = 0;

  static constexpr DateTime Of(int64_t ticks, DateTimeKind kind) {
    return {static_cast<uint64_t>(ticks) | (static_cast<uint64_t>(kind) << 62)};
  }
  constexpr int64_t ticks() const { return static_cast<int64_t>(bits & 0x3FFF'FFFF'FFFF'FFFF); }
  constexpr DateTimeKind kind() const { return static_cast<DateTimeKind>(bits >> 62); }
  // As in .NET, equality and order look at the ticks and not at the kind.
  friend constexpr bool operator==(DateTime a, DateTime b) { return a.ticks() == b.ticks(); }
  friend constexpr auto operator<=>(DateTime a, DateTime b) { return a.ticks() <=> b.ticks(); }
};

// Days from 0001-01-01 (0) to 9999-12-31 (3652058).
struct DateOnly {
  int32_t days = 0;
  friend constexpr auto operator<=>(DateOnly, DateOnly) = default;
};
inline constexpr int32_t kMaxDateOnlyDays = 3'652'058;
inline constexpr int32_t kUnixEpochDays = 719'162;

struct TimeSpan {
  int64_t ticks = 0;
  friend constexpr auto operator<=>(TimeSpan, TimeSpan) = default;
};

// 16 bytes in text order (big-endian), the order of `D` and of PostgreSQL's uuid.
struct Guid {
  std::array<uint8_t, 16> bytes = {};
  friend auto operator<=>(const Guid&, const Guid&) = default;
};

// A 96-bit integer divided by a power of ten, in .NET's layout. Source: .NET's System.Decimal.
struct Decimal {
  uint32_t flags =
      0;  // bit 31: negative; bits 16 to 23: the power of ten, 0 to 28, which is kept (1.10 is not 1.1)
  uint32_t hi = 0;  // the integer's highest 32 bits
  uint64_t lo = 0;

  bool negative() const { return (flags >> 31) != 0; }
  uint32_t scale() const { return (flags >> 16) & 0xFF; }
};
static_assert(sizeof(Decimal) == 16);

// A list in flight and in a batch: `count` cells, packed (see base/value/cells.h). Null lists have data null
// and count kNullCount.
struct ListView {
  static constexpr uint32_t kNullCount = 0xFFFFFFFF;
  static constexpr uint32_t kWritable = 1;
  const void* data = nullptr;
  uint32_t count = 0;
  uint32_t flags = 0;  // kWritable: an array that this evaluation has made; no other list may be written to

  static ListView Null() { return {nullptr, kNullCount, 0}; }
  bool is_null() const { return count == kNullCount; }
  template <typename T>
  const T* begin_of() const {
    return static_cast<const T*>(data);
  }
};
static_assert(sizeof(ListView) == 16);

// A typed list, for the functions of the library.
template <typename T>
struct List {
  ListView view;
  const T* begin() const { return view.begin_of<T>(); }
  const T* end() const { return begin() + size(); }
  uint32_t size() const { return view.is_null() ? 0 : view.count; }
  const T& operator[](uint32_t i) const { return begin()[i]; }
  bool is_null() const { return view.is_null(); }
};

// A nullable scalar (int?, DateTime? …). Nullable texts and lists have a null form of their own.
template <typename T>
struct Opt {
  T value = {};
  bool present = false;
};

// One value of any type, for `params object[]` of Format, Join and Concat: `lo` and `hi` hold the value's
// bytes as a column would (scalars in lo; Text, Guid and ListView in both). An enumeration is the text of its
// member, with the number for the formats that show it.
struct Boxed {
  uint64_t lo = 0;
  uint64_t hi = 0;
  TypeKind kind = TypeKind::kNull;
  bool present = false;
  bool is_enum = false;
  int32_t number = 0;
};
static_assert(sizeof(Boxed) == 24);

}  // namespace idx
