// The types of values as data: what the checker proves about an expression, and what the operations on
// composite values (stdlib/composite) are told at run time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/value/type_kind.h"

namespace idx {

struct ValueType {
  TypeKind kind = TypeKind::kError;
  bool nullable = false;
  TypeKind element = TypeKind::kVoid;  // of a kList
  // kEnum: index into Program::enums. kEntity and kReference: into Configuration::types. kOpaque: the LibraryClass. kTuple,
  // kListObject, kDictionary, kSet: the shape. kList: the id of its element; where that is a list, the shape
  // of that list.
  int32_t id = -1;
  bool element_nullable = false;  // of a kList

  friend bool operator==(const ValueType&, const ValueType&) = default;
  ValueType AsNullable() const {
    ValueType type = *this;
    type.nullable = true;
    return type;
  }
  ValueType NonNull() const {
    ValueType type = *this;
    type.nullable = false;
    return type;
  }
};

// What a composite type is made of. Equal shapes have one index.
struct Shape {
  TypeKind kind = TypeKind::kTuple;
  std::vector<ValueType> parts;    // fields; element; key and value
  std::vector<std::string> names;  // of fields: "" where a tuple's element has none (then Item1 …)
  std::string name;                // of a record: its full name; "KeyValuePair", "IGrouping"; "" for tuples

  friend bool operator==(const Shape&, const Shape&) = default;
};

// The shapes of a program, and the types that its operations are given. Grows while a program is checked,
// immutable afterwards.
struct ShapeTable {
  std::vector<Shape> shapes;
  std::vector<ValueType> types;  // by the index that an operation carries

  // Index of this shape, new if need be.
  int32_t Intern(const Shape& shape);
  // Index of this type among `types`, new if need be.
  int32_t InternType(const ValueType& type);

  // The list with such elements (T[], IReadOnlyList<T>).
  ValueType ListOf(const ValueType& element);
  ValueType Composite(TypeKind kind, std::vector<ValueType> parts, std::vector<std::string> names = {},
                      std::string name = {});
  // Of a kList, kListObject or kSet.
  ValueType ElementOf(const ValueType& type) const;
  const Shape& ShapeOf(const ValueType& type) const { return shapes[static_cast<size_t>(type.id)]; }

 private:
  int32_t ShapeOfList(const ValueType& list) const;
};

}  // namespace idx
