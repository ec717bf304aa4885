"""Which measures could make any difference to a rule: those, at most, are worth trying against its finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pia.assess.weight import concerns
from pia.model import (
    Adjustment,
    Answers,
    Catalogue,
    Change,
    Circumstance,
    Condition,
    Question,
    Role,
    Rule,
    Source,
    Test,
    Value,
)


class Reach:
    """What a set of measures could change about a plan, in whatever choice and order they are taken.

    It is generous: a measure it leaves out for a rule cannot change what becomes of that rule, alone or with others;
    one it keeps may turn out not to. That makes the search sound: an obstacle goes only by one of its ``movers``.
    """

    def __init__(self, catalogue: Catalogue, answers: Answers, measures: Iterable[str]) -> None:
        self._catalogue, self._answers = catalogue, answers
        self._changes: dict[str, dict[str, Change]] = defaultdict(dict)
        for name in measures:
            for change in catalogue.measures[name].changes:
                self._changes[change.question][name] = change
        self._movers: dict[str, frozenset[str]] = {}

    def movers(self, rule: Rule) -> frozenset[str]:
        """The measures that could change whether the rule applies, on which law, or how bad it is."""
        if rule.id not in self._movers:
            found: set[str] = set()
            seen: set[str] = set()
            for question in self._catalogue.role(Role.PLACES):
                found.update(self._changes.get(question.id, ()))
            for condition in self._conditions(rule):
                self._add_movers(condition, found, seen)
            self._movers[rule.id] = frozenset(found)
        return self._movers[rule.id]

    def _conditions(self, rule: Rule) -> Iterator[Condition]:
        sources = [self._catalogue.sources[name] for name in rule.sources + rule.persuasive]
        steps = [step for step in self._catalogue.scale.steps if concerns(step, rule)]
        backing = [self._catalogue.questions[step.backed_by] for step in steps if step.backed_by]
        parts: list[Rule | Adjustment | Source | Circumstance | Question] = [
            rule, *rule.adjust, *sources, *steps, *backing,
        ]  # fmt: skip
        for part in parts:
            yield from (part.when, part.unless)

    def _add_movers(self, condition: Condition, found: set[str], seen: set[str]) -> None:
        for tests in condition:
            truths = [self._truth(test) for test in tests]
            if False in truths:
                continue
            for test, truth in zip(tests, truths, strict=True):
                if truth is None:
                    found.update(self._changes.get(test.question, ()))
                if test.question not in seen:
                    seen.add(test.question)
                    question = self._catalogue.questions[test.question]
                    self._add_movers(question.when, found, seen)
                    self._add_movers(question.unless, found, seen)

    def _truth(self, test: Test) -> bool | None:
        """True or false when the test is so for every answer within reach, where its question applies; None if not."""
        answer = self._answers.get(test.question)
        if answer is None or not answer.known:
            return None
        changes = self._changes.get(test.question, {}).values()
        values = [answer.value, *(change.to for change in changes if change.to is not None)]
        if any(change.to is None for change in changes):
            return self._truth_of_choices(test, values, list(changes))
        truths = {test.passes(value) for value in values}
        return truths.pop() if len(truths) == 1 else None

    def _truth_of_choices(self, test: Test, values: list[Value], changes: list[Change]) -> bool | None:
        """For answers that measures add to and drop from: what some choices that always stay make true, and so on."""
        given = [set(value) if isinstance(value, tuple) else set() for value in values]
        alone = {choice.id for choice in self._catalogue.questions[test.question].choices if choice.alone}
        dropped = alone.union(*(change.drop for change in changes))
        always = set.intersection(*given) - dropped
        sometimes = set.union(*given).union(*(change.add for change in changes))
        if test.lacks:
            if set(test.lacks) <= always:
                return False
            return None if set(test.lacks) <= sometimes else True
        if always.intersection(test.any_of):
            return True
        return None if sometimes.intersection(test.any_of) else False
