#include "runtime/pipeline/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "runtime/inbound/provenance.h"
#include "runtime/join/situations.h"
#include "runtime/pipeline/differences.h"
#include "runtime/state/bulk.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

using Json = nlohmann::ordered_json;
using LineSink = std::function<void(std::string_view line)>;

void Print(const LineSink& line, const Json& json) {
  line(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Json ValuesOf(const RunContext& context, const ObjectType& type, const Batch& view, uint32_t row) {
  Json values = Json::object();
  for (size_t a = 0; a < type.attributes.size(); ++a) {
    const Attribute& attribute = type.attributes[a];
    auto texts = TextsOf(*context.configuration, type, static_cast<int32_t>(a),
                         ValueAt(attribute, view.columns[a], row));
    if (texts.empty()) continue;
    if (attribute.multi) {
      values[attribute.identifier] = texts;
    } else {
      values[attribute.identifier] = texts.front();
    }
  }
  return values;
}

// Streams the rows of a layout to `print(own columns, attributes, row)`.
template <typename PrintRow>
Status ForEachRow(RunContext& context, const RowLayout& layout, const std::string& from, PrintRow&& print) {
  std::vector<int32_t> targets(layout.type().attributes.size());
  std::iota(targets.begin(), targets.end(), 0);
  IDX_ASSIGN(CopyReader reader, CopyReader::Start(*context.db, "SELECT " + layout.Columns() + " " + from,
                                                  CopyColumnsOf(layout)));
  BatchBuilder rows(layout.type(), kBatchRows);
  std::vector<Column> columns;
  while (!reader.done()) {
    rows.Clear();
    IDX_ASSIGN(uint32_t read, reader.Fill(rows, targets));
    Batch view = layout.View(rows, columns);
    for (uint32_t r = 0; r < read; ++r) print(rows.batch(), view, r);
  }
  return {};
}

Status DumpRepository(RunContext& context, const TypeState& type, const LineSink& line) {
  RowLayout layout({{"k", TypeKind::kString}, {"gone", TypeKind::kLong}}, *type.type);
  return ForEachRow(
      context, layout, fmt::format("FROM {} ORDER BY k COLLATE \"C\"", QuoteIdentifier(type.type->table)),
      [&](const Batch& own, const Batch& view, uint32_t r) {
        Json json = {{"object", type.type->FullName()}, {"key", own.columns[0].At<Text>(r).str()}};
        if (own.columns[1].IsValid(r)) json["vanished"] = true;
        json["values"] = ValuesOf(context, *type.type, view, r);
        Print(line, json);
      });
}

Status DumpVault(RunContext& context, int32_t vault_type, const LineSink& line) {
  const ObjectType& type = context.VaultType(vault_type);
  IDX_ASSIGN(Provenances provenances, Provenances::Load(*context.db, type, 0, 1));
  RowLayout layout({{"public_id", TypeKind::kGuid},
                    {"prov", TypeKind::kInt},
                    {"withheld", TypeKind::kBool},
                    {"deleted", TypeKind::kBool}},
                   type);
  return ForEachRow(
      context, layout, fmt::format("FROM {} ORDER BY public_id", QuoteIdentifier(type.table)),
      [&](const Batch& own, const Batch& view, uint32_t r) {
        Json json = {{"identity", type.FullName()}, {"id", ToHex(DigestOf(own.columns[0].At<Guid>(r)))}};
        if (own.columns[2].At<uint8_t>(r)) json["withheld"] = true;
        if (own.columns[3].At<uint8_t>(r)) json["deleted"] = true;
        json["values"] = ValuesOf(context, type, view, r);
        Json from = Json::object();
        const ProvenanceVector& rules = provenances.Find(own.columns[1].At<int32_t>(r));
        for (size_t a = 0; a < rules.size(); ++a)
          if (rules[a] != 0) from[type.attributes[a].identifier] = RuleName(context, rules[a]);
        json["from"] = std::move(from);
        Print(line, json);
      });
}

Json DeltasOf(const RunContext& context, std::string_view payload) {
  Json list = Json::array();
  std::vector<AttributeDelta> deltas;
  if (!UnpackDeltas(payload, deltas)) return "damaged";
  for (const AttributeDelta& delta : deltas)
    list.push_back({{"attribute", delta.attribute},
                    {"seen", delta.seen},
                    {"wanted", delta.wanted},
                    {"rule", RuleName(context, delta.rule)}});
  return list;
}

Status DumpLinks(RunContext& context, const TypeState& type, const LineSink& line) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT v.public_id, r.k, l.anchor, l.role, l.made, l.disabled, l.cause FROM "
                             "link l JOIN {} v ON v.id = l.identity LEFT JOIN {} r ON r.id = l.object WHERE "
                             "l.type = {} ORDER BY v.public_id, l.role",
                             AllIdentities(context), QuoteIdentifier(type.type->table), type.id),
                 {{"public_id", CopyType::kUuid},
                  {"k", CopyType::kText},
                  {"anchor", CopyType::kText},
                  {"role", CopyType::kText},
                  {"made", CopyType::kBool},
                  {"disabled", CopyType::kBool},
                  {"cause", CopyType::kInt4}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    Json json = {{"link", ToHex(DigestOf(reader.Uuid(0)))}, {"type", type.type->FullName()}};
    if (!reader.IsNull(1)) json["object"] = reader.Bytes(1);
    if (!reader.IsNull(2)) json["anchor"] = reader.Bytes(2);
    json["role"] = reader.Bytes(3);
    json["made"] = reader.Bool(4);
    json["disabled"] = reader.Bool(5);
    json["rule"] = RuleName(context, reader.Int(6));
    Print(line, json);
  }
}

