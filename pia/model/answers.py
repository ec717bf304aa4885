"""What a team says, and how it is kept while it is being said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pia.model.base import UNKNOWN, Frozen, Value


class Answer(Frozen, frozen=True):
    """What the team said, perhaps with a comment. ``asked``: the wording of the question it answered."""

    value: Value
    comment: str = ""
    asked: str = ""

    @property
    def known(self) -> bool:
        """False for *don't know yet*."""
        return self.value != UNKNOWN


Answers: TypeAlias = Mapping[str, Answer]
"""Answers by question id, including parked ones whose question does not apply at present."""


DRAFT_SCHEMA = 1
"""Counts changes of the shape of a draft."""


class Draft(Frozen, frozen=True):
    """A questionnaire being answered, as it is kept on disk. ``schema`` is the DRAFT_SCHEMA it was written under."""

    schema: int
    name: str
    catalogue: str
    answers: dict[str, Answer]
