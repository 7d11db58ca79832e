// Any bytes: the reader neither crashes nor gives rows that break the border's promises, and what the
// splitter takes it also writes again.
#include "base/core/assert.h"
#include "connectors/ldif/ldif_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace idx;
  using namespace idx::connectors;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  Result<LdifSource> opened = LdifSource::FromBytes(bytes);
  if (!opened.ok()) return 0;
  LdifSource source = std::move(opened).value();
  std::string whole = source.header();
  bool truncated = false;
  for (;;) {
    LdifRecord record;
    Result<LdifSource::Step> step = source.Next(record);
    truncated = !step.ok() || step.value() == LdifSource::Step::kTruncated;
    if (truncated || step.value() == LdifSource::Step::kEnd) break;
    whole.append(record.bytes).append(record.terminator);
    Arena arena;
    std::vector<LdifLine> lines;
    if (!SplitLdif(record.bytes, arena, lines).empty()) continue;
    for (const LdifLine& line : lines) {
      if (line.name.empty()) continue;
      Arena other;
      std::vector<LdifLine> again;
      std::string text = WriteLdifLine(line.name, line.value, "\n");
      IDX_ASSERT(SplitLdif(text, other, again).empty() && again.size() == 1 && again[0].value == line.value);
    }
  }
  IDX_ASSERT(truncated || whole == bytes);

  ObjectType type;
  type.attributes.resize(4);
  const char* names[] = {"dn", "uid", "n", "photo"};
  for (size_t i = 0; i < 4; ++i) type.attributes[i].name = names[i];
  type.attributes[2].type = TypeKind::kDateTime;
  type.attributes[2].multi = true;
  type.attributes[3].type = TypeKind::kByte;
  type.key = 0;
  auto reader = MakeLdifReader(LdifSource::FromBytes(bytes).value(), LdifSettings(), {type, {}, {}});
  BatchBuilder rows(type, 4);
  ReadPage page;
  while (!page.done && reader.value()->Pull(rows, page).ok()) {
    Batch batch = rows.batch();
    for (uint32_t row = 0; row < rows.rows(); ++row)
      if (batch.columns[0].IsValid(row)) IDX_ASSERT(IsCleanText(batch.columns[0].At<Text>(row).view()));
  }
  return 0;
}
