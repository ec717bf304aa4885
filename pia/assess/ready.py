"""The catalogue made ready to judge thousands of plans: a condition becomes a few bits.

Every alternative of every condition has one bit. As the questions are settled one after the other, each answer strikes
the alternatives it makes false from two masks: ``alive``, those with no test that is false, and ``sure``, those whose
tests are all true. A condition is then one *and* of integers, however long it is, and every answer is looked at once.

What is true here is what ``pia.assess.conditions`` says: that module is the definition, this one the short cut, and a
property test holds the two equal. It relies on what the check of the catalogue holds: a condition tests only questions
that stand above it, and an alternative, being written as a table, tests a question once.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import or_

from pia.assess.conditions import Facts, Names, merge
from pia.model import (
    UNKNOWN,
    Answers,
    Catalogue,
    Circumstance,
    Condition,
    Frozen,
    Question,
    Reason,
    Role,
    Rule,
    Source,
    Test,
    Value,
)

ALWAYS = 1
"""The alternative that is always true: all there is of a condition that was not written."""


class Settled(Frozen, frozen=True):
    """The facts, and the alternatives of conditions that they leave alive, and that they make sure."""

    facts: Facts
    alive: int
    sure: int


class Masks(Frozen, frozen=True):
    """A condition and its veto: their alternatives, together as masks and one by one with the questions each asks."""

    when: int
    unless: int
    when_asks: tuple[tuple[int, Names], ...]
    unless_asks: tuple[tuple[int, Names], ...]

    def truth(self, alive: int, sure: int) -> bool | None:
        """Whether it holds, by Kleene's logic; None when it cannot be told yet."""
        if not alive & self.when or sure & self.unless:
            return False
        return True if sure & self.when and not alive & self.unless else None

    def because(self, sure: int) -> Names:
        """Where it holds: the questions whose answers make it so."""
        if len(self.when_asks) == 1:
            return self.when_asks[0][1]
        return merge([names for bit, names in self.when_asks if bit & sure])

    def waits_for(self, alive: int, sure: int, waiting: Mapping[str, Names]) -> Names:
        """Where it cannot be told yet: the questions to answer first."""
        asks = self.unless_asks if sure & self.when else self.when_asks + self.unless_asks
        undecided = alive ^ sure
        groups = [waiting[name] for bit, names in asks if bit & undecided for name in names if name in waiting]
        return groups[0] if len(groups) == 1 else merge(groups)


class ReadyQuestion(Frozen, frozen=True):
    """A question, when it is asked (None: always), and what its answer does to the alternatives that test it.

    ``tested``: whether there are any. ``others``: all the rest, which every answer keeps. ``by_choice``: what is kept
    with a choice. ``limits``: the tests that no choice passes by itself, and what they keep when passed. ``itself``:
    its id, as what to answer first.
    """

    id: str
    masks: Masks | None
    tested: bool
    others: int
    itself: Names
    by_choice: Mapping[str, int]
    limits: tuple[tuple[Test, int], ...]

    def kept(self, value: Value) -> int:
        """The alternatives that a known answer does not make false."""
        if isinstance(value, str):
            return self.by_choice.get(value, self.others)
        kept = self.others
        if isinstance(value, tuple):
            for choice in value:
                kept |= self.by_choice.get(choice, self.others)
        for test, alternatives in self.limits:
            if test.passes(value):
                kept |= alternatives
        return kept


class Move(Frozen, frozen=True):
    """An adjustment of a rule, and its reason as it is printed."""

    masks: Masks
    reason: Reason


class ReadyStep(Frozen, frozen=True):
    """A step of the scale, when it is at work, and its reason as it is printed."""

    circumstance: Circumstance
    masks: Masks
    reason: Reason


@dataclass(frozen=True, slots=True, eq=False)
class ReadyRule:
    """A rule, when it applies, and what moves it; told from others by identity, so that it can be looked up by at once.

    ``every``: the alternatives that it and its moves stand on. ``gates``: those of its sources' gates. ``asks``: the
    questions that its own conditions test.
    """

    rule: Rule
    masks: Masks
    moves: tuple[Move, ...]
    every: int
    gates: int
    asks: Names


class ReadySource(Frozen, frozen=True):
    """Where a source counts, and when it does beyond that (None: always)."""

    place: str
    gate: Masks | None

    def counts(self, alive: int, sure: int) -> bool | None:
        """Whether it counts where it is in force; None when that cannot be told yet."""
        return self.gate is None or self.gate.truth(alive, sure)


