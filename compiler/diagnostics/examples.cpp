// An example of each diagnostic, and the same written right. Keep it ordered by id; tests/documents holds
// that the first gives its diagnostic and no other, and the second none. Without one: ids of files that are
// too large or cannot be read.
#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {

namespace {

using enum ExampleKind;

constexpr DiagnosticExample kExamples[] = {
    // 0xxx syntax
    {1, kMapper, R"(vault.City = app.City)", R"(vault.City = app.City;)"},
    {2, kMapper, R"(vault.Surname = §app.LastName;)", R"(vault.Surname = app.LastName;)"},
    {3, kMapper, R"(vault.City = "London;)", R"(vault.City = "London";)"},
    {4, kExpression,
     R"(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
     R"((1 + 2) * 3)"},
    {6, kExpression, R"("C:\users")", R"(@"C:\users")"},
    {8, kExpression, R"(5000000000000000000000)", R"(5000000000000000000000m)"},
    {10, kExpression, "\"abc\u202Edef\"", R"("abc\u202Edef")"},
    // 1xxx names and types
    {1001, kMapper, R"(vault.City = application.City;)", R"(vault.City = app.City;)"},
    {1002, kMapper, R"(vault.Level = "3";)", R"(vault.Level = 3;)"},
    {1003, kExpression, R"("a" * 2)", R"(string.Concat(Enumerable.Repeat("a", 2)))"},
    {1004, kExpression, R"(-"5")", R"(-int.Parse("5"))"},
    {1005, kMembers, R"(static string Sam(string first, string last) => first[..1] + last;
public static string Ada() => Sam("Ada");)",
     R"(static string Sam(string first, string last) => first[..1] + last;
public static string Ada() => Sam("Ada", "Lovelace");)"},
    {1006, kMapper, R"(var name = app.FirstName;
var name = app.LastName;
vault.GivenName = name;)",
     R"(var first = app.FirstName;
var last = app.LastName;
vault.GivenName = first + last;)"},
    {1007, kMapper, R"(vault.GivenName = app.Firstname;)", R"(vault.GivenName = app.FirstName;)"},
    {1008, kMapper, R"(if (app.FirstName) vault.GivenName = app.FirstName;)",
     R"(if (app.FirstName != "") vault.GivenName = app.FirstName;)"},
    {1009, kMapper, R"(const int most = 3;
most = 4;
vault.Level = most;)",
     R"(int most = 3;
most = 4;
vault.Level = most;)"},
    {1010, kMembers, R"(public static string Size(int n)
{
    if (n > 100) return "large";
})",
     R"(public static string Size(int n)
{
    if (n > 100) return "large";
    return "small";
})"},
    {1011, kMapper, R"(string city;
if (app.Grade > 5) city = "London";
vault.City = city;)",
     R"(string city = "Paris";
if (app.Grade > 5) city = "London";
vault.City = city;)"},
    {1012, kExpression, R"(2147483647 + 1)", R"(2147483647L + 1)"},
    {1013, kMembers, R"([Join("Workday.User")]
static bool Staff(Workday.User app) => app.City == "London";)",
     R"([Join("Workday.User")]
static bool Id(Workday.User app, Vault.User vault) => app.WorkdayID == vault.EmployeeID;)"},
    {1014, kMembers, R"(public static string Size(int n) => n switch { _ => "small", > 100 => "large" };)",
     R"(public static string Size(int n) => n switch { > 100 => "large", _ => "small" };)"},
    {1015, kMembers, R"(static void Check(string name) { if (name == "") throw Fail("no name"); }
public static string Name(string name) => Check(name);)",
     R"(static void Check(string name) { if (name == "") throw Fail("no name"); }
public static string Name(string name) { Check(name); return name; })"},
    {1016, kMapper, R"(string? city = app.City;
if (city = null) return;
vault.City = city;)",
     R"(string? city = app.City;
if (city == null) return;
vault.City = city;)"},
    {1017, kMembers, R"(public static bool Is(string a, string b) => a switch { b => true, _ => false };)",
     R"(public static bool Is(string a, string b) => a == b;)"},
    {1018, kMapper, R"(var city = null;
if (app.Grade > 5) city = "London";
vault.City = city;)",
     R"(string? city = null;
