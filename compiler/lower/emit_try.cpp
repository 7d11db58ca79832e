// try, catch and finally. A failure is a jump to fail_block_ with the error in the context; in a try that
// block looks who catches it.
#include "compiler/lower/emitter.h"
#include "compiler/lower/layouts.h"

namespace idx::compiler::lower {

namespace {

enum Pending : uint32_t { kNothing, kError, kReturn, kBreak, kContinue };

}  // namespace

// Where a try's parts go on to: outside, or first through its finally.
struct Emitter::Exits {
  llvm::BasicBlock* outer_fail = nullptr;
  llvm::BasicBlock* outer_return = nullptr;
  llvm::BasicBlock* outer_break = nullptr;
  llvm::BasicBlock* outer_continue = nullptr;
  llvm::BasicBlock* done = nullptr;
  llvm::BasicBlock* finally = nullptr;
  llvm::AllocaInst* pending = nullptr;    // which of the exits waits for the finally
  llvm::AllocaInst* exception = nullptr;  // kError: what goes on afterwards
};

// The error as an object, and none in the context. Without memory for it the rule has failed, at the same
// place.
llvm::Value* Emitter::TakeError() {
  llvm::Value* exception =
      b.CreateCall(m.Support("idx_rt_take_error", b.getInt64Ty(), {b.getPtrTy()}), {ctx});
  llvm::BasicBlock* next = Block("taken");
  b.CreateCondBr(b.CreateICmpEQ(exception, I64(0)), fail_block_, next);
  b.SetInsertPoint(next);
  return exception;
}

// Budgets and declined mappings leave at once. Gives the error's kind.
llvm::Value* Emitter::LeaveIfUncatchable() {
  llvm::Value* error = Load(b.getInt32Ty(), ctx, ContextLayout::kError);
  llvm::Value* budget = b.CreateICmpUGE(error, b.getInt32(static_cast<uint32_t>(EvalErrorKind::kSteps)));
  llvm::Value* declined =
      b.CreateICmpEQ(error, b.getInt32(static_cast<uint32_t>(EvalErrorKind::kDeclineMapping)));
  llvm::BasicBlock* next = Block("catchable");
  b.CreateCondBr(b.CreateOr(budget, declined), fail_block_, next);
  b.SetInsertPoint(next);
  return error;
}

void Emitter::PutError(llvm::Value* exception) {
  b.CreateCall(m.Support("idx_rt_put_error", b.getVoidTy(), {b.getPtrTy(), b.getInt64Ty()}),
               {ctx, exception});
}

void Emitter::RunTry(const Stmt& s) {
  Exits exits{fail_block_, return_block_, break_block_, continue_block_,
              llvm::BasicBlock::Create(m.context(), "tried")};
  bool has_finally = !s.finally.empty();
  llvm::BasicBlock* failed = llvm::BasicBlock::Create(m.context(), "caught");
  llvm::BasicBlock* uncaught = exits.outer_fail;  // of an error that a finally waits for
  llvm::BasicBlock* normal = exits.done;
  std::vector<llvm::BasicBlock*> on_the_way;
  if (has_finally) {
    exits.finally = llvm::BasicBlock::Create(m.context(), "finally");
    exits.pending = Alloca(b.getInt32Ty(), "pending");
    exits.exception = Alloca(b.getInt64Ty(), "exception");
    auto through = [&](Pending pending) {
      llvm::BasicBlock* before = b.GetInsertBlock();
      llvm::BasicBlock* block = Block("leave");
      b.SetInsertPoint(block);
      b.CreateStore(b.getInt32(pending), exits.pending);
      b.CreateBr(exits.finally);
      b.SetInsertPoint(before);
      return block;
    };
    normal = through(kNothing);
    return_block_ = through(kReturn);
    if (break_block_ != nullptr) break_block_ = through(kBreak);
    if (continue_block_ != nullptr) continue_block_ = through(kContinue);
    uncaught = llvm::BasicBlock::Create(m.context(), "uncaught");
  }
  fail_block_ = s.catches.empty() ? uncaught : failed;
  Run(s.body);
  b.CreateBr(normal);

  if (!s.catches.empty()) {
    failed->insertInto(function_);
    b.SetInsertPoint(failed);
    RunCatches(s, exits, normal, uncaught);
  } else {
    delete failed;
  }
  if (has_finally) RunFinally(s, exits, uncaught);
  fail_block_ = exits.outer_fail;
  return_block_ = exits.outer_return;
  break_block_ = exits.outer_break;
  continue_block_ = exits.outer_continue;
  exits.done->insertInto(function_);
  b.SetInsertPoint(exits.done);
}

// In the block that the body's errors come to.
void Emitter::RunCatches(const Stmt& s, const Exits& exits, llvm::BasicBlock* normal,
                         llvm::BasicBlock* uncaught) {
  fail_block_ = exits.outer_fail;
  llvm::Value* error = LeaveIfUncatchable();
  llvm::Value* kind = b.CreateZExt(error, b.getInt64Ty());
  for (const typed::Catch& clause : s.catches) {
    llvm::BasicBlock* fits = Block("fits");
    llvm::BasicBlock* next = llvm::BasicBlock::Create(m.context(), "next");
    b.CreateCondBr(b.CreateTrunc(b.CreateLShr(I64(clause.kinds), kind), b.getInt1Ty()), fits, next);
    b.SetInsertPoint(fits);
    fail_block_ = exits.outer_fail;
    llvm::Value* exception = TakeError();
    if (clause.local >= 0) {
      auto local = static_cast<size_t>(clause.local);
      StoreVariable(locals_[local], body_->locals[local], {exception});
    }
    if (clause.when != nullptr) RunWhen(*clause.when, exception, exits, next);
    fail_block_ = uncaught;
    Run(clause.body);
    b.CreateBr(normal);
    next->insertInto(function_);
    b.SetInsertPoint(next);
  }
  b.CreateBr(uncaught);
}

// Goes on in a new block if the condition is true, else with the error to `next`. An error in it counts as
// false.
void Emitter::RunWhen(const Expr& when, llvm::Value* exception, const Exits& exits, llvm::BasicBlock* next) {
  llvm::BasicBlock* failed = llvm::BasicBlock::Create(m.context(), "failed");
  llvm::BasicBlock* refused = llvm::BasicBlock::Create(m.context(), "refused");
  llvm::BasicBlock* holds = llvm::BasicBlock::Create(m.context(), "holds");
  fail_block_ = failed;
  b.CreateCondBr(Truth(Emit(when)), holds, refused);
  fail_block_ = exits.outer_fail;
  failed->insertInto(function_);
  b.SetInsertPoint(failed);
  LeaveIfUncatchable();
  TakeError();
  b.CreateBr(refused);
  refused->insertInto(function_);
  b.SetInsertPoint(refused);
  PutError(exception);
  b.CreateBr(next);
  holds->insertInto(function_);
  b.SetInsertPoint(holds);
}

void Emitter::RunFinally(const Stmt& s, const Exits& exits, llvm::BasicBlock* uncaught) {
  fail_block_ = exits.outer_fail;
  return_block_ = exits.outer_return;
  break_block_ = exits.outer_break;
  continue_block_ = exits.outer_continue;
  uncaught->insertInto(function_);
  b.SetInsertPoint(uncaught);
  LeaveIfUncatchable();
  b.CreateStore(TakeError(), exits.exception);
  b.CreateStore(b.getInt32(kError), exits.pending);
  b.CreateBr(exits.finally);

  exits.finally->insertInto(function_);
  b.SetInsertPoint(exits.finally);
  Run(s.finally);
  llvm::BasicBlock* again = Block("again");
  llvm::SwitchInst* exit = b.CreateSwitch(b.CreateLoad(b.getInt32Ty(), exits.pending), exits.done, 4);
  exit->addCase(b.getInt32(kError), again);
  exit->addCase(b.getInt32(kReturn), exits.outer_return);
  if (exits.outer_break != nullptr) exit->addCase(b.getInt32(kBreak), exits.outer_break);
  if (exits.outer_continue != nullptr) exit->addCase(b.getInt32(kContinue), exits.outer_continue);
  b.SetInsertPoint(again);
  PutError(b.CreateLoad(b.getInt64Ty(), exits.exception));
  b.CreateBr(exits.outer_fail);
}

Value Emitter::EmitThrowObject(const Expr& e) {
  Value exception = Conform(Emit(*e.args[0]), e.args[0]->type);
  b.CreateCall(m.Support("idx_rt_throw_object", b.getVoidTy(), {b.getPtrTy(), b.getInt64Ty()}),
               {ctx, exception.lo});
  Store(b.getInt32(m.SiteOf(e.span)), ctx, ContextLayout::kErrorSite);
  return NeverReturns();
}

Value Emitter::EmitRethrow(const Expr& e) {
  auto local = static_cast<size_t>(e.a);
  PutError(LoadVariable(locals_[local], body_->locals[local]).lo);
  return NeverReturns();
}

}  // namespace idx::compiler::lower
