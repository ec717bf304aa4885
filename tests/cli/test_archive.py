"""Reports as archives keep them: many at once, verified, and opened again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.test_commands import COURIER, EBOOK, run


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a worked example."""
    path = tmp_path_factory.mktemp("report") / "courier.pdf"
    done = run("report", COURIER, "-o", str(path), "--date", "2026-11-24")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}\n", "")
    return path


def test_verify_says_in_words_and_as_json_that_nothing_changed(report: Path) -> None:
    done = run("verify", str(report))
    assert done.returncode == 0
    assert done.stdout.startswith("Intact\n")
    assert "under the law of 24 November 2026" in done.stdout
    assert done.stdout.count(": yes\n") == 3
    assert "A seal is no signature" in done.stdout
    found = json.loads(run("verify", str(report), "--json").stdout)
    assert (found["state"], found["made_again"]["outcome"], found["verdict"]) == ("intact", "yes", "collect")


def test_verify_exits_with_1_when_a_byte_was_changed(report: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    content = bytearray(report.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    done = run("verify", str(changed))
    assert done.returncode == 1
    assert done.stdout.startswith("NOT INTACT: changed\n")
    assert json.loads(run("verify", str(changed), "--json").stdout)["state"] == "changed"


def test_what_is_no_report_is_one_sentence(tmp_path: Path) -> None:
    done = run("verify", COURIER, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (65, "", f"pia: {COURIER}: is not a PDF.\n")
    done = run("open", COURIER, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (65, "", 1)


def test_open_restores_the_answers_and_never_overwrites(report: Path, tmp_path: Path) -> None:
    before = json.loads(run("check", COURIER, "--json", "--date", "2026-11-24").stdout)
    done = run("open", str(report), cwd=tmp_path)
    assert done.returncode == 0
    assert "pia resume courier" in done.stdout
    after = json.loads(run("check", "courier", "--json", "--date", "2026-11-24", cwd=tmp_path).stdout)
    assert after == before
    draft = tmp_path / "assessments/courier/draft.json"
    draft.write_text("mine")
    again = run("open", str(report), cwd=tmp_path)
    assert again.returncode == 2
    assert "exists. Give another name" in again.stderr
    assert draft.read_text() == "mine"
    assert run("open", str(report), "second-try", cwd=tmp_path).returncode == 0
    assert run("open", str(report), "../up", cwd=tmp_path).returncode == 2


def test_open_warns_when_the_file_was_damaged(report: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(report.read_bytes()[:-30])
    done = run("open", str(damaged), cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("Warning: the report was damaged or changed")
    assert (tmp_path / "assessments/courier/draft.json").exists()


def test_many_reports_and_one_that_cannot_be_made(report: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[answers]\npoint = 'nowhere'\n")
    folder = tmp_path / "reports"
    done = run(
        "report", COURIER, str(broken), EBOOK, "missing", "-o", str(folder), "--date", "2026-11-24", cwd=tmp_path
    )
    assert done.returncode == 65
    assert done.stdout.splitlines() == [str(folder / "courier.pdf"), str(folder / "ebook.pdf")]
    assert (folder / "courier.pdf").read_bytes() == report.read_bytes()
    assert "2 of 4 reports could not be made" in done.stderr
    assert f"  {broken}: point:" in done.stderr
    assert "There is no assessment named missing" in done.stderr


def test_reports_that_would_overwrite_each_other_are_refused(tmp_path: Path) -> None:
    done = run("report", COURIER, COURIER, "-o", str(tmp_path / "reports"))
    assert done.returncode == 2
    assert "would both be written" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_characters_no_font_has_are_warned_about(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('[answers]\ntitle = "电话 number"\npoint = "delivery"\n', encoding="utf-8")
    done = run("report", str(plan))
    assert done.returncode == 0
    assert "no font here has 电 话 in the answer to" in done.stderr
    assert "[U+7535]" in done.stderr