if (app.Grade > 5) city = "London";
vault.City = city;)"},
    {1019, kMembers, R"(public const int Short = Long / 2;
public const int Long = Short * 2;)",
     R"(public const int Short = 10;
public const int Long = Short * 2;)"},
    {1020, kMembers, R"(public static int Twice(int n)
{
    return n * 2;
    n = 0;
})",
     R"(public static int Twice(int n)
{
    return n * 2;
})"},
    {1900, kExpression, R"("abc".AsSpan().Length)", R"("abc".Length)"},
    {1901, kMapper, R"(vault.City = File.ReadAllText("city.txt");)", R"(vault.City = app.City;)"},
    // 2xxx nullability, effects, access
    {2001, kMapper, R"(vault.Mail = app.Email.ToLower();)", R"(vault.Mail = app.Email?.ToLower();)"},
    {2002, kMapper, R"(string name = null;
vault.Surname = name + app.LastName;)",
     R"(string name = "";
vault.Surname = name + app.LastName;)"},
    {2003, kMapper, R"(vault.DisplayName = vault.GivenName + " " + app.LastName;)",
     R"(vault.DisplayName = app.FirstName + " " + app.LastName;)"},
    {2004, kMembers, R"([Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) { vault.Classification = Class.Staff; })",
     R"([Classify("Vault.User")]
static Class Kind(Vault.User vault) => vault.City == "London" ? Class.Staff : vault.City == null ? Class.Guest : Class.Student;)"},
    {2005, kMapper, R"(vault.LastDay = DateOnly.FromDateTime(DateTime.UtcNow);)",
     R"(vault.LastDay ??= DateOnly.FromDateTime(DateTime.UtcNow);)"},
    {2006, kMembers, R"(static void Off(Vault.User vault, Sync sync) => sync.Disable(vault);

[Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.LastDay < sync.Today) Off(vault, sync);
})",
     R"([Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.LastDay < sync.Today) sync.Disable(vault);
})"},
    {2007, kMapper, R"(if (app.City == "none") vault.City = null;)",
     R"(if (app.City == "none") vault.City = Flow.Clear();)"},
    {2008, kMembers, R"([Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.Hired > DateTime.Now) sync.Disable(vault);
})",
     R"([Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.LastDay < sync.Today) sync.Disable(vault);
})"},
    {2009, kMapper, R"(vault.EmployeeID = Guid.NewGuid().ToString();)",
     R"(vault.EmployeeID ??= Guid.NewGuid().ToString();)"},
    {2010, kExpression, R"(Regex.IsMatch("x1", "[0-9"))", R"(Regex.IsMatch("x1", "[0-9]"))"},
    {2011, kMembers, R"(public static readonly int ThisYear = DateTime.UtcNow.Year;)",
     R"(public static int ThisYear() => DateTime.UtcNow.Year;)"},
    {2012, kMapper, R"(vault.City ??= "London";
if (app.Grade > 5) vault.City = "Paris";)",
     R"(vault.City ??= app.Grade > 5 ? "Paris" : "London";)"},
    {2013, kMembers, R"([Classify("Vault.User")]
static Class Kind(Vault.User vault) => vault.Manager?.Classification == Class.Student ? Class.Guest : Class.Staff;)",
     R"([Classify("Vault.User")]
static Class Kind(Vault.User vault) => vault.Manager?.City == "London" ? Class.Guest : Class.Staff;)"},
    {2014, kMembers, R"([Filter(Stage.Import, "Workday.User")]
static void Gone(Workday.User app, Sync sync)
{
    if (app.City == "nowhere") sync.Delete(app);
})",
     R"([Filter(Stage.Import, "Workday.User")]
