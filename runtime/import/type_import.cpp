#include "runtime/import/type_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "connectors/sdk/convert.h"
#include "runtime/state/bulk.h"
#include "runtime/state/tables.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// What the stored rows depend on beside the records: when it changes, every record is read anew.
std::string SignatureOf(const TypeState& type) {
  std::string text = type.settings->connector.type;
  for (const auto& [name, value] : type.settings->connector.options)
    text += fmt::format("|{}={}", name, value);
  for (const Attribute& a : type.type->attributes)
    text += fmt::format("|{}:{}:{}:{}{}{}{}:{}", a.name, a.column, static_cast<int>(a.type), a.multi,
                        a.ordered, a.required, a.keep_empty, a.enum_id);
  if (type.plan != nullptr) text += "|" + type.plan->import_filters;
  return ToHex(idx::DigestOf(std::string_view(text)));
}

// The digest of an object that the last read lacked and that did not vanish: no row has it.
constexpr Digest kNotSeen = {UINT64_MAX, UINT64_MAX};

}  // namespace

TypeImport::TypeImport(RunContext& context, const TypeState& type, ImportSummary& summary)
    : context_(context),
      type_(type),
      summary_(summary),
      layout_({{"id", TypeKind::kLong}, {"gone", TypeKind::kLong}, {"k", TypeKind::kString}}, *type.type),
      table_(QuoteIdentifier(type.type->table)) {}

// A key that comes back after so long may well be somebody else's: such a tombstone keeps no key.
Status TypeImport::ForgetOldTombstones() {
  std::vector<int64_t> tombstones;
  for (size_t i = seen_.live(); i < seen_.records().size(); ++i)
    tombstones.push_back(seen_.records()[i].object);
  if (tombstones.empty()) return {};
  IDX_ASSIGN(Rows rows,
             context_.db->Query(fmt::format("SELECT r.id FROM {} r JOIN run ON run.id = r.gone WHERE r.id = "
                                            "ANY($1::bigint[]) AND run.clock < $2::timestamptz - "
                                            "make_interval(days => $3)",
                                            table_),
                                {IdArray(tombstones), context_.now, context_.configuration->revive_days}));
  std::unordered_set<int64_t> old;
  for (size_t r = 0; r < rows.size(); ++r) old.insert(rows.Int(r, 0));
  std::erase_if(seen_.records(), [&](const SeenRecord& record) { return old.contains(record.object); });
  return {};
}

Status TypeImport::Prepare(bool full) {
  Connection& db = *context_.db;
  IDX_ASSIGN(seen_, SeenRecords::Load(db, type_.id));
  IDX_TRY(ForgetOldTombstones());
  signature_ = SignatureOf(type_);
  IDX_ASSIGN(std::string before, GetSetting(db, fmt::format("schema.{}", type_.id)));
  // What filters make of a row may depend on the day.
  IDX_ASSIGN(bool moved,
             ClockMoved(context_, fmt::format("import.{}", type_.id), ClockReadsOfImport(context_, type_)));
  anew_ = full || moved || before != signature_;
  if (anew_)
    for (SeenRecord& record : seen_.records())
      if (record.digest != kNotSeen) record.digest = {};
  IDX_ASSIGN(doubtful_, DoubtfulRows::Load(db, type_.id));
  fates_.assign(seen_.records().size(), Fate::kMissing);
  digests_.resize(seen_.records().size());
  figures_.live_before = seen_.live();
  IDX_ASSIGN(bool filled, HasRows(db, table_));
  direct_ = !filled;
  staging_ = direct_ ? table_ : "import_";
  if (direct_) {
    IDX_TRY(DropTypeIndexes(db, *type_.type, false));
  } else {
    IDX_TRY(db.Execute(
        fmt::format("DROP TABLE IF EXISTS pg_temp.import_; CREATE TEMP TABLE import_ ON COMMIT DROP AS "
                    "SELECT {} FROM {} WHERE false",
                    layout_.Columns(), table_)));
  }
  IDX_ASSIGN(first_id_, QueryNumber(db, "SELECT next FROM counter WHERE name = 'object'"));
  next_id_ = first_id_ = std::max<int64_t>(first_id_, 1);
  return {};
}

