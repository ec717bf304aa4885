"""What comes of answers under a catalogue: findings, open points, a verdict, and the ways to a better one."""

from __future__ import annotations

from datetime import date

from pia.model.answers import Answer
from pia.model.base import Frozen, Level, Ordered, Verdict
from pia.model.catalogue import House


class Standing(Ordered):
    """How a source counts for this assessment, firmest first. Precedent: a decision that binds the company it names."""

    BINDING = "binding"
    PRECEDENT = "precedent"
    GUIDANCE = "guidance"
    UPCOMING = "upcoming"
    UNSETTLED = "unsettled"
    PERSUASIVE = "persuasive"


class Citation(Frozen, frozen=True):
    """A source a finding rests on, and how it counts here and on this date."""

    source: str
    standing: Standing


class Reason(Frozen, frozen=True):
    """Why a level is what it is: one adjustment, escalation, de-escalation or cap, in words.

    ``backed_by``: the question whose answer backs it, such as the day by which a fix is done.
    """

    text: str
    severity: int = 0
    likelihood: int = 0
    step: int = 0
    cap: Level | None = None
    backed_by: str = ""


class Finding(Frozen, frozen=True):
    """A rule that applies. ``because``: the ids of the questions whose answers raised it."""

    rule: str
    level: Level
    severity: int
    likelihood: int
    reasons: tuple[Reason, ...]
    because: tuple[str, ...]
    citations: tuple[Citation, ...]


class OpenPoint(Frozen, frozen=True):
    """A rule that might apply. ``waits_for``: the questions to answer first. ``could_be``: its level if it does."""

    rule: str
    level: Level
    could_be: Level
    waits_for: tuple[str, ...]
    citations: tuple[Citation, ...]


class Outlook(Frozen, frozen=True):
    """What would remain if the ``measures`` were taken: the same rules on the answers as they would be."""

    measures: tuple[str, ...]
    level: Level | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]


ASSESSMENT_SCHEMA = 1
"""Counts changes of the shape of an assessment."""


class Assessment(Frozen, frozen=True):
    """Everything concluded from one set of answers under one catalogue on one date.

    ``schema``: the ASSESSMENT_SCHEMA it was made under. ``catalogue`` and ``digest``: the catalogue's version, and the
    SHA-256 of all its files. ``on``: the day whose law counts. ``answers``: those to questions that apply.
    ``uncovered``: places ticked whose law the catalogue does not hold at all; ``lawless``: rules whose facts are there
    but for which it holds none in the places ticked. ``level`` is the worst finding's, None when there is none.
    ``redesign``: findings are high in so many families that the plan should be thought through anew. ``plan``: what
    would remain if every measure that the findings name were taken. ``house``: what a house had laid over the
    catalogue; the report says so on its first page.
    """

    schema: int
    name: str
    catalogue: str
    digest: str
    on: date
    answers: dict[str, Answer]
    places: tuple[str, ...]
    uncovered: tuple[str, ...]
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    lawless: tuple[str, ...]
    level: Level | None
    verdict: Verdict
    redesign: bool
    plan: Outlook
    house: House | None = None


class Step(Frozen, frozen=True):
    """One measure of a way, and the verdict and worst level once it and those before it are taken."""

    measure: str
    verdict: Verdict
    level: Level | None


class Way(Frozen, frozen=True):
    """Measures to take, what lowers the verdict most first, and what remains after them. ``effort``: their weights.

    ``ends``: how many of its steps, the first ones, are the end of the collection: no numbers are got any more, so that
    the others are for whoever starts it anew.
    """

    steps: tuple[Step, ...]
    effort: int
    verdict: Verdict
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    ends: int = 0


class Saving(Frozen, frozen=True):
    """A question still open, and what would be spared if it were answered with one of the ``choices``."""

    question: str
    choices: tuple[str, ...]
    measures: tuple[str, ...]


class Advice(Frozen, frozen=True):
    """The least-effort ways to the best verdict that measures can reach, the easiest first.

    ``verdict``: as the plan stands. ``ways`` is empty when nothing needs to change, or when no measure brings a better
    verdict. ``findings`` and ``open_points``: what stays after the best way and keeps the plan from *collect*.
    ``savings``: steps of the best way that an answer still to be given could spare.
    """

    verdict: Verdict
    ways: tuple[Way, ...]
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    savings: tuple[Saving, ...] = ()
