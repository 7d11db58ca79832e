// Values that are made of others: cells and slots, tuples, and the operations of stdlib/composite.
#include "base/value/cells.h"
#include "compiler/lower/emitter.h"
#include "compiler/lower/layouts.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::lower {

namespace {

llvm::StringRef SymbolOf(int32_t operation) {
  static constexpr llvm::StringLiteral kSymbols[] = {
#define IDX_X(name) "idx_op_" #name,
      IDX_OPERATIONS(IDX_X)
#undef IDX_X
  };
  return kSymbols[static_cast<size_t>(operation)];
}

}  // namespace

Value Emitter::LoadCell(TypeKind kind, bool nullable, llvm::Value* at) {
  if (kind == TypeKind::kObject) return {at};  // a Boxed is passed by its address
  Value value = LoadParts(kind, at);
  if (!nullable) return value;
  if (kind == TypeKind::kString || kind == TypeKind::kList) {
    static_assert(Text::kNullLength == ListView::kNullCount);
    llvm::Value* count = b.CreateTrunc(kind == TypeKind::kString ? value.lo : value.hi, b.getInt32Ty());
    value.present = b.CreateICmpNE(count, b.getInt32(Text::kNullLength));
  } else if (IsAddress(kind)) {
    value.present = b.CreateICmpNE(value.lo, I64(0));
  } else {
    value.present = b.CreateICmpNE(Load(b.getInt8Ty(), at, SizeOf(kind)), b.getInt8(0));
  }
  return value;
}

void Emitter::StoreCell(TypeKind kind, bool nullable, const Value& value, llvm::Value* at) {
  if (kind == TypeKind::kObject) {
    b.CreateMemCpy(at, llvm::Align(8), value.lo, llvm::Align(8), sizeof(Boxed));
    return;
  }
  Value stored = value;
  if (value.present != nullptr) {
    auto or_null = [&](llvm::Value* part, uint64_t null) -> llvm::Value* {
      if (part == nullptr) return nullptr;
      llvm::Value* none = null == 0 ? llvm::Constant::getNullValue(part->getType()) : I64(null);
      return b.CreateSelect(value.present, part, none);
    };
    stored.lo = or_null(value.lo, kind == TypeKind::kString ? Text::kNullLength : 0);
    stored.hi = or_null(value.hi, kind == TypeKind::kList ? ListView::kNullCount : 0);
  }
  StoreParts(kind, stored, at);
  if (nullable && !HasNullForm(kind)) Store(b.CreateZExt(Present(value), b.getInt8Ty()), at, SizeOf(kind));
}

Value Emitter::LoadSlot(const typed::Type& type, llvm::Value* at) {
  Value value = LoadParts(type.kind, at);
  if (type.nullable)
    value.present = b.CreateICmpNE(Load(b.getInt8Ty(), at, SlotLayout::kPresent), b.getInt8(0));
  return value;
}

// All of the words, so that slots of equal values are equal.
void Emitter::StoreSlot(const typed::Type& type, const Value& value, llvm::Value* at) {
  Value whole = Conform(value, type);
  llvm::Value* lo = whole.lo;
  if (lo == nullptr)
    lo = I64(0);
  else if (lo->getType()->isPointerTy())
    lo = b.CreatePtrToInt(lo, b.getInt64Ty());
  else if (lo->getType()->isDoubleTy())
    lo = b.CreateBitCast(lo, b.getInt64Ty());
  else
    lo = b.CreateZExt(lo, b.getInt64Ty());
  Store(lo, at, SlotLayout::kLo);
  Store(whole.hi != nullptr ? whole.hi : I64(0), at, SlotLayout::kHi);
  Store(b.CreateZExt(Present(whole), b.getInt8Ty()), at, SlotLayout::kPresent);
}

Value Emitter::EmitTuple(const Expr& e) {
  std::vector<Value> fields;
  for (const Expr* arg : e.args) fields.push_back(Emit(*arg));
  llvm::Value* at = Allocate(SlotLayout::kSize * e.args.size(), e.span);
  for (size_t i = 0; i < fields.size(); ++i)
    StoreSlot(e.args[i]->type, fields[i], At(at, i * SlotLayout::kSize));
  return {b.CreatePtrToInt(at, b.getInt64Ty())};
}

Value Emitter::EmitField(const Expr& e) {
  Value tuple = Conform(Emit(*e.args[0]), e.args[0]->type);
  llvm::Value* fields = b.CreateIntToPtr(tuple.lo, b.getPtrTy());
  return LoadSlot(e.type, At(fields, static_cast<uint64_t>(e.a) * SlotLayout::kSize));
}

