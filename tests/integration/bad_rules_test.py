#!/usr/bin/env python3
"""Rules, XML and directories that are broken: each command that reads them says what, where and what to do, and changes
nothing; the next good run is as if nothing had been.

usage: bad_rules_test.py IDX
"""
import os
import sys

from idx_program import Idx, must_say, run, workspace

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<Configuration xmlns="urn:idx:config:1" tenant="&d;"/>
"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>
<Configuration xmlns="urn:idx:config:1" tenant="&b;"/>
"""
LDIF = b"""version: 1

dn: uid=ann,o=x
objectClass: person
uid: ann
cn: Ann
"""


def rule_cases(xml, rules):
    """name → the file, its bytes, what the message says."""
    first = rules.splitlines()[0]
    return {
        "a tag that is not closed": ("idx.xml", xml.replace(b"</Configuration>", b""), "idx.xml:"),
        "an element that is not known": ("idx.xml", xml.replace(b"</Configuration>", b"<Gards/></Configuration>"),
                                         ["idx.xml:", "Gards", "did you mean 'Guards'?"]),
        "an attribute that is not known": ("idx.xml", xml.replace(b" tenant=", b" tennant=", 1),
                                           ["idx.xml:", "tennant", "did you mean 'tenant'?"]),
        "entities that grow": ("idx.xml", BOMB, "idx.xml:"),
        "entities from outside": ("idx.xml", OUTSIDE, "idx.xml:"),
        "another encoding than it says": ("idx.xml", xml.replace(b"tenant=\"", b"tenant=\"\xff\xfe", 1), "idx.xml:"),
        "no root": ("idx.xml", b"", "idx.xml"),
        "a mistake of syntax": ("rules.idx", rules + b"\nclass {\n", "rules.idx:"),
        "a name that is not there": ("rules.idx", rules + b"\nstatic class Z { static string F() { return Nix.Da(1); } }\n",
                                     ["rules.idx:", "Nix"]),
        "a type that does not fit": ("rules.idx", rules + b'\nstatic class Z { static int F() { return "a"; } }\n',
                                     "rules.idx:"),
        "bytes that are no text": ("rules.idx", b"\xff\xfe\x00" + first, "rules.idx"),
    }


def broken_rules(idx):
    before = idx.state()
    xml, rules = idx.read("idx.xml"), idx.read("rules.idx")
    cases = rule_cases(xml, rules)
    for name, (file, data, words) in cases.items():
        idx.write(file, data)
        for command in ("lint", "sync", "plan", "compile", "dump"):
            said = idx.run(command, accepted=(1, 2))
            must_say(said, words, f"{name}, {command}")
            assert "root:" not in said, f"{name}: the message shows a file from outside"
        idx.write("idx.xml", xml)
        idx.write("rules.idx", rules)
        assert idx.state() == before, f"{name}: the state changed"
    idx.run("sync")
    assert idx.state() == before
    return len(cases)


def ldif_configuration(folder):
    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    write("idx.xml", """<?xml version="1.0" encoding="utf-8"?>
<Configuration xmlns="urn:idx:config:1" tenant="ldif">
  <Vault>
    <Object name="User">
      <Attribute name="Uid"/>
      <Attribute name="Name"/>
    </Object>
  </Vault>
</Configuration>
""")
    write("people.xml", """<?xml version="1.0" encoding="utf-8"?>
<Application xmlns="urn:idx:config:1" name="People">
  <Connector type="ldif" path="people.ldif"/>
  <Object name="Person" key="uid">
    <Attribute name="uid" required="true"/>
    <Attribute name="cn"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create">
    <Join id="uid"><Match app="uid" vault="Uid"/></Join>
  </Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="uid" vault="Uid"/>
    <Map app="cn" vault="Name"/>
  </Mappers>
</Application>
""")


def ldif_cases():
    """name → bytes, exit codes, what the message says ("" where it is fine)."""
    return {
        "base64 that is broken": (LDIF + b"mail:: @@@\n", (1,), ["people.ldif, line 3", "base64"]),
        "an entry without a dn": (LDIF + b"\nuid: bob\ncn: Bob\n", (1,), ["people.ldif, line 8", "dn"]),
        "a line without a colon": (LDIF + b"nonsense\n", (1,), ["people.ldif, line 3", "colon"]),
        "changes": (LDIF + b"\ndn: uid=bob,o=x\nchangetype: frob\nuid: bob\n", (1, 2, 3), ["people.ldif, line 8", "changetype"]),
        "cut off": (LDIF[:-4], (3,), ["people.ldif", "cut off"]),
        "no file's end": (LDIF + b"\n", (0,), []),
        "lines that go on": (LDIF.replace(b"cn: Ann", b"cn: An\n n"), (0,), []),
    }


def broken_ldif(program, folder):
    os.mkdir(folder)
    ldif_configuration(folder)
    idx = Idx(program, folder, "people.ldif")
    idx.write("people.ldif", LDIF)
    idx.run("lint")
    idx.run("sync")
    before = idx.state()[1]
    cases = ldif_cases()
    for name, (data, codes, words) in cases.items():
        idx.write("people.ldif", data)
        must_say(idx.run("sync", accepted=codes), words, name)
        if words:
            assert idx.state()[1] == before, f"{name}: the state changed"
        idx.write("people.ldif", LDIF)
        idx.run("sync")
        assert idx.state()[1] == before, f"{name}: the next good run ended otherwise"
    os.remove(idx.path("people.ldif"))
    os.mkdir(idx.path("people.ldif"))
    must_say(idx.run("sync", accepted=(1,)), "people.ldif", "a folder in the place of the file")
    os.rmdir(idx.path("people.ldif"))
    os.symlink("nowhere", idx.path("people.ldif"))
    must_say(idx.run("sync", accepted=(1,)), "people.ldif", "a link to nowhere")
    os.remove(idx.path("people.ldif"))
    idx.write("people.ldif", LDIF)
    idx.run("sync")
    assert idx.state()[1] == before
    return len(cases) + 2


def main():
    program = sys.argv[1]
    with workspace() as work:
        idx = Idx(program, os.path.join(work, "starter"))
        idx.run("init")
        idx.settle()
        count = broken_rules(idx)
        count += broken_ldif(program, os.path.join(work, "ldif"))
        must_say(run(program, "sync", os.path.join(work, "nothing"), accepted=(2,)), "nothing", "no configuration")
    print(f"passed: {count + 1} kinds of broken rules and entries")


main()
