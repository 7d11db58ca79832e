"""Sources that want to break the compiler: deep, long, large, or not the text that they seem."""

# A form → how it is nested so many times. Each is one expression.
NESTED = {
    "parentheses": lambda n: "(" * n + "1" + ")" * n,
    "parentheses that stay open": lambda n: "(" * n,
    "signs": lambda n: "- " * n + "1",
    "negations": lambda n: "!" * n + "true",
    "sums": lambda n: "+".join(["1"] * n),
    "texts added": lambda n: "+".join(['"a"'] * n),
    "conditions": lambda n: "true ? 1 : " * n + "1",
    "fallbacks": lambda n: "null ?? " * n + '"a"',
    "conjunctions": lambda n: " && ".join(["true"] * n),
    "members": lambda n: '"a"' + ".ToUpper()" * n,
    "conditional members": lambda n: '"a"' + "?.ToUpper()" * n,
    "indexes": lambda n: '"a"' + "[0..]" * n,
    "suppressions": lambda n: '"a"' + "!" * n,
    "casts": lambda n: "(int)" * n + "1",
    "calls": lambda n: "Math.Abs(" * n + "1" + ")" * n,
    "arrays": lambda n: "new[] { " * n + "1" + " }" * n,
    "ranks": lambda n: "new int" + "[]" * n + " { }",
    "tuples": lambda n: "(" * n + "1" + ", 1)" * n,
    "interpolations": lambda n: '$"{' * n + "1" + '}"' * n,
    "patterns": lambda n: "1 is " + "(" * n + "1" + ")" * n,
    "negated patterns": lambda n: "1 is " + "not " * n + "1",
    "alternatives": lambda n: "1 is " + " or ".join(["1"] * n),
    "property patterns": lambda n: '"a" is ' + "{ Length: " * n + "1" + " }" * n,
    "list patterns": lambda n: "new[] { 1 } is " + "[" * n + "1" + "]" * n,
    "switches": lambda n: "1 switch { _ => " * n + "1" + " }" * n,
    "lambdas": lambda n: "".join(f"new[] {{ 1 }}.Select(x{i} => " for i in range(n)) + "1" + ")" * n,
    "checked": lambda n: "checked(" * n + "1" + ")" * n,
    "groups of a pattern": lambda n: 'Regex.IsMatch("a", "' + "(" * n + "a" + ")" * n + '")',
    "repeated groups": lambda n: 'Regex.IsMatch("a", "' + "(?:" * n + "a" + ")*" * n + '")',
    "sets in sets": lambda n: 'Regex.IsMatch("a", "' + "[a-z-" * n + "[b]" + "]" * n + '")',
    "long names": lambda n: "a" * n + "+ 1",
    "long numbers": lambda n: "9" * (n + 20),
    "long lists": lambda n: "new[] { " + ", ".join(["1"] * n) + " }.Length",
    "many arguments": lambda n: "string.Concat(" + ", ".join(['"a"'] * n) + ")",
}


def method(body, result="n"):
    return f"static class H {{ public static int M(int n) {{ {body} return {result}; }} }}".encode()


def repeated(make, count):
    return "".join(make(i) for i in range(count))


TOO_DEEP, TOO_MUCH, TOO_LONG = "IDX0004", "IDX0009", "IDX0007"
VALID = b'static class H { static string M() => "a"; }'

