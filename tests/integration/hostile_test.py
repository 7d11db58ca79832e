#!/usr/bin/env python3
"""Programs and sources that mean harm: each ends in a diagnostic or an evaluation error, the same natively and interpreted,
within bounded time and memory, and never in a crash.

usage: hostile_test.py IDX
"""
import json
import os
import resource
import subprocess
import sys

from hostile_programs import EXPRESSIONS, METHODS
from hostile_sources import NESTED, RULES, XML
from idx_program import FORBIDDEN, workspace

SECONDS = 120         # for one process; the slowest takes a few on an idle machine
MEMORY = 1536 << 20   # resident, of the largest process
CONFIGURATION = b"""<?xml version="1.0" encoding="utf-8"?>
<Configuration xmlns="urn:idx:config:1" tenant="hostile">
  <Vault><Object name="User"><Attribute name="Uid"/></Object></Vault>
</Configuration>
"""
BUDGETS = ("IDX3020", "IDX3021", "IDX3022")


class Program:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.instrumented = b"__asan_init" in file.read() or b"__tsan_init" in file.read()

    def limit(self):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not self.instrumented:  # sanitizers reserve address space without end
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))

    def run(self, *arguments, text=b"", accepted=(0,), name=""):
        done = subprocess.run([self.path, *arguments], input=text, capture_output=True, check=False, timeout=SECONDS,
                              preexec_fn=self.limit)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert done.returncode in accepted, f"{name}: exit {done.returncode}, not {accepted}\n{said[:2000]}"
        for word in FORBIDDEN:
            assert word not in said, f"{name}: says {word}\n{said[:2000]}"
        return done.stdout


def evaluate(program, lines, *flags):
    text = "".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass")
    answers = program.run("eval", *flags, "--lines", "-", text=text, name=" ".join(flags) or "eval").splitlines()
    assert len(answers) == len(lines), f"{len(answers)} answers to {len(lines)} expressions"
    return [json.loads(answer.decode("utf-8", "surrogatepass")) for answer in answers]


def check_answers(cases, native, interpreted):
    """Wanted is a diagnostic's id, "budget" for any of the budgets, or the value."""
    wrong = []
    for (expression, wanted), answer, other in zip(cases, native, interpreted):
        got = answer["error"]["id"] if "error" in answer else answer["value"]
        right = got in BUDGETS if wanted == "budget" else got == wanted
        if not right or answer != other:
            wrong.append(f"{expression[:100]}: wanted {wanted!r}, natively {str(answer)[:300]}, interpreted {str(other)[:300]}")
    assert not wrong, "\n".join(wrong)


def programs(program, folder):
    write(folder, "idx.xml", CONFIGURATION)
    write(folder, "rules.idx", METHODS.encode())
    lines = [expression for expression, _ in EXPRESSIONS]
    answers = [evaluate(program, lines, "--dir", folder, *flags) for flags in ((), ("--interpret",))]
    check_answers(EXPRESSIONS, *answers)
    return len(EXPRESSIONS)


def nested(program):
    """Each form at depths around the limits: a value or a diagnostic, the same both ways."""
    count = 0
    for depth in (60, 190, 400, 1400, 3000, 100_000):
        lines = [make(depth) for make in NESTED.values()]
        native, interpreted = evaluate(program, lines), evaluate(program, lines, "--interpret")
        for form, answer, other in zip(NESTED, native, interpreted):
            assert answer == other, f"{form} {depth} deep: natively {str(answer)[:300]}, interpreted {str(other)[:300]}"
            deep = "error" in answer and answer["error"]["id"].startswith("IDX")
            assert deep or depth <= 3000, f"{form} {depth} deep was taken"
        count += len(lines)
    return count


def sources(program, folder):
    wrong = []
    for name, (make, wanted) in RULES.items():
        write(folder, "idx.xml", CONFIGURATION)
        write(folder, "rules.idx", make())
        wrong += check_source(program, folder, name, wanted)
    write(folder, "rules.idx", b"")
    for name, (make, wanted) in XML.items():
        write(folder, "idx.xml", make(CONFIGURATION))
        wrong += check_source(program, folder, name, wanted)
    assert not wrong, "\n".join(wrong)
    return len(RULES) + len(XML)


def check_source(program, folder, name, wanted):
    """Wanted is the id of the first error; None: there is none. What is wrong."""
    report = json.loads(program.run("lint", "--json", folder, accepted=(0, 1), name=name))
    first = next((d for d in report["diagnostics"] if d["severity"] == "error"), {"code": None})
    wrong = [] if first["code"] == wanted else [f"{name}: wanted {wanted}, got {str(first)[:500]}"]
    expected = (1,) if report["errors"] else (0,)
    said = program.run("lint", folder, accepted=expected, name=name).decode("utf-8", "replace")
    wild = [c for c in said if (c < " " and c not in "\n\t") or c in "\x7f\u202e\u2066"]
    if wild:
        wrong.append(f"{name}: the message would steer a terminal: {wild}")
    program.run("compile", folder, accepted=expected, name=name)
    return wrong


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def main():
    program = Program(sys.argv[1])
    with workspace() as work:
        count = programs(program, work) + nested(program) + sources(program, work)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    assert program.instrumented or peak < MEMORY, f"a process took {peak >> 20} MiB"
    print(f"passed: {count} hostile programs and sources, {peak >> 20} MiB at most")


main()
