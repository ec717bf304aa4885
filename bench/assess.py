"""How many assessments a second on one core, what advice takes, and what loading the catalogue costs.

Run: python bench/assess.py. Besides the five scenarios it times a mix of 1,000 different plans, as nothing that was
worked out for one of them may help another by chance.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pia.assess import assess
from pia.assess.advise import advise
from pia.catalogue import load
from pia.model import UNKNOWN, Answer, Answers, Catalogue, Kind, Question, Value
from pia.records.answers import read_answers

SCENARIOS = ("courier", "returns", "ebook", "kids-game", "cold-list")
"""Kindest first."""

ON = date(2026, 11, 24)
ROUNDS = 15
ONE_IN_TEN = 0.1


def main() -> None:
    """Print one line for the catalogue, one for each scenario, one for all of them and one for the mix."""
    times = []
    for _ in range(11):
        begun = time.perf_counter()
        catalogue = load()
        times.append(time.perf_counter() - begun)
    print(f"load the catalogue: {statistics.median(times) * 1000:.1f} ms (aim 40)")
    plans = {name: read_answers(Path("tests/scenarios", f"{name}.toml"), catalogue).answers for name in SCENARIOS}
    for name, answers in plans.items():
        measure(name, catalogue, [answers] * 100)
        advised(name, catalogue, answers)
    measure("all five", catalogue, list(plans.values()) * 20)
    chance = random.Random(1)  # noqa: S311 - nothing secret
    measure("a mix", catalogue, [varied(catalogue, answers, chance) for answers in plans.values() for _ in range(200)])


def measure(name: str, catalogue: Catalogue, plans: Sequence[Answers]) -> None:
    """Assess the plans one after the other, several times, and print the median and the best rate."""
    rates = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for answers in plans:
            assess(catalogue, answers, ON)
        rates.append(len(plans) / (time.perf_counter() - begun))
    print(f"assess {name:10} {statistics.median(rates):8.0f} a second, at best {max(rates):.0f} (aim 5000)")


def advised(name: str, catalogue: Catalogue, answers: Answers) -> None:
    """Work out the least work for one plan, several times, and print the median: people wait for it at a prompt."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        advise(catalogue, answers, ON)
        times.append(time.perf_counter() - begun)
    print(f"advise {name:10} {statistics.median(times) * 1000:8.0f} ms (aim 1000)")


def varied(catalogue: Catalogue, answers: Answers, chance: random.Random) -> Answers:
    """The plan with about one answer in ten replaced by chance, places included."""
    replaced = {
        question.id: Answer(value=any_value(question, chance))
        for question in catalogue.questions.values()
        if chance.random() < ONE_IN_TEN and question.kind in {Kind.ONE, Kind.MANY, Kind.NUMBER}
    }
    return {**answers, **replaced}


def any_value(question: Question, chance: random.Random) -> Value:
    """Some answer to the question; *don't know yet* one time in ten."""
    if chance.random() < ONE_IN_TEN:
        return UNKNOWN
    if question.kind is Kind.NUMBER:
        return chance.choice((500, 5_000, 500_000))
    if question.kind is Kind.ONE:
        return chance.choice(question.choices).id
    return (chance.choice(question.choices).id,)


if __name__ == "__main__":
    main()
