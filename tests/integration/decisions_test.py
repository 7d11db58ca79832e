#!/usr/bin/env python3
"""What is decided once (??=, initial="true"): in the Vault and in an account the first value stays, whatever the sources
say later and however often it is evaluated; also while a change waits for approval. What is emptied is decided again.

usage: decisions_test.py IDX
"""
import os
import re
import sys

from files import read, table, write
from idx_program import Idx, must_say, workspace

CONFIGURATION = """<Configuration xmlns="urn:idx:config:1" tenant="decisions" zone="Europe/London" version="1">
  <Vault><Object name="User">
    <Attribute name="PersonID"/> <Attribute name="Last"/> <Attribute name="Login"/> <Attribute name="Token"/>
    <Attribute name="Since" type="date"/> <Attribute name="Site"/>
  </Object></Vault>
  <Classes><Class name="All" number="1"/></Classes>
</Configuration>
"""
HR = """<Application name="HR" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/hr.csv"/>
  <Object name="Person" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="First" required="true"/>
    <Attribute name="Last" required="true"/> <Attribute name="Site"/>
  </Object>
  <Joins object="Person" to="Vault.User" otherwise="create"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Mappers object="Person" to="Vault.User">
    <Map app="PersonID" vault="PersonID"/> <Map app="Last" vault="Last"/> <Map app="Site" vault="Site" initial="true"/>
  </Mappers>
</Application>
"""
DIRECTORY = """<Application name="Directory" phase="semi-automatic" xmlns="urn:idx:config:1">
  <Connector type="csv" path="data/directory.csv"/>
  <Object name="Account" key="PersonID">
    <Attribute name="PersonID" required="true"/> <Attribute name="Login"/> <Attribute name="Secret"/> <Attribute name="Last"/> <Attribute name="Note"/>
  </Object>
  <Joins object="Account" to="Vault.User" otherwise="ignore"><Join id="id"><Match app="PersonID" vault="PersonID"/></Join></Joins>
  <Provision object="Account" from="Vault.User"/>
</Application>
"""
RULES = """static class Decisions
{
    [Inbound("HR.Person", Precedence = 10)]
    static void Once(HR.Person app, Vault.User vault)
    {
        vault.Login ??= (app.First[..1] + app.Last).ToLower();
        vault.Token ??= Guid.NewGuid().ToString();
        vault.Since ??= DateOnly.FromDateTime(DateTime.UtcNow);
    }

    [Outbound("Directory.Account", Precedence = 10)]
    static void Noted(Vault.User vault, Directory.Account app)
    {
        if (vault.Site == "Rome") app.Note ??= "from Rome";
    }

    [Outbound("Directory.Account", Precedence = 20)]
    static void Otherwise(Vault.User vault, Directory.Account app) => app.Note = vault.Last;

    [Outbound("Directory.Account")]
    static void Account(Vault.User vault, Directory.Account app)
    {
        app.PersonID = vault.PersonID;
        app.Login ??= vault.Login;
        app.Secret ??= Guid.NewGuid().ToString("N")[..12];
        app.Last = vault.Last;
    }
}
"""


def vault(idx):
    """The identity's line of the dump, without the number of its provenance."""
    lines = [line for line in idx.run("dump").splitlines() if '"identity":"Vault.User"' in line]
    assert len(lines) == 1, lines
    return lines[0]


def value(line, name):
    found = re.search(f'"{name}":"([^"]*)"', line)
    assert found, f"no {name} in {line}"
    return found.group(1)


def main():
    with workspace() as work:
        idx = Idx(sys.argv[1], os.path.join(work, "c"))
        for name, text in (("idx.xml", CONFIGURATION), ("hr.xml", HR), ("directory.xml", DIRECTORY), ("rules.idx", RULES)):
            write(idx.path(name), text)
        head = ["PersonID", "First", "Last", "Site"]
        hr = idx.path("data", "hr.csv")
        directory = idx.path("data", "directory.csv")
        table(hr, [head, ["1", "Ada", "Byron", "London"]])
        table(directory, [["PersonID", "Login", "Secret", "Last", "Note"]])
        assert "warning" not in idx.run("lint"), idx.run("lint")

        idx.run("sync", "--now=2026-03-01T10:00:00Z", accepted=(3,))
        first = vault(idx)
        assert value(first, "Login") == "abyron" and value(first, "Since") == "2026-03-01", first
        waiting = idx.run("changes")
        secret = re.search(r"Secret[^A-Za-z0-9]+([A-Za-z0-9]{12})\b", waiting)
        assert secret, waiting
        # It waits for approval, and the name changes meanwhile: what was decided is not decided again.
        table(hr, [head, ["1", "Ada", "Lovelace", "Paris"]])
        idx.run("sync", "--now=2026-03-02T10:00:00Z", accepted=(3,))
        second = vault(idx)
        for name in ("Login", "Token", "Since", "Site"):
            assert value(first, name) == value(second, name), (name, first, second)
        assert value(second, "Last") == "Lovelace", second
        idx.run("approve")
        idx.run("sync", "--now=2026-03-03T10:00:00Z", accepted=(0, 3))
        account = read(directory)["1"]
        assert account["Secret"] == secret.group(1) and account["Login"] == "abyron" and account["Last"] == "Lovelace", account
        # Who has no opinion decides nothing: the next rule's value follows its source.
        assert account["Note"] == "Lovelace", account
        idx.run("sync", "--full", "--now=2026-03-03T12:00:00Z")
        said = idx.run("explain", "Vault.User", "1")
        must_say(said, "decided before, and kept", "explain")

        # Somebody gives the account another login name: it is theirs to give. Emptied, it is decided again.
        table(directory, [["PersonID", "Login", "Secret", "Last", "Note"], ["1", "ada", secret.group(1), "Lovelace", "Lovelace"]])
        idx.run("sync", "--now=2026-03-04T10:00:00Z")
        idx.run("sync", "--full", "--now=2026-03-05T10:00:00Z")
        assert read(directory)["1"]["Login"] == "ada", read(directory)
        table(directory, [["PersonID", "Login", "Secret", "Last", "Note"], ["1", "", secret.group(1), "Lovelace", "Lovelace"]])
        idx.run("sync", "--full", "--now=2026-03-06T10:00:00Z", accepted=(0, 3))
        idx.run("approve")
        idx.run("sync", "--full", "--now=2026-03-07T10:00:00Z", accepted=(0, 3))
        assert read(directory)["1"]["Login"] == "abyron", read(directory)
        assert read(directory)["1"]["Secret"] == secret.group(1), read(directory)

        table(hr, [head, ["1", "Ada", "King", "Paris"]])
        idx.run("sync", "--full", "--now=2026-03-07T11:00:00Z", accepted=(3,))
        idx.run("approve")
        idx.run("sync", "--full", "--now=2026-03-07T12:00:00Z", accepted=(0, 3))
        account = read(directory)["1"]
        assert account["Note"] == "King" and account["Login"] == "abyron", account

        # Another rule set evaluates everybody: nothing that is decided changes.
        before = vault(idx)
        write(idx.path("rules.idx"), RULES.replace(".ToLower()", ".ToUpper()"))
        idx.run("sync", "--full", "--now=2026-03-08T10:00:00Z", accepted=(0, 3))
        assert before == vault(idx), (before, vault(idx))
        print("decisions: kept")


if __name__ == "__main__":
    main()
