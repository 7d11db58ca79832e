#include "bench/frontend/configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace idx::bench {

namespace {

// Replaces @N by the number and @A by the application's name.
std::string Fill(std::string_view pattern, int64_t number, const std::string& application) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '@' && i + 1 < pattern.size() && pattern[i + 1] == 'N') {
      out += std::to_string(number);
      ++i;
    } else if (pattern[i] == '@' && i + 1 < pattern.size() && pattern[i + 1] == 'A') {
      out += application;
      ++i;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

constexpr std::string_view kVaultAttributes[] = {
    "PersonID",     "Title",      "GivenName", "MiddleNames", "FamilyName", "PreferredName", "DisplayName",
    "Kind",         "Faculty",    "JobTitle",  "CourseCode",  "Mail",       "Phone",         "Campus",
    "PersonalMail", "ManagerID",  "AccountID", "AccountName", "Department", "CostCentre",    "Building",
    "Room",         "Country",    "Language",  "Notes",       "LoginName",  "HomeFolder",    "Signature",
    "Reference",    "EmployeeID", "Initials",  "MailAlias",   "Upn"};

// What an application's type has; as the Vault's where the names are equal.
constexpr std::string_view kAppAttributes[] = {
    "FirstName", "MiddleNames", "LastName",  "PreferredName", "Title",  "Kind",      "Faculty", "Department",
    "JobTitle",  "CourseCode",  "WorkEmail", "HomeEmail",     "Phone",  "Campus",    "Manager", "Building",
    "Room",      "Country",     "Language",  "Login",         "Status", "CostCentre"};

constexpr std::string_view kMaps = R"~(
  <Joins object="Person" to="Vault.User" otherwise="create">
    <Join id="number" priority="10"><Match app="PersonID" vault="PersonID" ignoreCase="true"/></Join>
    <Join id="mail" priority="20">
      <Match app="WorkEmail" vault="Mail" ignoreCase="true"/>
      <Match app="BirthDate" vault="BirthDate"/>
    </Join>
  </Joins>

  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID" precedence="@N"/>
    <Map app="FirstName" vault="GivenName" precedence="@N"/>
    <Map app="MiddleNames" vault="MiddleNames" empty="clear" precedence="@N"/>
    <Map app="LastName" vault="FamilyName" precedence="@N"/>
    <Map app="PreferredName" vault="PreferredName" empty="clear" precedence="@N"/>
    <Map vault="DisplayName" precedence="@N">
      <Value><![CDATA[@AText.Display1(app.Title, app.PreferredName ?? app.FirstName, app.LastName)]]></Value>
    </Map>
    <Map app="BirthDate" vault="BirthDate" precedence="@N"/>
    <Map app="Kind" vault="Kind" precedence="@N"/>
    <Map app="YearOfStudy" vault="YearOfStudy" empty="clear" precedence="@N"/>
    <Map app="StartDate" vault="StartDate" precedence="@N"/>
    <Map app="EndDate" vault="EndDate" empty="clear" precedence="@N"/>
    <Map vault="Mail" value="app.WorkEmail?.Trim().ToLower()" precedence="@N"/>
    <Map vault="Phone" value="app.Phone is { Length: > 4 } number ? number.Replace(&quot; &quot;, &quot;&quot;) : null"
         precedence="@N"/>
    <Map app="Campus" vault="Campus" when='app.Status != "left"' precedence="@N"/>

    <Map app="PersonID" direction="out" vault="PersonID"/>
    <Map app="FirstName" direction="out" value="vault.PreferredName ?? vault.GivenName ?? &quot;-&quot;"/>
    <Map app="LastName" direction="out" value='vault.FamilyName ?? "-"'/>
    <Map app="Login" direction="out" value="@AText.Login2(vault.AccountName, vault.GivenName, vault.PersonID)"/>
    <Map app="Department" vault="Department" direction="out"/>
    <Map app="JobTitle" vault="JobTitle" direction="out" empty="clear"/>
  </Mappers>

  <Filters object="Person">
    <Filter id="leaver" stage="inbound" order="10">
      <When><![CDATA[app.EndDate is { } last && last < sync.Today]]></When>
      <Disable/>
      <Delete after="90d"/>
    </Filter>
  </Filters>

  <Provision object="Person" from="Vault.User" onLoss="disable" enabledAttribute="Status"
             enabledValue="active" disabledValue="disabled">
    <When><![CDATA[vault.Enabled && vault.Classification is Class.Staff or Class.Student]]></When>
  </Provision>
</Application>
)~";

