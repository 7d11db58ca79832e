"""The program as the tests of its whole use it: run on one folder, with what no message may hold."""
import contextlib
import os
import re
import shutil
import subprocess
import tempfile

FORBIDDEN = ("what():", "terminate called", "std::", "exception", "pqxx", "nlohmann")


def run(program, *arguments, accepted=(0,), **how):
    """What it wrote to both outputs; fails on another exit code, and on words that are not for people."""
    done = subprocess.run([program, *arguments], capture_output=True, check=False, **how)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode in accepted, f"idx {' '.join(arguments)}: exit {done.returncode}, not {accepted}\n{said}"
    # The names of temporary folders are drawn from letters, and may hold such a word.
    words = re.sub(re.escape(tempfile.gettempdir()) + r"/\w+", "", said)
    for word in FORBIDDEN:
        assert word not in words, f"idx {' '.join(arguments)} says {word}\n{said}"
    return said


@contextlib.contextmanager
def workspace():
    """A folder for one test. Run by root, the private servers' files lie elsewhere: they go away with it."""
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o711)
        try:
            yield work
        finally:
            for base, _, files in os.walk(work):
                if "pg.location" in files:
                    with open(os.path.join(base, "pg.location"), encoding="utf-8") as file:
                        shutil.rmtree(file.readline().strip(), ignore_errors=True)


def must_say(said, words, what):
    for word in [words] if isinstance(words, str) else words:
        assert word in said, f'{what}: the message does not say "{word}"\n{said}'


class Idx:
    """One configuration folder."""

    def __init__(self, program, folder, exported="data/directory.csv"):
        self.program, self.folder, self.exported = program, folder, exported

    def run(self, command, *arguments, accepted=(0,), **how):
        return run(self.program, command, self.folder, *arguments, accepted=accepted, **how)

    def settle(self):
        """From nothing to a state in which nothing waits and nothing changes."""
        for expected in ((3,), (0,), (0,)):
            self.run("sync", accepted=expected)
            self.run("approve")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(data)

    def dump(self):
        return self.run("dump")

    def state(self):
        """The exported file and the dump, but for the holds of imports: that one waits is what a bad read leaves."""
        dump = [line for line in self.dump().splitlines() if not line.startswith('{"held_import"')]
        return self.read(self.exported), dump
