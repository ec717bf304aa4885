"""Records in words, for the log, the reviewer and the page: what was done, by whom, when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pia.dates import day
from pia.model import (
    AnyAct,
    Approved,
    ApprovedWithConditions,
    Archived,
    Catalogue,
    ChangesRequested,
    Commented,
    ConditionClosed,
    Declared,
    Opinion,
    Record,
    Rejected,
    Revised,
    Submitted,
    Superseded,
    Term,
    Withdrawn,
)


def headline(record: Record) -> str:
    """Who did what and when, in one line: ``Revision 2 submitted by author on 24 November 2026``."""
    return f"{done(record.act)} by {record.by} on {day(record.on)}"


def done(act: AnyAct) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each act
    """What was done."""
    match act:
        case Revised(revision=number):
            return f"Revision {number} written"
        case Submitted(revision=number):
            return f"Revision {number} submitted"
        case Commented():
            return "Comment"
        case Opinion(revision=number):
            return f"Privacy officer's opinion on revision {number}"
        case ChangesRequested(revision=number):
            return f"Changes of revision {number} requested"
        case Approved(revision=number):
            return f"Revision {number} approved"
        case ApprovedWithConditions(revision=number):
            return f"Revision {number} approved with conditions"
        case Rejected(revision=number):
            return f"Revision {number} rejected"
        case Withdrawn():
            return "Withdrawn"
        case ConditionClosed(condition=condition):
            return f"Condition {condition} closed"
        case Declared(matter=matter):
            return f"Declared: {matter.value}"
        case Superseded(successor=successor):
            return f"Superseded with {successor}"
        case Archived():
            return "Archived"


def remarks(records: Sequence[Record], *, since: int) -> tuple[Record, ...]:
    """The comments made since the plan was handed in the last time; with ``since`` 2, since the time before that."""
    handed_in = [place for place, record in enumerate(records) if isinstance(record.act, Submitted)]
    first = handed_in[-since] if len(handed_in) >= since else 0
    return tuple(record for record in records[first:] if isinstance(record.act, Commented))


def details(catalogue: Catalogue, act: AnyAct) -> Iterator[str]:  # noqa: C901, PLR0912 - one case for each act
    """The rest of what it says, a line each."""
    match act:
        case Revised(assessment=assessment, sha256=sha256, missing=missing):
            yield f"Verdict: {assessment.verdict.value}. Catalogue {assessment.catalogue}. SHA-256 {sha256}"
            if missing:
                yield f"Without an answer: {', '.join(missing)}"
        case Submitted(report=report):
            yield f"Report: SHA-256 {report}"
        case Commented(text=text, about=about):
            yield f"{about_words(catalogue, about)}{text}"
        case Opinion(text=text):
            yield text
        case ChangesRequested(reason=reason, requests=requests):
            yield reason
            yield from (f"{about_words(catalogue, item.about)}{item.text}" for item in requests)
        case Approved() | ApprovedWithConditions():
            yield f"Next review by {day(act.review_on)}. SHA-256 {act.sha256}"
            if isinstance(act, ApprovedWithConditions):
                yield from map(term_words, act.conditions)
            if act.views:
                yield f"Views of the people concerned: {act.views}"
            if act.note:
                yield act.note
        case Rejected(reason=text) | Withdrawn(reason=text) | Superseded(reason=text):
            yield text
        case ConditionClosed(evidence=text) | Declared(text=text):
            yield text
        case Archived(bag=bag, manifest=manifest):
            yield f"{bag}, SHA-512 of its tag manifest {manifest}"


def term_words(term: Term) -> str:
    """A condition in one line."""
    finding = f" [{term.finding}]" if term.finding else ""
    return f"{term.id}. {term.text}{finding} ({term.owner}, by {day(term.due)})"


def about_words(catalogue: Catalogue, about: str) -> str:
    """What a comment is about, to stand before it."""
    if about in catalogue.rules:
        return f"{catalogue.rules[about].title} [{about}]: "
    if about in catalogue.questions:
        return f"{catalogue.questions[about].text} [{about}]: "
    return f"[{about}]: " if about else ""
