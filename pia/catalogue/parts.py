"""The parts of a catalogue: which files hold them, and how an entry as written becomes one of the model's types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from pia.model import Alternative, Family, Frozen, Measure, Place, Question, Rule, Scale, Section, Source

Table: TypeAlias = dict[str, Any]


class Misshapen(Exception):
    """An entry is not written the way it should be; the message says how."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a catalogue.

    ``name``: its field in the catalogue. ``pattern``: its files. ``key``: the table its entries stand under, if any.
    ``listed``: entries stand as ``[[key]]`` and carry their id. ``single``: the file is one entry, without an id.
    ``shape`` brings an entry as written into the form that is decoded as ``kind``.
    """

    name: str
    pattern: str
    kind: type[Frozen]
    key: str = ""
    listed: bool = False
    single: bool = False
    shape: Callable[[Table], Table] = dict


def _question(raw: Table) -> Table:
    shaped = _with_conditions(raw)
    if "choices" in raw:
        shaped["choices"] = [_choice(name, value) for name, value in _table(raw["choices"], "choices").items()]
    return shaped


def _choice(name: str, value: object) -> Table:
    if isinstance(value, str):
        return {"id": name, "text": value}
    return {"id": name, **_table(value, f"choice {name}")}


def _rule(raw: Table) -> Table:
    shaped = _with_conditions(raw)
    shaped["adjust"] = [_with_conditions(item) for item in _tables(raw.get("adjust", []), "adjust")]
    return shaped


def _scale(raw: Table) -> Table:
    return {**raw, "steps": [_with_conditions(item) for item in _tables(raw.get("steps", []), "steps")]}


def _measure(raw: Table) -> Table:
    changes = [_change(question, value) for question, value in _table(raw.get("sets", {}), "sets").items()]
    return {**{key: value for key, value in raw.items() if key != "sets"}, "changes": changes}


def _change(question: str, value: object) -> Table:
    if isinstance(value, dict):
        return {"question": question, **value}
    return {"question": question, "to": value}


def _with_conditions(raw: Table) -> Table:
    shaped = dict(raw)
    for key in ("when", "unless"):
        if key in raw:
            shaped[key] = list(_condition(raw[key], key))
    return shaped


def _condition(raw: object, key: str) -> Iterator[list[Table]]:
    for table in raw if isinstance(raw, list) else [raw]:
        yield [_test(question, accepted, key) for question, accepted in _table(table, key).items()]


def _test(question: str, accepted: object, key: str) -> Table:
    if isinstance(accepted, str):
        return {"question": question, "any_of": [accepted]}
    if isinstance(accepted, list):
        return {"question": question, "any_of": accepted}
    if isinstance(accepted, dict):
        lacks = accepted.get("lacks")
        return {"question": question, **accepted, **({"lacks": [lacks]} if isinstance(lacks, str) else {})}
    raise Misshapen(f"{key}: {question} should be a choice, a list of choices, or a table with over, under or lacks.")


def _table(raw: object, key: str) -> Table:
    if isinstance(raw, dict):
        return raw
    raise Misshapen(f"{key} should be a table.")


def _tables(raw: object, key: str) -> list[Table]:
    if isinstance(raw, list):
        return [_table(item, key) for item in raw]
    raise Misshapen(f"{key} should be a list of tables.")


PARTS = (
    Part("sections", "catalogue.toml", Section, key="section"),
    Part("families", "catalogue.toml", Family, key="family"),
    Part("places", "places.toml", Place),
    Part("questions", "questions.toml", Question, key="question", listed=True, shape=_question),
    Part("rules", "rules/*.toml", Rule, key="rule", listed=True, shape=_rule),
    Part("measures", "measures.toml", Measure, key="measure", listed=True, shape=_measure),
    Part("alternatives", "alternatives.toml", Alternative, key="alternative", listed=True),
    Part("sources", "sources/*.toml", Source, shape=_with_conditions),
    Part("scale", "scale.toml", Scale, single=True, shape=_scale),
)
