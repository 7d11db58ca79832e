// One read of one object type under way. Inside this folder only.
#pragma once

#include <string>
#include <vector>

#include "connectors/sdk/connector.h"
#include "runtime/import/import_holds.h"
#include "runtime/import/seen_records.h"
#include "runtime/repository/copy.h"
#include "runtime/state/row_layout.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

class TypeImport {
 public:
  TypeImport(RunContext& context, const TypeState& type, ImportSummary& summary);

  // Reads the source into the staging table (the repository's own table while that is empty).
  Status Read(bool full);
  // Why the read is to be held, or "".
  Result<std::string> CheckHolds();
  // Makes the read the truth: rows, tombstones, marks for inbound, digests, figures.
  Status Accept();

 private:
  enum class Fate : uint8_t { kMissing, kUnchanged, kChanged, kKept, kNew, kDropped };

  Status Prepare(bool full);
  Status Store(CopyWriter& writer, BatchBuilder& rows, const connectors::ReadPage& page);
  void NoteUnchanged(const connectors::ReadPage& page);
  void NoteBroken(const connectors::ReadPage& page);
  void NoteDuplicate(size_t record, const std::string& key, uint64_t line);
  // Position of the record that this row is, with its fate set; -1: the row is a duplicate.
  int64_t Place(const std::string& key, const connectors::ReadPage::Record& record);
  Status DropDuplicates();
  Result<std::vector<uint64_t>> CountFill(const std::string& from);
  void FindVanished();
  Status StoreChanges();
  Status StoreVanished();
  Status MarkDirty();
  Status SaveDigests();
  Status SaveFigures();
  void AddFinding(const std::string& key, const std::string& message);

  RunContext& context_;
  const TypeState& type_;
  ImportSummary& summary_;
  RowLayout layout_;
  SeenRecords seen_;
  std::vector<Fate> fates_;      // by record
  std::vector<Digest> digests_;  // of this read, by record (kChanged, kNew)
  std::vector<std::string> duplicates_;
  std::vector<int64_t> vanished_;  // row ids
  std::string table_, staging_, signature_;
  bool direct_ = false;
  bool unkeyed_broken_ = false;  // a broken row whose key is unknown: it may be any of those that are missing
  int64_t first_id_ = 0, next_id_ = 0;
  connectors::Completeness completeness_ = connectors::Completeness::kUnknown;
  ReadFigures figures_;
};

}  // namespace idx::runtime
