"""What a person does in an interview, and the keys and the lines by which they do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pia.interview.core import Interview, answered, begin
from pia.model import UNKNOWN, Answer, Kind, Question, Value

from .small import CATALOGUE

DOWN, ENTER, BACK, COMMENT, CLEAR = "\x1b[B", "\r", "\x1b[Z", "\x0f", "\x01\x0b"


@dataclass(frozen=True)
class Say:
    """Answer."""

    value: Value


@dataclass(frozen=True)
class Note:
    """Comment."""

    text: str


@dataclass(frozen=True)
class Leave:
    """Leave it to someone else."""

    who: str


@dataclass(frozen=True)
class GoBack:
    """One question back; from the review, to the last question."""


@dataclass(frozen=True)
class Change:
    """Pick a number in the review."""

    number: int


Step: TypeAlias = Say | Note | Leave | GoBack | Change


def follow(steps: list[Step]) -> Interview:
    """What the steps lead to, by the core alone."""
    state = begin(CATALOGUE.questions, {})
    for step in steps:
        state = after(state, step)
    return state


def after(state: Interview, step: Step) -> Interview:
    """What one step leads to."""
    match step:
        case Say(value):
            return state.put(value)
        case Note(text):
            return state.remark(text)
        case Leave(who):
            return state.leave_to(who)
        case GoBack():
            return state.back()
        case Change(number):
            return state.jump(state.asked[number - 1])


def as_keys(steps: list[Step]) -> list[str]:
    """The keys for each prompt of the arrow face."""
    state, keys = begin(CATALOGUE.questions, {}), []
    for step in steps:
        match step:
            case Say(value):
                assert state.question
                keys.append(answer_keys(state.question, state.answer, value))
            case Note(text):
                keys += [COMMENT, CLEAR + text + ENTER]
            case Leave(who):
                assert state.question
                keys += [("" if state.question.choices else CLEAR) + "@", CLEAR + who + ENTER]
            case GoBack():
                keys.append(BACK)
            case Change(number):
                keys.append(f"{number}{ENTER}")
        state = after(state, step)
    return [*keys, "ok\r"] if state.at is None else keys


def as_lines(steps: list[Step]) -> list[str]:
    """The lines for each prompt of the plain face."""
    state, typed = begin(CATALOGUE.questions, {}), []
    for step in steps:
        match step:
            case Say(value):
                assert state.question
                typed.append(answer_line(state.question, value))
            case Note(text):
                typed.append(f"// {text}")
            case Leave(who):
                typed.append(f"@ {who}")
            case GoBack():
                typed.append("<")
            case Change(number):
                typed.append(str(number))
        state = after(state, step)
    return [*typed, "ok"] if state.at is None else typed


def answer_keys(question: Question, before: Answer | None, value: Value) -> str:
    rows = [UNKNOWN, *(choice.id for choice in question.choices)]
    old = before.value if before and answered(before) else None
    if question.kind is Kind.ONE:
        start = rows.index(str(old)) if old is not None else 0
        return DOWN * ((rows.index(str(value)) - start) % len(rows)) + ENTER
    if question.kind is Kind.MANY:
        wanted = value if isinstance(value, tuple) else (str(value),)
        ticked = () if old is None else old if isinstance(old, tuple) else (str(old),)
        start = rows.index(ticked[0]) if ticked else 0
        keys = ""
        for step in range(len(rows)):
            row = rows[(start + step) % len(rows)]
            keys += (" " if (row in wanted) != (row in ticked) else "") + DOWN
        return keys + ENTER
    return CLEAR + ("" if value == UNKNOWN else str(value)) + ENTER


def answer_line(question: Question, value: Value) -> str:
    if value == UNKNOWN:
        return "!"
    if not question.choices:
        return str(value)
    wanted = value if isinstance(value, tuple) else (str(value),)
    return ",".join(str(number) for number, choice in enumerate(question.choices, 1) if choice.id in wanted)
