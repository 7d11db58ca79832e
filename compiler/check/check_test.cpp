// The checker over source text: what is accepted means what C# means (run by the interpreter), and what is
// refused is refused with the right id at the right place.
#include "compiler/check/check.h"

#include <gtest/gtest.h>

#include "compiler/interpret/interpreter.h"
#include "compiler/parse/parse.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler {
namespace {

// "Hr.Person" with Name (required), Mail?, Age (long?), Tags (multi), and "Vault.User" with GivenName?, Level
// (int?).
std::shared_ptr<Configuration> SmallConfiguration() {
  auto configuration = std::make_shared<Configuration>();
  ObjectType vault;
  vault.application = "Vault";
  vault.name = "User";
  auto attribute = [](std::string name, TypeKind type) {
    Attribute a;
    a.name = a.identifier = std::move(name);
    a.type = type;
    return a;
  };
  Attribute enabled = attribute("Enabled", TypeKind::kBool);
  enabled.required = true;
  Attribute classification = attribute("Classification", TypeKind::kEnum);
  classification.enum_id = 0;
  vault.attributes = {enabled, classification, attribute("GivenName", TypeKind::kString),
                      attribute("Level", TypeKind::kInt)};
  ObjectType person;
  person.application = "Hr";
  person.name = "Person";
  Attribute name = attribute("Name", TypeKind::kString);
  name.required = true;
  Attribute tags = attribute("Tags", TypeKind::kString);
  tags.multi = true;
  person.attributes = {name, attribute("Mail", TypeKind::kString), attribute("Age", TypeKind::kLong), tags,
                       attribute("LastDay", TypeKind::kDateOnly)};
  person.key = 0;
  configuration->types = {vault, person};
  configuration->vault_type_count = 1;
  configuration->enums = {{"Class", {{"Staff", 1}, {"Student", 2}}}};
  return configuration;
}

struct Checked {
  Diagnostics diagnostics;
  std::shared_ptr<typed::Program> program;
  std::string codes() {
    diagnostics.Sort();
    std::string all;
    for (const Diagnostic& d : diagnostics.all()) all += (all.empty() ? "" : " ") + d.Code();
    return all;
  }
};

// A whole file.
Checked CheckSource(const std::string& source) {
  Checked result;
  LoadedConfiguration loaded;
  loaded.configuration = SmallConfiguration();
  FileId file = loaded.sources.Add("rules.idx", source);
  loaded.files.push_back(ParseFile(loaded.sources, file, loaded.tree, result.diagnostics));
  result.program = Check(loaded, result.diagnostics);
  return result;
}

// The body of an inbound mapper.
std::string MapperCodes(const std::string& body) {
  return CheckSource(
             "static class R { [Inbound(\"Hr.Person\")] static void M(Hr.Person app, Vault.User vault) { " +
             body + " } }")
      .codes();
}

// The value of a method `static T M() { … }` as text: T is string.
std::string ValueOf(const std::string& members) {
  Checked checked = CheckSource("static class R { " + members + " }");
  if (!checked.diagnostics.all().empty())
    return checked.codes() + ": " + checked.diagnostics.all()[0].message;
  for (size_t i = 0; i < checked.program->functions.size(); ++i) {
    if (checked.program->functions[i].name != "R.M") continue;
    Arena arena;
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.Begin();
    stdlib::Slot slot = Interpret(*checked.program, static_cast<int32_t>(i), {}, ctx);
    if (ctx.failed()) return "error " + std::string(EvalErrorName(ctx.error));
    if (!slot.present) return "null";
    Text text = stdlib::FromSlot<Text>(slot);
    return text.str();
  }
  return "no R.M";
}

std::string Eval(const std::string& expression) {
  return ValueOf("static string? M() => " + expression + ";");
}

TEST(Check, ArithmeticIsCSharps) {
  EXPECT_EQ(Eval("\"\" + (7 / 2) + (-7 / 2) + (-7 % 3)"), "3-3-1");
  EXPECT_EQ(Eval("\"\" + (1 + 2 * 3 - 4)"), "3");
  EXPECT_EQ(Eval("\"\" + (1 << 33)"), "2");
  EXPECT_EQ(Eval("\"\" + (5 & 6 | 8 ^ 1)"), "13");
  EXPECT_EQ(Eval("\"\" + (long)int.MaxValue"), "2147483647");
  EXPECT_EQ(Eval("\"\" + (int)'A' + (char)66"), "65B");
  EXPECT_EQ(Eval("\"\" + ('a' + 1)"), "98");
  EXPECT_EQ(Eval("\"\" + -2147483648 + checked(-9223372036854775808)"), "-2147483648-9223372036854775808");
}

TEST(Check, ConstantsThatOverflowOrDivideByZeroAreErrors) {
  EXPECT_EQ(Eval("\"\" + (2147483647 + 1)").substr(0, 7), "IDX1012");
  EXPECT_EQ(Eval("\"\" + (1 / 0)").substr(0, 7), "IDX1012");
}

TEST(Check, RunTimeErrorsHaveTheirKind) {
  EXPECT_EQ(ValueOf("static string M() { int z = 0; return \"\" + 1 / z; }"), "error DivideByZeroException");
  EXPECT_EQ(ValueOf("static string M() { int z = 2147483647; z++; return \"\" + z; }"), "-2147483648");
  EXPECT_EQ(ValueOf("static string M() { int z = 2147483647; return \"\" + checked(z + 1); }"),
            "error OverflowException");
  EXPECT_EQ(ValueOf("static string M() { throw Fail(\"no\"); }"), "error Exception");
  EXPECT_EQ(ValueOf("static string M() => M();"), "error budget of calls");
  EXPECT_EQ(ValueOf("static string M() { while (true) { } }"), "error budget of steps");
  std::string deep;  // 180 operators within each other at each of 256 calls
  for (int i = 0; i < 180; ++i) deep += "1 + (";
  deep += "F(n + 1)" + std::string(180, ')');
  EXPECT_EQ(ValueOf("static string M() => \"\" + F(1); static int F(int n) => " + deep + ";"),
            "error budget of calls");
}

TEST(Check, StaticValuesAreMadeOnceHoweverOftenTheyAreUsed) {
  Checked checked = CheckSource(
      "static class R { static readonly string[] A = B.Keys.ToArray(); "
      "static readonly Dictionary<string, int> B = new() { [\"x\"] = 1 }; const int C = 2; "
      "static readonly int D = C * 3; static int F() => A.Length + A.Length + B[\"x\"] + B.Count + D; }");
  ASSERT_EQ(checked.codes(), "");
  ASSERT_EQ(checked.program->statics.size(), 2u) << "a constant is none";
  EXPECT_EQ(checked.program->statics[0].name, "R.B") << "before what reads it";
  EXPECT_EQ(checked.program->statics[1].name, "R.A");
  int uses = 0, made = 0;
  checked.program->ForEachExpr([&](const typed::Expr& e) {
    uses += e.op == typed::Op::kStatic;
    made += e.op == typed::Op::kOperation && e.a == static_cast<int32_t>(stdlib::Operation::kMapNew);
  });
  EXPECT_GE(uses, 5);
  EXPECT_EQ(made, 1) << "the table is made in its initialiser alone";
}

TEST(Check, StringsConcatenateAndInterpolate) {
  EXPECT_EQ(Eval("\"a\" + null + \"b\" + 1 + true"), "ab1True");
  EXPECT_EQ(Eval("$\"{1 + 1}|{\"x\",3}|{\"y\",-3}|\""), "2|  x|y  |");
  EXPECT_EQ(Eval("\"abc\".ToUpper().Substring(1)"), "BC");
  EXPECT_EQ(Eval("\"abc\"[^1].ToString() + \"abcdef\"[1..3]"), "cbc");
}

TEST(Check, NullableFlow) {
  EXPECT_EQ(MapperCodes("vault.GivenName = app.Mail.ToLower();"), "IDX2001");
  EXPECT_EQ(MapperCodes("vault.GivenName = app.Mail?.ToLower();"), "");
  EXPECT_EQ(MapperCodes("if (app.Mail == null) return; vault.GivenName = app.Mail.ToLower();"), "");
  EXPECT_EQ(MapperCodes("if (app.Mail is null) return; vault.GivenName = app.Mail.ToLower();"), "");
  EXPECT_EQ(MapperCodes("if (!string.IsNullOrEmpty(app.Mail)) vault.GivenName = app.Mail.ToLower();"), "");
  EXPECT_EQ(MapperCodes("if (app.Mail is { } m && m.Length > 2) vault.GivenName = m.ToLower();"), "");
  EXPECT_EQ(MapperCodes("if (app.Mail is not { } m) return; vault.GivenName = m.ToLower();"), "");
  EXPECT_EQ(MapperCodes("vault.GivenName = (app.Mail ?? \"none\").ToLower();"), "");
  EXPECT_EQ(
      MapperCodes("vault.GivenName = app.Mail != null && app.Mail.Length > 3 ? app.Mail.Trim() : app.Name;"),
      "");
  EXPECT_EQ(MapperCodes("vault.GivenName = app.Mail != null || app.Mail.Length > 3 ? \"a\" : app.Name;"),
            "IDX2001");
  EXPECT_EQ(
      MapperCodes("string? s = app.Mail; while (s != null) { s = s.Length > 1 ? s.Substring(1) : null; }"),
      "");
  EXPECT_EQ(MapperCodes("string? s = app.Name; while (true) { var l = s.Length; s = null; }"), "IDX2001");
}

TEST(Check, OutcomesOfAMapper) {
  EXPECT_EQ(MapperCodes("vault.GivenName = null;"), "IDX2007");
  EXPECT_EQ(MapperCodes("vault.GivenName = Flow.Clear();"), "");
  EXPECT_EQ(MapperCodes("vault.Level = app.Name;"), "IDX1002");
  EXPECT_EQ(MapperCodes("vault.Given = app.Name;"), "IDX1007");
}

TEST(Check, TheFirstHourOfACSharpEngineer) {
  EXPECT_EQ(MapperCodes("if (app.Mail = null) return;"), "IDX1016");
  EXPECT_EQ(MapperCodes("var n = DateTime.Now;"), "IDX2008");
  EXPECT_EQ(MapperCodes("var n = app.mail;"), "IDX1007");
  EXPECT_EQ(MapperCodes("var d = new Dictionary<string, string>();"), "");
  EXPECT_EQ(MapperCodes("int i = \"1\";"), "IDX1002");
  EXPECT_EQ(MapperCodes("int i; int j = i;"), "IDX1011");
  EXPECT_EQ(MapperCodes("return; int j = 1;"), "IDX1020");
}

TEST(Check, SwitchStatementsAndExpressions) {
  std::string source =
      "static string M() => F(0) + F(1) + F(5) + F(9) + G(\"a\") + G(\"b\") + G(\"z\") + G(null);"
      "static string F(int i) { switch (i) { case 0: return \"zero\"; case 1: case 2: return \"few\"; "
      "default: break; }"
      "  return i switch { > 3 and < 7 => \"mid\", _ => \"big\" }; }"
      "static string G(string? s) => s switch { \"a\" or \"b\" => \"ab\", null => \"null\", { Length: 1 } t "
      "=> t, _ => \"?\" };";
  EXPECT_EQ(ValueOf(source), "zerofewmidbigababznull");
}

TEST(Check, LoopsBreakAndContinue) {
  EXPECT_EQ(ValueOf("static string M() { var s = \"\"; for (int i = 0; i < 9; i++) { if (i == 2) continue; "
                    "if (i == 5) break; s += i; } return s; }"),
            "0134");
  EXPECT_EQ(ValueOf("static string M() { var s = \"\"; foreach (var x in new[] { \"a\", \"b\", \"c\" }) { "
                    "switch (x) { case \"b\": continue; default: break; } s += x; } return s; }"),
            "ac");
  EXPECT_EQ(ValueOf("static string M() { int i = 0; do { i++; } while (i < 3); return i.ToString(); }"), "3");
  EXPECT_EQ(ValueOf("static string M() { var n = 0; foreach (char c in \"banana\") if (c == 'a') n++; return "
                    "$\"{n}\"; }"),
            "3");
}

TEST(Check, CallsNamedAndDefaultArguments) {
  EXPECT_EQ(ValueOf("static string M() => F(b: 1, a: 2) + F(3); static string F(int a, int b = 7) => a + "
                    "\",\" + b + \";\";"),
            "2,1;3,7;");
  EXPECT_EQ(
      ValueOf("const string P = \"p\"; static readonly string Q = P + \"q\"; static string M() => Q + R.P;"),
      "pqp");
}

TEST(Check, LambdasOfCollections) {
  EXPECT_EQ(Eval("\"\" + new[] { 1, 2, 3 }.Any(x => x > 2) + new[] { 1, 2, 3 }.Count(x => x > 1) + new[] { "
                 "1, 2 }.All(x => x > 1)"),
            "True2False");
  EXPECT_EQ(Eval("new[] { \"a\", \"bb\" }.FirstOrDefault(x => x.Length == 2)"), "bb");
  EXPECT_EQ(Eval("new[] { \"a\" }.First(x => x.Length == 2)"), "error InvalidOperationException");
}

TEST(Check, TryParseDeclaresItsResult) {
  EXPECT_EQ(ValueOf("static string M() { if (int.TryParse(\"12\", out var n) && n > 3) return \"\" + n; "
                    "return \"no\"; }"),
            "12");
  EXPECT_EQ(ValueOf("static string M() { int.TryParse(\"x\", out int n); return \"\" + n; }"), "0");
}

TEST(Check, NamesThatAreNotThere) {
  Checked checked = CheckSource("static class R { static int M(int count) => coutn; }");
  EXPECT_EQ(checked.codes(), "IDX1001");
  EXPECT_EQ(checked.diagnostics.all()[0].fix, "count");
  EXPECT_EQ(CheckSource("static class R { static int M() => Nope(1); }").codes(), "IDX1001");
  EXPECT_EQ(CheckSource("static class R { static int M() { } }").codes(), "IDX1010");
}

TEST(Check, WhatIsTooLargeIsToldOnce) {
  std::string statements, ranks;
  for (int i = 0; i < 10'000; ++i) statements += "n++;";
  for (int i = 0; i < 65; ++i) ranks += "[]";
  EXPECT_EQ(CheckSource("static class R { static int M(int n) { " + statements + " return n; } }").codes(),
            "IDX0009");
  std::string table;
  for (int i = 0; i < 20'000; ++i) table += "1,";
  EXPECT_EQ(CheckSource("static class R { static readonly int[] T = { " + table + " }; }").codes(), "");
  EXPECT_EQ(CheckSource("static class R { static int M(int" + ranks + " n) => 1; }").codes(), "IDX0004");
}

TEST(Check, Rules) {
  Checked checked = CheckSource(
      "namespace A; static class R {"
      " [Join(\"Hr.Person\", Priority = 3)] static bool J(Hr.Person app, Vault.User vault) => app.Mail == "
      "vault.GivenName;"
      " [Classify(\"Vault.User\")] static Class C(Vault.User v) => v.GivenName switch { \"a\" => "
      "Class.Staff, _ => Class.Student };"
      " [Filter(Stage.Inbound, \"Hr.Person\", Order = 1, Classification = Class.Staff)]"
      " static void F(Hr.Person app, Vault.User vault, Sync sync) {"
      "   if (app.LastDay is not { } last || last >= sync.Today) return;"
      "   sync.Disable(vault); sync.Delete(vault, after: TimeSpan.FromDays(90)); } }");
  EXPECT_EQ(checked.codes(), "");
  ASSERT_EQ(checked.program->rules.size(), 3u);
  EXPECT_EQ(checked.program->rules[0].kind, typed::RuleKind::kJoin);
  EXPECT_EQ(checked.program->rules[0].order, 3);
  EXPECT_EQ(checked.program->rules[0].id, "Join A.R.J");
  EXPECT_EQ(checked.program->rules[0].app_parameter, 0);
  EXPECT_EQ(checked.program->rules[0].vault_parameter, 1);
  EXPECT_EQ(checked.program->rules[2].classification, 1);
  EXPECT_EQ(
      CheckSource(
          "static class R { [Join(\"Hr.Persn\")] static bool J(Hr.Person app, Vault.User vault) => true; }")
          .codes(),
      "IDX4006");
  EXPECT_EQ(CheckSource("static class R { [Join(\"Hr.Person\")] static string J(Hr.Person app, Vault.User "
                        "vault) => \"\"; }")
                .codes(),
            "IDX1002");
}

TEST(Check, WhatIsNotThereYetAndWhatIsLeftOutAreNamed) {
  for (const char* body : {"try { } catch (IOException e) { }", "var d = 1..2;"})
    EXPECT_NE(MapperCodes(body).find("IDX1900"), std::string::npos) << body << " -> " << MapperCodes(body);
  for (const char* body : {"dynamic d = 1;", "lock (app) { }", "var x = typeof(int);"})
    EXPECT_NE(MapperCodes(body).find("IDX1901"), std::string::npos) << body << " -> " << MapperCodes(body);
}

}  // namespace
}  // namespace idx::compiler
