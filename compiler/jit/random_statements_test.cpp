// Queries of random programs, and statements that are made of several: collections, local functions,
// patterns, texts.
#include "compiler/jit/random_source.h"

namespace idx::compiler {

std::string RandomSource::Declared(Kind kind, const std::string& value) {
  std::string name = "v" + std::to_string(names_++);
  scope_.push_back({name, kind});
  return Written(kind) + " " + name + " = " + value + ";";
}

std::string RandomSource::NewName(std::string_view prefix) {
  return std::string(prefix) + std::to_string(names_++);
}

// What a loop that counts on its own repeats.
std::string RandomSource::Counted(int depth) {
  std::string n = NewName("n"), times = std::to_string(1 + Below(4));
  ++loops_;
  bool first = Chance(50);
  size_t outer = scope_.size();
  std::string body = "{ " + n + "--; " + Statement(depth - 1) + " }";
  scope_.resize(outer);
  --loops_;
  return "int " + n + " = " + times + "; " +
         (first ? "while (" + n + " > 0) " + body : "do " + body + " while (" + n + " > 0);");
}

std::string RandomSource::Parsed(int depth) {
  static const std::pair<const char*, Kind> kParsers[] = {
      {"int", Kind::kInt},         {"long", Kind::kLong},         {"double", Kind::kDouble},
      {"decimal", Kind::kDecimal}, {"bool", Kind::kBool},         {"Guid", Kind::kGuid},
      {"char", Kind::kChar},       {"TimeSpan", Kind::kTimeSpan}, {"DateOnly", Kind::kDateOnly}};
  auto [type, kind] = kParsers[Below(std::size(kParsers))];
  std::string name = NewName("t");
  std::string text = "if (" + std::string(type) + ".TryParse(" + Value(Kind::kString, 2) + ", out " +
                     OneOf("var", Written(kind)) + " " + name + ")) ";
  text += Statements(1, depth - 1);
  scope_.push_back({name, kind});
  return text;
}

std::string RandomSource::Collected() {
  std::string c = NewName("c"), k = NewName("k"), texts = Value(Kind::kTexts, 1);
  switch (Below(5)) {
    case 0: {
      std::string found = NewName("f");
      std::string text = "var " + c + " = new Dictionary<string, int>(); foreach (var " + k + " in " + texts +
                         ") { if (!" + c + ".TryGetValue(" + k + ", out int " + found + ")) " + c + "[" + k +
                         "] = 1; else " + c + "[" + k + "] = " + found + " + 1; " + c + "[" + k + "]++; } ";
      text +=
          Declared(Kind::kString, "string.Join(\" \", " + c + ".Select(p => p.Key + \"=\" + p.Value))") + " ";
      return text + Declared(Kind::kInt, c + ".GetValueOrDefault(" + Leaf(Kind::kString) + ", -1)");
    }
    case 1:
      return "var " + c + " = new List<string>(" + texts + "); " + c + ".Add(" + Leaf(Kind::kString) + "); " +
             OneOf(c + ".Sort(); ", c + ".Reverse(); ", c + ".Insert(0, \"z\"); ", c + ".RemoveAt(0); ",
                   c + ".RemoveAll(q => q.Length > 3); ", c + ".RemoveRange(0, 1); ",
                   c + ".InsertRange(1, " + c + "); ", c + ".Sort((p, q) => q.Length - p.Length); ") +
             Declared(Kind::kTexts, c + ".ToArray()");
    case 2: {
      std::string text = "var " + c + " = new HashSet<string>(" + texts +
                         (Chance(40) ? ", StringComparer.OrdinalIgnoreCase); " : "); ");
      text += c + OneOf(".UnionWith(", ".ExceptWith(", ".IntersectWith(") + Value(Kind::kTexts, 1) + "); ";
      text += Declared(Kind::kBool, c + ".Contains(" + Leaf(Kind::kString) + ")") + " ";
      return text + Declared(Kind::kString, "string.Join(\",\", " + c + ")");
    }
    case 3: {
      std::string text = "int[] " + c + " = new[] { 4, " + Leaf(Kind::kInt) + ", -1 }; ";
      text += c + "[" + OneOf("0", "^1", "2", Leaf(Kind::kInt)) + "]" +
              OneOf("++", "--", " += 3", " *= 2", " = 7") + "; ";
      text += OneOf("", "Array.Sort(" + c + "); ", "Array.Reverse(" + c + "); ",
                    "(" + c + "[0], " + c + "[2]) = (" + c + "[2], " + c + "[0]); ",
                    "Array.Copy(" + c + ", 0, " + c + ", 1, 2); ", "Array.Fill(" + c + ", 5); ");
      return text + Declared(Kind::kString, "string.Join(\";\", " + c + ")");
    }
    default: {
      std::string text = "var " + c + " = new StringBuilder(" + OneOf("", "\"<\"", "16") +
                         "); foreach (var " + k + " in " + texts + ") " + c + ".Append(" + k + ").Append(" +
                         OneOf("','", "1", k + ".Length", "true") + "); ";
      text += "if (" + c + ".Length > 0) " + c +
              OneOf(".Length--; ", "[0] = 'q'; ", ".Insert(0, 'i'); ", ".Remove(0, 1); ",
                    ".Replace(\"a\", \"bb\"); ");
      return text + Declared(Kind::kString, c + ".ToString()");
    }
  }
}

std::string RandomSource::Taken() {
  std::vector<const Variable*> same[16];
  for (const Variable& variable : scope_)
    if (variable.settable) same[static_cast<size_t>(variable.kind)].push_back(&variable);
  for (const auto& variables : same) {
    if (variables.size() < 2 || Chance(50)) continue;
    const std::string a = variables[0]->name, b = variables.back()->name;
    return "(" + a + ", " + b + ") = (" + b + ", " + a + ");";
  }
  std::string t = NewName("u"), first = Value(Kind::kInt, 1), second = Value(Kind::kString, 1);
  if (Chance(50)) {
    std::string a = NewName("d"), b = NewName("d");
    scope_.push_back({a, Kind::kInt});
    scope_.push_back({b, Kind::kString});
    return OneOf("var (" + a + ", " + b + ")", "(int " + a + ", string " + b + ")",
                 "(var " + a + ", var " + b + ")") +
           " = (" + first + ", " + second + ");";
  }
  std::string text = "(int A, string B) " + t + " = (" + first + ", " + second + "); " + t + ".A" +
                     OneOf("++", " += 2", " = 9") + "; " + t + ".B += \"!\"; ";
  text += Declared(Kind::kString, OneOf(t + ".ToString()", "$\"{" + t + "}\"", t + ".B + " + t + ".A")) + " ";
  return text + Declared(Kind::kBool, t + " is (> 3, _) or (_, \"a!\")");
}

std::string RandomSource::Local() {
  std::string f = NewName("F"), q = NewName("q");
  std::string outer;
  for (const Variable& variable : scope_)
    if (variable.settable && variable.kind == Kind::kInt) outer = variable.name;
  size_t before = scope_.size();
  std::vector<Variable> saved = scope_;
  scope_.push_back({q, Kind::kInt, false});
  std::string value = Value(Kind::kInt, 1);
  scope_ = saved;
  scope_.resize(before);
  std::string call =
      OneOf(f + "(2)", f + "(" + Leaf(Kind::kInt) + ")", "Apply(" + f + ", 3)", "Apply(z => z * 2, 4)");
  std::string set = !outer.empty() && call.starts_with("F") && tries_ == 0 ? outer + " = " + q + "; " : "";
  return OneOf("int " + f + "(int " + q + ") { " + set + "return " + value + "; } ",
               "Func<int, int> " + f + " = " + q + " => " + value + "; ") +
         Declared(Kind::kInt, call);
}

std::string RandomSource::Matched() {
  std::string p = NewName("w");
  switch (Below(6)) {
    case 0: {
      std::string a = NewName("a"), b = NewName("b");
      return Declared(Kind::kString, Value(Kind::kTexts, 1) + " is [var " + a + ", .., var " + b + "] ? " +
                                         a + " + " + b + " : \"none\"");
    }
    case 1: {
      std::string text =
          "var " + p + " = new P(" + Value(Kind::kString, 1) + ", " + Value(Kind::kInt, 1) + "); ";
      if (Chance(50)) text += p + " = " + p + " with { Age = " + Leaf(Kind::kInt) + " }; ";
      text += Declared(Kind::kString, OneOf(p + ".Both", p + ".ToString()", p + ".Longer(\"-\")")) + " ";
      return text + Declared(Kind::kBool,
                             OneOf(p + " is { Name.Length: > 1, Age: not 0 }", p + " == new P(\"a\", 1)"));
    }
    case 2:
      return Declared(Kind::kString, "Regex.Replace(" + Value(Kind::kString, 1) + ", " +
                                         OneOf("@\"[a-c]+\", m => m.Value.ToUpperInvariant() + m.Index",
                                               "@\"(\\w)(\\w)\", \"$2$1\"", "\"[^a-z]\", \"\"") +
                                         ")");
    case 3:
      return Declared(Kind::kString, "Regex.Match(" + Value(Kind::kString, 1) + ", " +
                                         OneOf("@\"(\\d+)\").Groups[1].Value",
                                               "\"(?<x>[a-z])\").Groups[\"x\"].Value", "\"a?\").Value"));
    case 4:
      return Declared(Kind::kString,
                      "string.Format(" +
                          OneOf("\"{0}-{1,5}\"", "\"{1:X}{0}\"", "\"{0}{0}{1:D4}\"", "\"{2}\"") + ", " +
                          Value(Kind::kString, 1) + ", " + Value(Kind::kInt, 1) + ")");
    default:
      return Declared(Kind::kTexts, "string.Concat(" + Value(Kind::kString, 1) + ", " + Leaf(Kind::kInt) +
                                        ", \"x\").Split(" + OneOf("'a'", "new[] { 'x', 'y' }", "\"xx\"") +
                                        OneOf("", ", StringSplitOptions.RemoveEmptyEntries") + ")");
  }
}

std::string RandomSource::Guarded(int depth) {
  std::string e = NewName("x");
  ++tries_;
  std::string body = Statements(2, depth - 1);
  --tries_;
  size_t outer = scope_.size();
  std::string text =
      "try " + body + " catch (Exception " + e + ") when (" +
      OneOf(e + " is FormatException or ArgumentException", e + ".Message.Length > 30", Condition(1)) + ") " +
      Statements(1, depth - 1);
  scope_.resize(outer);
  return text + (Chance(60) ? " catch (Exception) " + Statements(1, 0) : "");
}

std::string RandomSource::Composite(int depth) {
  switch (Below(8)) {
    case 0:
      return Counted(depth);
    case 1:
      return Parsed(depth);
    case 2:
    case 3:
      return Collected();
    case 4:
      return Taken();
    case 5:
      return Local();
    case 6:
      return Guarded(depth);
    default:
      return Matched();
  }
}

std::string RandomSource::Query(Kind kind, int depth) {
  bool texts = kind == Kind::kString || kind == Kind::kTexts ||
               (kind != Kind::kInt && kind != Kind::kInts && Chance(50));
  std::string x = "x" + std::to_string(names_++);
  Kind element = texts ? Kind::kString : Kind::kInt;
  std::string list = Value(texts ? Kind::kTexts : Kind::kInts, depth - 1);
  size_t outer = scope_.size();
  scope_.push_back({x, element, false});
  std::string chain = list;
  switch (Below(6)) {
    case 0:
      chain += ".Where(" + x + " => " + Condition(depth - 1) + ")";
      break;
    case 1:
      chain += ".Select(" + x + " => " + Value(element, depth - 1) + ")";
      break;
    case 2:
      chain += ".OrderBy" + OneOf("", "Descending") + "(" + x + " => " +
               Value(Chance(50) ? Kind::kInt : element, depth - 1) + ")";
      break;
    case 3:
      chain += OneOf(".Distinct()", ".Reverse()", ".Skip(1)", ".Take(2)", ".Append(", ".Concat(");
      scope_.resize(outer);
      if (chain.ends_with("("))
        chain +=
            chain.ends_with("Append(") ? Leaf(element) + ")" : Leaf(texts ? Kind::kTexts : Kind::kInts) + ")";
      break;
    case 4:
      chain += ".GroupBy(" + x + " => " + (texts ? x + ".Length" : x + " % 3") + ").Select(g" + x + " => g" +
               x + ".First())";
      break;
    default:
      chain += OneOf(".TakeWhile(", ".SkipWhile(") + x + " => " + Condition(depth - 1) + ")";
  }
  scope_.resize(outer);
  scope_.push_back({x, element, false});
  std::string condition = Condition(depth - 2);
  scope_.resize(outer);
  switch (kind) {
    case Kind::kBool:
      return chain + OneOf(".Any(", ".All(") + x + " => " + condition + ")";
    case Kind::kInt:
      return texts ? chain + OneOf(".Count()", ".Sum(q => q.Length)")
                   : chain + OneOf(".Sum()", ".Count()", ".FirstOrDefault()", ".Max()");
    case Kind::kString:
      return chain + OneOf(".First()", ".Last()", ".Aggregate(\"\", (p, q) => p + q)", ".Single()");
    case Kind::kTexts:
    case Kind::kInts:
      return chain + ".ToArray()";
    default:
      return "(" + chain + ".Count() > 1 ? " + Leaf(kind) + " : " + Leaf(kind) + ")";
  }
}

}  // namespace idx::compiler
