// Log.*: a message with its values filled in. Rules have no effects, so the message is the result, which a
// rule may keep; nothing is written.
#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

Text Message(EvalContext& ctx, Text format, List<Boxed> args) { return FormatText(ctx, format, args); }
NullableText Redact(EvalContext&, NullableText value) { return value; }

}  // namespace

std::vector<Row> LogRows() {
  constexpr std::string_view l = "Log";
  constexpr std::string_view doc = "The message, as string.Format makes it.";
  constexpr unsigned flags = kFails | kVariadic;
  return {
      Static<Message>(
          l, {"Error", "format, args", doc, R"(Log.Error("no {0}", "mail"))", R"("no mail")", flags}),
      Static<Message>(l,
                      {"Warn", "format, args", doc, R"(Log.Warn("no {0}", "mail"))", R"("no mail")", flags}),
      Static<Message>(l, {"Info", "format, args", doc, R"(Log.Info("row {0}", 7))", R"("row 7")", flags}),
      Static<Message>(l, {"Debug", "format, args", doc, R"(Log.Debug("row {0}", 7))", R"("row 7")", flags}),
      Static<Message>(l, {"Trace", "format, args", doc, R"(Log.Trace("row {0}", 7))", R"("row 7")", flags}),
      Static<Redact>(l, {"Redact", "value", "The value itself: no log shows values of rules.",
                         R"(Log.Redact("secret"))", R"("secret")"}),
  };
}

}  // namespace idx::stdlib
