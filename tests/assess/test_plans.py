"""Sixteen more collection points, benign and awful, judged by people before the rules were run on them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pia.assess import assess
from pia.catalogue import load
from pia.records.answers import missing, read_answers

PLANS = sorted((Path(__file__).parents[1] / "plans").glob("*.toml"))
ON = date(2026, 11, 24)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_judgement_stands(path: Path) -> None:
    """Every question is answered; level and verdict are as expected; no family is missed, and none raised in vain."""
    catalogue = load()
    answers = read_answers(path, catalogue).answers
    assert not missing(catalogue, answers)
    expected = tomllib.loads(path.read_text())["expected"]
    result = assess(catalogue, answers, ON)
    families = {catalogue.rules[finding.rule].family for finding in result.findings}
    assert not result.open_points
    assert set(expected["found"]) <= families
    assert not set(expected["absent"]) & families
    level = result.level.value if result.level else "none"
    assert (level, result.verdict.value) == (expected["level"], expected["verdict"])


def test_there_are_benign_and_awful_ones() -> None:
    """A catalogue that always warns, or never does, would fail here."""
    verdicts = [tomllib.loads(path.read_text())["expected"]["verdict"] for path in PLANS]
    assert len(verdicts) >= 10
    assert verdicts.count("collect") >= 4
    assert verdicts.count("do not collect") >= 3
