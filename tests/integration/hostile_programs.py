"""Rules that want to run for ever, to take all memory or to leave their place, and what becomes of each."""

METHODS = r"""
static class H
{
    public static int While(int n) { while (true) { n++; } }
    public static int For(int n) { for (;;) { } }
    public static int Do(int n) { do { n++; } while (true); }
    public static int Nested(int n) { foreach (var a in new int[50000]) foreach (var b in new int[50000]) n++; return n; }
    public static int Sorted(int n) => new int[20000].OrderBy(x => Slow(x)).Count();
    static int Slow(int n) { for (int i = 0; i < 1000; i++) { n += i; } return n; }

    public static int Self(int n) => Self(n + 1);
    public static int Even(int n) => Odd(n + 1);
    static int Odd(int n) => Even(n + 1);
    public static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
    public static int Local(int n) { int F(int x) => F(x + 1); return F(n); }
    public static int Select(int n) => new[] { n }.Select(x => Select(x + 1)).First();
    public static bool Any(int n) => new[] { n }.Any(x => Any(x + 1));
    public static int Sort(int n) => new[] { n, n + 1 }.OrderBy(x => Sort(x)).First();
    public static int Where(int n) => new[] { n }.Where(x => WhereAgain(x)).Count();
    static bool WhereAgain(int n) => Where(n + 1) > 0;
    public static string Replaced(string s) => Regex.Replace(s, "a", m => Replaced(m.Value + "a"));

    public static int Doubling(string s) { while (true) { s += s; } }
    public static int Appending(string s) { while (true) { s += "x"; } }
    public static int Interpolating(string s) { while (true) { s = $"{s}{s}{s}"; } }
    public static int Padding(string s) { while (true) { s = s.PadLeft(s.Length + 10000); } }
    public static int Replacing(string s) { while (true) { s = s.Replace("a", "aa"); } }
    public static int Joining(string s) { while (true) { s = string.Join(s, s, s, s); } }
    public static int Splitting(string s) { while (true) { s = string.Join("--", s.Split('a')) + s; } }
    public static int Matching(string s) { while (true) { s = Regex.Replace(s, "a", "$0$0"); } }
    public static int Calling(string s) { while (true) { s = Regex.Replace(s, "a", m => m.Value + m.Value); } }
    public static int Adding(int n) { var l = new List<int>(); while (true) { l.Add(n); } }
    public static int Mapping(int n) { var d = new Dictionary<int, int>(); while (true) { d[n++] = n; } }
    public static int Collecting(int n) { var h = new HashSet<string>(); while (true) { h.Add((n++).ToString()); } }
    public static int Concatenating(int n) { var l = new[] { n }; while (true) { l = l.Concat(l).ToArray(); } }
    public static int Building(int n) { var b = new StringBuilder(); while (true) { b.Append("xxxxxxxxxxxxxxxx"); } }

    public static int Catching(int n) { while (true) { try { while (true) { n++; } } catch { n = 0; } } }
    public static int CatchingAll(int n)
    {
        try { try { try { return Self(1); } finally { n++; } } catch { n++; } finally { n++; } return 3; }
        catch (Exception e) when (e.Message != "") { return 1; }
        finally { Self(1); }
    }
    public static int Climbing(int n)
    {
        try { return Climbing(n + 1); } catch (Exception) { return Climbing(n); } finally { n = Climbing(n + 1); }
    }
    public static int FinallyFor(int n) { try { return n; } finally { while (true) { n++; } } }
    public static int FinallyAfterThrow(int n) { try { throw Fail("first"); } finally { Self(1); } }
    public static int FinallyThrows(int n) { try { throw Fail("first"); } finally { throw Fail("second"); } }
    public static int Thrown(int n) { while (true) { try { throw Fail("x"); } catch { n++; } } }
    public static string CatchMemory(int n)
    {
        var s = "x";
        while (true) { try { s += s; } catch (Exception) { return "caught"; } }
    }

    public static int Div(int a, int b) => a / b;
    public static int Mod(int a, int b) => a % b;
    public static long DivLong(long a, long b) => a / b;
    public static long ModLong(long a, long b) => a % b;
    public static int Left(int a, int b) => a << b;
    public static int Right(int a, int b) => a >> b;
    public static long LeftLong(long a, int b) => a << b;
    public static int Negated(int a) => -a;
    public static int CheckedNegated(int a) => checked(-a);
    public static int CheckedTimes(int a) => checked(a * a);
    public static int ToInt(double d) => (int)d;
    public static char At(string s, int i) => s[i];
    public static int At(int[] a, int i) => a[i];
    public static string Part(string s, int from, int to) => s[from..to];
}
"""

LOOPS = ["While(1)", "For(1)", "Do(1)", "Nested(0)", "Sorted(1)", "Fib(40)"]
RECURSION = ["Self(1)", "Even(1)", "Local(1)", "Select(1)", "Any(1)", "Sort(1)", "Where(1)", 'Replaced("a")',
             "CatchingAll(1)", "Climbing(1)", "FinallyAfterThrow(1)"]
GROWTH = ['Doubling("ab")', 'Appending("ab")', 'Interpolating("ab")', 'Padding("ab")', 'Replacing("ab")', 'Joining("ab")',
          'Splitting("ab")', 'Matching("ab")', 'Calling("ab")', "Adding(1)", "Mapping(1)", "Collecting(1)",
          "Concatenating(1)", "Building(1)", "CatchMemory(1)", "Thrown(1)"]
