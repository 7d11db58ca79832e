#include "runtime/repository/database_error.h"

#include <fmt/format.h>

namespace idx::runtime {
namespace {

struct Meaning {
  std::string_view state;  // a whole SQLSTATE, or its class of two characters
  Origin origin;
  bool retriable;
  std::string_view advice;
};

// The first row that fits counts.
constexpr Meaning kMeanings[] = {
    {"", Origin::kDatabase, true, "The connection to the database was lost: it is safe to repeat the run."},
    {"08", Origin::kDatabase, true, "The connection to the database was lost: it is safe to repeat the run."},
    {"57014", Origin::kCancelled, false, "The statement was cancelled, or ran longer than its limit."},
    {"57", Origin::kDatabase, true, "The database server is starting or stopping: repeat in a moment."},
    {"53100", Origin::kDatabase, true, "The disk of the data folder is full: free space, then repeat."},
    {"53200", Origin::kDatabase, true,
     "The database server is out of memory: close other programs, then repeat."},
    {"53300", Origin::kDatabase, true, "Too many connections: end other runs, then repeat."},
    {"53", Origin::kDatabase, true, "The database server lacks a resource."},
    {"40", Origin::kDatabase, true, "Another transaction was in the way: it is safe to repeat."},
    {"55P03", Origin::kDatabase, true, "A lock was held by another transaction for too long: repeat."},
    {"55006", Origin::kDatabase, true, "It is in use by another session: repeat when that has ended."},
    {"23505", Origin::kConflict, false, "A value that must be unique is there already."},
    {"23", Origin::kConflict, false, ""},
    {"42501", Origin::kDatabase, false,
     "The database role lacks a permission: grant it, or use another role."},
    {"28", Origin::kDatabase, false, "The database refused the login: check user, password and pg_hba.conf."},
    {"3D000", Origin::kDatabase, false, "That database does not exist: check the connection string."},
    {"22", Origin::kInput, false, "A value cannot be stored so."},
    {"58", Origin::kDatabase, true,
     "The operating system failed the database server: see its log and the disk."},
    {"XX001", Origin::kDatabase, false, "The data folder is damaged: restore it from a backup."},
    {"XX002", Origin::kDatabase, false, "An index is damaged: REINDEX it, or restore from a backup."},
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Error DatabaseError(std::string_view sqlstate, std::string_view message, std::string_view doing) {
  std::string text(Trim(message));
  if (text.rfind("ERROR:  ", 0) == 0) text.erase(0, 8);
  if (text.rfind("FATAL:  ", 0) == 0) text.erase(0, 8);
  std::string where = doing.empty() ? "database" : fmt::format("database, {}", doing);
  for (const Meaning& meaning : kMeanings) {
    bool fits =
        meaning.state.empty() ? sqlstate.empty() : sqlstate.substr(0, meaning.state.size()) == meaning.state;
    if (!fits) continue;
    std::string_view gap = meaning.advice.empty() ? "" : "\n";
    return {meaning.origin, fmt::format("{}: {}{}{}", where, text, gap, meaning.advice), meaning.retriable};
  }
  return {Origin::kDatabase, fmt::format("{}: {} (SQLSTATE {})", where, text, sqlstate), false};
}

}  // namespace idx::runtime
