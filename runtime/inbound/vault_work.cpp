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

}  // namespace idx::runtime
