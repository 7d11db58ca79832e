// What `idx explain-code` shows: each example gives its diagnostic and no other, and its mended form none.
// That each diagnostic has one: tests/coverage/diagnostics_test.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/lint/lint.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {
namespace {

// {0}: an application more; {1}: maps.
constexpr char kBase[] = R"(<Configuration xmlns="urn:idx:config:1" tenant="contoso">
  <Vault><Object name="User">
    <Attribute name="EmployeeID"/> <Attribute name="GivenName"/> <Attribute name="Surname"/>
    <Attribute name="DisplayName"/> <Attribute name="Mail"/> <Attribute name="City"/> <Attribute name="Level" type="int"/>
    <Attribute name="LastDay" type="date"/> <Attribute name="Manager" type="reference" to="Vault.User"/>
  </Object></Vault>
  <Classes><Class name="Staff" number="1"/><Class name="Student" number="2"/><Class name="Guest" number="3"/></Classes>
  <Application name="Workday">
    <Connector type="csv" path="workday.csv"/>
    <Object name="User" key="WorkdayID">
      <Attribute name="WorkdayID" required="true"/> <Attribute name="FirstName" required="true"/> <Attribute name="LastName"/>
      <Attribute name="Email"/> <Attribute name="City"/> <Attribute name="Grade" type="int"/>
      <Attribute name="LastDay" type="date"/> <Attribute name="Hired" type="datetime"/>
      <Attribute name="Boss" type="reference" to="Workday.User"/>
    </Object>
    <Mappers object="User" to="Vault.User">{1}</Mappers>
  </Application>
  <Application name="AD">
    <Connector type="csv" path="ad.csv"/>
    <Object name="User" key="WorkerID">
      <Attribute name="WorkerID"/> <Attribute name="SamAccountName"/> <Attribute name="DisplayName"/> <Attribute name="Mail"/> <Attribute name="Office"/>
      <Attribute name="Manager" type="reference" to="AD.User"/>
    </Object>
  </Application>
  {0}
</Configuration>)";

// What the frame lacks: a Vault that rules write and read, and users of a library.
const std::set<uint16_t> kOfTheFrame = {5007, 5008, 5012};

std::vector<ConfigurationFile> FilesOf(ExampleKind kind, std::string_view text) {
  std::string application, maps, rules;
  switch (kind) {
    case ExampleKind::kConfiguration:
      return {{"idx.xml", std::string(text)}};
    case ExampleKind::kTable:
      return {
          {"idx.xml", fmt::format(fmt::runtime(kBase),
                                  R"(<Table name="Departments" path="d.csv" key="Code" value="Name"/>)", "")},
          {"d.csv", std::string(text)}};
    case ExampleKind::kApplication:
      application = fmt::format(
          "<Application name=\"Extra\"><Connector type=\"csv\" path=\"extra.csv\"/>{}</Application>", text);
      break;
    case ExampleKind::kMap:
      maps = text;
      break;
    case ExampleKind::kMapper:
      rules = fmt::format(
          "static class R {{\n[Inbound(\"Workday.User\")]\nstatic void M(Workday.User app, Vault.User vault) "
          "{{\n"
          "{}\n}}\n}}\n",
          text);
      break;
    case ExampleKind::kMembers:
      rules = fmt::format("static class R {{\n{}\n}}\n", text);
      break;
    case ExampleKind::kExpression:
      break;
  }
  return {{"idx.xml", fmt::format(fmt::runtime(kBase), application, maps)}, {"rules.idx", rules}};
}

// The ids of all diagnostics, and what they say.
std::set<uint16_t> IdsOf(ExampleKind kind, std::string_view text, std::string& said) {
  if (kind == ExampleKind::kExpression) {
    CheckedExpression checked = CheckOne(nullptr, text);
    said = checked.problem.empty() ? Evaluate(checked).shown : checked.problem;
    if (!said.starts_with("IDX")) return {};
    return {static_cast<uint16_t>(std::stoi(said.substr(3, 4)))};
  }
  Checked checked;
  checked.loaded = LoadConfigurationFiles(FilesOf(kind, text), checked.diagnostics);
  if (!checked.diagnostics.has_errors()) checked.program = Check(checked.loaded, checked.diagnostics);
  if (!checked.diagnostics.has_errors())
    AnalyseRules(*checked.program, checked.loaded.sources, checked.diagnostics);
  if (!checked.diagnostics.has_errors())
    LintConfiguration(checked.loaded, *checked.program, checked.diagnostics);
  checked.diagnostics.Sort();
  std::set<uint16_t> ids;
  for (const Diagnostic& diagnostic : checked.diagnostics.all()) {
    ids.insert(diagnostic.id);
    if (!kOfTheFrame.contains(diagnostic.id)) said += diagnostic.Code() + " " + diagnostic.message + "\n";
  }
  return ids;
}

TEST(DiagnosticExamples, AreWrongAndRight) {
  int before = 0;
  for (const DiagnosticExample& example : DiagnosticExamples()) {
    EXPECT_GT(example.id, before);
    before = example.id;
    std::string said;
    std::set<uint16_t> wrong = IdsOf(example.kind, example.wrong, said);
    EXPECT_TRUE(wrong.contains(example.id)) << example.id << ": " << example.wrong << "\n" << said;
    for (uint16_t id : wrong)
      EXPECT_TRUE(id == example.id || kOfTheFrame.contains(id)) << example.id << ": " << example.wrong << "\n"
                                                                << said;
    std::string left;
    for (uint16_t id : IdsOf(example.kind, example.right, left))
      EXPECT_TRUE(id != example.id && kOfTheFrame.contains(id)) << example.id << ": " << example.right << "\n"
                                                                << left;
  }
}

}  // namespace
}  // namespace idx::compiler::golden
