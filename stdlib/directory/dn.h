// Distinguished names as texts. Source: RFC 4514; reading also takes ';' between names, blanks around, and
// quotes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace idx::stdlib {

// The relative names, in order, without blanks around; views into dn. False: not a distinguished name.
bool SplitDn(std::string_view dn, std::vector<std::string_view>& rdns);
// One attribute=value (of a multi-valued one the first). The value is as written.
bool SplitRdn(std::string_view rdn, std::string_view& type, std::string_view& value);
// The attribute=value parts of one relative name, which '+' joins.
void SplitAvas(std::string_view rdn, std::vector<std::string_view>& avas);
void AppendEscapedDnValue(std::string& out, std::string_view value);
std::string UnescapeDnValue(std::string_view value);

}  // namespace idx::stdlib
