// Join keys against brute force: no pair that a rule accepts may be missed by its probes.
#include <random>

#include "base/value/case.h"
#include "compiler/analyse/world_test.h"

namespace idx::compiler::analyse_test {
namespace {

constexpr uint32_t kRows = 90;

// Rows with few different values, nulls, empty texts and letters whose cases are odd.
void Fill(BatchBuilder& batch, std::mt19937& random) {
  const ObjectType& type = batch.type();
  const std::string_view texts[] = {
      "", "a", "b", "A", "ab", "AB", "k", "\xE2\x84\xAA", "ss", "\xC3\x9F", "abc", "a long text to look at"};
  for (uint32_t i = 0; i < kRows; ++i) {
    uint32_t row = batch.AddRow();
    for (uint32_t a = 0; a < type.attributes.size(); ++a) {
      if (type.attributes[a].required) batch.Set<bool>(a, row, true);
      if (type.attributes[a].required || random() % 5 == 0) continue;
      switch (type.attributes[a].type) {
        case TypeKind::kString:
          batch.SetText(a, row, texts[random() % std::size(texts)]);
          break;
        case TypeKind::kLong:
          batch.Set<int64_t>(a, row, static_cast<int64_t>(random() % 4));
          break;
        case TypeKind::kDateOnly:
          batch.Set<DateOnly>(a, row, DateOnly{static_cast<int32_t>(random() % 3)});
          break;
        case TypeKind::kDouble:
          batch.Set<double>(a, row, random() % 2 == 0 ? 0.0 : -0.0);
          break;
        default:
          break;
      }
    }
  }
}

struct Values {
  std::vector<std::string> bytes;
  std::vector<uint8_t> outcome;
};

class World {
 public:
  explicit World(std::shared_ptr<typed::Executable> executable)
      : executable_(std::move(executable)), evaluator_(MakeInterpreter(executable_)) {
    ctx_.arena = &arena_;
  }

  // The single result of a loop over these rows; texts by content.
  Values Run(int32_t loop, std::vector<SlotInput> inputs, uint32_t rows) {
    TypeKind type = executable_->program.loops[static_cast<size_t>(loop)].outputs[0].type;
    Values values;
    values.outcome.resize(rows);
    std::vector<uint64_t> data(size_t{rows} * 2);
    OutColumn out{data.data(), values.outcome.data()};
    evaluator_->Run(loop, inputs, rows, {&out, 1}, ctx_, errors_);
    for (uint32_t i = 0; i < rows; ++i) {
      const char* at = static_cast<const char*>(out.data) + size_t{i} * SizeOf(type);
      if (type == TypeKind::kString)
        values.bytes.push_back(reinterpret_cast<const Text*>(at)->str());
      else
        values.bytes.emplace_back(at, SizeOf(type));
    }
    return values;
  }
  const Program& program() const { return executable_->program; }
  size_t errors() const { return errors_.size(); }

