"""Which rules apply, how bad each is and why, on which sources. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pia.assess.conditions import TRUE, Facts, Names, outcome
from pia.model import (
    Adjustment,
    Catalogue,
    Citation,
    Finding,
    Level,
    OpenPoint,
    Place,
    Reason,
    Role,
    Rule,
    Source,
    SourceKind,
    Standing,
    Status,
)

WORLD = "intl"
"""The place every place lies in: joint statements and standards that name no country."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the people are.

    ``certain``: places ticked, with every place around them. ``possible``: places that may be ticked once the questions
    named there are answered.
    """

    ticked: Names
    certain: frozenset[str]
    possible: Mapping[str, Names]


def whereabouts(catalogue: Catalogue, facts: Facts) -> Whereabouts:
    """Read the places off every question with that role."""
    ticked: dict[str, None] = {}
    possible: dict[str, Names] = {}
    for question in catalogue.role(Role.PLACES):
        value = facts.known.get(question.id)
        given = value if isinstance(value, tuple) else ()
        for choice in question.choices:
            if choice.id in given:
                ticked.update(dict.fromkeys(choice.places))
            elif question.id in facts.waiting:
                possible.update(dict.fromkeys(choice.places, facts.waiting[question.id]))
    certain = {WORLD}
    for place in ticked:
        certain.update(around(catalogue.places, place))
    return Whereabouts(tuple(ticked), frozenset(certain), possible)


def around(places: Mapping[str, Place], place: str) -> Iterable[str]:
    """A place and every place it lies within, innermost first."""
    while place:
        yield place
        place = places[place].within


def standing(source: Source, on: date) -> Standing | None:
    """How a source counts on a date where it applies; None when it is no longer in force."""
    if source.until is not None and source.until < on:
        return None
    if source.status is Status.CONTESTED:
        return Standing.UNSETTLED
    if source.status is Status.DRAFT or (source.since is not None and source.since > on):
        return Standing.UPCOMING
    if source.kind in (SourceKind.GUIDANCE, SourceKind.STANDARD):
        return Standing.GUIDANCE
    return Standing.BINDING


@dataclass(frozen=True, slots=True)
class _Law:
    """What a rule rests on here: ``citations``, the standings that carry it, and what to answer to learn of more."""

    citations: tuple[Citation, ...]
    carried_by: frozenset[Standing]
    waits_for: Names


def _law(rule: Rule, catalogue: Catalogue, facts: Facts, where: Whereabouts, on: date) -> _Law:
    citations: list[Citation] = []
    carried_by: set[Standing] = set()
    waits_for: dict[str, None] = {}
    for name in (*rule.sources, *rule.persuasive):
        source = catalogue.sources[name]
        stands = standing(source, on)
        if stands is None:
            continue
        gate = outcome(source.when, source.unless, facts) if source.when or source.unless else TRUE
        if gate.truth is False:
            continue
        if gate.truth is None:
            if source.place in where.certain or source.place in where.possible:
                waits_for.update(dict.fromkeys(gate.waits_for))
        elif source.place in where.certain:
            citations.append(Citation(source=name, standing=stands))
            carried_by.add(stands)
        elif name in rule.persuasive:
            citations.append(Citation(source=name, standing=Standing.PERSUASIVE))
        elif source.place in where.possible:
            waits_for.update(dict.fromkeys(where.possible[source.place]))
    order = list(Standing)
    citations.sort(key=lambda citation: order.index(citation.standing))
    return _Law(tuple(citations), frozenset(carried_by), tuple(waits_for))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every rule that applies or might, worst first, and those whose facts are there but for which no law was found."""

    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    lawless: Names


def judge(catalogue: Catalogue, facts: Facts, where: Whereabouts, on: date) -> Judgement:
    """Run every rule on the facts."""
    findings: list[Finding] = []
    open_points: list[OpenPoint] = []
    lawless: list[str] = []
    for rule in catalogue.rules.values():
        applies = outcome(rule.when, rule.unless, facts)
        if applies.truth is False:
            continue
        law = _law(rule, catalogue, facts, where, on)
        lawful = bool(law.carried_by) or rule.anywhere
        if not lawful and not law.waits_for:
            if applies.truth:
                lawless.append(rule.id)
            continue
        level, severity, likelihood, reasons = weigh(rule, catalogue, facts, law.carried_by)
        if applies.truth and lawful:
            findings.append(
                Finding(
                    rule=rule.id,
                    level=level,
                    severity=severity,
                    likelihood=likelihood,
                    reasons=reasons,
                    because=applies.because,
                    citations=law.citations,
                )
            )
        else:
            waits_for = applies.waits_for if lawful else (*applies.waits_for, *law.waits_for)
            open_points.append(
                OpenPoint(
                    rule=rule.id,
                    level=min(level, catalogue.scale.open_cap),
                    could_be=level,
                    waits_for=tuple(dict.fromkeys(waits_for)),
                    citations=law.citations,
                )
            )
    findings.sort(key=lambda finding: (-finding.level.rank, -finding.severity, -finding.likelihood))
    open_points.sort(key=lambda point: -point.could_be.rank)
    return Judgement(tuple(findings), tuple(open_points), tuple(lawless))


def weigh(
    rule: Rule, catalogue: Catalogue, facts: Facts, carried_by: frozenset[Standing]
) -> tuple[Level, int, int, tuple[Reason, ...]]:
    """Level, severity, likelihood, and every reason that moved or bounded them, in the order applied.

    However many circumstances escalate or de-escalate, the level moves one step at most. Documentation findings
    (severity 1) are not moved. Only circumstances that are known count.
    """
    scale = catalogue.scale
    severity, likelihood = rule.severity, rule.likelihood
    reasons: list[Reason] = []
    for adjustment in _true(rule.adjust, facts):
        severity += adjustment.severity
        likelihood += adjustment.likelihood
        reasons.append(Reason(text=adjustment.reason, severity=adjustment.severity, likelihood=adjustment.likelihood))
    severity, likelihood = _within(severity), _within(likelihood)
    level = scale.matrix[severity - 1][likelihood - 1]
    if severity > 1:
        steps = _true(scale.steps, facts)
        reasons += [Reason(text=adjustment.reason, step=adjustment.step) for adjustment in steps]
        up = any(adjustment.step > 0 for adjustment in steps)
        down = any(adjustment.step < 0 for adjustment in steps)
        moved = list(Level)[max(0, min(level.rank + up - down, Level.CRITICAL.rank))]
        if rule.prohibition and moved < level:
            moved = min(level, max(moved, scale.prohibition_floor))
        level = moved
    cap = _cap(catalogue, rule, carried_by)
    if cap is not None and level > cap[0]:
        level = cap[0]
        reasons.append(Reason(text=cap[1], cap=cap[0]))
    return level, severity, likelihood, tuple(reasons)


def _true(adjustments: Sequence[Adjustment], facts: Facts) -> list[Adjustment]:
    return [item for item in adjustments if outcome(item.when, item.unless, facts).truth]


def _within(points: int) -> int:
    return max(1, min(points, 4))


def _cap(catalogue: Catalogue, rule: Rule, carried_by: frozenset[Standing]) -> tuple[Level, str] | None:
    scale = catalogue.scale
    if Standing.BINDING in carried_by or (rule.anywhere and not carried_by):
        return None
    if Standing.GUIDANCE in carried_by:
        return scale.guidance_cap, "Only guidance supports this here, no binding text."
    return scale.unsettled_cap, "The law it rests on here is not in force yet, or not settled."
