// What rules of inbound see of other identities through references: an earlier stratum of the run, which is
// what the mappers gave them and the class that is kept. What filters do is not in it: which of two
// identities is filtered first must not matter. Each Vault type that is read so has a table of it beside its
// own, with the attributes that are read, of identities as they were evaluated last.
#pragma once

#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

struct Stratum {
  int32_t vault_type = -1;          // index into Configuration::types
  std::vector<int32_t> attributes;  // of the type, ascending: which are kept
};

// The Vault's derived attributes that a loop reads in a slot, ascending.
std::vector<int32_t> DerivedReads(const Configuration& configuration, const compiler::Loop& loop,
                                  size_t slot);
// One for each Vault type that classifications, filters or join rules read through references, or read
// others through; none where no rule does.
std::vector<Stratum> StrataOf(const compiler::Program& program);

std::string StratumTable(const ObjectType& vault_type);
// The tables of StrataOf, as they have to be: columns id, public_id and the attributes'. In the present
// transaction.
Status PrepareStrata(Connection& db, const compiler::Program& program);

}  // namespace idx::runtime
