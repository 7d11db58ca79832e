#!/usr/bin/env python3
"""Strata: classes, filters and join rules see of other identities what the mappers gave them and their class, whoever is evaluated first.
After each of many random changes the exported file is what a plain computation says, and computing everybody anew would change nothing.

usage: strata_test.py IDX [SEEDS]
"""
import csv
import random
import sys

from files import table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="strata" zone="UTC" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Name"/> <Attribute name="Floor"/> <Attribute name="Skips"/> <Attribute name="Badge"/>
    <Attribute name="Manager" type="reference" to="Vault.User"/>
    <Attribute name="Note"/> <Attribute name="Above"/>
  </Object></Vault>
  <Classes><Class name="Staff" number="1"/><Class name="Top" number="2"/></Classes>
  <Guards limitMax="1000" limitPercent="100" limitFloor="1000" smallerRead="100" fillDrop="100"/>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Name" required="true"/> <Attribute name="Floor"/> <Attribute name="Skips"/>
    <Attribute name="Boss" type="reference" to="HR.Person"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="Name" vault="Name"/> <Map app="Boss" vault="Manager"/>
    <Map app="Floor" vault="Floor"/> <Map app="Skips" vault="Skips"/>
  </Mappers>
</Application>
"""
BADGES = """<Application name="Badges" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/badges.csv"/>
  <Object name="Card" key="CardID">
    <Attribute name="CardID" required="true"/> <Attribute name="Holder"/> <Attribute name="Superior" type="reference" to="Badges.Card"/>
  </Object>
  <Joins object="Card" to="Vault.User" otherwise="wait"/>
  <Mappers object="Card" to="Vault.User"><Map app="CardID" vault="Badge"/></Mappers>
</Application>
"""
AD = """<Application name="AD" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/ad.csv"/>
  <Object name="User" key="Id">
    <Attribute name="Id" required="true"/> <Attribute name="Floor"/> <Attribute name="Note"/> <Attribute name="Above"/> <Attribute name="Badge"/>
  </Object>
  <Joins object="User" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="Id" vault="PersonID"/></Join></Joins>
  <Mappers object="User" to="Vault.User">
    <Map vault="PersonID" app="Id" direction="out"/> <Map vault="Floor" app="Floor" direction="out" empty="clear"/>
    <Map vault="Note" app="Note" direction="out" empty="clear"/> <Map vault="Above" app="Above" direction="out" empty="clear"/>
    <Map vault="Badge" app="Badge" direction="out" empty="clear"/>
  </Mappers>
  <Provision object="User" from="Vault.User" onLoss="leave" when="true"/>
