#include "connectors/csv/csv_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include "base/platform/file.h"
#include "connectors/sdk/planned_changes.h"

namespace idx::connectors {
namespace {

// One export: a first pass over the file decides what becomes of each change, a second writes the new file.
class CsvExport {
 public:
  CsvExport(const CsvSettings& settings, const ExportRequest& request)
      : settings_(settings), request_(request), plan_(request) {}

  Result<ExportReply> Run() {
    struct stat before = {};
    if (::stat(settings_.path.c_str(), &before) != 0) return MakeFile();
    IDX_ASSIGN(CsvSource first, CsvSource::Open(settings_.path, settings_.dialect));
    IDX_TRY(Prepare(first));
    IDX_TRY(Decide(first));
    if (!plan_.AnyApplied()) return plan_.TakeReply();
    IDX_ASSIGN(AtomicFile file, AtomicFile::Create(settings_.path));
    IDX_ASSIGN(CsvSource second, CsvSource::Open(settings_.path, settings_.dialect));
    IDX_TRY(Write(second, file));
    struct stat after = {};
    bool same = ::stat(settings_.path.c_str(), &after) == 0 && after.st_ino == before.st_ino &&
                after.st_size == before.st_size && after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
                after.st_mtim.tv_nsec == before.st_mtim.tv_nsec;
    if (!same)
      return Error{Origin::kConflict,
                   fmt::format("{} was changed by another program during the export: repeat", settings_.path),
                   true};
    IDX_TRY(file.Commit());
    return plan_.TakeReply();
  }

 private:
  Status Prepare(const CsvSource& source) {
    if (request_.type.key < 0)
      return Error{Origin::kConfiguration,
                   fmt::format("{} has no key: it cannot be exported", request_.type.FullName())};
    IDX_ASSIGN(columns_, MapColumns(source, request_.type, settings_.path));
    const Attribute& key = request_.type.attributes[static_cast<size_t>(request_.type.key)];
    key_type_ = request_.type;
    key_type_.attributes = {key};
    key_type_.key = 0;
    key_rows_.emplace(key_type_, 1);
    key_converter_.emplace(key_type_, request_.enums, settings_.convert);
    return {};
  }

  size_t key_column() const { return columns_[static_cast<size_t>(request_.type.key)]; }

  // The record's anchor in canonical form; "" when it has none that fits.
  std::string AnchorOf(const CsvSource& source) {
    if (key_column() >= fields_.size()) return "";
    std::string_view text = source.ValueOf(fields_[key_column()], scratch_);
    if (key_type_.attributes[0].type == TypeKind::kString) return std::string(text);
    key_rows_->Clear();
    uint32_t row = key_rows_->AddRow();
    if (!key_converter_->SetScalar(*key_rows_, row, 0, text).empty()) return "";
    std::vector<std::string> values = FormatValue(key_type_, request_.enums, key_rows_->batch(), 0, row);
    return values.empty() ? "" : values[0];
  }

  bool WellFormed(const CsvSource& source) const {
    return fields_.size() == source.header().size() &&
           std::none_of(fields_.begin(), fields_.end(), [](const CsvField& field) { return field.bad; });
  }

  // The text of an attribute's values as the file spells it. False: it cannot be written (why).
  bool Spell(const CsvSource& source, const AttributeChange& item, std::string& text,
             std::string& why) const {
    const Attribute& attribute = request_.type.attributes[static_cast<size_t>(item.attribute)];
    text.clear();
    for (const std::string& value : item.values) {
      if (attribute.multi && value.find(settings_.list_separator) != std::string::npos) {
        why = fmt::format("a value of {} holds the list separator \"{}\"", attribute.name,
                          settings_.list_separator);
        return false;
      }
      if (&value != item.values.data()) text += settings_.list_separator;
      text += Respell(attribute, settings_.convert, value);
    }
    std::string encoded;
    if (CsvEncode(source.dialect().encoding, text, encoded)) return true;
    why = fmt::format("{} holds a character that the file's encoding has not", attribute.name);
    return false;
  }

