"""What a lawyer writes: questions, rules, measures, alternatives, sources, and the scale they are weighed on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from pia.model.answers import Answers
from pia.model.base import Frozen, Level, Value


class Test(Frozen, frozen=True):
    """One test on one answer; exactly one of the four forms is filled in.

    ``any_of``: at least one of these choices was given. ``lacks``: at least one of these choices was *not* given.
    ``over`` and ``under``: a number strictly above or below; both may be given.
    """

    question: str
    any_of: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    over: int | None = None
    under: int | None = None

    def passes(self, value: Value) -> bool:
        """Whether a known answer passes."""
        if isinstance(value, int):
            return (self.over is None or value > self.over) and (self.under is None or value < self.under)
        if isinstance(value, str):
            return value in self.any_of
        if self.lacks:
            return not set(self.lacks).issubset(value)
        return not set(self.any_of).isdisjoint(value)


Condition: TypeAlias = tuple[tuple[Test, ...], ...]
"""Alternatives of tests: true when every test of at least one alternative is true. Empty: no condition was written."""


class Kind(enum.Enum):
    """What an answer looks like."""

    ONE = "one"
    MANY = "many"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class Role(enum.Enum):
    """What a question tells the rest of the program, which never knows a question by its id."""

    TITLE = "title"
    SUMMARY = "summary"
    COMPANY = "company"
    AUTHOR = "author"
    PLACES = "places"
    PEOPLE = "people"
    POINT = "point"
    USES = "uses"
    RECIPIENTS = "recipients"
    LIFETIME = "lifetime"


class Choice(Frozen, frozen=True):
    """One possible answer.

    ``alone``: excludes all others. ``places``: what it stands for, in PLACES questions. ``first``: the sections to ask
    right after it, because such plans are known for what they ask about.
    """

    id: str
    text: str
    alone: bool = False
    places: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


class Question(Frozen, frozen=True):
    """One thing that is asked. It applies when ``when`` is true (or empty) and ``unless`` is not."""

    id: str
    section: str
    kind: Kind
    text: str
    help: str
    who: str
    choices: tuple[Choice, ...] = ()
    when: Condition = ()
    unless: Condition = ()
    role: Role | None = None
    unit: str = ""

    def choice(self, choice_id: str) -> Choice:
        """The choice of that id; KeyError when there is none."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


class Adjustment(Frozen, frozen=True):
    """A condition that moves a rule's ``severity`` or ``likelihood`` (kept within 1-4), and the reason to print."""

    when: Condition
    reason: str
    unless: Condition = ()
    severity: int = 0
    likelihood: int = 0


class Circumstance(Frozen, frozen=True):
    """Something about a plan that moves the level of its findings by ``step``, whatever rule raised them.

    ``families``: whose findings it moves; empty: all. ``bound``: the level it does not move a finding beyond.
    ``backed_by``: the question that has to be answered for it to count; a day given there must not have passed.
    ``precedent``: instead of a condition, a regulator where the people are has decided on the facts of the rule
    (``Rule.precedents``).
    """

    id: str
    step: int
    reason: str
    when: Condition = ()
    unless: Condition = ()
    families: tuple[str, ...] = ()
    bound: Level | None = None
    backed_by: str = ""
    precedent: bool = False


class Nature(enum.Enum):
    """Whether a risk lies in the plan itself or in how it is run."""

    DESIGN = "by design"
    OPERATION = "in operation"


class Rule(Frozen, frozen=True):
    """One documented risk.

    ``sources`` bind where the people are; those in ``persuasive`` are also shown, as such, where they do not.
    ``anywhere``: a rule of good method that needs no law to be raised. ``prohibition``: breaks a direct prohibition, so
    no de-escalation takes it below medium. ``severity`` and ``likelihood`` are 1-4. ``precedents``: those of its
    sources in which a regulator decided on these very facts. ``unmoved_by``: circumstances that its condition or its
    adjustments weigh already, or that change nothing about it.
    """

    id: str
    family: str
    title: str
    matter: str
    why: str
    check: str
    fine_when: str
    severity: int
    likelihood: int
    when: Condition
    unless: Condition = ()
    adjust: tuple[Adjustment, ...] = ()
    nature: Nature = Nature.DESIGN
    prohibition: bool = False
    anywhere: bool = False
    measures: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    persuasive: tuple[str, ...] = ()
    precedents: tuple[str, ...] = ()
    unmoved_by: tuple[str, ...] = ()


class SourceKind(enum.Enum):
    """What sort of text a source is. Guidance and standards do not bind."""

    STATUTE = "statute"
    REGULATION = "regulation"
    CASE = "case"
    ENFORCEMENT = "enforcement"
    GUIDANCE = "guidance"
    STANDARD = "standard"


class Status(enum.Enum):
    """Why a source may not be settled law."""

    SETTLED = "settled"
    DRAFT = "draft"
    POSTPONED = "postponed"
    CONTESTED = "contested"


class Confidence(enum.Enum):
    """``VERIFIED``: the point was read in the text. ``KNOWN``: well established, to be opened by counsel."""

    VERIFIED = "verified"
    KNOWN = "known"


