"""`pia archive` and `pia verify` of what it laid down, as people call them, with real reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import TESTS

from pia.cli.main import pia
from pia.records.archive import found_in
from pia.records.bag import bag

DAY = "2026-11-24"
APPROVE = (
    "--approve",
    "--by",
    "reviewer",
    "--officer",
    "privacy officer",
    "--opinion",
    "Good.",
    "--views",
    "Not sought.",
    "--date",
    DAY,
)


def run(*arguments: str) -> Result:
    """Run pia."""
    return CliRunner().invoke(pia, arguments)


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assessment that was laid down at once when it was approved, as PIA_ARCHIVE is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIA_ARCHIVE", "kept")
    plan = str(TESTS / "scenarios" / "courier.toml")
    for command in (("new", "shop", "--answers", plan), ("submit", "shop", "--by", "author")):
        done = run(*command, "--date", DAY)
        assert done.exit_code == 0, done.output
    done = run("review", "shop", *APPROVE)
    assert done.exit_code == 0, done.output
    assert "revision 1 archived" in done.output
    return tmp_path / "kept" / "shop-1"


def test_an_approval_is_laid_down_and_verified(laid: Path) -> None:
    """The archive holds what was decided; a second one is not written over it; the record of it stands in the log."""
    done = run("verify", str(laid))
    assert done.exit_code == 0, done.output
    assert "shop, revision 1: approved, by reviewer on 24 November 2026." in " ".join(done.output.split())
    assert "Archived by reviewer" in run("log", "shop").output
    info = (laid / "bag-info.txt").read_text().splitlines()
    assert "External-Description: Courier number at guest checkout" in info
    assert "Retain-Until: 2036-11-24" in info, "ten years, as `pia archive --help` says"
    before = found_in(laid)
    again = run("archive", "shop", "--by", "reviewer", "--date", DAY)
    assert again.exit_code != 0
    assert "Name another folder with --to." in str(again.exception)
    assert found_in(laid) == before
    assert run("archive", "shop", "--by", "reviewer", "--date", DAY, "--to", "other").exit_code == 0
    soon = run("archive", "shop", "--by", "reviewer", "--date", DAY, "--until", "soon")
    assert str(soon.exception).startswith("--until soon: type a day")


def test_another_report_in_the_archive_is_found(laid: Path, tmp_path: Path) -> None:
    """A real report on another plan, with every checksum of the bag made anew; and one byte, with none."""
    assert run("demo", "ebook", "-o", "other.pdf").exit_code == 0
    payload = {path[5:]: content for path, content in found_in(laid).items() if path.startswith("data/")}
    payload["report.pdf"] = Path("other.pdf").read_bytes()
    for path, content in bag(payload, {}, {}).items():
        (tmp_path / "forged" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "forged" / path).write_bytes(content)
    forged = run("verify", str(tmp_path / "forged"))
    assert "not the report of what was decided on" in str(forged.exception)
    report = laid / "data" / "report.pdf"
    report.write_bytes(report.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert "sha512 validation failed" in str(run("verify", str(laid)).exception)
