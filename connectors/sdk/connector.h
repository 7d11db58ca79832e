// What every connector is: a source that can be read in full and, where it can, a target that takes changes.
//
// All that crosses this border is plain values, so a connector may as well sit in another process (the
// agent): requests and replies hold no callbacks and no pointers into the runtime. Host failures are Results;
// what is wrong with single rows or objects is data in the replies, and the work goes on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/batch/batch.h"
#include "base/core/result.h"
#include "base/platform/digest.h"
#include "base/schema/schema.h"

namespace idx::connectors {

struct Capabilities {
  bool reads = true;
  bool exports = false;
  bool own_delta = false;      // the source can say what changed since a cookie
  bool atomic_export = false;  // one Apply is all or nothing (host failures), as with a file
};

// A full read of one object type.
struct ReadRequest {
  ObjectType type;
  std::vector<EnumType> enums;  // of the configuration, by Attribute::enum_id
  // Digests of the records of the last accepted read, in the order in which they were read; may be empty. A
  // record that equals one of them is not parsed: the reply holds its position here instead of a row. Each
  // entry is used once.
  std::vector<Digest> known;
};

// A record that is there but cannot be used. Not seen, never vanished.
struct BrokenRow {
  Digest digest;       // of the raw record, as in ReadPage::Record
  uint64_t line = 0;   // of its first line, from 1
  std::string why;     // for a person; holds no values of sensitive attributes
  std::string key;     // the anchor, where it could be read; else empty
  std::string sample;  // the start of the record, at most kMaxSample bytes; empty where the type has
                       // sensitive attributes
};
inline constexpr size_t kMaxSample = 120;

enum class Completeness : uint8_t { kUnknown, kComplete, kPartial };

// What one Pull gave, beside the rows in the builder. Row i of the builder is records[i].
struct ReadPage {
  struct Record {
    Digest digest;      // of the raw record: equal bytes, equal digest
    uint64_t line = 0;  // where it begins
  };
  std::vector<Record> records;
  std::vector<uint32_t> unchanged;  // positions in ReadRequest::known
  std::vector<BrokenRow> broken;
  bool done = false;
  // Valid with done. Only a complete read may make objects vanish.
  Completeness completeness = Completeness::kUnknown;
  std::string reason;  // why it is partial, and where
};

// An open read. Not thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  // Clears `rows` and `page` and fills them until `rows` is full, the page has kMaxPageRecords unchanged or
  // broken ones, or the source ends (page.done; pull no more then). rows must be of the request's type.
  virtual Status Pull(BatchBuilder& rows, ReadPage& page) = 0;
  // What is read, for messages that name a line of it: a file's path. No secrets.
  virtual std::string source() const = 0;
};
inline constexpr size_t kMaxPageRecords = 65'536;

enum class ChangeKind : uint8_t { kCreate, kUpdate, kDelete };

// One attribute of a change, as texts in canonical form (FormatValue in convert.h): `values` replaces what is
// there, and empty clears it.
struct AttributeChange {
  int32_t attribute = 0;  // index into ObjectType::attributes
  std::vector<std::string> values;
};

struct Change {
  ChangeKind kind = ChangeKind::kUpdate;
  std::string anchor;  // value of the key attribute, canonical
  std::vector<AttributeChange> attributes;
};

struct ExportRequest {
  ObjectType type;
  std::vector<EnumType> enums;
  std::vector<Change> changes;
};

enum class ChangeOutcome : uint8_t {
  kApplied,
  kUnchanged,  // the target was so already: a repeated export
  kNotFound,   // update of an object that is not there; a delete of one is kUnchanged
  kConflict,   // create of an object that is there with other values
  kRefused,    // the change cannot be written: see message
};

struct ChangeResult {
  ChangeOutcome outcome = ChangeOutcome::kApplied;
  std::string message;  // empty where applied or unchanged
  bool retriable = false;
};

struct ExportReply {
  std::vector<ChangeResult> results;  // by position in ExportRequest::changes
};

// One configured application. OpenRead, Apply and Test may be called from any thread, one at a time.
class Connector {
 public:
  virtual ~Connector() = default;
  virtual Capabilities capabilities() const = 0;
  // Can it be reached, and does it have what the type needs? Changes nothing.
  virtual Status Test(const ObjectType& type) = 0;
  virtual Result<std::unique_ptr<Reader>> OpenRead(ReadRequest request) = 0;
  // Repeating a request that was applied gives kUnchanged. An Error means that nothing of it is known to be
  // written (with atomic_export: that nothing was).
  virtual Result<ExportReply> Apply(const ExportRequest& request) = 0;
};

}  // namespace idx::connectors
