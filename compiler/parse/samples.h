// A sample of every construct of the language, and of those that are parsed to be named. For tests only.
#pragma once

#include <memory>
#include <string>

#include "compiler/parse/parse.h"

namespace idx::compiler::samples {

inline constexpr const char* kExpressions[] = {
    "a ? b : c",
    "a?.b?[0].c()",
    "a ? [1, 2] : [3]",
    "x is int ? 1 : 2",
    "x as int? ?? 0",
    "x is not null and not \"\"",
    "(int)x",
    "(Foo)(x)",
    "(a, b) => a + b",
    "(Match m) => m.Value",
    "x => { return x; }",
    "new[] { 1, 2 }",
    "new int?[] { null }",
    "new() { A = 1, [\"k\"] = 2 }",
    "new Dictionary<string, List<string>> { [\"a\"] = new List<string> { \"x\" } }",
    "$\"{a,10:D2} {{x}} {(b ? \"y\" : \"n\")}\"",
    "$@\"a\"\"b{x}\"",
    "@$\"{x}\"",
    "$\"\"\"a \"b\" {x}\"\"\"",
    "$$\"\"\"{x} {{y}}\"\"\"",
    "\"\"\"a \"quoted\" b\"\"\"",
    "xs[^1]",
    "xs[1..]",
    "xs[..3]",
    "xs[1..^1]",
    "[1, ..xs, 2]",
    "checked(a + b)",
    "default(int)",
    "nameof(a.b)",
    "x!.y",
    "a << 2 >> 1 >>> 3",
    "a < b && c > d",
    "f(a < b, c > d)",
    "f(a<b, c>(d))",
    "x switch { > 1 and < 5 => 1, _ => 0 }",
    "(a, b) switch { (1, _) => \"x\", (2, var y) when y > 3 => \"z\", _ => null }",
    "x is { A: 1, B.C: \"x\" } y",
    "x is [1, .., 2]",
    "x is (int)Color.Red",
    "d.TryGetValue(k, out var v)",
    "d.TryGetValue(k, out List<string> v)",
    "x with { A = 1 }",
    "await x",
    "from x in xs where x > 1 orderby x, y select x",
    "a ?? b ?? throw new Exception(\"x\")",
    "-2147483648",
    "typeof(int)",
    "(string)null",
    "(int? )null",
    "x is var (a, b)",
    "v is >= 1 and < 600 or 999",
    "xs.Select(x => (x.A, x.B))",
    "(255).ToString(\"X8\")",
    "f(x, @default: null)",
    "new (int, string)[] { (1, \"a\") }",
    "new int[3][]",
    "global::System.String.Empty",
    "_ = x",
    "x is \"a\" or \"b\"",
    "a ? x is B ? 1 : 2 : 3",
    "c ? a?[0] : b",
    "cond ? (x) : (y)",
    "s is null ? \"\" : s",
    "(x) + y",
    "'\\u0041'",
    "0xFF_FFu + 0b1010L"};

inline constexpr const char* kStatements[] = {
    "int x = 1, y;",
    "var (a, b) = f();",
    "(var a, int b) = f();",
    "(a, b) = (b, a);",
    "List<string>? xs = null;",
    "string[] p = { \"a\" };",
    "if (a) x(); else if (b) y(); else z();",
    "for (int i = 0, j = 3; i < j; i++, j--) f(i);",
    "foreach (var (k, v) in d) f(k);",
    "foreach (char c in new[] { 'a' }) f(c);",
    "switch (x) { case 1: case > 5 when y: f(); break; default: return; }",
    "switch (a, b) { case (1, _): break; }",
    "try { f(); } catch (Exception e) when (e.Message != \"\") { g(); } catch { } finally { }",
    "int Add(int a, int b = 2) => a + b;",
    "static T? F<T>(T x) { return x; }",
    "goto end;",
    "lock (x) { }",
    "using (var f = g()) { }",
    "using var f = g();",
    "yield return 1;",
    "unsafe { int* p = &x; }",
    "do { i++; } while (i < 3);",
    "a.b \?\?= c;",
    "if (x = null) f();",
    "checked { x++; }",
    "const long A = 0x2;",
    "x++;",
    "throw;",
    "end: f();",
    "#region a\nf();\n#endregion",
    "await f();",
    "a ? b : c;",
    "int? n = a ? b : null;",
    "async Task G() { await f(); }",
    "var q = from a in b group a by a.C into g select g.Key;"};

inline constexpr const char* kDeclarations = R"(using System.Linq;
using static Idx.Global;
using X = System.Text;
namespace Contoso.Rules;
[Id("a")] static class A {
  [Join("Workday.User", Priority = 10)] static bool P(Workday.User app, Vault.User? vault) => app.Id == vault.Id;
  public static readonly string[] Names = { "a", "b" }, More = [];
  private const int N = 3;
  enum E : int { A = 1, B, }
  record R(string Name, int Age = 3);
  string Prop { get; set; } = "";
  A(int x) : base(x) { }
  public static A operator +(A a, A b) => a;
  event Action Changed;
  delegate void D(int x);
  static (int A, string B) T(params string[] xs) { return (1, ""); }
}
interface I { }
class G<T> : Base where T : class, new() { }
)";

// A text with the tree and the diagnostics it gave.
struct Parsed {
  SourceSet sources;
  ast::Tree tree;
  Diagnostics diagnostics;
  ast::Expr* expression = nullptr;
  ast::File file;

  std::string Messages() const {
    std::string all;
    for (const Diagnostic& d : diagnostics.all())
      all += d.Code() + " " + std::to_string(d.span.begin) + "-" + std::to_string(d.span.end) + " " +
             d.message + "\n";
    return all;
  }
};

inline std::unique_ptr<Parsed> Expression(const std::string& text, const ParseLimits& limits = {}) {
  auto parsed = std::make_unique<Parsed>();
  const FileId id = parsed->sources.Add("e", text);
  const Fragment fragment{id, parsed->sources.file(id).text(), 0, {}};
  parsed->expression = ParseExpression(fragment, parsed->tree, parsed->diagnostics, limits);
  return parsed;
}
inline std::unique_ptr<Parsed> File(const std::string& text) {
  auto parsed = std::make_unique<Parsed>();
  const FileId id = parsed->sources.Add("f.idx", text);
  parsed->file = ParseFile(parsed->sources, id, parsed->tree, parsed->diagnostics);
  return parsed;
}
inline std::string BodyText(const std::string& statements) {
  return "static class C {\nstatic void M() {\n" + statements + "\n}\n}\n";
}
inline std::unique_ptr<Parsed> Body(const std::string& statements) { return File(BodyText(statements)); }

}  // namespace idx::compiler::samples
