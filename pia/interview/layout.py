"""Text laid out for a terminal: wrapped by columns, never inside a word that fits. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NARROWEST, WIDEST = 40, 100

_TYPOGRAPHY = str.maketrans(
    {
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{BULLET}": "*",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{EURO SIGN}": "EUR",
        "\N{POUND SIGN}": "GBP",
        "\N{SECTION SIGN}": "s.",
    }
)


def usable(columns: int) -> int:
    """The width to write in on a terminal of so many columns: 40 to 100, the last column left free."""
    return max(NARROWEST, min(columns, WIDEST)) - 1


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> str:
    """The text in lines of at most ``width`` columns; ``first`` leads the first line and ``rest`` the others.

    ``rest`` is as many spaces as ``first`` is wide unless given. No line ends at a no-break space. Control characters
    are made harmless.
    """
    indent = " " * columns(first) if rest is None else rest
    lines, line, empty = [], first, True
    for word in _words(printable(text), max(1, width - max(columns(first), columns(indent)))):
        if not empty and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line, empty = indent, True
        line += word if empty else " " + word
        empty = False
    return "\n".join([*lines, line.rstrip()]).replace("\N{NO-BREAK SPACE}", " ")


def columns(text: str) -> int:
    """How many columns a text takes: wide characters two, marks that stand on the letter before none."""
    return sum(_column(character) for character in text)


def printable(text: str) -> str:
    """The text with control characters and broken ones replaced, so that no file can steer the terminal."""
    return "".join(character if _harmless(character) else "\N{REPLACEMENT CHARACTER}" for character in text)


def ascii_only(text: str) -> str:
    """The nearest in ASCII: typography spelled out, accents dropped, ``?`` for the rest."""
    plain = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHY))
    return "".join(
        character if character.isascii() else "?" for character in plain if not unicodedata.combining(character)
    )


def _words(text: str, longest: int) -> Iterator[str]:
    """The words of a text, those too long for a line in pieces that fit."""
    for word in re.split(r"[^\S\xa0]+", text.strip()):
        piece, size = "", 0
        for character in word:
            width = _column(character)
            if size + width > longest:
                yield piece
                piece, size = "", 0
            piece += character
            size += width
        yield piece


def _harmless(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"}


def _column(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
