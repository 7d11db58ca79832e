#include "compiler/diagnostics/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace idx::compiler {

namespace {

using nlohmann::ordered_json;

constexpr size_t kMaxLine = 200;  // bytes of a source line that are shown

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    default:
      return "info";
  }
}

bool HasPlace(const Span& span, const SourceSet& sources) {
  return span.file.index >= 0 && static_cast<size_t>(span.file.index) < sources.size();
}

std::string Place(const Span& span, const SourceSet& sources) {
  if (!HasPlace(span, sources)) return "";
  const SourceFile& file = sources.file(span.file);
  const Position at = file.PositionOf(span.begin);
  return fmt::format("{}:{}:{}: ", file.path(), at.line, at.column);
}

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The line of the span, and carets below its part on that line. Tabs are kept so that the carets stand right.
std::string Excerpt(const Span& span, const SourceSet& sources) {
  if (!HasPlace(span, sources)) return "";
  const SourceFile& file = sources.file(span.file);
  const Position begin = file.PositionOf(span.begin), end = file.PositionOf(std::max(span.begin, span.end));
  std::string_view line = file.Line(begin.line);
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::string below;
  size_t bytes = 0;
  for (uint32_t column = 1; column < begin.column && bytes < line.size() && bytes <= kMaxLine; ++column) {
    below += line[bytes] == '\t' ? '\t' : ' ';
    for (++bytes; bytes < line.size() && Continues(line[bytes]);) ++bytes;
  }
  if (bytes > kMaxLine) return "";
  size_t width = 0;
  for (size_t i = bytes; i < std::min(line.size(), kMaxLine); ++i) width += !Continues(line[i]);
  if (end.line == begin.line) width = std::min<size_t>(width, end.column - begin.column);
  size_t shown = std::min(line.size(), kMaxLine);
  while (shown < line.size() && shown > 0 && Continues(line[shown])) --shown;
  const std::string number = std::to_string(begin.line);
  return fmt::format(" {} | {}{}\n {} | {}{}\n", number, Harmless(line.substr(0, shown)),
                     shown < line.size() ? "…" : "", std::string(number.size(), ' '), below,
                     std::string(std::max<size_t>(width, 1), '^'));
}

ordered_json PlaceJson(const Span& span, const SourceSet& sources) {
  ordered_json json = ordered_json::object();
  if (!HasPlace(span, sources)) return json;
  const SourceFile& file = sources.file(span.file);
  const Position begin = file.PositionOf(span.begin), end = file.PositionOf(std::max(span.begin, span.end));
  json["file"] = file.path();
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["endLine"] = end.line;
  json["endColumn"] = end.column;
  json["begin"] = span.begin;
  json["end"] = span.end;
  return json;
}

ordered_json ToJson(const Diagnostic& diagnostic, const SourceSet& sources) {
  ordered_json json;
  json["code"] = diagnostic.Code();
  json["severity"] = NameOf(diagnostic.severity);
  json.update(PlaceJson(diagnostic.span, sources));
  json["message"] = diagnostic.message;
  for (const Note& note : diagnostic.notes) {
    ordered_json entry = PlaceJson(note.span, sources);
    entry["message"] = note.message;
    json["notes"].push_back(std::move(entry));
  }
  if (!diagnostic.fix.empty()) json["fix"] = diagnostic.fix;
  return json;
}

// Source text may hold anything; what is not UTF-8 is replaced.
std::string Dump(const ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

size_t Warnings(const Diagnostics& diagnostics) {
  return static_cast<size_t>(
      std::count_if(diagnostics.all().begin(), diagnostics.all().end(),
                    [](const Diagnostic& d) { return d.severity == Severity::kWarning; }));
}

}  // namespace

std::string Harmless(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string shown;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view three = text.substr(i, 3);
    const bool reorders = (three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") ||
                          (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9");
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 && byte != '\t' && byte != '\n')
      shown += kReplacement;
    else if (byte == 0x7F)
      shown += kReplacement;
    else if (c1 || (reorders && three.size() == 3))
      shown += kReplacement, i += c1 ? 1 : 2;
    else
      shown += text[i];
  }
  return shown;
}

std::string RenderText(const Diagnostic& diagnostic, const SourceSet& sources) {
  std::string out =
      fmt::format("{}{} {}: {}\n{}", Place(diagnostic.span, sources), NameOf(diagnostic.severity),
                  diagnostic.Code(), Harmless(diagnostic.message), Excerpt(diagnostic.span, sources));
  for (const Note& note : diagnostic.notes)
    out += fmt::format("{}note: {}\n{}", Place(note.span, sources), Harmless(note.message),
                       Excerpt(note.span, sources));
  if (!diagnostic.fix.empty()) out += fmt::format("  fix: {}\n", Harmless(diagnostic.fix));
  return out;
}

std::string RenderText(const Diagnostics& diagnostics, const SourceSet& sources) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.all()) out += RenderText(diagnostic, sources);
  const size_t errors = diagnostics.errors(), warnings = Warnings(diagnostics);
  if (errors + warnings > 0)
    out += fmt::format("{} error{}, {} warning{}\n", errors, errors == 1 ? "" : "s", warnings,
                       warnings == 1 ? "" : "s");
  return out;
}

std::string RenderJson(const Diagnostic& diagnostic, const SourceSet& sources) {
  return Dump(ToJson(diagnostic, sources), -1);
}

std::string RenderJson(const Diagnostics& diagnostics, const SourceSet& sources) {
  ordered_json json;
  json["errors"] = diagnostics.errors();
  json["warnings"] = Warnings(diagnostics);
  json["diagnostics"] = ordered_json::array();
  for (const Diagnostic& diagnostic : diagnostics.all())
    json["diagnostics"].push_back(ToJson(diagnostic, sources));
  return Dump(json, 2) + "\n";
}

}  // namespace idx::compiler
