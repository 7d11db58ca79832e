#include "connectors/csv/csv_connector.h"

#include "connectors/csv/csv_export.h"
#include "connectors/csv/csv_reader.h"
#include "connectors/sdk/spelling.h"

namespace idx::connectors {
namespace {

class CsvConnector final : public Connector {
 public:
  explicit CsvConnector(CsvSettings settings) : settings_(std::move(settings)) {}

  Capabilities capabilities() const override {
    return {.reads = true, .exports = true, .own_delta = false, .atomic_export = true};
  }
  Status Test(const ObjectType& type) override {
    IDX_ASSIGN(CsvSource source, CsvSource::Open(settings_.path, settings_.dialect));
    IDX_ASSIGN(auto columns, MapColumns(source, type, settings_.path));
    static_cast<void>(columns);
    return {};
  }
  Result<std::unique_ptr<Reader>> OpenRead(ReadRequest request) override {
    return OpenCsvReader(settings_, std::move(request));
  }
  Result<ExportReply> Apply(const ExportRequest& request) override { return ApplyToCsv(settings_, request); }

 private:
  CsvSettings settings_;
};

Status ReadEncoding(const Options& options, CsvDialect& dialect) {
  IDX_ASSIGN(std::string encoding,
             options.Choice("encoding", {"utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252"}));
  dialect.encoding_by_mark = encoding == "utf-16";
  dialect.encoding = encoding == "utf-8"          ? CsvEncoding::kUtf8
                     : encoding == "windows-1252" ? CsvEncoding::kWindows1252
                     : encoding == "utf-16be"     ? CsvEncoding::kUtf16Be
                                                  : CsvEncoding::kUtf16Le;
  return {};
}

}  // namespace

Result<std::unique_ptr<Connector>> MakeCsvConnector(const Options& options) {
  IDX_TRY(options.OnlyKnown(
      {"path", "delimiter", "quote", "encoding", "listSeparator", "dateFormat", "dateTimeFormat"}));
  CsvSettings settings;
  IDX_ASSIGN(std::string path, options.Required("path"));
  settings.path = options.ResolvePath(path);
  if (options.Get("delimiter") == "auto") {
    settings.dialect.delimiter = 0;
  } else {
    IDX_ASSIGN(settings.dialect.delimiter, options.Character("delimiter", ','));
  }
  IDX_ASSIGN(settings.dialect.quote, options.Character("quote", '"'));
  if (settings.dialect.quote == settings.dialect.delimiter)
    return options.Wrong("quote", "is the same as the delimiter");
  IDX_TRY(ReadEncoding(options, settings.dialect));
  settings.list_separator = options.Get("listSeparator", "|");
  settings.convert = {options.Get("dateFormat"), options.Get("dateTimeFormat")};
  for (const char* name : {"dateFormat", "dateTimeFormat"})
    if (std::string why = options.Has(name) ? PatternComplaint(options.Get(name)) : ""; !why.empty())
      return options.Wrong(name, why);
  return std::unique_ptr<Connector>(std::make_unique<CsvConnector>(std::move(settings)));
}

}  // namespace idx::connectors
