// Each operation in its normal, empty and failing cases; the messages are .NET's.
#include <climits>
#include <cmath>

#include "base/value/calendar.h"
#include "stdlib/composite/composite_testing.h"

namespace idx::stdlib {
namespace {

using Op = Operation;
constexpr const char* kArrayBounds = "IndexOutOfRangeException: Index was outside the bounds of the array.";
constexpr const char* kListBounds =
    "ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the "
    "collection. "
    "(Parameter 'index')";
constexpr const char* kReadOnly = "NotSupportedException: Collection is read-only.";
constexpr const char* kSteps = "budget of steps: the rule used up its budget of steps";
constexpr const char* kMemory = "budget of memory: the rule used up its budget of memory";

TEST_F(CompositeTest, TableIsInTheOrderOfOperations) {
  EXPECT_EQ(Operations()[static_cast<size_t>(Op::kMapAdd)].name, "MapAdd");
  EXPECT_EQ(Operations()[static_cast<size_t>(Op::kSetView)].symbol, "idx_op_SetView");
  EXPECT_EQ(Operations().size(), static_cast<size_t>(Op::kSetView) + 1);
}

TEST_F(CompositeTest, NewArraysHoldDefaults) {
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArrayNew, shapes_.ListOf(kInt), {I(3)})), "[0, 0, 0]");
  EXPECT_EQ(ShowArray(kMaybeInt, Call(Op::kArrayNew, shapes_.ListOf(kMaybeInt), {I(2)})), "[null, null]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kArrayNew, shapes_.ListOf(kMaybeText), {I(1)})), "[null]");
  ValueType pair = TupleType({kInt, kMaybeText});
  EXPECT_EQ(ShowArray(pair, Call(Op::kArrayNew, shapes_.ListOf(pair), {I(2)})), "[(0, null), (0, null)]");
  EXPECT_EQ(ShowArray(pair, Call(Op::kArrayNew, shapes_.ListOf(pair), {I(0)})), "[]");
  Call(Op::kArrayNew, shapes_.ListOf(kInt), {I(-1)});
  EXPECT_EQ(Error(), "OverflowException: Arithmetic operation resulted in an overflow.");
  Call(Op::kArrayNew, shapes_.ListOf(ListType(kInt)), {I(1)});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kNotSupported);
  Call(Op::kArrayNew, shapes_.ListOf(kInt), {I(INT_MAX)});
  EXPECT_EQ(Error(), kSteps);
}

TEST_F(CompositeTest, ArraysAreReadAndWritten) {
  ValueType type = shapes_.ListOf(kInt);
  Slot a = Ints({1, 2, 3});
  EXPECT_EQ(CallInt(Op::kArrayLength, type, {a}), 3);
  EXPECT_EQ(CallInt(Op::kArrayGet, type, {a, I(2)}), 3);
  Slot copy = Call(Op::kArrayCopy, type, {a});
  EXPECT_EQ(CallInt(Op::kArraySet, type, {a, I(0), I(9)}), 9);
  EXPECT_EQ(ShowArray(kInt, a), "[9, 2, 3]");
  EXPECT_EQ(ShowArray(kInt, copy), "[1, 2, 3]");
  EXPECT_FALSE(CallBool(Op::kArraySame, type, {a, copy}));
  EXPECT_TRUE(CallBool(Op::kArraySame, type, {a, a}));
  for (int32_t at : {-1, 3, INT_MAX, INT_MIN}) {
    Call(Op::kArrayGet, type, {a, I(at)});
    EXPECT_EQ(Error(), kArrayBounds);
    Call(Op::kArraySet, type, {a, I(at), I(0)});
    EXPECT_EQ(Error(), kArrayBounds);
  }
  ListView view = As<ListView>(a);
  view.flags = 0;
  Call(Op::kArraySet, type, {SlotOf(view), I(0), I(1)});
  EXPECT_EQ(Error(), kReadOnly);
  EXPECT_EQ(ShowArray(kInt, (ctx_.Begin(), a)), "[9, 2, 3]");
}

