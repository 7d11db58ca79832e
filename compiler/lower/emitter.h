// Writes the IR of typed code into one IR function. Internal to this folder; the definitions are in
// emit_*.cpp.
#pragma once

#include <vector>

#include "compiler/lower/module_state.h"
#include "compiler/lower/share.h"

namespace idx::compiler::lower {

using typed::Expr;
using typed::Op;
using typed::Stmt;

// The columns of one output, where they are known before the loop.
struct OutPointers {
  llvm::Value* data = nullptr;
  llvm::Value* outcome = nullptr;
};

// One attribute of one slot of a loop.
struct AttributePointers {
  llvm::Value* data = nullptr;
  llvm::Value* valid = nullptr;
};

// The row of one slot, in the present iteration.
struct SlotRow {
  llvm::Value* row = nullptr;         // i64
  llvm::Value* valid_byte = nullptr;  // i64: which byte of a bitmap …
  llvm::Value* valid_mask = nullptr;  // … and which bit of it
};

class Emitter {
 public:
  Emitter(ModuleState& state, llvm::Function* function);

  llvm::IRBuilder<> b;
  ModuleState& m;
  llvm::Value* ctx = nullptr;

  // The body of a user function, or of one rule on one row.
  void BeginBody(const typed::Function& function, const Target* target);
  void SetParameter(uint32_t index, const Value& value);
  void RunBody(const std::vector<Stmt*>& body);
  Value Result();  // after the body, in the block where returns meet
  llvm::BasicBlock* fail_block() { return fail_block_; }
  void Finish();  // cold blocks go to the end of the function

  // Loops only.
  llvm::Value* out = nullptr;                                        // OutColumn*
  llvm::Value* out_row = nullptr;                                    // i64
  std::vector<OutPointers> out_pointers;                             // by output; empty: loaded from `out`
  std::map<std::pair<int32_t, int32_t>, AttributePointers> columns;  // (slot, attribute)
  std::map<std::pair<int32_t, int32_t>, Value> attributes;           // already loaded on this row
  std::vector<SlotRow> slots;
  std::vector<int32_t> slot_of_parameter;  // of the present body; empty outside of loops
  Sharing* sharing = nullptr;

  Value Emit(const Expr& e);
  // The value as one of `type`: absent parts (of null, or of what never returns) are filled in.
  Value Conform(Value value, const typed::Type& type);
  void WriteOutput(uint32_t output, Outcome outcome, const Value* value);
  llvm::Value* ReadOutcome(uint32_t output);
  Value LoadColumn(const AttributePointers& at, const SlotRow& row, const typed::Type& type);
  SlotRow RowOf(llvm::Value* row);

  // Memory at a byte offset.
  llvm::Value* At(llvm::Value* base, uint64_t offset);
  llvm::Value* Load(llvm::Type* type, llvm::Value* base, uint64_t offset, const char* name = "");
  void Store(llvm::Value* value, llvm::Value* base, uint64_t offset);
  Value LoadParts(TypeKind kind, llvm::Value* at);
  // A value as a list's cell, or as a Slot, holds it.
  Value LoadCell(TypeKind kind, bool nullable, llvm::Value* at);
  void StoreCell(TypeKind kind, bool nullable, const Value& value, llvm::Value* at);
  Value LoadSlot(const typed::Type& type, llvm::Value* at);
  void StoreSlot(const typed::Type& type, const Value& value, llvm::Value* at);
  void StoreParts(TypeKind kind, const Value& value, llvm::Value* at);
  llvm::BasicBlock* Block(const char* name);
  llvm::AllocaInst* Alloca(llvm::Type* type, const char* name);
  llvm::Value* ScratchUsed();
  llvm::Value* I64(uint64_t value) { return b.getInt64(value); }

