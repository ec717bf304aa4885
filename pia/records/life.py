"""Where an assessment stands: its records folded into one value. Pure; records are taken as they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from pia.model import (
    AnyAct,
    Approved,
    ApprovedWithConditions,
    Archived,
    Assessment,
    ChangesRequested,
    ConditionClosed,
    Declared,
    Frozen,
    Opinion,
    Record,
    Rejected,
    Revised,
    State,
    Submitted,
    Superseded,
    Term,
    Withdrawn,
)

Made = TypeVar("Made", bound=Frozen)


class Approval(Frozen, frozen=True):
    """An approval that stands: of one revision, from ``record.on``, whatever is planned since.

    ``closed``: evidence by condition. ``declared``: what changed about the plan since.
    """

    record: Record
    assessment: Assessment
    closed: Mapping[str, str] = {}
    declared: tuple[Record, ...] = ()

    @property
    def act(self) -> Approved | ApprovedWithConditions:
        """What was decided."""
        act = self.record.act
        assert isinstance(act, Approved | ApprovedWithConditions)  # noqa: S101 - made of nothing else
        return act

    @property
    def conditions(self) -> tuple[Term, ...]:
        """All conditions, closed ones too."""
        return self.act.conditions if isinstance(self.act, ApprovedWithConditions) else ()

    @property
    def open(self) -> tuple[Term, ...]:
        """The conditions still to be met."""
        return tuple(term for term in self.conditions if term.id not in self.closed)


class Life(Frozen, frozen=True):
    """An assessment after all its records.

    ``revised``: the newest revision. ``authors``: everyone who wrote or submitted one. ``submitted``: how it was handed
    to review. ``opinion``: the privacy officer's on it. ``decided``: the record of the newest decision.
    """

    name: str
    state: State = State.DRAFT
    revised: Revised | None = None
    authors: tuple[str, ...] = ()
    submitted: Record | None = None
    opinion: Record | None = None
    decided: Record | None = None
    approval: Approval | None = None
    archived: Archived | None = None
    successor: str = ""

    @property
    def revision(self) -> int:
        """The number of the newest revision; 0 before the first."""
        return self.revised.revision if self.revised else 0


def life_of(name: str, records: Iterable[Record]) -> Life:
    """Fold the records, oldest first."""
    life = Life(name=name)
    for record in records:
        life = after(life, record)
    return life


def after(life: Life, record: Record) -> Life:  # noqa: C901, PLR0911 - one case for each act
    """The life after one more record."""
    match record.act:
        case Revised() as act:
            return _with(life, state=State.DRAFT, revised=act, authors=_and(life, record), submitted=None, opinion=None)
        case Submitted():
            return _with(life, state=State.SUBMITTED, authors=_and(life, record), submitted=record)
        case Opinion():
            return _with(life, opinion=record)
        case ChangesRequested():
            return _with(life, state=State.CHANGES_REQUESTED, decided=record)
        case Approved() | ApprovedWithConditions() if life.revised:
            conditional = isinstance(record.act, ApprovedWithConditions)
            state = State.CONDITIONAL if conditional else State.APPROVED
            approval = Approval(record=record, assessment=life.revised.assessment)
            return _with(life, state=state, approval=approval, decided=record, archived=None)
        case Rejected():
            return _with(life, state=State.REJECTED, decided=record)
        case Withdrawn():
            return _with(life, state=State.WITHDRAWN, approval=None, decided=record)
        case ConditionClosed(condition=condition, evidence=evidence) if life.approval:
            closed = {**life.approval.closed, condition: evidence}
            return _with(life, approval=_with(life.approval, closed=closed))
        case Declared() if life.approval:
            return _with(life, approval=_with(life.approval, declared=(*life.approval.declared, record)))
        case Superseded(successor=successor):
            return _with(life, state=State.SUPERSEDED, approval=None, successor=successor, decided=record)
        case Archived() as act:
            return _with(life, archived=act)
        case _:
            return life


def revisions(records: Iterable[Record]) -> dict[int, Revised]:
    """All revisions by number."""
    return {record.act.revision: record.act for record in records if isinstance(record.act, Revised)}


def on_revision(act: AnyAct) -> int | None:
    """The number of the revision an act speaks of, where it speaks of one."""
    number = getattr(act, "revision", None)
    return number if isinstance(number, int) else None


def _and(life: Life, record: Record) -> tuple[str, ...]:
    return life.authors if record.by in life.authors else (*life.authors, record.by)


def _with(made: Made, **fields: object) -> Made:
    return msgspec.structs.replace(made, **fields)
