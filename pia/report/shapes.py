"""What the templates show: frozen, already worded and formatted. No template computes, chooses or knows an id.

``ref`` is the short number by which one part of a report points to another: F1 finding, M1 measure, A1 alternative,
S1 source. ``level`` is the word of a level, ``verdict`` the word of a verdict; both also choose a shape and a colour.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Shown(msgspec.Struct, frozen=True):
    """Base of every type here."""


class Said(Shown, frozen=True):
    """A question as it was asked, and what was answered, one line for each choice."""

    question: str
    lines: tuple[str, ...]
    comment: str
    known: bool


class Chapter(Shown, frozen=True):
    """One section of the questionnaire with everything asked in it."""

    title: str
    said: tuple[Said, ...]


class Stop(Shown, frozen=True):
    """One stop on the way of the number, from the person to deletion."""

    title: str
    lines: tuple[str, ...]
    known: bool


class Pointer(Shown, frozen=True):
    """A reference to something shown elsewhere in the report."""

    ref: str
    title: str


class Cited(Shown, frozen=True):
    """A source as a finding cites it."""

    ref: str
    name: str
    url: str


class Basis(Shown, frozen=True):
    """What a finding rests on in one way. ``standing`` chooses the look, ``words`` are read."""

    standing: str
    words: str
    cited: tuple[Cited, ...]


class Found(Shown, frozen=True):
    """One finding. ``degree``: how severe and likely, in words. ``ages``: the ages of consent, where they matter."""

    ref: str
    rule: str
    level: str
    title: str
    family: str
    nature: str
    matter: str
    why: str
    degree: str
    reasons: tuple[str, ...]
    because: tuple[Said, ...]
    bases: tuple[Basis, ...]
    ages: tuple[str, ...]
    check: str
    fine_when: str
    measures: tuple[Pointer, ...]
    alternatives: tuple[Pointer, ...]


class Step(Shown, frozen=True):
    """One measure in the action plan, and the findings that call for it."""

    ref: str
    title: str
    how: str
    effort: str
    owner: str
    evidence: str
    serves: tuple[str, ...]


class Option(Shown, frozen=True):
    """Another way to the same goal."""

    ref: str
    need: str
    title: str
    text: str
    credible: bool


class Hanging(Shown, frozen=True):
    """A risk that is still to be told, or would remain, and its level. ``ref`` is empty where it has no number."""

    level: str
    title: str
    ref: str = ""


class Open(Shown, frozen=True):
    """A question to answer first, whom to ask, and what hangs on it."""

    question: str
    who: str
    hanging: tuple[Hanging, ...]


class Entry(Shown, frozen=True):
    """One pinpointed source in full."""

    ref: str
    pinpoint: str
    title: str
    says: str
    state: str
    ceiling: str
    imposed: str
    caveat: str
    verify: str


class Text(Shown, frozen=True):
    """A statute, case or guideline, and the entries that pinpoint it."""

    name: str
    url: str
    entries: tuple[Entry, ...]


class PlaceTexts(Shown, frozen=True):
    """The sources of one place."""

    place: str
    texts: tuple[Text, ...]


class Cell(Shown, frozen=True):
    """One field of a risk matrix and the findings that lie in it."""

    level: str
    refs: tuple[str, ...]


class Row(Shown, frozen=True):
    """One severity of a risk matrix, the worst first; one cell for each likelihood."""

    severity: str
    cells: tuple[Cell, ...]


class Outcome(Shown, frozen=True):
    """A verdict with its meaning, the findings counted by level, and the matrix they lie in."""

    verdict: str
    words: str
    meaning: str
    counted: str
    matrix: tuple[Row, ...]


class Method(Shown, frozen=True):
    """The scales by which everything was weighed."""

    severity: tuple[str, ...]
    likelihood: tuple[str, ...]
    steps: tuple[str, ...]
    caps: tuple[str, ...]


class Additions(Shown, frozen=True):
    """What a house laid over the catalogue. ``loosened``: what could make a built-in finding disappear or milder."""

    name: str
    counted: str
    digest: str
    loosened: tuple[str, ...]


class View(Shown, frozen=True):
    """The whole report. ``house`` is None when the catalogue is pia's alone."""

    name: str
    title: str
    running_title: str
    summary: str
    brief: str
    company: str
    author: str
    date: str
    iso_date: str
    places: str
    now: Outcome
    after: Outcome
    rethink: bool
    findings: tuple[Found, ...]
    remaining: tuple[Hanging, ...]
    open_points: tuple[Open, ...]
    still_open: int
    way: tuple[Stop, ...]
    steps: tuple[Step, ...]
    options: tuple[Option, ...]
    lawless: tuple[str, ...]
    uncovered: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    sources: tuple[PlaceTexts, ...]
    checked: str
    method: Method
    catalogue: str
    catalogue_released: str
    catalogue_digest: str
    assessment_digest: str
    versions: Mapping[str, str]
    house: Additions | None
