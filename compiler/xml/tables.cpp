#include "compiler/xml/tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "base/core/assert.h"
#include "base/csv/csv_source.h"
#include "base/value/utf.h"
#include "compiler/xml/files.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kNotUtf8 = 5;
constexpr uint16_t kUnreadable = 4008;
constexpr uint16_t kLimit = 4018;
constexpr uint16_t kSameKey = 4020;
constexpr uint16_t kBadTable = 4021;
constexpr uint64_t kMaxBytes = 64u << 20, kMaxAllBytes = 256u << 20;
constexpr size_t kMaxRows = 250'000;
constexpr size_t kMaxReports = 20;  // of one table

// The path without detours; nothing where it leads out of the directory.
std::optional<std::string> PlainPath(const std::string& path) {
  std::filesystem::path plain = std::filesystem::path(path).lexically_normal();
  bool inside = !plain.empty() && plain.is_relative() && *plain.begin() != ".." && *plain.begin() != ".";
  if (!inside || path.find('\0') != std::string::npos) return std::nullopt;
  return plain.generic_string();
}

// The first byte that belongs to no character; the text's size where all do.
size_t FirstBadByte(std::string_view text) {
  size_t nul = std::min(text.find('\0'), text.size());
  if (IsValidUtf8(text.substr(0, nul))) return nul;
  size_t at = 0;
  while (at < nul) {
    Decoded next = DecodeAt(text, at);
    bool bad = (next.length == 1 && next.code >= 0x80) || IsSurrogate(next.code);
    if (bad) break;
    at += next.length;
  }
  return at;
}

// "tab", or one ASCII character; 0: as the header has it.
std::optional<char> DelimiterOf(const std::string& text) {
  if (text == "auto") return '\0';
  if (text == "tab" || text == "\\t") return '\t';
  bool one = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\n' &&
             text[0] != '\r' && text[0] != '"' && text[0] != '\0';
  return one ? std::optional(text[0]) : std::nullopt;
}

// One <Table>.
class TableContent {
 public:
  TableContent(const Element& element, FileId file, Loading& loading)
      : element_(element), file_(file), text_(loading.sources.file(file).text()), loading_(loading) {}

  std::shared_ptr<const stdlib::FrozenDictionary> Read() {
    bool ignore_case = ReadBool(element_, "ignoreCase", false, loading_.diagnostics);
    auto delimiter = DelimiterOf(ReadString(element_, "delimiter", ","));
    if (!delimiter)
      ReportInvalid(*element_.Find("delimiter"), "delimiter: one ASCII character, tab or auto",
                    loading_.diagnostics);
    if (delimiter && ReadRows(*delimiter)) {
      std::vector<stdlib::FrozenDictionary::Repeated> repeated;
      auto made = stdlib::FrozenDictionary::Make(std::move(pairs_), ignore_case, &repeated);
      for (const auto& [pair, first] : repeated) ReportSameKey(pair, first);
      return made;
    }
    return stdlib::FrozenDictionary::Make({}, ignore_case);
  }

 private:
  // Where a key stands.
  struct Place {
    uint32_t begin = 0;
    uint32_t size = 0;
  };

  bool ReadRows(char delimiter) {
    if (!IsText()) return false;
    CsvDialect dialect;
    dialect.delimiter = delimiter;
    auto opened = CsvSource::FromBytes(text_, dialect);
    if (!opened.ok()) return Bad({file_, 0, 0}, "its header does not end: a quote in it is not closed");
    CsvSource& source = opened.value();
    columns_ = source.header().size();
    Span header{file_, 0, static_cast<uint32_t>(source.header_bytes().size())};
    auto key = Column(source, header, "key"), value = Column(source, header, "value");
    if (!key || !value) return false;
    for (CsvRecord record; reports_ < kMaxReports;) {
      auto step = source.Next(record);
      IDX_ASSERT(step.ok());  // nothing is read from outside
      if (step.value() == CsvSource::Step::kEnd) break;
      if (step.value() == CsvSource::Step::kTruncated) return Bad(PlaceOf(record, {}), source.reason());
      if (places_.size() >= kMaxRows)
        return Report(kLimit, PlaceOf(record, {}), {fmt::format("more than {} rows in a table", kMaxRows)});
      TakeRow(source, record, *key, *value);
    }
    return true;
  }

