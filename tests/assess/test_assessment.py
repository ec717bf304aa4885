"""The verdict, and what an assessment says beside it: places without law, too much at once, what would remain."""

from __future__ import annotations

import msgspec
import pytest
from invented import ON, answers, ask, catalogue, measure, rule, when

from pia.assess import assess
from pia.assess.findings import verdict
from pia.model import UNKNOWN, Answer, Assessment, Change, Level, OpenPoint, Place, Rule, Value, Verdict

ASKED = when(p="a")


def judged(*rules: Rule, where: tuple[str, ...] = ("a",), p: Value = "a") -> Assessment:
    """A plan in the EU under these rules, whose measures change the answer to p."""
    helps = [measure("to-b", Change(question="p", to="b"))]
    return assess(catalogue([ask("p"), ask("q")], rules, helps), {"where": Answer(value=where), **answers(p=p)}, ON)


@pytest.mark.parametrize(
    ("level", "could_be", "said"),
    [
        (None, None, Verdict.COLLECT),
        (Level.LOW, None, Verdict.COLLECT),
        (Level.MEDIUM, None, Verdict.CONDITIONS),
        (Level.HIGH, None, Verdict.REDESIGN),
        (Level.CRITICAL, None, Verdict.DO_NOT_COLLECT),
        (None, Level.LOW, Verdict.COLLECT),
        (None, Level.MEDIUM, Verdict.UNDECIDED),
        (Level.LOW, Level.MEDIUM, Verdict.UNDECIDED),
        (Level.MEDIUM, Level.MEDIUM, Verdict.CONDITIONS),
        (Level.MEDIUM, Level.HIGH, Verdict.UNDECIDED),
        (Level.HIGH, Level.CRITICAL, Verdict.REDESIGN),
    ],
)
def test_the_verdict_waits_only_for_what_could_make_it_worse(
    level: Level | None, could_be: Level | None, said: Verdict
) -> None:
    """An open point as bad as what is found changes nothing; nor does one that could stop what is stopped already."""
    points = (
        [OpenPoint(rule="y", level=Level.LOW, could_be=could_be, waits_for=("q",), citations=())] if could_be else []
    )
    assert verdict(level, points) is said


def test_a_place_without_law_in_the_catalogue_is_named() -> None:
    """Nobody reads the silence about a place as a clean bill: places that are covered are not named."""
    made = catalogue([ask("p")], ())
    bare = Place(id="us", name="US", covered=False)
    made = msgspec.structs.replace(made, places={**made.places, "us": bare})
    found = assess(made, {"where": Answer(value=("a", "c"))}, ON)
    assert (found.places, found.uncovered) == (("eu", "us"), ("us",))


@pytest.mark.parametrize(
    ("families", "weight", "told"),
    [("fgh", (3, 3), True), ("fg", (4, 4), False), ("ffgg", (4, 4), False), ("fgh", (2, 3), False)],
)
def test_what_is_high_in_three_families_is_better_planned_anew(
    families: str, weight: tuple[int, int], *, told: bool
) -> None:
    """High is enough; the same family twice counts once, and medium findings do not count."""
    rules = [rule(f"x{number}", ASKED, family=name, weight=weight) for number, name in enumerate(families)]
    assert judged(*rules).redesign is told


def test_what_remains_is_judged_on_the_answers_as_they_would_be() -> None:
    """The finding that the measure settles is gone, the one that it does not mend stays, and so does what is open."""
    settled = rule("settled", ASKED, weight=(4, 4), measures=("to-b",))
    stays = rule("stays", when(p=("a", "b")), weight=(2, 3))
    waiting = rule("open", when(q="a"), weight=(3, 3))
    found = judged(settled, stays, waiting)
    assert (found.level, found.verdict) == (Level.CRITICAL, Verdict.DO_NOT_COLLECT)
    assert [item.rule for item in found.plan.findings] == ["stays"]
    assert [item.rule for item in found.plan.open_points] == ["open"]
    assert (found.plan.measures, found.plan.level, found.plan.verdict) == (("to-b",), Level.MEDIUM, Verdict.UNDECIDED)


def test_only_answers_to_questions_that_apply_are_kept() -> None:
    """What was answered before a question stopped applying is not part of what was judged; don't know yet is."""
    made = catalogue([ask("p"), ask("q", on=ASKED)], ())
    given = {"where": Answer(value=("a",)), **answers(p="b", q="a", gone="x")}
    assert list(assess(made, given, ON).answers) == ["where", "p"]
    assert list(assess(made, {**given, **answers(p="a", q=UNKNOWN)}, ON).answers) == ["where", "p", "q"]
