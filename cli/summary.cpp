// What a run did, for people and for programs.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/engine.h"

namespace idx::cli {

namespace {

using runtime::Finding;

constexpr size_t kShown = 3;

// "3 created, 1 changed", leaving out what is zero.
class Counts {
 public:
  Counts& Add(uint64_t n, std::string_view what) {
    if (n != 0) text_ += fmt::format("{}{} {}", text_.empty() ? "" : ", ", n, what);
    return *this;
  }
  std::string Text(std::string_view none) const { return text_.empty() ? std::string(none) : text_; }

 private:
  std::string text_;
};

void AddFindings(const std::vector<Finding>& findings, std::string& out) {
  for (size_t i = 0; i < findings.size() && i < kShown; ++i) {
    const Finding& f = findings[i];
    out += "      ";
    if (!f.key.empty()) out += fmt::format("{} {}: ", f.type, f.key);
    out += f.message;
    if (!f.rule.empty()) out += fmt::format(" (rule {}{}{})", f.rule, f.place.empty() ? "" : ", ", f.place);
    out += "\n";
  }
  if (findings.size() > kShown)
    out += fmt::format("      … and {} more (--json has them)\n", findings.size() - kShown);
}

void AddImport(const runtime::ImportSummary& i, const std::string& directory, std::string& out) {
  (void)directory;
  Counts counts;
  counts.Add(i.created, "new")
      .Add(i.changed, "changed")
      .Add(i.vanished, "vanished")
      .Add(i.returned, "returned");
  counts.Add(i.broken, "broken rows")
      .Add(i.confirmed, "exported changes confirmed")
      .Add(i.unconfirmed, "exported changes not seen yet");
  out += fmt::format("  Import    {:<22} {} read: {}\n", i.type, i.read, counts.Text("nothing changed"));
  if (!i.hold.empty()) out += fmt::format("      HELD: {}\n", i.hold);
  AddFindings(i.findings, out);
}

void AddInbound(const runtime::InboundSummary& in, std::string& out) {
  if (in.skipped) {
    out += "  Inbound   nobody was touched\n";
    return;
  }
  Counts counts;
  counts.Add(in.created, "identities created").Add(in.changed, "changed").Add(in.classified, "classified");
  counts.Add(in.disabled, "disabled")
      .Add(in.deleted, "due for deletion")
      .Add(in.withheld, "withheld after an error");
  out += fmt::format("  Inbound   {} touched: {}\n", in.touched, counts.Text("nothing changed"));
  for (const auto& [rule, n] : in.joined) out += fmt::format("      joined by {:<28} {}\n", rule, n);
  for (const auto& [situation, n] : in.situations) {
    out += fmt::format("      {:<38} {}\n", situation, n);
    auto examples = in.examples.find(situation);
    if (examples != in.examples.end() && !examples->second.empty()) {
      const Finding& f = examples->second[0];
      out += fmt::format("        for example {} {}: {}\n", f.type, f.key, f.message);
    }
  }
  if (in.failed != 0) out += fmt::format("      {} evaluation errors:\n", in.failed);
  AddFindings(in.findings, out);
}

void AddOutbound(const runtime::OutboundSummary& o, std::string& out) {
  Counts counts;
  counts.Add(o.pending, "changes wanted")
      .Add(o.withdrawn, "withdrawn")
      .Add(o.missing, "accounts missing")
      .Add(o.failed, "failed");
  out += fmt::format("  Outbound  {:<22} {} evaluated: {}\n", o.type, o.evaluated,
                     counts.Text("nothing to change"));
  if (!o.blocked.empty()) out += fmt::format("      BLOCKED: {}\n", o.blocked);
  AddFindings(o.findings, out);
}

void AddExport(const runtime::ExportSummary& e, std::string& out) {
  Counts counts;
  counts.Add(e.created, "created")
      .Add(e.updated, "updated")
      .Add(e.enabled, "enabled")
      .Add(e.disabled, "disabled");
  counts.Add(e.deleted, "deleted").Add(e.refused, "refused").Add(e.held, "held");
  out += fmt::format("  Export    {:<22} {}\n", e.application, counts.Text("nothing sent"));
  if (!e.hold.empty()) out += fmt::format("      HELD: {}\n", e.hold);
  AddFindings(e.findings, out);
}

nlohmann::json FindingsJson(const std::vector<Finding>& findings) {
  nlohmann::json out = nlohmann::json::array();
  for (const Finding& f : findings)
    out.push_back(
        {{"type", f.type}, {"key", f.key}, {"rule", f.rule}, {"place", f.place}, {"message", f.message}});
  return out;
}

}  // namespace

std::string SummaryText(const runtime::RunSummary& summary, const std::string& directory) {
  std::string out = fmt::format("Run {}{}\n", summary.run,
                                summary.resumed ? ", which was interrupted and is continued" : "");
  for (const std::string& note : summary.notes) out += "  " + note + "\n";
  for (const auto& import : summary.imports) AddImport(import, directory, out);
  AddInbound(summary.inbound, out);
  for (const auto& outbound : summary.outbound) AddOutbound(outbound, out);
  for (const auto& application : summary.exports) AddExport(application, out);
  std::string times;
  int64_t total = 0;
  for (const runtime::StepTime& t : summary.times) {
    total += t.milliseconds;
    times += fmt::format("{}{}{}{} {} ms", times.empty() ? "" : ", ", t.stage, t.target.empty() ? "" : " ",
                         t.target, t.milliseconds);
  }
  out += fmt::format("  Time      {} ms ({})\n", total, times);
  if (summary.held())
    out += fmt::format(
        "Changes are held. See them: idx changes {0}   Let them pass: idx approve {0}, then sync again.\n",
        directory);
  return out;
}

nlohmann::json SummaryJson(const runtime::RunSummary& summary) {
  nlohmann::json out = {
      {"run", summary.run}, {"resumed", summary.resumed}, {"held", summary.held()}, {"notes", summary.notes}};
  out["imports"] = nlohmann::json::array();
  for (const auto& i : summary.imports)
    out["imports"].push_back({{"type", i.type},
                              {"read", i.read},
                              {"unchanged", i.unchanged},
                              {"created", i.created},
                              {"changed", i.changed},
                              {"vanished", i.vanished},
                              {"returned", i.returned},
                              {"broken", i.broken},
                              {"complete", i.complete},
                              {"hold", i.hold},
                              {"confirmed", i.confirmed},
                              {"unconfirmed", i.unconfirmed},
                              {"findings", FindingsJson(i.findings)}});
  const runtime::InboundSummary& in = summary.inbound;
  out["inbound"] = {{"touched", in.touched},
                    {"created", in.created},
                    {"changed", in.changed},
                    {"classified", in.classified},
                    {"disabled", in.disabled},
                    {"withheld", in.withheld},
                    {"deleted", in.deleted},
                    {"joined", in.joined},
                    {"situations", in.situations},
                    {"failed", in.failed},
                    {"findings", FindingsJson(in.findings)}};
  for (const auto& [situation, findings] : in.examples)
    out["inbound"]["examples"][situation] = FindingsJson(findings);
  out["outbound"] = nlohmann::json::array();
  for (const auto& o : summary.outbound)
    out["outbound"].push_back({{"type", o.type},
                               {"blocked", o.blocked},
                               {"evaluated", o.evaluated},
                               {"pending", o.pending},
                               {"withdrawn", o.withdrawn},
                               {"failed", o.failed},
                               {"missing", o.missing},
                               {"findings", FindingsJson(o.findings)}});
  out["exports"] = nlohmann::json::array();
  for (const auto& e : summary.exports)
    out["exports"].push_back({{"application", e.application},
                              {"created", e.created},
                              {"updated", e.updated},
                              {"enabled", e.enabled},
                              {"disabled", e.disabled},
                              {"deleted", e.deleted},
                              {"refused", e.refused},
                              {"held", e.held},
                              {"hold", e.hold},
                              {"findings", FindingsJson(e.findings)}});
  for (const auto& t : summary.times)
    out["times"].push_back({{"stage", t.stage}, {"target", t.target}, {"ms", t.milliseconds}});
  return out;
}

}  // namespace idx::cli
