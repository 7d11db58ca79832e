// Guid.NewGuid and Rand.*: from the system's cryptographic randomness. A rule may keep such a value only by
// an assignment that is made once.
#include <openssl/rand.h>

#include <algorithm>
#include <string>
#include <vector>

#include "stdlib/crypto/crypto_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

constexpr int32_t kLongest = 256;

bool Fill(EvalContext& ctx, void* to, int count) {
  if (RAND_bytes(static_cast<unsigned char*>(to), count) == 1) return true;
  FailUnsupported(ctx, "the system has no randomness");
  return false;
}
// Evenly in [0, count): values that would favour the small ones are drawn again.
uint64_t Below(EvalContext& ctx, uint64_t count) {
  uint64_t limit = count * (UINT64_MAX / count), value = limit;
  while (value >= limit && Fill(ctx, &value, sizeof(value))) {
  }
  return ctx.failed() ? 0 : value % count;
}

// Version 4 of RFC 9562.
Guid NewGuid(EvalContext& ctx) {
  Guid value;
  if (!Fill(ctx, value.bytes.data(), 16)) return {};
  value.bytes[6] = static_cast<uint8_t>((value.bytes[6] & 0x0F) | 0x40);
  value.bytes[8] = static_cast<uint8_t>((value.bytes[8] & 0x3F) | 0x80);
  return value;
}
int64_t Between(EvalContext& ctx, int64_t min, int64_t max) {
  if (max < min) return FailRange(ctx, "max", "'min' cannot be greater than max."), 0;
  uint64_t count = static_cast<uint64_t>(max) - static_cast<uint64_t>(min) + 1;
  uint64_t drawn = 0;
  if (count == 0)
    Fill(ctx, &drawn, sizeof(drawn));
  else
    drawn = Below(ctx, count);
  return static_cast<int64_t>(static_cast<uint64_t>(min) + drawn);
}

std::string Without(std::string_view characters, std::string_view avoid) {
  std::string left;
  for (char c : characters)
    if (avoid.find(c) == std::string_view::npos) left.push_back(c);
  return left;
}
// At least so many of each kind, the rest of any kind that is allowed, in random order.
Text RandomText(EvalContext& ctx, int32_t length, int32_t digits, int32_t special, int32_t upper,
                int32_t lower, NullableText avoid) {
  struct Kind {
    std::string_view all;
    int32_t least;
  };
  const Kind kinds[] = {{"0123456789", digits},
                        {"!#$%&()*+,-./:;<=>?@[]^_{|}~", special},
                        {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", upper},
                        {"abcdefghijklmnopqrstuvwxyz", lower}};
  int64_t sum = 0;
  for (const Kind& kind : kinds) sum += kind.least < 0 ? kLongest + 1 : kind.least;
  if (length < 0 || length > kLongest || sum > length)
    return FailRange(ctx, "length", "The length must be at most 256 and at least the sum of what is wanted."),
           Text();
  std::string any, made;
  for (const Kind& kind : kinds) {
    std::string allowed = Without(kind.all, avoid.text.view());
    any += allowed;
    if (kind.least > 0 && allowed.empty())
      return FailRange(ctx, "avoid", "No character is left of a kind that is wanted."), Text();
    for (int32_t i = 0; i < kind.least; ++i) made.push_back(allowed[Below(ctx, allowed.size())]);
  }
  if (any.empty()) return FailRange(ctx, "avoid", "No character is left."), Text();
  while (static_cast<int32_t>(made.size()) < length) made.push_back(any[Below(ctx, any.size())]);
  for (size_t i = made.size(); i > 1; --i) std::swap(made[i - 1], made[Below(ctx, i)]);
  return ctx.MakeText(made);
}

// 256 short words that are told apart by their sound: 8 bits each.
std::string WordOf(uint64_t number) {
  constexpr std::string_view kBegin = "bdfghjklmnprstvz", kVowels = "aiou", kEnd = "kmns";
  std::string word;
  word.push_back(kBegin[number & 15]);
  word.push_back(kVowels[number >> 4 & 3]);
  word.push_back(kEnd[number >> 6 & 3]);
  return word;
}
Text Passphrase(EvalContext& ctx, int32_t words, NullableText separator) {
  if (words < 1 || words > kLongest / 4)
    return FailRange(ctx, "words", "The number of words must be 1 to 64."), Text();
  std::string made;
  for (int32_t i = 0; i < words; ++i) {
    if (i > 0) made += separator.text.view();
    made += WordOf(Below(ctx, 256)) + WordOf(Below(ctx, 256));
  }
  return ctx.MakeText(made);
}

}  // namespace

std::vector<Row> RandomRows() {
  constexpr std::string_view r = "Rand";
  return {
      Static<NewGuid>("Guid", {"NewGuid", "", "A new random guid.", R"(Guid.NewGuid().ToString().Length)",
                               "36", kFails | kRandomized}),
      Static<Between>(r, {"Int", "min, max", "A random number, both ends included.", "Rand.Int(7, 7)", "7",
                          kFails | kRandomized}),
      Static<RandomText>(r, {"String", "length, digits, special, upper, lower, avoid",
                             "At most 256 random characters, at least so many of each kind, none to avoid.",
                             R"(Rand.String(12, 1, 1, 1, 1, "0O").Length)", "12", kFails | kRandomized}),
      Static<Passphrase>(r, {"Passphrase", "words, separator", "So many made-up words of 16 bits each.",
                             R"(Rand.Passphrase(4, "-").Split('-').Length)", "4", kFails | kRandomized}),
  };
}

}  // namespace idx::stdlib
