// Lists without lambdas, one row per element type. Source of the behaviour: System.Linq.Enumerable.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/value/case.h"
#include "stdlib/collection/collection_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

template <typename T>
T FailEmpty(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kInvalidOperation, "Sequence contains no elements");
  return T{};
}
template <typename T>
int32_t Count(EvalContext&, List<T> list) {
  return static_cast<int32_t>(list.size());
}
template <typename T>
bool Any(EvalContext&, List<T> list) {
  return list.size() != 0;
}
template <typename T>
T At(EvalContext& ctx, List<T> list, int32_t i) {
  if (i >= 0 && static_cast<uint32_t>(i) < list.size()) return list[static_cast<uint32_t>(i)];
  ctx.Fail(EvalErrorKind::kIndexOutOfRange, "Index was outside the bounds of the array.");
  return T{};
}
template <typename T>
T ElementAt(EvalContext& ctx, List<T> list, int32_t i) {
  if (i >= 0 && static_cast<uint32_t>(i) < list.size()) return list[static_cast<uint32_t>(i)];
  FailRange(ctx, "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.");
  return T{};
}
template <typename T>
T First(EvalContext& ctx, List<T> list) {
  return list.size() == 0 ? FailEmpty<T>(ctx) : list[0];
}
template <typename T>
T Last(EvalContext& ctx, List<T> list) {
  return list.size() == 0 ? FailEmpty<T>(ctx) : list[list.size() - 1];
}
template <typename T>
T Single(EvalContext& ctx, List<T> list) {
  if (list.size() == 1) return list[0];
  if (list.size() == 0) return FailEmpty<T>(ctx);
  ctx.Fail(EvalErrorKind::kInvalidOperation, "Sequence contains more than one element");
  return T{};
}
// 1-based; n outside fails.
template <typename T>
T Item(EvalContext& ctx, List<T> list, int32_t n) {
  return n == INT32_MIN ? ElementAt(ctx, list, -1) : ElementAt(ctx, list, n - 1);
}
template <typename T>
bool Contains(EvalContext&, List<T> list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}
template <typename T>
int32_t IndexOf(EvalContext&, List<T> list, T value) {
  const T* at = std::find(list.begin(), list.end(), value);
  return at == list.end() ? -1 : static_cast<int32_t>(at - list.begin());
}
template <typename T>
bool SequenceEqual(EvalContext&, List<T> a, List<T> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}
template <typename T>
List<T> Part(List<T> list, int64_t from, int64_t to) {
  int64_t size = list.size();
  from = std::clamp<int64_t>(from, 0, size);
  to = std::clamp<int64_t>(to, from, size);
  return ListOf(list.begin() + from, static_cast<size_t>(to - from));
}
template <typename T>
List<T> Take(EvalContext&, List<T> list, int32_t n) {
  return Part(list, 0, n);
}
template <typename T>
List<T> Skip(EvalContext&, List<T> list, int32_t n) {
  return Part(list, n, list.size());
}
template <typename T>
List<T> Same(EvalContext&, List<T> list) {
  return list;
}
template <typename T>
List<T> Reverse(EvalContext& ctx, List<T> list) {
  T* to = AllocateList<T>(ctx, list.size());
  if (to == nullptr) return {};
  std::reverse_copy(list.begin(), list.end(), to);
  return ListOf(to, list.size());
}
template <typename T>
List<T> Concat(EvalContext& ctx, List<T> a, List<T> b) {
  T* to = AllocateList<T>(ctx, size_t{a.size()} + b.size());
  if (to == nullptr) return {};
  std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), to));
  return ListOf(to, size_t{a.size()} + b.size());
}

// Element keys that hash and compare as the values do; null and "" differ.
template <typename T>
std::string KeyOf(const T& value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof(T));
}
template <>
std::string KeyOf<Text>(const Text& value) {
  return value.is_null() ? std::string("n") : "t" + std::string(value.view());
}

