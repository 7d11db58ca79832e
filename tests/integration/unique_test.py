#!/usr/bin/env python3
"""Unique.Of: the first candidate that nobody else has. Values of objects that nobody is joined to, of vanished ones, of
changes that wait or are in flight are taken; two people of one name get two; what was decided stays. Who gets which
does not depend on the order of rows, and a plan promises what the sync does.

usage: unique_test.py IDX
"""
import os
import random
import re
import sys

from files import read, table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="unique" zone="Europe/London" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="First"/> <Attribute name="Last"/> <Attribute name="Wish"/>
  </Object></Vault>
  <Classes><Class name="All" number="1"/></Classes>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="First" required="true"/>
    <Attribute name="Last" required="true"/> <Attribute name="Wish"/> <Attribute name="Leaves"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="First" vault="First"/> <Map app="Last" vault="Last"/> <Map app="Wish" vault="Wish"/>
  </Mappers>
</Application>
"""
DIRECTORY = """<Application name="Directory" phase="PHASE" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/directory.csv"/>
  <Object name="Account" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Login" equality="ignoreCase"/>
    <Attribute name="Mail"/> <Attribute name="Last"/>
  </Object>
  <Joins object="Account" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Provision object="Account" from="Vault.User"/>
</Application>
"""
RULES = """static class Names
{
    public static string Login(string first, string last, int number)
    {
        var login = (first[..1] + last).ToLower();
        return number == 0 ? login : login + number;
    }

    [Outbound("Directory.Account")]
    static void Account(Vault.User vault, Directory.Account app)
    {
        app.PersonID = vault.PersonID;
        app.Last = vault.Last;
        if (vault.First is { } first && vault.Last is { } last)
            app.Login ??= Unique.Of("Directory.Account.Login", vault.Wish, "", Login(first, last, 0), Login(first, last, 1), Login(first, last, 2));
    }
}
"""
VAULT_RULES = """static class Handles
{
    [Inbound("HR.Person", Precedence = 20)]
    static void Handle(HR.Person app, Vault.User vault)
    {
        var plain = app.First[..1] + app.Last;
        vault.Handle ??= Unique.Of("Vault.User.Handle", plain.ToLower(), plain[..1] == "A" ? "A" + plain[1..].ToLower() + "1" : plain.ToLower() + "1");
    }

    [Outbound("Directory.Account")]
    static void Account(Vault.User vault, Directory.Account app)
    {
        app.PersonID = vault.PersonID;
        app.Login = vault.Handle;
    }
}
"""
HEAD = ["PersonID", "First", "Last", "Wish", "Leaves"]
ACCOUNT = ["PersonID", "Login", "Mail", "Last"]
COUNT = 20_000


class World:
    """One configuration with what its two applications hold."""

    def __init__(self, program, folder, people, accounts=(), phase="live", rules=RULES):
        self.idx = Idx(program, folder)
        self.directory = self.idx.path("data", "directory.csv")
        for name, text in (("idx.xml", CONFIGURATION), ("hr.xml", HR), ("directory.xml", DIRECTORY.replace("PHASE", phase)),
                           ("rules.idx", rules)):
            write(self.idx.path(name), text)
        self.people(people)
        table(self.directory, [ACCOUNT, *accounts])
        self.day = 0

    def people(self, people):
        table(self.idx.path("data", "hr.csv"), [HEAD, *(list(person) + [""] * (len(HEAD) - len(person)) for person in people)])

    def now(self):
        self.day += 1
        return f"--now=2026-03-{self.day:02d}T10:00:00Z"

    def sync(self, *arguments, accepted=(0, 3), approve=True):
        """A sync whose changes, if they wait, are approved and sent."""
        said = self.idx.run("sync", self.now(), *arguments, accepted=accepted)
        if approve:
            self.idx.run("approve")
            said += self.idx.run("sync", self.now(), accepted=accepted)
        return said

    def logins(self):
        return {key: row["Login"] for key, row in read(self.directory).items()}


def read_text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def decides(program, work):
    world = World(program, os.path.join(work, "decides"),
                  [("1", "Ada", "Byron"), ("2", "Al", "Byron"), ("3", "Bo", "Ek", "chief")],
                  [("90", "CHIEF", "", "Old"), ("91", "bek", "", "Old")])
    said = world.sync()
    logins = world.logins()
    # Two of one name get two; CHIEF has nobody joined to it, and equals chief.
    assert {logins["1"], logins["2"]} == {"abyron", "abyron1"} and logins["3"] == "bek1", (logins, said)
    # It is decided once: neither another name nor another wish nor a free candidate changes it.
    world.people([("1", "Eva", "King"), ("2", "Al", "Byron", "al"), ("3", "Bo", "Ek")])
    world.sync("--full")
    assert world.logins() == logins, (world.logins(), logins)
    assert read(world.directory)["1"]["Last"] == "King"
    # An account that has vanished keeps its value for itself.
    rows = [row for row in read(world.directory).values() if row["PersonID"] != "91"]
    table(world.directory, [ACCOUNT, *([row[name] for name in ACCOUNT] for row in rows)])
    world.people([("1", "Eva", "King"), ("2", "Al", "Byron"), ("3", "Bo", "Ek"), ("4", "Bea", "Ek")])
    world.sync()
    assert world.logins()["4"] == "bek2", world.logins()


def promises(program, work):
    """What waits for approval, and what is in flight, is somebody's; a plan says what the sync does."""
    world = World(program, os.path.join(work, "promises"), [("1", "Ada", "Byron"), ("2", "Al", "Byron")], phase="semi-automatic")
    now = world.now()
    planned = re.findall(r"Login[^\n]*?(abyron\d?)", world.idx.run("plan", now))
    world.idx.run("sync", now, accepted=(3,))
    waiting = re.findall(r"Login[^\n]*?(abyron\d?)", world.idx.run("changes"))
    assert planned == waiting and sorted(waiting) == ["abyron", "abyron1"], (planned, waiting)
    world.people([("3", "Art", "Byron"), ("2", "Al", "Byron"), ("1", "Ada", "Byron")])
    world.idx.run("sync", world.now(), accepted=(3,))
    world.idx.run("approve")
    world.idx.run("sync", world.now(), accepted=(0, 3))
    logins = world.logins()
    assert logins["3"] == "abyron2" and {logins["1"], logins["2"]} == {"abyron", "abyron1"}, logins
    # Sent, and not read since.
    world.people([("3", "Art", "Byron"), ("2", "Al", "Byron"), ("1", "Ada", "Byron"), ("4", "Abe", "Byron", "Abyron2")])
    said = world.idx.run("sync", world.now(), "--app=HR", accepted=(0, 3))
    must_say(said, ["none of 4 candidates is free in Directory.Account.Login", "rules.idx"], "none free")
    waiting = world.idx.run("changes")
    assert "abyron" not in waiting.lower(), waiting


