// What the last accepted read of an object type held: per record its digest, the hash of its key and the row
// id, in the order of the source, so that an unchanged read costs a comparison along and no row is touched.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/platform/digest.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

struct SeenRecord {
  Digest digest;
  uint64_t key_hash = 0;
  int64_t object = 0;
  bool gone = false;  // a tombstone: the key keeps its row id
};

// Not thread-safe. 32 bytes a record in the database, in blocks of 1000.
class SeenRecords {
 public:
  static Result<SeenRecords> Load(Connection& db, int32_t type);
  // Replaces what is stored, in the present transaction. Tombstones go last.
  Status Save(Connection& db, int32_t type) const;

  std::vector<SeenRecord>& records() { return records_; }
  // The first `live` records are those that were there.
  size_t live() const { return live_; }
  // Their digests, for the connector.
  std::vector<Digest> Known() const;
  // Position of the record with this key, or -1. Builds its table at the first call.
  int64_t FindKey(std::string_view key);
  // Position of a record that is new in this read.
  size_t Add(const SeenRecord& record, std::string_view key);

  static uint64_t HashKey(std::string_view key);

 private:
  void BuildTable();

  std::vector<SeenRecord> records_;
  size_t live_ = 0;
  bool built_ = false;
  std::unordered_map<uint64_t, uint32_t> by_key_;
};

}  // namespace idx::runtime
