// Object types and their attributes, as the configuration declares them: plain data, immutable once loaded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value/type_kind.h"

namespace idx {

// How two values of an attribute are compared in diff, confirmation, uniqueness and echo.
enum class Equality : uint8_t { kExact, kIgnoreCase, kDn, kNumber, kSet };

struct Attribute {
  std::string name;                   // as the application writes it: "Cost Centre"
  std::string identifier;             // as rules write it: "CostCentre"
  std::string column;                 // PostgreSQL's column, ours: a_cost_centre
  TypeKind type = TypeKind::kString;  // kByte: byte[], a value of many bytes; never multi
  int32_t enum_id = -1;               // for kEnum: index into Configuration::enums
  bool multi = false;                 // a set of values in canonical order, unless ordered
  bool ordered = false;
  bool required = false;    // never null once imported: a row without it is broken
  bool sensitive = false;   // masked in logs, plans and explanations
  bool keep_empty = false;  // empty="value": "" is a value, not null
  Equality equality = Equality::kExact;

  bool is_bytes() const { return type == TypeKind::kByte; }
  // The kind of a value in a batch column.
  TypeKind column_kind() const { return multi || is_bytes() ? TypeKind::kList : type; }
};

// One object type of an application ("Workday.User") or of the Vault ("Vault.User").
struct ObjectType {
  std::string application;  // "Workday"; "Vault" for the Vault's own types
  std::string name;         // "User"
  std::string table;        // PostgreSQL's table: repo_workday_user, vault_user
  std::vector<Attribute> attributes;
  int32_t key = -1;  // the anchor: index into attributes; -1 for the Vault's types

  std::string FullName() const { return application + "." + name; }
  // Index of the attribute with this rule identifier (case-sensitive), or -1.
  int32_t Find(std::string_view identifier) const {
    for (size_t i = 0; i < attributes.size(); ++i)
      if (attributes[i].identifier == identifier) return static_cast<int32_t>(i);
    return -1;
  }
  // Index of the attribute with the application's own name, or -1.
  int32_t FindByName(std::string_view own_name) const {
    for (size_t i = 0; i < attributes.size(); ++i)
      if (attributes[i].name == own_name) return static_cast<int32_t>(i);
    return -1;
  }
};

// An enumeration that rules may name: `Class` from the configuration, or one declared in a rule file.
struct EnumType {
  std::string name;
  struct Member {
    std::string name;
    int32_t number = 0;
  };
  std::vector<Member> members;
};

}  // namespace idx
