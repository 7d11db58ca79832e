// What code assigns and changes: facts that do not survive it, and what is refused for it.
#include "compiler/check/checker.h"
#include "compiler/check/name_uses.h"

namespace idx::compiler::check {

namespace {

// xs.ToList() and the like: a collection of its own, whatever becomes of xs.
bool IsCopy(const ast::Expr& e) {
  const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
  static const std::set<std::string> kCopies = {"ToList", "ToArray", "ToHashSet", "ToDictionary"};
  return callee->kind == ast::ExprKind::kMember && ast::As<ast::Call>(&e).arguments.empty() &&
         kCopies.contains(ast::As<ast::Member>(callee).name);
}

}  // namespace

// A loop that changes its collection, or what its query's lambdas read: in C# the loop fails or sees the
// changes. Here it is refused. False after a diagnostic.
bool Checker::CheckUnchanged(const ast::Foreach& s, const Expr& collection) {
  NameUses body(*s.body);
  bool query = s.collection->kind == ast::ExprKind::kCall;
  if (query && IsCopy(*s.collection)) return true;
  NameUses collected(*s.collection);
  AddCaptures(body);
  AddCaptures(collected);
  for (const std::string& name : collected.read) {
    bool written = query && collected.read_later.contains(name) && body.assigned.contains(name);
    bool object = collection.type.kind != TypeKind::kList || query;
    if (!(body.changed.contains(name) && object) && !written) continue;
    Report(1900, s.collection->span, {"a loop that changes '" + name + "', which it runs over"});
    return false;
  }
  return true;
}

void Checker::ForgetAssigned(const ast::Stmt& loop) { ForgetAssigned(NameUses(loop)); }
void Checker::ForgetAssigned(const ast::Expr& repeated) { ForgetAssigned(NameUses(repeated)); }

// What the local functions read and assign that are named there: later, and nobody knows when.
void Checker::AddCaptures(NameUses& uses) const {
  for (const std::string& name : std::set<std::string>(uses.read)) {
    const MethodSymbol* called = FindLocalFunction(name);
    const Signature* signature = called != nullptr ? SignatureOf(called->function) : nullptr;
    if (signature == nullptr) continue;
    for (const Capture& capture : signature->captures) {
      uses.read.insert(capture.around());
      uses.read_later.insert(capture.around());
      if (!capture.written) continue;
      uses.assigned.insert(capture.around());
      uses.last[capture.around()] = UINT32_MAX;
    }
  }
}

void Checker::ForgetAssigned(NameUses uses) {
  AddCaptures(uses);
  auto forget = [this](const std::string& name) {
    if (const Local* local = FindLocal(name)) state_.Forget(local->index);
  };
  for (const std::string& name : uses.assigned) forget(name);
}

// C# computes a query at each use, and a view follows its list: what is kept here is a copy. Refused where
// what it reads is changed afterwards; `to` is a variable that was there before, perhaps in a loop, and then
// any change counts, wherever it stands.
bool Checker::CheckKept(const ast::Expr& e, const Expr& value, const Type& type, const std::string* to) {
  if (value.type.kind == TypeKind::kError || body_ == nullptr || !IsSequence(value.type)) return true;
  bool kept = type.kind == TypeKind::kList && value.type.kind != TypeKind::kList;
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).callee->kind == ast::ExprKind::kMember) {
    const std::string& method = ast::As<ast::Member>(ast::As<ast::Call>(&e).callee).name;
    kept = kept || IsStage(method) || method == "AsReadOnly";
  }
  if (e.kind == ast::ExprKind::kMember)
    kept = kept || ast::As<ast::Member>(&e).name == "Keys" || ast::As<ast::Member>(&e).name == "Values";
  if (!kept) return true;
  NameUses body(*body_), query(e);
  AddCaptures(body);
  AddCaptures(query);
  const std::map<std::string, uint32_t>& last = body.last;
  for (const std::string& name : query.read) {
    auto at = last.find(name);
    bool before = at == last.end() || (to == nullptr && at->second < static_cast<uint32_t>(e.span.end));
    if (before || (to != nullptr && name == *to)) continue;
    Report(1900, e.span, {"a query kept while '" + name + "' changes (write .ToList() behind it)"});
    return false;
  }
  return true;
}

// Whether the method sets or adds elements of the collection of this name.
bool Checker::IsChanged(const std::string& name) const {
  return body_ != nullptr && NameUses(*body_).changed.contains(name);
}

}  // namespace idx::compiler::check
