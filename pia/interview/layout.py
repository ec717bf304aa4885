"""Text laid out for a terminal: wrapped by columns, never inside a word that fits. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

NARROWEST, WIDEST = 40, 100

_GAP = 2
"""Columns between two texts side by side."""

_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Characters that take one column each everywhere: letters of Latin alphabets and their punctuation."""

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
    """How many columns a text takes at most: wide characters two, marks that stand on the letter before none.

    Terminals disagree about emoji made of several characters; the widest reading is taken, so that no line is cut.
    """
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth, wcwidth  # 30 ms, and most texts need no table

    return max(wcswidth(text), sum(max(0, wcwidth(character)) for character in text))


def beside(left: str, right: Iterable[tuple[str, str]], width: int, first: str = "") -> str:
    """Two texts side by side, each wrapped to its half of ``width`` columns.

    ``first`` leads the left one. The right one is in parts, each with its own lead.
    """
    half = (width - _GAP) // 2
    lefts = wrap(left, half, first).split("\n")
    rights = [line for lead, part in right for line in wrap(part, width - half - _GAP, lead).split("\n")]
    lines = itertools.zip_longest(lefts, rights, fillvalue="")
    return "\n".join(f"{one}{' ' * (half + _GAP - columns(one))}{two}".rstrip() for one, two in lines)


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
    """The words of a text, those too long for a line in pieces that fit. No letter loses the marks that stand on it."""
    for word in re.split(r"[^\S\xa0]+", text.strip()):
        if columns(word) <= longest:
            yield word
            continue
        piece = ""
        for cluster in _clusters(word):
            if piece and columns(piece + cluster) > longest:
                yield piece
                piece = ""
            piece += cluster
        yield piece


def _clusters(word: str) -> Iterable[str]:
    """What a reader takes for one character each (Unicode Standard Annex 29)."""
    if _NARROW.fullmatch(word):
        return word
    from wcwidth import iter_graphemes

    return iter_graphemes(word)


def _harmless(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"}
