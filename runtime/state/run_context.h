// What every stage of a run works with: the connection inside its transaction, the rule set, the clock, names
// by number.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "connectors/sdk/connector.h"
#include "runtime/repository/connection.h"
#include "runtime/state/loop_runner.h"
#include "runtime/state/summary.h"

namespace idx::runtime {

// One application type of the configuration, as the stages want it.
struct TypeState {
  int32_t index = -1;  // into Configuration::types
  int32_t id = 0;      // the tenant's number of it, which never changes meaning
  size_t order = 0;    // position among all application types: the order of joining
  const ObjectType* type = nullptr;
  const Application* application = nullptr;
  const ApplicationType* settings = nullptr;
  const compiler::ApplicationPlan* plan = nullptr;  // null: no rules

  bool joins() const { return settings->join.vault_type >= 0; }
  bool provisions() const {
    return plan != nullptr && joins() &&
           (plan->provision_loop >= 0 || plan->outbound_loop >= 0 || !plan->outbound_filter_loops.empty());
  }
};

// Makes the connector of an application type; tests put scripted ones here.
using ConnectorFactory =
    std::function<Result<std::unique_ptr<connectors::Connector>>(const ApplicationType&)>;

// Progress, for people who wait: stage, target ("Workday.User"), rows so far. Called from the run's thread.
using ProgressSink = std::function<void(const std::string& stage, const std::string& target, uint64_t rows)>;

// Not thread-safe. Everything it points to outlives it.
struct RunContext {
  Connection* db = nullptr;
  const compiler::Program* program = nullptr;
  const Configuration* configuration = nullptr;
  const LoopRunner* loops = nullptr;
  int64_t run = 0;
  DateTime now;
  DateOnly today;
  bool plan = false;                          // nothing leaves: the transaction is rolled back
  std::vector<TypeState> types;               // in application order
  std::vector<int32_t> vault_type_ids;        // by index of the Vault type
  std::vector<int32_t> rule_ordinals;         // by index into Program::rules
  std::map<int32_t, std::string> rule_names;  // by ordinal, of all rule sets so far
  RunSummary* summary = nullptr;
  ConnectorFactory connector;
  ProgressSink progress;
  int64_t crash_at = 0;  // fault injection: the process kills itself at this step; 0: never
  int64_t steps = 0;

  const TypeState* FindType(int32_t id) const {
    for (const TypeState& type : types)
      if (type.id == id) return &type;
    return nullptr;
  }
  const ObjectType& VaultType(int32_t index) const {
    return configuration->types[static_cast<size_t>(index)];
  }
};

// Numbers of object types and rules: looked up, and new names given the next number. In the present
// transaction.
Status LoadNames(RunContext& context);

// A possible moment of death, for tests: between and inside the stages.
void FaultPoint(RunContext& context);

// First of `count` row ids ("object", "identity", "run", "prov"): a range of one's own, from 1.
Result<int64_t> TakeIds(RunContext& context, const std::string& counter, int64_t count);

Result<std::string> GetSetting(Connection& db, const std::string& name, const std::string& otherwise = "");
Status PutSetting(Connection& db, const std::string& name, const std::string& value);

// An evaluation error or another finding, into the table of events (and the summary's list of the stage).
Status AddEvent(RunContext& context, const std::string& stage, int32_t type, int64_t id,
                const Finding& finding);
// A finding of an evaluation error: rule, place and message; type and key are the caller's.
Finding FindingOf(const RunContext& context, const compiler::RowError& error);
// The same of what a rule said.
Finding FindingOf(const RunContext& context, const LogMessage& message);

// "{1,2,3}" as a literal of bigint[].
std::string IdArray(const std::vector<int64_t>& ids);
// Does the table have a row?
Result<bool> HasRows(Connection& db, const std::string& table_and_condition);
// One number.
Result<int64_t> QueryNumber(Connection& db, const std::string& sql,
                            const std::vector<Parameter>& parameters = {});

}  // namespace idx::runtime
