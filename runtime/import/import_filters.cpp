#include "runtime/import/import_filters.h"

#include <algorithm>

#include "connectors/sdk/convert.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

class PageFilter {
 public:
  PageFilter(RunContext& context, const TypeState& type, BatchBuilder& rows, FilteredRows& filtered,
             RuleMessages& said)
      : context_(context), type_(type), rows_(rows), filtered_(filtered), said_(said) {}

  void Run(int32_t loop) {
    std::vector<uint32_t> selection;
    for (uint32_t row = 0; row < rows_.rows(); ++row)
      if (!filtered_.skipped[row] && !filtered_.failed.contains(row)) selection.push_back(row);
    if (selection.empty()) return;
    compiler::SlotInput slot{rows_.batch(), selection.data()};
    LoopResult result = context_.loops->Run(loop, {&slot, 1}, static_cast<uint32_t>(selection.size()));
    Tell(result, selection);
    const std::vector<compiler::LoopOutput>& outputs =
        context_.program->loops[static_cast<size_t>(loop)].outputs;
    for (size_t o = 0; o < outputs.size(); ++o)
      for (uint32_t r = 0; r < selection.size(); ++r) Apply(outputs[o], result, o, r, selection[r]);
  }

 private:
  void Apply(const compiler::LoopOutput& output, const LoopResult& result, size_t o, uint32_t r,
             uint32_t row) {
    Outcome outcome = result.outcome(o, r);
    if (outcome == Outcome::kFailed) {
      filtered_.failed.try_emplace(row, Finding{"", "", "", "", "an import filter failed"});
    } else if (output.kind == compiler::OutputKind::kSkip) {
      if (result.truth(o, r)) filtered_.skipped[row] = 1;
    } else if (output.kind == compiler::OutputKind::kAttribute &&
               (outcome == Outcome::kValue || outcome == Outcome::kClear)) {
      const Attribute& attribute = type_.type->attributes[static_cast<size_t>(output.attribute)];
      const void* value = outcome == Outcome::kValue ? AtBorder(attribute, result.value(o, r)) : nullptr;
      bool storable = IsStorable(attribute, value);
      if (!storable || (value == nullptr && attribute.required)) {
        filtered_.failed.try_emplace(
            row, Finding{"", context_.program->rules[static_cast<size_t>(output.rule)].id, "", "",
                         attribute.name + (storable ? " would become empty, and it is required"
                                                    : " would hold what is no text that can be stored")});
        return;
      }
      StoreValue(attribute, value, rows_, static_cast<uint32_t>(output.attribute), row);
    }
  }

  void Tell(const LoopResult& result, const std::vector<uint32_t>& selection) {
    for (const compiler::RowError& error : result.errors())
      filtered_.failed.try_emplace(selection[error.row], FindingOf(context_, error));
    said_.count += result.messages().size() + result.messages_left_off();
    for (const LogMessage& message : result.messages()) {
      if (said_.messages.size() >= kMaxFindings) return;
      Finding& finding = said_.messages.emplace_back(FindingOf(context_, message));
      finding.type = type_.type->FullName();
      std::vector<std::string> key =
          connectors::FormatValue(*type_.type, context_.configuration->enums, rows_.batch(),
                                  static_cast<uint32_t>(type_.type->key), selection[message.row]);
      if (!key.empty()) finding.key = key.front();
    }
  }

  RunContext& context_;
  const TypeState& type_;
  BatchBuilder& rows_;
  FilteredRows& filtered_;
  RuleMessages& said_;
};

}  // namespace

FilteredRows FilterRows(RunContext& context, const TypeState& type, BatchBuilder& rows, RuleMessages& said) {
  FilteredRows filtered;
  filtered.skipped.assign(rows.rows(), 0);
  if (type.plan == nullptr) return filtered;
  PageFilter filter(context, type, rows, filtered, said);
  for (int32_t loop : type.plan->import_filter_loops) filter.Run(loop);
  return filtered;
}

ClockReads ClockReadsOfImport(const RunContext& context, const TypeState& type) {
  ClockReads reads = ClockReads::kNothing;
  if (type.plan == nullptr) return reads;
  for (int32_t loop : type.plan->import_filter_loops)
    reads = std::max(reads, ClockReadsOf(*context.program, loop));
  return reads;
}

}  // namespace idx::runtime
