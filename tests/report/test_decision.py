"""A decision on the page: what is on record is printed, carried inside, and is no signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pytest
from click.testing import CliRunner

from pia.cli.main import pia
from pia.dates import day
from pia.model import (
    Approved,
    ApprovedWithConditions,
    ChangesRequested,
    Decided,
    Rejected,
    Superseded,
    Term,
    Withdrawn,
)
from pia.report import decision
from pia.report.html import to_html
from pia.report.markdown import to_markdown
from pia.report.view import view
from report import sample
from report.conftest import opened
from report.structure import Reader


def test_what_was_decided_is_printed(pdf_of: Callable[..., bytes]) -> None:
    """Opinion, views, choice, conditions, review, names, and what changed; in reading order, and as text."""
    first, _, text = Reader(opened(pdf_of("decided"))).text().partition("Opinion of the privacy officer")
    assert "On record: Decided by legal counsel on 24 November 2026: go ahead on 2 conditions." in first
    parts = [
        "No objection, <b>if</b> all is done.",
        "Twelve people were asked.",
        "Go ahead on the conditions below (chosen)",
        "c1. Say why the number is needed. (Product, by 31 January 2027)",
        "24 November 2027",
        "product lead",
        "privacy counsel",
        "legal counsel",
        "What changed since the revision before",
        "it is: collect with conditions",
        "A risk that is gone",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "A name there is a claim" in text


def test_the_decision_is_carried_inside(pdf_of: Callable[..., bytes]) -> None:
    """Whoever has the PDF has the record of the decision; one on which nothing was decided has none."""
    inside = opened(pdf_of("decided")).attachments
    carried = msgspec.json.decode(inside["decision.json"].get_file().read_bytes(), type=Decided)
    assert carried == sample.DECIDED
    assert "decision.json" not in opened(pdf_of("small")).attachments


@pytest.mark.parametrize(
    ("act", "chosen"),
    [
        (Approved(revision=2, sha256="0", review_on=sample.ON), "Go ahead as planned"),
        (ChangesRequested(revision=2, sha256="0", reason="Too much."), "Change the plan and assess again"),
        (Rejected(revision=2, sha256="0", reason="Too much."), "Do not collect the number"),
    ],
)
def test_each_decision_ticks_its_box(act: Approved | ChangesRequested | Rejected, chosen: str) -> None:
    """And a reason that was given is there."""
    record = msgspec.structs.replace(sample.DECIDED.decision, act=act)
    shown = decision.recorded(msgspec.structs.replace(sample.DECIDED, decision=record))
    assert shown.chosen == chosen
    assert ("Too much." in shown.conditions) is not isinstance(act, Approved)


def test_a_condition_names_the_finding_it_answers_and_a_note_is_one() -> None:
    """Whoever reads the page can go from the condition to the finding; a sentence beside them is no condition."""
    term = Term(id="c1", text="Say why.", owner="Product", due=date(2027, 1, 31), finding="needless")
    act = ApprovedWithConditions(revision=2, sha256="0", review_on=sample.ON, conditions=(term,), note="Well done.")
    record = msgspec.structs.replace(sample.DECIDED.decision, act=act)
    shown = decision.recorded(msgspec.structs.replace(sample.DECIDED, decision=record))
    assert shown.conditions == "c1. Say why. (Product, by 31 January 2027, for needless)\nNote: Well done."


@pytest.mark.parametrize(
    ("act", "how"),
    [
        (Superseded(successor="one-form", reason="One form for both."), "superseded by one-form"),
        (Withdrawn(reason="One form for both."), "withdrawn"),
    ],
)
def test_a_plan_that_ended_is_not_decided_on(act: Superseded | Withdrawn, how: str) -> None:
    """The page says how it ended, when, by whom and why, and leaves nothing to tick or sign, in every form."""
    record = msgspec.structs.replace(sample.DECIDED.decision, act=act)
    ended = msgspec.structs.replace(sample.DECIDED, decision=record)
    shown = view(sample.CATALOGUE, sample.SMALL, advice=sample.ADVICE, decided=ended)
    assert not shown.decision.standing
    said = f"This plan was {how} on {day(record.on)} by {record.by}. The reason: One form for both. No approval of it"
    html, markdown = to_html(shown), to_markdown(shown)
    assert said in html
    assert said in markdown
    page = html[html.index('id="decision"') : html.index('id="answers"')]
    assert said in page
    assert "Signature" not in page
    assert "Go ahead" not in page


def test_nothing_is_said_of_changes_where_there_are_none() -> None:
    """A first revision has no page of them."""
    assert decision.changes(msgspec.structs.replace(sample.DECIDED, changes=None)) is None


def test_a_report_is_one_side_of_a_comparison(pdf_of: Callable[..., bytes], tmp_path: Path) -> None:
    """What is compared is what the PDF carries, its conditions too; a PDF that is no report is named."""
    for name in ("decided", "small"):
        (tmp_path / f"{name}.pdf").write_bytes(pdf_of(name))
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    decided, small, other = (str(tmp_path / f"{name}.pdf") for name in ("decided", "small", "other"))
    done = CliRunner().invoke(pia, ["diff", decided, small, "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    act = sample.DECIDED.decision.act
    assert isinstance(act, ApprovedWithConditions)
    assert [item["id"] for item in found["conditions"]] == [term.id for term in act.conditions]
    assert all(item["after"] is None for item in found["conditions"])
    one, two = (msgspec.json.decode(attached(decided)), msgspec.json.decode(attached(small)))
    assert found["verdict"] == [one["verdict"], two["verdict"]]
    same = CliRunner().invoke(pia, ["diff", decided, decided])
    assert "Nothing else differs." in same.output
    refused = CliRunner().invoke(pia, ["diff", other, small])
    assert "no report is in it" in str(refused.exception)


def attached(path: str) -> bytes:
    """The assessment inside, read without pia."""
    with pikepdf.open(path) as pdf:
        return pdf.attachments["assessment.json"].get_file().read_bytes()
