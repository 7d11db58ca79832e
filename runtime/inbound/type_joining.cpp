#include "runtime/inbound/type_joining.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/bulk.h"
#include "runtime/state/identity_id.h"
#include "runtime/state/tables.h"

namespace idx::runtime {

TypeJoining::TypeJoining(RunContext& context, const TypeState& type, VaultWork& work)
    : context_(context), type_(type), work_(work) {}

Result<bool> TypeJoining::Run() {
  IDX_TRY(LinkOwnCreates());
  IDX_ASSIGN(objects_,
             ReadIds(*context_.db, fmt::format("SELECT r.id FROM {} r WHERE r.gone IS NULL AND NOT EXISTS "
                                               "(SELECT 1 FROM link l WHERE l.object = r.id AND l.type = {}) "
                                               "ORDER BY r.id",
                                               QuoteIdentifier(type_.type->table), type_.id)));
  open_.assign(objects_.size(), 1);
  if (objects_.empty()) return false;
  if (type_.plan != nullptr && !type_.plan->joins.empty()) {
    Candidates candidates(context_, type_, work_, objects_);
    IDX_TRY(candidates.Collect());
    for (size_t join = 0; join < type_.plan->joins.size(); ++join) IDX_TRY(Decide(candidates, join));
    IDX_TRY(DecideUnmatched(&candidates));
  } else {
    IDX_TRY(DecideUnmatched(nullptr));
  }
  IDX_TRY(StoreLinks());
  undecided_ = static_cast<size_t>(std::count(open_.begin(), open_.end(), 1)) + set_aside_.size();
  return !links_.empty();
}

// Objects that appear under the anchor of an account that we made are its own, whatever the join rules say.
Status TypeJoining::LinkOwnCreates() {
  IDX_ASSIGN(bool waiting,
             HasRows(*context_.db, fmt::format("link WHERE type = {} AND object IS NULL", type_.id)));
  if (!waiting) return {};
  IDX_ASSIGN(Rows rows, context_.db->Query(fmt::format(
                            "UPDATE link l SET object = r.id FROM {} r WHERE l.type = {} AND l.object "
                            "IS NULL AND r.k = l.anchor AND r.gone IS NULL AND NOT EXISTS (SELECT 1 "
                            "FROM link o WHERE o.object = r.id AND o.type = {}) RETURNING l.identity",
                            QuoteIdentifier(type_.type->table), type_.id, type_.id)));
  std::vector<int64_t> identities;
  for (size_t r = 0; r < rows.size(); ++r) identities.push_back(rows.Int(r, 0));
  if (!identities.empty()) joined_["(own accounts)"] += identities.size();
  work_.Touch(std::move(identities));
  return {};
}

Status TypeJoining::Decide(Candidates& candidates, size_t join) {
  std::vector<CandidatePair> pairs;
  std::vector<uint32_t> failed;
  IDX_TRY(candidates.Verify(join, open_, pairs, failed, findings_));
  const int32_t rule = type_.plan->joins[join].rule;
  for (uint32_t object : failed) {
    open_[object] = 0;
    set_aside_.push_back({objects_[object], Situation::kFailed, {}, rule});
  }
  IDX_TRY(Occupied(pairs));
  auto decisions = DecideSituations(
      std::move(pairs), [this](int64_t identity) { return occupied_.contains(identity); }, claimed_);
  int32_t ordinal = context_.rule_ordinals[static_cast<size_t>(rule)];
  for (JoinDecision& decision : decisions) {
    open_[decision.object] = 0;
    if (decision.situation == Situation::kMatched) {
      int64_t identity = decision.candidates.front();
      links_.push_back({identity, objects_[decision.object], ordinal});
      occupied_.insert(identity);
      ++joined_[context_.program->rules[static_cast<size_t>(rule)].id];
    } else {
      set_aside_.push_back(
          {objects_[decision.object], decision.situation, std::move(decision.candidates), rule});
    }
  }
  return {};
}

// Which candidates have an object of this type? One that vanished gives its place up: the key changed.
Status TypeJoining::Occupied(const std::vector<CandidatePair>& pairs) {
  std::vector<int64_t> unknown;
  for (const CandidatePair& pair : pairs)
    if (!occupied_.contains(pair.identity) && !free_.contains(pair.identity))
      unknown.push_back(pair.identity);
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  free_.insert(unknown.begin(), unknown.end());
  for (size_t first = 0; first < unknown.size(); first += kFlowChunk) {
    std::vector<int64_t> chunk(
        unknown.begin() + static_cast<ptrdiff_t>(first),
        unknown.begin() + static_cast<ptrdiff_t>(std::min<size_t>(unknown.size(), first + kFlowChunk)));
    IDX_ASSIGN(Rows rows,
               context_.db->Query(fmt::format(
                   "SELECT l.identity, r.gone IS NOT NULL FROM link l LEFT JOIN {} r ON r.id = l.object "
                   "WHERE l.type = {} AND {}",
                   QuoteIdentifier(type_.type->table), type_.id, IdCondition("l.identity", chunk))));
    for (size_t r = 0; r < rows.size(); ++r) {
      if (!std::binary_search(chunk.begin(), chunk.end(), rows.Int(r, 0))) continue;
      if (rows.Bool(r, 1)) {
        rekeyed_.insert(rows.Int(r, 0));
      } else {
        occupied_.insert(rows.Int(r, 0));
      }
    }
  }
  return {};
}

Status TypeJoining::DecideUnmatched(Candidates* candidates) {
  std::vector<uint32_t> unmatched;
  for (uint32_t object = 0; object < open_.size(); ++object)
    if (open_[object]) unmatched.push_back(object);
  unmatched_ = unmatched.size();
  if (type_.settings->join.unmatched != Unmatched::kCreate || unmatched.empty()) return {};
  if (candidates != nullptr) {
    IDX_ASSIGN(std::vector<uint32_t> twins, candidates->FindTwins(unmatched));
    for (uint32_t twin : twins) {
      open_[twin] = 0;
      set_aside_.push_back({objects_[twin], Situation::kTwins, {}, -1});
    }
    std::erase_if(unmatched, [this](uint32_t object) { return !open_[object]; });
  }
  unmatched_ = 0;
  return Create(unmatched);
}

Result<std::vector<std::string>> TypeJoining::ReadKeys(const std::vector<int64_t>& objects) {
  std::vector<std::string> keys(objects.size());
  if (objects.empty()) return keys;
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(*context_.db,
                               fmt::format("SELECT id, k FROM {} WHERE {}",
                                           QuoteIdentifier(type_.type->table), IdCondition("id", objects)),
                               {{"id", CopyType::kInt8}, {"k", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return keys;
    auto found = std::lower_bound(objects.begin(), objects.end(), reader.Int(0));
    if (found != objects.end() && *found == reader.Int(0))
      keys[static_cast<size_t>(found - objects.begin())] = reader.Bytes(1);
  }
}

Status TypeJoining::Create(const std::vector<uint32_t>& newborns) {
  if (newborns.empty()) return {};
  IDX_ASSIGN(int64_t next, TakeIds(context_, "identity", static_cast<int64_t>(newborns.size())));
  std::vector<int64_t> made;
  for (size_t first = 0; first < newborns.size(); first += kFlowChunk) {
    std::vector<int64_t> objects;
    std::vector<NewIdentity> identities;
    for (size_t i = first; i < std::min(newborns.size(), first + kFlowChunk); ++i) {
      objects.push_back(objects_[newborns[i]]);
      identities.push_back({next, {}});
      links_.push_back({next, objects.back(), 0});
      made.push_back(next++);
      open_[newborns[i]] = 0;
    }
    IDX_ASSIGN(auto keys, ReadKeys(objects));
    IDX_TRY(NameIdentities(identities, std::move(keys)));
    work_.created.insert(work_.created.end(), identities.begin(), identities.end());
  }
  context_.summary->inbound.created += newborns.size();
  work_.Touch(std::move(made));
  return {};
}

// An id that is taken belongs to an identity that was made from the same anchor before: the next incarnation.
Status TypeJoining::NameIdentities(std::vector<NewIdentity>& identities, std::vector<std::string> keys) {
  std::vector<size_t> unnamed(identities.size());
  for (size_t i = 0; i < unnamed.size(); ++i) unnamed[i] = i;
  for (uint32_t incarnation = 0; !unnamed.empty(); ++incarnation) {
    std::vector<std::string> ids;
    for (size_t i : unnamed) {
      identities[i].public_id = IdentityId(context_.configuration->tenant, work_.plan.type->FullName(),
                                           type_.type->FullName(), keys[i], incarnation);
      if (!work_.first_load) ids.push_back(ToHex(DigestOf(identities[i].public_id)));
    }
    if (work_.first_load) return {};
    IDX_ASSIGN(Rows taken, context_.db->Query(fmt::format("SELECT public_id FROM {} WHERE public_id = "
                                                          "ANY($1::uuid[])",
                                                          QuoteIdentifier(work_.plan.type->table)),
                                              {Parameter::Array(ids)}));
    std::vector<size_t> again;
    for (size_t r = 0; r < taken.size(); ++r)
      for (size_t i : unnamed)
        if (identities[i].public_id == taken.Uuid(r, 0)) again.push_back(i);
    unnamed = std::move(again);
  }
  return {};
}

Status TypeJoining::StoreLinks() {
  if (links_.empty()) return {};
  std::vector<int64_t> moved, identities;
  for (const NewLink& link : links_) {
    identities.push_back(link.identity);
    if (rekeyed_.contains(link.identity)) moved.push_back(link.identity);
  }
  if (!moved.empty())
    IDX_TRY(context_.db->Execute("DELETE FROM link WHERE type = $1 AND identity = ANY($2::bigint[])",
                                 {type_.id, IdArray(moved)}));
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "link",
                                                  {{"identity", CopyType::kInt8},
                                                   {"type", CopyType::kInt4},
                                                   {"object", CopyType::kInt8},
                                                   {"anchor", CopyType::kText},
                                                   {"role", CopyType::kText},
                                                   {"made", CopyType::kBool},
                                                   {"disabled", CopyType::kBool},
                                                   {"run", CopyType::kInt8},
                                                   {"cause", CopyType::kInt4}}));
  for (const NewLink& link : links_) {
    writer.BeginRow();
    writer.Int(link.identity);
    writer.Int(type_.id);
    writer.Int(link.object);
    writer.Null();
    writer.Bytes("primary");
    writer.Bool(false);
    writer.Bool(false);
    writer.Int(context_.run);
    writer.Int(link.rule);
    IDX_TRY(writer.EndRow());
  }
  IDX_ASSIGN([[maybe_unused]] uint64_t stored, writer.Finish());
  work_.Touch(std::move(identities));
  return {};
}

// Who was a candidate and is none any more may be provisioned now.
Status TypeJoining::TouchFreed() {
  std::unordered_set<int64_t> still;
  for (const SetAside& aside : set_aside_) still.insert(aside.candidates.begin(), aside.candidates.end());
  IDX_ASSIGN(std::vector<int64_t> freed,
             ReadIds(*context_.db,
                     fmt::format("SELECT DISTINCT unnest(candidates::bigint[]) FROM set_aside WHERE type = "
                                 "{}",
                                 type_.id)));
  std::erase_if(freed, [&](int64_t identity) { return still.contains(identity); });
  work_.Touch(std::move(freed));
  return {};
}

Status TypeJoining::StoreSetAside() {
  IDX_TRY(TouchFreed());
  IDX_TRY(context_.db->Execute("DELETE FROM set_aside WHERE type = $1", {type_.id}));
  if (set_aside_.empty()) return {};
  IDX_ASSIGN(CopyWriter writer, CopyWriter::Start(*context_.db, "set_aside",
                                                  {{"type", CopyType::kInt4},
                                                   {"object", CopyType::kInt8},
                                                   {"situation", CopyType::kInt4},
                                                   {"candidates", CopyType::kText},
                                                   {"rule", CopyType::kInt4},
                                                   {"reason", CopyType::kText}}));
  std::sort(set_aside_.begin(), set_aside_.end(),
            [](const SetAside& a, const SetAside& b) { return a.object < b.object; });
  for (const SetAside& aside : set_aside_) {
    writer.BeginRow();
    writer.Int(type_.id);
    writer.Int(aside.object);
    writer.Int(static_cast<int64_t>(aside.situation));
    writer.Bytes(IdArray(aside.candidates));
    writer.Int(aside.rule < 0 ? 0 : context_.rule_ordinals[static_cast<size_t>(aside.rule)]);
    writer.Bytes("");
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  if (!stored.ok()) return stored.error();
  std::vector<int64_t> examples;
  for (size_t i = 0; i < std::min(set_aside_.size(), kMaxFindings); ++i)
    examples.push_back(set_aside_[i].object);
  IDX_ASSIGN(std::vector<std::string> keys, ReadKeys(examples));
  for (size_t i = 0; i < examples.size(); ++i) {
    Finding finding{type_.type->FullName(), keys[i], "", "",
                    std::string(SituationName(set_aside_[i].situation))};
    if (set_aside_[i].rule >= 0) {
      const compiler::RuleInfo& rule = context_.program->rules[static_cast<size_t>(set_aside_[i].rule)];
      finding.rule = rule.id;
      finding.place = fmt::format("{}:{}", rule.where.path, rule.where.line);
    }
    context_.summary->inbound.examples[finding.message].push_back(std::move(finding));
  }
  return {};
}

void TypeJoining::SummariseJoins() {
  for (const auto& [rule, count] : joined_) context_.summary->inbound.joined[rule] += count;
}

void TypeJoining::SummariseRest() {
  InboundSummary& summary = context_.summary->inbound;
  for (const SetAside& aside : set_aside_) ++summary.situations[std::string(SituationName(aside.situation))];
  if (unmatched_ > 0) summary.situations["unmatched"] += unmatched_;
  summary.failed += findings_.size();
  for (Finding& finding : findings_)
    if (summary.findings.size() < kMaxFindings) summary.findings.push_back(std::move(finding));
}

}  // namespace idx::runtime
