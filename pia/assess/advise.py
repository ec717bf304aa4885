"""The shortest way to a pass: the least-effort measures that bring a plan to the best verdict within reach.

A best-first search (A*: Hart, Nilsson and Raphael, 1968) over sets of measures. What stands between a plan and the goal
are its *obstacles*: findings, and open points, that are too bad for it. An obstacle stays unless one of its movers is
taken (``pia.assess.reach``), so every set that reaches the goal holds a mover of every obstacle still there. Therefore

- it is enough to branch on the movers of one obstacle: take the first; or not the first but the second; and so on. No
  set is looked at twice, and none that could reach the goal is left out;
- each obstacle may charge its movers up to their effort: the sum charged is never more than what is still to be paid
  (the dual of weighted hitting set), so the first set found is the cheapest, and the next ones come in order.

Measures worth trying are those that the obstacles' rules name, also obstacles that open on the way.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeAlias

from pia.assess.findings import Judgement, judge
from pia.assess.measures import carry_out, ending
from pia.assess.reach import Reach
from pia.assess.savings import savings
from pia.model import Advice, Answers, Catalogue, Finding, Level, OpenPoint, Step, Value, Way

WAYS = 3
"""How many ways are shown: the best and the next two."""

Obstacle: TypeAlias = Finding | OpenPoint
Goal: TypeAlias = Callable[[Judgement], list[Obstacle]]
"""What still stands between a plan and an aim, worst first; nothing when it is reached."""


def advise(catalogue: Catalogue, answers: Answers, on: date, *, ways: int = WAYS) -> Advice:
    """The easiest ways to the best verdict, and what keeps it from *collect* where measures alone cannot.

    ``ways``: at most so many; the first is the same however many are wanted, and each takes time to put in order.
    """
    found = judge(catalogue, answers, on)
    given = {question: answers[question] for question in found.facts.asked if question in answers}
    plans = Plans(catalogue, given, on)
    sets = next((sets for goal in GOALS if (sets := plans.easiest(goal))), [()])
    left = passing(plans.judged(sets[0]))
    those = tuple(plans.way(chosen) for chosen in sets[:ways] if chosen)
    return Advice(
        verdict=found.verdict,
        ways=those,
        findings=tuple(item for item in left if isinstance(item, Finding)),
        open_points=tuple(item for item in left if isinstance(item, OpenPoint)),
        savings=savings(catalogue, given, on, found.open_points, those[0]) if those else (),
    )


def _goal(findings: Level, open_points: Level | None) -> Goal:
    """No finding above the first level; no open point that could be above the second, if there is one."""

    def obstacles(found: Judgement) -> list[Obstacle]:
        bad: list[Obstacle] = [item for item in found.findings if item.level.rank > findings.rank]
        if open_points is not None:
            bad += [item for item in found.open_points if item.could_be.rank > open_points.rank]
        return bad

    return obstacles


passing = _goal(Level.LOW, Level.LOW)
"""What stands between a plan and the verdict *collect*."""

GOALS = (
    passing,
    _goal(Level.MEDIUM, Level.MEDIUM),
    _goal(Level.LOW, None),
    _goal(Level.MEDIUM, None),
    _goal(Level.HIGH, None),
)
"""Aims, best first: *collect*; *collect with conditions*; *undecided* with findings settled, or nearly; *redesign*."""


class Plans:
    """The plans that measures make of one plan, each judged once. A set of measures is a tuple in catalogue order."""

    def __init__(self, catalogue: Catalogue, answers: Answers, on: date) -> None:
        self._catalogue, self._answers, self._on = catalogue, answers, on
        self._order = {name: number for number, name in enumerate(catalogue.measures)}
        self._effort = {name: catalogue.scale.weight(item.effort) for name, item in catalogue.measures.items()}
        self._judged: dict[tuple[tuple[str, Value], ...], Judgement] = {}
        self.relevant: set[str] = set()

    def judged(self, chosen: Iterable[str]) -> Judgement:
        """What becomes of the plan with these measures, taken in catalogue order."""
        answers = carry_out(self._catalogue, chosen, self._answers)
        changed = tuple(
            (name, answer.value) for name, answer in answers.items() if answer is not self._answers.get(name)
        )
        if changed not in self._judged:
            self._judged[changed] = judge(self._catalogue, answers, self._on)
        return self._judged[changed]

    def easiest(self, goal: Goal) -> list[tuple[str, ...]]:
        """The least-effort sets that reach the goal and lose it without any one of theirs; none if nothing does."""
        self.relevant = set()
        while True:
            tried = frozenset(self.relevant)
            sets = self._search(goal, Reach(self._catalogue, self._answers, tried))
            if tried == self.relevant:
                return sets

    def _search(self, goal: Goal, reach: Reach) -> list[tuple[str, ...]]:
        """One search among the measures within reach; what other measures its obstacles name becomes relevant."""
        sets: list[tuple[str, ...]] = []
        none: frozenset[str] = frozenset()
        queue: list[tuple[int, int, tuple[int, ...], tuple[str, ...], frozenset[str]]] = [(0, 0, (), (), none)]
        while queue and len(sets) < WAYS:
            least, size, numbers, chosen, refused = heapq.heappop(queue)
            if any(set(other) <= set(chosen) for other in sets):
                continue
            obstacles = goal(self.judged(chosen))
            if not obstacles:
                sets.append(chosen)
                continue
            rules = [self._catalogue.rules[obstacle.rule] for obstacle in obstacles]
            self.relevant.update(
                name for rule in rules for name in rule.measures if self._catalogue.measures[name].changes
            )
            movers = [reach.movers(rule) - refused - set(chosen) for rule in rules]
            spent = sum(self._effort[name] for name in chosen)
            if not all(movers):
                continue
            needed = spent + self._still_to_pay(movers)
            if needed > least:
                heapq.heappush(queue, (needed, size, numbers, chosen, refused))
                continue
            skipped = refused
            fewest: frozenset[str] = min(movers, key=len)
            for name in sorted(fewest, key=self._order.__getitem__):
                more = tuple(sorted((*chosen, name), key=self._order.__getitem__))
                cost = max(needed, spent + self._effort[name])
                heapq.heappush(queue, (cost, size + 1, tuple(self._order[item] for item in more), more, skipped))
                skipped |= {name}
        return sets

    def _still_to_pay(self, movers: Iterable[frozenset[str]]) -> int:
        """A sum that every choice of one mover for each obstacle costs at least."""
        unpaid = dict(self._effort)
        total = 0
        for names in sorted(movers, key=len):
            charge = min(unpaid[name] for name in names)
            total += charge
            for name in names:
                unpaid[name] -= charge
        return total

    def way(self, chosen: Sequence[str]) -> Way:
        """The measures in the order of what each brings, with what follows after each and what remains at the end.

        What ends the collection comes first: after it there is nothing for the others to mend.
        """
        steps: list[Step] = []
        taken: list[str] = []
        ends = ending(self._catalogue, chosen, self._answers)
        while len(taken) < len(chosen):
            rest = [name for name in ends if name not in taken] or [name for name in chosen if name not in taken]
            taken.append(min(rest, key=lambda name: self._badness(chosen, [*taken, name])))
            found = self._after(chosen, taken)
            steps.append(Step(measure=taken[-1], verdict=found.verdict, level=found.level))
        left = self.judged(chosen)
        return Way(
            steps=tuple(steps),
            effort=sum(self._effort[name] for name in chosen),
            verdict=left.verdict,
            findings=left.findings,
            open_points=left.open_points,
            ends=len(ends),
        )

    def _after(self, chosen: Sequence[str], taken: Iterable[str]) -> Judgement:
        return self.judged([name for name in chosen if name in set(taken)])

    def _badness(self, chosen: Sequence[str], taken: Sequence[str]) -> tuple[int, ...]:
        """How bad a plan still is: its verdict, how much there is of each level, the effort of the step just taken."""
        found = self._after(chosen, taken)
        ranks = [item.level.rank for item in found.findings]
        could = [item.could_be.rank for item in found.open_points]
        levels = [ranks.count(level.rank) for level in reversed(Level)] + [
            could.count(level.rank) for level in reversed(Level)
        ]
        return (found.verdict.rank, *levels, self._effort[taken[-1]], self._order[taken[-1]])
