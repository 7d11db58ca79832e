#include "base/platform/temp_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/platform/environment.h"
#include "base/platform/system_error.h"

namespace idx {

Result<TempFolder> TempFolder::Create(const std::string& prefix) {
  std::string pattern = EnvironmentVariable("TMPDIR").value_or("/tmp") + "/" + prefix + "-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) return SystemError("make a temporary folder as", pattern, errno);
  return TempFolder(pattern);
}

TempFolder::~TempFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // what cannot be removed stays for the system's own cleaning of temporary folders
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace idx
