#!/usr/bin/env python3
"""Filters of all four stages: what is read is cleaned or skipped, accounts are decided about, changes are altered, held or dropped; a plan
says what the sync then does, and computing everybody anew changes nothing.

usage: filters_test.py IDX
"""
import csv
import sys

from files import table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="filters" zone="UTC" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Name"/> <Attribute name="Town"/> <Attribute name="Phone"/> <Attribute name="Left" type="date"/>
  </Object></Vault>
  <Classes><Class name="Staff" number="1"/><Class name="Board" number="2"/></Classes>
  <Guards limitMax="1000" limitPercent="100" limitFloor="1000" smallerRead="100" fillDrop="100"/>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Name"/> <Attribute name="Town"/> <Attribute name="Phone"/>
    <Attribute name="Kind"/> <Attribute name="Left" type="date"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="Name" vault="Name"/> <Map app="Town" vault="Town"/> <Map app="Phone" vault="Phone" empty="clear"/>
    <Map app="Left" vault="Left"/>
  </Mappers>
  <Filters object="Person">
    <Filter id="test" stage="import" when='app.Kind == "test"'><Skip/></Filter>
  </Filters>
</Application>
"""
AD = """<Application name="AD" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/ad.csv"/>
  <Object name="User" key="Id">
    <Attribute name="Id" required="true"/> <Attribute name="Name"/> <Attribute name="Town"/> <Attribute name="Phone"/> <Attribute name="Note"/>
    <Attribute name="Active"/>
  </Object>
  <Joins object="User" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="Id" vault="PersonID"/></Join></Joins>
  <Mappers object="User" to="Vault.User">
    <Map vault="PersonID" app="Id" direction="out"/> <Map vault="Name" app="Name" direction="out"/> <Map vault="Town" app="Town" direction="out"/>
    <Map vault="Phone" app="Phone" direction="out" empty="clear"/>
  </Mappers>
  <Provision object="User" from="Vault.User" onLoss="leave" enabledAttribute="Active" enabledValue="yes" disabledValue="no"/>
  <Filters object="User">
    <Filter id="board" stage="export" classification="Board" when='change.Kind == ChangeKind.Create'><Hold reason="a seat on the board"/></Filter>
  </Filters>
