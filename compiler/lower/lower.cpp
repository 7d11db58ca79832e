#include "compiler/lower/lower.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/lower/emitter.h"
#include "compiler/lower/layouts.h"
#include "compiler/typed/visit.h"
#include "compiler/typed/walk.h"

namespace idx::compiler::lower {

namespace {

// How often the functions of a loop read each attribute of each slot; twice where it is read in a loop of its
// own.
class AttributeReads {
 public:
  struct Read {
    uint32_t count = 0;
    typed::Type type;
  };
  std::map<std::pair<int32_t, int32_t>, Read> reads;

  void Note(const std::vector<Stmt*>& body, const std::vector<int32_t>& slots, uint32_t weight) {
    for (const Stmt* s : body) {
      bool loops = s->op == typed::StmtOp::kLoop || s->op == typed::StmtOp::kDoLoop;
      uint32_t inner = loops || s->op == typed::StmtOp::kForeach ? 2 : weight;
      typed::ForEachPart(
          *s, [&](const Expr& e) { Note(e, slots, loops ? 2 : weight); },
          [&](const std::vector<Stmt*>& part) { Note(part, slots, inner); });
    }
  }

 private:
  void Note(const Expr& e, const std::vector<int32_t>& slots, uint32_t weight) {
    if (e.op == Op::kAttr && static_cast<size_t>(e.a) < slots.size() &&
        slots[static_cast<size_t>(e.a)] >= 0) {
      Read& read = reads[{slots[static_cast<size_t>(e.a)], e.b}];
      read.count += weight;
      read.type = e.type;
    }
    for (const Expr* arg : e.args) Note(*arg, slots, weight);
    Note(e.body, slots, weight);
  }
};

// Whether running the body can spend steps or memory.
bool Spends(const std::vector<Stmt*>& body);
bool Spends(const Expr& e) {
  switch (e.op) {
    case Op::kCall:
    case Op::kBuiltin:
    case Op::kConcat:
    case Op::kList:
    case Op::kBox:
    case Op::kTuple:
    case Op::kOperation:
      return true;
    default:
      break;
  }
  for (const Expr* arg : e.args)
    if (Spends(*arg)) return true;
  return Spends(e.body);
}
bool Spends(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) {
    if (s->op == typed::StmtOp::kLoop || s->op == typed::StmtOp::kDoLoop ||
        s->op == typed::StmtOp::kForeach || s->op == typed::StmtOp::kTry)
      return true;
    bool spends = false;
    typed::ForEachPart(
        *s, [&](const Expr& e) { spends = spends || Spends(e); },
        [&](const std::vector<Stmt*>& part) { spends = spends || Spends(part); });
    if (spends) return true;
  }
  return false;
}

bool Returns(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) {
    bool returns = s->op == typed::StmtOp::kReturn;
    typed::ForEachPart(
        *s, [](const Expr&) {}, [&](const std::vector<Stmt*>& part) { returns = returns || Returns(part); });
    if (returns) return true;
  }
  return false;
}

// Whether an initial-only assignment asks what the attribute's outcome is so far.
class AsksOutcome : public typed::Visitor {
 public:
  explicit AsksOutcome(int32_t attribute) : attribute_(attribute) {}
  bool asks = false;

 protected:
  bool Enter(const Stmt& s) override {
    asks = asks || (s.op == typed::StmtOp::kSetAttr && s.initial && s.b == attribute_);
    return !asks;
  }

 private:
  int32_t attribute_;
};

// Whether the body, unless it fails, surely writes this output, and before it asks for it.
bool AlwaysWrites(const std::vector<Stmt*>& body, const LoopOutput& output) {
  if (output.kind != OutputKind::kAttribute) return false;
  for (const Stmt* s : body) {
    AsksOutcome first(output.attribute);
    first.Visit(*s);
    if (first.asks) return false;
    if (s->op == typed::StmtOp::kSetAttr && s->b == output.attribute) return true;
    if (Returns({const_cast<Stmt*>(s)})) return false;
  }
  return false;
}

