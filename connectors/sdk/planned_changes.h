// The bookkeeping of an export that rewrites a file: which change belongs to which record, and what became of
// it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/sdk/connector.h"

namespace idx::connectors {

// Not thread-safe. The request must outlive it.
class PlannedChanges {
 public:
  // Refuses changes without an anchor, a second change of one object, changes of the key, attributes that the
  // type has not, several values for one.
  explicit PlannedChanges(const ExportRequest& request);

  // The change of the object with this anchor, or -1 (none, or refused).
  int64_t Find(const std::string& anchor) const;
  const Change& change(size_t index) const { return request_->changes[index]; }
  size_t size() const { return reply_.results.size(); }

  // The record of a change was met, in this line. A second one refuses the change.
  void Met(size_t index, uint64_t line);
  bool met(size_t index) const { return lines_[index] != 0; }
  bool refused(size_t index) const { return reply_.results[index].outcome == ChangeOutcome::kRefused; }
  void Set(size_t index, ChangeOutcome outcome, std::string message = {});
  // Must the file be written at all? True when a change is kApplied.
  bool AnyApplied() const;
  ExportReply TakeReply() { return std::move(reply_); }
  ChangeOutcome outcome(size_t index) const { return reply_.results[index].outcome; }
  // Settles the changes of objects that were not met: creates are applied, deletes unchanged, updates not
  // found.
  void SettleUnmet();

 private:
  std::string Complain(const Change& change) const;

  const ExportRequest* request_;
  std::unordered_map<std::string, size_t> by_anchor_;
  std::vector<uint64_t> lines_;
  ExportReply reply_;
};

}  // namespace idx::connectors