def none_free(program, work):
    """Who finds no candidate free gets no account, is told of at each run, and is served once one is."""
    people = [("1", "Ada", "Byron"), ("2", "Bo", "Ek")]
    others = [(f"9{n}", f"abyron{n or ''}", "", "Old") for n in range(3)]
    world = World(program, os.path.join(work, "none"), people, others)
    message = "none of 3 candidates is free in Directory.Account.Login"
    must_say(world.sync(), message, "none free")
    assert "1" not in world.logins() and world.logins()["2"] == "bek", world.logins()
    must_say(world.sync(), message, "none free, again")
    # The login of a stranger changes, and nothing of Ada: she gets what has become free.
    rows = read(world.directory)
    rows["91"]["Login"] = "other"
    table(world.directory, [ACCOUNT, *([row[name] for name in ACCOUNT] for row in rows.values())])
    assert message not in world.sync()
    assert world.logins()["1"] == "abyron1", world.logins()
    # An account that is there is kept up, but for what nothing is free for.
    rows = read(world.directory)
    rows["1"]["Login"], rows["91"]["Login"] = "", "abyron1"
    table(world.directory, [ACCOUNT, *([row[name] for name in ACCOUNT] for row in rows.values())])
    world.people([("1", "Ada", "Byron", "Abyron"), ("2", "Bo", "Eklund")])
    rules = read_text(world.idx.path("rules.idx"))
    write(world.idx.path("rules.idx"), rules.replace("app.Last = vault.Last;", "app.Last = vault.Last + \"!\";"))
    must_say(world.sync(), "none of 4 candidates", "none free for an account that is there")
    accounts = read(world.directory)
    assert accounts["1"]["Last"] == "Byron!" and accounts["1"]["Login"] == "", accounts
    assert accounts["2"]["Last"] == "Eklund!" and accounts["2"]["Login"] == "bek", accounts


