"""Answer files: JSON or TOML, written by people or by pia, checked against the catalogue, all faults at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from pia.assess.conditions import settle
from pia.errors import BrokenFile, CannotRead, WrongUse
from pia.interview.values import check, check_text, tidy
from pia.model import DRAFT_SCHEMA, UNKNOWN, Answer, Answers, Catalogue, Half, Kind, Question, Value

LARGEST_FILE = 2_000_000
"""Bytes. A full set of answers takes some twenty thousand."""

_TEXTS = ("comment", "ask", "asked", "words")
"""What an answer may hold beside its value, as text."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an answer file says. ``name`` is the assessment's, or the file's own when it gives none.

    ``aside``: answers that this catalogue has no question or no choice for. Rules never see them; whoever writes the
    file again writes them too, so that they are there when the catalogue that knows them returns.
    ``half``: what had been typed of an answer when the person stopped.
    """

    name: str
    answers: dict[str, Answer]
    aside: Mapping[str, Answer] = field(default_factory=dict)
    half: Half | None = None

    @property
    def everything(self) -> dict[str, Answer]:
        """What an interview goes on with: it asks again what is not possible any more, and carries along the rest."""
        return {**self.answers, **self.aside}


def read_answers(path: Path, catalogue: Catalogue, *, lenient: bool = False) -> AnswerFile:
    """Read and check an answer file. WrongUse when it cannot be read, BrokenFile with every fault when it is not right.

    ``lenient``: see ``answers_in``.
    """
    if path.suffix not in {".json", ".toml"}:
        raise WrongUse(f"{path}: answer files end in .toml or .json.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotRead(path, error) from error
    return answers_in(raw, str(path), catalogue, lenient=lenient)


def answers_in(content: bytes, where: str, catalogue: Catalogue, *, lenient: bool = False) -> AnswerFile:
    """The same for a content that was read already; ``where`` names it, and its ending says whether it is TOML.

    ``lenient`` (for our own drafts): answers to questions this catalogue does not have, or with choices it does not
    offer, are set aside instead of refused.
    """
    table = _parse(where, content)
    _check_schema(where, table.get("schema", DRAFT_SCHEMA))
    faults: list[str] = []
    answers: dict[str, Answer] = {}
    aside: dict[str, Answer] = {}
    raw = table.get("answers")
    if not isinstance(raw, dict):
        raise BrokenFile(where, ['has no table "answers". Write [answers] (TOML) or {"answers": {...}} (JSON).'])
    for key, value in raw.items():
        question = catalogue.questions.get(key)
        if question is None and not lenient:
            faults.append(_no_question(key, catalogue))
            continue
        answer, fault = _answer(question, value)
        if answer is not None and fault is None and question is not None:
            answers[key] = answer
        elif answer is not None and lenient:
            aside[key] = answer
        else:
            faults.append(f"{key}: {fault}{_allowed(question) if question else ''}")
    if faults:
        raise BrokenFile(where, faults)
    name = table.get("name", "")
    half = _half(table.get("half"), catalogue)
    return AnswerFile(name if isinstance(name, str) and name else Path(where).stem, answers, aside, half)


def missing(catalogue: Catalogue, answers: Answers) -> Sequence[str]:
    """A line for every question that applies and has no answer, with what may be answered."""
    facts = settle(catalogue.questions, answers)
    return [
        f"{question.id}: {question.text}{_allowed(question)}"
        for question in (catalogue.questions[name] for name in facts.asked)
        if question.id not in answers
    ]


def _parse(where: str, raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        raise BrokenFile(where, [f"has {len(raw):,} bytes; an answer file has {LARGEST_FILE:,} at most."])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(where, [f"is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8."]) from error
    try:
        table = _toml(text) if where.endswith(".toml") else _json(text)
    except ValueError as error:
        kind = "TOML" if where.endswith(".toml") else "JSON"
        raise BrokenFile(where, [f"is not valid {kind}: {error}."]) from error
    except RecursionError as error:
        raise BrokenFile(where, ["is nested too deeply to be an answer file."]) from error
    if not isinstance(table, dict):
        raise BrokenFile(where, ["should hold one table."])
    return table


def _check_schema(where: str, schema: object) -> None:
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise BrokenFile(where, ["the schema should be a whole number."])
    if schema > DRAFT_SCHEMA:
        raise WrongUse(
            f"{where} was written by a newer pia (its schema is {schema}; this one knows {DRAFT_SCHEMA}), and is left "
            "as it is, because answers could be lost. Update pia to go on with it."
        )


def _toml(text: str) -> object:
    import tomllib

    return tomllib.loads(text)


def _json(text: str) -> object:
    import json

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"{twice!r} stands twice in one table")
        return table

    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is not a number JSON knows")

    return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)


def _answer(question: Question | None, raw: object) -> tuple[Answer | None, str | None]:
    """The answer and what is wrong with it; no answer when it has no shape at all. Without a question, its shape."""
    table: dict[str, Any] = raw if isinstance(raw, dict) else {"value": raw}
    if fault := _fault_beside(table):
        return None, fault
    value = _value(question, table.get("value"))
    if value is None:
        return None, "has a value of the wrong type."
    fault = None if question is None else check(question, value)
    kept = value if question is None or fault else tidy(question, value)
    beside = {part: str(table.get(part, "")) for part in _TEXTS}
    return Answer(value=kept, offered=tuple(table.get("offered", ())), **beside), fault


def _fault_beside(table: Mapping[str, object]) -> str | None:
    """What is wrong with the parts of an answer that stand beside its value."""
    if extra := table.keys() - {"value", "offered", *_TEXTS}:
        return f"has {min(extra)!r}, which is not known; known are value, {', '.join(_TEXTS)} and offered."
    for part in _TEXTS:
        text = table.get(part, "")
        if not isinstance(text, str):
            return f"{part!r} should be a text."
        if sentence := check_text(text):
            return f"in {part!r}: {sentence}"
    offered = table.get("offered", [])
    if not isinstance(offered, list) or not all(isinstance(name, str) for name in offered):
        return "'offered' should be a list of the ids of choices."
    if table.get("ask") and table.get("value") != UNKNOWN:
        return f"has an answer, so nobody need be asked: leave 'ask' out, or answer \"{UNKNOWN}\"."
    return None


def _half(raw: object, catalogue: Catalogue) -> Half | None:
    """What had been typed of an answer, in our own drafts; None when this catalogue has nothing to type it for."""
    try:
        half = msgspec.convert(raw, Half)
    except msgspec.ValidationError:
        return None
    question = catalogue.questions.get(half.question)
    if question is None or (question.choices and check(question, half.value)):
        return None
    return half if question.choices or isinstance(half.value, str) else None


def _value(question: Question | None, raw: object) -> Value | None:
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, list):
        return tuple(raw) if all(isinstance(item, str) for item in raw) else None
    if isinstance(raw, str | int):
        several = question is not None and question.kind is Kind.MANY
        return (raw,) if several and isinstance(raw, str) and raw != UNKNOWN else raw
    return raw.isoformat() if isinstance(raw, date) and question is not None and question.kind is Kind.DATE else None


def _allowed(question: Question) -> str:
    ids = ", ".join(choice.id for choice in question.choices)
    match question.kind:
        case Kind.ONE:
            return f" One of: {ids}."
        case Kind.MANY:
            return f" A list of: {ids}."
        case _:
            return ""


def _no_question(key: str, catalogue: Catalogue) -> str:
    import difflib

    near = difflib.get_close_matches(key, list(catalogue.questions), n=1)
    hint = f"Did you mean {near[0]}?" if near else "`pia catalogue list questions` shows all."
    return f"{key}: there is no such question. {hint}"