TEST_F(CompositeTest, ArraysAreMadeOfOthers) {
  ValueType type = shapes_.ListOf(kInt);
  Slot a = Ints({1, 2, 3});
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArraySlice, type, {a, I(1), I(3)})), "[2, 3]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArraySlice, type, {a, I(3), I(3)})), "[]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArrayConcat, type, {a, Ints({4})})), "[1, 2, 3, 4]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArrayReverse, type, {a})), "[3, 2, 1]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArrayRange, type, {I(-1), I(3)})), "[-1, 0, 1]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kArrayRange, type, {I(INT_MAX), I(1)})), "[2147483647]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kArrayRepeat, shapes_.ListOf(kMaybeText), {Null(), I(2)})),
            "[null, null]");
  const char* range =
      "ArgumentOutOfRangeException: Specified argument was out of the range of valid values. (Parameter ";
  for (auto [start, end] : {std::pair{-1, 2}, {2, 1}, {0, 4}, {INT_MIN, INT_MAX}}) {
    Call(Op::kArraySlice, type, {a, I(start), I(end)});
    EXPECT_EQ(Error(), range + std::string("'length')"));
  }
  for (auto [start, count] : {std::pair{0, -1}, {INT_MAX, 2}, {2, INT_MAX}}) {
    Call(Op::kArrayRange, type, {I(start), I(count)});
    EXPECT_EQ(Error(), range + std::string("'count')"));
  }
  Call(Op::kArrayRepeat, type, {I(1), I(-1)});
  EXPECT_EQ(Error(), range + std::string("'count')"));
}

TEST_F(CompositeTest, EqualityIsThatOfTheDefaultComparers) {
  auto equal = [&](const ValueType& type, Slot a, Slot b) { return CallBool(Op::kEqual, type, {a, b}); };
  EXPECT_TRUE(equal(kMaybeInt, Null(), Null()));
  EXPECT_FALSE(equal(kMaybeInt, Null(), I(0)));
  EXPECT_TRUE(equal(kText, S("a text longer than the view"), S("a text longer than the view")));
  EXPECT_FALSE(equal(kText, S("a"), S("A")));
  ValueType number = Kind(TypeKind::kDouble), decimal = Kind(TypeKind::kDecimal),
            date = Kind(TypeKind::kDateTime);
  EXPECT_TRUE(equal(number, SlotOf(std::nan("")), SlotOf(-std::nan(""))));
  EXPECT_TRUE(equal(number, SlotOf(0.0), SlotOf(-0.0)));
  EXPECT_TRUE(equal(decimal, SlotOf(Decimal{1 << 16, 0, 10}), SlotOf(Decimal{2 << 16, 0, 100})));
  EXPECT_TRUE(equal(decimal, SlotOf(Decimal{1u << 31, 0, 0}), SlotOf(Decimal{})));
  EXPECT_TRUE(equal(date, SlotOf(DateTime::Of(5, DateTimeKind::kUtc)),
                    SlotOf(DateTime::Of(5, DateTimeKind::kUnspecified))));
  ValueType pair = TupleType({kInt, kMaybeText});
  EXPECT_TRUE(equal(pair, Tuple({I(1), S("x")}), Tuple({I(1), S("x")})));
  EXPECT_FALSE(equal(pair, Tuple({I(1), S("x")}), Tuple({I(1), Null()})));
  EXPECT_FALSE(equal(shapes_.ListOf(kInt), Ints({1}), Ints({1})));
}

