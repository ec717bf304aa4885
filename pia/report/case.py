"""What one report is on, with the number that each finding, measure, alternative, source and ceiling has in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pia.model import Advice, Assessment, Catalogue, Finding, Level, OpenPoint, Source, Standing, Way
from pia.report.shapes import Hanging

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Case:
    """The assessment under its catalogue, the advice for it, and the numbers, by id.

    ``cited``: every source cited, place by place. ``ceilings``: by place and wording. ``standing``: of each source.
    """

    catalogue: Catalogue
    assessment: Assessment
    advice: Advice
    findings: Mapping[str, str]
    measures: Mapping[str, str]
    options: Mapping[str, str]
    cited: tuple[Source, ...]
    sources: Mapping[str, str]
    ceilings: Mapping[tuple[str, str], str]
    standing: Mapping[str, Standing]

    @property
    def on(self) -> date:
        """The day it was judged on."""
        return self.assessment.on

    @property
    def way(self) -> Way | None:
        """The shortest way to a better verdict, if measures lead to one."""
        return self.advice.ways[0] if self.advice.ways else None

    def hanging(self, rule: str, level: Level) -> Hanging:
        """A risk with its level, and its number if it has one."""
        return Hanging(ref=self.findings.get(rule, ""), level=level.value, title=self.catalogue.rules[rule].title)

    def ceiling(self, source: Source) -> str:
        """The number of the penalty ceiling a source carries; empty when it carries none."""
        return self.ceilings.get((source.place, source.ceiling), "")


def case(catalogue: Catalogue, assessment: Assessment, advice: Advice) -> Case:
    """Number everything in the order it is read: measures as the shortest way takes them, the others behind."""
    rules = dict.fromkeys(item.rule for item in (*assessment.findings, *left_after(assessment, advice)))
    found = [catalogue.rules[item.rule] for item in assessment.findings]
    steps = [step.measure for way in advice.ways[:1] for step in way.steps]
    standing = dict(_standings(assessment))
    cited = _cited(catalogue, standing)
    return Case(
        catalogue=catalogue,
        assessment=assessment,
        advice=advice,
        findings=_numbered("F", rules),
        measures=_numbered("M", [*steps, *assessment.plan.measures]),
        options=_numbered("A", [name for rule in found for name in rule.alternatives]),
        cited=cited,
        sources=_numbered("S", [source.id for source in cited]),
        ceilings=_numbered("P", [(item.place, item.ceiling) for item in cited if item.ceiling]),
        standing=standing,
    )


def left_after(assessment: Assessment, advice: Advice) -> tuple[Finding, ...]:
    """The findings that remain after the shortest way; after all measures, where there is no way or none is needed."""
    for way in advice.ways[:1]:
        return way.findings
    return assessment.plan.findings


def _numbered(letter: str, items: Iterable[Key]) -> dict[Key, str]:
    return {item: f"{letter}{number}" for number, item in enumerate(dict.fromkeys(items), 1)}


def _cited(catalogue: Catalogue, standing: Mapping[str, Standing]) -> tuple[Source, ...]:
    """Every source cited, place by place and text by text in the order of the catalogue."""
    places = list(catalogue.places)
    texts = list(dict.fromkeys(source.instrument for source in catalogue.sources.values()))
    return tuple(
        sorted(
            (source for source in catalogue.sources.values() if source.id in standing),
            key=lambda source: (places.index(source.place), texts.index(source.instrument)),
        )
    )


def _standings(assessment: Assessment) -> Iterable[tuple[str, Standing]]:
    items: tuple[Finding | OpenPoint, ...] = (*assessment.findings, *assessment.open_points)
    for item in items:
        for citation in item.citations:
            yield citation.source, citation.standing
