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

  // A reference (type="reference"): index into Configuration::types of what it refers to; -1: it is none. An
  // application's holds the text by which the object is found there (type is kString), the Vault's the public
  // id of an identity (kGuid).
  int32_t refers_to = -1;
  int32_t refers_by = -1;  // an application's: index of the attribute in that type; the key unless said

  bool is_reference() const { return refers_to >= 0; }
  bool is_bytes() const { return type == TypeKind::kByte; }
  // The kind of a value in a batch column.
  TypeKind column_kind() const { return multi || is_bytes() ? TypeKind::kList : type; }
};

// What of the object at the end of a path of references a rule reads.
enum class ReadThrough : uint8_t {
  kAttribute,  // one of its attributes
  kObject,     // the object itself: a number that is null where there is none
  kIdentity,   // the public id of the identity that it is joined to, or that it is
  kAccount,    // of an identity: by what an attribute of an application refers to its account there
  // Of the account itself, where a change of it waits: nothing is followed.
  kBefore,  // one of its attributes as the application shows it
  kChange,  // what is about to happen to it: the number of a ChangeKind
};

// An attribute that a rule reads through references, as if it were the object's own: `app.Manager?.Mail` is
// "Manager.Mail". Found by the compiler, filled by the runtime for each evaluation; null where the path
// breaks.
struct DerivedAttribute {
  Attribute attribute;  // name and identifier: "Manager.Mail"; its type as in a batch
  std::vector<int32_t>
      through;  // the references in turn: the first is of this type, the next of what it refers to
  ReadThrough what = ReadThrough::kAttribute;
  int32_t last = -1;     // kAttribute: of the last type
  int32_t account = -1;  // kAccount: index into Configuration::types of the application's type
  int32_t by = -1;       // … and of its attribute
};

// One object type of an application ("Workday.User") or of the Vault ("Vault.User").
struct ObjectType {
  std::string application;  // "Workday"; "Vault" for the Vault's own types
  std::string name;         // "User"
  std::string table;        // PostgreSQL's table: repo_workday_user, vault_user
  std::vector<Attribute> attributes;
  int32_t key = -1;                       // the anchor: index into attributes; -1 for the Vault's types
  std::vector<DerivedAttribute> derived;  // counted on from the attributes

  // By an index of a rule's read: an attribute, or a derived one behind them.
  const Attribute& At(int32_t index) const {
    auto i = static_cast<size_t>(index);
    return i < attributes.size() ? attributes[i] : derived[i - attributes.size()].attribute;
  }
  const DerivedAttribute* DerivedAt(int32_t index) const {
    auto i = static_cast<size_t>(index);
    return i < attributes.size() ? nullptr : &derived[i - attributes.size()];
  }
  size_t ReadableCount() const { return attributes.size() + derived.size(); }
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
