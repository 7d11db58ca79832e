// Calls: user functions, rows of the library by the x86-64 System V convention, and what allocates.
#include "base/value/cells.h"
#include "compiler/lower/emitter.h"
#include "compiler/lower/inline_rows.h"
#include "compiler/lower/layouts.h"
#include "compiler/typed/clock.h"

namespace idx::compiler::lower {

namespace {

using stdlib::TypeSpec;

// How a C++ parameter or result of this type travels.
enum class Passing : uint8_t {
  kNothing,
  kScalar,       // one register of the value's own type
  kPacked,       // Opt of up to 8 bytes: one integer register, the flag above the value
  kTwoWords,     // Text, List, Guid, and their nullable forms
  kWordAndFlag,  // Opt of 8 bytes: an integer register and a flag
  kRealAndFlag,  // Opt<double>
  kAddress,      // the address of an object, 0 for null
  kMemory,       // Opt<Guid>, 17 bytes; Opt<Decimal>, 24
};

struct Convention {
  Passing passing = Passing::kNothing;
  uint32_t packed_bits = 0;  // kPacked: of the whole …
  uint32_t flag_bit = 0;     // … and where the flag is
};

Convention ConventionOf(const TypeSpec& spec) {
  switch (spec.kind) {
    case TypeKind::kVoid:
      return {};
    case TypeKind::kString:
    case TypeKind::kList:
      return {Passing::kTwoWords};
    case TypeKind::kGuid:
    case TypeKind::kDecimal:
      return {spec.nullable ? Passing::kMemory : Passing::kTwoWords};
    case TypeKind::kObject:
      return {Passing::kMemory};
    default:
      break;
  }
  if (IsAddress(spec.kind)) return {spec.nullable ? Passing::kAddress : Passing::kScalar};
  if (!spec.nullable) return {Passing::kScalar};
  switch (SizeOf(spec.kind)) {
    case 1:
      return {Passing::kPacked, 16, 8};
    case 2:
      return {Passing::kPacked, 32, 16};
    case 4:
      return {Passing::kPacked, 64, 32};
    default:
      return {spec.kind == TypeKind::kDouble ? Passing::kRealAndFlag : Passing::kWordAndFlag};
  }
}

// A call of a row's native entry, put together argument by argument.
class NativeCall {
 public:
  NativeCall(Emitter& emitter, llvm::Value* ctx, const stdlib::Row& row)
      : e_(emitter), b_(emitter.b), row_(row) {
    if (ConventionOf(row.result).passing == Passing::kMemory) {  // the caller's memory comes first
      result_type_ = llvm::StructType::get(b_.getInt64Ty(), b_.getInt64Ty(), b_.getInt8Ty());
      result_ = e_.Alloca(result_type_, "given");
      Add(result_);
      --integers_;
    }
    Add(ctx);
    --integers_;
  }

  void Argument(const TypeSpec& spec, const Value& value) {
    Convention convention = ConventionOf(spec);
    llvm::Value* present = value.present != nullptr ? value.present : b_.getTrue();
    switch (convention.passing) {
      case Passing::kNothing:
        return;
      case Passing::kScalar:
        if (spec.kind == TypeKind::kDouble)
          --reals_;
        else
          --integers_;
        if (spec.kind == TypeKind::kBool || spec.kind == TypeKind::kByte)
          zero_extended_.push_back(static_cast<unsigned>(arguments_.size()));
        Add(value.lo);
        return;
      case Passing::kPacked: {
        llvm::Type* type = b_.getIntNTy(convention.packed_bits);
        llvm::Value* flag = b_.CreateShl(b_.CreateZExt(present, type), convention.flag_bit);
        Add(b_.CreateOr(b_.CreateZExt(value.lo, type), flag));
        --integers_;
        return;
      }
      case Passing::kAddress:
        Add(b_.CreateSelect(present, value.lo, b_.getInt64(0)));
        --integers_;
        return;
      case Passing::kTwoWords:
        return TwoWords(NullForm(spec, value));
      case Passing::kWordAndFlag:
        return Mixed(value.lo, present, integers_ >= 2, 2, 0);
      case Passing::kRealAndFlag:
        return Mixed(value.lo, present, integers_ >= 1 && reals_ >= 1, 1, 1);
      case Passing::kMemory:
        return InMemory({value.lo, value.hi, b_.CreateZExt(present, b_.getInt8Ty())});
    }
  }

