#include "runtime/pipeline/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "runtime/inbound/inbound_stage.h"
#include "runtime/join/situations.h"
#include "runtime/pipeline/differences.h"
#include "runtime/pipeline/value_history.h"
#include "runtime/repository/copy.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

constexpr int kPrefix = 3;  // keys that begin alike are more likely meant

class Explainer {
 public:
  Explainer(RunContext& context, Explanation& explanation) : context_(context), out_(explanation) {}

  Status Object(const TypeState& type, const std::string& key);
  Status Identity(int32_t vault_type, const std::string& key);
  Status Values(int32_t vault_type, int64_t identity, const std::string& attribute);
  Status Accounts(int32_t vault_type, int64_t identity);

  // The rules' places, as far as the present configuration has them.
  void PlacesOfRules() {
    for (ExplainedAttribute& attribute : out_.attributes)
      attribute.place = attribute.rule.empty() ? "" : PlaceOf(attribute.rule);
  }
  int64_t identity() const { return identity_; }

 private:
  Status PublicId(int32_t vault_type);
  Result<std::string> NearKeys(const TypeState& type, const std::string& key);
  std::string Place(int32_t rule) const;
  std::string PlaceOf(const std::string& rule_id) const;
  std::vector<std::string> Texts(const ObjectType& type, int32_t attribute, const void* value) const;
  std::vector<std::string> Candidates(const ObjectType& type, int32_t attribute, const void* value) const;
  Opinion OpinionOf(const VaultWork& work, FlowResult& flow, int32_t attribute,
                    const Contribution& contribution, uint32_t row, Outcome outcome);
  Status Account(const TypeState& type, int64_t identity);

  RunContext& context_;
  Explanation& out_;
  int64_t identity_ = 0;
};

std::string Explainer::Place(int32_t rule) const {
  if (rule < 0) return "";
  const compiler::SourceLocation& where = context_.program->rules[static_cast<size_t>(rule)].where;
  return where.path.empty() ? "" : fmt::format("{}:{}", where.path, where.line);
}

std::string Explainer::PlaceOf(const std::string& rule_id) const {
  for (size_t r = 0; r < context_.program->rules.size(); ++r)
    if (context_.program->rules[r].id == rule_id) return Place(static_cast<int32_t>(r));
  return "";
}

std::vector<std::string> Explainer::Texts(const ObjectType& type, int32_t attribute,
                                          const void* value) const {
  if (value != nullptr && type.At(attribute).sensitive) return {"(sensitive)"};
  return TextsOf(*context_.configuration, type, attribute, value);
}

// Of Unique.Of: all that may be chosen.
std::vector<std::string> Explainer::Candidates(const ObjectType& type, int32_t attribute,
                                               const void* value) const {
  std::vector<std::string> texts;
  const ListView& list = *static_cast<const ListView*>(value);
  for (uint32_t c = 0; c < list.count; ++c)
    for (std::string& text : Texts(type, attribute, list.begin_of<Text>() + c))
      texts.push_back(std::move(text));
  return texts;
}

// What else to type: the key in another spelling, or of another type; else how keys look.
Result<std::string> Explainer::NearKeys(const TypeState& type, const std::string& key) {
  std::string table = QuoteIdentifier(type.type->table);
  IDX_ASSIGN(
      Rows same,
      context_.db->Query(
          fmt::format("SELECT k FROM {} WHERE lower(btrim(k)) = lower(btrim($1)) LIMIT 1", table), {key}));
  if (!same.empty()) return fmt::format("; did you mean '{}'?", same.Text(0, 0));
  for (const TypeState& other : context_.types) {
    if (&other == &type) continue;
    IDX_ASSIGN(Rows there,
               context_.db->Query(
                   fmt::format("SELECT 1 FROM {} WHERE k = $1", QuoteIdentifier(other.type->table)), {key}));
    if (!there.empty()) return fmt::format("; {} has one: did you mean that?", other.type->FullName());
  }
  IDX_ASSIGN(Rows some,
             context_.db->Query(
                 fmt::format("SELECT k FROM (SELECT k FROM {} WHERE gone IS NULL ORDER BY left(k, {}) = "
                             "left($1, {}) DESC, id LIMIT 3) x ORDER BY k COLLATE \"C\"",
                             table, kPrefix, kPrefix),
                 {key}));
  std::string keys;
  for (size_t r = 0; r < some.size(); ++r) keys += fmt::format("{}{}", r == 0 ? "" : ", ", some.Text(r, 0));
  return keys.empty() ? std::string("; nothing was imported yet: idx sync")
                      : "; its keys are such as " + keys;
}

