// What a run did, as data: the command line and the API put it into words.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace idx::runtime {

// Something about one row, object or identity that a person should see. At most kMaxFindings are kept of each
// sort.
struct Finding {
  std::string type;   // "Workday.User"
  std::string key;    // its anchor, where known
  std::string rule;   // id of the rule, or empty
  std::string place;  // file:line of the rule, or empty
  std::string message;
  std::string level;  // of what a rule said by Log.*: "info" …; else empty
};
inline constexpr size_t kMaxFindings = 100;

// What rules said by Log.* of the objects that they looked at.
struct RuleMessages {
  uint64_t count = 0;             // of all
  std::vector<Finding> messages;  // the first kMaxFindings
};

struct ImportSummary {
  std::string type;
  uint64_t read = 0, unchanged = 0, created = 0, changed = 0, vanished = 0, returned = 0, broken = 0;
  uint64_t skipped = 0;   // by import filters
  uint64_t not_seen = 0;  // missing from the read, but doubtful rows may be theirs: they stay as they were
  bool complete = false;
  std::string hold;   // why the import, or what it lacks, is held, and what to type; empty: all accepted
  std::string error;  // the source could not be read: its last values stand
  uint64_t confirmed = 0, unconfirmed = 0;  // exported changes that this read showed, or again did not
  std::vector<Finding> findings;
  RuleMessages said;
};
struct InboundSummary {
  bool skipped = false;  // nothing was touched
  uint64_t touched = 0, created = 0, changed = 0, classified = 0, disabled = 0, withheld = 0, deleted = 0;
  std::map<std::string, uint64_t> joined;                // by rule id
  std::map<std::string, uint64_t> situations;            // objects set aside or waiting, by name
  std::map<std::string, std::vector<Finding>> examples;  // of situations
  uint64_t failed = 0;                                   // evaluation errors
  std::vector<Finding> findings;
  RuleMessages said;
};
struct OutboundSummary {
  std::string type;
  std::string blocked;  // why nothing is provisioned, or empty
  uint64_t evaluated = 0, pending = 0, withdrawn = 0, failed = 0, missing = 0;
  std::vector<Finding> findings;
  RuleMessages said;
};
struct ExportSummary {
  std::string application;
  uint64_t created = 0, updated = 0, enabled = 0, disabled = 0, deleted = 0, refused = 0;
  uint64_t held = 0;
  std::string hold;   // why changes are held, and what to type
  std::string error;  // the target could not be written: the changes stay pending
  std::vector<Finding> findings;
};
struct StepTime {
  std::string stage;
  std::string target;
  int64_t milliseconds = 0;
};
struct RunSummary {
  int64_t run = 0;
  bool resumed = false;
  std::vector<ImportSummary> imports;
  InboundSummary inbound;
  std::vector<OutboundSummary> outbound;
  std::vector<ExportSummary> exports;
  RuleMessages notified;  // what filters asked to tell people: recorded, not delivered
  std::vector<StepTime> times;
  std::vector<std::string> notes;  // migrations, resumed steps
  // An application could not be read or written; the rest was done.
  bool failed() const {
    for (const ImportSummary& import : imports)
      if (!import.error.empty()) return true;
    for (const ExportSummary& application : exports)
      if (!application.error.empty()) return true;
    return false;
  }
  // Something waits for a person: exit code 3.
  bool held() const {
    for (const ImportSummary& import : imports)
      if (!import.hold.empty()) return true;
    for (const ExportSummary& application : exports)
      if (application.held > 0) return true;
    return false;
  }
};

}  // namespace idx::runtime
