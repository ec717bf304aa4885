"""The commands as people call them: what they print, where they write, how they exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from pia.catalogue import load
from pia.cli.demo import scenarios
from pia.cli.main import pia
from pia.errors import PiaError

ROOT = Path(__file__).parents[2]
COURIER = str(ROOT / "tests" / "scenarios" / "courier.toml")
EBOOK = str(ROOT / "tests" / "scenarios" / "ebook.toml")
SCHEMAS = ROOT / "schema"


def run(*arguments: str, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `pia` in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "pia", *arguments], capture_output=True, text=True, check=False, cwd=cwd, input=stdin,
        env={**os.environ, "PIA_CALLED": "pia"},
    )  # fmt: skip


def test_check_prints_the_verdict_and_why() -> None:
    """Verdict, findings with their level in words, the answers that raised them, and what is not advice."""
    done = run("check", EBOOK, "--date", "2026-11-24")
    assert done.returncode == 0
    assert done.stdout.startswith("Verdict: do not collect\n")
    assert "CRITICAL Agreement is preset or assumed  [preset-consent]" in done.stdout
    assert "Because: How do people say yes?" in done.stdout
    assert "This is not legal advice." in done.stdout


def test_a_persons_number_in_a_file_is_noted(tmp_path: Path) -> None:
    """On stderr, with the file and the question; nothing is refused, and what programs read stays clean."""
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[answers]\ntitle = { value = "Till", comment = "ask Kim, +44 7400 123456" }\n'
        'summary = "Demo number 07700 900123, under Regulation 2016/679"\n'
    )
    done = run("check", str(plan), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["answers"]["title"]["comment"] == "ask Kim, +44 7400 123456"
    assert done.stderr == (
        f"Note: {plan}: title: This looks like a real person's phone number, which does not belong in an assessment.\n"
    )


def test_check_json_fits_its_schema() -> None:
    """What programs read is what was published."""
    done = run("check", EBOOK, "--json", "--date", "2026-11-24")
    assessment = json.loads(done.stdout)
    jsonschema.validate(assessment, json.loads((SCHEMAS / "assessment.json").read_text()))
    assert assessment["verdict"] == "do not collect"
    assert assessment["on"] == "2026-11-24"


def test_check_markdown_is_the_comment_of_a_pull_request() -> None:
    """Printed whole, with the exit code a build needs; it and JSON do not go together."""
    done = run("check", EBOOK, "--markdown", "--fail-on", "critical", "--date", "2026-11-24")
    assert done.returncode == 1
    assert done.stdout.startswith("## Privacy impact: Gated e-book with partners\n\n**Verdict: Do not collect.**")
    assert run("check", EBOOK, "--markdown", "--json").returncode == 2


def test_report_writes_markdown(tmp_path: Path) -> None:
    """The ending says the form."""
    path = tmp_path / "plan.md"
    assert run("report", COURIER, "-o", str(path)).returncode == 0
    assert path.read_text().startswith("## Privacy impact: ")


@pytest.mark.parametrize(
    ("file", "level", "code"), [(EBOOK, "critical", 1), (EBOOK, "low", 1), (COURIER, "medium", 0), (COURIER, "low", 1)]
)
def test_fail_on_is_an_exit_code(file: str, level: str, code: int) -> None:
    """A build stops at the level it was told to."""
    assert run("check", file, "--fail-on", level).returncode == code


def test_the_date_decides_what_is_law() -> None:
    """Before 11 August 2026 the French rule on sales calls was not in force; it is upcoming, and capped."""
    before, after = (
        json.loads(run("check", EBOOK, "--json", "--date", day).stdout)["findings"]
        for day in ("2026-08-10", "2026-08-11")
    )
    levels = [{item["rule"]: item["level"] for item in found}["calls-without-consent"] for found in (before, after)]
    assert levels == ["medium", "critical"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["check", "nope"], 2, "There is no assessment named nope"),
        (["check", "nope.toml"], 2, "nope.toml cannot be read"),
        (["check", COURIER, "--date", "soon"], 2, "--date soon: type a day as year-month-day"),
        (["report", COURIER, "-o", "x.docx"], 2, "a report is a .pdf, .html, .md or .json file, not .docx"),
        (["demo", "nope"], 2, "There is no example nope. There are: cold-list, courier"),
        (["new", "x"], 2, "x: Use 3 to 63 letters"),
        (["new", "plan"], 2, "pia asks questions only in a terminal"),
        (["new"], 2, "pia asks questions only in a terminal"),
        (["resume"], 2, "`pia new` begins one"),
        (["catalogue", "show", "unneeded-numbr"], 2, "Did you mean unneeded-number?"),
        (["catalogue", "list", "sources", "--place", "mars"], 2, "There is no place mars"),
        (["check"], 2, "Missing argument"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, arguments: list[str], code: int, sentence: str) -> None:
    """What is wrong and what to do, on standard error, with its code, and no traceback."""
    done = run(*arguments, cwd=tmp_path, stdin="yes\nyes\n")
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    assert list(tmp_path.iterdir()) == []


def test_new_with_answers_asks_nothing(tmp_path: Path) -> None:
    """A file answers everything; the draft and the report are there, and a second time is refused."""
    done = run("new", "--answers", COURIER, "--date", "2026-11-24", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "assessments" / "courier"
    assert sorted(path.name for path in folder.iterdir()) == ["courier.pdf", "draft.json"]
    assert str(folder / "courier.pdf") in done.stdout
    again = run("new", "--answers", COURIER, cwd=tmp_path)
    assert again.returncode == 2
    assert "Go on with `pia resume courier`" in again.stderr
    judged = run("check", "courier", cwd=tmp_path)
    assert judged.stdout.startswith("Verdict: collect\n")


def test_new_with_half_the_answers_lists_the_rest(tmp_path: Path) -> None:
    """All that is missing comes at once, and nothing is written."""
    half = tmp_path / "half.toml"
    half.write_text('[answers]\ntitle = "Half"\nplaces = ["uk"]\n')
    done = run("new", "--answers", str(half), cwd=tmp_path)
    assert done.returncode == 2
    assert "answers are missing" in done.stderr
    assert "  minors: Could people under 18 be among them? One of: aimed, known" in done.stderr
    assert "places:" not in done.stderr
    assert not (tmp_path / "assessments").exists()


def test_a_broken_draft_is_not_touched(tmp_path: Path) -> None:
    """A draft that was damaged is refused with a sentence and left as it is."""
    path = tmp_path / "assessments" / "plan" / "draft.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"answers": {')
    done = run("check", "plan", cwd=tmp_path)
    assert done.returncode == 65
    assert "draft.json: is not valid JSON" in done.stderr
    assert path.read_text() == '{"answers": {'


def test_control_characters_of_a_file_never_reach_the_terminal(tmp_path: Path) -> None:
    """A hostile answer file cannot move the cursor or colour the screen."""
    path = tmp_path / "plan.toml"
    path.write_text('[answers]\n"\\u001b[31mred" = 1\n')
    done = run("check", str(path))
    assert done.returncode == 65
    assert "\x1b" not in done.stderr
    assert "[U+001B]" in done.stderr


@pytest.mark.parametrize("ending", [".html", ".json", ".pdf"])
def test_report_follows_the_ending(tmp_path: Path, ending: str) -> None:
    """The name of the file says which form is wanted."""
    path = tmp_path / f"plan{ending}"
    done = run("report", COURIER, "-o", str(path), cwd=tmp_path)
    assert done.stdout.strip() == str(path)
    begins = {".html": b"<!doctype html>", ".json": b"{", ".pdf": b"%PDF-1.7"}[ending]
    assert path.read_bytes().lower().startswith(begins.lower())


def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    """A report that cannot be written says where, and what to do."""
    (tmp_path / "blocked").write_text("a file, not a folder")
    done = run("report", COURIER, "-o", str(tmp_path / "blocked" / "x.json"))
    assert done.returncode == 73
    assert "cannot be written" in done.stderr


def test_demo_offers_every_scenario() -> None:
    """The five worked collection points are there, and each one's first line is its title."""
    assert set(scenarios()) == {"courier", "ebook", "returns", "kids-game", "cold-list"}
    listed = run("demo", "--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(scenarios())


@pytest.mark.parametrize("which", ["answers", "assessment"])
def test_published_schemas_are_in_step(which: str) -> None:
    """`pia schema` prints what stands in schema/."""
    assert run("schema", which).stdout == (SCHEMAS / f"{which}.json").read_text()


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_scenarios_fit_the_schema_of_answers(name: str) -> None:
    """The schema for editors accepts every worked example."""
    import tomllib

    content = tomllib.loads(scenarios()[name].read_text())
    jsonschema.validate(content, json.loads((SCHEMAS / "answers.json").read_text()))


def test_catalogue_shows_every_entry() -> None:
    """Each entry of each part can be shown."""
    from click.testing import CliRunner

    held = load()
    runner = CliRunner()
    for part in (held.questions, held.rules, held.measures, held.alternatives, held.sources):
        for name in part:
            shown = runner.invoke(pia, ["catalogue", "show", name])
            assert shown.exit_code == 0, shown.output
            assert f": {name}\n" in shown.output


def test_readme_names_every_command_and_exit_code() -> None:
    """What can be done is written where people look first."""
    readme = (ROOT / "README.md").read_text()
    for name in pia.commands:
        assert f"`pia {name}" in readme, name
    for code in {0, 70, *(kind.exit_code for kind in PiaError.__subclasses__())}:
        assert f"| {code} |" in readme, code
