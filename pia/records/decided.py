"""What a report prints of the decision on record: of what was decided, or that the plan is not that any more. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pia.model import DECIDED_SCHEMA, Assessment, Catalogue, Decided, Record, State
from pia.records.difference import Side, compare
from pia.records.life import Life, on_revision, revisions
from pia.records.revise import asked_as, same


def decided_on(catalogue: Catalogue, life: Life, records: Sequence[Record]) -> Decided | None:
    """What is printed of the newest decision on a revision; None when there was none."""
    if life.decided is None or (number := on_revision(life.decided.act)) is None or number != life.revision:
        return None
    held = revisions(records)
    changes = None
    if number - 1 in held:
        before = Side(label=f"revision {number - 1}", assessment=held[number - 1].assessment)
        changes = compare(catalogue, before, Side(label=f"revision {number}", assessment=held[number].assessment))
    return Decided(
        schema=DECIDED_SCHEMA,
        decision=life.decided,
        submitted=life.submitted,
        opinion=life.opinion,
        changes=changes,
    )


def printed(
    catalogue: Catalogue, life: Life, records: Sequence[Record], now: Assessment
) -> tuple[Assessment, Decided | None]:
    """What a report on the plan as it is now is made from: the revision that was decided on, where it says the same.

    Then the report is the one that was made when it was decided. Otherwise it is on the plan of now, and the decision
    comes with what changed since. Of a plan that was withdrawn or superseded, that is what is printed.
    """
    number = on_revision(life.decided.act) if life.decided else None
    if life.decided is not None and life.state in {State.WITHDRAWN, State.SUPERSEDED}:
        return now, Decided(schema=DECIDED_SCHEMA, decision=life.decided)
    if life.decided is None or number is None or (held := revisions(records).get(number)) is None:
        return now, None
    asked = msgspec.structs.replace(now, answers=asked_as(catalogue, now.answers))
    decided = decided_on(catalogue, life, records)
    if decided is not None and same(held.assessment, asked):
        return held.assessment, decided
    before = Side(label=f"revision {number}", assessment=held.assessment)
    since = compare(catalogue, before, Side(label="now", assessment=asked))
    return now, Decided(schema=DECIDED_SCHEMA, decision=life.decided, since=since)
