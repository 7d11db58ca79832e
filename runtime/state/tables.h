// The tables of a tenant beside those of its object types, and the own columns of the latter. All lie in the
// tenant's schema; RUNTIME.md's data model says what they mean.
#pragma once

#include <string>
#include <vector>

#include "base/schema/configuration.h"
#include "runtime/repository/connection.h"
#include "runtime/repository/ddl.h"

namespace idx::runtime {

// Of a repository table: row id, anchor as canonical text, and the run in which the object vanished (null: it
// is there).
std::vector<OwnColumn> RepositoryColumns();
// Of a Vault table: row id, public id, provenance vector, the run that made it, whether its last evaluation
// was withheld, whether its deletion fell due.
std::vector<OwnColumn> VaultColumns();

// Makes and migrates everything, in the present transaction. Notes: what changed, for people.
Result<std::vector<std::string>> PrepareTables(Connection& db, const Configuration& configuration);

// Unique indexes of a table of an object type (id, and anchor or public id); dropped around a first load.
Status CreateTypeIndexes(Connection& db, const ObjectType& type, bool vault);
Status DropTypeIndexes(Connection& db, const ObjectType& type, bool vault);
// Of whom the type's objects refer to.
Status CreateReferenceIndexes(Connection& db, const Configuration& configuration, const ObjectType& type);
Status CreateLinkIndexes(Connection& db);
Status DropLinkIndexes(Connection& db);

}  // namespace idx::runtime
