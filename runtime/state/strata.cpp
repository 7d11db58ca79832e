#include "runtime/state/strata.h"

#include <algorithm>
#include <set>

#include "runtime/repository/ddl.h"
#include "runtime/state/tables.h"

namespace idx::runtime {
namespace {

class Reads {
 public:
  explicit Reads(const compiler::Program& program)
      : program_(program), attributes_(static_cast<size_t>(program.configuration->vault_type_count)) {
    for (const compiler::VaultPlan& vault : program.vault) Add(vault.classify_loop, 0);
    for (const compiler::ApplicationPlan& application : program.applications) {
      for (int32_t loop : application.inbound_filter_loops) Add(loop, 1);
      for (const compiler::JoinRulePlan& join : application.joins) {
        Add(join.predicate_loop, 1);
        for (const auto& probe : join.probes)
          for (const compiler::JoinKeyPlan& key : probe) Add(key.vault_loop, 0);
      }
    }
  }

  std::vector<Stratum> Strata() const {
    std::vector<Stratum> strata;
    for (size_t v = 0; v < attributes_.size(); ++v)
      if (seen_.contains(static_cast<int32_t>(v)))
        strata.push_back({static_cast<int32_t>(v), {attributes_[v].begin(), attributes_[v].end()}});
    return strata;
  }

 private:
  // All references on the way and what stands at the end; the first, by which one finds who is concerned,
  // too.
  void Add(int32_t index, size_t slot) {
    if (index < 0) return;
    const compiler::Loop& loop = program_.loops[static_cast<size_t>(index)];
    const std::vector<ObjectType>& types = program_.configuration->types;
    for (int32_t read : DerivedReads(*program_.configuration, loop, slot)) {
      int32_t at = loop.inputs[slot];
      const DerivedAttribute& derived = *types[static_cast<size_t>(at)].DerivedAt(read);
      for (int32_t reference : derived.through) {
        seen_.insert(at);
        attributes_[static_cast<size_t>(at)].insert(reference);
        at = types[static_cast<size_t>(at)].attributes[static_cast<size_t>(reference)].refers_to;
      }
      seen_.insert(at);
      if (derived.what == ReadThrough::kAttribute) attributes_[static_cast<size_t>(at)].insert(derived.last);
    }
  }

  const compiler::Program& program_;
  std::set<int32_t> seen_;
  std::vector<std::set<int32_t>> attributes_;
};

}  // namespace

std::vector<int32_t> DerivedReads(const Configuration& configuration, const compiler::Loop& loop,
                                  size_t slot) {
  std::vector<int32_t> derived;
  if (slot >= loop.reads.size()) return derived;
  const ObjectType& type = configuration.types[static_cast<size_t>(loop.inputs[slot])];
  for (int32_t read : loop.reads[slot])
    if (type.DerivedAt(read) != nullptr) derived.push_back(read);
  std::sort(derived.begin(), derived.end());
  derived.erase(std::unique(derived.begin(), derived.end()), derived.end());
  return derived;
}

std::vector<Stratum> StrataOf(const compiler::Program& program) { return Reads(program).Strata(); }

std::string StratumTable(const ObjectType& vault_type) { return "s_" + vault_type.table.substr(0, 60); }

Status PrepareStrata(Connection& db, const compiler::Program& program) {
  for (const Stratum& stratum : StrataOf(program)) {
    const ObjectType& type = program.configuration->types[static_cast<size_t>(stratum.vault_type)];
    ObjectType kept;
    kept.application = type.application;
    kept.name = type.name;
    kept.table = StratumTable(type);
    for (int32_t a : stratum.attributes) kept.attributes.push_back(type.At(a));
    IDX_TRY(Migrate(db, kept, {{"id", "bigint NOT NULL"}, {"public_id", "uuid NOT NULL"}}));
    IDX_TRY(CreateTypeIndexes(db, kept, true));
    IDX_TRY(CreateReferenceIndexes(db, *program.configuration, kept));
  }
  return {};
}

}  // namespace idx::runtime
