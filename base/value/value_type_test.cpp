// Types of composite values: interned shapes, elements of lists at any depth; and cells.
#include "base/value/value_type.h"

#include <gtest/gtest.h>

#include "base/value/cells.h"

namespace idx {
namespace {

TEST(ShapeTable, EqualShapesHaveOneIndex) {
  ShapeTable table;
  ValueType number{TypeKind::kInt}, text{TypeKind::kString};
  ValueType pair = table.Composite(TypeKind::kTuple, {number, text});
  EXPECT_EQ(pair, table.Composite(TypeKind::kTuple, {number, text}));
  EXPECT_NE(pair, table.Composite(TypeKind::kTuple, {text, number}));
  EXPECT_NE(pair, table.Composite(TypeKind::kTuple, {number, text}, {"Key", "Value"}));
  EXPECT_NE(pair, table.Composite(TypeKind::kTuple, {number, text}, {}, "Point"));
  EXPECT_NE(pair, table.Composite(TypeKind::kDictionary, {number, text}));
  EXPECT_EQ(table.ShapeOf(pair).parts[1], text);
  EXPECT_EQ(table.InternType(pair), table.InternType(pair));
  EXPECT_NE(table.InternType(pair), table.InternType(pair.AsNullable()));
}

TEST(ShapeTable, ListsGiveTheirElementsBackAtAnyDepth) {
  ShapeTable table;
  ValueType color{TypeKind::kEnum};
  color.id = 3;
  ValueType pair = table.Composite(TypeKind::kTuple, {color, ValueType{TypeKind::kString}});
  for (ValueType element :
       {ValueType{TypeKind::kInt}, ValueType{TypeKind::kInt, true}, ValueType{TypeKind::kString, true}, color,
        color.AsNullable(), pair, pair.AsNullable()}) {
    ValueType type = element;
    std::vector<ValueType> types = {type};
    for (int depth = 0; depth < 4; ++depth)
      types.push_back(type = table.ListOf(depth == 1 ? type.AsNullable() : type));
    for (size_t depth = types.size() - 1; depth > 0; --depth) {
      type = table.ElementOf(types[depth]);
      EXPECT_EQ(type.NonNull(), types[depth - 1].NonNull()) << depth;
      EXPECT_EQ(type.nullable, depth == 2 || types[depth - 1].nullable) << depth;
    }
  }
  ValueType list = table.Composite(TypeKind::kListObject, {pair.AsNullable()});
  EXPECT_EQ(table.ElementOf(list), pair.AsNullable());
}

TEST(Cells, AValueComesBackAndNullHasAFormInEachKind) {
  Text text(std::string_view("longer than twelve bytes"));
  Slot value;
  std::memcpy(static_cast<void*>(&value), &text, sizeof(text));
  for (TypeKind kind :
       {TypeKind::kBool, TypeKind::kByte, TypeKind::kChar, TypeKind::kInt, TypeKind::kLong, TypeKind::kDouble,
        TypeKind::kString, TypeKind::kGuid, TypeKind::kDecimal, TypeKind::kTuple, TypeKind::kDictionary}) {
    for (bool nullable : {false, true}) {
      alignas(8) char cells[64];
      std::memset(cells, 0x5A, sizeof(cells));
      StoreCell(kind, nullable, value, cells);
      Slot back = LoadCell(kind, nullable, cells);
      EXPECT_TRUE(back.present);
      EXPECT_EQ(std::memcmp(&back, &value, SizeOf(kind)), 0) << static_cast<int>(kind);
      EXPECT_EQ(cells[CellSize(kind, nullable)], 0x5A) << "nothing beyond the cell";
      if (!nullable) continue;
      StoreCell(kind, true, Slot{0, 0, false}, cells);
      EXPECT_FALSE(LoadCell(kind, true, cells).present) << static_cast<int>(kind);
    }
  }
  ListView empty{&value, 0, 0};
  Slot list;
  std::memcpy(static_cast<void*>(&list), &empty, sizeof(empty));
  char cell[16];
  StoreCell(TypeKind::kList, true, list, cell);
  EXPECT_TRUE(LoadCell(TypeKind::kList, true, cell).present) << "an empty list is not null";
  StoreCell(TypeKind::kList, true, Slot{0, 0, false}, cell);
  EXPECT_FALSE(LoadCell(TypeKind::kList, true, cell).present);
}

}  // namespace
}  // namespace idx