enum class SetForm { kUnion, kIntersect, kExcept };
template <typename T, SetForm kForm>
List<T> SetOf(EvalContext& ctx, List<T> a, List<T> b) {
  T* to = AllocateList<T>(ctx, size_t{a.size()} + b.size());
  if (to == nullptr) return {};
  std::unordered_set<std::string> seen, other;
  size_t n = 0;
  if (kForm != SetForm::kUnion) {
    for (const T& value : b) other.insert(KeyOf(value));
  }
  for (const T& value : a) {
    std::string key = KeyOf(value);
    if (kForm == SetForm::kIntersect && !other.contains(key)) continue;
    if (kForm == SetForm::kExcept && other.contains(key)) continue;
    if (seen.insert(std::move(key)).second) to[n++] = value;
  }
  if (kForm == SetForm::kUnion) {
    for (const T& value : b) {
      if (seen.insert(KeyOf(value)).second) to[n++] = value;
    }
  }
  return ListOf(to, n);
}
template <typename T>
List<T> Distinct(EvalContext& ctx, List<T> list) {
  return SetOf<T, SetForm::kUnion>(ctx, list, {});
}
template <typename T>
List<T> Append(EvalContext& ctx, List<T> list, T value) {
  return Concat(ctx, list, ListOf(&value, 1));
}
template <typename T>
List<T> Without(EvalContext& ctx, List<T> list, T value) {
  T* to = AllocateList<T>(ctx, list.size());
  if (to == nullptr) return {};
  return ListOf(to, static_cast<size_t>(std::remove_copy(list.begin(), list.end(), to, value) - to));
}

template <typename T>
T Sum(EvalContext& ctx, List<T> list) {
  T sum = 0;
  for (T value : list) {
    if constexpr (std::is_integral_v<T>) {
      if (__builtin_add_overflow(sum, value, &sum)) {
        ctx.Fail(EvalErrorKind::kOverflow, "Arithmetic operation resulted in an overflow.");
        return 0;
      }
    } else {
      sum += value;
    }
  }
  return sum;
}
template <typename T>
T Max(EvalContext& ctx, List<T> list) {
  return list.size() == 0 ? FailEmpty<T>(ctx) : *std::max_element(list.begin(), list.end());
}
template <typename T>
T Min(EvalContext& ctx, List<T> list) {
  return list.size() == 0 ? FailEmpty<T>(ctx) : *std::min_element(list.begin(), list.end());
}
template <typename T>
double Average(EvalContext& ctx, List<T> list) {
  if (list.size() == 0) return FailEmpty<double>(ctx);
  if constexpr (std::is_integral_v<T>) {
    int64_t sum = 0;
    for (T value : list) {
      if (__builtin_add_overflow(sum, static_cast<int64_t>(value), &sum)) {
        ctx.Fail(EvalErrorKind::kOverflow, "Arithmetic operation resulted in an overflow.");
        return 0;
      }
    }
    return static_cast<double>(sum) / list.size();
  } else {
    double sum = 0;
    for (double value : list) sum += value;
    return sum / list.size();
  }
}

NullableText TextAtOrDefault(EvalContext&, List<Text> list, int32_t i) {
  bool there = i >= 0 && static_cast<uint32_t>(i) < list.size();
  return {there ? list[static_cast<uint32_t>(i)] : Text::Null()};
}
NullableText FirstTextOrDefault(EvalContext& ctx, List<Text> list) { return TextAtOrDefault(ctx, list, 0); }
NullableText LastTextOrDefault(EvalContext& ctx, List<Text> list) {
  return TextAtOrDefault(ctx, list, static_cast<int32_t>(list.size()) - 1);
}
NullableText ItemOrNull(EvalContext& ctx, List<Text> list, int32_t n) {
  return TextAtOrDefault(ctx, list, n == INT32_MIN ? -1 : n - 1);
}
NullableText SingleTextOrDefault(EvalContext& ctx, List<Text> list) {
  return list.size() == 0 ? NullText() : NullableText{Single(ctx, list)};
}
template <typename T>
T AtOrDefault(EvalContext&, List<T> list, int32_t i) {
  return i >= 0 && static_cast<uint32_t>(i) < list.size() ? list[static_cast<uint32_t>(i)] : T{};
}
template <typename T>
T FirstOrDefault(EvalContext& ctx, List<T> list) {
  return AtOrDefault(ctx, list, 0);
}
template <typename T>
T LastOrDefault(EvalContext& ctx, List<T> list) {
  return AtOrDefault(ctx, list, static_cast<int32_t>(list.size()) - 1);
}
template <typename T>
T SingleOrDefault(EvalContext& ctx, List<T> list) {
  return list.size() == 0 ? T{} : Single(ctx, list);
}

