"""Mutation testing of the core: small mistakes made on purpose, one at a time, and whether the tests notice.

    .venv/bin/python bench/mutation.py [--sample N] [--module pia/records/durable.py ...]

Each mistake (a comparison turned, a constant off by one, a condition negated, a result or a statement left out) is made
in memory, in a process forked from one that has the test tools loaded already, and the tests of that module are run
until the first one fails. Those that no test notices are listed, to be explained or to be met by a test. Those that
change nothing that can be seen stand in ``equivalent.toml`` with the reason; they are not tried. Text in messages and
docstrings is left alone: what it says is looked at by people. So are decorators, annotations and what a class is
declared with (frozen, the size of a cache), and what stands there for types alone: types and benches hold those.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.util
import os
import random
import signal
import sys
import tomllib
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SECONDS = 120
"""After which tests that do not end count as failed."""

ASSESS = tuple(
    f"tests/assess/test_{name}.py"
    for name in (
        "conditions",
        "findings",
        "assessment",
        "measures",
        "scenarios",
        "places",
        "stories",
        "plans",
        "properties",
    )
)
REVIEW = ("tests/records/test_review.py", "tests/records/test_standing.py")
TARGETS: dict[str, tuple[str, ...]] = {
    "pia/assess/conditions.py": ASSESS,
    "pia/assess/findings.py": ASSESS,
    "pia/assess/weight.py": ASSESS,
    "pia/assess/assessment.py": ASSESS,
    "pia/assess/law.py": ASSESS,
    "pia/assess/measures.py": ASSESS,
    "pia/assess/ready.py": ASSESS,
    "pia/assess/consequence.py": ("tests/assess/test_consequence.py",),
    "pia/assess/advise.py": ("tests/assess/test_advise.py",),
    "pia/digest.py": ("tests/test_digest.py",),
    "pia/interview/core.py": ("tests/interview/test_core.py", "tests/interview/test_first.py"),
    "pia/records/durable.py": ("tests/records/test_durable.py",),
    "pia/records/folder.py": ("tests/records/test_backend.py", "-k", "folder and not wins"),
    "pia/records/sql.py": ("tests/records/test_backend.py", "-k", "(sqlite or password) and not wins"),
    "pia/records/bag.py": ("tests/records/test_bag.py", "tests/records/test_archive.py"),
    "pia/records/archive.py": ("tests/records/test_archive.py", "tests/cli/test_archive.py"),
    "pia/records/stream.py": ("tests/records/test_stream.py",),
    "pia/records/store.py": ("tests/records/test_store.py", "tests/records/test_stream.py", *REVIEW),
    "pia/records/life.py": (*REVIEW, "tests/records/test_stream.py"),
    "pia/records/review.py": REVIEW,
    "pia/records/difference.py": ("tests/records/test_difference.py",),
    "pia/records/recheck.py": ("tests/records/test_difference.py",),
    "pia/records/register.py": ("tests/records/test_register.py",),
    "pia/report/seal.py": ("tests/report/test_seal.py",),
    "pia/report/verify.py": ("tests/report/test_checks.py",),
}
"""Each module of the core, and the tests that are there for it: the quickest to fail first."""

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
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant) or value.value is not None:
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


class Mutant(NamedTuple):
    """A module with one mistake in it. ``mistake``: where it is and what, in words that stay when lines move."""

    line: int
    mistake: str
    text: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every version of a module with one mistake in it."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    declared: list[ast.AST] = []
    for node in nodes:
        declared += [
            part for name in ("annotation", "returns") if isinstance(part := getattr(node, name, None), ast.AST)
        ]
        declared += [*getattr(node, "decorator_list", ()), *(node.keywords if isinstance(node, ast.ClassDef) else ())]
        declared += [node] if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" else []
    left_alone = {id(inner) for part in declared for inner in ast.walk(part)}
    inside = {id(inner): node.name for node in nodes if isinstance(node, ast.FunctionDef) for inner in ast.walk(node)}
    for number, node in enumerate(nodes):
        if id(node) in left_alone:
            continue
        for what, other in mistakes(node):
            changed = _Place(number, ast.copy_location(other, node)).visit(copy.deepcopy(tree))
            shown = f"{inside.get(id(node), 'module')}: {what}: {_first(node)} -> {_first(other)}"
            yield Mutant(getattr(node, "lineno", 0), shown, ast.unparse(ast.fix_missing_locations(changed)))


def _first(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).partition("\n")[0]


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


class _Mistaken(SourceFileLoader):
    """Loads a module from another text than that of its file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """The code of the text, never of a cache."""
        del fullname
        return compile(self.text, self.path, "exec", dont_inherit=True)


