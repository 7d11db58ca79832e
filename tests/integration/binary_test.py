#!/usr/bin/env python3
"""Attributes of type binary on their whole way: read from an LDIF file and from base64 in a CSV file, joined by a GUID of 16
bytes, mapped, stored, exported to both kinds of file, shown as base64; what was exported changes nothing when it is read again.

usage: binary_test.py IDX
"""
import base64
import csv
import json
import os
import sys

from files import read, table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="binary" zone="Europe/London" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="DirectoryId" type="guid"/> <Attribute name="GuidText"/>
    <Attribute name="Photo" type="binary"/> <Attribute name="Certificate" type="binary"/>
    <Attribute name="Stamp" type="binary" empty="value"/> <Attribute name="Print" type="binary" sensitive="true"/>
    <Attribute name="Size" type="int"/>
  </Object></Vault>
  <Classes><Class name="All" number="1"/></Classes>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="DirectoryId" type="guid"/>
    <Attribute name="Stamp" type="{stamp}" empty="value"/> <Attribute name="Print" type="binary" sensitive="true"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="DirectoryId" vault="DirectoryId"/>
    <Map {map} vault="Stamp"/> <Map app="Print" vault="Print"/>
  </Mappers>
</Application>
"""
# The key is binary itself.
DIRECTORY = """<Application name="AD" xmlns="urn:idx:config:1">
  <Connector type="ldif" path="data/ad.ldif"/>
  <Object name="User" key="objectGUID">
    <Attribute name="objectGUID" type="binary"/> <Attribute name="cn"/>
    <Attribute name="thumbnailPhoto" type="binary"/> <Attribute name="userCertificate;binary" type="binary"/>
  </Object>
  <Mappers object="User" to="Vault.User">
    <Map app="thumbnailPhoto" vault="Photo"/> <Map app="userCertificate;binary" vault="Certificate"/>
    <Map vault="GuidText" value="AdGuid.ToString(app.objectGUID)"/>
    <Map vault="Size" value="app.thumbnailPhoto?.Length"/>
  </Mappers>
</Application>
"""
PHONES = """<Application name="Phones" xmlns="urn:idx:config:1">
  <Connector type="ldif" path="data/phones.ldif" objectClass="person"/>
  <Object name="Entry" key="uid">
    <Attribute name="dn"/> <Attribute name="uid" required="true"/> <Attribute name="jpegPhoto" type="binary"/>
    <Attribute name="userCertificate;binary" type="binary"/> <Attribute name="hash" type="binary"/>
  </Object>
  <Joins object="Entry" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="uid" vault="PersonID"/></Join></Joins>
  <Mappers object="Entry" to="Vault.User">
    <Map vault="PersonID" app="uid" direction="out"/> <Map vault="Photo" app="jpegPhoto" direction="out" empty="clear"/>
    <Map vault="Certificate" app="userCertificate;binary" direction="out" empty="clear"/>
    <Map app="dn" value='$"uid={vault.PersonID}"' direction="out"/>
    <Map app="hash" value='vault.Photo is { } photo ? SHA256.HashData(photo)[..4] : null' direction="out"/>
  </Mappers>
  <Provision object="Entry" from="Vault.User" onLoss="disable" when="true"/>
</Application>
"""
BADGES = """<Application name="Badges" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/badges.csv"/>
  <Object name="Badge" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Photo" type="binary"/> <Attribute name="Stamp" type="binary"/>
    <Attribute name="Print" type="binary" sensitive="true"/> <Attribute name="Guid"/> <Attribute name="Size" type="int"/>
  </Object>
  <Joins object="Badge" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Badge" to="Vault.User">
    <Map vault="PersonID" app="PersonID" direction="out"/> <Map vault="Photo" app="Photo" direction="out" empty="clear"/>
    <Map vault="Stamp" app="Stamp" direction="out"/> <Map vault="Print" app="Print" direction="out"/>
    <Map vault="GuidText" app="Guid" direction="out"/> <Map vault="Size" app="Size" direction="out" empty="clear"/>
  </Mappers>
  <Provision object="Badge" from="Vault.User" onLoss="disable" when="true"/>
