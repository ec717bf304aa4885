"""The prompts that questionary draws, one value each, fitted to the terminal. Its one neighbour is ``arrows``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pia.interview.layout import usable, wrap
from pia.interview.values import UNKNOWN_WORDS, check, fold, read
from pia.model import UNKNOWN, Kind, Question, Value

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from questionary.prompts.common import InquirerControl

_STYLE = [("pointer", "bold fg:ansicyan"), ("highlighted", "bold"), ("selected", "fg:ansicyan"), ("qmark", "bold")]

_LOWEST_LIST = 4
"""Lines a list keeps on the lowest of terminals."""

_NO_HELP = "There is no more to say about this question."


@dataclass(frozen=True, slots=True)
class Screen:
    """One prompt on the screen.

    ``value``: what is chosen or typed at this moment. ``check``: the sentence to show if it may not be given. ``help``:
    what ``?`` shows. ``tick``: what Space does.
    """

    app: Application[Any]
    kind: Kind
    value: Callable[[], Value]
    check: Callable[[Value], str | None]
    help: str
    comments: bool = True
    tick: Callable[[], None] = lambda: None


def list_screen(question: Question, previous: Value | None, head: int) -> Screen:
    """A list to choose from. *Don't know yet* comes first, and the pointer starts there or on the answer before.

    ``head`` is how many lines the question's text takes above it.
    """
    import questionary

    many = question.kind is Kind.MANY
    before = () if previous is None else previous if isinstance(previous, tuple) else (str(previous),)
    titles = {UNKNOWN: UNKNOWN_WORDS} | {choice.id: choice.text for choice in question.choices}
    choices = [questionary.Choice(text, name, checked=many and name in before) for name, text in titles.items()]
    style = questionary.Style(_STYLE)
    first = before[0] if before else None
    if many:
        asked = questionary.checkbox(
            "", choices, qmark="", instruction=" ", style=style, use_jk_keys=False, use_emacs_keys=False,
            initial_choice=first,
        )  # fmt: skip
    else:
        asked = questionary.select(
            "", choices, qmark="", instruction=" ", style=style, use_jk_keys=False, use_emacs_keys=False,
            default=first,
        )  # fmt: skip
    control = _control(asked.application)
    _fit(asked.application, control, titles, 5 if many else 3, head)

    alone = frozenset({UNKNOWN, *(choice.id for choice in question.choices if choice.alone)})

    def value() -> Value:
        pointed = str(control.get_pointed_at().value)
        given = tuple(str(choice.value) for choice in control.get_selected_values())
        if not many or (not given and pointed == UNKNOWN):
            return pointed
        return UNKNOWN if given == (UNKNOWN,) else given

    return Screen(
        asked.application,
        question.kind,
        value,
        lambda value: check(question, value),
        question.help or _NO_HELP,
        tick=lambda: _tick(control, alone),
    )


def typed_screen(question: Question, previous: Value | None) -> Screen:
    """A line to type on; an empty one means *don't know yet*."""
    import questionary

    before = "" if previous in {None, UNKNOWN} else str(previous)
    label = f"{question.unit} >" if question.unit else ">"
    asked = questionary.text("", default=before, qmark=label, style=questionary.Style(_STYLE))
    buffer = asked.application.current_buffer

    def value() -> Value:
        return read(question, buffer.text) if fold(buffer.text) else UNKNOWN

    return Screen(
        asked.application, question.kind, value, lambda value: check(question, value), question.help or _NO_HELP
    )


def line_screen(label: str, before: str, check: Callable[[str], str | None]) -> Screen:
    """A line to type on that is no answer: a comment, or a number from the review."""
    import questionary

    asked = questionary.text("", default=before, qmark=label, style=questionary.Style(_STYLE))
    buffer = asked.application.current_buffer
    return Screen(
        asked.application,
        Kind.TEXT,
        lambda: fold(buffer.text),
        lambda value: check(str(value)),
        help="",
        comments=False,
    )


def _control(app: Application[Any]) -> InquirerControl:
    """The list inside a select or checkbox."""
    from questionary.prompts.common import InquirerControl

    return next(
        window.content for window in app.layout.find_all_windows() if isinstance(window.content, InquirerControl)
    )


def _fit(app: Application[Any], control: InquirerControl, titles: Mapping[str, str], margin: int, head: int) -> None:
    """Fit the choices to the terminal, now and after every resize.

    They are wrapped to its width. A list too long for its height scrolls beside a bar under the ``head`` lines of the
    question, with all lines of the choice pointed at in sight.
    """
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.layout import ConditionalMargin, Dimension, ScrollbarMargin, ScrollOffsets

    window = next(window for window in app.layout.find_all_windows() if window.content is control)
    long = False

    def room() -> int:
        return max(_LOWEST_LIST, app.output.get_size().rows - head - 2)

    def fit(_sender: object = None) -> None:
        nonlocal long
        width = usable(app.output.get_size().columns) - margin - 1
        for choice in control.choices:
            choice.title = wrap(titles[str(choice.value)], width).replace("\n", "\n" + " " * margin)
        heights = [str(choice.title).count("\n") + 1 for choice in control.choices]
        window.scroll_offsets = ScrollOffsets(top=1, bottom=max(heights))
        long = sum(heights) > room()

    window.height = lambda: Dimension(max=room())
    window.right_margins = [ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(lambda: long))]
    app.before_render += fit


def _tick(control: InquirerControl, alone: frozenset[str]) -> None:
    """Tick or untick the choice pointed at. One that stands alone takes the place of all others, and they of it."""
    name = control.get_pointed_at().value
    if name in control.selected_options:
        control.selected_options.remove(name)
    elif name in alone:
        control.selected_options = [name]
    else:
        control.selected_options = [other for other in control.selected_options if other not in alone] + [name]
