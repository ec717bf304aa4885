"""What was approved, judged again under the law of another day or catalogue: what would differ now, and why. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date

from pia.assess import assess
from pia.model import Catalogue, Changed, Finding, Frozen, Standing
from pia.records.difference import Side, compare
from pia.records.life import Approval


class Outcome(enum.Enum):
    """How what was approved stands today."""

    SAME = "same"
    FINDINGS = "same verdict, other findings"
    VERDICT = "other verdict"


class Rechecked(Frozen, frozen=True):
    """One approval judged again. ``findings``: those that differ. ``why``: the law or catalogue behind it, in words."""

    name: str
    revision: int
    outcome: Outcome
    verdict: tuple[str, str]
    findings: tuple[Changed, ...] = ()
    sources: tuple[Changed, ...] = ()
    why: tuple[str, ...] = ()


def recheck(catalogue: Catalogue, name: str, approval: Approval, on: date) -> Rechecked:
    """Judge the answers that were approved again, and say what would differ."""
    approved = approval.assessment
    answers = {question: answer for question, answer in approved.answers.items() if question in catalogue.questions}
    now = assess(catalogue, answers, on, name=name)
    verdicts = (approved.verdict.value, now.verdict.value)
    revision = approval.act.revision
    if _alike(approved.findings, now.findings) and approved.verdict is now.verdict:
        return Rechecked(name=name, revision=revision, outcome=Outcome.SAME, verdict=verdicts)
    found = compare(catalogue, Side(label="approved", assessment=approved), Side(label="now", assessment=now))
    sources = tuple(item for item in found.sources if item.id in _concerned(approved.findings, now.findings))
    return Rechecked(
        name=name,
        revision=revision,
        outcome=Outcome.FINDINGS if approved.verdict is now.verdict else Outcome.VERDICT,
        verdict=verdicts,
        findings=found.findings,
        sources=sources,
        why=tuple(_why(catalogue, approval, on, sources)),
    )


def _alike(before: tuple[Finding, ...], now: tuple[Finding, ...]) -> bool:
    return {item.rule: item.level for item in before} == {item.rule: item.level for item in now}


def _concerned(before: tuple[Finding, ...], now: tuple[Finding, ...]) -> set[str]:
    """The sources of the findings that differ."""
    levels = {item.rule: item.level for item in before}
    later = {item.rule: item.level for item in now}
    return {
        citation.source
        for item in (*before, *now)
        if levels.get(item.rule) != later.get(item.rule)
        for citation in item.citations
    }


def _why(catalogue: Catalogue, approval: Approval, on: date, sources: tuple[Changed, ...]) -> Iterator[str]:
    record, approved = approval.record, approval.assessment
    if approved.digest != catalogue.digest:
        yield f"The catalogue changed: {record.catalogue} then, {catalogue.version} now."
    for item in sources:
        source = catalogue.sources.get(item.id)
        if source is None:
            yield f"{item.title} is no longer in the catalogue."
        elif source.since and approved.on < source.since <= on and item.before in {None, Standing.UPCOMING.value}:
            yield f"{item.title} has come into force on {source.since.isoformat()}."
        elif source.until and approved.on <= source.until < on:
            yield f"{item.title} was in force until {source.until.isoformat()}."
        elif item.before and item.after:
            yield f"{item.title} counted as {item.before}, and counts as {item.after} now."
        else:
            yield f"{item.title} is {'not cited any more' if item.after is None else f'cited now ({item.after})'}."
