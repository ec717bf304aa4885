"""The register: one row each, no cell that a spreadsheet would run, and one page that shows where the risk sits."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers import ON_DATE, real_catalogue
from hypothesis import given
from hypothesis import strategies as st
from invented import answers, ask, catalogue, rule, when

from pia.assess import assess
from pia.model import (
    UNKNOWN,
    Answer,
    Approved,
    ApprovedWithConditions,
    Kind,
    Listed,
    Revised,
    Role,
)
from pia.records.life import Approval, Life
from pia.records.register import ACTIVE, as_csv, cell, listed, register
from pia.records.stream import Stream, When, seal
from records.lives import AT, NEXT_YEAR, term, three

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "csv-injection"


def rows(on: date = ON_DATE) -> dict[str, Listed]:
    """The register by name."""
    lives = [life for _, life in three().lives()]
    made = register(real_catalogue(), lives, on, "memory")  # type: ignore[arg-type]
    return {item.name: item for item in made.listed}


def test_a_row_says_what_an_officer_asks() -> None:
    """What is planned, what was found, who approved it and until when."""
    row = rows()["ebook-gate"]
    assert (row.verdict, row.level, row.approved_by, row.review_on) == (
        "do not collect",
        "critical",
        "reviewer",
        NEXT_YEAR,
    )
    assert row.findings[0][1] == "critical"
    assert row.title
    assert rows()["unfinished"] == Listed(name="unfinished", state="draft", status="draft")
    assert rows(date(2027, 11, 25))["ebook-gate"].expired


WHERE = {"where": Answer(value=("a", "b"))}
LAW = catalogue(
    [ask("p"), ask("q"), ask("called", Kind.TEXT, role=Role.TITLE), ask("firm", Kind.TEXT, role=Role.COMPANY)],
    [
        rule("mild", when(p="a"), weight=(2, 3), family="one"),
        rule("bad", when(p="a"), weight=(4, 4), family="one"),
        rule("gone", when(p="a"), weight=(3, 3), family="gone"),
        rule("other", when(p="a"), weight=(1, 1), family="two"),
    ],
)


def life(*conditions: str, **given: str) -> Life:
    """A second revision under that law; the first was approved by the reviewer, on conditions due in a month."""
    plan = assess(LAW, WHERE | answers(**given), ON_DATE)
    of: dict[str, Any] = {"revision": 1, "sha256": "0" * 64, "review_on": NEXT_YEAR}
    terms = tuple(term(name, due=ON_DATE + timedelta(days=30)) for name in conditions)
    act = ApprovedWithConditions(**of, conditions=terms) if terms else Approved(**of)
    stream = seal(Stream("a-plan", ()), act, by="reviewer", when=When(AT, ON_DATE), catalogue=real_catalogue())
    approval = Approval(record=stream, assessment=plan, closed={"c1": "Ticket 12."})
    return Life(name="a-plan", revised=Revised(revision=2, sha256="0" * 64, assessment=plan), approval=approval)


def test_every_part_of_a_row() -> None:
    """As it stands on a day: what is planned and found now, what was approved before, and what of that is late."""
    left = msgspec.structs.replace(
        LAW,
        rules={name: item for name, item in LAW.rules.items() if name != "gone"},
        places={name: item for name, item in LAW.places.items() if name != "fr"},
    )
    plan = life("c1", "c2", "c3", p="a", q=UNKNOWN, called="Till", firm="Example Ltd")
    row = listed(left, plan, ON_DATE + timedelta(days=31))
    assert row == Listed(
        name="a-plan",
        state="draft",
        status=row.status,
        title="Till",
        company="Example Ltd",
        places=("EU",),
        revision=2,
        verdict="do not collect",
        level="critical",
        findings=(("bad", "critical"), ("gone", "high"), ("mild", "medium"), ("other", "info")),
        families=(("one", "critical"), ("two", "info")),
        unknown=1,
        approved=1,
        approved_by="reviewer",
        approved_on=ON_DATE,
        review_on=NEXT_YEAR,
        expired=False,
        conditions_open=2,
        conditions_overdue=2,
        catalogue="1",
    )


def test_what_is_not_there_is_left_empty() -> None:
    """No finding, no approval, a title nobody knows yet: no word stands in the place of any."""
    plan = life(p="b", q="b", called=UNKNOWN)
    row = listed(LAW, msgspec.structs.replace(plan, approval=None), ON_DATE)
    assert (row.title, row.company, row.level, row.findings, row.families) == ("", "", "", (), ())
    assert (row.approved, row.approved_by, row.approved_on, row.review_on) == (0, "", None, None)
    assert (row.conditions_open, row.conditions_overdue, row.expired, row.unknown) == (0, 0, False, 1)


def test_a_row_reads_well_in_a_spreadsheet() -> None:
    """Lists in words with the titles of the rules, yes and no, nothing for what is not there."""
    made = register(LAW, [life("c1", "c2", p="a", q="b"), Life(name="b-plan")], ON_DATE, "here")
    titled = catalogue([ask("p")], [rule("bad", when(p="a"), title="Nobody may")])
    header, one, two = csv.reader(io.StringIO(as_csv(made, titled)))
    row, other = dict(zip(header, one, strict=True)), dict(zip(header, two, strict=True))
    assert row["findings"] == "critical: Nobody may; high: gone; medium: mild; info: other"
    assert (row["places"], row["expired"], row["conditions open"]) == ("EU; France", "no", "1")
    assert (row["approved on"], row["review on"]) == ("2026-11-24", "2027-11-24")
    assert (other["findings"], other["approved on"], other["verdict"], other["revision"]) == ("", "", "", "0")
    assert "families" not in row


def test_the_csv_has_a_row_for_each() -> None:
    """Headed, with as many cells in every row."""
    lives = [life for _, life in three().lives()]
    made = register(real_catalogue(), lives, ON_DATE, "memory")  # type: ignore[arg-type]
    table = list(csv.reader(io.StringIO(as_csv(made, real_catalogue()))))
    assert [line[0] for line in table] == ["name", "ebook-gate", "shop", "unfinished"]
    assert len({len(line) for line in table}) == 1


def test_what_a_team_typed_is_no_formula_in_a_spreadsheet() -> None:
    """From the title of a plan to the cell."""
    lives = [life for _, life in three().lives()]
    made = register(real_catalogue(), lives, ON_DATE, "memory")  # type: ignore[arg-type]
    evil = msgspec.structs.replace(
        made.listed[0], title='=HYPERLINK("https://example.org")', approved_by="+447700900123"
    )
    table = list(csv.reader(io.StringIO(as_csv(msgspec.structs.replace(made, listed=(evil,)), real_catalogue()))))
    row = dict(zip(table[0], table[1], strict=True))
    assert row["title"] == '\'=HYPERLINK("https://example.org")'
    assert row["approved by"] == "'+447700900123"


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Nor after the spaces and quotation marks that programs cut off; and what is harmless stays as it is."""
    made = cell(text)
    assert made.endswith(text)
    if made == text and text:
        assert text[0] not in ACTIVE
        assert text.lstrip(" \u00a0\"'")[:1] not in ACTIVE or not text.lstrip(" \u00a0\"'")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the third-party test data is not beside the project")
def test_the_corpus_of_formulas_is_made_harmless() -> None:
    """Every payload that begins like a formula is quoted."""
    lines = [
        line
        for path in sorted(CORPUS.rglob("*"))
        if path.is_file() and path.parent != CORPUS
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if line.strip()
    ]
    assert len(lines) > 5
    for line in lines:
        assert cell(line)[0] not in ACTIVE, line
