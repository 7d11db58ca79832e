// Values that are made of others, as `idx eval` prints them.
#include "compiler/driver/json_value.h"

#include <gtest/gtest.h>

#include "base/batch/objects.h"
#include "base/value/cells.h"

namespace idx::compiler {
namespace {

using stdlib::Slot;
using stdlib::ToSlot;
using typed::Type;

Slot Null() { return {0, 0, false}; }
Slot Address(const void* object) { return {reinterpret_cast<uint64_t>(object), 0, true}; }

class JsonValues : public testing::Test {
 protected:
  // A list of these, in cells.
  Slot List(const Type& element, const std::vector<Slot>& values) {
    uint32_t size = CellSize(element.kind, element.nullable);
    char* cells = memory_.Allocate(values.size() * size + 1);
    for (size_t i = 0; i < values.size(); ++i)
      StoreCell(element.kind, element.nullable, values[i], cells + i * size);
    return ToSlot(ListView{cells, static_cast<uint32_t>(values.size()), 0});
  }
  std::string Json(const Type& type, const Slot& value) { return ToJson(program_, type, value); }

  const Type kInt{TypeKind::kInt}, kMaybeInt{TypeKind::kInt, true}, kText{TypeKind::kString},
      kMaybeText{TypeKind::kString, true};
  typed::Program program_;
  Arena memory_;
};

TEST_F(JsonValues, ListsOfNullsAndOfLists) {
  EXPECT_EQ(Json(program_.shapes.ListOf(kMaybeInt), List(kMaybeInt, {ToSlot(5), Null(), ToSlot(-1)})),
            "[5,null,-1]");
  EXPECT_EQ(Json(program_.shapes.ListOf(kMaybeText),
                 List(kMaybeText, {ToSlot(Text("a")), Null(), ToSlot(Text(""))})),
            "[\"a\",null,\"\"]");
  Type ints = program_.shapes.ListOf(kInt);
  EXPECT_EQ(
      Json(program_.shapes.ListOf(ints), List(ints, {List(kInt, {ToSlot(1), ToSlot(2)}), List(kInt, {})})),
      "[[1,2],[]]");
  EXPECT_EQ(Json(ints.AsNullable(), Null()), "null");
}

TEST_F(JsonValues, BytesAreBase64) {
  Type byte{TypeKind::kByte};
  EXPECT_EQ(Json(program_.shapes.ListOf(byte), List(byte, {Slot{5}, Slot{6}, Slot{7}, Slot{8}})),
            "\"BQYHCA==\"");
  EXPECT_EQ(Json(program_.shapes.ListOf(byte), List(byte, {})), "\"\"");
}

TEST_F(JsonValues, TuplesAreArraysAndGroupsTheirElements) {
  Slot fields[] = {ToSlot(1), ToSlot(Text("x"))};
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kTuple, {kInt, kText}), Address(fields)), "[1,\"x\"]");
  Slot group[] = {ToSlot(Text("key")), List(kInt, {ToSlot(3)})};
  Type grouping = program_.shapes.Composite(TypeKind::kTuple, {kText, program_.shapes.ListOf(kInt)},
                                            {"Key", ""}, "IGrouping");
  EXPECT_EQ(Json(grouping, Address(group)), "[3]");
}

TEST_F(JsonValues, DictionariesAreObjectsAndSetsArraysWithoutWhatWasRemoved) {
  Slot keys[] = {ToSlot(Text("b\"")), ToSlot(Text("gone")), ToSlot(Text("a"))};
  Slot values[] = {ToSlot(1), ToSlot(2), Null()};
  uint8_t removed[] = {0, 1, 0};
  MapObject map;
  map.keys = keys;
  map.values = values;
  map.removed = removed;
  map.used = 3;
  map.count = 2;
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kDictionary, {kText, kMaybeInt}), Address(&map)),
            "{\"b\\\"\":1,\"a\":null}");
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kSet, {kText}), Address(&map)), "[\"b\\\"\",\"a\"]");
  Slot numbers[] = {ToSlot(7)};
  MapObject by_number;
  by_number.keys = by_number.values = numbers;
  by_number.removed = removed;
  by_number.used = by_number.count = 1;
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kDictionary, {kInt, kInt}), Address(&by_number)),
            "{\"7\":7}");
  MapObject empty;
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kDictionary, {kInt, kInt}), Address(&empty)), "{}");
}

TEST_F(JsonValues, ListObjects) {
  Slot view = List(kText, {ToSlot(Text("a")), ToSlot(Text("a text that is longer than twelve bytes"))});
  ListObject list;
  list.cells = reinterpret_cast<char*>(view.lo);
  list.count = 2;
  EXPECT_EQ(Json(program_.shapes.Composite(TypeKind::kListObject, {kText}), Address(&list)),
            "[\"a\",\"a text that is longer than twelve bytes\"]");
}

}  // namespace
}  // namespace idx::compiler
