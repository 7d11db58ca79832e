#include "runtime/import/seen_records.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "runtime/repository/copy.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

constexpr size_t kRecordBytes = 32;
constexpr size_t kBlockRecords = 1000;

// Digest, key hash, and the row id with its sign for tombstones; in the machine's order, which the cluster
// shares.
void Encode(const SeenRecord& record, char* to) {
  int64_t object = record.gone ? -record.object : record.object;
  std::memcpy(to, &record.digest.hi, 8);
  std::memcpy(to + 8, &record.digest.lo, 8);
  std::memcpy(to + 16, &record.key_hash, 8);
  std::memcpy(to + 24, &object, 8);
}

SeenRecord Decode(const char* from) {
  SeenRecord record;
  std::memcpy(&record.digest.hi, from, 8);
  std::memcpy(&record.digest.lo, from + 8, 8);
  std::memcpy(&record.key_hash, from + 16, 8);
  std::memcpy(&record.object, from + 24, 8);
  record.gone = record.object < 0;
  record.object = std::abs(record.object);
  return record;
}

}  // namespace

uint64_t SeenRecords::HashKey(std::string_view key) { return HashBytes(key); }

Result<SeenRecords> SeenRecords::Load(Connection& db, int32_t type) {
  SeenRecords seen;
  IDX_ASSIGN(
      CopyReader reader,
      CopyReader::Start(db, "SELECT v FROM seen WHERE type = " + std::to_string(type) + " ORDER BY block",
                        {{"v", CopyType::kBytea}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) break;
    std::string_view bytes = reader.Bytes(0);
    if (bytes.size() % kRecordBytes != 0)
      return Error{Origin::kDatabase,
                   "the digests of the last read are damaged: a block is not of whole records; "
                   "run again with --full to read everything anew"};
    for (size_t at = 0; at < bytes.size(); at += kRecordBytes)
      seen.records_.push_back(Decode(bytes.data() + at));
  }
  while (seen.live_ < seen.records_.size() && !seen.records_[seen.live_].gone) ++seen.live_;
  return seen;
}

Status SeenRecords::Save(Connection& db, int32_t type) const {
  IDX_TRY(db.Execute("DELETE FROM seen WHERE type = $1", {type}));
  std::vector<SeenRecord> ordered;
  for (bool gone : {false, true})
    std::copy_if(records_.begin(), records_.end(), std::back_inserter(ordered),
                 [gone](const SeenRecord& record) { return record.gone == gone; });
  IDX_ASSIGN(
      CopyWriter writer,
      CopyWriter::Start(db, "seen",
                        {{"type", CopyType::kInt4}, {"block", CopyType::kInt4}, {"v", CopyType::kBytea}}));
  std::string block;
  for (size_t first = 0; first < ordered.size(); first += kBlockRecords) {
    size_t count = std::min(kBlockRecords, ordered.size() - first);
    block.resize(count * kRecordBytes);
    for (size_t i = 0; i < count; ++i) Encode(ordered[first + i], block.data() + i * kRecordBytes);
    writer.BeginRow();
    writer.Int(type);
    writer.Int(static_cast<int64_t>(first / kBlockRecords));
    writer.Bytes(block);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

std::vector<Digest> SeenRecords::Known() const {
  std::vector<Digest> known(live_);
  for (size_t i = 0; i < live_; ++i) known[i] = records_[i].digest;
  return known;
}

void SeenRecords::BuildTable() {
  built_ = true;
  by_key_.reserve(records_.size());
  for (size_t i = 0; i < records_.size(); ++i)
    by_key_.emplace(records_[i].key_hash, static_cast<uint32_t>(i));
}

int64_t SeenRecords::FindKey(std::string_view key) {
  if (!built_) BuildTable();
  auto found = by_key_.find(HashKey(key));
  return found == by_key_.end() ? -1 : static_cast<int64_t>(found->second);
}

size_t SeenRecords::Add(const SeenRecord& record, std::string_view key) {
  if (!built_) BuildTable();
  records_.push_back(record);
  by_key_.emplace(HashKey(key), static_cast<uint32_t>(records_.size() - 1));
  return records_.size() - 1;
}

}  // namespace idx::runtime
