// Any bytes under any dialect (chosen by the first byte): the reader neither crashes nor gives rows that
// break the border's promises, the records are the whole file, and quoting a value brings it back.
#include "base/core/assert.h"
#include "connectors/csv/csv_reader.h"

namespace idx::connectors {
namespace {

CsvDialect DialectOf(uint8_t choice) {
  CsvDialect dialect;
  dialect.delimiter = "\0,;\t"[choice & 3];
  dialect.quote = (choice & 4) != 0 ? '\'' : '"';
  dialect.encoding = static_cast<CsvEncoding>(choice >> 3 & 3);
  dialect.encoding_by_mark = (choice & 32) != 0;
  return dialect;
}

void CheckWhole(CsvSource source, const std::string& bytes) {
  std::string whole = source.has_mark() ? "\xEF\xBB\xBF" : "";
  // Blank lines before the header are dropped; such files are not compared.
  whole += source.header_bytes() + source.header_end();
  for (;;) {
    CsvRecord record;
    std::string skipped;
    Result<CsvSource::Step> step = source.Next(record, &skipped);
    whole += skipped;
    if (!step.ok() || step.value() == CsvSource::Step::kTruncated) return;
    if (step.value() == CsvSource::Step::kEnd) break;
    whole.append(record.bytes).append(record.terminator);
    std::vector<CsvField> fields;
    source.Split(record.bytes, fields);
    Arena arena;
    for (const CsvField& field : fields) {
      if (field.bad) continue;
      std::string value(source.ValueOf(field, arena));
      std::string quoted = source.Quoted(value);
      std::vector<CsvField> again;
      source.Split(quoted, again);
      IDX_ASSERT(again.size() == 1 && !again[0].bad && source.ValueOf(again[0], arena) == value);
    }
  }
  bool blank_first = !bytes.empty() && (bytes[0] == '\n' || bytes[0] == '\r' || source.has_mark());
  IDX_ASSERT(source.dialect().encoding != CsvEncoding::kUtf8 || blank_first || whole == bytes);
}

void CheckRows(const std::string& bytes, const CsvSettings& settings, const CsvSource& header) {
  ObjectType type;
  type.attributes.resize(std::min<size_t>(header.header().size(), 4));
  for (size_t i = 0; i < type.attributes.size(); ++i) type.attributes[i].name = header.header()[i];
  if (type.attributes.size() > 1) type.attributes[1].type = TypeKind::kDateOnly;
  if (type.attributes.size() > 2) type.attributes[2].multi = true;
  if (type.attributes.size() > 3) type.attributes[3].type = TypeKind::kByte;
  type.key = 0;
  auto reader =
      MakeCsvReader(CsvSource::FromBytes(bytes, settings.dialect).value(), settings, {type, {}, {}});
  if (!reader.ok()) return;  // a column twice
  BatchBuilder rows(type, 4);
  ReadPage page;
  while (!page.done && reader.value()->Pull(rows, page).ok()) {
    Batch batch = rows.batch();
    for (uint32_t row = 0; row < rows.rows(); ++row)
      if (batch.columns[0].IsValid(row)) IDX_ASSERT(IsCleanText(batch.columns[0].At<Text>(row).view()));
  }
}

}  // namespace
}  // namespace idx::connectors

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace idx::connectors;
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  CsvSettings settings;
  settings.dialect = DialectOf(data[0]);
  auto source = idx::CsvSource::FromBytes(bytes, settings.dialect);
  if (!source.ok()) return 0;
  CheckRows(bytes, settings, source.value());
  CheckWhole(std::move(source).value(), bytes);
  return 0;
}
