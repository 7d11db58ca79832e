#!/usr/bin/env python3
"""The command line as its users and their scripts rely on it: what each command writes, its exit codes, --json, help,
progress on a terminal and silence in a pipe, and an interrupted run.

usage: cli_test.py IDX
"""
import json
import os
import pty
import signal
import subprocess
import sys
import time

from idx_program import Idx, must_say, run, workspace

COMMANDS = ("init", "lint", "fmt", "test", "plan", "sync", "changes", "approve", "reject", "explain", "dump", "rebuild", "eval",
            "compile", "explain-code", "completion")


def only_output(program, *arguments, code=0, text=None):
    """Standard output alone, with nothing on standard error where all is well."""
    done = subprocess.run([program, *arguments], capture_output=True, check=False, input=text)
    assert done.returncode == code, f"idx {arguments}: exit {done.returncode}\n{done.stderr.decode()}"
    if code == 0:
        assert done.stderr == b"", f"idx {arguments} writes to standard error: {done.stderr.decode()}"
    return done.stdout.decode("utf-8")


def helps(program):
    overview = only_output(program, "--help")
    for command in COMMANDS:
        must_say(overview, command, "idx --help")
        must_say(only_output(program, command, "--help"), "Example: idx " + command, f"idx {command} --help")
    must_say(only_output(program, "--version"), "idx ", "--version")
    for shell in ("bash", "zsh"):
        script = only_output(program, "completion", shell)
        must_say(script, [*COMMANDS, "--app", "complete "], f"completion {shell}")
    script = only_output(program, "completion", "bash") + """
COMP_WORDS=(idx sy); COMP_CWORD=1; _idx; echo "${COMPREPLY[@]}"
COMP_WORDS=(idx sync --st); COMP_CWORD=2; _idx; echo "${COMPREPLY[@]}"
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["sync", "--stage"], done.stdout


def mistyped(program, idx):
    for arguments, words in (
            (("snyc",), "did you mean 'sync'?"), ((), "a command is missing"), (("sync", "--aap"), "did you mean '--app'?"),
            (("sync",), "DIR (The configuration) is missing"), (("sync", idx.folder, "x"), '"x" is one argument too many'),
            (("sync", idx.folder, "--app=Dirctory"), "did you mean 'Directory'?"),
            (("sync", idx.folder, "--stage=imprt"), "did you mean 'import'?"),
            (("sync", idx.folder, "--now=yesterday"), "yesterday"),
            (("plan", idx.folder, "--limit=many"), "a whole number is wanted"),
            (("lint", idx.folder, "--format=xml"), "none of text, json, sarif"),
            (("compile", idx.folder, "--emit=tpyed"), "did you mean 'typed'?"),
            (("explain", idx.folder, "HR.Persn", "1"), "did you mean 'HR.Person'?"),
            (("explain", idx.folder, "HR.Person", "99999"), "idx sync"),
            (("explain-code", "IDX99999"), "IDX99999"), (("eval",), "an expression, or --lines FILE, is missing"),
            (("lint", idx.folder + "-not"), idx.folder + "-not")):
        must_say(run(program, *arguments, accepted=(2,)), words, " ".join(arguments))
    must_say(run(program, "init", idx.folder, accepted=(2,)), "already holds a configuration", "init again")


def formats(program, idx):
    """fmt changes the layout and nothing else, says what it changed, and finds nothing the second time."""
    good = {name: idx.read(name) for name in ("rules.idx", "idx.xml")}
    assert only_output(program, "fmt", "--check", idx.folder) == ""
    for name, text in good.items():
        idx.write(name, b"".join(line.lstrip(b" ") for line in text.splitlines(True)))
    names = sorted(idx.path(name) for name in good)
    must_say(run(program, "fmt", "--check", idx.folder, accepted=(1,)), [*names, "2 of 2 files would change"], "fmt --check")
    assert sorted(only_output(program, "fmt", idx.folder).splitlines()) == names
    assert idx.read("rules.idx") == good["rules.idx"]
    assert only_output(program, "fmt", "--check", idx.folder, idx.path("rules.idx")) == ""
    idx.write("idx.xml", good["idx.xml"])
    idx.write("rules.idx", b"static class A { int }")
    must_say(run(program, "fmt", idx.folder, accepted=(1,)), "rules.idx:1:", "fmt of a syntax error")
    assert idx.read("rules.idx") == b"static class A { int }"
    idx.write("rules.idx", good["rules.idx"])
    must_say(run(program, "fmt", idx.path("data", "hr.csv"), accepted=(2,)), "neither .idx nor .xml", "fmt of data")
    printed = only_output(program, "fmt", "--to=idx", idx.folder)
    must_say(printed, ["static class HRRules", '[Id("HR/Person/Map:GivenName")]', "vault.GivenName = app.FirstName;"], "fmt --to")


def compiler(program, idx):
    assert json.loads(only_output(program, "lint", idx.folder, "--format=json"))["errors"] == 0
    sarif = json.loads(only_output(program, "lint", idx.folder, "--format=sarif"))
    assert sarif["version"] == "2.1.0" and sarif["runs"][0]["results"] == [], sarif
    rules = idx.read("rules.idx")
    idx.write("rules.idx", rules + b"\nstatic class Z { static int F() { return Nix; } }\n")
    line = rules.count(b"\n") + 2
    report = json.loads(only_output(program, "lint", idx.folder, "--json", code=1))
    assert report["errors"] == 1 and report["diagnostics"][0]["line"] == line, report
    sarif = json.loads(only_output(program, "lint", idx.folder, "--format=sarif", code=1))
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == line and place["artifactLocation"]["uri"].endswith("rules.idx"), place
    assert sarif["runs"][0]["results"][0]["ruleId"] == report["diagnostics"][0]["code"]
    must_say(only_output(program, "lint", idx.folder, code=1) + run(program, "lint", idx.folder, accepted=(1,)),
             f"rules.idx:{line}:", "lint")
    must_say(run(program, "sync", idx.folder, accepted=(1,)), f"rules.idx:{line}:", "sync of rules with a mistake")
    idx.write("rules.idx", rules)
    for emit, sign in (("ast", "class Account"), ("typed", "method Account."), ("llvm", "define "), ("asm", ".text")):
        text = only_output(program, "compile", idx.folder, "--emit=" + emit)
        must_say(text, sign, "compile --emit=" + emit)
        only_output(program, "compile", idx.folder, "--emit=" + emit, "-o", idx.path("out"))
        assert idx.read("out").decode() == text, f"-o differs, --emit={emit}"
    only_output(program, "compile", idx.folder, "--emit=obj", "-o", idx.path("out"))
    assert idx.read("out").startswith(b"\x7fELF"), "--emit=obj"
    os.remove(idx.path("out"))
    must_say(only_output(program, "compile", idx.folder), "rules in", "compile")
    must_say(only_output(program, "explain-code", "IDX2005"), "clock", "explain-code")
    results = json.loads(only_output(program, "test", idx.folder, "--json"))
    assert results["failed"] == 0 and results["passed"] == len(results["tests"]) > 3, results
    assert len(json.loads(only_output(program, "test", idx.folder, "--json", "--filter=Login"))["tests"]) == 2


def evaluation(program, idx):
    for interpret in ((), ("--interpret",)):
        assert only_output(program, "eval", "1 + 1", *interpret) == "2\n"
        assert json.loads(only_output(program, "eval", "mail.ToUpper()", "--json", '{"mail": "a\u00fc"}', *interpret)) == "A\u00dc"
        assert only_output(program, "eval", "DateTime.UtcNow", "--now=2026-06-30T12:00:00Z", *interpret) == '"2026-06-30T12:00:00Z"\n'
        lines = only_output(program, "eval", "--lines", "-", *interpret,
                            text=b'1 + 1\n\nnix\n"a\\"b"\nint.Parse("x")\nTimeSpan.FromHours(1)\n')
        answers = [json.loads(line) for line in lines.splitlines()]
        assert len(answers) == 6, lines
        assert answers[0] == {"value": 2} and answers[3] == {"value": 'a"b'} and answers[5] == {"value": "01:00:00"}, lines
        assert answers[2]["error"]["id"].startswith("IDX") and answers[4]["error"]["message"], lines
    must_say(run(program, "eval", "1 +", accepted=(1,)), ["IDX0001", "expression:1:"], "eval of half an expression")
    must_say(run(program, "eval", "1", "--json", "{", accepted=(2,)), "JSON", "eval with half an object")
    assert only_output(program, "eval", 'Account.Name("Ann", "Lee")', "--dir", idx.folder).startswith('"')


def run_and_explain(program, idx):
    plan = json.loads(only_output(program, "plan", idx.folder, "--json"))
    assert plan["changes"] and plan["summary"]["imports"][0]["created"] == 12, plan["summary"]
    assert only_output(program, "dump", idx.folder).count('"object"') == 0, "a plan leaves nothing behind"
    exported = idx.read("data/directory.csv")
    first = json.loads(only_output(program, "sync", idx.folder, "--json", code=3))
    assert first["held"] and first["exports"][0]["held"] > 0, first
    assert idx.read("data/directory.csv") == exported
    must_say(only_output(program, "sync", idx.folder, code=3), ["idx changes " + idx.folder, "idx approve " + idx.folder],
             "what to type next")
    changes = json.loads(only_output(program, "changes", idx.folder, "--json"))
    assert len(changes) == first["exports"][0]["held"] and changes[0]["attributes"], changes
    assert json.loads(only_output(program, "changes", idx.folder, "--json", "--app=HR")) == []
    must_say(only_output(program, "changes", idx.folder), ["held", "ago", "idx approve"], "changes")
    assert json.loads(only_output(program, "reject", idx.folder, "--app=Directory", "--json"))["changes"] == len(changes)
    only_output(program, "sync", idx.folder)
    assert idx.read("data/directory.csv") == exported, "what was rejected is not sent"
    must_say(only_output(program, "approve", idx.folder, "--app=HR"), "0 changes", "approve")
    explained = json.loads(only_output(program, "explain", idx.folder, "HR.Person", "1001", "--json", "--attr=DisplayName"))
    assert explained["attributes"][0]["value"] and explained["attributes"][0]["opinions"][0]["place"].startswith("idx.xml:")
    must_say(only_output(program, "explain", idx.folder, "Vault.User", explained["identity"]), "DisplayName = ", "explain")
    past = json.loads(only_output(program, "explain", idx.folder, "HR.Person", "1001", "--run=1", "--json"))
    assert past["run"] == 1 and past["attributes"][0]["sinceRun"] == 1, past
    must_say(run(program, "explain", idx.folder, "HR.Person", "1001", "--run=99", accepted=(2,)), "there is no run 99", "--run")
    assert json.loads(only_output(program, "rebuild", idx.folder, "--check", "--json"))["changes"] == []
    for line in only_output(program, "dump", idx.folder).splitlines():
        json.loads(line)
    one = json.loads(only_output(program, "sync", idx.folder, "--app=HR", "--stage=import", "--json"))
    assert [i["type"] for i in one["imports"]] == ["HR.Person"] and one["exports"] == [], one


def on_terminal(arguments, **environment):
    """What the program writes to a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(environment)
        os.execv(arguments[0], arguments)
    said = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        said += more
    os.waitpid(child, 0)
    return said.decode("utf-8", "replace")


