// A compact text form of small records ("4:mail,1:x,"): counted fields, one after another. It is what
// payloads of pending changes and of the history are stored as: cheap to write for a million rows, readable
// in a pinch.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace idx::runtime {

// What happens to one attribute of one object: from `seen` to `wanted` (canonical texts; none: null), by a
// rule.
struct AttributeDelta {
  std::string attribute;  // its identifier: survives a reordering of the schema
  std::vector<std::string> seen;
  std::vector<std::string> wanted;
  int32_t rule = 0;  // ordinal of the rule (rule_ids.h); 0: none

  friend bool operator==(const AttributeDelta&, const AttributeDelta&) = default;
};

class Packer {
 public:
  void Text(std::string_view text);
  void Number(int64_t number);
  void Texts(const std::vector<std::string>& texts);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Reads what a Packer wrote; false once the bytes are not of that form.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  bool Text(std::string& text);
  bool Number(int64_t& number);
  bool Texts(std::vector<std::string>& texts);
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::string PackDeltas(const std::vector<AttributeDelta>& deltas);
// False: the bytes are damaged.
bool UnpackDeltas(std::string_view bytes, std::vector<AttributeDelta>& deltas);

}  // namespace idx::runtime
