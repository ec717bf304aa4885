"""What an answer file says, in JSON or TOML: its shape alone, before anything is compared with the catalogue.

Two readers. A draft that is, byte for byte, as pia writes one is read at once; what people wrote, and all else, is
read patiently, so that every fault gets its sentence. Where the first answers, the second would say the same: what it
read, written again, is the very file, and so holds no key twice, no number in another form and nothing unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from pia.errors import BrokenFile, WrongUse
from pia.model import DRAFT_SCHEMA, Answer, Catalogue, Draft, Half, Kind, Question, Value

LARGEST_FILE = 2_000_000
"""Bytes. A full set of answers takes some twenty thousand."""

TEXTS = ("comment", "ask", "asked", "words")
"""What an answer may hold beside its value, as text."""


@dataclass(frozen=True, slots=True)
class Said:
    """A file as it was read. ``answers``: each answer, or the sentence that says why it is none."""

    name: str
    answers: Mapping[str, Answer | str]
    half: Half | None


def written(draft: Draft) -> bytes:
    """A draft as it is kept: one line for each value, so that a pull request shows what changed."""
    return msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n"


def read(content: bytes, where: str, catalogue: Catalogue) -> Said:
    """What a file says; ``where`` names it, and its ending says whether it is TOML.

    BrokenFile when it says nothing; WrongUse when a newer pia wrote it.
    """
    if len(content) > LARGEST_FILE:
        raise BrokenFile(where, [f"has {len(content):,} bytes; an answer file has {LARGEST_FILE:,} at most."])
    at_once = None if where.endswith(".toml") else as_written(content)
    return patiently(content, where, catalogue) if at_once is None else at_once


def as_written(content: bytes) -> Said | None:
    """What a draft of ours says; None for whatever is not exactly as this pia writes one."""
    try:
        draft = msgspec.json.decode(content, type=Draft)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if draft.schema > DRAFT_SCHEMA or written(draft) != content:
        return None
    return Said(draft.name, draft.answers, draft.half)


def patiently(content: bytes, where: str, catalogue: Catalogue) -> Said:
    """What any file says, or every fault of it."""
    table = _parse(where, content)
    _check_schema(where, table.get("schema", DRAFT_SCHEMA))
    raw = table.get("answers")
    if not isinstance(raw, dict):
        raise BrokenFile(where, ['has no table "answers". Write [answers] (TOML) or {"answers": {...}} (JSON).'])
    name = table.get("name")
    return Said(
        name=name if isinstance(name, str) else "",
        answers={key: _answer(catalogue.questions.get(key), value) for key, value in raw.items()},
        half=_half(table.get("half")),
    )


def _parse(where: str, raw: bytes) -> dict[str, Any]:
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


def _answer(question: Question | None, raw: object) -> Answer | str:
    """The answer, or why it has no shape that an answer may have."""
    table: dict[str, Any] = raw if isinstance(raw, dict) else {"value": raw}
    if extra := table.keys() - {"value", "offered", *TEXTS}:
        return f"has {min(extra)!r}, which is not known; known are value, {', '.join(TEXTS)} and offered."
    texts = {part: table.get(part, "") for part in TEXTS}
    if wrong := next((part for part, text in texts.items() if not isinstance(text, str)), None):
        return f"{wrong!r} should be a text."
    offered = table.get("offered", [])
    if not isinstance(offered, list) or not all(isinstance(name, str) for name in offered):
        return "'offered' should be a list of the ids of choices."
    value = _value(question, table.get("value"))
    if value is None:
        return "has a value of the wrong type."
    return Answer(value=value, offered=tuple(offered), **texts)


def _value(question: Question | None, raw: object) -> Value | None:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, list):
        return tuple(raw) if all(isinstance(item, str) for item in raw) else None
    return raw.isoformat() if isinstance(raw, date) and question is not None and question.kind is Kind.DATE else None


def _half(raw: object) -> Half | None:
    try:
        return msgspec.convert(raw, Half)
    except msgspec.ValidationError:
        return None
