"""What a team says, and how it is kept while it is being said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pia.model.base import UNKNOWN, Frozen, Value


class Answer(Frozen, frozen=True):
    """What the team said, perhaps with a comment.

    ``ask``: while it is *don't know yet*, who will know. What it answered is kept with it, for the day the catalogue
    has changed: ``asked`` is the question's wording, ``offered`` the ids of the choices there were, ``words`` the texts
    of those taken, joined by ``; ``.
    """

    value: Value
    comment: str = ""
    ask: str = ""
    asked: str = ""
    words: str = ""
    offered: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """False for *don't know yet*."""
        return self.value != UNKNOWN


Answers: TypeAlias = Mapping[str, Answer]
"""Answers by question id, including parked ones whose question does not apply at present."""


class Half(Frozen, frozen=True):
    """What was typed or ticked for a question when the person stopped. It is no answer, and counts as none."""

    question: str
    value: Value


DRAFT_SCHEMA = 2
"""Counts changes of the shape of a draft."""


class Draft(Frozen, frozen=True):
    """A questionnaire being answered, as it is kept on disk. ``schema`` is the DRAFT_SCHEMA it was written under."""

    schema: int
    name: str
    catalogue: str
    answers: dict[str, Answer]
    half: Half | None = None
