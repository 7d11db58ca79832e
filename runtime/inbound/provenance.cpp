#include "runtime/inbound/provenance.h"

#include <algorithm>

#include "runtime/state/packed.h"

namespace idx::runtime {
namespace {

// The type's name, then pairs of attribute and ordinal.
std::string Encode(const ObjectType& type, const ProvenanceVector& vector) {
  Packer packer;
  packer.Text(type.FullName());
  for (size_t a = 0; a < vector.size(); ++a) {
    if (vector[a] == 0) continue;
    packer.Text(type.attributes[a].identifier);
    packer.Number(vector[a]);
  }
  return packer.bytes();
}

// False: of another type.
bool Decode(const ObjectType& type, std::string_view bytes, ProvenanceVector& vector) {
  Unpacker unpacker(bytes);
  std::string name;
  if (!unpacker.Text(name) || name != type.FullName()) return false;
  vector.assign(type.attributes.size(), 0);
  int64_t ordinal = 0;
  while (!unpacker.done() && unpacker.Text(name) && unpacker.Number(ordinal)) {
    int32_t attribute = type.Find(name);
    if (attribute >= 0) vector[static_cast<size_t>(attribute)] = static_cast<int32_t>(ordinal);
  }
  return true;
}

}  // namespace

Result<Provenances> Provenances::Load(Connection& db, const ObjectType& vault_type, int32_t index,
                                      int32_t count) {
  Provenances result;
  result.type_ = &vault_type;
  result.none_.assign(vault_type.attributes.size(), 0);
  IDX_ASSIGN(Rows rows, db.Query("SELECT id, v FROM prov ORDER BY id"));
  for (size_t r = 0; r < rows.size(); ++r) {
    int32_t id = static_cast<int32_t>(rows.Int(r, 0));
    result.next_ = std::max(result.next_, id + 1);
    ProvenanceVector vector;
    if (!Decode(vault_type, rows.Text(r, 1), vector)) continue;
    result.numbers_.emplace(vector, id);
    result.vectors_[id] = std::move(vector);
  }
  result.next_ += index;
  result.step_ = count;
  return result;
}

const ProvenanceVector& Provenances::Find(int32_t id) const {
  auto found = vectors_.find(id);
  return found == vectors_.end() ? none_ : found->second;
}

int32_t Provenances::Number(const ProvenanceVector& vector) {
  auto [entry, added] = numbers_.emplace(vector, next_);
  if (added) {
    vectors_[next_] = vector;
    unsaved_.emplace_back(next_, Encode(*type_, vector));
    next_ += step_;
  }
  return entry->second;
}

Status Provenances::Save(Connection& db) {
  for (const auto& [id, bytes] : unsaved_)
    IDX_TRY(db.Execute("INSERT INTO prov VALUES ($1, $2)", {id, bytes}));
  unsaved_.clear();
  return {};
}

}  // namespace idx::runtime
