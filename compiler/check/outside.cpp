#include "compiler/check/outside.h"

#include <map>

namespace idx::compiler::check {

namespace {

using Table = std::map<std::string_view, std::string_view>;

constexpr std::string_view kHashes = "write SHA256.HashData(bytes), or MD5, SHA1, SHA384, SHA512";

const Table& Constructs() {
  static const Table table = {
      {"interface", "write static methods; plain data is a record"},
      {"struct", "write a record"},
      {"delegate", "give a lambda, or the name of a method, to the collection methods"},
      {"event", "rules are called by IDx, and there is nothing to subscribe to"},
      {"operator", "write a static method"},
      {"constructor", "give a static value where it is declared: static readonly int[] Table = { 1, 2 };"},
      {"finalizer", "rules hold nothing that would have to be released"},
      {"property", "write a static method, or a record for plain data"},
      {"indexer", "write a static method"},
      {"inheritance", "write static classes that call each other's methods"},
      {"IMASynchronization",
       "each hook is a static method with an attribute: MapAttributesForImport is [Inbound], "
       "MapAttributesForExport "
       "[Outbound], MapAttributesForJoin [Join], FilterForDisconnection a [Filter]; ShouldProjectToMV is "
       "otherwise=\"create\" "
       "of <Joins>, Deprovision is onLoss= of <Provision>"},
      {"IMVSynchronization",
       "Provision is a static method with [Provision] and what [Outbound] gives a new account; "
       "ShouldDeleteFromMV is a "
       "[Filter] that calls sync.Delete"},
      {"generic class", "write the class for the types that it is used with"},
      {"generic record", "write the record for the types that it is used with"},
      {"a generic method", "write an overload for each type that it is used with"},
      {"primary constructor", "write a record"},
      {"explicit interface implementation", "write a static method"},
      {"attribute of the assembly", "remove it"},
      {"an instance method", "write static: rules have no objects with a state of their own"},
      {"a variable of a class",
       "rules keep nothing between calls: write const, static readonly with a value, or a local"},
      {"'this'", "rules have no objects with a state of their own: write static methods with parameters"},
      {"label", "write a loop, or a method that returns"},
      {"goto", "write a loop with break and continue, or a method that returns"},
      {"lock", "remove it: a rule runs alone on its object"},
      {"using", "remove it: rules open nothing that would have to be closed"},
      {"yield", "fill a List, and return it"},
      {"await", "rules do not wait: what they need from elsewhere is imported by a connector"},
      {"async", "rules do not wait: what they need from elsewhere is imported by a connector"},
      {"async lambda", "rules do not wait: write the lambda without async"},
      {"extern", "rules call the functions of the library and their own"},
      {"abstract", "write static classes that call each other's methods"},
      {"virtual", "write static classes that call each other's methods"},
      {"override", "write static classes that call each other's methods"},
      {"unsafe", "there are no pointers: write with arrays and indexes"},
      {"fixed", "there are no pointers: write with arrays and indexes"},
      {"stackalloc", "write new int[n]"},
      {"sizeof", "write the number"},
      {"address-of", "there are no pointers: write with arrays and indexes"},
      {"ref expression", "return the new value"},
      {"anonymous method", "write a lambda: x => …"},
      {"query syntax", "write the methods that it stands for: xs.Where(x => …).Select(x => …)"},
      {"typeof", "types are known when rules are compiled: test with is, or switch on a value"},
      {"typeof(void)", "types are known when rules are compiled"},
      {"typeof of an open generic type", "types are known when rules are compiled"},
      {"MD5.Create", kHashes},
      {"SHA1.Create", kHashes},
      {"SHA256.Create", kHashes},
      {"SHA384.Create", kHashes},
      {"SHA512.Create", kHashes},
      {"DeclineMapping outside of a mapper",
       "a join rule returns false, a filter returns without doing anything, a class is the default one; what "
       "is wrong is throw "
       "Fail(\"…\")"},
      {"a hash object as a value", kHashes},
      {"unsigned integers", "write an L behind the number"},
      {"float literals", "write 1.5: a double"},
      {"finding out what an object is",
       "give the value its type: object stands only where a text is made of it"},
      {"changing a static table",
       "tables are made once for all objects: change a copy, made by Table.ToArray() or new "
       "List<int>(Table)"},
      {"arrays of a length",
       "write new string?[n], whose elements begin as null, Enumerable.Range(0, n).Select(i => …).ToArray(), "
       "or fill a List"},
      {"keeping a function",
       "write a lambda where it is used, or a static method; a table of functions is a switch over its keys"},
      {"changing a record", "records are plain data that does not change: write person with { Age = 5 }"},
      {"a deconstruction as a value", "write it as a statement of its own"},
      {"multi-dimensional array", "write an array of arrays: int[][]"},
  };
  return table;
}

constexpr std::string_view kNoConsole =
    "rules write nothing but their own target; what is wrong with an object is throw Fail(\"…\")";
constexpr std::string_view kNoFiles =
    "rules read their objects alone; what is in a file is imported by a connector, or stands in a static "
    "table";
constexpr std::string_view kNoNetwork =
    "rules call no other system; what they need from one is imported by a connector";
constexpr std::string_view kNoThreads = "rules run on all processors already, and each alone on its object";
constexpr std::string_view kNoProcess = "rules know nothing of the machine that they run on";
constexpr std::string_view kNoReflection =
    "types are known when rules are compiled: test with is, or switch on a value";
constexpr std::string_view kNumbers = "write int or long: whole numbers are of 32 or 64 bits, with a sign";
constexpr std::string_view kLists =
    "write a List: Add, xs[^1], RemoveAt(xs.Count - 1) and RemoveAt(0) do the same";
constexpr std::string_view kFrozen = "a static readonly List, Dictionary or HashSet is never changed";
constexpr std::string_view kSpans = "write string and s[a..b], or an array";
constexpr std::string_view kUris =
    "write the text, and Regex for its parts; escapes are Uri.EscapeDataString and Uri.UnescapeDataString";
constexpr std::string_view kNoZones = "instants are in UTC; the zone of days is that of idx.xml";
constexpr std::string_view kCode = "read it with Regex or Split, and write it with $\"…\"";
constexpr std::string_view kKept = "a lambda is written where it is used, or is a static method of its own";

const Table& Names() {
  static const Table table = {
      {"Console", kNoConsole},
      {"Debug", kNoConsole},
      {"Trace", kNoConsole},
      {"EventLog", kNoConsole},
      {"Logging", kNoConsole},
      {"MD5CryptoServiceProvider", kHashes},
      {"SHA1CryptoServiceProvider", kHashes},
      {"SHA1Managed", kHashes},
      {"SHA256CryptoServiceProvider", kHashes},
      {"SHA256Managed", kHashes},
      {"SHA384Managed", kHashes},
      {"SHA512Managed", kHashes},
      {"File", kNoFiles},
      {"Directory", kNoFiles},
      {"StreamReader", kNoFiles},
      {"StreamWriter", kNoFiles},
      {"FileStream", kNoFiles},
      {"XmlDocument", kNoFiles},
      {"XDocument", kNoFiles},
      {"XElement", kNoFiles},
      {"ConfigurationManager", "write a const, or a static readonly table"},
      {"HttpClient", kNoNetwork},
      {"WebClient", kNoNetwork},
      {"WebRequest", kNoNetwork},
      {"SqlConnection", kNoNetwork},
      {"SqlCommand", kNoNetwork},
      {"DirectoryEntry", kNoNetwork},
      {"DirectorySearcher", kNoNetwork},
      {"PowerShell", kNoNetwork},
      {"SmtpClient", kNoNetwork},
      {"Thread", kNoThreads},
      {"Task", kNoThreads},
      {"ValueTask", kNoThreads},
      {"Parallel", kNoThreads},
      {"Monitor", kNoThreads},
      {"Interlocked", kNoThreads},
      {"Process", kNoProcess},
      {"AppDomain", kNoProcess},
      {"GC", kNoProcess},
      {"Marshal", kNoProcess},
      {"Activator", kNoReflection},
      {"Assembly", kNoReflection},
      {"Type", kNoReflection},
      {"MethodInfo", kNoReflection},
      {"dynamic", kNoReflection},
      {"Func", kKept},
      {"Action", kKept},
      {"Predicate", kKept},
      {"sbyte", kNumbers},
      {"short", kNumbers},
      {"ushort", kNumbers},
      {"uint", kNumbers},
      {"ulong", kNumbers},
      {"nint", kNumbers},
      {"nuint", kNumbers},
      {"Int16", kNumbers},
      {"UInt16", kNumbers},
      {"UInt32", kNumbers},
      {"UInt64", kNumbers},
      {"SByte", kNumbers},
      {"float", "write double, or decimal for what must be exact"},
      {"Single", "write double, or decimal for what must be exact"},
      {"BigInteger", "write long, or decimal for up to 28 digits"},
      {"DateTimeOffset",
       "write DateTime: instants are in UTC, and DateTime.Parse takes an offset into account"},
      {"TimeOnly", "write TimeSpan, such as date.TimeOfDay"},
      {"StringBuilder", "it is a local, made by new StringBuilder(); methods take and give its text"},
      {"Stack", kLists},
      {"Queue", kLists},
      {"LinkedList", kLists},
      {"PriorityQueue", "write a List, and OrderBy where it is used"},
      {"SortedDictionary", "write a Dictionary, and OrderBy(p => p.Key) where it is run over"},
      {"SortedList", "write a Dictionary, and OrderBy(p => p.Key) where it is run over"},
      {"SortedSet", "write a HashSet, and Order() where it is run over"},
      {"Span", kSpans},
      {"ReadOnlySpan", kSpans},
      {"Memory", kSpans},
      {"ReadOnlyMemory", kSpans},
      {"Uri", kUris},
      {"UriBuilder", kUris},
      {"TimeZoneInfo", kNoZones},
      {"TimeZone", kNoZones},
      {"JsonSerializer", kCode},
      {"JsonDocument", kCode},
      {"JObject", kCode},
      {"ImmutableArray", kFrozen},
      {"ImmutableList", kFrozen},
      {"ImmutableHashSet", kFrozen},
      {"ImmutableDictionary", kFrozen},
      {"FrozenSet", kFrozen},
      {"FrozenDictionary", kFrozen},
      {"ReadOnlyCollection", "write IReadOnlyList<string>, with the type of its elements"},
      {"ReadOnlyDictionary",
       "write IReadOnlyDictionary<string, string>, with the types of its keys and values"},
      {"ConcurrentDictionary", "write Dictionary: a rule runs alone on its object"},
      {"StringCollection", "write List<string>"},
      {"NameValueCollection", "write Dictionary<string, string>"},
      {"Rune", "a char is one UTF-16 unit; char.ConvertToUtf32 gives the character that two of them are"},
      {"StringInfo", "a text is UTF-16 units; Normalize puts letters and their marks together"},
      {"BitOperations", "write int.PopCount, int.Log2 and their like"},
      {"Comparer", "write a.CompareTo(b), or a lambda"},
      {"EqualityComparer", "write a == b, or Equals"},
      {"Stopwatch", "the clock stands still for a run: sync.Now, DateTime.UtcNow"},
      {"RandomNumberGenerator",
       "chance would give another value at each run: Rand.String stands behind vault.X ?\?=, which decides "
       "once"},
      {"Lazy", "a static readonly value is made once; any other is a method"},
      {"ArrayList", "write List<string>, with the type of its elements"},
      {"Hashtable", "write Dictionary<string, string>, with the types of its keys and values"},
      {"Random", "chance would give another value at each run: compute it from the object"},
      {"IntPtr", "there are no pointers"},
      {"DllImport", "rules call the functions of the library and their own"},
      {"CSEntry", "the connector space entry is a parameter of the application's type: HR.Person app"},
      {"MVEntry", "the metaverse entry is a parameter of the Vault's type: Vault.User vault"},
      {"ConnectedMA", "an account is given by [Provision], and its attributes by [Outbound]"},
      {"csentry",
       "the connector space entry is the rule's parameter of the application's type: app[\"name\"]"},
      {"mventry", "the metaverse entry is the rule's parameter of the Vault's type: vault[\"name\"]"},
      {"Utils", "FindMVEntries is a [Join] rule; what rules read is a parameter"},
  };
  return table;
}

std::string_view Find(const Table& table, std::string_view name) {
  auto found = table.find(name);
  return found == table.end() ? std::string_view() : found->second;
}

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

// csentry["mail"] → app["mail"]
std::optional<std::string> AttributeOf(const ast::Expr& e) {
  if (e.kind != ast::ExprKind::kIndex) return std::nullopt;
  const auto& index = ast::As<ast::Index>(&e);
  if (index.target->kind != ast::ExprKind::kName || index.arguments.size() != 1) return std::nullopt;
  const std::string& entry = ast::As<ast::Name>(index.target).name;
  const ast::Expr* name = index.arguments[0].value;
  if ((entry != "csentry" && entry != "mventry") || name->kind != ast::ExprKind::kLiteral)
    return std::nullopt;
  const auto& literal = ast::As<ast::Literal>(name);
  if (literal.literal != ast::LiteralKind::kString) return std::nullopt;
  return (entry == "csentry" ? "app[" : "vault[") + Quoted(literal.text) + "]";
}

}  // namespace

std::string_view InsteadOfConstruct(std::string_view construct) { return Find(Constructs(), construct); }
std::string_view InsteadOfName(std::string_view name) { return Find(Names(), name); }

Diagnostic& ReportConstruct(Diagnostics& diagnostics, Span span, const std::string& construct) {
  std::string_view instead = InsteadOfConstruct(construct);
  if (instead.empty()) return diagnostics.Report(1900, span, {construct});
  return diagnostics.Report(1901, span, {construct, std::string(instead)});
}

std::optional<std::string> TranslationOf(const ast::Expr& e) {
  if (e.kind == ast::ExprKind::kIndex) return AttributeOf(e);
  if (e.kind == ast::ExprKind::kAssign) {
    auto attribute = TranslationOf(*ast::As<ast::Assign>(&e).target);
    return attribute ? std::optional(*attribute + " = …") : std::nullopt;
  }
  if (e.kind == ast::ExprKind::kCall) {
    const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
    if (callee->kind != ast::ExprKind::kMember) return std::nullopt;
    const auto& member = ast::As<ast::Member>(callee);
    auto attribute = AttributeOf(*member.target);
    return attribute && member.name == "Delete" ? std::optional(*attribute + " = Flow.Clear()")
                                                : std::nullopt;
  }
  if (e.kind != ast::ExprKind::kMember) return std::nullopt;
  static const Table shapes = {{"Value", ""},        {"StringValue", ""},          {"IntegerValue", ""},
                               {"BooleanValue", ""}, {"BinaryValue", ""},          {"ReferenceValue", ""},
                               {"Values", ""},       {"IsPresent", " is not null"}};
  const auto& member = ast::As<ast::Member>(&e);
  auto attribute = AttributeOf(*member.target);
  auto shape = shapes.find(member.name);
  if (!attribute || shape == shapes.end()) return std::nullopt;
  return *attribute + std::string(shape->second);
}

}  // namespace idx::compiler::check
