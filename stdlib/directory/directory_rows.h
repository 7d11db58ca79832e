// The rows of the directory family.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> DnRows();
std::vector<Row> DnObjectRows();  // of what Dn.Parse gives
std::vector<Row> AccountRows();   // Uac, AdGroup, ProxyAddresses, LdapFilter
std::vector<Row> SidRows();

}  // namespace idx::stdlib
