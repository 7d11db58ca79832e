#include "compiler/xml/vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "compiler/xml/identifiers.h"
#include "base/core/suggest.h"

namespace idx::compiler::xml {
namespace {

std::string ReadWhole(const std::string& path) {
  std::ifstream file(std::string(IDX_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Value(const Element& element, std::string_view name) {
  const Attribute* attribute = element.Find(name);
  return attribute == nullptr ? "" : attribute->value.value;
}

bool IsDocumented(const Element& element) {
  for (const auto& child : element.children)
    if (child->name == "xs:annotation") return !child->children.empty() && !child->children[0]->text.blank();
  return false;
}

// The schema that editors use says the same as the table that the compiler uses, and documents all of it.
TEST(Vocabulary, IsTheSchema) {
  SourceSet sources;
  Diagnostics diagnostics;
  auto schema = ReadXml(sources, sources.Add("idx.xsd", ReadWhole("grammar/idx.xsd")), diagnostics);
  ASSERT_NE(schema, nullptr);
  std::map<std::string, const Element*> types;
  for (const auto& child : schema->children)
    if (child->name == "xs:complexType") types[Value(*child, "name")] = child.get();
  EXPECT_EQ(types.size(), Vocabulary().size());
  for (const ElementType& type : Vocabulary()) {
    std::string name(type.name);
    ASSERT_TRUE(types.contains(name)) << name;
    const Element& declared = *types[name];
    EXPECT_TRUE(IsDocumented(declared)) << name;
    EXPECT_EQ(Value(declared, "mixed") == "true", type.text) << name;
    std::set<std::pair<std::string, bool>> attributes, wanted_attributes;
    std::set<std::pair<std::string, std::string>> children, wanted_children;
    bool any = false;
    for (const auto& part : declared.children) {
      any |= part->name == "xs:anyAttribute";
      if (part->name == "xs:attribute") {
        attributes.emplace(Value(*part, "name"), Value(*part, "use") == "required");
        EXPECT_TRUE(IsDocumented(*part)) << name << " " << Value(*part, "name");
      }
      if (part->name != "xs:choice") continue;
      for (const auto& child : part->children) children.emplace(Value(*child, "name"), Value(*child, "type"));
    }
    for (const AttributeRule& rule : type.attributes) wanted_attributes.emplace(rule.name, rule.required);
    for (const ChildRule& rule : type.children) wanted_children.emplace(rule.element, rule.type);
    EXPECT_EQ(attributes, wanted_attributes) << name;
    EXPECT_EQ(children, wanted_children) << name;
    EXPECT_EQ(any, type.any_attribute) << name;
  }
}

TEST(Vocabulary, IsDocumented) {
  std::string page = ReadWhole("docs/configuration.md");
  for (const ElementType& type : Vocabulary()) {
    for (const AttributeRule& rule : type.attributes)
      EXPECT_NE(page.find("| `" + std::string(rule.name) + "`"), std::string::npos) << rule.name;
    for (const ChildRule& rule : type.children)
      EXPECT_NE(page.find("`<" + std::string(rule.element) + ">`"), std::string::npos) << rule.element;
  }
}

TEST(Identifiers, FromNames) {
  EXPECT_EQ(RuleIdentifier("Cost Centre"), "CostCentre");
  EXPECT_EQ(RuleIdentifier("msDS-Key"), "msDSKey");
  EXPECT_EQ(RuleIdentifier("2nd mail"), "_2ndMail");
  EXPECT_EQ(RuleIdentifier("e-mail"), "eMail");
  EXPECT_EQ(RuleIdentifier("Größe"), "GrE");
  EXPECT_EQ(RuleIdentifier("%"), "");
  EXPECT_TRUE(IsIdentifier("_a1"));
  EXPECT_FALSE(IsIdentifier("1a"));
  EXPECT_FALSE(IsIdentifier(""));
  EXPECT_FALSE(IsIdentifier(std::string(101, 'a')));
}

TEST(Identifiers, ForPostgres) {
  EXPECT_EQ(SnakeCase("EmployeeID"), "employee_id");
  EXPECT_EQ(SnakeCase("Cost Centre"), "cost_centre");
  EXPECT_EQ(SnakeCase("XMLHttpRequest"), "xml_http_request");
  EXPECT_EQ(SnakeCase("%"), "");
  EXPECT_EQ(ColumnName("mail", {"a_mail", "a_mail_2"}), "a_mail_3");
  EXPECT_EQ(ColumnName(std::string(80, 'a'), {}).size(), 63u);
  EXPECT_EQ(ColumnName(std::string(80, 'a'), {"a_" + std::string(61, 'a')}).size(), 63u);
  EXPECT_EQ(TableName("Vault", "User", {}), "vault_user");
  EXPECT_EQ(TableName("Workday", "User", {}), "repo_workday_user");
}

TEST(Suggest, Near) {
  std::vector<std::string_view> known = {"Mappers", "Map", "Joins"};
  EXPECT_EQ(DidYouMean("Mapers", known), "did you mean 'Mappers'?");
  EXPECT_EQ(DidYouMean("map", known), "did you mean 'Map'?");
  EXPECT_EQ(DidYouMean("Filters", known), "");
  EXPECT_EQ(DidYouMean("", known), "");
  EXPECT_EQ(DidYouMean(std::string(100'000, 'a'), known), "");
}

}  // namespace
}  // namespace idx::compiler::xml
