"""The page on which people decide: what is recorded of it, and room to write what is not; and what changed before."""

from __future__ import annotations

import msgspec

from pia.dates import day
from pia.model import (
    Approved,
    ApprovedWithConditions,
    Changed,
    ChangesRequested,
    Decided,
    Difference,
    Opinion,
    Record,
    Rejected,
    Superseded,
    Term,
    Withdrawn,
)
from pia.report import words
from pia.report.clean import shorten
from pia.report.shapes import ChangeRow, Changes, Decision, Signature

AS_PLANNED, ON_CONDITIONS, AGAIN, NOT = CHOICES = (
    "Go ahead as planned",
    "Go ahead on the conditions below",
    "Change the plan and assess again",
    "Do not collect the number",
)

FIELDS = {"author": "Responsible for the product", "privacy-officer": "Privacy officer", "approver": "Legal review"}
"""Who signs, by the name of the field."""

CHOSEN = {Approved: AS_PLANNED, ApprovedWithConditions: ON_CONDITIONS, ChangesRequested: AGAIN, Rejected: NOT}

PARTS = (("answers", "Answer"), ("findings", "Finding"), ("open_points", "Open point"), ("sources", "Source"))
LONGEST = 400
"""Characters of one cell of what changed; the data inside the report hold all of it."""


def blank() -> Decision:
    """A page with nothing recorded on it yet."""
    return Decision(
        choices=CHOICES, signatures=tuple(Signature(role=role, field=field) for field, role in FIELDS.items())
    )


def recorded(decided: Decided) -> Decision:
    """The page with what is on record. A name is a claim, and the page says that it is no signature."""
    act = decided.decision.act
    if isinstance(act, Withdrawn | Superseded):
        return Decision(choices=(), signatures=(), said=_ended(decided.decision), standing=False)
    if decided.since is not None:
        return msgspec.structs.replace(blank(), said=_outdated(decided.decision, decided.since), standing=False)
    opinion = decided.opinion.act if decided.opinion else None
    said = opinion.text if isinstance(opinion, Opinion) else ""
    approved = isinstance(act, Approved | ApprovedWithConditions)
    return Decision(
        choices=CHOICES,
        said=_said(decided.decision),
        signatures=tuple(
            _line(field, record)
            for field, record in zip(FIELDS, (decided.submitted, decided.opinion, decided.decision), strict=True)
        ),
        opinion=said or ("None was needed." if approved else ""),
        views=act.views or "Not recorded." if isinstance(act, Approved | ApprovedWithConditions) else "",
        chosen=CHOSEN.get(type(act), ""),
        conditions=_conditions(decided.decision),
        review_on=day(act.review_on) if isinstance(act, Approved | ApprovedWithConditions) else "",
    )


def changes(decided: Decided) -> Changes | None:
    """What changed since the revision before; None where there was none, or nothing did."""
    found = decided.changes
    if found is None or found.empty:
        return None
    rows = tuple(_row(kind, item) for field, kind in PARTS for item in getattr(found, field))
    verdict, then = found.verdict
    return Changes(before=found.before, after=found.after, verdict=verdict, then=then, rows=rows)


def _said(record: Record) -> str:
    """What was decided, by whom and when, in one sentence."""
    act = record.act
    chosen = CHOSEN.get(type(act), "").lower()
    if isinstance(act, ApprovedWithConditions):
        chosen = f"go ahead on {words.count(len(act.conditions), 'condition')}"
    review = f" Next review: {day(act.review_on)}." if isinstance(act, Approved | ApprovedWithConditions) else ""
    return f"Decided by {record.by} on {day(record.on)}: {chosen}.{review}"


def _ended(record: Record) -> str:
    """That nothing is to be decided on any more, and why."""
    act = record.act
    reason = f" The reason: {act.reason.rstrip('.')}." if isinstance(act, Withdrawn | Superseded) else ""
    how = f"superseded by {act.successor}" if isinstance(act, Superseded) else "withdrawn"
    return f"This plan was {how} on {day(record.on)} by {record.by}.{reason} No approval of it stands."


def _outdated(decision: Record, since: Difference) -> str:
    """That a decision was on something else than this report says, and what is different."""
    kinds = {"answers": "answers", "findings": "findings", "open_points": "open points", "sources": "sources"}
    counts = [f"{kinds[field]} ({len(found)})" for field, _ in PARTS if (found := getattr(since, field))]
    what = ", ".join(counts) or "wording or catalogue"
    return (
        f"{since.before.capitalize()} was decided on by {decision.by} on {day(decision.on)}. This report says "
        f"something else; since then this changed: {what}. That decision does not cover it."
    )


def _row(kind: str, item: Changed) -> ChangeRow:
    before, after = item.before or "Not there", item.after or "Not there"
    return ChangeRow(kind=kind, title=item.title, before=shorten(before, LONGEST), after=shorten(after, LONGEST))


def _line(field: str, record: Record | None) -> Signature:
    role = FIELDS[field]
    if record is None:
        return Signature(role=role, field=field)
    return Signature(role=role, field=field, name=record.by, date=day(record.on))


def _condition(term: Term) -> str:
    """Who does what until when, and for which finding: by the name that stands behind its title."""
    answers = f", for {term.finding}" if term.finding else ""
    return f"{term.id}. {term.text} ({term.owner}, by {day(term.due)}{answers})"


def _conditions(record: Record) -> str:
    match record.act:
        case ApprovedWithConditions(conditions=conditions, note=note):
            return "\n".join([*map(_condition, conditions), *([f"Note: {note}"] if note else [])])
        case Approved(note=note):
            return f"None. Note: {note}" if note else "None."
        case ChangesRequested(reason=reason) | Rejected(reason=reason):
            return f"None; the reason: {reason}"
        case _:
            return ""
