#include "runtime/outbound/taken_by_accounts.h"

#include <fmt/format.h>

#include "runtime/repository/copy.h"
#include "runtime/repository/ddl.h"
#include "runtime/state/packed.h"

namespace idx::runtime {
namespace {

// A query of columns identity and v.
Status TakeRows(RunContext& context, const std::string& query, TakenValues& taken) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(*context.db, query, {{"identity", CopyType::kInt8}, {"v", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    taken.Take(reader.Int(0), reader.Bytes(1));
  }
}

// What is wanted of the application: sent, or not yet, or refused and to be asked again.
Status TakeChanges(RunContext& context, const TypeState& type, const Attribute& attribute,
                   TakenValues& taken) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(*context.db,
                               fmt::format("SELECT identity, payload FROM pending WHERE type = {0} UNION ALL "
                                           "SELECT identity, payload FROM in_flight WHERE type = {0}",
                                           type.id),
                               {{"identity", CopyType::kInt8}, {"payload", CopyType::kText}}));
  std::vector<AttributeDelta> deltas;
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    deltas.clear();
    if (!UnpackDeltas(reader.Bytes(1), deltas)) continue;
    for (const AttributeDelta& delta : deltas)
      if (delta.attribute == attribute.identifier)
        for (const std::string& value : delta.wanted) taken.Take(reader.Int(0), value);
  }
}

}  // namespace

Result<TakenValues> ReadTaken(RunContext& context, const TypeState& type, int32_t attribute) {
  const Attribute& declared = type.type->attributes[static_cast<size_t>(attribute)];
  std::string column = QuoteIdentifier(declared.column);
  TakenValues taken(declared);
  IDX_TRY(TakeRows(
      context,
      fmt::format("SELECT coalesce(l.identity, {}) AS identity, r.{} AS v FROM {} r LEFT JOIN link l ON "
                  "l.object = r.id AND l.type = {} WHERE r.{} IS NOT NULL",
                  TakenValues::kNobody, column, QuoteIdentifier(type.type->table), type.id, column),
      taken));
  IDX_TRY(TakeChanges(context, type, declared, taken));
  // Of accounts that were made and that no import has shown.
  if (attribute == type.type->key)
    IDX_TRY(
        TakeRows(context,
                 fmt::format("SELECT identity, anchor AS v FROM link WHERE type = {} AND object IS NULL AND "
                             "anchor IS NOT NULL",
                             type.id),
                 taken));
  return taken;
}

}  // namespace idx::runtime
