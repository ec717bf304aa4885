"""The face with arrow keys: what it says, and what it asks on its ``stage``.

With what it imports from there on, the only place that knows questionary and prompt_toolkit, and only once it must ask.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TextIO

from pia.interview.face import Back, Given, Prompt, Reply, Row, Tone
from pia.interview.frame import Frame
from pia.interview.keys import LINE_KEYS, LISTS, NO_HELP, Act, key, rows
from pia.interview.layout import NARROWEST, beside, columns, usable, wrap
from pia.interview.prompts import line_screen, list_screen, typed_screen
from pia.interview.stage import Stage
from pia.interview.terminal import unshown
from pia.model import Kind

_ROOM = 20
"""Columns that a line to type on should have beside its label."""

_TWO_COLUMNS = 79
"""From this width on, the review stands in two columns."""

_LEADS = {
    Tone.ASKED: "  // ",
    Tone.TYPED: "  ",
    Tone.HEADING: "── ",
    Tone.COMMENT: "  // ",
    Tone.ITEM: "  ",
    Tone.ANSWER: "  = ",
    Tone.NOTE: "  ",
    Tone.CONSEQUENCE: "  ! ",
}

_RESTS = {Tone.ASKED: "  ", Tone.TYPED: "    "}
"""What leads the lines after the first, where they do not hang beside it."""


@dataclass(slots=True)
class _Since:
    """A question that was asked, in a terminal of that size, and how many lines were written since."""

    question: str
    size: os.terminal_size
    lines: int = 0


class Arrows:
    """Writes to ``stdout`` and asks through questionary; ``bold`` headings and questions unless switched off."""

    def __init__(self, stdout: TextIO, *, bold: bool = True) -> None:
        self._stdout, self._bold = stdout, bold
        self._stage = Stage()
        self._since: list[_Since] = []

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text, wrapped and set off by what it is."""
        if tone is Tone.TYPED:
            text, mark = f"{mark}: {text}", ""
        shown = wrap(
            text, self._width(), mark or _LEADS.get(tone, ""), _RESTS.get(tone) if mark or tone is Tone.TYPED else None
        )
        if tone is Tone.HEADING:
            shown = "\n" + self._strong(shown + " ──")
        elif tone is Tone.ASKED and mark:
            shown = "\n" + self._strong(shown)
        self._write(shown + "\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Ask until there is a reply. Nothing of it is left on the screen then."""
        question = prompt.question
        if not prompt.again:
            self._since.append(_Since(question.id, self._size()))
        start = prompt.previous if prompt.draft is None else prompt.draft
        output, keys = self._stage.app.output, rows(question.kind, alone=prompt.alone)
        frame = Frame(output, question.kind, lambda width: _head(prompt, width), keys, question.help or NO_HELP)
        screen = (
            list_screen(question, start, prompt.previous, frame, prompt.unknown)
            if question.kind in LISTS
            else typed_screen(question, start, prompt.previous, frame)
        )
        reply: Reply = self._stage.run(screen)
        return reply

    def line(
        self,
        label: str,
        check: Callable[[str], str | None],
        before: str = "",
        *,
        help: str = "",  # noqa: A002 - as in the protocol
        over: Prompt | None = None,
    ) -> str | Back:
        """Ask for one line; a label that leaves too little room for it stands above."""

        def head(width: int) -> list[tuple[str, str]]:
            above = _head(over, width) if over else []
            return [*above, ("", "\n" * bool(above) + wrap(label, width))] if high else above

        high = columns(label) + _ROOM > self._width()
        keys = (*LINE_KEYS, key(Act.EDIT)) if over else LINE_KEYS
        frame = Frame(self._stage.app.output, Kind.TEXT, head, keys, help or NO_HELP)
        reply: Given | Back = self._stage.run(
            line_screen(">" if high else f"{label}:", before, check, frame, kept=over is not None)
        )
        return reply if isinstance(reply, Back) else str(reply.value)

    def take_back(self, question: str) -> bool:
        """Erase what stands on the screen since that question, if it was asked just before and nothing moved since."""
        those, self._since = self._since[-2:], self._since[:-2]
        now = self._size()
        same = now.columns >= NARROWEST and all(one.size == now for one in those)
        if [one.question for one in those[:-1]] != [question] or not same:
            return False
        if lines := sum(one.lines for one in those):
            self._write(f"\x1b[{lines}A\x1b[J")
        return True

    def table(self, those: Sequence[Row]) -> None:
        """Show answers for review: question and answer side by side where there is room, else one under the other."""
        self._since.clear()  # a review is not taken back
        for row in those:
            mark = f"{row.number}. "
            if self._width() >= _TWO_COLUMNS:
                said = [("", row.answer), *((_LEADS[tone].lstrip(), text) for tone, text in row.remarks)]
                self._write(beside(row.question, said, self._width(), f"{mark:>4}") + "\n")
                continue
            self.say(row.question, mark=mark)
            self.say(row.answer, Tone.ANSWER)
            for tone, text in row.remarks:
                self.say(text, tone)

    def quiet(self) -> AbstractContextManager[None]:
        """What is typed between two prompts is not shown, as it is dropped."""
        return unshown(self._stdout)

    def interrupt(self) -> None:
        """Take the prompt down as Ctrl-C does; between prompts, before the next."""
        self._stage.interrupt()

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(text)
            self._stdout.flush()
        except OSError as error:
            raise EOFError from error
        if self._since:
            self._since[-1].lines += text.count("\n")

    def _strong(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._bold else text

    def _width(self) -> int:
        return usable(self._size().columns)

    def _size(self) -> os.terminal_size:
        try:
            return os.get_terminal_size(self._stdout.fileno())
        except (OSError, ValueError):
            return os.terminal_size((80, 24))


def _head(prompt: Prompt, width: int) -> list[tuple[str, str]]:
    """The question while it is asked: progress and standing, its words, and what to know before answering."""
    beside = [("  ", prompt.note)] if prompt.note else []
    if prompt.answer and prompt.answer.comment:
        beside.append((_LEADS[Tone.COMMENT], prompt.answer.comment))
    if prompt.answer and prompt.answer.ask:
        beside.append(("  ", f"{prompt.answer.ask} will know."))
    above = "" if prompt.alone else _above(prompt, width) + "\n"
    below = "".join("\n" + wrap(text, width, lead) for lead, text in beside)
    return [("", f"\n{above}"), ("bold", wrap(prompt.question.text, width)), ("", below)]


def _above(prompt: Prompt, width: int) -> str:
    """Which question it is and the verdict so far, on one line where there is room for both."""
    parts = [f"Question {prompt.progress}", *([prompt.standing.capitalize()] if prompt.standing else [])]
    line = ". ".join(parts)
    return line if columns(line) <= width else "\n".join(wrap(part, width) for part in parts)
