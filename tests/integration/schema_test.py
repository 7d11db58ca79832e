#!/usr/bin/env python3
"""grammar/idx.xsd describes what the program takes: every configuration of the project and each block of the documents is
valid by it, and what it refuses the program refuses as well. What `idx lint` writes as SARIF has what SARIF 2.1.0 requires.

usage: schema_test.py IDX
"""
import glob
import json
import os
import re
import subprocess
import sys
import urllib.parse

from idx_program import run, workspace

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SCHEMA = os.path.join(ROOT, "grammar", "idx.xsd")

# What is wrong → what stands in the whole example of docs/configuration.md, and what takes its place.
REFUSED = {
    "an element that is not known": ("<Classes>", "<Classses></Classses><Classes>"),
    "an element in another's place": ("<Disable/>", "<Object name=\"A\"/>"),
    "an attribute that is not known": ("zone=", "zones="),
    "an attribute that is missing": ('<Class name="Staff" number="1"', '<Class number="1"'),
    "an attribute that is missing, of a map's part": ('<Match app="WorkdayID" vault="EmployeeID"/>', '<Match app="WorkdayID"/>'),
    "a word that is none of a choice": ('otherwise="create"', 'otherwise="make"'),
    "a comparison that is none": ('name="Last Day" type="date"', 'name="Last Day" equality="nearly"'),
    "a number that is none": ('number="1"', 'number="one"'),
    "a truth that is none": ('<Attribute name="Type"/>', '<Attribute name="Type" multi="yes"/>'),
    "a time without a unit": ('after="90d"', 'after="90"'),
    "a name that is none": ('<Application name="Workday">', '<Application name="Work day">'),
    "text between elements": ("<Vault>", "<Vault>text"),
    "another namespace": ("urn:idx:config:1", "urn:idx:config:2"),
    "another root": ("Configuration", "Settings"),
    "a tag that stays open": ("</Vault>", ""),
}


def documented():
    """The XML blocks of the documents that are whole files."""
    for path in sorted(glob.glob(os.path.join(ROOT, "docs", "*.md"))):
        with open(path, encoding="utf-8") as file:
            for number, block in enumerate(re.findall(r"^```xml.*\n((?:.*\n)*?)```", file.read(), re.M), 1):
                if "xmlns=" in block:
                    yield f"{os.path.basename(path)}, block {number}", block


def validate(path):
    """Empty for a valid file, else what is wrong."""
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", SCHEMA, path], capture_output=True, check=False)
    assert done.returncode in (0, 1, 3), f"xmllint could not check {path}: {done.stderr.decode()[:1000]}"
    return done.stderr.decode() if done.returncode else ""


def write(path, text):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    return path


def valid_files(program, work):
    files = [path for folder in ("examples", "tests") for path in
             glob.glob(os.path.join(ROOT, folder, "**", "*.xml"), recursive=True) if "corpus" not in path.split(os.sep)]
    run(program, "init", os.path.join(work, "starter"))
    files += glob.glob(os.path.join(work, "starter", "**", "*.xml"), recursive=True)
    files += [write(os.path.join(work, f"block{n}.xml"), block) for n, (_, block) in enumerate(documented())]
    assert len(files) > 10, files
    for path in files:
        wrong = validate(path)
        assert not wrong, f"{path}: the program takes it, the schema does not\n{wrong[:2000]}"
    return len(files)


def refused_files(program, work):
    whole = next(block for name, block in documented() if name.startswith("configuration.md"))
    folder = os.path.join(work, "refused")
    os.mkdir(folder)
    path = write(os.path.join(folder, "idx.xml"), whole)
    run(program, "lint", folder)
    for name, (there, instead) in REFUSED.items():
        assert there in whole, f"{name}: the example has no {there}"
        write(path, whole.replace(there, instead))
        assert validate(path), f"{name}: the schema takes it"
        run(program, "lint", folder, accepted=(1,))
    return len(REFUSED)


def required(holder, *names):
    for name in names:
        assert name in holder, f"SARIF requires {name} in {str(holder)[:300]}"


def check_location(location):
    place = location["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%]+", uri), f"{uri} is no URI"
    region = place["region"]
    assert 1 <= region["startLine"] <= region["endLine"] and region["startColumn"] >= 1 and region["endColumn"] >= 1
    return urllib.parse.unquote(uri)


def check_sarif(log):
    """SARIF 2.1.0: version and runs (3.13), a tool with a driver (3.14.6, 3.18.2) that has a name (3.19.8), rules with ids
    (3.49.3), results with a message that has a text (3.27.11, 3.11.8). The files that the results are in."""
    required(log, "version", "runs", "$schema")
    assert log["version"] == "2.1.0"
    files = set()
    for sarif_run in log["runs"]:
        required(sarif_run, "tool", "results")
        driver = sarif_run["tool"]["driver"]
        required(driver, "name", "rules")
        rules = [rule["id"] for rule in driver["rules"]]
        assert len(set(rules)) == len(rules), "rules are listed twice"
        for result in sarif_run["results"]:
            required(result, "message", "ruleId")
            assert result["message"]["text"] and result["ruleId"] in rules
            assert result["level"] in ("none", "note", "warning", "error")
            for location in result.get("locations", []) + result.get("relatedLocations", []):
                if "physicalLocation" in location:
                    files.add(check_location(location))
    return files


def sarif(program, work):
    folder = os.path.join(work, "sarif")
    run(program, "init", folder)
    assert check_sarif(json.loads(run(program, "lint", folder, "--format=sarif"))) == set()
    mistake = "static class {} {{ static string M() => \"\\u00e9\" + missing; }}\n"
    steps = [{"my rules/Zoë & 100%.idx": mistake.format("A"), "plain.idx": mistake.format("B")},
             {"broken.idx": "static class \u202e {", "apps/more.xml": "<Application/>"},
             {"bytes.idx": "static class \udcff\udcfe {"}]
    for step in steps:
        for name, text in step.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            write(os.path.join(folder, name), text)
        files = check_sarif(json.loads(run(program, "lint", folder, "--format=sarif", accepted=(1,))))
        assert files >= set(step), files


def main():
    program = sys.argv[1]
    with workspace() as work:
        taken, refused = valid_files(program, work), refused_files(program, work)
        sarif(program, work)
    print(f"passed: {taken} valid files, {refused} kinds of mistakes, SARIF")


main()
