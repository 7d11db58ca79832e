#include "runtime/pipeline/pipeline_world_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/file.h"
#include "connectors/csv/csv_connector.h"
#include "runtime/repository/ddl.h"
#include "runtime/repository/shared_cluster_test.h"

namespace idx::runtime {
namespace {

using compiler::Loop;
using compiler::LoopOutput;
using compiler::OutputKind;
using compiler::RuleKind;

class HandWritten : public compiler::Evaluator {
 public:
  HandWritten(std::shared_ptr<std::vector<RowRule>> rules, const compiler::Program& program)
      : rules_(std::move(rules)), program_(program) {}

  void Run(int32_t loop, std::span<const compiler::SlotInput> inputs, uint32_t rows, std::span<OutColumn> out,
           EvalContext& context, std::vector<compiler::RowError>& errors) const override {
    for (uint32_t row = 0; row < rows; ++row) {
      for (OutColumn& column : out) column.outcome[row] = static_cast<uint8_t>(Outcome::kNoOpinion);
      RuleRow rule_row(inputs, row, out, context);
      (*rules_)[static_cast<size_t>(loop)](rule_row);
      if (!rule_row.failed()) continue;
      for (OutColumn& column : out) column.outcome[row] = static_cast<uint8_t>(Outcome::kFailed);
      int32_t rule = program_.loops[static_cast<size_t>(loop)].outputs.front().rule;
      errors.push_back({rule, row, EvalErrorKind::kFail, "it was told to", {"rules.idx", 7, 3}});
    }
  }

