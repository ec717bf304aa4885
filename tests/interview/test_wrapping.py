"""A line that is typed on is wrapped between words, whatever is in it, and the cursor stands where it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.layout import BufferControl
from prompt_toolkit.layout.processors import Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth

from pia.interview.wrapping import BetweenWords, pushed

TEXT = st.text(st.sampled_from("ab cde fgh ij\u96fb\u8a71 "), max_size=60)


def rows(text: str, width: int) -> list[str]:
    """The rows as prompt_toolkit fills them: a character that does not fit begins the next."""
    shown, column = [""], 0
    for character in text:
        if column + get_cwidth(character) > width:
            shown.append("")
            column = 0
        shown[-1] += character
        column += get_cwidth(character)
    return shown


def transformed(text: str, width: int, lead: int = 2) -> Transformation:
    """What is shown of a line."""
    control = BufferControl(Buffer())
    return BetweenWords(lead).apply_transformation(
        TransformationInput(control, Document(text), 0, lambda place: place, [("", text)], width + lead, 5)
    )


@given(TEXT, st.integers(4, 20))
def test_no_word_that_fits_a_row_is_broken(text: str, width: int) -> None:
    """Every such word stands on one row, and nothing is lost."""
    shown = "".join(part[1] for part in transformed(text, width).fragments)
    assert shown.split() == text.split()
    words = [word for row in rows(shown, width) for word in row.split()]
    if all(sum(map(get_cwidth, word)) <= width for word in text.split()):
        assert words == text.split()


@given(TEXT, st.integers(4, 20))
def test_every_place_is_found_again(text: str, width: int) -> None:
    """The cursor stands on the character it is on, and comes back to it."""
    made = transformed(text, width)
    shown = "".join(part[1] for part in made.fragments)
    for place, character in enumerate(text):
        assert shown[made.source_to_display(place)] == character
        assert made.display_to_source(made.source_to_display(place)) == place
    assert made.source_to_display(len(text)) == len(shown)


def test_a_word_goes_to_the_next_row() -> None:
    """With as many blanks as are left on this one; a word longer than a row is broken."""
    assert pushed("one two three", 9) == {8: 1}
    assert pushed("one twothreefour", 6) == {}
