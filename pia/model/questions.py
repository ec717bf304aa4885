"""What is asked, and the conditions that test what was answered."""

from __future__ import annotations

import enum
from typing import TypeAlias

from pia.model.base import Frozen, Value


class Test(Frozen, frozen=True):
    """One test on one answer, in one of three forms.

    ``any_of``: at least one of these choices was given. ``lacks``: at least one of these choices was *not* given.
    ``over`` and ``under``: a number strictly above, strictly below, or between.
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


class Section(Frozen, frozen=True):
    """A heading of the questionnaire."""

    id: str
    title: str
