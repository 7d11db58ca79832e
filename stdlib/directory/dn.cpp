#include "stdlib/directory/dn.h"

#include "base/value/utf.h"

namespace idx::stdlib {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
// Whether an odd number of backslashes stands before the last character: then it belongs to the value.
bool EndsEscaped(std::string_view s) {
  size_t backslashes = 0;
  while (backslashes + 1 < s.size() && s[s.size() - 2 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 != 0;
}
std::string_view TrimBlanks(std::string_view s) {
  while (s.starts_with(' ')) s.remove_prefix(1);
  while (s.ends_with(' ') && !EndsEscaped(s)) s.remove_suffix(1);
  return s;
}
bool IsSpecial(char c) { return std::string_view(",+\"\\<>;=").find(c) != std::string_view::npos; }

// The end of the part that begins at `at`: an unescaped, unquoted separator, or the end. False: a broken
// escape.
bool FindEnd(std::string_view s, size_t at, std::string_view separators, size_t& end) {
  bool quoted = false;
  for (; at < s.size(); ++at) {
    if (s[at] == '\\') {
      if (++at >= s.size()) return false;
      if (IsSpecial(s[at]) || s[at] == ' ' || s[at] == '#') continue;
      if (HexDigit(s[at]) < 0 || at + 1 >= s.size() || HexDigit(s[at + 1]) < 0) return false;
      ++at;
    } else if (s[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && separators.find(s[at]) != std::string_view::npos) {
      break;
    }
  }
  end = at;
  return !quoted;
}

bool IsType(std::string_view type) {
  if (type.empty()) return false;
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (letter(type[0])) {
    for (char c : type) {
      if (!letter(c) && !digit(c) && c != '-') return false;
    }
    return true;
  }
  for (size_t i = 0; i < type.size(); ++i) {
    bool dot = type[i] == '.';
    if (!dot && !digit(type[i])) return false;
    if (dot && (i == 0 || i + 1 == type.size() || type[i - 1] == '.')) return false;
  }
  return true;
}

bool IsValue(std::string_view value) {
  bool quoted = value.starts_with('"');
  if (value.starts_with('#')) {
    if (value.size() < 3 || value.size() % 2 == 0) return false;
    for (char c : value.substr(1)) {
      if (HexDigit(c) < 0) return false;
    }
    return true;
  }
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\')
      ++i;
    else if (!quoted && (value[i] == '<' || value[i] == '>' || value[i] == '"' || value[i] == '\0'))
      return false;
    else if (quoted && value[i] == '"' && i != 0 && i + 1 != value.size())
      return false;
  }
  return true;
}

bool CheckRdn(std::string_view rdn) {
  for (size_t at = 0; at <= rdn.size();) {
    size_t end;
    if (!FindEnd(rdn, at, "+", end)) return false;
    std::string_view type, value;
    if (!SplitRdn(rdn.substr(at, end - at), type, value) || !IsType(type) || !IsValue(value)) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

bool SplitRdn(std::string_view rdn, std::string_view& type, std::string_view& value) {
  size_t plus;
  if (!FindEnd(rdn, 0, "+", plus)) return false;
  rdn = rdn.substr(0, plus);
  size_t equals = rdn.find('=');
  if (equals == std::string_view::npos) return false;
  type = TrimBlanks(rdn.substr(0, equals));
  value = TrimBlanks(rdn.substr(equals + 1));
  return true;
}

void SplitAvas(std::string_view rdn, std::vector<std::string_view>& avas) {
  for (size_t at = 0; at <= rdn.size();) {
    size_t end;
    if (!FindEnd(rdn, at, "+", end)) return;
    avas.push_back(rdn.substr(at, end - at));
    at = end + 1;
  }
}

bool SplitDn(std::string_view dn, std::vector<std::string_view>& rdns) {
  if (TrimBlanks(dn).empty()) return true;
  for (size_t at = 0; at <= dn.size();) {
    size_t end;
    if (!FindEnd(dn, at, ",;", end)) return false;
    std::string_view rdn = TrimBlanks(dn.substr(at, end - at));
    if (!CheckRdn(rdn)) return false;
    rdns.push_back(rdn);
    at = end + 1;
  }
  return true;
}

void AppendEscapedDnValue(std::string& out, std::string_view value) {
  for (size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == '\0') {
      out += "\\00";
      continue;
    }
    bool edge = (c == ' ' && (i == 0 || i + 1 == value.size())) || (c == '#' && i == 0);
    if (edge || IsSpecial(c)) out.push_back('\\');
    out.push_back(c);
  }
}

std::string UnescapeDnValue(std::string_view value) {
  std::string out;
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 >= value.size()) {
      out.push_back(value[i]);
    } else if (i + 2 < value.size() && HexDigit(value[i + 1]) >= 0 && HexDigit(value[i + 2]) >= 0) {
      out.push_back(static_cast<char>(HexDigit(value[i + 1]) * 16 + HexDigit(value[i + 2])));
      i += 2;
    } else {
      out.push_back(value[++i]);
    }
  }
  return out;
}

}  // namespace idx::stdlib
