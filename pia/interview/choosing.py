"""Which choices of a list a typed line means: their numbers, ranges of them, or their names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pia.interview.keys import Act, key
from pia.interview.values import words
from pia.model import Kind, Question, Value

_DIGITS = 3
"""No question has a thousand choices."""

_RANGE = re.compile(r"(\d{1,3})\s*[-\N{EN DASH}]\s*(\d{1,3})")
"""Several choices that follow one another: 1-3, or 1 - 3."""


def or_unknown(called: str) -> str:
    """What to type where no choice can be given, as the end of a sentence."""
    return f"{key(Act.UNKNOWN).typed} for {called}"


def by_number_or_name(question: Question, typed: str, unknown: str) -> Value:
    """The choices that were typed, by number or by name: the words they begin with, or some of them."""
    if not any(character.isalpha() for character in typed):
        return by_number(question, typed, unknown)
    names = [typed] if _named(question, typed) else [part.strip() for part in typed.split(",") if part.strip()]
    found: list[str] = []
    for name in names:
        if _RANGE.fullmatch(name) or (name.isdecimal() and len(name) <= _DIGITS):
            found.append(name)
            continue
        numbers = _named(question, name)
        if len(numbers) > 1:
            raise ValueError(f"{name} could be {' or '.join(map(str, numbers))}. Type the number.")
        found += map(str, numbers)
        if not numbers:
            raise ValueError(f"No choice is called {name}. {_ask_for_a_number(question, unknown)}")
    return by_number(question, " ".join(found), unknown)


def _named(question: Question, typed: str) -> list[int]:
    """The numbers of the choices that the words may mean; the closest way of meaning one counts alone."""
    meant = words(typed)
    texts = [words(choice.text) for choice in question.choices]
    for means in (
        lambda text: text == meant,
        lambda text: text[: len(meant)] == meant,
        lambda text: " ".join(text).startswith(" ".join(meant)),
        lambda text: set(meant) <= set(text),
    ):
        if meant and (found := [number for number, text in enumerate(texts, 1) if means(text)]):
            return found
    return []


def by_number(question: Question, typed: str, unknown: str) -> Value:
    """The choices whose numbers were typed."""
    most = len(question.choices)
    parts = _RANGE.sub(r"\1-\2", typed).replace(",", " ").split()[: most + 1]
    numbers = [number for part in parts for number in _counted(part, most)]
    if not numbers or any(not 1 <= number <= most for number in numbers):
        raise ValueError(_ask_for_a_number(question, unknown))
    if question.kind is Kind.MANY:
        return tuple(choice.id for number, choice in enumerate(question.choices, 1) if number in numbers)
    if len(numbers) > 1:
        raise ValueError(f"Type one number only, from 1 to {most}.")
    return question.choices[numbers[0] - 1].id


def _counted(part: str, most: int) -> Sequence[int]:
    """The number that was typed, or those of a range; 0 for what is neither."""
    if part.isdecimal() and len(part) <= _DIGITS:
        return (int(part),)
    if (found := _RANGE.fullmatch(part)) and 1 <= int(found[1]) <= int(found[2]) <= most:
        return range(int(found[1]), int(found[2]) + 1)
    return (0,)


def _ask_for_a_number(question: Question, unknown: str) -> str:
    return f"Type a number from 1 to {len(question.choices)}, or {or_unknown(unknown)}."