TEST_F(CompositeTest, OrderIsThatOfTheDefaultComparers) {
  auto order = [&](const ValueType& type, Slot a, Slot b) {
    int32_t x = CallInt(Op::kCompare, type, {a, b}), y = CallInt(Op::kCompare, type, {b, a});
    EXPECT_EQ(x<0, y> 0);
    return x < 0 ? "<" : x > 0 ? ">" : "=";
  };
  EXPECT_STREQ(order(kMaybeInt, Null(), I(INT_MIN)), "<");
  EXPECT_STREQ(order(kInt, I(INT_MIN), I(INT_MAX)), "<");
  EXPECT_STREQ(order(kText, S("\xEF\xBF\xBD"), S("\xF0\x90\x80\x80")), ">");  // by UTF-16 unit
  ValueType number = Kind(TypeKind::kDouble), decimal = Kind(TypeKind::kDecimal);
  EXPECT_STREQ(order(number, SlotOf(std::nan("")), SlotOf(-INFINITY)), "<");
  EXPECT_STREQ(order(decimal, SlotOf(Decimal{28 << 16, 0, 1}), SlotOf(Decimal{0, ~0u, ~uint64_t{0}})), "<");
  EXPECT_STREQ(
      order(decimal, SlotOf(Decimal{(1u << 31), 0, 2}), SlotOf(Decimal{(1u << 31) | 1 << 16, 0, 19})), "<");
  EXPECT_STREQ(order(Kind(TypeKind::kBool), B(false), B(true)), "<");
  ValueType pair = TupleType({kMaybeInt, kText});
  EXPECT_STREQ(order(pair, Tuple({I(1), S("b")}), Tuple({I(1), S("a")})), ">");
  EXPECT_STREQ(order(pair, Tuple({Null(), S("b")}), Tuple({I(1), S("a")})), "<");
  ValueType record = shapes_.Composite(TypeKind::kTuple, {kInt}, {"Id"}, "Contoso.Person");
  Call(Op::kCompare, record, {Tuple({I(1)}), Tuple({I(1)})});
  EXPECT_EQ(Error(), "InvalidOperationException: Failed to compare two elements in the array.");
}

TEST_F(CompositeTest, NestingIsBounded) {
  ValueType type = TupleType({kInt});
  Slot a = Tuple({I(1)}), b = Tuple({I(1)});
  for (int i = 0; i < 300; ++i) {
    type = TupleType({type});
    a = Tuple({a});
    b = Tuple({b});
  }
  Call(Op::kEqual, type, {a, b});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kDepth);
  Call(Op::kCompare, type, {a, b});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kDepth);
  Slot set = Call(Op::kSetNew, SetType(type), {B(false)});
  Call(Op::kSetAdd, SetType(type), {set, a});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kDepth);
  Call(Op::kArrayNew, shapes_.ListOf(type), {I(1)});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kNotSupported);
}

TEST_F(CompositeTest, ArraysAreSearchedAndTreatedAsSets) {
  ValueType type = shapes_.ListOf(kMaybeText);
  Slot a = Array(kMaybeText, {S("b"), S("A"), Null(), S("a"), Null()}),
       b = Array(kMaybeText, {S("a"), S("c"), S("c"), Null()});
  EXPECT_EQ(CallInt(Op::kIndexOf, type, {a, S("a"), B(false)}), 3);
  EXPECT_EQ(CallInt(Op::kIndexOf, type, {a, S("a"), B(true)}), 1);
  EXPECT_EQ(CallInt(Op::kIndexOf, type, {a, Null(), B(true)}), 2);
  EXPECT_EQ(CallInt(Op::kIndexOf, type, {a, S("x"), B(false)}), -1);
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kDistinct, type, {a, B(false)})), "[b, A, null, a]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kDistinct, type, {a, B(true)})), "[b, A, null]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kUnion, type, {a, b, B(false)})), "[b, A, null, a, c]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kIntersect, type, {a, b, B(false)})), "[null, a]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kIntersect, type, {a, b, B(true)})), "[A, null]");
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kExcept, type, {a, b, B(true)})), "[b]");
  Slot none = Array(kMaybeText, {});
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kExcept, type, {none, b, B(true)})), "[]");
  EXPECT_TRUE(CallBool(Op::kSequenceEqual, type, {none, none, B(false)}));
  EXPECT_FALSE(CallBool(Op::kSequenceEqual, type, {a, none, B(false)}));
  Slot upper = Array(kMaybeText, {S("A"), S("C"), S("C"), Null()});
  EXPECT_FALSE(CallBool(Op::kSequenceEqual, type, {b, upper, B(false)}));
  EXPECT_TRUE(CallBool(Op::kSequenceEqual, type, {b, upper, B(true)}));
}

