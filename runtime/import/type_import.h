// One read of one object type under way. Inside this folder only.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "connectors/sdk/connector.h"
#include "runtime/import/doubtful_rows.h"
#include "runtime/import/import_filters.h"
#include "runtime/import/import_holds.h"
#include "runtime/import/seen_records.h"
#include "runtime/repository/copy.h"
#include "runtime/state/row_layout.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

class TypeImport {
 public:
  TypeImport(RunContext& context, const TypeState& type, ImportSummary& summary);

  // Reads the source into the staging table (the repository's own table while that is empty). let_go: a
  // person said that the objects that earlier reads lacked for doubtful rows' sake are gone.
  Status Read(bool full, bool let_go);
  // Why the read is to be held, if it is.
  Result<std::vector<ImportHold>> CheckHolds();
  // Makes the read the truth: rows, tombstones, marks for inbound, digests, figures.
  Status Accept();
  const ReadFigures& figures() const { return figures_; }
  // Rows of the read of which nobody can say whose they are.
  uint64_t doubtful() const { return doubtful_.count(); }

 private:
  enum class Fate : uint8_t {
    kMissing,
    kUnchanged,
    kSame,  // read anew, and as it is stored
    kChanged,
    kKept,
    kNew,
    kDropped,
    kVanished
  };

  Status Prepare(bool full);
  Status ForgetOldTombstones();
  Status Store(CopyWriter& writer, BatchBuilder& rows, const connectors::ReadPage& page);
  void NoteFailed(const std::string& key, const connectors::ReadPage::Record& record, const Finding& finding);
  void NoteUnchanged(const connectors::ReadPage& page);
  void NoteBroken(const connectors::ReadPage& page);
  void NoteDuplicate(size_t record, const std::string& key, const connectors::ReadPage::Record& row);
  // Position of the record that this row is, with its fate set; -1: the row is a duplicate.
  int64_t Place(const std::string& key, const connectors::ReadPage::Record& record);
  Status DropDuplicates();
  Status DropSame();
  Result<std::vector<uint64_t>> CountFill(const std::string& from);
  Result<std::vector<uint64_t>> CountReplaced();
  void FindVanished(bool let_go);
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
  std::unordered_set<std::string> failed_;  // keys of rows for which a filter failed
  std::vector<int64_t> vanished_;           // row ids
  std::string table_, staging_, signature_, source_;
  bool direct_ = false;
  bool anew_ = false;  // every record is read, whether it changed or not
  DoubtfulRows doubtful_;
  bool newly_not_seen_ = false;  // an object is missing from this read that was there in the last, and stays
  int64_t first_id_ = 0, next_id_ = 0;
  connectors::Completeness completeness_ = connectors::Completeness::kUnknown;
  ReadFigures figures_;
};

}  // namespace idx::runtime
