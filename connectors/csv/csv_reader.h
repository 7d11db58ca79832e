// A full read of a CSV file into typed batches.
#pragma once

#include <memory>

#include "base/csv/csv_source.h"
#include "connectors/sdk/connector.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {

struct CsvSettings {
  std::string path;
  CsvDialect dialect;
  std::string list_separator = "|";
  ConvertOptions convert;
};

// Column of the header for each attribute. Error: a missing column (the message lists those there are), or
// one that stands there twice.
Result<std::vector<size_t>> MapColumns(const CsvSource& source, const ObjectType& type,
                                       const std::string& path);

// The pieces of a multi-valued field; none for "".
std::vector<std::string_view> SplitList(std::string_view text, std::string_view separator);

Result<std::unique_ptr<Reader>> OpenCsvReader(const CsvSettings& settings, ReadRequest request);
// Over a source that is open already (tests, fuzzing).
Result<std::unique_ptr<Reader>> MakeCsvReader(CsvSource source, const CsvSettings& settings,
                                              ReadRequest request);

}  // namespace idx::connectors
