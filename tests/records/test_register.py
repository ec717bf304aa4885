"""The register: one row each, no cell that a spreadsheet would run, and one page that shows where the risk sits."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import msgspec
import pytest
from helpers import ON_DATE, real_catalogue
from hypothesis import given
from hypothesis import strategies as st

from pia.model import Approved, Listed, Opinion, Submitted
from pia.records.register import ACTIVE, as_csv, cell, register
from pia.records.store import Store
from records.lives import NEXT_YEAR, REPORT, Memory, add, revised

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "csv-injection"


def store() -> Store:
    """A grave plan that was approved, a mild one under review, and a draft."""
    kept = Store(Memory())
    grave, mild = revised("ebook"), revised("courier")
    add(kept, grave, name="ebook-gate")
    add(kept, Submitted(revision=1, sha256=grave.sha256, report=REPORT), name="ebook-gate")
    add(kept, Opinion(revision=1, sha256=grave.sha256, text="No."), "privacy officer", name="ebook-gate")
    approval = Approved(revision=1, sha256=grave.sha256, review_on=NEXT_YEAR, views="Not sought.")
    add(kept, approval, "reviewer", name="ebook-gate")
    add(kept, mild, name="shop")
    add(kept, Submitted(revision=1, sha256=mild.sha256, report=REPORT), name="shop")
    kept.backend.replace("unfinished/draft.json", b"{}")
    return kept


def rows(on: date = ON_DATE) -> dict[str, Listed]:
    """The register by name."""
    lives = [life for _, life in store().lives()]
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


def test_the_csv_has_a_row_for_each() -> None:
    """Headed, with as many cells in every row."""
    lives = [life for _, life in store().lives()]
    made = register(real_catalogue(), lives, ON_DATE, "memory")  # type: ignore[arg-type]
    table = list(csv.reader(io.StringIO(as_csv(made, real_catalogue()))))
    assert [line[0] for line in table] == ["name", "ebook-gate", "shop", "unfinished"]
    assert len({len(line) for line in table}) == 1


def test_what_a_team_typed_is_no_formula_in_a_spreadsheet() -> None:
    """From the title of a plan to the cell."""
    lives = [life for _, life in store().lives()]
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
