#!/usr/bin/env python3
"""What rules say by Log.*: in the report of a sync and of a plan, as text and JSON, by level; bounded, without what is redacted, and
the same with one and with many batches.

usage: log_test.py IDX
"""
import json
import sys

from files import table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="log" zone="Europe/London" version="1">
  <Vault><Object name="User"><Attribute name="PersonID"/> <Attribute name="Name"/> <Attribute name="Mail"/></Object></Vault>
  <Classes><Class name="Person" number="1"/></Classes>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID"><Attribute name="PersonID" required="true"/> <Attribute name="Name"/></Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User"><Map app="PersonID" vault="PersonID"/></Mappers>
</Application>
"""
DIRECTORY = """<Application name="Directory" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/directory.csv"/>
  <Object name="Account" key="PersonID"><Attribute name="PersonID" required="true"/> <Attribute name="Mail"/></Object>
  <Joins object="Account" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Account" to="Vault.User"><Map vault="PersonID" app="PersonID" direction="out"/></Mappers>
  <Provision object="Account" from="Vault.User" onLoss="disable" when="true"/>
</Application>
"""
RULES = """
static class People
{
    static string Cleaned(string name)
    {
        if (name != name.Trim()) Log.Warn("{0} has white space: {1}", name, Log.Redact(name));
        return name.Trim();
    }
    [Inbound("HR.Person")]
    static void Name(HR.Person app, Vault.User vault)
    {
        Log.Debug($"at {app.PersonID}");
        vault.Name = app.Name == null ? null : Cleaned(app.Name);
        if (app.Name == "Bad")
        {
            Log.Error("this one fails\\nhere");
            throw Fail("bad");
        }
    }
    [Classify("Vault.User")]
    static Class Kind(Vault.User v) { Log.Info("classified {0}", v.Name); return Class.Person; }
    [Outbound("Directory.Account")]
    static void Mail(Vault.User vault, Directory.Account app)
    {
        Log.Info("mail of {0}", vault.Name);
        app.Mail = $"{vault.Name}@example.org";
    }
    [Test]
    static void Trimmed() { Assert.Equal("Ann", Cleaned(" Ann")); }
}
"""


def reported(said):
    return json.loads(said[said.index("{"):])


def few(idx):
    table(idx.path("data", "hr.csv"), [["PersonID", "Name"], ["1", "Ann"], ["2", " Ben "], ["3", "Bad"]])
    table(idx.path("data", "directory.csv"), [["PersonID", "Mail"]])
    planned = reported(idx.run("plan", "--json", "--log=warn"))["summary"]["inbound"]["said"]
    assert [m["level"] for m in planned["messages"]] == ["warn", "error"], planned
    must_say(idx.run("plan"), ["5 messages said by rules, 3 of them (--json shows more):", "info: HR.Person 1: classified Ann",
                                   "3 messages said by rules\n      info: Vault.User "], "plan")
    said = idx.run("sync", "--json", "--log=trace", accepted=(0, 3))
    inbound = reported(said)["inbound"]
    assert inbound["failed"] == 1, inbound
    messages = [(m["level"], m["type"], m["key"], m["message"]) for m in inbound["said"]["messages"]]
    assert messages == [
        ("debug", "HR.Person", "1", "at 1"), ("debug", "HR.Person", "2", "at 2"),
        ("warn", "HR.Person", "2", " Ben  has white space: [Redact]"),
        ("debug", "HR.Person", "3", "at 3"), ("error", "HR.Person", "3", "this one fails here"),
        ("info", "HR.Person", "1", "classified Ann"), ("info", "HR.Person", "2", "classified Ben"),
        ("info", "HR.Person", "3", "classified ")], messages
    warned = inbound["said"]["messages"][2]
    assert warned["rule"] == "Inbound People.Name" and warned["place"].startswith("rules.idx:"), warned
    outbound = reported(said)["outbound"][0]["said"]
    assert outbound["count"] == 3 and outbound["messages"][0]["message"] == "mail of Ann", outbound
    must_say(idx.run("sync", "--full", accepted=(0, 3)), "warn: HR.Person 2:  Ben  has white space: [Redact]", "sync")
    tested = idx.run("test")
    must_say(tested, ["ok      People.Trimmed", "        warn:  Ann has white space: [Redact]"], "test")


def many(idx):
    """Of thousands of messages the first hundred are kept, in the order of people, and all are counted."""
    rows = [[f"{n:05}", f" n{n}"] for n in range(5000)]
    table(idx.path("data", "hr.csv"), [["PersonID", "Name"], *rows])
    said = reported(idx.run("sync", "--json", "--log=warn", accepted=(0, 1, 3)))["inbound"]["said"]
    assert said["count"] == 5000 and [m["key"] for m in said["messages"]] == [f"{n:05}" for n in range(100)], said
    said = reported(idx.run("plan", "--json", "--full", "--log=error"))["summary"]["inbound"]["said"]
    assert said == {"count": 0, "messages": []}, said


def main(program):
    for steps in few, many:
        with workspace() as work:
            idx = Idx(program, work)
            write(idx.path("idx.xml"), CONFIGURATION)
            write(idx.path("hr.xml"), HR)
            write(idx.path("directory.xml"), DIRECTORY)
            write(idx.path("rules.idx"), RULES)
            steps(idx)
    print("log_test: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
