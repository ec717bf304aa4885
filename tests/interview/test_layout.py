"""Wrapping, and what never reaches a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pia.interview.layout import ascii_only, beside, columns, printable, usable, wrap


@given(st.text(), st.integers(10, 100), st.sampled_from(["", "  = ", "[12/31] "]))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int, first: str) -> None:
    """No line is too wide and nothing is lost."""
    wrapped = wrap(text, width, first)
    assert all(columns(line) <= width for line in wrapped.split("\n"))
    assert "".join(wrapped.removeprefix(first.rstrip()).split()) == "".join(printable(text).split())


def test_words_stay_whole() -> None:
    """Words stay whole."""
    assert wrap("one two three", 8) == "one two\nthree"
    assert wrap("one two three", 10, "= ") == "= one two\n  three"
    assert wrap("a b\N{NO-BREAK SPACE}c", 4) == "a\nb c"
    assert wrap("", 10, "= ") == "="


def test_wide_characters_count_twice_and_marks_not_at_all() -> None:
    """Wide characters count twice and marks not at all."""
    assert columns("日本") == 4
    assert columns("e\u0301") == 1
    assert wrap("日本語", 4) == "日本\n語"
    assert columns("\u2764\ufe0f") == 2
    assert columns("a\N{SOFT HYPHEN}b") == 3


def test_what_belongs_together_is_never_torn() -> None:
    """In words too long for a line, an accent stays on its letter, and an emoji of several characters whole."""
    assert wrap("e\u0301" * 5, 2).split("\n") == ["e\u0301" * 2, "e\u0301" * 2, "e\u0301"]
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    assert set(wrap(family * 3, 8).split("\n")) == {family}


@given(st.text(), st.text(), st.integers(30, 100))
def test_two_columns_hold_all_of_both(left: str, right: str, width: int) -> None:
    """No line is too wide, and neither text loses a character."""
    lines = beside(left, [("", right)], width, "1. ").split("\n")
    assert all(columns(line) <= width for line in lines)
    shown = sorted("".join("".join(lines).split()))
    assert shown == sorted("1." + "".join((printable(left) + printable(right)).split()))


def test_two_columns() -> None:
    """The second begins where the first has ended."""
    assert beside("one two three", [("", "four"), ("! ", "five six x")], 22, "1. ") == (
        "1. one two  four\n   three    ! five six\n              x"
    )


def test_no_text_can_steer_the_terminal() -> None:
    """No text can steer the terminal."""
    assert "\x1b" not in wrap("a\x1b[2Jb \ud800", 40)


def test_width() -> None:
    """Width."""
    assert [usable(columns) for columns in (10, 40, 80, 300)] == [39, 39, 79, 99]


@given(st.text())
def test_ascii(text: str) -> None:
    """Ascii."""
    assert ascii_only(text).isascii()


def test_ascii_is_the_nearest() -> None:
    """Ascii is the nearest."""
    assert ascii_only("“café” 5 €…") == '"cafe" 5 EUR...'