// An object by its anchor: whom it is joined to, or why it is not.
Status Explainer::Object(const TypeState& type, const std::string& key) {
  IDX_ASSIGN(Rows object, context_.db->Query(fmt::format("SELECT id, gone IS NOT NULL FROM {} WHERE k = $1",
                                                         QuoteIdentifier(type.type->table)),
                                             {key}));
  if (object.empty()) {
    IDX_ASSIGN(std::string hint, NearKeys(type, key));
    return Error{Origin::kInput,
                 fmt::format("{} has no object {}: it was never imported, or its row could not be "
                             "read{}",
                             type.type->FullName(), key, hint)};
  }
  if (object.Bool(0, 1))
    out_.why = "the object has vanished from its application; its last values rank behind all others";
  IDX_ASSIGN(Rows link,
             context_.db->Query("SELECT identity, cause, made FROM link WHERE type = $1 AND object = $2",
                                {type.id, object.Int(0, 0)}));
  if (!link.empty()) {
    identity_ = link.Int(0, 0);
    out_.situation = "linked";
    std::string rule = RuleName(context_, link.Int(0, 1));
    if (out_.why.empty())
      out_.why = link.Bool(0, 2) ? "IDx made it"
                 : rule.empty()  ? "the identity was made from it"
                                 : fmt::format("joined by {} ({})", rule, PlaceOf(rule));
    return PublicId(type.settings->join.vault_type);
  }
  IDX_ASSIGN(
      Rows aside,
      context_.db->Query(
          fmt::format("SELECT situation, rule, (SELECT string_agg(v.public_id::text, ', ' ORDER BY "
                      "v.public_id) FROM {} v WHERE v.id = ANY(s.candidates::bigint[])) FROM set_aside "
                      "s WHERE type = $1 AND object = $2",
                      AllIdentities(context_)),
          {type.id, object.Int(0, 0)}));
  if (aside.empty()) {
    out_.situation = "unmatched";
    out_.why = type.joins() ? "no join rule found an identity for it" : "objects of this type are not joined";
    return {};
  }
  out_.situation = SituationName(static_cast<Situation>(aside.Int(0, 0)));
  out_.why = fmt::format("set aside by {}; candidates: {}", RuleName(context_, aside.Int(0, 1)),
                         aside.OptionalText(0, 2).value_or("none"));
  return {};
}

Status Explainer::PublicId(int32_t vault_type) {
  IDX_ASSIGN(Rows rows, context_.db->Query(fmt::format("SELECT public_id FROM {} WHERE id = $1",
                                                       QuoteIdentifier(context_.VaultType(vault_type).table)),
                                           {identity_}));
  if (!rows.empty()) out_.identity = ToHex(DigestOf(rows.Uuid(0, 0)));
  return {};
}

// An identity by its public id, or by the anchor of any of its objects.
Status Explainer::Identity(int32_t vault_type, const std::string& key) {
  const ObjectType& vault = context_.VaultType(vault_type);
  IDX_ASSIGN(Rows by_id,
             context_.db->Query(fmt::format("SELECT id FROM {} WHERE replace(public_id::text, '-', '') = "
                                            "replace($1, '-', '')",
                                            QuoteIdentifier(vault.table)),
                                {key}));
  if (!by_id.empty()) identity_ = by_id.Int(0, 0);
  for (const TypeState& type : context_.types) {
    if (identity_ != 0 || type.settings->join.vault_type != vault_type) continue;
    IDX_ASSIGN(identity_,
               QueryNumber(*context_.db,
                           fmt::format("SELECT l.identity FROM link l JOIN {} r ON r.id = l.object WHERE "
                                       "l.type = $1 AND r.k = $2",
                                       QuoteIdentifier(type.type->table)),
                           {type.id, key}));
  }
  if (identity_ == 0)
    return Error{
        Origin::kInput,
        fmt::format("{} has no identity {}: give its id, or the anchor of an object that is joined to it",
                    vault.FullName(), key)};
  return PublicId(vault_type);
}

