"""The prompts, one value each, fitted to the terminal: lists that questionary draws, and lines to type on."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pia.interview.face import Left
from pia.interview.frame import Frame
from pia.interview.keys import Act, key
from pia.interview.layout import columns, wrap
from pia.interview.values import UNKNOWN_WORDS, check, fold, read
from pia.model import UNKNOWN, Kind, Question, Value

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.formatted_text import AnyFormattedText
    from prompt_toolkit.layout import Layout, Window
    from questionary.prompts.common import InquirerControl

_NOT_TICKED = f"Nothing is ticked: {key(Act.TICK).label} ticks what the arrow points at."

_TOGETHER = 1.0
"""Seconds within which two digits are one number."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One prompt on the screen.

    ``value``: what is chosen or typed at this moment. ``begun``: the same, as far as the person has begun an answer
    that is not the one before. ``held``: what stands there, to be put back after a turn aside; where several can be
    ticked, what is ticked alone. ``check``: the sentence to show if it may not be given. ``pointer``: what moves in a
    list. ``fit``: makes it fit the terminal; called before each drawing.
    """

    frame: Frame
    layout: Layout
    value: Callable[[], Value]
    held: Callable[[], Value]
    check: Callable[[Value], str | None]
    begun: Callable[[], Value | None] = lambda: None
    pointer: Pointer | None = None
    fit: Callable[[], None] = lambda: None

    @property
    def kind(self) -> Kind:
        """What is asked for; a line that is no answer counts as text."""
        return self.frame.kind

    def left(self) -> KeyboardInterrupt:
        """The person's stop, with what they had begun to answer."""
        draft = self.begun()
        return KeyboardInterrupt() if draft is None else Left(draft)


