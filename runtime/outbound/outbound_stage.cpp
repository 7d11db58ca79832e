#include "runtime/outbound/outbound_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/platform/clock.h"
#include "runtime/outbound/wanted_account.h"
#include "runtime/state/bulk.h"
#include "runtime/state/clock_reads.h"
#include "runtime/state/derived_columns.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// One application type's pass over the identities that are due.
class TypeOutbound {
 public:
  TypeOutbound(RunContext& context, const TypeState& type, OutboundSummary& summary)
      : context_(context), type_(type), summary_(summary) {}

  Status Run();

 private:
  Result<std::vector<int64_t>> Due();
  std::vector<int32_t> VaultReads() const;
  Result<std::vector<int64_t>> Referrers(const ObjectType& vault) const;
  Status ReadSetAside();
  Status RunChunk(const std::vector<int64_t>& ids);
  void Answer(AccountChunk& chunk, const LoopResult& entitled, const LoopResult& wanted);
  std::vector<WantedValue> WantedOf(const AccountChunk& chunk, const LoopResult& wanted, uint32_t i);
  std::vector<std::string> SeenOf(const AccountChunk& chunk, uint32_t i, int32_t attribute) const;
  std::vector<std::string> DecidedOf(const AccountChunk& chunk, uint32_t i, int32_t attribute,
                                     int32_t rule) const;
  Status Store(const AccountChunk& chunk);
  Status Tell(const AccountChunk& chunk, const LoopResult& result);
  Status Name(const AccountChunk& chunk, std::vector<std::pair<uint32_t, Finding>>& findings);
  Status RefuseTakenAnchors();
  Status Refuse(const std::string& query, const std::string& why);
  void AddFinding(const std::string& key, const std::string& message);

  struct Row {
    int64_t identity;
    AccountChange change;
    std::string payload;
  };

  RunContext& context_;
  const TypeState& type_;
  OutboundSummary& summary_;
  std::unordered_set<int64_t> set_aside_;
  std::vector<Row> rows_;          // of the chunk: new or changed
  std::vector<int64_t> outdated_;  // of the chunk: pending rows to take away
  uint64_t creates_ = 0;
};

Result<std::vector<int64_t>> TypeOutbound::Due() {
  int32_t vault = type_.settings->join.vault_type;
  std::string table = QuoteIdentifier(context_.VaultType(vault).table);
  IDX_ASSIGN(std::string digest, GetSetting(*context_.db, fmt::format("outbound.digest.{}", type_.id)));
  ClockReads reads = std::max(ClockReadsOf(*context_.program, type_.plan->provision_loop),
                              ClockReadsOf(*context_.program, type_.plan->outbound_loop));
  IDX_ASSIGN(bool moved, ClockMoved(context_, fmt::format("outbound.{}", type_.id), reads));
  if (moved || digest != context_.program->digest)
    return ReadIds(*context_.db, fmt::format("SELECT id FROM {} ORDER BY id", table));
  IDX_ASSIGN(auto due,
             ReadRanges(*context_.db, fmt::format("outbound_due WHERE type = {}",
                                                  context_.vault_type_ids[static_cast<size_t>(vault)])));
  IDX_ASSIGN(auto referrers, Referrers(context_.VaultType(vault)));
  if (referrers.empty()) return due;
  due.insert(due.end(), referrers.begin(), referrers.end());
  std::sort(due.begin(), due.end());
  due.erase(std::unique(due.begin(), due.end()), due.end());
  return due;
}

// What the rules read of the identity.
std::vector<int32_t> TypeOutbound::VaultReads() const {
  std::vector<int32_t> reads;
  for (int32_t loop : {type_.plan->provision_loop, type_.plan->outbound_loop}) {
    if (loop < 0) continue;
    const compiler::Loop& body = context_.program->loops[static_cast<size_t>(loop)];
    if (!body.reads.empty()) reads.insert(reads.end(), body.reads[0].begin(), body.reads[0].end());
  }
  return reads;
}

