#include "cli/report_json.h"

#include <nlohmann/json.hpp>

#include "base/platform/clock.h"

namespace idx::cli {

using namespace runtime;

namespace {

using Json = nlohmann::ordered_json;

std::string Text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

template <typename Items, typename Each>
Json ListOf(const Items& items, Each each) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(each(item));
  return list;
}

Json Findings(const std::vector<Finding>& findings) {
  return ListOf(findings, [](const Finding& f) -> Json {
    return {{"type", f.type}, {"key", f.key}, {"rule", f.rule}, {"place", f.place}, {"message", f.message}};
  });
}

Json Said(const RuleMessages& said) {
  Json messages = ListOf(said.messages, [](const Finding& f) -> Json {
    return {{"level", f.level}, {"type", f.type},   {"key", f.key},
            {"rule", f.rule},   {"place", f.place}, {"message", f.message}};
  });
  return {{"count", said.count}, {"messages", messages}};
}

Json Import(const ImportSummary& i) {
  return {{"type", i.type},
          {"read", i.read},
          {"unchanged", i.unchanged},
          {"created", i.created},
          {"changed", i.changed},
          {"vanished", i.vanished},
          {"notSeen", i.not_seen},
          {"returned", i.returned},
          {"skipped", i.skipped},
          {"broken", i.broken},
          {"complete", i.complete},
          {"hold", i.hold},
          {"error", i.error},
          {"confirmed", i.confirmed},
          {"unconfirmed", i.unconfirmed},
          {"findings", Findings(i.findings)},
          {"said", Said(i.said)}};
}

Json Inbound(const InboundSummary& i) {
  Json examples = Json::object();
  for (const auto& [situation, findings] : i.examples) examples[situation] = Findings(findings);
  return {{"skipped", i.skipped},
          {"touched", i.touched},
          {"created", i.created},
          {"changed", i.changed},
          {"classified", i.classified},
          {"disabled", i.disabled},
          {"withheld", i.withheld},
          {"deleted", i.deleted},
          {"joined", i.joined},
          {"situations", i.situations},
          {"examples", examples},
          {"failed", i.failed},
          {"findings", Findings(i.findings)},
          {"said", Said(i.said)}};
}

Json Outbound(const OutboundSummary& o) {
  return {{"type", o.type},           {"blocked", o.blocked},
          {"evaluated", o.evaluated}, {"pending", o.pending},
          {"withdrawn", o.withdrawn}, {"failed", o.failed},
          {"missing", o.missing},     {"findings", Findings(o.findings)},
          {"said", Said(o.said)}};
}

Json Export(const ExportSummary& e) {
  return {{"application", e.application},
          {"created", e.created},
          {"updated", e.updated},
          {"enabled", e.enabled},
          {"disabled", e.disabled},
          {"deleted", e.deleted},
          {"refused", e.refused},
          {"held", e.held},
          {"hold", e.hold},
          {"error", e.error},
          {"findings", Findings(e.findings)}};
}

Json Summary(const RunSummary& s) {
  Json times = ListOf(s.times, [](const StepTime& t) -> Json {
    return {{"stage", t.stage}, {"target", t.target}, {"milliseconds", t.milliseconds}};
  });
  return {{"run", s.run},
          {"resumed", s.resumed},
          {"held", s.held()},
          {"imports", ListOf(s.imports, Import)},
          {"inbound", Inbound(s.inbound)},
          {"outbound", ListOf(s.outbound, Outbound)},
          {"exports", ListOf(s.exports, Export)},
          {"notified", Said(s.notified)},
          {"times", times},
          {"notes", s.notes}};
}

Json Attributes(const std::vector<PlannedAttribute>& attributes) {
  return ListOf(attributes, [](const PlannedAttribute& a) -> Json {
    return {{"attribute", a.attribute}, {"before", a.before}, {"after", a.after}, {"rule", a.rule}};
  });
}

Json OpinionOf(const Opinion& o) {
  Json inputs = ListOf(o.inputs, [](const PlannedAttribute& a) -> Json {
    return {{"attribute", a.attribute}, {"value", a.after}};
  });
  return {{"rule", o.rule},   {"place", o.place}, {"type", o.type}, {"key", o.key}, {"outcome", o.outcome},
          {"value", o.value}, {"inputs", inputs}, {"won", o.won},   {"why", o.why}};
}

}  // namespace

std::string JsonOf(const RunSummary& summary) { return Text(Summary(summary)); }

std::string JsonOf(const PlanReport& report) {
  Json changes = ListOf(report.changes, [](const PlannedChange& c) -> Json {
    return {{"type", c.type}, {"key", c.key}, {"kind", c.kind}, {"attributes", Attributes(c.attributes)}};
  });
  return Text({{"summary", Summary(report.summary)}, {"changes", changes}, {"leftOff", report.left_off}});
}

std::string JsonOf(const std::vector<PendingChange>& changes) {
  return Text(ListOf(changes, [](const PendingChange& c) -> Json {
    return {{"application", c.application},
            {"type", c.type},
            {"identity", c.identity},
            {"anchor", c.anchor},
            {"kind", c.kind},
            {"state", c.state},
            {"reason", c.reason},
            {"rule", c.rule},
            {"since", FormatIsoTime(c.since)},
            {"run", c.run},
            {"attributes", Attributes(c.attributes)}};
  }));
}

std::string JsonOf(const Explanation& e) {
  Json attributes = ListOf(e.attributes, [](const ExplainedAttribute& a) -> Json {
    return {{"attribute", a.attribute}, {"value", a.value},
            {"rule", a.rule},           {"place", a.place},
            {"sinceRun", a.since_run},  {"opinions", ListOf(a.opinions, OpinionOf)}};
  });
  Json accounts = ListOf(e.accounts, [](const ExplainedAccount& a) -> Json {
    return {{"type", a.type}, {"anchor", a.anchor}, {"state", a.state}, {"why", a.why}};
  });
  return Text({{"type", e.type},
               {"key", e.key},
               {"identity", e.identity},
               {"situation", e.situation},
               {"why", e.why},
               {"run", e.run},
               {"attributes", attributes},
               {"accounts", accounts}});
}

}  // namespace idx::cli