TEST_F(CompositeTest, SortingKeepsTheOrderOfEqualKeys) {
  ValueType type = shapes_.ListOf(kMaybeInt);
  Slot keys = Array(kMaybeInt, {I(2), Null(), I(1), I(2), Null()});
  EXPECT_EQ(ShowArray(kInt, Call(Op::kSortOrder, type, {keys, B(false), B(false), Null()})),
            "[1, 4, 2, 0, 3]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kSortOrder, type, {keys, B(true), B(false), Null()})),
            "[0, 3, 2, 1, 4]");
  Slot order = Ints({4, 3, 2, 1, 0});
  EXPECT_EQ(ShowArray(kInt, Call(Op::kSortOrder, type, {keys, B(false), B(false), order})),
            "[4, 1, 2, 3, 0]");
  EXPECT_EQ(ShowArray(kMaybeInt, Call(Op::kGather, type, {keys, Ints({2, 2, 1})})), "[1, 1, null]");
  Call(Op::kSortOrder, type, {keys, B(false), B(false), Ints({1})});
  EXPECT_EQ(Error(), kArrayBounds);
  Call(Op::kGather, type, {keys, Ints({5})});
  EXPECT_EQ(Error(), kArrayBounds);
  ValueType lists = shapes_.ListOf(ListType(kInt));
  Slot list = Call(Op::kListNew, ListType(kInt), {});
  Call(Op::kSortOrder, lists, {Array(ListType(kInt), {list, list}), B(false), B(false), Null()});
  EXPECT_EQ(ctx_.error, EvalErrorKind::kInvalidOperation);
}

TEST_F(CompositeTest, ListsGrowAndChange) {
  ValueType type = ListType(kInt);
  Slot list = Call(Op::kListNew, type, {});
  for (int i = 0; i < 5; ++i) Call(Op::kListAdd, type, {list, I(i)});
  Slot view = Call(Op::kListView, type, {list});
  Call(Op::kListAddRange, type, {list, view});
  EXPECT_EQ(Show(type, list), "[0, 1, 2, 3, 4, 0, 1, 2, 3, 4]");
  Call(Op::kListInsert, type, {list, I(0), I(7)});
  Call(Op::kListInsert, type, {list, I(11), I(8)});
  EXPECT_TRUE(CallBool(Op::kListRemove, type, {list, I(4)}));
  EXPECT_FALSE(CallBool(Op::kListRemove, type, {list, I(99)}));
  Call(Op::kListRemoveAt, type, {list, I(1)});
  EXPECT_EQ(CallInt(Op::kListSet, type, {list, I(0), I(5)}), 5);
  EXPECT_EQ(Show(type, list), "[5, 1, 2, 3, 0, 1, 2, 3, 4, 8]");
  EXPECT_EQ(CallInt(Op::kListGet, type, {list, I(9)}), 8);
  EXPECT_EQ(CallInt(Op::kListVersion, type, {list}), 11);
  Call(Op::kListReplace, type, {list, Ints({3, 1})});
  EXPECT_EQ(Show(type, list), "[3, 1]");
  EXPECT_EQ(Show(type, Call(Op::kListFrom, type, {Ints({1, 2})})), "[1, 2]");
  Call(Op::kListClear, type, {list});
  EXPECT_EQ(CallInt(Op::kListCount, type, {list}), 0);
  for (Op op : {Op::kListGet, Op::kListSet, Op::kListRemoveAt}) {
    for (int32_t at : {-1, 0, INT_MAX}) {
      Call(op, type, {list, I(at), I(0)});
      EXPECT_EQ(Error(), kListBounds);
    }
  }
  Call(Op::kListInsert, type, {list, I(1), I(0)});
  EXPECT_EQ(Error(),
            "ArgumentOutOfRangeException: Index must be within the bounds of the List. (Parameter 'index')");
}

