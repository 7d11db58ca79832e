#include "runtime/inbound/joining.h"

#include "runtime/inbound/referrers.h"
#include "runtime/inbound/type_joining.h"

namespace idx::runtime {
namespace {

VaultWork* WorkOf(std::vector<std::unique_ptr<VaultWork>>& works, int32_t vault_type) {
  for (auto& work : works)
    if (work->plan.vault_type == vault_type) return work.get();
  return nullptr;
}

// A type's last turn, and how many turns of others had changed something before it.
struct Turn {
  std::unique_ptr<TypeJoining> joining;
  uint64_t seen = 0;
};

}  // namespace

Status JoinAll(RunContext& context, std::vector<std::unique_ptr<VaultWork>>& works, StratumWriter& strata) {
  std::vector<Turn> turns(context.types.size());
  uint64_t changes = 1;
  for (int round = 0; round < kMaxJoinRounds; ++round) {
    bool anything = false;
    for (size_t t = 0; t < context.types.size(); ++t) {
      const TypeState& type = context.types[t];
      if (!type.joins()) continue;
      // Again only when there is somebody left and something happened since.
      if (turns[t].joining && (turns[t].joining->undecided() == 0 || turns[t].seen == changes)) continue;
      if (turns[t].joining) turns[t].joining->SummariseJoins();
      VaultWork* work = WorkOf(works, type.settings->join.vault_type);
      IDX_ASSERT(work != nullptr);
      if (strata.WantedForJoining()) {
        for (auto& each : works) each->SortCreated();
        IDX_TRY(StoreNewborns(context, works));
        IDX_TRY(strata.Refresh());
      }
      auto joining = std::make_unique<TypeJoining>(context, type, *work);
      IDX_ASSIGN(bool joined, joining->Run());
      FaultPoint(context);
      if (joined) ++changes;
      anything |= joined;
      turns[t] = {std::move(joining), changes};
      if (context.progress) context.progress("inbound", type.type->FullName(), work->touched.size());
    }
    if (!anything) break;
  }
  for (Turn& turn : turns) {
    if (!turn.joining) continue;
    IDX_TRY(turn.joining->StoreSetAside());
    turn.joining->SummariseJoins();
    turn.joining->SummariseRest();
    IDX_TRY(turn.joining->SummariseErrors());
  }
  return {};
}

}  // namespace idx::runtime
