// Expressions: constants, variables, attributes, conditions, sharing.
#include <cstring>

#include "base/value/cells.h"
#include "compiler/lower/emitter.h"
#include "compiler/lower/layouts.h"

namespace idx::compiler::lower {

Value Emitter::Emit(const Expr& e) {
  if (sharing != nullptr && !slot_of_parameter.empty()) {
    if (MemoSlot* memo = sharing->Find(e)) return EmitShared(e, *memo);
  }
  return EmitPlain(e);
}

Value Emitter::EmitPlain(const Expr& e) {
  switch (e.op) {
    case Op::kConst:
      return EmitConst(e);
    case Op::kLocal:
      return LoadVariable(locals_[static_cast<size_t>(e.a)], e.type);
    case Op::kSetLocal: {
      const typed::Type& type = body_->locals[static_cast<size_t>(e.a)];
      Value value = Conform(Emit(*e.args[0]), type);
      StoreVariable(locals_[static_cast<size_t>(e.a)], type, value);
      return value;
    }
    case Op::kAttr:
      return EmitAttribute(e);
    case Op::kAnd:
    case Op::kOr:
      return EmitAndOr(e);
    case Op::kCond:
      return EmitCond(e);
    case Op::kCoalesce:
      return EmitCoalesce(e);
    case Op::kIsNull:
      return {b.CreateNot(IsThere(*e.args[0], Emit(*e.args[0])))};
    case Op::kUnwrap:
      return EmitUnwrap(e);
    case Op::kAssume: {
      Value value = Conform(Emit(*e.args[0]), e.type);
      if (!e.type.nullable) value.present = nullptr;
      return value;
    }
    case Op::kWiden:
      return Conform(Emit(*e.args[0]), e.type);
    case Op::kNot: {
      Value value = Conform(Emit(*e.args[0]), e.type);
      return {b.CreateNot(value.lo), nullptr, value.present};
    }
    case Op::kConvert:
    case Op::kConvertChecked:
      return EmitConvert(e);
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kGt:
    case Op::kLe:
    case Op::kGe:
    case Op::kJoinEq:
      return EmitCompare(e);
    case Op::kConcat:
      return EmitConcat(e);
    case Op::kCall:
      return EmitCall(e);
    case Op::kBuiltin:
      return EmitBuiltin(e);
    case Op::kList:
      return EmitList(e);
    case Op::kBox:
      return EmitBox(e);
    case Op::kThrow:
      return EmitThrow(e);
    case Op::kThrowObject:
      return EmitThrowObject(e);
    case Op::kRethrow:
      return EmitRethrow(e);
    case Op::kTuple:
      return EmitTuple(e);
    case Op::kField:
      return EmitField(e);
    case Op::kSetField:
      return EmitSetField(e);
    case Op::kStatic:
      return EmitStatic(e);
    case Op::kOperation:
      return EmitOperation(e);
    case Op::kBlock:
      return EmitBlock(e);
    case Op::kNow:
      return {Load(b.getInt64Ty(), ctx, ContextLayout::kNow)};
    case Op::kToday:
      return {Load(b.getInt32Ty(), ctx, ContextLayout::kToday)};
    default:
      return EmitArithmetic(e);
  }
}

Value Emitter::TextOf(const std::string& text) {
  uint64_t words[2];
  Text view(text);
  std::memcpy(words, &view, 16);
  Value value{I64(words[0]), I64(words[1])};
  if (text.size() > Text::kInline) value.hi = b.CreatePtrToInt(m.Bytes(text), b.getInt64Ty());
  return value;
}

Value Emitter::EmitConst(const Expr& e) {
  if (!e.present) return Conform({nullptr, nullptr, b.getFalse()}, e.type);
  Parts parts = PartsOf(m.context(), e.type.kind);
  if (e.type.kind == TypeKind::kString) return TextOf(e.text);
  if (e.type.kind == TypeKind::kDouble) {
    return {llvm::ConstantFP::get(m.context(),
                                  llvm::APFloat(llvm::APFloat::IEEEdouble(), llvm::APInt(64, e.lo)))};
  }
  if (parts.lo == nullptr) return {};
  if (e.type.kind == TypeKind::kBool) return {b.getInt1((e.lo & 0xFF) != 0)};
  if (!parts.lo->isIntegerTy()) return Conform({}, e.type);
  Value value{
      llvm::ConstantInt::get(parts.lo, llvm::APInt(64, e.lo).zextOrTrunc(parts.lo->getIntegerBitWidth()))};
  if (parts.hi != nullptr) value.hi = I64(e.hi);
  return value;
}

Value Emitter::EmitAttribute(const Expr& e) {
  auto local = static_cast<size_t>(e.a);
  if (local < slot_of_parameter.size() && slot_of_parameter[local] >= 0) {
    int32_t slot = slot_of_parameter[local];
    auto loaded = attributes.find({slot, e.b});
    if (loaded != attributes.end()) return loaded->second;
    return LoadColumn(columns.at({slot, e.b}), slots[static_cast<size_t>(slot)], e.type);
  }
  Value entity = LoadVariable(locals_[local], body_->locals[local]);
  AttributePointers at;
  uint64_t column = static_cast<uint64_t>(e.b) * ColumnLayout::kSize;
  at.data = Load(b.getPtrTy(), entity.lo, column + ColumnLayout::kData);
  if (e.type.nullable) at.valid = Load(b.getPtrTy(), entity.lo, column + ColumnLayout::kValid);
  return LoadColumn(at, RowOf(entity.hi), e.type);
}

Value Emitter::Merge(const typed::Type& type, llvm::BasicBlock* at,
                     std::vector<std::pair<llvm::BasicBlock*, Value>> values) {
  b.SetInsertPoint(at);
  Parts parts = PartsOf(m.context(), type.kind);
  auto phi = [&](llvm::Type* part, auto member) -> llvm::Value* {
    if (part == nullptr) return nullptr;
    llvm::PHINode* node = b.CreatePHI(part, static_cast<unsigned>(values.size()));
    for (auto& [block, value] : values) {
      llvm::Value* in = member(value);
      node->addIncoming(in != nullptr ? in : llvm::Constant::getNullValue(part), block);
    }
    return node;
  };
  Value merged;
  merged.lo = phi(parts.lo, [](Value& v) { return v.lo; });
  merged.hi = phi(parts.hi, [](Value& v) { return v.hi; });
  if (type.nullable) merged.present = phi(b.getInt1Ty(), [&](Value& v) { return Present(v); });
  return merged;
}

Value Emitter::EmitAndOr(const Expr& e) {
  Value left = Conform(Emit(*e.args[0]), e.type);
  llvm::BasicBlock* right_block = Block("right");
  llvm::BasicBlock* left_end = b.GetInsertBlock();
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "decided");
  if (e.op == Op::kAnd)
    b.CreateCondBr(Truth(left), right_block, done);
  else
    b.CreateCondBr(Truth(left), done, right_block);
  b.SetInsertPoint(right_block);
  Value right = Conform(Emit(*e.args[1]), e.type);
  llvm::BasicBlock* right_end = b.GetInsertBlock();
  b.CreateBr(done);
  done->insertInto(function_);
  return Merge(e.type, done, {{left_end, left}, {right_end, right}});
}