 private:
  // emit_expr.cpp
  Value EmitPlain(const Expr& e);
  Value EmitConst(const Expr& e);
  Value EmitAttribute(const Expr& e);
  Value EmitAndOr(const Expr& e);
  Value EmitCond(const Expr& e);
  llvm::Value* IsThere(const Expr& e, const Value& value);
  Value EmitCoalesce(const Expr& e);
  Value EmitUnwrap(const Expr& e);
  Value EmitBlock(const Expr& e);
  Value EmitThrow(const Expr& e);
  Value EmitShared(const Expr& e, MemoSlot& memo);
  Value NeverReturns();
  Value Merge(const typed::Type& type, llvm::BasicBlock* at,
              std::vector<std::pair<llvm::BasicBlock*, Value>> values);
  llvm::Value* Truth(const Value& value);
  llvm::Value* Present(const Value& value);
  Value TextOf(const std::string& text);
  // emit_arithmetic.cpp
  Value EmitArithmetic(const Expr& e);
  Value EmitInteger(const Expr& e, Value a, Value b, llvm::Value* present);
  llvm::Value* EmitDivision(const Expr& e, llvm::Value* x, llvm::Value* y, llvm::Value* present);
  llvm::Value* EmitChecked(const Expr& e, llvm::Value* x, llvm::Value* y, llvm::Value* present);
  Value EmitDouble(const Expr& e, Value a, Value b, llvm::Value* present);
  Value EmitCompare(const Expr& e);
  llvm::Value* CompareParts(Op op, TypeKind kind, const Value& a, const Value& b);
  llvm::Value* TextEqual(const Value& a, const Value& b);
  Value EmitConvert(const Expr& e);
  llvm::Value* ConvertDouble(const Expr& e, llvm::Value* value, llvm::Value* present);
  // emit_call.cpp
  Value EmitCall(const Expr& e);
  Value EmitBuiltin(const Expr& e);
  bool EmitFolded(const stdlib::Row& row, const Expr& e, Value* value);
  Value EmitInlineRow(const stdlib::Row& row, const Expr& e, const std::vector<Value>& args, bool* done);
  Value EmitConcat(const Expr& e);
  Value EmitList(const Expr& e);
  Value EmitBox(const Expr& e);
  llvm::Value* Allocate(uint64_t bytes, Span span);
  void ChargeSteps(llvm::Value* steps, Span span);
  // emit_composite.cpp
  Value EmitTuple(const Expr& e);
  Value EmitField(const Expr& e);
  Value EmitSetField(const Expr& e);
  Value EmitStatic(const Expr& e);
  Value EmitOperation(const Expr& e);
  Value EmitElement(const Expr& e, const std::vector<Value>& values);
  Value CallOperation(const Expr& e, const std::vector<Value>& values);
  llvm::Value* CountOf(const Value& list, const typed::Type& type);
  // emit_try.cpp
  struct Exits;
  void RunTry(const Stmt& s);
  void RunCatches(const Stmt& s, const Exits& exits, llvm::BasicBlock* normal, llvm::BasicBlock* uncaught);
  void RunWhen(const Expr& when, llvm::Value* exception, const Exits& exits, llvm::BasicBlock* next);
  void RunFinally(const Stmt& s, const Exits& exits, llvm::BasicBlock* uncaught);
  llvm::Value* LeaveIfUncatchable();
  llvm::Value* TakeError();
  void PutError(llvm::Value* exception);
  Value EmitThrowObject(const Expr& e);
  Value EmitRethrow(const Expr& e);
  // emit_stmt.cpp
  void Run(const Stmt& s);
  void Run(const std::vector<Stmt*>& body);
  void RunSetAttr(const Stmt& s);
  void SetAttr(const Stmt& s, int32_t found);
  void RunIf(const Stmt& s);
  void RunLoop(const Stmt& s);
  void RunForeach(const Stmt& s);
  void Jump(llvm::BasicBlock* to);

  // Failing. Check: after a call that may have set ctx.error.
  void Check(Span span);
  void FailIf(llvm::Value* condition, EvalErrorKind kind, Span span);
  llvm::BasicBlock* Cold(const char* name);

  Variable NewVariable(const typed::Type& type, const char* name);
  Value LoadVariable(const Variable& variable, const typed::Type& type);
  void StoreVariable(const Variable& variable, const typed::Type& type, const Value& value);

  llvm::Function* function_;
  const typed::Function* body_ = nullptr;
  const Target* target_ = nullptr;
  std::vector<Variable> locals_;
  Variable result_;
  llvm::BasicBlock* return_block_ = nullptr;
  llvm::BasicBlock* fail_block_ = nullptr;
  llvm::BasicBlock* break_block_ = nullptr;
  llvm::BasicBlock* continue_block_ = nullptr;
  std::vector<llvm::BasicBlock*> cold_;
};

}  // namespace idx::compiler::lower
