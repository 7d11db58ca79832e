#!/usr/bin/env python3
"""Real people: four HR exports of a parliament in order, and a directory that spells the same people otherwise.

usage: congress_test.py IDX

Checks against the files themselves and the directory's truth: joiners, leavers and changes are what the files say; no join
is wrong; every join is found that equal employee numbers (case and blanks aside) or family name, given name and state
justify; doubles are set aside; the election's leavers trip the guard, and pass once approved.
"""
import csv
import json
import os
import shutil
import subprocess
import sys

from idx_program import workspace
from shared_files import shared_file

DATES = ["2024-12-31", "2025-01-31", "2025-09-30", "2026-06-30"]
HERE = os.path.dirname(os.path.abspath(__file__))
# The attributes that the configuration reads: a change of another column changes no object.
READ = ("last_name first_name middle_name suffix full_name birthday type state party phone").split()


def members(date):
    with open(shared_file("data", "congress", f"members-{date}.csv"), encoding="utf-8", newline="") as file:
        return {row["bioguide_id"]: row for row in csv.DictReader(file)}


class Idx:
    """The program over one configuration in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, *arguments, accepted=(0,)):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode in accepted, f"idx {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}\n{done.stdout}"
        return done

    def sync(self, date, *arguments, accepted=(0,)):
        done = self.run("sync", self.folder, f"--now={date}T06:00:00Z", "--json", *arguments, accepted=accepted)
        return json.loads(done.stdout)

    def approve(self):
        self.run("approve", self.folder)

    def dump(self):
        return [json.loads(line) for line in self.run("dump", self.folder).stdout.splitlines()]


def import_of(summary, name):
    return next(i for i in summary["imports"] if i["type"] == name)


def joins_of(state):
    """bioguide id of the identity → keys of its directory objects that were there before."""
    person, joined = {}, {}
    for line in state:
        if "link" in line and line["type"] == "HR.Member":
            person[line["link"]] = line["object"]
    for line in state:
        if "link" in line and line["type"] == "Directory.Person" and not line["made"]:
            joined[line["object"]] = person[line["link"]]
    return joined


def directory_objects(state):
    return {line["key"]: line["values"] for line in state if line.get("object") == "Directory.Person"}


def justified(objects, hr):
    """Directory key → the HR id that its own values justify; doubles and ambiguous ones left out."""
    by_number = {bioguide.lower(): bioguide for bioguide in hr}
    by_name = {}
    for bioguide, row in hr.items():
        by_name.setdefault((row["last_name"].lower(), row["first_name"].lower(), row["state"]), []).append(bioguide)
    wanted = {}
    for key, values in objects.items():
        number = by_number.get(values.get("employeeNumber", "").strip().lower())
        names = by_name.get((values.get("sn", "").lower(), values.get("givenName", "").lower(), values.get("st", "")), [])
        if number is not None:
            wanted[key] = number
        elif len(names) == 1:
            wanted[key] = names[0]
    claims = {}
    for key, bioguide in wanted.items():
        claims.setdefault(bioguide, []).append(key)
    return {key: bioguide for key, bioguide in wanted.items() if len(claims[bioguide]) == 1}, claims


def truth():
    with open(shared_file("data", "congress", "directory-2026-06-30.truth.csv"), encoding="utf-8", newline="") as file:
        return {row["dn"].split(",")[0].removeprefix("uid="): row for row in csv.DictReader(file)}


def check_joins(state, hr):
    right = truth()
    joined = joins_of(state)
    for key, bioguide in joined.items():
        assert right[key]["bioguide_id"] == bioguide, f"{key} joined {bioguide}, which is wrong"
    wanted, claims = justified({k: v for k, v in directory_objects(state).items() if k in right}, hr)
    missing = {key: bioguide for key, bioguide in wanted.items() if joined.get(key) != bioguide}
    assert not missing, f"joins that the values justify were not found: {missing}"
    doubles = [keys for keys in claims.values() if len(keys) > 1]
    for keys in doubles:
        assert sum(key in joined for key in keys) <= 1, f"doubles {keys} were all joined"
    return len(joined), len(doubles)


def main():
    for date in DATES:
        members(date)
    directory = shared_file("data", "congress", "directory-2026-06-30.ldif")
    with workspace() as folder:
        configuration = os.path.join(folder, "congress")
        shutil.copytree(os.path.join(HERE, "congress"), configuration)
        os.makedirs(os.path.join(configuration, "data"))
        shutil.copyfile(directory, os.path.join(configuration, "data", "directory.ldif"))
        idx = Idx(sys.argv[1], configuration)
        before = {}
        for date in DATES:
            hr = members(date)
            shutil.copyfile(shared_file("data", "congress", f"members-{date}.csv"),
                            os.path.join(configuration, "data", "members.csv"))
            summary = idx.sync(date, accepted=(0, 1, 3))
            hr_import = import_of(summary, "HR.Member")
            assert not hr_import["hold"], hr_import["hold"]
            joiners, leavers = hr.keys() - before.keys(), before.keys() - hr.keys()
            returned = hr_import["returned"]
            assert hr_import["read"] == len(hr)
            assert hr_import["created"] + returned == len(joiners), (hr_import, len(joiners))
            assert hr_import["vanished"] == len(leavers), (hr_import, len(leavers))
            # An import compares whole records; those whose read attributes changed are among the changed.
            changed = {b for b in hr.keys() & before.keys() if any(hr[b][a] != before[b][a] for a in READ)}
            records = {b for b in hr.keys() & before.keys() if hr[b] != before[b]}
            assert len(changed) <= hr_import["changed"] <= len(records), (hr_import["changed"], len(changed), len(records))
            held = summary["held"]
            if date == DATES[0]:
                assert held, "the first export into a filled directory is held"
            if date == DATES[1]:
                assert len(leavers) == 69 and held, "the election's leavers trip the guard"
                assert any("disable" in e["hold"] or "create" in e["hold"] for e in summary["exports"]), summary["exports"]
            state = idx.dump()
            joined, doubles = check_joins(state, hr)
            if held:
                idx.approve()
                idx.sync(date, "--app=Directory", accepted=(0, 1, 3))
            confirmed = idx.sync(date, accepted=(0, 1, 3))
            assert not confirmed["held"], confirmed["exports"]
            state = idx.dump()
            check_joins(state, hr)
            enabled = {line["values"]["BioguideId"] for line in state
                       if line.get("identity") == "Vault.User" and line["values"]["Enabled"] == "true"}
            assert enabled == set(hr), (date, enabled ^ set(hr))
            print(f"{date}: {len(hr)} members, {len(joiners)} joined, {len(leavers)} left, {len(changed)} changed; "
                  f"{joined} accounts joined, {doubles} doubles set aside")
            before = hr
        accounts = directory_objects(idx.dump())
        by_id = {v.get("employeeNumber", "").strip().upper(): v for v in accounts.values()}
        gone = members(DATES[0]).keys() - before.keys()
        for bioguide in gone & by_id.keys():
            assert by_id[bioguide]["employeeType"] == "disabled", f"{bioguide} has left and is active"
    print("passed")


main()