// One IR function: the rows of a batch through some functions of a loop.
class LoopWriter {
 public:
  LoopWriter(ModuleState& state, const Loop& shape, const std::string& name,
             std::span<const typed::LoopFunction> functions, std::vector<std::unique_ptr<Target>>& targets)
      : m_(state),
        shape_(shape),
        functions_(functions),
        targets_(targets),
        ir_(Declare(name)),
        e_(state, ir_),
        sharing_(state.program, state.options.library, functions.data(), functions.size()) {}

  void Write() {
    Prologue();
    llvm::IRBuilder<>& b = e_.b;
    llvm::BasicBlock* entry = b.GetInsertBlock();
    llvm::BasicBlock* head = e_.Block("row");
    llvm::BasicBlock* body = e_.Block("functions");
    llvm::BasicBlock* exit = llvm::BasicBlock::Create(m_.context(), "exit");
    b.CreateBr(head);
    b.SetInsertPoint(head);
    llvm::PHINode* row = b.CreatePHI(b.getInt64Ty(), 2, "row");
    row->addIncoming(b.getInt64(0), entry);
    b.CreateCondBr(b.CreateICmpULT(row, rows_), body, exit);
    b.SetInsertPoint(body);
    e_.out_row = row;
    BeginRow(row);
    for (size_t i = 0; i < functions_.size(); ++i) Region(i);
    row->addIncoming(b.CreateAdd(row, b.getInt64(1)), b.GetInsertBlock());
    b.CreateBr(head);
    exit->insertInto(ir_);
    b.SetInsertPoint(exit);
    b.CreateRetVoid();
    e_.Finish();
  }

