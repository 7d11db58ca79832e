#include "base/value/value_type.h"

#include <algorithm>

#include "base/core/assert.h"

namespace idx {

namespace {

template <typename T>
int32_t IndexOf(std::vector<T>& all, const T& wanted) {
  auto at = std::find(all.begin(), all.end(), wanted);
  if (at == all.end()) at = all.insert(at, wanted);
  return static_cast<int32_t>(at - all.begin());
}

}  // namespace

int32_t ShapeTable::Intern(const Shape& shape) { return IndexOf(shapes, shape); }

int32_t ShapeTable::InternType(const ValueType& type) { return IndexOf(types, type); }

ValueType ShapeTable::ListOf(const ValueType& element) {
  ValueType list{TypeKind::kList};
  list.element = element.kind;
  list.element_nullable = element.nullable;
  list.id =
      element.kind == TypeKind::kList ? Intern({TypeKind::kList, {ElementOf(element)}, {}, {}}) : element.id;
  return list;
}

ValueType ShapeTable::Composite(TypeKind kind, std::vector<ValueType> parts, std::vector<std::string> names,
                                std::string name) {
  ValueType type{kind};
  type.id = Intern({kind, std::move(parts), std::move(names), std::move(name)});
  return type;
}

ValueType ShapeTable::ElementOf(const ValueType& type) const {
  if (type.kind == TypeKind::kListObject || type.kind == TypeKind::kSet) return ShapeOf(type).parts[0];
  IDX_ASSERT(type.kind == TypeKind::kList);
  ValueType element{type.element, type.element_nullable};
  element.id = type.id;
  if (type.element != TypeKind::kList) return element;
  // The shape of the inner list says what that one holds.
  const ValueType& inner = shapes[static_cast<size_t>(type.id)].parts[0];
  element.element = inner.kind;
  element.element_nullable = inner.nullable;
  element.id = inner.id;
  if (inner.kind == TypeKind::kList) element.id = ShapeOfList(inner);
  return element;
}

// The shape was made when the list of such lists was.
int32_t ShapeTable::ShapeOfList(const ValueType& list) const {
  auto at = std::find(shapes.begin(), shapes.end(), Shape{TypeKind::kList, {ElementOf(list)}, {}, {}});
  IDX_ASSERT(at != shapes.end());
  return static_cast<int32_t>(at - shapes.begin());
}

}  // namespace idx