# What it is → its bytes, and the first error of it.
RULES = {
    "statements": (lambda: method("n++;" * 20_000), TOO_MUCH),
    "blocks": (lambda: method("{" * 20_000 + "}" * 20_000), TOO_DEEP),
    "ifs": (lambda: method("if (n > 0) " * 20_000 + "n++;"), TOO_DEEP),
    "else ifs": (lambda: method("if (n > 0) n++;" + "else if (n > 0) n++; " * 20_000), TOO_DEEP),
    "loops in loops": (lambda: method("for (;;) " * 20_000 + "n++;"), TOO_DEEP),
    "try in try": (lambda: method("try { " * 20_000 + "} finally { }" * 20_000), TOO_DEEP),
    "tries": (lambda: method("try { n++; } catch (FormatException) { n++; } finally { n++; }" * 8_000), TOO_MUCH),
    "cases": (lambda: method(f"switch (n) {{ {repeated(lambda i: f'case {i}: n++; break;', 20_000)} }}"), TOO_MUCH),
    "arms": (lambda: method(f"n = n switch {{ {repeated(lambda i: f'{i} => {i}, ', 20_000)} _ => 0 }};"), TOO_MUCH),
    "queries": (lambda: method("n = new[] { n }.Select(x => x + 1).Where(x => x > 0).Count();" * 5_000), TOO_MUCH),
    "holes of a text": (lambda: b'static class H { static string M(int n) => $"' + b"{n}" * 20_000 + b'"; }', TOO_MUCH),
    "types in types": (lambda: b"static class H { static " + b"List<" * 5_000 + b"int" + b"> " * 5_000 + b" M() => null; }",
                       "IDX0001"),
    "ranks": (lambda: b"static class H { static int" + b"[]" * 20_000 + b" M() => null; }", TOO_DEEP),
    "namespaces": (lambda: b"namespace A { " * 20_000, TOO_DEEP),
    "classes in classes": (lambda: b"static class A { " * 20_000, TOO_DEEP),
    "constants in a row": (
        lambda: f"static class H {{ {repeated(lambda i: f'const int A{i} = A{i + 1}; ', 20_000)} const int A20000 = 1; }}".encode(),
        TOO_DEEP),
    "constants in a circle": (lambda: b"static class H { const int A = B; const int B = A; }", "IDX1019"),
    "a record of itself": (lambda: b"record R(R? Next); static class H { static R M() => new R(null); }", "IDX1900"),
    "methods": (lambda: f"static class H {{ {repeated(lambda i: f'static int M{i}(int n) => n; ', 20_000)} }}".encode(), None),
    "mistakes": (lambda: f"static class H {{ {repeated(lambda i: f'static int M{i}() => Nix{i}; ', 10_000)} }}".encode(),
                 "IDX1001"),
    "mistakes of syntax": (lambda: b"static class H { " + b"static int = ; " * 10_000 + b"}", "IDX0001"),
    "a large table": (
        lambda: b"static class H { static readonly int[] T = { " + b"1, " * 300_000 + b"}; }", "IDX3021"),
    "a long line": (lambda: VALID + b"//" + b"x" * 1_500_000, None),
    "a large file": (lambda: VALID + b"\n" * 3_000_000, TOO_LONG),
    "a comment that stays open": (lambda: VALID + b"/*" + b"*" * 1_000_000, "IDX0001"),
    "a text that stays open": (lambda: b'static class H { static string M() => $"{' * 10_000, "IDX0003"),
    "a mark of byte order": (lambda: b"\xef\xbb\xbf" + VALID, None),
    "two marks of byte order": (lambda: b"\xef\xbb\xbf" * 2 + VALID, "IDX0002"),
    "UTF-16": (lambda: VALID.decode().encode("utf-16"), "IDX0005"),
    "overlong UTF-8": (lambda: VALID.replace(b"a", b"\xc0\xaf"), "IDX0005"),
    "surrogates in UTF-8": (lambda: VALID.replace(b'"a"', b'"\xed\xa0\x80"'), "IDX0005"),
    "beyond Unicode": (lambda: VALID.replace(b'"a"', b'"\xf4\x90\x80\x80"'), "IDX0005"),
    "UTF-8 that is cut off": (lambda: VALID + b"// \xe2\x80", "IDX0005"),
    "NUL": (lambda: VALID + b"\0", "IDX0002"),
    "another alphabet's letter": (lambda: "static class H { static int M(int app) => \u0430pp; }".encode(), "IDX1001"),
    "a letter in two forms": (lambda: "static class H { static int M(int e\u0301) => \u00e9; }".encode(), "IDX1001"),
    "a comment that turns around": (lambda: VALID + "// \u202e } \u2066".encode(), "IDX0010"),
    "a text that turns around": (lambda: VALID.replace(b'"a"', '"\u2067"'.encode()), "IDX0010"),
    "escape sequences": (lambda: VALID.replace(b'"a"', b"x\x1b[31m\x1b]0;t\x07"), "IDX0002"),
}


def elements(count):
    return b"<Vault>" * count


def bomb(xml):
    entities = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10 if i else b"x" * 10) for i in range(10))
    return b"<!DOCTYPE a [" + entities + b"]>" + xml.split(b"?>\n", 1)[1].replace(b"hostile", b"&e9;")


def many(xml, before, element):
    return xml.replace(before, repeated(element.format, 50_000).encode() + before)


# What it is → from the bytes of a good idx.xml, and the first error of it.
XML = {
    "entities of entities": (bomb, "IDX4017"),
    "an entity from outside": (
        lambda xml: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + xml.split(b"?>\n", 1)[1], "IDX4017"),
    "elements in elements": (lambda xml: elements(200_000), "IDX4018"),
    "attributes": (lambda xml: b"<Configuration " + repeated(lambda i: f'a{i}="" ', 20_000).encode() + b"/>", "IDX4018"),
    "a long name": (lambda xml: b"<" + b"a" * 2_000_000 + b"/>", "IDX4002"),
    "a long value": (lambda xml: xml.replace(b"hostile", b"x" * 8_000_000), "IDX4005"),
    "many objects": (lambda xml: many(xml, b"</Vault>", '<Object name="O{}"><Attribute name="A"/></Object>'), "IDX4018"),
    "many attributes": (lambda xml: many(xml, b"</Object>", '<Attribute name="A{}"/>'), "IDX4018"),
    "a text that stays open": (lambda xml: xml.replace(b"</Configuration>", b"<![CDATA[" + b"]" * 2_000_000), "IDX4001"),
    "a comment that stays open": (lambda xml: xml.replace(b"</Configuration>", b"<!--" + b"-" * 2_000_000), "IDX4001"),
    "a number of no character": (lambda xml: xml.replace(b"hostile", b"&#0;"), "IDX4001"),
    "a number beyond Unicode": (lambda xml: xml.replace(b"hostile", b"&#x7fffffffff;"), "IDX4001"),
    "a surrogate's number": (lambda xml: xml.replace(b"hostile", b"&#xD800;"), "IDX4001"),
    "UTF-8 that is none": (lambda xml: xml.replace(b"hostile", b"\xc0\xaf"), "IDX0005"),
    "NUL": (lambda xml: xml.replace(b"hostile", b"a\0b"), "IDX4001"),
    "only a mark of byte order": (lambda xml: b"\xef\xbb\xbf", "IDX4001"),
    "nothing": (lambda xml: b"", "IDX4001"),
}
