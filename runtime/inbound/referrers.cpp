#include "runtime/inbound/referrers.h"

#include <fmt/format.h>

#include "runtime/state/bulk.h"
#include "runtime/state/derived_columns.h"

namespace idx::runtime {
namespace {

// Of each path of references that the rules of the work read: visit(source type, path, derived).
template <typename Visit>
Status ForEachPath(const RunContext& context, const VaultWork& work, Visit&& visit) {
  for (size_t s = 0; s < work.plan.sources.size(); ++s) {
    const TypeState& source = *work.plan.sources[s];
    for (const DerivedAttribute* derived : DerivedAmong(*source.type, work.plan.reads[s]))
      IDX_TRY(visit(source, PathOf(*context.configuration, *source.type, *derived), *derived));
  }
  return {};
}

// The number of an application's type.
int32_t IdOf(const RunContext& context, int32_t type) {
  for (const TypeState& state : context.types)
    if (state.settings->type == type) return state.id;
  return -1;
}

std::string Identities(const TypeState& source, const ReferencePath& path, const std::string& condition) {
  return fmt::format(
      "SELECT DISTINCT l0.identity FROM {} JOIN link l0 ON l0.object = o.id AND l0.type = {} JOIN {}",
      path.from, source.id, condition);
}

bool NamesIdentities(const VaultWork& work) {
  for (size_t s = 0; s < work.plan.sources.size(); ++s)
    for (const DerivedAttribute* derived : DerivedAmong(*work.plan.sources[s]->type, work.plan.reads[s]))
      if (derived->what == ReadThrough::kIdentity) return true;
  return false;
}

}  // namespace

Status TouchReferrers(RunContext& context, VaultWork& work) {
  return ForEachPath(
      context, work,
      [&](const TypeState& source, const ReferencePath& path, const DerivedAttribute&) -> Status {
        for (size_t i = 0; i < path.types.size(); ++i) {
          std::string changed = fmt::format("dirty d ON d.type = {} AND m{}.id BETWEEN d.lo AND d.hi",
                                            IdOf(context, path.types[i]), i + 1);
          IDX_ASSIGN(auto ids, ReadIds(*context.db, Identities(source, path, changed)));
          work.Touch(std::move(ids));
        }
        return {};
      });
}

Status TouchReferrersOfJoined(RunContext& context, VaultWork& work) {
  return ForEachPath(
      context, work,
      [&](const TypeState& source, const ReferencePath& path, const DerivedAttribute& derived) -> Status {
        if (derived.what != ReadThrough::kIdentity) return {};
        std::string joined = fmt::format("link l1 ON l1.object = m{}.id AND l1.type = {} AND l1.run = {}",
                                         path.types.size(), IdOf(context, path.types.back()), context.run);
        IDX_ASSIGN(auto ids, ReadIds(*context.db, Identities(source, path, joined)));
        work.Touch(std::move(ids));
        return {};
      });
}

Status StoreNewborns(RunContext& context, const std::vector<std::unique_ptr<VaultWork>>& works) {
  bool wanted = false;
  for (const auto& work : works) wanted = wanted || NamesIdentities(*work);
  if (!wanted) return {};
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context.db, "newborn",
                                                  {{"id", CopyType::kInt8}, {"public_id", CopyType::kUuid}}));
  for (const auto& work : works) {
    for (const NewIdentity& created : work->created) {
      writer.BeginRow();
      writer.Int(created.id);
      writer.Uuid(created.public_id);
      IDX_TRY(writer.EndRow());
    }
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

Status ForgetNewborns(RunContext& context) { return context.db->Execute("DELETE FROM newborn"); }

}  // namespace idx::runtime