TEST_F(CompositeTest, DictionariesKeepTheOrderOfInsertion) {
  ValueType type = MapType(kText, kInt);
  Slot map = Call(Op::kMapNew, type, {B(true)});
  Call(Op::kMapAdd, type, {map, S("b"), I(1)});
  Call(Op::kMapSet, type, {map, S("a"), I(2)});
  Call(Op::kMapSet, type, {map, S("B"), I(3)});
  EXPECT_TRUE(CallBool(Op::kMapTryAdd, type, {map, S("c"), I(4)}));
  EXPECT_FALSE(CallBool(Op::kMapTryAdd, type, {map, S("C"), I(5)}));
  ValueType pair = shapes_.Composite(TypeKind::kTuple, {kText, kInt}, {"Key", "Value"}, "KeyValuePair");
  EXPECT_EQ(ShowArray(pair, Call(Op::kMapPairs, type, {map})), "[(b, 3), (a, 2), (c, 4)]");
  EXPECT_TRUE(CallBool(Op::kMapRemove, type, {map, S("A")}));
  EXPECT_FALSE(CallBool(Op::kMapRemove, type, {map, S("A")}));
  EXPECT_FALSE(CallBool(Op::kMapHas, type, {map, S("a")}));
  EXPECT_EQ(CallInt(Op::kMapGet, type, {map, S("C")}), 4);
  EXPECT_EQ(ShowArray(kText, Call(Op::kMapKeys, type, {map})), "[b, c]");
  EXPECT_EQ(ShowArray(kInt, Call(Op::kMapValues, type, {map})), "[3, 4]");
  EXPECT_EQ(CallInt(Op::kMapVersion, type, {map}), 4);
  Call(Op::kMapGet, type, {map, S("x")});
  EXPECT_EQ(Error(), "KeyNotFoundException: The given key 'x' was not present in the dictionary.");
  Call(Op::kMapAdd, type, {map, S("C"), I(0)});
  EXPECT_EQ(Error(), "ArgumentException: An item with the same key has already been added. Key: C");
  for (Op op : {Op::kMapGet, Op::kMapHas, Op::kMapSet, Op::kMapAdd, Op::kMapTryAdd, Op::kMapRemove}) {
    Call(op, type, {map, Null(), I(0)});
    EXPECT_EQ(Error(), "ArgumentNullException: Value cannot be null. (Parameter 'key')");
  }
  Call(Op::kMapClear, type, {map});
  EXPECT_EQ(CallInt(Op::kMapCount, type, {map}), 0);
  EXPECT_EQ(ShowArray(kText, Call(Op::kMapKeys, type, {map})), "[]");
}

TEST_F(CompositeTest, CopiesOfDictionariesMayCompareOtherwise) {
  ValueType type = MapType(kText, kInt);
  Slot map = Call(Op::kMapNew, type, {B(false)});
  Call(Op::kMapAdd, type, {map, S("a"), I(1)});
  Slot copy = Call(Op::kMapCopy, type, {map, B(true)});
  EXPECT_TRUE(CallBool(Op::kMapHas, type, {copy, S("A")}));
  Call(Op::kMapAdd, type, {map, S("A"), I(2)});
  EXPECT_EQ(CallInt(Op::kMapCount, type, {copy}), 1);
  Call(Op::kMapCopy, type, {map, B(true)});
  EXPECT_EQ(Error(), "ArgumentException: An item with the same key has already been added. Key: A");
}

TEST_F(CompositeTest, GroupsKeepTheOrderOfElements) {
  ValueType type = MapType(kMaybeText, ListType(kInt));
  Slot map = Call(Op::kMapNew, type, {B(false)});
  int n = 0;
  for (Slot key : {S("x"), Null(), S("y"), S("x"), Null()}) Call(Op::kGroupAdd, type, {map, key, I(n++)});
  ValueType group =
      shapes_.Composite(TypeKind::kTuple, {kMaybeText, shapes_.ListOf(kInt)}, {"Key", ""}, "IGrouping");
  EXPECT_EQ(ShowArray(group, Call(Op::kGroups, type, {map})), "[(x, [0, 3]), (null, [1, 4]), (y, [2])]");
  Slot none = Call(Op::kMapNew, type, {B(false)});
  EXPECT_EQ(ShowArray(group, Call(Op::kGroups, type, {none})), "[]");
}

