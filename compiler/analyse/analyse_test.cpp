// What rules read, write and do; what they may not; and the loops they become.
#include "compiler/analyse/analyse.h"

#include "compiler/analyse/world_test.h"

namespace idx::compiler::analyse_test {
namespace {

std::string Inbound(const std::string& body) {
  return "[Inbound(\"Hr.Person\")] static void M(Hr.Person app, Vault.User vault) { " + body + " }";
}
std::string Filter(const std::string& body) {
  return "[Filter(Stage.Inbound, \"Hr.Person\")] static void F(Hr.Person app, Vault.User vault, Sync sync) "
         "{ " +
         body + " }";
}

// The attributes of the source that the rule's first write depends on: "Mail Name".
std::string WriteReads(const std::string& members) {
  Analysed analysed = Analyse(members);
  EXPECT_EQ(analysed.codes(), "");
  const typed::Rule& rule = analysed.program->rules[0];
  EXPECT_EQ(rule.writes.size(), 1u);
  std::string text;
  for (const typed::AttributeRef& read : rule.write_reads.at(0))
    if (read.parameter == rule.app_parameter)
      text += (text.empty() ? "" : " ") + analysed.program->configuration->types[1]
                                              .attributes[static_cast<size_t>(read.attribute)]
                                              .identifier;
  return text;
}

TEST(Analyse, WritesDependOnValuesConditionsAndLocals) {
  EXPECT_EQ(WriteReads(Inbound("vault.Name = app.Mail;")), "Mail");
  EXPECT_EQ(WriteReads(Inbound("vault.Name = \"x\";")), "");
  EXPECT_EQ(WriteReads(Inbound("var n = app.Name ?? app.Mail; vault.Name = n;")), "Name Mail");
  EXPECT_EQ(WriteReads(Inbound("if (app.Number == 1) vault.Name = app.Mail;")), "Mail Number");
  EXPECT_EQ(WriteReads(Inbound("if (app.Number == 1) return; vault.Name = app.Mail;")), "Mail Number");
  EXPECT_EQ(WriteReads(Inbound("string? n = null; if (app.Number == 1) n = \"a\"; vault.Name = n;")),
            "Number");
  EXPECT_EQ(WriteReads(Inbound("if (app.Number == 1) { var x = 1; } vault.Name = app.Mail;")), "Mail");
}

TEST(Analyse, AThrowIsFeltByAllWrites) {
  EXPECT_EQ(WriteReads(Inbound("vault.Name = app.Mail; if (app.Number == 1) throw Fail(\"no\");")),
            "Mail Number");
}

TEST(Analyse, WritesDependOnWhatCalledMethodsRead) {
  EXPECT_EQ(
      WriteReads("static string? Full(Hr.Person p) => p.Name + p.Mail;" + Inbound("vault.Name = Full(app);")),
      "Name Mail");
  EXPECT_EQ(WriteReads("static string? A(Hr.Person p) => B(p); static string? B(Hr.Person p) => p.Number == "
                       "1 ? A(p) : p.Mail;" +
                       Inbound("vault.Name = A(app);")),
            "Mail Number");
}

TEST(Analyse, LoopsCarryConditionsBackwards) {
  EXPECT_EQ(
      WriteReads(Inbound(
          "string s = \"\"; for (int i = 0; i < 3; i++) { vault.Name = s; if (app.Number == 1) break; s = "
          "s + app.Mail; }")),
      "Mail Number");
}

TEST(Analyse, MappersKeepToTheirSide) {
  EXPECT_EQ(Analyse(Inbound("vault.Name = vault.Mail;")).codes(), "IDX2003");
  EXPECT_EQ(Analyse("static string? H(Vault.User v) => v.Mail;" + Inbound("vault.Name = H(vault);")).codes(),
            "IDX2003");
  EXPECT_EQ(Analyse(Inbound("app.Name = app.Mail;")).codes(), "IDX2004");
  EXPECT_EQ(Analyse(Inbound("vault.Classification = Class.Staff;")).codes(), "IDX2004");
  EXPECT_EQ(
      Analyse(
          "[Outbound(\"Hr.Person\")] static void O(Vault.User vault, Hr.Person app) { app.Name = app.Mail; }")
          .codes(),
      "IDX2003");
  EXPECT_EQ(Analyse("[Outbound(\"Hr.Person\")] static void O(Vault.User vault, Hr.Person app) { app.Name = "
                    "vault.Mail; }")
                .codes(),
            "");
}

TEST(Analyse, OthersWriteNothing) {
  EXPECT_EQ(Analyse("[Provision(\"Hr.Person\")] static bool P(Vault.User v) { v.Name = \"x\"; return true; }")
                .codes(),
            "IDX2004");
  EXPECT_EQ(Analyse("static void H(Vault.User v) { v.Name = \"x\"; }").codes(), "IDX2004");
  EXPECT_EQ(Analyse(Filter("app.Name = \"x\";")).codes(), "IDX2004");
  EXPECT_EQ(Analyse(Filter("vault.Name = vault.Mail + app.Mail; sync.Disable(vault);")).codes(), "");
}

TEST(Analyse, TheClockIsComparedNotStored) {
  EXPECT_EQ(Analyse(Filter("vault.Born = sync.Today;")).codes(), "IDX2005");
  EXPECT_EQ(Analyse(Filter("var t = sync.Today; vault.Born = t;")).codes(), "IDX2005");
  Analysed compared = Analyse(Filter("if (app.Born is { } b && b < sync.Today) vault.Name = \"old\";"));
  EXPECT_EQ(compared.codes(), "");
  EXPECT_TRUE(compared.program->rules[0].reads_clock);
  EXPECT_FALSE(compared.program->rules[0].reads_now) << "its answer changes with the date only";
}

TEST(Analyse, TheInstantIsToldFromTheDate) {
  auto reads_now = [](const std::string& rules) {
    Analysed analysed = Analyse(rules);
    EXPECT_EQ(analysed.codes(), "");
    EXPECT_TRUE(analysed.program->rules[0].reads_clock);
    return analysed.program->rules[0].reads_now;
  };
  EXPECT_TRUE(reads_now(Filter("if (sync.Now.Hour < 6) vault.Name = \"early\";")));
  EXPECT_TRUE(reads_now(Filter("if (DateTime.UtcNow.Year > 2030) vault.Name = \"late\";")));
  EXPECT_FALSE(reads_now(Filter("if (Dates.Today.Year > 2030) vault.Name = \"late\";")));
  EXPECT_TRUE(reads_now("static bool Early() => DateTime.UtcNow.Hour < 6;" +
                        Filter("if (Early()) vault.Name = \"early\";")));
}

TEST(Analyse, ADateWithoutItsYearIsOfTheRunsYear) {
  auto reads = [](const std::string& value) {
    Analysed analysed = Analyse(Filter("vault.Name = \"\" + " + value + ";"));
    EXPECT_EQ(analysed.codes(), "") << value;
    EXPECT_FALSE(analysed.program->rules[0].reads_now) << value;
    return analysed.program->rules[0].reads_clock;
  };
  auto exact = [](const std::string& format) {
    return "DateTime.ParseExact(app.Name ?? \"\", " + format +
           ", CultureInfo.InvariantCulture, DateTimeStyles.None)";
  };
  EXPECT_TRUE(reads("DateTime.Parse(app.Name ?? \"\")"));
  EXPECT_TRUE(reads("DateTime.Parse(\"February 29\")"));
  EXPECT_TRUE(reads("Dates.Parse(\"14:30\")"));
  EXPECT_TRUE(reads("Conv.IsDate(\"2/29\")"));
  EXPECT_FALSE(reads("DateTime.Parse(\"2024-05-06 14:30\")"));
  EXPECT_FALSE(reads(exact("\"dd.MM.yyyy\"")));
  EXPECT_FALSE(reads(exact("\"O\"")));
  EXPECT_FALSE(reads(exact("new[] { \"yyyy\", \"dd.MM.yy\" }")));
  EXPECT_TRUE(reads(exact("new[] { \"yyyy\", \"dd.MM\" }")));
  EXPECT_TRUE(reads(exact("\"dd.MM 'year'\"")));
  EXPECT_TRUE(reads(exact("\"HH:mm\"")));
  EXPECT_TRUE(reads(exact("app.Mail ?? \"\"")));
}

TEST(Analyse, TwoWritersOfOneAttribute) {
  std::string two =
      "[Inbound(\"Hr.Person\", Precedence = 10)] static void A(Hr.Person app, Vault.User vault) { vault.Name "
      "= app.Name; }"
      "[Inbound(\"Hr.Person\", Precedence = 10)] static void B(Hr.Person app, Vault.User vault) { vault.Name "
      "= app.Mail; }";
  Analysed analysed = Analyse(two);
  EXPECT_EQ(analysed.codes(), "IDX5001");
  EXPECT_EQ(analysed.diagnostics.all()[0].notes.size(), 1u);
  two.replace(two.rfind("10"), 2, "20");
  EXPECT_EQ(Analyse(two).codes(), "");
}

TEST(Analyse, OnlyOneRuleDecides) {
  EXPECT_EQ(Analyse("[Provision(\"Hr.Person\")] static bool P(Vault.User v) => true;"
                    "[Provision(\"Hr.Person\")] static bool Q(Vault.User v) => false;")
                .codes(),
            "IDX5003");
}

TEST(Analyse, LoopsAndPlans) {
  Analysed analysed = Analyse(
      "[Join(\"Hr.Person\", Priority = 20)] static bool Late(Hr.Person app, Vault.User vault) => app.Mail == "
      "vault.Mail;"
      "[Join(\"Hr.Person\", Priority = 10)] static bool Early(Hr.Person app, Vault.User vault) => app.Number "
      "== vault.Number;"
      "[Inbound(\"Hr.Person\", Precedence = 20)] static void B(Hr.Person app, Vault.User vault) { vault.Mail "
      "= app.Mail; vault.Name = "
      "app.Name; }"
      "[Inbound(\"Hr.Person\", Precedence = 10)] static void A(Hr.Person app, Vault.User vault) { vault.Name "
      "= app.Mail; }"
      "[Classify(\"Vault.User\")] static Class K(Vault.User v) => v.Name == \"s\" ? Class.Student : "
      "Class.Staff;"
      "[Provision(\"Hr.Person\")] static bool P(Vault.User v) => v.Enabled;" +
      Filter(
          "if (app.Number == 3) { sync.Disable(vault); sync.Delete(vault, after: TimeSpan.FromDays(1)); }"));
  ASSERT_EQ(analysed.codes(), "");
  auto executable = analysed.Build();
  const Program& program = executable->program;
  ASSERT_EQ(program.applications.size(), 1u);
  const ApplicationPlan& plan = program.applications[0];
  ASSERT_EQ(plan.joins.size(), 2u);
  EXPECT_EQ(program.rules[static_cast<size_t>(plan.joins[0].rule)].order, 10);
  const Loop& inbound = program.loops[static_cast<size_t>(plan.inbound_loop)];
  EXPECT_EQ(inbound.inputs, std::vector<int32_t>{1});
  ASSERT_EQ(inbound.outputs.size(), 3u);
  EXPECT_EQ(program.rules[static_cast<size_t>(inbound.outputs[0].rule)].order, 10);
  EXPECT_EQ(inbound.outputs[0].attribute, 2);
  EXPECT_EQ(inbound.reads, (std::vector<std::vector<int32_t>>{{0, 1}}));
  EXPECT_EQ(executable->code[static_cast<size_t>(plan.inbound_loop)].functions[1].first_output, 1u);
  ASSERT_EQ(plan.inbound_filter_loops.size(), 1u);
  const Loop& filter = program.loops[static_cast<size_t>(plan.inbound_filter_loops[0])];
  ASSERT_EQ(filter.outputs.size(), 2u);
  EXPECT_EQ(filter.outputs[0].kind, OutputKind::kDisable);
  EXPECT_EQ(filter.outputs[1].kind, OutputKind::kDelete);
  EXPECT_EQ(filter.outputs[1].type, TypeKind::kTimeSpan);
  ASSERT_EQ(program.vault.size(), 1u);
  EXPECT_EQ(program.loops[static_cast<size_t>(program.vault[0].classify_loop)].outputs[0].type,
            TypeKind::kEnum);
  EXPECT_GE(plan.provision_loop, 0);
  EXPECT_EQ(plan.outbound_loop, -1);
}

}  // namespace
}  // namespace idx::compiler::analyse_test
