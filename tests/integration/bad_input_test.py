#!/usr/bin/env python3
"""Input that is broken: each case is told with its place, changes nothing that was stored, and the next good run ends in
the state of one that never failed.

usage: bad_input_test.py IDX
"""
import os
import sys

from idx_program import Idx, workspace

HEADER = b"PersonID,First name,Surname,Kind,Department,Last day\n"


def cases(hr):
    """name → the file, the exit code, what the message says."""
    return {
        "unclosed quote": (hr.replace(b"1002,Peter", b'1002,"Peter'), 3, "hr.csv, line 3: a quoted field is open"),
        "too few columns": (hr.replace(b"1002,Peter,", b"1002,"), 1, "hr.csv, line 3: it has 5 fields, the header has 6"),
        "too many columns": (hr.replace(b"1002,Peter,", b"1002,Peter,x,"), 1, "hr.csv, line 3: it has 7 fields"),
        "two columns of one name": (hr.replace(b"Surname", b"First name", 1), 1, 'two columns "First name"'),
        "Latin-1": (hr.replace("Müller".encode(), "Müller".encode("latin-1")), 1, "set the option encoding, such as windows-1252"),
        "UTF-16": (hr.decode().encode("utf-16"), 1, "set the option encoding to utf-16"),
        "a NUL byte": (hr.replace(b"Peter", b"Pe\0ter"), 1, "hr.csv, line 3: First name is"),
        "empty": (b"", 1, "hr.csv is empty: not even a header is there"),
        "header only": (HEADER, 3, "the read is empty; 12 objects were there before"),
        "a missing column": (hr.replace(b"Surname", b"Sirname", 1), 1, 'no column "Surname"'),
        "a key twice": (hr + b"1002,Petra,Oneill,Staff,Library,\n", 1, "hr.csv, line 14: another row has this key"),
        "a key that became another's": (hr.replace(b"\n1002,", b"\n1001,"), 3, "may be its"),
        "cut off": (hr[:len(hr) // 2], 3, "the import is held"),
        "much smaller": (b"".join(hr.splitlines(True)[:4]), 3, "the read has 3 rows, 7"),
    }


def main():
    with workspace() as work:
        idx = Idx(sys.argv[1], os.path.join(work, "starter"))
        for command in ("init", "lint", "test"):
            idx.run(command)
        idx.settle()
        before = idx.state()
        path = os.path.join(idx.folder, "data", "hr.csv")
        with open(path, "rb") as file:
            hr = file.read()

        def write(data):
            with open(path, "wb") as file:
                file.write(data)

        for name, (data, code, message) in cases(hr).items():
            write(data)
            said = idx.run("sync", accepted=(code,))
            assert message in said, f"{name}: the message does not say \"{message}\"\n{said}"
            assert idx.state() == before, f"{name}: the state changed"
            write(hr)
            idx.run("sync")
            assert idx.state() == before, f"{name}: the next good run ended otherwise"
            assert "held_import" not in idx.run("dump"), f"{name}: a hold outlived the next good run"
        os.remove(path)
        assert "cannot open" in idx.run("sync", accepted=(1,))
        assert idx.state() == before
        write(hr)
        said = idx.run("sync", "--db=host=127.0.0.1 port=1 user=x dbname=x connect_timeout=2", accepted=(2,))
        assert "cannot connect to the database" in said and "Check that the server runs" in said, said
        idx.run("sync")
        assert idx.state() == before
        print(f"passed: {len(cases(hr)) + 2} kinds of broken input")


main()