Status TypeImport::Read(bool full, bool let_go) {
  IDX_TRY(Prepare(full));
  IDX_ASSIGN(auto connector, context_.connector(*type_.settings));
  IDX_ASSIGN(auto reader, connector->OpenRead({*type_.type, context_.configuration->enums, seen_.Known()}));
  source_ = reader->source();
  IDX_ASSIGN(CopyWriter writer, StartWriter(*context_.db, layout_, staging_));
  BatchBuilder rows(*type_.type, kBatchRows);
  connectors::ReadPage page;
  do {
    IDX_TRY(reader->Pull(rows, page));
    NoteUnchanged(page);
    IDX_TRY(Store(writer, rows, page));
    NoteBroken(page);
    if (context_.progress) context_.progress("import", summary_.type, summary_.read);
  } while (!page.done);
  IDX_ASSIGN([[maybe_unused]] uint64_t stored, writer.Finish());
  FaultPoint(context_);
  completeness_ = page.completeness;
  figures_.partial = completeness_ == connectors::Completeness::kPartial;
  figures_.partial_reason = page.reason;
  summary_.complete = completeness_ == connectors::Completeness::kComplete;
  IDX_TRY(DropDuplicates());
  IDX_TRY(DropSame());
  FindVanished(let_go);
  figures_.rows = static_cast<uint64_t>(std::count_if(fates_.begin(), fates_.end(), [](Fate fate) {
    return fate == Fate::kUnchanged || fate == Fate::kSame || fate == Fate::kChanged || fate == Fate::kKept ||
           fate == Fate::kNew;
  }));
  uint64_t taken = figures_.rows + summary_.skipped;
  figures_.unusable = summary_.read - std::min(summary_.read, taken);
  return {};
}

void TypeImport::NoteUnchanged(const connectors::ReadPage& page) {
  summary_.read += page.unchanged.size() + page.records.size() + page.broken.size();
  for (uint32_t position : page.unchanged) {
    if (fates_[position] == Fate::kMissing) {
      fates_[position] = Fate::kUnchanged;
    } else {
      NoteDuplicate(position, "", {seen_.records()[position].digest, 0});
    }
  }
}

void TypeImport::NoteBroken(const connectors::ReadPage& page) {
  for (const connectors::BrokenRow& broken : page.broken) {
    ++summary_.broken;
    int64_t record = broken.key.empty() ? -1 : seen_.FindKey(broken.key);
    bool live = record >= 0 && record < static_cast<int64_t>(seen_.live());
    // Not seen: what was stored stays as it is.
    if (live && fates_[static_cast<size_t>(record)] == Fate::kMissing)
      fates_[static_cast<size_t>(record)] = Fate::kKept;
    else
      doubtful_.Add(broken.digest);
    AddFinding(broken.key, fmt::format("{}, line {}: {}{}", source_, broken.line, broken.why,
                                       broken.sample.empty() ? "" : ": " + broken.sample));
  }
}

void TypeImport::NoteDuplicate(size_t record, const std::string& key,
                               const connectors::ReadPage::Record& row) {
  Fate& fate = fates_[record];
  // The same row twice is nobody else's; of two that differ, one may be.
  bool first_known = fate == Fate::kUnchanged || fate == Fate::kChanged || fate == Fate::kNew;
  const Digest& first = fate == Fate::kUnchanged ? seen_.records()[record].digest : digests_[record];
  if (!first_known || first != row.digest) doubtful_.Add(row.digest);
  if (first_known && first != row.digest) doubtful_.Add(first);
  // Neither of the rows is believed: what was stored stays; what is new is not stored.
  if (fate == Fate::kChanged || fate == Fate::kUnchanged || fate == Fate::kMissing) fate = Fate::kKept;
  if (fate == Fate::kNew) fate = Fate::kDropped;
  if (!key.empty()) duplicates_.push_back(key);
  ++summary_.broken;
  AddFinding(key, row.line == 0 ? "several rows have this key; none of them was taken"
                                : fmt::format("{}, line {}: another row has this key; none of them was taken",
                                              source_, row.line));
}

int64_t TypeImport::Place(const std::string& key, const connectors::ReadPage::Record& record) {
  int64_t found = seen_.FindKey(key);
  bool live = found >= 0 && found < static_cast<int64_t>(seen_.live());
  // Another row of the key is broken: neither is believed, whichever comes first.
  if (!live && failed_.contains(key)) {
    ++summary_.broken;
    AddFinding(key, fmt::format("{}, line {}: another row has this key; none of them was taken", source_,
                                record.line));
    return -1;
  }
  if (found < 0) {
    size_t added = seen_.Add({record.digest, SeenRecords::HashKey(key), next_id_++, false}, key);
    fates_.push_back(Fate::kNew);
    digests_.push_back(record.digest);
    return static_cast<int64_t>(added);
  }
  size_t position = static_cast<size_t>(found);
  if (fates_[position] != Fate::kMissing) {
    NoteDuplicate(position, key, record);
    return -1;
  }
  fates_[position] = Fate::kChanged;
  digests_[position] = record.digest;
  return found;
}

