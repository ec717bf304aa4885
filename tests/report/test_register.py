"""The register on one page, however many plans there are, and with all of them inside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from pia.model import Listed, Register
from pia.report import render_register
from report import sample
from report.conftest import opened
from report.structure import Reader

ON = date(2027, 12, 1)


def listed(number: int) -> Listed:
    """One plan of many, every third of them overdue in some way."""
    return Listed(
        name=f"plan-{number:04}",
        state=("approved", "submitted", "superseded")[number % 3],
        status="approved",
        title=f"Plan {number} <b>with a long title, so that its line is broken at least once</b>",
        verdict="do not collect" if number % 2 else "collect",
        level="critical" if number % 2 else "low",
        families=tuple((f"family-{family}", ("critical", "low")[family % 2]) for family in range(number % 30)),
        approved=1,
        approved_by="reviewer",
        review_on=date(2027, 11, 24),
        expired=number % 3 == 0,
    )


@pytest.fixture(scope="module")
def made() -> bytes:
    """The page of three hundred plans."""
    register = Register(on=ON, store="assessments", listed=tuple(map(listed, range(300))))
    return render_register(sample.CATALOGUE, register)


def test_three_hundred_plans_are_one_page(made: bytes) -> None:
    """What does not fit is counted; what is withdrawn or superseded is not drawn."""
    pdf = opened(made)
    assert len(pdf.pages) == 1
    text = Reader(pdf).text()
    assert "200 assessments on 1 December 2027, and 100 withdrawn or superseded." in text
    assert "Approval expired: review was due on 24 November 2027" in text
    assert "more kinds of risk, all milder, are left out." in text
    assert "And 190 more, in the register as a table." in text
    assert "Plan 0 <b>with" in text


def test_the_page_carries_the_whole_register(made: bytes) -> None:
    """Every plan is inside, those that are not drawn, too."""
    inside = opened(made).attachments["register.json"].get_file().read_bytes()
    assert len(msgspec.json.decode(inside, type=Register).listed) == 300


def test_an_empty_register_says_so(tmp_path: Path) -> None:
    """No plan, no risk, nothing to do."""
    content = render_register(sample.CATALOGUE, Register(on=ON, store=str(tmp_path), listed=()))
    text = Reader(opened(content)).text()
    assert "0 assessments" in text
    assert "No plan has a finding." in text
    assert "Nothing: no decision is waiting" in text
