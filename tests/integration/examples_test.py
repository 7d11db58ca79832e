#!/usr/bin/env python3
"""The documented examples of the library: each gives its documented value, or says that it is not supported yet.

usage: examples_test.py IDX [--interpret] [FILE.jsonl…]

An example with another value is a failure, whatever the diagnostic; so is a run that supports fewer than MINIMUM. Patterns
that the language refuses, since they cannot be matched in linear time, are right when they are refused. Without files it is the
shared examples; of our own files (tests/integration/vectors) every example must be right.
"""
import json
import math
import subprocess
import sys

from shared_files import shared_file

MINIMUM = 0.965


def same(expression, expected, answer):
    """Whether idx's answer is the documented one; None where idx does not support the expression, "refused" for patterns."""
    if "error" in answer:
        identifier = answer["error"]["id"]
        if identifier == "IDX1900":
            return None
        if "Regex." in expression and "cannot be matched in linear time" in answer["error"]["message"]:
            return "refused"
        return isinstance(expected, dict) and expected.get("error") is True and (
            identifier.startswith("IDX3") or identifier in ("IDX1012", "IDX2001", "IDX2002", "IDX2010"))
    value = answer["value"]
    if isinstance(expected, dict) and "datetime" in expected:
        return isinstance(value, str) and instant(value) == instant(expected["datetime"])
    if isinstance(expected, dict) and expected.get("error"):
        return False
    if isinstance(expected, float) or isinstance(value, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isclose(
            value, expected, rel_tol=1e-15)
    return type(value) is type(expected) and value == expected


def instant(text):
    """A date's text without trailing zeros of its fraction."""
    zone = "Z" if text.endswith("Z") else ""
    body = text.removesuffix("Z")
    return (body.rstrip("0").rstrip(".") if "." in body else body) + zone


def main():
    idx = sys.argv[1]
    flags = [argument for argument in sys.argv[2:] if argument.startswith("-")]
    files = [argument for argument in sys.argv[2:] if not argument.startswith("-")]
    minimum = 1.0 if files else MINIMUM
    examples = [json.loads(line)
                for path in files or [shared_file("stdlib", "examples.jsonl")]
                for line in open(path, encoding="utf-8")]
    lines = "".join(e["expr"].replace("\n", " ") + "\n" for e in examples)
    run = subprocess.run([idx, "eval", *flags, "--lines", "-"], input=lines.encode("utf-8", "surrogatepass"),
                         capture_output=True, check=False)
    answers = [json.loads(line) for line in run.stdout.decode("utf-8", "surrogatepass").rstrip("\n").split("\n")]
    if len(answers) != len(examples):
        print(f"{len(answers)} answers to {len(examples)} expressions; {run.stderr.decode()[:500]}")
        return 1
    right, unsupported, refused, wrong = 0, 0, 0, 0
    for example, answer in zip(examples, answers):
        verdict = same(example["expr"], example["expected"], answer)
        if verdict is None:
            unsupported += 1
        elif verdict == "refused":
            refused += 1
        elif verdict:
            right += 1
        else:
            wrong += 1
            print(f"{example['id']}: {example['expr']}\n  expected {json.dumps(example['expected'], ensure_ascii=False)}"
                  f"\n  got      {json.dumps(answer, ensure_ascii=False)}")
    print(f"{right} as documented, {unsupported} not supported yet, {refused} refused as they should be, {wrong} wrong, of {len(examples)}")
    return 1 if wrong or right < minimum * len(examples) else 0


sys.exit(main())
