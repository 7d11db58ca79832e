#include "runtime/outbound/outbound_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <unordered_set>
#include <utility>

#include "base/platform/clock.h"
#include "runtime/outbound/account_filters.h"
#include "runtime/outbound/account_values.h"
#include "runtime/outbound/taken_anchors.h"
#include "runtime/outbound/taken_by_accounts.h"
#include "runtime/outbound/wanted_account.h"
#include "runtime/state/bulk.h"
#include "runtime/state/clock_reads.h"
#include "runtime/state/derived_columns.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// One application type's pass over the identities that are due; then a second one, in the order of their
// public ids, over those that ask for a value of which there is only one: who gets it depends neither on the
// order of rows nor on the size of chunks.
class TypeOutbound {
 public:
  TypeOutbound(RunContext& context, const TypeState& type, OutboundSummary& summary)
      : context_(context),
        type_(type),
        summary_(summary),
        filters_(context, type),
        values_(context, type, filters_) {}

  Status Run();
  // Identities for whom no candidate was free: nothing of theirs has to change for it to be another answer
  // next time.
  const std::vector<int64_t>& unserved() const { return unserved_; }

 private:
  Result<std::vector<int64_t>> Due();
  std::vector<int32_t> VaultLoops() const;
  std::vector<int32_t> VaultReads() const;
  Result<std::vector<int64_t>> Referrers(const ObjectType& vault) const;
  Status ReadSetAside();
  size_t ChunkSize() const;
  Status RunChunk(const std::vector<int64_t>& ids);
  Status RunClaims();
  Status ClaimChunk(std::span<const std::pair<Guid, int64_t>> claimants);
  LoopResult RunLoop(int32_t loop, const AccountChunk& chunk) const;
  bool Ask(const AccountChunk& chunk, uint32_t i, const LoopResult& entitled, const LoopResult& wanted,
           FilteredAccount& account, std::vector<AccountWish>& wishes) const;
  bool Claim(int64_t identity, const std::vector<AccountWish>& wishes, FilteredAccount& account);
  Status Answer(AccountChunk& chunk, std::vector<FilteredAccount>& accounts);
  Status FilterAccounts(AccountChunk& chunk, std::vector<FilteredAccount>& accounts);
  std::vector<FilteredChange> Decide(AccountChunk& chunk, std::vector<FilteredAccount>& accounts);
  Status FilterChanges(AccountChunk& chunk, std::vector<FilteredChange>& changes);
  void NoteEvaluated(const AccountChunk& chunk, const std::vector<FilteredAccount>& accounts,
                     const std::vector<FilteredChange>& changes);
  Status Notify();
  void Keep(AccountChunk& chunk, FilteredChange& change);
  Status Store(const AccountChunk& chunk);
  Status Tell(const AccountChunk& chunk, const LoopResult& result,
              const std::vector<uint32_t>* identities = nullptr);
  Status TellErrors(const AccountChunk& chunk, const std::vector<compiler::RowError>& all,
                    const std::vector<uint32_t>* identities);
  Status Name(const AccountChunk& chunk, std::vector<std::pair<uint32_t, Finding>>& findings);
  void AddFinding(const std::string& key, const std::string& message);

  struct Row {
    int64_t identity;
    AccountChange change;
    std::string payload, hold;
  };

  RunContext& context_;
  const TypeState& type_;
  OutboundSummary& summary_;
  AccountFilters filters_;
  AccountValues values_;
  std::unordered_set<int64_t> set_aside_;
  std::vector<Row> rows_;          // of the chunk: new or changed
  std::vector<int64_t> outdated_;  // of the chunk: pending rows to take away
  uint64_t creates_ = 0;
  std::vector<Notice> notices_;     // of the chunk
  std::vector<int64_t> evaluated_;  // identities of the chunk of which all is known
  std::vector<std::pair<Guid, int64_t>> claimants_;
  std::set<int32_t> wished_;                 // attributes
  std::map<int32_t, TakenValues> taken_;     // by attribute, in the second pass
  std::vector<compiler::RowError> in_vain_;  // of the chunk
  std::vector<int64_t> unserved_;
};

