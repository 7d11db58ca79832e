#include "runtime/outbound/wanted_account.h"

#include <fmt/format.h>

#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

class AccountDecision {
 public:
  explicit AccountDecision(const AccountQuestion& question) : q_(question), account_(*question.account) {}

  AccountAnswer Decide() const {
    if (q_.deleted) return account_.linked ? Lose(OnLoss::kDelete) : AccountAnswer{};
    if (!q_.entitled) return account_.linked ? Lose(q_.settings->on_loss) : AccountAnswer{};
    bool lost_create = account_.linked && !account_.has_object && account_.in_flight &&
                       account_.flight_state == FlightState::kRetry;
    if (!account_.linked || lost_create) return Create();
    if (account_.gone && account_.has_object)
      return {std::nullopt,
              fmt::format("the account {} is gone from the application; it is made again only by a "
                          "decision by hand",
                          account_.anchor)};
    return Update();
  }

 private:
  const Attribute& AttributeOf(int32_t attribute) const {
    return q_.type->attributes[static_cast<size_t>(attribute)];
  }
  std::vector<std::string> Seen(int32_t attribute) const {
    return account_.has_object && !account_.gone ? q_.seen(attribute) : std::vector<std::string>();
  }
  // What the application will show once what is sent has arrived.
  std::vector<std::string> Expected(int32_t attribute) const {
    auto sent = account_.sent.find(attribute);
    bool counts = account_.in_flight && account_.flight_state != FlightState::kRetry;
    return counts && sent != account_.sent.end() ? sent->second : Seen(attribute);
  }

  AccountAnswer Create() const {
    if (q_.set_aside_candidate)
      return {std::nullopt,
              "an object of the application that is set aside may be this account: decide about it first"};
    AccountChange change{PendingKind::kCreate, "", {}, q_.provision_rule};
    bool speaks_of_enabled = false;
    for (const WantedValue& value : q_.wanted) {
      // Empty may be how the application shows that an account is disabled.
      speaks_of_enabled |= value.attribute == q_.settings->enabled_attribute &&
                           (!value.texts.empty() || q_.settings->disabled_value.empty());
      if (value.texts.empty()) continue;
      if (value.attribute == q_.type->key) change.anchor = value.texts.front();
      change.deltas.push_back({AttributeOf(value.attribute).identifier, {}, value.texts, value.rule});
    }
    // An account is made for somebody who is entitled to it: it begins enabled.
    if (q_.settings->enabled_attribute >= 0 && !speaks_of_enabled) AddEnabled(true, change);
    if (change.anchor.empty())
      return {std::nullopt, fmt::format("no rule gives {} a value: the account has no anchor",
                                        AttributeOf(q_.type->key).name)};
    for (size_t a = 0; a < q_.type->attributes.size(); ++a) {
      const Attribute& attribute = q_.type->attributes[a];
      bool given = false;
      for (const AttributeDelta& delta : change.deltas) given |= delta.attribute == attribute.identifier;
      if (attribute.required && !given)
        return {std::nullopt, fmt::format("no rule gives {} a value, and it is required", attribute.name)};
    }
    return {std::move(change), ""};
  }

  AccountAnswer Update() const {
    AccountChange change{PendingKind::kUpdate, account_.anchor, {}, 0};
    std::string why_not;
    bool speaks_of_enabled = false;
    for (const WantedValue& value : q_.wanted) {
      const Attribute& attribute = AttributeOf(value.attribute);
      speaks_of_enabled |= value.attribute == q_.settings->enabled_attribute;
      if (SameTexts(attribute, Expected(value.attribute), value.texts)) continue;
      if (value.attribute == q_.type->key) {
        why_not = fmt::format("the anchor {} would become {}: anchors never change", account_.anchor,
                              value.texts.empty() ? "empty" : value.texts.front());
        continue;
      }
      if (attribute.required && value.texts.empty()) {
        why_not = fmt::format("{} would become empty, and it is required: it stays", attribute.name);
        continue;
      }
      change.deltas.push_back({attribute.identifier, Seen(value.attribute), value.texts, value.rule});
    }
    if (account_.disabled && q_.settings->enabled_attribute >= 0 && !speaks_of_enabled)
      AddEnabled(true, change);
    if (change.deltas.empty()) return {std::nullopt, why_not};
    change.kind = KindOfDeltas(*q_.type, *q_.settings, change.deltas);
    change.rule = change.deltas.front().rule;
    return {std::move(change), why_not};
  }

  AccountAnswer Lose(OnLoss on_loss) const {
    if (!account_.has_object || account_.gone) return {};
    if (on_loss == OnLoss::kLeave) return {};
    bool flying = account_.in_flight && account_.flight_state != FlightState::kRetry;
    if (on_loss == OnLoss::kDelete && account_.made) {
      if (flying && account_.flight_kind == PendingKind::kDelete) return {};
      return {AccountChange{PendingKind::kDelete, account_.anchor, {}, q_.provision_rule}, ""};
    }
    if (q_.settings->enabled_attribute < 0)
      return {std::nullopt, "the application has no attribute that disables an account: nothing is done"};
    AccountChange change{PendingKind::kDisable, account_.anchor, {}, q_.provision_rule};
    AddEnabled(false, change);
    if (change.deltas.empty()) return {};
    return {std::move(change), ""};
  }

  void AddEnabled(bool enabled, AccountChange& change) const {
    const Attribute& attribute = AttributeOf(q_.settings->enabled_attribute);
    const std::string& text = enabled ? q_.settings->enabled_value : q_.settings->disabled_value;
    std::vector<std::string> wanted;
    if (!text.empty()) wanted.push_back(text);
    std::vector<std::string> expected = Expected(q_.settings->enabled_attribute);
    if (SameTexts(attribute, expected, wanted)) return;
    change.deltas.push_back(
        {attribute.identifier, Seen(q_.settings->enabled_attribute), wanted, q_.provision_rule});
  }

  const AccountQuestion& q_;
  const Account& account_;
};

}  // namespace

PendingKind KindOfDeltas(const ObjectType& type, const ProvisionSettings& settings,
                         const std::vector<AttributeDelta>& deltas) {
  if (settings.enabled_attribute < 0) return PendingKind::kUpdate;
  const Attribute& attribute = type.attributes[static_cast<size_t>(settings.enabled_attribute)];
  std::vector<std::string> disabled;  // where no value says so, being empty does
  if (!settings.disabled_value.empty()) disabled.push_back(settings.disabled_value);
  for (const AttributeDelta& delta : deltas) {
    if (delta.attribute != attribute.identifier) continue;
    if (SameTexts(attribute, delta.wanted, disabled)) return PendingKind::kDisable;
    if (SameTexts(attribute, delta.seen, disabled)) return PendingKind::kEnable;
  }
  return PendingKind::kUpdate;
}

void KeepDisabling(const ObjectType& type, const ProvisionSettings& settings, AccountChange& change) {
  const std::string& enabled = type.attributes[static_cast<size_t>(settings.enabled_attribute)].identifier;
  std::erase_if(change.deltas, [&](const AttributeDelta& delta) { return delta.attribute != enabled; });
}

AccountAnswer DecideAccount(const AccountQuestion& question) { return AccountDecision(question).Decide(); }

}  // namespace idx::runtime
