// tests/golden/xml/NAME/{idx.xml,expected.idx}: the rules of the XML and those that an author would write in
// .idx become the same typed rules. Each case is checked in both spellings, with the functions of names.idx
// where there is one, and the results are compared rule by rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/check/check.h"
#include "compiler/xml/as_idx.h"
#include "compiler/xml/load.h"

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;
using typed::Program;

std::string ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The typed tree as text, without places: equal texts mean equal rules.
class Dump {
 public:
  std::string Rule(const Program& program, const typed::Rule& rule) {
    out_ = rule.id + " kind=" + Number(static_cast<int>(rule.kind)) + " app=" + Number(rule.app_type) +
           " vault=" + Number(rule.vault_type) + " order=" + Number(rule.order) +
           " class=" + Number(rule.classification) + " stage=" + Number(static_cast<int>(rule.stage)) + " " +
           Number(rule.app_parameter) + Number(rule.vault_parameter);
    const typed::Function& f = program.functions[static_cast<size_t>(rule.function)];
    for (const typed::Type& type : f.locals) Type(type);
    for (const typed::Stmt* s : f.body) Stmt(s);
    return out_ + "\n";
  }

 private:
  static std::string Number(int64_t n) { return std::to_string(n); }
  void Type(const typed::Type& t) {
    out_ += ":" + Number(static_cast<int>(t.kind)) + (t.nullable ? "?" : "") + "/" +
            Number(static_cast<int>(t.element)) + "/" + Number(t.id);
  }
  void Expr(const typed::Expr* e) {
    if (e == nullptr) {
      out_ += " -";
      return;
    }
    out_ += "(" + Number(static_cast<int>(e->op));
    Type(e->type);
    out_ += " " + Number(e->a) + " " + Number(e->b) + " " + std::to_string(e->lo) + " '" + e->text + "'";
    for (const typed::Expr* arg : e->args) Expr(arg);
    for (const typed::Stmt* s : e->body) Stmt(s);
    out_ += ")";
  }
  void Stmt(const typed::Stmt* s) {
    out_ += "{" + Number(static_cast<int>(s->op)) + " " + Number(s->a) + " " + Number(s->b) + " " +
            Number(static_cast<int>(s->outcome)) + Number(s->initial);
    Expr(s->value);
    for (const auto* list : {&s->body, &s->otherwise, &s->step}) {
      out_ += "[";
      for (const typed::Stmt* inner : *list) Stmt(inner);
      out_ += "]";
    }
    out_ += "}";
  }
  std::string out_;
};

std::string Compile(std::vector<ConfigurationFile> files) {
  Diagnostics diagnostics;
  LoadedConfiguration loaded = LoadConfigurationFiles(std::move(files), diagnostics);
  auto program = Check(loaded, diagnostics);
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) {
    Position at = loaded.sources.file(d.span.file).PositionOf(d.span.begin);
    out +=
        std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.Code() + " " + d.message + "\n";
  }
  std::vector<std::string> rules;
  for (const typed::Rule& rule : program->rules) rules.push_back(Dump().Rule(*program, rule));
  std::ranges::sort(rules);
  for (const std::string& rule : rules) out += rule;
  return out;
}

// The configuration without its rules: the sections and the conditions of classes are cut out.
std::string WithoutRules(std::string xml) {
  size_t begin = xml.find("<!-- rules -->");
  size_t end = xml.find("<!-- end -->");
  EXPECT_NE(begin, std::string::npos);
  xml.erase(begin, end - begin);
  size_t classes_end = xml.find("</Classes>");
  for (size_t at = xml.find(" when='"); at < classes_end; at = xml.find(" when='")) {
    size_t size = xml.find('\'', at + 7) + 1 - at;
    xml.erase(at, size);
    classes_end -= size;
  }
  return xml;
}

// What `idx fmt --to=idx` prints.
std::string PrintedRules(std::vector<ConfigurationFile> files) {
  Diagnostics diagnostics;
  return XmlRulesAsIdx(LoadConfigurationFiles(std::move(files), diagnostics));
}

std::vector<ConfigurationFile> WithRules(std::vector<ConfigurationFile> files, const std::string& rules) {
  for (ConfigurationFile& file : files)
    if (file.path == "rules.idx") file.text = rules;
  return files;
}

TEST(XmlGolden, BothSpellingsAreTheSameRules) {
  size_t cases = 0;
  for (const auto& entry : fs::directory_iterator(std::string(IDX_SOURCE_DIR) + "/tests/golden/xml")) {
    if (!entry.is_directory()) continue;
    ++cases;
    std::string xml = ReadWhole(entry.path() / "idx.xml");
    std::vector<ConfigurationFile> with_xml = {{"idx.xml", xml}};
    std::vector<ConfigurationFile> with_idx = {{"idx.xml", WithoutRules(xml)},
                                               {"rules.idx", ReadWhole(entry.path() / "expected.idx")}};
    if (fs::exists(entry.path() / "names.idx")) {
      with_xml.push_back({"names.idx", ReadWhole(entry.path() / "names.idx")});
      with_idx.push_back(with_xml.back());
    }
    std::string from_xml = Compile(with_xml);
    std::string from_idx = Compile(with_idx);
    EXPECT_EQ(from_xml, from_idx) << entry.path();
    EXPECT_EQ(from_xml.find(" IDX"), std::string::npos) << entry.path() << "\n" << from_xml;
    std::string printed = PrintedRules(with_xml);
    EXPECT_EQ(Compile(WithRules(with_idx, printed)), from_xml) << printed;
    EXPECT_NE(from_xml.find("Mix/"), std::string::npos) << "no rules in " << entry.path();
  }
  EXPECT_GE(cases, 4u);
}

}  // namespace
}  // namespace idx::compiler