Value Emitter::EmitCond(const Expr& e) {
  llvm::Value* condition = Truth(Emit(*e.args[0]));
  llvm::BasicBlock* then = Block("then");
  llvm::BasicBlock* otherwise = llvm::BasicBlock::Create(m.context(), "else");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "joined");
  b.CreateCondBr(condition, then, otherwise);
  b.SetInsertPoint(then);
  Value yes = Emit(*e.args[1]);
  llvm::BasicBlock* then_end = b.GetInsertBlock();
  b.CreateBr(done);
  otherwise->insertInto(function_);
  b.SetInsertPoint(otherwise);
  Value no = Emit(*e.args[2]);
  llvm::BasicBlock* otherwise_end = b.GetInsertBlock();
  b.CreateBr(done);
  done->insertInto(function_);
  return Merge(e.type, done, {{then_end, yes}, {otherwise_end, no}});
}

// Whether a value that may be null is there: of an object its box knows.
llvm::Value* Emitter::IsThere(const Expr& e, const Value& value) {
  llvm::Value* there = Present(value);
  if (e.type.kind != TypeKind::kObject || !e.type.nullable) return there;
  llvm::Value* no_box = llvm::Constant::getNullValue(value.lo->getType());
  llvm::Value* boxed = b.CreateAnd(there, b.CreateICmpNE(value.lo, no_box));
  llvm::BasicBlock* from = b.GetInsertBlock();
  llvm::BasicBlock* look = Block("box");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "boxed");
  b.CreateCondBr(boxed, look, done);
  b.SetInsertPoint(look);
  llvm::Value* present = b.CreateICmpNE(Load(b.getInt8Ty(), value.lo, BoxedLayout::kPresent), b.getInt8(0));
  b.CreateBr(done);
  done->insertInto(function_);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getInt1Ty(), 2);
  result->addIncoming(b.getFalse(), from);
  result->addIncoming(present, look);
  return result;
}

Value Emitter::EmitCoalesce(const Expr& e) {
  Value left = Conform(Emit(*e.args[0]), e.type);
  if (e.args[0]->type.kind == TypeKind::kObject) left.present = IsThere(*e.args[0], left);
  if (left.present == nullptr) return left;
  llvm::BasicBlock* right_block = Block("null");
  llvm::BasicBlock* left_end = b.GetInsertBlock();
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "coalesced");
  b.CreateCondBr(left.present, done, right_block);
  left.present = nullptr;
  b.SetInsertPoint(right_block);
  Value right = Emit(*e.args[1]);
  llvm::BasicBlock* right_end = b.GetInsertBlock();
  b.CreateBr(done);
  done->insertInto(function_);
  return Merge(e.type, done, {{left_end, left}, {right_end, right}});
}

