#include "compiler/jit/random_source.h"

#include <algorithm>

namespace idx::compiler {

namespace {

struct AttributeType {
  std::string_view name, type, more;
};
constexpr AttributeType kAttributes[] = {{"Flag", "bool", ""},
                                         {"Age", "int", ""},
                                         {"Level", "int", "required=\"true\""},
                                         {"Big", "long", ""},
                                         {"Rate", "double", ""},
                                         {"Pay", "decimal", ""},
                                         {"Nick", "string", ""},
                                         {"Name", "string", "required=\"true\""},
                                         {"Seen", "datetime", ""},
                                         {"Born", "date", ""},
                                         {"Span", "timespan", ""},
                                         {"Token", "guid", ""},
                                         {"Tags", "string", "multi=\"true\""},
                                         {"Codes", "int", "multi=\"true\" ordered=\"true\""},
                                         {"Photo", "binary", ""},
                                         {"Print", "binary", "required=\"true\""}};

}  // namespace

std::string RandomSourceConfiguration() {
  std::string attributes;
  for (const AttributeType& a : kAttributes)
    attributes += "<Attribute name=\"" + std::string(a.name) + "\" type=\"" + std::string(a.type) + "\" " +
                  std::string(a.more) + "/>";
  std::string vault = attributes;
  for (std::string required : {" required=\"true\""})
    for (size_t at; (at = vault.find(required)) != std::string::npos;) vault.erase(at, required.size());
  return "<Configuration xmlns=\"urn:idx:config:1\" tenant=\"random\" version=\"1\"><Vault><Object "
         "name=\"User\">" +
         vault +
         "</Object></Vault><Application name=\"Hr\"><Connector type=\"csv\" path=\"hr.csv\"/><Object "
         "name=\"Person\" "
         "key=\"Name\">" +
         attributes + "</Object></Application></Configuration>";
}

bool RandomSource::KindOf(const stdlib::TypeSpec& spec, Kind& kind) {
  switch (spec.kind) {
    case TypeKind::kBool:
      kind = Kind::kBool;
      return true;
    case TypeKind::kInt:
      kind = Kind::kInt;
      return true;
    case TypeKind::kLong:
      kind = Kind::kLong;
      return true;
    case TypeKind::kDouble:
      kind = Kind::kDouble;
      return true;
    case TypeKind::kDecimal:
      kind = Kind::kDecimal;
      return true;
    case TypeKind::kChar:
      kind = Kind::kChar;
      return true;
    case TypeKind::kString:
      kind = Kind::kString;
      return true;
    case TypeKind::kDateTime:
      kind = Kind::kDateTime;
      return true;
    case TypeKind::kDateOnly:
      kind = Kind::kDateOnly;
      return true;
    case TypeKind::kTimeSpan:
      kind = Kind::kTimeSpan;
      return true;
    case TypeKind::kGuid:
      kind = Kind::kGuid;
      return true;
    case TypeKind::kList:
      kind = spec.element == TypeKind::kString ? Kind::kTexts
             : spec.element == TypeKind::kByte ? Kind::kBytes
                                               : Kind::kInts;
      return kind != Kind::kInts || spec.element == TypeKind::kInt;
    default:
      return false;
  }
}

std::string RandomSource::Written(Kind kind) {
  static const std::map<Kind, std::string> names = {
      {Kind::kBool, "bool"},         {Kind::kInt, "int"},           {Kind::kLong, "long"},
      {Kind::kDouble, "double"},     {Kind::kDecimal, "decimal"},   {Kind::kChar, "char"},
      {Kind::kString, "string"},     {Kind::kDateTime, "DateTime"}, {Kind::kDateOnly, "DateOnly"},
      {Kind::kTimeSpan, "TimeSpan"}, {Kind::kGuid, "Guid"},         {Kind::kTexts, "string[]"},
      {Kind::kInts, "int[]"},        {Kind::kBytes, "byte[]"}};
  return names.at(kind);
}

std::vector<uint32_t> RandomSource::Drawable() {
  std::vector<uint32_t> rows;
  for (uint32_t i = 0; i < stdlib::Functions().size(); ++i) {
    const stdlib::Row& row = stdlib::Functions()[i];
    Kind kind;
    bool fits = KindOf(row.result, kind) && row.purity != stdlib::Purity::kRandom && row.owner != "$" &&
                !row.try_form && !row.variadic && row.form != stdlib::Form::kIndexer && row.owner != "List" &&
                row.owner != "StringBuilder" && row.owner != "Unique" && row.owner != "Lookup" &&
                row.owner != "Log";
    for (const stdlib::TypeSpec& type : row.types) {
      bool enumeration = type.kind == TypeKind::kEnum && !type.nullable;
      fits = fits && (enumeration || KindOf(type, kind));
    }
    if (fits) rows.push_back(i);
  }
  return rows;
}

std::string RandomSource::Text() {
  return OneOf("", "a", "Ada", "Björnsson", "thirteen byte", "thirteen byte", "x y  z", "😀é", "12", "-7",
               "1.5", "2024-02-29", "cn=a,dc=b", "true", "%41", "AbC-dEf", "\\t", "a,b;c", "Ｚ");
}

std::string RandomSource::Leaf(Kind kind) {
  std::vector<std::string> known;
  for (const Variable& variable : scope_)
    if (variable.kind == kind) known.push_back(variable.name);
  if (!known.empty() && Chance(60)) return known[Below(static_cast<uint32_t>(known.size()))];
  if (entities_ && Chance(50)) return Attribute(kind);
  switch (kind) {
    case Kind::kBool:
      return OneOf("true", "false");
    case Kind::kInt:
      return OneOf("0", "1", "-1", "2", "3", "7", "31", "100", "2147483647", "-2147483648", "65536");
    case Kind::kLong:
      return OneOf("0L", "1L", "-1L", "64L", "9223372036854775807L", "-9223372036854775808L", "4294967296L");
    case Kind::kDouble:
      return OneOf("0.0", "1.5", "-0.5", "1e10", "3.0", "-2.5", "1e-7", "123456.789");
    case Kind::kDecimal:
      return OneOf("0m", "1.50m", "-2.25m", "79228162514264337593543950335m", "0.0001m", "3m");
    case Kind::kChar:
      return OneOf("'a'", "'Z'", "' '", "'5'", "'é'", "'-'", "'\\0'");
    case Kind::kString:
      return "\"" + Text() + "\"";
    case Kind::kDateTime:
      return OneOf("new DateTime(2024, 2, 29, 13, 5, 6)", "DateTime.MinValue", "new DateTime(1999, 12, 31)",
                   "DateTime.UnixEpoch");
    case Kind::kDateOnly:
      return OneOf("new DateOnly(2024, 2, 29)", "DateOnly.MinValue", "DateOnly.MaxValue");
    case Kind::kTimeSpan:
      return OneOf("TimeSpan.Zero", "TimeSpan.FromHours(25)", "new TimeSpan(-1, 2, 3)",
                   "TimeSpan.FromDays(1)");
    case Kind::kGuid:
      return OneOf("Guid.Empty", "Guid.Parse(\"01234567-89ab-cdef-0123-456789abcdef\")");
    case Kind::kTexts:
      return OneOf("new[] { \"b\", \"a\", \"\" }", "new string[0]", "\"a b c\".Split(' ')",
                   "new[] { \"Ada\", \"ada\", \"x\" }");
    case Kind::kInts:
      return OneOf("new[] { 3, 1, 2 }", "new int[0]", "new[] { 1, -1, 2147483647 }",
                   "Enumerable.Range(1, 4).ToArray()");
    case Kind::kBytes:
      return OneOf("new byte[] { 0, 255, 7 }", "new byte[0]", "Encoding.UTF8.GetBytes(\"Ásta\")",
                   "Guid.Empty.ToByteArray()");
  }
  return "0";
}

std::string RandomSource::Attribute(Kind kind) {
  switch (kind) {
    case Kind::kBool:
      return OneOf("(app.Flag ?? false)", "app.Flag.GetValueOrDefault()", "app.Age.HasValue",
                   "(app.Nick is null)");
    case Kind::kInt:
      return OneOf("app.Level", "(app.Age ?? -1)", "app.Name.Length", "app.Age.GetValueOrDefault(7)");
    case Kind::kLong:
      return OneOf("(app.Big ?? 5)", "app.Big.GetValueOrDefault()");
    case Kind::kDouble:
      return OneOf("(app.Rate ?? 2.5)", "app.Rate.GetValueOrDefault()");
    case Kind::kDecimal:
      return OneOf("(app.Pay ?? 1.10m)", "app.Pay.GetValueOrDefault()");
    case Kind::kChar:
      return OneOf("(app.Name.Length > 0 ? app.Name[0] : 'q')", "'x'");
    case Kind::kString:
      return OneOf("app.Name", "(app.Nick ?? \"n\")", "$\"{app.Nick}\"", "app.Age.ToString()",
                   "$\"{app.Pay:F2}\"");
    case Kind::kDateTime:
      return OneOf("(app.Seen ?? DateTime.UnixEpoch)", "app.Seen.GetValueOrDefault()");
    case Kind::kDateOnly:
      return "(app.Born ?? new DateOnly(2000, 1, 1))";
    case Kind::kTimeSpan:
      return "(app.Span ?? TimeSpan.FromMinutes(90))";
    case Kind::kGuid:
      return "(app.Token ?? Guid.Empty)";
    case Kind::kTexts:
      return "app.Tags.ToArray()";
    case Kind::kInts:
      return "app.Codes.ToArray()";
    case Kind::kBytes:
      return OneOf("app.Print", "(app.Photo ?? new byte[] { 1 })", "app.Print[..^0]");
  }
  return "0";
}

std::string RandomSource::Value(Kind kind, int depth) {
  if (depth <= 0 || Chance(20)) return Leaf(kind);
  switch (Below(8)) {
    case 0:
      return "(" + Condition(depth - 1) + " ? " + Value(kind, depth - 1) + " : " + Value(kind, depth - 1) +
             ")";
    case 1:
      return Switch(kind, depth - 1);
    case 2:
      return Query(kind, depth - 1);
    case 3: {
      std::vector<const Method*> fitting;
      for (const Method& method : helpers_)
        if (method.result == kind) fitting.push_back(&method);
      if (fitting.empty()) return Operators(kind, depth);
      const Method& method = *fitting[Below(static_cast<uint32_t>(fitting.size()))];
      std::string call = method.name + "(";
      for (size_t i = 0; i < method.parameters.size(); ++i)
        call += (i > 0 ? ", " : "") + Value(method.parameters[i], depth - 2);
      return call + ")";
    }
    case 4:
    case 5:
      return RowOf(kind, depth - 1);
    default:
      return Operators(kind, depth);
  }
}

std::string RandomSource::Condition(int depth) { return Value(Kind::kBool, depth); }

std::string RandomSource::Operators(Kind kind, int depth) {
  auto two = [&](Kind of, const std::string& op) {
    return "(" + Value(of, depth - 1) + " " + op + " " + Value(of, depth - 1) + ")";
  };
  switch (kind) {
    case Kind::kBool: {
      static const Kind kOrdered[] = {Kind::kInt,  Kind::kLong,     Kind::kDouble,   Kind::kDecimal,
                                      Kind::kChar, Kind::kDateTime, Kind::kDateOnly, Kind::kTimeSpan};
      switch (Below(6)) {
        case 0:
          return two(Kind::kBool, OneOf("&&", "||", "==", "!=", "^", "&", "|"));
        case 1:
          return "!" + Value(Kind::kBool, depth - 1);
        case 2:
          return two(Kind::kString, OneOf("==", "!="));
        case 3: {
          Kind of = OneOf("a", "b") == "a" ? Kind::kInt : Kind::kString;
          return "(" + Value(of, depth - 1) + " is " + Pattern(of) + ")";
        }
        default:
          return two(kOrdered[Below(8)], OneOf("<", "<=", ">", ">=", "==", "!="));
      }
    }
    case Kind::kInt:
      switch (Below(5)) {
        case 0:
          return "unchecked((int)" + Value(OneOf("a", "b") == "a" ? Kind::kDouble : Kind::kLong, depth - 1) +
                 ")";
        case 1:
          return "(- " + Leaf(Kind::kInt) + ")";
        case 2:
          return "(" + Value(Kind::kInt, depth - 1) + OneOf(" << ", " >> ") + Value(Kind::kInt, depth - 1) +
                 ")";
        case 3:
          return "checked" + two(Kind::kInt, OneOf("+", "-", "*"));
        default:
          return two(Kind::kInt, OneOf("+", "-", "*", "/", "%", "&", "|", "^"));
      }
    case Kind::kLong:
      return Chance(25) ? "(long)" + Value(Kind::kInt, depth - 1)
                        : two(Kind::kLong, OneOf("+", "-", "*", "/", "%", "&", "|", "^"));
    case Kind::kDouble:
      return Chance(25) ? "(double)" + Value(Kind::kInt, depth - 1)
                        : two(Kind::kDouble, OneOf("+", "-", "*", "/", "%"));
    case Kind::kDecimal:
      return Chance(25) ? "(decimal)" + Value(Kind::kInt, depth - 1)
                        : two(Kind::kDecimal, OneOf("+", "-", "*", "/", "%"));
    case Kind::kChar:
      return Chance(50) ? "unchecked((char)" + Value(Kind::kInt, depth - 1) + ")"
                        : Value(Kind::kString, depth - 1) + "[" + Leaf(Kind::kInt) + "]";
    case Kind::kString:
      switch (Below(6)) {
        case 0:
          return two(Kind::kString, "+");
        case 4:
          return "Convert." + OneOf("ToBase64String(", "ToHexString(") + Value(Kind::kBytes, depth - 1) + ")";
        case 1:
          return "$\"{" + Leaf(Kind::kInt) + OneOf("", ":D3", ",5", ":X") + "}|{" + Leaf(Kind::kDouble) +
                 OneOf("", ":F1", ":N2") + "}|{" + Leaf(Kind::kString) + ",-4}\"";
        case 2:
          return Value(Kind::kString, depth - 1) + "[" + OneOf("..1", "1..", "^1..", "1..^1", "..") + "]";
        case 3:
          return "string.Join(\"" + OneOf(",", "", "; ") + "\", " + Value(Kind::kTexts, depth - 1) + ")";
        default:
          return "(" + Value(Kind::kString, depth - 1) + " + " +
                 Value(static_cast<Kind>(Below(11)), depth - 1) + ")";
      }
    case Kind::kDateTime:
      return "(" + Value(Kind::kDateTime, depth - 1) + OneOf(" + ", " - ") +
             Value(Kind::kTimeSpan, depth - 1) + ")";
    case Kind::kTimeSpan:
      return Chance(40)
                 ? two(Kind::kDateTime, "-")
                 : "(" + Value(Kind::kTimeSpan, depth - 1) + OneOf(" * ", " / ") + Leaf(Kind::kDouble) + ")";
    case Kind::kTexts:
      return "new[] { " + Value(Kind::kString, depth - 1) + ", " + Value(Kind::kString, depth - 1) + " }";
    case Kind::kInts:
      return "new[] { " + Value(Kind::kInt, depth - 1) + ", " + Value(Kind::kInt, depth - 1) + " }";
    default:
      return Leaf(kind);
  }
}

std::string RandomSource::Pattern(Kind kind) {
  if (kind == Kind::kInt)
    return OneOf("0", "> 5 and < 100", "1 or 2 or 3", "not 7", ">= 0", "not (< 0)", "int and > 1");
  return OneOf("\"a\"", "{ Length: > 2 }", "\"\" or \"Ada\"", "not \"x\"", "{ Length: 0 } or \"12\"");
}

std::string RandomSource::Switch(Kind kind, int depth) {
  Kind on = Chance(50) ? Kind::kInt : Kind::kString;
  std::string name = "s" + std::to_string(names_++);
  std::string text = "(" + Value(on, depth - 1) + " switch { " + Pattern(on) + " => " +
                     Value(kind, depth - 1) + ", var " + name + " when " + name +
                     (on == Kind::kInt ? " > " + Leaf(Kind::kInt) : " == " + Leaf(Kind::kString)) + " => " +
                     Value(kind, depth - 1);
  return text + (Chance(90) ? ", _ => " + Value(kind, depth - 1) : "") + " })";
}

std::string RandomSource::Argument(const stdlib::TypeSpec& spec, int depth) {
  if (spec.kind == TypeKind::kEnum) {
    const stdlib::LibraryTypeInfo& info = stdlib::LibraryTypes()[static_cast<size_t>(spec.library) - 1];
    std::string name(info.name);
    if (name == "CultureInfo") return "CultureInfo.InvariantCulture";
    if (name == "TextInfo" || name == "Calendar") return "CultureInfo.InvariantCulture." + name;
    if (name == "Encoding") return OneOf("Encoding.UTF8", "Encoding.Unicode", "Encoding.ASCII");
    if (name == "StringComparer") return OneOf("StringComparer.Ordinal", "StringComparer.OrdinalIgnoreCase");
    uint32_t member = Below(static_cast<uint32_t>(info.members.size()));
    return name + "." + std::string(info.members[member].name);
  }
  Kind kind;
  KindOf(spec, kind);
  if (spec.nullable && entities_ && kind == Kind::kString && Chance(30)) return "app.Nick";
  return Value(kind, depth);
}

std::string RandomSource::Call(const stdlib::Row& row, int depth) {
  std::vector<std::string> arguments;
  for (const stdlib::TypeSpec& type : row.types) arguments.push_back(Argument(type, depth));
  auto joined = [&](size_t from) {
    std::string text;
    for (size_t i = from; i < arguments.size(); ++i) text += (i > from ? ", " : "") + arguments[i];
    return text;
  };
  std::string owner(row.owner), name(row.name), call;
  switch (row.form) {
    case stdlib::Form::kStatic:
      call = (owner == "Global" ? "" : owner + ".") + name + "(" + joined(0) + ")";
      break;
    case stdlib::Form::kMethod:
      call = "(" + arguments[0] + ")." + name + "(" + joined(1) + ")";
      break;
    case stdlib::Form::kProperty:
      call = "(" + arguments[0] + ")." + name;
      break;
    case stdlib::Form::kStaticValue:
      call = owner + "." + name;
      break;
    default:
      call = "new " + owner + "(" + joined(0) + ")";
  }
  if (!row.result.nullable) return call;
  Kind kind;
  KindOf(row.result, kind);
  return "(" + call + " ?? " + Leaf(kind) + ")";
}

std::string RandomSource::RowOf(Kind kind, int depth) {
  static const std::map<Kind, std::vector<uint32_t>> by_result = [] {
    std::map<Kind, std::vector<uint32_t>> made;
    for (uint32_t row : Drawable()) {
      Kind result;
      KindOf(stdlib::Functions()[row].result, result);
      made[result].push_back(row);
    }
    return made;
  }();
  auto found = by_result.find(kind);
  if (found == by_result.end()) return Leaf(kind);
  return Call(stdlib::Functions()[found->second[Below(static_cast<uint32_t>(found->second.size()))]],
              depth - 1);
}

std::string RandomSource::Statements(int count, int depth) {
  size_t outer = scope_.size();
  std::string text = "{ ";
  for (int i = 0; i < count; ++i) text += Statement(depth) + " ";
  scope_.resize(outer);
  return text + "}";
}

std::string RandomSource::Statement(int depth) {
  std::vector<const Variable*> settable;
  for (const Variable& variable : scope_)
    if (variable.settable) settable.push_back(&variable);
  switch (depth <= 0 ? Below(2) : Below(12)) {
    case 0: {
      Kind kind = static_cast<Kind>(Below(14));
      std::string name = "v" + std::to_string(names_++);
      std::string text = Written(kind) + " " + name + " = " + Value(kind, 2) + ";";
      scope_.push_back({name, kind});
      return text;
    }
    case 1: {
      if (Chance(10))
        return OneOf("Log.Info(", "Log.Warn(\"{0}\", ", "Log.Trace(\"{0} {1:D2}\", 7, ") +
               Value(Kind::kString, 1) + ");";
      if (settable.empty()) return ";";
      const Variable variable = *settable[Below(static_cast<uint32_t>(settable.size()))];
      bool number =
          variable.kind == Kind::kInt || variable.kind == Kind::kLong || variable.kind == Kind::kDecimal;
      if (number && Chance(40))
        return variable.name + OneOf(" += ", " -= ", " *= ") + Value(variable.kind, 1) + ";";
      if (variable.kind == Kind::kString && Chance(40))
        return variable.name + " += " + Value(Kind::kString, 1) + ";";
      return variable.name + " = " + Value(variable.kind, 2) + ";";
    }
    case 2:
      return "if (" + Condition(2) + ") " + Statements(2, depth - 1) +
             (Chance(50) ? " else " + Statements(1, depth - 1) : "");
    case 3: {
      std::string i = "i" + std::to_string(names_++);
      size_t outer = scope_.size();
      scope_.push_back({i, Kind::kInt, false});
      std::string text =
          "for (int " + i + " = 0; " + i + " < " + std::to_string(1 + Below(4)) + "; " + i + "++) ";
      ++loops_;
      text += Statements(2, depth - 1);
      --loops_;
      scope_.resize(outer);
      return text;
    }
    case 4: {
      std::string e = "e" + std::to_string(names_++);
      Kind list = Chance(50) ? Kind::kTexts : Kind::kInts;
      std::string text = "foreach (var " + e + " in " + Value(list, 1) + ") ";
      size_t outer = scope_.size();
      scope_.push_back({e, list == Kind::kTexts ? Kind::kString : Kind::kInt, false});
      ++loops_;
      text += Statements(2, depth - 1);
      --loops_;
      scope_.resize(outer);
      return text;
    }
    case 5: {
      std::string e = "x" + std::to_string(names_++);
      ++tries_;
      std::string tried = Statements(2, depth - 1);
      --tries_;
      std::string text = "try " + tried + " catch (" +
                         OneOf("Exception ", "FormatException ", "ArgumentException ", "OverflowException ",
                               "InvalidOperationException ") +
                         e + ") ";
      size_t outer = scope_.size();
      text += Statements(1, depth - 1);
      scope_.resize(outer);
      return text + (Chance(40) ? " finally " + Statements(1, depth - 1) : "");
    }
    case 6:
      return "switch (" + Value(Kind::kInt, 1) + ") { case 0: " + Statements(1, 0) +
             " break; case 1: case 2: " + Statements(1, 0) + " break; default: " + Statements(1, 0) +
             " break; }";
    case 7:
      return loops_ > 0 && Chance(60) ? "if (" + Condition(1) + ") " + OneOf("break;", "continue;")
                                      : Statement(0);
    case 8:
    case 9:
    case 10:
      return Composite(depth);
    default:
      return Chance(30) ? "if (" + Condition(2) + ") throw " +
                              OneOf("new InvalidOperationException(", "new ArgumentException(", "Fail(") +
                              Value(Kind::kString, 1) + ");"
                        : Statement(depth - 1);
  }
}

std::string RandomSource::Helper(int index) {
  Method method{"H" + std::to_string(index), static_cast<Kind>(Below(14)), {}};
  scope_.clear();
  entities_ = false;
  std::string text = "static " + Written(method.result) + " " + method.name + "(";
  for (uint32_t i = 0; i < 1 + Below(3); ++i) {
    method.parameters.push_back(static_cast<Kind>(Below(14)));
    std::string name = "p" + std::to_string(i);
    text += (i > 0 ? ", " : "") + Written(method.parameters.back()) + " " + name;
    scope_.push_back({name, method.parameters.back()});
  }
  text += ") { ";
  int count = 1 + static_cast<int>(Below(3));
  for (int i = 0; i < count; ++i) text += Statement(2) + " ";
  text += "return " + Value(method.result, 2) + "; }\n";
  helpers_.push_back(std::move(method));
  return text;
}

std::string RandomSource::Mapper(int index, const std::vector<uint32_t>& rows) {
  static const std::pair<const char*, Kind> kTargets[] = {
      {"Flag", Kind::kBool},     {"Age", Kind::kInt},       {"Big", Kind::kLong},
      {"Rate", Kind::kDouble},   {"Pay", Kind::kDecimal},   {"Nick", Kind::kString},
      {"Seen", Kind::kDateTime}, {"Born", Kind::kDateOnly}, {"Span", Kind::kTimeSpan},
      {"Token", Kind::kGuid},    {"Tags", Kind::kTexts},    {"Codes", Kind::kInts},
      {"Photo", Kind::kBytes},   {"Print", Kind::kBytes}};
  scope_.clear();
  entities_ = true;
  std::string text = "[Inbound(\"Hr.Person\", Precedence = " + std::to_string(index + 1) +
                     ")] static void M" + std::to_string(index) + "(Hr.Person app, Vault.User vault) { ";
  for (size_t i = 0; i < rows.size(); ++i) {
    const stdlib::Row& row = stdlib::Functions()[rows[i]];
    Kind kind;
    KindOf(row.result, kind);
    std::string name = "r" + std::to_string(names_++);
    text += Written(kind) + " " + name + " = " + Call(row, 1) + "; ";
    scope_.push_back({name, kind});
  }
  int count = static_cast<int>(Below(3));
  for (int i = 0; i < count; ++i) text += Statement(2) + " ";
  for (uint32_t i = 0, n = 1 + Below(3); i < n; ++i) {
    auto [target, kind] = kTargets[(static_cast<uint32_t>(index) * 5 + i) % std::size(kTargets)];
    std::string value = Chance(10) ? "Flow.Clear()" : Value(kind, 3);
    if (Chance(25)) text += "if (" + Condition(2) + ") ";
    text += "vault." + std::string(target) + " = " + value + "; ";
  }
  return text + "}\n";
}

std::string RandomSource::File(const std::vector<uint32_t>& rows, int rules) {
  helpers_.clear();
  std::string text =
      "record P(string Name, int Age) { public string Both => Name + Age; public string Longer(string s) => "
      "s + Both; }\n"
      "static class R {\nstatic int Apply(Func<int, int> f, int x) => f(f(x));\n";
  for (int i = 0; i < 4; ++i) text += Helper(i);
  size_t each = (rows.size() + static_cast<size_t>(rules) - 1) / static_cast<size_t>(rules);
  for (int i = 0; i < rules; ++i) {
    size_t begin = std::min(rows.size(), static_cast<size_t>(i) * each);
    size_t end = std::min(rows.size(), begin + each);
    text += Mapper(i, {rows.begin() + static_cast<std::ptrdiff_t>(begin),
                       rows.begin() + static_cast<std::ptrdiff_t>(end)});
  }
  return text + "}\n";
}

}  // namespace idx::compiler