 private:
  llvm::Function* Declare(const std::string& name) {
    auto* pointer = llvm::PointerType::getUnqual(m_.context());
    auto* i32 = llvm::Type::getInt32Ty(m_.context());
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(m_.context()),
                                         {pointer, i32, pointer, pointer, pointer}, false);
    return m_.Define(name, type, true);
  }

  void Prologue() {
    llvm::IRBuilder<>& b = e_.b;
    llvm::Value* inputs = ir_->getArg(0);
    rows_ = b.CreateZExt(ir_->getArg(1), b.getInt64Ty());
    e_.out = ir_->getArg(2);
    e_.ctx = ir_->getArg(3);
    for (size_t slot = 0; slot < shape_.inputs.size(); ++slot) {
      columns_.push_back(
          e_.Load(b.getPtrTy(), inputs, slot * SlotInputLayout::kSize + SlotInputLayout::kColumns));
      selected_.push_back(
          e_.Load(b.getPtrTy(), inputs, slot * SlotInputLayout::kSize + SlotInputLayout::kRows));
    }
    e_.out_pointers.resize(shape_.outputs.size());
    for (const typed::LoopFunction& function : functions_) {
      for (uint32_t i = function.first_output; i < function.first_output + function.output_count; ++i) {
        e_.out_pointers[i].data =
            e_.Load(b.getPtrTy(), e_.out, i * OutColumnLayout::kSize + OutColumnLayout::kData);
        e_.out_pointers[i].outcome =
            e_.Load(b.getPtrTy(), e_.out, i * OutColumnLayout::kSize + OutColumnLayout::kOutcome);
      }
      reads_.Note(m_.program.functions[static_cast<size_t>(function.function)].body,
                  function.slot_of_parameter, 1);
    }
    for (auto& [at, read] : reads_.reads) {
      uint64_t column = static_cast<uint64_t>(at.second) * ColumnLayout::kSize;
      AttributePointers& pointers = e_.columns[at];
      llvm::Value* base = columns_[static_cast<size_t>(at.first)];
      pointers.data = e_.Load(b.getPtrTy(), base, column + ColumnLayout::kData);
      if (read.type.nullable) pointers.valid = e_.Load(b.getPtrTy(), base, column + ColumnLayout::kValid);
    }
    if (m_.options.share) {
      auto* memo = llvm::ArrayType::get(b.getInt64Ty(), 6);
      for (MemoSlot& slot : sharing_.memos()) slot.memory = e_.Alloca(memo, "memo");
      e_.sharing = &sharing_;
    }
    steps_ = e_.Load(b.getInt64Ty(), e_.ctx, ContextLayout::kBudgetSteps);
  }

  // Which row of each slot, the attributes that are read more than once, and empty memos.
  void BeginRow(llvm::Value* row) {
    llvm::IRBuilder<>& b = e_.b;
    e_.slots.clear();
    for (llvm::Value* selected : selected_) {
      llvm::BasicBlock* before = b.GetInsertBlock();
      llvm::BasicBlock* chosen = e_.Block("selected");
      llvm::BasicBlock* next = e_.Block("");
      b.CreateCondBr(b.CreateIsNull(selected), next, chosen);
      b.SetInsertPoint(chosen);
      llvm::Value* index = b.CreateLoad(b.getInt32Ty(), b.CreateInBoundsGEP(b.getInt32Ty(), selected, row));
      llvm::Value* wide = b.CreateZExt(index, b.getInt64Ty());
      b.CreateBr(next);
      b.SetInsertPoint(next);
      llvm::PHINode* of_slot = b.CreatePHI(b.getInt64Ty(), 2);
      of_slot->addIncoming(row, before);
      of_slot->addIncoming(wide, chosen);
      e_.slots.push_back({of_slot});
    }
    for (SlotRow& slot : e_.slots) slot = e_.RowOf(slot.row);
    for (auto& [at, read] : reads_.reads) {
      if (read.count < 2) continue;
      e_.attributes[at] = e_.LoadColumn(e_.columns[at], e_.slots[static_cast<size_t>(at.first)], read.type);
    }
    if (e_.sharing == nullptr) return;
    for (MemoSlot& memo : sharing_.memos()) b.CreateStore(b.getInt64(0), memo.memory);
  }

  void Region(size_t index) {
    const typed::LoopFunction& rule = functions_[index];
    const typed::Function& function = m_.program.functions[static_cast<size_t>(rule.function)];
    llvm::IRBuilder<>& b = e_.b;
    targets_.push_back(std::make_unique<Target>(Target{&shape_, &rule}));
    if (Spends(function.body)) {
      e_.Store(steps_, e_.ctx, ContextLayout::kStepsLeft);
      e_.Store(e_.ScratchUsed(), e_.ctx, ContextLayout::kScratchBase);
    }
    e_.slot_of_parameter = rule.slot_of_parameter;
    e_.BeginBody(function, targets_.back().get());
    for (uint32_t i = 0; i < function.parameters; ++i) {
      int32_t slot = i < rule.slot_of_parameter.size() ? rule.slot_of_parameter[i] : -1;
      if (slot < 0 || function.locals[i].kind != TypeKind::kEntity) continue;
      e_.SetParameter(i, {columns_[static_cast<size_t>(slot)], e_.slots[static_cast<size_t>(slot)].row});
    }
    for (uint32_t i = rule.first_output; i < rule.first_output + rule.output_count; ++i)
      if (!AlwaysWrites(function.body, shape_.outputs[i])) e_.WriteOutput(i, Outcome::kNoOpinion, nullptr);
    e_.RunBody(function.body);
    WriteResult(rule);
    llvm::BasicBlock* next = e_.Block("next");
    b.CreateBr(next);
    b.SetInsertPoint(e_.fail_block());
    Report("idx_rt_row_failed", rule);
    b.CreateBr(next);
    b.SetInsertPoint(next);
    if (m_.logs[static_cast<size_t>(rule.function)]) Report("idx_rt_row_logged", rule);
  }

  void Report(const char* event, const typed::LoopFunction& rule) {
    llvm::IRBuilder<>& b = e_.b;
    b.CreateCall(m_.Support(event, b.getVoidTy(), {b.getPtrTy(), b.getInt32Ty(), b.getInt32Ty()}),
                 {ir_->getArg(4), b.getInt32(rule_index(rule)), b.CreateTrunc(e_.out_row, b.getInt32Ty())});
  }

  uint32_t rule_index(const typed::LoopFunction& rule) const {
    return first_ + static_cast<uint32_t>(&rule - functions_.data());
  }

  void WriteResult(const typed::LoopFunction& rule) {
    llvm::IRBuilder<>& b = e_.b;
    for (uint32_t i = rule.first_output; i < rule.first_output + rule.output_count; ++i) {
      if (shape_.outputs[i].kind != OutputKind::kResult) continue;
      Value value = e_.Result();
      if (value.present == nullptr) {
        e_.WriteOutput(i, Outcome::kValue, &value);
        continue;
      }
      llvm::BasicBlock* given = e_.Block("given");
      llvm::BasicBlock* done = e_.Block("");
      b.CreateCondBr(value.present, given, done);
      b.SetInsertPoint(given);
      e_.WriteOutput(i, Outcome::kValue, &value);
      b.CreateBr(done);
      b.SetInsertPoint(done);
    }
  }

 public:
  uint32_t first_ = 0;  // of the loop's functions, the first here

 private:
  ModuleState& m_;
  const Loop& shape_;
  std::span<const typed::LoopFunction> functions_;
  std::vector<std::unique_ptr<Target>>& targets_;
  llvm::Function* ir_;
  Emitter e_;
  Sharing sharing_;
  AttributeReads reads_;
  std::vector<llvm::Value*> columns_;
  std::vector<llvm::Value*> selected_;
  llvm::Value* rows_ = nullptr;
  llvm::Value* steps_ = nullptr;
};