Value Emitter::EmitUnwrap(const Expr& e) {
  Value value = Conform(Emit(*e.args[0]), e.type);
  TypeKind kind = e.args[0]->type.kind;
  bool reference = HasNullForm(kind);
  if (value.present != nullptr) {
    FailIf(b.CreateNot(value.present),
           reference ? EvalErrorKind::kNullReference : EvalErrorKind::kInvalidOperation, e.span);
  }
  value.present = nullptr;
  return value;
}

// A return, break or continue inside ends the block's statements only.
Value Emitter::EmitBlock(const Expr& e) {
  llvm::BasicBlock* after = llvm::BasicBlock::Create(m.context(), "value");
  llvm::BasicBlock* outer[] = {return_block_, break_block_, continue_block_};
  return_block_ = break_block_ = continue_block_ = after;
  Run(e.body);
  return_block_ = outer[0];
  break_block_ = outer[1];
  continue_block_ = outer[2];
  b.CreateBr(after);
  after->insertInto(function_);
  b.SetInsertPoint(after);
  return Emit(*e.args[0]);
}

Value Emitter::EmitThrow(const Expr& e) {
  Value message = TextOf("");
  if (!e.args.empty()) {
    Value given = Conform(Emit(*e.args[0]), typed::Type{TypeKind::kString});
    message.lo = given.present != nullptr ? b.CreateSelect(given.present, given.lo, I64(0)) : given.lo;
    message.hi = given.hi;
  }
  llvm::Type* i64 = b.getInt64Ty();
  b.CreateCall(m.Support("idx_rt_throw", b.getVoidTy(), {b.getPtrTy(), b.getInt32Ty(), i64, i64}),
               {ctx, b.getInt32(static_cast<uint32_t>(e.a)), message.lo, message.hi});
  Store(b.getInt32(m.SiteOf(e.span)), ctx, ContextLayout::kErrorSite);
  return NeverReturns();
}

Value Emitter::NeverReturns() {
  b.CreateBr(fail_block_);
  b.SetInsertPoint(Block("never"));
  return {};
}

// The memo: filled, lo, hi, present, steps, bytes. See share.h.
Value Emitter::EmitShared(const Expr& e, MemoSlot& memo) {
  llvm::Type* i64 = b.getInt64Ty();
  llvm::Value* at = memo.memory;
  llvm::Value* left = Load(i64, ctx, ContextLayout::kStepsLeft);
  llvm::BasicBlock* check = Block("filled");
  llvm::BasicBlock* hit = Block("hit");
  llvm::BasicBlock* miss = llvm::BasicBlock::Create(m.context(), "miss");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "shared");
  b.CreateCondBr(b.CreateICmpNE(Load(i64, at, 0), I64(0)), check, miss);

  b.SetInsertPoint(check);
  llvm::Value* left_after = b.CreateSub(left, Load(i64, at, 32));
  llvm::Value* base_after = b.CreateSub(Load(i64, ctx, ContextLayout::kScratchBase), Load(i64, at, 40));
  // Half the budget is left alone: a function may have used memory for a while that it gave back.
  llvm::Value* room = b.CreateLShr(Load(i64, ctx, ContextLayout::kBudgetScratch), 1);
  llvm::Value* fits = b.CreateICmpULE(b.CreateSub(ScratchUsed(), base_after), room);
  b.CreateCondBr(b.CreateAnd(fits, b.CreateICmpSGE(left_after, I64(0))), hit, miss);

  b.SetInsertPoint(hit);
  Store(left_after, ctx, ContextLayout::kStepsLeft);
  Store(base_after, ctx, ContextLayout::kScratchBase);
  Value kept = LoadParts(e.type.kind, At(at, 8));
  if (e.type.nullable) kept.present = b.CreateICmpNE(Load(b.getInt8Ty(), at, 24), b.getInt8(0));
  llvm::BasicBlock* hit_end = b.GetInsertBlock();
  b.CreateBr(done);

  miss->insertInto(function_);
  b.SetInsertPoint(miss);
  llvm::Value* used_before = ScratchUsed();
  llvm::Value* base_before = Load(i64, ctx, ContextLayout::kScratchBase);
  Value fresh = Conform(EmitPlain(e), e.type);
  StoreParts(e.type.kind, fresh, At(at, 8));
  if (e.type.nullable) Store(b.CreateZExt(Present(fresh), b.getInt8Ty()), at, 24);
  Store(b.CreateSub(left, Load(i64, ctx, ContextLayout::kStepsLeft)), at, 32);
  // What was taken from the arena, and what was accounted for values shared inside.
  llvm::Value* taken = b.CreateSub(ScratchUsed(), used_before);
  llvm::Value* accounted = b.CreateSub(base_before, Load(i64, ctx, ContextLayout::kScratchBase));
  Store(b.CreateAdd(taken, accounted), at, 40);
  Store(I64(1), at, 0);
  llvm::BasicBlock* miss_end = b.GetInsertBlock();
  b.CreateBr(done);
  done->insertInto(function_);
  return Merge(e.type, done, {{hit_end, kept}, {miss_end, fresh}});
}

}  // namespace idx::compiler::lower