// Functions as authors write them; each names itself by its number.
constexpr std::string_view kFunctions[] = {
    R"~(
    // "Dr Zoë Bohr": the title only where it is an academic one.
    public static string Display@N(string? title, string? given, string? family)
    {
        var academic = title is "Dr" or "Prof" ? title : "";
        return Str.JoinNonEmpty(" ", academic, given ?? "", family ?? "");
    }
)~",
    R"~(
    // What a person has already is kept: a new surname changes no login.
    public static string? Login@N(string? present, string? given, string? person)
    {
        if (!string.IsNullOrEmpty(present)) return present;
        if (string.IsNullOrEmpty(person)) return null;
        var initials = Str.Left(Plain(given), 2);
        return initials + Digits@N(person);
    }

    static string Digits@N(string person)
    {
        var at = 0;
        while (at < person.Length && (person[at] == 'P' || person[at] == '0')) at++;
        return person.Substring(at);
    }
)~",
    R"~(
    public static string Kind@N(Class? kind, int? year) => kind switch
    {
        Class.Staff => "staff",
        Class.Student when year is >= 1 and <= 3 => $"student year {year}",
        Class.Student => "student",
        _ => "other",
    };
)~",
    R"~(
    // The first free letter counts; punctuation and spaces go.
    public static string Clean@N(string text, int longest = 20)
    {
        var result = "";
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || c == '-')
                result += c;
            else if (c == ' ' && result.Length > 0)
                result += "_";
            if (result.Length >= longest) break;
        }
        return result.ToLower();
    }
)~",
    R"~(
    public static bool IsCurrent@N(DateOnly? start, DateOnly? end, DateOnly today)
    {
        if (start is not { } first) return false;
        if (first > today.AddDays(14)) return false;
        return end is not { } last || last >= today;
    }
)~",
    R"~(
    static readonly string[] Particles@N = { "van", "de", "von", "la", "del", "der" };

    public static string Family@N(string name)
    {
        var words = name.Trim().Split(' ');
        if (words.Length > 1 && Particles@N.Any(p => p == words[0].ToLower())) return name.Trim();
        return words.Length == 0 ? "" : words[words.Length - 1];
    }
)~",
    R"~(
    // Faculty codes of @A: "10" to "99", with the campus in front.
    public static string? Code@N(string? faculty, string? campus, int number)
    {
        if (faculty is null || campus is null) return null;
        int value = number % 90 + 10;
        string prefix = campus.Length >= 3 ? campus[..3].ToUpper() : campus.ToUpper();
        return faculty switch
        {
            "Arts" or "Music" => $"{prefix}-{value:D3}-A",
            "Science" => $"{prefix}-{value:D3}-S",
            { Length: > 12 } => prefix + "-" + value + "-" + faculty.Substring(0, 12),
            _ => prefix + "-" + value,
        };
    }
)~",
    R"~(
    public static int Score@N(string? mail, string? phone, int? year)
    {
        int score = 0;
        if (mail?.EndsWith("@uni.example") == true) score += 10;
        if (phone is { Length: > 6 } p && p.StartsWith("+")) score += 5;
        for (int i = 0; i < (year ?? 0); i++)
        {
            score += i * 2 + (i % 3 == 0 ? 1 : 0);
            if (score > 100) return 100;
        }
        return score;
    }
)~",
    R"~(
    [Test]
    static void Display@NLeavesOutOrdinaryTitles()
    {
        Assert.Equal("Mary Smith", Str.JoinNonEmpty(" ", "Mary", "Smith"));
        Assert.Equal("angstrom", Plain("Ångström"));
        Assert.True(Plain(null) is null || Plain("") is not null);
    }
)~"};