Opinion Explainer::OpinionOf(const VaultWork& work, FlowResult& flow, int32_t attribute,
                             const Contribution& contribution, uint32_t row, Outcome outcome) {
  const TypeState& source = *work.plan.sources[contribution.source];
  const SourceRows& rows = flow.sources[contribution.source];
  const compiler::RuleInfo& rule = context_.program->rules[static_cast<size_t>(contribution.rule)];
  constexpr const char* kOutcomes[] = {"no opinion", "value", "clear", "failed"};
  Opinion opinion{rule.id,
                  Place(contribution.rule),
                  source.type->FullName(),
                  "",
                  kOutcomes[static_cast<size_t>(outcome)],
                  {},
                  {},
                  false,
                  ""};
  opinion.key = rows.rows->batch().columns[2].At<Text>(rows.selection[row]).str();
  if (outcome == Outcome::kValue && contribution.unique)
    opinion.value = Candidates(*work.plan.type, attribute, rows.result.value(contribution.output, row));
  else if (outcome == Outcome::kValue)
    opinion.value = Texts(*work.plan.type, attribute, rows.result.value(contribution.output, row));
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(source.plan->inbound_loop)];
  for (int32_t read : loop.outputs[contribution.output].reads) {
    const Attribute& declared = source.type->At(read);
    const void* value = ValueAt(declared, rows.batch.columns[read], rows.selection[row]);
    opinion.inputs.push_back({declared.identifier, {}, Texts(*source.type, read, value), ""});
  }
  return opinion;
}

Status Explainer::Values(int32_t vault_type, int64_t identity, const std::string& wanted) {
  IDX_ASSIGN(auto works, MakeVaultWorks(context_));
  VaultWork& work = *works[static_cast<size_t>(vault_type)];
  const ObjectType& vault = *work.plan.type;
  struct Traced {
    int32_t attribute;
    Contribution contribution;
    uint32_t row;
    Outcome outcome;
    bool echo, won;
  };
  std::vector<Traced> traced;
  FlowTrace trace = [&](int32_t attribute, uint32_t, const Contribution& contribution, uint32_t row,
                        Outcome outcome, bool echo, bool won) {
    traced.push_back({attribute, contribution, row, outcome, echo, won});
  };
  IDX_ASSIGN(auto flow, work.flow->Compute({identity}, &trace));
  if (flow->stored_row[0] < 0) return {};
  uint32_t stored_row = static_cast<uint32_t>(flow->stored_row[0]);
  for (size_t a = 0; a < vault.attributes.size(); ++a) {
    if (!wanted.empty() && vault.attributes[a].identifier != wanted && vault.attributes[a].name != wanted)
      continue;
    ExplainedAttribute explained{
        vault.attributes[a].identifier, {}, RuleName(context_, flow->stored_provenance[0][a]), "", 0, {}};
    explained.place = PlaceOf(explained.rule);
    const Column& column =
        flow->stored->batch().columns[work.flow->layout().ColumnOf(static_cast<int32_t>(a))];
    explained.value = Texts(vault, static_cast<int32_t>(a), ValueAt(vault.attributes[a], column, stored_row));
    bool won = false;
    for (const Traced& t : traced) {
      if (t.attribute != static_cast<int32_t>(a)) continue;
      Opinion opinion = OpinionOf(work, *flow, t.attribute, t.contribution, t.row, t.outcome);
      opinion.won = t.won;
      bool vanished = flow->sources[t.contribution.source].vanished[t.row] != 0;
      if (t.won)
        opinion.why =
            vanished ? "the last known value: no connected source has one" : "the first in precedence";
      if (t.won && t.contribution.initial &&
          work.flow->IsDecidedBy(*flow, 0, t.attribute, t.contribution.rule)) {
        opinion.why = t.contribution.unique && t.outcome == Outcome::kValue
                          ? fmt::format(
                                "decided before, and kept (?\?=), as the first that was free; now the "
                                "candidates are {}",
                                fmt::join(opinion.value, ", "))
                          : "decided before, and kept (?\?=)";
        opinion.value = explained.value;
        opinion.outcome = "value";
      } else if (t.won && t.contribution.unique && t.outcome == Outcome::kValue) {
        opinion.why = "none of these candidates was free in the last run: the present value stays";
      }
      if (t.won && t.outcome == Outcome::kFailed) opinion.why = "it failed: the present value stays";
      if (t.echo) opinion.why = "an echo: it reads what IDx itself wrote there";
      if (!t.won && !t.echo && t.outcome == Outcome::kNoOpinion) opinion.why = "it has no opinion";
      if (!t.won && !t.echo && t.outcome != Outcome::kNoOpinion)
        opinion.why =
            vanished && !won ? "its object has vanished" : "a source of lower precedence number came first";
      won |= t.won;
      explained.opinions.push_back(std::move(opinion));
    }
    out_.attributes.push_back(std::move(explained));
  }
  return {};
}

