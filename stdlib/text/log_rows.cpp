// Log.*: what rules say about what they do. Formatting is done and paid for whether anybody listens or not:
// a rule does the same at every level.
#include "base/batch/message_log.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

void Add(EvalContext& ctx, LogLevel level, const Text& text) {
  if (ctx.log != nullptr && !ctx.failed()) ctx.log->Add(level, text.view());
}

template <LogLevel L>
void Say(EvalContext& ctx, NullableText message) {
  Add(ctx, L, message.text.is_null() ? Text() : message.text);
}
template <LogLevel L>
void SayFormat(EvalContext& ctx, Text format, List<Boxed> args) {
  Add(ctx, L, FormatText(ctx, format, args));
}

template <LogLevel L>
void AddLevel(std::vector<Row>& rows, std::string_view name, std::string_view plain,
              std::string_view formatted) {
  rows.push_back(Static<Say<L>>("Log", {name, "message",
                                        "Adds the text to the messages of the run, with the rule and the "
                                        "object. Null is an empty message.",
                                        plain, "null", kLogs}));
  rows.push_back(Static<SayFormat<L>>(
      "Log", {name, "format, args",
              "The same with {index,alignment:format} filled in, as string.Format does; a bad index or "
              "brace: FormatException.",
              formatted, "null", kLogs | kFails | kVariadic}));
}

NullableText Redact(EvalContext&, NullableText value) { return value; }
NullableText Redacted(EvalContext&, NullableText value) {
  return {value.text.is_null() ? value.text : Text("[Redact]")};
}

}  // namespace

std::vector<Row> LogRows() {
  std::vector<Row> rows = {
      Static<Redact>(
          "Log", {"Redact", "value",
                  "The value itself; in the arguments of a Log call, [Redact] in its place. Null stays null.",
                  R"(Log.Redact("secret"))", R"("secret")"}),
      Static<Redacted>("$", {"Redact", "value", "What Log.Redact is in the arguments of a Log call.",
                             R"(Log.Redact("secret"))", R"("secret")"}),
  };
  AddLevel<LogLevel::kError>(rows, "Error", R"(Log.Error("no mail"))", R"(Log.Error("no {0}", "mail"))");
  AddLevel<LogLevel::kWarn>(rows, "Warn", R"(Log.Warn("no mail"))", R"(Log.Warn("no {0}", "mail"))");
  AddLevel<LogLevel::kInfo>(rows, "Info", R"(Log.Info("made"))", R"(Log.Info("made {0}", 7))");
  AddLevel<LogLevel::kDebug>(rows, "Debug", R"(Log.Debug("made"))", R"(Log.Debug("made {0}", 7))");
  AddLevel<LogLevel::kTrace>(rows, "Trace", R"(Log.Trace("made"))", R"(Log.Trace("{0:D3}", 7))");
  return rows;
}

}  // namespace idx::stdlib