Status DumpSetAside(RunContext& context, const TypeState& type, const LineSink& line) {
  IDX_ASSIGN(
      Rows rows,
      context.db->Query(
          fmt::format("SELECT r.k, s.situation, s.rule, (SELECT coalesce(string_agg(v.public_id::text, "
                      "',' ORDER BY v.public_id), '') FROM {} v WHERE v.id = "
                      "ANY(s.candidates::bigint[])) FROM set_aside s JOIN {} r ON r.id = s.object "
                      "WHERE s.type = $1 ORDER BY r.k COLLATE \"C\"",
                      AllIdentities(context), QuoteIdentifier(type.type->table)),
          {type.id}));
  for (size_t r = 0; r < rows.size(); ++r)
    Print(line, {{"set_aside", type.type->FullName()},
                 {"key", rows.Text(r, 0)},
                 {"situation", SituationName(static_cast<Situation>(rows.Int(r, 1)))},
                 {"rule", RuleName(context, rows.Int(r, 2))},
                 {"candidates", rows.Text(r, 3)}});
  return {};
}

Status DumpChanges(RunContext& context, const TypeState& type, const std::string& table,
                   const std::string& reason, const LineSink& line) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT v.public_id, p.anchor, p.kind, p.state, {}, p.payload FROM {} p JOIN {} "
                             "v ON v.id = p.identity WHERE p.type = {} ORDER BY v.public_id",
                             reason, table, AllIdentities(context), type.id),
                 {{"public_id", CopyType::kUuid},
                  {"anchor", CopyType::kText},
                  {"kind", CopyType::kInt4},
                  {"state", CopyType::kInt4},
                  {"reason", CopyType::kText},
                  {"payload", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    Print(line, {{table, ToHex(DigestOf(reader.Uuid(0)))},
                 {"type", type.type->FullName()},
                 {"anchor", reader.Bytes(1)},
                 {"kind", PendingKindName(static_cast<PendingKind>(reader.Int(2)))},
                 {"state", reader.Int(3)},
                 {"reason", reader.Bytes(4)},
                 {"changes", DeltasOf(context, reader.Bytes(5))}});
  }
}

Status DumpSmallTables(RunContext& context, const TypeState& type, const LineSink& line) {
  IDX_ASSIGN(Rows sent, context.db->Query(
                            fmt::format("SELECT v.public_id, s.v FROM sent s JOIN {} v ON v.id = s.identity "
                                        "WHERE s.type = $1 ORDER BY v.public_id",
                                        AllIdentities(context)),
                            {type.id}));
  for (size_t r = 0; r < sent.size(); ++r)
    Print(line, {{"sent", ToHex(DigestOf(sent.Uuid(r, 0)))},
                 {"type", type.type->FullName()},
                 {"values", DeltasOf(context, sent.Text(r, 1))}});
  IDX_ASSIGN(Rows future,
             context.db->Query(fmt::format("SELECT v.public_id, f.rule, f.due::text FROM future f JOIN {} v "
                                           "ON v.id = f.identity WHERE f.type = $1 ORDER BY v.public_id, "
                                           "f.rule",
                                           AllIdentities(context)),
                               {type.id}));
  for (size_t r = 0; r < future.size(); ++r)
    Print(line, {{"delete_at", future.Text(r, 2)},
                 {"identity", ToHex(DigestOf(future.Uuid(r, 0)))},
                 {"rule", RuleName(context, future.Int(r, 1))}});
  IDX_ASSIGN(Rows held,
             context.db->Query("SELECT reason, approved FROM import_hold WHERE type = $1", {type.id}));
  for (size_t r = 0; r < held.size(); ++r)
    Print(
        line,
        {{"held_import", type.type->FullName()}, {"reason", held.Text(r, 0)}, {"approved", held.Bool(r, 1)}});
  return {};
}

}  // namespace

Status DumpState(RunContext& context, const LineSink& line) {
  for (const TypeState& type : context.types) IDX_TRY(DumpRepository(context, type, line));
  for (int32_t v = 0; v < context.configuration->vault_type_count; ++v) IDX_TRY(DumpVault(context, v, line));
  for (const TypeState& type : context.types) {
    IDX_TRY(DumpLinks(context, type, line));
    IDX_TRY(DumpSetAside(context, type, line));
    IDX_TRY(DumpChanges(context, type, "pending", "p.reason", line));
    IDX_TRY(DumpChanges(context, type, "in_flight", "p.attempts::text", line));
    IDX_TRY(DumpSmallTables(context, type, line));
  }
  return {};
}

}  // namespace idx::runtime