class Ready:
    """One catalogue, made ready. ``where``: the questions about places.

    ``together``: for each question, the choices that can be given together with others.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._alternatives: dict[tuple[Test, ...], int] = {}
        self.sources = {source.id: self._source(source) for source in catalogue.sources.values()}
        self.rules = {rule.id: self._rule(rule) for rule in catalogue.rules.values()}
        self.steps = tuple(map(self._step, catalogue.scale.steps))
        masks = [self._masks(question.when, question.unless) for question in catalogue.questions.values()]
        self._every = _union(self._alternatives.values()) | ALWAYS
        self.questions = tuple(map(self._question, catalogue.questions.values(), masks))
        self.where = catalogue.role(Role.PLACES)
        self.together = {
            question.id: frozenset(choice.id for choice in question.choices if not choice.alone)
            for question in catalogue.questions.values()
        }

    def settle(self, answers: Answers) -> Settled:
        """What ``conditions.settle`` finds, and the alternatives with it."""
        asked: list[str] = []
        known: dict[str, Value] = {}
        waiting: dict[str, Names] = {}
        alive = sure = self._every
        for question in self.questions:
            masks, others = question.masks, question.others
            if masks is not None and (not alive & masks.when or sure & masks.unless):
                alive &= others  # it does not apply: every test on it is false
                sure &= others
                continue
            name = question.id
            if masks is None or (sure & masks.when and not alive & masks.unless):
                asked.append(name)
                answer = answers.get(name)
                if answer is not None and (value := answer.value) != UNKNOWN:
                    known[name] = value
                    if question.tested:
                        kept = question.kept(value)
                        alive &= kept
                        sure &= kept
                    continue
                waiting[name] = question.itself
            else:
                waiting[name] = masks.waits_for(alive, sure, waiting)
            sure &= others
        return Settled(facts=Facts(tuple(asked), known, waiting), alive=alive, sure=sure)

    def _step(self, step: Circumstance) -> ReadyStep:
        reason = Reason(text=step.reason, step=step.step, backed_by=step.backed_by)
        return ReadyStep(circumstance=step, masks=self._masks(step.when, step.unless), reason=reason)

    def _rule(self, rule: Rule) -> ReadyRule:
        moves = tuple(
            Move(
                masks=self._masks(move.when, move.unless),
                reason=Reason(text=move.reason, severity=move.severity, likelihood=move.likelihood),
            )
            for move in rule.adjust
        )
        masks = self._masks(rule.when, rule.unless)
        every = _union(item.when | item.unless for item in (masks, *(move.masks for move in moves)))
        gates = [self.sources[name].gate for name in rule.sources + rule.persuasive]
        gated = [gate for gate in gates if gate is not None]
        asks = merge(names for _, names in masks.when_asks + masks.unless_asks)
        return ReadyRule(
            rule=rule,
            masks=masks,
            moves=moves,
            every=every,
            gates=_union(gate.when | gate.unless for gate in gated),
            asks=asks,
        )

    def _source(self, source: Source) -> ReadySource:
        gate = self._masks(source.when, source.unless) if source.when or source.unless else None
        return ReadySource(place=source.place, gate=gate)

    def _question(self, question: Question, masks: Masks) -> ReadyQuestion:
        """Made last, when every alternative has its bit."""
        tests: dict[Test, int] = defaultdict(int)
        for alternative, bit in self._alternatives.items():
            for test in alternative:
                if test.question == question.id:
                    tests[test] |= bit
        others = self._every ^ _union(tests.values())
        return ReadyQuestion(
            id=question.id,
            masks=masks if question.when or question.unless else None,
            tested=bool(tests),
            others=others,
            itself=(question.id,),
            by_choice={
                choice.id: others | _union(bits for test, bits in tests.items() if choice.id in test.any_of)
                for choice in question.choices
            },
            limits=tuple((test, bits) for test, bits in tests.items() if not test.any_of),
        )

    def _masks(self, when: Condition, unless: Condition) -> Masks:
        when_asks, unless_asks = self._asks(when), self._asks(unless)
        return Masks(
            when=_union(bit for bit, _ in when_asks) or ALWAYS,
            unless=_union(bit for bit, _ in unless_asks),
            when_asks=when_asks,
            unless_asks=unless_asks,
        )

    def _asks(self, condition: Condition) -> tuple[tuple[int, Names], ...]:
        return tuple((self._bit(tests), merge([test.question] for test in tests)) for tests in condition)

    def _bit(self, tests: tuple[Test, ...]) -> int:
        return self._alternatives.setdefault(tests, ALWAYS << (1 + len(self._alternatives)))


def _union(masks: Iterable[int]) -> int:
    return functools.reduce(or_, masks, 0)


@functools.lru_cache(maxsize=4)
def ready(catalogue: Catalogue) -> Ready:
    """The catalogue made ready, once for each catalogue in use."""
    return Ready(catalogue)
