"""How bad a finding is: severity and likelihood, what moves them, and what bounds the level."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pia.assess.ready import Move, Ready, ReadyStep, Settled
from pia.model import Circumstance, Frozen, Level, Reason, Rule, Scale, Standing, Value

_LEVELS = tuple(Level)


class Weight(Frozen, frozen=True):
    """How bad a finding is, and every reason that moved or bounded it, in the order applied."""

    level: Level
    severity: int
    likelihood: int
    reasons: tuple[Reason, ...]


def moves_at_work(moves: Iterable[Move], alive: int, sure: int) -> tuple[int, ...]:
    """Which adjustments of a rule, by position, are known to apply."""
    return tuple([number for number, move in enumerate(moves) if move.masks.truth(alive, sure)])


def steps_at_work(steps: Iterable[ReadyStep], settled: Settled, on: date) -> tuple[int, ...]:
    """Which steps of the scale, by position, are known to apply on a day, and are backed where they have to be."""
    alive, sure, known = settled.alive, settled.sure, settled.facts.known
    return tuple(
        [
            number
            for number, step in enumerate(steps)
            if step.masks.truth(alive, sure) and _backed(step.circumstance, known, on)
        ]
    )


def _backed(step: Circumstance, known: Mapping[str, Value], on: date) -> bool:
    """Whether the question that has to back the step, if any, is answered; a day given there has not passed."""
    if not step.backed_by:
        return True
    value = known.get(step.backed_by)
    if not isinstance(value, str):
        return value is not None
    try:
        return date.fromisoformat(value) >= on
    except ValueError:  # words, not a day
        return bool(value.strip())


class Footing(NamedTuple):
    """How the firmest source under a finding stands, and whether one of the rule's precedents counts."""

    firmest: Standing | None
    precedent: bool


@functools.lru_cache(maxsize=4096)
def weigh(prepared: Ready, rule: str, moves: tuple[int, ...], steps: tuple[int, ...], footing: Footing) -> Weight:
    """Weigh a rule; once for the same circumstances, as there are few.

    ``moves`` and ``steps``: its adjustments and the steps of the scale at work, by position.

    However many circumstances escalate or de-escalate, the level moves one step at most. Documentation findings
    (severity 1) are not moved.
    """
    item, scale = prepared.rules[rule], prepared.catalogue.scale
    reasons = [item.moves[number].reason for number in moves]
    severity = _within(item.rule.severity + sum(reason.severity for reason in reasons))
    likelihood = _within(item.rule.likelihood + sum(reason.likelihood for reason in reasons))
    level = scale.matrix[severity - 1][likelihood - 1]
    if severity > 1:
        for_it = [
            step
            for step in (prepared.steps[number] for number in steps)
            if concerns(step.circumstance, item.rule) and (footing.precedent or not step.circumstance.precedent)
        ]
        level, stepping = _stepped(level, for_it, scale.prohibition_floor if item.rule.prohibition else Level.INFO)
        reasons += [step.reason for step in stepping]
    why, cap = _cap(scale, item.rule, footing.firmest)
    if level > cap:
        reasons.append(Reason(text=why, cap=cap))
        level = cap
    return Weight(level=level, severity=severity, likelihood=likelihood, reasons=tuple(reasons))


def _within(points: int) -> int:
    return max(1, min(points, 4))


def concerns(step: Circumstance, rule: Rule) -> bool:
    """Whether a circumstance can move the findings of a rule."""
    return (not step.families or rule.family in step.families) and step.id not in rule.unmoved_by


def _stepped(level: Level, steps: Sequence[ReadyStep], floor: Level) -> tuple[Level, Sequence[ReadyStep]]:
    """The level one step up or down at most, and the steps that have a say in it.

    Where some lead up and some down, it stays. A step alone on its side has no say where its bound is reached.
    """
    ways = {step.circumstance.step > 0 for step in steps}
    if len(ways) != 1:
        return level, steps
    (up,) = ways
    free = [step for step in steps if step.circumstance.bound is None or _before(level, step.circumstance.bound, up=up)]
    if not free:
        return level, ()
    if up:
        return _LEVELS[min(level.rank + 1, Level.CRITICAL.rank)], free
    return min(level, max(_LEVELS[max(level.rank - 1, 0)], floor)), free


def _before(level: Level, bound: Level, *, up: bool) -> bool:
    return level < bound if up else level > bound


def _cap(scale: Scale, rule: Rule, firmest: Standing | None) -> tuple[str, Level]:
    """The highest level that what a finding rests on can carry, and why it can carry no more."""
    if firmest is Standing.BINDING or (firmest is None and rule.anywhere):
        return "", Level.CRITICAL
    if firmest is Standing.PRECEDENT:
        return "Only decisions about other companies support this here, no text of law.", scale.guidance_cap
    if firmest is Standing.GUIDANCE:
        return "Only guidance supports this here, no binding text.", scale.guidance_cap
    return "The law it rests on here is not in force yet, or not settled.", scale.unsettled_cap
