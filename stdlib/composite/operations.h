// The operations on values that are made of others: arrays and lists, dictionaries, sets, tuples. One C++
// function each, with one calling convention for all types of element: the interpreter and native code call
// the same function, so there is one meaning and one count of steps. Queries (Where, Select, OrderBy …) are
// loops of the typed core around these.
//
// An operation charges 1 step and, over n elements that it looks at or copies, n more. A comparison, a hash
// and a look at an entry of a table count 1 each, and the fields of tuples and every 16 bytes of text that
// they look at 1 more. Memory comes from ctx.arena. It fails as the method of .NET that its line names, with
// .NET's message. Changing what is frozen is kNotSupported ("Collection is read-only.").
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/batch/eval_context.h"
#include "base/value/slot.h"
#include "base/value/value_type.h"

namespace idx::stdlib {

// type: index into ctx.shapes->types: what the comment of the operation calls T, K or V stand in it. Never
// writes more than *result.
using OperationCall = void (*)(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result);

// X(name, type argument, arguments → result). "T[]" is a kList, "List" a kListObject. int and bool are Slots
// of these.
#define IDX_OPERATIONS(X)                                                                                      \
  /* arrays and read-only lists; the type argument is the list's type */                                       \
  X(ArrayNew)    /* int count → T[] of default(T), writable. Negative: kOverflow */                          \
  X(ArrayCopy)   /* T[] → T[], writable */                                                                   \
  X(ArrayLength) /* T[] → int */                                                                             \
  X(ArrayGet)    /* T[], int → T. kIndexOutOfRange */                                                        \
  X(ArraySet)    /* T[], int, T → T. kIndexOutOfRange; kNotSupported where the array is not writable */      \
  X(ArraySlice) /* T[], int start, int end → T[] writable. kArgumentOutOfRange unless 0 <= start <= end <= n \
                 */                                                                                            \
  X(ArrayConcat)  /* T[], T[] → T[] */                                                                       \
  X(ArrayReverse) /* T[] → T[] */                                                                            \
  X(ArraySame)    /* T[], T[] → bool: the same array (C#'s == on arrays) */                                  \
  X(ArrayRange)   /* int start, int count → int[]: Enumerable.Range. kArgumentOutOfRange */                  \
  X(ArrayRepeat)  /* T, int count → T[]: Enumerable.Repeat. kArgumentOutOfRange */                           \
  /* comparing; by Comparer<T>.Default and EqualityComparer<T>.Default, texts ordinal or, ignore_case,         \
   * OrdinalIgnoreCase */                                                                                      \
  X(Equal)   /* type argument T?. T, T → bool; null equals null; tuples and records by their fields */       \
  X(Compare) /* type argument T?. T, T → int; null first; kInvalidOperation where T has no order */          \
  X(IndexOf) /* T[], T, bool ignore_case → int, -1 where absent */                                           \
  X(SequenceEqual) /* T[], T[], bool ignore_case → bool */                                                   \
  X(Distinct)      /* T[], bool ignore_case → T[] */                                                         \
  X(Union)         /* T[], T[], bool ignore_case → T[] */                                                    \
  X(Intersect)     /* T[], T[], bool ignore_case → T[] */                                                    \
  X(Except)        /* T[], T[], bool ignore_case → T[] */                                                    \
  X(SortOrder) /* K[] keys, bool descending, bool ignore_case, int[]? order → int[]: the stable order of the \
                  keys, among equal ones that of `order` (none: as they stand) */                              \
  X(Gather)    /* T[], int[] order → T[] writable: element order[i] at i */                                  \
  /* List<T>; the type argument is the kListObject's type */                                                   \
  X(ListNew)      /* → List */                                                                               \
  X(ListFrom)     /* T[] → List, a copy */                                                                   \
  X(ListView)     /* List → T[]: as it is now, not writable, no copy */                                      \
  X(ListCount)    /* List → int */                                                                           \
  X(ListGet)      /* List, int → T. kArgumentOutOfRange */                                                   \
  X(ListSet)      /* List, int, T → T. kArgumentOutOfRange */                                                \
  X(ListAdd)      /* List, T → void */                                                                       \
  X(ListAddRange) /* List, T[] → void */                                                                     \
  X(ListInsert)   /* List, int, T → void. kArgumentOutOfRange */                                             \
  X(ListRemove)   /* List, T → bool */                                                                       \
  X(ListRemoveAt) /* List, int → void. kArgumentOutOfRange */                                                \
  X(ListClear)    /* List → void */                                                                          \
  X(ListReplace)  /* List, T[] → void: its elements become these (Sort, Reverse, RemoveAll) */               \
  X(ListVersion)  /* List → int */                                                                           \
  /* Dictionary<K, V>; the type argument is the kDictionary's type. A null key is kArgumentNull */             \
  X(MapNew)     /* bool ignore_case → map */                                                                 \
  X(MapCopy)    /* map, bool ignore_case → map. kArgument where keys now meet */                             \
  X(MapGet)     /* map, K → V. kKeyNotFound */                                                               \
  X(MapFind)    /* map, K? → V?: null where the key is null or absent */                                     \
  X(MapHas)     /* map, K → bool */                                                                          \
  X(MapSet)     /* map, K, V → V */                                                                          \
  X(MapAdd)     /* map, K, V → void. kArgument where the key is there */                                     \
  X(MapTryAdd)  /* map, K, V → bool */                                                                       \
  X(MapRemove)  /* map, K → bool */                                                                          \
  X(MapClear)   /* map → void */                                                                             \
  X(MapCount)   /* map → int */                                                                              \
  X(MapKeys)    /* map → K[] */                                                                              \
  X(MapValues)  /* map → V[] */                                                                              \
  X(MapPairs)   /* map → (K, V)[], shape KeyValuePair; names Key, Value */                                   \
  X(MapVersion) /* map → int; of sets too */                                                                 \
  /* GroupBy: the type argument is a Dictionary<K, List<T>>'s; a null key is a key */                          \
  X(GroupAdd) /* map, K, T → void */                                                                         \
  X(Groups)   /* map → (K, T[])[], shape IGrouping; names Key, "" */                                         \
  /* HashSet<T>; the type argument is the kSet's type. A null element is an element */                         \
  X(SetNew)     /* bool ignore_case → set */                                                                 \
  X(SetAdd)     /* set, T → bool */                                                                          \
  X(SetHas)     /* set, T → bool */                                                                          \
  X(SetRemove)  /* set, T → bool */                                                                          \
  X(SetMatches) /* set, T[] → long: 2 × how many of the set's elements the array holds, + 1 where it holds  \
                   others */                                                                                   \
  X(SetClear)   /* set → void */                                                                             \
  X(SetCount)   /* set → int */                                                                              \
  X(SetView)    /* set → T[] */

enum class Operation : int32_t {
#define IDX_X(name) k##name,
  IDX_OPERATIONS(IDX_X)
#undef IDX_X
};

struct OperationRow {
  std::string_view name;    // "ArrayNew"
  std::string_view symbol;  // of the entry in native code: "idx_op_ArrayNew"
  OperationCall call = nullptr;
};

// By Operation.
std::span<const OperationRow> Operations();

// Makes what the value reaches unchangeable: for static readonly tables, whose values rows share.
void Freeze(const ShapeTable& shapes, const ValueType& type, Slot& value);

}  // namespace idx::stdlib
