"""Dates in words, and the same day in other years."""

from __future__ import annotations

from datetime import date

import pytest

from pia.dates import day, years_later


def test_a_day_in_words() -> None:
    """No zero before the day, whatever the locale."""
    assert day(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize(
    ("years", "then"),
    [(1, date(2029, 2, 28)), (4, date(2032, 2, 29)), (-1, date(2027, 2, 28)), (10, date(2038, 2, 28))],
)
def test_29_february_in_other_years(years: int, then: date) -> None:
    """The last day of February stays in February."""
    assert years_later(date(2028, 2, 29), years) == then
