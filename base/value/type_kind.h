// The kinds of value that rules and schemas know.
#pragma once

#include <cstdint>
#include <string_view>

namespace idx {

enum class TypeKind : uint8_t {
  kError,  // given out after a diagnostic: silences follow-ups
  kVoid,
  kNever,       // the type of `throw`
  kNull,        // the type of the literal null
  kBool,        // 1 byte
  kInt,         // int32
  kLong,        // int64
  kDouble,      // IEEE 754 binary64
  kChar,        // UTF-16 unit, 2 bytes
  kString,      // Text, 16 bytes
  kDateTime,    // 8 bytes
  kDateOnly,    // int32
  kTimeSpan,    // int64
  kGuid,        // 16 bytes
  kEnum,        // int32
  kList,        // ListView, 16 bytes
  kObject,      // Boxed, 24 bytes: a params argument of Format, Join, Concat and the log
  kEntity,      // a parameter such as Workday.User
  kSync,        // the filter's Sync parameter; with id 1, an export filter's Change
  kReference,   // an object that an attribute refers to: a number, null where there is none
  kByte,        // 1 byte, only as an element of byte[]; an attribute of it is a byte[]
  kDecimal,     // Decimal, 16 bytes
  kTuple,       // tuples, records, KeyValuePair, IGrouping: the address of the fields, one Slot each
  kListObject,  // List<T>: the address of a ListObject; arrays and read-only lists are kList
  kDictionary,  // Dictionary<K, V>: the address of a MapObject
  kSet,         // HashSet<T>: the address of a MapObject without values
  kOpaque,      // an immutable object of the library (Regex, Match, Dn, Exception): its address
};

// Objects of a rule, which no collection, record or text holds.
constexpr bool IsRuleObject(TypeKind kind) {
  return kind == TypeKind::kEntity || kind == TypeKind::kSync || kind == TypeKind::kReference;
}

// Kinds whose values are addresses.
constexpr bool IsAddress(TypeKind kind) { return kind >= TypeKind::kTuple; }

// Bytes of one value in a column or list.
constexpr uint32_t SizeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
    case TypeKind::kByte:
      return 1;
    case TypeKind::kChar:
      return 2;
    case TypeKind::kInt:
    case TypeKind::kDateOnly:
    case TypeKind::kEnum:
      return 4;
    case TypeKind::kLong:
    case TypeKind::kDouble:
    case TypeKind::kDateTime:
    case TypeKind::kTimeSpan:
    case TypeKind::kReference:
    case TypeKind::kTuple:
    case TypeKind::kListObject:
    case TypeKind::kDictionary:
    case TypeKind::kSet:
    case TypeKind::kOpaque:
      return 8;
    case TypeKind::kString:
    case TypeKind::kGuid:
    case TypeKind::kDecimal:
    case TypeKind::kList:
      return 16;
    case TypeKind::kObject:
      return 24;
    default:
      return 0;
  }
}

}  // namespace idx