  bool IsText() {
    size_t bad = FirstBadByte(text_);
    if (bad < text_.size()) {
      auto at = static_cast<uint32_t>(bad);
      return Report(kNotUtf8, {file_, at, at + 1}, {std::to_string(bad)});
    }
    std::string_view content = text_;
    if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
    bool blank = content.find_first_not_of("\r\n") == std::string_view::npos;
    return !blank || Bad({file_, 0, 0}, "it is empty: its first line names the columns");
  }

  // The position of the column that the attribute names.
  std::optional<size_t> Column(const CsvSource& source, Span header, std::string_view attribute) {
    const Attribute* named = element_.Find(attribute);
    if (named == nullptr) return std::nullopt;
    const std::vector<std::string>& names = source.header();
    auto found = std::ranges::find(names, named->value.value);
    if (found == names.end()) {
      std::vector<std::string_view> known(names.begin(), names.end());
      loading_.ReportMissing(named->value.span, "column of " + loading_.sources.file(file_).path(),
                             named->value.value, known, {{header, HeaderNote(names)}});
      return std::nullopt;
    }
    if (std::find(found + 1, names.end(), *found) != names.end()) {
      loading_.ReportTwice(header, "columns", *found);
      return std::nullopt;
    }
    return static_cast<size_t>(found - names.begin());
  }

  static std::string HeaderNote(const std::vector<std::string>& names) {
    if (names.size() == 1) return "it has one column: is it another delimiter? Try delimiter=\"auto\"";
    return fmt::format("the columns are {}", fmt::join(names, ", "));
  }

  void TakeRow(const CsvSource& source, const CsvRecord& record, size_t key, size_t value) {
    source.Split(record.bytes, fields_);
    if (std::ranges::all_of(fields_, [](const CsvField& field) { return field.raw.empty(); }) &&
        fields_.size() == columns_)
      return;  // what spreadsheets leave behind
    for (const CsvField& field : fields_) {
      if (!field.bad) continue;
      Bad(PlaceOf(record, field.raw), "text follows the closing quote");
      return;
    }
    if (fields_.size() != columns_) {
      Bad(PlaceOf(record, {}), fmt::format("this row has {} field{}, the header has {}", fields_.size(),
                                           fields_.size() == 1 ? "" : "s", columns_));
      return;
    }
    scratch_.Reset();
    std::string_view text = source.ValueOf(fields_[key], scratch_);
    if (text.empty()) {
      Bad(PlaceOf(record, fields_[key].raw), "this row has no key");
      return;
    }
    Span place = PlaceOf(record, fields_[key].raw);
    places_.push_back({place.begin, place.end - place.begin});
    pairs_.Add(text);
    pairs_.Add(source.ValueOf(fields_[value], scratch_));
  }

  // Of a field, or, of none, of the first byte of the record.
  Span PlaceOf(const CsvRecord& record, std::string_view field) const {
    auto at = static_cast<uint32_t>(record.offset);
    if (field.data() == nullptr) return {file_, at, at};
    at += static_cast<uint32_t>(field.data() - record.bytes.data());
    return {file_, at, at + static_cast<uint32_t>(field.size())};
  }

  void ReportSameKey(size_t pair, size_t first) {
    if (reports_ >= kMaxReports) return;
    auto span = [&](size_t i) { return Span{file_, places_[i].begin, places_[i].begin + places_[i].size}; };
    auto line = [&](size_t i) {
      return std::to_string(loading_.sources.file(file_).PositionOf(places_[i].begin).line);
    };
    std::string_view shown = std::string_view(text_).substr(places_[pair].begin, places_[pair].size);
    Report(kSameKey, span(pair), {line(first), line(pair), std::string(shown)});
    last_->notes.push_back({span(first), "the first one is here"});
  }

