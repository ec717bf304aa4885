"""Three-valued conditions: true, false, or not to be told yet, always with the answers it depends on.

Kleene's strong logic of indeterminacy (S. C. Kleene, Introduction to Metamathematics, 1952, section 64): a test on an
answer that is missing or *don't know yet* is neither true nor false; one false test settles an *and*, one true test an
*or*. A question that does not apply has no answer to test, so every test on it is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pia.model import Answers, Condition, Question, Test, Value

Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be told from the answers.

    ``asked``: the questions that certainly apply, in order. ``known``: the values of those with a known answer.
    ``waiting``: for every question without a known value that does or might apply, the questions to answer first.
    """

    asked: Names
    known: Mapping[str, Value]
    waiting: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a condition. ``truth`` is None when it cannot be told yet.

    ``because``: the questions whose answers make it true. ``waits_for``: the questions to answer before it can be told.
    """

    truth: bool | None
    because: Names = ()
    waits_for: Names = ()


TRUE = Outcome(truth=True)
FALSE = Outcome(truth=False)


def settle(questions: Mapping[str, Question], answers: Answers) -> Facts:
    """Walk the questions in order; a condition sees only answers whose own question applies."""
    asked: list[str] = []
    known: dict[str, Value] = {}
    waiting: dict[str, Names] = {}
    facts = Facts((), known, waiting)
    for question in questions.values():
        applies = outcome(question.when, question.unless, facts)
        if applies.truth is None:
            waiting[question.id] = applies.waits_for
        elif applies.truth:
            asked.append(question.id)
            answer = answers.get(question.id)
            if answer is not None and answer.known:
                known[question.id] = answer.value
            else:
                waiting[question.id] = (question.id,)
    return Facts(tuple(asked), known, waiting)


def outcome(when: Condition, unless: Condition, facts: Facts) -> Outcome:
    """Whether ``when`` holds (it does when it is empty) and ``unless`` does not (it does not when it is empty)."""
    if not when and not unless:
        return TRUE
    holds = _any(when, facts) if when else TRUE
    if holds.truth is False:
        return FALSE
    vetoed = _any(unless, facts) if unless else FALSE
    if vetoed.truth:
        return FALSE
    if holds.truth and vetoed.truth is False:
        return holds
    return Outcome(None, waits_for=merge((holds.waits_for, vetoed.waits_for)))


def _any(condition: Condition, facts: Facts) -> Outcome:
    because: list[Names] = []
    waits_for: list[Names] = []
    for tests in condition:
        result = _all(tests, facts)
        if result.truth:
            because.append(result.because)
        elif result.truth is None:
            waits_for.append(result.waits_for)
    if because:
        return Outcome(truth=True, because=merge(because))
    return Outcome(None, waits_for=merge(waits_for)) if waits_for else FALSE


def _all(tests: Iterable[Test], facts: Facts) -> Outcome:
    because: list[str] = []
    waits_for: list[Names] = []
    for test in tests:
        if test.question in facts.known:
            if not test.passes(facts.known[test.question]):
                return FALSE
            because.append(test.question)
        elif test.question in facts.waiting:
            waits_for.append(facts.waiting[test.question])
        else:
            return FALSE
    if waits_for:
        return Outcome(None, waits_for=merge(waits_for))
    return Outcome(truth=True, because=tuple(because))


def merge(groups: Iterable[Iterable[str]]) -> Names:
    """The names of all groups in order, each once."""
    return tuple(dict.fromkeys([name for group in groups for name in group]))
