"""Where a finding hangs on somebody's age, the ages of consent where the people are stand beside it, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pia.assess import assess
from pia.assess.advise import advise
from pia.catalogue import load
from pia.records.answers import read_answers
from pia.report.view import view

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def ages(name: str) -> list[tuple[str, ...]]:
    catalogue = load()
    answers = read_answers(SCENARIOS / f"{name}.toml", catalogue).answers
    assessment = assess(catalogue, answers, date(2026, 11, 24))
    shown = view(catalogue, assessment, advice=advise(catalogue, assessment.answers, assessment.on))
    return [finding.ages for finding in shown.findings if finding.ages]


def test_ages_of_the_places_ticked() -> None:
    (once,) = ages("kids-game")
    assert any(words.startswith("Denmark 15") for words in once)
    assert any(words.startswith("Ireland 16") for words in once)
    assert not any(words.startswith("Germany") for words in once)


def test_no_ages_where_nothing_hangs_on_them() -> None:
    assert ages("courier") == []
