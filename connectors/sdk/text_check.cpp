// Is it text, and what of it may a person see?
#include <cstdint>
#include <cstring>

#include "connectors/sdk/connector.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {
namespace {

bool Continues(std::string_view text, size_t at, size_t count) {
  if (text.size() - at < count) return false;
  for (size_t i = 0; i < count; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return false;
  return true;
}

// Bytes of the well-formed sequence that begins at `at`, or 0.
size_t SequenceAt(std::string_view text, size_t at) {
  auto byte = static_cast<unsigned char>(text[at]);
  auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
  if (byte < 0x80) return byte == 0 ? 0 : 1;
  if (byte < 0xC2) return 0;
  if (byte < 0xE0) return Continues(text, at + 1, 1) ? 2 : 0;
  if (byte < 0xF0) {
    if ((byte == 0xE0 && next < 0xA0) || (byte == 0xED && next > 0x9F)) return 0;  // overlong, surrogate
    return Continues(text, at + 1, 2) ? 3 : 0;
  }
  if (byte > 0xF4 || (byte == 0xF0 && next < 0x90) || (byte == 0xF4 && next > 0x8F)) return 0;
  return Continues(text, at + 1, 3) ? 4 : 0;
}

// True when the eight bytes are all of 0x01…0x7F.
bool EightPlain(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, 8);
  constexpr uint64_t kHigh = 0x8080'8080'8080'8080;
  constexpr uint64_t kOnes = 0x0101'0101'0101'0101;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

}  // namespace

bool IsCleanText(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && EightPlain(text.data() + at)) {
      at += 8;
      continue;
    }
    size_t length = SequenceAt(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string SampleOf(std::string_view record) {
  std::string sample;
  for (size_t at = 0; at < record.size() && sample.size() + 4 <= kMaxSample;) {
    size_t length = SequenceAt(record, at);
    bool plain = length > 1 || (length == 1 && record[at] >= ' ' && record[at] != 0x7F);
    if (plain) {
      sample += record.substr(at, length);
    } else {
      sample += '?';
    }
    at += length == 0 ? 1 : length;
  }
  return sample;
}

}  // namespace idx::connectors
