"""A house's own catalogue, laid over the built-in one: the same files, each of them optional, entries joined by id.

An entry with a new id is added; a question says with ``after`` where it is asked (without it, at the end). An entry
with a known id replaces the fields it gives, and keeps the rest; a list of ids may be written ``{ add = [...] }`` to
keep what is there. Nothing can be taken out. What a change could take away from the built-in findings is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from pia.catalogue.load import FILES
from pia.catalogue.loosened import loosened
from pia.catalogue.parts import PARTS, Part, Table
from pia.catalogue.read import Entries, Files, Reading, Written, make
from pia.model import Catalogue, Frozen, House

HEAD = ("name", "section", "family")
LISTS = ("measures", "alternatives", "sources", "persuasive")


def lay_over(built_in: Catalogue, base: Path, house: Path, house_digest: str) -> Reading:
    """The built-in catalogue, whose files are in ``base``, with the files in ``house`` laid over it."""
    under, over = Files(base), Files(house, partial=True)
    if not house.is_dir():
        over.faults.append("there is no such folder.")
    over.faults += _strange(house)
    head = over.table("catalogue.toml")
    for key in head.keys() - set(HEAD):
        over.faults.append(f"catalogue.toml: {key} is not for a house to set; {', '.join(HEAD)} are.")
    parts = {part.name: _joined(part, under.entries(part), over.entries(part), over.faults) for part in PARTS}
    digest = hashlib.sha256(f"{built_in.digest}\0{house_digest}".encode()).hexdigest()
    reading = make(parts, under.table("catalogue.toml"), digest, over)
    if reading.catalogue is None or reading.faults:
        return reading
    name = head.get("name", house.resolve().name)
    record = _record(built_in, reading.catalogue, str(name), house_digest)
    return replace(reading, catalogue=msgspec.structs.replace(reading.catalogue, house=record))


def _strange(house: Path) -> Iterator[str]:
    known = {path for pattern in FILES for path in house.glob(pattern)}
    for path in sorted(house.rglob("*.toml")):
        name = path.relative_to(house)
        if path not in known and name.parts[0] != "stories":
            yield f"{name.as_posix()}: is not read; a catalogue's files are {', '.join(FILES)}."


def _joined(part: Part, under: Entries, over: Entries, faults: list[str]) -> Entries:
    joined = dict(under)
    last: dict[str, str] = {}
    for entry_id, written in over.items():
        after: Any = _table(written).get("after") if part.name == "questions" else None
        if after is None:
            joined[entry_id] = _merged(under.get(entry_id), written)
        elif entry_id in under:
            faults.append(f"{written.where}: a built-in question stays where it is; leave out `after`.")
        elif after not in joined:
            faults.append(f"{written.where}: should come after {after!r}, which does not exist.")
        else:
            joined = _inserted(joined, last.get(after, after), entry_id, written)
            last[after] = entry_id
    return joined


def _inserted(entries: Entries, after: str, entry_id: str, written: Written) -> Entries:
    raw = {key: value for key, value in _table(written).items() if key != "after"}
    names = list(entries)
    names.insert(names.index(after) + 1, entry_id)
    return {name: entries.get(name, Written(written.where, raw)) for name in names}


def _merged(under: Written | None, over: Written) -> Written:
    if under is None or not isinstance(over.raw, dict):
        return over
    old = _table(under)
    new = {key: _with_added(key, old.get(key, []), value) for key, value in over.raw.items()}
    return Written(over.where, {**old, **new})


def _with_added(key: str, old: object, new: object) -> object:
    if key in LISTS and isinstance(new, dict) and set(new) == {"add"} and isinstance(old, list):
        return [*old, *(name for name in new["add"] if name not in old)]
    return new


def _table(written: Written) -> Table:
    return written.raw if isinstance(written.raw, dict) else {}


def _record(before: Catalogue, after: Catalogue, name: str, digest: str) -> House:
    added: list[str] = []
    changed: list[str] = []
    for part in PARTS:
        if part.single:
            continue
        had: Mapping[str, Frozen] = getattr(before, part.name)
        has: Mapping[str, Frozen] = getattr(after, part.name)
        label = part.kind.__name__.lower()
        added += [f"{label} {entry_id}" for entry_id in has if entry_id not in had]
        changed += [f"{label} {entry_id}" for entry_id in had if has[entry_id] != had[entry_id]]
    if before.scale != after.scale:
        changed.append("scale")
    return House(
        name=name, digest=digest, added=tuple(added), changed=tuple(changed), loosened=tuple(loosened(before, after))
    )
