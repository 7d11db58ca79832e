// Texts of the outside world to typed values and back: the border at which nonsense is refused.
//
// The canonical form of a value is also what changes carry (connector.h): bool true/false; numbers in C's
// form without locale; DateTime 2026-06-30T12:00:00Z; DateOnly 2026-06-30; TimeSpan
// [-][d.]hh:mm:ss[.fffffff]; Guid in form D; enums by name; char as one character; byte[] in base64.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/batch/batch.h"
#include "base/schema/schema.h"

namespace idx::connectors {

// How a source spells values. dateFormat: empty is ISO 8601; else a pattern of yyyy, MM, dd, HH, mm, ss and
// other characters as they are ("dd/MM/yyyy"). raw_bytes: a byte[] is the record's own bytes, not base64.
struct ConvertOptions {
  std::string date_format;
  std::string date_time_format;
  bool raw_bytes = false;
};

// A value that is wrong, as a reason without the value of sensitive attributes. Empty means: fine.
using Complaint = std::string;

// Sets one attribute of one row from the texts of a record. Not thread-safe (scratch); keep one per reader.
class Converter {
 public:
  // type and enums must outlive it.
  Converter(const ObjectType& type, const std::vector<EnumType>& enums, ConvertOptions options);

  // "" is null unless the attribute keeps empty texts. Leading and trailing blanks of what is no text are
  // dropped. The row must be fresh (AddRow): nulls are not written again.
  Complaint SetScalar(BatchBuilder& rows, uint32_t row, uint32_t attribute, std::string_view text);
  // A set in canonical order without doubles, unless the attribute is ordered; empty texts are dropped
  // likewise.
  Complaint SetMulti(BatchBuilder& rows, uint32_t row, uint32_t attribute,
                     const std::vector<std::string_view>& texts);
  // Names the first required attribute that the row has no value for.
  Complaint CheckRequired(const Batch& rows, uint32_t row) const;

 private:
  Complaint SetBytes(BatchBuilder& rows, uint32_t row, uint32_t attribute, std::string_view text);
  template <typename T>
  Complaint SetList(BatchBuilder& rows, uint32_t row, uint32_t attribute,
                    const std::vector<std::string_view>& texts);
  Complaint Wrong(uint32_t attribute, std::string_view text, std::string_view wanted) const;
  template <typename T>
  Complaint Parse(uint32_t attribute, std::string_view text, T& value) const;

  const ObjectType& type_;
  const std::vector<EnumType>& enums_;
  ConvertOptions options_;
};

// The values of one attribute of one row in canonical form; empty when null (or an empty set).
std::vector<std::string> FormatValue(const ObjectType& type, const std::vector<EnumType>& enums,
                                     const Batch& batch, uint32_t attribute, uint32_t row);

// A canonical text in the source's own spelling (date formats, raw bytes); as it is where no format is set.
std::string Respell(const Attribute& attribute, const ConvertOptions& options, const std::string& canonical);

// Is the text well-formed UTF-8 without U+0000? Source: RFC 3629.
bool IsCleanText(std::string_view text);

// The start of a record for a person: control characters and broken bytes replaced, at most kMaxSample bytes.
std::string SampleOf(std::string_view record);

}  // namespace idx::connectors
