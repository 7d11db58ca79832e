#include "compiler/xml/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kHead = R"(<Configuration xmlns="urn:idx:config:1" tenant="t">
<Vault><Object name="User"><Attribute name="Mail"/><Attribute name="Cost Centre"/></Object></Vault>
<Classes><Class name="Staff" number="1"/><Class name="Other" number="9"/></Classes>
)";
constexpr const char* kApplication = R"(<Application name="HR"><Connector type="csv" path="hr.csv"/>
<Object name="User" key="ID"><Attribute name="ID"/><Attribute name="First Name"/><Attribute name="Left" type="date"/></Object>
)";

class LoadTest : public testing::Test {
 protected:
  LoadTest() {
    std::string pattern = (fs::temp_directory_path() / "idx_load_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~LoadTest() override { fs::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }
  LoadedConfiguration& Load(const LoadLimits& limits = {}) {
    diagnostics_ = Diagnostics();
    auto result = LoadConfiguration(folder_.string(), diagnostics_, limits);
    EXPECT_TRUE(result.ok());
    loaded_ = std::move(result).value();
    diagnostics_.Sort();
    return loaded_;
  }
  // The rest of the application, in a configuration that is correct else.
  LoadedConfiguration& LoadRules(const std::string& rules) {
    Write("idx.xml", kHead + std::string(kApplication) + rules + "</Application></Configuration>");
    return Load();
  }
  // "idx.xml:2:5 IDX4001 message (fix)" of every diagnostic, a line each.
  std::string Errors() {
    std::string out;
    for (const Diagnostic& d : diagnostics_.all()) {
      const SourceFile& file = loaded_.sources.file(d.span.file);
      Position at = file.PositionOf(d.span.begin);
      out += file.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.Code() +
             " " + d.message;
      if (!d.fix.empty()) out += " (" + d.fix + ")";
      out += "\n";
    }
    return out;
  }
  const ast::Method* Method(size_t member, size_t decl = 1) {
    for (const ast::File& file : loaded_.files) {
      if (loaded_.sources.file(file.file).path() != "idx.xml" || file.members.size() <= decl) continue;
      const auto& made = ast::As<ast::Class>(file.members[decl]);
      return member < made.members.size() ? &ast::As<ast::Method>(made.members[member]) : nullptr;
    }
    return nullptr;
  }
  std::string IdOf(const ast::Method& method) {
    for (const ast::AttributeUse& use : method.attributes)
      if (use.name == "Id") return ast::As<ast::Literal>(use.arguments[0].value).text;
    return "";
  }

  fs::path folder_;
  Diagnostics diagnostics_;
  LoadedConfiguration loaded_;
};

TEST_F(LoadTest, StarterExample) {
  auto result = LoadConfiguration(std::string(IDX_SOURCE_DIR) + "/examples/starter", diagnostics_);
  ASSERT_TRUE(result.ok());
  loaded_ = std::move(result).value();
  EXPECT_EQ(Errors(), "");
  const Configuration& c = *loaded_.configuration;
  EXPECT_EQ(c.tenant, "starter");
  EXPECT_EQ(c.zone, "Europe/London");
  ASSERT_EQ(c.types.size(), 3u);
  EXPECT_EQ(c.vault_type_count, 1);
  EXPECT_EQ(c.types[0].attributes[kVaultEnabled].identifier, "Enabled");
  EXPECT_TRUE(c.types[0].attributes[kVaultEnabled].required);
  EXPECT_EQ(c.types[0].attributes[kVaultClassification].enum_id, 0);
  EXPECT_EQ(c.enums[0].name, "Class");
  EXPECT_EQ(c.enums[0].members[2].number, 9);
  ASSERT_EQ(c.applications.size(), 2u);
  const ApplicationType& account = c.applications[1].types[0];
  EXPECT_TRUE(account.provision.enabled);
  EXPECT_EQ(account.provision.disabled_value, "disabled");
  EXPECT_EQ(c.types[2].attributes[static_cast<size_t>(account.provision.enabled_attribute)].name, "status");
  EXPECT_EQ(account.connector.type, "csv");
  EXPECT_EQ(account.connector.options.at("path"), "data/directory.csv");
  EXPECT_THAT(account.connector.where, HasSubstr("idx.xml:"));
  EXPECT_EQ(c.applications[0].types[0].join.unmatched, Unmatched::kCreate);
}

TEST_F(LoadTest, UniversityExample) {
  auto result = LoadConfiguration(std::string(IDX_SOURCE_DIR) + "/examples/university", diagnostics_);
  ASSERT_TRUE(result.ok());
  loaded_ = std::move(result).value();
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(loaded_.configuration->applications[0].name, "HR");
  EXPECT_EQ(loaded_.configuration->types[1].attributes.size(), 20u);
}

TEST_F(LoadTest, SchemaDetails) {
  Write(
      "idx.xml",
      kHead + std::string("<Enum name=\"Grade\"><Member name=\"A\" number=\"1\"/></Enum>") +
          R"(<Guards smallerRead="30" limitMax="7"/><Application name="AD" phase="sandbox"><Connector type="ldif"><Option name="path">a.ldif</Option></Connector>
<Object name="User" key="objectGUID"><Attribute name="objectGUID" type="guid"/><Attribute name="msDS-Key" multi="true" ordered="true" equality="ignoreCase"/>
<Attribute name="2nd mail" empty="value" sensitive="true"/><Attribute name="grade" type="Grade"/><Attribute name="userCertificate;binary" type="binary"/><Attribute name="Mail Addr" id="M"/></Object></Application></Configuration>)");
  Load();
  EXPECT_EQ(Errors(), "");
  const Configuration& c = *loaded_.configuration;
  const ObjectType& user = c.types[1];
  EXPECT_EQ(user.table, "repo_ad_user");
  EXPECT_EQ(c.types[0].table, "vault_user");
  EXPECT_EQ(c.types[0].attributes[3].identifier, "CostCentre");
  EXPECT_EQ(c.types[0].attributes[3].column, "a_cost_centre");
  EXPECT_EQ(user.attributes[0].type, TypeKind::kGuid);
  EXPECT_TRUE(user.attributes[0].required);
  EXPECT_EQ(user.attributes[1].identifier, "msDSKey");
  EXPECT_TRUE(user.attributes[1].ordered);
  EXPECT_EQ(user.attributes[1].equality, Equality::kIgnoreCase);
  EXPECT_EQ(user.attributes[2].identifier, "_2ndMail");
  EXPECT_TRUE(user.attributes[2].keep_empty);
  EXPECT_EQ(user.attributes[3].enum_id, 1);
  EXPECT_EQ(user.attributes[4].type, TypeKind::kByte);
  EXPECT_EQ(user.attributes[4].identifier, "userCertificateBinary");
  EXPECT_EQ(user.attributes[4].column_kind(), TypeKind::kList);
  EXPECT_EQ(user.attributes[5].identifier, "M");
  EXPECT_EQ(c.applications[0].phase, Phase::kSandbox);
  EXPECT_EQ(c.applications[0].types[0].connector.options.at("path"), "a.ldif");
  EXPECT_EQ(c.guards.limit_max, 7);
  EXPECT_EQ(c.guards.smaller_read_percent, 30);
}

TEST_F(LoadTest, JoinsBecomeMethods) {
  LoadRules(R"(<Joins object="User" otherwise="create">
<Join id="a" priority="5"><Match app="ID" vault="Mail"/></Join>
<Join when='app.ID == vault.CostCentre'><Any><Match app="First Name" vault="Cost Centre" ignoreCase="true"/><When>app.Left is null</When></Any></Join></Joins>)");
  EXPECT_EQ(Errors(), "");
  const ast::Method& first = *Method(0);
  EXPECT_EQ(IdOf(first), "HR/User/Join:a");
  EXPECT_EQ(first.attributes[0].name, "Join");
  EXPECT_EQ(ast::As<ast::Literal>(first.attributes[0].arguments[0].value).text, "HR.User");
  EXPECT_EQ(ast::As<ast::Literal>(first.attributes[0].arguments[1].value).integer, 5u);
  EXPECT_EQ(first.parameters[0].type->name, "HR.User");
  EXPECT_EQ(first.parameters[1].type->name, "Vault.User");
  const auto& equal = ast::As<ast::Binary>(first.body);
  EXPECT_EQ(equal.op, ast::BinaryOp::kEq);
  EXPECT_EQ(ast::As<ast::Member>(equal.right).name, "Mail");
  const ast::Method& second = *Method(1);
  EXPECT_EQ(IdOf(second), "HR/User/Join:2");
  EXPECT_EQ(ast::As<ast::Literal>(second.attributes[0].arguments[1].value).integer, 20u);
  const auto& both = ast::As<ast::Binary>(second.body);
  EXPECT_EQ(both.op, ast::BinaryOp::kAnd);
  const auto& any = ast::As<ast::Binary>(both.right);
  EXPECT_EQ(any.op, ast::BinaryOp::kOr);
  const auto& call = ast::As<ast::Call>(any.left);
  EXPECT_EQ(call.arguments.size(), 3u);
  EXPECT_EQ(ast::As<ast::Member>(call.arguments[0].value).name, "FirstName");
}

TEST_F(LoadTest, MapsBecomeMethods) {
  LoadRules(R"(<Mappers object="User">
<Map app="First Name" vault="Mail" direction="both" precedence="7"/>
<Map vault="Cost Centre" when="app.ID != null"><Concat separator="-"><From app="ID"/><From text="x"/></Concat></Map>
<Map app="ID" direction="out" value='vault.Mail ?? "none"' empty="clear"/></Mappers>)");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(IdOf(*Method(0)), "HR/User/Map:Mail");
  EXPECT_EQ(Method(0)->attributes[0].name, "Inbound");
  EXPECT_EQ(ast::As<ast::Literal>(Method(0)->attributes[0].arguments[1].value).integer, 7u);
  EXPECT_EQ(IdOf(*Method(1)), "HR/User/MapOut:FirstName");
  EXPECT_EQ(Method(1)->parameters[0].name, "vault");
  EXPECT_EQ(Method(1)->attributes[0].arguments.size(), 1u);
  EXPECT_EQ(ast::As<ast::Literal>(Method(2)->attributes[0].arguments[1].value).integer, 100u);
  EXPECT_EQ(Method(2)->block->statements[0]->kind, ast::StmtKind::kIf);
  ASSERT_EQ(Method(3)->block->statements.size(), 2u);
  EXPECT_EQ(Method(3)->block->statements[0]->kind, ast::StmtKind::kLocal);
}

TEST_F(LoadTest, FiltersClassesAndProvision) {
  Write(
      "idx.xml",
      std::string(R"(<Configuration xmlns="urn:idx:config:1" tenant="t"><Vault><Object name="User"/></Vault>
<Classes><Class name="Staff" number="1" when="vault.Enabled"/><Class name="Other" number="9"/></Classes>)") +
          kApplication +
          R"(<Filters object="User"><Filter id="l" classification="Staff" when="app.Left &lt; sync.Today"><Disable/><Delete after="90d"/><Set vault="Enabled" value="false"/><Clear vault="Enabled"/></Filter></Filters>
<Provision object="User" onLoss="delete" enabledAttribute="First Name" disabledValue="off"/></Application></Configuration>)");
  Load();
  EXPECT_EQ(Errors(), "");
  const ast::Method& classify = *Method(0, 0);
  EXPECT_EQ(classify.attributes[0].name, "Classify");
  EXPECT_EQ(classify.body->kind, ast::ExprKind::kConditional);
  const ast::Method& filter = *Method(0);
  EXPECT_EQ(filter.attributes[0].arguments.size(), 4u);
  EXPECT_EQ(filter.parameters[2].type->name, "Sync");
  const auto& branch = ast::As<ast::If>(filter.block->statements[0]);
  EXPECT_EQ(ast::As<ast::Block>(branch.then).statements.size(), 4u);
  EXPECT_EQ(IdOf(*Method(1)), "HR/User/Provision");
  const ProvisionSettings& provision = loaded_.configuration->applications[0].types[0].provision;
  EXPECT_EQ(provision.on_loss, OnLoss::kDelete);
  EXPECT_EQ(provision.enabled_attribute, 1);
}

TEST_F(LoadTest, ErrorsInExpressionsPointIntoTheAttribute) {
  LoadRules("<Mappers object=\"User\">\n<Map vault=\"Mail\" value='Äpp &amp;&amp; + )'/>\n</Mappers>");
  ASSERT_EQ(diagnostics_.all().size(), 1u) << Errors();
  EXPECT_THAT(Errors(), HasSubstr("idx.xml:7:43 IDX0001"));
  const Diagnostic& d = diagnostics_.all()[0];
  EXPECT_EQ(loaded_.sources.file(d.span.file).text().substr(d.span.begin, 1), ")");
}

// One of each element: what is not built yet is said, all else is read.
TEST_F(LoadTest, AnApplicationWithEverything) {
  std::string head = kHead;
  for (const char* name : {"BirthDate", "GivenName", "DisplayName", "Upn"})
    head.insert(head.find("</Object>"), "<Attribute name=\"" + std::string(name) + "\"/>");
  Write("idx.xml", head + "</Configuration>");
  Write("apps/workday.xml", R"(<Application name="Workday" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/workday.csv"/>
  <Object name="User" key="WorkdayID">
    <Attribute name="WorkdayID" type="string" required="true"/>
    <Attribute name="Emails" type="string" multi="true"/>
    <Attribute name="Email"/> <Attribute name="BirthDate"/> <Attribute name="FirstName"/> <Attribute name="LastName"/>
    <Attribute name="Salary" type="decimal" sensitive="true"/>
  </Object>
  <Joins object="User" to="Vault.User" otherwise="create">
    <Join id="mail" priority="20"><All><Match app="Email" vault="Mail" ignoreCase="true"/><Match app="BirthDate" vault="BirthDate"/></All></Join>
    <Join id="id" priority="30" when='app.WorkdayID == vault.EmployeeID'/>
  </Joins>
  <Mappers object="User" to="Vault.User">
    <Map app="FirstName" vault="GivenName" direction="both" precedence="10"/>
    <Map vault="DisplayName"><Concat separator=" "><From app="FirstName"/><From app="LastName"/></Concat></Map>
    <Map vault="Upn" value='Names.Upn(app.FirstName, app.LastName)'/>
  </Mappers>
  <Filters object="User">
    <Filter id="leaver" stage="inbound" order="10" classification="Staff">
      <When><![CDATA[app.LastDay is { } last && last < sync.Today]]></When>
      <Disable/> <Delete after="90d"/> <Notify template="leaver"><To value='vault.Manager?.Mail'/></Notify>
    </Filter>
  </Filters>
</Application>)");
  Load();
  EXPECT_EQ(Errors(), "");
  ASSERT_FALSE(loaded_.files.empty());
  EXPECT_EQ(ast::As<ast::Class>(loaded_.files.back().members[0]).members.size(), 7u);
}

struct Case {
  const char* rules;
  const char* error;
};

TEST_F(LoadTest, EveryMistakeIsExplained) {
  const Case cases[] = {
      {"<Mapers object=\"User\"/>",
       "IDX4002 unknown element <Mapers> in <Application> (did you mean 'Mappers'?)"},
      {"<Joins objct=\"User\"/>", "IDX4003 unknown attribute 'objct' on <Joins> (did you mean 'object'?)"},
      {"<Joins to=\"Vault.User\"/>", "IDX4004 <Joins> needs the attribute 'object'"},
      {"<Joins object=\"Usr\"/>", "IDX4006 there is no object type of HR named 'Usr' (did you mean 'User'?)"},
      {"<Joins object=\"User\" to=\"Vault.Usr\"/>",
       "IDX4006 there is no object type of the Vault named 'Vault.Usr' (did you mean 'Vault.User'?)"},
      {"<Joins object=\"User\" otherwise=\"creat\"/>",
       "IDX4005 'creat' is not a valid otherwise: one of create, wait, ignore (did you mean 'create'?)"},
      {"<Joins object=\"User\"><Join/></Joins>", "IDX4015 <Join> needs a condition"},
      {"<Joins object=\"User\"><Join><All/></Join></Joins>", "IDX4015 <All> needs at least one condition"},
      {"<Joins object=\"User\"><Join when=\"\"/></Joins>", "IDX4005"},
      {"<Joins object=\"User\"><Join id=\"a\" when=\"true\"/><Join id=\"a\" when=\"true\"/></Joins>",
       "IDX4007 two rules have the name 'HR/User/Join:a'"},
      {"<Joins object=\"User\"><Join when=\"true\" priority=\"x\"/></Joins>",
       "IDX4005 'x' is not a valid priority: a whole number"},
      {"<Joins object=\"User\">text</Joins>", "IDX4016 <Joins> holds no text"},
      {"<Mappers object=\"User\"><Map app=\"ID\"/></Mappers>", "IDX4004 <Map> needs the attribute 'vault'"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\" app=\"Firstname\"/></Mappers>",
       "IDX4006 there is no attribute of HR.User named 'Firstname' (did you mean 'First Name'?)"},
      {"<Mappers object=\"User\"><Map vault=\"Mial\" app=\"ID\" direction=\"both\"/></Mappers>",
       "IDX4006 there is no attribute of Vault.User named 'Mial' (did you mean 'Mail'?)"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\"><Concat><From app=\"X\"/></Concat></Map></Mappers>",
       "IDX4006 there is no attribute of HR.User named 'X'"},
      {"<Joins object=\"User\"><Join><Match app=\"Id\" vault=\"Mail\"/></Join></Joins>",
       "IDX4006 there is no attribute of HR.User named 'Id' (did you mean 'ID'?)"},
      {"<Filters object=\"User\"><Filter><Clear vault=\"Mial\"/></Filter></Filters>",
       "IDX4006 there is no attribute of Vault.User named 'Mial' (did you mean 'Mail'?)"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\"/></Mappers>", "IDX4015 <Map> needs a source"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\" app=\"ID\" value=\"1\"/></Mappers>",
       "IDX4019 <Map> has both app=\"…\" and value"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\" app=\"ID\" direction=\"both\" when=\"true\"/></Mappers>",
       "IDX4019 <Map> has both direction=\"both\" and when"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\"><Concat/></Map></Mappers>",
       "IDX4015 <Concat> needs at least one <From>"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\"><Concat><From/></Concat></Map></Mappers>",
       "IDX4015 <From> needs exactly one"},
      {"<Mappers object=\"User\"><Map vault=\"Mail\" value=\"1\"><Value>2</Value></Map></Mappers>",
       "IDX4019 <Map> has both value=\"…\" and <Value>"},
      {"<Filters object=\"User\"><Filter/></Filters>", "IDX4015 <Filter> needs an action"},
      {"<Filters object=\"User\"><Filter classification=\"Staf\"><Disable/></Filter></Filters>",
       "IDX4006 there is no class named 'Staf' (did you mean 'Staff'?)"},
      {"<Filters object=\"User\"><Filter><Delete after=\"soon\"/></Filter></Filters>",
       "IDX4005 'soon' is not a valid after: a time such as 90d"},
      {"<Filters object=\"User\"><Filter><Set vault=\"Mail\"/></Filter></Filters>",
       "IDX4015 <Set> needs value"},
      {"<Filters object=\"User\"><Filter><Set value=\"1\"/></Filter></Filters>",
       "IDX4015 <Set> needs exactly one"},
      {"<Filters object=\"User\"><Filter><Notify template=\"x\"/></Filter></Filters>",
       "IDX4015 <Notify> needs template=\"…\" and <To value=\"…\"/>"},
      {"<Filters object=\"User\"><Filter><Notify><To value=\"vault.Mail\"/></Notify></Filter></Filters>",
       "IDX4015 <Notify> needs template"},
      {"<Filters object=\"User\"><Filter><Notify template=\"x\"><To/></Notify></Filter></Filters>",
       "IDX4015 <To> needs value"},
      {"<Provision object=\"User\" enabledAttribute=\"x\"/>",
       "IDX4006 there is no attribute of HR.User named 'x'"},
      {"<Provision object=\"User\" disabledValue=\"x\"/>",
       "IDX4004 <Provision> needs the attribute 'enabledAttribute'"},
      {"<Connector type=\"ldif\"/>", "IDX4014 only one <Connector> may stand in <Application>"},
      {"<Object name=\"User\" key=\"x\"/>", "IDX4007 two object types have the name 'HR.User'"},
      {"<Object name=\"B\"/>", "IDX4012 the object HR.B has no key"},
      {"<Object name=\"B\" key=\"Id\"><Attribute name=\"ID\"/></Object>",
       "IDX4006 there is no attribute of HR.B named 'Id' (did you mean 'ID'?)"},
      {"<Object name=\"B\" key=\"mail\"><Attribute name=\"mail\"/></Object>", "IDX4011"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"a b\"/><Attribute "
       "name=\"aB\"/></Object>",
       "IDX4013 'a b' and 'aB' give the same rule identifier 'aB'"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\" type=\"strin\"/></Object>",
       "IDX4005 'strin' is not a valid type: one of string"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" "
       "type=\"reference\"/></Object>",
       "IDX4015 <Attribute> needs to=\"…\" where it is a reference: an object type, such as HR.B"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" type=\"reference\" "
       "to=\"HR.Bee\"/></Object>",
       "IDX4006 there is no object type of HR named 'HR.Bee' (did you mean 'HR.B'?)"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" type=\"reference\" "
       "to=\"Vault.User\"/></Object>",
       "IDX4006 there is no object type of HR named 'Vault.User'"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" type=\"reference\" "
       "to=\"HR.B\" by=\"c\"/></Object>",
       "IDX4006 there is no text attribute of HR.B named 'c'"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" type=\"reference\" "
       "to=\"HR.B\" multi=\"true\"/></Object>",
       "IDX1900 not yet supported: several values in an attribute of type reference"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" to=\"HR.B\"/></Object>",
       "IDX4015 <Attribute> needs type=\"reference\" where it has to=\"…\""},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"b\" type=\"binary\" "
       "multi=\"true\"/></Object>",
       "IDX1900 not yet supported: several values in an attribute of type binary"},
      {"<Object name=\"B\" key=\"a\"><Attribute name=\"a\"/><Attribute name=\"%\"/></Object>",
       "IDX4005 '%' is not a valid rule identifier"},
  };
  for (const Case& c : cases) {
    LoadRules(c.rules);
    EXPECT_EQ(diagnostics_.all().size(), 1u) << c.rules << "\n" << Errors();
    EXPECT_THAT(Errors(), HasSubstr(c.error)) << c.rules;
  }
}

TEST_F(LoadTest, MistakesInTheRoot) {
  const std::string vault = "<Vault><Object name=\"User\"/></Vault>";
  const std::pair<std::string, const char*> cases[] = {
      {"<Configuration tenant=\"t\">" + vault + "</Configuration>",
       "IDX4004 <Configuration> needs the attribute 'xmlns'"},
      {"<Configuration xmlns=\"x\" tenant=\"t\">" + vault + "</Configuration>",
       "IDX4005 'x' is not a valid namespace"},
      {"<Config xmlns=\"urn:idx:config:1\"/>", "IDX4002 unknown element <Config> in <the root of the file>"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\"/>", "IDX4015 <Configuration> needs <Vault>"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\" zone=\"Mars\">" + vault + "</Configuration>",
       "IDX4005 'Mars' is not a valid zone"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\" version=\"2\">" + vault + "</Configuration>",
       "IDX4005 '2' is not a valid version"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\">" + vault +
           "<Classes><Class name=\"A\" number=\"1\" when=\"true\"/></Classes></Configuration>",
       "IDX4015 <Classes> needs a <Class> without when"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\">" + vault +
           "<Classes><Class name=\"A\" number=\"1\"/><Class name=\"B\" "
           "number=\"1\"/></Classes></Configuration>",
       "IDX4007 two numbers of Class have the name '1'"},
      {"<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\">" + vault +
           "<Application name=\"Vault\"/></Configuration>",
       "IDX4007 two applications have the name 'Vault'"},
  };
  for (const auto& [text, error] : cases) {
    Write("idx.xml", text);
    Load();
    EXPECT_EQ(diagnostics_.all().size(), 1u) << text << "\n" << Errors();
    EXPECT_THAT(Errors(), HasSubstr(error)) << text;
  }
}

TEST_F(LoadTest, ApplicationsInFilesOfTheirOwn) {
  Write("idx.xml", kHead + std::string("<Application name=\"C\"/></Configuration>"));
  Write("apps/b.xml", "<Application xmlns=\"urn:idx:config:1\" name=\"B\"/>");
  Write("apps/a.xml", "<Application xmlns=\"urn:idx:config:1\" name=\"A\"/>");
  Write("apps/z.xml", "<Application xmlns=\"urn:idx:config:1\" name=\"Z\" order=\"1\"/>");
  Write("apps/other.xml", "<project xmlns=\"http://other\"/>");
  Write("data/broken.xml", "<");
  Write(".git/broken.xml", "<");
  Load();
  EXPECT_EQ(Errors(), "");
  std::string names;
  for (const Application& a : loaded_.configuration->applications) names += a.name;
  EXPECT_EQ(names, "ZCAB");
  Write("apps/b.xml", "<Application xmlns=\"urn:idx:config:1\" name=\"A\">");
  Load();
  EXPECT_THAT(Errors(), HasSubstr("apps/b.xml:1:1 IDX4001 <Application> is not closed"));
}

TEST_F(LoadTest, RuleFilesTellWhatIsJoinedAndProvisioned) {
  Write("idx.xml", kHead + std::string(kApplication) + "</Application></Configuration>");
  Write("rules/a.idx", R"(namespace Contoso;
static class Rules
{
    [Join("HR.User")] static bool J(HR.User app, Vault.User vault) => app.ID == vault.Mail;
    [Provision("HR.User")] static bool P(Vault.User vault) => true;
})");
  Load();
  EXPECT_EQ(Errors(), "");
  const ApplicationType& type = loaded_.configuration->applications[0].types[0];
  EXPECT_EQ(type.join.vault_type, 0);
  EXPECT_TRUE(type.provision.enabled);
  ASSERT_EQ(loaded_.files.size(), 2u);
  ASSERT_EQ(loaded_.files[1].usings.size(), 1u);
  EXPECT_EQ(loaded_.files[1].usings[0].name, "Contoso");
}

TEST_F(LoadTest, FilesThatCannotBeRead) {
  Load();
  EXPECT_THAT(Errors(), HasSubstr("IDX4009"));
  Write("idx.xml", kHead + std::string("</Configuration>"));
  fs::create_directory_symlink(folder_, folder_ / "loop");
  fs::create_symlink(folder_ / "nowhere", folder_ / "gone.xml");
  Load();
  EXPECT_EQ(diagnostics_.all().size(), 2u);
  EXPECT_THAT(Errors(), HasSubstr("IDX4008 loop cannot be read: a symbolic link leads back"));
  EXPECT_THAT(Errors(), HasSubstr("IDX4008 gone.xml cannot be read: "));
  auto missing = LoadConfiguration((folder_ / "nowhere").string(), diagnostics_);
  EXPECT_FALSE(missing.ok());
}

TEST_F(LoadTest, Limits) {
  Write("idx.xml", kHead + std::string("</Configuration>"));
  Write("a.idx", "");
  Load({1, 1 << 20});
  EXPECT_THAT(Errors(), HasSubstr("IDX4018 too large: more than 1 files"));
  Load({10, 50});
  EXPECT_THAT(Errors(), HasSubstr("IDX4018 too large: the files together have more than 50 bytes"));
}

}  // namespace
}  // namespace idx::compiler
