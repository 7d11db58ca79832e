// A loaded configuration without its rules: tenant, schemas, applications and their settings. Plain data,
// immutable once loaded (compiler/xml makes it), read by the checker and by the runtime.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/schema/schema.h"

namespace idx {

// What happens to an object that no join rule matches.
enum class Unmatched : uint8_t { kCreate, kWait, kIgnore };
enum class Phase : uint8_t { kSandbox, kSemiAutomatic, kLive };
// What happens to an account when its identity loses the entitlement to it.
enum class OnLoss : uint8_t { kDisable, kDelete, kLeave };

struct ConnectorSettings {
  std::string type;                            // "csv", "ldif"
  std::map<std::string, std::string> options;  // every other attribute of <Connector>, and its <Option>s
  std::string where;                           // file:line of the element, for messages
};

// How objects of one application type meet identities.
struct JoinSettings {
  int32_t vault_type = -1;  // index into Configuration::types; -1: the type is not joined
  Unmatched unmatched = Unmatched::kWait;
};

// Accounts of one application type that IDx makes.
struct ProvisionSettings {
  bool enabled = false;  // there is a [Provision] rule or <Provision>
  OnLoss on_loss = OnLoss::kDisable;
  // The attribute that holds "enabled" in the application and its two values; -1: the application cannot
  // disable.
  int32_t enabled_attribute = -1;
  std::string enabled_value;  // "" : not null and not disabled_value
  std::string disabled_value;
};

struct ApplicationType {
  int32_t type = -1;            // index into Configuration::types
  ConnectorSettings connector;  // of this type; <Connector> of the application unless its own
  JoinSettings join;
  ProvisionSettings provision;
};

struct Application {
  std::string name;
  Phase phase = Phase::kLive;
  std::vector<ApplicationType> types;
};

struct Guards {
  double smaller_read_percent = 20;  // a full read that shrank by more is held
  double fill_drop_points = 20;
  int32_t limit_max = 500;  // limit = min(max, max(percent of N, min(floor, 25 % of N), 1))
  double limit_percent = 5;
  int32_t limit_floor = 10;
};

// Unless the whole directory is named, paths in a Configuration are relative to `directory`.
struct Configuration {
  std::string directory;
  std::string tenant;
  std::string zone = "UTC";  // IANA
  int32_t language_version = 1;
  Guards guards;
  int32_t revive_days = 365;

  std::vector<ObjectType> types;  // the Vault's first, then the applications' in their order
  int32_t vault_type_count = 0;
  std::vector<EnumType> enums;            // "Class" first if there are classes
  std::vector<Application> applications;  // in the order of idx.xml: also the order of joining

  // Index into types of "Workday.User", or -1.
  int32_t FindType(std::string_view full_name) const {
    for (size_t i = 0; i < types.size(); ++i)
      if (types[i].FullName() == full_name) return static_cast<int32_t>(i);
    return -1;
  }
  // The application type of this index into types, or null for the Vault's.
  const ApplicationType* FindApplicationType(int32_t type) const {
    for (const Application& application : applications)
      for (const ApplicationType& t : application.types)
        if (t.type == type) return &t;
    return nullptr;
  }
};

// The Vault's types have these attributes beside the declared ones, in front, in this order.
// Enabled: bool, required; Classification: the enum Class (int), null until classified.
inline constexpr int32_t kVaultEnabled = 0;
inline constexpr int32_t kVaultClassification = 1;
inline constexpr int32_t kVaultBuiltInAttributes = 2;

}  // namespace idx
