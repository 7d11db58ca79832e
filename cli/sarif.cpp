#include "cli/sarif.h"

#include <nlohmann/json.hpp>
#include <set>

namespace idx::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string_view Level(compiler::Severity severity) {
  switch (severity) {
    case compiler::Severity::kError:
      return "error";
    case compiler::Severity::kWarning:
      return "warning";
    case compiler::Severity::kInformation:
      return "note";
  }
  return "none";
}

// A relative reference: RFC 3986 allows no other characters as they are.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/", kHex = "0123456789ABCDEF";
  std::string uri;
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos)
      uri += c;
    else
      uri.append({'%', kHex[byte >> 4], kHex[byte & 15]});
  }
  return uri;
}

Json Location(const compiler::Span& span, const compiler::SourceSet& sources) {
  if (span.file.index < 0) return Json::object();
  const compiler::SourceFile& file = sources.file(span.file);
  compiler::Position begin = file.PositionOf(span.begin);
  compiler::Position end = file.PositionOf(span.end);
  Json region = {{"startLine", begin.line},
                 {"startColumn", begin.column},
                 {"endLine", end.line},
                 {"endColumn", end.column}};
  return {{"physicalLocation", {{"artifactLocation", {{"uri", UriOf(file.path())}}}, {"region", region}}}};
}

Json ResultOf(const compiler::Diagnostic& d, const compiler::SourceSet& sources) {
  std::string text = d.fix.empty() ? d.message : d.message + ". Write instead: " + d.fix;
  Json result = {{"ruleId", d.Code()}, {"level", Level(d.severity)}, {"message", {{"text", text}}}};
  Json location = Location(d.span, sources);
  if (!location.empty()) result["locations"] = Json::array({location});
  for (const compiler::Note& note : d.notes) {
    Json related = Location(note.span, sources);
    related["message"] = {{"text", note.message}};
    result["relatedLocations"].push_back(related);
  }
  return result;
}

}  // namespace

std::string RenderSarif(const compiler::Diagnostics& diagnostics, const compiler::SourceSet& sources) {
  Json rules = Json::array();
  Json results = Json::array();
  std::set<uint16_t> listed;
  for (const compiler::Diagnostic& d : diagnostics.all()) {
    results.push_back(ResultOf(d, sources));
    if (!listed.insert(d.id).second) continue;
    const compiler::DiagnosticInfo& info = compiler::InfoOf(d.id);
    rules.push_back({{"id", d.Code()}, {"help", {{"text", info.page}}}});
  }
  Json driver = {{"name", "idx"}, {"rules", rules}};
  Json run = {{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
  Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
              {"version", "2.1.0"},
              {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace idx::cli