  // Is the record as the change wants it? Sets `why` when it cannot be told.
  bool AlreadySo(const CsvSource& source, const Change& change, std::string& why) {
    bool same = true;
    for (const AttributeChange& item : change.attributes) {
      std::string wanted;
      if (!Spell(source, item, wanted, why)) return false;
      same =
          same && source.ValueOf(fields_[columns_[static_cast<size_t>(item.attribute)]], scratch_) == wanted;
    }
    return same;
  }

  void DecideOne(const CsvSource& source, size_t index, uint64_t line) {
    plan_.Met(index, line);
    if (plan_.refused(index)) return;
    if (!WellFormed(source))
      return plan_.Set(index, ChangeOutcome::kRefused,
                       fmt::format("its record, in line {}, is broken", line));
    const Change& change = plan_.change(index);
    if (change.kind == ChangeKind::kDelete) return plan_.Set(index, ChangeOutcome::kApplied);
    std::string why;
    bool same = AlreadySo(source, change, why);
    if (!why.empty()) return plan_.Set(index, ChangeOutcome::kRefused, why);
    if (same) return plan_.Set(index, ChangeOutcome::kUnchanged);
    if (change.kind == ChangeKind::kUpdate) return plan_.Set(index, ChangeOutcome::kApplied);
    plan_.Set(index, ChangeOutcome::kConflict,
              fmt::format("it is there already, with other values, in line {}", line));
  }

  Status Decide(CsvSource& source) {
    CsvRecord record;
    for (;;) {
      IDX_ASSIGN(CsvSource::Step step, source.Next(record));
      if (step == CsvSource::Step::kTruncated)
        return Error{Origin::kInput,
                     fmt::format("nothing was exported, since the file is not whole: {}", source.why())};
      if (step == CsvSource::Step::kEnd) break;
      source.Split(record.bytes, fields_);
      scratch_.Reset();
      if (int64_t index = plan_.Find(AnchorOf(source)); index >= 0)
        DecideOne(source, static_cast<size_t>(index), record.line);
    }
    if (source.saw_broken_unit())
      return Error{Origin::kInput,
                   fmt::format("nothing was exported: {} holds bytes that are no text in its encoding, "
                               "which would not survive",
                               settings_.path)};
    plan_.SettleUnmet();
    for (size_t i = 0; i < plan_.size(); ++i) {
      if (plan_.change(i).kind != ChangeKind::kCreate || plan_.outcome(i) != ChangeOutcome::kApplied)
        continue;
      std::string why;
      NewRecord(source, plan_.change(i), why);
      if (!why.empty()) plan_.Set(i, ChangeOutcome::kRefused, why);
    }
    return {};
  }

  std::string Field(const CsvSource& source, const std::string& value, bool quoted) const {
    return quoted || source.NeedsQuotes(value) ? source.Quoted(value) : value;
  }

  std::string NewRecord(const CsvSource& source, const Change& change, std::string& why) const {
    std::vector<std::string> values(source.header().size());
    AttributeChange key{request_.type.key, {change.anchor}};
    for (const AttributeChange& item : change.attributes)
      if (!Spell(source, item, values[columns_[static_cast<size_t>(item.attribute)]], why)) return "";
    if (!Spell(source, key, values[key_column()], why)) return "";
    std::string text;
    for (size_t i = 0; i < values.size(); ++i) {
      if (i != 0) text += source.dialect().delimiter;
      text += Field(source, values[i], source.header_quoted());
    }
    return text;
  }

  std::string ChangedRecord(const CsvSource& source, const Change& change) {
    std::vector<std::string> texts;
    for (const CsvField& field : fields_) texts.emplace_back(field.raw);
    for (const AttributeChange& item : change.attributes) {
      size_t column = columns_[static_cast<size_t>(item.attribute)];
      std::string wanted;
      std::string why;
      if (!Spell(source, item, wanted, why)) continue;  // was refused in the first pass
      if (source.ValueOf(fields_[column], scratch_) != wanted)
        texts[column] = Field(source, wanted, fields_[column].quoted);
    }
    return fmt::format("{}", fmt::join(texts, std::string(1, source.dialect().delimiter)));
  }