 private:
  std::shared_ptr<typed::Executable> executable_;
  std::shared_ptr<const Evaluator> evaluator_;
  Arena arena_;
  EvalContext ctx_;
  std::vector<RowError> errors_;
};

struct Result {
  std::string codes;
  size_t probes = 0;
  size_t keys = 0;      // of the first probe
  size_t accepted = 0;  // pairs that the rule accepts
  size_t candidates = 0;
  size_t missed = 0;
  size_t errors = 0;
};

bool Matches(const JoinKeyPlan& key, TypeKind type, const Values& app, const Values& vault, uint32_t a,
             uint32_t v) {
  if (app.outcome[a] != 1 || vault.outcome[v] != 1 || app.bytes[a].empty()) return false;
  if (type == TypeKind::kString && key.ignore_case) return EqualsIgnoreCase(app.bytes[a], vault.bytes[v]);
  return app.bytes[a] == vault.bytes[v];
}

Result Compare(const std::string& body, const std::string& others = "") {
  Result result;
  Analysed analysed =
      Analyse(others + "[Join(\"Hr.Person\")] static bool J(Hr.Person app, Vault.User vault) " + body);
  result.codes = analysed.codes();
  if (analysed.diagnostics.has_errors()) return result;
  World world(analysed.Build());
  const JoinRulePlan& plan = world.program().applications[0].joins.at(0);
  result.probes = plan.probes.size();
  if (result.probes != 0) result.keys = plan.probes[0].size();
  std::mt19937 random(7);
  BatchBuilder apps(world.program().configuration->types[1]), vaults(world.program().configuration->types[0]);
  Fill(apps, random);
  Fill(vaults, random);
  std::vector<std::vector<std::pair<Values, Values>>> keys;
  for (const auto& probe : plan.probes) {
    auto& list = keys.emplace_back();
    for (const JoinKeyPlan& key : probe)
      list.emplace_back(world.Run(key.app_loop, {{apps.batch()}}, kRows),
                        world.Run(key.vault_loop, {{vaults.batch()}}, kRows));
  }
  result.errors = world.errors();
  for (uint32_t a = 0; a < kRows; ++a) {
    std::vector<uint32_t> same(kRows, a);
    Values accepted = world.Run(plan.predicate_loop, {{apps.batch(), same.data()}, {vaults.batch()}}, kRows);
    for (uint32_t v = 0; v < kRows; ++v) {
      bool found = false;
      for (size_t p = 0; p < plan.probes.size() && !found; ++p) {
        found = true;
        for (size_t k = 0; k < plan.probes[p].size(); ++k) {
          const JoinKeyPlan& key = plan.probes[p][k];
          TypeKind type = world.program().loops[static_cast<size_t>(key.app_loop)].outputs[0].type;
          found = found && Matches(key, type, keys[p][k].first, keys[p][k].second, a, v);
        }
      }
      bool yes = accepted.outcome[v] == 1 && accepted.bytes[v][0] != 0;
      result.accepted += yes ? 1 : 0;
      result.candidates += found ? 1 : 0;
      result.missed += yes && !found && result.probes != 0 ? 1 : 0;
    }
  }
  return result;
}

void ExpectProbes(const std::string& body, size_t probes, size_t keys, const std::string& others = "") {
  SCOPED_TRACE(body);
  Result result = Compare(body, others);
  EXPECT_EQ(result.codes, probes == 0 ? "IDX5002" : "");
  EXPECT_EQ(result.probes, probes);
  EXPECT_EQ(result.keys, keys);
  EXPECT_EQ(result.missed, 0u);
  EXPECT_GT(result.accepted, 0u);
  EXPECT_EQ(result.errors, 0u);
  if (probes != 0) EXPECT_LT(result.candidates, size_t{kRows} * kRows);
}

TEST(JoinKeys, Equalities) {
  ExpectProbes("=> app.Mail == vault.Mail;", 1, 1);
  ExpectProbes("=> vault.Number == app.Number;", 1, 1);
  ExpectProbes("=> app.Born == vault.Born && app.Name == vault.Name;", 1, 2);
  ExpectProbes("=> app.Score == vault.Score;", 1, 1);
  ExpectProbes("=> app.Name == vault.Name || app.Mail == vault.Mail;", 2, 1);
}

TEST(JoinKeys, ComputedSides) {
  ExpectProbes("=> app.Mail?.ToLower() == vault.Mail?.ToLower();", 1, 1);
  ExpectProbes(
      "=> app.Mail?.ToUpperInvariant() == vault.Mail?.ToUpperInvariant() && app.Number == vault.Number;", 1,
      2);
  ExpectProbes("=> app.Name + app.Mail == vault.Name + vault.Mail;", 1, 1);
  ExpectProbes("=> (app.Number ?? 0) + 1 == vault.Number;", 1, 1);
}

TEST(JoinKeys, IgnoringCase) {
  ExpectProbes("=> string.Equals(app.Mail, vault.Mail, StringComparison.OrdinalIgnoreCase);", 1, 1);
  // Between app and vault null and "" are never equal.
  ExpectProbes("=> app.Number == vault.Number && string.Equals(app.Mail, vault.Mail);", 1, 2);
}

TEST(JoinKeys, GuardsLocalsAndEarlyReturns) {
  ExpectProbes("=> app.Name == \"a\" && app.Mail == vault.Mail;", 1, 1);
  ExpectProbes("=> app.Name is { Length: > 1 } n && n.Substring(1) == vault.Name?.Trim();", 1, 1);
  ExpectProbes("{ var mine = app.Mail?.Trim(); var theirs = vault.Mail?.Trim(); return mine == theirs; }", 1,
               1);
  ExpectProbes(
      "{ if (app.Number is null) return false; if (app.Name != vault.Name) return false; return app.Number "
      "== vault.Number; }",
      1, 1);
  ExpectProbes(
      "{ if (app.Number == 1) { return app.Mail == vault.Mail; } else { return app.Name == vault.Name; } }",
      2, 1);
  ExpectProbes("=> app.Number == 1 ? app.Mail == vault.Mail : app.Name == vault.Name;", 2, 1);
  ExpectProbes("=> (app.Mail == vault.Mail || app.Name == vault.Name) && app.Number == vault.Number;", 1, 1);
  ExpectProbes("=> !(app.Mail != vault.Mail || app.Number != 2);", 1, 1);
}

TEST(JoinKeys, KeysThatWouldFailAreGuardedOrLeftOut) {
  // Without its guard Substring would fail for short names: the guard goes with the key.
  Result guarded =
      Compare("=> app.Name != null && app.Name.Length >= 2 && app.Name.Substring(0, 2) == vault.Name;");
  EXPECT_EQ(guarded.probes, 1u);
  EXPECT_EQ(guarded.errors, 0u);
  EXPECT_EQ(guarded.missed, 0u);
  // What protects it needs both sides: only the first equality is a key.
  Result both = Compare(
      "=> app.Mail == vault.Mail && app.Name != null && app.Name.Length > 1 && app.Name.Substring(0, 2) == "
      "vault.Name;");
  EXPECT_EQ(both.probes, 1u);
  EXPECT_EQ(both.keys, 1u);
  EXPECT_EQ(both.errors, 0u);
  EXPECT_EQ(both.missed, 0u);
  // So of what is looked up in a collection.
  Result looked_up = Compare(
      "=> app.Mail == vault.Mail && app.Name != null && app.Name.Length > 1 && T[$\"{app.Born}\"] == "
      "vault.Number;",
      "static readonly Dictionary<string, long> T = new Dictionary<string, long> { [\"a\"] = 1 };");
  EXPECT_EQ(looked_up.keys, 1u);
  EXPECT_EQ(looked_up.errors, 0u);
  EXPECT_EQ(looked_up.missed, 0u);
}

TEST(JoinKeys, RulesWithoutKeys) {
  ExpectProbes("=> app.Number < vault.Number;", 0, 0);
  ExpectProbes("=> app.Name == vault.Name || app.Number == 1;", 0, 0);
  ExpectProbes("=> app.Name == vault.Name || app.Number > vault.Number;", 0, 0);
  ExpectProbes("=> app.Number == 2;", 0, 0);
}

TEST(JoinKeys, EqualityWithinOneSideIsCSharps) {
  Result result = Compare("=> app.Name == \"\" && app.Mail == vault.Mail;");
  EXPECT_GT(result.accepted, 0u) << "\"\" == \"\" within one side";
  EXPECT_EQ(result.missed, 0u);
}

TEST(JoinKeys, NullAndEmptyNeverMatch) {
  for (const char* body : {"=> app.Mail == vault.Mail;",
                           "=> string.Equals(app.Mail, vault.Mail, StringComparison.OrdinalIgnoreCase);"}) {
    Analysed analysed =
        Analyse(std::string("[Join(\"Hr.Person\")] static bool J(Hr.Person app, Vault.User vault) ") + body);
    World world(analysed.Build());
    const auto& types = world.program().configuration->types;
    BatchBuilder apps(types[1]), vaults(types[0]);
    for (int i = 0; i < 2; ++i) {
      uint32_t a = apps.AddRow(), v = vaults.AddRow();
      vaults.Set<bool>(0, v, true);
      if (i == 0) continue;
      apps.SetText(1, a, "");
      vaults.SetText(3, v, "");
    }
    Values values = world.Run(world.program().applications[0].joins[0].predicate_loop,
                              {{apps.batch()}, {vaults.batch()}}, 2);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(values.bytes[static_cast<size_t>(i)][0], 0) << body << i;
  }
}

}  // namespace
}  // namespace idx::compiler::analyse_test
