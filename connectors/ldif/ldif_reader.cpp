#include "connectors/ldif/ldif_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/digest.h"
#include "base/value/base64.h"
#include "connectors/sdk/known_records.h"

namespace idx::connectors {
namespace {

class LdifReader final : public Reader {
 public:
  LdifReader(LdifSource source, const LdifSettings& settings, ReadRequest request)
      : source_(std::move(source)),
        settings_(settings),
        request_(std::move(request)),
        known_(std::move(request_.known)),
        converter_(request_.type, request_.enums, settings_.convert),
        names_(NamesOf(request_.type)),
        values_(request_.type.attributes.size()) {
    hides_samples_ = std::any_of(request_.type.attributes.begin(), request_.type.attributes.end(),
                                 [](const Attribute& a) { return a.sensitive; });
  }

  Status Pull(BatchBuilder& rows, ReadPage& page) override {
    rows.Clear();
    page = {};
    while (!rows.full() && page.unchanged.size() < kMaxPageRecords && page.broken.size() < kMaxPageRecords) {
      LdifRecord record;
      IDX_ASSIGN(LdifSource::Step step, source_.Next(record));
      if (step != LdifSource::Step::kRecord) {
        page.done = true;
        page.completeness = step == LdifSource::Step::kEnd ? Completeness::kComplete : Completeness::kPartial;
        page.reason = source_.why();
        break;
      }
      IDX_TRY(Take(record, rows, page));
    }
    return {};
  }
  std::string source() const override { return settings_.path; }

 private:
  Status Take(const LdifRecord& record, BatchBuilder& rows, ReadPage& page) {
    Digest digest = DigestOf(record.bytes);
    if (int64_t position = known_.Find(digest); position >= 0) {
      page.unchanged.push_back(static_cast<uint32_t>(position));
      return {};
    }
    scratch_.Reset();
    std::string why;
    std::string split_why = SplitLdif(record.bytes, scratch_, lines_);
    switch (Judge(lines_, split_why, settings_.object_class, why)) {
      case LdifEntry::kOther:
        return {};
      case LdifEntry::kChange:
        return ChangesCannotBeRead(settings_.path, record.line);
      case LdifEntry::kBroken:
        break;
      case LdifEntry::kWanted:
        why = Convert(rows, rows.AddRow());
        if (why.empty()) {
          page.records.push_back({digest, record.line});
          return {};
        }
        rows.DropLastRow();
    }
    page.broken.push_back(
        {digest, record.line, std::move(why), Key(), hides_samples_ ? "" : SampleOf(record.bytes)});
    return {};
  }

  Complaint Convert(BatchBuilder& rows, uint32_t row) {
    for (auto& values : values_) values.clear();
    for (const LdifLine& line : lines_) {
      auto found = names_.find(LowerName(line.name));
      if (found != names_.end()) values_[found->second].push_back(line.value);
    }
    for (uint32_t a = 0; a < values_.size(); ++a) {
      const Attribute& attribute = request_.type.attributes[a];
      if (!attribute.multi && values_[a].size() > 1)
        return fmt::format("{} has {} values; declare it multi=\"true\" to take them all", attribute.name,
                           values_[a].size());
      if (!attribute.multi && values_[a].empty()) continue;
      Complaint why = attribute.multi ? converter_.SetMulti(rows, row, a, values_[a])
                                      : converter_.SetScalar(rows, row, a, values_[a][0]);
      if (!why.empty()) return why;
    }
    return converter_.CheckRequired(rows.batch(), row);
  }

  std::string Key() const {
    if (request_.type.key < 0) return "";
    const Attribute& key = request_.type.attributes[static_cast<size_t>(request_.type.key)];
    std::string name = LowerName(key.name);
    for (const LdifLine& line : lines_) {
      if (LowerName(line.name) != name || key.sensitive) continue;
      if (std::string anchor = AnchorOf(key, line.value); IsCleanText(anchor)) return anchor;
    }
    return "";
  }

  LdifSource source_;
  LdifSettings settings_;
  ReadRequest request_;
  KnownRecords known_;
  Converter converter_;
  std::unordered_map<std::string, uint32_t> names_;
  bool hides_samples_ = false;
  std::vector<LdifLine> lines_;
  std::vector<std::vector<std::string_view>> values_;
  Arena scratch_;
};

}  // namespace

std::unordered_map<std::string, uint32_t> NamesOf(const ObjectType& type) {
  std::unordered_map<std::string, uint32_t> names;
  for (uint32_t a = 0; a < type.attributes.size(); ++a) names.emplace(LowerName(type.attributes[a].name), a);
  return names;
}

std::string AnchorOf(const Attribute& key, std::string_view value) {
  return key.is_bytes() ? EncodeBase64(value) : std::string(value);
}

Error ChangesCannotBeRead(const std::string& path, uint64_t line) {
  return {Origin::kInput,
          fmt::format("{}, line {}: this is a file of changes (changetype), which cannot be imported: "
                      "export the entries themselves",
                      path, line)};
}

LdifEntry Judge(const std::vector<LdifLine>& lines, const std::string& split_why,
                const std::string& object_class, std::string& why) {
  const LdifLine* dn = nullptr;
  bool of_class = object_class.empty();
  bool any = false;
  std::string wanted = LowerName(object_class);
  for (const LdifLine& line : lines) {
    if (line.name.empty()) continue;
    std::string name = LowerName(line.name);
    if (name == "changetype" || name == "control") return LdifEntry::kChange;
    if (name == "dn" && !any) dn = &line;
    any = true;
    of_class = of_class || (name == "objectclass" && LowerName(line.value) == wanted);
  }
  if (!split_why.empty()) {
    why = split_why;
    return LdifEntry::kBroken;
  }
  if (!any) return LdifEntry::kOther;
  if (dn == nullptr) {
    why = "an entry must begin with its dn";
    return LdifEntry::kBroken;
  }
  return of_class ? LdifEntry::kWanted : LdifEntry::kOther;
}

Result<std::unique_ptr<Reader>> MakeLdifReader(LdifSource source, const LdifSettings& settings,
                                               ReadRequest request) {
  return std::unique_ptr<Reader>(
      std::make_unique<LdifReader>(std::move(source), settings, std::move(request)));
}

}  // namespace idx::connectors
