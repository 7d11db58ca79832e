#include "runtime/pipeline/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/platform/clock.h"
#include "runtime/inbound/inbound_stage.h"
#include "runtime/pipeline/differences.h"
#include "runtime/pipeline/dump.h"
#include "runtime/pipeline/engine_state.h"
#include "runtime/pipeline/explain.h"
#include "runtime/pipeline/run_record.h"
#include "runtime/repository/ddl.h"
#include "runtime/state/strata.h"
#include "runtime/state/tables.h"

namespace idx::runtime {
namespace {

// A tenant's name as the schema wants it.
std::string SchemaName(const std::string& tenant) {
  std::string name;
  for (char c : tenant) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    name += fits ? c : '_';
  }
  return name.empty() ? "main" : name.substr(0, 50);
}

// One worker on a tenant at a time. The lock of one that was killed goes when the server notices: a moment.
Status TakeLock(Connection& db, const std::string& schema, const std::string& tenant) {
  IDX_TRY(db.Execute("SET lock_timeout = '5s'"));
  Status taken = db.Execute("SELECT pg_advisory_lock(hashtext('idx run ' || $1))", {schema});
  IDX_TRY(db.Execute("SET lock_timeout = 0"));
  if (taken.ok()) return {};
  return Error{Origin::kConflict,
               fmt::format("another idx is working on tenant {}: wait until it is done ({})", tenant,
                           taken.error().message)};
}

int64_t MillisecondsSince(int64_t start) {
  return (SystemClock().MonotonicNanoseconds() - start) / 1'000'000;
}

}  // namespace

