// Numbers, comparisons and conversions: C#'s meaning, with every case that LLVM leaves undefined decided
// first.
#include <llvm/IR/Intrinsics.h>

#include <limits>

#include "compiler/lower/emitter.h"

namespace idx::compiler::lower {

namespace {

llvm::Value* BothPresent(llvm::IRBuilder<>& b, const Value& a, const Value& c) {
  if (a.present == nullptr) return c.present;
  return c.present == nullptr ? a.present : b.CreateAnd(a.present, c.present);
}

}  // namespace

Value Emitter::EmitArithmetic(const Expr& e) {
  TypeKind kind = e.args[0]->type.kind;
  Value a = Conform(Emit(*e.args[0]), typed::Type{kind});
  bool unary = e.args.size() == 1;
  bool shift = e.op == Op::kShl || e.op == Op::kShr || e.op == Op::kUShr;
  Value c = unary ? Value{} : Conform(Emit(*e.args[1]), typed::Type{shift ? TypeKind::kInt : kind});
  llvm::Value* present = BothPresent(b, a, c);
  if (kind == TypeKind::kDouble) return EmitDouble(e, a, c, present);
  if (kind == TypeKind::kBool) {
    llvm::Value* result = e.op == Op::kBitAnd  ? b.CreateAnd(a.lo, c.lo)
                          : e.op == Op::kBitOr ? b.CreateOr(a.lo, c.lo)
                                               : b.CreateXor(a.lo, c.lo);
    return {result, nullptr, present};
  }
  return EmitInteger(e, a, c, present);
}

Value Emitter::EmitInteger(const Expr& e, Value a, Value c, llvm::Value* present) {
  llvm::Value* x = a.lo;
  llvm::Value* y = c.lo;
  llvm::Type* type = x->getType();
  llvm::Value* result = nullptr;
  auto count = [&] { return b.CreateZExtOrTrunc(b.CreateAnd(y, type->getIntegerBitWidth() - 1), type); };
  switch (e.op) {
    case Op::kAdd:
      result = b.CreateAdd(x, y);
      break;
    case Op::kSub:
      result = b.CreateSub(x, y);
      break;
    case Op::kMul:
      result = b.CreateMul(x, y);
      break;
    case Op::kDiv:
    case Op::kMod:
      result = EmitDivision(e, x, y, present);
      break;
    case Op::kBitAnd:
      result = b.CreateAnd(x, y);
      break;
    case Op::kBitOr:
      result = b.CreateOr(x, y);
      break;
    case Op::kBitXor:
      result = b.CreateXor(x, y);
      break;
    case Op::kShl:
      result = b.CreateShl(x, count());
      break;
    case Op::kShr:
      result = b.CreateAShr(x, count());
      break;
    case Op::kUShr:
      result = b.CreateLShr(x, count());
      break;
    case Op::kNeg:
      result = b.CreateNeg(x);
      break;
    case Op::kBitNot:
      result = b.CreateNot(x);
      break;
    default:
      result = EmitChecked(e, x, y, present);
      break;
  }
  return {result, nullptr, present};
}

llvm::Value* Emitter::EmitDivision(const Expr& e, llvm::Value* x, llvm::Value* y, llvm::Value* present) {
  llvm::Type* type = x->getType();
  llvm::Value* one = llvm::ConstantInt::get(type, 1);
  // What is null is not divided, but the instruction is still there.
  if (present != nullptr) y = b.CreateSelect(present, y, one);
  FailIf(b.CreateICmpEQ(y, llvm::ConstantInt::get(type, 0)), EvalErrorKind::kDivideByZero, e.span);
  llvm::Value* lowest =
      llvm::ConstantInt::get(type, llvm::APInt::getSignedMinValue(type->getIntegerBitWidth()));
  llvm::Value* overflow =
      b.CreateAnd(b.CreateICmpEQ(y, llvm::ConstantInt::getAllOnesValue(type)), b.CreateICmpEQ(x, lowest));
  FailIf(overflow, EvalErrorKind::kOverflow, e.span);
  return e.op == Op::kDiv ? b.CreateSDiv(x, y) : b.CreateSRem(x, y);
}

llvm::Value* Emitter::EmitChecked(const Expr& e, llvm::Value* x, llvm::Value* y, llvm::Value* present) {
  auto intrinsic = e.op == Op::kAddChecked   ? llvm::Intrinsic::sadd_with_overflow
                   : e.op == Op::kMulChecked ? llvm::Intrinsic::smul_with_overflow
                                             : llvm::Intrinsic::ssub_with_overflow;
  if (e.op == Op::kNegChecked) {
    y = x;
    x = llvm::ConstantInt::get(y->getType(), 0);
  }
  llvm::Value* pair = b.CreateBinaryIntrinsic(intrinsic, x, y);
  llvm::Value* overflow = b.CreateExtractValue(pair, 1);
  FailIf(present != nullptr ? b.CreateAnd(present, overflow) : overflow, EvalErrorKind::kOverflow, e.span);
  return b.CreateExtractValue(pair, 0);
}

Value Emitter::EmitDouble(const Expr& e, Value a, Value c, llvm::Value* present) {
  llvm::Value* result = nullptr;
  switch (e.op) {
    case Op::kAdd:
    case Op::kAddChecked:
      result = b.CreateFAdd(a.lo, c.lo);
      break;
    case Op::kSub:
    case Op::kSubChecked:
      result = b.CreateFSub(a.lo, c.lo);
      break;
    case Op::kMul:
    case Op::kMulChecked:
      result = b.CreateFMul(a.lo, c.lo);
      break;
    case Op::kDiv:
      result = b.CreateFDiv(a.lo, c.lo);
      break;
    case Op::kNeg:
    case Op::kNegChecked:
      result = b.CreateFNeg(a.lo);
      break;
    default: {
      llvm::Type* f64 = b.getDoubleTy();
      result = b.CreateCall(m.Support("fmod", f64, {f64, f64}), {a.lo, c.lo});
    }
  }
  return {result, nullptr, present};
}

llvm::Value* Emitter::TextEqual(const Value& a, const Value& c) {
  // The first words hold the lengths and the first four bytes; the second the rest, or where it is.
  llvm::Value* heads = b.CreateICmpEQ(a.lo, c.lo);
  llvm::Value* tails = b.CreateICmpEQ(a.hi, c.hi);
  for (const Value& side : {a, c}) {
    auto* head = llvm::dyn_cast<llvm::ConstantInt>(side.lo);
    if (head != nullptr && static_cast<uint32_t>(head->getZExtValue()) <= Text::kInline)
      return b.CreateAnd(heads, tails);
  }
  llvm::BasicBlock* tails_block = Block("tails");
  llvm::BasicBlock* length_block = Block("length");
  llvm::BasicBlock* bytes_block = Block("bytes");
  llvm::BasicBlock* start = b.GetInsertBlock();
  llvm::BasicBlock* done = Block("compared");
  b.CreateCondBr(heads, tails_block, done);
  b.SetInsertPoint(tails_block);
  b.CreateCondBr(tails, done, length_block);
  b.SetInsertPoint(length_block);
  llvm::Value* length = b.CreateTrunc(a.lo, b.getInt32Ty());
  b.CreateCondBr(b.CreateICmpUGT(length, b.getInt32(Text::kInline)), bytes_block, done);
  b.SetInsertPoint(bytes_block);
  auto pointer = [&](llvm::Value* word) { return b.CreateIntToPtr(word, b.getPtrTy()); };
  llvm::Value* order =
      b.CreateCall(m.Support("memcmp", b.getInt32Ty(), {b.getPtrTy(), b.getPtrTy(), b.getInt64Ty()}),
                   {pointer(a.hi), pointer(c.hi), b.CreateZExt(length, b.getInt64Ty())});
  llvm::Value* same = b.CreateICmpEQ(order, b.getInt32(0));
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* equal = b.CreatePHI(b.getInt1Ty(), 4);
  equal->addIncoming(b.getFalse(), start);
  equal->addIncoming(b.getTrue(), tails_block);
  equal->addIncoming(b.getFalse(), length_block);
  equal->addIncoming(same, bytes_block);
  return equal;
}

llvm::Value* Emitter::CompareParts(Op op, TypeKind kind, const Value& a, const Value& c) {
  using P = llvm::CmpInst::Predicate;
  if (kind == TypeKind::kString) {
    llvm::Value* equal = TextEqual(a, c);
    return op == Op::kNe ? b.CreateNot(equal) : equal;
  }
  if (a.hi != nullptr) {
    llvm::Value* equal = b.CreateAnd(b.CreateICmpEQ(a.lo, c.lo), b.CreateICmpEQ(a.hi, c.hi));
    return op == Op::kNe ? b.CreateNot(equal) : equal;
  }
  if (kind == TypeKind::kDouble) {
    P predicate = op == Op::kNe   ? P::FCMP_UNE
                  : op == Op::kLt ? P::FCMP_OLT
                  : op == Op::kGt ? P::FCMP_OGT
                  : op == Op::kLe ? P::FCMP_OLE
                  : op == Op::kGe ? P::FCMP_OGE
                                  : P::FCMP_OEQ;
    return b.CreateFCmp(predicate, a.lo, c.lo);
  }
  llvm::Value* x = a.lo;
  llvm::Value* y = c.lo;
  if (kind == TypeKind::kDateTime) {  // by ticks: the kind does not count
    x = b.CreateAnd(x, I64(0x3FFF'FFFF'FFFF'FFFF));
    y = b.CreateAnd(y, I64(0x3FFF'FFFF'FFFF'FFFF));
  }
  bool is_signed = kind != TypeKind::kChar && kind != TypeKind::kBool && kind != TypeKind::kByte;
  switch (op) {
    case Op::kNe:
      return b.CreateICmpNE(x, y);
    case Op::kLt:
      return b.CreateICmp(is_signed ? P::ICMP_SLT : P::ICMP_ULT, x, y);
    case Op::kGt:
      return b.CreateICmp(is_signed ? P::ICMP_SGT : P::ICMP_UGT, x, y);
    case Op::kLe:
      return b.CreateICmp(is_signed ? P::ICMP_SLE : P::ICMP_ULE, x, y);
    case Op::kGe:
      return b.CreateICmp(is_signed ? P::ICMP_SGE : P::ICMP_UGE, x, y);
    default:
      return b.CreateICmpEQ(x, y);
  }
}

Value Emitter::EmitCompare(const Expr& e) {
  TypeKind kind = e.args[0]->type.kind;
  if (kind == TypeKind::kNull || kind == TypeKind::kNever) kind = e.args[1]->type.kind;
  Value a = Conform(Emit(*e.args[0]), typed::Type{kind});
  Value c = Conform(Emit(*e.args[1]), typed::Type{kind});
  llvm::Value* both = BothPresent(b, a, c);
  auto known = [](llvm::Value* v) { return llvm::dyn_cast_or_null<llvm::ConstantInt>(v); };
  bool never_both = known(both) != nullptr && known(both)->isZero();
  for (const Value& side : {a, c})
    never_both |= known(side.present) != nullptr && known(side.present)->isZero();

  auto decide = [&](llvm::Value* values) -> Value {
    if (both == nullptr) return {values};
    if (e.op != Op::kEq && e.op != Op::kNe) return {b.CreateAnd(both, values)};
    llvm::Value* none = b.CreateNot(b.CreateOr(Present(a), Present(c)));
    if (e.op == Op::kEq) return {b.CreateOr(none, b.CreateAnd(both, values))};
    return {b.CreateOr(b.CreateXor(Present(a), Present(c)), b.CreateAnd(both, values))};
  };
  if (never_both || a.lo == nullptr || c.lo == nullptr) return decide(b.getFalse());
  llvm::Value* values = CompareParts(e.op, kind, a, c);
  if (e.op == Op::kJoinEq && kind == TypeKind::kString) {
    values = b.CreateAnd(values, b.CreateICmpNE(b.CreateTrunc(a.lo, b.getInt32Ty()), b.getInt32(0)));
  }
  return decide(values);
}

llvm::Value* Emitter::ConvertDouble(const Expr& e, llvm::Value* value, llvm::Value* present) {
  TypeKind target = e.type.kind;
  if (target == TypeKind::kDouble) return value;
  bool wide = target == TypeKind::kLong;
  bool is_unsigned = target == TypeKind::kChar || target == TypeKind::kByte;
  if (e.op == Op::kConvertChecked) {
    auto real = [&](double number) { return llvm::ConstantFP::get(b.getDoubleTy(), number); };
    // In range: what is cut to a whole number inside the target's bounds. NaN is in no range.
    llvm::Value* above = wide          ? b.CreateFCmpOGE(value, real(-9223372036854775808.0))
                         : is_unsigned ? b.CreateFCmpOGT(value, real(-1.0))
                                       : b.CreateFCmpOGT(value, real(-2147483649.0));
    llvm::Value* below = b.CreateFCmpOLT(value, real(wide                        ? 9223372036854775808.0
                                                     : target == TypeKind::kChar ? 65536.0
                                                     : target == TypeKind::kByte ? 256.0
                                                                                 : 2147483648.0));
    llvm::Value* outside = b.CreateNot(b.CreateAnd(above, below));
    FailIf(present != nullptr ? b.CreateAnd(present, outside) : outside, EvalErrorKind::kOverflow, e.span);
  }
  Parts parts = PartsOf(m.context(), target);
  auto intrinsic = is_unsigned ? llvm::Intrinsic::fptoui_sat : llvm::Intrinsic::fptosi_sat;
  return b.CreateIntrinsic(intrinsic, {parts.lo, b.getDoubleTy()}, {value});
}

Value Emitter::EmitConvert(const Expr& e) {
  TypeKind source = e.args[0]->type.kind;
  TypeKind target = e.type.kind;
  Value from = Conform(Emit(*e.args[0]), typed::Type{source});
  if (from.lo == nullptr) return Conform(from, e.type);
  if (source == TypeKind::kDouble) return {ConvertDouble(e, from.lo, from.present), nullptr, from.present};
  bool zero_extend = source == TypeKind::kChar || source == TypeKind::kBool || source == TypeKind::kByte;
  llvm::Value* wide =
      zero_extend ? b.CreateZExt(from.lo, b.getInt64Ty()) : b.CreateSExt(from.lo, b.getInt64Ty());
  if (target == TypeKind::kLong) return {wide, nullptr, from.present};
  if (target == TypeKind::kDouble) return {b.CreateSIToFP(wide, b.getDoubleTy()), nullptr, from.present};
  bool is_unsigned = target == TypeKind::kChar || target == TypeKind::kByte;
  llvm::Type* type = PartsOf(m.context(), target).lo;
  llvm::Value* narrow = b.CreateTrunc(wide, type);
  if (e.op == Op::kConvertChecked) {
    llvm::Value* back =
        is_unsigned ? b.CreateZExt(narrow, b.getInt64Ty()) : b.CreateSExt(narrow, b.getInt64Ty());
    llvm::Value* outside = b.CreateICmpNE(back, wide);
    FailIf(from.present != nullptr ? b.CreateAnd(from.present, outside) : outside, EvalErrorKind::kOverflow,
           e.span);
  }
  return {narrow, nullptr, from.present};
}

}  // namespace idx::compiler::lower
