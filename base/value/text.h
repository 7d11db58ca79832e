// Text: the 16-byte string view that values, batches and native code share.
//
// Bytes are WTF-8 (UTF-8 that may also hold lone surrogates: a C# string may). Up to 12 bytes lie inside the
// view, zero-padded, so equality of short texts is two integer compares; longer ones keep a 4-byte prefix and
// a pointer to memory that outlives the batch (arena, source buffer or literal). Source: the layout of
// Umbra's strings.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace idx {

struct Text {
  static constexpr uint32_t kInline = 12;
  // The length of the null text: the form in which a missing `string?` is passed to functions.
  static constexpr uint32_t kNullLength = 0xFFFFFFFF;

  uint32_t length = 0;
  char prefix[4] = {0, 0, 0, 0};
  union Rest {
    char bytes[8];
    const char* pointer;
  } rest = {{0, 0, 0, 0, 0, 0, 0, 0}};

  Text() = default;
  // Points at `bytes` if longer than 12: they must outlive the Text.
  explicit Text(std::string_view bytes) : length(static_cast<uint32_t>(bytes.size())) {
    if (length <= kInline) {
      char buffer[kInline] = {};
      if (length != 0) std::memcpy(buffer, bytes.data(), length);
      std::memcpy(prefix, buffer, 4);
      std::memcpy(rest.bytes, buffer + 4, 8);
    } else {
      std::memcpy(prefix, bytes.data(), 4);
      rest.pointer = bytes.data();
    }
  }
  static Text Null() {
    Text text;
    text.length = kNullLength;
    return text;
  }
  bool is_null() const { return length == kNullLength; }

  // The bytes. For a short text they lie in *this: the view dies with this Text.
  std::string_view view() const& {
    return {length <= kInline ? prefix : rest.pointer, is_null() ? 0 : length};
  }
  std::string_view view() const&& = delete;
  std::string str() const { return std::string(view()); }

  friend bool operator==(const Text& a, const Text& b) {
    uint64_t a0, b0, a1, b1;
    std::memcpy(&a0, &a, 8);
    std::memcpy(&b0, &b, 8);
    if (a0 != b0) return false;
    std::memcpy(&a1, &a.rest, 8);
    std::memcpy(&b1, &b.rest, 8);
    if (a1 == b1) return true;
    return a.length > kInline && !a.is_null() && std::memcmp(a.rest.pointer, b.rest.pointer, a.length) == 0;
  }
};
static_assert(sizeof(Text) == 16);

}  // namespace idx
