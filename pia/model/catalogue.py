"""What a lawyer makes of answers and sources: rules, measures, alternatives, the scale; and all of it together."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date

from pia.model.answers import Answers
from pia.model.base import Frozen, Level, Value
from pia.model.questions import Condition, Question, Role, Section
from pia.model.sources import Place, Source


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
    """One thing the team can do. ``changes``: the answers as they would be once it is done.

    ``ends``: it stops a way of getting numbers; where that leaves none, nothing is collected any more.
    """

    id: str
    title: str
    how: str
    effort: Effort
    owner: str
    evidence: str
    changes: tuple[Change, ...]
    ends: bool = False


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
