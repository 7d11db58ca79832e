#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <tuple>

#include "base/core/assert.h"

namespace idx::compiler {

namespace {

constexpr size_t kMaxArgument = 400;  // bytes; names and texts of any length come from sources

std::string_view Shortened(std::string_view argument, std::string& buffer) {
  if (argument.size() <= kMaxArgument) return argument;
  size_t end = kMaxArgument;
  while (end > 0 && (static_cast<unsigned char>(argument[end]) & 0xC0) == 0x80) --end;
  return buffer = std::string(argument.substr(0, end)) + "…";
}

std::string Substitute(std::string_view pattern, std::initializer_list<std::string> arguments) {
  std::string result;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
      auto index = static_cast<size_t>(pattern[i + 1] - '0');
      IDX_ASSERT(index < arguments.size());
      std::string buffer;
      result += Shortened(*(arguments.begin() + index), buffer);
      i += 2;
    } else {
      result += pattern[i];
    }
  }
  return result;
}

}  // namespace

const DiagnosticInfo& InfoOf(uint16_t id) {
  auto table = DiagnosticTable();
  auto at = std::lower_bound(table.begin(), table.end(), id,
                             [](const DiagnosticInfo& row, uint16_t wanted) { return row.id < wanted; });
  IDX_ASSERT(at != table.end() && at->id == id);
  return *at;
}

std::string Diagnostic::Code() const {
  std::string digits = std::to_string(id);
  return "IDX" + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

size_t Diagnostics::KeyHash::operator()(const Key& key) const {
  uint64_t place = (static_cast<uint64_t>(static_cast<uint32_t>(key.file)) << 32) | key.begin;
  uint64_t mixed = (place ^ (static_cast<uint64_t>(key.id) << 48)) * 0x9E37'79B9'7F4A'7C15;
  return static_cast<size_t>(mixed ^ (mixed >> 32));
}

Diagnostic& Diagnostics::Report(uint16_t id, Span span, std::initializer_list<std::string> arguments) {
  auto [place, added] = places_.try_emplace(KeyOf(id, span), all_.size());
  if (!added) return all_[place->second];
  const DiagnosticInfo& info = InfoOf(id);
  if (info.severity == Severity::kError) ++errors_;
  all_.push_back({id, info.severity, span, Substitute(info.message, arguments), {}, ""});
  return all_.back();
}

void Diagnostics::Sort() {
  // No two have the same key: Report keeps one of each.
  std::sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.span.file.index, a.span.begin, a.id) <
           std::tuple(b.span.file.index, b.span.begin, b.id);
  });
  for (size_t i = 0; i < all_.size(); ++i) places_[KeyOf(all_[i].id, all_[i].span)] = i;
}

}  // namespace idx::compiler
