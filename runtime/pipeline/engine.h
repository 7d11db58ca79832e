// The front door of the runtime: one tenant's configuration and rule set over its database. What the command
// line and the API call; nothing here prints.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/program/program.h"
#include "connectors/sdk/registry.h"
#include "runtime/pipeline/reports.h"
#include "runtime/state/run_context.h"
#include "runtime/state/summary.h"

namespace idx::runtime {

struct EngineOptions {
  std::string data_folder;        // of the private cluster; unused with a connection string
  std::string connection_string;  // a PostgreSQL server of one's own; empty: the private cluster
  ConnectorFactory connector;     // FactoryOf a registry, or a test's own
  uint32_t threads = 2;           // for evaluating rules
  int64_t crash_at = 0;           // fault injection (RunContext::crash_at)
};

// The connectors of a registry, with the options of the configuration. registry must outlive the factory.
ConnectorFactory FactoryOf(const connectors::ConnectorRegistry& registry, const Configuration& configuration);

struct SyncOptions {
  std::vector<std::string> applications;  // to import and export; empty: all
  std::vector<std::string> stages;        // "import", "inbound", "outbound", "export"; empty: all
  bool full = false;                      // believe no digests, ask nobody who is touched
  std::optional<DateTime> now;            // the run's clock; else the machine's
  LogLevel log = LogLevel::kInfo;         // the least level of what rules say by Log.*
  ProgressSink progress;
};

// One engine at a time runs on a tenant: a second gets kConflict. Not thread-safe.
class Engine {
 public:
  // Connects, starting the private cluster where it is asked for, and migrates the tenant's tables.
  static Result<std::unique_ptr<Engine>> Open(std::shared_ptr<const compiler::Program> program,
                                              EngineOptions options);
  ~Engine();

  // One run of the four processes, each stage a transaction with its checkpoint. A run that was killed is
  // resumed: same id, same clock, committed stages are skipped. What one application refuses is in the
  // summary; an Error means that the run stopped (it is resumed next time). Source of the meaning: the
  // design's "A run".
  Result<RunSummary> Sync(const SyncOptions& options);
  // What a sync would change: the same stages in one transaction that is rolled back, without the connectors'
  // exports.
  Result<PlanReport> Plan(const SyncOptions& options);
  // What the last run changed, in the same form.
  Result<PlanReport> LastRun();

  // Pending and held changes, oldest first; of these applications, or all.
  Result<std::vector<PendingChange>> Changes(const std::vector<std::string>& applications);
  // Held and pending changes and held imports may pass at the next sync. Returns how many.
  Result<uint64_t> Approve(const std::vector<std::string>& applications);
  // Held and pending changes are not sent as long as they stay the same. Returns how many.
  Result<uint64_t> Reject(const std::vector<std::string>& applications);

  // The canonical state, line by line: equal states give equal bytes.
  Status Dump(const std::function<void(std::string_view line)>& line);
  // Where the values of an object or identity come from. key: the anchor, or an identity's public id.
  // run: the values as they were after that run; 0: as they are.
  Result<Explanation> Explain(const std::string& type, const std::string& key,
                              const std::string& attribute = "", int64_t run = 0);
  // Computes everybody anew, and compares: what would differ. Empty: the Vault is what its sources say.
  Result<PlanReport> RebuildCheck();

  const std::vector<std::string>& notes() const;  // of migrations

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace idx::runtime
