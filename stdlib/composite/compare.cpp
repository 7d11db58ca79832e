#include "stdlib/composite/compare.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>

#include "base/value/case.h"
#include "base/value/decimal.h"
#include "base/value/utf.h"
#include "stdlib/composite/families.h"
#include "stdlib/composite/operation_context.h"
#include "stdlib/text/display.h"

namespace idx::stdlib {
namespace {

constexpr int kMaxNesting = 256;
constexpr uint64_t kSeed = 0x9E3779B97F4A7C15;

using Wide = unsigned __int128;

// A decimal with no zeros at its end: equal values have equal forms.
struct PlainDecimal {
  Wide digits = 0;
  uint32_t scale = 0;
  bool negative = false;
};

PlainDecimal Plain(const Decimal& value) {
  PlainDecimal plain{(Wide{value.hi} << 64) | value.lo, std::min(value.scale(), 28u), value.negative()};
  if (plain.digits == 0) return {};
  while (plain.scale > 0 && plain.digits % 10 == 0) {
    plain.digits /= 10;
    --plain.scale;
  }
  return plain;
}

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int OrderDoubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return Order(!std::isnan(a), !std::isnan(b));
  return Order(a, b);
}

// Kinds whose order is that of a number; in it, equality too.
int64_t NumberOf(TypeKind kind, const Slot& value) {
  switch (kind) {
    case TypeKind::kBool:
    case TypeKind::kByte:
      return As<uint8_t>(value);
    case TypeKind::kChar:
      return As<uint16_t>(value);
    case TypeKind::kDateTime:
      return As<DateTime>(value).ticks();
    case TypeKind::kInt:
    case TypeKind::kDateOnly:
    case TypeKind::kEnum:
      return As<int32_t>(value);
    default:
      return static_cast<int64_t>(value.lo);
  }
}

uint64_t HashOf(const void* bytes, size_t size) { return XXH3_64bits_withSeed(bytes, size, kSeed); }
uint64_t HashOf(uint64_t number) { return HashOf(&number, sizeof(number)); }

uint64_t HashDecimal(const Decimal& value) {
  PlainDecimal plain = Plain(value);
  uint64_t words[3] = {static_cast<uint64_t>(plain.digits), static_cast<uint64_t>(plain.digits >> 64),
                       uint64_t{plain.scale} * 2 + (plain.negative ? 1 : 0)};
  return HashOf(words, sizeof(words));
}

uint64_t HashDouble(double value) {
  if (std::isnan(value)) return HashOf(~uint64_t{0});
  return HashOf(std::bit_cast<uint64_t>(value == 0 ? 0.0 : value));
}

uint64_t HashText(const Text& text, bool ignore_case) {
  std::string_view bytes = text.view();
  if (!ignore_case) return HashOf(bytes.data(), bytes.size());
  char upper[64];  // what most keys fit into
  if (bytes.size() <= sizeof(upper) && IsAscii(bytes)) {
    std::transform(bytes.begin(), bytes.end(), upper, ToUpperAscii);
    return HashOf(upper, bytes.size());
  }
  std::string folded = FoldOrdinal(bytes);
  return HashOf(folded.data(), folded.size());
}

bool IsObject(TypeKind kind) {
  return kind == TypeKind::kListObject || kind == TypeKind::kDictionary || kind == TypeKind::kSet ||
         kind == TypeKind::kOpaque;
}

// The groups of GroupBy are objects: equal when they are the same one.
bool ByReference(const EvalContext& ctx, const ValueType& type) {
  return IsObject(type.kind) ||
         (type.kind == TypeKind::kTuple && ctx.shapes->ShapeOf(type).name == "IGrouping");
}

ValueType TypeOfBoxed(const Boxed& boxed) { return ValueType{boxed.kind, true}; }
Slot SlotOfBoxed(const Boxed& boxed) { return {boxed.lo, boxed.hi, boxed.present}; }

}  // namespace

bool Comparer::Enter(int nesting) const {
  if (nesting < kMaxNesting) return true;
  ctx_.Fail(EvalErrorKind::kDepth, "values are nested too deeply");
  return false;
}

