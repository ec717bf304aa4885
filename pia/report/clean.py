"""Makes any text safe to print: what is invisible or has no letterform is shown as ``[U+XXXX]``; nothing is endless.

The page shows what was replaced; the embedded JSON keeps what was typed. The caps stand where the layout engine becomes
slow or loses text (REPORT.md, Safety): unbroken runs, marks piled on one letter, thousands of lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_CHARACTERS = 10_000
MAX_LINES = 400
MAX_MARKS = 4
MAX_RUN = 40
CUT = " [cut here; the whole text is in the attached answers.json]"

_UNBROKEN = re.compile(rf"[^\s-]{{{MAX_RUN},}}")
_BLANKS = re.compile(r"[ \t]{2,}")
_EMPTY_LINES = re.compile(r"\n{3,}")


def printable(text: str, covered: Container[int] | None = None) -> str:
    """``text`` as it may be printed. ``covered``: the code points the fonts have; None when any will do."""
    cut = len(text) > MAX_CHARACTERS
    text = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    shown = _visible(unicodedata.normalize("NFC", text), covered)
    shown = _EMPTY_LINES.sub("\n\n", _BLANKS.sub(" ", shown))
    lines = shown.split("\n")
    if len(lines) > MAX_LINES:
        shown, cut = "\n".join(lines[:MAX_LINES]), True
    if len(shown) > MAX_CHARACTERS:
        shown, cut = shown[:MAX_CHARACTERS], True
    return _UNBROKEN.sub(_with_breaks, shown) + (CUT if cut else "")


def shorten(text: str, limit: int) -> str:
    """``text`` on one line and at most ``limit`` characters long, cut between words."""
    text = " ".join(text[: 4 * limit].split())
    if len(text) <= limit:
        return text
    head, _, _ = text[: limit - 1].rpartition(" ")
    return (head or text[: limit - 1]).rstrip(" ,;:.") + "…"


def _visible(text: str, covered: Container[int] | None) -> str:
    if text.isascii() and text.isprintable():  # most texts; every font has these letters
        return text
    memo: dict[str, str] = {}
    out: list[str] = []
    marks = 0
    for character in text:
        if character not in memo:
            memo[character] = _shown(character, covered)
        marks = marks + 1 if unicodedata.combining(character) else 0
        out.append(memo[character] if marks <= MAX_MARKS else _code(character))
    return "".join(out)


def _shown(character: str, covered: Container[int] | None) -> str:
    if character in "\n\t ":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return character if covered is None or ord(character) in covered else " "
    if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return _code(character)
    return character if covered is None or ord(character) in covered else _code(character)


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _with_breaks(match: re.Match[str]) -> str:
    run = match[0]
    return "\u200b".join(run[start : start + MAX_RUN] for start in range(0, len(run), MAX_RUN))
