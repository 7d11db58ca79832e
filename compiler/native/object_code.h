// A relocatable object of our own code generator → code that can be called, in a millisecond for a megabyte,
// where a general linker takes fifty times that. Source: ELF-64 object file format; System V ABI, AMD64
// supplement.
//
// It knows what such objects have: code, constants, data, and calls within it and to functions that are named
// to it. What it does not know it refuses. Unwind tables are left out: no exception passes through generated
// code. Internal to this folder and to tests.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/core/result.h"

namespace idx::compiler::native {

// Code stays as long as the object. Find is thread-safe.
class ObjectCode {
 public:
  // The address of a function outside; null if there is none of that name.
  using Resolve = std::function<const void*(std::string_view)>;

  // Error: not such an object, another processor's, a symbol that nobody has, or no memory. The bytes are
  // checked: no object makes it read or write elsewhere. But code is run as it is.
  static Result<std::unique_ptr<ObjectCode>> Load(std::string_view object, const Resolve& resolve);
  ObjectCode(const ObjectCode&) = delete;
  ObjectCode& operator=(const ObjectCode&) = delete;
  ~ObjectCode();

  // Null if the object does not define it.
  void* Find(const std::string& symbol) const;
  // The same for several. Error: one is missing.
  Result<std::vector<void*>> FindAll(std::span<const std::string> symbols) const;

 private:
  friend class ObjectLinker;
  ObjectCode() = default;

  void* memory_ = nullptr;
  size_t size_ = 0;
  std::unordered_map<std::string, void*> symbols_;
};

}  // namespace idx::compiler::native
