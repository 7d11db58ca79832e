#!/usr/bin/env python3
"""idx test: methods and tables, native and interpreted, with what differs, --filter, --json and --junit.

usage: table_test.py IDX
"""
import json
import os
import shutil
import sys
import xml.etree.ElementTree as tree

from idx_program import Idx, must_say, run, workspace

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")

# A table, and what must be said of it. The first line of the rows is line 2.
WRONG = (
    ("HR.Person.inbound.csv", "app.FirstName,app.LastName,expect vault.DisplayName\nAda,Lovelace,Ada King\n",
     ["vault.DisplayName", 'expected "Ada King"', 'actual   "Ada Lovelace"', "line 2"]),
    ("HR.Person.inbound.csv", "name,app.Title,expect vault.Title\ncleared,,Dr\n", ['actual   "(clear)"', "line 2 cleared"]),
    ("HR.Person.inbound.csv", "app.YearOfStudy,expect vault.YearOfStudy\nthree,3\n", "app.YearOfStudy"),
    ("HR.Person.inbound.csv", "app.YearOfStudy,expect vault.YearOfStudy\n3,4\n", ['expected "4"', 'actual   "3"']),
    ("HR.Person.inbound.csv", "app.FirstNme,expect vault.GivenName\nAda,Ada\n", "did you mean 'app.FirstName'?"),
    ("HR.Person.inbound.csv", "vault.GivenName,expect vault.GivenName\nAda,Ada\n", "there are name, now, app.X"),
    ("HR.Person.inbound.csv", "app.FirstName\nAda\n", "nothing is expected"),
    ("HR.Person.inbound.csv", "app.FirstName,app.FirstName,expect vault.GivenName\nA,B,C\n", "twice"),
    ("HR.Person.inbound.csv", "app.FirstName,expect vault.GivenName\nAda\n", "line 2 has 1 fields, not 2"),
    ("HR.Person.inbound.csv", "app.FirstName,expect vault.GivenName\n", "it has no rows"),
    ("HR.Person.inbond.csv", "a\nb\n", "did you mean 'inbound'?"),
    ("HR.Persn.inbound.csv", "expect vault.Mail\nb\n", "HR.Persn is none of HR.Person, Directory.Account"),
    ("people.csv", "a\nb\n", "a table is named TYPE.KIND.csv"),
    ("HR.Person.inbound.json", '{"app.FirstName": "Ada"}', "it is not a JSON list of objects"),
    ("HR.Person.inbound.json", '[{"app.FirstName": {"a": 1}, "expect vault.GivenName": "Ada"}]', "a value is a text"),
    ("HR.Person.inbound.json", '[{"app.FirstName": "Ada", "expect vault.GivenName": null}]', ["row 1", "expected nothing"]),
    ("HR.Person.filter.csv", "now,app.EndDate,expect disable\n2026-03-02,2026-03-01,false\n", 'actual   "true"'),
    ("HR.Person.filter.csv", "now,app.EndDate,expect delete\n2026-03-02,2026-03-01,36h\n",
     ['expected "1.12:00:00"', 'actual   "90.00:00:00"']),
    ("HR.Person.filter.csv", "now,expect disable\nyesterday,false\n", "yesterday"),
    ("HR.Person.join.csv", "app.PersonID,vault.PersonID,expect joined,expect rule\nP1,P2,true,\n", 'actual   "false"'),
    ("Vault.User.classify.csv", "vault.Kind,expect class\nT,Student\n", 'actual   "Staff"'),
    ("Directory.Account.provision.csv", "vault.Classification,expect provision\nStaff,false\n", 'actual   "true"'),
    ("Directory.Account.provision.csv", "vault.Classification,expect provision\nStuff,true\n", "Stuff"),
)

RIGHT = (
    ("HR.Person.inbound.csv", "app.Title,app.FirstName,expect vault.Title,expect vault.GivenName\n,Ada,(clear),*\n"),
    ("HR.Person.inbound.csv", "app.Title;app.FirstName;expect vault.GivenName\n;Ada;Ada\n"),
    ("HR.Person.join.csv", "app.PersonID,vault.PersonID,expect joined,expect rule\nP1,P1,true,HR/Person/Join:number\n,,,\n"),
    ("Directory.Account.provision.csv", "vault.Enabled,vault.Classification,expect provision\n,Staff,true\nfalse,Staff,\n"),
    ("HR.Person.inbound.json", '[{"app.YearOfStudy": 3, "expect vault.YearOfStudy": 3}, {"app.FirstName": "A", "expect vault.GivenName": "A"}]'),
)


def alone(idx, name, text):
    folder = idx.path("tests")
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def tables(idx):
    for name, text, words in WRONG:
        alone(idx, name, text)
        said = idx.run("test", "--filter=tests/", "--interpret", accepted=(1,))
        must_say(said, words, f"{name}: {text}")
        must_say(said, "0 passed, 1 failed", f"{name}: {text}")
    for name, text in RIGHT:
        alone(idx, name, text)
        must_say(idx.run("test", "--filter=tests/", "--interpret"), ", 0 failed", f"{name}: {text}")


