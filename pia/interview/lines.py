"""The plain face: numbered lines, no colour, no cursor movement. For screen readers, dumb terminals and plain taste."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TextIO

from pia.interview.choosing import by_number, by_number_or_name, or_unknown
from pia.interview.face import Aside, Back, Given, Left, Prompt, Reply, Row, Tone
from pia.interview.keys import LINE_KEYS, NO_HELP, Act, key, line_help, rows
from pia.interview.layout import ascii_only, usable, wrap
from pia.interview.terminal import as_utf8, drop_what_was_typed_ahead, half_typed_line, line_wanted, unshown
from pia.interview.values import UNKNOWN_WORDS, check, check_text, fold, read, same_words, shown
from pia.model import UNKNOWN, Kind, Question, Value

_LABELS = {
    Kind.ONE: "Number",
    Kind.MANY: "Numbers, such as 1,3 or 1-3",
    Kind.TEXT: "In words",
    Kind.NUMBER: "Whole number",
    Kind.DATE: "Date, as year-month-day",
}

_LEADS = {
    Tone.HEADING: "\nSection: ",
    Tone.ANSWER: "Answer: ",
    Tone.COMMENT: "Comment: ",
    Tone.NOTE: "Note: ",
    Tone.CONSEQUENCE: "Consequence: ",
}


class Lines:
    """Reads lines from ``stdin`` and writes to ``stdout``; with ``ascii_output``, nothing but ASCII."""

    def __init__(self, stdin: TextIO, stdout: TextIO, *, ascii_output: bool = False) -> None:
        self._stdin, self._stdout, self._ascii = stdin, stdout, ascii_output
        self._explained = self._waiting = self._stopped = False

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text, said to be what it is."""
        if tone in {Tone.ASKED, Tone.TYPED}:  # it was read out when it was asked, and stands where it was typed
            return
        self._write(wrap(text, self._size().columns, _LEADS.get(tone, "") + mark, "") + "\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Ask until there is a reply."""
        self._show(prompt)
        question = prompt.question
        while True:
            try:
                typed = self._read(_label(question))
            except KeyboardInterrupt:
                raise _left(prompt, fold(half_typed_line(self._stdin))) from None
            if typed == key(Act.HELP).typed:
                self.say(question.help or NO_HELP)
                self.say(line_help(rows(question.kind, alone=prompt.alone, unknown=prompt.unknown)))
            elif typed == key(Act.BACK).typed:
                return Back()
            elif not prompt.alone and (aside := _aside(prompt, typed)):
                if sentence := check_text(aside.typed or ""):
                    self.say(sentence)
                else:
                    return aside
            else:
                try:
                    return Given(_value(prompt, typed))
                except ValueError as error:
                    self.say(str(error))

    def line(
        self,
        label: str,
        check: Callable[[str], str | None],
        before: str = "",
        *,
        help: str = "",  # noqa: A002 - as in the protocol
        over: Prompt | None = None,
    ) -> str | Back:
        """Ask for one line. ``-`` takes away what is there."""
        if before:
            self.say(f"So far: {before}. Enter keeps it, - takes it away.")
        while True:
            try:
                typed = self._read(label)
            except KeyboardInterrupt:
                half = fold(half_typed_line(self._stdin)) if over else ""
                raise (Left(half) if half else KeyboardInterrupt()) from None
            if typed == key(Act.HELP).typed:
                self.say(help or NO_HELP)
                self.say(line_help(LINE_KEYS))
                continue
            if typed == key(Act.BACK).typed:
                return Back()
            text = {"": before, "-": ""}.get(typed, typed) if before else typed
            sentence = check(text)
            if sentence is None:
                return text
            self.say(sentence)

    def take_back(self, question: str) -> bool:
        """What was read cannot be taken away."""
        del question
        return False

    def table(self, those: Sequence[Row]) -> None:
        """Show answers for review, one under the other."""
        for row in those:
            self.say(row.question, mark=f"{row.number}. ")
            self.say(row.answer, Tone.ANSWER)
            for tone, text in row.remarks:
                self.say(text, tone)

    def quiet(self) -> AbstractContextManager[None]:
        """What is typed between two lines is not shown, as it is dropped."""
        return unshown(self._stdin)

    def interrupt(self) -> None:
        """Stop waiting for a line; between lines, before the next."""
        self._stopped = True
        if self._waiting:
            raise KeyboardInterrupt

    def _show(self, prompt: Prompt) -> None:
        question, width = prompt.question, self._size().columns
        if not prompt.again:
            standing = f", {prompt.standing}" if prompt.standing else ""
            lead = "" if prompt.alone else f"Question {prompt.progress}{standing}. "
            choices = [wrap(choice.text, width, f"{number}. ") for number, choice in enumerate(question.choices, 1)]
            if prompt.unknown != UNKNOWN_WORDS:
                choices.append(wrap(prompt.unknown, width, f"{key(Act.UNKNOWN).typed}  "))
            block = "\n".join(["\n" + wrap(lead + question.text, width), *choices]) + "\n"
            self._write(block)
            if block.count("\n") >= self._size().lines:  # the question has gone off the screen
                self._write(wrap(question.text, width) + "\n")
        if prompt.note:
            self.say(prompt.note, Tone.NOTE)
        if prompt.draft is not None and not prompt.again:
            self.say(f"Begun: {_words(question, prompt.draft)}. Enter gives it.")
        elif prompt.draft is None and prompt.previous is not None:
            self.say(f"Answer so far: {shown(question, prompt.previous)}. Enter keeps it.")
        if prompt.answer and prompt.answer.comment:
            self.say(f"Comment: {prompt.answer.comment}")
        if prompt.answer and prompt.answer.ask:
            self.say(f"Who will know: {prompt.answer.ask}")
        if not self._explained:
            self._explained = True
            self.say(line_help(rows(question.kind, alone=prompt.alone, unknown=prompt.unknown)))

    def _read(self, label: str) -> str:
        with self._attention(), line_wanted(self._stdin):
            drop_what_was_typed_ahead(self._stdin)
            self._write(wrap(label, self._size().columns) + ": ")
            try:
                typed = self._stdin.readline()
            except KeyboardInterrupt:
                self._write("\n")  # what is said next begins on a line of its own
                raise
        if not typed:
            raise EOFError
        return fold(as_utf8(typed))

    @contextmanager
    def _attention(self) -> Iterator[None]:
        """While a line is awaited, a signal may end the wait; at other times it must not."""
        self._waiting = True
        try:
            if self._stopped:
                raise KeyboardInterrupt
            yield
        except OSError as error:
            raise EOFError from error
        finally:
            self._waiting = False

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(ascii_only(text) if self._ascii else text)
            self._stdout.flush()
        except OSError as error:
            raise EOFError from error

    def _size(self) -> os.terminal_size:
        """Columns to write in, and lines on the screen."""
        try:
            size = os.get_terminal_size(self._stdout.fileno())
        except (OSError, ValueError):
            size = os.terminal_size((80, 24))
        return os.terminal_size((usable(size.columns), size.lines))


def _left(prompt: Prompt, typed: str) -> KeyboardInterrupt:
    """The stop, with what had been typed if it was part of an answer."""
    question = prompt.question
    if aside := _aside(prompt, typed):
        return Left(None, aside.typed) if aside.act is Act.COMMENT and aside.typed else KeyboardInterrupt()
    if not typed:
        return KeyboardInterrupt()
    if not question.choices:
        return Left(typed)
    try:
        return Left(by_number(question, typed, prompt.unknown))
    except ValueError:
        return KeyboardInterrupt()


def _label(question: Question) -> str:
    unit = f", {question.unit}" if question.unit else ""
    row = key(Act.HELP)
    return f"{_LABELS[question.kind]}{unit} ({row.typed} for {row.words})"


def _aside(prompt: Prompt, typed: str) -> Aside | None:
    """The line begins with the sign of a comment, or of someone else who will know; the rest may stand behind it."""
    for act in (Act.COMMENT, Act.ASK):
        sign = key(act).typed
        if typed.startswith(sign):
            return Aside(act, prompt.draft, typed.removeprefix(sign).strip() or None)
    return None


def _words(question: Question, draft: Value) -> str:
    return draft if isinstance(draft, str) and not question.choices else shown(question, draft)


def _value(prompt: Prompt, typed: str) -> Value:
    """What the line stands for; ValueError with the sentence to show when it stands for nothing."""
    question = prompt.question
    if typed == key(Act.UNKNOWN).typed or (question.choices and same_words(typed, prompt.unknown)):
        return UNKNOWN
    kept = prompt.previous if prompt.draft is None else prompt.draft
    if not typed and kept is not None:
        value = read(question, kept) if isinstance(kept, str) and not question.choices else kept
    elif not typed:
        raise ValueError(f"Type an answer, or {or_unknown(prompt.unknown)}.")
    else:
        value = by_number_or_name(question, typed, prompt.unknown) if question.choices else read(question, typed)
    if sentence := check(question, value):
        raise ValueError(sentence)
    return value
