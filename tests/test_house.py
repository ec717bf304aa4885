"""The promises of the house: who may import whom, what starts fast, what is documented, where the law stands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pia"

MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "shipped": set(),
    "dates": set(),
    "digest": set(),
    "assess": {"model"},
    "interview": {"model", "errors", "assess"},
    "catalogue": {"model", "errors", "dates"},
    "records": {"model", "errors", "dates", "digest", "assess", "interview"},
    "report": {"model", "errors", "shipped", "dates", "digest", "assess", "interview", "catalogue"},
    "cli": {"model", "errors", "shipped", "dates", "assess", "interview", "catalogue", "records", "report"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""Room by room, the rooms it may import. Imports point from the edges to the middle and never back."""

PURE = {"model", "assess"}
"""Rooms that touch nothing: no files, no terminal, no clock, no library but the model's."""

THIRD_PARTY = {
    "model": {"msgspec"},
    "assess": set(),
    "errors": set(),
    "shipped": set(),
    "dates": set(),
    "digest": {"msgspec", "rfc8785"},
    "interview": {"msgspec", "questionary", "prompt_toolkit", "wcwidth", "phonenumbers"},
    "catalogue": {"msgspec"},
    "records": {"msgspec", "bagit", "obstore", "sqlalchemy"},
    "report": {
        *("msgspec", "jinja2", "weasyprint", "markupsafe", "uharfbuzz", "pydyf", "pikepdf"),
        *("pyhanko", "pyhanko_certvalidator", "cryptography"),
    },
    "cli": {"click", "msgspec", "rich"},
    "__main__": set(),
    "__init__": set(),
}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def room(path: Path) -> str:
    """The room a module stands in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    """A room imports only the rooms and libraries it is allowed."""
    own = room(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "pia":
            other = rest.partition(".")[0]
            assert other in {"", own} or other in MAY_IMPORT[own], f"{own} must not import {name}"
        elif top not in sys.stdlib_module_names:
            assert top in THIRD_PARTY[own], f"{own} must not import {name}"


def test_the_table_of_imports_has_no_cycle() -> None:
    """The table itself allows no way back: taking away rooms that need nothing ends with no room left."""
    left = {name: set(needs) for name, needs in MAY_IMPORT.items()}
    while left:
        free = {name for name, needs in left.items() if not needs & left.keys()}
        assert free, f"a cycle among {sorted(left)}"
        left = {name: needs for name, needs in left.items() if name not in free}


@pytest.mark.parametrize("path", [path for path in modules() if room(path) in PURE], ids=lambda path: path.stem)
def test_the_middle_is_pure(path: Path) -> None:
    """No files, terminal, clock or chance in the middle."""
    for name in imports(path):
        assert name.partition(".")[0] not in {"os", "sys", "pathlib", "io", "time", "random", "subprocess", "socket"}
    assert not re.search(r"\b(open|print|input)\(|\.today\(|\.now\(", path.read_text())


def test_only_the_arrow_face_knows_questionary() -> None:
    """The rooms behind the face know the prompt library; questionary, the prompts alone."""

    def knowing(library: str) -> set[str]:
        return {
            path.relative_to(PACKAGE).as_posix()
            for path in modules()
            if any(name.partition(".")[0] == library for name in imports(path))
        }

    rooms = ("stage", "keyboard", "prompts", "frame", "wrapping", "bar")
    assert knowing("prompt_toolkit") == {f"interview/{name}.py" for name in rooms}
    assert knowing("questionary") == {"interview/prompts.py"}


def test_every_prompt_runs_in_the_one_application_that_asks_no_terminal_where_its_cursor_is() -> None:
    """Another would ask, and warn where the answer comes late: also in a review, and where a name is picked."""
    made = re.compile(r"\b(Application|PromptSession)(\[\w+\])?\(|\.(unsafe_)?ask_async\(|\.unsafe_ask\(")
    stages = [path for path in modules() if made.search(path.read_text())]
    assert [path.relative_to(PACKAGE).as_posix() for path in stages] == ["interview/stage.py"]
    assert stages[0].read_text().count("enable_cpr = False") == 1


@pytest.mark.parametrize(
    ("library", "modules_of"),
    [("obstore", ["cloud"]), ("sqlalchemy", ["sql"]), ("pyhanko", ["signatures", "signing"])],
)
def test_what_only_some_need_is_known_to_few(library: str, modules_of: list[str]) -> None:
    """The extras are imported by the modules that are there for them, and these when they are used."""
    knowing = [path.stem for path in modules() if any(name.partition(".")[0] == library for name in imports(path))]
    assert knowing == modules_of


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_carry_docstrings(path: Path) -> None:
    """Every module, and every public class and function, says what it is for."""
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def loaded(*arguments: str) -> set[str]:
    """The top-level modules in memory after running `pia` with these arguments in a fresh process."""
    code = (
        "import sys; sys.argv = ['pia', *sys.argv[1:]]\n"
        "from pia.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["new", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """What only helps does not load prompts, templates, PDF or the model."""
    heavy = {"questionary", "prompt_toolkit", "jinja2", "weasyprint", "msgspec", "rfc8785", "tomllib", "json", "rich"}
    assert not loaded(*arguments) & heavy


def test_check_loads_no_prompts_and_no_pdf() -> None:
    """Judging an answer file needs neither a terminal nor a page."""
    names = loaded("check", "tests/scenarios/courier.toml")
    assert "msgspec" in names
    assert not names & {"questionary", "prompt_toolkit", "jinja2", "weasyprint", "rfc8785"}


def test_dependencies_are_few_and_explained() -> None:
    """Each direct dependency carries its reason on its line."""
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    for name in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        line = next(line for line in text.splitlines() if f'"{name}"' in line)
        assert "#" in line or name.startswith("types-"), f"say why {name} is needed"
