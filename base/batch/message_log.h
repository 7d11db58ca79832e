// What rules say of rows by Log.*, on its way to the people who read a run's report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace idx {

enum class LogLevel : uint8_t { kTrace, kDebug, kInfo, kWarn, kError };

// "trace", "debug", "info", "warn", "error".
std::string_view LogLevelName(LogLevel level);

struct LogMessage {
  int32_t rule = -1;  // index into Program::rules; -1: of no rule
  uint32_t row = 0;   // of the loop
  LogLevel level = LogLevel::kInfo;
  std::string text;  // well-formed UTF-8, at most MessageLog::kMaxBytes and "…", without control characters
};

// Keeps the first `room` messages of at least a level, and counts the rest. Owned by whoever evaluates; of
// one thread.
class MessageLog {
 public:
  static constexpr size_t kMaxBytes = 1000;
  static constexpr size_t kMaxMessages = 1000;

  explicit MessageLog(LogLevel least, size_t room = kMaxMessages) : least_(least), room_(room) {}

  // text: as a rule has it (lone surrogates, line ends, any length).
  void Add(LogLevel level, std::string_view text);
  // All since the last call were said by this rule of this row.
  void Attribute(int32_t rule, uint32_t row);

  const std::vector<LogMessage>& messages() const { return messages_; }
  std::vector<LogMessage>& messages() { return messages_; }
  uint64_t left_off() const { return left_off_; }

 private:
  LogLevel least_;
  size_t room_;
  size_t attributed_ = 0;
  uint64_t left_off_ = 0;
  std::vector<LogMessage> messages_;
};

}  // namespace idx