Result<std::vector<int64_t>> TypeOutbound::Due() {
  int32_t vault = type_.settings->join.vault_type;
  std::string table = QuoteIdentifier(context_.VaultType(vault).table);
  IDX_ASSIGN(std::string digest, GetSetting(*context_.db, fmt::format("outbound.digest.{}", type_.id)));
  ClockReads reads = ClockReads::kNothing;
  for (int32_t loop : VaultLoops()) reads = std::max(reads, ClockReadsOf(*context_.program, loop));
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

// Those that read the identity.
std::vector<int32_t> TypeOutbound::VaultLoops() const {
  std::vector<int32_t> loops = {type_.plan->provision_loop, type_.plan->outbound_loop};
  for (const auto* filters : {&type_.plan->outbound_filter_loops, &type_.plan->export_filter_loops})
    loops.insert(loops.end(), filters->begin(), filters->end());
  std::erase(loops, -1);
  return loops;
}

// What the rules read of the identity.
std::vector<int32_t> TypeOutbound::VaultReads() const {
  std::vector<int32_t> reads;
  int32_t vault = type_.settings->join.vault_type;
  for (int32_t loop : VaultLoops()) {
    const compiler::Loop& body = context_.program->loops[static_cast<size_t>(loop)];
    for (size_t slot = 0; slot < body.inputs.size(); ++slot)
      if (body.inputs[slot] == vault)
        reads.insert(reads.end(), body.reads[slot].begin(), body.reads[slot].end());
  }
  reads.push_back(kVaultEnabled);
  if (filters_.HasOutbound() || filters_.HasExport()) reads.push_back(kVaultClassification);
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
  size_t chunk = ChunkSize();
  for (size_t first = 0; first < due.size(); first += chunk) {
    std::vector<int64_t> ids(
        due.begin() + static_cast<ptrdiff_t>(first),
        due.begin() + static_cast<ptrdiff_t>(std::min<size_t>(due.size(), first + chunk)));
    IDX_TRY(RunChunk(ids));
    FaultPoint(context_);
    if (context_.progress) context_.progress("outbound", summary_.type, first + ids.size());
  }
  IDX_TRY(RunClaims());
  // What was refused for an anchor is asked again: the other one may have gone.
  IDX_ASSIGN(Rows again,
             context_.db->Query("UPDATE pending SET state = 0, reason = '' WHERE type = $1 AND state = $2 "
                                "AND kind = $3",
                                {type_.id, static_cast<int32_t>(PendingState::kRefused),
                                 static_cast<int32_t>(PendingKind::kCreate)}));
  if (creates_ + again.affected() > 0) IDX_TRY(RefuseTakenAnchors(context_, type_, summary_));
  IDX_TRY(NoteClock(context_, fmt::format("outbound.{}", type_.id)));
  return PutSetting(*context_.db, fmt::format("outbound.digest.{}", type_.id), context_.program->digest);
}

// Candidates of Unique.Of are many texts for each identity, and all of a chunk are in memory.
size_t TypeOutbound::ChunkSize() const {
  if (type_.plan->outbound_loop < 0) return kOutboundChunk;
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(type_.plan->outbound_loop)];
  bool unique = std::any_of(loop.outputs.begin(), loop.outputs.end(),
                            [](const compiler::LoopOutput& output) { return output.unique; });
  return unique ? kOutboundChunk / 4 : kOutboundChunk;
}

LoopResult TypeOutbound::RunLoop(int32_t loop, const AccountChunk& chunk) const {
  if (loop < 0) return {};
  compiler::SlotInput slot{chunk.vault_view, nullptr};
  return context_.loops->Run(loop, {&slot, 1}, static_cast<uint32_t>(chunk.ids.size()));
}

