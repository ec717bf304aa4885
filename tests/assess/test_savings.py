"""Which open answer spares which step: checked by answering it and leaving the step out, on every real scenario."""

from __future__ import annotations

import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table

from pia.assess import assess
from pia.assess.advise import advise
from pia.assess.measures import carry_out
from pia.model import UNKNOWN, Answer, Kind, Level

CATALOGUE = real_catalogue()


def scenario(name: str) -> dict[str, Answer]:
    """The answers of a worked scenario."""
    return answers_in(CATALOGUE, table(TESTS / "scenarios" / f"{name}.toml")["answers"])


def test_every_saving_named_is_one() -> None:
    """The answer given, the named steps left out, the rest of the way arrives where all of it did."""
    given = scenario("kids-game")
    advice = advise(CATALOGUE, given, ON_DATE)
    assert {saving.question: saving.measures for saving in advice.savings} == {
        "invites": ("user-sends-invites",),
        "protection": ("breach-plan",),
        "key-exposed": ("random-id",),
    }
    (way, *_) = advice.ways
    for saving in advice.savings:
        question = CATALOGUE.questions[saving.question]
        left = [name for name in CATALOGUE.measures if name in {step.measure for step in way.steps}]
        left = [name for name in left if name not in saving.measures]
        for choice in saving.choices:
            value = (choice,) if question.kind is Kind.MANY else choice
            answers = {**given, question.id: Answer(value=value)}
            after = assess(CATALOGUE, carry_out(CATALOGUE, left, answers), ON_DATE)
            assert after.verdict is way.verdict
            assert (after.level or Level.INFO) <= max(item.level for item in way.findings)


def test_an_answer_that_would_be_bad_news_saves_nothing() -> None:
    """No choice is named that leaves the risk standing."""
    savings = advise(CATALOGUE, scenario("kids-game"), ON_DATE).savings
    (saving,) = (item for item in savings if item.question == "invites")
    assert set(saving.choices) == {"user", "nobody"}
    assert set(saving.choices) < {choice.id for choice in CATALOGUE.questions["invites"].choices}


@pytest.mark.parametrize("name", ["courier", "returns", "cold-list"])
def test_nothing_is_promised_where_nothing_can_be_spared(name: str) -> None:
    """No way needed, or one whose steps no open answer touches."""
    given = scenario(name)
    assert advise(CATALOGUE, given, ON_DATE).savings == ()
    assert all(answer.value != UNKNOWN for answer in given.values()) or name == "cold-list"
