// Base64 with padding, RFC 4648 section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace idx {

std::string EncodeBase64(std::string_view bytes);
// Strict: whole groups of four, padding only at the end, no bits left over, no other characters. Writes the
// bytes to `to`, which has room for three for each four characters, and returns how many; nothing where the
// text is not base64.
std::optional<size_t> DecodeBase64(std::string_view text, char* to);
// The same, but the bits that are left over may be any.
std::optional<std::string> DecodeBase64Loosely(std::string text);

}  // namespace idx