TEST_F(CompositeTest, SetsHoldEachElementOnce) {
  ValueType type = SetType(kMaybeText);
  Slot set = Call(Op::kSetNew, type, {B(true)});
  EXPECT_TRUE(CallBool(Op::kSetAdd, type, {set, S("a")}));
  EXPECT_FALSE(CallBool(Op::kSetAdd, type, {set, S("A")}));
  EXPECT_FALSE(CallBool(Op::kSetHas, type, {set, Null()}));
  EXPECT_TRUE(CallBool(Op::kSetAdd, type, {set, Null()}));
  EXPECT_TRUE(CallBool(Op::kSetHas, type, {set, Null()}));
  EXPECT_EQ(ShowArray(kMaybeText, Call(Op::kSetView, type, {set})), "[a, null]");
  EXPECT_TRUE(CallBool(Op::kSetRemove, type, {set, S("A")}));
  EXPECT_EQ(CallInt(Op::kSetCount, type, {set}), 1);
  Call(Op::kSetClear, type, {set});
  EXPECT_EQ(CallInt(Op::kSetCount, type, {set}), 0);
  EXPECT_TRUE(CallBool(Op::kSetAdd, type, {set, Null()}));
}

TEST_F(CompositeTest, FrozenValuesAreReadOnlyAllTheWayDown) {
  ValueType inner = ListType(shapes_.ListOf(kInt)),
            type = MapType(kText, TupleType({inner, shapes_.ListOf(kInt)}));
  Slot list = Call(Op::kListFrom, inner, {Array(shapes_.ListOf(kInt), {Ints({1})})});
  Slot tuple = Tuple({list, Ints({2})});
  Slot map = Call(Op::kMapNew, type, {B(false)});
  Call(Op::kMapAdd, type, {map, S("k"), tuple});
  Freeze(shapes_, type, map);
  Call(Op::kMapSet, type, {map, S("k"), tuple});
  EXPECT_EQ(Error(), kReadOnly);
  Call(Op::kMapRemove, type, {map, S("k")});
  EXPECT_EQ(Error(), kReadOnly);
  Call(Op::kListClear, inner, {list});
  EXPECT_EQ(Error(), kReadOnly);
  Slot first = Call(Op::kListGet, inner, {list, I(0)});
  Call(Op::kArraySet, shapes_.ListOf(kInt), {first, I(0), I(5)});
  EXPECT_EQ(Error(), kReadOnly);
  Call(Op::kArraySet, shapes_.ListOf(kInt), {ObjectAt<Slot>(tuple)[1], I(0), I(5)});
  EXPECT_EQ(Error(), kReadOnly);
  EXPECT_EQ(CallInt(Op::kArrayGet, shapes_.ListOf(kInt), {first, I(0)}), 1);
  Slot array = Ints({1});
  Freeze(shapes_, shapes_.ListOf(kInt), array);
  Call(Op::kArraySet, shapes_.ListOf(kInt), {array, I(0), I(5)});
  EXPECT_EQ(Error(), kReadOnly);
}

TEST_F(CompositeTest, AViewThatShowsMoreIsFrozenWhole) {
  ValueType rows = shapes_.ListOf(shapes_.ListOf(kInt)), type = TupleType({rows, rows});
  Slot all = Array(shapes_.ListOf(kInt), {Ints({1}), Ints({2})});
  ListView shorter = ViewOf(all);
  shorter.count = 1;
  Slot both = Tuple({SlotOf(shorter), all});
  Freeze(shapes_, type, both);
  for (int32_t i : {0, 1}) {
    Slot row = Call(Op::kArrayGet, rows, {ObjectAt<Slot>(both)[1], I(i)});
    Call(Op::kArraySet, shapes_.ListOf(kInt), {row, I(0), I(5)});
    EXPECT_EQ(Error(), kReadOnly) << i;
  }
}

