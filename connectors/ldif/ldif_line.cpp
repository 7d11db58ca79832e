// One line of LDIF: folds, base64, and back. Source: RFC 2849.
#include <fmt/format.h>

#include "base/value/base64.h"
#include "connectors/ldif/ldif_source.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {
namespace {

constexpr size_t kFoldAt = 76;

std::string_view WithoutEnd(std::string_view line) {
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// The logical line at `at`: itself and the folds that follow. Sets its unfolded text.
std::string_view TakeLine(std::string_view record, size_t& at, Arena& arena, std::string_view& unfolded) {
  size_t start = at;
  auto physical = [&](size_t from) {
    size_t end = record.find('\n', from);
    return end == std::string_view::npos ? record.size() : end + 1;
  };
  at = physical(at);
  unfolded = WithoutEnd(record.substr(start, at - start));
  if (at == record.size() || record[at] != ' ') return record.substr(start, at - start);
  size_t end = at;
  while (end < record.size() && record[end] == ' ') end = physical(end);
  char* to = arena.Allocate(end - start);
  size_t length = unfolded.copy(to, unfolded.size());
  while (at < end) {
    size_t next = physical(at);
    std::string_view piece = WithoutEnd(record.substr(at + 1, next - at - 1));
    length += piece.copy(to + length, piece.size());
    at = next;
  }
  unfolded = {to, length};
  return record.substr(start, end - start);
}

bool IsName(std::string_view name) {
  if (name.empty()) return false;
  for (char c : name) {
    bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                c == '.' || c == ';' || c == '_';
    if (!good) return false;
  }
  return true;
}

}  // namespace

std::string LowerName(std::string_view name) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lower;
}

std::string SplitLdif(std::string_view record, Arena& arena, std::vector<LdifLine>& lines) {
  lines.clear();
  std::string why;
  auto complain = [&](std::string text) {
    if (why.empty()) why = std::move(text);
  };
  for (size_t at = 0; at < record.size();) {
    LdifLine line;
    std::string_view text;
    line.raw = TakeLine(record, at, arena, text);
    size_t colon = text.find(':');
    if (!text.starts_with('#') && colon != std::string_view::npos && IsName(text.substr(0, colon))) {
      line.name = text.substr(0, colon);
      std::string_view value = text.substr(colon + 1);
      bool base64 = value.starts_with(':');
      bool url = value.starts_with('<');
      if (base64 || url) value.remove_prefix(1);
      while (value.starts_with(' ')) value.remove_prefix(1);
      line.value = value;
      if (url) complain(fmt::format("the value of {} is given by a URL, which is not followed", line.name));
      if (base64) {
        while (value.ends_with(' ')) value.remove_suffix(1);
        char* to = arena.Allocate(value.size());
        std::optional<size_t> length = DecodeBase64(value, to);
        if (!length) complain(fmt::format("the base64 of {} is broken", line.name));
        line.value = {to, length.value_or(0)};
      }
    } else if (!text.starts_with('#')) {
      complain(
          fmt::format("a line without an attribute name and a colon: \"{}\"", SampleOf(text.substr(0, 40))));
    }
    lines.push_back(line);
  }
  return why;
}

std::string WriteLdifLine(std::string_view name, std::string_view value, std::string_view newline) {
  bool safe = value.empty() || (value[0] != ' ' && value[0] != ':' && value[0] != '<' && value.back() != ' ');
  for (char c : value)
    safe = safe && static_cast<unsigned char>(c) < 0x80 && c != '\r' && c != '\n' && c != 0;
  std::string text(name);
  if (safe) {
    text += value.empty() ? ":" : ": ";
    text += value;
  } else {
    text += ":: " + EncodeBase64(value);
  }
  std::string folded = text.substr(0, kFoldAt);
  for (size_t at = kFoldAt; at < text.size(); at += kFoldAt - 1) {
    folded += newline;
    folded += ' ';
    folded += text.substr(at, kFoldAt - 1);
  }
  return folded.append(newline);
}

}  // namespace idx::connectors
