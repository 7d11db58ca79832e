#!/usr/bin/env python3
"""Notifications: each cause is told of once, for as long as it holds, to whom the rule names; a run of everybody tells nobody anything, and
an interrupted or failing one loses none and tells none twice.

usage: notify_test.py IDX
"""
import json
import sys

from files import table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="notify" zone="UTC" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Name"/> <Attribute name="Mail"/> <Attribute name="Manager" type="reference" to="Vault.User"/>
  </Object></Vault>
  <Guards limitMax="1000" limitPercent="100" limitFloor="1000" smallerRead="100" fillDrop="100"/>
  <Application name="HR">
    <Connector type="csv" path="data/hr.csv"/>
    <Object name="Person" key="PersonID">
      <Attribute name="PersonID" required="true"/> <Attribute name="Name"/> <Attribute name="Mail"/> <Attribute name="Boss" type="reference" to="HR.Person"/>
    </Object>
    <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
    <Mappers object="Person" to="Vault.User">
      <Map app="PersonID" vault="PersonID"/> <Map app="Name" vault="Name"/> <Map app="Mail" vault="Mail"/> <Map app="Boss" vault="Manager"/>
    </Mappers>
    <Filters object="Person">
      <Filter id="leaver" when='app.Name?.StartsWith("ex ") == true'>
        <Notify template="leaver"><To value="vault.Manager?.Mail"/><To value='"office@example.org"'/></Notify>
      </Filter>
    </Filters>
  </Application>
  <Application name="AD">
    <Connector type="csv" path="data/ad.csv"/>
    <Object name="User" key="Id"><Attribute name="Id" required="true"/> <Attribute name="Mail"/></Object>
    <Joins object="User" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="Id" vault="PersonID"/></Join></Joins>
    <Mappers object="User" to="Vault.User"><Map vault="PersonID" app="Id" direction="out"/> <Map vault="Mail" app="Mail" direction="out"/></Mappers>
    <Provision object="User" from="Vault.User" onLoss="leave"/>
  </Application>
</Configuration>
"""
RULES = """static class R
{
    [Filter(Stage.Inbound, "HR.Person", Order = 20)]
    static void Each(HR.Person app, Vault.User vault, Sync sync)
    {
        foreach (var word in (app.Name ?? "").Split(' '))
        {
            if (word == "fails") throw Fail("this one fails");
            if (word.StartsWith("#")) sync.Notify("tag", word.Substring(1));
        }
    }

    [Filter(Stage.Export, "AD.User", Order = 10)]
    static void Mails(AD.User app, Vault.User vault, Change change, Sync sync)
    {
        if (change.Kind == ChangeKind.Update) sync.Notify("mail", to: change.Old.Mail);
    }
}
"""


def people(idx, rows):
    table(idx.path("data", "hr.csv"), [["PersonID", "Name", "Mail", "Boss"], *rows])


def told(idx, *arguments, accepted=(0, 3)):
    """What a run recorded: template, receiver and rule."""
    said = json.loads(idx.run("sync", "--json", *arguments, accepted=accepted))
    assert said["notified"]["count"] == len(said["notified"]["messages"])
    return sorted(f'{m["message"]} {m["rule"].split(":")[-1].split(" ")[-1]}' for m in said["notified"]["messages"])


def main(program):
    with workspace() as work:
        idx = Idx(program, work)
        write(idx.path("idx.xml"), CONFIGURATION)
        write(idx.path("rules.idx"), RULES)
        table(idx.path("data", "ad.csv"), [["Id", "Mail"]])
        rows = [["1", "Ann", "ann@example.org", ""], ["2", "Ben", "ben@example.org", "1"], ["3", "Cid", "cid@example.org", ""]]
        people(idx, rows)
        assert told(idx) == []
        idx.run("approve")
        assert told(idx) == []
        rows[1][1] = "ex Ben #a #b #a"
        people(idx, rows)
        must_say(idx.run("plan"), '"leaver" to ann@example.org', "a plan says it, too")
        leaver = ['"leaver" to ann@example.org leaver', '"leaver" to office@example.org leaver', '"tag" to a R.Each', '"tag" to b R.Each']
        assert told(idx) == leaver
        assert told(idx) == [] and told(idx, "--full") == []
        # Another receiver is told; whom it was before has been told already. A null receiver is nobody.
        rows[0][2] = "anna@example.org"
        people(idx, rows)
        assert told(idx) == ['"leaver" to anna@example.org leaver', '"mail" to ann@example.org R.Mails']
        rows[0][2] = ""
        people(idx, rows)
        assert told(idx) == []
        # Failing, it is not known: what holds goes on to hold.
        rows[1][1] = "ex Ben fails #a #b"
        people(idx, rows)
        assert told(idx, accepted=(0, 1, 3)) == []
        rows[1][1] = "ex Ben #a #c"
        people(idx, rows)
        assert told(idx) == ['"tag" to c R.Each']
        # Over, and again.
        rows[1][1] = "Ben"
        people(idx, rows)
        assert told(idx) == []
        rows[1][1] = "ex Ben"
        people(idx, rows)
        assert told(idx) == ['"leaver" to office@example.org leaver']
        # No value of a person's is taken for another notification.
        rows[2][1] = "#x\x1eleaver\x1eall@example.org"
        people(idx, rows)
        assert told(idx) == ['"tag" to xleaverall@example.org R.Each']
        must_say(idx.run("rebuild", "--check"), "Nothing would change", "rebuild")
    print("notify_test: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
