#include "runtime/inbound/vault_claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "runtime/inbound/vault_work.h"
#include "runtime/repository/copy.h"
#include "runtime/state/taken_values.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

class Claiming {
 public:
  Claiming(RunContext& context, VaultWork& work) : context_(context), work_(work) {}

  Status Run();

 private:
  Status ReadTaken(int32_t attribute, TakenValues& taken);
  Status Look(std::vector<int64_t> ids);
  Status Claim(std::span<const std::pair<Guid, int64_t>> claimants);

  RunContext& context_;
  VaultWork& work_;
  std::map<int32_t, TakenValues> taken_;  // by attribute: those that Unique.Of may decide
  std::vector<std::pair<Guid, int64_t>> claimants_;
  std::shared_ptr<VaultClaims> claims_ = std::make_shared<VaultClaims>();
};

Status Claiming::ReadTaken(int32_t attribute, TakenValues& taken) {
  std::string column = QuoteIdentifier(work_.plan.type->attributes[static_cast<size_t>(attribute)].column);
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(*context_.db,
                               fmt::format("SELECT id, {} AS v FROM {} WHERE {} IS NOT NULL", column,
                                           QuoteIdentifier(work_.plan.type->table), column),
                               {{"id", CopyType::kInt8}, {"v", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    taken.Take(reader.Int(0), reader.Bytes(1));
  }
}

// Who asks, and what mappers give to everybody else.
Status Claiming::Look(std::vector<int64_t> ids) {
  IDX_ASSIGN(auto flow, work_.flow->ComputeMapped(std::move(ids)));
  Batch fresh = flow->fresh->batch();
  for (auto& [attribute, taken] : taken_) {
    const Attribute& declared = work_.plan.type->attributes[static_cast<size_t>(attribute)];
    for (uint32_t i = 0; i < flow->ids.size(); ++i)
      if (const void* value = ValueAt(declared, fresh.columns[attribute], i))
        taken.Take(flow->ids[i], static_cast<const Text*>(value)->view());
  }
  for (const UniqueWish& wish : flow->unique_wishes)
    claimants_.emplace_back(work_.PublicIdOf(*flow, wish.identity), flow->ids[wish.identity]);
  return {};
}

Status Claiming::Claim(std::span<const std::pair<Guid, int64_t>> claimants) {
  std::vector<int64_t> ids;
  for (const auto& [public_id, id] : claimants) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  IDX_ASSIGN(auto flow, work_.flow->ComputeMapped(std::move(ids)));
  std::vector<std::pair<Guid, const UniqueWish*>> wishes;
  for (const UniqueWish& wish : flow->unique_wishes)
    wishes.emplace_back(work_.PublicIdOf(*flow, wish.identity), &wish);
  std::sort(wishes.begin(), wishes.end(), [](const auto& x, const auto& y) {
    return std::tie(x.first, x.second->attribute) < std::tie(y.first, y.second->attribute);
  });
  for (const auto& [public_id, wish] : wishes) {
    int64_t identity = flow->ids[wish->identity];
    TakenValues& taken = taken_.at(wish->attribute);
    const Text* free = taken.FirstFree(identity, *wish->candidates);
    if (free == nullptr) {
      work_.unserved.push_back(identity);
      continue;
    }
    taken.Take(identity, free->view());
    claims_->Add(wish->attribute, identity, *free);
  }
  return {};
}

Status Claiming::Run() {
  if (!work_.plan.claims) return {};
  for (size_t a = 0; a < work_.plan.contributions.size(); ++a)
    for (const Contribution& contribution : work_.plan.contributions[a])
      if (contribution.unique) taken_.try_emplace(static_cast<int32_t>(a), work_.plan.type->attributes[a]);
  size_t chunk = ChunkSize(work_.plan);
  for (size_t first = 0; first < work_.touched.size(); first += chunk) {
    size_t last = std::min<size_t>(work_.touched.size(), first + chunk);
    IDX_TRY(Look({work_.touched.begin() + static_cast<ptrdiff_t>(first),
                  work_.touched.begin() + static_cast<ptrdiff_t>(last)}));
    FaultPoint(context_);
  }
  if (!claimants_.empty())
    for (auto& [attribute, taken] : taken_) IDX_TRY(ReadTaken(attribute, taken));
  std::sort(claimants_.begin(), claimants_.end());
  claimants_.erase(std::unique(claimants_.begin(), claimants_.end()), claimants_.end());
  for (size_t first = 0; first < claimants_.size(); first += chunk) {
    IDX_TRY(Claim({claimants_.data() + first, std::min<size_t>(chunk, claimants_.size() - first)}));
    FaultPoint(context_);
  }
  work_.flow->set_claims(claims_);
  return {};
}

}  // namespace

const Text* VaultClaims::Find(int32_t attribute, int64_t identity) const {
  auto of = values_.find(attribute);
  if (of == values_.end()) return nullptr;
  auto value = of->second.find(identity);
  return value == of->second.end() ? nullptr : &value->second;
}

void VaultClaims::Add(int32_t attribute, int64_t identity, const Text& value) {
  values_[attribute].emplace(identity,
                             value.length > Text::kInline ? Text(arena_.Copy(value.view())) : value);
}

Status ClaimVaultValues(RunContext& context, VaultWork& work) { return Claiming(context, work).Run(); }

Status TouchUnservedAgain(RunContext& context, const VaultWork& work) {
  if (work.unserved.empty()) return {};
  return context.db->Execute(
      "INSERT INTO dirty SELECT type, object, object FROM link WHERE object IS NOT NULL AND identity = "
      "ANY($1::bigint[])",
      {IdArray(work.unserved)});
}

}  // namespace idx::runtime
