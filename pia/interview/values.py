"""What may be answered: reading what was typed, checking a value, saying a value in words. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pia.model import UNKNOWN, Answer, Answers, Catalogue, Kind, Question, Role, Value

UNKNOWN_WORDS = "don't know yet"
"""How ``UNKNOWN`` is offered and shown."""

LONGEST_TEXT = 10_000
MOST_MARKS = 20
LARGEST_NUMBER = 999_999_999_999

_GROUPED = re.compile(r"\d{1,3}(?:[ ,.'\u2019]\d{3})+")
"""A whole number as people write it, in groups of three: 8,000 or 8.000 or 8 000."""


_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text on one line: every run of white space, line breaks included, becomes one space."""
    return " ".join(text.split())


def read(question: Question, typed: str) -> Value:
    """The value that typed characters stand for. What cannot be read is returned as text, for ``check`` to refuse."""
    text = fold(typed)
    if question.kind is Kind.NUMBER and _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if question.kind is Kind.NUMBER and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER)):
        return int(text)
    return text


def tidy(question: Question, value: Value) -> Value:
    """The same answer as it is kept: several choices in the catalogue's order, whatever order they were named in."""
    if not isinstance(value, tuple):
        return value
    return tuple(choice.id for choice in question.choices if choice.id in value)


def check(question: Question, value: Value) -> str | None:
    """One sentence of at most 60 characters saying what to answer instead; None when the value is good."""
    if value == UNKNOWN:
        return None
    match question.kind:
        case Kind.ONE:
            return _check_one(question, value)
        case Kind.MANY:
            return _check_many(question, value)
        case Kind.NUMBER:
            return _check_number(value)
        case Kind.DATE:
            return _check_date(value)
        case Kind.TEXT:
            return check_text(value) if value else "Type a few words."


def check_text(text: Value) -> str | None:
    """The same for free text alone, which may be empty: an answer's or a comment's."""
    if not isinstance(text, str):
        return "Answer in words, as text."
    if len(text) > LONGEST_TEXT:
        return f"Keep it to {LONGEST_TEXT:,} characters at most."
    return None if text.isascii() and text.isprintable() else _check_characters(text)  # most are, and need no look


def _check_characters(text: str) -> str | None:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            return "One character is broken (half of a pair): type it again."
        if category == "Cc" or _is_noncharacter(character) or _overrides_direction(character):
            return "Leave out control characters (invisible codes)."
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            return f"Too many accents on one letter: {MOST_MARKS} at most."
    return None


def shown(question: Question, value: Value) -> str:
    """The value in the words the person chose or typed."""
    if value == UNKNOWN:
        return UNKNOWN_WORDS
    if isinstance(value, tuple):
        return "; ".join(_choice_words(question, choice) for choice in value)
    if isinstance(value, int):
        return f"{value:,} {question.unit}".rstrip()
    return _choice_words(question, value) if question.kind is Kind.ONE else value


def chosen_words(question: Question, value: Value) -> str:
    """The texts of the choices taken; "" where nothing was chosen from a list."""
    return shown(question, value) if question.choices and value != UNKNOWN else ""


def chosen(answer: Answer | None) -> tuple[str, ...]:
    """The ids of the choices taken, be it one, several or none."""
    if answer is None or isinstance(answer.value, int):
        return ()
    return answer.value if isinstance(answer.value, tuple) else (answer.value,)


def possible(catalogue: Catalogue, answers: Answers) -> dict[str, Answer]:
    """Those of the answers that this catalogue has a question and a choice for: what may be judged."""
    return {
        name: answer
        for name, answer in answers.items()
        if name in catalogue.questions and check(catalogue.questions[name], answer.value) is None
    }


def places_of(catalogue: Catalogue, answers: Answers) -> tuple[str, ...]:
    """Where the people are, as far as it was answered."""
    return tuple(
        place
        for question in catalogue.role(Role.PLACES)
        for choice in question.choices
        if choice.id in chosen(answers.get(question.id))
        for place in choice.places
    )


def same_words(one: str, other: str) -> bool:
    """Whether two wordings differ in nothing but white space, punctuation and capitals, so that they mean the same."""
    return words(one) == words(other)


def words(text: str) -> list[str]:
    """The words of a text, without punctuation and capitals."""
    return _WORD.findall(text.casefold())


def said(question: Question, answer: Answer) -> str:
    """An answer in words, with who will know it if it was left to someone."""
    return f"{shown(question, answer.value)}; {answer.ask} will know" if answer.ask else shown(question, answer.value)


def who_knows(question: Question, answer: Answer | None) -> str:
    """Whom to ask: the person or team that was named, else those whom the catalogue names."""
    return answer.ask if answer and answer.ask else question.who


def _check_one(question: Question, value: Value) -> str | None:
    if isinstance(value, str) and value in [choice.id for choice in question.choices]:
        return None
    return "Choose one of the listed answers."


def _check_many(question: Question, value: Value) -> str | None:
    if not isinstance(value, tuple) or not value:
        return f"Nothing is ticked: tick one, or {UNKNOWN_WORDS}."
    alone = {choice.id: choice.alone for choice in question.choices}
    if any(choice not in alone for choice in value):
        return "Choose only listed answers."
    if len(set(value)) < len(value):
        return "Name each choice once."
    if len(value) > 1 and any(alone[choice] for choice in value):
        return "One of these stands alone: choose only it, or the others."
    return None


def _check_number(value: Value) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER:
        return None
    return "Type a whole number in digits, such as 8000."


def _check_date(value: Value) -> str | None:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return None
    except ValueError:
        pass
    return "Type a date as year-month-day, such as 2026-03-31."


def _choice_words(question: Question, choice_id: str) -> str:
    try:
        return question.choice(choice_id).text
    except KeyError:
        return f"“{choice_id}” (no longer offered)"


def _is_noncharacter(character: str) -> bool:
    """Code points that are never characters, and that XML, so PDF metadata, may not hold (Unicode 23.7)."""
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004


def _overrides_direction(character: str) -> bool:
    """Codes that make text read in another order than it is stored ("Trojan Source", CVE-2021-42574)."""
    return unicodedata.bidirectional(character) in {"LRO", "RLO"}
