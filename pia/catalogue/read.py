"""Reads a folder of TOML files into a catalogue; reports all faults at once, each with file, id and what is allowed.

The shapes are those of ``pia.model``, written the way a lawyer would: a condition is a table ``question = choice(s)``,
choices are a table ``id = text``. CONTRIBUTING.md shows one example of each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from pia.catalogue.check import faults_in
from pia.errors import BrokenFile
from pia.model import (
    Alternative,
    Catalogue,
    Family,
    Frozen,
    Measure,
    Place,
    Question,
    Rule,
    Scale,
    Section,
    Source,
)

Entry = TypeVar("Entry", bound=Frozen)
Table = dict[str, Any]


class _Misshapen(Exception):
    """An entry is not written the way it should be; the message says how."""


def read(directory: Path, digest: str) -> Catalogue:
    """Read, shape and cross-check the catalogue in ``directory``; BrokenFile lists every fault found."""
    reader = _Reader(directory)
    parts: dict[str, Any] = {
        "sections": reader.named("catalogue.toml", "section", Section),
        "families": reader.named("catalogue.toml", "family", Family),
        "places": reader.named("places.toml", "", Place),
        "questions": reader.listed("questions.toml", "question", Question, _question),
        "rules": reader.listed("rules/*.toml", "rule", Rule, _rule),
        "measures": reader.listed("measures.toml", "measure", Measure, _measure),
        "alternatives": reader.listed("alternatives.toml", "alternative", Alternative, dict),
        "sources": reader.named("sources/*.toml", "", Source, _with_conditions),
        "scale": reader.one("scale.toml", Scale, _scale),
    }
    head = {key: value for key, value in reader.table("catalogue.toml").items() if key in {"version", "released"}}
    if set(head) != {"version", "released"} or not isinstance(head["released"], date):
        reader.faults.append('catalogue.toml: needs a version such as "1.2.0" and a released date such as 2026-03-31.')
    if reader.faults:
        raise BrokenFile(directory, reader.faults)
    catalogue = Catalogue(digest=digest, **head, **parts)
    faults = [f"{reader.place(entry)}: {fault}" for entry, fault in faults_in(catalogue)]
    if faults:
        raise BrokenFile(directory, faults)
    return catalogue


@dataclass(frozen=True, slots=True)
class _Shape(Generic[Entry]):
    """What an entry becomes, and how its authored form is brought into that shape."""

    kind: type[Entry]
    written: Callable[[Table], Table]


class _Reader:
    """Keeps what was read, where each id stands, and the faults so far."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults: list[str] = []
        self.where: dict[tuple[type[Frozen], str], str] = {}
        self._read: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """One file as a table; empty, with a fault noted, when it cannot be read."""
        if name not in self._read:
            self._read[name] = {}
            try:
                self._read[name] = tomllib.loads((self.directory / name).read_text("utf-8"))
            except OSError as error:
                self.faults.append(f"{name}: cannot be read: {error.strerror or error}.")
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self.faults.append(f"{name}: is not valid TOML: {error}.")
        return self._read[name]

    def place(self, entry: Frozen) -> str:
        """File and id of an entry."""
        return self.where[type(entry), getattr(entry, "id", "")]

    def listed(self, pattern: str, key: str, kind: type[Entry], shape: Callable[[Table], Table]) -> dict[str, Entry]:
        """Every ``[[key]]`` entry of the files, by id, in the order written."""
        found: dict[str, Entry] = {}
        for name in self._files(pattern):
            entries = self.table(name).get(key, [])
            for number, raw in enumerate(entries if isinstance(entries, list) else [], 1):
                entry_id = raw.get("id") if isinstance(raw, dict) else None
                self._add(found, name, entry_id or f"{key} {number}", raw, _Shape(kind, shape))
        return found

    def named(
        self, pattern: str, key: str, kind: type[Entry], shape: Callable[[Table], Table] = dict
    ) -> dict[str, Entry]:
        """Every ``[key.id]`` (or, without a key, every ``[id]``) table of the files, by id."""
        found: dict[str, Entry] = {}
        for name in self._files(pattern):
            table = self.table(name)
            for entry_id, raw in (table.get(key, {}) if key else table).items():
                own = {"id": entry_id, **raw} if isinstance(raw, dict) else raw
                self._add(found, name, entry_id, own, _Shape(kind, shape))
        return found

    def one(self, name: str, kind: type[Entry], shape: Callable[[Table], Table]) -> Entry | None:
        """A file that is one entry."""
        found: dict[str, Entry] = {}
        self._add(found, name, "", self.table(name), _Shape(kind, shape))
        return found.get("")

    def _files(self, pattern: str) -> Iterator[str]:
        if "*" not in pattern:
            yield pattern
            return
        names = sorted(path.relative_to(self.directory).as_posix() for path in self.directory.glob(pattern))
        if not names:
            self.faults.append(f"{pattern}: no such files.")
        yield from names

    def _add(
        self,
        found: dict[str, Entry],
        name: str,
        entry_id: str,
        raw: object,
        shape: _Shape[Entry],
    ) -> None:
        place = f"{name}: {entry_id}" if entry_id else name
        if entry_id in found:
            self.faults.append(f"{place}: stands twice; first in {self.where[shape.kind, entry_id]}.")
            return
        if not isinstance(raw, dict):
            self.faults.append(f"{place}: should be a table.")
            return
        try:
            found[entry_id] = msgspec.convert(shape.written(raw), shape.kind, strict=True)
            self.where[shape.kind, entry_id] = place
        except _Misshapen as error:
            self.faults.append(f"{place}: {error}")
        except msgspec.ValidationError as error:
            self.faults.append(f"{place}: {_in_words(str(error), shape.kind)}")


def _in_words(message: str, kind: type[Frozen]) -> str:
    text, _, path = message.partition(" - at ")
    at = path.strip("`").removeprefix("$").removeprefix(".")
    known = f" Known here: {', '.join(kind.__struct_fields__)}." if "unknown field" in text and not at else ""
    return f"{at + ': ' if at else ''}{text}.{known}"


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
    shaped["adjust"] = [_with_conditions(_table(item, "adjust")) for item in raw.get("adjust", ())]
    return shaped


def _scale(raw: Table) -> Table:
    return {**raw, "steps": [_with_conditions(_table(item, "steps")) for item in raw.get("steps", ())]}


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
    raise _Misshapen(f"{key}: {question} should be a choice, a list of choices, or a table with over, under or lacks.")


def _table(raw: object, key: str) -> Table:
    if isinstance(raw, dict):
        return raw
    raise _Misshapen(f"{key} should be a table.")
