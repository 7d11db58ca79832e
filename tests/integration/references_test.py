#!/usr/bin/env python3
"""References: a manager in HR becomes the identity's manager in the Vault and the account's in a directory, whatever comes first; what
rules read through them follows each change, of whoever is concerned and nobody else. After each of many random changes the files are
what a plain computation says, and computing everybody anew would change nothing.

usage: references_test.py IDX [SEEDS]
"""
import csv
import random
import sys

from files import table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="references" zone="UTC" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Name"/> <Attribute name="Floor"/>
    <Attribute name="Manager" type="reference" to="Vault.User"/>
  </Object></Vault>
  <Guards limitMax="1000" limitPercent="100" limitFloor="1000" smallerRead="100" fillDrop="100"/>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Name" required="true"/> <Attribute name="Floor"/>
    <Attribute name="Boss" type="reference" to="HR.Person"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="Name" vault="Name"/> <Map app="Boss" vault="Manager"/>
  </Mappers>
</Application>
"""
AD = """<Application name="AD" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/ad.csv"/>
  <Object name="User" key="Id">
    <Attribute name="Id" required="true"/> <Attribute name="DN"/> <Attribute name="Manager" type="reference" to="AD.User" by="DN"/>
    <Attribute name="BossName"/> <Attribute name="Grand"/> <Attribute name="Floor"/>
  </Object>
  <Joins object="User" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="Id" vault="PersonID"/></Join></Joins>
  <Mappers object="User" to="Vault.User">
    <Map vault="PersonID" app="Id" direction="out"/> <Map vault="Floor" app="Floor" direction="out" empty="clear"/>
    <Map vault="Manager" app="Manager" direction="out" empty="clear"/>
  </Mappers>
  <Provision object="User" from="Vault.User" onLoss="leave" when="true"/>
