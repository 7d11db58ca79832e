// What errno means, as an Error for a person.
#pragma once

#include <string>
#include <string_view>

#include "base/core/result.h"

namespace idx {

// "cannot {action} {path}: {reason}. {what to do}". Retriable: a full disk, no free descriptors, an
// interrupted device.
Error SystemError(std::string_view action, const std::string& path, int error_number);

}  // namespace idx
