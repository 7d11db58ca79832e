// What people know by another name: each row of the table names a function of ours (or a construct of the
// language) and its equivalents in Entra Connect and Identity Manager, Entra provisioning, Okta and midPoint.
// The reference page makes its index from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace idx::stdlib {

struct Equivalent {
  std::string_view ours;  // "Str.Left": owner and name of a row; anything else is a construct of the language
  std::string_view connect;
  std::string_view entra;
  std::string_view okta;
  std::string_view midpoint;
};

std::span<const Equivalent> Equivalents();
// The index, as Markdown.
std::string EquivalentsPage();

}  // namespace idx::stdlib
