#include "compiler/lower/share.h"

#include "compiler/lower/inline_rows.h"
#include "compiler/typed/lookups.h"
#include "compiler/typed/walk.h"

namespace idx::compiler::lower {

using typed::Expr;
using typed::Op;
using typed::Stmt;

namespace {

void Append(std::string& key, uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Worth keeping: what calls or allocates. The rest is cheaper to do again.
bool IsCostly(const Expr& e, std::span<const stdlib::Row> library) {
  if (e.op == Op::kBuiltin && IsCheapRow(library[static_cast<size_t>(e.a)])) {
    for (const Expr* arg : e.args)
      if (IsCostly(*arg, library)) return true;
    return false;
  }
  return e.op == Op::kBuiltin || e.op == Op::kConcat || e.op == Op::kCall || typed::IsTableLookup(e);
}

// Values that are more than their content: which object it is can be seen.
bool IsObject(const typed::Type& type) { return type.kind == TypeKind::kList || IsAddress(type.kind); }

}  // namespace

Sharing::Sharing(const typed::Program& program, std::span<const stdlib::Row> library,
                 const typed::LoopFunction* first, size_t count)
    : program_(program), library_(library) {
  auto body_of = [&](size_t i) -> const std::vector<Stmt*>& {
    return program.functions[static_cast<size_t>(first[i].function)].body;
  };
  for (size_t i = 0; i < count; ++i) NoteAll(body_of(i), first[i].slot_of_parameter);
  own_uses_.resize(uses_.size());
  memo_of_.resize(uses_.size(), -1);
  for (size_t i = 0; i < count; ++i) ChooseAll(body_of(i));
}

MemoSlot* Sharing::Find(const Expr& e) {
  auto found = key_of_.find(&e);
  if (found == key_of_.end() || found->second < 0) return nullptr;
  int32_t memo = memo_of_[static_cast<size_t>(found->second)];
  return memo < 0 ? nullptr : &memos_[static_cast<size_t>(memo)];
}

int32_t Sharing::KeyOf(const Expr& e, const std::vector<int32_t>& slots) {
  std::string key;
  bool pure = true;
  for (const Expr* arg : e.args) {
    int32_t child = Note(*arg, slots);
    pure = pure && child != kImpure;
    Append(key, static_cast<uint64_t>(child));
  }
  NoteAll(e.body, slots);
  if (!pure) return kImpure;
  auto own = static_cast<uint64_t>(static_cast<uint32_t>(e.a));
  switch (e.op) {
    case Op::kSetLocal:
    case Op::kBlock:
    case Op::kThrow:
    case Op::kList:
    case Op::kBox:
    case Op::kTuple:
    case Op::kField:
    case Op::kSetField:
    case Op::kThrowObject:
    case Op::kRethrow:
      return kImpure;
    case Op::kOperation:
      if (!typed::IsTableLookup(e)) return kImpure;
      break;
    case Op::kLocal:
    case Op::kAttr: {  // the entities of the rule; all other locals change
      auto local = static_cast<size_t>(e.a);
      if (local >= slots.size() || slots[local] < 0) return kImpure;
      own = static_cast<uint64_t>(slots[local]);
      break;
    }
    case Op::kCall:
      if (!IsPure(e.a) || IsObject(e.type)) return kImpure;
      break;
    case Op::kBuiltin:
      if (!IsRepeatable(library_[static_cast<size_t>(e.a)].purity) || IsAddress(e.type.kind))
        return kImpure;
      break;
    default:
      break;
  }
  Append(key, own);
  Append(key, (uint64_t{static_cast<uint8_t>(e.op)} << 32) | static_cast<uint32_t>(e.b));
  Append(key, (uint64_t{static_cast<uint8_t>(e.type.kind)} << 16) | (uint64_t{e.type.nullable} << 8) |
                  uint64_t{e.present});
  Append(key, e.lo);
  Append(key, e.hi);
  key += e.text;
  auto [at, added] = interned_.try_emplace(std::move(key), static_cast<int32_t>(uses_.size()));
  if (added) uses_.push_back(0);
  return at->second;
}

int32_t Sharing::Note(const Expr& e, const std::vector<int32_t>& slots) {
  int32_t key = KeyOf(e, slots);
  key_of_[&e] = key;
  if (key != kImpure) ++uses_[static_cast<size_t>(key)];
  return key;
}

void Sharing::NoteAll(const std::vector<Stmt*>& body, const std::vector<int32_t>& slots) {
  for (const Stmt* s : body) {
    typed::ForEachPart(
        *s, [&](const Expr& e) { Note(e, slots); },
        [&](const std::vector<Stmt*>& inner) { NoteAll(inner, slots); });
  }
}

// What is inside an expression that is shared is evaluated once with it: only its first occurrence counts.
void Sharing::Choose(const Expr& e) {
  int32_t key = key_of_[&e];
  if (key != kImpure && uses_[static_cast<size_t>(key)] >= 2 && IsCostly(e, library_)) {
    auto k = static_cast<size_t>(key);
    if (++own_uses_[k] == 2 && memo_of_[k] < 0) {
      memo_of_[k] = static_cast<int32_t>(memos_.size());
      memos_.push_back({e.type, nullptr});
    }
    if (own_uses_[k] >= 2) return;
  }
  for (const Expr* arg : e.args) Choose(*arg);
  ChooseAll(e.body);
}

void Sharing::ChooseAll(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) {
    typed::ForEachPart(
        *s, [&](const Expr& e) { Choose(e); }, [&](const std::vector<Stmt*>& inner) { ChooseAll(inner); });
  }
}

bool Sharing::IsPure(int32_t function) {
  auto [at, added] = pure_.try_emplace(function, true);  // of a recursive call: as the rest of it
  if (!added) return at->second;
  bool pure = IsPure(program_.functions[static_cast<size_t>(function)].body);
  return pure_[function] = pure;
}

bool Sharing::IsPure(const std::vector<Stmt*>& body) {
  for (const Stmt* s : body) {
    if (s->op == typed::StmtOp::kSetAttr || s->op == typed::StmtOp::kEffect) return false;
    bool pure = true;
    typed::ForEachPart(
        *s, [&](const Expr& e) { pure = pure && IsPure(e); },
        [&](const std::vector<Stmt*>& inner) { pure = pure && IsPure(inner); });
    if (!pure) return false;
  }
  return true;
}

bool Sharing::IsPure(const Expr& e) {
  if (e.op == Op::kCall && !IsPure(e.a)) return false;
  if (e.op == Op::kBuiltin && !IsRepeatable(library_[static_cast<size_t>(e.a)].purity))
    return false;
  // What it makes it may change; what it was given it may not.
  if (e.op == Op::kSetField || (e.op == Op::kOperation && !typed::IsTableLookup(e))) return false;
  for (const Expr* arg : e.args)
    if (!IsPure(*arg)) return false;
  return IsPure(e.body);
}

}  // namespace idx::compiler::lower
