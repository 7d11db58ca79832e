#!/usr/bin/env python3
"""Tables of a configuration (Lookup.Table): whoever a changed row concerns changes, with the kept program and with a new
one; a file that is no table stops a run before it begins; a large table is loaded quickly.

usage: lookup_test.py IDX
"""
import os
import sys
import time

from files import read, table, write
from idx_program import Idx, must_say, run, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="lookups" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Department"/> <Attribute name="Country"/>
  </Object></Vault>
  <Classes>
    <Class name="Known" number="1"><When>Lookup.Table("Departments", vault.Department, "") != ""</When></Class>
    <Class name="Other" number="9"/>
  </Classes>
  <Table name="Departments" path="tables/departments.csv" key="Code" value="Name"/>
  <Table name="Countries" path="tables/countries.csv" key="Code" value="Name" ignoreCase="true" delimiter=";"/>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Code"/> <Attribute name="Country"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="Code" vault="Department"/>
    <Map vault="Country" value='Lookup.Table("Countries", app.Country, "nowhere")'/>
  </Mappers>
</Application>
"""
DIRECTORY = """<Application name="Directory" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/directory.csv"/>
  <Object name="Account" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Department"/> <Attribute name="Country"/>
  </Object>
  <Joins object="Account" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Provision object="Account" from="Vault.User"/>
  <Mappers object="Account" to="Vault.User">
    <Map app="PersonID" vault="PersonID" direction="out"/> <Map app="Country" vault="Country" direction="out"/>
  </Mappers>
</Application>
"""
RULES = """static class Tables
{
    static readonly string Default = Lookup.Table("Departments", "none", "no department");

    [Outbound("Directory.Account")]
    static void Named(Vault.User vault, Directory.Account app) =>
        app.Department = Lookup.Table("Departments", vault.Department) ?? Default;

    [Test]
    static void IsRead() => Assert.Equal("Sales", Lookup.Table("Departments", "D1"));
}
"""
DEPARTMENTS = [["Code", "Name"], ["D1", "Sales"], ["D2", "Research, \"basic\""]]


def departments(idx):
    return [read(idx.path("data", "directory.csv"))[key]["Department"] for key in ("1", "2", "3")]


def settled(idx):
    """Syncs until nothing changes any more."""
    for _ in range(4):
        idx.run("sync", accepted=(0, 3))
        idx.run("approve")
    must_say(idx.run("plan"), "Nothing would change", "plan")


def check_changes(idx):
    table(idx.path("tables", "departments.csv"), DEPARTMENTS)
    write(idx.path("tables", "countries.csv"), "Code;Name\nDE;Germany\nFR;France\n")
    table(idx.path("data", "hr.csv"), [["PersonID", "Code", "Country"], ["1", "D1", "de"], ["2", "D2", "Fr"], ["3", "D9", ""]])
    table(idx.path("data", "directory.csv"), [["PersonID", "Department", "Country"]])
    assert "warning" not in idx.run("lint"), idx.run("lint")
    must_say(idx.run("test"), "1 passed, 0 failed", "test")
    settled(idx)
    assert departments(idx) == ["Sales", 'Research, "basic"', "no department"], departments(idx)
    countries = [read(idx.path("data", "directory.csv"))[key]["Country"] for key in ("1", "2", "3")]
    assert countries == ["Germany", "France", "nowhere"], countries
    dump = idx.dump()
    assert dump.count('"Classification":"Known"') == 2, dump

    # One row changes: exactly one person, in the plan and in the sync; and back again, by the kept program.
    table(idx.path("tables", "departments.csv"), [["Code", "Name"], ["D1", "Selling"], DEPARTMENTS[2]])
    plan = idx.run("plan")
    must_say(plan, ['"Sales" -> "Selling"'], "plan")
    assert "Research" not in plan and "no department" not in plan, plan
    settled(idx)
    assert departments(idx) == ["Selling", 'Research, "basic"', "no department"], departments(idx)
    table(idx.path("tables", "departments.csv"), DEPARTMENTS)
    must_say(idx.run("plan"), ['"Selling" -> "Sales"'], "plan")
    settled(idx)
    assert departments(idx)[0] == "Sales", departments(idx)
    # A row more, one less: the class follows the table, too.
    table(idx.path("tables", "departments.csv"), [DEPARTMENTS[0], DEPARTMENTS[1], ["D9", "Board"]])
    settled(idx)
    assert departments(idx) == ["Sales", "no department", "Board"], departments(idx)


def check_mistakes(idx):
    before = idx.state()
    write(idx.path("tables", "departments.csv"), "Code,Name\nD1,Sales\nD1,Again\n")
    must_say(idx.run("sync", accepted=(1,)), ["tables/departments.csv:3:1", "IDX4020", "tables/departments.csv:2:1"], "a repeated key")
    must_say(idx.run("test", accepted=(1,)), "IDX4020", "a repeated key")
    os.remove(idx.path("tables", "departments.csv"))
    must_say(idx.run("lint", accepted=(1,)), ["IDX4008", "tables/departments.csv cannot be read"], "no table")
    table(idx.path("tables", "departments.csv"), [DEPARTMENTS[0], DEPARTMENTS[1], ["D9", "Board"]])
    assert before == idx.state()


def check_commands(idx):
    said = run(idx.program, "eval", 'Lookup.Table("Departments", code, "none")', "--json", '{"code": "D9"}', "--dir", idx.folder)
    assert said == '"Board"\n', said
    said = run(idx.program, "eval", 'Lookup.Table("Departments", "D9")', "--dir", idx.folder, "--interpret")
    assert said == '"Board"\n', said
    must_say(run(idx.program, "eval", 'Lookup.Table("Departments", "D9")', accepted=(1,)), "there is no table named", "eval")
    with open(idx.path("idx.xml"), encoding="utf-8") as file:
        before = file.read()
    run(idx.program, "fmt", idx.path("idx.xml"))
    with open(idx.path("idx.xml"), encoding="utf-8") as file:
        after = file.read()
    for line in before.splitlines():
        if "<Table" in line:
            assert line.strip() in after, after


def check_size(idx):
    """100,000 rows: lint, and a sync with the kept program, take no longer for them than for few."""
    def seconds(*arguments):
        begin = time.monotonic()
        idx.run(*arguments)
        return time.monotonic() - begin

    few = seconds("lint")
    table(idx.path("tables", "departments.csv"), DEPARTMENTS + [[f"key {n}", f"department number {n}"] for n in range(100_000)])
    many = seconds("lint")
    settled(idx)
    kept = seconds("plan")
    print(f"lint {few:.2f} s, with 100,000 rows {many:.2f} s; plan by the kept program {kept:.2f} s")
    assert many < few + 2, (few, many)


def main():
    with workspace() as work:
        idx = Idx(sys.argv[1], os.path.join(work, "c"))
        for name, text in (("idx.xml", CONFIGURATION), ("hr.xml", HR), ("directory.xml", DIRECTORY), ("rules.idx", RULES)):
            write(idx.path(name), text)
        check_changes(idx)
        check_mistakes(idx)
        check_commands(idx)
        check_size(idx)
        print("look-ups: as the tables have them")


if __name__ == "__main__":
    main()
