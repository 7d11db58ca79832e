// IndexOfAny and LastIndexOfAny: positions of any of some UTF-16 units. Source: System.String.
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

constexpr std::string_view kBadStart =
    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
constexpr std::string_view kBadCount =
    "Count must be positive and count must refer to a location within the string/array/collection.";

std::u16string SetOf(List<Char> any) {
  std::u16string set;
  for (Char c : any) set.push_back(static_cast<char16_t>(c.unit));
  return set;
}
int32_t Length(const Text& s) { return static_cast<int32_t>(Utf16Length(s.view())); }

int32_t IndexOfAnySpan(EvalContext& ctx, Text s, List<Char> any, int32_t start, int32_t count) {
  std::u16string units = ToUtf16(s.view());
  auto length = static_cast<int32_t>(units.size());
  if (start < 0 || start > length) return FailRange(ctx, "startIndex", kBadStart), -1;
  if (count < 0 || count > length - start) return FailRange(ctx, "count", kBadCount), -1;
  auto part = std::u16string_view(units).substr(static_cast<size_t>(start), static_cast<size_t>(count));
  size_t at = part.find_first_of(SetOf(any));
  return at == std::u16string_view::npos ? -1 : static_cast<int32_t>(at) + start;
}
int32_t IndexOfAny(EvalContext& ctx, Text s, List<Char> any) {
  return IndexOfAnySpan(ctx, s, any, 0, Length(s));
}
int32_t IndexOfAnyFrom(EvalContext& ctx, Text s, List<Char> any, int32_t start) {
  int32_t length = Length(s);
  return IndexOfAnySpan(ctx, s, any, start, start < 0 || start > length ? 0 : length - start);
}

// Looks at count units, from start backwards. An empty text takes any range.
int32_t LastIndexOfAnySpan(EvalContext& ctx, Text s, List<Char> any, int32_t start, int32_t count) {
  std::u16string units = ToUtf16(s.view());
  auto length = static_cast<int32_t>(units.size());
  if (length == 0) return -1;
  if (start < 0 || start >= length) return FailRange(ctx, "startIndex", kBadStart), -1;
  if (count < 0 || count > start + 1) return FailRange(ctx, "count", kBadCount), -1;
  auto begin = static_cast<size_t>(start + 1 - count);
  size_t at = std::u16string_view(units).substr(begin, static_cast<size_t>(count)).find_last_of(SetOf(any));
  return at == std::u16string_view::npos ? -1 : static_cast<int32_t>(at + begin);
}
int32_t LastIndexOfAnyFrom(EvalContext& ctx, Text s, List<Char> any, int32_t start) {
  return LastIndexOfAnySpan(ctx, s, any, start, start == INT32_MAX ? start : start + 1);
}
int32_t LastIndexOfAny(EvalContext& ctx, Text s, List<Char> any) {
  return LastIndexOfAnyFrom(ctx, s, any, Length(s) - 1);
}

}  // namespace

std::vector<Row> StringAnyRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view first =
      "0-based position of the first of these characters, -1 when absent. A range outside the text: "
      "ArgumentOutOfRangeException.";
  constexpr std::string_view last =
      "0-based position of the last of these characters, -1 when absent; searches back from startIndex.";
  return {
      Method<IndexOfAny>(o,
                         {"IndexOfAny", "s, anyOf", first, R"("Hello".IndexOfAny(new[] { 'l', 'o' }))", "2"}),
      Method<IndexOfAnyFrom>(o, {"IndexOfAny", "s, anyOf, startIndex", first,
                                 R"("Hello".IndexOfAny(new[] { 'l' }, 3))", "3", kFails}),
      Method<IndexOfAnySpan>(o, {"IndexOfAny", "s, anyOf, startIndex, count", first,
                                 R"("Hello".IndexOfAny(new[] { 'd', 'e', 'f' }, 1, 3))", "1", kFails}),
      Method<LastIndexOfAny>(
          o, {"LastIndexOfAny", "s, anyOf", last, R"("Hello".LastIndexOfAny(new[] { 'l', 'e' }))", "3"}),
      Method<LastIndexOfAnyFrom>(o, {"LastIndexOfAny", "s, anyOf, startIndex", last,
                                     R"("Hello".LastIndexOfAny(new[] { 'l' }, 2))", "2", kFails}),
      Method<LastIndexOfAnySpan>(o, {"LastIndexOfAny", "s, anyOf, startIndex, count", last,
                                     R"("Hello".LastIndexOfAny(new[] { 'l' }, 4, 1))", "-1", kFails}),
  };
}

}  // namespace idx::stdlib