Status TypeOutbound::RunChunk(const std::vector<int64_t>& ids) {
  IDX_ASSIGN(auto chunk, ReadAccounts(context_, type_, VaultReads(), ids));
  if (chunk->ids.empty()) return {};
  LoopResult entitled = RunLoop(type_.plan->provision_loop, *chunk);
  LoopResult wanted = RunLoop(type_.plan->outbound_loop, *chunk);
  rows_.clear();
  outdated_.clear();
  std::vector<FilteredAccount> accounts;
  for (uint32_t i = 0; i < chunk->ids.size(); ++i) {
    ++summary_.evaluated;
    FilteredAccount account;
    std::vector<AccountWish> wishes;
    if (!Ask(*chunk, i, entitled, wanted, account, wishes)) continue;
    if (wishes.empty()) {
      accounts.push_back(std::move(account));
    } else if (std::binary_search(ids.begin(), ids.end(), chunk->ids[i])) {
      claimants_.emplace_back(chunk->public_ids[i], chunk->ids[i]);
      for (const AccountWish& wish : wishes) wished_.insert(account.wanted[wish.value].attribute);
    }
  }
  IDX_TRY(Answer(*chunk, accounts));
  for (const LoopResult* result : {&entitled, &wanted}) IDX_TRY(Tell(*chunk, *result));
  IDX_TRY(Notify());
  return Store(*chunk);
}

Status TypeOutbound::RunClaims() {
  if (claimants_.empty()) return {};
  // What the first pass has promised is pending by now.
  for (int32_t attribute : wished_) {
    IDX_ASSIGN(TakenValues taken, ReadTaken(context_, type_, attribute));
    taken_.emplace(attribute, std::move(taken));
  }
  std::sort(claimants_.begin(), claimants_.end());
  size_t chunk = ChunkSize();
  for (size_t first = 0; first < claimants_.size(); first += chunk) {
    size_t count = std::min<size_t>(chunk, claimants_.size() - first);
    IDX_TRY(ClaimChunk({claimants_.data() + first, count}));
    FaultPoint(context_);
    if (context_.progress) context_.progress("outbound unique values", summary_.type, first + count);
  }
  return {};
}

// One after the other, filters included: what is not stored in the end is free for the next. The mappers'
// errors and messages about these identities were told in the first pass.
Status TypeOutbound::ClaimChunk(std::span<const std::pair<Guid, int64_t>> claimants) {
  std::vector<int64_t> ids;
  for (const auto& [public_id, id] : claimants) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  IDX_ASSIGN(auto chunk, ReadAccounts(context_, type_, VaultReads(), ids));
  LoopResult entitled = RunLoop(type_.plan->provision_loop, *chunk);
  LoopResult wanted = RunLoop(type_.plan->outbound_loop, *chunk);
  rows_.clear();
  outdated_.clear();
  in_vain_.clear();
  for (const auto& [public_id, id] : claimants) {
    auto found = std::lower_bound(chunk->ids.begin(), chunk->ids.end(), id);
    auto i = static_cast<uint32_t>(found - chunk->ids.begin());
    std::vector<FilteredAccount> accounts(1);
    std::vector<AccountWish> wishes;
    if (!Ask(*chunk, i, entitled, wanted, accounts[0], wishes)) continue;
    // Nobody gets an account without what it is known by; of one that is there everything else is kept up.
    const Account& account = chunk->accounts[i];
    if (!Claim(id, wishes, accounts[0]) && !(account.linked && account.has_object)) continue;
    IDX_TRY(Answer(*chunk, accounts));
  }
  for (const compiler::RowError& error : in_vain_) unserved_.push_back(chunk->ids[error.row]);
  IDX_TRY(TellErrors(*chunk, in_vain_, nullptr));
  std::sort(outdated_.begin(), outdated_.end());
  IDX_TRY(Notify());
  return Store(*chunk);
}

// What the rules want of the account; false where nobody knows, and what was decided before stands.
bool TypeOutbound::Ask(const AccountChunk& chunk, uint32_t i, const LoopResult& entitled,
                       const LoopResult& wanted, FilteredAccount& account,
                       std::vector<AccountWish>& wishes) const {
  const Account& present = chunk.accounts[i];
  bool unknown = entitled.rows() > 0 && entitled.outcome(0, i) == Outcome::kFailed;
  bool enabled = chunk.vault_view.columns[kVaultEnabled].At<uint8_t>(i) != 0;
  account.identity = i;
  // While the identity or its entitlement cannot be evaluated, but for what disables it.
  account.failed = unknown || chunk.withheld[i];
  if (account.failed && (enabled || !present.linked)) return false;
  account.entitled = unknown || entitled.rows() == 0 ? present.linked : entitled.truth(0, i);
  if (account.entitled) account.wanted = values_.Wanted(chunk, wanted, i, wishes, account.settled);
  // Nothing is done, and so nothing promised: see wanted_account.cpp.
  bool waits = !present.linked && set_aside_.contains(chunk.ids[i]);
  if (account.failed || chunk.deleted[i] || waits || (present.has_object && present.gone)) wishes.clear();
  return true;
}

