// What an Engine holds. Inside this folder only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/pipeline/engine.h"
#include "runtime/repository/cluster.h"

namespace idx::runtime {

struct Engine::State {
  std::shared_ptr<const compiler::Program> program;
  EngineOptions options;
  std::string tenant;
  std::vector<std::string> notes;
  std::optional<Cluster> cluster;
  std::optional<Connection> db;  // goes before the cluster

  // A transaction inside the tenant's schema.
  Result<Transaction> Begin();
  // A context without a run, inside a transaction: names, clock (for what only reads).
  Status Fill(RunContext& context, RunSummary& summary, std::unique_ptr<LoopRunner>& loops, DateTime now,
              LogLevel log = LogLevel::kInfo);
};

// The stages of a run, in order, each through `step(stage, target, work)`. plan: nothing leaves.
using StageStep = std::function<Status(const std::string& stage, const std::string& target,
                                       const std::function<Status(RunContext&)>& work)>;
Status RunStages(RunContext& context, const SyncOptions& options, const StageStep& step);

}  // namespace idx::runtime
