// Log.*: what rules say about what they do. Messages are not yet written anywhere, and have no rows until
// they are.
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

NullableText Redact(EvalContext&, NullableText value) { return value; }

}  // namespace

std::vector<Row> LogRows() {
  return {
      Static<Redact>("Log", {"Redact", "value", "The value itself: no log shows values of rules.",
                             R"(Log.Redact("secret"))", R"("secret")"}),
  };
}

}  // namespace idx::stdlib