// Decides what is wished for, each by the first candidate that is free; false where one has none: told, and
// taken out of what is wanted.
bool TypeOutbound::Claim(int64_t identity, const std::vector<AccountWish>& wishes, FilteredAccount& account) {
  bool served = true;
  for (size_t w = wishes.size(); w-- > 0;) {  // from the back: the places stay right
    const AccountWish& wish = wishes[w];
    WantedValue& value = account.wanted[wish.value];
    if (const Text* free = taken_.at(value.attribute).FirstFree(identity, *wish.candidates)) {
      value.texts.push_back(free->str());
      continue;
    }
    served = false;
    in_vain_.push_back({wish.rule, account.identity, EvalErrorKind::kInvalidOperation,
                        NoneFree(wish.candidates->count, *type_.type, value.attribute),
                        context_.program->rules[static_cast<size_t>(wish.rule)].where});
    account.wanted.erase(account.wanted.begin() + static_cast<ptrdiff_t>(wish.value));
  }
  return served;
}

Status TypeOutbound::Tell(const AccountChunk& chunk, const LoopResult& result,
                          const std::vector<uint32_t>* identities) {
  IDX_TRY(TellErrors(chunk, result.errors(), identities));
  std::vector<std::pair<uint32_t, Finding>> messages;
  for (const LogMessage& message : result.messages())
    if (messages.size() + summary_.said.messages.size() < kMaxFindings)
      messages.push_back(
          {identities != nullptr ? (*identities)[message.row] : message.row, FindingOf(context_, message)});
  IDX_TRY(Name(chunk, messages));
  summary_.said.count += result.messages().size() + result.messages_left_off();
  for (auto& [row, message] : messages) summary_.said.messages.push_back(std::move(message));
  return {};
}