Status TypeImport::Store(CopyWriter& writer, BatchBuilder& rows, const connectors::ReadPage& page) {
  FilteredRows filtered = FilterRows(context_, type_, rows, summary_.said);
  Batch batch = rows.batch();
  uint32_t key_attribute = static_cast<uint32_t>(type_.type->key);
  std::vector<std::string> keys(batch.rows);
  std::vector<int64_t> ids(batch.rows);
  std::vector<Text> key_texts(batch.rows);
  std::vector<uint32_t> selection;
  for (uint32_t row = 0; row < batch.rows; ++row) {
    auto texts =
        connectors::FormatValue(*type_.type, context_.configuration->enums, batch, key_attribute, row);
    if (texts.size() != 1 || texts[0].empty()) {
      ++summary_.broken;
      doubtful_.Add(page.records[row].digest);
      AddFinding("", fmt::format("{}, line {}: the row has no {}", source_, page.records[row].line,
                                 type_.type->attributes[key_attribute].name));
      continue;
    }
    if (filtered.skipped[row]) {
      ++summary_.skipped;
      continue;
    }
    keys[row] = std::move(texts[0]);
    if (auto failed = filtered.failed.find(row); failed != filtered.failed.end()) {
      NoteFailed(keys[row], page.records[row], failed->second);
      continue;
    }
    int64_t record = Place(keys[row], page.records[row]);
    if (record < 0) continue;
    ids[row] = seen_.records()[static_cast<size_t>(record)].object;
    key_texts[row] = Text(keys[row]);
    selection.push_back(row);
  }
  static constexpr int64_t kNobody = 0;
  static constexpr uint64_t kNull = 0;
  std::vector<CopySource> sources = {
      {{ids.data(), nullptr}, false}, {{&kNobody, &kNull}, true}, {{key_texts.data(), nullptr}, false}};
  for (uint32_t c = 0; c < batch.column_count; ++c) sources.push_back({batch.columns[c], false});
  return writer.WriteRows(sources, selection.data(), static_cast<uint32_t>(selection.size()));
}

// Not seen: what was stored stays as it is.
void TypeImport::NoteFailed(const std::string& key, const connectors::ReadPage::Record& record,
                            const Finding& finding) {
  ++summary_.broken;
  int64_t known = seen_.FindKey(key);
  bool live = known >= 0 && known < static_cast<int64_t>(seen_.live());
  failed_.insert(key);
  if (live && fates_[static_cast<size_t>(known)] == Fate::kMissing) {
    fates_[static_cast<size_t>(known)] = Fate::kKept;
  } else if (known >= 0 && fates_[static_cast<size_t>(known)] != Fate::kMissing) {
    --summary_.broken;
    NoteDuplicate(static_cast<size_t>(known), key, record);
  }
  if (summary_.findings.size() >= kMaxFindings) return;
  summary_.findings.push_back({summary_.type, key, finding.rule, finding.place,
                               fmt::format("{}, line {}: {}", source_, record.line, finding.message)});
}

// Of what was read only because everything is, the rows that are stored so already.
Status TypeImport::DropSame() {
  if (!anew_ || direct_) return {};
  std::string same;
  for (const Attribute& attribute : type_.type->attributes) {
    std::string column = QuoteIdentifier(attribute.column);
    // 1.0 and 1.00 are one number, and two texts.
    const char* cast = attribute.type == TypeKind::kDecimal ? "::text" : "";
    same += fmt::format(" AND i.{}{} IS NOT DISTINCT FROM r.{}{}", column, cast, column, cast);
  }
  IDX_TRY(context_.db->Execute("ANALYZE import_"));
  IDX_ASSIGN(auto ids,
             ReadIds(*context_.db, fmt::format("DELETE FROM import_ i USING {} r WHERE r.id = i.id AND "
                                               "r.k = i.k AND r.gone IS NULL{} RETURNING i.id",
                                               table_, same)));
  std::sort(ids.begin(), ids.end());
  for (size_t i = 0; i < fates_.size(); ++i)
    if (fates_[i] == Fate::kChanged && std::binary_search(ids.begin(), ids.end(), seen_.records()[i].object))
      fates_[i] = Fate::kSame;
  return {};
}

Status TypeImport::DropDuplicates() {
  if (duplicates_.empty()) return {};
  return context_.db->Execute(fmt::format("DELETE FROM {} WHERE k = ANY($1::text[])", staging_),
                              {Parameter::Array(duplicates_)});
}

void TypeImport::FindVanished(bool let_go) {
  if (completeness_ != connectors::Completeness::kComplete) return;
  doubtful_.Sort();
  bool settled = doubtful_.AllSettled(), any_new = doubtful_.AnyNew();
  for (size_t i = 0; i < seen_.live(); ++i) {
    if (fates_[i] != Fate::kMissing) continue;
    bool missed_before = seen_.records()[i].digest == kNotSeen;
    if (settled || (missed_before ? let_go : !any_new)) {
      fates_[i] = Fate::kVanished;
      vanished_.push_back(seen_.records()[i].object);
      continue;
    }
    ++summary_.not_seen;
    newly_not_seen_ |= !missed_before;
    seen_.records()[i].digest = kNotSeen;
  }
  std::sort(vanished_.begin(), vanished_.end());
}

void TypeImport::AddFinding(const std::string& key, const std::string& message) {
  if (summary_.findings.size() < kMaxFindings)
    summary_.findings.push_back({summary_.type, key, "", "", message});
}

}  // namespace idx::runtime
