#include <gtest/gtest.h>

#include <set>
#include <string>

#include "stdlib/registry/equivalents.h"
#include "stdlib/registry/registry.h"

namespace idx::stdlib {
namespace {

// "a, b = ', ', c" -> 3: commas in character and text literals do not count.
size_t CountParameters(std::string_view parameters) {
  if (parameters.empty()) return 0;
  size_t count = 1;
  char quote = 0;
  for (char c : parameters) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ',') {
      ++count;
    }
  }
  return count;
}

TEST(Table, RowsAreComplete) {
  std::set<std::string_view> symbols;
  for (const Row& row : Functions()) {
    SCOPED_TRACE(std::string(row.symbol));
    EXPECT_TRUE(symbols.insert(row.symbol).second) << "two rows with the same name and types";
    EXPECT_EQ(CountParameters(row.parameters), row.types.size()) << row.parameters;
    EXPECT_FALSE(row.owner.empty());
    EXPECT_FALSE(row.doc.empty());
    // No expression has one: only a catch clause.
    bool caught = !row.types.empty() && row.types[0].object == LibraryClass::kException;
    EXPECT_EQ(row.example.empty(), caught);
    EXPECT_EQ(row.example_value.empty(), caught);
    EXPECT_NE(row.uniform, nullptr);
    EXPECT_NE(row.native, nullptr);
    if (row.form == Form::kConstructor || row.form == Form::kIndexer)
      EXPECT_TRUE(row.name.empty());
    else
      EXPECT_FALSE(row.name.empty());
    if (row.form == Form::kMethod || row.form == Form::kProperty || row.form == Form::kIndexer)
      EXPECT_GE(row.types.size(), 1u);
    if (row.form == Form::kStaticValue) EXPECT_EQ(row.types.size(), 0u);
    if (row.variadic) EXPECT_EQ(row.types.back().kind, TypeKind::kList);
    if (row.try_form) EXPECT_TRUE(row.result.nullable);
  }
}

TEST(Table, FindsByOwnerAndName) {
  EXPECT_EQ(FindFunctions("string", "Substring").size(), 2u);
  EXPECT_TRUE(FindFunctions("string", "substring").empty());
  EXPECT_TRUE(FindFunctions("Nobody", "Length").empty());
  for (std::string_view owner : Owners()) EXPECT_FALSE(MemberNames(owner).empty());
}

// Every function, called with extremes through the interpreter's entry, ends and stays within bounds.
TEST(Table, EveryFunctionTakesExtremes) {
  Arena arena;
  const std::string long_text(300, 'x');
  const std::string_view texts[] = {"",
                                    "a",
                                    "\xF0\x9F\x98\x80",
                                    "\xED\xA0\xBD",
                                    "\xFF\xFE",
                                    "+-1.5e3,:;\\\"'{0}",
                                    long_text,
                                    "2024-02-30T25:61:61Z",
                                    "CN=a\\",
                                    "\xC4\xB0\xC5\xBF"};
  const int64_t numbers[] = {0, 1, -1, 7, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
  for (const Row& row : Functions()) {
    bool object = false;  // of the library, made only by its own functions
    for (const TypeSpec& type : row.types)
      object = object || type.kind == TypeKind::kOpaque || type.element == TypeKind::kTuple;
    if (object) continue;
    for (size_t round = 0; round < 40; ++round) {
      EvalContext ctx;
      ctx.arena = &arena;
      ctx.Begin();
      Slot args[12];
      Text list_texts[3] = {Text(texts[round % 10]), Text::Null(), Text(texts[(round + 3) % 10])};
      // As cells of any type: a bool, and whether a value is there, are 0 or 1.
      int64_t list_numbers[6] = {1, 1, 0, 0, 0, 0};
      Boxed boxes[2];
      boxes[0] = {42, 0, TypeKind::kLong, true};
      for (size_t i = 0; i < row.types.size(); ++i) {
        const TypeSpec& type = row.types[i];
        Slot slot;
        size_t pick = round * 7 + i * 3 + round / 8;
        if (type.nullable && pick % 4 == 0) {
          slot.present = false;
        } else if (type.kind == TypeKind::kString) {
          Text text(texts[pick % 10]);
          std::memcpy(&slot, &text, 16);
        } else if (type.kind == TypeKind::kList) {
          ListView view = {list_numbers, 2, 0};
          if (type.element == TypeKind::kString) view = {list_texts, 3, 0};
          if (type.element == TypeKind::kObject) view = {boxes, 2, 0};
          if (pick % 5 == 0) view = {nullptr, 0, 0};
          std::memcpy(&slot, &view, 16);
        } else if (type.kind == TypeKind::kDateTime) {
          slot.lo =
              DateTime::Of(pick % 2 == 0 ? kMaxDateTimeTicks : static_cast<int64_t>(pick), DateTimeKind::kUtc)
                  .bits;
        } else if (type.kind == TypeKind::kDateOnly) {
          slot.lo = pick % 2 == 0 ? static_cast<uint64_t>(kMaxDateOnlyDays) : pick;
        } else if (type.kind == TypeKind::kBool) {
          slot.lo = pick % 2;
        } else if (type.kind == TypeKind::kDouble) {
          const double doubles[] = {0.0,   -0.5, 1e308, -1e308, 2.5, __builtin_nan(""), __builtin_inf(),
                                    1e-310};
          double value = doubles[pick % 8];
          std::memcpy(&slot.lo, &value, 8);
        } else {
          slot.lo = static_cast<uint64_t>(numbers[pick % 8]);
        }
        args[i] = slot;
      }
      Slot result;
      row.uniform(ctx, args, &result);
      if (ctx.failed() && ctx.error < EvalErrorKind::kSteps) {
        EXPECT_TRUE(row.can_fail) << row.symbol << ": " << ctx.error_message.view();
        EXPECT_FALSE(ctx.error_message.view().empty()) << row.symbol;
      }
      arena.Reset();
    }
  }
}

// What an equivalent names as "owner.name" is a row, and every row of Cert and Global has one.
TEST(Table, EquivalentsNameFunctionsThatExist) {
  std::set<std::string_view> named;
  for (const Equivalent& one : Equivalents()) {
    SCOPED_TRACE(std::string(one.ours));
    named.insert(one.ours);
    EXPECT_FALSE(one.connect.empty() && one.entra.empty() && one.okta.empty() && one.midpoint.empty());
    bool construct = one.ours.find_first_of(" ([") != std::string_view::npos || one.ours.find('?') == 1;
    size_t dot = one.ours.find('.');
    if (construct || dot == std::string_view::npos) continue;
    EXPECT_FALSE(FindFunctions(one.ours.substr(0, dot), one.ours.substr(dot + 1)).empty());
  }
  for (const Row& row : Functions()) {
    if (row.owner != "Cert" && row.owner != "Global") continue;
    EXPECT_TRUE(named.contains(std::string(row.owner) + "." + std::string(row.name))) << row.symbol;
  }
}

}  // namespace
}  // namespace idx::stdlib
