"""Mutation testing of the core: small mistakes made on purpose, one at a time, and whether the tests notice.

    .venv/bin/python bench/mutation.py [--sample N] [--module pia/records/durable.py ...]

Each mistake (a comparison turned, a constant off by one, a condition negated, a result or a statement left out) is made
in a copy of the package, and the tests of that module are run until the first one fails. Those that no test notices are
listed, to be explained or to be met by a test. Text in messages and docstrings is left alone: what it says is looked at
by people.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGETS: dict[str, tuple[str, ...]] = {
    "pia/assess/conditions.py": ("tests/assess",),
    "pia/assess/findings.py": ("tests/assess",),
    "pia/assess/weight.py": ("tests/assess",),
    "pia/assess/assessment.py": ("tests/assess",),
    "pia/assess/law.py": ("tests/assess",),
    "pia/assess/measures.py": ("tests/assess",),
    "pia/assess/advise.py": ("tests/assess",),
    "pia/digest.py": ("tests/test_digest.py",),
    "pia/records/durable.py": ("tests/records/test_durable.py",),
    "pia/records/folder.py": ("tests/records/test_backend.py", "-k", "folder and not wins"),
    "pia/records/sql.py": ("tests/records/test_backend.py", "-k", "(sqlite or password) and not wins"),
    "pia/records/bag.py": ("tests/records/test_bag.py", "tests/records/test_archive.py"),
    "pia/records/archive.py": ("tests/records/test_archive.py",),
    "pia/records/stream.py": ("tests/records/test_stream.py",),
    "pia/records/store.py": ("tests/records/test_stream.py", "tests/records/test_review.py"),
    "pia/records/life.py": ("tests/records/test_review.py", "tests/records/test_stream.py"),
    "pia/records/review.py": ("tests/records/test_review.py",),
}
"""Each module of the core, and the tests that are there for it."""

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mult: ast.Add,
}  # fmt: skip


def mistakes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901 - one case for each mistake
    """What could stand in the place of a node, each with a word for it."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            new.ops = [TURNED[type(op)]()]
            yield "comparison turned", new
        case ast.BoolOp():
            new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
            yield "and for or", new
        case ast.BinOp() if type(new.op) in SWAPPED:
            new.op = SWAPPED[type(new.op)]()
            yield "operator swapped", new
        case ast.UnaryOp(op=ast.Not()):
            yield "not left out", new.operand
        case ast.Constant(value=bool(value)):
            yield "true for false", ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield "off by one", ast.Constant(value + 1)
        case ast.Return(value=ast.expr()):
            new.value = ast.Constant(None)
            yield "result left out", new
        case ast.If():
            new.test = ast.UnaryOp(ast.Not(), new.test)
            yield "condition negated", new
        case ast.IfExp():
            new.body, new.orelse = new.orelse, new.body
            yield "branches swapped", new
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield "statement left out", ast.Pass()


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Every version of a module with one mistake in it: the line, what it is, and the text."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    annotations = {
        id(inner)
        for node in nodes
        for part in ("annotation", "returns")
        if isinstance(getattr(node, part, None), ast.AST)
        for inner in ast.walk(getattr(node, part))
    }
    for number, node in enumerate(nodes):
        if id(node) in annotations:
            continue
        for what, other in mistakes(node):
            changed = _Place(number, ast.copy_location(other, node)).visit(copy.deepcopy(tree))
            yield getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(changed))


class _Place(ast.NodeTransformer):
    """Puts another node in the place of the one with a number, counted as ``ast.walk`` does."""

    def __init__(self, number: int, other: ast.AST) -> None:
        self.number, self.other = number, other

    def visit(self, node: ast.AST) -> ast.AST:
        """Called with the whole tree."""
        wanted = list(ast.walk(node))[self.number]

        class Swap(ast.NodeTransformer):
            def visit(swap, inner: ast.AST) -> ast.AST:  # noqa: N805 - self is the one outside
                return self.other if inner is wanted else swap.generic_visit(inner)

        changed: ast.AST = Swap().visit(node)
        return changed


def survives(module: str, text: str) -> bool:
    """Whether the module's tests pass with this text in its place."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder, "copy")
        if (ROOT.parent / "shared").exists():  # some tests read other people's test data from beside the checkout
            Path(folder, "shared").symlink_to(ROOT.parent / "shared")
        for part in ("pia", "tests", "templates", "schema"):
            shutil.copytree(ROOT / part, scratch / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", scratch)
        (scratch / module).write_text(text, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "--timeout",
            "60",
            "-p",
            "no:cacheprovider",
            *TARGETS[module],
        ]
        env = {
            **os.environ,
            "PYTHONPATH": str(scratch),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_MAX_EXAMPLES": "20",
        }
        done = subprocess.run(command, cwd=scratch, capture_output=True, check=False, env=env)
    return done.returncode == 0


def main() -> None:
    """Print every survivor, and the share that was noticed for each module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="at most so many mistakes a module, chosen by chance")
    parser.add_argument("--module", nargs="+", default=list(TARGETS), choices=list(TARGETS))
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for module in given.module:
        source = (ROOT / module).read_text(encoding="utf-8")
        if not survives(module, source) or survives(module, "raise SystemExit"):
            sys.exit(f"mutation.py: the tests of {module} fail without a mistake, or do not run that module.")
        every = list(mutants(source))
        if given.sample and len(every) > given.sample:
            every = random.Random(1).sample(every, given.sample)  # noqa: S311 - the same ones each time
        with ThreadPoolExecutor(given.jobs) as pool:
            alive = pool.map(lambda mutant, module=module: survives(module, mutant[2]), every)
        for (line, what, _), lives in zip(every, alive, strict=True):
            tried[module] += 1
            noticed[module] += not lives
            if lives:
                print(f"{module}:{line}: {what}: {source.splitlines()[line - 1].strip()}", flush=True)
        print(f"{module}: {noticed[module]} of {tried[module]} noticed", flush=True)
    share = sum(noticed.values()) / max(1, sum(tried.values()))
    print(f"{sum(noticed.values())} of {sum(tried.values())} noticed, {share:.1%}")


if __name__ == "__main__":
    main()
