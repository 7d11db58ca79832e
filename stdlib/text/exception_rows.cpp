// The members of Exception: what a catch clause has caught.
#include "base/batch/objects.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

Text Message(EvalContext&, const Exception* exception) {
  return reinterpret_cast<const ExceptionObject*>(exception)->message;
}

}  // namespace

std::vector<Row> ExceptionRows() {
  return {
      Property<Message>("Exception", {"Message", "exception", "What went wrong, as .NET says it.", "", ""})};
}

}  // namespace idx::stdlib
