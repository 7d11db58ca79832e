#include <algorithm>
#include <cstring>

#include "base/batch/message_log.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/support.h"
#include "compiler/native/functions.h"
#include "compiler/native/module.h"
#include "compiler/native/object_code.h"
#include "compiler/native/statics.h"

namespace idx::compiler::native {

namespace {

// Records failures and messages of one Run.
class Reports : public lower::RowReports {
 public:
  Reports(const Module& module, int32_t loop, std::span<OutColumn> out, EvalContext& ctx,
          std::vector<RowError>& errors)
      : module_(module), loop_(static_cast<size_t>(loop)), out_(out), ctx_(ctx), errors_(errors) {}

  void Failed(uint32_t function, uint32_t row) override {
    const typed::LoopFunction& rule = module_.code[loop_].functions[function];
    bool declined = ctx_.error == EvalErrorKind::kDeclineMapping;
    if (!declined) {
      Span site = ctx_.error_site < module_.sites.size() ? module_.sites[ctx_.error_site] : Span{};
      errors_.push_back({rule.rule, row, ctx_.error, ctx_.error_message.str(), module_.Locate(site)});
    }
    Outcome outcome = declined ? Outcome::kNoOpinion : Outcome::kFailed;
    for (uint32_t i = rule.first_output; i < rule.first_output + rule.output_count; ++i) {
      out_[i].outcome[row] = static_cast<uint8_t>(outcome);
      uint32_t size = SizeOf(module_.program.loops[loop_].outputs[i].type);
      std::memset(static_cast<char*>(out_[i].data) + size_t{row} * size, 0, size);
    }
    ctx_.Begin();
  }

  void Logged(uint32_t function, uint32_t row) override {
    if (ctx_.log != nullptr) ctx_.log->Attribute(module_.code[loop_].functions[function].rule, row);
  }

 private:
  const Module& module_;
  size_t loop_;
  std::span<OutColumn> out_;
  EvalContext& ctx_;
  std::vector<RowError>& errors_;
};

// Columns that a loop reads and that the batch does not have are read as null.
class CompletedInputs {
 public:
  CompletedInputs(const Loop& shape, std::span<const SlotInput> inputs)
      : inputs_(inputs.begin(), inputs.end()) {
    for (size_t slot = 0; slot < inputs.size() && slot < shape.reads.size(); ++slot) {
      for (int32_t attribute : shape.reads[slot])
        complete_ = complete_ && !IsAbsent(inputs[slot].batch, attribute);
    }
    if (!complete_) Complete(shape);
  }
  const SlotInput* data() const { return inputs_.data(); }

 private:
  static bool IsAbsent(const Batch& batch, int32_t attribute) {
    return static_cast<uint32_t>(attribute) >= batch.column_count ||
           batch.columns[attribute].data == nullptr || batch.columns[attribute].valid == nullptr;
  }
  void Complete(const Loop& shape) {
    columns_.resize(inputs_.size());
    for (size_t slot = 0; slot < inputs_.size(); ++slot) {
      Batch& batch = inputs_[slot].batch;
      zeros_.resize(std::max(zeros_.size(), size_t{batch.rows} * 16 + 16));
      columns_[slot].assign(batch.columns, batch.columns + batch.column_count);
      for (int32_t attribute : shape.reads[slot])
        columns_[slot].resize(std::max(columns_[slot].size(), static_cast<size_t>(attribute) + 1));
      batch.column_count = static_cast<uint32_t>(columns_[slot].size());
    }
    for (size_t slot = 0; slot < inputs_.size(); ++slot) {
      for (Column& column : columns_[slot]) {
        if (column.data == nullptr || column.valid == nullptr)
          column = {zeros_.data(), reinterpret_cast<const uint64_t*>(zeros_.data())};
      }
      inputs_[slot].batch.columns = columns_[slot].data();
    }
  }

  bool complete_ = true;
  std::vector<SlotInput> inputs_;
  std::vector<std::vector<Column>> columns_;
  std::vector<char> zeros_;
};

// Row by row and in the order of functions, as if the loop had one part.
template <typename Report>
void SortByRow(std::vector<Report>& reports, size_t first) {
  std::vector<std::pair<uint32_t, size_t>> order;
  for (size_t i = first; i < reports.size(); ++i) order.emplace_back(reports[i].row, i);
  std::sort(order.begin(), order.end());
  std::vector<Report> sorted;
  for (auto [row, i] : order) sorted.push_back(std::move(reports[i]));
  std::move(sorted.begin(), sorted.end(), reports.begin() + static_cast<ptrdiff_t>(first));
}

class NativeEvaluator : public Evaluator {
 public:
  NativeEvaluator(Module module, std::unique_ptr<ObjectCode> code, std::unique_ptr<Statics> statics,
                  std::vector<std::vector<lower::LoopEntry>> entries)
      : module_(std::move(module)),
        code_(std::move(code)),
        statics_(std::move(statics)),
        entries_(std::move(entries)) {}

  // Generated code carries no mark of its type, which a sanitizer of function pointers would look for.
  [[clang::no_sanitize("function")]] void Run(int32_t loop, std::span<const SlotInput> inputs, uint32_t rows,
                                              std::span<OutColumn> out, EvalContext& ctx,
                                              std::vector<RowError>& errors) const override {
    const Loop& shape = module_.program.loops[static_cast<size_t>(loop)];
    IDX_ASSERT(inputs.size() == shape.inputs.size() && out.size() == shape.outputs.size());
    CompletedInputs completed(shape, inputs);
    Reports reports(module_, loop, out, ctx, errors);
    const auto& parts = entries_[static_cast<size_t>(loop)];
    size_t first_error = errors.size();
    size_t first_message = ctx.log != nullptr ? ctx.log->messages().size() : 0;
    statics_->EnterInto(ctx);
    ctx.Begin();
    for (lower::LoopEntry entry : parts)
      entry(completed.data(), rows, out.data(), &ctx, static_cast<lower::RowReports*>(&reports));
    IDX_ASSERT(!ctx.failed());
    if (parts.size() < 2) return;
    SortByRow(errors, first_error);
    if (ctx.log != nullptr) SortByRow(ctx.log->messages(), first_message);
  }

 private:
  Module module_;
  std::unique_ptr<ObjectCode> code_;
  std::unique_ptr<Statics> statics_;
  std::vector<std::vector<lower::LoopEntry>> entries_;
};

}  // namespace

Result<std::shared_ptr<const Evaluator>> Link(Module module, std::span<const stdlib::Row> library) {
  IDX_ASSERT(module.loops.size() == module.program.loops.size());
  IDX_ASSIGN(std::unique_ptr<ObjectCode> code, ObjectCode::Load(module.object, FunctionsFor(library)));
  module.object = {};
  std::vector<std::vector<lower::LoopEntry>> entries;
  for (const std::vector<std::string>& parts : module.loops) {
    IDX_ASSIGN(std::vector<void*> addresses, code->FindAll(parts));
    std::vector<lower::LoopEntry>& loop = entries.emplace_back();
    for (void* address : addresses) loop.push_back(reinterpret_cast<lower::LoopEntry>(address));
  }
  IDX_ASSIGN(std::unique_ptr<Statics> statics,
             Statics::Make(module.shapes, module.statics, module.initialisers, *code));
  return std::shared_ptr<const Evaluator>(std::make_shared<NativeEvaluator>(
      std::move(module), std::move(code), std::move(statics), std::move(entries)));
}

}  // namespace idx::compiler::native