def progress(program, idx):
    said = on_terminal([program, "sync", idx.folder, "--full"], TERM="xterm")
    assert "\r\x1b[K" in said and "inbound" in said, "no progress on a terminal"
    assert said.rstrip().splitlines()[-1].find("\x1b[K") <= 0, "progress is left on the last line"
    for how in ({"TERM": "dumb"}, {"TERM": ""}):
        assert "\x1b" not in on_terminal([program, "sync", idx.folder, "--full"], **how), how
    assert "\x1b" not in on_terminal([program, "sync", idx.folder, "--full", "--json"], TERM="xterm")
    assert "\x1b" not in run(program, "sync", idx.folder, "--full")
    idx.write("rules.idx", idx.read("rules.idx") + b"\n}")
    assert "\x1b" not in on_terminal([program, "lint", idx.folder], TERM="xterm", NO_COLOR="1")


def interrupted(program, work):
    """Ctrl-C at moments all over a run."""
    ends = {}
    stopped = 0
    for name, delays in (("calm", ()), ("stopped", (0.02, 0.1, 0.2, 0.3, 0.5, 0.8))):
        idx = Idx(program, os.path.join(work, name))
        idx.run("init")
        hr = idx.read("data/hr.csv")
        idx.write("data/hr.csv", hr + b"".join(b"%d,Given,Surname%d,Staff,D,\n" % (5000 + i, i) for i in range(15_000)))
        for delay in delays:
            process = subprocess.Popen([program, "sync", idx.folder, "--now=2026-03-01T06:00:00Z"], stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT)
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=120)[0].decode("utf-8", "replace")
            assert process.returncode in (-signal.SIGINT, 130, 0, 1, 3), f"{process.returncode}\n{said}"
            stopped += process.returncode in (-signal.SIGINT, 130)
        for day in (1, 2, 3):
            idx.run("sync", f"--now=2026-03-0{day}T06:00:00Z", accepted=(0, 3))
            idx.run("approve")
        ends[name] = idx.state()
    assert stopped > 0, "no run was interrupted: the test shows nothing"
    assert ends["calm"] == ends["stopped"], "an interrupted run ended otherwise"
    return stopped


def main():
    program = sys.argv[1]
    with workspace() as work:
        idx = Idx(program, os.path.join(work, "starter"))
        helps(program)
        must_say(only_output(program, "init", idx.folder), "idx sync", "init")
        formats(program, idx)
        mistyped(program, idx)
        compiler(program, idx)
        evaluation(program, idx)
        run_and_explain(program, idx)
        progress(program, idx)
        stopped = interrupted(program, work)
    print(f"passed; {stopped} runs were interrupted")


main()
