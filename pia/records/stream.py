"""The records of one assessment as files: sealed, chained, laid out for a pull request, and checked when read. Pure.

Every record carries the SHA-256 of its own canonical JSON (RFC 8785) and that of the record before. So a change, a gap,
a record put in, taken out or moved is found. Not found without something outside that remembers the last digest (a
protected branch of git, an object lock, a timestamp): that the newest records were taken away, that a whole assessment
was, or that everything was written anew by somebody who may write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from pia.digest import digest
from pia.errors import BrokenFile
from pia.model import RECORD_SCHEMA, AnyAct, Catalogue, Frozen, Level, OtherAct, Record, Revised, Verdict

LARGEST_RECORD = 10_000_000
"""Bytes. A revision of a large plan takes some fifty thousand."""

UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By schema: what makes its records into those of the next one. In memory only, and kept for ever."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The records of an assessment that were read and found whole; ``newer``: those only a newer pia understands."""

    name: str
    records: tuple[Record, ...]
    newer: tuple[Mapping[str, Any], ...] = ()

    @property
    def last(self) -> str:
        """The digest the next record has to name."""
        return self.records[-1].digest if self.records else ""


@dataclass(frozen=True, slots=True)
class When:
    """The moment a record is written (UTC), and the day it counts from."""

    at: datetime
    on: date


class Outline(Frozen, frozen=True, forbid_unknown_fields=False):
    """Of an assessment: what a list shows. All else is passed over, which is three times as fast as to read it."""

    verdict: Verdict
    level: Level | None


class Outlined(Revised, frozen=True, tag="revised"):
    """A revision of which the outline was read. Whoever asks for more of its assessment gets an AttributeError."""

    assessment: Outline  # type: ignore[assignment]


class Sketch(Record, frozen=True):
    """A record in which a revision is outlined."""

    act: Outlined | OtherAct


def seal(stream: Stream, act: AnyAct, *, by: str, when: When, catalogue: Catalogue) -> Record:
    """The next record of a stream, with its digest."""
    record = Record(
        schema=RECORD_SCHEMA,
        name=stream.name,
        number=len(stream.records) + 1,
        previous=stream.last,
        at=when.at.replace(microsecond=0),
        on=when.on,
        by=by,
        catalogue=catalogue.version,
        catalogue_digest=catalogue.digest,
        act=act,
        digest="",
    )
    return msgspec.structs.replace(record, digest=_digest(msgspec.json.decode(msgspec.json.encode(record))))


def file_name(number: int) -> str:
    """What the file of a record is called."""
    return f"{number:04}.json"


def written(record: Record) -> bytes:
    """A record as it is kept: one line for each value, so that a change shows as one in a pull request."""
    return _laid_out(msgspec.json.encode(record))


def read(name: str, where: str, files: Mapping[int, bytes]) -> Stream:
    """The stream in these files, by number. BrokenFile with every fault when any record is not as it was written."""
    faults: list[str] = []
    read_so_far: list[dict[str, Any]] = []
    previous: str | None = ""
    for number in range(1, max(files, default=0) + 1):
        raw = files.get(number)
        if raw is None:
            faults.append(f"{file_name(number)} is missing, and later records are there.")
            previous = None
            continue
        table, sentence = _table(raw)
        if table is None:
            faults.append(f"{file_name(number)} {sentence}")
            previous = None
            continue
        faults += [f"{file_name(number)} {fault}" for fault in _faults(table, raw, name, number, previous)]
        previous = str(table.get("digest"))
        read_so_far.append(table)
    if faults:
        raise BrokenFile(where, faults)
    known = [table for table in read_so_far if table["schema"] <= RECORD_SCHEMA]
    try:
        records = tuple(map(_record, known))
    except (msgspec.ValidationError, KeyError) as error:
        raise BrokenFile(where, [f"holds a record that pia did not write: {error}."]) from error
    return Stream(name, records, tuple(read_so_far[len(known) :]))


def glance(raw: bytes, kind: type[Record] = Record) -> Record | None:
    """A record read without looking whether it is whole; None when it is not one this pia knows as it is.

    ``kind``: Record, or Sketch where an outline of a revision is enough.
    """
    try:
        record = msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError):
        return None
    return record if record.schema == RECORD_SCHEMA else None


def differences(theirs: Record, ours: Record) -> Iterator[tuple[str, str, str]]:
    """Field by field: where two records of the same number differ, and what each says there."""
    mine, other = dict(_flat(msgspec.to_builtins(ours))), dict(_flat(msgspec.to_builtins(theirs)))
    for key in dict.fromkeys([*other, *mine]):
        if mine.get(key) != other.get(key) and key not in {"digest", "at"}:
            yield key, str(other.get(key, "nothing")), str(mine.get(key, "nothing"))


def _flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict | list | tuple):
        items: Iterable[tuple[object, object]] = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for key, item in items:
            yield from _flat(item, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def _digest(table: Mapping[str, Any]) -> str:
    return digest({key: value for key, value in table.items() if key != "digest"})


def _laid_out(packed: bytes) -> bytes:
    return msgspec.json.format(packed, indent=1) + b"\n"


def _table(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    """What a file holds, or why it holds nothing."""
    if len(raw) > LARGEST_RECORD:
        return None, f"has {len(raw):,} bytes; a record has {LARGEST_RECORD:,} at most."
    try:
        table = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, f"is not valid JSON: {error}."
    except RecursionError:
        return None, "is nested too deeply to be a record."
    if not isinstance(table, dict) or not isinstance(table.get("schema"), int):
        return None, "is not a record."
    return table, ""


def _faults(table: dict[str, Any], raw: bytes, name: str, number: int, previous: str | None) -> Iterator[str]:
    """What speaks against this file being this record as it was written. ``previous`` None: cannot be told."""
    try:
        if _digest(table) != table.get("digest"):
            yield "was changed after it was written: its digest is not that of what it says."
        elif (laid := _laid_out(msgspec.json.encode(table))) != raw and laid != raw.replace(b"\r\n", b"\n"):
            yield "was changed after it was written: it is not laid out as pia writes it."
    except (ValueError, OverflowError, RecursionError):
        yield "holds what no record holds."
    if (table.get("name"), table.get("number")) != (name, number):
        yield f"says it is record {table.get('number')} of {table.get('name')}."
    elif previous is not None and table.get("previous") != previous:
        yield "does not follow the record before it: that one was changed, taken out or put in."


def _record(table: dict[str, Any]) -> Record:
    """A record, brought to the schema of today one step at a time."""
    while table["schema"] < RECORD_SCHEMA:
        table = UPGRADES[table["schema"]](table)
    return msgspec.convert(table, Record)
