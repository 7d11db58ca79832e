#include "base/value/base64.h"

#include <algorithm>
#include <cstdint>

namespace idx {
namespace {

constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int Sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::string EncodeBase64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t at = 0; at < bytes.size(); at += 3) {
    uint32_t group = 0;
    size_t count = std::min<size_t>(3, bytes.size() - at);
    for (size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (size_t i = 0; i < 4; ++i) text += i <= count ? kDigits[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

std::optional<size_t> DecodeBase64(std::string_view text, char* to) {
  size_t length = 0;
  if (text.size() % 4 != 0) return std::nullopt;
  for (size_t at = 0; at < text.size(); at += 4) {
    bool last = at + 4 == text.size();
    int pad = !last ? 0 : text[at + 3] != '=' ? 0 : text[at + 2] == '=' ? 2 : 1;
    uint32_t group = 0;
    for (int i = 0; i < 4; ++i) {
      int sextet = i >= 4 - pad ? 0 : Sextet(text[at + static_cast<size_t>(i)]);
      if (sextet < 0) return std::nullopt;
      group = group << 6 | static_cast<uint32_t>(sextet);
    }
    if ((pad == 1 && (group & 0xFF) != 0) || (pad == 2 && (group & 0xFFFF) != 0)) return std::nullopt;
    to[length++] = static_cast<char>(group >> 16);
    if (pad < 2) to[length++] = static_cast<char>(group >> 8);
    if (pad < 1) to[length++] = static_cast<char>(group);
  }
  return length;
}

std::optional<std::string> DecodeBase64Loosely(std::string text) {
  size_t end = text.find_last_not_of('=');
  size_t pad = end == std::string::npos ? text.size() : text.size() - end - 1;
  if (pad == 1 || pad == 2) {
    int sextet = Sextet(text[end]);
    if (sextet < 0) return std::nullopt;
    text[end] = kDigits[sextet & (pad == 1 ? 0x3C : 0x30)];
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  std::optional<size_t> size = DecodeBase64(text, bytes.data());
  if (!size) return std::nullopt;
  bytes.resize(*size);
  return bytes;
}

}  // namespace idx
