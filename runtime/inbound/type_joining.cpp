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
    errors_ = candidates.errors();
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
  IDX_ASSIGN(Candidates::Verdict verdict, candidates.Verify(join, open_));
  const int32_t rule = type_.plan->joins[join].rule;
  for (const CandidatePair& pair : verdict.failed) {
    if (open_[pair.object]) set_aside_.push_back({objects_[pair.object], Situation::kFailed, {}, rule});
    open_[pair.object] = 0;
    if (pair.identity == 0) continue;
    set_aside_.back().candidates.push_back(pair.identity);
    claimed_.insert(pair.identity);
  }
  IDX_TRY(Occupied(verdict.pairs));
  auto decisions = DecideSituations(
      std::move(verdict.pairs), [this](int64_t identity) { return occupied_.contains(identity); }, claimed_);
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
    IDX_ASSIGN(Candidates::Twins found, candidates->FindTwins(unmatched));
    for (bool failed : {false, true}) {
      for (uint32_t object : failed ? found.failed : found.twins) {
        open_[object] = 0;
        set_aside_.push_back({objects_[object], failed ? Situation::kFailed : Situation::kTwins, {}, -1});
      }
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
  summary.failed += errors_.count;
}

// Errors of rules name what they were about: the object by its anchor, and the identity by its id.
Status TypeJoining::SummariseErrors() {
  std::vector<int64_t> objects, identities;
  for (const JoinErrors::Row& row : errors_.rows) {
    if (row.object != 0) objects.push_back(row.object);
    if (row.identity != 0) identities.push_back(row.identity);
  }
  for (auto* ids : {&objects, &identities}) {
    std::sort(ids->begin(), ids->end());
    ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
  }
  IDX_ASSIGN(std::vector<std::string> keys, ReadKeys(objects));
  IDX_ASSIGN(std::vector<std::string> names, ReadPublicIds(identities));
  auto name_of = [](const std::vector<int64_t>& ids, const std::vector<std::string>& texts, int64_t id) {
    return texts[static_cast<size_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin())];
  };
  std::vector<Finding>& findings = context_.summary->inbound.findings;
  for (const JoinErrors::Row& row : errors_.rows) {
    if (findings.size() >= kMaxFindings) break;
    Finding finding = row.finding;
    finding.type = row.object != 0 ? type_.type->FullName() : work_.plan.type->FullName();
    finding.key =
        row.object != 0 ? name_of(objects, keys, row.object) : name_of(identities, names, row.identity);
    if (row.object != 0 && row.identity != 0)
      finding.message += fmt::format(" (compared with {} {})", work_.plan.type->FullName(),
                                     name_of(identities, names, row.identity));
    if (row.object == 0)
      finding.message +=
          fmt::format("; until it is mended, new objects of {} that may be this identity are set aside",
                      type_.type->FullName());
    findings.push_back(std::move(finding));
  }
  return {};
}

// By the ids, ascending; of identities that this run made, too.
Result<std::vector<std::string>> TypeJoining::ReadPublicIds(const std::vector<int64_t>& identities) {
  std::vector<std::string> names(identities.size());
  auto put = [&](int64_t id, const Guid& public_id) {
    auto place = std::lower_bound(identities.begin(), identities.end(), id);
    if (place != identities.end() && *place == id)
      names[static_cast<size_t>(place - identities.begin())] = ToHex(DigestOf(public_id));
  };
  for (const NewIdentity& identity : work_.created) put(identity.id, identity.public_id);
  if (identities.empty()) return names;
  IDX_ASSIGN(Rows rows,
             context_.db->Query(fmt::format("SELECT id, public_id FROM {} WHERE id = ANY($1::bigint[])",
                                            QuoteIdentifier(work_.plan.type->table)),
                                {IdArray(identities)}));
  for (size_t r = 0; r < rows.size(); ++r) put(rows.Int(r, 0), rows.Uuid(r, 1));
  return names;
}

}  // namespace idx::runtime