 private:
  std::shared_ptr<std::vector<RowRule>> rules_;
  const compiler::Program& program_;
};

ObjectType Type(const std::string& application, const std::string& name, const std::string& table,
                const std::vector<std::string>& attributes, int32_t key) {
  ObjectType type{application, name, table, {}, key};
  for (const std::string& attribute : attributes)
    type.attributes.push_back({attribute, attribute, ColumnNameOf(attribute)});
  return type;
}

std::vector<int32_t> Range(int32_t from, int32_t to) {
  std::vector<int32_t> all;
  for (int32_t i = from; i <= to; ++i) all.push_back(i);
  return all;
}

LoopOutput Attribute(int32_t rule, int32_t attribute, TypeKind type, std::vector<int32_t> reads) {
  return {OutputKind::kAttribute, rule, attribute, type, std::move(reads)};
}

}  // namespace

std::string RuleRow::Text(size_t slot, int32_t attribute) const {
  const Column& column = slots_[slot].batch.columns[attribute];
  return column.IsValid(RowOf(slot)) ? column.At<idx::Text>(RowOf(slot)).str() : "";
}
bool RuleRow::Bool(size_t slot, int32_t attribute) const {
  const Column& column = slots_[slot].batch.columns[attribute];
  return column.IsValid(RowOf(slot)) && column.At<uint8_t>(RowOf(slot)) != 0;
}
int32_t RuleRow::Int(size_t slot, int32_t attribute, int32_t otherwise) const {
  const Column& column = slots_[slot].batch.columns[attribute];
  return column.IsValid(RowOf(slot)) ? column.At<int32_t>(RowOf(slot)) : otherwise;
}
void RuleRow::SetText(size_t output, const std::string& value) {
  static_cast<idx::Text*>(out_[output].data)[row_] =
      idx::Text(value.size() <= idx::Text::kInline ? std::string_view(value) : context_.arena->Copy(value));
  out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
}
void RuleRow::Pass(size_t output, size_t slot, int32_t attribute) {
  const Column& column = slots_[slot].batch.columns[attribute];
  if (!column.IsValid(RowOf(slot))) return;
  static_cast<idx::Text*>(out_[output].data)[row_] = column.At<idx::Text>(RowOf(slot));
  out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
}
void RuleRow::SetBool(size_t output, bool value) {
  static_cast<uint8_t*>(out_[output].data)[row_] = value;
  out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
}
void RuleRow::SetInt(size_t output, int32_t value) {
  static_cast<int32_t*>(out_[output].data)[row_] = value;
  out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
}
void RuleRow::SetSpan(size_t output, TimeSpan value) {
  static_cast<TimeSpan*>(out_[output].data)[row_] = value;
  out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
}
void RuleRow::Clear(size_t output) { out_[output].outcome[row_] = static_cast<uint8_t>(Outcome::kClear); }

World::World() : folder_(TempFolder::Create("idx-world").value()) {
  static int worlds = 0;
  connectors::AddCsv(registry_);
  configuration_ = std::make_shared<Configuration>();
  configuration_->directory = folder_.path();
  configuration_->tenant = fmt::format("world{}", ++worlds);
  configuration_->guards.limit_floor = 10;
  DescribeTypes();
  rules_ = std::make_shared<std::vector<RowRule>>(11);
  WriteRules();
  program_ = std::make_shared<compiler::Program>();
  DescribeRules();
  program_->configuration = configuration_;
  program_->digest = "rules 1";
  program_->evaluator = std::make_shared<HandWritten>(rules_, *program_);
}

void World::DescribeTypes() {
  ObjectType vault =
      Type("Vault", "User", "vault_user",
           {"Enabled", "Classification", "GivenName", "Surname", "Mail", "EmployeeID", "DisplayName"}, -1);
  vault.attributes[0].type = TypeKind::kBool;
  vault.attributes[1].type = TypeKind::kEnum;
  vault.attributes[1].enum_id = 0;
  vault.attributes[kMail].equality = Equality::kIgnoreCase;
  ObjectType hr = Type("HR", "Person", "repo_hr_person",
                       {"Id", "First", "Last", "Mail", "EmployeeID", "Active", "Leave"}, kHrId);
  ObjectType ad =
      Type("AD", "User", "repo_ad_user", {"Sam", "Display", "Mail", "EmployeeID", "Enabled"}, kAdSam);
  ad.attributes[kAdSam].required = true;
  configuration_->types = {vault, hr, ad};
  configuration_->vault_type_count = 1;
  configuration_->enums = {{"Class", {{"Staff", 1}, {"Boss", 2}}}};
  ApplicationType person{1, {"csv", {{"path", "hr.csv"}}, "idx.xml:3"}, {0, Unmatched::kCreate}, {}};
  ApplicationType user{2, {"csv", {{"path", "ad.csv"}}, "idx.xml:9"}, {0, Unmatched::kWait}, {}};
  user.provision = {true, OnLoss::kDisable, kAdEnabled, "TRUE", "FALSE"};
  configuration_->applications = {{"HR", Phase::kLive, {person}}, {"AD", Phase::kLive, {user}}};
}

void World::DescribeRules() {
  auto rule = [&](RuleKind kind, const std::string& id, int32_t order) {
    program_->rules.push_back(
        {kind, id, {"rules.idx", static_cast<uint32_t>(program_->rules.size() + 1), 1}, 0, 0, order});
    return static_cast<int32_t>(program_->rules.size() - 1);
  };
  int32_t hr_in = rule(RuleKind::kInbound, "hr.in", 10), hr_join = rule(RuleKind::kJoin, "hr.join", 10);
  int32_t ad_join = rule(RuleKind::kJoin, "ad.join", 10), ad_in = rule(RuleKind::kInbound, "ad.in", 20);
  int32_t provision = rule(RuleKind::kProvision, "ad.provision", 0),
          ad_out = rule(RuleKind::kOutbound, "ad.out", 10);
  int32_t classify = rule(RuleKind::kClassify, "classify", 0),
          leaver = rule(RuleKind::kFilter, "hr.leaver", 10);
  std::vector<int32_t> hr_all = Range(0, kHrLeave), ad_all = Range(0, kAdEnabled),
                       vault_all = Range(0, kDisplay);
  TypeKind text = TypeKind::kString;
  LoopOutput key{OutputKind::kResult, -1, -1, text, {}},
      truth{OutputKind::kResult, hr_join, -1, TypeKind::kBool, {}};
  LoopOutput ad_truth = truth, provisioned = truth,
             number{OutputKind::kResult, classify, -1, TypeKind::kInt, {}};
  ad_truth.rule = ad_join;
  provisioned.rule = provision;
  program_->loops = {
      Loop{{1},
           {Attribute(hr_in, kGiven, text, {kHrFirst}), Attribute(hr_in, kSurname, text, {kHrLast}),
            Attribute(hr_in, kMail, text, {kHrMail}), Attribute(hr_in, kEmployee, text, {kHrEmployee}),
            Attribute(hr_in, kEnabled, TypeKind::kBool, {kHrActive})},
           {hr_all}},
      Loop{{1}, {key}, {{kHrEmployee}}},
      Loop{{0}, {key}, {{kEmployee}}},
      Loop{{1, 0}, {truth}, {{kHrEmployee}, {kEmployee}}},
      Loop{{2}, {key}, {{kAdEmployee}}},
      Loop{{2, 0}, {ad_truth}, {{kAdEmployee}, {kEmployee}}},
      Loop{{2},
           {Attribute(ad_in, kMail, text, {kAdMail}), Attribute(ad_in, kDisplay, text, {kAdDisplay})},
           {ad_all}},
      Loop{{0}, {provisioned}, {vault_all}},
      Loop{{0},
           {Attribute(ad_out, kAdSam, text, {}), Attribute(ad_out, kAdDisplay, text, {}),
            Attribute(ad_out, kAdMail, text, {}), Attribute(ad_out, kAdEmployee, text, {}),
            Attribute(ad_out, kAdEnabled, text, {})},
           {vault_all}},
      Loop{{0}, {number}, {vault_all}},
      Loop{{1, 0},
           {{OutputKind::kDisable, leaver, -1, TypeKind::kBool, {}},
            {OutputKind::kDelete, leaver, -1, TypeKind::kTimeSpan, {}}},
           {hr_all, vault_all}}};
  compiler::ApplicationPlan hr{
      1, {{hr_join, kHrJoin, {{{kHrKey, kVaultKey, false}}}}}, kHrIn, {}, {kLeaver}, {}, {}, "", -1, -1, -1};
  compiler::ApplicationPlan ad{2,          {{ad_join, kAdJoin, {{{kAdKey, kVaultKey, false}}}}},
                               kAdIn,      {},
                               {},         {},
                               {},         "",
                               kProvision, provision,
                               kAdOut};
  program_->applications = {hr, ad};
  program_->vault = {{0, kClassify}};
}

void World::WriteRules() {
  std::vector<RowRule>& rules = *rules_;
  rules[kHrIn] = [](RuleRow& r) {
    if (r.Text(0, kHrFirst) == "FAIL") return r.Fail();
    r.SetText(0, r.Text(0, kHrFirst));
    r.SetText(1, r.Text(0, kHrLast));
    if (r.Text(0, kHrMail) == "CLEAR") {
      r.Clear(2);
    } else {
      r.SetText(2, r.Text(0, kHrMail));
    }
    r.SetText(3, r.Text(0, kHrEmployee));
    if (!r.Text(0, kHrActive).empty()) r.SetBool(4, r.Text(0, kHrActive) == "1");
  };
  rules[kHrKey] = [](RuleRow& r) {
    if (r.Text(0, kHrEmployee) == "KEYFAIL") return r.Fail();
    r.SetText(0, r.Text(0, kHrEmployee));
  };
  rules[kVaultKey] = [](RuleRow& r) { r.SetText(0, r.Text(0, kEmployee)); };
  rules[kHrJoin] = [](RuleRow& r) { r.SetBool(0, r.Text(0, kHrEmployee) == r.Text(1, kEmployee)); };
  rules[kAdKey] = [](RuleRow& r) { r.SetText(0, r.Text(0, kAdEmployee)); };
  rules[kAdJoin] = [](RuleRow& r) { r.SetBool(0, r.Text(0, kAdEmployee) == r.Text(1, kEmployee)); };
  rules[kAdIn] = [](RuleRow& r) {
    r.SetText(0, r.Text(0, kAdMail));
    r.SetText(1, r.Text(0, kAdDisplay));
  };
  rules[kProvision] = [](RuleRow& r) {
    r.SetBool(0, !r.Text(0, kEmployee).empty() && r.Text(0, kSurname) != "Guest");
  };
  rules[kAdOut] = [](RuleRow& r) {
    r.SetText(0, "u" + r.Text(0, kEmployee));
    r.SetText(1, r.Text(0, kGiven) + " " + r.Text(0, kSurname));
    r.SetText(3, r.Text(0, kEmployee));
    r.SetText(4, r.Bool(0, kEnabled) ? "TRUE" : "FALSE");
  };
  rules[kClassify] = [](RuleRow& r) {
    if (r.Text(0, kSurname) == "NoClass") return r.Fail();
    r.SetInt(0, r.Text(0, kSurname) == "Boss" ? 2 : 1);
  };
  rules[kLeaver] = [](RuleRow& r) {
    if (r.Text(0, kHrLeave) == "FAIL") return r.Fail();
    if (r.Text(0, kHrLeave).empty()) return;
    r.SetBool(0, true);
    r.SetSpan(1, TimeSpan{90 * kTicksPerDay});
  };
}

void World::WriteHr(const std::vector<std::string>& lines) {
  std::string text = "Id,First,Last,Mail,EmployeeID,Active,Leave\n";
  for (const std::string& line : lines) text += line + "\n";
  IDX_ASSERT(WriteFileAtomic(folder_.File("hr.csv"), text).ok());
}

void World::WriteAd(const std::vector<std::string>& lines) {
  std::string text = "Sam,Display,Mail,EmployeeID,Enabled\n";
  for (const std::string& line : lines) text += line + "\n";
  IDX_ASSERT(WriteFileAtomic(folder_.File("ad.csv"), text).ok());
}

void World::WriteHrFile(const std::string& text) {
  IDX_ASSERT(WriteFileAtomic(folder_.File("hr.csv"), text).ok());
}

void World::WriteAdFile(const std::string& text) {
  IDX_ASSERT(WriteFileAtomic(folder_.File("ad.csv"), text).ok());
}

void World::AddPlainAttributes(int count) {
  for (ObjectType& type : configuration_->types)
    for (int i = 0; i < count; ++i) {
      std::string name = fmt::format("P{}", i);
      type.attributes.push_back({name, name, ColumnNameOf(name)});
    }
  struct Flow {
    LoopNumber loop;
    int32_t from, to;
  };
  for (Flow flow : {Flow{kHrIn, kHrLeave + 1, kDisplay + 1}, Flow{kAdOut, kDisplay + 1, kAdEnabled + 1}}) {
    Loop& loop = program_->loops[flow.loop];
    size_t first = loop.outputs.size();
    int32_t rule = loop.outputs.front().rule;
    for (int i = 0; i < count; ++i) {
      loop.outputs.push_back(Attribute(rule, flow.to + i, TypeKind::kString, {flow.from + i}));
      loop.reads[0].push_back(flow.from + i);
    }
    (*rules_)[flow.loop] = [count, first, flow, inner = (*rules_)[flow.loop]](RuleRow& r) {
      inner(r);
      for (int i = 0; i < count; ++i) r.Pass(first + static_cast<size_t>(i), 0, flow.from + i);
    };
  }
}

std::string World::ReadAd() const { return ReadFile(folder_.File("ad.csv")).value(); }

std::string World::connection_string() const { return SharedCluster::Get().cluster().connection_string(); }

Result<std::unique_ptr<Engine>> World::Open(int64_t crash_at) {
  EngineOptions options;
  options.connection_string = connection_string();
  options.connector = FactoryOf(registry_, *configuration_);
  options.crash_at = crash_at;
  return Engine::Open(program_, std::move(options));
}

DateTime World::NextDay() {
  DateTime first = DateTime::Of(kUnixEpochTicks + 20'605 * kTicksPerDay, DateTimeKind::kUtc);  // 2026-06-01
  return DateTime::Of(first.ticks() + day_++ * kTicksPerDay, DateTimeKind::kUtc);
}

RunSummary World::Sync(SyncOptions options) {
  if (!options.now) options.now = NextDay();
  auto engine = Open();
  if (!engine.ok()) std::fprintf(stderr, "open: %s\n", engine.error().message.c_str());
  auto summary = engine.value()->Sync(options);
  if (!summary.ok()) std::fprintf(stderr, "sync: %s\n", summary.error().message.c_str());
  return std::move(summary).value();
}

PlanReport World::Plan(SyncOptions options) {
  if (!options.now) options.now = NextDay();
  auto plan = Open().value()->Plan(options);
  if (!plan.ok()) std::fprintf(stderr, "plan: %s\n", plan.error().message.c_str());
  return std::move(plan).value();
}

std::vector<std::string> World::Dump() {
  std::vector<std::string> lines;
  Status dumped = Open().value()->Dump([&](std::string_view line) { lines.emplace_back(line); });
  if (!dumped.ok()) std::fprintf(stderr, "dump: %s\n", dumped.error().message.c_str());
  IDX_ASSERT(dumped.ok());
  return lines;
}

std::vector<std::string> World::Lines(const std::vector<std::string>& texts) {
  std::vector<std::string> found;
  for (std::string& line : Dump())
    if (std::all_of(texts.begin(), texts.end(),
                    [&](const std::string& text) { return line.find(text) != std::string::npos; }))
      found.push_back(std::move(line));
  return found;
}

}  // namespace idx::runtime