bool Comparer::EqualAs(const ValueType& type, const Slot& a, const Slot& b, int nesting) const {
  if (!Spend(ctx_, 1)) return false;
  if (!a.present || !b.present) return a.present == b.present;
  if (ByReference(ctx_, type)) return a.lo == b.lo;
  switch (type.kind) {
    case TypeKind::kString: {
      Text x = As<Text>(a), y = As<Text>(b);
      if (!ignore_case_ && x.length != y.length) return false;
      if (!Spend(ctx_, std::min(x.view().size(), y.view().size()) / 16)) return false;
      return ignore_case_ ? EqualsIgnoreCase(x.view(), y.view()) : x == y;
    }
    case TypeKind::kDouble:
      return OrderDoubles(As<double>(a), As<double>(b)) == 0;
    case TypeKind::kDecimal:
      return idx::Compare(As<Decimal>(a), As<Decimal>(b)) == 0;
    case TypeKind::kGuid:
      return As<Guid>(a) == As<Guid>(b);
    case TypeKind::kList:
      return As<ListView>(a).data == As<ListView>(b).data && As<ListView>(a).count == As<ListView>(b).count;
    case TypeKind::kTuple:
      return EqualFields(type, a, b, nesting);
    case TypeKind::kObject: {
      const Boxed &x = *ObjectAt<Boxed>(a), &y = *ObjectAt<Boxed>(b);
      if (x.kind == TypeKind::kTuple || y.kind == TypeKind::kTuple) return x.kind == y.kind && x.lo == y.lo;
      return x.kind == y.kind && x.is_enum == y.is_enum && x.number == y.number && Enter(nesting) &&
             EqualAs(TypeOfBoxed(x), SlotOfBoxed(x), SlotOfBoxed(y), nesting + 1);
    }
    default:
      return NumberOf(type.kind, a) == NumberOf(type.kind, b);
  }
}

bool Comparer::EqualFields(const ValueType& type, const Slot& a, const Slot& b, int nesting) const {
  if (a.lo == b.lo || a.lo == 0 || b.lo == 0) return a.lo == b.lo;
  if (!Enter(nesting)) return false;
  const std::vector<ValueType>& parts = ctx_.shapes->ShapeOf(type).parts;
  const Slot *x = ObjectAt<Slot>(a), *y = ObjectAt<Slot>(b);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!EqualAs(parts[i], x[i], y[i], nesting + 1)) return false;
  }
  return true;
}

int Comparer::CompareAs(const ValueType& type, const Slot& a, const Slot& b, int nesting) const {
  if (!Spend(ctx_, 1)) return 0;
  if (!a.present || !b.present) return Order(a.present, b.present);
  switch (type.kind) {
    case TypeKind::kString: {
      Text x = As<Text>(a), y = As<Text>(b);
      if (!Spend(ctx_, std::min(x.view().size(), y.view().size()) / 16)) return 0;
      return ignore_case_ ? CompareIgnoreCase(x.view(), y.view()) : CompareOrdinal(x.view(), y.view());
    }
    case TypeKind::kDouble:
      return OrderDoubles(As<double>(a), As<double>(b));
    case TypeKind::kDecimal:
      return idx::Compare(As<Decimal>(a), As<Decimal>(b));
    case TypeKind::kGuid:
      return Order(As<Guid>(a), As<Guid>(b));
    case TypeKind::kTuple:
      if (ctx_.shapes->ShapeOf(type).name.empty()) return CompareFields(type, a, b, nesting);
      break;
    case TypeKind::kBool:
    case TypeKind::kByte:
    case TypeKind::kChar:
    case TypeKind::kInt:
    case TypeKind::kEnum:
    case TypeKind::kLong:
    case TypeKind::kDateTime:
    case TypeKind::kDateOnly:
    case TypeKind::kTimeSpan:
      return Order(NumberOf(type.kind, a), NumberOf(type.kind, b));
    default:
      break;
  }
  ctx_.Fail(EvalErrorKind::kInvalidOperation, "Failed to compare two elements in the array.");
  return 0;
}

