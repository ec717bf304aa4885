"""`pia report`: what is on record of a decision is printed in every form, and that it does not stand any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from helpers import TESTS, Quick
from report.structure import Reader

from pia.cli.main import pia

Run = Callable[..., str]
DAY = "2026-11-24"
FORMS = ("pdf", "html", "md")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pia in a folder in which the plan `shop` was approved on a condition."""
    monkeypatch.syspath_prepend(str(TESTS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PIA_BY", raising=False)

    def run_pia(*arguments: str) -> str:
        result = CliRunner().invoke(pia, arguments)
        assert result.exit_code == 0, f"{result.output}{result.exception!r}"
        return result.output

    quickly = pytest.MonkeyPatch()
    quickly.setattr("pia.report.renderer.Renderer", Quick)
    run_pia("new", "shop", "--answers", str(TESTS / "scenarios" / "courier.toml"), "--date", DAY)
    run_pia("submit", "shop", "--by", "author", "--date", DAY)
    condition = "Write down who may read the numbers. | Product | 2027-01-31"
    run_pia("review", "shop", "--approve", "--by", "reviewer", "--date", DAY, "--condition", condition)
    quickly.undo()
    return run_pia


def reported(run: Run, form: str) -> str:
    """What a person reads in the report on `shop`, on one line."""
    path = Path(f"report.{form}")
    run("report", "shop", "-o", str(path), "--date", DAY)
    if path.suffix != ".pdf":
        return " ".join(path.read_text(encoding="utf-8").split())
    with pikepdf.open(path) as pdf:
        return " ".join(Reader(pdf).text().split())


@pytest.mark.parametrize("form", FORMS)
def test_a_decision_is_printed(run: Run, form: str) -> None:
    """Who decided what and when, and each condition with its owner and day."""
    text = reported(run, form)
    assert "Decided by reviewer on 24 November 2026: go ahead on 1 condition. Next review: 24 November 2027." in text
    assert "c1. Write down who may read the numbers. (Product, by 31 January 2027)" in text


@pytest.mark.parametrize("form", FORMS)
def test_what_does_not_stand_any_more_is_printed_instead(run: Run, form: str) -> None:
    """A plan that was given up offers no page to decide on."""
    run("review", "shop", "--withdraw", "--because", "The shop closes", "--by", "owner", "--date", "2026-11-25")
    text = reported(run, form)
    assert "This plan was withdrawn on 25 November 2026 by owner. The reason: The shop closes." in text
    assert "Go ahead as planned" not in text
    assert "Decided by" not in text


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_said_of_a_decision_that_nobody_took(run: Run, form: str, tmp_path: Path) -> None:
    """A file of answers has no record; a PDF and a page leave room to decide."""
    path = tmp_path / f"plan.{form}"
    run("report", str(TESTS / "scenarios" / "courier.toml"), "-o", str(path), "--date", DAY)
    assert b"On record" not in path.read_bytes()
    assert "### Decision" not in path.read_text(encoding="utf-8", errors="replace")
