#!/usr/bin/env python3
"""The example university, synced whole, against the truth that its generator wrote.

usage: university_test.py IDX

Every account joins the person that the truth names, or is set aside, or waits; who should get an account gets one; after
the approved export the next run confirms it, and then nothing changes.
"""
import csv
import json
import os
import shutil
import subprocess
import sys

from idx_program import workspace

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PEOPLE = 2000


def run(program, *arguments, accepted=(0,)):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in accepted, f"idx {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}{done.stdout}"
    return done.stdout


def sync(program, folder, day):
    return json.loads(run(program, "sync", folder, f"--now=2026-03-{day:02d}T06:00:00Z", "--json", accepted=(0, 1, 3)))


def links(state):
    person, account = {}, {}
    for line in state:
        if "link" in line:
            (person if line["type"] == "HR.Person" else account)[line["link"]] = line
    return person, account


def main():
    program = sys.argv[1]
    with workspace() as work:
        folder = os.path.join(work, "university")
        shutil.copytree(os.path.join(ROOT, "examples", "university"), folder, ignore=shutil.ignore_patterns("sample"))
        subprocess.run([sys.executable, os.path.join(ROOT, "examples", "university", "generate.py"), "--people", str(PEOPLE),
                        "--seed", "5", "--out", folder], check=True, capture_output=True)
        with open(os.path.join(folder, "truth.csv"), encoding="utf-8", newline="") as file:
            truth = list(csv.DictReader(file))
        first = sync(program, folder, 1)
        assert first["held"], "the first export into a filled directory is held"
        run(program, "approve", folder)
        sync(program, folder, 2)
        confirmed = sync(program, folder, 3)
        assert not confirmed["held"], confirmed["exports"]
        state = [json.loads(line) for line in run(program, "dump", folder).splitlines()]
        person, account = links(state)
        joined = {line["object"]: person[identity]["object"] for identity, line in account.items()
                  if not line["made"] and identity in person}
        made = {person[identity]["object"] for identity, line in account.items() if line["made"]}
        aside = {row["account"] for row in truth if row["outcome"] in ("aside", "wait")}
        wrong = [(row, joined.get(row["account"])) for row in truth
                 if row["outcome"] == "joined" and joined.get(row["account"]) != row["person"]]
        assert not wrong, f"{len(wrong)} accounts did not join their person, such as {wrong[:3]}"
        assert not aside & joined.keys(), f"joined, but to be set aside: {sorted(aside & joined.keys())[:5]}"
        missing = [row["person"] for row in truth if row["outcome"] == "provision" and row["person"] not in made]
        assert not missing, f"{len(missing)} people got no account, such as {missing[:5]}"
        extra = {row["person"] for row in truth if row["outcome"] == "none"} & made
        assert not extra, f"got an account and should not: {sorted(extra)[:5]}"
        again = sync(program, folder, 3)
        assert again["inbound"]["changed"] == 0 and all(o["pending"] == 0 for o in again["outbound"]), again
        print(f"{len(joined)} accounts joined, {len(aside)} set aside or waiting, {len(made)} made: as the truth has it")


main()
