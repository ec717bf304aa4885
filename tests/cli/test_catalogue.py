"""`pia catalogue` as people call it: list, show, check, docs, and a house's own catalogue on every command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CATALOGUE, TESTS

COURIER = str(TESTS / "scenarios" / "courier.toml")


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `pia` in a process of its own."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "pia", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the catalogue's files, to break."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__", "pages", "article.toml")
    return Path(shutil.copytree(CATALOGUE, tmp_path / "copy", ignore=ignored))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house that makes one built-in rule milder and another worse."""
    folder = tmp_path / "house"
    (folder / "rules").mkdir(parents=True)
    (folder / "catalogue.toml").write_text('name = "Fernwood Furniture"\n')
    (folder / "rules" / "own.toml").write_text(
        '[[rule]]\nid = "vendor-contract"\nseverity = 2\nlikelihood = 4\n\n'
        '[[rule]]\nid = "preset-consent"\nseverity = 1\n'
    )
    return folder


def test_check_finds_no_faults() -> None:
    """The built-in catalogue is clean; what is worth knowing is under its own heading."""
    done = run("catalogue", "check", "--date", "2026-11-24")
    assert done.returncode == 0, done.stdout
    assert "Notes, worth knowing (" in done.stdout
    assert "are treated alike by every condition" in done.stdout
    assert done.stdout.endswith("No faults.\n")


def test_check_lists_faults_apart_from_notes(copy: Path) -> None:
    """Every fault is one line with file and id, and the exit code says broken file."""
    rules = copy / "rules" / "need.toml"
    rules.write_text(
        rules.read_text("utf-8").replace(
            'works-without = "yes" }', 'works-without = "yes", point = "nothing", pressure = "hidden" }', 1
        )
    )
    done = run("catalogue", "check", str(copy))
    assert done.returncode == 65
    faults, _, notes = done.stdout.partition("Notes, worth knowing")
    assert "Faults, to be mended (" in faults
    assert "  rules/need.toml: unneeded-number: can never be raised: point is nothing and pressure is hidden" in faults
    assert "are treated alike by every condition" in notes
    assert "No faults" not in done.stdout


def test_check_says_when_law_is_old() -> None:
    """On a day more than a year after the last check, each source is a fault."""
    done = run("catalogue", "check", "--date", "2028-03-01")
    assert done.returncode == 65
    assert "more than 12 months before 2028-03-01: open it again." in done.stdout


def test_docs_writes_the_pages(tmp_path: Path) -> None:
    """One command, six pages, each named as it is written."""
    done = run("catalogue", "docs", str(tmp_path / "docs"))
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "docs").iterdir()) == [
        "README.md", "article.md", "measures.md", "questions.md", "rules.md", "sources.md"
    ]  # fmt: skip
    assert len(done.stdout.splitlines()) == 6
    (tmp_path / "blocked").write_text("a file")
    assert run("catalogue", "docs", str(tmp_path / "blocked" / "docs")).returncode == 73


def levels(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Findings of `pia check --json` by rule."""
    return {item["rule"]: item["level"] for item in json.loads(done.stdout)["findings"]}


def test_a_house_is_used_wherever_it_is_named(tmp_path: Path, house: Path) -> None:
    """By option, by environment, by the project in the current folder; without any, it is not."""
    arguments = ("check", COURIER, "--json", "--date", "2026-11-24")
    assert levels(run(*arguments, cwd=tmp_path))["vendor-contract"] == "low"
    by_option = run(*arguments, "--catalogue", str(house), cwd=tmp_path)
    assert levels(by_option)["vendor-contract"] == "medium"
    assert json.loads(by_option.stdout)["house"]["name"] == "Fernwood Furniture"
    assert levels(run(*arguments, cwd=tmp_path, PIA_CATALOGUE=str(house)))["vendor-contract"] == "medium"
    (tmp_path / "pyproject.toml").write_text('[tool.pia]\ncatalogue = "house"\n')
    assert levels(run(*arguments, cwd=tmp_path))["vendor-contract"] == "medium"
    (tmp_path / "pyproject.toml").write_text("[tool.pia]\ncatalogue = 7\n")
    assert run(*arguments, cwd=tmp_path).returncode == 65


def test_a_store_names_its_catalogue(tmp_path: Path, house: Path) -> None:
    """Before the project, after the environment; seen from the store, wherever that is; every fault is said."""
    store = tmp_path / "kept"
    store.mkdir()
    (store / "pia.toml").write_text(f'catalogue = "../{house.name}"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.pia]\ncatalogue = "nowhere"\n')
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    arguments = ("check", COURIER, "--json", "--date", "2026-11-24", "--store", str(store))
    assert levels(run(*arguments, cwd=tmp_path))["vendor-contract"] == "medium"
    assert levels(run(*arguments, cwd=elsewhere))["vendor-contract"] == "medium"
    assert "Fernwood" in run("catalogue", "list", cwd=elsewhere, PIA_STORE=str(store)).stdout
    assert run(*arguments, cwd=tmp_path, PIA_CATALOGUE=str(tmp_path / "none")).returncode == 65
    for wrong in ("catalogue = 7", "catalogue = ", 'rules = "our-rules"'):
        (store / "pia.toml").write_text(wrong)
        done = run(*arguments, cwd=elsewhere)
        assert done.returncode == 65
        assert "pia.toml" in done.stderr


def test_what_loosens_is_said_everywhere(tmp_path: Path, house: Path) -> None:
    """In the terminal, in the check, in the list, and on the first page of the report."""
    milder = "Rule preset-consent: its severity was 3 and is 1."
    told = run("check", COURIER, "--catalogue", str(house))
    assert "Judged with the additions of Fernwood Furniture." in told.stdout
    assert milder in told.stdout
    assert milder in run("catalogue", "check", "--catalogue", str(house)).stdout
    assert milder in run("catalogue", "list", "--catalogue", str(house)).stdout
    path = tmp_path / "plan.html"
    assert run("report", COURIER, "-o", str(path), "--catalogue", str(house)).returncode == 0
    text = path.read_text("utf-8")
    assert text.index("Judged with additions of the house") < text.index("What carries this verdict")
    assert text.index(milder) < text.index("What carries this verdict")
    assert run("report", COURIER, "-o", str(path)).returncode == 0
    assert "additions of the house" not in path.read_text("utf-8")


def test_a_broken_house_is_one_sentence(tmp_path: Path) -> None:
    """The fault is named with its file, and nothing is judged."""
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "question.toml").write_text("")
    done = run("check", COURIER, "--catalogue", str(tmp_path / "house"))
    assert done.returncode == 65
    assert "question.toml: is not read; a catalogue's files are" in done.stderr
    assert not done.stdout


def test_wrong_use_is_one_sentence(tmp_path: Path) -> None:
    """A folder that is not there, a day that is none."""
    assert run("catalogue", "check", str(tmp_path / "nowhere")).returncode == 2
    assert "type a day as year-month-day" in run("catalogue", "check", "--date", "soon").stderr
