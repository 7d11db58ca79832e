#include "runtime/outbound/taken_anchors.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/change_kinds.h"

namespace idx::runtime {
namespace {

Status Refuse(RunContext& context, const TypeState& type, OutboundSummary& summary, const std::string& query,
              const std::string& why) {
  IDX_ASSIGN(Rows rows, context.db->Query(query));
  std::vector<int64_t> identities;
  for (size_t r = 0; r < rows.size(); ++r) {
    identities.push_back(rows.Int(r, 0));
    if (summary.findings.size() < kMaxFindings)
      summary.findings.push_back({summary.type, std::string(rows.Text(r, 1)), "", "", why});
  }
  summary.pending -= std::min<uint64_t>(summary.pending, identities.size());
  summary.failed += identities.size();
  if (identities.empty()) return {};
  return context.db->Execute(
      "UPDATE pending SET state = $3, reason = $4 WHERE type = $1 AND identity = "
      "ANY($2::bigint[])",
      {type.id, IdArray(identities), static_cast<int32_t>(PendingState::kRefused), why});
}

}  // namespace

Status RefuseTakenAnchors(RunContext& context, const TypeState& type, OutboundSummary& summary) {
  int32_t create = static_cast<int32_t>(PendingKind::kCreate);
  IDX_TRY(Refuse(
      context, type, summary,
      fmt::format("SELECT p.identity, p.anchor FROM pending p JOIN {} r ON r.k = p.anchor AND r.gone IS NULL "
                  "WHERE p.type = {} AND p.kind = {}",
                  QuoteIdentifier(type.type->table), type.id, create),
      "an object that is not joined has this anchor already: nothing is created"));
  IDX_TRY(Refuse(
      context, type, summary,
      fmt::format("SELECT p.identity, p.anchor FROM pending p JOIN link l ON l.anchor = p.anchor AND l.type "
                  "= p.type AND l.object IS NULL AND l.identity <> p.identity WHERE p.type = {} AND p.kind "
                  "= {}",
                  type.id, create),
      "another identity's new account has this anchor: nothing is created"));
  return Refuse(
      context, type, summary,
      fmt::format(
          "SELECT identity, anchor FROM (SELECT identity, anchor, row_number() OVER (PARTITION BY "
          "anchor ORDER BY identity) AS n FROM pending WHERE type = {} AND kind = {} AND state <> 4) p "
          "WHERE n > 1",
          type.id, create),
      "another identity's new account has this anchor: nothing is created");
}

}  // namespace idx::runtime