static void Gone(Workday.User app, Sync sync)
{
    if (app.City == "nowhere") sync.Skip(app);
})"},
    {2015, kMapper, R"(vault.Mail = Unique.Of("Vault.User.Mail", app.Email, app.City);)",
     R"(vault.Mail ??= Unique.Of("Vault.User.Mail", app.Email, app.City);)"},
    // 3xxx evaluation
    {3001, kExpression, R"(string.IsNullOrEmpty("") ? throw Fail("no country") : "UK")",
     R"(string.IsNullOrEmpty("UK") ? throw Fail("no country") : "UK")"},
    {3002, kExpression, R"idx("".Length > 0 ? "".ToUpper() : throw new DeclineMapping())idx",
     R"idx("".Length > 0 ? "".ToUpper() : "unknown")idx"},
    {3003, kExpression, R"(new[] { "a", null }.Last()!.Length)",
     R"(new[] { "a", null }.Last()?.Length ?? 0)"},
    {3004, kExpression, R"("".Length == 0 ? throw new ArgumentNullException("name") : 1)",
     R"("Ada".Length == 0 ? throw new ArgumentNullException("name") : 1)"},
    {3005, kExpression, R"("Ada".Substring(0, 10))", R"(Str.Left("Ada", 10))"},
    {3006, kExpression, R"(new[] { "a", "a" }.ToDictionary(w => w).Count)",
     R"(new[] { "a", "a" }.Distinct().ToDictionary(w => w).Count)"},
    {3007, kExpression, R"("Ada Lovelace".Split(' ')[2])",
     R"("Ada Lovelace".Split(' ').ElementAtOrDefault(2) ?? "")"},
    {3008, kExpression, R"(int.Parse("12" + "x"))", R"(int.TryParse("12" + "x", out var n) ? n : 0)"},
    {3009, kExpression, R"(int.Parse("50" + "00000000"))", R"(long.Parse("50" + "00000000"))"},
    {3010, kExpression, R"(100 / int.Parse("0"))", R"(int.Parse("0") is not 0 and var n ? 100 / n : 0)"},
    {3011, kExpression, R"("".Split(',', StringSplitOptions.RemoveEmptyEntries).First())",
     R"("".Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "none")"},
    {3012, kExpression,
     R"idx(int.TryParse("A12", out var badge) ? badge : throw new InvalidCastException("a badge is a number"))idx",
     R"idx(int.TryParse("A12", out var badge) ? badge : 0)idx"},
    {3013, kExpression, R"(new Dictionary<string, string> { ["de"] = "Germany" }["xx"])",
     R"(new Dictionary<string, string> { ["de"] = "Germany" }.GetValueOrDefault("xx", "unknown"))"},
    {3014, kExpression, R"("xx".Trim() switch { "de" => "Germany", "fr" => "France" })",
     R"("xx".Trim() switch { "de" => "Germany", "fr" => "France", _ => "unknown" })"},
    {3015, kExpression, R"idx(Uri.EscapeDataString("Ada 😀"[..5]))idx",
     R"idx(Uri.EscapeDataString("Ada 😀".Split(' ')[0]))idx"},
    {3016, kMembers,
     R"idx(static readonly string Limit = 1500.5.ToString("N2", CultureInfo.GetCultureInfo("de-DE"));

[Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.City = $"{app.City}, to {Limit}";)idx",
     R"idx(static readonly string Limit = 1500.5.ToString("N2", CultureInfo.InvariantCulture);

[Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.City = $"{app.City}, to {Limit}";)idx"},
    {3020, kExpression,
     R"(new[] { Enumerable.Range(1, 2000).ToList() }.Max(xs => xs.Count(a => xs.Count(b => a == b) > 1)))",
     R"(Enumerable.Range(1, 2000).GroupBy(a => a).Count(g => g.Count() > 1))"},
    {3021, kExpression, R"(new string('x', 2000000).Length)", R"(new string('x', 200).Length)"},
    {3022, kMembers, R"idx(static readonly int Places = Sum(9);
static int Sum(int n) => n + Sum(n - 1);

[Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.Level = Places;)idx",
     R"idx(static readonly int Places = Sum(9);
static int Sum(int n) => n == 0 ? 0 : n + Sum(n - 1);

[Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.Level = Places;)idx"},
    // 4xxx configuration and schema
    {4001, kMap, R"(<Map app="City" vault="City")", R"(<Map app="City" vault="City"/>)"},
    {4002, kMap, R"(<Mapp app="City" vault="City"/>)", R"(<Map app="City" vault="City"/>)"},
    {4003, kMap, R"(<Map application="City" app="City" vault="City"/>)", R"(<Map app="City" vault="City"/>)"},
    {4004, kApplication, R"(<Object key="ID"><Attribute name="ID"/></Object>)",
     R"(<Object name="User" key="ID"><Attribute name="ID"/></Object>)"},
    {4005, kMap, R"(<Map app="City" vault="City" direction="into"/>)",
     R"(<Map app="City" vault="City" direction="in"/>)"},
    {4006, kMembers, R"([Join("Workday.Usr")]
static bool Id(Workday.User app, Vault.User vault) => app.WorkdayID == vault.EmployeeID;)",
     R"([Join("Workday.User")]
static bool Id(Workday.User app, Vault.User vault) => app.WorkdayID == vault.EmployeeID;)"},
    {4007, kApplication,
     R"(<Object name="User" key="ID"><Attribute name="ID"/><Attribute name="ID"/></Object>)",
     R"(<Object name="User" key="ID"><Attribute name="ID"/><Attribute name="ID2"/></Object>)"},
    {4010, kMap, R"(<Map vault="City" value='app.City' when='app.Grade > 3 && app.City != ""'/>)",
     R"(<Map vault="City" value='app.City' when='app.Grade > 3 &amp;&amp; app.City != ""'/>)"},
    {4011, kApplication, R"(<Object name="User" key="Mail"><Attribute name="Mail"/></Object>)",
     R"(<Object name="User" key="ObjectGuid"><Attribute name="ObjectGuid"/><Attribute name="Mail"/></Object>)"},
    {4012, kApplication, R"(<Object name="User"><Attribute name="ID"/></Object>)",
     R"(<Object name="User" key="ID"><Attribute name="ID"/></Object>)"},
    {4013, kApplication,
     R"(<Object name="User" key="ID"><Attribute name="ID"/><Attribute name="Cost Centre"/><Attribute name="Cost-Centre"/></Object>)",
     R"(<Object name="User" key="ID"><Attribute name="ID"/><Attribute name="Cost Centre"/><Attribute name="Cost-Centre" id="Centre2"/></Object>)"},
    {4014, kMap, R"(<Map vault="City"><Value>app.City</Value><Value>"London"</Value></Map>)",
     R"(<Map vault="City"><Value>app.City ?? "London"</Value></Map>)"},
    {4015, kMap, R"(<Map vault="City"/>)", R"(<Map app="City" vault="City"/>)"},
    {4016, kMap, R"(<Map app="City" vault="City">app.City</Map>)",
     R"(<Map vault="City"><Value>app.City</Value></Map>)"},
    {4017, kConfiguration, R"(<!DOCTYPE Configuration>
<Configuration xmlns="urn:idx:config:1" tenant="contoso">
  <Vault><Object name="User"/></Vault>
</Configuration>)",
     R"(<Configuration xmlns="urn:idx:config:1" tenant="contoso">
  <Vault><Object name="User"/></Vault>
</Configuration>)"},
    {4019, kMap, R"(<Map app="City" vault="City" value="app.City"/>)",
     R"(<Map vault="City" value="app.City"/>)"},
    {4020, kTable, R"(Code,Name
D1,Sales
D1,Research)",
     R"(Code,Name
