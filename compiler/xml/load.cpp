#include "compiler/xml/load.h"

#include <algorithm>
#include <map>

#include "compiler/parse/parse.h"
#include "compiler/xml/files.h"
#include "compiler/xml/rules.h"
#include "compiler/xml/scan.h"
#include "compiler/xml/schema_reader.h"
#include "compiler/xml/tables.h"
#include "compiler/xml/values.h"
#include "compiler/xml/vocabulary.h"

namespace idx::compiler {

namespace {

using xml::Element;
using xml::Loading;

constexpr uint16_t kUnknownElement = 4002;
constexpr uint16_t kMissingAttribute = 4004;
constexpr uint16_t kInvalid = 4005;
constexpr uint16_t kNoIdxXml = 4009;
constexpr std::string_view kTableFile = ".csv";
constexpr std::string_view kNamespace = "urn:idx:config:1";

// The root of one XML file that holds configuration.
struct Document {
  FileId file;
  std::unique_ptr<Element> root;
};
struct ApplicationPlace {
  const Element* element;
  FileId file;
  int32_t order;
  size_t place = 0;
};

class Loader {
 public:
  Loader(LoadedConfiguration& loaded, Diagnostics& diagnostics)
      : loaded_(loaded), loading_{loaded.sources,          loaded.tree, diagnostics, *loaded.configuration,
                                  loaded.attribute_places, {}} {}

  void Load(const std::vector<xml::FoundFile>& files, xml::TableFiles tables) {
    for (const xml::FoundFile& found : files) {
      if (found.path.ends_with(".xml"))
        ReadDocument(found);
      else if (!found.path.ends_with(kTableFile))
        loaded_.files.push_back(ParseFile(loaded_.sources, found.file, loaded_.tree, loading_.diagnostics));
    }
    if (!seen_root_file_) {
      FileId place = files.empty() ? loaded_.sources.Add(std::string(xml::kRootFile), "") : files[0].file;
      loading_.diagnostics.Report(kNoIdxXml, {place, 0, 0});
    }
    idx_files_ = loaded_.files.size();
    if (root_ != nullptr) xml::ReadConfiguration(*root_->root, loading_);
    if (root_ != nullptr) {
      tables.ReadAll(*root_->root);
      xml::ReadTables(*root_->root, tables, loading_, loaded_.tables);
    }
    if (root_ != nullptr) WriteRules();
    xml::ApplyRuleFiles(std::span(loaded_.files).first(idx_files_), *loaded_.configuration);
  }

 private:
  void ReadDocument(const xml::FoundFile& found) {
    bool is_root_file = found.path == xml::kRootFile;
    seen_root_file_ |= is_root_file;
    auto root = xml::ReadXml(loaded_.sources, found.file, loading_.diagnostics);
    if (root == nullptr) return;
    const xml::Attribute* ns = root->Find("xmlns");
    bool ours = ns == nullptr || ns->value.value == kNamespace;
    std::string_view expected = is_root_file ? "Configuration" : "Application";
    if (!is_root_file && (!ours || (ns == nullptr && root->name != expected)))
      return;  // other XML may lie about
    if (root->name != expected) {
      loading_.diagnostics.Report(kUnknownElement, root->name_span, {root->name, "the root of the file"})
          .fix = "write <" + std::string(expected) + " xmlns=\"" + std::string(kNamespace) + "\" …>";
      return;
    }
    if (ns == nullptr) {
      loading_.diagnostics.Report(kMissingAttribute, root->name_span, {root->name, "xmlns"}).fix =
          "xmlns=\"" + std::string(kNamespace) + "\"";
    } else if (!ours) {
      loading_.diagnostics.Report(kInvalid, ns->value.span,
                                  {ns->value.value, "namespace: write " + std::string(kNamespace)});
    }
    xml::CheckVocabulary(*root, expected, loading_.diagnostics);
    documents_.push_back(std::make_unique<Document>(Document{found.file, std::move(root)}));
    if (is_root_file) root_ = documents_.back().get();
  }

