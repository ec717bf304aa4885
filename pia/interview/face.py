"""What the walk needs of a face, and the values that pass between them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pia.interview.core import answered
from pia.interview.values import check
from pia.model import Answer, Question, Value


class Tone(enum.Enum):
    """What a line is, so that a face can set it off in its own way."""

    PLAIN = "plain"
    HEADING = "heading"
    ITEM = "item"
    ANSWER = "answer"
    NOTE = "note"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as it is asked now: ``number`` of ``total``.

    ``answer``: what was answered before. ``note``: why it is asked again. ``draft``: what was chosen or typed so far
    when the person turned aside to comment; the question's text is then still on the screen.
    """

    question: Question
    number: int
    total: int
    answer: Answer | None = None
    note: str = ""
    draft: Value | None = None

    @property
    def previous(self) -> Value | None:
        """The earlier answer, when one was given and is still possible."""
        if self.answer is None or not answered(self.answer) or check(self.question, self.answer.value):
            return None
        return self.answer.value


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, checked."""

    value: Value


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, checked ("" takes it away), and what was chosen or typed so far for the answer."""

    comment: str
    draft: Value


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before."""


Reply: TypeAlias = Given | Remark | Back


class Face(Protocol):
    """A way to talk with a person. KeyboardInterrupt or EOFError when they stop or are gone."""

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text. ``mark``, such as a number, leads its first line, and the others hang beside it."""

    def ask(self, prompt: Prompt) -> Reply:
        """Ask a question until there is a reply."""

    def line(self, label: str, check: Callable[[str], str | None]) -> str | Back:
        """Ask for one line; ``check`` gives the sentence to show while it is not acceptable."""

    def interrupt(self) -> None:
        """Called from a signal handler: give up waiting, now or the next time."""
