#include "cli/report_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/platform/clock.h"
#include "cli/session.h"

namespace idx::cli {

using namespace runtime;

namespace {

constexpr size_t kExamples = 3;
constexpr size_t kShownBytes = 80;

std::string_view Meaning(const std::string& situation) {
  if (situation == "ambiguous") return "match several identities: IDx never guesses";
  if (situation == "contested") return "match the same identity as another object";
  if (situation == "occupied") return "match an identity that already has an account there";
  if (situation == "unmatched") return "match nobody, and wait";
  if (situation == "failed") return "could not be joined: a rule failed";
  return "";
}

std::string LineOf(const Finding& finding) {
  std::string line = "      " + (finding.level.empty() ? "" : finding.level + ": ") + finding.type +
                     (finding.key.empty() ? "" : " " + finding.key);
  if (!finding.message.empty()) line += ": " + finding.message;
  if (!finding.rule.empty())
    line += "  [" + finding.rule + (finding.place.empty() ? "" : ", " + finding.place) + "]";
  return line + "\n";
}

// Each line once: many objects may have the same to say.
std::string Examples(const std::vector<Finding>& findings, bool verbose) {
  std::string text;
  std::set<std::string> said;
  for (const Finding& finding : findings) {
    std::string line = LineOf(finding);
    if (!said.insert(line).second) continue;
    if (!verbose && said.size() > kExamples) break;
    text += line;
  }
  return text;
}

// What rules said by Log.*.
std::string Said(const RuleMessages& said, bool verbose) {
  if (said.count == 0) return "";
  std::string shown = Examples(said.messages, verbose);
  auto lines = static_cast<uint64_t>(std::count(shown.begin(), shown.end(), '\n'));
  std::string more;
  if (lines < said.count) more = fmt::format(", {} of them{}:", lines, verbose ? "" : " (--json shows more)");
  return fmt::format("  {:>8} said by rules{}\n", Count(said.count, "message", "messages"), more) + shown;
}

// "12 new, 3 changed": what is not zero.
std::string Counts(const std::vector<std::pair<uint64_t, const char*>>& parts) {
  std::string text;
  for (auto [n, what] : parts)
    if (n != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, what);
  return text;
}

// The directory in the place of DIR in the runtime's advice, which stands at its end.
std::string WithDirectory(std::string text, const std::string& directory) {
  constexpr std::string_view kAdvice[] = {"idx approve DIR", "idx changes DIR"};
  for (std::string_view advice : kAdvice)
    if (size_t at = text.rfind(advice); at != std::string::npos)
      text.replace(at + advice.size() - 3, 3, ShellQuoted(directory));
  return text;
}

std::string Import(const ImportSummary& import, const std::string& directory, bool verbose) {
  std::string counts = Counts({{import.created, "new"},
                               {import.changed, "changed"},
                               {import.vanished, "vanished"},
                               {import.not_seen, "missing but kept"},
                               {import.returned, "returned"},
                               {import.unchanged, "unchanged"},
                               {import.skipped, "skipped by filters"},
                               {import.broken, "broken"},
                               {import.confirmed, "exports confirmed"},
                               {import.unconfirmed, "exports not seen yet"}});
  std::string text =
      fmt::format("  {:<24} {} read{}{}\n", import.type, import.read, counts.empty() ? "" : ": ", counts);
  if (!import.complete) text += "      the read was not complete: nothing counts as vanished\n";
  if (!import.error.empty()) text += "      ERROR: " + import.error + "\n";
  if (!import.hold.empty()) text += "      HELD: " + WithDirectory(import.hold, directory) + "\n";
  return text + Examples(import.findings, verbose) + Said(import.said, verbose);
}

std::string Inbound(const InboundSummary& inbound, bool verbose) {
  std::string counts = Counts({{inbound.created, "created"},
                               {inbound.changed, "changed"},
                               {inbound.classified, "classified"},
                               {inbound.disabled, "disabled"},
                               {inbound.deleted, "deleted"},
                               {inbound.withheld, "withheld"}});
  std::string text = fmt::format("  {} looked at{}{}\n", Count(inbound.touched, "identity", "identities"),
                                 counts.empty() ? "" : ": ", counts);
  for (const auto& [rule, n] : inbound.joined)
    text += rule.starts_with('(') ? fmt::format("  {:>8} joined: IDx made them\n", n)
                                  : fmt::format("  {:>8} joined by {}\n", n, rule);
  for (const auto& [situation, n] : inbound.situations) {
    std::string_view meaning = Meaning(situation);
    text += fmt::format("  {:>8} {}{}{}{}\n", n, situation == "unmatched" ? "" : "set aside, ", situation,
                        meaning.empty() ? "" : ": they ", meaning);
    auto examples = inbound.examples.find(situation);
    if (examples == inbound.examples.end()) continue;
    for (size_t i = 0; i < examples->second.size() && i < (verbose ? 100 : 1); ++i) {
      Finding example = examples->second[i];
      if (example.message == situation) example.message.clear();
      text += LineOf(example);
    }
  }
  if (inbound.failed != 0)
    text += fmt::format("  {:>8} failed: what these rules would write is withheld\n", inbound.failed);
  return text + Examples(inbound.findings, verbose) + Said(inbound.said, verbose);
}

std::string Outbound(const OutboundSummary& outbound, bool verbose) {
  std::string counts = Counts({{outbound.pending, "changes wanted"},
                               {outbound.withdrawn, "withdrawn"},
                               {outbound.failed, "failed"},
                               {outbound.missing, "deleted there by others"}});
  std::string text = fmt::format("  {:<24} {} evaluated{}{}\n", outbound.type, outbound.evaluated,
                                 counts.empty() ? "" : ": ", counts);
  if (!outbound.blocked.empty()) text += "      no accounts are made: " + outbound.blocked + "\n";
  return text + Examples(outbound.findings, verbose) + Said(outbound.said, verbose);
}

std::string Export(const ExportSummary& out, const std::string& directory, bool verbose) {
  std::string counts = Counts({{out.created, "created"},
                               {out.updated, "updated"},
                               {out.enabled, "enabled"},
                               {out.disabled, "disabled"},
                               {out.deleted, "deleted"},
                               {out.refused, "refused"},
                               {out.held, "held"}});
  std::string text =
      fmt::format("  {:<24} {}\n", out.application, counts.empty() ? "nothing to send" : counts);
  if (!out.error.empty()) text += "      ERROR: " + out.error + "\n";
  if (!out.hold.empty()) text += "      HELD: " + WithDirectory(out.hold, directory) + "\n";
  return text + Examples(out.findings, verbose);
}

std::string Times(const RunSummary& summary) {
  std::map<std::string, int64_t> stages;
  int64_t total = 0;
  for (const StepTime& step : summary.times) {
    stages[step.stage] += step.milliseconds;
    total += step.milliseconds;
  }
  std::string text;
  for (const char* stage : {"import", "inbound", "outbound", "export"})
    if (auto at = stages.find(stage); at != stages.end())
      text += fmt::format("{}{} {:.2f} s", text.empty() ? "" : ", ", stage,
                          static_cast<double>(at->second) / 1000);
  return fmt::format("Time: {:.2f} s ({})\n", static_cast<double>(total) / 1000, text);
}

// "3 days", "2 hours", "less than a minute"
std::string Age(DateTime since, DateTime now) {
  int64_t minutes = std::max<int64_t>(0, now.ticks() - since.ticks()) / kTicksPerMinute;
  auto of = [](int64_t n, const char* one, const char* many) {
    return Count(static_cast<uint64_t>(n), one, many);
  };
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return of(minutes, "minute", "minutes");
  if (minutes < 48 * 60) return of(minutes / 60, "hour", "hours");
  return of(minutes / (24 * 60), "day", "days");
}

// "2026-06-30 12:00 UTC (3 days ago), run 4, by Directory/Account/Provision"
std::string CauseOf(const PendingChange& c, DateTime now) {
  std::string since = FormatIsoTime(c.since).substr(0, 16);
  since[10] = ' ';
  std::string text = fmt::format("since {} UTC ({} ago)", since, Age(c.since, now));
  if (c.run != 0) text += fmt::format(", run {}", c.run);
  if (!c.rule.empty()) text += ", by " + c.rule;
  return text;
}

std::string AttributeLines(const std::vector<PlannedAttribute>& attributes) {
  std::string text;
  for (const PlannedAttribute& a : attributes)
    text += fmt::format("      {:<20} {} -> {}{}\n", a.attribute, Shown(a.before), Shown(a.after),
                        a.rule.empty() ? "" : "  [" + a.rule + "]");
  return text;
}

}  // namespace

std::string Count(uint64_t n, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string Shown(const std::vector<std::string>& values) {
  if (values.empty()) return "-";
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "\"" : ", \"") + value + "\"";
  if (text.size() <= kShownBytes) return text;
  size_t cut = kShownBytes;
  while ((static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::string TextOf(const RunSummary& summary, const std::string& directory, bool verbose) {
  std::string text =
      fmt::format("Run {}{}\n", summary.run, summary.resumed ? ", resumed where it was stopped" : "");
  if (!summary.imports.empty()) text += "Import: from the applications into their repositories\n";
  for (const ImportSummary& import : summary.imports) text += Import(import, directory, verbose);
  text += "Inbound: from the repositories into the Vault\n";
  if (summary.inbound.skipped && summary.inbound.touched == 0)
    text += "  nothing to do: nothing changed\n";
  else
    text += Inbound(summary.inbound, verbose);
  if (!summary.outbound.empty()) text += "Outbound: what the applications should hold\n";
  for (const OutboundSummary& outbound : summary.outbound) text += Outbound(outbound, verbose);
  if (summary.notified.count > 0) {
    text += fmt::format("Notifications: {} recorded, to be delivered\n", summary.notified.count);
    text += Examples(summary.notified.messages, verbose);
  }
  if (!summary.exports.empty()) text += "Export: to the applications\n";
  for (const ExportSummary& out : summary.exports) text += Export(out, directory, verbose);
  if (verbose)
    for (const std::string& note : summary.notes) text += "Note: " + note + "\n";
  text += Times(summary);
  if (summary.held())
    text += fmt::format(
        "Something waits for you. To see it, type:  idx changes {0}\n"
        "To let it pass, and run again:             idx approve {0} && idx sync {0}\n",
        ShellQuoted(directory));
  return text;
}

std::string TextOf(const PlanReport& report, size_t limit) {
  std::map<std::pair<std::string, std::string>, uint64_t> kinds;
  std::map<std::string, size_t> shown;
  std::string text;
  for (const PlannedChange& change : report.changes) {
    ++kinds[{change.type, change.kind}];
    if (++shown[change.type] > limit) continue;
    text +=
        fmt::format("{} {} {}\n", change.kind, change.type, change.key) + AttributeLines(change.attributes);
  }
  std::string said = Said(report.summary.inbound.said, false);
  for (const OutboundSummary& outbound : report.summary.outbound) said += Said(outbound.said, false);
  if (report.summary.notified.count > 0)
    said += fmt::format("{:>8} to be recorded\n",
                        Count(report.summary.notified.count, "notification", "notifications")) +
            Examples(report.summary.notified.messages, false);
  if (report.changes.empty()) return "Nothing would change.\n" + said;
  text += "\n";
  for (const auto& [what, n] : kinds) text += fmt::format("{:>8} {} {}\n", n, what.first, what.second);
  size_t left = report.left_off;
  for (const auto& [type, n] : shown) left += n > limit ? n - limit : 0;
  if (left != 0)
    text += fmt::format("{} not shown one by one; --limit or --json shows them.\n",
                        Count(left, "change is", "changes are"));
  return text + said;
}

std::string TextOf(const std::vector<PendingChange>& changes, const std::string& directory, size_t limit) {
  if (changes.empty()) return "No changes wait.\n";
  std::string text;
  // "held disable AD.User: more than 500 …": what waits alike.
  std::map<std::string, size_t> alike;
  size_t left = 0;
  bool held = false;
  DateTime now = SystemClock().UtcNow();
  for (const PendingChange& c : changes) {
    held |= c.state == "held";
    std::string reason = c.reason.empty() ? "" : ": " + c.reason;
    if (++alike[fmt::format("{} {} {}{}", c.state, c.kind, c.type, reason)] > limit) {
      ++left;
      continue;
    }
    text += fmt::format("{} {} {}{}{}{}\n      {}\n", c.state, c.kind, c.type, c.anchor.empty() ? "" : " ",
                        c.anchor, reason, CauseOf(c, now));
    text += AttributeLines(c.attributes);
  }
  text += "\n";
  for (const auto& [what, n] : alike) text += fmt::format("{:>8} {}\n", n, what);
  if (left != 0)
    text += fmt::format("{} not shown one by one; --limit or --json shows them.\n",
                        Count(left, "change is", "changes are"));
  if (held)
    text += fmt::format(
        "To let them pass at the next sync:  idx approve {0}\nTo refuse them:                     idx "
        "reject {0}\n",
        ShellQuoted(directory));
  return text;
}

std::string TextOf(const Explanation& e) {
  std::string text = fmt::format("{} {}\n", e.type, e.key);
  if (!e.situation.empty())
    text += fmt::format("  {}{}{}\n", e.situation, e.why.empty() ? "" : ": ", e.why);
  else if (!e.why.empty())
    text += fmt::format("  {}\n", e.why);
  if (!e.identity.empty()) text += fmt::format("  identity {}\n", e.identity);
  for (const ExplainedAttribute& a : e.attributes) {
    text += fmt::format("\n{} = {}{}\n", a.attribute, Shown(a.value),
                        a.since_run == 0 ? "" : fmt::format("  since run {}", a.since_run));
    if (a.opinions.empty() && !a.rule.empty())
      text += fmt::format("    by {}{}{}\n", a.rule, a.place.empty() ? "" : ", ", a.place);
    for (const Opinion& o : a.opinions) {
      std::string said = o.outcome == "value" ? Shown(o.value) : o.outcome;
      text += fmt::format("  {} {} from {} {}: {}{}\n", o.won ? "*" : " ", o.rule, o.type, o.key, said,
                          o.place.empty() ? "" : "  (" + o.place + ")");
      for (const PlannedAttribute& in : o.inputs)
        text += fmt::format("        {} = {}\n", in.attribute, Shown(in.after));
      if (!o.why.empty()) text += "        " + o.why + "\n";
    }
  }
  if (!e.accounts.empty()) text += "\nAccounts\n";
  for (const ExplainedAccount& a : e.accounts)
    text += fmt::format("  {} {}: {}{}{}\n", a.type, a.anchor.empty() ? "-" : a.anchor, a.state,
                        a.why.empty() ? "" : ", ", a.why);
  return text;
}

}  // namespace idx::cli
