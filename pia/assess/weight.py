"""How bad a finding is: severity and likelihood, what moves them, and what bounds the level."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from pia.assess.ready import Move, Ready, Settled
from pia.model import Frozen, Level, Reason, Rule, Scale, Standing

_LEVELS = tuple(Level)


class Weight(Frozen, frozen=True):
    """How bad a finding is, and every reason that moved or bounded it, in the order applied."""

    level: Level
    severity: int
    likelihood: int
    reasons: tuple[Reason, ...]


def at_work(moves: Iterable[Move], settled: Settled) -> tuple[int, ...]:
    """Which circumstances, by position, are known to be there."""
    alive, sure = settled.alive, settled.sure
    return tuple([number for number, move in enumerate(moves) if move.masks.truth(alive, sure)])


@functools.lru_cache(maxsize=4096)
def weigh(ready: Ready, rule: str, moves: tuple[int, ...], steps: tuple[int, ...], firmest: Standing | None) -> Weight:
    """Weigh a rule; once for the same circumstances, as there are few.

    ``moves`` and ``steps``: the rule's adjustments and the steps of the scale at work, by position. ``firmest``: how
    the best of the sources that count here stands.

    However many circumstances escalate or de-escalate, the level moves one step at most. Documentation findings
    (severity 1) are not moved.
    """
    item, scale = ready.rules[rule], ready.catalogue.scale
    reasons = [item.moves[number].reason for number in moves]
    severity = _within(item.rule.severity + sum(reason.severity for reason in reasons))
    likelihood = _within(item.rule.likelihood + sum(reason.likelihood for reason in reasons))
    level = scale.matrix[severity - 1][likelihood - 1]
    if severity > 1:
        stepping = [ready.steps[number].reason for number in steps]
        reasons += stepping
        level = _stepped(level, stepping, scale.prohibition_floor if item.rule.prohibition else Level.INFO)
    cap = _cap(scale, item.rule, firmest)
    if cap is not None and cap.cap is not None and level > cap.cap:
        reasons.append(cap)
        level = cap.cap
    return Weight(level=level, severity=severity, likelihood=likelihood, reasons=tuple(reasons))


def _within(points: int) -> int:
    return max(1, min(points, 4))


def _stepped(level: Level, steps: Iterable[Reason], floor: Level) -> Level:
    """One step up or down; never down below the floor, unless the level was there before."""
    ways = {(reason.step > 0) - (reason.step < 0) for reason in steps}
    moved = _LEVELS[max(0, min(level.rank + sum(ways), Level.CRITICAL.rank))]
    return min(level, max(moved, floor)) if moved < level else moved


def _cap(scale: Scale, rule: Rule, firmest: Standing | None) -> Reason | None:
    if firmest is Standing.BINDING or (firmest is None and rule.anywhere):
        return None
    if firmest is Standing.PRECEDENT:
        return Reason(
            text="Only decisions about other companies support this here, no text of law.", cap=scale.guidance_cap
        )
    if firmest is Standing.GUIDANCE:
        return Reason(text="Only guidance supports this here, no binding text.", cap=scale.guidance_cap)
    return Reason(text="The law it rests on here is not in force yet, or not settled.", cap=scale.unsettled_cap)
