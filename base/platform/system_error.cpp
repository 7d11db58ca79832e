#include "base/platform/system_error.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace idx {
namespace {

std::string_view Advice(int number) {
  switch (number) {
    case EACCES:
    case EPERM:
      return " Give this user access to it, or run as a user that has it.";
    case ENOENT:
      return " Check the path.";
    case ENOSPC:
      return " Free space on that disk, then repeat.";
    case EDQUOT:
      return " The user's disk quota is used up.";
    case EROFS:
      return " The file system is read-only.";
    case EMFILE:
    case ENFILE:
      return " Too many files are open: raise the limit (ulimit -n).";
    case EISDIR:
      return " It is a folder; a file is needed.";
    case ENOTDIR:
      return " A part of the path is not a folder.";
    default:
      return "";
  }
}

}  // namespace

Error SystemError(std::string_view action, const std::string& path, int number) {
  bool retriable = number == ENOSPC || number == EDQUOT || number == EMFILE || number == ENFILE ||
                   number == EAGAIN || number == EBUSY || number == EIO;
  return {Origin::kFile,
          fmt::format("cannot {} {}: {}.{}", action, path, std::generic_category().message(number),
                      Advice(number)),
          retriable};
}

}  // namespace idx