void WriteUserFunction(ModuleState& m, const UserFunction& user) {
  const typed::Function& function = m.program.functions[static_cast<size_t>(user.index)];
  Emitter e(m, user.ir);
  e.ctx = user.ir->getArg(0);
  unsigned at = 1;
  if (TakesEntities(function)) {
    e.out = user.ir->getArg(static_cast<unsigned>(user.ir->arg_size()) - 2);
    e.out_row = user.ir->getArg(static_cast<unsigned>(user.ir->arg_size()) - 1);
  }
  e.BeginBody(function, user.target);
  for (uint32_t i = 0; i < function.parameters; ++i) {
    Parts parts = PartsOf(m.context(), function.locals[i].kind);
    Value value;
    if (parts.lo != nullptr) value.lo = user.ir->getArg(at++);
    if (parts.hi != nullptr) value.hi = user.ir->getArg(at++);
    if (function.locals[i].nullable) value.present = user.ir->getArg(at++);
    e.SetParameter(i, value);
  }
  e.RunBody(function.body);
  Value result = e.Result();
  llvm::Type* type = user.ir->getReturnType();
  auto give = [&](Value value) {
    if (type->isVoidTy()) {
      e.b.CreateRetVoid();
    } else if (!type->isStructTy()) {
      e.b.CreateRet(value.lo);
    } else {
      llvm::Value* whole = llvm::PoisonValue::get(type);
      unsigned i = 0;
      for (llvm::Value* part : {value.lo, value.hi, value.present})
        if (part != nullptr) whole = e.b.CreateInsertValue(whole, part, i++);
      e.b.CreateRet(whole);
    }
  };
  give(result);
  e.b.SetInsertPoint(e.fail_block());
  if (type->isVoidTy())
    e.b.CreateRetVoid();
  else
    e.b.CreateRet(llvm::Constant::getNullValue(type));
  e.Finish();
}

