// Convert with a base: 2, 8, 10 or 16. Negative numbers in other bases than 10 are their bits. Source: .NET,
// ParseNumbers.
#include <limits>
#include <type_traits>

#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

bool CheckBase(EvalContext& ctx, int32_t base) {
  if (base == 2 || base == 8 || base == 10 || base == 16) return true;
  ctx.Fail(EvalErrorKind::kArgument, "Invalid Base.");
  return false;
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

int32_t TooLarge(EvalContext& ctx, std::string_view what) {
  ctx.Fail(EvalErrorKind::kOverflow,
           "Value was either too large or too small for " + std::string(what) + ".");
  return 0;
}

template <typename T>
T FromBaseOf(EvalContext& ctx, NullableText s, int32_t base, std::string_view what) {
  using Bits = std::make_unsigned_t<T>;
  if (!CheckBase(ctx, base) || s.text.is_null()) return 0;
  std::string_view text = s.text.view();
  if (!ctx.Charge(text.size())) return 0;
  if (text.empty()) return FailRange(ctx, "startIndex", "Index was out of range."), 0;
  bool negative = text[0] == '-';
  if (negative && base != 10) {
    ctx.Fail(EvalErrorKind::kArgument, "String cannot contain a minus sign if the base is not 10.");
    return 0;
  }
  if (negative || text[0] == '+') text.remove_prefix(1);
  if (base == 16 && (text.starts_with("0x") || text.starts_with("0X"))) text.remove_prefix(2);
  if (text.empty()) return FailFormat(ctx, "Could not find any recognizable digits."), 0;
  Bits value = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    int digit = DigitOf(text[i]);
    if (digit >= base)
      return FailFormat(ctx, i == 0 ? "Could not find any recognizable digits."
                                    : "Additional non-parsable characters are at the end of the string."),
             0;
    Bits next = 0;
    if (__builtin_mul_overflow(value, static_cast<Bits>(base), &next) ||
        __builtin_add_overflow(next, static_cast<Bits>(digit), &next))
      return TooLarge(ctx, what);
    value = next;
  }
  constexpr Bits kMost = std::numeric_limits<T>::max();
  if (base == 10 && value > kMost + (negative ? 1 : 0)) return TooLarge(ctx, what);
  return static_cast<T>(negative ? Bits{0} - value : value);
}
template <typename T>
T FromBase(EvalContext& ctx, NullableText s, int32_t base) {
  return FromBaseOf<T>(ctx, s, base, sizeof(T) == 4 ? "an Int32" : "an Int64");
}

// The narrower types: in base 10 their numbers, in the others their bits.
struct Narrow {
  std::string_view name, shown;
  int bits;
  bool is_signed;
};
constexpr Narrow kSByte = {"ToSByte", "a signed byte", 8, true};
constexpr Narrow kInt16 = {"ToInt16", "an Int16", 16, true};
constexpr Narrow kUInt16 = {"ToUInt16", "a UInt16", 16, false};
constexpr Narrow kUInt32 = {"ToUInt32", "a UInt32", 32, false};
template <const Narrow& kNarrow, typename T>
T FromBaseNarrow(EvalContext& ctx, NullableText s, int32_t base) {
  if (base == 10 && !kNarrow.is_signed && !s.text.is_null() && s.text.view().starts_with('-')) {
    ctx.Fail(EvalErrorKind::kOverflow,
             "The string was being parsed as an unsigned number and could not have a negative sign.");
    return 0;
  }
  auto value = FromBaseOf<int64_t>(ctx, s, base, kNarrow.shown);
  constexpr int64_t kAll = (int64_t{1} << kNarrow.bits) - 1, kHalf = int64_t{1} << (kNarrow.bits - 1);
  bool decimal = base == 10 && kNarrow.is_signed;
  if (ctx.failed() || value < (decimal ? -kHalf : 0) || value > (decimal ? kHalf - 1 : kAll))
    return ctx.failed() ? 0 : static_cast<T>(TooLarge(ctx, kNarrow.shown));
  return static_cast<T>(kNarrow.is_signed && value >= kHalf ? value - kAll - 1 : value);
}
template <const Narrow& kNarrow, typename T>
Row NarrowRow(std::string_view example, std::string_view value) {
  return Static<FromBaseNarrow<kNarrow, T>>(
      "Convert",
      {kNarrow.name, "value, fromBase", "Of base 2, 8, 10 or 16; null is 0. Out of range: OverflowException.",
       example, value, kFails});
}

template <typename T>
Text ToBase(EvalContext& ctx, T value, int32_t base) {
  if (!CheckBase(ctx, base)) return {};
  using Bits = std::make_unsigned_t<T>;
  bool negative = base == 10 && value < 0;
  Bits bits = negative ? Bits{0} - static_cast<Bits>(value) : static_cast<Bits>(value);
  char digits[65];
  char* at = digits + sizeof digits;
  do {
    *--at = "0123456789abcdef"[bits % static_cast<Bits>(base)];
    bits /= static_cast<Bits>(base);
  } while (bits != 0);
  if (negative) *--at = '-';
  return ctx.MakeText({at, static_cast<size_t>(digits + sizeof digits - at)});
}

}  // namespace

std::vector<Row> ConvertBaseRows() {
  constexpr std::string_view o = "Convert";
  constexpr std::string_view from = "Of base 2, 8, 10 or 16; null is 0. Another base: ArgumentException.";
  constexpr std::string_view to =
      "In base 2, 8, 10 or 16; a negative number as its bits. Another base: ArgumentException.";
  return {
      Static<FromBase<int32_t>>(
          o, {"ToInt32", "value, fromBase", from, R"(Convert.ToInt32("ff", 16))", "255", kFails}),
      Static<FromBase<int64_t>>(
          o, {"ToInt64", "value, fromBase", from, R"(Convert.ToInt64("1010", 2))", "10", kFails}),
      NarrowRow<kSByte, int32_t>(R"(Convert.ToSByte("ff", 16))", "-1"),
      NarrowRow<kInt16, int32_t>(R"(Convert.ToInt16("8000", 16))", "-32768"),
      NarrowRow<kUInt16, int32_t>(R"(Convert.ToUInt16("ffff", 16))", "65535"),
      NarrowRow<kUInt32, int64_t>(R"(Convert.ToUInt32("ffffffff", 16))", "4294967295"),
      Static<ToBase<int32_t>>(
          o, {"ToString", "value, toBase", to, "Convert.ToString(255, 2)", "\"11111111\"", kFails}),
      Static<ToBase<int64_t>>(
          o, {"ToString", "value, toBase", to, "Convert.ToString(-1L, 16)", "\"ffffffffffffffff\"", kFails}),
  };
}

}  // namespace idx::stdlib
