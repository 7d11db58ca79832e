// The rows of the crypto family.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> CertificateRows();  // Cert.*
std::vector<Row> PasswordRows();     // Hash.* of bytes, Hash.LdapPassword
std::vector<Row> RandomRows();       // Guid.NewGuid, Rand.*

}  // namespace idx::stdlib
