"""Which rules apply, how bad each is and why, on which sources. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pia.assess.conditions import Facts, Names, Outcome, outcome
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
    if source.kind in {SourceKind.GUIDANCE, SourceKind.STANDARD}:
        return Standing.GUIDANCE
    return Standing.BINDING


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every rule that applies or might, worst first, and those whose facts are there but for which no law was found."""

    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    lawless: Names


def judge(catalogue: Catalogue, facts: Facts, where: Whereabouts, on: date) -> Judgement:
    """Run every rule on the facts."""
    case = _Case(catalogue, facts, where, on)
    findings: list[Finding] = []
    open_points: list[OpenPoint] = []
    lawless: list[str] = []
    for rule in catalogue.rules.values():
        applies = outcome(rule.when, rule.unless, facts)
        if applies.truth is False:
            continue
        law = case.law(rule)
        lawful = bool(law.carried_by) or rule.anywhere
        if applies.truth and lawful:
            findings.append(case.finding(rule, applies, law))
        elif lawful or law.waits_for:
            open_points.append(case.open_point(rule, applies, law, lawful=lawful))
        elif applies.truth:
            lawless.append(rule.id)
    findings.sort(key=lambda finding: (-finding.level.rank, -finding.severity, -finding.likelihood))
    open_points.sort(key=lambda point: -point.could_be.rank)
    return Judgement(tuple(findings), tuple(open_points), tuple(lawless))


@dataclass(frozen=True, slots=True)
class _Law:
    """What a rule rests on here: ``citations``, the standings that carry it, and what to answer to learn of more."""

    citations: tuple[Citation, ...]
    carried_by: frozenset[Standing]
    waits_for: Names


@dataclass(frozen=True, slots=True)
class _Weight:
    """How bad a finding is, and every reason that moved or bounded it, in the order applied."""

    level: Level
    severity: int
    likelihood: int
    reasons: tuple[Reason, ...]


class _Case:
    """One set of facts before the rules; what is the same for every rule is worked out once."""

    def __init__(self, catalogue: Catalogue, facts: Facts, where: Whereabouts, on: date) -> None:
        self.scale, self.facts, self.where, self.on = catalogue.scale, facts, where, on
        self.sources = catalogue.sources
        self.steps = _true(self.scale.steps, facts)
        self._counts: dict[str, Standing | Names | None] = {}

    def finding(self, rule: Rule, applies: Outcome, law: _Law) -> Finding:
        """The rule, which applies, as a finding."""
        weight = self.weigh(rule, law.carried_by)
        return Finding(
            rule=rule.id,
            level=weight.level,
            severity=weight.severity,
            likelihood=weight.likelihood,
            reasons=weight.reasons,
            because=applies.because,
            citations=law.citations,
        )

    def open_point(self, rule: Rule, applies: Outcome, law: _Law, *, lawful: bool) -> OpenPoint:
        """The rule, which might apply, as an open point."""
        could_be = self.weigh(rule, law.carried_by).level
        waits_for = applies.waits_for if lawful else (*applies.waits_for, *law.waits_for)
        return OpenPoint(
            rule=rule.id,
            level=min(could_be, self.scale.open_cap),
            could_be=could_be,
            waits_for=tuple(dict.fromkeys(waits_for)),
            citations=law.citations,
        )

    def law(self, rule: Rule) -> _Law:
        """Which of the rule's sources count here, and how; firmest first."""
        citations: list[Citation] = []
        carried_by: set[Standing] = set()
        waits_for: dict[str, None] = {}
        for name in rule.sources + rule.persuasive:
            counts = self.counts(name)
            if isinstance(counts, Standing):
                citations.append(Citation(source=name, standing=counts))
                carried_by.add(counts)
            elif name in rule.persuasive and self._persuades(self.sources[name]):
                citations.append(Citation(source=name, standing=Standing.PERSUASIVE))
            elif counts:
                waits_for.update(dict.fromkeys(counts))
        citations.sort(key=lambda citation: citation.standing.rank)
        return _Law(tuple(citations), frozenset(carried_by), tuple(waits_for))

    def counts(self, name: str) -> Standing | Names | None:
        """How a source counts here; the questions to answer before that can be told; None when it does not count."""
        if name not in self._counts:
            self._counts[name] = self._count(self.sources[name])
        return self._counts[name]

    def _count(self, source: Source) -> Standing | Names | None:
        here = source.place in self.where.certain
        if not here and source.place not in self.where.possible:
            return None
        gate = outcome(source.when, source.unless, self.facts)
        if gate.truth is False:
            return None
        if here and gate.truth:
            return standing(source, self.on)
        return gate.waits_for if here else gate.waits_for + self.where.possible[source.place]

    def _persuades(self, source: Source) -> bool:
        """Whether a source from elsewhere is worth showing: in force, settled, and made for such people."""
        if source.place in self.where.certain or outcome(source.when, source.unless, self.facts).truth is False:
            return False
        return standing(source, self.on) in {Standing.BINDING, Standing.GUIDANCE, Standing.UNSETTLED}

    def weigh(self, rule: Rule, carried_by: frozenset[Standing]) -> _Weight:
        """Weigh a rule by the scale.

        However many circumstances escalate or de-escalate, the level moves one step at most. Documentation findings
        (severity 1) are not moved. Only circumstances that are known count.
        """
        moves = _true(rule.adjust, self.facts)
        reasons = [Reason(text=move.reason, severity=move.severity, likelihood=move.likelihood) for move in moves]
        severity = _within(rule.severity + sum(move.severity for move in moves))
        likelihood = _within(rule.likelihood + sum(move.likelihood for move in moves))
        level = self.scale.matrix[severity - 1][likelihood - 1]
        if severity > 1:
            reasons += [Reason(text=step.reason, step=step.step) for step in self.steps]
            level = self._stepped(level, prohibition=rule.prohibition)
        cap = self._cap(rule, carried_by)
        if cap is not None and cap.cap is not None and level > cap.cap:
            reasons.append(cap)
            level = cap.cap
        return _Weight(level, severity, likelihood, tuple(reasons))

    def _stepped(self, level: Level, *, prohibition: bool) -> Level:
        up = any(step.step > 0 for step in self.steps)
        down = any(step.step < 0 for step in self.steps)
        moved = tuple(Level)[max(0, min(level.rank + up - down, Level.CRITICAL.rank))]
        if prohibition and moved < level:
            return min(level, max(moved, self.scale.prohibition_floor))
        return moved

    def _cap(self, rule: Rule, carried_by: frozenset[Standing]) -> Reason | None:
        if Standing.BINDING in carried_by or (rule.anywhere and not carried_by):
            return None
        if Standing.GUIDANCE in carried_by:
            return Reason(text="Only guidance supports this here, no binding text.", cap=self.scale.guidance_cap)
        return Reason(
            text="The law it rests on here is not in force yet, or not settled.", cap=self.scale.unsettled_cap
        )


def _true(adjustments: Sequence[Adjustment], facts: Facts) -> list[Adjustment]:
    return [item for item in adjustments if outcome(item.when, item.unless, facts).truth]


def _within(points: int) -> int:
    return max(1, min(points, 4))
