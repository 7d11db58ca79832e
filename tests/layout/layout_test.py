#!/usr/bin/env python3
"""The rules of the tree: who may include whom, which folder may know which library, and how large a file may be.

usage: layout_test.py ROOT
"""
import os
import re
import subprocess
import sys

MAX_LINES = 600
# A folder → what its sources may include from the project (tests aside). Siblings do not include each other.
ALLOWED = {
    "base": ["base"],
    "stdlib": ["base", "stdlib"],
    "compiler": ["base", "stdlib", "compiler"],
    "connectors": ["base", "connectors"],
    "runtime": ["base", "compiler/program", "connectors/sdk", "runtime"],
}
# A header of a library → the only folders that may include it (tests and fuzz targets aside).
WALLS = {
    r"antlr4|Idx(Lexer|Parser)": ["compiler/parse"],
    r"llvm/": ["compiler/lower", "compiler/jit"],
    r"libpq-fe|pqxx/": ["runtime/repository", "bench"],
    r"CLI/": ["cli"],
    r"re2/": ["stdlib/pattern"],
    r"unicode/": ["base/value", "stdlib", "compiler/xml"],
}


def main():
    root = sys.argv[1]
    files = subprocess.run(["git", "-C", root, "ls-files", "*.cpp", "*.h"], capture_output=True, text=True,
                           check=True).stdout.split()
    wrong = []
    for name in files:
        with open(os.path.join(root, name), encoding="utf-8") as file:
            lines = file.read().splitlines()
        if len(lines) > MAX_LINES:
            wrong.append(f"{name}: {len(lines)} lines; split it by concept (at most {MAX_LINES})")
        if re.search(r"_(test|fuzz)\.(cpp|h)$", name):
            continue
        top = name.split("/")[0]
        for number, line in enumerate(lines, 1):
            include = re.match(r'#include ([<"])([^>"]+)', line)
            if include is None:
                continue
            target = include.group(2)
            project = include.group(1) == '"' and target.split("/")[0] in (*ALLOWED, "cli", "agent", "server")
            if project and top in ALLOWED and not any(target.startswith(a + "/") for a in ALLOWED[top]):
                wrong.append(f"{name}:{number}: {top} does not include {target}")
            for pattern, folders in WALLS.items():
                if re.match(pattern, target) and not any(name.startswith(f + "/") for f in folders):
                    wrong.append(f"{name}:{number}: only {', '.join(folders)} may include {target}")
    print("\n".join(wrong) if wrong else f"{len(files)} files keep the rules")
    return 1 if wrong else 0


sys.exit(main())
