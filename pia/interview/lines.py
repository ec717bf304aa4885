"""The plain face: numbered lines, no colour, no cursor movement. For screen readers, dumb terminals and plain taste."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from pia.interview.face import Back, Given, Prompt, Remark, Reply, Tone
from pia.interview.keys import Act, key, line_help, rows
from pia.interview.layout import ascii_only, usable, wrap
from pia.interview.values import check, check_text, fold, read, shown
from pia.model import UNKNOWN, Kind, Question, Value

_QUIET = 0.05
"""Seconds without input after which a paste that ran over several lines is taken to have ended."""

_LABELS = {
    Kind.ONE: "Number",
    Kind.MANY: "Numbers, with commas",
    Kind.TEXT: "In words",
    Kind.NUMBER: "Whole number",
    Kind.DATE: "Date, as year-month-day",
}

_LEADS = {
    Tone.HEADING: "\nSection: ",
    Tone.ANSWER: "Answer: ",
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
        self._write(wrap(text, self._width(), _LEADS.get(tone, "") + mark, "") + "\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Ask until there is a reply."""
        question = prompt.question
        if prompt.draft is None:
            self._show(prompt)
        while True:
            typed = self._read(_label(question))
            if typed == key(Act.HELP).typed:
                self.say(f"{question.help or 'There is no more to say about this question.'}")
                self.say(line_help(rows(question.kind)))
            elif typed == key(Act.BACK).typed:
                return Back()
            elif typed.startswith(key(Act.COMMENT).typed):
                reply = self._comment(prompt, typed.removeprefix(key(Act.COMMENT).typed).strip())
                if reply is not None:
                    return reply
            else:
                try:
                    return Given(_value(prompt, typed))
                except ValueError as error:
                    self.say(str(error))

    def line(self, label: str, check: Callable[[str], str | None]) -> str | Back:
        """Ask for one line."""
        while True:
            typed = self._read(label)
            if typed == key(Act.BACK).typed:
                return Back()
            sentence = check(typed)
            if sentence is None:
                return typed
            self.say(sentence)

    def interrupt(self) -> None:
        """Stop waiting for a line; between lines, before the next."""
        self._stopped = True
        if self._waiting:
            raise KeyboardInterrupt

    def _show(self, prompt: Prompt) -> None:
        question, width = prompt.question, self._width()
        self._write("\n" + wrap(question.text, width, f"Question {prompt.number} of {prompt.total}. ", "") + "\n")
        for number, choice in enumerate(question.choices, 1):
            self._write(wrap(choice.text, width, f"{number}. ") + "\n")
        if prompt.note:
            self.say(prompt.note, Tone.NOTE)
        if prompt.previous is not None:
            self.say(f"Answer so far: {shown(question, prompt.previous)}. Enter keeps it.")
        if prompt.answer and prompt.answer.comment:
            self.say(f"Comment: {prompt.answer.comment}")
        if not self._explained:
            self._explained = True
            self.say(line_help(rows(question.kind)))

    def _comment(self, prompt: Prompt, comment: str) -> Remark | None:
        """The comment typed after ``//``, or on a line of its own; None when it is not acceptable or taken back."""
        if not comment:
            typed = self.line("Comment (empty takes it away)", check_text)
            if isinstance(typed, Back):
                return None
            comment = typed
        if sentence := check_text(comment):
            self.say(sentence)
            return None
        return Remark(comment, prompt.answer.value if prompt.answer else UNKNOWN)

    def _read(self, label: str) -> str:
        with self._attention():
            self._drop_what_was_typed_ahead()
            self._write(wrap(label, self._width()) + ": ")
            typed = self._stdin.readline()
        if not typed:
            raise EOFError
        return fold(typed)

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

    def _drop_what_was_typed_ahead(self) -> None:
        """The rest of a paste must not answer the next question."""
        if sys.platform == "win32" or not self._stdin.isatty():
            return
        import termios

        descriptor = self._stdin.fileno()
        while select.select([descriptor], [], [], 0)[0]:
            termios.tcflush(descriptor, termios.TCIFLUSH)
            time.sleep(_QUIET)
        termios.tcflush(descriptor, termios.TCIFLUSH)

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(ascii_only(text) if self._ascii else text)
            self._stdout.flush()
        except OSError as error:
            raise EOFError from error

    def _width(self) -> int:
        try:
            return usable(os.get_terminal_size(self._stdout.fileno()).columns)
        except (OSError, ValueError):
            return usable(80)


def _label(question: Question) -> str:
    unit = f", {question.unit}" if question.unit else ""
    row = key(Act.HELP)
    return f"{_LABELS[question.kind]}{unit} ({row.typed} for {row.words})"


def _unknown() -> str:
    row = key(Act.UNKNOWN)
    return f"{row.typed} for {row.words}"


def _value(prompt: Prompt, typed: str) -> Value:
    """What the line stands for; ValueError with the sentence to show when it stands for nothing."""
    question = prompt.question
    if typed == key(Act.UNKNOWN).typed:
        return UNKNOWN
    if not typed and prompt.previous is not None:
        return prompt.previous
    if not typed:
        raise ValueError(f"Type an answer, or {_unknown()}.")
    value = _chosen(question, typed) if question.choices else read(question, typed)
    if sentence := check(question, value):
        raise ValueError(sentence)
    return value


def _chosen(question: Question, typed: str) -> Value:
    """The choices whose numbers were typed."""
    most = len(question.choices)
    numbers = [
        int(part) if part.isdecimal() and len(part) <= len(str(most)) else 0
        for part in typed.replace(",", " ").split()[: most + 1]
    ]
    if not numbers or any(not 1 <= number <= most for number in numbers):
        raise ValueError(f"Type a number from 1 to {most}, or {_unknown()}.")
    if question.kind is Kind.MANY:
        return tuple(choice.id for number, choice in enumerate(question.choices, 1) if number in numbers)
    if len(numbers) > 1:
        raise ValueError(f"Type one number only, from 1 to {most}.")
    return question.choices[numbers[0] - 1].id