// 1-based position of the first value that holds the text; 0 when none does.
int32_t IndexOfValue(EvalContext& ctx, List<Text> list, Text text, StringComparison cmp) {
  bool ignore = (static_cast<int32_t>(cmp) & 1) != 0;
  std::string key = ignore ? FoldOrdinal(text.view()) : text.str();
  for (uint32_t i = 0; i < list.size(); ++i) {
    std::string value = ignore ? FoldOrdinal(list[i].view()) : list[i].str();
    if (value.find(key) != std::string::npos) return static_cast<int32_t>(i) + 1;
  }
  (void)ctx;
  return 0;
}
int32_t SeqCount(EvalContext&, NullableList<Text> list) { return static_cast<int32_t>(list.list.size()); }
bool SeqIsEmpty(EvalContext&, NullableList<Text> list) { return list.list.size() == 0; }
List<Text> SeqOf(EvalContext& ctx, NullableText value) {
  TextListBuilder out(ctx);
  if (!value.text.is_null()) out.Add(value.text);
  return out.Finish();
}
List<Text> FromCsv(EvalContext& ctx, NullableText s) {
  TextListBuilder out(ctx);
  std::string_view view = s.text.view();
  for (size_t at = 0; !s.text.is_null() && !view.empty() && at <= view.size();) {
    size_t end = std::min(view.find(',', at), view.size());
    out.Add(PartOf(view.substr(at, end - at)));
    at = end + 1;
  }
  return out.Finish();
}
Text ToCsv(EvalContext& ctx, List<Text> list) {
  TextBuilder out(ctx);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (i > 0) out.AppendAscii(',');
    out.Append(list[i].view());
  }
  return out.Finish();
}
List<int32_t> Range(EvalContext& ctx, int32_t start, int32_t count) {
  if (count < 0 || int64_t{start} + count - 1 > INT32_MAX)
    return FailRange(ctx, "count", "Specified argument was out of the range of valid values."),
           List<int32_t>();
  int32_t* to = AllocateList<int32_t>(ctx, static_cast<size_t>(count));
  if (to == nullptr) return {};
  for (int32_t i = 0; i < count; ++i) to[i] = start + i;
  return ListOf(to, static_cast<size_t>(count));
}
template <typename T>
List<T> Repeat(EvalContext& ctx, T value, int32_t count) {
  if (count < 0)
    return FailRange(ctx, "count", "Specified argument was out of the range of valid values."), List<T>();
  T* to = AllocateList<T>(ctx, static_cast<size_t>(count));
  if (to == nullptr) return {};
  std::fill_n(to, count, value);
  return ListOf(to, static_cast<size_t>(count));
}

// An example list of each element type.
template <typename T>
struct Sample;
#define IDX_SAMPLE(type, a_, b_, ja_, jb_)                                \
  template <>                                                             \
  struct Sample<type> {                                                   \
    static constexpr std::string_view a = a_, b = b_, ja = ja_, jb = jb_; \
  }
IDX_SAMPLE(Text, "\"a\"", "\"b\"", "\"a\"", "\"b\"");
IDX_SAMPLE(int32_t, "1", "2", "1", "2");
IDX_SAMPLE(int64_t, "1L", "2L", "1", "2");
IDX_SAMPLE(double, "1.5", "2.5", "1.5", "2.5");
IDX_SAMPLE(bool, "false", "true", "false", "true");
IDX_SAMPLE(Char, "'a'", "'b'", "\"a\"", "\"b\"");
IDX_SAMPLE(DateTime, "new DateTime(2024, 1, 1)", "new DateTime(2024, 1, 2)", "\"2024-01-01T00:00:00\"",
           "\"2024-01-02T00:00:00\"");
IDX_SAMPLE(DateOnly, "new DateOnly(2024, 1, 1)", "new DateOnly(2024, 1, 2)", "\"2024-01-01\"",
           "\"2024-01-02\"");
IDX_SAMPLE(Guid, "Guid.Empty", "Guid.Parse(\"a8a110d5-fc49-43c5-bf46-802db8f843ff\")",
           "\"00000000-0000-0000-0000-000000000000\"", "\"a8a110d5-fc49-43c5-bf46-802db8f843ff\"");
#undef IDX_SAMPLE

// Rows keep views: their texts live as long as the program.
std::string_view Keep(std::string text) {
  static auto* kept = new std::unordered_set<std::string>();
  return *kept->insert(std::move(text)).first;
}
template <typename T>
std::string_view On(std::string_view call) {
  return Keep("new[] { " + std::string(Sample<T>::a) + ", " + std::string(Sample<T>::b) + " }" +
              std::string(call));
}
template <typename T>
std::string_view OnWith(std::string_view call) {
  return On<T>(std::string(call) + std::string(Sample<T>::b) + ")");
}
template <typename T>
std::string_view OnList(std::string_view call) {
  return On<T>(std::string(call) + "new[] { " + std::string(Sample<T>::b) + " })");
}
template <typename T>
std::string_view Both() {
  return Keep("[" + std::string(Sample<T>::ja) + "," + std::string(Sample<T>::jb) + "]");
}