Status Explainer::Account(const TypeState& type, int64_t identity) {
  ExplainedAccount account{type.type->FullName(), "", "", ""};
  IDX_ASSIGN(Rows link,
             context_.db->Query(fmt::format("SELECT coalesce(r.k, l.anchor, ''), l.made, r.gone IS NOT NULL, "
                                            "l.object IS NULL FROM link l LEFT JOIN {} r ON r.id = l.object "
                                            "WHERE l.type = $1 AND l.identity = $2",
                                            QuoteIdentifier(type.type->table)),
                                {type.id, identity}));
  IDX_ASSIGN(Rows pending,
             context_.db->Query("SELECT anchor, kind, state, reason, rule FROM pending WHERE type = $1 AND "
                                "identity = $2",
                                {type.id, identity}));
  if (!link.empty()) {
    account.anchor = link.Text(0, 0);
    account.state = link.Bool(0, 2)   ? "missing"
                    : link.Bool(0, 3) ? "sent"
                    : link.Bool(0, 1) ? "made by IDx"
                                      : "joined";
    if (link.Bool(0, 2))
      account.why = "the account is gone from the application; it is made again only by hand";
    if (link.Bool(0, 3)) account.why = "created; the next import will confirm it";
  }
  if (!pending.empty()) {
    account.anchor = pending.Text(0, 0);
    account.state = PendingStateName(static_cast<PendingState>(pending.Int(0, 2)));
    account.why = fmt::format("{} by {}{}{}", PendingKindName(static_cast<PendingKind>(pending.Int(0, 1))),
                              RuleName(context_, pending.Int(0, 4)), pending.Text(0, 3).empty() ? "" : ": ",
                              pending.Text(0, 3));
  } else if (link.empty()) {
    account.state = "not provisioned";
    IDX_ASSIGN(std::string joined, GetSetting(*context_.db, fmt::format("joined.{}", type.id)));
    IDX_ASSIGN(bool candidate, HasRows(*context_.db, fmt::format("set_aside WHERE type = {} AND {} = "
                                                                 "ANY(candidates::bigint[])",
                                                                 type.id, identity)));
    account.why =
        joined != "1" ? "the application has not been read completely and joined yet"
        : candidate
            ? "an object of the application that is set aside may be this account"
            : fmt::format("the provision rule says no{}",
                          type.plan->provision_rule < 0 ? "" : " (" + Place(type.plan->provision_rule) + ")");
  }
  out_.accounts.push_back(std::move(account));
  return {};
}

Status Explainer::Accounts(int32_t vault_type, int64_t identity) {
  for (const TypeState& type : context_.types)
    if (type.provisions() && type.settings->join.vault_type == vault_type) IDX_TRY(Account(type, identity));
  return {};
}

}  // namespace

Result<Explanation> ExplainObject(RunContext& context, const std::string& type, const std::string& key,
                                  const std::string& attribute, int64_t run) {
  int32_t index = context.configuration->FindType(type);
  if (index < 0) {
    std::string known;
    for (const ObjectType& other : context.configuration->types)
      known += (known.empty() ? "" : ", ") + other.FullName();
    return Error{Origin::kInput, fmt::format("there is no type {}; the configuration has {}", type, known)};
  }
  Explanation explanation;
  explanation.type = type;
  explanation.key = key;
  explanation.run = run;
  Explainer explainer(context, explanation);
  int32_t vault_type = index;
  if (index < context.configuration->vault_type_count) {
    IDX_TRY(explainer.Identity(index, key));
  } else {
    for (const TypeState& state : context.types) {
      if (state.index != index) continue;
      vault_type = state.settings->join.vault_type;
      IDX_TRY(explainer.Object(state, key));
    }
  }
  if (explainer.identity() == 0 || vault_type < 0) return explanation;
  IDX_TRY(explainer.Values(vault_type, explainer.identity(), attribute));
  IDX_TRY(TellHistory(context, vault_type, explainer.identity(), explanation));
  if (run == 0) {
    IDX_TRY(explainer.Accounts(vault_type, explainer.identity()));
  } else {
    explainer.PlacesOfRules();
  }
  return explanation;
}

}  // namespace idx::runtime
