// Single values of columns: compared as their attribute says, copied, hashed. A value is a pointer to the
// bytes that a column holds (base/batch/batch.h); null is a null pointer, and so is the empty set of a
// multi-valued attribute.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/batch/batch.h"
#include "base/schema/configuration.h"
#include "base/schema/schema.h"

namespace idx::runtime {

// The value of `row`; null pointer where the column is absent, the row null, or the set empty.
const void* ValueAt(const Attribute& attribute, const Column& column, uint32_t row);

// What an output or a cell means at an attribute's border: null for "" unless the attribute keeps empty
// texts.
const void* AtBorder(const Attribute& attribute, const void* value);

// Are they the same under the attribute's equality? Null equals null only.
bool SameValue(const Attribute& attribute, const void* a, const void* b);

// Texts that are the same under an equality fold to the same bytes, and others do not.
std::string FoldedText(Equality equality, std::string_view text);

// Writes the value into the builder, copying what it points to; a null pointer sets null.
void StoreValue(const Attribute& attribute, const void* value, BatchBuilder& to, uint32_t column,
                uint32_t row);

// May PostgreSQL store it? False for texts that are not Unicode or hold U+0000.
bool IsStorable(const Attribute& attribute, const void* value);

// A 64-bit hash of a value of this kind. Texts may be folded first: equal ignoring case, equal hash.
uint64_t HashValue(TypeKind kind, const void* value, bool ignore_case);
uint64_t HashBytes(std::string_view bytes);
inline uint64_t CombineHashes(uint64_t a, uint64_t b) {
  return (a ^ (b + 0x9E37'79B9'7F4A'7C15 + (a << 6) + (a >> 2))) * 0xFF51'AFD7'ED55'8CCD;
}

// The value as canonical texts (connectors/sdk/convert.h): none for null, one for a scalar, one per element
// of a set.
std::vector<std::string> TextsOf(const Configuration& configuration, const ObjectType& type,
                                 int32_t attribute, const void* value);
// The same question as SameValue, of canonical texts.
bool SameTexts(const Attribute& attribute, const std::vector<std::string>& a,
               const std::vector<std::string>& b);

}  // namespace idx::runtime
