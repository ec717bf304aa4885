"""Each place alone raises only its own law: a false alarm costs as much trust as a miss."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pia.assess import assess
from pia.assess.law import around
from pia.catalogue import load
from pia.model import Answer, Role, Standing
from pia.records.answers import read_answers

SCENARIOS = Path(__file__).parents[1] / "scenarios"
CATALOGUE = load()
PLACES = CATALOGUE.role(Role.PLACES)
GATES = {"ca-threshold": Answer(value="yes"), "au-threshold": Answer(value="yes"), "local-advice": Answer(value="no")}
ALONE = [(question.id, choice.id) for question in PLACES for choice in question.choices if not choice.alone]
REGION = {"eu-countries": "eu", "us-states": "us", "ca-provinces": "ca"}
"""The choice of the first question that opens each of the others."""


def alone(scenario: str, question: str, choice: str) -> dict[str, Answer]:
    """A scenario with its people in one place only."""
    answers = read_answers(SCENARIOS / f"{scenario}.toml", CATALOGUE).answers
    kept = {name: answer for name, answer in answers.items() if CATALOGUE.questions[name] not in PLACES}
    region = {"places": Answer(value=(REGION.get(question, choice),))}
    return kept | GATES | region | {question: Answer(value=(choice,))}


@pytest.mark.parametrize("scenario", ["ebook", "kids-game", "cold-list"])
@pytest.mark.parametrize(("question", "choice"), ALONE, ids=[choice for _, choice in ALONE])
def test_one_place_cites_only_its_own_law(scenario: str, question: str, choice: str) -> None:
    """Whatever is not merely persuasive comes from the place, or from one around it; each covered place has some."""
    result = assess(CATALOGUE, alone(scenario, question, choice), date(2026, 11, 24))
    (place,) = result.places if question == "places" else result.places[1:]
    own = {"intl", *around(CATALOGUE.places, place)}
    cited = {
        CATALOGUE.sources[item.source].place
        for citations in [*(f.citations for f in result.findings), *(p.citations for p in result.open_points)]
        for item in citations
        if item.standing is not Standing.PERSUASIVE
    }
    assert cited <= own
    assert cited - {"intl"} or not CATALOGUE.places[place].covered or scenario != "ebook"
