#!/usr/bin/env python3
"""A value of each type of attribute on its whole way: from an HR file through rules and the store into a directory's
file, and back. What is exported is what was read; what the directory shows again changes nothing.

usage: values_test.py IDX
"""
import os
import sys

from files import read, table, write
from idx_program import Idx, workspace

# type, two values as they are written, and the same as another program might write them
TYPES = [
    ("string", "Ásta, \"the\" first", "b", "b"),
    ("int", "-2147483648", "7", "+7"),
    ("long", "9223372036854775807", "0", "0"),
    ("double", "0.1", "-1.5e-07", "-0.00000015"),
    ("bool", "true", "false", "FALSE"),
    ("datetime", "1999-12-31T23:59:59.123456Z", "2026-06-30T10:00:00Z", "2026-06-30T12:00:00+02:00"),
    ("date", "2024-02-29", "0001-01-01", "0001-01-01"),
    ("timespan", "-1.02:03:04.5000000", "12:30:00", "12:30"),
    ("guid", "01234567-89ab-cdef-0123-456789abcdef", "00000000-0000-0000-0000-000000000001",
     "{00000000-0000-0000-0000-000000000001}"),
    ("decimal", "-79228162514264337593543950335", "1234.50", "1234.500"),
    ("binary", "AP8HAP8H", "/w==", " /w== "),
    ("Colour", "Red", "Blue", "2"),
]
MANY = [("int", "1|2|30", "2|1|30"), ("decimal", "0.10|2.5", "2.50|0.1"), ("date", "2024-01-01|2024-01-02", "2024-01-02|2024-01-01")]

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="values" zone="Europe/London" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/>
    {vault}
  </Object></Vault>
  <Classes><Class name="All" number="1"/></Classes>
  <Enum name="Colour"><Member name="Red" number="1"/><Member name="Blue" number="2"/></Enum>
</Configuration>
"""
APPLICATION = """<Application name="{name}" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/{file}" {options}/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/>
    {attributes}
  </Object>
  {rules}
</Application>
"""


def main():
    program = sys.argv[1]
    names = [f"V{i}" for i in range(len(TYPES))] + [f"M{i}" for i in range(len(MANY))]
    declared = [f'<Attribute name="{n}" type="{t[0]}"/>' for n, t in zip(names, TYPES)]
    declared += [f'<Attribute name="M{i}" type="{m[0]}" multi="true"/>' for i, m in enumerate(MANY)]
    inbound = "".join(f'<Map app="{n}" vault="{n}"/>' for n in ["PersonID"] + names)
    outbound = "".join(f'<Map vault="{n}" app="{n}" direction="out"/>' for n in ["PersonID"] + names)
    with workspace() as work:
        idx = Idx(program, os.path.join(work, "c"))
        write(idx.path("idx.xml"), CONFIGURATION.format(vault="\n    ".join(declared)))
        write(idx.path("hr.xml"), APPLICATION.format(
            name="HR", file="hr.csv", options='', attributes="\n    ".join(declared),
            rules='<Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>'
                  f'<Mappers object="Person" to="Vault.User">{inbound}</Mappers>'))
        write(idx.path("directory.xml"), APPLICATION.format(
            name="Directory", file="directory.csv", options='',
            attributes="\n    ".join(declared),
            rules='<Joins object="Person" to="Vault.User" otherwise="wait"><Join id="id"><Match app="PersonID" '
                  'vault="PersonID"/></Join></Joins>'
                  f'<Mappers object="Person" to="Vault.User">{outbound}</Mappers><Provision object="Person" from="Vault.User" onLoss="disable" when="true"/>'))
        first = ["1"] + [t[1] for t in TYPES] + [m[1] for m in MANY]
        second = ["2"] + [t[2] for t in TYPES] + [m[1] for m in MANY]
        table(idx.path("data", "hr.csv"), [["PersonID"] + names, first, second, ["3"] + [""] * len(names)])
        table(idx.path("data", "directory.csv"), [["PersonID"] + names])
        idx.run("lint")
        idx.run("sync")
        assert "nothing to send" in idx.run("sync")
        got = read(idx.path("data", "directory.csv"))
        for row in (first, second, ["3"] + [""] * len(names)):
            assert list(got[row[0]].values()) == row, f"{row}\n{got[row[0]]}"
        # The same values in other words are no change.
        third = ["2"] + [t[3] for t in TYPES] + [m[2] for m in MANY]
        table(idx.path("data", "hr.csv"), [["PersonID"] + names, first, third, ["3"] + [""] * len(names)])
        before = idx.read("data/directory.csv")
        said = idx.run("sync", accepted=(0,))
        assert idx.read("data/directory.csv") == before, said
    print("1 passed, 0 failed")


main()
