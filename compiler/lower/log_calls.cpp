#include "compiler/lower/log_calls.h"

#include "compiler/typed/visit.h"

namespace idx::compiler::lower {

namespace {

class Calls : public typed::Visitor {
 public:
  explicit Calls(std::span<const stdlib::Row> library) : library_(library) {}
  std::vector<int32_t> callees;
  bool logs = false;

 protected:
  bool Enter(const typed::Expr& e) override {
    if (e.op == typed::Op::kCall) callees.push_back(e.a);
    if (e.op == typed::Op::kBuiltin)
      logs = logs || library_[static_cast<size_t>(e.a)].purity == stdlib::Purity::kLogged;
    return true;
  }
  using Visitor::Enter;

 private:
  std::span<const stdlib::Row> library_;
};

}  // namespace

std::vector<bool> FunctionsThatLog(const typed::Program& program, std::span<const stdlib::Row> library) {
  std::vector<bool> logs(program.functions.size());
  std::vector<std::vector<size_t>> callers(logs.size());
  std::vector<size_t> found;
  for (size_t f = 0; f < logs.size(); ++f) {
    Calls calls(library);
    calls.Visitor::Visit(program.functions[f].body);
    for (int32_t callee : calls.callees) callers[static_cast<size_t>(callee)].push_back(f);
    logs[f] = calls.logs;
    if (calls.logs) found.push_back(f);
  }
  while (!found.empty()) {
    size_t callee = found.back();
    found.pop_back();
    for (size_t caller : callers[callee]) {
      if (logs[caller]) continue;
      logs[caller] = true;
      found.push_back(caller);
    }
  }
  return logs;
}

}  // namespace idx::compiler::lower
