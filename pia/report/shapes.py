"""What the templates show: frozen, already worded and formatted. No template computes, chooses or knows an id.

``ref`` is the short number by which one part of a report points to another: F1 finding, M1 measure, A1 alternative,
S1 source, P1 penalty ceiling. ``level`` is the word of a level, ``verdict`` the word of a verdict; both also choose a
shape and a colour.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Shown(msgspec.Struct, frozen=True):
    """Base of every type here."""


class Said(Shown, frozen=True):
    """A question as it was asked, and what was answered, one line for each choice."""

    id: str
    question: str
    lines: tuple[str, ...]
    comment: str
    known: bool


class Chapter(Shown, frozen=True):
    """One section of the questionnaire with everything asked in it."""

    title: str
    said: tuple[Said, ...]


class Stop(Shown, frozen=True):
    """One stop on the way of the number, from the person to deletion, and the findings its answers raised.

    ``more``: how many lines are left to the appendix.
    """

    title: str
    lines: tuple[str, ...]
    more: int
    known: bool
    findings: tuple[str, ...]


class Pointer(Shown, frozen=True):
    """A reference to something shown elsewhere in the report."""

    ref: str
    title: str


class Cited(Shown, frozen=True):
    """A source as a finding cites it. ``place`` and ``text`` are empty where they are those of the source before it."""

    ref: str
    name: str
    url: str
    place: str
    text: str
    pinpoint: str


class Basis(Shown, frozen=True):
    """What a finding rests on in one way. ``standing`` chooses the look, ``words`` are read."""

    standing: str
    words: str
    cited: tuple[Cited, ...]


class Found(Shown, frozen=True):
    """One finding. ``degree``: how severe and likely, in words. ``ages``: the ages of consent, where they matter.

    ``ceilings``: the penalty ceilings of the texts it rests on.
    """

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
    ceilings: tuple[str, ...]
    ages: tuple[str, ...]
    check: str
    fine_when: str
    measures: tuple[Pointer, ...]
    alternatives: tuple[Pointer, ...]


class Kind(Shown, frozen=True):
    """One kind of risk, and its findings under each level that occurs."""

    title: str
    cells: tuple[tuple[str, ...], ...]


class Glance(Shown, frozen=True):
    """The findings by kind and level: ``levels`` are those that occur, worst first."""

    levels: tuple[str, ...]
    kinds: tuple[Kind, ...]


class Step(Shown, frozen=True):
    """One measure in the action plan, and the findings that call for it. ``then``: the verdict it turns to, if any.

    ``unsure``: whether it also meets what an open point may turn out to be.
    """

    ref: str
    title: str
    how: str
    effort: str
    owner: str
    evidence: str
    serves: tuple[str, ...]
    unsure: bool
    then: str


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
    """A question not known yet, whom to ask, what hangs on it, and which steps which answer would save.

    ``note``: said where nothing hangs on it.
    """

    question: str
    who: str
    hanging: tuple[Hanging, ...]
    note: str
    saves: str


class Course(Shown, frozen=True):
    """What to do, on the first page and over the action plan: a heading, sentences, and the steps in order.

    ``further``: measures that also help, beyond those steps. ``after``: what the right-hand matrix shows.
    """

    heading: str
    lead: str
    steps: tuple[Step, ...]
    further: tuple[Step, ...]
    others: tuple[str, ...]
    rest: tuple[str, ...]
    after: str


class Entry(Shown, frozen=True):
    """One pinpointed source in full. ``words``: how it counts here; ``ceiling`` is the number of one.

    ``words``, ``state`` and ``url`` are empty where the text above says them for all its entries.
    """

    ref: str
    pinpoint: str
    title: str
    says: str
    url: str
    words: str
    state: str
    ceiling: str
    imposed: str
    caveat: str
    verify: str


class Text(Shown, frozen=True):
    """A statute, case or guideline, and the entries that pinpoint it. What they do not share is empty here."""

    name: str
    url: str
    words: str
    state: str
    entries: tuple[Entry, ...]


class Ceiling(Shown, frozen=True):
    """The most that can be imposed; the entries that carry it point to it."""

    ref: str
    text: str


class PlaceTexts(Shown, frozen=True):
    """The sources of one place, and their penalty ceilings."""

    place: str
    ceilings: tuple[Ceiling, ...]
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


class Term(Shown, frozen=True):
    """A word of the report, explained once. ``standing`` chooses the look."""

    standing: str
    words: str
    meaning: str


class Method(Shown, frozen=True):
    """The scales by which everything was weighed."""

    severity: tuple[str, ...]
    likelihood: tuple[str, ...]
    steps: tuple[str, ...]
    caps: tuple[str, ...]
    effort: str


class Signature(Shown, frozen=True):
    """One line to sign. Empty where nothing is recorded yet. ``field``: the name under which `pia sign` finds it."""

    role: str
    field: str
    name: str = ""
    date: str = ""


class Decision(Shown, frozen=True):
    """What the people who answer for the plan said and decided; empty texts leave room to write.

    ``said``: in one or two sentences, what is on record, empty for nothing. ``standing``: whether it stands for this
    report; what was withdrawn or superseded is not decided on any more. ``chosen``: which of the ``choices`` was taken.
    """

    choices: tuple[str, ...]
    signatures: tuple[Signature, ...]
    said: str = ""
    standing: bool = True
    opinion: str = ""
    views: str = ""
    chosen: str = ""
    conditions: str = ""
    review_on: str = ""


class ChangeRow(Shown, frozen=True):
    """One thing that differs from the revision before."""

    kind: str
    title: str
    before: str
    after: str


class Changes(Shown, frozen=True):
    """What changed since the revision before: its verdict ``verdict`` and the one of now, ``then``, and every row."""

    before: str
    after: str
    verdict: str
    then: str
    rows: tuple[ChangeRow, ...]


class Additions(Shown, frozen=True):
    """What a house laid over the catalogue. ``loosened``: what could make a built-in finding disappear or milder."""

    name: str
    counted: str
    digest: str
    loosened: tuple[str, ...]


class View(Shown, frozen=True):
    """The whole report. ``house`` is None when the catalogue is pia's alone.

    ``glance`` is None where there are too few findings for a picture. ``brief``: the summary as the first page has it;
    ``summary`` is empty where that is all of it. ``relied_on``: which findings are milder for what is in place or
    scheduled, "" when none is. ``rethink``: that the plan as a whole is the matter, if so. ``ceilings``: the numbers of
    the penalty ceilings, from first to last. ``carrying``: the findings that page one names, and ``besides`` the other
    kinds of risk as bad as the worst, with the numbers of their findings of that level.
    """

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
    rethink: str
    relied_on: str
    course: Course
    glance: Glance | None
    findings: tuple[Found, ...]
    carrying: tuple[Found, ...]
    besides: tuple[Kind, ...]
    remaining: tuple[Hanging, ...]
    open_points: tuple[Open, ...]
    way: tuple[Stop, ...]
    options: tuple[Option, ...]
    lawless: tuple[str, ...]
    unheld: str
    gaps: tuple[str, ...]
    uncovered: tuple[str, ...]
    decision: Decision
    changes: Changes | None
    chapters: tuple[Chapter, ...]
    terms: tuple[Term, ...]
    sources: tuple[PlaceTexts, ...]
    ceilings: str
    checked: str
    method: Method
    catalogue: str
    catalogue_released: str
    catalogue_digest: str
    assessment_digest: str
    excerpt_digest: str
    versions: Mapping[str, str]
    house: Additions | None
