"""Entries of the catalogue in words, for people who browse it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from pia.model import Adjustment, Change, Choice, Test


def in_words(value: Any) -> str:  # noqa: ANN401 - any field of any entry
    """One field of an entry as text: conditions read as sentences, lists are joined."""
    match value:
        case enum.Enum():
            return str(value.value)
        case Test() | Choice() | Change() | Adjustment():
            return _one(value)
        case tuple() if value and isinstance(value[0], tuple):
            return "; or ".join(" and ".join(in_words(item) for item in items) for items in value)
        case tuple():
            return "; ".join(in_words(item) for item in value)
        case True | False:
            return "yes" if value else "no"
        case _:
            return str(value)


def _one(item: Test | Choice | Change | Adjustment) -> str:
    match item:
        case Test():
            return _test(item)
        case Choice():
            return f"{item.id} ({item.text})"
        case Change():
            return _change(item)
        case Adjustment():
            moves = ", ".join(
                f"{name} {points:+d}"
                for name, points in (("severity", item.severity), ("likelihood", item.likelihood), ("step", item.step))
                if points
            )
            return f"{moves} when {in_words(item.when)}: {item.reason}"


def _test(test: Test) -> str:
    if test.any_of:
        return f"{test.question} is {_or(test.any_of)}"
    if test.lacks:
        return f"{test.question} lacks {_or(test.lacks)}"
    bounds = [f"over {test.over:,}" if test.over is not None else "", f"under {test.under:,}" if test.under else ""]
    return f"{test.question} is {' and '.join(bound for bound in bounds if bound)}"


def _change(change: Change) -> str:
    if change.to is not None:
        return f"{change.question} becomes {in_words(change.to)}"
    gains = f" gains {', '.join(change.add)}" if change.add else ""
    loses = f" loses {', '.join(change.drop)}" if change.drop else ""
    return f"{change.question}{gains}{' and' if gains and loses else ''}{loses}"


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)