  Value Call(llvm::Module& module) {
    const stdlib::Row& row = row_;
    Convention convention = ConventionOf(row.result);
    llvm::Type* result = ResultOf(row.result, convention);
    auto* type = llvm::FunctionType::get(result, types_, false);
    auto callee = module.getOrInsertFunction(llvm::StringRef(row.symbol.data(), row.symbol.size()), type);
    llvm::CallInst* call = b_.CreateCall(callee, arguments_);
    call->setDoesNotThrow();
    if (result_ != nullptr)
      call->addParamAttr(0, llvm::Attribute::getWithStructRetType(b_.getContext(), result_type_));
    for (unsigned i : zero_extended_) call->addParamAttr(i, llvm::Attribute::ZExt);
    for (auto& [i, by_value] : by_value_) {
      call->addParamAttr(i, llvm::Attribute::getWithByValType(b_.getContext(), by_value));
      call->addParamAttr(i, llvm::Attribute::getWithAlignment(b_.getContext(), llvm::Align(8)));
    }
    if (row.result.kind == TypeKind::kBool && !row.result.nullable) call->addRetAttr(llvm::Attribute::ZExt);
    return Unpack(row.result, convention, call);
  }

 private:
  void Add(llvm::Value* argument) {
    arguments_.push_back(argument);
    types_.push_back(argument->getType());
  }

  // Null texts and lists have a form of their own in C++.
  Value NullForm(const TypeSpec& spec, const Value& value) {
    if (!spec.nullable || value.present == nullptr) return value;
    Value form;
    bool list = spec.kind == TypeKind::kList;
    llvm::Value* null = b_.getInt64(Text::kNullLength);
    llvm::Value* zero = b_.getInt64(0);
    form.lo = b_.CreateSelect(value.present, value.lo, list ? zero : null);
    form.hi = b_.CreateSelect(value.present, value.hi, list ? null : zero);
    return form;
  }

  void TwoWords(const Value& value) {
    if (integers_ < 2) return InMemory({value.lo, value.hi});
    Add(value.lo);
    Add(value.hi);
    integers_ -= 2;
  }

  void Mixed(llvm::Value* value, llvm::Value* present, bool fits, int integers, int reals) {
    llvm::Value* flag = b_.CreateZExt(present, b_.getInt8Ty());
    if (!fits) return InMemory({value, flag});
    Add(value);
    Add(flag);
    integers_ -= integers;
    reals_ -= reals;
  }

  // A structure that the convention puts on the stack whole.
  void InMemory(std::initializer_list<llvm::Value*> fields) {
    llvm::SmallVector<llvm::Type*, 3> types;
    for (llvm::Value* field : fields) types.push_back(field->getType());
    auto* type = llvm::StructType::get(b_.getContext(), types);
    llvm::Value* memory = e_.Alloca(type, "argument");
    unsigned i = 0;
    for (llvm::Value* field : fields) b_.CreateStore(field, b_.CreateStructGEP(type, memory, i++));
    by_value_.push_back({static_cast<unsigned>(arguments_.size()), type});
    Add(memory);
  }

  llvm::Type* ResultOf(const TypeSpec& spec, const Convention& convention) {
    llvm::Type* i64 = b_.getInt64Ty();
    switch (convention.passing) {
      case Passing::kNothing:
      case Passing::kMemory:
        return b_.getVoidTy();
      case Passing::kScalar:
      case Passing::kAddress:
        return PartsOf(b_.getContext(), spec.kind).lo;
      case Passing::kPacked:
        return b_.getIntNTy(convention.packed_bits);
      case Passing::kTwoWords:
        return llvm::StructType::get(i64, i64);
      case Passing::kWordAndFlag:
        return llvm::StructType::get(i64, b_.getInt8Ty());
      default:
        return llvm::StructType::get(b_.getDoubleTy(), b_.getInt8Ty());
    }
  }

