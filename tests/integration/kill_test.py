#!/usr/bin/env python3
"""Runs that are killed: `idx sync` is ended by SIGKILL at moments all over a run, run again, and must end in the state of
a run that nobody disturbed, to the byte of `idx dump` and of the exported file. Logins are given by Unique.Of.

usage: kill_test.py IDX
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time

from idx_program import workspace

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PEOPLE = 400
KILLS = 8


HANDLES = """namespace University;

static class Handles
{
    [Inbound("HR.Person")]
    static void Handle(HR.Person app, Vault.User vault) => vault.Handle ??= Unique.Of("Vault.User.Handle",
        [..Enumerable.Range(0, 400).Select(n => Str.Left(app.PersonID, 2) + n)]);
}
"""


def run(program, *arguments, accepted=(0,)):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in accepted, f"idx {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}{done.stdout}"
    return done.stdout


def make(folder):
    shutil.copytree(os.path.join(ROOT, "examples", "university"), folder, ignore=shutil.ignore_patterns("sample"))
    subprocess.run([sys.executable, os.path.join(ROOT, "examples", "university", "generate.py"), "--people", str(PEOPLE),
                    "--seed", "3", "--out", folder], check=True, capture_output=True)
    # Many ask for the same few logins: who gets which must not depend on when the run was killed either.
    path = os.path.join(folder, "apps", "directory.xml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    plain = 'value="Accounts.Uid(vault.AccountName, vault.GivenName, vault.FamilyName, vault.PersonID)"'
    assert plain in text, "the example maps uid in another way now"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(plain, """initial="true" value='Unique.Of("Directory.Account.uid",
      [..Enumerable.Range(0, 400).Select(n => Str.Left(vault.GivenName ?? "x", 1).ToLower() + n)])'"""))
    path = os.path.join(folder, "idx.xml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    mail = '<Attribute name="Mail" equality="ignoreCase"/>'
    assert mail in text, "the example's Vault is another one now"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(mail, mail + '<Attribute name="Handle"/>'))
    with open(os.path.join(folder, "rules", "handles.idx"), "w", encoding="utf-8") as file:
        file.write(HANDLES)


def sync(program, folder, day):
    run(program, "sync", folder, f"--now=2026-03-{day:02d}T06:00:00Z", accepted=(0, 1, 3))


def story(program, folder, disturb):
    """A first load, its approval, the export, and a confirming run; disturb(day) may kill a sync of that day first."""
    for day in (1, 2, 3):
        disturb(folder, day)
        sync(program, folder, day)
        run(program, "approve", folder)
    with open(os.path.join(folder, "data", "directory.csv"), "rb") as file:
        return run(program, "dump", folder), file.read()


def main():
    program = sys.argv[1]
    seed = int(os.environ.get("IDX_SEED", "7"))
    dice = random.Random(seed)
    with workspace() as work:
        calm = os.path.join(work, "calm")
        make(calm)
        started = time.monotonic()
        expected = story(program, calm, lambda folder, day: None)
        length = (time.monotonic() - started) / 6
        killed = 0

        def kill(folder, day):
            nonlocal killed
            for _ in range(KILLS):
                victim = subprocess.Popen([program, "sync", folder, f"--now=2026-03-{day:02d}T06:00:00Z"],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                try:
                    victim.wait(timeout=dice.random() * length)
                    return  # it ended before the moment came: the day is done
                except subprocess.TimeoutExpired:
                    victim.send_signal(signal.SIGKILL)
                    victim.wait()
                    killed += 1

        disturbed = os.path.join(work, "disturbed")
        make(disturbed)
        found = story(program, disturbed, kill)
        print(f"{killed} runs killed (IDX_SEED={seed})")
        assert killed >= 5, "too few runs were killed for the test to mean anything"
        for name, a, b in (("dump", expected[0], found[0]), ("directory.csv", expected[1], found[1])):
            if a != b:
                lines = [pair for pair in zip(a.splitlines(), b.splitlines()) if pair[0] != pair[1]][:5]
                sys.exit(f"{name} differs after kills (IDX_SEED={seed}): {len(a)} and {len(b)} bytes; first differences: {lines}")
    print("passed")


main()
