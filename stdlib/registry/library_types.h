// Enumerations and opaque types that the library's functions take: an int32 in values and native code. A new
// one is a line in IDX_LIBRARY_TYPES, its enum class, and its members in library_types.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace idx::stdlib {

enum class StringComparison : int32_t {
  kCurrentCulture = 0,
  kCurrentCultureIgnoreCase = 1,
  kInvariantCulture = 2,
  kInvariantCultureIgnoreCase = 3,
  kOrdinal = 4,
  kOrdinalIgnoreCase = 5,
};
enum class StringSplitOptions : int32_t { kNone = 0, kRemoveEmptyEntries = 1, kTrimEntries = 2 };
enum class NormalizationForm : int32_t { kC = 1, kD = 2, kKC = 5, kKD = 6 };
enum class NumberStyles : int32_t {};    // flags, as .NET's
enum class DateTimeStyles : int32_t {};  // flags, as .NET's
enum class MidpointRounding : int32_t {
  kToEven = 0,
  kAwayFromZero = 1,
  kToZero = 2,
  kToNegativeInfinity = 3,
  kToPositiveInfinity = 4
};
enum class TimeSpanStyles : int32_t { kNone = 0, kAssumeNegative = 1 };
enum class Calendar : int32_t {};        // opaque: the Gregorian one
enum class CompareOptions : int32_t {};  // flags, as .NET's
enum class CalendarWeekRule : int32_t { kFirstDay = 0, kFirstFullWeek = 1, kFirstFourDayWeek = 2 };
enum class DayOfWeek : int32_t {};  // Sunday = 0
enum class DateTimeKindType : int32_t { kUnspecified = 0, kUtc = 1, kLocal = 2 };  // no value is local
// Opaque: the invariant culture, those whose casing differs (tr, az, lt, nl), and all others: they case
// letters, and every function that would print or read numbers and dates by them says that it is not
// supported.
enum class CultureInfo : int32_t {
  kInvariant = 0,
  kTurkish = 1,
  kAzeri = 2,
  kLithuanian = 3,
  kDutch = 4,  // its ij is one letter in title case
  kOther = 5
};
enum class TextInfo : int32_t {};                 // opaque: a CultureInfo
enum class Base64FormattingOptions : int32_t {};  // as .NET's
enum class X509NameType : int32_t {};             // as .NET's
enum class StringComparer : int32_t {};           // opaque: a StringComparison
enum class UnicodeCategory : int32_t {};          // as .NET's
enum class Encoding : int32_t { kUtf8, kUnicode, kBigEndianUnicode, kAscii, kLatin1, kUtf32 };  // opaque
enum class UacFlags : int32_t {};      // flags of userAccountControl, as in MS-ADTS 2.2.16
enum class RegexOptions : int32_t {};  // flags, as .NET's
// What is about to happen to an account.
enum class ChangeKind : int32_t { kDelete = 0, kDisable = 1, kEnable = 2, kCreate = 3, kUpdate = 4 };
enum class PadType : int32_t { kNone = 0, kFirstCharacter = 1, kLastCharacter = 2 };  // how Str.Left fills up

#define IDX_LIBRARY_TYPES(X)                                                                      \
  X(StringComparison)                                                                             \
  X(StringSplitOptions)                                                                           \
  X(NormalizationForm)                                                                            \
  X(NumberStyles)                                                                                 \
  X(DateTimeStyles)                                                                               \
  X(MidpointRounding)                                                                             \
  X(DayOfWeek)                                                                                    \
  X(DateTimeKindType)                                                                             \
  X(CultureInfo) X(UacFlags) X(TextInfo) X(PadType) X(RegexOptions) X(Encoding) X(StringComparer) \
      X(UnicodeCategory) X(Base64FormattingOptions) X(X509NameType) X(TimeSpanStyles) X(CalendarWeekRule) X(Calendar) X(CompareOptions) X(ChangeKind)

enum class LibraryType : uint8_t {
  kNone,
#define IDX_X(name) k##name,
  IDX_LIBRARY_TYPES(IDX_X)
#undef IDX_X
};

template <typename T>
constexpr LibraryType LibraryTypeOf() {
#define IDX_X(name) \
  if constexpr (std::is_same_v<T, name>) return LibraryType::k##name;
  IDX_LIBRARY_TYPES(IDX_X)
#undef IDX_X
  return LibraryType::kNone;
}

// Classes whose immutable objects values point to: made by the library, in the arena or kept by the context.
// A new one is a name here; its members are rows with its name as owner.
#define IDX_LIBRARY_CLASSES(X) X(Regex) X(Match) X(GroupCollection) X(Group) X(Exception) X(Dn) X(Ava)

#define IDX_X(name) class name;
IDX_LIBRARY_CLASSES(IDX_X)
#undef IDX_X

enum class LibraryClass : uint8_t {
  kNone,
#define IDX_X(name) k##name,
  IDX_LIBRARY_CLASSES(IDX_X)
#undef IDX_X
};

template <typename C>
constexpr LibraryClass LibraryClassOf() {
#define IDX_X(name) \
  if constexpr (std::is_same_v<C, name>) return LibraryClass::k##name;
  IDX_LIBRARY_CLASSES(IDX_X)
#undef IDX_X
  return LibraryClass::kNone;
}

// "Regex"; "" for kNone.
std::string_view NameOf(LibraryClass object);

struct LibraryMember {
  std::string_view name;
  int32_t number;
};
struct LibraryTypeInfo {
  LibraryType type;
  std::string_view name;  // as rules write it: "StringComparison"
  bool flags = false;     // | & ^ ~ allowed
  bool opaque = false;    // no number, no ==: CultureInfo
  std::span<const LibraryMember> members;
};

// All library types; in the order of LibraryType, without kNone.
std::span<const LibraryTypeInfo> LibraryTypes();
const LibraryTypeInfo& InfoOf(LibraryType type);

}  // namespace idx::stdlib
