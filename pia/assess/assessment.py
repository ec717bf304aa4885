"""Answers in, assessment out: findings, open points, verdict, and what would remain if every measure were taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pia.assess.findings import Judgement, judge
from pia.assess.measures import called_for, carry_out
from pia.model import ASSESSMENT_SCHEMA, Answers, Assessment, Catalogue, Finding, Level, Outlook


def assess(catalogue: Catalogue, answers: Answers, on: date, *, name: str = "") -> Assessment:
    """Judge one plan under one catalogue on one date. Same input, same output; nothing else is read."""
    found = judge(catalogue, answers, on)
    given = {question: answers[question] for question in found.facts.asked if question in answers}
    return Assessment(
        schema=ASSESSMENT_SCHEMA,
        name=name,
        catalogue=catalogue.version,
        digest=catalogue.digest,
        on=on,
        answers=given,
        places=found.where.ticked,
        uncovered=tuple(place for place in found.where.ticked if not catalogue.places[place].covered),
        findings=found.findings,
        open_points=found.open_points,
        lawless=found.lawless,
        level=found.level,
        verdict=found.verdict,
        redesign=_many_families(catalogue, found.findings),
        plan=_outlook(catalogue, given, on, found),
        house=catalogue.house,
    )


def _outlook(catalogue: Catalogue, answers: Answers, on: date, found: Judgement) -> Outlook:
    measures = called_for(catalogue, found.findings)
    left = judge(catalogue, carry_out(catalogue, measures, answers), on) if measures else found
    return Outlook(
        measures=measures,
        level=left.level,
        verdict=left.verdict,
        findings=left.findings,
        open_points=left.open_points,
    )


def _many_families(catalogue: Catalogue, findings: Iterable[Finding]) -> bool:
    serious = {catalogue.rules[item.rule].family for item in findings if item.level.rank >= Level.HIGH.rank}
    return len(serious) >= catalogue.scale.redesign_families