</Application>
"""
RULES = """static class R
{
    [Classify("Vault.User")]
    static Class Kind(Vault.User v) => v.Town == "Hall" ? Class.Board : Class.Staff;

    [Filter(Stage.Import, "HR.Person", Order = 20)]
    static void Clean(HR.Person app, Sync sync)
    {
        if (app.Name == "broken") throw Fail("a name that nobody has");
        app.Name = app.Name?.Trim();
        if (app.Town == "-") app.Town = Flow.Clear();
        Log.Debug("cleaned {0}", app.PersonID);
    }

    // It sees what the one before it wrote.
    [Filter(Stage.Import, "HR.Person", Order = 30)]
    static void Capital(HR.Person app, Sync sync)
    {
        if (app.Name is { Length: > 1 } name) app.Name = name.Substring(0, 1).ToUpper() + name.Substring(1);
    }

    [Filter(Stage.Outbound, "AD.User", Order = 10)]
    static void Accounts(Vault.User vault, AD.User app, Sync sync)
    {
        if (app.Town == "Nowhere") sync.Skip(app);
        if (vault.Left < sync.Today) sync.Disable(app);
        if (vault.Left < sync.Today.AddDays(-30)) sync.Delete(app);
        if (app.Name == "Fails") throw Fail("no account for this name");
        if (app.Phone is null) app.Phone = "+0";
    }

    [Filter(Stage.Outbound, "AD.User", Order = 20)]
    static void Towns(Vault.User vault, AD.User app, Sync sync)
    {
        app.Town = $"{vault.Town ?? "none"} ({app.Phone})";
    }

    [Filter(Stage.Export, "AD.User", Order = 50)]
    static void Changes(AD.User app, Vault.User vault, Change change, Sync sync)
    {
        if (change.Kind == ChangeKind.Update && change.Old.Name != app.Name && change.New.Name == "Taboo") sync.Skip(app);
        if (change.Kind is ChangeKind.Create or ChangeKind.Update) app.Note = $"{change.Old.Name ?? "new"} to {app.Name}";
        if (app.Name == "Stays") app.Name = change.Old.Name;
    }
}
"""
HEAD = ["PersonID", "Name", "Town", "Phone", "Kind", "Left"]


class World:
    def __init__(self, idx):
        self.idx, self.people = idx, {}

    def store(self):
        table(self.idx.path("data", "hr.csv"), [HEAD, *([key, *person] for key, person in self.people.items())])

    def accounts(self):
        with open(self.idx.path("data", "ad.csv"), encoding="utf-8", newline="") as file:
            return {row["Id"]: row for row in csv.DictReader(file)}

    def sync(self, what, *arguments, approve=True):
        self.store()
        said = self.idx.run("sync", "--log=debug", *arguments, accepted=(0, 1, 3))
        if approve:
            self.idx.run("approve")
            self.idx.run("sync", *arguments, accepted=(0, 1, 3))
        must_say(self.idx.run("rebuild", "--check"), "Nothing would change", what)
        return said

    def rest(self, what, *arguments):
        """At the end nothing is left to do."""
        self.idx.run("sync", *arguments, accepted=(0, 1, 3))
        must_say(self.idx.run("plan"), "Nothing would change", what)


def imported(idx):
    world = World(idx)
    world.people = {"1": [" ann ", "Oslo", "1", "", ""], "2": ["ben", "-", "", "", ""], "3": ["cid", "Rome", "3", "test", ""],
                    "4": ["broken", "Bonn", "4", "", ""]}
    said = world.sync("import", "--now=2026-01-10T10:00:00Z")
    must_say(said, ["1 skipped by filters", "1 broken", "a name that nobody has", "R.Clean", "cleaned 1"], "import")
    assert {key: row["Name"] for key, row in world.accounts().items()} == {"1": "Ann", "2": "Ben"}, world.accounts()
    assert world.accounts()["2"]["Town"] == "none (+0)"
    world.rest("import", "--now=2026-01-10T11:00:00Z")
    # One who is skipped from now on is gone; one whose row fails stays as she was.
    world.people["1"][3] = "test"
    world.people["2"][0] = "broken"
    said = world.sync("skipped later", "--now=2026-01-10T12:00:00Z")
    must_say(said, ["1 vanished", "2 skipped by filters"], "skipped later")
    must_say(idx.run("explain", "HR.Person", "2", "--attr=Name"), "Ben", "kept")
    # Another filter: all rows are read again, and those that it does not change are no changes.
    write(idx.path("rules.idx"), RULES.replace("app.Name?.Trim()", 'app.Name?.Trim() + "a"'))
    world.people["2"][0] = "ben"
    said = world.sync("another filter", "--now=2026-01-10T13:00:00Z")
    must_say(said, "1 changed", "another filter")
    assert world.accounts()["2"]["Name"] == "Bena"
    write(idx.path("rules.idx"), RULES.replace("app.Name?.Trim()", 'app.Name?.Trim()  + "a"'))
    must_say(world.sync("another layout", "--now=2026-01-10T14:00:00Z"), "1 unchanged", "another layout")


def outbound(idx):
    world = World(idx)
    world.people = {"1": ["Ann", "Oslo", "", "", ""], "2": ["Ben", "Nowhere", "", "", ""], "3": ["Fails", "Rome", "", "", ""],
                    "4": ["Dan", "Bonn", "4", "", "2026-02-01"]}
    said = world.sync("accounts", "--now=2026-01-10T10:00:00Z")
    must_say(said, ["no account for this name", "R.Accounts"], "accounts")
    assert set(world.accounts()) == {"1", "4"}
    assert world.accounts()["1"]["Town"] == "Oslo (+0)"
    world.sync("left", "--now=2026-02-02T10:00:00Z")
    assert world.accounts()["4"]["Active"] == "no", world.accounts()
    world.sync("returned", "--now=2026-02-02T11:00:00Z")
    world.people["4"][4] = "2026-12-31"
    world.sync("returned", "--now=2026-02-02T12:00:00Z")
    assert world.accounts()["4"]["Active"] == "yes", world.accounts()
    world.people["4"][4] = "2026-01-01"
    world.sync("long gone", "--now=2026-02-05T12:00:00Z")
    assert "4" not in world.accounts(), world.accounts()
    # What the application shows counts, too: it is put right.
    rows = world.accounts()
    rows["1"]["Phone"] = "99"
    table(idx.path("data", "ad.csv"), [list(rows["1"]), *(list(row.values()) for row in rows.values())])
    world.sync("changed there", "--now=2026-02-05T13:00:00Z")
    world.rest("changed there", "--now=2026-02-05T14:00:00Z")


def exported(idx):
    world = World(idx)
    world.people = {"1": ["Ann", "Oslo", "1", "", ""], "2": ["Ben", "Hall", "2", "", ""], "3": ["Cid", "Rome", "1", "", ""], "4": ["Dan", "Bonn", "1", "", ""]}
    world.sync("first", "--now=2026-01-10T10:00:00Z", approve=False)
    assert set(world.accounts()) == {"1", "3", "4"}, world.accounts()
    assert world.accounts()["1"]["Note"] == "new to Ann"
    must_say(idx.run("changes"), ["AD.User", "a seat on the board"], "changes")
    must_say(idx.run("sync", "--now=2026-01-12T11:00:00Z", accepted=(3,)), "1 changes are held by rules, such as AD/User/Filter:board: a seat on the board", "held")
    idx.run("approve")
    idx.run("sync", "--now=2026-01-12T12:00:00Z")
    assert set(world.accounts()) == {"1", "2", "3", "4"}, world.accounts()
    world.rest("approved", "--now=2026-01-12T13:00:00Z")
    # Dropped: nothing is sent, and nothing waits.
    world.people["1"][0] = "Taboo"
    world.sync("dropped", "--now=2026-01-12T14:00:00Z")
    assert world.accounts()["1"]["Name"] == "Ann", world.accounts()
    # Altered: back to what was there, which leaves the note.
    world.people["2"][0] = "Stays"
    world.sync("altered", "--now=2026-01-12T15:00:00Z")
    assert (world.accounts()["2"]["Name"], world.accounts()["2"]["Note"]) == ("Ben", "Ben to Stays"), world.accounts()
    world.rest("altered", "--now=2026-01-12T16:00:00Z")


STEADY = """static class R
{
    [Outbound("AD.User")]
    static void Out(Vault.User vault, AD.User app)
    {
        app.Id = vault.PersonID;
        app.Note ??= Guid.NewGuid().ToString("N");
        app.Town ??= vault.Town;
        app.Name = vault.Name?.Substring(0, 3);
        if (vault.Phone == "off") app.Active = Flow.Clear(); else app.Active = "yes";
    }

    [Filter(Stage.STAGE, "AD.User", Order = 10)]
    static void More(AD.User app, Vault.User vault, Sync sync)
    {
        app.Note = app.Note + "!";
        app.Town = app.Town + "!";
        app.Name = app.Name + "!";
    }

    [Filter(Stage.Outbound, "AD.User", Order = 20)]
    static void Refuses(AD.User app, Vault.User vault, Sync sync)
    {
        if (vault.Town == "refused") throw Fail("not this town");
    }

    [Filter(Stage.Export, "AD.User", Order = 30)]
    static void RefusesChange(AD.User app, Vault.User vault, Change change, Sync sync)
    {
        if (vault.Town == "late") throw Fail("not this change");
        if (vault.Town == "told") Log.Info("{0} of {1}", change.Kind.ToString(), app.Id);
    }
}
"""


def steady(idx):
    """What a filter makes of a value is not made of it again: of one that is decided once, of one whose mapper fails, of one that no mapper
    gives. Where a filter fails, an account is still disabled, and nothing else."""
    world = World(idx)
    world.people = {key: [name, "Oslo", "", "", ""] for key, name in (("1", "Anna"), ("2", "Bente"), ("3", "Cilla"), ("4", "Dina"))}
    world.sync("first", "--now=2026-01-10T10:00:00Z")
    first = {key: (row["Name"], row["Town"], row["Note"][32:]) for key, row in world.accounts().items()}
    assert first == {"1": ("Ann!", "Oslo!", "!"), "2": ("Ben!", "Oslo!", "!"), "3": ("Cil!", "Oslo!", "!"), "4": ("Din!", "Oslo!", "!")}, first
    world.rest("first", "--now=2026-01-10T11:00:00Z")
    world.people["1"][0], world.people["2"][0] = "A", ""
    for hour in (12, 13, 14):
        world.people["1"][2] = world.people["2"][2] = str(hour)
        world.sync("failed and silent", f"--now=2026-01-10T{hour}:00:00Z")
    after = {key: (row["Name"], row["Town"], row["Note"][32:]) for key, row in world.accounts().items()}
    assert after == first, after
    world.rest("failed and silent", "--now=2026-01-10T15:00:00Z")
    for key, town in (("1", "Oslo"), ("2", "refused"), ("3", "late"), ("4", "told")):
        world.people[key][:3] = ["Else" + key, town, "off"]
    said = world.sync("disabled", "--now=2026-01-10T16:00:00Z")
    must_say(said, ["not this town", "not this change", "Disable of 4", "4 disabled"], "disabled")
    assert {key: (row["Name"], row["Active"]) for key, row in world.accounts().items()} == {
        "1": ("Els!", ""), "2": ("Ben!", ""), "3": ("Cil!", ""), "4": ("Els!", "")}, world.accounts()
    world.rest("disabled", "--now=2026-01-10T17:00:00Z")


def stepped(idx, stage):
    write(idx.path("rules.idx"), STEADY.replace("STAGE", stage))
    maps = AD[AD.index('  <Mappers object="User" to="Vault.User">'):AD.index("</Mappers>") + len("</Mappers>")]
    write(idx.path("ad.xml"), AD.replace(maps, "").replace(' disabledValue="no"', "").replace('classification="Board" ', ""))
    steady(idx)


def unjoined(idx):
    """A filter between objects and identities that are never joined would never run."""
    write(idx.path("idx.xml"), CONFIGURATION.replace("</Vault>", '<Object name="Group"><Attribute name="Name"/></Object></Vault>'))
    for stage, more in (("Inbound", ""), ("Outbound", ""), ("Export", ", Change change")):
        write(idx.path("rules.idx"), f'''static class R
{{
    [Classify("Vault.User")] static Class Kind(Vault.User v) => Class.Staff;
    [Filter(Stage.{stage}, "AD.User")] static void F(AD.User app, Vault.Group vault{more}, Sync sync) => sync.Skip();
}}
''')
        must_say(idx.run("lint", accepted=(1,)), "cannot convert Vault.Group to Vault.User, to which AD.User is joined", stage)


DECIDED = """static class R
{
    [Filter(Stage.Import, "HR.Person", Order = 10)]
    static void Required(HR.Person app, Sync sync)
    {
        if (app.Town == "empty") app.Name = Flow.Clear();
        if (app.Town == "fails") throw Fail("not this row");
    }

    [Filter(Stage.Inbound, "HR.Person", Order = 10)]
    static void Title(HR.Person app, Vault.User vault, Sync sync)
    {
        vault.Name = vault.Name + "!";
    }

    // It decides nothing, and may fail all the same.
    [Filter(Stage.Inbound, "HR.Person", Order = 20)]
    static void Checks(HR.Person app, Vault.User vault, Sync sync)
    {
        if (vault.Town == "nobody's") throw Fail("nobody lives there");
    }

    [Filter(Stage.Outbound, "AD.User", Order = 10)]
    static void Off(Vault.User vault, AD.User app, Sync sync)
    {
        if (vault.Phone == "off") sync.Disable();
    }

    [Filter(Stage.Outbound, "AD.User", Order = 20)]
    static void On(Vault.User vault, AD.User app, Sync sync)
    {
        sync.Enable();
        if (vault.Phone == "nameless") app.Name = Flow.Clear();
    }

    [Filter(Stage.Export, "AD.User", Order = 10)]
    static void First(AD.User app, Vault.User vault, Change change, Sync sync)
    {
        if (vault.Phone == "later") app.Active = "no";
        if (vault.Phone == "unnamed") app.Name = Flow.Clear();
    }

    [Filter(Stage.Export, "AD.User", Order = 20)]
    static void Second(AD.User app, Vault.User vault, Change change, Sync sync)
    {
        if (change.Kind == ChangeKind.Disable) app.Note = "disabled";
    }
}
"""


def decided(idx):
    """Required attributes stay, filters that decide nothing may fail, disabling wins, and the kind of a change is what filters made it."""
    required = '<Attribute name="Name" required="true"/>'
    write(idx.path("hr.xml"), HR.replace('<Attribute name="Name"/>', required).replace('<Map app="Name" vault="Name"/>', '<Map vault="Name" value="app.Name.Substring(0, 3)"/>'))
    write(idx.path("ad.xml"), AD.replace('<Attribute name="Name"/>', required).replace(
        '<Map vault="Phone" app="Phone"', '<Map app="Active" direction="out" value=\'vault.Enabled ? "yes" : "no"\'/><Map vault="Phone" app="Phone"'))
    world = World(idx)
    world.people = {key: [name, "Oslo", "", "", ""] for key, name in (("1", "Anna"), ("2", "Bente"), ("3", "Cilla"), ("4", "Dina"), ("5", "Elsa"))}
    world.people["6"] = ["Fina", "empty", "", "", ""]
    said = world.sync("first", "--now=2026-01-10T10:00:00Z")
    must_say(said, "Name would become empty, and it is required", "required")
    names = {key: row["Name"] for key, row in world.accounts().items()}
    assert names == {"1": "Ann!", "2": "Ben!", "3": "Cil!", "4": "Din!", "5": "Els!"}, names
    # A mapper that fails leaves what filters made of its last value.
    world.people["1"][:3] = ["A", "Oslo", "1"]
    world.people["2"][:3] = ["Bente", "nobody's", "2"]
    world.people["3"][2], world.people["4"][2], world.people["5"][2] = "off", "later", "nameless"
    said = world.sync("second", "--now=2026-01-10T11:00:00Z")
    must_say(said, ["nobody lives there", "Name would become empty, and it is required", "1 withheld"], "second")
    accounts = {key: (row["Name"], row["Phone"], row["Active"], row["Note"]) for key, row in world.accounts().items()}
    assert accounts == {"1": ("Ann!", "1", "yes", ""), "2": ("Ben!", "", "yes", ""), "3": ("Cil!", "off", "no", "disabled"),
                        "4": ("Din!", "later", "no", "disabled"), "5": ("Els!", "", "yes", "")}, accounts
    world.people["5"][2] = "unnamed"
    must_say(world.sync("third", "--now=2026-01-10T12:00:00Z"), "Name would become empty, and it is required", "third")
    assert world.accounts()["5"]["Name"] == "Els!", world.accounts()
    # Of two rows with one key neither is believed when a filter fails for one, whichever comes first.
    for day, rows in ((11, [["1", "Xenia", "Oslo"], ["1", "Xenia", "fails"]]), (12, [["1", "Xenia", "fails"], ["1", "Xenia", "Oslo"]]),
                      (13, [["9", "Xenia", "Oslo"], ["9", "Xenia", "fails"]]), (14, [["9", "Xenia", "fails"], ["9", "Xenia", "Oslo"]])):
        others = [[key, *person] for key, person in world.people.items() if key != "1" or rows[0][0] != "1"]
        table(idx.path("data", "hr.csv"), [HEAD, *([*row, "", "", ""] for row in rows), *others])
        must_say(idx.run("sync", f"--now=2026-01-{day}T10:00:00Z", accepted=(0, 1, 3)), ["not this row", "another row has this key"], f"day {day}")
        assert "Xenia" not in idx.dump(), day


def enabled(idx):
    """vault.Enabled = false says what sync.Disable says."""
    write(idx.path("rules.idx"), """static class R
{
    [Filter(Stage.Inbound, "HR.Person")]
    static void Off(HR.Person app, Vault.User vault, Sync sync)
    {
        if (app.Kind == "off") vault.Enabled = false;
        if (app.Kind == "cleared") vault.Enabled = Flow.Clear();
        if (app.Kind == "on") vault.Enabled = true;
    }

    [Outbound("AD.User", Precedence = 1)]
    static void Active(Vault.User vault, AD.User app) => app.Active = vault.Enabled ? "yes" : "no";

    [Classify("Vault.User")]
    static Class Kind(Vault.User v) => Class.Staff;
}
""")
    world = World(idx)
    kinds = {"1": "off", "2": "cleared", "3": "on", "4": ""}
    world.people = {key: [f"N{key}", "Oslo", "", "", ""] for key in kinds}
    world.sync("all", "--now=2026-01-10T10:00:00Z")
    for key, kind in kinds.items():
        world.people[key][3] = kind
    world.sync("decided", "--now=2026-01-12T10:00:00Z")
    assert {key: row["Active"] for key, row in world.accounts().items()} == {"1": "no", "2": "no", "3": "yes", "4": "yes"}, world.accounts()
    must_say(idx.run("explain", "HR.Person", "1", "--attr=Enabled"), "R.Off", "explain")


def newcomers(idx):
    """Whom a filter skips when she is new is nobody yet: no account is made, and none that is there is touched."""
    write(idx.path("rules.idx"), """static class R
{
    [Filter(Stage.Inbound, "HR.Person")]
    static void Later(HR.Person app, Vault.User vault, Sync sync) { if (app.Kind == "later") sync.Skip(); }

    [Outbound("AD.User", Precedence = 1)]
    static void Active(Vault.User vault, AD.User app) => app.Active = vault.Enabled ? "yes" : "no";

    [Classify("Vault.User")]
    static Class Kind(Vault.User v) => Class.Staff;
}
""")
    world = World(idx)
    table(idx.path("data", "ad.csv"), [["Id", "Name", "Town", "Phone", "Note", "Active"], ["1", "Ann", "Oslo", "1", "", "yes"]])
    world.people = {"1": ["Anna", "Oslo", "1", "later", ""], "2": ["Ben", "Rome", "2", "later", ""]}
    for hour in range(10, 13):
        world.sync("later", f"--now=2026-01-10T{hour}:00:00Z")
    assert {key: (row["Name"], row["Active"]) for key, row in world.accounts().items()} == {"1": ("Ann", "yes")}, world.accounts()
    for person in world.people.values():
        person[3] = ""
    world.sync("now", "--now=2026-01-10T13:00:00Z")
    assert {key: (row["Name"], row["Active"]) for key, row in world.accounts().items()} == {"1": ("Anna", "yes"), "2": ("Ben", "yes")}
    world.people["2"] = ["Benno", "Rome", "2", "later", ""]
    world.sync("as it was", "--now=2026-01-10T14:00:00Z")
    assert world.accounts()["2"]["Name"] == "Ben", world.accounts()
    world.rest("as it was", "--now=2026-01-10T15:00:00Z")


def main(program):
    for steps in (enabled, newcomers, imported, outbound, exported, lambda idx: stepped(idx, "Outbound"), lambda idx: stepped(idx, "Export"), unjoined, decided):
        with workspace() as work:
            idx = Idx(program, work)
            write(idx.path("idx.xml"), CONFIGURATION)
            write(idx.path("hr.xml"), HR)
            write(idx.path("ad.xml"), AD)
            write(idx.path("rules.idx"), DECIDED if steps is decided else RULES)
            table(idx.path("data", "ad.csv"), [["Id", "Name", "Town", "Phone", "Note", "Active"]])
            steps(idx)
    print("filters_test: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
