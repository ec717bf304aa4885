"""What is printed of a text: nothing invisible, nothing endless, nothing lost in silence."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.report.clean import CUT, MAX_CHARACTERS, MAX_RUN, printable, shorten
from report.sample import HOSTILE

LATIN = frozenset(range(32, 0x250)) | {0x301}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with “quotes” and a \u2013 dash", "plain, with “quotes” and a \u2013 dash"),
        ("e\u0301", "é"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("a\x00b\x7f", "a[U+0000]b[U+007F]"),
        ("zero\u200bwidth\ufeff", "zero[U+200B]width[U+FEFF]"),
        ("lone \ud800", "lone [U+D800]"),
        ("a\u202fb\u3000c", "a b c"),
        ("a\r\nb\rc\n\n\n\nd", "a\nb\nc\n\nd"),
        ("a     b", "a b"),
        ("a\u2028b", "a[U+2028]b"),
        ("private \ue000", "private [U+E000]"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert printable(text).replace("\u202f", " ").replace("\u3000", " ") == shown


def test_what_the_fonts_lack_is_named() -> None:
    assert printable("né 电 👩", LATIN) == "né [U+7535] [U+1F469]"
    assert printable("né 电 👩") == "né 电 👩"


def test_marks_piled_up_are_named_after_the_fourth() -> None:
    assert printable("q" + "\u0301" * 6).endswith("\u0301" * 4 + "[U+0301]" * 2)


def test_unbroken_runs_may_break() -> None:
    assert max(map(len, printable("x" * 9000).split("\u200b"))) == MAX_RUN


@pytest.mark.parametrize("text", ["x" * 10_001, "word " * 3000, "line\n" * 500, "电" * 9000])
def test_a_cut_is_said(text: str) -> None:
    shown = printable(text, LATIN)
    assert shown.endswith(CUT)
    assert len(shown.replace("\u200b", "")) <= MAX_CHARACTERS + len(CUT)


@given(st.text(max_size=400))
def test_nothing_invisible_is_left(text: str) -> None:
    for character in printable(text, LATIN).replace("\u200b", ""):
        assert character in "\n\t" or ord(character) in LATIN
        assert character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


@given(st.text(max_size=200), st.integers(min_value=8, max_value=60))
def test_shortened_is_short_and_on_one_line(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short


@pytest.mark.parametrize("text", [*HOSTILE.values(), "e\u0301" * 500_000, "\u202e" * 1_000_000, " " * 1_000_000])
def test_no_text_is_slow(text: str) -> None:
    begun = time.perf_counter()
    printable(text, LATIN)
    assert time.perf_counter() - begun < 0.5
