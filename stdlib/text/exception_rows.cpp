// The members of Exception: what a catch clause has caught.
#include "base/batch/objects.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

Text Message(EvalContext&, const Exception* exception) {
  return reinterpret_cast<const ExceptionObject*>(exception)->message;
}

bool IsOneOf(EvalContext&, const Exception* exception, int64_t kinds) {
  auto kind = static_cast<uint32_t>(reinterpret_cast<const ExceptionObject*>(exception)->kind);
  return (static_cast<uint64_t>(kinds) >> kind & 1) != 0;
}

}  // namespace

std::vector<Row> ExceptionRows() {
  return {
      Property<Message>("Exception", {"Message", "exception", "What went wrong, as .NET says it.", "", ""}),
      Static<IsOneOf>("$", {"IsOneOf", "exception, kinds",
                            "What `e is FormatException` means: a bit for each kind of error.", "", ""})};
}

}  // namespace idx::stdlib