// The entry of a function without entities: arguments and result in slots.
void WriteFunctionEntry(ModuleState& m, int32_t function) {
  const typed::Function& f = m.program.functions[static_cast<size_t>(function)];
  auto* pointer = llvm::PointerType::getUnqual(m.context());
  auto* type =
      llvm::FunctionType::get(llvm::Type::getVoidTy(m.context()), {pointer, pointer, pointer}, false);
  llvm::Function* ir = m.Define(FunctionSymbol(function), type, true);
  Emitter e(m, ir);
  e.ctx = ir->getArg(0);
  llvm::SmallVector<llvm::Value*, 8> arguments{e.ctx};
  auto present_at = [&](llvm::Value* slot) { return e.At(slot, SlotLayout::kPresent); };
  for (uint32_t i = 0; i < f.parameters; ++i) {
    llvm::Value* slot = e.At(ir->getArg(1), i * SlotLayout::kSize);
    Value value = e.LoadParts(f.locals[i].kind, slot);
    if (value.lo != nullptr) arguments.push_back(value.lo);
    if (value.hi != nullptr) arguments.push_back(value.hi);
    if (f.locals[i].nullable)
      arguments.push_back(e.b.CreateICmpNE(e.Load(e.b.getInt8Ty(), present_at(slot), 0), e.b.getInt8(0)));
  }
  llvm::Value* call = e.b.CreateCall(m.FunctionFor(function, nullptr), arguments);
  Parts parts = PartsOf(m.context(), f.result.kind);
  Value result;
  unsigned at = 0;
  auto take = [&]() -> llvm::Value* {
    return call->getType()->isStructTy() ? e.b.CreateExtractValue(call, at++) : call;
  };
  if (parts.lo != nullptr) result.lo = take();
  if (parts.hi != nullptr) result.hi = take();
  if (f.result.nullable) result.present = take();
  e.Store(e.I64(0), ir->getArg(2), SlotLayout::kLo);
  e.Store(e.I64(0), ir->getArg(2), SlotLayout::kHi);
  e.StoreParts(f.result.kind, result, ir->getArg(2));
  llvm::Value* present = result.present != nullptr ? result.present : e.b.getTrue();
  e.Store(e.b.CreateZExt(present, e.b.getInt8Ty()), present_at(ir->getArg(2)), 0);
  e.b.CreateRetVoid();
  e.Finish();
}

// The initialisers of static readonly values.
void WriteStatics(ModuleState& m) {
  for (const typed::Static& value : m.program.statics) {
    if (value.table == nullptr && m.module().getFunction(FunctionSymbol(value.function)) == nullptr)
      WriteFunctionEntry(m, value.function);
  }
}

Result<Lowered> Finished(ModuleState& m) {
  UserFunction next;
  while (m.NextPending(&next)) WriteUserFunction(m, next);
  if (!m.unsupported.empty()) return Error{Origin::kLimit, "native code does not have " + m.unsupported};
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (llvm::verifyModule(m.module(), &stream))
    return Error{Origin::kLimit, "internal error: IR is not valid: " + text};
  return std::move(m.out);
}

}  // namespace

std::string LoopSymbol(int32_t loop, uint32_t part) {
  return "idx_loop_" + std::to_string(loop) + "_" + std::to_string(part);
}
std::string FunctionSymbol(int32_t function) { return "idx_function_" + std::to_string(function); }

uint32_t PartCount(const typed::Executable& executable, int32_t loop, const LowerOptions& options) {
  size_t count = executable.code[static_cast<size_t>(loop)].functions.size();
  return count == 0
             ? 1
             : static_cast<uint32_t>((count + options.functions_per_entry - 1) / options.functions_per_entry);
}

Result<Lowered> LowerLoops(const typed::Executable& executable, std::span<const int32_t> loops,
                           const LowerOptions& options) {
  ModuleState m(executable.typed, options);
  std::vector<std::unique_ptr<Target>> targets;
  for (int32_t loop : loops) {
    const Loop& shape = executable.program.loops[static_cast<size_t>(loop)];
    std::span<const typed::LoopFunction> functions = executable.code[static_cast<size_t>(loop)].functions;
    for (uint32_t part = 0; part < PartCount(executable, loop, options); ++part) {
      size_t first = size_t{part} * options.functions_per_entry;
      size_t count = std::min<size_t>(options.functions_per_entry, functions.size() - first);
      LoopWriter writer(m, shape, LoopSymbol(loop, part), functions.subspan(first, count), targets);
      writer.first_ = static_cast<uint32_t>(first);
      writer.Write();
    }
  }
  WriteStatics(m);
  return Finished(m);
}

Result<Lowered> LowerFunction(const typed::Program& program, int32_t function, const LowerOptions& options) {
  ModuleState m(program, options);
  const typed::Function& f = program.functions[static_cast<size_t>(function)];
  if (TakesEntities(f)) return Error{Origin::kInput, f.name + " takes entities: it runs in a loop only"};
  WriteFunctionEntry(m, function);
  WriteStatics(m);
  return Finished(m);
}

}  // namespace idx::compiler::lower
