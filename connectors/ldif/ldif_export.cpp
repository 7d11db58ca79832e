#include "connectors/ldif/ldif_export.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/platform/file.h"
#include "connectors/sdk/planned_changes.h"

namespace idx::connectors {
namespace {

// One export: a first pass over the file decides what becomes of each change, a second writes the new file.
class LdifExport {
 public:
  LdifExport(const LdifSettings& settings, const ExportRequest& request)
      : settings_(settings), request_(request), plan_(request) {}

  Result<ExportReply> Run() {
    if (request_.type.key < 0)
      return Error{Origin::kConfiguration,
                   fmt::format("{} has no key: it cannot be exported", request_.type.FullName())};
    struct stat before = {};
    bool there = ::stat(settings_.path.c_str(), &before) == 0;
    IDX_ASSIGN(LdifSource first, OpenSource(there));
    IDX_TRY(Decide(first));
    if (!plan_.AnyApplied()) return plan_.TakeReply();
    IDX_ASSIGN(AtomicFile file, AtomicFile::Create(settings_.path));
    IDX_ASSIGN(LdifSource second, OpenSource(there));
    IDX_TRY(Write(second, file));
    struct stat after = {};
    bool same = ::stat(settings_.path.c_str(), &after) == 0
                    ? there && after.st_ino == before.st_ino && after.st_size == before.st_size &&
                          after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
                          after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
                    : !there;
    if (!same)
      return Error{Origin::kConflict,
                   fmt::format("{} was changed by another program during the export: repeat", settings_.path),
                   true};
    IDX_TRY(file.Commit());
    return plan_.TakeReply();
  }

 private:
  Result<LdifSource> OpenSource(bool there) const {
    return there ? LdifSource::Open(settings_.path) : LdifSource::FromBytes("version: 1\n\n");
  }

  const Attribute& Key() const { return request_.type.attributes[static_cast<size_t>(request_.type.key)]; }
  const Attribute& AttributeOf(const AttributeChange& item) const {
    return request_.type.attributes[static_cast<size_t>(item.attribute)];
  }

  // Splits the record into lines_; gives the index of the change that is about it, or -1.
  Result<int64_t> FindChange(const LdifRecord& record, bool& broken) {
    scratch_.Reset();
    std::string why;
    std::string split_why = SplitLdif(record.bytes, scratch_, lines_);
    LdifEntry entry = Judge(lines_, split_why, settings_.object_class, why);
    if (entry == LdifEntry::kChange) return ChangesCannotBeRead(settings_.path, record.line);
    broken = entry == LdifEntry::kBroken;
    if (entry == LdifEntry::kOther) return int64_t{-1};
    std::string name = LowerName(Key().name);
    for (const LdifLine& line : lines_)
      if (LowerName(line.name) == name) return plan_.Find(AnchorOf(Key(), line.value));
    return int64_t{-1};
  }

  std::vector<std::string> Spelled(const AttributeChange& item) const {
    std::vector<std::string> values;
    for (const std::string& value : item.values)
      values.push_back(Respell(AttributeOf(item), settings_.convert, value));
    return values;
  }

  // Are the entry's values of this attribute those that are wanted?
  bool Same(const AttributeChange& item) const {
    std::vector<std::string> wanted = Spelled(item);
    std::vector<std::string> present;
    std::string name = LowerName(AttributeOf(item).name);
    for (const LdifLine& line : lines_)
      if (LowerName(line.name) == name) present.emplace_back(line.value);
    if (!AttributeOf(item).ordered) {
      std::sort(wanted.begin(), wanted.end());
      std::sort(present.begin(), present.end());
    }
    return wanted == present;
  }

  void DecideOne(size_t index, uint64_t line, bool broken) {
    plan_.Met(index, line);
    if (plan_.refused(index)) return;
    if (broken)
      return plan_.Set(index, ChangeOutcome::kRefused, fmt::format("its entry, in line {}, is broken", line));
    const Change& change = plan_.change(index);
    if (change.kind == ChangeKind::kDelete) return plan_.Set(index, ChangeOutcome::kApplied);
    bool same = true;
    for (const AttributeChange& item : change.attributes) {
      if (LowerName(AttributeOf(item).name) == "dn" && (item.values.empty() || item.values[0].empty()))
        return plan_.Set(index, ChangeOutcome::kRefused, "an entry cannot be without a dn");
      same = same && Same(item);
    }
    if (same) return plan_.Set(index, ChangeOutcome::kUnchanged);
    if (change.kind == ChangeKind::kUpdate) return plan_.Set(index, ChangeOutcome::kApplied);
    plan_.Set(index, ChangeOutcome::kConflict,
              fmt::format("it is there already, with other values, in line {}", line));
  }