</Application>
"""
RULES = """static class Joins
{
    [Join("AD.User")]
    static bool ByGuid(AD.User app, Vault.User vault) => new Guid(app.objectGUID) == vault.DirectoryId;
}
"""
GUIDS = ["01234567-89ab-cdef-0123-456789abcdef", "ffffffff-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000003"]
HEADER = ["PersonID", "DirectoryId", "Stamp", "Print"]
PRINT = "c2VjcmV0IHByaW50"


def guid_bytes(text):
    digits = text.split("-")
    return b"".join(bytes.fromhex(d)[::-1] for d in digits[:3]) + bytes.fromhex("".join(digits[3:]))


def b64(data):
    return base64.b64encode(data).decode("ascii")


def entry(number, photo, certificate=None):
    lines = [f"dn: cn=u{number}", f"objectGUID:: {b64(guid_bytes(GUIDS[number]))}", f"cn: u{number}"]
    if photo is not None:
        text = f"thumbnailPhoto:: {b64(photo)}"
        lines += [text[:70]] + [" " + text[at:at + 70] for at in range(70, len(text), 70)]
    if certificate is not None:
        lines.append(f"usercertificate;binary: {certificate}")
    return "\n".join(lines) + "\n"


def settings(idx, stamp="binary", source='app="Stamp"'):
    write(idx.path("idx.xml"), CONFIGURATION)
    write(idx.path("hr.xml"), HR.format(stamp=stamp, map=source))
    write(idx.path("ad.xml"), DIRECTORY)
    write(idx.path("phones.xml"), PHONES)
    write(idx.path("badges.xml"), BADGES)
    write(idx.path("rules.idx"), RULES)


def phones(idx):
    """uid → attribute → the bytes of its line."""
    entries = {}
    for text in idx.read("data/phones.ldif").decode("ascii").replace("\n ", "").split("\ndn:")[1:]:
        values = {}
        for line in text.split("\n")[1:]:
            name, _, value = line.partition(":")
            values[name] = base64.b64decode(value[1:]) if value.startswith(":") else value.lstrip().encode()
        entries[values["uid"].decode()] = values
    return entries


def both_ways(idx, photos):
    """What stands in the two exported files; nothing changes when it is read."""
    idx.run("sync")
    must_say(idx.run("sync"), "nothing to send", "a second run")
    must_say(idx.run("plan"), "Nothing would change", "plan after all was sent")
    badges, entries = read(idx.path("data", "badges.csv")), phones(idx)
    for number, photo in photos.items():
        badge, phone = badges[f"P{number}"], entries[f"P{number}"]
        assert badge["Photo"] == ("" if photo is None else b64(photo)), badge
        assert phone.get("jpegPhoto") == photo, phone
        assert badge["Size"] == ("" if photo is None else str(len(photo))), badge
        assert badge["Guid"] == GUIDS[number], badge
    return badges, entries


def tests_and_tables(idx):
    write(idx.path("tests", "AD.User.inbound.csv"),
          "app.objectGUID,app.thumbnailPhoto,expect vault.Photo,expect vault.Size,expect vault.GuidText\n"
          f"{b64(guid_bytes(GUIDS[0]))},AP8H,A P8 H,3,{GUIDS[0]}\n{b64(guid_bytes(GUIDS[1]))},,,,{GUIDS[1]}\n")
    for how in ((), ("--interpret",)):
        must_say(idx.run("test", "--filter=tests/", *how), "2 passed, 0 failed", "a table")
    write(idx.path("tests", "AD.User.inbound.csv"),
          f"app.objectGUID,app.thumbnailPhoto,expect vault.Photo\n{b64(guid_bytes(GUIDS[0]))},AP8H,AP8I\n")
    must_say(idx.run("test", "--filter=tests/", accepted=(1,)), ['expected "AP8I"', 'actual   "AP8H"'], "a table that is wrong")
    write(idx.path("tests", "AD.User.inbound.csv"), "app.objectGUID,expect vault.Photo\nAP8,\n")
    must_say(idx.run("test", "--filter=tests/", accepted=(1,)), 'objectGUID is "AP8", which is not base64', "no base64")
    os.remove(idx.path("tests", "AD.User.inbound.csv"))


def whole(idx):
    settings(idx)
    every = bytes(range(256))
    table(idx.path("data", "hr.csv"), [HEADER, ["P0", GUIDS[0], b64(every), PRINT], ["P1", GUIDS[1], "", ""],
                                       ["P2", GUIDS[2], "AP8H\nAP8H", ""]])
    table(idx.path("data", "badges.csv"), [["PersonID", "Photo", "Stamp", "Print", "Guid", "Size"]])
    write(idx.path("data", "phones.ldif"), "version: 1\n")
    large = bytes(range(256)) * (12 << 10)  # more than a rule may allocate, and than a block of the readers holds
    write(idx.path("data", "ad.ldif"), "\n".join([entry(0, b"\0\xff\x07", "plain"), entry(1, large), entry(2, None)]))
    idx.run("lint")
    badges, entries = both_ways(idx, {0: b"\0\xff\x07", 1: large, 2: None})
    assert badges["P0"]["Stamp"] == b64(every) and badges["P2"]["Stamp"] == "AP8HAP8H" and badges["P1"]["Stamp"] == "", badges
    assert badges["P0"]["Print"] == PRINT, badges["P0"]
    assert entries["P0"]["userCertificate;binary"] == b"plain" and "userCertificate;binary" not in entries["P1"], entries["P0"]
    assert len(entries["P0"]["hash"]) == 4 and "hash" not in entries["P2"], entries["P0"]

    # Plan, explain and dump show base64; of sensitive attributes nothing.
    write(idx.path("data", "ad.ldif"), "\n".join([entry(0, b"\xff\xd8new", "other"), entry(1, large), entry(2, None)]))
    must_say(idx.run("plan"), ['"AP8H" -> "/9huZXc="', '"cGxhaW4=" -> "b3RoZXI="'], "plan")
    planned = json.loads(idx.run("plan", "--json"))
    assert '"/9huZXc="' in json.dumps(planned), planned
    both_ways(idx, {0: b"\xff\xd8new", 1: large, 2: None})
    said = idx.run("explain", "AD.User", b64(guid_bytes(GUIDS[0])))
    must_say(said, ["/9huZXc=", "b3RoZXI=", "linked"], "explain by a key of bytes")
    for said in (said, idx.run("explain", "HR.Person", "P0")):
        assert PRINT not in said and "(sensitive)" in said, said
    must_say(idx.run("dump"), ['"Photo":"/9huZXc="', '"DirectoryId":"' + GUIDS[0]], "dump")

    # A photo goes away; base64 that is none is told, and only its row suffers.
    write(idx.path("data", "ad.ldif"), "\n".join([entry(0, None, "other"), entry(1, b" \n"), entry(2, b"x" * 500)]))
    table(idx.path("data", "hr.csv"), [HEADER, ["P0", GUIDS[0], "AA==", PRINT], ["P1", GUIDS[1], "A===", "A==="],
                                       ["P2", GUIDS[2], "AP8HAP8H", ""]])
    must_say(idx.run("sync", accepted=(1,)), 'Stamp is "A===", which is not base64', "base64 that is none")
    table(idx.path("data", "hr.csv"), [HEADER, ["P0", GUIDS[0], "AA==", PRINT], ["P1", GUIDS[1], "", PRINT],
                                       ["P2", GUIDS[2], "AP8HAP8H", ""]])
    badges, _ = both_ways(idx, {0: None, 1: b" \n", 2: b"x" * 500})
    assert badges["P0"]["Stamp"] == "AA==" and badges["P1"]["Print"] == PRINT, badges


def types_change(idx):
    """Base64 texts of the past become no bytes by themselves; bytes become texts."""
    settings(idx, "string", 'value="Convert.FromBase64String(app.Stamp ?? &quot;&quot;)"')
    idx.run("lint")
    before = idx.read("data/badges.csv")
    idx.run("sync")
    assert idx.read("data/badges.csv") == before
    settings(idx)
    must_say(idx.run("sync", accepted=(2,)), ["Stamp", "text to bytea"], "from string to binary")


def refusals(idx):
    write(idx.path("rules.idx"), "static class J { [Join(\"AD.User\")] static bool X(AD.User app, Vault.User vault) => "
                                 "app.thumbnailPhoto == vault.Photo; }")
    must_say(idx.run("lint", accepted=(1, 2)), ["IDX1003", "SequenceEqual"], "== of bytes")
    write(idx.path("rules.idx"), RULES)
    write(idx.path("ad.xml"), DIRECTORY.replace('name="thumbnailPhoto" type="binary"', 'name="thumbnailPhoto" type="binary" multi="true"'))
    must_say(idx.run("lint", accepted=(1, 2)), ["IDX1900", "several values in an attribute of type binary"], "multi")


def main():
    csv.field_size_limit(1 << 26)
    with workspace() as work:
        idx = Idx(sys.argv[1], os.path.join(work, "c"))
        whole(idx)
        tests_and_tables(idx)
        types_change(idx)
        refusals(idx)
    print("4 passed, 0 failed")


main()