constexpr std::string_view kRules = R"~(// Rules of @A that follow from more than one attribute.
namespace University;

static class @AMappers@N
{
    [Inbound("@A.Person", Precedence = @N)]
    static void From@A@N(@A.Person app, Vault.User vault)
    {
        var given = app.PreferredName ?? app.FirstName;
        vault.Initials = Str.Left(given, 1) + Str.Left(app.LastName, 1);
        vault.Reference = @AText.Clean4(app.LastName + " " + given, 12) + "@N";
        if (app.Department is { Length: > 0 } department)
            vault.Department = department.Trim();
        else if (app.Faculty is not null)
            vault.Department = "Office of " + app.Faculty;
        vault.Room = string.IsNullOrWhiteSpace(app.Building) ? app.Room : $"{app.Building}/{app.Room ?? "0"}";
        if (app.Country == "closed") vault.Country = Flow.Clear();
        else vault.Country = app.Country?.ToUpper();
    }

    [Outbound("@A.Person", Precedence = @N)]
    static void To@A@N(Vault.User vault, @A.Person app)
    {
        var login = @AText.Login2(vault.AccountName, vault.GivenName, vault.PersonID);
        app.WorkEmail = vault.Mail ?? (login is null ? null : login.ToLower() + "@uni.example");
        app.Kind = @AText.Kind3(vault.Classification, vault.YearOfStudy);
        app.Building = vault.Building?.Trim();
    }

    [Filter(Stage.Inbound, "@A.Person", Order = @N, Classification = Class.Staff)]
    static void Leaver@A@N(@A.Person app, Vault.User vault, Sync sync)
    {
        if (@AText.IsCurrent5(app.StartDate, app.EndDate, sync.Today)) return;
        sync.Disable(vault);
    }
}
)~";

constexpr std::string_view kJoins =
    R"~(// What <Match> cannot say: names are compared without diacritics, case and punctuation.
namespace University;

static class @AJoins
{
    [Join("@A.Person", Priority = 30)]
    static bool Name(@A.Person app, Vault.User vault) =>
        app.BirthDate == vault.BirthDate
        && @AText.Plain(app.LastName) == @AText.Plain(vault.FamilyName)
        && @AText.Plain(app.FirstName) == @AText.Plain(vault.GivenName);
}
)~";

constexpr std::string_view kMistakes[] = {
    "    public static string Wrong@N(string text) => text.Shorten(@N);\n",
    "    public static int Wrong@N(string? text) => text.Length + @N;\n",
    "    public static int Wrong@N() { int number = \"@N\"; return number; }\n",
    "    public static string Wrong@N(string text) { var a = text.Trim() + missing@N; return a; }\n",
    "    public static bool Wrong@N(int a) => a > \"@N\" && a < 100;\n"};

std::string RootFile() {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Configuration xmlns=\"urn:idx:config:1\" tenant=\"university\" zone=\"Europe/London\" "
      "version=\"1\">\n"
      "  <Vault>\n    <Object name=\"User\">\n";
  for (std::string_view name : kVaultAttributes) out += fmt::format("      <Attribute name=\"{}\"/>\n", name);
  out +=
      "      <Attribute name=\"BirthDate\" type=\"date\" sensitive=\"true\"/>\n"
      "      <Attribute name=\"YearOfStudy\" type=\"int\"/>\n"
      "      <Attribute name=\"StartDate\" type=\"date\"/>\n"
      "      <Attribute name=\"EndDate\" type=\"date\"/>\n"
      "    </Object>\n  </Vault>\n  <Classes>\n"
      "    <Class name=\"Staff\" number=\"1\" when='vault.Kind == \"T\"'/>\n"
      "    <Class name=\"Student\" number=\"2\" when='vault.Kind == \"S\"'/>\n"
      "    <Class name=\"Other\" number=\"9\"/>\n"
      "  </Classes>\n  <Guards smallerRead=\"20\" limitPercent=\"5\" limitMax=\"500\"/>\n</Configuration>\n";
  return out;
}

