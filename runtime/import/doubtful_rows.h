// The rows of a read of which nobody can say whose they are, and what they mean for objects that are missing.
#pragma once

#include <vector>

#include "base/platform/digest.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

// A row without a readable key, one whose key another row has, or a broken one with the key of nobody may be
// the row of any object that the read lacks: such an object is *not seen* rather than vanished. Many sources
// hold the same bad rows for years, and leavers must leave all the same: a row that was there in the read
// before, when the object was there too, is not that object's. So rows are remembered by their digests, as
//   settled: there while nobody was missing for their sake,
//   fresh:   came with or after somebody who is missing.
// Not thread-safe.
class DoubtfulRows {
 public:
  // What earlier reads of this type left.
  static Result<DoubtfulRows> Load(Connection& db, int32_t type);
  // Stores what this read leaves, in the present transaction; somebody_missing: objects were not seen.
  Status Save(Connection& db, int32_t type, bool somebody_missing);

  // Takes in a row of the present read.
  void Add(const Digest& row) { rows_.push_back(row); }
  // After the last Add.
  void Sort();
  size_t count() const { return rows_.size(); }
  // Each row was there before anybody was missing: whoever is missing has vanished.
  bool AllSettled() const;
  // A row came that was not there before: it may be anybody who is missing.
  bool AnyNew() const;

 private:
  bool Settled(const Digest& row) const;

  std::vector<Digest> rows_, settled_, fresh_;  // sorted
};

// More than these are not remembered, and are new in each read.
inline constexpr size_t kMaxDoubtfulRows = 65'536;

}  // namespace idx::runtime
