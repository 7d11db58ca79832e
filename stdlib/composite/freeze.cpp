// Freezing: a walk over all that a value reaches, without recursion, so that no depth of nesting is too deep
// for it.
#include <set>
#include <utility>
#include <vector>

#include "stdlib/composite/operation_context.h"
#include "stdlib/composite/operations.h"

namespace idx::stdlib {
namespace {

class Freezer {
 public:
  explicit Freezer(const ShapeTable& shapes) : shapes_(shapes) {}

  void Run(const ValueType& type, Slot& value) {
    Visit(type, value);
    while (!pending_.empty()) {
      Pending next = pending_.back();
      pending_.pop_back();
      Open(next.type, next.value);
    }
  }

 private:
  struct Pending {
    ValueType type;
    Slot value;
  };

  static bool Reaches(TypeKind kind) {
    return kind == TypeKind::kList || (IsAddress(kind) && kind != TypeKind::kOpaque);
  }

  // Takes the right to write from a view, and remembers what lies behind the value.
  void Visit(const ValueType& type, Slot& value) {
    if (!Reaches(type.kind) || !value.present) return;
    if (type.kind != TypeKind::kList) {
      if (value.lo != 0 && seen_.insert({value.lo, 0}).second) pending_.push_back({type, value});
      return;
    }
    ListView view = As<ListView>(value);
    if (view.is_null()) return;
    if ((view.flags & ListView::kWritable) != 0) {
      view.flags &= ~ListView::kWritable;
      value = SlotOf(view);
    }
    if (view.count != 0 && Reaches(type.element) && seen_.insert({value.lo, view.count}).second)
      pending_.push_back({type, value});
  }

  void Open(const ValueType& type, const Slot& value) {
    switch (type.kind) {
      case TypeKind::kList: {
        ListView view = As<ListView>(value);
        return OpenCells(shapes_.ElementOf(type), static_cast<char*>(const_cast<void*>(view.data)),
                         view.count);
      }
      case TypeKind::kTuple: {
        const std::vector<ValueType>& parts = shapes_.ShapeOf(type).parts;
        for (size_t i = 0; i < parts.size(); ++i) Visit(parts[i], ObjectAt<Slot>(value)[i]);
        return;
      }
      case TypeKind::kListObject: {
        ListObject& list = *ObjectAt<ListObject>(value);
        list.frozen = true;
        return OpenCells(shapes_.ElementOf(type), list.cells, list.count);
      }
      default:
        return OpenMap(shapes_.ShapeOf(type).parts, *ObjectAt<MapObject>(value));
    }
  }

  // A cell is written only where it held the right to write: those lie in memory that the program has made.
  void OpenCells(const ValueType& element, char* data, uint32_t count) {
    if (!Reaches(element.kind)) return;
    Cells cells(element);
    for (uint32_t i = 0; i < count; ++i) {
      Slot value = cells.Load(data, i), before = value;
      Visit(element, value);
      if (value.hi != before.hi) cells.Store(data, i, value);
    }
  }

  void OpenMap(const std::vector<ValueType>& parts, MapObject& map) {
    map.frozen = true;
    for (uint32_t i = 0; i < map.used; ++i) {
      Visit(parts[0], map.keys[i]);
      if (map.values != nullptr) Visit(parts[1], map.values[i]);
    }
  }

  const ShapeTable& shapes_;
  std::set<std::pair<uint64_t, uint32_t>>
      seen_;  // where, and of a view how many: another may show more cells
  std::vector<Pending> pending_;
};

}  // namespace

void Freeze(const ShapeTable& shapes, const ValueType& type, Slot& value) {
  Freezer(shapes).Run(type, value);
}

}  // namespace idx::stdlib