std::string ApplicationFile(const std::string& name, int64_t number) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Application xmlns=\"urn:idx:config:1\" name=\"{}\" order=\"{}\">\n"
      "  <Connector type=\"csv\" path=\"data/{}.csv\"/>\n"
      "  <Object name=\"Person\" key=\"PersonID\">\n    <Attribute name=\"PersonID\" required=\"true\"/>\n",
      name, number, name);
  for (std::string_view attribute : kAppAttributes) {
    bool required = attribute == "FirstName" || attribute == "LastName";
    out += fmt::format("    <Attribute name=\"{}\"{}/>\n", attribute, required ? " required=\"true\"" : "");
  }
  out +=
      "    <Attribute name=\"BirthDate\" type=\"date\"/>\n"
      "    <Attribute name=\"YearOfStudy\" type=\"int\"/>\n"
      "    <Attribute name=\"StartDate\" type=\"date\"/>\n"
      "    <Attribute name=\"EndDate\" type=\"date\"/>\n  </Object>\n";
  return out + Fill(kMaps, number * 10, name);
}

int64_t LinesOf(std::string_view text) { return std::count(text.begin(), text.end(), '\n'); }

constexpr int64_t kLinesPerApplication = 500;

}  // namespace

GeneratedConfiguration GenerateConfiguration(int64_t lines, int64_t errors) {
  GeneratedConfiguration result;
  auto add = [&](std::string path, std::string text) {
    result.lines += LinesOf(text);
    result.bytes += static_cast<int64_t>(text.size());
    result.files.push_back({std::move(path), std::move(text)});
  };
  add("idx.xml", RootFile());
  int64_t mistakes = 0;
  int64_t applications = std::max<int64_t>(1, lines / kLinesPerApplication);
  for (int64_t number = 1; number <= applications; ++number) {
    std::string name = fmt::format("System{}", number);
    int64_t wanted = lines * number / applications;
    add(fmt::format("apps/{}.xml", name), ApplicationFile(name, number));
    add(fmt::format("rules/{}_joins.idx", name), Fill(kJoins, number, name));
    for (int64_t part = 1; part <= 2; ++part)
      add(fmt::format("rules/{}_mappers{}.idx", name, part), Fill(kRules, number * 10 + part, name));
    std::string text = Fill(
        "// Texts of @A.\nnamespace University;\n\nstatic class @AText\n{\n"
        "    public static string? Plain(string? name) =>\n"
        "        Str.StripSpaces(Str.NormalizeAlphanumeric(Str.RemoveDiacritics(name)));\n",
        number, name);
    int64_t functions = 0;
    while (functions < static_cast<int64_t>(std::size(kFunctions)) ||
           result.lines + LinesOf(text) + 1 < wanted) {
      std::string pattern(kFunctions[functions % static_cast<int64_t>(std::size(kFunctions))]);
      text += Fill(pattern, ++functions, name);
      while (mistakes < errors &&
             mistakes * wanted < errors * (result.lines + LinesOf(text)) * number / applications) {
        text += Fill(kMistakes[mistakes % static_cast<int64_t>(std::size(kMistakes))], mistakes, name);
        ++mistakes;
      }
    }
    add(fmt::format("rules/{}_text.idx", name), text + "}\n");
  }
  return result;
}

}  // namespace idx::bench