def deleted(program, work):
    """The value of an account that IDx has deleted is not given to the next one."""
    world = World(program, os.path.join(work, "deleted"), [("1", "Ada", "Byron"), ("2", "Bo", "Ek")])
    write(world.idx.path("directory.xml"), DIRECTORY.replace("PHASE", "live").replace(
        '<Provision object="Account" from="Vault.User"/>',
        '<Provision object="Account" from="Vault.User" when="vault.Wish != &quot;none&quot;" onLoss="delete"/>'))
    world.sync()
    assert world.logins() == {"1": "abyron", "2": "bek"}, world.logins()
    world.people([("1", "Ada", "Byron", "none"), ("2", "Bo", "Ek")])
    world.sync()
    world.sync()
    assert world.logins() == {"2": "bek"}, world.logins()
    world.people([("1", "Ada", "Byron", "none"), ("2", "Bo", "Ek"), ("3", "Al", "Byron")])
    world.sync()
    assert world.logins() == {"2": "bek", "3": "abyron1"}, world.logins()


def anchors(program, work):
    """The account's anchor itself: promised by a create, in flight, and then its own."""
    keyed = RULES.replace("app.PersonID = vault.PersonID;", "app.Mail = vault.PersonID;").replace(
        "app.Login ??=", "app.PersonID ??=").replace("Directory.Account.Login", "Directory.Account.PersonID")
    world = World(program, os.path.join(work, "anchors"), [("1", "Ada", "Byron"), ("2", "Al", "Byron")],
                  [("abyron", "", "", "Old")], rules=keyed)
    write(world.idx.path("directory.xml"), DIRECTORY.replace("PHASE", "live").replace(
        '<Match app="PersonID" vault="PersonID"/>', '<Match app="Mail" vault="PersonID"/>'))
    world.sync()
    made = {row["Mail"]: key for key, row in read(world.directory).items() if row["Mail"]}
    assert sorted(made.values()) == ["abyron1", "abyron2"] and sorted(made) == ["1", "2"], made
    world.people([("1", "Eva", "Byron"), ("2", "Al", "Byron"), ("3", "Eva", "Byron")])
    world.sync("--full")
    assert {row["Mail"]: key for key, row in read(world.directory).items() if row["Mail"]} == {**made, "3": "ebyron"}


