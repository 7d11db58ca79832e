// How the library's functions make their results: texts that grow, lists, substrings and the usual failures.
#pragma once

#include <cstring>
#include <string_view>

#include "base/batch/eval_context.h"
#include "base/value/utf.h"
#include "stdlib/registry/bind.h"

namespace idx::stdlib {

// A part of a text's view. It may point into the text: a part longer than 12 bytes can only come from a text
// longer than 12 bytes, whose bytes lie outside the view; shorter ones are copied into the result.
inline Text PartOf(std::string_view part) { return Text(part); }

// A text that grows in the context's scratch. Append joins surrogate halves that meet. After the budget is
// spent nothing more is added and Finish gives "" (the error is set).
class TextBuilder {
 public:
  explicit TextBuilder(EvalContext& ctx) : ctx_(ctx) {}
  TextBuilder(EvalContext& ctx, size_t expected) : ctx_(ctx) {
    if (expected > sizeof(small_)) Grow(expected);
  }
  TextBuilder(const TextBuilder&) = delete;
  TextBuilder& operator=(const TextBuilder&) = delete;

  void Append(std::string_view bytes) {
    if (bytes.empty()) return;
    if (size_ >= 3 && static_cast<uint8_t>(bytes[0]) == 0xED && MeetInSurrogates(view(), bytes)) {
      AppendMeeting(bytes);
      return;
    }
    AppendRaw(bytes);
  }
  void AppendAscii(char c) {
    if (size_ == room_ && !Grow(size_ + 1)) return;
    data_[size_++] = c;
  }
  void AppendCode(char32_t code) {
    if (code < 0x80) return AppendAscii(static_cast<char>(code));
    char buffer[4];
    Append({buffer, EncodeTo(code, buffer)});
  }
  // n copies of an ASCII character.
  void AppendFill(size_t n, char c) {
    if (size_ + n > room_ && !Grow(size_ + n)) return;
    std::memset(data_ + size_, c, n);
    size_ += n;
  }
  std::string_view view() const { return {data_, size_}; }
  size_t size() const { return size_; }
  void Truncate(size_t size) { size_ = size; }
  Text Finish() {
    if (failed_) return Text();
    return data_ == small_ ? ctx_.MakeText(view()) : Text(view());
  }

 private:
  void AppendRaw(std::string_view bytes) {
    if (bytes.size() > room_ - size_ && !Grow(size_ + bytes.size())) return;
    std::memcpy(data_ + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void AppendMeeting(std::string_view bytes);
  bool Grow(size_t needed);

  EvalContext& ctx_;
  char* data_ = small_;
  size_t size_ = 0;
  size_t room_ = sizeof(small_);
  bool failed_ = false;
  char small_[128];
};

// Room for `count` elements; null (with the error set) when the budget is spent.
template <typename T>
T* AllocateList(EvalContext& ctx, size_t count) {
  if (count > 0xFFFFFFF0 / sizeof(T)) count = 0xFFFFFFF0 / sizeof(T);
  return reinterpret_cast<T*>(ctx.Allocate(count == 0 ? 1 : count * sizeof(T)));
}
template <typename T>
List<T> ListOf(const T* data, size_t count) {
  List<T> list;
  list.view = {data, data == nullptr ? 0 : static_cast<uint32_t>(count), 0};
  return list;
}

// A list of texts that grows.
class TextListBuilder {
 public:
  explicit TextListBuilder(EvalContext& ctx) : ctx_(ctx) {}
  void Add(Text text) {
    if (count_ == room_ && !Grow()) return;
    data_[count_++] = text;
  }
  uint32_t count() const { return count_; }
  List<Text> Finish() const { return ListOf(data_, count_); }

 private:
  bool Grow();

  EvalContext& ctx_;
  Text* data_ = nullptr;
  uint32_t count_ = 0;
  uint32_t room_ = 0;
};

// .NET's words. `name` is the parameter.
void FailNull(EvalContext& ctx, std::string_view name);
void FailRange(EvalContext& ctx, std::string_view name, std::string_view what);
// ArgumentOutOfRangeException.ThrowIfNegative and ThrowIfGreaterThan.
void FailNegative(EvalContext& ctx, std::string_view name, int64_t value);
void FailGreater(EvalContext& ctx, std::string_view name, int64_t value, int64_t most);
void FailFormat(EvalContext& ctx, std::string_view message);
// What .NET does and this library does not: never a wrong value.
void FailUnsupported(EvalContext& ctx, std::string_view what);
// Of a text that leaves as UTF-8: half of a surrogate pair has none. False with the failure.
bool CheckUnicode(EvalContext& ctx, std::string_view s);
// Of a format provider: only the invariant culture formats and parses. False with the failure.
bool CheckInvariant(EvalContext& ctx, CultureInfo culture);

inline NullableText Nullable(Text text) { return {text}; }
inline NullableText NullText() { return {Text::Null()}; }
template <typename T>
Opt<T> Some(T value) {
  return {value, true};
}

}  // namespace idx::stdlib
