// byte[] as C++ sees it.
#pragma once

#include <string_view>

#include "stdlib/registry/results.h"

namespace idx::stdlib {

inline std::string_view ViewOf(const List<uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}
inline List<uint8_t> BytesOf(EvalContext& ctx, std::string_view bytes) {
  uint8_t* to = AllocateList<uint8_t>(ctx, bytes.size());
  if (to == nullptr) return {};
  std::memcpy(to, bytes.data(), bytes.size());
  return ListOf(to, bytes.size());
}
// The part of `count` bytes from `start`; false, with the error set, where the range lies outside.
inline bool PartOf(EvalContext& ctx, const List<uint8_t>& bytes, int32_t start, int32_t count,
                   std::string_view name, List<uint8_t>& part) {
  if (start < 0 || count < 0 || static_cast<uint64_t>(start) + static_cast<uint64_t>(count) > bytes.size())
    return FailRange(ctx, count < 0 ? "length" : name,
                     "Offset and length must refer to a position in the array."),
           false;
  part = ListOf(bytes.begin() + start, static_cast<size_t>(count));
  return true;
}

}  // namespace idx::stdlib
