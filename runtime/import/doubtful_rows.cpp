#include "runtime/import/doubtful_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "runtime/state/run_context.h"

namespace idx::runtime {
namespace {

constexpr size_t kHexDigits = 32;

std::string ToText(const std::vector<Digest>& rows) {
  std::string text;
  for (size_t i = 0; i < rows.size() && i < kMaxDoubtfulRows; ++i) text += ToHex(rows[i]);
  return text;
}

// Damaged text means rows that are not remembered: nobody vanishes for their sake.
std::vector<Digest> FromText(std::string_view text) {
  std::vector<Digest> rows;
  for (size_t at = 0; at + kHexDigits <= text.size(); at += kHexDigits) {
    const char* from = text.data() + at;
    Digest row;
    bool whole = std::from_chars(from, from + 16, row.hi, 16).ptr == from + 16 &&
                 std::from_chars(from + 16, from + 32, row.lo, 16).ptr == from + 32;
    if (whole) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

bool Contains(const std::vector<Digest>& rows, const Digest& row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

std::string NameOf(const char* kind, int32_t type) { return fmt::format("doubtful.{}.{}", kind, type); }

// Writes what differs: an ordinary read has nothing to say and costs nothing.
Status Put(Connection& db, const std::string& name, const std::vector<Digest>& before,
           const std::vector<Digest>& now) {
  return before == now ? Status() : PutSetting(db, name, ToText(now));
}

}  // namespace

Result<DoubtfulRows> DoubtfulRows::Load(Connection& db, int32_t type) {
  DoubtfulRows rows;
  IDX_ASSIGN(std::string settled, GetSetting(db, NameOf("settled", type)));
  IDX_ASSIGN(std::string fresh, GetSetting(db, NameOf("fresh", type)));
  rows.settled_ = FromText(settled);
  rows.fresh_ = FromText(fresh);
  return rows;
}

void DoubtfulRows::Sort() { std::sort(rows_.begin(), rows_.end()); }

bool DoubtfulRows::Settled(const Digest& row) const { return Contains(settled_, row); }

bool DoubtfulRows::AllSettled() const {
  return std::all_of(rows_.begin(), rows_.end(), [this](const Digest& row) { return Settled(row); });
}

bool DoubtfulRows::AnyNew() const {
  return std::any_of(rows_.begin(), rows_.end(),
                     [this](const Digest& row) { return !Settled(row) && !Contains(fresh_, row); });
}

Status DoubtfulRows::Save(Connection& db, int32_t type, bool somebody_missing) {
  std::vector<Digest> settled, fresh;
  for (const Digest& row : rows_) (!somebody_missing || Settled(row) ? settled : fresh).push_back(row);
  IDX_TRY(Put(db, NameOf("settled", type), settled_, settled));
  return Put(db, NameOf("fresh", type), fresh_, fresh);
}

}  // namespace idx::runtime