ENDLESS = ["Catching(1)", "FinallyFor(1)"]

METHOD_CASES = (
    [("H." + call, "budget") for call in LOOPS + GROWTH] +
    [("H." + call, "IDX3022") for call in RECURSION] +
    [("H." + call, "IDX3020") for call in ENDLESS] +
    [
        ("H.FinallyThrows(1)", "IDX3001"),
        ("H.Div(int.MinValue, -1)", "IDX3009"),
        ("H.Mod(int.MinValue, -1)", "IDX3009"),
        ("H.DivLong(long.MinValue, -1)", "IDX3009"),
        ("H.ModLong(long.MinValue, -1)", "IDX3009"),
        ("H.Div(1, 0)", "IDX3010"),
        ("H.Left(1, 33)", 2),
        ("H.Left(1, -1)", -2147483648),
        ("H.Right(-1, int.MinValue)", -1),
        ("H.LeftLong(1, 64)", 1),
        ("H.Negated(int.MinValue)", -2147483648),
        ("H.CheckedNegated(int.MinValue)", "IDX3009"),
        ("H.CheckedTimes(65536)", "IDX3009"),
        ("H.ToInt(double.NaN)", 0),
        ("H.ToInt(double.NegativeInfinity)", -2147483648),
        ('H.At("abc", int.MaxValue)', "IDX3007"),
        ('H.At("abc", int.MinValue)', "IDX3007"),
        ("H.At(new[] { 1 }, int.MinValue)", "IDX3007"),
        ('H.Part("abc", 2, int.MaxValue)', "IDX3005"),
        ('H.Part("abc", 3, 1)', "IDX3005"),
    ])

# Of the library: sizes and counts that no rule can have.
LIBRARY_CASES = [
    ("new string('x', int.MaxValue)", "budget"),
    ("new string('x', -1)", "IDX3005"),
    ("new int[int.MaxValue].Length", "budget"),
    ("new int[-1].Length", "IDX3009"),
    ("Enumerable.Range(0, int.MaxValue).ToList().Count", "budget"),
    ('Enumerable.Repeat("x", int.MaxValue).Count()', "budget"),
    ('"a".PadLeft(int.MaxValue)', "budget"),
    ('"a".PadRight(int.MinValue)', "IDX3005"),
    ('"a".Insert(int.MaxValue, "b")', "IDX3005"),
    ('"a".Substring(int.MinValue, int.MaxValue)', "IDX3005"),
    ('string.Format("{0,2000000000}", 1)', "IDX3008"),
    ('string.Format("{99999999999}", 1)', "IDX3008"),
    ('string.Format("{0:D999999999}", 1)', "budget"),
    ('1.ToString("F999999999")', "budget"),
    ('1.5.ToString("N2000000000")', "IDX3008"),
    ("decimal.MaxValue * decimal.Parse(\"2\")", "IDX3009"),
    ("Math.Abs(int.MinValue)", "IDX3009"),
    ("DateTime.MaxValue.AddDays(double.MaxValue)", "IDX3005"),
    ("TimeSpan.FromDays(double.NaN)", "IDX3006"),
    ("Convert.ToInt32(double.NaN)", "IDX3009"),
]

# Patterns that make other matchers run for ever, and such as are too large to be compiled.
PATTERN_CASES = [
    ("""Regex.IsMatch(new string('a', 5000) + "b", "^(a+)+$")""", False),
    ("""Regex.IsMatch(new string('a', 5000) + "b", "^(a|aa)+$")""", False),
    ("""Regex.IsMatch(new string('a', 5000), "(a*)*b")""", False),
    ("""Regex.IsMatch(new string('x', 5000), "x*x*x*x*x*x*x*x*y")""", False),
    ("""Regex.Replace(new string('a', 90000), "", "xxxxxxxxxxxxxxxxxxxxxxxxx")""", "budget"),
    ("""Regex.Split(new string('a', 90000), "").Length""", "budget"),
    ("""Regex.IsMatch("a", "a{1000000}")""", "IDX2010"),
    ("""Regex.IsMatch("a", "(a{1000}){1000}")""", "IDX2010"),
    ("""Regex.IsMatch("a", "((((((a?){9}){9}){9}){9}){9}){9}")""", "IDX2010"),
    ("""Regex.IsMatch("a", "a{99999999999999999999}")""", "IDX2010"),
    ("""Regex.IsMatch("a", string.Concat(Enumerable.Repeat("(", 50000)))""", "IDX3006"),
    ("""Regex.IsMatch("a", string.Concat(Enumerable.Repeat("a{999}", 1000)))""", "IDX3006"),
    ("""Regex.IsMatch("a", string.Concat(Enumerable.Repeat("[a-z-", 9000)))""", "IDX3006"),
]

# Texts that are not, or not only, what they seem.
TEXT_CASES = [
    (r'"\ud800"', "\ud800"),
    (r'"\ud800\udc00".Substring(1)', "\udc00"),
    (r'"\udc00\ud800".Length', 2),
    (r'"a\0b".Length', 3),
    (r'"\ud800".Normalize()', "IDX3006"),
    ("\u0430 + 1", "IDX1001"),
    ('"a\u202eb"', "IDX0010"),
    ('"a" /* \u2066 */', "IDX0010"),
    ("\ufeff1", "IDX0002"),
    ("1 \x00", "IDX0002"),
    ('"\ud800"', "IDX0005"),
]

EXPRESSIONS = METHOD_CASES + LIBRARY_CASES + PATTERN_CASES + TEXT_CASES