template <typename T>
void AddRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "List";
  constexpr std::string_view empty = "On an empty list: InvalidOperationException.";
  std::string_view ja = Sample<T>::ja, jb = Sample<T>::jb;
  std::string_view only_a = Keep("[" + std::string(ja) + "]"), only_b = Keep("[" + std::string(jb) + "]");
  std::vector<Row> more = {
      Property<Count<T>>(o, {"Count", "list", "How many elements.", On<T>(".ToList().Count"), "2"}),
      Property<Count<T>>(o, {"Length", "list", "How many elements.", On<T>(".Length"), "2"}),
      Method<Any<T>>(o, {"Any", "list", "True when there are elements.", On<T>(".Any()"), "true"}),
      Indexer<At<T>>(o, {"", "list, i", "The element at 0-based i; outside: IndexOutOfRangeException.",
                         On<T>("[1]"), jb, kFails}),
      Method<ElementAt<T>>(o, {"ElementAt", "list, index",
                               "The element at 0-based index; outside: ArgumentOutOfRangeException.",
                               On<T>(".ElementAt(1)"), jb, kFails}),
      Method<First<T>>(o, {"First", "list", empty, On<T>(".First()"), ja, kFails}),
      Method<Last<T>>(o, {"Last", "list", empty, On<T>(".Last()"), jb, kFails}),
      Method<Single<T>>(o, {"Single", "list", "The only element; none or more: InvalidOperationException.",
                            On<T>(".Take(1).Single()"), ja, kFails}),
      Method<Item<T>>(o,
                      {"Item", "list, n", "The element at 1-based n; outside: ArgumentOutOfRangeException.",
                       On<T>(".Item(1)"), ja, kFails}),
      Method<Contains<T>>(o, {"Contains", "list, value", "True when an element equals value.",
                              OnWith<T>(".Contains("), "true"}),
      Method<IndexOf<T>>(o, {"IndexOf", "list, value", "0-based position of value, -1 when absent.",
                             OnWith<T>(".ToList().IndexOf("), "1"}),
      Method<SequenceEqual<T>>(o, {"SequenceEqual", "list, other", "The same elements in the same order.",
                                   OnList<T>(".SequenceEqual("), "false"}),
      Method<Take<T>>(
          o, {"Take", "list, count", "The first count elements; negative: none.", On<T>(".Take(1)"), only_a}),
      Method<Skip<T>>(o, {"Skip", "list, count", "Without the first count elements; negative: all.",
                          On<T>(".Skip(1)"), only_b}),
      Method<Same<T>>(o, {"ToList", "list", "The list.", On<T>(".ToList()"), Both<T>()}),
      Method<Same<T>>(o, {"ToArray", "list", "The list.", On<T>(".ToArray()"), Both<T>()}),
      Method<Reverse<T>>(o, {"Reverse", "list", "In the other order.", On<T>(".Reverse().First()"), jb}),
      Method<Concat<T>>(o, {"Concat", "list, other", "Both, one after the other.",
                            OnList<T>(".Take(1).Concat("), Both<T>()}),
      Method<Distinct<T>>(o, {"Distinct", "list", "Each element once, in order of first occurrence.",
                              On<T>(".Distinct()"), Both<T>()}),
      Method<SetOf<T, SetForm::kUnion>>(
          o, {"Union", "list, other", "Elements of either, each once.", OnList<T>(".Union("), Both<T>()}),
      Method<SetOf<T, SetForm::kIntersect>>(
          o, {"Intersect", "list, other", "Elements of both, each once.", OnList<T>(".Intersect("), only_b}),
      Method<SetOf<T, SetForm::kExcept>>(
          o, {"Except", "list, other", "Elements that the other has not, each once.", OnList<T>(".Except("),
              only_a}),
      Method<Append<T>>(
          o, {"Append", "list, value", "With value at the end.", OnWith<T>(".Take(1).Append("), Both<T>()}),
      Method<Without<T>>(o, {"Without", "list, value", "Without every element equal to value.",
                             OnWith<T>(".Without("), only_a}),
      Static<Repeat<T>>("Enumerable",
                        {"Repeat", "element, count", "count times the element.",
                         Keep("Enumerable.Repeat(" + std::string(Sample<T>::a) + ", 1)"), only_a, kFails}),
  };
  if constexpr (!std::is_same_v<T, Text>) {
    more.push_back(Method<FirstOrDefault<T>>(
        o, {"FirstOrDefault", "list", "The first element; default(T) for an empty list.",
            On<T>(".FirstOrDefault()"), ja}));
    more.push_back(Method<LastOrDefault<T>>(
        o, {"LastOrDefault", "list", "The last element; default(T) for an empty list.",
            On<T>(".LastOrDefault()"), jb}));
    more.push_back(
        Method<AtOrDefault<T>>(o, {"ElementAtOrDefault", "list, index", "The element, or default(T) outside.",
                                   On<T>(".ElementAtOrDefault(1)"), jb}));
    more.push_back(Method<SingleOrDefault<T>>(
        o,
        {"SingleOrDefault", "list", "The only element; default(T) for none; more: InvalidOperationException.",
         On<T>(".Take(1).SingleOrDefault()"), ja, kFails}));
  }
  if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
    std::string_view sum = std::is_floating_point_v<T> ? "4" : "3",
                     average = std::is_floating_point_v<T> ? "2" : "1.5";
    more.push_back(
        Method<Sum<T>>(o, {"Sum", "list", "The sum; 0 for an empty list; overflow: OverflowException.",
                           On<T>(".Sum()"), sum, std::is_floating_point_v<T> ? kPlain : kFails}));
    more.push_back(Method<Average<T>>(o, {"Average", "list", empty, On<T>(".Average()"), average, kFails}));
  }
  if constexpr (!std::is_same_v<T, Text> && !std::is_same_v<T, bool> && !std::is_same_v<T, Char> &&
                !std::is_same_v<T, double>) {
    more.push_back(Method<Max<T>>(o, {"Max", "list", empty, On<T>(".Max()"), jb, kFails}));
    more.push_back(Method<Min<T>>(o, {"Min", "list", empty, On<T>(".Min()"), ja, kFails}));
  }
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> ListRows() {
  constexpr std::string_view o = "List", q = "Seq";
  std::vector<Row> rows = {
      Method<FirstTextOrDefault>(o, {"FirstOrDefault", "list", "The first element; null for an empty list.",
                                     R"(new[] { "a", "b" }.FirstOrDefault())", R"("a")"}),
      Method<LastTextOrDefault>(o, {"LastOrDefault", "list", "The last element; null for an empty list.",
                                    R"(new[] { "a", "b" }.LastOrDefault())", R"("b")"}),
      Method<TextAtOrDefault>(
          o, {"ElementAtOrDefault", "list, index", "The element at 0-based index; null outside.",
              R"(new[] { "a", "b" }.ElementAtOrDefault(5))", "null"}),
      Method<SingleTextOrDefault>(
          o, {"SingleOrDefault", "list", "The only element; null for none; more: InvalidOperationException.",
              R"(new[] { "a" }.SingleOrDefault())", R"("a")", kFails}),
      Method<ItemOrNull>(o, {"ItemOrNull", "list, n", "The element at 1-based n; null outside.",
                             R"(new[] { "a", "b" }.ItemOrNull(2))", R"("b")"}),
      Method<IndexOfValue>(o, {"IndexOfValue", "list, text, cmp = StringComparison.Ordinal",
                               "1-based position of the first value that holds the text; 0 when none does.",
                               R"(new[] { "smtp:a", "SMTP:b" }.IndexOfValue("SMTP:"))", "2"}),
      Static<SeqCount>(
          q, {"Count", "list", "How many elements; null has none.", R"(Seq.Count(new[] { "a" }))", "1"}),
      Static<SeqIsEmpty>(q, {"IsEmpty", "list", "True for null and an empty list.",
                             R"(Seq.IsEmpty(new[] { "a" }))", "false"}),
      Static<SeqOf>(q, {"Of", "value", "A list of the one value; null gives an empty list.", R"(Seq.Of("a"))",
                        R"(["a"])"}),
      Static<SingleTextOrDefault>(
          q, {"SingleOrNull", "list", "The only element; null for none; more: InvalidOperationException.",
              R"(Seq.SingleOrNull(new[] { "a" }))", R"("a")", kFails}),
      Static<FromCsv>(
          q, {"FromCsv", "s", "The parts between commas, blanks kept; null and \"\" give an empty list.",
              R"(Seq.FromCsv("a, b"))", R"(["a"," b"])"}),
      Static<ToCsv>(q, {"ToCsv", "list", "The values with commas between.",
                        R"(Seq.ToCsv(new[] { "a", "b" }))", R"("a,b")"}),
      Static<Range>("Enumerable", {"Range", "start, count", "count whole numbers from start.",
                                   "Enumerable.Range(1, 3)", "[1,2,3]", kFails}),
  };
  AddRows<Text>(rows);
  AddRows<int32_t>(rows);
  AddRows<int64_t>(rows);
  AddRows<double>(rows);
  AddRows<bool>(rows);
  AddRows<Char>(rows);
  AddRows<DateTime>(rows);
  AddRows<DateOnly>(rows);
  AddRows<Guid>(rows);
  return rows;
}

}  // namespace idx::stdlib
