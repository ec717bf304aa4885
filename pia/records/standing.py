"""What is due about an assessment on a day: its next review, its conditions, its expiry. Derived, never kept. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date

from pia.dates import years_later
from pia.model import Answers, Catalogue, Declared, Frozen, State
from pia.records.life import Approval, Life


class Cause(enum.Enum):
    """Why something is due."""

    REVIEW = "review"
    CATALOGUE = "catalogue"
    DECLARED = "declared"
    CONDITION = "condition"


class Due(Frozen, frozen=True):
    """One thing to do about an assessment. ``overdue``: its day has passed. ``owner``: who does it, where known."""

    name: str
    cause: Cause
    on: date
    overdue: bool
    text: str
    owner: str = ""
    condition: str = ""


def due(life: Life, on: date, catalogue: Catalogue) -> tuple[Due, ...]:
    """Everything due about an assessment, that which comes first first; empty when nothing is approved."""
    if life.approval is None:
        return ()
    return tuple(sorted(_due(life.name, life.approval, on, catalogue), key=lambda item: item.on))


def expired(life: Life, on: date) -> bool:
    """Whether the approval has run out: its review was not held by its day."""
    return life.approval is not None and life.approval.act.review_on < on


def overdue(life: Life, on: date) -> tuple[str, ...]:
    """The ids of the conditions that should be met by now and are not."""
    return tuple(term.id for term in life.approval.open if term.due < on) if life.approval else ()


def status(life: Life, on: date) -> str:
    """Where it stands in a few words, with what is derived: ``approved, expired``."""
    words = [life.state.value]
    if life.approval and life.state not in {State.APPROVED, State.CONDITIONAL}:
        words.append(f"revision {life.approval.act.revision} approved")
    if expired(life, on):
        words.append("expired")
    if late := overdue(life, on):
        words.append(f"{len(late)} condition{'' if len(late) == 1 else 's'} overdue")
    return ", ".join(words)


def not_approved(life: Life, answers: Answers, on: date) -> str | None:
    """Why this plan may not go live as it is answered now; None when it may: what a gate asks.

    ``answers``: those to questions that apply, as an assessment has them.
    """
    if life.approval is None:
        return f"{life.name} is not approved: {life.state.value}."
    approved = life.approval.assessment.answers
    changed = [name for name in {**approved, **answers} if _value(approved, name) != _value(answers, name)]
    if changed:
        return (
            f"{life.name} is not approved as it is answered now: revision {life.approval.act.revision} was, and since "
            f"then these answers changed: {', '.join(sorted(changed)[:5])}."
        )
    if expired(life, on):
        return f"The approval of {life.name} expired: its review was due on {life.approval.act.review_on}."
    if late := overdue(life, on):
        return f"{life.name}: overdue conditions of its approval: {', '.join(late)}."
    return None


def _value(answers: Answers, name: str) -> object:
    return answers[name].value if name in answers else None


def _due(name: str, approval: Approval, on: date, catalogue: Catalogue) -> Iterator[Due]:
    review = approval.act.review_on
    yield Due(name=name, cause=Cause.REVIEW, on=review, overdue=review < on, text="Review the approval")
    record = approval.record
    if meaning(record.catalogue) != meaning(catalogue.version):
        text = f"The meaning or scoring of the catalogue changed: {record.catalogue}, now {catalogue.version}"
        yield Due(name=name, cause=Cause.CATALOGUE, on=max(catalogue.released, record.on), overdue=True, text=text)
    for declared in approval.declared:
        if isinstance(declared.act, Declared):
            text = f"Declared: {declared.act.matter.value}. {declared.act.text}"
            yield Due(name=name, cause=Cause.DECLARED, on=declared.on, overdue=True, text=text, owner=declared.by)
    for term in approval.open:
        yield Due(
            name=name,
            cause=Cause.CONDITION,
            on=term.due,
            overdue=term.due < on,
            text=term.text,
            owner=term.owner,
            condition=term.id,
        )


def meaning(version: str) -> str:
    """The part of a version that changes with the meaning or scoring: the first number, or the first two below 1."""
    numbers = version.split(".")
    return ".".join(numbers[:2] if numbers[0] == "0" else numbers[:1])


def a_year_after(on: date) -> date:
    """Twelve months on: when a review is due unless it was said otherwise."""
    return years_later(on, 1)
