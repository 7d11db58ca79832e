// docs/language.md says in a table what each kind of rule may do: each cell is tried.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

constexpr char kFirst[] = "| | Join |";

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// A rule of the kind around the statement, which ends it where it returns nothing.
std::string RuleAround(const std::string& kind, std::string statement) {
  bool outbound = kind == "Outbound" || kind == "outbound filter" || kind == "export filter";
  std::string result = kind == "Join"        ? "return app.PayrollID == vault.EmployeeID;"
                       : kind == "Provision" ? "return false;"
                       : kind == "Classify"  ? "return Class.Other;"
                                             : "return;";
  statement = Replaced(std::move(statement), "return;", result);
  statement = Replaced(std::move(statement), "Workday.User.X",
                       outbound ? "AD.User.DisplayName" : "Workday.User.Email");
  statement = Replaced(std::move(statement), "Vault.User.X", "Vault.User.City");
  statement = Replaced(std::move(statement), "app.X", outbound ? "app.DisplayName" : "app.Email");
  statement = Replaced(std::move(statement), "vault.X", "vault.City");
  statement = Replaced(std::move(statement), "vault.Day", "vault.LastDay");
  // What comes behind is reachable for the compiler, too.
  std::string body = "if (1.ToString() == \"\") { " + statement + " } " + result;
  static const std::map<std::string, std::string> heads = {
      {"Join", "[Join(\"Workday.User\")] static bool M(Workday.User app, Vault.User vault)"},
      {"Inbound", "[Inbound(\"Workday.User\")] static void M(Workday.User app, Vault.User vault)"},
      {"Outbound", "[Outbound(\"AD.User\")] static void M(Vault.User vault, AD.User app)"},
      {"Classify", "[Classify(\"Vault.User\")] static Class M(Vault.User vault)"},
      {"import filter",
       "[Filter(Stage.Import, \"Workday.User\")] static void M(Workday.User app, Sync sync)"},
      {"inbound filter",
       "[Filter(Stage.Inbound, \"Workday.User\")] static void M(Workday.User app, Vault.User vault, Sync "
       "sync)"},
      {"outbound filter",
       "[Filter(Stage.Outbound, \"AD.User\")] static void M(Vault.User vault, AD.User app, Sync sync)"},
      {"export filter",
       "[Filter(Stage.Export, \"AD.User\")] static void M(AD.User app, Vault.User vault, Change change, Sync "
       "sync)"},
      {"Provision", "[Provision(\"AD.User\")] static bool M(Vault.User vault)"},
      {"method", "static void M(Workday.User app, Vault.User vault)"}};
  std::string text = "static class R\n{\n" + heads.at(kind) + " { " + body + " }\n";
  if (kind == "method")
    text +=
        "[Filter(Stage.Inbound, \"Workday.User\")] static void F(Workday.User app, Vault.User vault, Sync "
        "sync) "
        "{ M(app, vault); }\n";
  return text + "}\n";
}

std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) {
    size_t begin = cell.find_first_not_of(' '), end = cell.find_last_not_of(' ');
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

TEST(EffectsTable, SaysWhatTheCompilerDoes) {
  std::ifstream in(std::string(IDX_SOURCE_DIR) + "/docs/language.md");
  std::vector<std::string> kinds;
  int tried = 0;
  for (std::string line; std::getline(in, line);) {
    if (kinds.empty() && !line.starts_with(kFirst)) continue;
    if (line.empty()) break;
    std::vector<std::string> cells = CellsOf(line);
    if (kinds.empty()) {
      kinds = cells;
      continue;
    }
    if (line.starts_with("|---")) continue;
    ASSERT_EQ(cells.size(), kinds.size()) << line;
    std::string statement = Replaced(cells[0], "`", ""), actual = "| " + cells[0] + " |";
    for (size_t i = 1; i < cells.size(); ++i) {
      bool side = kinds[i] == "Classify" || kinds[i] == "Provision";
      bool missing = (side && statement.find("app.") != std::string::npos) ||
                     (kinds[i] == "import filter" && statement.find("vault.") != std::string::npos) ||
                     (kinds[i] != "export filter" && statement.find("change.") != std::string::npos) ||
                     (!kinds[i].ends_with("filter") && statement.find("sync.") != std::string::npos);
      Checked checked = CheckSource("table", RuleAround(kinds[i], statement));
      std::string codes;
      for (const Diagnostic& d : checked.diagnostics.all())
        if (d.id < 5000 && codes.find(d.Code()) == std::string::npos)
          codes += (codes.empty() ? "" : " ") + d.Code();
      if (codes.find("IDX1001") != std::string::npos && missing) codes = "·";
      actual += " " + (codes.empty() ? "yes" : codes) + " |";
      ++tried;
    }
    EXPECT_TRUE(actual == line) << actual << "\n" << line;
  }
  EXPECT_GE(tried, 100);
}

}  // namespace
}  // namespace idx::compiler::golden
