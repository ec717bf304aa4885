"""Dates: in words, the same in the report, the reference pages and everywhere else; and the same day in other years."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # strftime("%B") would depend on the locale


def day(when: date) -> str:
    """A date as people write it: 24 November 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def years_later(when: date, years: int) -> date:
    """The same day so many years on, or back where negative; 28 February where there is no 29th."""
    try:
        return when.replace(year=when.year + years)
    except ValueError:
        return when.replace(year=when.year + years, day=28)
