"""A line that is typed on, wrapped between words: prompt_toolkit breaks it wherever the terminal ends."""

from __future__ import annotations

import re

from prompt_toolkit.formatted_text import StyleAndTextTuples, fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth


class BetweenWords(Processor):
    """Pushes a word that would be broken to the next row, by blanks in front of it that are only shown.

    ``lead``: columns that stand before each row.
    """

    def __init__(self, lead: int) -> None:
        self._lead = lead

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line with those blanks, and where each of its characters stands then."""
        text = fragment_list_to_text(transformation_input.fragments)
        at = pushed(text, max(1, transformation_input.width - self._lead))
        shown: StyleAndTextTuples = []
        places: list[int] = []
        length = 0
        for place, character in enumerate(text):
            blanks = at.get(place, 0)
            places.append(length + blanks)
            shown.append(("", " " * blanks + character))
            length += blanks + 1
        places.append(length)
        last = len(text)

        def to_display(place: int) -> int:
            return places[min(place, last)] + max(0, place - last)

        def to_source(place: int) -> int:
            return max((number for number, where in enumerate(places) if where <= place), default=0)

        return Transformation(shown, to_display, to_source)


def pushed(text: str, width: int) -> dict[int, int]:
    """Before which characters, counted from 0, how many blanks are wanted so that no word that fits a row is broken."""
    blanks: dict[int, int] = {}
    column = 0
    for found in re.finditer(r"\S+|\s", text):
        wide = sum(map(get_cwidth, found[0]))
        behind = found.end() < len(text)  # the blank behind a word stands on its row, too, where there is room
        if column and column + wide + behind > width >= wide and not found[0].isspace():
            blanks[found.start()] = width - column
            column = 0
        for character in found[0]:
            column = (0 if column + get_cwidth(character) > width else column) + get_cwidth(character)
    return blanks
