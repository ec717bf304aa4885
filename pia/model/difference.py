"""What differs between two assessments, and what is printed when one was decided on."""

from __future__ import annotations

from pia.model.base import Frozen
from pia.model.records import Record


class Changed(Frozen, frozen=True):
    """One thing that differs. ``title`` is for people; None: it is not there on that side."""

    id: str
    title: str
    before: str | None
    after: str | None


class Difference(Frozen, frozen=True):
    """All that differs; everything is empty where nothing does. ``verdict``, ``catalogue`` and ``on``: both sides'."""

    before: str
    after: str
    verdict: tuple[str, str]
    level: tuple[str, str]
    catalogue: tuple[str, str]
    on: tuple[str, str]
    answers: tuple[Changed, ...]
    findings: tuple[Changed, ...]
    open_points: tuple[Changed, ...]
    sources: tuple[Changed, ...]
    conditions: tuple[Changed, ...]

    @property
    def empty(self) -> bool:
        """Whether both say the same; the day they were judged on aside."""
        parts = (self.answers, self.findings, self.open_points, self.sources, self.conditions)
        return not any(parts) and self.verdict[0] == self.verdict[1]


DECIDED_SCHEMA = 1
"""Counts changes of the shape of a decision as reports carry it."""


class Decided(Frozen, frozen=True):
    """A decision as a report carries and prints it: its record, the submission, the officer's opinion.

    ``changes``: what differs from the revision before; None for a first one. ``since``: what the report says that was
    not decided on, as the plan changed afterwards; None for a report on what was decided.
    """

    schema: int
    decision: Record
    submitted: Record | None = None
    opinion: Record | None = None
    changes: Difference | None = None
    since: Difference | None = None
