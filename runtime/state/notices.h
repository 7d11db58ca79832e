// Notifications that filters ask for. A cause is told of once: as long as a filter goes on to ask for it,
// there is no second one, and computing everybody anew tells nobody anything.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/state/run_context.h"

namespace idx::runtime {

struct Notice {
  int64_t identity = 0;
  int32_t rule = 0;  // ordinal
  std::string tmpl, receiver;
  friend auto operator<=>(const Notice&, const Notice&) = default;
};

// What an output of kind kNotify holds, as notices of the identity.
void AddNotices(std::string_view output, int64_t identity, int32_t rule, std::vector<Notice>& notices);

// Do the loops ask for any, or did they before?
Result<bool> HasNotices(RunContext& context, int32_t type, const std::vector<int32_t>& loops);

// type: the tenant's number of the type whose filters were asked; vault: the identities' type. evaluated:
// identities, ascending, of which all is known now. New notices are recorded, for delivery and in the
// summary; what is no longer asked for may be told of again one day.
Status StoreNotices(RunContext& context, int32_t type, const ObjectType& vault,
                    const std::vector<int64_t>& evaluated, std::vector<Notice> notices);

}  // namespace idx::runtime