  bool Bad(Span span, std::string what) { return Report(kBadTable, span, {std::move(what)}); }
  bool Report(uint16_t id, Span span, std::initializer_list<std::string> arguments) {
    ++reports_;
    last_ = &loading_.diagnostics.Report(id, span, arguments);
    return false;
  }

  const Element& element_;
  FileId file_;
  const std::string& text_;
  Loading& loading_;
  size_t columns_ = 0;
  size_t reports_ = 0;
  Diagnostic* last_ = nullptr;
  stdlib::TextPairs pairs_;
  std::vector<Place> places_;  // of the keys
  std::vector<CsvField> fields_;
  Arena scratch_;
};

}  // namespace

void TableFiles::ReadAll(const Element& configuration) {
  for (const auto& child : configuration.children) {
    const Attribute* path = child->name == "Table" ? child->Find("path") : nullptr;
    if (path == nullptr) continue;
    auto plain = PlainPath(path->value.value);
    if (!plain) {
      ReportInvalid(*path, "path: write that of a file below the configuration's directory", diagnostics_);
    } else if (!files_.contains(*plain)) {
      files_[*plain] = Read(*path);
    }
  }
}

std::optional<FileId> TableFiles::Find(const Element& table) const {
  const Attribute* path = table.Find("path");
  auto plain = path != nullptr ? PlainPath(path->value.value) : std::nullopt;
  auto found = plain ? files_.find(*plain) : files_.end();
  return found != files_.end() ? found->second : std::nullopt;
}

std::optional<FileId> TableFiles::Read(const Attribute& path) {
  std::string plain = *PlainPath(path.value.value);
  std::string text;
  Unread problem{false, "there is no such file"};
  if (directory_ &&
      ReadWhole(*directory_ + "/" + plain, std::min(kMaxBytes, kMaxAllBytes - total_), text, problem)) {
    total_ += text.size();
    return sources_.Add(plain, std::move(text));
  }
  if (problem.too_large) {
    diagnostics_.Report(
        kLimit, path.value.span,
        {fmt::format("a table has at most {} bytes, all together {}", kMaxBytes, kMaxAllBytes)});
  } else {
    diagnostics_.Report(kUnreadable, path.value.span, {plain, problem.why});
  }
  return std::nullopt;
}

bool ReadSources(const std::string& directory, SourceSet& sources) {
  Diagnostics diagnostics;
  auto files = ReadFiles(directory, {}, sources, diagnostics);
  if (!files.ok()) return false;
  auto root = std::ranges::find(files.value(), kRootFile, &FoundFile::path);
  bool has_tables =
      root != files.value().end() && sources.file(root->file).text().find("<Table") != std::string::npos;
  if (has_tables) {
    auto configuration = ReadXml(sources, root->file, diagnostics);
    if (configuration != nullptr) TableFiles(directory, sources, diagnostics).ReadAll(*configuration);
  }
  return diagnostics.all().empty();
}

void ReadTables(const Element& configuration, const TableFiles& files, Loading& loading,
                stdlib::LookupTables& tables) {
  for (const auto& child : configuration.children) {
    const Attribute* name = child->name == "Table" ? child->Find("name") : nullptr;
    if (name == nullptr) continue;
    if (name->value.blank()) {
      ReportInvalid(*name, "name of a table", loading.diagnostics);
      continue;
    }
    if (tables.contains(name->value.value)) {
      loading.ReportTwice(name->value.span, "tables", name->value.value);
      continue;
    }
    auto file = files.Find(*child);
    tables[name->value.value] =
        file ? TableContent(*child, *file, loading).Read() : stdlib::FrozenDictionary::Make({}, false);
  }
}

}  // namespace idx::compiler::xml