  // Those of idx.xml first, then those of the other files by path; order="…" goes before both.
  std::vector<ApplicationPlace> Applications() {
    std::vector<ApplicationPlace> result;
    auto add = [&](const Element& element, FileId file) {
      result.push_back({&element, file,
                        xml::ReadInt(element, "order", INT32_MAX, 0, 1'000'000, loading_.diagnostics),
                        result.size()});
    };
    for (const auto& child : root_->root->children)
      if (child->name == "Application") add(*child, root_->file);
    for (const auto& document : documents_)
      if (document.get() != root_) add(*document->root, document->file);
    std::ranges::sort(result, {}, [](const ApplicationPlace& a) { return std::pair(a.order, a.place); });
    return result;
  }

  void WriteRules() {
    std::vector<ApplicationPlace> applications = Applications();
    std::erase_if(applications, [&](const ApplicationPlace& place) {
      return !xml::ReadApplication(*place.element, loading_);
    });
    xml::ResolveReferences(loading_);
    for (const auto& child : root_->root->children) {
      if (child->name != "Classes") continue;
      xml::RuleWriter writer(loading_, NewClass(root_->file, *child, "VaultRules"), "Vault");
      xml::WriteClasses(writer, *child);
    }
    for (size_t i = 0; i < applications.size(); ++i) {
      const Element& element = *applications[i].element;
      std::string name = xml::ReadString(element, "name");
      xml::RuleWriter writer(loading_, NewClass(applications[i].file, element, name + "Rules"), name);
      writer.position = static_cast<int32_t>(i);
      xml::WriteApplication(writer, element);
    }
  }

  // A static class in the tree of the XML file. Namespaces of the .idx files are in scope there.
  ast::Class* NewClass(FileId file, const Element& element, std::string name) {
    auto* made = xml::Builder(loaded_.tree).StaticClass(element.tag_span, std::move(name));
    for (size_t i = idx_files_; i < loaded_.files.size(); ++i) {
      if (!(loaded_.files[i].file == file)) continue;
      loaded_.files[i].members.push_back(made);
      return made;
    }
    ast::File& tree = loaded_.files.emplace_back();
    tree.file = file;
    for (std::string& ns : xml::NamespacesOf(std::span(loaded_.files).first(idx_files_)))
      tree.usings.push_back({std::move(ns), false, "", element.tag_span});
    tree.members.push_back(made);
    return made;
  }

  LoadedConfiguration& loaded_;
  Loading loading_;
  std::vector<std::unique_ptr<Document>> documents_;
  Document* root_ = nullptr;
  bool seen_root_file_ = false;
  size_t idx_files_ = 0;
};

}  // namespace

Result<LoadedConfiguration> LoadConfiguration(const std::string& directory, Diagnostics& diagnostics,
                                              const LoadLimits& limits) {
  LoadedConfiguration loaded;
  loaded.configuration = std::make_shared<Configuration>();
  loaded.configuration->directory = directory;
  IDX_ASSIGN(std::vector<xml::FoundFile> files,
             xml::ReadFiles(directory, limits, loaded.sources, diagnostics));
  Loader(loaded, diagnostics).Load(files, {directory, loaded.sources, diagnostics});
  return loaded;
}

LoadedConfiguration LoadConfigurationFiles(std::vector<ConfigurationFile> files, Diagnostics& diagnostics) {
  LoadedConfiguration loaded;
  loaded.configuration = std::make_shared<Configuration>();
  std::ranges::sort(files, {}, &ConfigurationFile::path);
  std::vector<xml::FoundFile> found;
  std::map<std::string, FileId> tables;
  for (ConfigurationFile& file : files) {
    FileId id = loaded.sources.Add(file.path, std::move(file.text));
    if (file.path.ends_with(kTableFile)) tables[file.path] = id;
    found.push_back({std::move(file.path), id});
  }
  Loader(loaded, diagnostics).Load(found, {std::move(tables), loaded.sources, diagnostics});
  return loaded;
}

}  // namespace idx::compiler
