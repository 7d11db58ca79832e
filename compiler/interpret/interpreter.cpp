#include "compiler/interpret/interpreter.h"

#include <cstring>

#include "base/batch/message_log.h"
#include "base/core/assert.h"
#include "compiler/interpret/machine.h"
#include "compiler/interpret/statics.h"

namespace idx::compiler {

using interpret::EntityRow;
using interpret::Machine;
using interpret::Written;
using stdlib::Slot;

namespace {

class Interpreter : public Evaluator {
 public:
  explicit Interpreter(std::shared_ptr<const typed::Executable> executable)
      : executable_(std::move(executable)), statics_(executable_->typed) {}

  void Run(int32_t loop, std::span<const SlotInput> inputs, uint32_t rows, std::span<OutColumn> out,
           EvalContext& ctx, std::vector<RowError>& errors) const override {
    const Loop& shape = executable_->program.loops[static_cast<size_t>(loop)];
    IDX_ASSERT(inputs.size() == shape.inputs.size() && out.size() == shape.outputs.size());
    statics_.EnterInto(ctx);
    std::vector<EntityRow> entities(inputs.size());
    for (uint32_t row = 0; row < rows; ++row) {
      for (size_t slot = 0; slot < inputs.size(); ++slot) {
        const ObjectType& type =
            executable_->program.configuration->types[static_cast<size_t>(shape.inputs[slot])];
        entities[slot] = {&type, &inputs[slot].batch,
                          inputs[slot].rows != nullptr ? inputs[slot].rows[row] : row};
      }
      for (const typed::LoopFunction& function : executable_->code[static_cast<size_t>(loop)].functions)
        RunFunction(shape, function, entities, row, out, ctx, errors);
    }
  }

 private:
  void RunFunction(const Loop& shape, const typed::LoopFunction& function,
                   std::span<const EntityRow> entities, uint32_t row, std::span<OutColumn> out,
                   EvalContext& ctx, std::vector<RowError>& errors) const {
    Machine machine(executable_->typed, ctx);
    machine.entities = entities;
    if (function.target_parameter >= 0) machine.attributes.resize(TargetAttributes(function));
    std::vector<Slot> arguments;
    for (int32_t slot : function.slot_of_parameter)
      arguments.push_back(Slot{slot < 0 ? 0 : static_cast<uint64_t>(slot), 0, true});
    ctx.Begin();
    Slot result = machine.Call(function.function, arguments);
    if (ctx.log != nullptr) ctx.log->Attribute(function.rule, row);
    bool declined = ctx.error == EvalErrorKind::kDeclineMapping;
    if (ctx.failed() && !declined) {
      errors.push_back({function.rule, row, ctx.error, std::string(ctx.error_message.view()),
                        executable_->Locate(machine.error_span())});
    }
    for (uint32_t i = function.first_output; i < function.first_output + function.output_count; ++i) {
      Written written;
      if (declined) {
        written.outcome = Outcome::kNoOpinion;
      } else if (ctx.failed()) {
        written.outcome = Outcome::kFailed;
      } else {
        written = OutputOf(shape.outputs[i], machine, result);
      }
      Store(shape.outputs[i].type, written, row, out[i]);
    }
  }

  size_t TargetAttributes(const typed::LoopFunction& function) const {
    const typed::Function& f = executable_->typed.functions[static_cast<size_t>(function.function)];
    int32_t type = f.locals[static_cast<size_t>(function.target_parameter)].id;
    return executable_->program.configuration->types[static_cast<size_t>(type)].attributes.size();
  }

  static Written OutputOf(const LoopOutput& output, const Machine& machine, const Slot& result) {
    switch (output.kind) {
      case OutputKind::kAttribute:
        return machine.attributes[static_cast<size_t>(output.attribute)];
      case OutputKind::kResult:
        return {result.present ? Outcome::kValue : Outcome::kNoOpinion, result};
      case OutputKind::kSkip:
        return machine.effects[static_cast<int>(typed::Effect::kSkip)];
      case OutputKind::kDisable:
        return machine.effects[static_cast<int>(typed::Effect::kDisable)];
      case OutputKind::kEnable:
        return machine.effects[static_cast<int>(typed::Effect::kEnable)];
      case OutputKind::kDelete:
        return machine.effects[static_cast<int>(typed::Effect::kDelete)];
      case OutputKind::kHold:
        return machine.effects[static_cast<int>(typed::Effect::kHold)];
      case OutputKind::kNotify:
        return machine.effects[static_cast<int>(typed::Effect::kNotify)];
    }
    return {};
  }

  static void Store(TypeKind type, const Written& written, uint32_t row, OutColumn& out) {
    out.outcome[row] = static_cast<uint8_t>(written.outcome);
    uint32_t size = SizeOf(type);
    char* to = static_cast<char*>(out.data) + size_t{row} * size;
    if (written.outcome == Outcome::kValue)
      std::memcpy(to, &written.value, size);
    else
      std::memset(to, 0, size);
  }

  std::shared_ptr<const typed::Executable> executable_;
  interpret::Statics statics_;
};

}  // namespace

std::shared_ptr<const Evaluator> MakeInterpreter(std::shared_ptr<const typed::Executable> executable) {
  return std::make_shared<Interpreter>(std::move(executable));
}

Slot Interpret(const typed::Program& program, int32_t function, std::span<const Slot> arguments,
               EvalContext& ctx, Span* where) {
  ctx.shapes = &program.shapes;
  if (!program.statics.empty()) {
    auto statics = std::make_shared<interpret::Statics>(program);
    statics->EnterInto(ctx);
    ctx.kept.push_back(std::move(statics));  // the result may point into them
  }
  Machine machine(program, ctx);
  Slot result = machine.Call(function, arguments);
  if (where != nullptr) *where = machine.error_span();
  return result;
}

}  // namespace idx::compiler
