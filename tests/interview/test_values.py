"""What may be answered, and how it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.interview.values import LONGEST_TEXT, MOST_MARKS, check, check_text, fold, read, shown, tidy
from pia.model import UNKNOWN, Choice, Kind, Question, Value


def question(kind: Kind, unit: str = "") -> Question:
    """A question of one kind."""
    choices = (Choice(id="a", text="Apples"), Choice(id="b", text="Bread"), Choice(id="none", text="None", alone=True))
    listed = choices if kind in {Kind.ONE, Kind.MANY} else ()
    return Question(id="q", section="s", kind=kind, text="?", help="", who="", choices=listed, unit=unit)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.ONE, "a"),
        (Kind.MANY, ("a", "b")),
        (Kind.MANY, ("none",)),
        (Kind.TEXT, "words 日本 é"),
        (Kind.TEXT, "e" + "\u0301" * MOST_MARKS),
        (Kind.TEXT, "x" * LONGEST_TEXT),
        (Kind.NUMBER, 0),
        (Kind.DATE, "2024-02-29"),
        *((kind, UNKNOWN) for kind in Kind),
    ],
)
def test_good(kind: Kind, value: Value) -> None:
    """Good."""
    assert check(question(kind), value) is None


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        (Kind.ONE, "c", "listed"),
        (Kind.ONE, ("a",), "listed"),
        (Kind.MANY, (), "Nothing is ticked"),
        (Kind.MANY, "a", "Nothing is ticked"),
        (Kind.MANY, ("c",), "listed"),
        (Kind.MANY, ("a", "a"), "once"),
        (Kind.MANY, ("a", "none"), "stands alone"),
        (Kind.TEXT, "", "few words"),
        (Kind.TEXT, 3, "in words"),
        (Kind.TEXT, "x" * (LONGEST_TEXT + 1), "10,000"),
        (Kind.TEXT, "a\ud800", "half of a pair"),
        (Kind.TEXT, "a\x1b[2J", "control"),
        (Kind.TEXT, "a\ufffe", "control"),
        (Kind.TEXT, "a\u202eb", "control"),
        (Kind.TEXT, "e" + "\u0301" * (MOST_MARKS + 1), "accents"),
        (Kind.NUMBER, -1, "whole number"),
        (Kind.NUMBER, True, "whole number"),
        (Kind.NUMBER, 10**12, "whole number"),
        (Kind.NUMBER, "3.5", "whole number"),
        (Kind.DATE, "2025-02-29", "year-month-day"),
        (Kind.DATE, "20250101", "year-month-day"),
        (Kind.DATE, 2025, "year-month-day"),
    ],
)
def test_bad(kind: Kind, value: Value, word: str) -> None:
    """Bad."""
    sentence = check(question(kind), value)
    assert sentence is not None
    assert word in sentence
    assert len(sentence) <= 60
    assert sentence.endswith(".")


@given(st.text(), st.sampled_from([Kind.TEXT, Kind.NUMBER, Kind.DATE]))
def test_whatever_is_typed_is_read_or_refused_in_a_short_sentence(typed: str, kind: Kind) -> None:
    """Whatever is typed is read or refused in a short sentence."""
    asked = question(kind)
    value = read(asked, typed)
    sentence = check(asked, value)
    if sentence is None:
        assert shown(asked, value)
        assert "\n" not in shown(asked, value)
    else:
        assert len(sentence) <= 60


@given(st.text())
def test_folding_leaves_one_line_and_is_done_once(text: str) -> None:
    """Folding leaves one line and is done once."""
    assert fold(fold(text)) == fold(text)
    assert len(fold(text).splitlines()) <= 1


def test_numbers_are_read_in_any_digits() -> None:
    """Numbers are read in any digits."""
    assert read(question(Kind.NUMBER), " 30 ") == 30
    assert read(question(Kind.NUMBER), "٣٠") == 30
    assert check(question(Kind.NUMBER), read(question(Kind.NUMBER), "²")) is not None
    assert check(question(Kind.NUMBER), read(question(Kind.NUMBER), "9" * 5000)) is not None


def test_an_empty_comment_is_fine() -> None:
    """An empty comment is fine."""
    assert check_text("") is None


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.ONE, "a", "Apples"),
        (Kind.MANY, ("a", "b"), "Apples; Bread"),
        (Kind.TEXT, "x", "x"),
        (Kind.NUMBER, 30, "30 days"),
        (Kind.DATE, "2026-01-01", "2026-01-01"),
        (Kind.MANY, UNKNOWN, "don't know yet"),
        (Kind.ONE, "gone", "“gone” (no longer offered)"),
    ],
)
def test_shown(kind: Kind, value: Value, words: str) -> None:
    """Shown."""
    assert shown(question(kind, unit="days" if kind is Kind.NUMBER else ""), value) == words


def test_choices_are_kept_in_the_order_of_the_catalogue() -> None:
    """So that the same answer is the same bytes, however it was given."""
    assert tidy(question(Kind.MANY), ("b", "a")) == ("a", "b")
    assert tidy(question(Kind.TEXT), "b a") == "b a"


@pytest.mark.parametrize("typed", ["8000", "8,000", "8.000", "8 000", "8\u2019000", " 8,000 "])
def test_numbers_may_be_grouped_in_threes(typed: str) -> None:
    """People write numbers as they are used to; what is not grouped in threes is not guessed."""
    assert read(question(Kind.NUMBER), typed) == 8000
    assert read(question(Kind.NUMBER), "8,00") == "8,00"