int Comparer::CompareFields(const ValueType& type, const Slot& a, const Slot& b, int nesting) const {
  if (a.lo == 0 || b.lo == 0) return Order(a.lo != 0, b.lo != 0);
  if (!Enter(nesting)) return 0;
  const std::vector<ValueType>& parts = ctx_.shapes->ShapeOf(type).parts;
  const Slot *x = ObjectAt<Slot>(a), *y = ObjectAt<Slot>(b);
  for (size_t i = 0; i < parts.size() && !ctx_.failed(); ++i) {
    int order = CompareAs(parts[i], x[i], y[i], nesting + 1);
    if (order != 0) return order;
  }
  return 0;
}

uint64_t Comparer::HashAs(const ValueType& type, const Slot& value, int nesting) const {
  if (!Spend(ctx_, 1) || !value.present) return 0;
  // Addresses differ from run to run, and with them the probes and their steps would: the same for all.
  if (ByReference(ctx_, type)) return 1;
  switch (type.kind) {
    case TypeKind::kString: {
      Text text = As<Text>(value);
      return Spend(ctx_, text.view().size() / 16) ? HashText(text, ignore_case_) : 0;
    }
    case TypeKind::kDouble:
      return HashDouble(As<double>(value));
    case TypeKind::kDecimal:
      return HashDecimal(As<Decimal>(value));
    case TypeKind::kGuid:
      return HashOf(&value, sizeof(Guid));
    case TypeKind::kList:
      return 1;
    case TypeKind::kTuple:
      return HashFields(type, value, nesting);
    case TypeKind::kObject: {
      const Boxed& boxed = *ObjectAt<Boxed>(value);
      if (boxed.kind == TypeKind::kTuple) return 1;
      return Enter(nesting) ? HashAs(TypeOfBoxed(boxed), SlotOfBoxed(boxed), nesting + 1) : 0;
    }
    default:
      return HashOf(static_cast<uint64_t>(NumberOf(type.kind, value)));
  }
}

uint64_t Comparer::HashFields(const ValueType& type, const Slot& value, int nesting) const {
  if (value.lo == 0 || !Enter(nesting)) return 0;
  const std::vector<ValueType>& parts = ctx_.shapes->ShapeOf(type).parts;
  uint64_t hash = parts.size();
  for (size_t i = 0; i < parts.size() && !ctx_.failed(); ++i) {
    uint64_t words[2] = {hash, HashAs(parts[i], ObjectAt<Slot>(value)[i], nesting + 1)};
    hash = HashOf(words, sizeof(words));
  }
  return hash;
}

std::string TextOfKey(const EvalContext& ctx, const ValueType& type, const Slot& value) {
  std::string out;
  if (!value.present) return out;
  if (type.kind == TypeKind::kTuple && value.lo != 0) {
    const Shape& shape = ctx.shapes->ShapeOf(type);
    if (!shape.name.empty()) return shape.name;
    for (size_t i = 0; i < shape.parts.size(); ++i) {
      const ValueType& part = shape.parts[i];
      if (part.kind == TypeKind::kTuple) return "(...)";
      out += (i == 0 ? "(" : ", ") + TextOfKey(ctx, part, ObjectAt<Slot>(value)[i]);
    }
    return out + ")";
  }
  Boxed boxed{value.lo, value.hi, type.kind == TypeKind::kByte ? TypeKind::kInt : type.kind, true};
  if (type.kind == TypeKind::kObject) boxed = *ObjectAt<Boxed>(value);
  AppendDisplay(out, boxed);
  return out;
}

void OpEqual(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  *result = SlotOf(Comparer(ctx, TypeAt(ctx, type), false).Equal(args[0], args[1]));
}

void OpCompare(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  *result = SlotOf(int32_t{Comparer(ctx, TypeAt(ctx, type), false).Compare(args[0], args[1])});
}

}  // namespace idx::stdlib
