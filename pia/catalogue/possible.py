"""Whether any answers can make a condition true: decided exactly, by search over the choices on the way to it.

A question's answers fall into few kinds as far as a condition can tell them apart: those that pass the same tests. The
search walks the questions a condition depends on, in the order they are asked, tries one answer of each kind, and turns
back as soon as something required has failed. What it finds possible is possible, and what it does not find is not:
answers that are not known never make a condition true, so only known ones need trying.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TypeAlias

from pia.model import Condition, Kind, Question, Test

Tests: TypeAlias = tuple[Test, ...]
Passed: TypeAlias = frozenset[Test]


class Possible:
    """The questions of a catalogue, and what was found out about them so far."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions
        self._order = {name: number for number, name in enumerate(questions)}
        self._roots: dict[str, frozenset[str]] = {}
        self._kinds: dict[tuple[str, Tests], tuple[Passed, ...]] = {}

    def together(self, *all_of: Condition, none_of: Condition = ()) -> bool:
        """Whether some answers make every condition of ``all_of`` true (an empty one is) and ``none_of`` false."""
        return any(
            self.every([test for tests in chosen for test in tests], none_of)
            for chosen in product(*(condition for condition in all_of if condition))
        )

    def every(self, tests: Iterable[Test], none_of: Condition = ()) -> bool:
        """Whether some answers pass every one of these tests and make ``none_of`` false."""
        wanted: dict[str, set[Test]] = {}
        for test in tests:
            wanted.setdefault(test.question, set()).add(test)
        path = self.path({*wanted, *(test.question for item in none_of for test in item)})
        told = self._told(path, wanted, none_of)
        return _Search(self, path, wanted, none_of, told).goes_on(0, frozenset())

    def core(self, tests: Iterable[Test], none_of: Condition = ()) -> tuple[Tests, Condition]:
        """Of tests that are impossible together, a smallest part that still is."""
        left = list(tests)
        if not self.every(left):
            none_of = ()
        for test in tuple(left):
            fewer = [item for item in left if item is not test]
            if not self.every(fewer, none_of):
                left = fewer
        for veto in none_of:
            fewer_vetoes = tuple(item for item in none_of if item is not veto)
            if not self.every(left, fewer_vetoes):
                none_of = fewer_vetoes
        return tuple(left), none_of

    def kinds(self, name: str, tests: Tests) -> tuple[Passed, ...]:
        """The kinds of answers to one question: which of the tests each passes, every kind once."""
        key = name, tests
        if key not in self._kinds:
            found = dict.fromkeys(_kinds(self.questions[name], tests))
            self._kinds[key] = tuple(sorted(found, key=len, reverse=True))
        return self._kinds[key]

    def path(self, names: Iterable[str]) -> list[str]:
        """The questions named and every one their being asked depends on, in the order asked."""
        return sorted(set().union(*(self._root(name) for name in names)), key=self._order.__getitem__)

    def _root(self, name: str) -> frozenset[str]:
        if name not in self._roots:
            question = self.questions[name]
            above = {test.question for tests in (*question.when, *question.unless) for test in tests}
            self._roots[name] = frozenset({name}).union(*(self._root(other) for other in above))
        return self._roots[name]

    def _told(self, path: list[str], wanted: Mapping[str, set[Test]], none_of: Condition) -> dict[str, Tests]:
        """For each question of the path, every test that this search puts to it."""
        told: dict[str, dict[Test, None]] = {name: dict.fromkeys(wanted.get(name, ())) for name in path}
        for condition in (none_of, *(c for name in path for c in _conditions(self.questions[name]))):
            for test in (test for tests in condition for test in tests):
                told[test.question][test] = None
        return {name: tuple(tests) for name, tests in told.items()}


class _Search:
    """One search: the path, the tests wanted on it, what must not come true, and the tests put to each question."""

    def __init__(
        self,
        possible: Possible,
        path: list[str],
        wanted: Mapping[str, set[Test]],
        none_of: Condition,
        told: Mapping[str, Tests],
    ) -> None:
        self.possible, self.path, self.wanted, self.none_of, self.told = possible, path, wanted, none_of, told

    def goes_on(self, step: int, passed: Passed) -> bool:
        """Whether the path can be walked from this step to its end, given the tests passed so far."""
        if holds(self.none_of, passed):
            return False
        if step == len(self.path):
            return True
        name = self.path[step]
        question = self.possible.questions[name]
        wanted = self.wanted.get(name)
        if (question.when and not holds(question.when, passed)) or holds(question.unless, passed):
            return wanted is None and self.goes_on(step + 1, passed)
        return any(
            self.goes_on(step + 1, passed | kind)
            for kind in self.possible.kinds(name, self.told[name])
            if wanted is None or wanted <= kind
        )


def holds(condition: Condition, passed: Passed) -> bool:
    """Whether one alternative of a condition has passed all its tests; an empty condition has none."""
    return any(passed.issuperset(tests) for tests in condition)


def _conditions(question: Question) -> tuple[Condition, Condition]:
    return question.when, question.unless


def _kinds(question: Question, tests: Tests) -> Iterator[Passed]:
    match question.kind:
        case Kind.ONE:
            for choice in question.choices:
                yield frozenset(test for test in tests if test.passes(choice.id))
        case Kind.MANY:
            yield from _sets(question, tests)
        case Kind.NUMBER:
            bounds = {bound for test in tests for bound in (test.over, test.under) if bound is not None}
            for number in {0, *(bound + off for bound in bounds for off in (-1, 0, 1) if bound + off >= 0)}:
                yield frozenset(test for test in tests if test.passes(number))
        case Kind.TEXT | Kind.DATE:
            yield frozenset()


def _sets(question: Question, tests: Tests) -> Iterator[Passed]:
    """Every kind of set of choices: at least one, and nothing beside a choice that stands alone."""
    for choice in question.choices:
        if choice.alone:
            yield frozenset(test for test in tests if choice.id in test.any_of or set(test.lacks) - {choice.id})
    left_out = frozenset(
        test for test in tests for choice in question.choices if choice.alone and choice.id in test.lacks
    )
    kinds: set[tuple[bool, Passed]] = {(False, left_out)}
    for choice in question.choices:
        if not choice.alone:
            taken = frozenset(test for test in tests if choice.id in test.any_of)
            left = frozenset(test for test in tests if choice.id in test.lacks)
            kinds = {(True, kind | taken) for _, kind in kinds} | {(some, kind | left) for some, kind in kinds}
    yield from (kind for some, kind in kinds if some)