  Status Decide(LdifSource& source) {
    for (;;) {
      LdifRecord record;
      IDX_ASSIGN(LdifSource::Step step, source.Next(record));
      if (step == LdifSource::Step::kTruncated)
        return Error{Origin::kInput,
                     fmt::format("nothing was exported, since the file is not whole: {}", source.why())};
      if (step == LdifSource::Step::kEnd) break;
      bool broken = false;
      IDX_ASSIGN(int64_t index, FindChange(record, broken));
      if (index >= 0) DecideOne(static_cast<size_t>(index), record.line, broken);
    }
    plan_.SettleUnmet();
    for (size_t i = 0; i < plan_.size(); ++i)
      if (Creates(i) && DnOf(plan_.change(i)).empty())
        plan_.Set(i, ChangeOutcome::kRefused, "a new entry needs a dn: map an attribute \"dn\"");
    return {};
  }

  bool Creates(size_t index) const {
    return plan_.change(index).kind == ChangeKind::kCreate && plan_.outcome(index) == ChangeOutcome::kApplied;
  }

  std::string DnOf(const Change& change) const {
    if (LowerName(Key().name) == "dn") return change.anchor;
    for (const AttributeChange& item : change.attributes)
      if (LowerName(AttributeOf(item).name) == "dn" && !item.values.empty()) return item.values[0];
    return "";
  }

  static std::string Lines(const std::string& name, const std::vector<std::string>& values,
                           std::string_view newline) {
    std::string text;
    for (const std::string& value : values) text += WriteLdifLine(name, value, newline);
    return text;
  }

  // New lines stand where the attribute's first one stood, under the name as it is written there; else at the
  // end.
  std::string ChangedEntry(const Change& change, const std::string& newline) const {
    std::vector<const AttributeChange*> open;
    for (const AttributeChange& item : change.attributes)
      if (!Same(item)) open.push_back(&item);
    std::vector<bool> written(open.size());
    std::string text;
    for (const LdifLine& line : lines_) {
      auto replaced = std::find_if(open.begin(), open.end(), [&](const AttributeChange* item) {
        return !line.name.empty() && LowerName(AttributeOf(*item).name) == LowerName(line.name);
      });
      auto at = static_cast<size_t>(replaced - open.begin());
      if (replaced == open.end()) {
        text += line.raw;
      } else if (!written[at]) {
        text += Lines(std::string(line.name), Spelled(**replaced), newline);
        written[at] = true;
      }
    }
    for (size_t i = 0; i < open.size(); ++i)
      if (!written[i]) text += Lines(AttributeOf(*open[i]).name, Spelled(*open[i]), newline);
    return text;
  }

  std::string NewEntry(const Change& change, const std::string& newline) const {
    std::string text = WriteLdifLine("dn", DnOf(change), newline);
    const Attribute& key = Key();
    bool has_class = false;
    bool has_key = LowerName(key.name) == "dn";
    for (const AttributeChange& item : change.attributes) {
      has_class = has_class || (LowerName(AttributeOf(item).name) == "objectclass" && !item.values.empty());
      has_key = has_key || item.attribute == request_.type.key;
    }
    if (!has_class && !settings_.object_class.empty())
      text += WriteLdifLine("objectClass", settings_.object_class, newline);
    if (!has_key) text += WriteLdifLine(key.name, Respell(key, settings_.convert, change.anchor), newline);
    for (const AttributeChange& item : change.attributes)
      if (LowerName(AttributeOf(item).name) != "dn")
        text += Lines(AttributeOf(item).name, Spelled(item), newline);
    return text;
  }

  Status Write(LdifSource& source, AtomicFile& file) {
    IDX_TRY(file.Write(source.header()));
    bool separated = true;
    for (;;) {
      LdifRecord record;
      IDX_ASSIGN(LdifSource::Step step, source.Next(record));
      if (step == LdifSource::Step::kTruncated) return Error{Origin::kInput, source.why()};
      if (step == LdifSource::Step::kEnd) break;
      bool broken = false;
      IDX_ASSIGN(int64_t found, FindChange(record, broken));
      auto index = static_cast<size_t>(found);
      bool applies = found >= 0 && plan_.outcome(index) == ChangeOutcome::kApplied;
      if (applies && plan_.change(index).kind == ChangeKind::kDelete) continue;
      IDX_TRY(file.Write(applies ? ChangedEntry(plan_.change(index), source.newline())
                                 : std::string(record.bytes)));
      IDX_TRY(file.Write(record.terminator));
      separated = !record.terminator.empty();
    }
    for (size_t i = 0; i < plan_.size(); ++i) {
      if (!Creates(i)) continue;
      if (!separated) IDX_TRY(file.Write(source.newline()));
      IDX_TRY(file.Write(NewEntry(plan_.change(i), source.newline())));
      separated = false;
    }
    return {};
  }

  const LdifSettings& settings_;
  const ExportRequest& request_;
  PlannedChanges plan_;
  std::vector<LdifLine> lines_;
  Arena scratch_;
};

}  // namespace

Result<ExportReply> ApplyToLdif(const LdifSettings& settings, const ExportRequest& request) {
  return LdifExport(settings, request).Run();
}

}  // namespace idx::connectors