  Value Unpack(const TypeSpec& spec, const Convention& convention, llvm::Value* call) {
    Value value;
    switch (convention.passing) {
      case Passing::kScalar:
        value.lo = call;
        break;
      case Passing::kAddress:
        value.lo = call;
        value.present = b_.CreateICmpNE(call, b_.getInt64(0));
        break;
      case Passing::kPacked:
        value.lo = b_.CreateTrunc(call, PartsOf(b_.getContext(), spec.kind).lo);
        value.present = b_.CreateTrunc(b_.CreateLShr(call, convention.flag_bit), b_.getInt1Ty());
        break;
      case Passing::kTwoWords: {
        value.lo = b_.CreateExtractValue(call, 0);
        value.hi = b_.CreateExtractValue(call, 1);
        if (!spec.nullable) break;
        llvm::Value* length = spec.kind == TypeKind::kList ? value.hi : value.lo;
        value.present =
            b_.CreateICmpNE(b_.CreateTrunc(length, b_.getInt32Ty()), b_.getInt32(Text::kNullLength));
        break;
      }
      case Passing::kWordAndFlag:
      case Passing::kRealAndFlag:
        value.lo = b_.CreateExtractValue(call, 0);
        value.present = b_.CreateTrunc(b_.CreateExtractValue(call, 1), b_.getInt1Ty());
        break;
      case Passing::kMemory:
        value = e_.LoadParts(spec.kind, result_);
        value.present = b_.CreateTrunc(e_.Load(b_.getInt8Ty(), result_, 16), b_.getInt1Ty());
        break;
      default:
        break;
    }
    return value;
  }

