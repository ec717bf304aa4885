"""Help that fits a narrow terminal: click writes no narrower than 50 columns, and breaks words that would fit."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable

import click

_NARROWEST, _SIDE_BY_SIDE = 30, 58
"""Columns: the least that is written in, and from how many on an option stands beside what it does."""

_INDENT = " " * 6


class Fitted(click.HelpFormatter):
    """Writes in the columns there are, up to ``max_width``."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        room = min(shutil.get_terminal_size().columns, max_width or 80) - 2
        super().__init__(indent_increment, width or max(_NARROWEST, room), max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line, on as many as it needs."""
        super().write_usage(prog, _parted(args, self.width // 2), prefix)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands with what they do: beside, or below where there is no room beside."""
        if self.width >= _SIDE_BY_SIDE:
            super().write_dl(rows, col_max, col_spacing)
            return
        start = " " * self.current_indent
        for name, what in rows:
            shown = filled(_parted(name, self.width - len(start) - 2), self.width, start, start + "  ")
            self._write_lines([*shown, *filled(what, self.width, _INDENT)])

    def write_text(self, text: str) -> None:
        """A paragraph; lines that are to stay lines (examples) are broken between words, and go on indented."""
        if not text.startswith("\b"):
            super().write_text(text)
            return
        for line in text.strip("\b\n").split("\n"):
            start = " " * (self.current_indent + len(line) - len(line.lstrip()))
            self._write_lines(filled(line.strip(), self.width, start, start + "  ") or [""])

    def _write_lines(self, lines: Iterable[str]) -> None:
        self.write("".join(f"{line}\n" for line in lines))


class FittedContext(click.Context):
    """Whose help is ``Fitted``."""

    formatter_class = Fitted


def _parted(name: str, width: int) -> str:
    """With room between the choices of an option or argument that are too many for a line."""
    return name.replace("|", " | ") if max(map(len, name.split()), default=0) > width else name


def filled(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text as lines of so many columns, no word broken; ``rest`` leads the others where ``first`` does not."""
    indent = first if rest is None else rest
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