D1,Sales
D2,Research)"},
    {4021, kTable, R"(Code,Name
D1,Sales, inland)",
     R"(Code,Name
D1,"Sales, inland")"},
    // 5xxx analysis
    {5001, kMembers, R"([Inbound("Workday.User", Precedence = 10)]
static void A(Workday.User app, Vault.User vault) => vault.City = app.City;

[Inbound("Workday.User", Precedence = 10)]
static void B(Workday.User app, Vault.User vault) => vault.City = "London";)",
     R"([Inbound("Workday.User", Precedence = 10)]
static void A(Workday.User app, Vault.User vault) => vault.City = app.City;

[Inbound("Workday.User", Precedence = 20)]
static void B(Workday.User app, Vault.User vault) => vault.City = "London";)"},
    {5002, kMembers, R"([Join("Workday.User")]
static bool Mail(Workday.User app, Vault.User vault) => vault.Mail?.StartsWith(app.FirstName) == true;)",
     R"([Join("Workday.User")]
static bool Mail(Workday.User app, Vault.User vault) => app.Email?.ToLower() == vault.Mail?.ToLower();)"},
    {5003, kMembers, R"([Provision("AD.User")]
static bool Staff(Vault.User vault) => vault.City == "London";

[Provision("AD.User")]
static bool Students(Vault.User vault) => vault.City == "Paris";)",
     R"([Provision("AD.User")]
