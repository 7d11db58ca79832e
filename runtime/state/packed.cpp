#include "runtime/state/packed.h"

#include <charconv>

namespace idx::runtime {

void Packer::Text(std::string_view text) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, text.size()).ptr;
  bytes_.append(digits, end);
  bytes_.push_back(':');
  bytes_.append(text);
  bytes_.push_back(',');
}

void Packer::Number(int64_t number) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  bytes_.append(digits, end);
  bytes_.push_back(';');
}

void Packer::Texts(const std::vector<std::string>& texts) {
  Number(static_cast<int64_t>(texts.size()));
  for (const std::string& text : texts) Text(text);
}

bool Unpacker::Text(std::string& text) {
  size_t length = 0;
  auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
  size_t digits = static_cast<size_t>(end - rest_.data());
  if (error != std::errc() || digits >= rest_.size() || rest_[digits] != ':') return false;
  if (rest_.size() - digits < 2 || length > rest_.size() - digits - 2) return false;
  if (rest_[digits + 1 + length] != ',') return false;
  text.assign(rest_.substr(digits + 1, length));
  rest_.remove_prefix(digits + length + 2);
  return true;
}

bool Unpacker::Number(int64_t& number) {
  auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
  size_t digits = static_cast<size_t>(end - rest_.data());
  if (error != std::errc() || digits >= rest_.size() || rest_[digits] != ';') return false;
  rest_.remove_prefix(digits + 1);
  return true;
}

bool Unpacker::Texts(std::vector<std::string>& texts) {
  int64_t count = 0;
  if (!Number(count) || count < 0 || static_cast<uint64_t>(count) > rest_.size()) return false;
  texts.resize(static_cast<size_t>(count));
  for (std::string& text : texts)
    if (!Text(text)) return false;
  return true;
}

std::string PackDeltas(const std::vector<AttributeDelta>& deltas) {
  Packer packer;
  packer.Number(static_cast<int64_t>(deltas.size()));
  for (const AttributeDelta& delta : deltas) {
    packer.Text(delta.attribute);
    packer.Texts(delta.seen);
    packer.Texts(delta.wanted);
    packer.Number(delta.rule);
  }
  return packer.bytes();
}

bool UnpackDeltas(std::string_view bytes, std::vector<AttributeDelta>& deltas) {
  Unpacker unpacker(bytes);
  int64_t count = 0;
  if (!unpacker.Number(count) || count < 0 || static_cast<uint64_t>(count) > bytes.size()) return false;
  deltas.clear();
  deltas.resize(static_cast<size_t>(count));
  for (AttributeDelta& delta : deltas) {
    int64_t rule = 0;
    if (!unpacker.Text(delta.attribute) || !unpacker.Texts(delta.seen) || !unpacker.Texts(delta.wanted) ||
        !unpacker.Number(rule))
      return false;
    delta.rule = static_cast<int32_t>(rule);
  }
  return unpacker.done();
}

}  // namespace idx::runtime
