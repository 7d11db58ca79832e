#include "connectors/ldif/ldif_connector.h"

#include "connectors/ldif/ldif_export.h"
#include "connectors/ldif/ldif_reader.h"
#include "connectors/sdk/spelling.h"

namespace idx::connectors {
namespace {

class LdifConnector final : public Connector {
 public:
  explicit LdifConnector(LdifSettings settings) : settings_(std::move(settings)) {}

  Capabilities capabilities() const override {
    return {.reads = true, .exports = true, .own_delta = false, .atomic_export = true};
  }
  Status Test(const ObjectType&) override {
    // An entry need not have every attribute, so there is nothing to compare with the type.
    Result<LdifSource> source = LdifSource::Open(settings_.path);
    if (!source.ok()) return source.error();
    return {};
  }
  Result<std::unique_ptr<Reader>> OpenRead(ReadRequest request) override {
    IDX_ASSIGN(LdifSource source, LdifSource::Open(settings_.path));
    return MakeLdifReader(std::move(source), settings_, std::move(request));
  }
  Result<ExportReply> Apply(const ExportRequest& request) override { return ApplyToLdif(settings_, request); }

 private:
  LdifSettings settings_;
};

}  // namespace

Result<std::unique_ptr<Connector>> MakeLdifConnector(const Options& options) {
  IDX_TRY(options.OnlyKnown({"path", "objectClass", "dateFormat", "dateTimeFormat"}));
  LdifSettings settings;
  IDX_ASSIGN(std::string path, options.Required("path"));
  settings.path = options.ResolvePath(path);
  settings.object_class = options.Get("objectClass");
  settings.convert.date_format = options.Get("dateFormat");
  settings.convert.date_time_format = options.Get("dateTimeFormat");
  for (const char* name : {"dateFormat", "dateTimeFormat"})
    if (std::string why = options.Has(name) ? PatternComplaint(options.Get(name)) : ""; !why.empty())
      return options.Wrong(name, why);
  return std::unique_ptr<Connector>(std::make_unique<LdifConnector>(std::move(settings)));
}

}  // namespace idx::connectors