ConnectorFactory FactoryOf(const connectors::ConnectorRegistry& registry,
                           const Configuration& configuration) {
  return [&registry, directory = configuration.directory](const ApplicationType& type) {
    connectors::Options options;
    for (const auto& [name, value] : type.connector.options) options.Set(name, value, type.connector.where);
    options.set_base_folder(directory);
    return registry.Create(type.connector.type, options);
  };
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;
const std::vector<std::string>& Engine::notes() const { return state_->notes; }

Result<Transaction> Engine::State::Begin() {
  IDX_ASSIGN(Transaction transaction, Transaction::Begin(*db));
  IDX_TRY(db->EnterTenant(tenant));
  IDX_TRY(db->Execute(
      "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'"));
  return transaction;
}

Status Engine::State::Fill(RunContext& context, RunSummary& summary, std::unique_ptr<LoopRunner>& loops,
                           DateTime now, LogLevel log) {
  context.db = &*db;
  context.program = program.get();
  context.configuration = program->configuration.get();
  context.summary = &summary;
  context.connector = options.connector;
  context.crash_at = options.crash_at;
  context.now = now;
  IDX_ASSIGN(Rows today, db->Query("SELECT ($1::timestamptz AT TIME ZONE $2)::date",
                                   {now, program->configuration->zone}));
  context.today = today.Date(0, 0);
  loops = std::make_unique<LoopRunner>(*program, context.now, context.today, options.threads, log);
  context.loops = loops.get();
  return LoadNames(context);
}

Result<std::unique_ptr<Engine>> Engine::Open(std::shared_ptr<const compiler::Program> program,
                                             EngineOptions options) {
  auto state = std::make_unique<State>();
  state->program = std::move(program);
  state->options = std::move(options);
  state->tenant = SchemaName(state->program->configuration->tenant);
  std::string connection = state->options.connection_string;
  if (connection.empty()) {
    IDX_ASSIGN(Cluster cluster, Cluster::Start(state->options.data_folder));
    connection = cluster.connection_string();
    state->cluster.emplace(std::move(cluster));
  }
  IDX_ASSIGN(Connection db, Connection::Open(connection));
  state->db.emplace(std::move(db));
  IDX_TRY(TakeLock(*state->db, state->tenant, state->program->configuration->tenant));
  IDX_TRY(CreateTenant(*state->db, state->tenant));
  IDX_ASSIGN(Transaction transaction, state->Begin());
  IDX_ASSIGN(state->notes, PrepareTables(*state->db, *state->program->configuration));
  IDX_TRY(PrepareStrata(*state->db, *state->program));
  IDX_TRY(transaction.Commit());
  return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

Result<RunSummary> Engine::Sync(const SyncOptions& asked) {
  State& state = *state_;
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  SyncOptions options = asked;
  DateTime now = options.now.value_or(SystemClock().UtcNow());
  {
    IDX_ASSIGN(Transaction transaction, state.Begin());
    IDX_ASSIGN(RunRecord record, StartRun(*state.db, state.program->digest, now, options, summary.notes));
    IDX_TRY(state.Fill(context, summary, loops, record.clock, options.log));
    context.run = summary.run = record.id;
    summary.resumed = record.resumed;
    IDX_TRY(transaction.Commit());
  }
  context.progress = options.progress;
  summary.notes.insert(summary.notes.begin(), state.notes.begin(), state.notes.end());
  auto step = [&](const std::string& stage, const std::string& target,
                  const std::function<Status(RunContext&)>& work) -> Status {
    int64_t start = SystemClock().MonotonicNanoseconds();
    FaultPoint(context);
    IDX_ASSIGN(Transaction transaction, state.Begin());
    IDX_ASSIGN(bool done, IsStepDone(context, stage, target));
    if (done) {
      summary.notes.push_back(fmt::format("{} {} was done before the run was stopped", stage, target));
      return transaction.Commit();
    }
    Status status = work(context);
    if (!status.ok()) {
      IDX_TRY(transaction.Rollback());
      return status;
    }
    IDX_TRY(NoteStep(context, stage, target));
    FaultPoint(context);
    IDX_TRY(transaction.Commit());
    FaultPoint(context);
    summary.times.push_back({stage, target, MillisecondsSince(start)});
    return {};
  };
  Status ran = RunStages(context, options, step);
  IDX_ASSIGN(Transaction transaction, state.Begin());
  if (!ran.ok()) {
    // Stopped by an error, not killed: the next sync begins anew.
    IDX_TRY(FinishRun(context, "failed"));
    IDX_TRY(transaction.Commit());
    return ran.error();
  }
  IDX_TRY(FinishRun(context, summary.failed() ? "done-with-errors" : summary.held() ? "held" : "done"));
  IDX_TRY(transaction.Commit());
  return summary;
}

Result<PlanReport> Engine::Plan(const SyncOptions& options) {
  State& state = *state_;
  PlanReport report;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state.Begin());
  SyncOptions planned = options;
  IDX_ASSIGN(RunRecord record,
             StartRun(*state.db, state.program->digest, planned.now.value_or(SystemClock().UtcNow()), planned,
                      report.summary.notes));
  IDX_TRY(state.Fill(context, report.summary, loops, record.clock, options.log));
  context.run = report.summary.run = record.id;
  context.plan = true;
  context.progress = options.progress;
  auto step = [&](const std::string& stage, const std::string& target,
                  const std::function<Status(RunContext&)>& work) -> Status {
    IDX_ASSIGN(bool done, IsStepDone(context, stage, target));
    if (done) return {};
    int64_t start = SystemClock().MonotonicNanoseconds();
    IDX_TRY(state.db->Execute("SAVEPOINT planned_step"));
    Status status = work(context);
    IDX_TRY(state.db->Execute(status.ok() ? "RELEASE SAVEPOINT planned_step"
                                          : "ROLLBACK TO SAVEPOINT planned_step"));
    if (status.ok()) report.summary.times.push_back({stage, target, MillisecondsSince(start)});
    return status;
  };
  IDX_TRY(RunStages(context, planned, step));
  IDX_TRY(CollectDifferences(context, record.id, report));
  IDX_TRY(transaction.Rollback());
  return report;
}

Result<PlanReport> Engine::LastRun() {
  PlanReport report;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_TRY(state_->Fill(context, report.summary, loops, SystemClock().UtcNow()));
  IDX_ASSIGN(report.summary.run, QueryNumber(*state_->db, "SELECT max(id) FROM run"));
  IDX_TRY(CollectDifferences(context, report.summary.run, report));
  IDX_TRY(transaction.Rollback());
  return report;
}

Result<PlanReport> Engine::RebuildCheck() {
  PlanReport report;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_ASSIGN(DateTime clock, LastClock(*state_->db, SystemClock().UtcNow()));
  IDX_TRY(state_->Fill(context, report.summary, loops, clock));
  IDX_ASSIGN(context.run, TakeIds(context, "run", 1));
  report.summary.run = context.run;
  context.plan = true;
  IDX_TRY(RunInbound(context, true));
  IDX_TRY(CollectDifferences(context, context.run, report));
  IDX_TRY(transaction.Rollback());
  return report;
}

Result<std::vector<PendingChange>> Engine::Changes(const std::vector<std::string>& applications) {
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_TRY(state_->Fill(context, summary, loops, SystemClock().UtcNow()));
  auto changes = ListPending(context, applications);
  IDX_TRY(transaction.Rollback());
  return changes;
}

Result<uint64_t> Engine::Approve(const std::vector<std::string>& applications) {
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_ASSIGN(DateTime clock, LastClock(*state_->db, SystemClock().UtcNow()));
  IDX_TRY(state_->Fill(context, summary, loops, clock));
  IDX_ASSIGN(uint64_t approved, ApprovePending(context, applications));
  IDX_TRY(transaction.Commit());
  return approved;
}

Result<uint64_t> Engine::Reject(const std::vector<std::string>& applications) {
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_TRY(state_->Fill(context, summary, loops, SystemClock().UtcNow()));
  IDX_ASSIGN(uint64_t rejected, RejectPending(context, applications));
  IDX_TRY(transaction.Commit());
  return rejected;
}

Status Engine::Dump(const std::function<void(std::string_view line)>& line) {
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_TRY(state_->Fill(context, summary, loops, SystemClock().UtcNow()));
  IDX_TRY(DumpState(context, line));
  return transaction.Rollback();
}

Result<Explanation> Engine::Explain(const std::string& type, const std::string& key,
                                    const std::string& attribute, int64_t run) {
  RunSummary summary;
  RunContext context;
  std::unique_ptr<LoopRunner> loops;
  IDX_ASSIGN(Transaction transaction, state_->Begin());
  IDX_ASSIGN(DateTime clock, LastClock(*state_->db, SystemClock().UtcNow()));
  IDX_TRY(state_->Fill(context, summary, loops, clock));
  auto explanation = ExplainObject(context, type, key, attribute, run);
  IDX_TRY(transaction.Rollback());
  return explanation;
}

}  // namespace idx::runtime
