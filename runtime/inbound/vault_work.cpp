#include "runtime/inbound/vault_work.h"

#include <algorithm>

namespace idx::runtime {

bool VaultWork::IsTouched(int64_t id) const { return std::binary_search(touched.begin(), touched.end(), id); }

bool VaultWork::Touch(std::vector<int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  std::vector<int64_t> all;
  all.reserve(touched.size() + ids.size());
  std::set_union(touched.begin(), touched.end(), ids.begin(), ids.end(), std::back_inserter(all));
  all.erase(std::unique(all.begin(), all.end()), all.end());
  bool more = all.size() > touched.size();
  touched = std::move(all);
  return more;
}

void VaultWork::SortCreated() {
  std::sort(created.begin(), created.end(),
            [](const NewIdentity& a, const NewIdentity& b) { return a.id < b.id; });
}

Guid VaultWork::PublicIdOf(const FlowResult& chunk, uint32_t identity) const {
  if (chunk.stored_row[identity] >= 0)
    return chunk.stored->batch().columns[kVaultPublicId].At<Guid>(
        static_cast<uint32_t>(chunk.stored_row[identity]));
  int64_t id = chunk.ids[identity];
  auto found = std::lower_bound(created.begin(), created.end(), id,
                                [](const NewIdentity& one, int64_t wanted) { return one.id < wanted; });
  IDX_ASSERT(found != created.end() && found->id == id);
  return found->public_id;
}

}  // namespace idx::runtime
