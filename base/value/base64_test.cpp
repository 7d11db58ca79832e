#include "base/value/base64.h"

#include <gtest/gtest.h>

namespace idx {
namespace {

std::string Decoded(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::optional<size_t> length = DecodeBase64(text, bytes.data());
  return length ? bytes.substr(0, *length) : "refused";
}

TEST(Base64, TheVectorsOfRfc4648) {
  constexpr std::pair<std::string_view, std::string_view> kVectors[] = {{"", ""},
                                                                        {"f", "Zg=="},
                                                                        {"fo", "Zm8="},
                                                                        {"foo", "Zm9v"},
                                                                        {"foob", "Zm9vYg=="},
                                                                        {"fooba", "Zm9vYmE="},
                                                                        {"foobar", "Zm9vYmFy"}};
  for (auto [bytes, text] : kVectors) {
    EXPECT_EQ(EncodeBase64(bytes), text);
    EXPECT_EQ(Decoded(text), bytes);
  }
  EXPECT_EQ(EncodeBase64("\xFB\xEF\xFF"), "++//");
}

TEST(Base64, WhatIsNotIsRefused) {
  for (std::string_view text :
       {"Zg=", "Zg", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9\n", "Zm-_"})
    EXPECT_EQ(Decoded(text), "refused") << text;
}

}  // namespace
}  // namespace idx
