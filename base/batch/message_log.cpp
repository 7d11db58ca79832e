#include "base/batch/message_log.h"

#include "base/value/utf.h"

namespace idx {

namespace {

// Terminals and logs of one line per message: no control characters, no half characters.
std::string Clean(std::string_view text) {
  std::string clean;
  for (size_t at = 0; at < text.size();) {
    if (clean.size() >= MessageLog::kMaxBytes) return clean + "…";
    Decoded next = DecodeAt(text, at);
    bool control = next.code < 0x20 || (next.code >= 0x7F && next.code < 0xA0);
    bool separator = next.code >= 0x2028 && next.code <= 0x202E;  // of lines, and what turns their direction
    separator = separator || (next.code >= 0x2066 && next.code <= 0x2069);
    char bytes[4];
    if (control || separator)
      clean += ' ';
    else
      clean.append(bytes, EncodeTo(IsSurrogate(next.code) ? 0xFFFD : next.code, bytes));
    at += next.length;
  }
  return clean;
}

}  // namespace

std::string_view LogLevelName(LogLevel level) {
  constexpr std::string_view kNames[] = {"trace", "debug", "info", "warn", "error"};
  return kNames[static_cast<size_t>(level)];
}

void MessageLog::Add(LogLevel level, std::string_view text) {
  if (level < least_) return;
  if (messages_.size() < room_)
    messages_.push_back({-1, 0, level, Clean(text)});
  else
    ++left_off_;
}

void MessageLog::Attribute(int32_t rule, uint32_t row) {
  for (; attributed_ < messages_.size(); ++attributed_) {
    messages_[attributed_].rule = rule;
    messages_[attributed_].row = row;
  }
}

}  // namespace idx