  Emitter& e_;
  llvm::IRBuilder<>& b_;
  const stdlib::Row& row_;
  llvm::Type* result_type_ = nullptr;
  llvm::Value* result_ = nullptr;
  llvm::SmallVector<llvm::Value*, 8> arguments_;
  llvm::SmallVector<llvm::Type*, 8> types_;
  llvm::SmallVector<unsigned, 4> zero_extended_;
  llvm::SmallVector<std::pair<unsigned, llvm::Type*>, 4> by_value_;
  int integers_ = 6;
  int reals_ = 8;
};

}  // namespace

// A pure row of constants is evaluated here, once; each use still pays what the call costs. Not where it
// fails, takes memory, or gives what is not a scalar or a short text.
bool Emitter::EmitFolded(const stdlib::Row& row, const Expr& e, Value* value) {
  if (!IsRepeatable(row.purity) || typed::ClockUseOf(e, row) != typed::ClockUse::kNone ||
      row.result.kind == TypeKind::kList || IsAddress(row.result.kind) || row.uniform == nullptr)
    return false;
  std::vector<stdlib::Slot> arguments;
  for (const Expr* arg : e.args) {
    const Expr* constant = arg->op == Op::kWiden ? arg->args[0] : arg;
    if (constant->op != Op::kConst || constant->type.kind == TypeKind::kList ||
        IsAddress(constant->type.kind))
      return false;
    stdlib::Slot slot{constant->lo, constant->hi, constant->present};
    if (constant->present && constant->type.kind == TypeKind::kString)
      slot = stdlib::ToSlot(Text(constant->text));
    arguments.push_back(slot);
  }
  Arena arena;
  EvalContext scratch;
  scratch.arena = &arena;
  scratch.Begin();
  stdlib::Slot result;
  row.uniform(scratch, arguments.data(), &result);
  if (scratch.failed() || arena.used() != 0) return false;
  Expr folded;
  folded.type = e.type;
  folded.present = result.present;
  folded.lo = result.lo;
  folded.hi = result.hi;
  if (result.present && row.result.kind == TypeKind::kString) {
    folded.text = stdlib::FromSlot<Text>(result).str();
    if (folded.text.size() > Text::kInline) return false;
  }
  ChargeSteps(I64(static_cast<uint64_t>(scratch.budget.steps - scratch.steps_left)), e.span);
  *value = EmitConst(folded);
  return true;
}

Value Emitter::EmitBuiltin(const Expr& e) {
  const stdlib::Row& row = m.options.library[static_cast<size_t>(e.a)];
  Value constant;
  if (EmitFolded(row, e, &constant)) return constant;
  std::vector<Value> arguments;
  for (size_t i = 0; i < e.args.size(); ++i)
    arguments.push_back(Conform(Emit(*e.args[i]), typed::Type{row.types[i].kind}));
  bool inlined = false;
  Value value = EmitInlineRow(row, e, arguments, &inlined);
  if (inlined) return value;
  if (row.result.kind == TypeKind::kObject) {
    m.unsupported = "a library function that returns object";
    return Conform({}, e.type);
  }
  NativeCall call(*this, ctx, row);
  for (size_t i = 0; i < arguments.size(); ++i) call.Argument(row.types[i], arguments[i]);
  value = call.Call(m.module());
  Check(e.span);
  return value;
}

// The hottest rows, without a call where the text is short. Charged as the row itself charges.
Value Emitter::EmitInlineRow(const stdlib::Row& row, const Expr& e, const std::vector<Value>& args,
                             bool* done) {
  InlineRow which = InlineRowOf(row);
  if (which == InlineRow::kNone) return {};
  *done = true;
  const Value& text = args[0];
  llvm::Value* length = b.CreateTrunc(text.lo, b.getInt32Ty());
  if (which == InlineRow::kIsNullOrEmpty) {
    if (text.present != nullptr) length = b.CreateSelect(text.present, length, b.getInt32(0));
    llvm::Value* wide = b.CreateZExt(length, b.getInt64Ty());
    ChargeSteps(b.CreateAdd(b.CreateLShr(b.CreateAdd(wide, I64(15)), 4), I64(1)), e.span);
    return {b.CreateICmpEQ(length, b.getInt32(0))};
  }
  // Length: of a short ASCII text it is the length in bytes; all other texts are counted by the row.
  llvm::Value* high = b.CreateOr(b.CreateAnd(text.lo, I64(0x8080'8080'0000'0000)),
                                 b.CreateAnd(text.hi, I64(0x8080'8080'8080'8080)));
  llvm::Value* short_ascii =
      b.CreateAnd(b.CreateICmpULE(length, b.getInt32(Text::kInline)), b.CreateICmpEQ(high, I64(0)));
  llvm::BasicBlock* quick = Block("ascii");
  llvm::BasicBlock* slow = llvm::BasicBlock::Create(m.context(), "counted");
  llvm::BasicBlock* merged = llvm::BasicBlock::Create(m.context(), "length");
  b.CreateCondBr(short_ascii, quick, slow);
  b.SetInsertPoint(quick);
  llvm::Value* empty = b.CreateICmpEQ(length, b.getInt32(0));
  ChargeSteps(b.CreateSelect(empty, I64(1), I64(2)), e.span);
  llvm::BasicBlock* quick_end = b.GetInsertBlock();
  b.CreateBr(merged);
  slow->insertInto(function_);
  b.SetInsertPoint(slow);
  NativeCall call(*this, ctx, row);
  call.Argument(row.types[0], text);
  Value counted = call.Call(m.module());
  Check(e.span);
  llvm::BasicBlock* slow_end = b.GetInsertBlock();
  b.CreateBr(merged);
  merged->insertInto(function_);
  return Merge(e.type, merged, {{quick_end, Value{length}}, {slow_end, counted}});
}

Value Emitter::EmitCall(const Expr& e) {
  const typed::Function& callee = m.program.functions[static_cast<size_t>(e.a)];
  std::vector<Value> values;
  for (size_t i = 0; i < e.args.size(); ++i) values.push_back(Conform(Emit(*e.args[i]), callee.locals[i]));
  // One step, then one level.
  ChargeSteps(I64(1), e.span);
  llvm::Value* depth = Load(b.getInt32Ty(), ctx, ContextLayout::kDepthLeft);
  FailIf(b.CreateICmpSLE(depth, b.getInt32(0)), EvalErrorKind::kDepth, e.span);
  Store(b.CreateSub(depth, b.getInt32(1)), ctx, ContextLayout::kDepthLeft);
  llvm::SmallVector<llvm::Value*, 8> arguments{ctx};
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].lo != nullptr) arguments.push_back(values[i].lo);
    if (values[i].hi != nullptr) arguments.push_back(values[i].hi);
    if (callee.locals[i].nullable) arguments.push_back(Present(values[i]));
  }
  if (TakesEntities(callee)) {
    arguments.push_back(out != nullptr ? out : llvm::ConstantPointerNull::get(b.getPtrTy()));
    arguments.push_back(out_row != nullptr ? out_row : I64(0));
  }
  llvm::CallInst* call = b.CreateCall(m.FunctionFor(e.a, target_), arguments);
  call->setDoesNotThrow();
  Store(depth, ctx, ContextLayout::kDepthLeft);
  // The callee has said where it failed.
  llvm::Value* error = Load(b.getInt32Ty(), ctx, ContextLayout::kError);
  llvm::BasicBlock* next = Block("");
  b.CreateCondBr(b.CreateICmpNE(error, b.getInt32(0)), fail_block_, next);
  b.SetInsertPoint(next);
  Parts parts = PartsOf(m.context(), callee.result.kind);
  Value value;
  unsigned at = 0;
  bool single = !call->getType()->isStructTy();
  auto take = [&]() -> llvm::Value* { return single ? call : b.CreateExtractValue(call, at++); };
  if (parts.lo != nullptr) value.lo = take();
  if (parts.hi != nullptr) value.hi = take();
  if (callee.result.nullable) value.present = take();
  return value;
}

Value Emitter::EmitConcat(const Expr& e) {
  llvm::Type* text = llvm::ArrayType::get(b.getInt64Ty(), 2);
  llvm::Value* parts = Alloca(llvm::ArrayType::get(text, e.args.size()), "parts");
  std::vector<Value> values;
  for (const Expr* arg : e.args) values.push_back(Conform(Emit(*arg), typed::Type{TypeKind::kString}));
  for (size_t i = 0; i < values.size(); ++i)
    StoreParts(TypeKind::kString, values[i], At(parts, i * sizeof(Text)));
  auto* words = llvm::StructType::get(b.getInt64Ty(), b.getInt64Ty());
  llvm::Value* call;
  if (values.size() == 2 || values.size() == 3) {
    const char* name = values.size() == 2 ? "idx_rt_concat2" : "idx_rt_concat3";
    call = b.CreateCall(m.Support(name, words, {b.getPtrTy(), b.getPtrTy()}), {ctx, parts});
  } else {
    call = b.CreateCall(m.Support("idx_rt_concat", words, {b.getPtrTy(), b.getPtrTy(), b.getInt32Ty()}),
                        {ctx, parts, b.getInt32(static_cast<uint32_t>(values.size()))});
  }
  Check(e.span);
  return {b.CreateExtractValue(call, 0), b.CreateExtractValue(call, 1)};
}

Value Emitter::EmitList(const Expr& e) {
  uint32_t size = CellSize(e.type.element, e.type.element_nullable);
  llvm::Value* data = Allocate(uint64_t{size} * e.args.size(), e.span);
  for (size_t i = 0; i < e.args.size(); ++i) {
    Value value = Conform(Emit(*e.args[i]), typed::Type{e.type.element});
    StoreCell(e.type.element, e.type.element_nullable, value, At(data, i * size));
  }
  return {b.CreatePtrToInt(data, b.getInt64Ty()), I64(e.args.size() | ListViewLayout::kWritable)};
}

Value Emitter::EmitBox(const Expr& e) {
  const typed::Type& type = e.args[0]->type;
  Value value = Conform(Emit(*e.args[0]), type);
  llvm::Value* at = Allocate(sizeof(Boxed), e.span);
  Store(I64(0), at, BoxedLayout::kLo);
  Store(I64(0), at, BoxedLayout::kHi);
  StoreParts(type.kind, value, at);
  Store(b.getInt8(static_cast<uint8_t>(type.kind)), at, BoxedLayout::kKind);
  Store(b.CreateZExt(Present(value), b.getInt8Ty()), at, BoxedLayout::kPresent);
  bool is_enum = e.args.size() > 1;
  Store(b.getInt8(is_enum), at, BoxedLayout::kIsEnum);
  Store(is_enum ? Emit(*e.args[1]).lo : b.getInt32(0), at, BoxedLayout::kNumber);
  return {at};
}

}  // namespace idx::compiler::lower
