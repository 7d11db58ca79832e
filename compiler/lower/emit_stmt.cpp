// Statements.
#include "base/value/cells.h"
#include "compiler/lower/emitter.h"

namespace idx::compiler::lower {

using typed::StmtOp;

void Emitter::Jump(llvm::BasicBlock* to) {
  b.CreateBr(to);
  b.SetInsertPoint(Block("never"));
}

void Emitter::Run(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) Run(*s);
}

void Emitter::Run(const Stmt& s) {
  switch (s.op) {
    case StmtOp::kExpr:
      Emit(*s.value);
      return;
    case StmtOp::kSetAttr:
      RunSetAttr(s);
      return;
    case StmtOp::kEffect: {
      static constexpr OutputKind kOutputs[] = {OutputKind::kSkip, OutputKind::kDisable, OutputKind::kEnable,
                                                OutputKind::kDelete, OutputKind::kHold, OutputKind::kNotify};
      Value value = s.value != nullptr ? Emit(*s.value) : Value{b.getTrue()};
      int32_t output = target_ != nullptr ? target_->OutputOf(kOutputs[s.a], -1) : -1;
      if (output >= 0) WriteOutput(static_cast<uint32_t>(output), Outcome::kValue, &value);
      return;
    }
    case StmtOp::kIf:
      RunIf(s);
      return;
    case StmtOp::kLoop:
    case StmtOp::kDoLoop:
      RunLoop(s);
      return;
    case StmtOp::kForeach:
      RunForeach(s);
      return;
    case StmtOp::kBreak:
      Jump(break_block_ != nullptr ? break_block_ : return_block_);
      return;
    case StmtOp::kContinue:
      Jump(continue_block_ != nullptr ? continue_block_ : return_block_);
      return;
    case StmtOp::kReturn:
      if (s.value != nullptr) {
        Value value = Emit(*s.value);
        StoreVariable(result_, body_->result, value);
      }
      Jump(return_block_);
      return;
    case StmtOp::kBlock:
      Run(s.body);
      return;
    case StmtOp::kTry:
      RunTry(s);
      return;
    case StmtOp::kBreakable: {
      llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "done");
      llvm::BasicBlock* outer = std::exchange(break_block_, done);
      Run(s.body);
      break_block_ = outer;
      b.CreateBr(done);
      done->insertInto(function_);
      b.SetInsertPoint(done);
      return;
    }
  }
}

void Emitter::RunIf(const Stmt& s) {
  llvm::Value* condition = Truth(Emit(*s.value));
  llvm::BasicBlock* then = Block("then");
  llvm::BasicBlock* otherwise = s.otherwise.empty() ? nullptr : llvm::BasicBlock::Create(m.context(), "else");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "endif");
  b.CreateCondBr(condition, then, otherwise != nullptr ? otherwise : done);
  b.SetInsertPoint(then);
  Run(s.body);
  b.CreateBr(done);
  if (otherwise != nullptr) {
    otherwise->insertInto(function_);
    b.SetInsertPoint(otherwise);
    Run(s.otherwise);
    b.CreateBr(done);
  }
  done->insertInto(function_);
  b.SetInsertPoint(done);
}

void Emitter::RunLoop(const Stmt& s) {
  llvm::BasicBlock* head = Block("loop");
  llvm::BasicBlock* body = llvm::BasicBlock::Create(m.context(), "body");
  llvm::BasicBlock* step = llvm::BasicBlock::Create(m.context(), "step");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "done");
  b.CreateBr(s.op == StmtOp::kDoLoop ? body : head);
  b.SetInsertPoint(head);
  if (s.value != nullptr)
    b.CreateCondBr(Truth(Emit(*s.value)), body, done);
  else
    b.CreateBr(body);

  body->insertInto(function_);
  b.SetInsertPoint(body);
  ChargeSteps(I64(1), s.span);
  llvm::BasicBlock* outer_break = std::exchange(break_block_, done);
  llvm::BasicBlock* outer_continue = std::exchange(continue_block_, step);
  Run(s.body);
  break_block_ = outer_break;
  continue_block_ = outer_continue;
  b.CreateBr(step);
  step->insertInto(function_);
  b.SetInsertPoint(step);
  Run(s.step);
  b.CreateBr(head);
  done->insertInto(function_);
  b.SetInsertPoint(done);
}

