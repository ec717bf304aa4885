"""Dates in words, the same in the report, the reference pages and everywhere else."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # strftime("%B") would depend on the locale


def day(when: date) -> str:
    """A date as people write it: 24 November 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
