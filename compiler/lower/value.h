// A value in IR: its parts in registers.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include "compiler/typed/typed.h"

namespace idx::compiler::lower {

// lo and hi by kind (see PartsOf); present: an i1, or null where the value is known to be there. All null for
// void, and for the "value" of what never returns.
struct Value {
  llvm::Value* lo = nullptr;
  llvm::Value* hi = nullptr;
  llvm::Value* present = nullptr;
};

// The types of lo and hi. bool: i1. Text, list: the two words of the view. Guid, decimal: their bytes in two
// words. object: the address of a Boxed. Tuples, lists, dictionaries, sets, opaque objects: their address as
// a number. Entity: the address of its columns, and its row.
struct Parts {
  llvm::Type* lo = nullptr;
  llvm::Type* hi = nullptr;
};
Parts PartsOf(llvm::LLVMContext& context, TypeKind kind);

// A variable: memory that mem2reg turns back into registers.
struct Variable {
  llvm::AllocaInst* lo = nullptr;
  llvm::AllocaInst* hi = nullptr;
  llvm::AllocaInst* present = nullptr;  // only of nullable types
};

}  // namespace idx::compiler::lower
