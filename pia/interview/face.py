"""What the walk needs of a face, and the values that pass between them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pia.interview.ahead import Progress
from pia.interview.core import answered
from pia.interview.keys import Act
from pia.interview.values import UNKNOWN_WORDS, check
from pia.model import Answer, Question, Value


class Tone(enum.Enum):
    """What a line is, so that a face can set it off in its own way.

    ASKED: the question that has just been answered, with a mark; without one, its comment. TYPED: what was typed on a
    line, marked with its label; a face that left the line on the screen says nothing.
    """

    PLAIN = "plain"
    HEADING = "heading"
    ASKED = "asked"
    TYPED = "typed"
    COMMENT = "comment"
    ITEM = "item"
    ANSWER = "answer"
    NOTE = "note"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as it is asked now; without ``progress``, one outside of an interview.

    ``answer``: what was answered before. ``standing``: the verdict so far. ``note``: what to know before answering.
    ``draft``: what was chosen or typed so far. ``again``: the question was on the screen a moment ago. ``unknown``: how
    *don't know yet* is offered, where it has a name of its own.
    """

    question: Question
    progress: Progress | None = None
    answer: Answer | None = None
    standing: str = ""
    note: str = ""
    draft: Value | None = None
    again: bool = False
    unknown: str = UNKNOWN_WORDS

    @property
    def alone(self) -> bool:
        """Whether it is asked outside of an interview: nothing can be said beside its answer."""
        return self.progress is None

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
class Aside:
    """The person turns aside to say something else than an answer.

    ``act`` says what for: COMMENT or ASK. ``draft`` is what was chosen or typed for the answer so far. ``typed`` is
    what was said along with it, None when it is still to be asked for.
    """

    act: Act
    draft: Value | None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before."""


Reply: TypeAlias = Given | Aside | Back


class Left(KeyboardInterrupt):
    """The person stopped, or is gone, in the middle of something.

    ``draft``: what was chosen or typed of an answer or a line, None for nothing. ``remark``: of a comment beside it.
    """

    def __init__(self, draft: Value | None, remark: str = "") -> None:
        super().__init__()
        self.draft, self.remark = draft, remark


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in the review: its number, the question, the answer in words, and what stands beside it."""

    number: int
    question: str
    answer: str
    remarks: tuple[tuple[Tone, str], ...] = ()


class Face(Protocol):
    """A way to talk with a person. KeyboardInterrupt (perhaps Left) or EOFError when they stop or are gone."""

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text. ``mark``, such as a number, leads its first line, and the others hang beside it."""

    def ask(self, prompt: Prompt) -> Reply:
        """Ask a question until there is a reply."""

    def line(
        self,
        label: str,
        check: Callable[[str], str | None],
        before: str = "",
        *,
        help: str = "",  # noqa: A002 - what it is called everywhere here
        over: Prompt | None = None,
    ) -> str | Back:
        """Ask for one line; ``check`` gives the sentence to show while it is not acceptable.

        ``before`` is what Enter alone gives, ``help`` is for those who ask, ``over`` is the question it belongs to.
        """

    def take_back(self, question: str) -> bool:
        """The person goes back to this question: take away what was said since it was asked; whether that was done."""

    def table(self, those: Sequence[Row]) -> None:
        """Show answers for review."""

    def quiet(self) -> AbstractContextManager[None]:
        """While this lasts, what is typed when nothing is asked is not shown.

        It answers nothing either: a key counts once the question can be read.
        """

    def interrupt(self) -> None:
        """Called from a signal handler: give up waiting, now or the next time."""
