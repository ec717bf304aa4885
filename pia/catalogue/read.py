"""Reads folders of TOML files into a catalogue; reports all faults at once, each with file, id and what is allowed.

The shapes are those of ``pia.model``, written the way a lawyer would: a condition is a table ``question = choice(s)``,
choices are a table ``id = text``. CONTRIBUTING.md shows one example of each. First the files are read into entries as
written, then each entry is brought into its shape, then what must hold between them is checked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from pia.catalogue.check import faults_in
from pia.catalogue.parts import PARTS, Misshapen, Part, Table
from pia.errors import BrokenFile, reason
from pia.model import Catalogue, Frozen

Key: TypeAlias = tuple[type[Frozen], str]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in a file: where that is (file and id), and what stands there."""

    where: str
    raw: object


Entries: TypeAlias = dict[str, Written]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading. ``catalogue`` is None when too little could be read to make one.

    ``where``: file and id of every entry. ``doubtful``: entries with a fault.
    """

    catalogue: Catalogue | None
    faults: tuple[str, ...]
    where: Mapping[Key, str]
    doubtful: frozenset[Key]


class Files:
    """A folder of catalogue files, each read once, and the faults met so far. ``partial``: any file may be missing."""

    def __init__(self, directory: Path, *, partial: bool = False) -> None:
        self.directory = directory
        self.partial = partial
        self.faults: list[str] = []
        self.unreadable = False
        self._read: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """One file as a table; empty, with a fault noted, when it cannot be read."""
        if name not in self._read:
            self._read[name] = {}
            path = self.directory / name
            try:
                if not self.partial or path.exists():
                    self._read[name] = tomllib.loads(path.read_text("utf-8"))
            except OSError as error:
                self._fail(f"{name}: cannot be read: {reason(error)}.")
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self._fail(f"{name}: is not valid TOML: {error}.")
        return self._read[name]

    def entries(self, part: Part) -> Entries:
        """Every entry of one part, by id, in the order written."""
        found: Entries = {}
        for name in self._names(part.pattern):
            for entry_id, raw in _raw(self.table(name), part):
                where = f"{name}: {entry_id}" if entry_id else name
                if entry_id in found:
                    self.faults.append(f"{where}: stands twice; first in {found[entry_id].where}.")
                else:
                    found[entry_id] = Written(where, raw)
        return found

    def _names(self, pattern: str) -> Iterator[str]:
        if "*" not in pattern:
            yield pattern
            return
        names = sorted(path.relative_to(self.directory).as_posix() for path in self.directory.glob(pattern))
        if not names and not self.partial:
            self._fail(f"{pattern}: no such files.")
        yield from names

    def _fail(self, fault: str) -> None:
        self.faults.append(fault)
        self.unreadable = True


def _raw(table: Table, part: Part) -> Iterator[tuple[str, object]]:
    if part.listed:
        entries = table.get(part.key, [])
        for number, raw in enumerate(entries if isinstance(entries, list) else [], 1):
            entry_id = raw.get("id") if isinstance(raw, dict) else None
            yield entry_id if isinstance(entry_id, str) and entry_id else f"{part.key} {number}", raw
    elif part.single:
        if table:
            yield "", table
    else:
        named = table.get(part.key, {}) if part.key else table
        for entry_id, raw in named.items() if isinstance(named, dict) else ():
            yield entry_id, {"id": entry_id, **raw} if isinstance(raw, dict) else raw


def read(directory: Path, digest: str) -> Catalogue:
    """Read, shape and cross-check the catalogue in ``directory``; BrokenFile lists every fault found."""
    return whole(examine(directory, digest), directory)


def whole(reading: Reading, directory: Path) -> Catalogue:
    """The catalogue of a reading without faults; BrokenFile lists every fault of any other."""
    if reading.faults or reading.catalogue is None:
        raise BrokenFile(directory, reading.faults)
    return reading.catalogue


def examine(directory: Path, digest: str) -> Reading:
    """The same, faults and all."""
    files = Files(directory)
    parts = {part.name: files.entries(part) for part in PARTS}
    return make(parts, files.table("catalogue.toml"), digest, files)


def make(parts: Mapping[str, Entries], head: Table, digest: str, files: Files) -> Reading:
    """Bring entries into their shapes, and check what must hold between them. ``files``: what they were read from."""
    faults = files.faults
    where: dict[Key, str] = {}
    shaped: dict[str, dict[str, Frozen]] = {}
    doubtful: set[Key] = set()
    for part in PARTS:
        shaped[part.name] = {}
        for entry_id, written in parts[part.name].items():
            where[part.kind, entry_id] = written.where
            try:
                shaped[part.name][entry_id] = _shape(part, written.raw)
            except Misshapen as error:
                faults.append(f"{written.where}: {error}")
                doubtful.add((part.kind, entry_id))
    facts: dict[str, Any] = {key: head[key] for key in ("version", "released") if key in head}
    if not isinstance(facts.get("version"), str) or type(facts.get("released")) is not date:
        faults.append('catalogue.toml: needs a version such as "1.2.0" and a released date such as 2026-03-31.')
        files.unreadable = True
    scale = shaped.pop("scale").get("")
    if files.unreadable or scale is None:
        return Reading(None, tuple(faults), where, frozenset(doubtful))
    named: dict[str, Any] = {**facts, **shaped, "scale": scale}
    catalogue = Catalogue(digest=digest, **named)
    follows = {entry_id for _, entry_id in doubtful}
    for entry, fault in faults_in(catalogue):
        if not follows.intersection(re.findall(r"[\w-]+", fault)):  # the misshapen entry itself was named above
            faults.append(f"{where[key_of(entry)]}: {fault}")
        doubtful.add(key_of(entry))
    return Reading(catalogue, tuple(faults), where, frozenset(doubtful))


def key_of(entry: Frozen) -> Key:
    """What an entry is kept under: its kind and its id."""
    return type(entry), getattr(entry, "id", "")


def _shape(part: Part, raw: object) -> Frozen:
    if not isinstance(raw, dict):
        raise Misshapen("should be a table.")
    try:
        shaped: Frozen = msgspec.convert(part.shape(raw), part.kind, strict=True)
    except msgspec.ValidationError as error:
        raise Misshapen(_in_words(str(error), part.kind)) from None
    return shaped


def _in_words(message: str, kind: type[Frozen]) -> str:
    text, _, path = message.partition(" - at ")
    at = path.strip("`").removeprefix("$").removeprefix(".")
    known = f" Known here: {', '.join(kind.__struct_fields__)}." if "unknown field" in text and not at else ""
    return f"{at + ': ' if at else ''}{text}.{known}"
