// Functions without an owner, as Entra's and MIM's authors write them: IsNull, IsPresent, IsEmpty, Coalesce,
// Eq. Null is an absent attribute.
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

template <typename T>
bool IsNull(EvalContext&, Opt<T> value) {
  return !value.present;
}
template <typename T>
bool IsPresent(EvalContext&, Opt<T> value) {
  return value.present;
}
bool IsNullText(EvalContext&, NullableText value) { return value.text.is_null(); }
bool IsPresentText(EvalContext&, NullableText value) {
  return !value.text.is_null() && value.text.length != 0;
}
bool IsEmptyText(EvalContext&, NullableText value) { return !value.text.is_null() && value.text.length == 0; }
bool IsNullList(EvalContext&, NullableList<NullableText> values) { return values.list.is_null(); }
bool IsPresentList(EvalContext&, NullableList<NullableText> values) { return values.list.size() != 0; }
bool IsEmptyList(EvalContext&, NullableList<NullableText> values) {
  return !values.list.is_null() && values.list.size() == 0;
}

template <typename T>
Opt<T> Coalesce(EvalContext&, List<Opt<T>> values) {
  for (const Opt<T>& value : values)
    if (value.present) return value;
  return {};
}
NullableText CoalesceText(EvalContext&, List<NullableText> values) {
  for (const NullableText& value : values)
    if (!value.text.is_null()) return value;
  return NullText();
}

template <typename T>
bool Equal(EvalContext&, Opt<T> a, Opt<T> b) {
  return a.present == b.present && (!a.present || a.value == b.value);
}
bool EqualText(EvalContext&, NullableText a, NullableText b) {
  if (a.text.is_null() || b.text.is_null()) return a.text.is_null() && b.text.is_null();
  return a.text == b.text;
}

// The rows of one type that is not a text.
template <typename T>
void AddRows(std::vector<Row>& rows, std::string_view present, std::string_view coalesce,
             std::string_view coalesced, std::string_view equal) {
  constexpr std::string_view g = "Global";
  rows.push_back(Static<IsNull<T>>(g, {"IsNull", "value", "True for null.", "IsNull(null)", "true"}));
  rows.push_back(Static<IsPresent<T>>(g, {"IsPresent", "value", "False for null.", present, "true"}));
  rows.push_back(Static<Coalesce<T>>(
      g, {"Coalesce", "values", "The first that is not null; else null.", coalesce, coalesced, kVariadic}));
  rows.push_back(Static<Equal<T>>(g, {"Eq", "a, b", "Equal values; null equals null only.", equal, "true"}));
}

}  // namespace

std::vector<Row> GlobalRows() {
  constexpr std::string_view g = "Global";
  std::vector<Row> rows = {
      Static<IsNullText>(g, {"IsNull", "value", "True for null, not for \"\".", R"(IsNull(""))", "false"}),
      Static<IsPresentText>(g,
                            {"IsPresent", "value", "False for null and \"\".", R"(IsPresent(""))", "false"}),
      Static<IsEmptyText>(g, {"IsEmpty", "value", "True for \"\": present, but empty. Null is not present.",
                              R"(IsEmpty(""))", "true"}),
      Static<CoalesceText>(g, {"Coalesce", "values", "The first that is not null; else null.",
                               R"(Coalesce(null, "", "a"))", R"("")", kVariadic}),
      Static<EqualText>(
          g, {"Eq", "a, b", "Equal by UTF-16 units; null equals null only.", R"(Eq("a", "A"))", "false"}),
      Static<IsNullList>(
          g, {"IsNull", "values", "False: a list is never null.", "IsNull(new[] { \"a\" })", "false"}),
      Static<IsPresentList>(
          g, {"IsPresent", "values", "False for an empty list.", "IsPresent(new string[0])", "false"}),
      Static<IsEmptyList>(g,
                          {"IsEmpty", "values", "True for an empty list.", "IsEmpty(new string[0])", "true"}),
  };
  AddRows<int64_t>(rows, "IsPresent(0)", "Coalesce(null, 7L)", "7", "Eq(42, 42L)");
  AddRows<double>(rows, "IsPresent(0.5)", "Coalesce(null, 1.5)", "1.5", "Eq(1.5, 1.5)");
  AddRows<bool>(rows, "IsPresent(false)", "Coalesce(null, true)", "true", "Eq(true, true)");
  AddRows<DateTime>(rows, "IsPresent(DateTime.UnixEpoch)", "Coalesce(null, DateTime.UnixEpoch)",
                    R"("1970-01-01T00:00:00Z")", "Eq(DateTime.UnixEpoch, DateTime.UnixEpoch)");
  AddRows<DateOnly>(rows, "IsPresent(DateOnly.MinValue)", "Coalesce(null, DateOnly.MinValue)",
                    R"("0001-01-01")", "Eq(DateOnly.MinValue, DateOnly.MinValue)");
  AddRows<Guid>(rows, "IsPresent(Guid.Empty)", "Coalesce(null, Guid.Empty)",
                R"("00000000-0000-0000-0000-000000000000")", "Eq(Guid.Empty, Guid.Empty)");
  return rows;
}

}  // namespace idx::stdlib