void Emitter::RunForeach(const Stmt& s) {
  Value list = Conform(Emit(*s.value), s.value->type);
  TypeKind element = s.value->type.element;
  bool nullable = s.value->type.element_nullable;
  llvm::Value* count = b.CreateTrunc(list.hi, b.getInt32Ty());
  if (list.present != nullptr) count = b.CreateSelect(list.present, count, b.getInt32(0));
  llvm::AllocaInst* index = Alloca(b.getInt32Ty(), "index");
  b.CreateStore(b.getInt32(0), index);
  llvm::BasicBlock* head = Block("each");
  llvm::BasicBlock* body = Block("body");
  llvm::BasicBlock* step = llvm::BasicBlock::Create(m.context(), "next");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "done");
  b.CreateBr(head);
  b.SetInsertPoint(head);
  llvm::Value* i = b.CreateLoad(b.getInt32Ty(), index);
  b.CreateCondBr(b.CreateICmpULT(i, count), body, done);
  b.SetInsertPoint(body);
  ChargeSteps(I64(1), s.span);
  llvm::Value* data = b.CreateIntToPtr(list.lo, b.getPtrTy());
  llvm::Value* offset = b.CreateMul(b.CreateZExt(i, b.getInt64Ty()), I64(CellSize(element, nullable)));
  llvm::Value* at = b.CreateInBoundsGEP(b.getInt8Ty(), data, offset);
  Value value = LoadCell(element, nullable, at);
  StoreVariable(locals_[static_cast<size_t>(s.a)], body_->locals[static_cast<size_t>(s.a)], value);
  llvm::BasicBlock* outer_break = std::exchange(break_block_, done);
  llvm::BasicBlock* outer_continue = std::exchange(continue_block_, step);
  Run(s.body);
  break_block_ = outer_break;
  continue_block_ = outer_continue;
  b.CreateBr(step);
  step->insertInto(function_);
  b.SetInsertPoint(step);
  b.CreateStore(b.CreateAdd(b.CreateLoad(b.getInt32Ty(), index), b.getInt32(1)), index);
  b.CreateBr(head);
  done->insertInto(function_);
  b.SetInsertPoint(done);
}

void Emitter::RunSetAttr(const Stmt& s) {
  int32_t found = target_ != nullptr ? target_->OutputOf(OutputKind::kAttribute, s.b) : -1;
  if (!s.initial || found < 0) return SetAttr(s, found);
  llvm::Value* outcome = ReadOutcome(static_cast<uint32_t>(found));
  llvm::BasicBlock* decide = Block("decide");
  llvm::BasicBlock* done = Block("");
  b.CreateCondBr(b.CreateICmpEQ(outcome, b.getInt8(static_cast<uint8_t>(Outcome::kNoOpinion))), decide, done);
  b.SetInsertPoint(decide);
  SetAttr(s, found);
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

// found: the output that stands for the attribute, or -1: the value is computed, and nothing kept.
void Emitter::SetAttr(const Stmt& s, int32_t found) {
  Value value;
  if (s.value != nullptr) value = Conform(Emit(*s.value), s.value->type);
  if (found < 0) return;
  auto output = static_cast<uint32_t>(found);
  if (s.value == nullptr) return WriteOutput(output, s.outcome, nullptr);
  // Null and "" give no opinion.
  llvm::Value* given = value.present;
  if (s.value->type.kind == TypeKind::kString) {
    llvm::Value* some = b.CreateICmpNE(b.CreateTrunc(value.lo, b.getInt32Ty()), b.getInt32(0));
    given = given != nullptr ? b.CreateAnd(given, some) : some;
  }
  if (given == nullptr)
    return WriteOutput(output, s.outcome, s.outcome == Outcome::kValue ? &value : nullptr);
  llvm::BasicBlock* set = Block("set");
  llvm::BasicBlock* none = Block("none");
  llvm::BasicBlock* done = Block("");
  b.CreateCondBr(given, set, none);
  b.SetInsertPoint(set);
  WriteOutput(output, s.outcome, s.outcome == Outcome::kValue ? &value : nullptr);
  b.CreateBr(done);
  b.SetInsertPoint(none);
  WriteOutput(output, Outcome::kNoOpinion, nullptr);
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

}  // namespace idx::compiler::lower
