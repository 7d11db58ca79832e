#include "runtime/inbound/referrers.h"

#include <fmt/format.h>

#include "runtime/state/bulk.h"
#include "runtime/state/derived_columns.h"

namespace idx::runtime {
namespace {

// The number of an application's type.
int32_t IdOf(const RunContext& context, int32_t type) {
  for (const TypeState& state : context.types)
    if (state.settings->type == type) return state.id;
  return -1;
}

// Of the objects o of this type that a query finds.
std::string Identities(const TypeState& source, const std::string& objects) {
  return fmt::format(
      "SELECT DISTINCT l0.identity FROM link l0 JOIN (SELECT o.id FROM {}) q ON l0.object = q.id AND l0.type "
      "= {}",
      objects, source.id);
}

Status TouchAll(RunContext& context, VaultWork& work, const std::string& identities) {
  IDX_ASSIGN(auto ids, ReadIds(*context.db, identities));
  work.Touch(std::move(ids));
  return {};
}

bool NamesIdentities(const VaultWork& work, size_t source) {
  for (const DerivedAttribute* derived :
       DerivedAmong(*work.plan.sources[source]->type, work.plan.reads[source]))
    if (derived->what == ReadThrough::kIdentity) return true;
  return false;
}

}  // namespace

Status TouchReferrers(RunContext& context, VaultWork& work) {
  for (size_t s = 0; s < work.plan.sources.size(); ++s) {
    const TypeState& source = *work.plan.sources[s];
    for (const ReferenceStep& step : StepsOf(*context.configuration, *source.type, work.plan.reads[s])) {
      std::string dirty = fmt::format("dirty d WHERE d.type = {}", IdOf(context, step.type));
      IDX_ASSIGN(bool changed, HasRows(*context.db, dirty));
      if (!changed) continue;
      IDX_TRY(TouchAll(
          context, work,
          Identities(source, fmt::format("{} JOIN dirty d ON d.type = {} AND {}.id BETWEEN d.lo AND d.hi",
                                         step.from, IdOf(context, step.type), step.m))));
      // Whom they named by something that changed they name no more.
      if (!step.dangles.empty()) IDX_TRY(TouchAll(context, work, Identities(source, step.dangles)));
    }
  }
  return {};
}

Status TouchReferrersOfJoined(RunContext& context, VaultWork& work) {
  for (size_t s = 0; s < work.plan.sources.size(); ++s) {
    const TypeState& source = *work.plan.sources[s];
    if (!NamesIdentities(work, s)) continue;
    for (const ReferenceStep& step : StepsOf(*context.configuration, *source.type, work.plan.reads[s])) {
      IDX_ASSIGN(bool joined, HasRows(*context.db, fmt::format("link WHERE type = {} AND run = {}",
                                                               IdOf(context, step.type), context.run)));
      if (!joined) continue;
      IDX_TRY(TouchAll(
          context, work,
          Identities(source, fmt::format("{} JOIN link l1 ON l1.object = {}.id AND l1.type = {} AND "
                                         "l1.run = {}",
                                         step.from, step.m, IdOf(context, step.type), context.run))));
    }
  }
  return {};
}

Status StoreNewborns(RunContext& context, const std::vector<std::unique_ptr<VaultWork>>& works) {
  bool wanted = false;
  for (const auto& work : works)
    for (size_t s = 0; s < work->plan.sources.size(); ++s) wanted = wanted || NamesIdentities(*work, s);
  if (!wanted) return {};
  IDX_TRY(ForgetNewborns(context));
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
