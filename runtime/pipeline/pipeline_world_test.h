// A small tenant for the pipeline's tests: HR (CSV, makes identities) and AD (CSV, provisioned), with rules
// written as C++ functions instead of compiled ones. For tests only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/platform/temp_folder.h"
#include "connectors/sdk/registry.h"
#include "runtime/pipeline/engine.h"

namespace idx::runtime {

// One row of one loop, as a hand-written rule sees it.
class RuleRow {
 public:
  RuleRow(std::span<const compiler::SlotInput> slots, uint32_t row, std::span<OutColumn> out,
          EvalContext& context)
      : slots_(slots), row_(row), out_(out), context_(context) {}
  // "" for null.
  std::string Text(size_t slot, int32_t attribute) const;
  bool Bool(size_t slot, int32_t attribute) const;
  int32_t Int(size_t slot, int32_t attribute, int32_t otherwise) const;
  void SetText(size_t output, const std::string& value);  // "" too: a value that is no opinion
  void Pass(size_t output, size_t slot, int32_t attribute);
  void SetBool(size_t output, bool value);
  void SetInt(size_t output, int32_t value);
  void SetSpan(size_t output, TimeSpan value);
  void Clear(size_t output);
  void Fail() { failed_ = true; }
  bool failed() const { return failed_; }
  const EvalContext& context() const { return context_; }

 private:
  uint32_t RowOf(size_t slot) const { return slots_[slot].rows == nullptr ? row_ : slots_[slot].rows[row_]; }
  std::span<const compiler::SlotInput> slots_;
  uint32_t row_;
  std::span<OutColumn> out_;
  EvalContext& context_;
  bool failed_ = false;
};
using RowRule = std::function<void(RuleRow&)>;

// Attributes by index, as the rules use them.
enum VaultUser { kEnabled, kClass, kGiven, kSurname, kMail, kEmployee, kDisplay };
enum HrPerson { kHrId, kHrFirst, kHrLast, kHrMail, kHrEmployee, kHrActive, kHrLeave };
enum LoopNumber {
  kHrIn,
  kHrKey,
  kVaultKey,
  kHrJoin,
  kAdKey,
  kAdJoin,
  kAdIn,
  kProvision,
  kAdOut,
  kClassify,
  kLeaver
};
enum AdUser { kAdSam, kAdDisplay, kAdMail, kAdEmployee, kAdEnabled };

class World {
 public:
  World();
  // Header included by the world: "Id,First,Last,Mail,EmployeeID,Active,Leave" and
  // "Sam,Display,Mail,EmployeeID,Enabled".
  void WriteHr(const std::vector<std::string>& lines);
  void WriteAd(const std::vector<std::string>& lines);
  std::string ReadAd() const;
  // Adds so many texts ("P0", "P1" …) to all three types, which flow from HR through the Vault to AD; before
  // Open.
  void AddPlainAttributes(int count);
  void WriteHrFile(const std::string& text);
  void WriteAdFile(const std::string& text);

  Configuration& configuration() { return *configuration_; }
  compiler::Program& program() { return *program_; }
  RowRule& rule(size_t loop) { return (*rules_)[loop]; }
  // A rule set that differs from the one before.
  void NewDigest(const std::string& digest) { program_->digest = digest; }
  // The same tables in another tenant, so that two courses can be compared.
  void SetTenant(const std::string& tenant) { configuration_->tenant = tenant; }

  Result<std::unique_ptr<Engine>> Open(int64_t crash_at = 0);
  // At 2026-06-01 and a day later each time, unless `now` is given.
  RunSummary Sync(SyncOptions options = {});
  PlanReport Plan(SyncOptions options = {});
  std::vector<std::string> Dump();
  // The lines of the dump that hold all these texts.
  std::vector<std::string> Lines(const std::vector<std::string>& texts);
  std::string connection_string() const;
  DateTime NextDay();
  void SetDay(int day) { day_ = day; }

 private:
  void DescribeTypes();
  void DescribeRules();
  void WriteRules();

  TempFolder folder_;
  std::shared_ptr<Configuration> configuration_;
  std::shared_ptr<std::vector<RowRule>> rules_;
  std::shared_ptr<compiler::Program> program_;
  connectors::ConnectorRegistry registry_;
  int day_ = 0;
};

}  // namespace idx::runtime
