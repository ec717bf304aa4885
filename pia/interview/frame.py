"""What stands around a prompt on the screen: the question above, the keys below, help in place of the answer.

All of it is drawn with the prompt and erased with it, so nothing is left behind after a step back, a resize or Ctrl-C,
and help can never push the question off the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pia.interview.keys import Act, Key, arrow_help, arrow_row, key
from pia.interview.layout import columns, usable, wrap
from pia.model import Kind

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.layout import Layout, Window
    from prompt_toolkit.output import Output

_LEAST = 4
"""Lines that a list or a page of help keeps on the lowest of terminals."""


@dataclass(slots=True)
class Frame:
    """One prompt's surroundings, and what they show at this moment.

    ``head``: lines of the question for a width, as (style, text). ``keys``: those that work here. ``help``: shown on
    ``?``, where that is among them. ``sentence``: what is wrong with the answer, shown until the next key. ``page``: of
    the help, None while it is shut. ``buffer``: what text is typed into, None where none is.
    """

    output: Output
    kind: Kind
    head: Callable[[int], list[tuple[str, str]]]
    keys: tuple[Key, ...]
    help: str = ""
    sentence: str = ""
    page: int | None = None
    buffer: Buffer | None = None

    @property
    def width(self) -> int:
        """Columns to write in."""
        return usable(self.output.get_size().columns)

    @property
    def room(self) -> int:
        """Lines left for the answer, or for a page of help."""
        taken = len(self._lines(self._head())) + len(self._lines(self._sentence())) + 1
        return max(_LEAST, self.output.get_size().rows - taken - (3 if self.buffer else 1))

    def turn(self) -> None:
        """Open the help, go to its next page, or shut it after the last."""
        page = 0 if self.page is None else self.page + 1
        self.page = page if page < len(self._pages()) else None

    def around(self, body: Window) -> Layout:
        """The ``body`` between the question and the keys.

        Where no text is typed, the terminal's cursor rests out of sight on the first line: what a terminal does to
        lines below it when it is made narrower, the next drawing puts right.
        """
        from prompt_toolkit.filters import Always, Condition
        from prompt_toolkit.layout import (
            ConditionalContainer,
            FormattedTextControl,
            HSplit,
            Layout,
            VerticalAlign,
            Window,
        )

        def text(shown: Callable[[], Any]) -> Window:
            return Window(FormattedTextControl(shown), dont_extend_height=True)

        body.dont_extend_height = Always()
        helping = Condition(lambda: self.page is not None)
        wrong = Condition(lambda: bool(self.sentence))
        resting = Window(FormattedTextControl(focusable=True, show_cursor=False), height=0)
        parts = [
            resting,
            text(self._head),
            body if self.buffer else ConditionalContainer(body, filter=~helping),
            ConditionalContainer(text(self._help_page), filter=helping),
            ConditionalContainer(text(self._sentence), filter=wrong),
            text(self._keys),
        ]
        if self.buffer:
            self.buffer.on_text_changed += self._shut
        return Layout(HSplit(parts, align=VerticalAlign.TOP), focused_element=self.buffer or resting)

    def _shut(self, _sender: object) -> None:
        self.page = None

    def _head(self) -> list[tuple[str, str]]:
        return self.head(self.width)

    def _sentence(self) -> str:
        return wrap(self.sentence, self.width, "  ") if self.sentence else ""

    def _keys(self) -> str:
        if self.page is not None:
            more = self.page + 1 < len(self._pages())
            pressed = key(Act.HELP).label if self.buffer else "Any key"
            return f"  {pressed} {'shows more help' if more else 'closes help'}"
        return "  " + arrow_row(self.keys, lambda line: columns(line) + 2 <= self.width).replace("\xa0", " ")

    def _help_page(self) -> str:
        return self._pages()[self.page or 0]

    def _pages(self) -> list[str]:
        text = [
            *wrap(self.help, self.width, "  ").split("\n"),
            *wrap(arrow_help(self.keys), self.width, "  ").split("\n"),
        ]
        return ["\n".join(text[start : start + self.room]) for start in range(0, len(text), self.room)]

    @staticmethod
    def _lines(shown: str | list[tuple[str, str]]) -> list[str]:
        text = shown if isinstance(shown, str) else "".join(part for _, part in shown)
        return text.split("\n") if text else []