</Application>
"""
RULES = """static class R
{
    [Classify("Vault.User")]
    static Class? Kind(Vault.User v) => v.Manager is null ? null : v.Manager.Floor == "9" ? Class.Top : Class.Staff;

    [Join("Badges.Card", Priority = 10)]
    static bool Same(Badges.Card app, Vault.User vault) =>
        app.Holder == vault.Name && app.Superior?.Holder == vault.Manager?.Name;

    [Filter(Stage.Inbound, "HR.Person", Order = 10)]
    static void Notes(HR.Person app, Vault.User vault, Sync sync)
    {
        if (vault.Manager is not { } boss)
        {
            vault.Note = Flow.Clear();
            return;
        }
        vault.Note = $"{boss.Classification}/{boss.Name}/{boss.Manager?.Name}/{boss.Manager?.Floor}";
    }

    // It gives what other identities are asked for: they see what the mappers gave.
    [Filter(Stage.Inbound, "HR.Person", Order = 20)]
    static void Floors(HR.Person app, Vault.User vault, Sync sync)
    {
        if (vault.Floor is null) vault.Floor = vault.Manager?.Floor;
    }

    // The manager on paper is not the one who decides.
    [Filter(Stage.Inbound, "HR.Person", Order = 30)]
    static void Skips(HR.Person app, Vault.User vault, Sync sync)
    {
        if (vault.Skips is not null && vault.Manager?.Manager is { } above) vault.Manager = above;
    }

    [Filter(Stage.Inbound, "HR.Person", Order = 40)]
    static void Aboves(HR.Person app, Vault.User vault, Sync sync)
    {
        if (vault.Manager is null) vault.Above = Flow.Clear(); else vault.Above = vault.Manager.Name;
    }
}
"""


class People:
    """What HR says (name, floor, boss, skips) and what the directory should hold."""

    def __init__(self, idx):
        self.idx, self.people, self.kinds = idx, {}, {}

    def of(self, key):
        return self.people.get(key)

    def store(self):
        rows = [[key, *person] for key, person in self.people.items()]
        table(self.idx.path("data", "hr.csv"), [["PersonID", "Name", "Floor", "Boss", "Skips"], *rows])
        # Classes are decided once: with those who come now, by the mappers' values of all.
        for key, (_, _, boss, _) in self.people.items():
            if key not in self.kinds and self.of(boss):
                self.kinds[key] = "Top" if self.of(boss)[1] == "9" else "Staff"

    def expected(self):
        accounts = {}
        for key, (_, floor, boss, skips) in self.people.items():
            manager = self.of(boss)
            above = self.of(manager[2]) if manager else None
            decides = above if above and skips else manager
            accounts[key] = {
                "Id": key, "Floor": floor or (manager[1] if manager else ""),
                "Note": f"{self.kinds.get(boss, '')}/{manager[0]}/{above[0] if above else ''}/{above[1] if above else ''}" if manager else "",
                "Above": decides[0] if decides else "", "Badge": ""}
        return accounts

    def actual(self):
        with open(self.idx.path("data", "ad.csv"), encoding="utf-8", newline="") as file:
            return {row["Id"]: row for row in csv.DictReader(file) if row["Id"] in self.people}

    def settle(self, what):
        self.store()
        self.idx.run("sync", accepted=(0, 3))
        must_say(self.idx.run("rebuild", "--check"), "Nothing would change", what)
        for _ in range(2):
            self.idx.run("approve")
            self.idx.run("sync", accepted=(0, 3))
        must_say(self.idx.run("plan"), "Nothing would change", what)
        assert self.actual() == self.expected(), f"{what}\n{self.expected()}\n{self.actual()}"


def told(idx):
    """One after the other, and who is looked at because of it."""
    world = People(idx)
    world.people = {"1": ["Ann", "9", "", ""], "2": ["Ben", "", "1", ""], "3": ["Cid", "", "2", "y"], "4": ["Dan", "4", "3", ""]}
    world.settle("first")
    assert world.expected()["3"] == {"Id": "3", "Floor": "", "Note": "Top/Ben/Ann/9", "Above": "Ann", "Badge": ""}
    world.people["1"] = ["Anna", "9", "", ""]
    world.store()
    must_say(idx.run("sync"), "3 identities looked at", "Anna, Ben below her, and Cid below him")
    world.settle("another name")
    world.people["2"] = ["Ben", "2", "1", ""]
    world.settle("another floor")
    world.people["1"][2] = "4"
    world.settle("a circle")
    del world.people["2"]
    world.settle("the one between has gone")
    world.people["2"] = ["Ben", "", "3", ""]
    world.settle("and is back below")
    must_say(idx.run("explain", "HR.Person", "3", "--attr=Above"), "R.Aboves", "explain")


def joins(idx):
    """Two with one name are told apart by whom they work for, on both sides, also where all are new."""
    people = {"1": ["Ann", "", "", ""], "2": ["Ben", "", "", ""], "3": ["Sam", "", "1", ""], "4": ["Sam", "", "2", ""]}
    world = People(idx)
    world.people = people
    cards = [["CardID", "Holder", "Superior"], ["c1", "Ann", ""], ["c2", "Ben", ""], ["c3", "Sam", "c1"], ["c4", "Sam", "c2"], ["c5", "Sam", ""]]
    world.store()
    table(idx.path("data", "badges.csv"), cards)

    def badges():
        for _ in range(3):
            idx.run("sync", accepted=(0, 3))
            must_say(idx.run("rebuild", "--check"), "Nothing would change", "joins")
            idx.run("approve")
        return {key: row["Badge"] for key, row in world.actual().items()}

    # Where neither has a superior null meets null, which is no match.
    assert badges() == {"1": "", "2": "", "3": "c3", "4": "c4"}, world.actual()
    people["5"] = ["Sam", "", "6", ""]
    people["6"] = ["Eve", "", "", ""]
    cards += [["c6", "Eve", ""]]
    cards[5][2] = "c6"
    world.store()
    table(idx.path("data", "badges.csv"), cards)
    assert badges() == {"1": "", "2": "", "3": "c3", "4": "c4", "5": "c5", "6": ""}, world.actual()


ONCE = """static class R
{
    [Inbound("HR.Person", Precedence = 20)]
    static void Once(HR.Person app, Vault.User vault)
    {
        vault.Badge ??= Guid.NewGuid().ToString();
        vault.Note = app.Floor?.Substring(0, 1) + app.Skips?.Substring(0, 1);
    }

    [Filter(Stage.Inbound, "HR.Person", Order = 10)]
    static void Seen(HR.Person app, Vault.User vault, Sync sync)
    {
        vault.Above = $"{vault.Manager?.Badge}/{vault.Manager?.Note}";
        vault.Note = vault.Note + "!";
        if (app.Skips == "own") vault.Badge = "own";
    }
}
"""


def once(idx):
    """What chance decides once others see as it was decided; of a value that stays since its mapper fails they see what the mapper gave."""
    write(idx.path("rules.idx"), ONCE)
    world = People(idx)
    world.people = {"1": ["Ann", "9", "", ""], "2": ["Ben", "8", "1", ""], "3": ["Cid", "7", "2", ""], "4": ["Dan", "6", "3", "own"]}
    world.people["5"] = ["Eve", "5", "4", ""]

    def sync(what):
        world.store()
        for _ in range(3):
            idx.run("sync", accepted=(0, 1, 3))
            must_say(idx.run("rebuild", "--check"), "Nothing would change", what)
            idx.run("approve")
        must_say(idx.run("plan"), "Nothing would change", what)
        return world.actual()

    first = sync("first")
    for key, boss, note in (("2", "1", "9"), ("3", "2", "8"), ("4", "3", "7")):
        assert first[key]["Above"] == f"{first[boss]['Badge']}/{note}", first
    assert first["4"]["Badge"] == "own" and first["5"]["Above"].endswith("/6o"), first
    assert first["3"]["Note"] == "7!", first
    # A rule may not cut off a letter of nothing: what it gave stays, for her and for those who look at her.
    rules = ONCE.replace("app.Floor?.Substring(0, 1)", 'app.Floor?.Substring(app.Floor == "9" ? 2 : 0, 1)')
    write(idx.path("rules.idx"), rules)
    for name in ("Anna", "Anne"):
        world.people["1"][0] = world.people["4"][0] = name
        assert sync("fails") == first, (first, world.actual())


def random_changes(idx, seed):
    chance = random.Random(seed)
    world = People(idx)
    keys = [str(n) for n in range(1, 25)]

    def person():
        return [f"N{chance.randrange(1000)}", chance.choice(["", "", "1", "9"]), chance.choice([*keys, "", "", "99"]), chance.choice(["", "", "y"])]

    for key in chance.sample(keys, 15):
        world.people[key] = person()
    world.settle(f"seed {seed}, first")
    for step in range(8):
        for _ in range(chance.randrange(1, 4)):
            key = chance.choice(keys)
            if key in world.people and chance.random() < 0.25:
                del world.people[key]
            elif key in world.people:
                part = chance.randrange(4)
                world.people[key][part] = person()[part]
            else:
                world.people[key] = person()
        world.settle(f"seed {seed}, step {step}")


def main(program, seeds="1"):
    for steps in (told, joins, once, *(lambda idx, seed=seed: random_changes(idx, seed) for seed in range(int(seeds)))):
        with workspace() as work:
            idx = Idx(program, work)
            write(idx.path("idx.xml"), CONFIGURATION)
            write(idx.path("hr.xml"), HR)
            write(idx.path("badges.xml"), BADGES)
            write(idx.path("ad.xml"), AD)
            write(idx.path("rules.idx"), RULES)
            table(idx.path("data", "badges.csv"), [["CardID", "Holder", "Superior"], ["c9", "Nobody", ""]])
            table(idx.path("data", "ad.csv"), [["Id", "Floor", "Note", "Above", "Badge"]])
            steps(idx)
    print("strata_test: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
