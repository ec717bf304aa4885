"""Entries of the catalogue in words: by id for those who edit it, in questions and answers for those who read it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any

from pia.model import Adjustment, Change, Choice, Circumstance, Kind, Question, Test, Value


def in_words(value: Any) -> str:  # noqa: ANN401 - any field of any entry
    """One field of an entry as text: conditions read as sentences, lists are joined."""
    match value:
        case enum.Enum():
            return str(value.value)
        case Test() | Choice() | Change() | Adjustment() | Circumstance():
            return _one(value)
        case tuple() if value and isinstance(value[0], tuple):
            return "; or ".join(" and ".join(in_words(item) for item in items) for items in value)
        case tuple():
            return "; ".join(in_words(item) for item in value)
        case True | False:
            return "yes" if value else "no"
        case _:
            return str(value)


def _one(item: Test | Choice | Change | Adjustment | Circumstance) -> str:
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
                for name, points in (("severity", item.severity), ("likelihood", item.likelihood))
                if points
            )
            return f"{moves} when {in_words(item.when)}: {item.reason}"
        case Circumstance():
            return f"{item.id}: step {item.step:+d} when {in_words(item.when) or 'a precedent counts'}: {item.reason}"


def limits(step: Circumstance, titles: Mapping[str, str]) -> str:
    """What bounds a step of the scale: whose findings it moves, and how far. ``titles``: of families, by id."""
    families = f"Only in: {', '.join(titles.get(name, name) for name in step.families)}." if step.families else ""
    beyond = f"Never {'above' if step.step > 0 else 'below'} {step.bound.value}." if step.bound else ""
    return " ".join(part for part in (families, beyond) if part)


def _test(test: Test) -> str:
    if test.any_of:
        return f"{test.question} is {_or(test.any_of)}"
    if test.lacks:
        return f"{test.question} lacks {_or(test.lacks)}"
    return f"{test.question} is {_bounds(test)}"


def _bounds(test: Test) -> str:
    bounds = {"over": test.over, "under": test.under}
    return " and ".join(f"{side} {bound:,}" for side, bound in bounds.items() if bound is not None)


def _change(change: Change) -> str:
    if change.to is not None:
        return f"{change.question} becomes {in_words(change.to)}"
    gains = f" gains {', '.join(change.add)}" if change.add else ""
    loses = f" loses {', '.join(change.drop)}" if change.drop else ""
    return f"{change.question}{gains}{' and' if gains and loses else ''}{loses}"


def answered(question: Question, test: Test) -> str:
    """What a test asks of the answer, to follow the question's own text: *is “Yes” or “No”*."""
    if test.any_of:
        verb = "includes" if question.kind is Kind.MANY else "is"
        return f"{verb} {_listed(_quoted(question, test.any_of), 'or')}"
    if test.lacks:
        return f"leaves out {_listed(_quoted(question, test.lacks), 'or')}"
    return f"is {_bounds(test)} {question.unit}".rstrip()


def changed(question: Question, change: Change) -> str:
    """What a measure does to the answer, to follow the question's own text: *becomes “No”*."""
    if change.to is not None:
        return f"becomes {_listed(_quoted(question, _several(change.to)), 'and')}"
    gains = f"gains {_listed(_quoted(question, change.add), 'and')}" if change.add else ""
    loses = f"loses {_listed(_quoted(question, change.drop), 'and')}" if change.drop else ""
    return " and ".join(part for part in (gains, loses) if part)


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _quoted(question: Question, choices: Iterable[str]) -> list[str]:
    texts = {choice.id: choice.text for choice in question.choices}
    return [f"“{texts.get(choice, choice)}”" for choice in choices]


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)
