"""How much the differential tests see: twenty mistakes, planted one at a time into a copy of the lowering.

    python3 tests/planted/planted.py SOURCE COPY     # ./dev planted

Each changes what native code does in one place, as a slip in the lowering would; the tests that hold native
code against the interpreter must then fail. A mistake whose place is no longer there is an error: it has to be
planted anew. Exit code 1 when fewer than 18 are found.
"""

import pathlib
import shutil
import subprocess
import sys

ENOUGH = 18
LOWER = "compiler/lower/"
PLANTS = [
    ("shift counts are not masked", "emit_arithmetic.cpp",
     "b.CreateZExtOrTrunc(b.CreateAnd(y, type->getIntegerBitWidth() - 1), type)", "b.CreateZExtOrTrunc(y, type)"),
    ("the lowest number divided by -1 is no overflow", "emit_arithmetic.cpp",
     "  FailIf(overflow, EvalErrorKind::kOverflow, e.span);\n  return e.op == Op::kDiv",
     "  (void)overflow;\n  return e.op == Op::kDiv"),
    ("checked arithmetic fails on what is null", "emit_arithmetic.cpp",
     "FailIf(present != nullptr ? b.CreateAnd(present, overflow) : overflow, EvalErrorKind::kOverflow, e.span);\n"
     "  return b.CreateExtractValue(pair, 0);",
     "FailIf(overflow, EvalErrorKind::kOverflow, e.span);\n  (void)present;\n"
     "  return b.CreateExtractValue(pair, 0);"),
    ("texts of 13 to 16 bytes are compared by address", "emit_arithmetic.cpp",
     "head->getZExtValue()) <= Text::kInline)", "head->getZExtValue()) <= 16)"),
    ("NaN is not unequal to itself", "emit_arithmetic.cpp", "P::FCMP_UNE", "P::FCMP_ONE"),
    ("the kind of a date counts in comparisons", "emit_arithmetic.cpp",
     "y = b.CreateAnd(y, I64(0x3FFF'FFFF'FFFF'FFFF));", ""),
    ("characters are compared as signed", "emit_arithmetic.cpp",
     "bool is_signed = kind != TypeKind::kChar && kind", "bool is_signed = kind"),
    ("empty texts join", "emit_arithmetic.cpp",
     "if (e.op == Op::kJoinEq && kind", "if (e.op == Op::kUShr && kind"),
    ("2147483647.5 does not fit an int", "emit_arithmetic.cpp", ": 2147483648.0));", ": 2147483647.0));"),
    ("characters are extended by their sign", "emit_arithmetic.cpp",
     "bool zero_extend = source == TypeKind::kChar ||", "bool zero_extend ="),
    ("a shared value costs no steps", "emit_expr.cpp",
     "Store(left_after, ctx, ContextLayout::kStepsLeft);", ""),
    ("a shared value forgets that it is null", "emit_expr.cpp",
     "if (e.type.nullable) Store(b.CreateZExt(Present(fresh), b.getInt8Ty()), at, 24);",
     "if (e.type.nullable) Store(b.getInt8(1), at, 24);"),
    ("a shared value may overspend the steps", "emit_expr.cpp",
     "b.CreateICmpSGE(left_after, I64(0))", "b.CreateICmpSGE(left_after, I64(~uint64_t{40}))"),
    ("constants are shared whatever their number", "share.cpp", "  Append(key, e.lo);\n", ""),
    ("an empty text is an opinion", "emit_stmt.cpp",
     "llvm::Value* some = b.CreateICmpNE(b.CreateTrunc(value.lo, b.getInt32Ty()), b.getInt32(0));",
     "llvm::Value* some = b.getTrue();"),
    ("an error that 'when' refuses is lost", "emit_try.cpp",
     "  PutError(exception);\n  b.CreateBr(next);", "  (void)exception;\n  b.CreateBr(next);"),
    ("a spent budget can be caught", "emit_try.cpp", "b.CreateOr(budget, declined)",
     "b.CreateAnd(budget, declined)"),
    ("halves of a character are not joined", "concat.cpp",
     "if (__builtin_expect(surrogates, 0))", "if (__builtin_expect(surrogates && bytes > 64, 0))"),
    ("short texts are cut by bytes", "fast_rows.cpp",
     "    if ((head & kHighs) != 0) return false;\n    head >>= 8 * start;", "    head >>= 8 * start;"),
    ("a date without its year is a constant", "emit_call.cpp",
     "typed::ClockUseOf(e, row) != typed::ClockUse::kNone ||", "row.purity == stdlib::Purity::kClock ||"),
]
TESTS = ["golden_values_test", "compiler_jit_test"]


def copied(source, copy):
    """The files under version control, with their changes; the copy's build stays."""
    names = subprocess.run(["git", "-C", source, "ls-files"], check=True, capture_output=True, text=True).stdout
    for name in names.splitlines():
        here, there = source / name, copy / name
        if not here.is_file():
            continue
        if there.is_file() and there.read_bytes() == here.read_bytes():
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(here, there)


def build(copy):
    made = subprocess.run(["cmake", "--build", "build/release", "-j2", "--target", *TESTS], cwd=copy,
                          capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stdout[-4000:] + made.stderr)


def seen_by(copy):
    """The first test that fails, or None."""
    for test in TESTS:
        try:
            run = subprocess.run([f"build/release/bin/{test}", "--gtest_fail_fast", "--gtest_brief=1"], cwd=copy,
                                 capture_output=True, text=True, errors="replace", timeout=600)
        except subprocess.TimeoutExpired:
            return f"{test}, which no longer ends"
        if run.returncode == 0:
            continue
        failed = [line for line in run.stdout.splitlines() if line.startswith("[  FAILED  ]")]
        return failed[0].split()[3].rstrip(",") if failed else f"{test}, which crashes"
    return None


def main():
    source, copy = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    copied(source, copy)
    for what, name, before, _ in PLANTS:
        if (copy / LOWER / name).read_text().count(before) != 1:
            sys.exit(f"{LOWER}{name}: where '{what}' was planted is not there once: {before}")
    subprocess.run(["cmake", "--preset", "release"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    build(copy)
    if seen_by(copy) is not None:
        sys.exit("the tests fail with nothing planted")
    found = 0
    for number, (what, name, before, after) in enumerate(PLANTS, 1):
        path = copy / LOWER / name
        text = path.read_text()
        path.write_text(text.replace(before, after))
        try:
            build(copy)
            test = seen_by(copy)
        finally:
            path.write_text(text)
        found += test is not None
        print(f"{number:2} {what}: {'found by ' + test if test else 'NOT FOUND'}", flush=True)
    print(f"{found} of {len(PLANTS)} found")
    sys.exit(0 if found >= ENOUGH else 1)


if __name__ == "__main__":
    main()
