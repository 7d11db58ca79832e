#include "runtime/state/notices.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "runtime/repository/copy.h"
#include "runtime/state/bulk.h"

namespace idx::runtime {

void AddNotices(std::string_view output, int64_t identity, int32_t rule, std::vector<Notice>& notices) {
  auto next = [&] {
    size_t end = output.find(kNoticeEnd);
    std::string part(output.substr(0, end));
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    return part;
  };
  while (!output.empty()) {
    Notice notice{identity, rule, next(), ""};
    notice.receiver = next();
    notices.push_back(std::move(notice));
  }
}

Result<bool> HasNotices(RunContext& context, int32_t type, const std::vector<int32_t>& loops) {
  for (int32_t loop : loops)
    for (const compiler::LoopOutput& output : context.program->loops[static_cast<size_t>(loop)].outputs)
      if (output.kind == compiler::OutputKind::kNotify) return true;
  return HasRows(*context.db, fmt::format("notice WHERE type = {}", type));
}

namespace {

Status Forget(Connection& db, int32_t type, const std::vector<Notice>& gone) {
  if (gone.empty()) return {};
  std::vector<int64_t> identities, rules;
  std::vector<std::string> templates, receivers;
  for (const Notice& notice : gone) {
    identities.push_back(notice.identity);
    rules.push_back(notice.rule);
    templates.push_back(notice.tmpl);
    receivers.push_back(notice.receiver);
  }
  return db.Execute(
      "DELETE FROM notice n USING unnest($2::bigint[], $3::int[], $4::text[], $5::text[]) AS g(i, u, t, r) "
      "WHERE n.type = $1 AND n.identity = g.i AND n.rule = g.u AND n.template = g.t AND n.receiver = g.r",
      {type, IdArray(identities), IdArray(rules), Parameter::Array(templates), Parameter::Array(receivers)});
}

// For the summary, by the identities' public ids.
Status Report(RunContext& context, const ObjectType& vault, const std::vector<Notice>& fresh) {
  RuleMessages& told = context.summary->notified;
  told.count += fresh.size();
  std::map<int64_t, std::string> keys;
  for (const Notice& notice : fresh)
    if (keys.size() + told.messages.size() < kMaxFindings) keys[notice.identity];
  std::vector<int64_t> ids;
  for (const auto& [id, key] : keys) ids.push_back(id);
  IDX_ASSIGN(Rows rows,
             context.db->Query(fmt::format("SELECT id, replace(public_id::text, '-', '') FROM {} WHERE id = "
                                           "ANY($1::bigint[])",
                                           QuoteIdentifier(vault.table)),
                               {IdArray(ids)}));
  for (size_t r = 0; r < rows.size(); ++r) keys[rows.Int(r, 0)] = rows.Text(r, 1);
  for (const Notice& notice : fresh) {
    if (told.messages.size() >= kMaxFindings) break;
    auto rule = context.rule_names.find(notice.rule);
    told.messages.push_back({vault.FullName(), keys[notice.identity],
                             rule == context.rule_names.end() ? "" : rule->second, "",
                             fmt::format("\"{}\" to {}", notice.tmpl, notice.receiver), "notify"});
  }
  return {};
}

}  // namespace

Status StoreNotices(RunContext& context, int32_t type, const ObjectType& vault,
                    const std::vector<int64_t>& evaluated, std::vector<Notice> notices) {
  if (evaluated.empty()) return {};
  Connection& db = *context.db;
  std::sort(notices.begin(), notices.end());
  notices.erase(std::unique(notices.begin(), notices.end()), notices.end());
  std::vector<Notice> active;
  IDX_ASSIGN(Rows rows,
             db.Query(fmt::format("SELECT identity, rule, template, receiver FROM notice WHERE type "
                                  "= {} AND {}",
                                  type, IdCondition("identity", evaluated))));
  for (size_t r = 0; r < rows.size(); ++r) {
    if (!std::binary_search(evaluated.begin(), evaluated.end(), rows.Int(r, 0))) continue;
    active.push_back({rows.Int(r, 0), static_cast<int32_t>(rows.Int(r, 1)), std::string(rows.Text(r, 2)),
                      std::string(rows.Text(r, 3))});
  }
  std::sort(active.begin(), active.end());
  std::vector<Notice> fresh, gone;
  std::set_difference(notices.begin(), notices.end(), active.begin(), active.end(),
                      std::back_inserter(fresh));
  std::set_difference(active.begin(), active.end(), notices.begin(), notices.end(), std::back_inserter(gone));
  IDX_TRY(Forget(db, type, gone));
  if (fresh.empty()) return {};
  for (const char* table : {"notice", "notification"}) {
    IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(db, table,
                                                    {{"run", CopyType::kInt8},
                                                     {"at", CopyType::kTimestamp},
                                                     {"type", CopyType::kInt4},
                                                     {"identity", CopyType::kInt8},
                                                     {"rule", CopyType::kInt4},
                                                     {"template", CopyType::kText},
                                                     {"receiver", CopyType::kText}}));
    for (const Notice& notice : fresh) {
      writer.BeginRow();
      writer.Int(context.run);
      writer.Time(context.now);
      writer.Int(type);
      writer.Int(notice.identity);
      writer.Int(notice.rule);
      writer.Bytes(notice.tmpl);
      writer.Bytes(notice.receiver);
      IDX_TRY(writer.EndRow());
    }
    IDX_ASSIGN([[maybe_unused]] uint64_t stored, writer.Finish());
  }
  return Report(context, vault, fresh);
}

}  // namespace idx::runtime
