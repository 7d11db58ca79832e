#include "stdlib/registry/results.h"

#include <fmt/format.h>

#include <algorithm>

namespace idx::stdlib {

bool TextBuilder::Grow(size_t needed) {
  if (failed_) return false;
  size_t room = std::max(needed, room_ * 2);
  if (room > static_cast<size_t>(ctx_.budget.scratch_bytes)) room = needed;
  char* bigger = ctx_.Allocate(room);
  if (bigger == nullptr) {
    failed_ = true;
    room_ = size_;
    return false;
  }
  std::memcpy(bigger, data_, size_);
  data_ = bigger;
  room_ = room;
  return true;
}

void TextBuilder::AppendMeeting(std::string_view bytes) {
  char32_t high = DecodeAt(view(), size_ - 3).code;
  char32_t low = DecodeAt(bytes, 0).code;
  size_ -= 3;
  char buffer[4];
  AppendRaw({buffer, EncodeTo(CombineSurrogates(high, low), buffer)});
  AppendRaw(bytes.substr(3));
}

bool TextListBuilder::Grow() {
  uint32_t room = std::max<uint32_t>(8, room_ * 2);
  if (ctx_.failed()) return false;
  Text* bigger = AllocateList<Text>(ctx_, room);
  if (bigger == nullptr) return false;
  std::copy_n(data_, count_, bigger);
  data_ = bigger;
  room_ = room;
  return true;
}

void FailNull(EvalContext& ctx, std::string_view name) {
  ctx.Fail(EvalErrorKind::kArgumentNull, fmt::format("Value cannot be null. (Parameter '{}')", name));
}

void FailRange(EvalContext& ctx, std::string_view name, std::string_view what) {
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange, fmt::format("{} (Parameter '{}')", what, name));
}

void FailNegative(EvalContext& ctx, std::string_view name, int64_t value) {
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange,
           fmt::format("{0} ('{1}') must be a non-negative value. (Parameter '{0}')\nActual value was {1}.",
                       name, value));
}

void FailGreater(EvalContext& ctx, std::string_view name, int64_t value, int64_t most) {
  ctx.Fail(
      EvalErrorKind::kArgumentOutOfRange,
      fmt::format("{0} ('{1}') must be less than or equal to '{2}'. (Parameter '{0}')\nActual value was {1}.",
                  name, value, most));
}

void FailFormat(EvalContext& ctx, std::string_view message) { ctx.Fail(EvalErrorKind::kFormat, message); }

void FailUnsupported(EvalContext& ctx, std::string_view what) {
  ctx.Fail(EvalErrorKind::kNotSupported, what);
}

bool CheckInvariant(EvalContext& ctx, CultureInfo culture) {
  if (culture == CultureInfo::kInvariant) return true;
  FailUnsupported(ctx, "only CultureInfo.InvariantCulture formats and parses; other cultures are for casing");
  return false;
}

bool CheckUnicode(EvalContext& ctx, std::string_view s) {
  if (IsValidUtf8(s)) return true;
  ctx.Fail(EvalErrorKind::kLoneSurrogate, "the text holds half of a surrogate pair and has no UTF-8 form");
  return false;
}

}  // namespace idx::stdlib
