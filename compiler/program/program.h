// The compiled rule set as the runtime sees it: which loops there are, what each reads and writes, and an
// Evaluator that runs them over batches. No syntax, no types of the checker, no LLVM: the interpreter and
// native code are both Evaluators.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/batch/batch.h"
#include "base/batch/eval_context.h"
#include "base/schema/configuration.h"

namespace idx::compiler {

struct SourceLocation {
  std::string path;
  uint32_t line = 0;
  uint32_t column = 0;
};

enum class RuleKind : uint8_t { kJoin, kInbound, kOutbound, kClassify, kFilter, kProvision, kTest };
enum class Stage : uint8_t { kImport, kInbound, kOutbound, kExport };

struct RuleInfo {
  RuleKind kind = RuleKind::kInbound;
  std::string id;
  SourceLocation where;
  int32_t app_type = -1;  // indexes into Configuration::types; -1: none
  int32_t vault_type = -1;
  int32_t order = 0;  // priority, precedence or order: the lower goes first
  Stage stage = Stage::kInbound;
  int32_t classification = -1;
  bool reads_clock = false;  // its answer may change as time passes
  bool reads_now = false;    // … at any instant; else only when the date in the tenant's zone changes
};

// What one output column of a loop means.
enum class OutputKind : uint8_t {
  kAttribute,  // the rule's opinion of attribute `attribute` of its target
  kResult,     // the value of the rule's function: join predicate, key, class number, provision
  kSkip,
  kDisable,
  kEnable,  // a filter's effects: bool, kNoOpinion or kValue true
  kDelete,  // TimeSpan after which to delete
  kHold,    // string: why a person is to look at it
  kNotify,  // string: template and receiver in turn, kNoticeEnd behind each
};

struct LoopOutput {
  OutputKind kind = OutputKind::kAttribute;
  int32_t rule = -1;                // index into Program::rules
  int32_t attribute = -1;           // kAttribute: of the target type
  TypeKind type = TypeKind::kVoid;  // of the column's values (kList for multi)
  std::vector<int32_t> reads;       // kAttribute: the source's attributes that the value may depend on (echo)
  bool initial = false;             // kAttribute: decided once (??=): a value that the rule gave stays
  bool unique = false;  // … by Unique.Of: the values are lists of candidates (texts, at least one), of which
                        // the first that nobody else has is taken
};

// Functions over the same inputs, run together over a batch.
struct Loop {
  std::vector<int32_t> inputs;  // object type of each slot: {app}, {vault}, {app, vault}
  std::vector<LoopOutput> outputs;
  std::vector<std::vector<int32_t>>
      reads;  // per slot: the attributes that are read; others may be absent (data null)
};

struct JoinKeyPlan {
  int32_t app_loop = -1;  // loops with one kResult output each, of the same type
  int32_t vault_loop = -1;
  bool ignore_case = false;
};
struct JoinRulePlan {
  int32_t rule = -1;
  int32_t predicate_loop = -1;                   // inputs {app, vault}: bool
  std::vector<std::vector<JoinKeyPlan>> probes;  // OR of ANDs; empty: every pair is compared
};

// The rules of one application type.
struct ApplicationPlan {
  int32_t type = -1;                // index into Configuration::types
  std::vector<JoinRulePlan> joins;  // in priority order
  int32_t inbound_loop = -1;        // inputs {app}; outputs are opinions of the joined Vault type; -1: none
  // Filters, in (order, id). A filter without a Vault parameter has its slot all the same.
  std::vector<int32_t> import_filter_loops;   // inputs {app}
  std::vector<int32_t> inbound_filter_loops;  // inputs {app, vault}
  std::vector<int32_t> outbound_filter_loops, export_filter_loops;  // inputs {app, vault}
  std::string import_filters;  // digest of the import filters and all that they call; "" without any
  int32_t provision_loop = -1;                // inputs {vault}: bool
  int32_t provision_rule = -1;
  int32_t outbound_loop = -1;  // inputs {vault}; outputs are opinions of the application type
};
struct VaultPlan {
  int32_t type = -1;
  int32_t classify_loop = -1;  // inputs {vault}: int
};

// Rows of one slot: row i of the loop is row rows[i] of the batch, or row i where rows is null.
struct SlotInput {
  Batch batch;
  const uint32_t* rows = nullptr;
};

// An evaluation error of one (rule, row).
struct RowError {
  int32_t rule = -1;
  uint32_t row = 0;  // of the loop
  EvalErrorKind kind = EvalErrorKind::kNone;
  std::string message;
  SourceLocation where;
};

// Runs loops. Thread-safe: any number of threads may run loops of one evaluator, each with its own context
// and arena.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  // Evaluates rows [0, rows) of the loop. out has one OutColumn per output, each with room for `rows` values;
  // views in it point into the inputs, the program's literals or ctx.arena (not reset here). Where a rule
  // fails on a row all its outputs are kFailed and an error is appended to errors.
  virtual void Run(int32_t loop, std::span<const SlotInput> inputs, uint32_t rows, std::span<OutColumn> out,
                   EvalContext& ctx, std::vector<RowError>& errors) const = 0;
};

struct Program {
  std::shared_ptr<const Configuration> configuration;
  std::string digest;  // of sources, schemas, options, build: a rule-set version
  std::vector<RuleInfo> rules;
  std::vector<Loop> loops;
  std::vector<ApplicationPlan> applications;  // every application type, in the order of Configuration
  std::vector<VaultPlan> vault;               // every Vault type
  std::shared_ptr<const Evaluator> evaluator;

  const ApplicationPlan* FindApplication(int32_t type) const {
    for (const ApplicationPlan& plan : applications)
      if (plan.type == type) return &plan;
    return nullptr;
  }
};

}  // namespace idx::compiler
