"""What stands around a prompt on the screen: the question above, help beside the answer, the keys below.

All of it is drawn with the prompt and erased with it, so nothing is left behind after a step back, a resize or Ctrl-C,
and help can never push the question off the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pia.interview.keys import Act, Key, arrow_help, arrow_row, key
from pia.interview.layout import usable, wrap
from pia.model import Kind

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.layout import Layout, Window
    from prompt_toolkit.output import Output

_LEAST = 4
"""Lines that a list or a page of help keeps on the lowest of terminals."""

_BESIDE = 6
"""Lines of a long list that must be left under the help: with fewer, nothing could be compared."""


@dataclass(slots=True)
class Frame:
    """One prompt's surroundings, and what they show at this moment.

    ``head``: lines of the question for a width, as (style, text). ``keys``: those that work here. ``help``: shown on
    ``?``, where that is among them. ``sentence``: what is wrong with the answer, shown until the next key. ``page``: of
    the help, None while it is shut. ``buffer``: what text is typed into, None where none is. ``listed``: lines that all
    choices of a list take.
    """

    output: Output
    kind: Kind
    head: Callable[[int], list[tuple[str, str]]]
    keys: tuple[Key, ...]
    help: str = ""
    sentence: str = ""
    page: int | None = None
    buffer: Buffer | None = None
    listed: int = 0

    @property
    def width(self) -> int:
        """Columns to write in."""
        return usable(self.output.get_size().columns)

    @property
    def room(self) -> int:
        """Lines left for the answer."""
        return self._space - (len(self._help()) if self.page is not None and self._beside else 0)

    @property
    def covered(self) -> bool:
        """Whether help stands in place of a list, because there is no room for both."""
        return self.page is not None and not self.buffer and not self._beside

    def turn(self) -> None:
        """Open the help, go to its next page, or shut it after the last."""
        page = 0 if self.page is None else self.page + 1
        self.page = page if page < len(self._pages()) else None

    @property
    def _space(self) -> int:
        """Lines left for the answer and for help."""
        taken = len(self._lines(self._head())) + len(self._lines(self._sentence())) + len(self._lines(self._row()))
        return max(_LEAST, self.output.get_size().rows - taken - (3 if self.buffer else 1))

    @property
    def _beside(self) -> bool:
        """Whether there is room for the help above a list, and for enough of it."""
        return not self.buffer and self._space - len(self._help()) >= min(self.listed, _BESIDE)

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
        covered = Condition(lambda: self.covered)
        wrong = Condition(lambda: bool(self.sentence))
        resting = Window(FormattedTextControl(focusable=True, show_cursor=False), height=0)
        explained = ConditionalContainer(text(self._help_page), filter=helping)
        parts = [
            resting,
            text(self._head),
            *([body, explained] if self.buffer else [explained, ConditionalContainer(body, filter=~covered)]),
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
        if self.page is None:
            return self._row()
        more = self.page + 1 < len(self._pages())
        pressed = "Any key" if self.covered else key(Act.HELP).label
        return f"  {pressed} {'shows more help' if more else 'closes help'}"

    def _row(self) -> str:
        return wrap(arrow_row(self.keys, self.width - 2), self.width, "  ")

    def _help_page(self) -> str:
        pages = self._pages()
        return pages[min(self.page or 0, len(pages) - 1)]  # a terminal made higher has fewer

    def _pages(self) -> list[str]:
        text, lines = self._help(), self._space
        if self._beside:
            return ["\n".join(text)]
        return ["\n".join(text[start : start + lines]) for start in range(0, len(text), lines)]

    def _help(self) -> list[str]:
        return [
            *wrap(self.help, self.width, "  ").split("\n"),
            *wrap(arrow_help(self.keys), self.width, "  ").split("\n"),
        ]

    @staticmethod
    def _lines(shown: str | list[tuple[str, str]]) -> list[str]:
        text = shown if isinstance(shown, str) else "".join(part for _, part in shown)
        return text.split("\n") if text else []
