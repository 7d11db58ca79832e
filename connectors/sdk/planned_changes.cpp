#include "connectors/sdk/planned_changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/sdk/convert.h"

namespace idx::connectors {

PlannedChanges::PlannedChanges(const ExportRequest& request)
    : request_(&request), lines_(request.changes.size()) {
  // Until something else is known, an object is as it should be.
  reply_.results.assign(request.changes.size(), {ChangeOutcome::kUnchanged, "", false});
  for (size_t i = 0; i < request.changes.size(); ++i) {
    const Change& change = request.changes[i];
    if (std::string why = Complain(change); !why.empty()) {
      Set(i, ChangeOutcome::kRefused, std::move(why));
    } else if (!by_anchor_.emplace(change.anchor, i).second) {
      Set(i, ChangeOutcome::kRefused, "the request changes this object twice");
    }
  }
}

std::string PlannedChanges::Complain(const Change& change) const {
  const std::vector<Attribute>& attributes = request_->type.attributes;
  if (change.anchor.empty()) return "the change names no object";
  for (const AttributeChange& item : change.attributes) {
    if (item.attribute < 0 || static_cast<size_t>(item.attribute) >= attributes.size())
      return fmt::format("{} has no attribute {}", request_->type.FullName(), item.attribute);
    const Attribute& attribute = attributes[static_cast<size_t>(item.attribute)];
    bool is_key = item.attribute == request_->type.key;
    if (is_key && (item.values.size() != 1 || item.values[0] != change.anchor))
      return fmt::format("{} is the key and cannot be changed", attribute.name);
    if (!attribute.multi && item.values.size() > 1)
      return fmt::format("{} takes one value, not {}", attribute.name, item.values.size());
    if (!std::all_of(item.values.begin(), item.values.end(),
                     [](const std::string& v) { return IsCleanText(v); }))
      return fmt::format("{} is no text of well-formed UTF-8 without U+0000", attribute.name);
  }
  return "";
}

int64_t PlannedChanges::Find(const std::string& anchor) const {
  auto found = by_anchor_.find(anchor);
  return found == by_anchor_.end() ? -1 : static_cast<int64_t>(found->second);
}

void PlannedChanges::Met(size_t index, uint64_t line) {
  if (lines_[index] != 0)
    Set(index, ChangeOutcome::kRefused,
        fmt::format("its key stands twice in the file, in lines {} and {}", lines_[index], line));
  if (lines_[index] == 0) lines_[index] = line;
}

void PlannedChanges::Set(size_t index, ChangeOutcome outcome, std::string message) {
  reply_.results[index] = {outcome, std::move(message), false};
}

bool PlannedChanges::AnyApplied() const {
  return std::any_of(reply_.results.begin(), reply_.results.end(),
                     [](const ChangeResult& result) { return result.outcome == ChangeOutcome::kApplied; });
}

void PlannedChanges::SettleUnmet() {
  for (size_t i = 0; i < size(); ++i) {
    if (refused(i) || met(i)) continue;
    switch (change(i).kind) {
      case ChangeKind::kCreate:
        Set(i, ChangeOutcome::kApplied);
        break;
      case ChangeKind::kDelete:
        Set(i, ChangeOutcome::kUnchanged);
        break;
      case ChangeKind::kUpdate:
        Set(i, ChangeOutcome::kNotFound, "there is no such object");
        break;
    }
  }
}

}  // namespace idx::connectors
