"""What one answer raised or raises no longer: the worst are named, the rest counted; the way back says the same."""

from __future__ import annotations

from invented import ON, answers, ask, catalogue, measure, rule, when

from pia.assess.consequence import consequence
from pia.assess.findings import judge
from pia.model import Adjustment, Answer, Rule

WHERE = {"where": Answer(value=("a",))}
MILD = rule("Mild", when(p="a"), weight=(2, 1), measures=("Ask less",))
BAD = rule("Bad", when(p="a"), weight=(3, 3), measures=("Ask nobody", "Ask less"))
WORST = rule("Worst", when(p="a"), weight=(4, 4))
NOTE = rule("Note", when(p="a"), weight=(1, 1), measures=("Ask less",))
MOVED = rule("Moved", when(p=("a", "b")), weight=(2, 3), adjust=(
    Adjustment(when=when(p="a"), reason="worse", severity=1),
), measures=("Ask less",))  # fmt: skip


def said(before: str, after: str, *rules: Rule) -> str | None:
    """What a change of the answer to p does under these rules; c raises nothing."""
    made = catalogue([ask("p")], rules, [measure("Ask less"), measure("Ask nobody")])
    there, here = (judge(made, WHERE | answers(p=value), ON) for value in (before, after))
    return consequence(made, there, here)


def test_one_finding_is_named_and_none_counted() -> None:
    """With the first thing that helps, on the way there; with its level alone, on the way back."""
    assert said("c", "a", BAD) == "Raises high: Bad. What helps: Ask nobody."
    assert said("a", "c", BAD) == "No longer raised (high): Bad."
    assert said("c", "a", WORST) == "Raises critical: Worst."
    assert said("c", "b", BAD) is None


def test_the_worst_is_named_wherever_it_stands_and_the_others_are_counted() -> None:
    """Two are named, each with its level, and what helps against the worst; of more, the mildest are counted."""
    assert said("c", "a", MILD, BAD) == "Raises high: Bad. What helps: Ask nobody. Worth a look (low): Mild."
    assert said("a", "c", MILD, BAD) == "No longer raised (high): Bad. No longer raised (low): Mild."
    assert said("c", "a", MILD, WORST, BAD) == "Raises critical: Worst. Raises high: Bad. And 1 more low."
    gone = said("a", "c", MILD, WORST, BAD)
    assert gone == "No longer raised (critical): Worst. No longer raised (high): Bad. And 1 more low."


def test_nothing_serious_hides_in_a_count() -> None:
    """Those beyond the second are counted by level, the most serious first."""
    also = [rule(name, when(p="a"), weight=(4, 4)) for name in ("Second", "Third")]
    line = said("c", "a", MILD, NOTE, BAD, WORST, *also)
    assert (
        line
        == "Raises critical: Worst. Raises critical: Second. And 1 more critical, 1 more high, 1 more low, 1 more info."
    )


def test_a_level_that_moves_is_said_with_what_it_was() -> None:
    """It was there before, and is there after: neither new nor gone."""
    assert said("b", "a", MOVED) == "Raises to high (was medium): Moved. What helps: Ask less."
    assert said("a", "b", MOVED) == "Lowers to medium (was high): Moved."
    assert said("a", "b", MOVED, MILD) == "Lowers to medium (was high): Moved. No longer raised (low): Mild."


def test_what_stays_as_it_is_is_neither_named_nor_counted() -> None:
    """However bad it is; and when all stays, nothing is said."""
    stays = rule("Stays", when(p=("a", "c")), weight=(4, 4))
    assert said("c", "a", stays, BAD) == "Raises high: Bad. What helps: Ask nobody."
    assert said("a", "c", stays, BAD) == "No longer raised (high): Bad."
    assert said("a", "c", stays) is None


def test_what_is_only_worth_knowing_raises_no_alarm() -> None:
    """Nor does it say what helps: nothing has to."""
    assert said("c", "a", NOTE) == "Worth knowing: Note."


def test_one_answer_may_do_both() -> None:
    """The worse comes first."""
    other = rule("Other", when(p="c"), weight=(2, 3))
    assert said("c", "a", BAD, other) == "Raises high: Bad. What helps: Ask nobody. No longer raised (medium): Other."
