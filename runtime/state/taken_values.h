// Which values of an attribute are somebody's, for Unique.Of: who is asked first takes the first candidate
// that nobody else has.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/schema/configuration.h"
#include "base/value/scalars.h"
#include "base/value/text.h"

namespace idx::runtime {

// Of one attribute of texts. Equal are values that the attribute's equality says are. Not thread-safe.
class TakenValues {
 public:
  // Who has a value that is no identity's, or several identities'.
  static constexpr int64_t kNobody = -1;

  // attribute must outlive it.
  explicit TakenValues(const Attribute& attribute) : attribute_(attribute) {}

  void Take(int64_t identity, std::string_view value);
  // The first of these texts that nobody but, possibly, this identity has, and that can be stored; null:
  // none.
  const Text* FirstFree(int64_t identity, const ListView& candidates) const;

 private:
  uint64_t KeyOf(std::string_view value) const;

  const Attribute& attribute_;
  // A hash of the folded value to who has it. Two values of one hash are taken for one: then the next
  // candidate is chosen, and nothing is wrong.
  std::unordered_map<uint64_t, int64_t> holders_;
};

// "none of 3 candidates is free in AD.User.SamAccountName"
std::string NoneFree(uint32_t candidates, const ObjectType& type, int32_t attribute);

}  // namespace idx::runtime