Value Emitter::EmitSetField(const Expr& e) {
  Value tuple = Conform(Emit(*e.args[0]), e.args[0]->type);
  Value value = Conform(Emit(*e.args[1]), e.type);
  llvm::Value* fields = b.CreateIntToPtr(tuple.lo, b.getPtrTy());
  StoreSlot(e.type, value, At(fields, static_cast<uint64_t>(e.a) * SlotLayout::kSize));
  return value;
}

Value Emitter::EmitStatic(const Expr& e) {
  llvm::Value* statics = Load(b.getPtrTy(), ctx, ContextLayout::kStatics);
  return LoadSlot(e.type, At(statics, static_cast<uint64_t>(e.a) * SlotLayout::kSize));
}

Value Emitter::EmitOperation(const Expr& e) {
  std::vector<Value> values;
  for (const Expr* arg : e.args) values.push_back(Conform(Emit(*arg), arg->type));
  using stdlib::Operation;
  switch (static_cast<Operation>(e.a)) {
    case Operation::kArrayLength:
    case Operation::kListCount:
      if (values[0].present != nullptr) break;
      ChargeSteps(I64(1), e.span);
      return {CountOf(values[0], e.args[0]->type)};
    case Operation::kArrayGet:
    case Operation::kListGet:
      if (values[0].present != nullptr) break;
      return EmitElement(e, values);
    default:
      break;
  }
  return CallOperation(e, values);
}

// Of a kList or a kListObject.
llvm::Value* Emitter::CountOf(const Value& list, const typed::Type& type) {
  if (type.kind == TypeKind::kList) return b.CreateTrunc(list.hi, b.getInt32Ty());
  return Load(b.getInt32Ty(), b.CreateIntToPtr(list.lo, b.getPtrTy()), ListObjectLayout::kCount);
}

// list[i]: without a call where there is such an element.
Value Emitter::EmitElement(const Expr& e, const std::vector<Value>& values) {
  const typed::Type& type = e.args[0]->type;
  typed::Type element = m.program.shapes.ElementOf(type);
  llvm::BasicBlock* within = Block("within");
  llvm::BasicBlock* outside = llvm::BasicBlock::Create(m.context(), "outside");
  llvm::BasicBlock* done = llvm::BasicBlock::Create(m.context(), "element");
  b.CreateCondBr(b.CreateICmpULT(values[1].lo, CountOf(values[0], type)), within, outside);
  b.SetInsertPoint(within);
  ChargeSteps(I64(1), e.span);
  llvm::Value* cells = b.CreateIntToPtr(values[0].lo, b.getPtrTy());
  if (type.kind == TypeKind::kListObject) cells = Load(b.getPtrTy(), cells, ListObjectLayout::kCells);
  llvm::Value* offset =
      b.CreateMul(b.CreateZExt(values[1].lo, b.getInt64Ty()), I64(CellSize(element.kind, element.nullable)));
  Value fast = LoadCell(element.kind, element.nullable, b.CreateInBoundsGEP(b.getInt8Ty(), cells, offset));
  llvm::BasicBlock* within_end = b.GetInsertBlock();
  b.CreateBr(done);
  outside->insertInto(function_);
  b.SetInsertPoint(outside);
  Value slow = CallOperation(e, values);
  llvm::BasicBlock* outside_end = b.GetInsertBlock();
  b.CreateBr(done);
  done->insertInto(function_);
  return Merge(e.type, done, {{within_end, fast}, {outside_end, slow}});
}

Value Emitter::CallOperation(const Expr& e, const std::vector<Value>& values) {
  auto memory = [&](size_t count, const char* name) {
    return Alloca(llvm::ArrayType::get(llvm::ArrayType::get(b.getInt64Ty(), 3), count), name);
  };
  static_assert(SlotLayout::kSize == 3 * sizeof(uint64_t));
  llvm::Value* arguments = memory(values.size(), "arguments");
  llvm::Value* result = memory(1, "given");
  for (size_t i = 0; i < values.size(); ++i)
    StoreSlot(e.args[i]->type, values[i], At(arguments, i * SlotLayout::kSize));
  llvm::FunctionCallee entry =
      m.Support(SymbolOf(e.a), b.getVoidTy(), {b.getPtrTy(), b.getInt32Ty(), b.getPtrTy(), b.getPtrTy()});
  b.CreateCall(entry, {ctx, b.getInt32(static_cast<uint32_t>(e.b)), arguments, result});
  Check(e.span);
  if (PartsOf(m.context(), e.type.kind).lo == nullptr) return {};
  return LoadSlot(e.type, result);
}

}  // namespace idx::compiler::lower
