"""Which answers still to be given would spare which steps of a way: what to find out before starting to build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pia.assess.findings import judge
from pia.assess.measures import carry_out
from pia.model import Answer, Answers, Catalogue, Kind, Level, OpenPoint, Question, Saving, Value, Way


def savings(
    catalogue: Catalogue, answers: Answers, on: date, open_points: Iterable[OpenPoint], way: Way
) -> tuple[Saving, ...]:
    """For each question still open, the answers that spare the most steps, if any spares one."""
    waiting: dict[str, dict[str, None]] = {}
    for point in open_points:
        for name in point.waits_for:
            waiting.setdefault(name, {}).update(dict.fromkeys(catalogue.rules[point.rule].measures))
    trial = _Trial(catalogue, answers, on, way)
    return tuple(
        saving
        for name, called in waiting.items()
        if (saving := trial.most_spared(catalogue.questions[name], called)) is not None
    )


class _Trial:
    """One way, tried again with an open answer given and a step left out."""

    def __init__(self, catalogue: Catalogue, answers: Answers, on: date, way: Way) -> None:
        self._catalogue, self._answers, self._on, self._way = catalogue, answers, on, way
        self._worst = way.findings[0].level if way.findings else Level.INFO
        taken = {step.measure for step in way.steps}
        self._measures = tuple(name for name in catalogue.measures if name in taken)

    def most_spared(self, question: Question, called: Iterable[str]) -> Saving | None:
        """The choices that spare the most work, of the steps that the risks waiting for this question call for."""
        steps = sorted((name for name in called if name in self._measures), key=self._weight, reverse=True)
        spared: dict[tuple[str, ...], list[str]] = {}
        for choice, value in _values(question) if steps else ():
            spared.setdefault(self._spared({**self._answers, question.id: Answer(value=value)}, steps), []).append(
                choice
            )
        best = max(spared, key=lambda names: sum(map(self._weight, names)), default=())
        return Saving(question=question.id, choices=tuple(spared[best]), measures=best) if best else None

    def _spared(self, answers: Answers, steps: Iterable[str]) -> tuple[str, ...]:
        left = self._measures
        for name in steps:
            without = tuple(other for other in left if other != name)
            if self._arrives(answers, without):
                left = without
        return tuple(step.measure for step in self._way.steps if step.measure not in left)

    def _arrives(self, answers: Answers, measures: tuple[str, ...]) -> bool:
        found = judge(self._catalogue, carry_out(self._catalogue, measures, answers), self._on)
        return found.verdict <= self._way.verdict and (found.level or Level.INFO) <= self._worst

    def _weight(self, measure: str) -> int:
        return self._catalogue.scale.weight(self._catalogue.measures[measure].effort)


def _values(question: Question) -> Iterator[tuple[str, Value]]:
    """Each choice of a question, and the answer that gives it alone; nothing for questions without choices."""
    for choice in question.choices:
        yield choice.id, (choice.id,) if question.kind is Kind.MANY else choice.id
