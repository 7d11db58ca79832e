#!/usr/bin/env python3
"""A database or a disk that fails under a run, and two runs at once: each run says what happened and what to do, leaves
nothing half-written, and the next one ends as if nothing had been.

usage: bad_place_test.py IDX
"""
import os
import shutil
import signal
import subprocess
import sys
import time

from idx_program import Idx, must_say, workspace

PEOPLE = 20_000
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def wide(hr, people):
    """The HR file of the starter with so many more people, for runs that last."""
    rows = [f"{100000 + i},Given{i},Surname{i},Staff,Dept{i % 50},".encode() for i in range(people)]
    return hr + b"\n".join(rows) + b"\n"


def postmaster(folder):
    """The process id of the private server of a data folder, which this test's own run started; 0: none."""
    data = os.path.join(folder, ".idx", "pg")
    try:
        with open(os.path.join(folder, ".idx", "pg.location"), encoding="utf-8") as file:
            data = file.readline().strip()
    except OSError:
        pass
    for base in (data, os.path.join(data, "cluster")):
        try:
            with open(os.path.join(base, "postmaster.pid"), encoding="utf-8") as file:
                return int(file.readline())
        except (OSError, ValueError):
            continue
    return 0


def start(idx, *arguments):
    # libpqxx keeps the result of a query that lost its connection: no leak of ours, where leaks are looked for.
    environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.Popen([idx.program, "sync", idx.folder, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            env=environment)


def end(process):
    said = process.communicate(timeout=300)[0].decode("utf-8", "replace")
    for word in ("what():", "terminate called", "std::", "exception"):
        assert word not in said, f"idx sync says {word}\n{said}"
    return process.returncode, said


def server_goes_away(program, work):
    """The server is stopped at moments all over a run: in the end all is as after a run that nobody disturbed."""
    ends = {}
    lost = 0
    for name, delays in (("calm", ()), ("lost", (0.0, 0.05, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2))):
        idx = Idx(program, os.path.join(work, name))
        idx.run("init")
        for day, expected in enumerate(((3,), (0,), (0,)), 1):
            idx.run("sync", f"--now=2026-03-0{day}T06:00:00Z", accepted=expected)
            idx.run("approve")
        idx.write("data/hr.csv", wide(idx.read("data/hr.csv"), PEOPLE))
        for delay in delays:
            process = start(idx, "--now=2026-03-04T06:00:00Z")
            deadline = time.monotonic() + 60
            while postmaster(idx.folder) == 0 and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(delay)
            victim = postmaster(idx.folder)
            if victim and process.poll() is None:
                os.kill(victim, signal.SIGQUIT)  # stops at once, as in a crash
            code, said = end(process)
            assert code in (0, 2, 3), f"exit {code}\n{said}"
            if code == 2:
                must_say(said, ["idx: ", "repeat"], "the server goes away")
                lost += 1
        idx.run("sync", "--now=2026-03-04T06:00:00Z", accepted=(0, 3))
        idx.run("approve")
        idx.run("sync", "--now=2026-03-05T06:00:00Z")
        ends[name] = idx.state()
    assert lost >= 3, "the server seldom went away within a run: the test shows nothing"
    assert ends["lost"] == ends["calm"], "the next good run ended otherwise"
    return lost


def two_at_once(idx, hr):
    idx.write("data/hr.csv", wide(hr, PEOPLE))
    first, second = start(idx), start(idx)
    results = [end(first), end(second)]
    codes = sorted(code for code, _ in results)
    refused = [said for code, said in results if code == 2]
    assert codes[0] in (0, 1, 3) and len(refused) <= 1, results
    for said in refused:
        assert "another" in said, said
        assert "end" in said or "wait" in said or "repeat" in said, said
    return len(refused)


def disk_full(program, work):
    """A data folder on a small file system of its own; needs root to mount it."""
    place = os.path.join(work, "small")
    os.mkdir(place)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=0711", "tmpfs", place], capture_output=True,
                             check=False)
    if mounted.returncode != 0:
        print("skipped: a full disk (no right to mount a file system)")
        return
    try:
        idx = Idx(program, os.path.join(work, "full"))
        idx.run("init")
        os.mkdir(f"{place}/idx")
        os.chmod(f"{place}/idx", 0o711)  # so that the server, which runs as another user, lies there, too
        data = f"--data={place}/idx"
        for expected in ((3,), (0,), (0,)):
            idx.run("sync", data, accepted=expected)
            idx.run("approve", data)
        before = idx.run("dump", data)
        exported = idx.read("data/directory.csv")
        hr = idx.read("data/hr.csv")
        idx.write("data/hr.csv", wide(hr, 200_000))
        said = idx.run("sync", data, accepted=(2,))
        must_say(said, ["disk", "full"], "a full disk")
        assert idx.read("data/directory.csv") == exported, "a full disk: the exported file changed"
        idx.write("data/hr.csv", hr)
        # Nobody must be removed for the next run to work: what the failed one wrote is gone with it.
        idx.run("sync", data, accepted=(0, 3))
        assert idx.run("dump", data) == before, "a full disk: the next good run ended otherwise"
    finally:
        subprocess.run(["umount", place], check=False)


def read_only(program, work):
    place = os.path.join(work, "frozen")
    os.mkdir(place)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,ro,mode=0755", "tmpfs", place], capture_output=True,
                             check=False)
    if mounted.returncode != 0:
        print("skipped: a folder that cannot be written (no right to mount a file system)")
        return
    try:
        idx = Idx(program, os.path.join(work, "plain"))
        idx.run("init")
        must_say(idx.run("sync", f"--data={place}/idx", accepted=(2,)), [place, "ead-only"], "a read-only data folder")
    finally:
        subprocess.run(["umount", place], check=False)


def export_cannot_be_written(idx, before):
    """A folder in the place of the file to export to."""
    path = idx.path("data", "directory.csv")
    kept = idx.read("data/directory.csv")
    os.remove(path)
    os.mkdir(path)
    said = idx.run("sync", accepted=(1, 3))
    must_say(said, "directory.csv", "a folder in the place of the export")
    os.rmdir(path)
    idx.write("data/directory.csv", kept)
    idx.run("sync")
    assert idx.state() == before, "the next good run ended otherwise"


def main():
    program = sys.argv[1]
    with workspace() as work:
        idx = Idx(program, os.path.join(work, "starter"))
        idx.run("init")
        idx.settle()
        before, hr = idx.state(), idx.read("data/hr.csv")
        export_cannot_be_written(idx, before)
        other = os.path.join(work, "other")
        shutil.copytree(idx.folder, other, ignore=shutil.ignore_patterns(".idx"))
        lost = server_goes_away(program, work)
        refused = two_at_once(Idx(program, other), hr)
        disk_full(program, work)
        read_only(program, work)
    print(f"passed: the server went away in {lost} runs; {refused} of two runs at once refused")


main()