@dataclass(slots=True)
class Pointer:
    """What points at a choice of a list, and ticks it.

    ``alone``: choices that stand alone. ``refused``: what to say to Enter after a number that no choice has: whoever
    typed it did not mean what is pointed at.
    """

    control: InquirerControl
    window: Window
    alone: frozenset[str]
    refused: str = ""
    _digits: tuple[float, str] = field(default=(0.0, ""))

    def by(self, steps: int) -> None:
        """So many choices down, or up, not past the ends."""
        self.to(max(0, min(self.control.pointed_at + steps, len(self.control.choices) - 1)))

    def to(self, place: int) -> None:
        """To the choice at that place; from the end with negative numbers."""
        self.refused = ""
        self.control.pointed_at = place % len(self.control.choices)

    def step(self, steps: int) -> None:
        """So many choices down, or up, and round past the ends."""
        self.to(self.control.pointed_at + steps)

    def page(self) -> int:
        """How many choices are in sight, less one that stays so."""
        info = self.window.render_info
        lines = info.window_height if info else 1
        heights = sum(str(choice.title).count("\n") + 1 for choice in self.control.choices)
        return max(1, lines * len(self.control.choices) // heights - 1)

    def digit(self, digit: str) -> None:
        """To the choice of that number, or of the number that this digit ends."""
        when, before = self._digits
        now = time.monotonic()
        typed = before + digit if now - when < _TOGETHER else digit
        number = int(typed) if int(typed) < len(self.control.choices) else int(digit)
        self._digits = (now, str(number) if number else "")
        if number < len(self.control.choices):
            self.to(number)
        else:
            self.refused = f"There is no choice {number}."

    def tick(self) -> None:
        """Tick or untick the choice pointed at. One that stands alone takes the place of all others, and they of it.

        A number typed before it has ended: ``1 Space 2 Space`` ticks the first and the second, never the twelfth.
        """
        self._digits, self.refused = (0.0, ""), ""
        name = self.control.get_pointed_at().value
        ticked = self.control.selected_options
        if name in ticked:
            ticked.remove(name)
        elif name in self.alone:
            self.control.selected_options = [name]
        else:
            self.control.selected_options = [other for other in ticked if other not in self.alone] + [name]


def list_screen(
    question: Question, start: Value | None, before: Value | None, frame: Frame, unknown: str = UNKNOWN_WORDS
) -> Screen:
    """A list to choose from. *Don't know yet* comes first, and the pointer begins there or on ``start``.

    ``start``: what is chosen or ticked at first. ``before``: the answer there was. ``unknown``: how *don't know yet* is
    called.
    """
    from prompt_toolkit.layout import Window
    from questionary.prompts.common import Choice, InquirerControl

    many = question.kind is Kind.MANY
    names = () if start is None else start if isinstance(start, tuple) else (str(start),)
    titles = {UNKNOWN: unknown} | {choice.id: choice.text for choice in question.choices}
    choices = [Choice(text, name, checked=name in names) for name, text in titles.items()]
    control = InquirerControl(choices, use_indicator=many, initial_choice=names[0] if names else None)
    window = Window(control)
    alone = frozenset({UNKNOWN, *(choice.id for choice in question.choices if choice.alone)})

    def value() -> Value:
        pointed = str(control.get_pointed_at().value)
        given = ticked()
        if not many or (not given and pointed == UNKNOWN):
            return pointed
        return UNKNOWN if given == (UNKNOWN,) else given

    def ticked() -> tuple[str, ...]:
        return tuple(str(choice.value) for choice in control.get_selected_values())

    def held() -> Value:
        given = ticked()
        return given if many and given != (UNKNOWN,) else value()

    def begun() -> Value | None:
        given = tuple(name for name in ticked() if name != UNKNOWN)
        return given if many and given and given != before else None

    pointer = Pointer(control, window, alone)
    fit = _fitting(window, control, titles, 5 if many else 3, frame)

    def sentence(value: Value) -> str | None:
        return pointer.refused or (_NOT_TICKED if value == () else check(question, value))

    return Screen(frame, frame.around(window), value, held, sentence, begun, pointer, fit)


def typed_screen(question: Question, start: Value | None, before: Value | None, frame: Frame) -> Screen:
    """A line to type on, with ``start`` on it; an empty one means *don't know yet*."""
    label = f"{question.unit} >" if question.unit else ">"
    buffer, layout = _line(label, "" if start in {None, UNKNOWN} else str(start), frame)

    def value() -> Value:
        return read(question, buffer.text) if fold(buffer.text) else UNKNOWN

    def begun() -> Value | None:
        typed = fold(buffer.text)
        return typed if typed and typed != str(before) else None

    return Screen(frame, layout, value, value, lambda value: check(question, value), begun)


def line_screen(
    label: str, start: str, check: Callable[[str], str | None], frame: Frame, *, kept: bool = False
) -> Screen:
    """A line to type on that is no answer: a comment, or a number from the review. ``kept``: also when half typed."""
    buffer, layout = _line(label, start, frame)

    def value() -> str:
        return fold(buffer.text)

    def begun() -> str | None:
        typed = value()
        return typed if kept and typed and typed != start else None

    return Screen(frame, layout, value, value, lambda value: check(str(value)), begun)


def _line(label: str, start: str, frame: Frame) -> tuple[Buffer, Layout]:
    """What is typed, and its line, which goes on under its own beginning."""
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.document import Document
    from prompt_toolkit.layout import BufferControl, Window

    from pia.interview.wrapping import BetweenWords

    lead = f"{label} "
    indent = " " * columns(lead)

    def leading(_line: int, wraps: int) -> AnyFormattedText:
        return indent if wraps else [("bold", lead)]

    buffer = frame.buffer = Buffer(document=Document(start), multiline=False)
    window = Window(BufferControl(buffer, [BetweenWords(columns(lead))]), wrap_lines=True, get_line_prefix=leading)
    return buffer, frame.around(window)


def _fitting(
    window: Window, control: InquirerControl, titles: Mapping[str, str], margin: int, frame: Frame
) -> Callable[[], None]:
    """What numbers the choices and fits them to the terminal, at first and after every resize.

    They are wrapped to its width. A list too long for its height scrolls beside a bar, with all lines of the choice
    pointed at in sight.
    """
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.layout import ConditionalMargin, Dimension, ScrollOffsets

    from pia.interview.bar import Bar

    digits = len(str(len(titles) - 1))

    def fit() -> None:
        for number, choice in enumerate(control.choices):
            title = wrap(titles[str(choice.value)], frame.width - margin - 1, f"{number:>{digits}} ")
            choice.title = title.replace("\n", "\n" + " " * margin)
        heights = [str(choice.title).count("\n") + 1 for choice in control.choices]
        window.scroll_offsets = ScrollOffsets(top=1, bottom=max(heights))
        frame.listed = sum(heights)

    window.height = lambda: Dimension(max=frame.room)
    window.right_margins = [ConditionalMargin(Bar(), Condition(lambda: frame.listed > frame.room))]
    return fit