static bool HasAccount(Vault.User vault) => vault.City is "London" or "Paris";)"},
    {5004, kMembers, R"([Inbound("AD.User")]
static void FromAd(AD.User app, Vault.User vault) => vault.DisplayName = $"{app.Office} {app.DisplayName}";

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.DisplayName = vault.DisplayName;)",
     R"([Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.DisplayName = $"{app.FirstName} {app.LastName}";

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.DisplayName = vault.DisplayName;)"},
    {5005, kMapper, R"(if (app.City == "London" && app.City == "Paris") vault.Level = 1;)",
     R"(if (app.City == "London" || app.City == "Paris") vault.Level = 1;)"},
    {5006, kMembers, R"([Classify("Vault.User")]
static Class Kind(Vault.User vault) => vault.City == "London" ? Class.Staff : Class.Student;

[Provision("AD.User")]
static bool HasAccount(Vault.User vault) => vault.Classification == Class.Guest;)",
     R"([Classify("Vault.User")]
static Class Kind(Vault.User vault) => vault.City == "London" ? Class.Staff : Class.Student;

[Provision("AD.User")]
static bool HasAccount(Vault.User vault) => vault.Classification == Class.Staff;)"},
    {5007, kMembers, R"([Provision("AD.User")]
static bool HasAccount(Vault.User vault) => vault.Enabled;

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.DisplayName = vault.DisplayName;)",
     R"([Provision("AD.User")]
static bool HasAccount(Vault.User vault) => vault.Enabled;

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app)
{
    app.WorkerID = vault.EmployeeID;
    app.DisplayName = vault.DisplayName;
})"},
    {5008, kConfiguration, R"(<Configuration xmlns="urn:idx:config:1" tenant="contoso">
  <Vault><Object name="User"><Attribute name="City"/></Object></Vault>
</Configuration>)",
     R"(<Configuration xmlns="urn:idx:config:1" tenant="contoso">
  <Vault><Object name="User"/></Vault>
</Configuration>)"},
    {5009, kMembers, R"([Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.Mail = vault.GivenName + "@example.org";)",
     R"([Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app)
{
    if (vault.GivenName is { } name) app.Mail = name + "@example.org";
})"},
    {5010, kMapper, R"(vault.City = string.Format("{0} {1}", app.City);)",
     R"(vault.City = string.Format("{0} {1}", app.City, app.Grade);)"},
    {5011, kMembers, R"([Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.Hired > DateTime.UtcNow) sync.Disable(vault);
})",
     R"([Filter(Stage.Inbound, "Workday.User")]
static void Leaver(Workday.User app, Vault.User vault, Sync sync)
{
    if (app.LastDay < sync.Today) sync.Disable(vault);
})"},
    {5012, kMapper, R"(var unused = app.LastName;
vault.GivenName = app.FirstName;)",
     R"(vault.GivenName = app.FirstName;)"},
    {5013, kMapper, R"(int pairs = 0;
for (int i = 0; i < 2000; i++)
    for (int k = 0; k < 2000; k++)
        if (i + k == app.Grade) pairs++;
vault.Level = pairs;)",
     R"(int pairs = 0;
for (int i = 0; i < 2000; i++)
    if (app.Grade - i is >= 0 and < 2000) pairs++;
vault.Level = pairs;)"},
    {5014, kMembers, R"([Inbound("AD.User")]
static void FromAd(AD.User app, Vault.User vault) => vault.City = app.Manager?.Office;

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.Office = vault.City;)",
     R"([Inbound("Workday.User")]
static void FromWorkday(Workday.User app, Vault.User vault) => vault.City = app.Boss?.City;

[Outbound("AD.User")]
static void ToAd(Vault.User vault, AD.User app) => app.Office = vault.City;)"},
};

}  // namespace

std::span<const DiagnosticExample> DiagnosticExamples() { return kExamples; }

}  // namespace idx::compiler
