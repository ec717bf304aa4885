"""The content stream of a page, put right for readers aloud: numbers in sequence, artifacts, spaces at line ends.

It is given what WeasyPrint painted, the marked sequences among it (ISO 32000-2, 14.6) and the box each came from; of a
box it looks at the text and the children alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pydyf

Untyped: TypeAlias = Any
"""WeasyPrint and pydyf have no types."""

SEEN = 12
"""Characters on both sides of a line's end by which it is told from the text whether a blank stood there."""


class Content:
    """The content stream of one page: where each marked sequence begins, and what became of it."""

    def __init__(self, operations: list[Untyped], fonts: Iterable[Untyped], tags: Mapping[Untyped, Untyped]) -> None:
        self.operations = operations
        self.fonts = {font.hash: font for font in fonts}
        starts = {
            operation["MCID"]: at
            for at, operation in enumerate(self.operations)
            if isinstance(operation, pydyf.Dictionary) and "MCID" in operation
        }
        self.places = {box: starts[tag["mcid"]] for box, tag in tags.items()}
        self._numbered = 0
        self._ended: set[Untyped] = set()
        self._last: tuple[Untyped, int] | None = None
        self._spaces: list[tuple[int, bytes]] = []

    def number(self, box: Untyped) -> int:
        """Give the box's marked sequence the next number, and say which."""
        number = self._numbered
        place = self.places.pop(box)
        properties = self.operations[place]
        properties["MCID"] = number
        if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in box.text):
            said = box.text + (" " if box in self._ended else "")
            properties["ActualText"] = pydyf.String(said)  # its glyphs stand from left to right, not as read
        self._last = box, place
        self._numbered += 1
        return number

    def artifact(self, box: Untyped, kind: str) -> None:
        """Make everything marked in a box something a reader skips."""
        if box in self.places:
            at = self.places.pop(box)
            self.operations[at - 1] = "/Artifact"
            self.operations[at] = pydyf.Dictionary({"Type": kind})
        for child in getattr(box, "children", ()):
            self.artifact(child, kind)

    def end_with_space(self) -> None:
        """Read a space after the last text of this block: a blank alone between two inline parts is never painted."""
        if self._last is None:
            return
        box, place = self._last
        if box in self._ended or box.text.endswith(" "):
            return
        self._ended.add(box)
        properties = self.operations[place]
        if "ActualText" in properties or not self._add_space(place):
            properties["ActualText"] = pydyf.String(box.text + " ")

    def begin_lines(self, ends: Iterable[tuple[Untyped, Untyped]], whole: str) -> None:
        """Show a space after every line that another follows: else words run together aloud.

        ``ends``: of each such line its last text, and the first one of the next; None where there is none. No space
        within what is one word in the ``whole`` text, such as a reference or an address that was broken.
        """
        self._last = None
        for last, first in ends:
            if last not in self.places or last.text.endswith(("-", "\u200b", " ")):
                continue
            if first is None or last.text[-SEEN:] + first.text[:SEEN] not in whole:
                self._ended.add(last)
                self._add_space(self.places[last])

    def _add_space(self, at: int) -> bool:
        """Show a space at the end of a marked sequence, and say whether its font has one."""
        end = self.operations.index(b"EMC", at)
        using = [operation for operation in self.operations[at:end] if _is(operation, b" Tf")]
        if not using or self.operations[end - 1] != b"ET":
            return False
        font = self.fonts[using[-1].split()[0][1:].decode()]
        glyph = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if glyph is not None:
            self._spaces.append((end - 1, b"<%04x> Tj" % glyph))
        return glyph is not None

    def finish(self) -> int:
        """Insert what waits, and say how many sequences were numbered; each one must have been."""
        if self.places:
            raise ValueError(f"{len(self.places)} marked sequences have no structure element")
        for at, operation in sorted(self._spaces, reverse=True):
            self.operations.insert(at, operation)
        return self._numbered


def _is(operation: object, suffix: bytes) -> bool:
    return isinstance(operation, bytes) and operation.endswith(suffix)
