// Which pure expressions the functions of a loop have in common. Each is evaluated once per row and kept in a
// memo; the next user takes it from there and is charged the steps and the memory that it would have paid,
// or, where its budget does not reach, evaluates it again and so fails exactly where it would have failed
// alone.
#pragma once

#include <llvm/IR/Instructions.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/lower/lower.h"

namespace idx::compiler::lower {

// Memory of one shared value. Laid out as {i64 filled, i64 lo, i64 hi, i64 present, i64 steps, i64 bytes}.
struct MemoSlot {
  typed::Type type;
  llvm::AllocaInst* memory = nullptr;
};

class Sharing {
 public:
  Sharing(const typed::Program& program, std::span<const stdlib::Row> library,
          const typed::LoopFunction* first, size_t count);

  // The memo of this expression, or null.
  MemoSlot* Find(const typed::Expr& e);
  std::vector<MemoSlot>& memos() { return memos_; }

 private:
  static constexpr int32_t kImpure = -1;
  // Equal for expressions that give equal values on one row.
  int32_t KeyOf(const typed::Expr& e, const std::vector<int32_t>& slots);
  int32_t Note(const typed::Expr& e, const std::vector<int32_t>& slots);
  void NoteAll(const std::vector<typed::Stmt*>& body, const std::vector<int32_t>& slots);
  void Choose(const typed::Expr& e);
  void ChooseAll(const std::vector<typed::Stmt*>& body);
  bool IsPure(int32_t function);
  bool IsPure(const std::vector<typed::Stmt*>& body);
  bool IsPure(const typed::Expr& e);

  const typed::Program& program_;
  std::span<const stdlib::Row> library_;
  std::unordered_map<std::string, int32_t> interned_;
  std::unordered_map<const typed::Expr*, int32_t> key_of_;
  std::vector<uint32_t> uses_;      // by key: occurrences in the source
  std::vector<uint32_t> own_uses_;  // … that are not inside an expression that is shared itself
  std::vector<int32_t> memo_of_;    // by key
  std::vector<MemoSlot> memos_;
  std::unordered_map<int32_t, bool> pure_;
};

}  // namespace idx::compiler::lower
