// Memory, variables, failures, bodies: what the other emit_*.cpp stand on.
#include "compiler/lower/emitter.h"

#include "compiler/lower/layouts.h"

namespace idx::compiler::lower {

Emitter::Emitter(ModuleState& state, llvm::Function* function)
    : b(state.context()), m(state), function_(function) {
  b.SetInsertPoint(llvm::BasicBlock::Create(state.context(), "entry", function));
}

llvm::BasicBlock* Emitter::Block(const char* name) {
  return llvm::BasicBlock::Create(m.context(), name, function_);
}

llvm::BasicBlock* Emitter::Cold(const char* name) {
  cold_.push_back(llvm::BasicBlock::Create(m.context(), name));
  return cold_.back();
}

void Emitter::Finish() {
  for (llvm::BasicBlock* block : cold_) block->insertInto(function_);
  cold_.clear();
}

llvm::AllocaInst* Emitter::Alloca(llvm::Type* type, const char* name) {
  llvm::BasicBlock& entry = function_->getEntryBlock();
  llvm::IRBuilder<> at(&entry, entry.begin());
  return at.CreateAlloca(type, nullptr, name);
}

llvm::Value* Emitter::At(llvm::Value* base, uint64_t offset) {
  return offset == 0 ? base : b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), base, offset);
}
llvm::Value* Emitter::Load(llvm::Type* type, llvm::Value* base, uint64_t offset, const char* name) {
  return b.CreateAlignedLoad(type, At(base, offset), llvm::Align(1), name);
}
void Emitter::Store(llvm::Value* value, llvm::Value* base, uint64_t offset) {
  b.CreateAlignedStore(value, At(base, offset), llvm::Align(1));
}

// A value as a column, a list or a Slot holds it.
Value Emitter::LoadParts(TypeKind kind, llvm::Value* at) {
  Parts parts = PartsOf(m.context(), kind);
  Value value;
  if (kind == TypeKind::kBool) {
    value.lo = b.CreateICmpNE(Load(b.getInt8Ty(), at, 0), b.getInt8(0));
    return value;
  }
  if (parts.lo != nullptr) value.lo = Load(parts.lo, at, 0);
  if (parts.hi != nullptr) value.hi = Load(parts.hi, at, 8);
  return value;
}

void Emitter::StoreParts(TypeKind kind, const Value& value, llvm::Value* at) {
  if (kind == TypeKind::kBool) {
    Store(b.CreateZExt(value.lo, b.getInt8Ty()), at, 0);
    return;
  }
  if (value.lo != nullptr) Store(value.lo, at, 0);
  if (value.hi != nullptr) Store(value.hi, at, 8);
}

Variable Emitter::NewVariable(const typed::Type& type, const char* name) {
  Parts parts = PartsOf(m.context(), type.kind);
  Variable variable;
  if (parts.lo != nullptr) variable.lo = Alloca(parts.lo, name);
  if (parts.hi != nullptr) variable.hi = Alloca(parts.hi, name);
  if (type.nullable) variable.present = Alloca(b.getInt1Ty(), name);
  return variable;
}

Value Emitter::LoadVariable(const Variable& variable, const typed::Type&) {
  Value value;
  if (variable.lo != nullptr) value.lo = b.CreateLoad(variable.lo->getAllocatedType(), variable.lo);
  if (variable.hi != nullptr) value.hi = b.CreateLoad(variable.hi->getAllocatedType(), variable.hi);
  if (variable.present != nullptr) value.present = b.CreateLoad(b.getInt1Ty(), variable.present);
  return value;
}

void Emitter::StoreVariable(const Variable& variable, const typed::Type& type, const Value& value) {
  Value whole = Conform(value, type);
  if (variable.lo != nullptr) b.CreateStore(whole.lo, variable.lo);
  if (variable.hi != nullptr) b.CreateStore(whole.hi, variable.hi);
  if (variable.present != nullptr) b.CreateStore(Present(whole), variable.present);
}

Value Emitter::Conform(Value value, const typed::Type& type) {
  Parts parts = PartsOf(m.context(), type.kind);
  if (value.lo == nullptr && parts.lo != nullptr) value.lo = llvm::Constant::getNullValue(parts.lo);
  if (value.hi == nullptr && parts.hi != nullptr) value.hi = llvm::Constant::getNullValue(parts.hi);
  return value;
}

llvm::Value* Emitter::Present(const Value& value) {
  return value.present != nullptr ? value.present : b.getTrue();
}

// A condition: null counts as false.
llvm::Value* Emitter::Truth(const Value& value) {
  if (value.lo == nullptr) return b.getFalse();
  return value.present == nullptr ? value.lo : b.CreateAnd(value.present, value.lo);
}

void Emitter::FailIf(llvm::Value* condition, EvalErrorKind kind, Span span) {
  if (auto* known = llvm::dyn_cast<llvm::ConstantInt>(condition); known != nullptr && known->isZero()) return;
  llvm::BasicBlock* cold = Cold("fails");
  llvm::BasicBlock* next = Block("");
  b.CreateCondBr(condition, cold, next);
  b.SetInsertPoint(cold);
  b.CreateCall(m.Support("idx_rt_fail", b.getVoidTy(), {b.getPtrTy(), b.getInt32Ty()}),
               {ctx, b.getInt32(static_cast<uint32_t>(kind))});
  Store(b.getInt32(m.SiteOf(span)), ctx, ContextLayout::kErrorSite);
  b.CreateBr(fail_block_);
  b.SetInsertPoint(next);
}