def errors(idx):
    """An evaluation error fails a row that does not expect it."""
    rules = idx.read("rules/directory.idx")
    idx.write("rules/directory.idx", rules.replace(b"vault.Mail ?? upn", b"vault.Mail ?? upn.Substring(int.Parse(upn))")
              .replace(b"var upn = Accounts.Upn(account);", b"var upn = Accounts.Upn(account) ?? \"\";"))
    columns = "vault.PersonID,vault.GivenName,vault.FamilyName,expect app.employeeType"
    alone(idx, "Directory.Account.outbound.csv", columns + "\nP1,Ada,Bohr,\n")
    for how in ((), ("--interpret",)):
        said = idx.run("test", "--filter=tests/", *how, accepted=(1,))
        must_say(said, ["error\n", "IDX3008", "rules/directory.idx:"], "an error")
    alone(idx, "Directory.Account.outbound.csv", columns + ",expect error\nP1,Ada,Bohr,,IDX3008\n")
    idx.run("test", "--filter=tests/")
    idx.write("rules/directory.idx", rules)


ASSERTIONS = b"""
static class Assertions
{
    static int Must(string? s) { if (s is null) throw new ArgumentNullException(nameof(s)); return s.Length; }
    [Test] static void Hold()
    {
        Assert.Throws<FormatException>(() => int.Parse("x"));
        var e = Assert.Throws<ArgumentNullException>(() => Must(null));
        Assert.Equal("Value cannot be null. (Parameter 's')", e.Message);
        Assert.ThrowsAny<ArgumentException>(() => Must(null));
        Assert.Throws<DivideByZeroException>(() => 1 / "".Length);
        Assert.Equal(new[] { 1, 2 }, new List<int> { 1, 2 });
        Assert.AreEqual(1, 1);
        Assert.IsTrue(true);
        Assert.NotEqual(1, 2);
    }
    [Test] static void Nothing() => Assert.Throws<FormatException>(() => int.Parse("1"));
    [Test] static void Another() => Assert.Throws<FormatException>(() => int.Parse("99999999999"));
    [Test] static void Lists() => Assert.Equal(new[] { 1, 2 }, new[] { 1, 3 });
}
"""


def reports(program, idx, work):
    native = idx.run("test")
    assert native == idx.run("test", "--interpret"), native
    must_say(native, ["ok      University.Accounts.UidIsKept", "ok      tests/", ", 0 failed"], "test")
    must_say(idx.run("test", "--filter=UidIsKept"), "1 passed, 0 failed", "--filter")
    must_say(idx.run("test", "--filter=Nobody"), 'no test has "Nobody" in its name', "--filter of nothing")
    names = idx.read("rules/names.idx")
    idx.write("rules/names.idx", names.replace(b'Assert.Equal("Mary Smith"', b'Assert.Equal("Mary  Smith"'))
    report = os.path.join(work, "junit.xml")
    said = idx.run("test", "--junit", report, accepted=(1,))
    must_say(said, ['expected "Mary  Smith", but was "Mary Smith"', "rules/names.idx:"], "a method that fails")
    said = json.loads(idx.run("test", "--json", accepted=(1,)))
    root = tree.parse(report).getroot()
    assert root.tag == "testsuites" and int(root.get("failures")) == said["failed"] == 1
    assert int(root.get("tests")) == len(root.findall("testsuite/testcase")) == said["passed"] + 1
    failed = root.findall("testsuite/testcase/failure")
    assert len(failed) == 1 and "Mary  Smith" in failed[0].get("message"), report
    suites = {suite.get("name") for suite in root}
    assert {"University.Accounts", "tests/HR.Person.inbound.csv"} <= suites, suites
    idx.write("rules/names.idx", names + ASSERTIONS)
    said = idx.run("test", "--filter=Assertions", accepted=(1,))
    assert said == idx.run("test", "--filter=Assertions", "--interpret", accepted=(1,)), said
    must_say(said, ["ok      University.Assertions.Hold", "1 passed, 3 failed", "expected FormatException, but nothing was thrown",
                    "OverflowException", "expected [1, 2], but was [1, 3]"], "assertions")
    idx.write("rules/names.idx", names)
    must_say(run(program, "test", idx.folder, "--junit", work, accepted=(2,)), work, "--junit of a folder")


def main():
    program = sys.argv[1]
    with workspace() as work:
        idx = Idx(program, os.path.join(work, "university"))
        shutil.copytree(os.path.join(EXAMPLES, "university"), idx.folder)
        reports(program, idx, work)
        tables(idx)
        errors(idx)
    print(f"passed; {len(WRONG)} tables were wrong, {len(RIGHT)} right")


main()