class Source(Frozen, frozen=True):
    """One pinpointed provision, case, decision, guidance or standard.

    ``short``: the usual short name of the instrument, where it has one. ``says`` is in our own words. ``when`` and
    ``unless``: a gate beyond the place, such as the person's age or the size of the company. ``since``: in force,
    decided or published on; None when undated. ``until``: the last day in force. ``ceiling``: the statutory maximum,
    never an expectation. ``imposed``: what a decision imposed. ``caveat``: its limits. ``verify``: what counsel should
    still open. ``checked``: the day it was last looked at; ``opened``: whether ``url`` itself was opened then.
    ``kept_for``: what it is good for though no rule cites it.
    """

    id: str
    place: str
    kind: SourceKind
    instrument: str
    pinpoint: str
    title: str
    says: str
    url: str
    confidence: Confidence
    checked: date
    when: Condition = ()
    unless: Condition = ()
    since: date | None = None
    until: date | None = None
    status: Status = Status.SETTLED
    ceiling: str = ""
    ceiling_confidence: Confidence = Confidence.VERIFIED
    imposed: str = ""
    imposed_confidence: Confidence = Confidence.VERIFIED
    caveat: str = ""
    verify: str = ""
    kept_for: str = ""
    short: str = ""
    opened: bool = False


class Place(Frozen, frozen=True):
    """Somewhere people are.

    ``within``: the place around it, whose law applies here too. ``covered``: the catalogue holds its law.
    ``consent_age``: the age, in years, from which a child alone can consent to an online service. ``gaps``: what the
    catalogue does not hold of its law.
    """

    id: str
    name: str
    within: str = ""
    covered: bool = True
    consent_age: int | None = None
    age_note: str = ""
    gaps: str = ""


class Effort(enum.Enum):
    """What a measure costs: hours, days or weeks of one person's work."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def span(self) -> str:
        """How long it takes, in a word."""
        return {Effort.SMALL: "hours", Effort.MEDIUM: "days", Effort.LARGE: "weeks"}[self]


class Change(Frozen, frozen=True):
    """What a measure does to the answer of one question: replace it, or add and drop choices of a *many* question."""

    question: str
    to: Value | None = None
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Measure(Frozen, frozen=True):
    """One thing the team can do. ``changes``: the answers as they would be once it is done."""

    id: str
    title: str
    how: str
    effort: Effort
    owner: str
    evidence: str
    changes: tuple[Change, ...]


class Alternative(Frozen, frozen=True):
    """Another way to the same goal. ``credible`` false: often proposed, and not accepted by reviewers."""

    id: str
    need: str
    title: str
    text: str
    credible: bool = True


class Family(Frozen, frozen=True):
    """A kind of risk. ``ages``: its findings show the ages of consent where the people are."""

    id: str
    title: str
    says: str
    ages: bool = False


class Section(Frozen, frozen=True):
    """A heading of the questionnaire."""

    id: str
    title: str


class Scale(Frozen, frozen=True):
    """How severity and likelihood become a level, and a level a verdict.

    ``matrix[severity - 1][likelihood - 1]`` is a level. ``steps`` move a level up or down. ``caps`` bound it.
    ``effort``: what a small, a medium and a large effort weigh against each other.
    """

    matrix: tuple[tuple[Level, ...], ...]
    severity: tuple[str, ...]
    likelihood: tuple[str, ...]
    steps: tuple[Circumstance, ...]
    guidance_cap: Level
    unsettled_cap: Level
    open_cap: Level
    prohibition_floor: Level
    redesign_families: int
    effort: tuple[int, int, int] = (1, 3, 8)

    def weight(self, effort: Effort) -> int:
        """What an effort weighs."""
        return self.effort[list(Effort).index(effort)]


class House(Frozen, frozen=True):
    """What a house has laid over the built-in catalogue.

    ``digest``: the SHA-256 of its files, as hex. ``added`` and ``changed``: its entries, such as ``rule our-own``.
    ``loosened``: one sentence for each change that could make a built-in finding disappear or milder; of what is not
    listed there it is certain that it can only add findings or raise levels.
    """

    name: str
    digest: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    loosened: tuple[str, ...] = ()


class Catalogue(Frozen, frozen=True):
    """Questions, rules, measures, alternatives and sources of one version, each by id and in the order written.

    ``digest`` is the SHA-256 of the files it was read from, as hex. ``house``: who laid their own over it, if anyone.
    """

    version: str
    released: date
    digest: str
    sections: Mapping[str, Section]
    families: Mapping[str, Family]
    places: Mapping[str, Place]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    measures: Mapping[str, Measure]
    alternatives: Mapping[str, Alternative]
    sources: Mapping[str, Source]
    scale: Scale
    house: House | None = None

    def __hash__(self) -> int:
        """By the digest: a catalogue is large, and what is worked out from it once is kept under it."""
        return hash(self.digest)

    def role(self, role: Role) -> tuple[Question, ...]:
        """The questions that carry a role, in order."""
        return tuple(question for question in self.questions.values() if question.role is role)

    def said(self, role: Role, answers: Answers) -> str:
        """What is known of the answers to the questions of a role, on one line; "" when nothing is."""
        given = (answers[question.id] for question in self.role(role) if question.id in answers)
        return " ".join(str(answer.value) for answer in given if answer.known)