// As far as there is room for them. identities: of each row; null: row i is identity i.
Status TypeOutbound::TellErrors(const AccountChunk& chunk, const std::vector<compiler::RowError>& all,
                                const std::vector<uint32_t>* identities) {
  std::vector<std::pair<uint32_t, Finding>> errors;
  for (const compiler::RowError& error : all)
    if (errors.size() + summary_.findings.size() < kMaxFindings)
      errors.push_back(
          {identities != nullptr ? (*identities)[error.row] : error.row, FindingOf(context_, error)});
  IDX_TRY(Name(chunk, errors));
  summary_.failed += all.size();
  for (auto& [row, finding] : errors) summary_.findings.push_back(std::move(finding));
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

// What each account should be: by the mappers, then by the filters, then by what is there; and what export
// filters make of the change.
Status TypeOutbound::Answer(AccountChunk& chunk, std::vector<FilteredAccount>& accounts) {
  if (filters_.HasOutbound()) IDX_TRY(FilterAccounts(chunk, accounts));
  std::vector<FilteredChange> changes = Decide(chunk, accounts);
  if (filters_.HasExport()) IDX_TRY(FilterChanges(chunk, changes));
  NoteEvaluated(chunk, accounts, changes);
  for (FilteredChange& change : changes) Keep(chunk, change);
  return {};
}

// Of those whose filters all ran: the others' notices may still hold.
void TypeOutbound::NoteEvaluated(const AccountChunk& chunk, const std::vector<FilteredAccount>& accounts,
                                 const std::vector<FilteredChange>& changes) {
  std::vector<int64_t> failed;
  for (const FilteredChange& change : changes)
    if (change.failed) failed.push_back(chunk.ids[change.identity]);
  for (const FilteredAccount& account : accounts) {
    int64_t id = chunk.ids[account.identity];
    if (!account.failed && !std::binary_search(failed.begin(), failed.end(), id)) evaluated_.push_back(id);
  }
}

// What the filters asked to tell of the chunk.
Status TypeOutbound::Notify() {
  std::vector<Notice> notices = std::exchange(notices_, {});
  std::vector<int64_t> evaluated = std::exchange(evaluated_, {});
  if (!filters_.HasOutbound() && !filters_.HasExport()) return {};
  std::vector<int32_t> loops = type_.plan->outbound_filter_loops;
  loops.insert(loops.end(), type_.plan->export_filter_loops.begin(), type_.plan->export_filter_loops.end());
  IDX_ASSIGN(bool any, HasNotices(context_, type_.id, loops));
  if (!any) return {};
  std::sort(evaluated.begin(), evaluated.end());
  std::erase_if(notices, [&](const Notice& notice) {
    return !std::binary_search(evaluated.begin(), evaluated.end(), notice.identity);
  });
  return StoreNotices(context_, type_.id, context_.VaultType(type_.settings->join.vault_type), evaluated,
                      std::move(notices));
}

// Those that nobody is entitled to any more are lost, whatever filters would say. Where one fails, the
// account may only be disabled.
Status TypeOutbound::FilterAccounts(AccountChunk& chunk, std::vector<FilteredAccount>& accounts) {
  std::vector<FilteredAccount> rest, asked;
  for (FilteredAccount& account : accounts) {
    bool lost = !account.entitled || chunk.deleted[account.identity];
    (lost || account.failed ? rest : asked).push_back(std::move(account));
  }
  accounts = std::move(asked);
  auto expected = [this](const AccountChunk& c, uint32_t i, int32_t attribute) {
    return values_.Expected(c, i, attribute);
  };
  for (const FilterReport& report : filters_.FilterAccounts(chunk, accounts, expected, notices_))
    IDX_TRY(Tell(chunk, report.result, &report.identities));
  accounts.insert(accounts.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  std::sort(accounts.begin(), accounts.end(),
            [](const FilteredAccount& a, const FilteredAccount& b) { return a.identity < b.identity; });
  return {};
}

std::vector<FilteredChange> TypeOutbound::Decide(AccountChunk& chunk,
                                                 std::vector<FilteredAccount>& accounts) {
  AccountQuestion question{type_.type, &type_.settings->provision};
  std::vector<FilteredChange> changes;
  for (FilteredAccount& asked : accounts) {
    uint32_t i = asked.identity;
    Account& account = chunk.accounts[i];
    AccountAnswer answer;
    question.provision_rule = asked.deleted ? asked.rule
                              : type_.plan->provision_rule < 0
                                  ? 0
                                  : context_.rule_ordinals[static_cast<size_t>(type_.plan->provision_rule)];
    question.account = &account;
    question.deleted = !asked.failed && (chunk.deleted[i] != 0 || asked.deleted);
    question.entitled = asked.entitled;
    question.set_aside_candidate = set_aside_.contains(chunk.ids[i]);
    question.wanted = std::move(asked.wanted);
    question.seen = [&](int32_t attribute) { return values_.Seen(chunk, i, attribute); };
    for (const std::string& complaint : asked.complaints) AddFinding(account.anchor, complaint);
    if (!asked.skipped) answer = DecideAccount(question);
    if (asked.failed) {
      if (!answer.change || answer.change->kind != PendingKind::kDisable) continue;
      KeepDisabling(*type_.type, type_.settings->provision, *answer.change);
    }
    if (account.linked && account.has_object && account.gone && question.entitled) ++summary_.missing;
    if (!answer.why_not.empty()) AddFinding(account.anchor, answer.why_not);
    if (answer.change) {
      FilteredChange& change = changes.emplace_back(FilteredChange{i, std::move(*answer.change)});
      for (const WantedValue& value : question.wanted) change.given.push_back(value.attribute);
      change.settled = std::move(asked.settled);
      change.only_disables = asked.failed;
    } else if (account.has_pending) {
      outdated_.push_back(chunk.ids[i]);
    }
  }
  return changes;
}

// A change that disables or deletes goes on where a filter fails: what protects is not withheld.
Status TypeOutbound::FilterChanges(AccountChunk& chunk, std::vector<FilteredChange>& changes) {
  auto expected = [this](const AccountChunk& c, uint32_t i, int32_t attribute) {
    return values_.Expected(c, i, attribute);
  };
  auto seen = [this](const AccountChunk& c, uint32_t i, int32_t attribute) {
    return values_.Seen(c, i, attribute);
  };
  std::vector<AccountChange> before;
  for (const FilteredChange& change : changes) before.push_back(change.change);
  for (const FilterReport& report : filters_.FilterChanges(chunk, changes, expected, seen, notices_))
    IDX_TRY(Tell(chunk, report.result, &report.identities));
  for (size_t c = 0; c < changes.size(); ++c) {
    FilteredChange& change = changes[c];
    bool protects = before[c].kind == PendingKind::kDelete || before[c].kind == PendingKind::kDisable;
    for (const std::string& complaint : change.complaints)
      AddFinding(chunk.accounts[change.identity].anchor, complaint);
    if (change.failed && protects) {
      bool disables = before[c].kind == PendingKind::kDisable;
      change = {change.identity, std::move(before[c])};
      change.only_disables = disables;
    }
    if (change.only_disables) KeepDisabling(*type_.type, type_.settings->provision, change.change);
    PendingKind& kind = change.change.kind;
    if (kind == PendingKind::kCreate || kind == PendingKind::kDelete) continue;
    kind = KindOfDeltas(*type_.type, type_.settings->provision, change.change.deltas);
    change.skipped |= change.change.deltas.empty();
  }
  return {};
}

void TypeOutbound::Keep(AccountChunk& chunk, FilteredChange& change) {
  int64_t identity = chunk.ids[change.identity];
  const Account& account = chunk.accounts[change.identity];
  if (change.failed) return;
  if (change.skipped) {
    if (account.has_pending) outdated_.push_back(identity);
    return;
  }
  for (const AttributeDelta& delta : change.change.deltas)
    if (auto taken = taken_.find(type_.type->Find(delta.attribute)); taken != taken_.end())
      for (const std::string& value : delta.wanted) taken->second.Take(identity, value);
  std::string payload = PackDeltas(change.change.deltas);
  // The same as before keeps its state: approved stays approved.
  if (account.has_pending && account.pending_kind == change.change.kind &&
      account.pending_payload == payload && account.pending_anchor == change.change.anchor &&
      account.pending_hold == change.hold)
    return;
  if (account.has_pending) outdated_.push_back(identity);
  rows_.push_back({identity, std::move(change.change), std::move(payload), std::move(change.hold)});
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
                                                   {"since", CopyType::kTimestamp},
                                                   {"hold", CopyType::kText}}));
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
    writer.Bytes(row.hold);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

void TypeOutbound::AddFinding(const std::string& key, const std::string& message) {
  if (summary_.findings.size() < kMaxFindings)
    summary_.findings.push_back({summary_.type, key, "", "", message});
}

}  // namespace

Status RunOutbound(RunContext& context) {
  std::map<int32_t, std::vector<int64_t>> again;  // by the Vault type's number
  for (const TypeState& type : context.types) {
    if (!type.provisions()) continue;
    OutboundSummary& summary = context.summary->outbound.emplace_back();
    summary.type = type.type->FullName();
    TypeOutbound outbound(context, type, summary);
    IDX_TRY(outbound.Run());
    std::vector<int64_t>& due =
        again[context.vault_type_ids[static_cast<size_t>(type.settings->join.vault_type)]];
    due.insert(due.end(), outbound.unserved().begin(), outbound.unserved().end());
  }
  IDX_TRY(context.db->Execute("DELETE FROM outbound_due"));
  for (const auto& [type, due] : again)
    if (!due.empty())
      IDX_TRY(
          context.db->Execute("INSERT INTO outbound_due SELECT $1, i, i FROM unnest($2::bigint[]) AS u(i)",
                              {type, IdArray(due)}));
  return {};
}

}  // namespace idx::runtime