def vault(program, work):
    """The same in the Vault: who is given a value by another rule in the same run counts, in whatever order they come."""
    people = [("1", "Ada", "Byron"), ("2", "Al", "Byron"), ("3", "Bo", "Ek", "abyron"), ("4", "Cy", "Ek"), ("5", "Cyd", "Ek")]
    found = []
    for name in ("vault in order", "vault reversed"):
        world = World(program, os.path.join(work, name), people[::-1] if "reversed" in name else people, rules=VAULT_RULES)
        write(world.idx.path("idx.xml"), CONFIGURATION.replace('<Attribute name="Wish"/>', '<Attribute name="Handle" equality="ignoreCase"/>'))
        write(world.idx.path("hr.xml"), HR.replace('<Map app="Wish" vault="Wish"/>', '<Map app="Wish" vault="Handle" precedence="10"/>'))
        said = world.sync()
        must_say(said, ["none of 2 candidates is free in Vault.User.Handle", "HR.Person", "rules.idx"], "nothing free in the Vault")
        found.append(world.logins())
    handles = found[0]
    assert found[0] == found[1], found
    assert handles["3"] == "abyron" and {handles["4"], handles["5"]} == {"cek", "cek1"}, handles
    assert sorted((handles["1"], handles["2"])) == ["", "Abyron1"], handles
    # It stays; and who found nothing gets what another gives up.
    unserved, served = ("1", "2") if handles["1"] == "" else ("2", "1")
    people = [(served, "Zoe", "Zed"), (unserved, "A", "Byron"), ("3", "Bo", "Ek", "abyron"), ("4", "Cy", "Ek"), ("5", "Cyd", "Ek")]
    world.people(people)
    must_say(world.sync(), "none of 2 candidates", "nothing free, again")
    assert world.logins() == handles, (world.logins(), handles)
    said = world.idx.run("explain", "Vault.User", served)
    must_say(said, ["Abyron1", "decided before, and kept", "the candidates are"], "explain")
    must_say(world.idx.run("explain", "Vault.User", unserved), "none of these candidates was free", "explain")
    world.people([person[:3] + ("else",) * (person[0] == "3") for person in people])
    said = world.sync()
    world.sync()
    assert world.logins() == {**handles, "3": "else", unserved: "abyron"}, world.logins()
    world.idx.run("rebuild", "--check")


def order(program, work):
    """Neither the order of rows nor the size of chunks says who gets which: more people than a chunk holds."""
    dice = random.Random(5)
    people = [(str(n), dice.choice("abcdefgh").upper() + "x", f"name{dice.randrange(300)}x") for n in range(COUNT)]
    many = "[..Enumerable.Range(0, 60).Select(n => {0}[..1] + {1} + n)]"
    accounts = re.sub(r'Of\("Directory[^;]*;', 'Of("Directory.Account.Login", ' + many.format("first", "last") + ");", RULES)
    handles = re.sub(r'Of\("Vault[^;]*;', 'Of("Vault.User.Handle", ' + many.format("app.First", "app.Last") + ");", VAULT_RULES)
    for where, rules in (("accounts", accounts), ("vault", handles)):
        found = []
        for name in ("in order", "shuffled"):
            world = World(program, os.path.join(work, where + name), people, rules=rules)
            write(world.idx.path("idx.xml"), CONFIGURATION.replace("</Object>", '<Attribute name="Handle"/></Object>'))
            world.sync()
            found.append(world.logins())
            assert len({login.lower() for login in found[-1].values()}) == COUNT, f"{where}: a login was given twice"
            dice.shuffle(people)
        assert found[0] == found[1], (where, [key for key in found[0] if found[0][key] != found[1][key]][:5])


def tables(program, work):
    """A table of tests knows nobody: the first candidate. In XML the same."""
    world = World(program, os.path.join(work, "tables"), [])
    write(world.idx.path("tests", "Directory.Account.outbound.csv"),
          "name,vault.First,vault.Last,vault.Wish,expect app.Login\na name,Ada,Byron,,abyron\na wish,Ada,Byron,chief,chief\nno name,,Byron,,\n")
    world.idx.run("test")
    world.idx.run("test", "--interpret")
    write(world.idx.path("rules.idx"), RULES.split("    [Outbound")[0] + "}\n")
    write(world.idx.path("directory.xml"), DIRECTORY.replace("PHASE", "live").replace(
        "<Provision", """<Mappers object="Account" to="Vault.User">
    <Map vault="PersonID" app="PersonID" direction="out"/>
    <Map app="Login" direction="out" initial="true" when="vault.First is not null"
      value='Unique.Of("Directory.Account.Login", vault.Wish, Names.Login(vault.First ?? "", vault.Last ?? "", 0))'/>
  </Mappers>
  <Provision"""))
    world.idx.run("test")


def main():
    program = sys.argv[1]
    with workspace() as work:
        for story in (decides, promises, none_free, deleted, anchors, vault, tables, order):
            story(program, work)
            print(f"{story.__name__}: passed", flush=True)


if __name__ == "__main__":
    main()