TEST_F(CompositeTest, EveryOperationEndsWithItsBudget) {
  ValueType list = ListType(kInt), map = MapType(kInt, kInt), set = SetType(kInt),
            array = shapes_.ListOf(kInt);
  Slot numbers = Call(Op::kArrayRange, array, {I(0), I(1000)}), object = Call(Op::kListFrom, list, {numbers});
  Slot table = Call(Op::kMapNew, map, {B(false)}), elements = Call(Op::kSetNew, set, {B(false)});
  for (int i = 0; i < 1000; ++i) {
    Call(Op::kMapAdd, map, {table, I(i), I(i)});
    Call(Op::kSetAdd, set, {elements, I(i)});
  }
  auto ends = [&](Op op, const ValueType& type, std::vector<Slot> args, int64_t steps, int64_t bytes) {
    uint32_t about = static_cast<uint32_t>(shapes_.InternType(type));
    EvalContext small;
    small.arena = &arena_;
    small.shapes = &shapes_;
    small.budget = {steps, bytes, 256};
    small.Begin();
    Slot result;
    Operations()[static_cast<size_t>(op)].call(small, about, args.data(), &result);
    EXPECT_FALSE(result.present) << Operations()[static_cast<size_t>(op)].name;
    return std::string(EvalErrorName(small.error)) + ": " + small.error_message.str();
  };
  struct Case {
    Op op;
    ValueType type;
    std::vector<Slot> args;
    bool takes_memory;
  };
  const Case cases[] = {
      {Op::kArrayNew, array, {I(1000)}, true},
      {Op::kArrayCopy, array, {numbers}, true},
      {Op::kArraySlice, array, {numbers, I(0), I(1000)}, true},
      {Op::kArrayConcat, array, {numbers, numbers}, true},
      {Op::kArrayReverse, array, {numbers}, true},
      {Op::kArrayRange, array, {I(0), I(1000)}, true},
      {Op::kArrayRepeat, array, {I(0), I(1000)}, true},
      {Op::kIndexOf, array, {numbers, I(-1), B(false)}, false},
      {Op::kSequenceEqual, array, {numbers, numbers, B(false)}, false},
      {Op::kDistinct, array, {numbers, B(false)}, true},
      {Op::kUnion, array, {numbers, numbers, B(false)}, true},
      {Op::kIntersect, array, {numbers, numbers, B(false)}, true},
      {Op::kExcept, array, {numbers, numbers, B(false)}, true},
      {Op::kSortOrder, array, {numbers, B(false), B(false), Null()}, true},
      {Op::kGather, array, {numbers, numbers}, true},
      {Op::kListFrom, list, {numbers}, true},
      {Op::kListAddRange, list, {object, numbers}, true},
      {Op::kListRemove, list, {object, I(-1)}, false},
      {Op::kListReplace, list, {object, numbers}, false},
      {Op::kMapCopy, map, {table, B(false)}, true},
      {Op::kMapKeys, map, {table}, true},
      {Op::kMapValues, map, {table}, true},
      {Op::kMapPairs, map, {table}, true},
      {Op::kMapClear, map, {table}, false},
      {Op::kSetView, set, {elements}, true},
      {Op::kSetClear, set, {elements}, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ends(c.op, c.type, c.args, 500, 64 << 20), kSteps);
    if (c.takes_memory) EXPECT_EQ(ends(c.op, c.type, c.args, 1'000'000, 1000), kMemory);
    for (int64_t steps = 0; steps < 4000; steps += 401)
      ends(Op::kArraySlice, array, {numbers, I(1), I(0)}, steps, 1000);
  }
  for (const OperationRow& row : Operations()) {
    SCOPED_TRACE(row.name);
    if (row.name.starts_with("Map") && row.name != "MapNew")
      EXPECT_EQ(ends(static_cast<Op>(&row - Operations().data()), map, {table, I(1), I(1)}, 0, 1000), kSteps);
  }
  EXPECT_EQ(CallInt(Op::kMapCount, map, {table}), 1000);
}

}  // namespace
}  // namespace idx::stdlib
