#include "stdlib/composite/frozen_dictionary.h"

#include <limits>

#include "base/core/assert.h"
#include "stdlib/composite/hash_table.h"
#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {
namespace {

constexpr ValueType kText{TypeKind::kString};

bool IsWellFormed(const TextPairs& pairs) {
  if (pairs.ends.size() % 2 != 0) return false;
  uint32_t last = 0;
  for (uint32_t end : pairs.ends) {
    if (end < last) return false;
    last = end;
  }
  return last == pairs.bytes.size();
}

}  // namespace

std::shared_ptr<const FrozenDictionary> FrozenDictionary::Make(TextPairs pairs, bool ignore_case,
                                                               std::vector<Repeated>* repeated) {
  if (!IsWellFormed(pairs)) return nullptr;
  std::shared_ptr<FrozenDictionary> made(new FrozenDictionary(std::move(pairs)));
  EvalContext ctx;  // of no rule: without a budget
  ctx.arena = &made->arena_;
  ctx.budget.steps = std::numeric_limits<int64_t>::max() / 2;
  ctx.budget.scratch_bytes = std::numeric_limits<int64_t>::max() / 2;
  ctx.Begin();
  made->map_ = HashTable::Make(ctx, ignore_case);
  HashTable table(ctx, kText, *made->map_);
  const TextPairs& texts = made->pairs_;
  table.Reserve(static_cast<uint32_t>(texts.size()));
  std::vector<size_t> pair_of;  // by entry
  for (size_t i = 0; i < texts.size(); ++i) {
    Slot value = SlotOf(Text(texts.At(2 * i + 1)));
    bool added = false;
    uint32_t entry = table.FindOrAdd(SlotOf(Text(texts.At(2 * i))), &value, &added);
    if (added)
      pair_of.push_back(i);
    else if (repeated != nullptr)
      repeated->push_back({i, pair_of[entry]});
  }
  IDX_ASSERT(!ctx.failed());
  made->map_->frozen = true;
  made->value_ = AddressSlot(made->map_);
  return made;
}

}  // namespace idx::stdlib
