"""The interview from the first question that is due to the accepted review, over one face."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeAlias

from pia.errors import NoTerminal, Stopped
from pia.interview.core import Interview, Why, begin, newly_parked
from pia.interview.face import Back, Face, Given, Prompt, Remark, Tone
from pia.interview.review import review
from pia.interview.values import shown
from pia.model import Answer, Answers, Catalogue, Value

if TYPE_CHECKING:
    from types import FrameType

Save: TypeAlias = Callable[[Answers], None]
"""Keeps all answers durably, at once."""

Consequence: TypeAlias = Callable[[Answers, Answers], str | None]
"""What one answer raised or settled, in one line: from the answers before it and after it."""

_NOTES = {
    Why.WORDING: "The wording of this question has changed since you answered it.",
    Why.INVALID: "Your earlier answer to this question is no longer possible.",
    Why.RETURNED: "This question applies again. Your earlier answer was kept.",
}

_ACCEPT = "ok"


def interview(  # noqa: PLR0913 - the six things it connects
    catalogue: Catalogue,
    answers: Answers,
    face: Face,
    save: Save,
    consequence: Consequence | None = None,
    *,
    again: tuple[str, ...] = (),
) -> dict[str, Answer]:
    """Ask what is due, then review until the person accepts; the answers, parked ones included.

    ``save`` is called after every answer and comment. ``again``: answered questions to ask all the same. Raises Stopped
    when the person stops, the terminal goes away or a signal ends the program; everything answered is saved by then.
    """
    walk = _Walk(catalogue, begin(catalogue.questions, answers, again), face, save, consequence)
    with _stopping_by_signal(face):
        try:
            walk.greet(resumed=bool(answers))
            while not walk.finished:
                if walk.state.at is None:
                    walk.review()
                else:
                    walk.ask()
        except (KeyboardInterrupt, EOFError):
            raise Stopped("Stopped. Every answer so far is saved.") from None
    return dict(walk.state.answers)


def face_for(stdin: TextIO, stdout: TextIO, env: Mapping[str, str], *, plain: bool = False) -> Face:
    """The face that suits the terminal and the person; NoTerminal when nobody is there to ask."""
    if not (stdin.isatty() and stdout.isatty()):
        raise NoTerminal
    unicode_output = stdout.encoding.lower().replace("-", "") == "utf8"
    simple_terminal = env.get("TERM", "xterm") in {"", "dumb"}
    wants_lines = env.get("ACCESSIBLE", "").lower() not in {"", "0", "false", "no"}
    if plain or wants_lines or simple_terminal or not unicode_output:
        from pia.interview.lines import Lines

        return Lines(stdin, stdout, ascii_output=not unicode_output)
    from pia.interview.arrows import Arrows

    return Arrows(stdout, bold=not env.get("NO_COLOR"))


class _Walk:
    """One interview under way."""

    def __init__(
        self, catalogue: Catalogue, state: Interview, face: Face, save: Save, consequence: Consequence | None
    ) -> None:
        self.state, self.finished = state, False
        self._catalogue, self._face, self._save, self._consequence = catalogue, face, save, consequence
        self._section = ""
        self._draft: Value | None = None

    def greet(self, *, resumed: bool) -> None:
        """Say where the person stands."""
        number, total = self.state.progress
        if resumed and self.state.at is not None:
            self._face.say(f"Going on at question {number} of {total}. Every answer is saved at once.")
        elif not resumed:
            self._face.say("Every answer is saved at once. Stop at any time, and go on later where you stopped.")

    def ask(self) -> None:
        """Ask the question that is due, and take its reply."""
        question = self.state.question
        assert question is not None  # noqa: S101 - the caller has looked
        if question.section != self._section:
            self._section = question.section
            self._face.say(self._catalogue.sections[question.section].title, Tone.HEADING)
        number, total = self.state.progress
        note = _NOTES.get(self.state.again.get(question.id, Why.PASSED), "")
        prompt = Prompt(question, number, total, self.state.answer, note, self._draft)
        reply = self._face.ask(prompt)
        self._draft = None
        match reply:
            case Given(value):
                self._face.say(shown(question, value), Tone.ANSWER)
                self._put(value)
            case Remark(comment, draft):
                self._draft = draft
                self._keep(self.state.remark(comment))
                self._face.say(f"// {comment}" if comment else "No comment.", Tone.ITEM)
            case Back():
                self._go_back()

    def review(self) -> None:
        """Show all answers, then change one, go back to the questions, or finish."""
        for text, tone, mark in review(self._catalogue.sections, self.state):
            self._face.say(text, tone, mark)
        self._section = ""
        names = self.state.asked
        label = f"Number to change, or {_ACCEPT} to finish"
        typed = self._face.line(label, lambda line: _check_pick(line, len(names)))
        if isinstance(typed, Back):
            self.state = self.state.back()
        elif typed.lower() == _ACCEPT:
            self.finished = True
        else:
            self.state = self.state.jump(names[int(typed) - 1])

    def _put(self, value: Value) -> None:
        before = self.state
        self._keep(before.put(value))
        if count := len(newly_parked(before, self.state)):
            noun = "answer no longer applies and is" if count == 1 else "answers no longer apply and are"
            self._face.say(f"{count} earlier {noun} set aside, in case you change this back.", Tone.NOTE)
        if self._consequence and (line := self._consequence(before.answers, self.state.answers)):
            self._face.say(line, Tone.CONSEQUENCE)

    def _go_back(self) -> None:
        before = self.state
        self.state = before.back()
        if self.state is before:
            self._face.say("This is the first question.", Tone.NOTE)

    def _keep(self, state: Interview) -> None:
        self._save(state.answers)
        self.state = state


def _check_pick(line: str, most: int) -> str | None:
    if line.lower() == _ACCEPT or (line.isdecimal() and 1 <= int(line) <= most):
        return None
    return f"Type a number from 1 to {most}, or {_ACCEPT} to finish."


@contextmanager
def _stopping_by_signal(face: Face) -> Iterator[None]:
    """SIGTERM, a closed window and Ctrl-C end the waiting for an answer, and never interrupt saving."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        face.interrupt()

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
