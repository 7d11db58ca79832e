// Applies changes to a CSV file by rewriting it.
#pragma once

#include "connectors/csv/csv_reader.h"
#include "connectors/sdk/connector.h"

namespace idx::connectors {

// See csv_connector.h. A file that is not there is made, with a header of the type's attributes.
Result<ExportReply> ApplyToCsv(const CsvSettings& settings, const ExportRequest& request);

}  // namespace idx::connectors