// Identities that refer to one that is due, as far as rules read through the reference.
Result<std::vector<int64_t>> TypeOutbound::Referrers(const ObjectType& vault) const {
  std::vector<int64_t> all;
  for (const ReferenceStep& step : StepsOf(*context_.configuration, vault, VaultReads())) {
    int32_t type = context_.vault_type_ids[static_cast<size_t>(step.type)];
    IDX_ASSIGN(bool changed, HasRows(*context_.db, fmt::format("outbound_due WHERE type = {}", type)));
    if (!changed) continue;
    IDX_ASSIGN(
        auto some,
        ReadIds(*context_.db,
                fmt::format("SELECT DISTINCT o.id FROM {} JOIN outbound_due d ON d.type = {} AND {}.id "
                            "BETWEEN d.lo AND d.hi",
                            step.from, type, step.m)));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Status TypeOutbound::ReadSetAside() {
  IDX_ASSIGN(Rows rows,
             context_.db->Query("SELECT DISTINCT unnest(candidates::bigint[]) FROM set_aside WHERE type = $1",
                                {type_.id}));
  for (size_t r = 0; r < rows.size(); ++r) set_aside_.insert(rows.Int(r, 0));
  return {};
}

Status TypeOutbound::Run() {
  IDX_ASSIGN(std::string joined, GetSetting(*context_.db, fmt::format("joined.{}", type_.id)));
  if (joined != "1") {
    summary_.blocked =
        fmt::format("{} is not provisioned yet: it has not been read completely and joined", summary_.type);
    return {};
  }
  IDX_ASSIGN(std::vector<int64_t> due, Due());
  IDX_TRY(ReadSetAside());
  for (size_t first = 0; first < due.size(); first += kOutboundChunk) {
    std::vector<int64_t> ids(
        due.begin() + static_cast<ptrdiff_t>(first),
        due.begin() + static_cast<ptrdiff_t>(std::min<size_t>(due.size(), first + kOutboundChunk)));
    IDX_TRY(RunChunk(ids));
    FaultPoint(context_);
    if (context_.progress) context_.progress("outbound", summary_.type, first + ids.size());
  }
  // What was refused for an anchor is asked again: the other one may have gone.
  IDX_ASSIGN(Rows again,
             context_.db->Query("UPDATE pending SET state = 0, reason = '' WHERE type = $1 AND state = $2 "
                                "AND kind = $3",
                                {type_.id, static_cast<int32_t>(PendingState::kRefused),
                                 static_cast<int32_t>(PendingKind::kCreate)}));
  if (creates_ + again.affected() > 0) IDX_TRY(RefuseTakenAnchors());
  IDX_TRY(NoteClock(context_, fmt::format("outbound.{}", type_.id)));
  return PutSetting(*context_.db, fmt::format("outbound.digest.{}", type_.id), context_.program->digest);
}

Status TypeOutbound::RunChunk(const std::vector<int64_t>& ids) {
  const compiler::ApplicationPlan& plan = *type_.plan;
  IDX_ASSIGN(auto chunk, ReadAccounts(context_, type_, VaultReads(), ids));
  if (chunk->ids.empty()) return {};
  uint32_t count = static_cast<uint32_t>(chunk->ids.size());
  compiler::SlotInput slot{chunk->vault_view, nullptr};
  LoopResult entitled, wanted;
  if (plan.provision_loop >= 0) entitled = context_.loops->Run(plan.provision_loop, {&slot, 1}, count);
  if (plan.outbound_loop >= 0) wanted = context_.loops->Run(plan.outbound_loop, {&slot, 1}, count);
  rows_.clear();
  outdated_.clear();
  Answer(*chunk, entitled, wanted);
  for (const LoopResult* result : {&entitled, &wanted}) IDX_TRY(Tell(*chunk, *result));
  return Store(*chunk);
}

// The errors and the messages of a loop over the chunk, as far as there is room for them.
Status TypeOutbound::Tell(const AccountChunk& chunk, const LoopResult& result) {
  std::vector<std::pair<uint32_t, Finding>> errors, messages;
  for (const compiler::RowError& error : result.errors())
    if (errors.size() + summary_.findings.size() < kMaxFindings)
      errors.push_back({error.row, FindingOf(context_, error)});
  for (const LogMessage& message : result.messages())
    if (messages.size() + summary_.said.messages.size() < kMaxFindings)
      messages.push_back({message.row, FindingOf(context_, message)});
  IDX_TRY(Name(chunk, errors));
  IDX_TRY(Name(chunk, messages));
  summary_.failed += result.errors().size();
  for (auto& [row, finding] : errors) summary_.findings.push_back(std::move(finding));
  summary_.said.count += result.messages().size() + result.messages_left_off();
  for (auto& [row, message] : messages) summary_.said.messages.push_back(std::move(message));
  return {};
}

// The account's anchor, or where there is no account yet the identity's public id.
Status TypeOutbound::Name(const AccountChunk& chunk, std::vector<std::pair<uint32_t, Finding>>& findings) {
  std::vector<int64_t> nameless;
  for (auto& [row, finding] : findings) {
    finding.type = summary_.type;
    finding.key = chunk.accounts[row].anchor;
    if (finding.key.empty()) nameless.push_back(chunk.ids[row]);
  }
  if (nameless.empty()) return {};
  const ObjectType& vault = context_.VaultType(type_.settings->join.vault_type);
  IDX_ASSIGN(Rows rows,
             context_.db->Query(fmt::format("SELECT id, replace(public_id::text, '-', '') FROM {} WHERE id = "
                                            "ANY($1::bigint[])",
                                            QuoteIdentifier(vault.table)),
                                {IdArray(nameless)}));
  std::map<int64_t, std::string> ids;
  for (size_t r = 0; r < rows.size(); ++r) ids[rows.Int(r, 0)] = rows.Text(r, 1);
  for (auto& [row, finding] : findings) {
    if (!finding.key.empty()) continue;
    finding.type = vault.FullName();
    finding.key = ids[chunk.ids[row]];
  }
  return {};
}

// Canonical texts of what the application shows.
std::vector<std::string> TypeOutbound::SeenOf(const AccountChunk& chunk, uint32_t i,
                                              int32_t attribute) const {
  const Account& account = chunk.accounts[i];
  if (!account.has_object || account.gone) return {};
  const Attribute& declared = type_.type->attributes[static_cast<size_t>(attribute)];
  return TextsOf(*context_.configuration, *type_.type, attribute,
                 ValueAt(declared, chunk.object_view.columns[attribute], static_cast<uint32_t>(account.row)));
}

// What an initial-only attribute of the account is already: sent, seen, or wanted since an earlier run by the
// same rule (an ordinal). None: it is to be decided.
std::vector<std::string> TypeOutbound::DecidedOf(const AccountChunk& chunk, uint32_t i, int32_t attribute,
                                                 int32_t rule) const {
  const Account& account = chunk.accounts[i];
  auto found = account.sent.find(attribute);
  bool sent = account.in_flight && found != account.sent.end() && !found->second.empty();
  // What is sent counts until the application shows something else (as in wanted_account.cpp).
  if (sent && account.flight_state != FlightState::kRetry) return found->second;
  std::vector<std::string> seen = SeenOf(chunk, i, attribute);
  if (!seen.empty()) return seen;
  if (sent) return found->second;
  if (attribute == type_.type->key && account.linked && !account.anchor.empty()) return {account.anchor};
  std::vector<AttributeDelta> deltas;
  if (!account.has_pending || !UnpackDeltas(account.pending_payload, deltas)) return {};
  const std::string& name = type_.type->attributes[static_cast<size_t>(attribute)].identifier;
  for (AttributeDelta& delta : deltas)
    if (delta.attribute == name && delta.rule == rule) return std::move(delta.wanted);
  return {};
}

std::vector<WantedValue> TypeOutbound::WantedOf(const AccountChunk& chunk, const LoopResult& wanted,
                                                uint32_t i) {
  std::vector<WantedValue> values;
  if (wanted.rows() == 0) return values;
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(type_.plan->outbound_loop)];
  std::vector<std::pair<int32_t, size_t>> ranked;  // precedence, output: the lower goes first
  for (size_t o = 0; o < loop.outputs.size(); ++o)
    if (loop.outputs[o].kind == compiler::OutputKind::kAttribute)
      ranked.emplace_back(context_.program->rules[static_cast<size_t>(loop.outputs[o].rule)].order, o);
  std::sort(ranked.begin(), ranked.end());
  std::vector<uint8_t> decided(type_.type->attributes.size(), 0);
  for (const auto& [order, o] : ranked) {
    const compiler::LoopOutput& output = loop.outputs[o];
    const Attribute& attribute = type_.type->attributes[static_cast<size_t>(output.attribute)];
    Outcome outcome = wanted.outcome(o, i);
    const void* value = outcome == Outcome::kValue ? AtBorder(attribute, wanted.value(o, i)) : nullptr;
    if (outcome == Outcome::kValue && !IsStorable(attribute, value)) outcome = Outcome::kFailed;
    uint8_t& done = decided[static_cast<size_t>(output.attribute)];
    if (done) continue;
    if (outcome == Outcome::kNoOpinion || (outcome == Outcome::kValue && value == nullptr)) continue;
    int32_t rule = context_.rule_ordinals[static_cast<size_t>(output.rule)];
    if (output.initial) {
      std::vector<std::string> kept = DecidedOf(chunk, i, output.attribute, rule);
      if (!kept.empty()) {
        done = 1;
        values.push_back({output.attribute, std::move(kept), rule});
        continue;
      }
    }
    done = 1;
    if (outcome == Outcome::kFailed) continue;
    values.push_back(
        {output.attribute, TextsOf(*context_.configuration, *type_.type, output.attribute, value), rule});
  }
  return values;
}

void TypeOutbound::Answer(AccountChunk& chunk, const LoopResult& entitled, const LoopResult& wanted) {
  AccountQuestion question{type_.type, &type_.settings->provision};
  if (type_.plan->provision_rule >= 0)
    question.provision_rule = context_.rule_ordinals[static_cast<size_t>(type_.plan->provision_rule)];
  for (uint32_t i = 0; i < chunk.ids.size(); ++i) {
    Account& account = chunk.accounts[i];
    ++summary_.evaluated;
    bool failed = entitled.rows() > 0 && entitled.outcome(0, i) == Outcome::kFailed;
    // What was decided before stands while the identity or its entitlement cannot be evaluated.
    if (chunk.withheld[i] || failed) continue;
    question.account = &account;
    question.deleted = chunk.deleted[i] != 0;
    question.entitled = entitled.rows() > 0 ? entitled.truth(0, i) : account.linked;
    question.set_aside_candidate = set_aside_.contains(chunk.ids[i]);
    question.wanted.clear();
    if (question.entitled) question.wanted = WantedOf(chunk, wanted, i);
    question.seen = [&](int32_t attribute) { return SeenOf(chunk, i, attribute); };
    AccountAnswer answer = DecideAccount(question);
    if (account.linked && account.has_object && account.gone && question.entitled) ++summary_.missing;
    if (!answer.why_not.empty()) AddFinding(account.anchor, answer.why_not);
    if (!answer.change) {
      if (account.has_pending) outdated_.push_back(chunk.ids[i]);
      continue;
    }
    std::string payload = PackDeltas(answer.change->deltas);
    // The same as before keeps its state: approved stays approved.
    if (account.has_pending && account.pending_kind == answer.change->kind &&
        account.pending_payload == payload && account.pending_anchor == answer.change->anchor)
      continue;
    if (account.has_pending) outdated_.push_back(chunk.ids[i]);
    rows_.push_back({chunk.ids[i], std::move(*answer.change), std::move(payload)});
  }
}

Status TypeOutbound::Store(const AccountChunk& chunk) {
  if (!outdated_.empty())
    IDX_TRY(context_.db->Execute("DELETE FROM pending WHERE type = $1 AND identity = ANY($2::bigint[])",
                                 {type_.id, IdArray(outdated_)}));
  summary_.withdrawn += outdated_.size();
  for (const Row& row : rows_)
    if (std::binary_search(outdated_.begin(), outdated_.end(), row.identity)) --summary_.withdrawn;
  summary_.pending += rows_.size();
  if (rows_.empty() || chunk.ids.empty()) return {};
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "pending",
                                                  {{"identity", CopyType::kInt8},
                                                   {"type", CopyType::kInt4},
                                                   {"kind", CopyType::kInt4},
                                                   {"anchor", CopyType::kText},
                                                   {"payload", CopyType::kText},
                                                   {"state", CopyType::kInt4},
                                                   {"reason", CopyType::kText},
                                                   {"rule", CopyType::kInt4},
                                                   {"run", CopyType::kInt8},
                                                   {"since", CopyType::kTimestamp}}));
  for (const Row& row : rows_) {
    creates_ += row.change.kind == PendingKind::kCreate;
    writer.BeginRow();
    writer.Int(row.identity);
    writer.Int(type_.id);
    writer.Int(static_cast<int32_t>(row.change.kind));
    writer.Bytes(row.change.anchor);
    writer.Bytes(row.payload);
    writer.Int(static_cast<int32_t>(PendingState::kPending));
    writer.Bytes("");
    writer.Int(row.change.rule);
    writer.Int(context_.run);
    writer.Time(context_.now);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

// A new account may take neither the anchor of an object that is there nor that of another new account.
Status TypeOutbound::RefuseTakenAnchors() {
  int32_t create = static_cast<int32_t>(PendingKind::kCreate);
  IDX_TRY(Refuse(
      fmt::format("SELECT p.identity, p.anchor FROM pending p JOIN {} r ON r.k = p.anchor AND r.gone IS NULL "
                  "WHERE p.type = {} AND p.kind = {}",
                  QuoteIdentifier(type_.type->table), type_.id, create),
      "an object that is not joined has this anchor already: nothing is created"));
  IDX_TRY(Refuse(
      fmt::format("SELECT p.identity, p.anchor FROM pending p JOIN link l ON l.anchor = p.anchor AND l.type "
                  "= p.type AND l.object IS NULL AND l.identity <> p.identity WHERE p.type = {} AND p.kind "
                  "= {}",
                  type_.id, create),
      "another identity's new account has this anchor: nothing is created"));
  return Refuse(
      fmt::format(
          "SELECT identity, anchor FROM (SELECT identity, anchor, row_number() OVER (PARTITION BY "
          "anchor ORDER BY identity) AS n FROM pending WHERE type = {} AND kind = {} AND state <> 4) p "
          "WHERE n > 1",
          type_.id, create),
      "another identity's new account has this anchor: nothing is created");
}

Status TypeOutbound::Refuse(const std::string& query, const std::string& why) {
  IDX_ASSIGN(Rows rows, context_.db->Query(query));
  std::vector<int64_t> identities;
  for (size_t r = 0; r < rows.size(); ++r) {
    identities.push_back(rows.Int(r, 0));
    AddFinding(std::string(rows.Text(r, 1)), why);
  }
  summary_.pending -= std::min<uint64_t>(summary_.pending, identities.size());
  summary_.failed += identities.size();
  if (identities.empty()) return {};
  return context_.db->Execute(
      "UPDATE pending SET state = $3, reason = $4 WHERE type = $1 AND identity = "
      "ANY($2::bigint[])",
      {type_.id, IdArray(identities), static_cast<int32_t>(PendingState::kRefused), why});
}

void TypeOutbound::AddFinding(const std::string& key, const std::string& message) {
  if (summary_.findings.size() < kMaxFindings)
    summary_.findings.push_back({summary_.type, key, "", "", message});
}

}  // namespace

Status RunOutbound(RunContext& context) {
  for (const TypeState& type : context.types) {
    if (!type.provisions()) continue;
    OutboundSummary& summary = context.summary->outbound.emplace_back();
    summary.type = type.type->FullName();
    IDX_TRY(TypeOutbound(context, type, summary).Run());
  }
  return context.db->Execute("DELETE FROM outbound_due");
}

}  // namespace idx::runtime