void Emitter::Check(Span span) {
  llvm::Value* error = Load(b.getInt32Ty(), ctx, ContextLayout::kError);
  llvm::BasicBlock* cold = Cold("failed");
  llvm::BasicBlock* next = Block("");
  b.CreateCondBr(b.CreateICmpNE(error, b.getInt32(0)), cold, next);
  b.SetInsertPoint(cold);
  Store(b.getInt32(m.SiteOf(span)), ctx, ContextLayout::kErrorSite);
  b.CreateBr(fail_block_);
  b.SetInsertPoint(next);
}

llvm::Value* Emitter::ScratchUsed() {
  llvm::Value* arena = Load(b.getPtrTy(), ctx, ContextLayout::kArena);
  llvm::Value* next = Load(b.getInt64Ty(), arena, ArenaLayout::kNext);
  llvm::Value* start = Load(b.getInt64Ty(), arena, ArenaLayout::kStart);
  llvm::Value* before = Load(b.getInt64Ty(), arena, ArenaLayout::kFilledBefore);
  return b.CreateAdd(before, b.CreateSub(next, start));
}

void Emitter::ChargeSteps(llvm::Value* steps, Span span) {
  llvm::Value* left = b.CreateSub(Load(b.getInt64Ty(), ctx, ContextLayout::kStepsLeft), steps);
  Store(left, ctx, ContextLayout::kStepsLeft);
  FailIf(b.CreateICmpSLT(left, I64(0)), EvalErrorKind::kSteps, span);
}

llvm::Value* Emitter::Allocate(uint64_t bytes, Span span) {
  llvm::Value* at = b.CreateCall(m.Support("idx_rt_allocate", b.getPtrTy(), {b.getPtrTy(), b.getInt64Ty()}),
                                 {ctx, I64(bytes)});
  Check(span);
  return at;
}

void Emitter::BeginBody(const typed::Function& function, const Target* target) {
  body_ = &function;
  target_ = target;
  locals_.clear();
  for (size_t i = 0; i < function.locals.size(); ++i) {
    locals_.push_back(NewVariable(function.locals[i], "local"));
    if (i < function.parameters) continue;
    typed::Type type = function.locals[i];
    StoreVariable(locals_.back(), type, Conform({nullptr, nullptr, b.getFalse()}, type));
  }
  result_ = NewVariable(function.result, "result");
  StoreVariable(result_, function.result, Conform({}, function.result));
  return_block_ = Block("return");
  fail_block_ = llvm::BasicBlock::Create(m.context(), "fail");
  cold_.push_back(fail_block_);
  break_block_ = continue_block_ = nullptr;
}

void Emitter::SetParameter(uint32_t index, const Value& value) {
  StoreVariable(locals_[index], body_->locals[index], value);
}

void Emitter::RunBody(const std::vector<Stmt*>& body) {
  Run(body);
  b.CreateBr(return_block_);
  return_block_->moveAfter(b.GetInsertBlock());
  b.SetInsertPoint(return_block_);
}

Value Emitter::Result() { return LoadVariable(result_, body_->result); }

SlotRow Emitter::RowOf(llvm::Value* row) {
  SlotRow slot;
  slot.row = row;
  slot.valid_byte = b.CreateLShr(row, 3);
  slot.valid_mask = b.CreateShl(I64(1), b.CreateAnd(row, 7));
  return slot;
}

Value Emitter::LoadColumn(const AttributePointers& at, const SlotRow& row, const typed::Type& type) {
  llvm::Value* offset = b.CreateMul(row.row, I64(SizeOf(type.kind)));
  Value value = LoadParts(type.kind, b.CreateInBoundsGEP(b.getInt8Ty(), at.data, offset));
  if (!type.nullable) return value;
  llvm::Value* byte = b.CreateAlignedLoad(
      b.getInt8Ty(), b.CreateInBoundsGEP(b.getInt8Ty(), at.valid, row.valid_byte), llvm::Align(1));
  value.present =
      b.CreateICmpNE(b.CreateAnd(byte, b.CreateTrunc(row.valid_mask, b.getInt8Ty())), b.getInt8(0));
  return value;
}

llvm::Value* Emitter::ReadOutcome(uint32_t output) {
  llvm::Value* outcomes =
      out_pointers.empty()
          ? Load(b.getPtrTy(), out, output * OutColumnLayout::kSize + OutColumnLayout::kOutcome)
          : out_pointers[output].outcome;
  return b.CreateLoad(b.getInt8Ty(), b.CreateInBoundsGEP(b.getInt8Ty(), outcomes, out_row));
}

void Emitter::WriteOutput(uint32_t output, Outcome outcome, const Value* value) {
  OutPointers at;
  if (out_pointers.empty()) {
    at.data = Load(b.getPtrTy(), out, output * OutColumnLayout::kSize + OutColumnLayout::kData);
    at.outcome = Load(b.getPtrTy(), out, output * OutColumnLayout::kSize + OutColumnLayout::kOutcome);
  } else {
    at = out_pointers[output];
  }
  TypeKind kind = target_->shape->outputs[output].type;
  llvm::Value* data = b.CreateInBoundsGEP(b.getInt8Ty(), at.data, b.CreateMul(out_row, I64(SizeOf(kind))));
  Value written = Conform(value != nullptr ? *value : Value{}, typed::Type{kind});
  StoreParts(kind, written, data);
  b.CreateStore(b.getInt8(static_cast<uint8_t>(outcome)),
                b.CreateInBoundsGEP(b.getInt8Ty(), at.outcome, out_row));
}

}  // namespace idx::compiler::lower