class _Finder:
    """Finds one module, and leaves all others to those that come after."""

    def __init__(self, module: str, text: str) -> None:
        self.name, self.path, self.text = module.removesuffix(".py").replace("/", "."), str(ROOT / module), text

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """See ``importlib.abc.MetaPathFinder.find_spec``."""
        if fullname != self.name:
            return None
        loader = _Mistaken(self.name, self.path, self.text)
        return importlib.util.spec_from_file_location(self.name, self.path, loader=loader)


def survives(module: str, text: str) -> bool:
    """Whether the module's tests pass with this text in its place."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.meta_path.insert(0, _Finder(module, text))
        import pytest
        from hypothesis import Phase, settings

        settings.register_profile("first", phases=[Phase.explicit, Phase.generate])  # not the smallest failure
        settings.load_profile("first")
        quiet = [
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
        ]
        code = pytest.main([*quiet, *TARGETS[module]])
    except BaseException:  # noqa: BLE001 - whatever it is, it was noticed
        code = 1
    os._exit(int(code))


def explained(module: str, every: list[Mutant]) -> set[str]:
    """The mistakes in a module that change nothing that can be seen; each has to be one that can be made today."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get(module, {})
    if unknown := set(listed) - {mutant.mistake for mutant in every}:
        sys.exit(f"mutation.py: {EQUIVALENT.name} has what is no mistake in {module}: {'; '.join(sorted(unknown))}")
    return set(listed)


def main() -> None:
    """Print every survivor, and the share that was noticed for each module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="at most so many mistakes a module, chosen by chance")
    parser.add_argument("--seed", type=int, default=1, help="another one chooses others")
    parser.add_argument("--module", nargs="+", default=list(TARGETS), choices=list(TARGETS))
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["PIA_MACHINES"] = "10"
    sys.dont_write_bytecode = True
    for tool in ("pytest", "hypothesis.stateful", "hypothesis.strategies", "msgspec", "rfc8785"):
        importlib.import_module(tool)
    total = noticed_in_all = 0
    for module in given.module:
        source = (ROOT / module).read_text(encoding="utf-8")
        if not survives(module, source) or survives(module, "raise SystemExit"):
            sys.exit(f"mutation.py: the tests of {module} fail without a mistake, or do not run that module.")
        every = list(mutants(source))
        if given.sample and len(every) > given.sample:
            tried = random.Random(given.seed).sample(every, given.sample)  # noqa: S311 - the same ones each time
        else:
            tried = every
        same = explained(module, every)
        told = [mutant for mutant in tried if mutant.mistake not in same]
        noticed = 0
        for mutant in told:
            if survives(module, mutant.text):
                print(f"{module}:{mutant.line}: {mutant.mistake}", flush=True)
            else:
                noticed += 1
        equal = len(tried) - len(told)
        print(f"{module}: {noticed} of {len(told)} noticed, {equal} equivalent; {len(every)} in all", flush=True)
        total, noticed_in_all = total + len(told), noticed_in_all + noticed
    print(f"{noticed_in_all} of {total} noticed, {noticed_in_all / max(1, total):.1%}")


if __name__ == "__main__":
    main()
