"""Answers in, assessment out: findings, open points, verdict, and what would remain if every measure were taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pia.assess.conditions import settle
from pia.assess.findings import Judgement, judge, whereabouts
from pia.assess.measures import called_for, carry_out
from pia.model import Answers, Assessment, Catalogue, Finding, Level, OpenPoint, Outlook, Scale, Verdict

SCHEMA = 1
"""Counts changes of the shape of an assessment."""


def assess(catalogue: Catalogue, answers: Answers, on: date, *, name: str = "") -> Assessment:
    """Judge one plan under one catalogue on one date. Same input, same output; nothing else is read."""
    facts = settle(catalogue.questions, answers)
    where = whereabouts(catalogue, facts)
    found = judge(catalogue, facts, where, on)
    level = worst(found.findings)
    return Assessment(
        schema=SCHEMA,
        name=name,
        catalogue=catalogue.version,
        digest=catalogue.digest,
        on=on,
        answers={question: answers[question] for question in facts.asked if question in answers},
        places=where.ticked,
        uncovered=tuple(place for place in where.ticked if not catalogue.places[place].covered),
        findings=found.findings,
        open_points=found.open_points,
        lawless=found.lawless,
        level=level,
        verdict=verdict(level, found.open_points),
        redesign=_many_families(catalogue, found.findings, catalogue.scale),
        plan=_outlook(catalogue, answers, on, found),
    )


def _outlook(catalogue: Catalogue, answers: Answers, on: date, found: Judgement) -> Outlook:
    measures = called_for(catalogue, found.findings)
    facts = settle(catalogue.questions, carry_out(catalogue, measures, answers))
    left = judge(catalogue, facts, whereabouts(catalogue, facts), on)
    level = worst(left.findings)
    return Outlook(
        measures=measures,
        level=level,
        verdict=verdict(level, left.open_points),
        findings=left.findings,
        open_points=left.open_points,
    )


def worst(findings: Iterable[Finding]) -> Level | None:
    """The highest level among findings; None when there are none."""
    return max((finding.level for finding in findings), default=None)


def verdict(level: Level | None, open_points: Iterable[OpenPoint]) -> Verdict:
    """The verdict on the worst level found; *undecided* while an open point could still make it worse.

    What is already bad enough to stop stays said: an open point never turns *redesign* into *undecided*.
    """
    if level is Level.CRITICAL:
        return Verdict.DO_NOT_COLLECT
    if level is Level.HIGH:
        return Verdict.REDESIGN
    settled = level or Level.INFO
    if any(point.could_be >= Level.MEDIUM and point.could_be > settled for point in open_points):
        return Verdict.UNDECIDED
    return Verdict.CONDITIONS if level is Level.MEDIUM else Verdict.COLLECT


def _many_families(catalogue: Catalogue, findings: Iterable[Finding], scale: Scale) -> bool:
    families = {catalogue.rules[item.rule].family for item in findings if item.level >= Level.HIGH}
    return len(families) >= scale.redesign_families
