#include "connectors/csv/csv_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "connectors/sdk/known_records.h"

namespace idx::connectors {
namespace {

class CsvReader final : public Reader {
 public:
  CsvReader(CsvSource source, std::vector<size_t> columns, const CsvSettings& settings, ReadRequest request)
      : source_(std::move(source)),
        columns_(std::move(columns)),
        settings_(settings),
        request_(std::move(request)),
        known_(std::move(request_.known)),
        converter_(request_.type, request_.enums, settings_.convert),
        header_digest_(DigestOf(source_.header_bytes())) {
    hides_samples_ = std::any_of(request_.type.attributes.begin(), request_.type.attributes.end(),
                                 [](const Attribute& a) { return a.sensitive; });
  }

  Status Pull(BatchBuilder& rows, ReadPage& page) override {
    rows.Clear();
    page = {};
    while (!rows.full() && page.unchanged.size() < kMaxPageRecords && page.broken.size() < kMaxPageRecords) {
      CsvRecord record;
      IDX_ASSIGN(CsvSource::Step step, source_.Next(record));
      if (step != CsvSource::Step::kRecord) {
        page.done = true;
        page.completeness = step == CsvSource::Step::kEnd ? Completeness::kComplete : Completeness::kPartial;
        page.reason = source_.why();
        break;
      }
      Take(record, rows, page);
    }
    return {};
  }
  std::string source() const override { return source_.name(); }

 private:
  void Take(const CsvRecord& record, BatchBuilder& rows, ReadPage& page) {
    Digest digest = DigestOf(record.bytes);
    // The same bytes under another header are another record.
    digest.hi ^= header_digest_.hi;
    digest.lo ^= header_digest_.lo;
    if (int64_t position = known_.Find(digest); position >= 0) {
      page.unchanged.push_back(static_cast<uint32_t>(position));
      return;
    }
    source_.Split(record.bytes, fields_);
    Complaint why = CheckForm();
    if (why.empty()) {
      why = Convert(rows, rows.AddRow());
      if (why.empty()) {
        page.records.push_back({digest, record.line});
        return;
      }
      rows.DropLastRow();
    }
    page.broken.push_back(
        {digest, record.line, std::move(why), Key(), hides_samples_ ? "" : SampleOf(record.bytes)});
  }

  Complaint CheckForm() const {
    if (fields_.size() != source_.header().size())
      return fmt::format("it has {} fields, the header has {}", fields_.size(), source_.header().size());
    for (size_t i = 0; i < fields_.size(); ++i)
      if (fields_[i].bad)
        return fmt::format("text follows the closing quote of column {}", source_.header()[i]);
    return {};
  }

  Complaint Convert(BatchBuilder& rows, uint32_t row) {
    scratch_.Reset();
    for (uint32_t a = 0; a < columns_.size(); ++a) {
      std::string_view value = source_.ValueOf(fields_[columns_[a]], scratch_);
      Complaint why = request_.type.attributes[a].multi
                          ? converter_.SetMulti(rows, row, a, SplitList(value, settings_.list_separator))
                          : converter_.SetScalar(rows, row, a, value);
      if (why.empty()) continue;
      bool other_encoding = !IsCleanText(value) && value.find('\0') == std::string_view::npos;
      return other_encoding
                 ? why +
                       "; if the file is in another encoding than it seems, set the option encoding, such "
                       "as windows-1252"
                 : why;
    }
    return converter_.CheckRequired(rows.batch(), row);
  }

  // The anchor of a broken row, as far as it can be read.
  std::string Key() {
    int32_t key = request_.type.key;
    if (key < 0 || columns_[static_cast<size_t>(key)] >= fields_.size()) return "";
    const CsvField& field = fields_[columns_[static_cast<size_t>(key)]];
    std::string value(source_.ValueOf(field, scratch_));
    bool shown =
        !field.bad && IsCleanText(value) && !request_.type.attributes[static_cast<size_t>(key)].sensitive;
    return shown ? value : "";
  }

  CsvSource source_;
  std::vector<size_t> columns_;
  CsvSettings settings_;
  ReadRequest request_;
  KnownRecords known_;
  Converter converter_;
  Digest header_digest_;
  bool hides_samples_ = false;
  std::vector<CsvField> fields_;
  Arena scratch_;
};

}  // namespace

std::vector<std::string_view> SplitList(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  if (text.empty()) return pieces;
  for (;;) {
    size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + separator.size());
  }
}

Result<std::vector<size_t>> MapColumns(const CsvSource& source, const ObjectType& type,
                                       const std::string& path) {
  std::vector<size_t> columns;
  const std::vector<std::string>& header = source.header();
  for (const Attribute& attribute : type.attributes) {
    auto found = std::find(header.begin(), header.end(), attribute.name);
    if (found == header.end()) {
      const char* hint =
          header.size() == 1 ? " (Only one column: is it another delimiter? Try delimiter=auto.)" : "";
      return Error{Origin::kInput,
                   fmt::format("{} has no column \"{}\", which {} needs; there are: {}{}", path,
                               attribute.name, type.FullName(), fmt::join(header, ", "), hint)};
    }
    if (std::find(found + 1, header.end(), attribute.name) != header.end())
      return Error{Origin::kInput, fmt::format("{} has two columns \"{}\"", path, attribute.name)};
    columns.push_back(static_cast<size_t>(found - header.begin()));
  }
  return columns;
}

Result<std::unique_ptr<Reader>> MakeCsvReader(CsvSource source, const CsvSettings& settings,
                                              ReadRequest request) {
  IDX_ASSIGN(std::vector<size_t> columns, MapColumns(source, request.type, settings.path));
  return std::unique_ptr<Reader>(
      std::make_unique<CsvReader>(std::move(source), std::move(columns), settings, std::move(request)));
}

Result<std::unique_ptr<Reader>> OpenCsvReader(const CsvSettings& settings, ReadRequest request) {
  IDX_ASSIGN(CsvSource source, CsvSource::Open(settings.path, settings.dialect));
  return MakeCsvReader(std::move(source), settings, std::move(request));
}

}  // namespace idx::connectors