</Application>
"""
RULES = """static class R
{
    [Inbound("HR.Person")]
    static void Floor(HR.Person app, Vault.User vault) => vault.Floor = app.Floor ?? app.Boss?.Floor ?? app.Boss?.Boss?.Floor;

    static string Shown(Vault.User user) => $"{user.Name} ({user.PersonID})";

    [Outbound("AD.User")]
    static void Names(Vault.User vault, AD.User app)
    {
        app.DN = $"cn={vault.Name}-{vault.PersonID}";
        if (vault.Manager is { } boss) app.BossName = Shown(boss); else app.BossName = Flow.Clear();
        app.Grand = vault.Manager?.Manager?.Name;
        if (vault.Manager?.Manager is null) app.Grand = Flow.Clear();
    }
}
"""


class People:
    """What HR says, and what the directory should hold."""

    def __init__(self, idx):
        self.idx, self.people = idx, {}

    def store(self):
        rows = [[key, *person] for key, person in self.people.items()]
        table(self.idx.path("data", "hr.csv"), [["PersonID", "Name", "Floor", "Boss"], *rows])

    def of(self, key):
        return self.people.get(key)

    def expected(self):
        accounts = {}
        for key, (name, floor, boss) in self.people.items():
            manager = self.of(boss)
            grand = self.of(manager[2]) if manager else None
            floor = floor or (manager[1] if manager else "") or (grand[1] if grand else "")
            accounts[key] = {"Id": key, "DN": f"cn={name}-{key}", "Floor": floor,
                             "Manager": f"cn={manager[0]}-{boss}" if manager else "",
                             "BossName": f"{manager[0]} ({boss})" if manager else "", "Grand": grand[0] if grand else ""}
        return accounts

    def actual(self):
        with open(self.idx.path("data", "ad.csv"), encoding="utf-8", newline="") as file:
            return {row["Id"]: row for row in csv.DictReader(file) if row["Id"] in self.people}

    def settle(self, what):
        """A new account, or a new name of one, is seen by the next import: those who refer to it follow then."""
        self.store()
        for _ in range(4):
            self.idx.run("sync", accepted=(0, 3))
            self.idx.run("approve")
        must_say(self.idx.run("plan"), "Nothing would change", what)
        must_say(self.idx.run("rebuild", "--check"), "Nothing would change", what)
        assert self.actual() == self.expected(), f"{what}\n{self.expected()}\n{self.actual()}"


def any_order(idx):
    """The manager comes after those who name her, goes, and comes back; another is named; she is renamed."""
    world = People(idx)
    world.people = {"2": ["Ben", "", "1"], "3": ["Cid", "", "2"], "4": ["Dan", "7", "9"]}
    world.settle("before the manager")
    world.people["1"] = ["Ann", "5", ""]
    world.settle("the manager has come")
    world.people["1"] = ["Anna", "6", ""]
    world.store()
    must_say(idx.run("sync"), "3 identities looked at", "Anna, and those below")
    world.settle("the manager has another name")
    world.people["4"] = ["Dan", "7", "3"]
    world.settle("another boss")
    world.people["1"] = ["Anna", "6", "3"]
    world.settle("a circle of managers")
    del world.people["1"]
    world.settle("the manager has gone")
    world.people["1"] = ["Anna", "8", ""]
    world.settle("the manager is back")
    must_say(idx.run("explain", "HR.Person", "2", "--attr=Floor"), ['Boss = "1"', 'Boss.Floor = "8"'], "explain")


def by_name(idx):
    """People named by something that changes, and that several may have: the first one is meant, on the whole path."""
    write(idx.path("hr.xml"), HR.replace('to="HR.Person"/>', 'to="HR.Person" by="Name"/>'))
    world = People(idx)

    def floors(people, expected):
        world.people = people
        world.store()
        for _ in range(3):
            idx.run("sync", accepted=(0, 3))
            idx.run("approve")
        must_say(idx.run("rebuild", "--check"), "Nothing would change", str(people))
        actual = {key: row["Floor"] for key, row in world.actual().items()}
        assert actual == expected, f"{people}: {actual}"

    floors({"1": ["Ann", "5", ""], "2": ["Ben", "", "Ann"], "3": ["Cid", "", "Ben"]}, {"1": "5", "2": "5", "3": "5"})
    floors({"1": ["Anna", "5", ""], "2": ["Ben", "", "Ann"], "3": ["Cid", "", "Ben"]}, {"1": "5", "2": "", "3": ""})
    floors({"1": ["Anna", "5", ""], "2": ["Ben", "", "Ann"], "3": ["Cid", "", "Ben"], "4": ["Ann", "7", ""]},
           {"1": "5", "2": "7", "3": "7", "4": "7"})
    # The first Ben has no floor of his boss's: the second one's is not taken for it.
    floors({"1": ["Anna", "5", ""], "2": ["Ben", "", ""], "3": ["Cid", "", "Ben"], "4": ["Ann", "7", ""], "5": ["Ben", "", "Ann"]},
           {"1": "5", "2": "", "3": "", "4": "7", "5": "7"})


def long_names(idx):
    """A reference may be a text of any length, and of what nothing shortens."""
    write(idx.path("hr.xml"), HR.replace('to="HR.Person"/>', 'to="HR.Person" by="Name"/>'))
    world, chance = People(idx), random.Random(1)
    name = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(20000))
    world.people = {"1": [name, "5", ""], "2": ["Ben", "", name], "3": ["Cid", "", name + "x"]}
    world.store()
    idx.run("sync", accepted=(0, 3))
    assert {key: row["Floor"] for key, row in world.actual().items()} == {"1": "5", "2": "5", "3": ""}


def random_changes(idx, seed):
    chance = random.Random(seed)
    world = People(idx)
    keys = [str(n) for n in range(1, 25)]

    def person():
        return [f"N{chance.randrange(1000)}", chance.choice(["", "", "1", "2"]), chance.choice([*keys, "", "", "99"])]

    for key in chance.sample(keys, 15):
        world.people[key] = person()
    world.settle(f"seed {seed}, first")
    for step in range(6):
        for _ in range(chance.randrange(1, 4)):
            key = chance.choice(keys)
            if key in world.people and chance.random() < 0.25:
                del world.people[key]
            elif key in world.people and chance.random() < 0.7:
                world.people[key][chance.randrange(3)] = person()[chance.randrange(3)] if chance.random() < 0.1 else ""
                world.people[key] = [world.people[key][0] or "N", world.people[key][1], person()[2]]
            else:
                world.people[key] = person()
        world.settle(f"seed {seed}, step {step}")


def tables(idx):
    """Table tests name what is read through references."""
    write(idx.path("tests", "HR.Person.inbound.csv"), "app.Floor,app.Boss.Floor,app.Boss.Boss.Floor,expect vault.Floor\n"
          "5,4,,5\n,4,3,4\n,,3,3\n,,,\n")
    write(idx.path("tests", "AD.User.outbound.csv"),
          "vault.Name,vault.PersonID,vault.Manager.Name,vault.Manager.PersonID,vault.Manager.Manager.Name,expect app.BossName,expect app.Grand\n"
          "Ann,1,Ben,2,Cid,Ben (2),Cid\nAnn,1,Ben,2,,Ben (2),(clear)\nAnn,1,,,,(clear),(clear)\n")
    for how in (), ("--interpret",):
        must_say(idx.run("test", *how), "7 passed, 0 failed", "test")
    write(idx.path("tests", "HR.Person.inbound.csv"), "app.Boss.Flor,expect vault.Floor\n4,4\n")
    must_say(idx.run("test", accepted=(1,)), "did you mean 'app.Boss.Floor'?", "a wrong name")


def main(program, seeds="1"):
    for steps in (tables, by_name, long_names, any_order, *(lambda idx, seed=seed: random_changes(idx, seed) for seed in range(int(seeds)))):
        with workspace() as work:
            idx = Idx(program, work)
            write(idx.path("idx.xml"), CONFIGURATION)
            write(idx.path("hr.xml"), HR)
            write(idx.path("ad.xml"), AD)
            write(idx.path("rules.idx"), RULES)
            table(idx.path("data", "ad.csv"), [["Id", "DN", "Manager", "BossName", "Grand", "Floor"]])
            steps(idx)
    print("references_test: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
