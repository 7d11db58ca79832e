#include "cli/test_report.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

namespace idx::cli {

namespace {

// A value as it is told apart from others: "" is not nothing.
std::string Shown(const std::string& value) { return value.empty() ? "nothing" : "\"" + value + "\""; }

// The place of the first character that differs, under it: for texts of some length.
std::string Marker(const std::string& expected, const std::string& actual) {
  constexpr size_t kShort = 12;
  if (expected.empty() || actual.empty() || (expected.size() < kShort && actual.size() < kShort)) return "";
  size_t column = 0;
  size_t i = 0;
  for (; i < expected.size() && i < actual.size() && expected[i] == actual[i]; ++i)
    if ((expected[i] & 0xC0) != 0x80) ++column;
  while (i > 0 && i < actual.size() && (actual[i] & 0xC0) == 0x80) --i, --column;
  return std::string(column + 1, ' ') + "^\n";
}

std::string DifferenceText(const TestOutcome::Difference& d, const std::string& indent) {
  std::string marker = Marker(d.expected, d.actual);
  std::string text = fmt::format("{0}{1}\n{0}  expected {2}\n{0}  actual   {3}\n", indent, d.what,
                                 Shown(d.expected), Shown(d.actual));
  if (!marker.empty()) text += indent + "           " + marker;
  return text;
}

// What is wrong, in lines.
std::string FailureText(const TestOutcome& outcome, const std::string& indent) {
  std::string text;
  if (!outcome.message.empty()) text += indent + outcome.message + "\n";
  for (const TestOutcome::Difference& d : outcome.differences) text += DifferenceText(d, indent);
  return text;
}

// What the rules said by Log.*, in lines.
std::string SaidText(const TestOutcome& outcome, const std::string& indent) {
  std::string text;
  for (const std::string& message : outcome.said) text += indent + message + "\n";
  return text;
}

std::string Place(const compiler::SourceLocation& where) {
  std::string place = where.path;
  if (where.line > 0) place += fmt::format(":{}", where.line);
  if (where.column > 0) place += fmt::format(":{}", where.column);
  return place;
}

// Text as XML 1.0 holds it: characters that it does not have become U+FFFD.
std::string InXml(const std::string& text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
      case '\t':
        out += fmt::format("&#{};", static_cast<int>(c));
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += "\xEF\xBF\xBD";
        else
          out += c;
    }
  }
  return out;
}

std::string TestCase(const TestOutcome& outcome) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\"",
                                InXml(outcome.suite), InXml(outcome.name), InXml(outcome.where.path));
  if (outcome.where.line > 0) out += fmt::format(" line=\"{}\"", outcome.where.line);
  out += fmt::format(" time=\"{:.6f}\"", outcome.seconds);
  std::string said;
  if (!outcome.said.empty())
    said = fmt::format("      <system-out>{}</system-out>\n", InXml(SaidText(outcome, "")));
  if (outcome.passed) return out + (said.empty() ? "/>\n" : ">\n" + said + "    </testcase>\n");
  std::string first =
      !outcome.message.empty() ? outcome.message
      : outcome.differences.empty()
          ? "failed"
          : fmt::format("{}: expected {}, actual {}", outcome.differences[0].what,
                        Shown(outcome.differences[0].expected), Shown(outcome.differences[0].actual));
  return out +
         fmt::format(">\n      <failure type=\"failure\" message=\"{}\">{}</failure>\n{}    </testcase>\n",
                     InXml(first), InXml(Place(outcome.where) + "\n" + FailureText(outcome, "")), said);
}

}  // namespace

std::string TestText(const TestOutcome& outcome) {
  std::string said = SaidText(outcome, "        ");
  if (outcome.passed) return fmt::format("ok      {}\n{}", outcome.FullName(), said);
  return fmt::format("FAILED  {}\n        {}\n{}{}", outcome.FullName(), Place(outcome.where),
                     FailureText(outcome, "        "), said);
}

std::string TestsAsJson(const std::vector<TestOutcome>& outcomes) {
  using Json = nlohmann::ordered_json;
  size_t passed = 0;
  Json list = Json::array();
  for (const TestOutcome& o : outcomes) {
    passed += o.passed ? 1 : 0;
    Json one = {{"name", o.FullName()},
                {"passed", o.passed},
                {"message", o.message},
                {"file", o.where.path},
                {"line", o.where.line}};
    if (!o.said.empty()) one["said"] = o.said;
    if (!o.differences.empty()) one["differences"] = Json::array();
    for (const TestOutcome::Difference& d : o.differences)
      one["differences"].push_back({{"what", d.what}, {"expected", d.expected}, {"actual", d.actual}});
    list.push_back(std::move(one));
  }
  Json all = {{"passed", passed}, {"failed", outcomes.size() - passed}, {"tests", list}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string TestsAsJUnit(const std::vector<TestOutcome>& outcomes) {
  struct Suite {
    std::string cases;
    size_t tests = 0, failures = 0;
    double seconds = 0;
  };
  std::map<std::string, Suite> suites;
  Suite all;
  for (const TestOutcome& o : outcomes) {
    Suite& suite = suites[o.suite];
    suite.cases += TestCase(o);
    for (Suite* s : {&suite, &all}) {
      ++s->tests;
      s->failures += o.passed ? 0 : 1;
      s->seconds += o.seconds;
    }
  }
  auto counts = [](const Suite& s) {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.6f}\"", s.tests, s.failures,
                       s.seconds);
  };
  std::string out = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n", counts(all));
  for (const auto& [name, suite] : suites)
    out += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", InXml(name), counts(suite),
                       suite.cases);
  return out + "</testsuites>\n";
}

}  // namespace idx::cli
