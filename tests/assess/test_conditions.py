"""Three-valued conditions: the truth tables, what they name, and the short cut that must agree with them."""

from __future__ import annotations

import pytest
from helpers import TESTS, answers_in, real_catalogue, table
from invented import answers, ask, by_chance, catalogue, has, plan_by_chance, rule, when

from pia.assess.conditions import outcome, settle
from pia.assess.ready import Ready, ready
from pia.model import UNKNOWN, Answers, Condition, Kind
from pia.model import Test as OneTest

T, F, U = "a", "b", UNKNOWN
"""Answers to a question that make the test for the choice a true, false, and not to be told."""

QUESTIONS = {name: ask(name) for name in ("p", "q")}
P, Q = has("p", "a"), has("q", "a")


def truth(condition: Condition, unless: Condition = (), **given: str) -> bool | None:
    """What becomes of a condition on answers to p and q."""
    return outcome(condition, unless, settle(QUESTIONS, answers(**given))).truth


@pytest.mark.parametrize(
    ("p", "q", "both", "either", "but_not"),
    [
        (T, T, True, True, False),
        (T, F, False, True, True),
        (T, U, None, True, None),
        (F, T, False, True, False),
        (F, F, False, False, False),
        (F, U, False, None, False),
        (U, T, None, True, False),
        (U, F, False, None, None),
        (U, U, None, None, None),
    ],
)
def test_truth_tables(p: str, q: str, *, both: bool | None, either: bool | None, but_not: bool | None) -> None:
    """Kleene's tables for *and*, *or* and *unless*."""
    assert truth(((P, Q),), p=p, q=q) is both
    assert truth(((P,), (Q,)), p=p, q=q) is either
    assert truth(((P,),), ((Q,),), p=p, q=q) is but_not


def test_no_condition_is_true_and_no_veto_is_silent() -> None:
    """What was not written does not stand in the way; a veto alone decides."""
    assert truth(()) is True
    assert truth((), ((P,),), p=T) is False
    assert truth((), ((P,),), p=F) is True
    assert truth((), ((P,),), p=U) is None


@pytest.mark.parametrize(
    ("test", "value", "passed"),
    [
        (OneTest(question="p", any_of=("a", "b")), "b", True),
        (OneTest(question="p", any_of=("a", "b")), "c", False),
        (OneTest(question="p", any_of=("a",)), ("a", "c"), True),
        (OneTest(question="p", any_of=("a",)), (), False),
        (OneTest(question="p", lacks=("a", "b")), ("a",), True),
        (OneTest(question="p", lacks=("a", "b")), ("a", "b", "c"), False),
        (OneTest(question="p", lacks=("a",)), (), True),
        (OneTest(question="p", over=10), 10, False),
        (OneTest(question="p", over=10), 11, True),
        (OneTest(question="p", under=10), 10, False),
        (OneTest(question="p", under=10), 9, True),
        (OneTest(question="p", over=10, under=20), 15, True),
        (OneTest(question="p", over=10, under=20), 20, False),
    ],
)
def test_one_test_on_one_answer(test: OneTest, value: str | int | tuple[str, ...], *, passed: bool) -> None:
    """Choices given, choices lacking, numbers strictly over and under."""
    assert test.passes(value) is passed


def test_a_question_that_does_not_apply_makes_every_test_false() -> None:
    """Its answer is parked, and nothing waits for it."""
    questions = {"p": ask("p"), "q": ask("q", on=((P,),))}
    facts = settle(questions, answers(p=F, q=T))
    assert facts.asked == ("p",)
    assert outcome(((Q,),), (), facts).truth is False
    assert outcome((), ((Q,),), facts).truth is True


def test_a_question_that_may_apply_waits_for_what_decides_it() -> None:
    """An unknown answer upstream makes what follows wait for it, not for answers nobody can give yet."""
    questions = {"p": ask("p"), "q": ask("q", on=((P,),))}
    found = outcome(((Q,),), (), settle(questions, answers(p=U, q=T)))
    assert (found.truth, found.waits_for) == (None, ("p",))


def test_reasons_and_what_is_awaited_are_named_once_in_order() -> None:
    """``because`` names what makes it true, ``waits_for`` what is missing: of the alternatives that count."""
    facts = settle(QUESTIONS, answers(p=T, q=T))
    assert outcome(((P, Q), (Q,)), (), facts).because == ("p", "q")
    facts = settle(QUESTIONS, answers(p=U, q=U))
    assert outcome(((Q, P), (Q,)), (), facts).waits_for == ("q", "p")
    facts = settle(QUESTIONS, answers(p=T, q=U))
    assert outcome(((P,), (Q,)), (), facts).because == ("p",)
    assert outcome(((P,),), ((Q,),), facts).waits_for == ("q",)


def test_the_short_cut_knows_every_form() -> None:
    """Masks agree with the definition on lists, lacks, numbers, vetoes and no condition at all."""
    conditions: list[Condition] = [
        (),
        when(many=("a", "b")),
        ((OneTest(question="many", lacks=("a", "b")),),),
        ((OneTest(question="number", over=10, under=20), has("p", "a")),),
        (*when(p="a"), *when(many="c", p="b")),
    ]
    rules = [
        rule(f"{i}-{j}", one, unless=other) for i, one in enumerate(conditions) for j, other in enumerate(conditions)
    ]
    questions = [ask("p"), ask("many", Kind.MANY), ask("number", Kind.NUMBER, on=when(p=("a", "b")))]
    made = catalogue(questions, rules)
    for p in (T, F, "c", U):
        for many in ((), ("a",), ("a", "b"), ("c", "none"), U):
            for number in (10, 11, 20, U):
                _agree(ready(made), answers(p=p, many=many, number=number))


def _agree(prepared: Ready, given: Answers) -> None:
    made = prepared.catalogue
    facts = settle(made.questions, given)
    settled = prepared.settle(given)
    assert settled.facts == facts
    for item in prepared.rules.values():
        defined = outcome(item.rule.when, item.rule.unless, facts)
        truth = item.masks.truth(settled.alive, settled.sure)
        assert truth is defined.truth, item.rule.id
        if truth:
            assert item.masks.because(settled.sure) == defined.because
        elif truth is None:
            assert item.masks.waits_for(settled.alive, settled.sure, facts.waiting) == defined.waits_for


def test_the_short_cut_agrees_on_the_real_catalogue() -> None:
    """A thousand plans by chance, the five scenarios among them: same facts, truths, reasons and open questions."""
    made = real_catalogue()
    prepared = ready(made)
    chance = by_chance(5)
    starts = [
        answers_in(made, table(path)["answers"])
        for path in sorted((TESTS / "scenarios").glob("*.toml"))
        if path.stem != "expected"
    ]
    for start in [*starts, {}]:
        _agree(prepared, start)
        for share in (0.1, 0.4, 0.9):
            for _ in range(60):
                _agree(prepared, plan_by_chance(made, start, share, chance))
