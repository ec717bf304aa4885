"""Measures: the answers as they would be, and that taking one more never makes a plan worse."""

from __future__ import annotations

from random import Random

import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table
from invented import answers, ask, by_chance, catalogue, measure, plan_by_chance, rule, when

from pia.assess import assess
from pia.assess.findings import Judgement, judge
from pia.assess.measures import called_for, carry_out
from pia.model import UNKNOWN, Answer, Change, Kind, Level, Verdict

MADE = catalogue(
    [ask("one"), ask("many", Kind.MANY)],
    [rule("x", when(one="a"), measures=("to-b", "to-c")), rule("y", when(many="a"), measures=("to-c", "drop-a"))],
    [
        measure("to-b", Change(question="one", to="b")),
        measure("to-c", Change(question="one", to="c")),
        measure("drop-a", Change(question="many", drop=("a",))),
        measure("add-b", Change(question="many", add=("b",))),
        measure("add-c", Change(question="many", add=("c",))),
        measure("only-none", Change(question="many", to=("none",))),
        measure("add-none", Change(question="many", add=("none",))),
    ],
)


def after(*measures: str, **given: str | tuple[str, ...]) -> dict[str, object]:
    """The values of the answers once the measures are taken."""
    return {name: answer.value for name, answer in carry_out(MADE, measures, answers(**given)).items()}


def test_a_measure_replaces_an_answer_and_the_first_one_counts() -> None:
    """Also an answer that is not known, or was never given."""
    assert after("to-b", one="a") == {"one": "b"}
    assert after("to-c", "to-b", one="a") == {"one": "c"}
    assert after("to-b", one=UNKNOWN) == after("to-b") == {"one": "b"}


@pytest.mark.parametrize(
    ("measures", "held", "kept"),
    [
        (("drop-a",), ("a", "b"), ("b",)),
        (("drop-a",), ("a",), ()),
        (("add-b",), ("a",), ("a", "b")),
        (("add-b",), ("none",), ("b",)),
        (("add-b",), ("b",), ("b",)),
        (("add-none",), ("a",), ("a",)),
        (("drop-a", "add-none"), ("a",), ("none",)),
        (("only-none", "add-b"), ("a",), ("b",)),
        (("add-b", "only-none"), ("a",), ("b",)),
    ],
)
def test_choices_are_dropped_and_added(measures: tuple[str, ...], held: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """A choice that stands alone gives way to others; the order of measures does not matter."""
    assert after(*measures, many=held) == {"many": kept}


def test_what_is_added_says_nothing_about_the_rest_of_an_unknown_answer() -> None:
    """It stays unknown until every choice is decided: unknown is never taken for safe, nor for bad."""
    assert after("add-b", many=UNKNOWN) == {"many": UNKNOWN}
    assert after("add-b", "drop-a", many=UNKNOWN) == {"many": UNKNOWN}
    assert after("add-b", "drop-a", "add-c", many=UNKNOWN) == {"many": ("b", "c")}
    assert after("add-b") == {}


def test_the_answers_given_stay_as_they_are() -> None:
    """Measures make new answers; an assessment is not changed by looking ahead."""
    given = answers(one="a")
    carry_out(MADE, ["to-b"], given)
    assert given == answers(one="a")


def test_measures_are_called_for_by_the_worst_finding_first() -> None:
    """Each once."""
    found = judge(MADE, {"where": Answer(value=("a",)), **answers(one="a", many=("a",))}, ON_DATE)
    assert called_for(MADE, found.findings) == ("to-b", "to-c", "drop-a")


def test_a_plan_that_needs_nothing_is_its_own_outlook() -> None:
    """Without measures nothing is looked at twice, and nothing differs."""
    found = assess(MADE, {"where": Answer(value=("a",)), **answers(one="b", many=("b",))}, ON_DATE)
    assert (found.plan.measures, found.plan.findings, found.plan.verdict) == ((), (), Verdict.COLLECT)


REAL = real_catalogue()
STARTS: list[dict[str, Answer]] = [{}] + [
    answers_in(REAL, table(path)["answers"])
    for path in sorted((TESTS / "scenarios").glob("*.toml"))
    if path.stem != "expected"
]


def could_be(found: Judgement) -> Level:
    """The worst there is, or may be once every answer is known."""
    now = [item.level for item in found.findings]
    return max(now + [item.could_be for item in found.open_points], default=Level.INFO)


@pytest.mark.parametrize("seed", range(8))
def test_one_more_measure_never_makes_it_worse(seed: int) -> None:
    """Over plans by chance, with some of the measures called for already taken, and one more of those still called for.

    Neither the worst finding nor the worst there may be rises. Nor does the verdict, with one exception that lies in
    the word itself: a plan found medium *collects with conditions* whatever else may turn out medium; once that finding
    is settled, it is *undecided* whether anything is left.
    """
    chance = by_chance(seed)
    for start in STARTS:
        for share in (0.1, 0.5):
            _try(plan_by_chance(REAL, start, share if start else 0.9, chance), chance)


def _try(plan: dict[str, Answer], chance: Random) -> None:
    found = judge(REAL, plan, ON_DATE)
    given = {name: plan[name] for name in found.facts.asked if name in plan}
    named = called_for(REAL, found.findings)
    taken = set(chance.sample(named, chance.randint(0, len(named))))
    before = judge(REAL, _with(taken, given), ON_DATE)
    for name in called_for(REAL, before.findings):
        after = judge(REAL, _with(taken | {name}, given), ON_DATE)
        assert could_be(after) <= could_be(before), (name, taken)
        settled = before.verdict is Verdict.CONDITIONS and after.verdict is Verdict.UNDECIDED
        assert after.verdict <= before.verdict or settled, (name, taken)


def _with(measures: set[str], given: dict[str, Answer]) -> dict[str, Answer]:
    return carry_out(REAL, [name for name in REAL.measures if name in measures], given)


def test_a_measure_that_changes_no_answer_stands_beside_one_that_does_or_a_mild_rule() -> None:
    """It cannot lower a finding: alone, it is enough only where the finding is info or low."""
    idle = {name for name, item in REAL.measures.items() if not item.changes}
    for item in REAL.rules.values():
        if item.measures and set(item.measures) <= idle:
            assert REAL.scale.matrix[item.severity - 1][item.likelihood - 1] <= Level.LOW, item.id