  static Status Put(const CsvSource& source, AtomicFile& file, std::string_view text) {
    if (source.dialect().encoding == CsvEncoding::kUtf8) return file.Write(text);
    std::string encoded;
    if (!CsvEncode(source.dialect().encoding, text, encoded))
      return Error{Origin::kInput, "nothing was exported: the file's text does not fit its encoding"};
    return file.Write(encoded);
  }

  Status Write(CsvSource& source, AtomicFile& file) {
    if (source.has_mark()) IDX_TRY(Put(source, file, "\xEF\xBB\xBF"));
    IDX_TRY(Put(source, file, source.header_bytes()));
    IDX_TRY(Put(source, file, source.header_end()));
    bool ended = !source.header_end().empty();
    for (;;) {
      CsvRecord record;
      std::string skipped;
      IDX_ASSIGN(CsvSource::Step step, source.Next(record, &skipped));
      IDX_TRY(Put(source, file, skipped));
      if (step == CsvSource::Step::kTruncated) return Error{Origin::kInput, source.why()};
      if (step == CsvSource::Step::kEnd) break;
      source.Split(record.bytes, fields_);
      scratch_.Reset();
      int64_t index = plan_.Find(AnchorOf(source));
      bool applies = index >= 0 && plan_.outcome(static_cast<size_t>(index)) == ChangeOutcome::kApplied;
      if (applies && plan_.change(static_cast<size_t>(index)).kind == ChangeKind::kDelete) continue;
      IDX_TRY(Put(source, file,
                  applies ? ChangedRecord(source, plan_.change(static_cast<size_t>(index)))
                          : std::string(record.bytes)));
      IDX_TRY(Put(source, file, record.terminator));
      ended = !record.terminator.empty();
    }
    return Append(source, file, ended);
  }

  Status Append(const CsvSource& source, AtomicFile& file, bool ended) {
    for (size_t i = 0; i < plan_.size(); ++i) {
      if (plan_.change(i).kind != ChangeKind::kCreate || plan_.outcome(i) != ChangeOutcome::kApplied)
        continue;
      std::string why;
      std::string record = NewRecord(source, plan_.change(i), why);
      if (!ended) IDX_TRY(Put(source, file, source.newline()));
      ended = true;
      IDX_TRY(Put(source, file, record + source.newline()));
    }
    return {};
  }

  // There is no file: one with a header of our own, and what is to be created.
  Result<ExportReply> MakeFile() {
    CsvDialect dialect = settings_.dialect;
    if (dialect.delimiter == 0) dialect.delimiter = ',';
    std::string header;
    IDX_ASSIGN(CsvSource rules, CsvSource::FromBytes("x\n", {dialect.delimiter, dialect.quote}));
    for (const Attribute& attribute : request_.type.attributes) {
      if (!header.empty()) header += dialect.delimiter;
      header += rules.NeedsQuotes(attribute.name) ? rules.Quoted(attribute.name) : attribute.name;
    }
    std::string encoded;
    if (!CsvEncode(dialect.encoding, header + "\n", encoded))
      return Error{Origin::kConfiguration, "an attribute's name does not fit the file's encoding"};
    IDX_ASSIGN(CsvSource source, CsvSource::FromBytes(encoded, dialect));
    IDX_TRY(Prepare(source));
    IDX_TRY(Decide(source));
    if (!plan_.AnyApplied()) return plan_.TakeReply();
    IDX_ASSIGN(AtomicFile file, AtomicFile::Create(settings_.path));
    IDX_ASSIGN(CsvSource again, CsvSource::FromBytes(encoded, dialect));
    IDX_TRY(Write(again, file));
    IDX_TRY(file.Commit());
    return plan_.TakeReply();
  }

  const CsvSettings& settings_;
  const ExportRequest& request_;
  PlannedChanges plan_;
  std::vector<size_t> columns_;
  ObjectType key_type_;
  std::optional<BatchBuilder> key_rows_;
  std::optional<Converter> key_converter_;
  std::vector<CsvField> fields_;
  Arena scratch_;
};

}  // namespace

Result<ExportReply> ApplyToCsv(const CsvSettings& settings, const ExportRequest& request) {
  return CsvExport(settings, request).Run();
}

}  // namespace idx::connectors
