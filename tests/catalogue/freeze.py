"""The catalogue as it was released: its permanent ids, and hashes of what decides findings and of everything else.

`python tests/catalogue/freeze.py` writes frozen.json at a release, and refuses when the version has not been raised as
far as the changes ask. Between releases, `test_frozen.py` compares the catalogue with it.

A *major* change is one that can make an old approval wrong: an id or a choice that is gone or asked in another shape,
or changed scoring. A *minor* one adds entries, choices, or help. A *patch* words something otherwise. While the major
version is 0, what would be major needs a minor step. Ids are never reused: those retired stay on the list.
"""

from __future__ import annotations

import enum
import functools
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from pia.catalogue import load
from pia.model import (
    Adjustment,
    Alternative,
    Catalogue,
    Circumstance,
    Family,
    Frozen,
    Measure,
    Place,
    Question,
    Rule,
    Scale,
    Source,
)

FROZEN = Path(__file__).with_name("frozen.json")
PARTS = ("questions", "rules", "sources", "measures", "alternatives", "families", "places")

WORDS: dict[type[Frozen], set[str]] = {
    Question: {"section", "text", "help", "who", "unit", "choices"},
    Rule: {
        "title", "matter", "why", "check", "fine_when", "nature", "adjust",
        "measures", "alternatives", "sources", "persuasive",
    },
    Source: {
        "instrument", "pinpoint", "title", "says", "url", "confidence", "checked", "ceiling", "ceiling_confidence",
        "imposed", "imposed_confidence", "caveat", "verify", "opened", "short",
    },
    Measure: {"title", "how", "owner", "evidence"},
    Alternative: {"need", "title", "text", "credible"},
    Family: {"title", "says"},
    Place: {"name", "consent_age", "age_note", "gaps"},
    Scale: {"severity", "likelihood", "steps"},
}  # fmt: skip
"""Fields that nothing is decided by, or that are compared one by one; all others, also those yet to come, decide."""


@functools.total_ordering
class Step(enum.Enum):
    """How far a version has to be raised."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __lt__(self, other: object) -> bool:
        """Ordered as written."""
        return isinstance(other, Step) and self.value < other.value


def snapshot(catalogue: Catalogue, retired: Mapping[str, list[str]]) -> dict[str, Any]:
    """What is kept of a release. ``retired``: ids of earlier releases that are gone, by part."""
    return {
        "version": catalogue.version,
        "scale": _entry(catalogue.scale),
        "retired": {part: sorted(names) for part, names in retired.items() if names},
        **{part: {name: _entry(entry) for name, entry in getattr(catalogue, part).items()} for part in PARTS},
    }


def _entry(entry: Frozen) -> dict[str, Any]:
    kept: dict[str, Any] = {"decides": _hash(_deciding(entry)), "all": _hash(entry)}
    if isinstance(entry, Question):
        kept["kind"] = entry.kind.value
        kept["choices"] = {choice.id: _hash([choice.alone, choice.places]) for choice in entry.choices}
    if isinstance(entry, Rule):
        kept["rests on"] = sorted({*entry.sources, *entry.persuasive})
        kept["helps"] = sorted({*entry.measures, *entry.alternatives})
    return kept


def _deciding(entry: Frozen) -> list[Any]:
    values = [getattr(entry, field) for field in entry.__struct_fields__ if field not in WORDS[type(entry)]]
    moves = entry.adjust if isinstance(entry, Rule) else entry.steps if isinstance(entry, Scale) else ()
    return [*values, [_without_reason(move) for move in moves]]


def _without_reason(move: Adjustment | Circumstance) -> Frozen:
    return msgspec.structs.replace(move, reason="")


def _hash(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()[:16]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Step, str]]:
    """Every change from one snapshot to another, and the step it asks for."""
    for part in PARTS:
        one = part.removesuffix("ies") + "y" if part.endswith("ies") else part.removesuffix("s")
        for name in old[part].keys() - new[part].keys():
            yield Step.MAJOR, f"{one} {name} is gone"
        for name in new[part].keys() - old[part].keys():
            reused = name in old["retired"].get(part, ())
            yield (
                Step.MINOR,
                f"{one} {name} is new" + (", and its id was used before: choose another" if reused else ""),
            )
        for name in old[part].keys() & new[part].keys():
            yield from ((step, f"{one} {name}: {what}") for step, what in _changed(old[part][name], new[part][name]))
    yield from ((step, f"scale: {what}") for step, what in _changed(old["scale"], new["scale"]))


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Step, str]]:
    if old["all"] == new["all"]:
        return
    found = list(_inside(old, new))
    if old["decides"] != new["decides"]:
        kind = f" (it was of kind {old['kind']})" if old.get("kind") != new.get("kind") else ""
        found.append((Step.MAJOR, f"what decides findings was changed{kind}"))
    yield from found or [(Step.PATCH, "worded otherwise")]


def _inside(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Step, str]]:
    had, has = old.get("choices", {}), new.get("choices", {})
    for choice in had.keys() - has.keys():
        yield Step.MAJOR, f"choice {choice} is gone"
    for choice in has.keys() - had.keys():
        yield Step.MINOR, f"choice {choice} is new"
    for choice in had.keys() & has.keys():
        if had[choice] != has[choice]:
            yield Step.MAJOR, f"choice {choice} stands for something else"
    if old.get("rests on") != new.get("rests on"):
        yield Step.MAJOR, "it rests on other sources"
    if old.get("helps") != new.get("helps"):
        yield Step.MINOR, "other measures or alternatives help"


def needed(found: list[tuple[Step, str]], version: str) -> Step:
    """The step that changes ask for after ``version``."""
    step = max((step for step, _ in found), default=Step.NONE)
    return Step.MINOR if step is Step.MAJOR and version.startswith("0.") else step


def taken(old: str, new: str) -> Step:
    """The step from one version to another; NONE when it is the same or an older one."""
    was, now = (tuple(int(number) for number in version.split(".")) for version in (old, new))
    if now <= was:
        return Step.NONE
    return next(step for step, a, b in zip((Step.MAJOR, Step.MINOR, Step.PATCH), was, now, strict=True) if a != b)


def faults(old: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    """Why the catalogue's version is too small a step from the released one; nothing when it is not."""
    new = snapshot(catalogue, old["retired"])
    found = list(changes(old, new))
    lines = [what for _, what in found if "choose another" in what]
    wanted = needed(found, old["version"])
    if taken(old["version"], new["version"]) < wanted:
        why = [
            f"  {step.name.lower()}: {what}" for step, what in sorted(found, key=lambda item: (-item[0].value, item[1]))
        ]
        lines.append(
            f"catalogue.toml: version {new['version']} is too small a step from {old['version']}: "
            f"these changes ask for a {wanted.name.lower()} one.\n" + "\n".join(why)
        )
    return lines


def retired(old: Mapping[str, Any], catalogue: Catalogue) -> dict[str, list[str]]:
    """Every id that was ever released and is gone, by part."""
    return {
        part: sorted({*old["retired"].get(part, ()), *old[part]} - getattr(catalogue, part).keys()) for part in PARTS
    }


def main() -> None:
    """Write frozen.json for the version in catalogue.toml, or say why it cannot be released so."""
    catalogue = load()
    old = json.loads(FROZEN.read_text("utf-8")) if FROZEN.exists() else None
    if old is not None and "--again" not in sys.argv and (lines := faults(old, catalogue)):
        sys.exit("\n".join(lines))
    gone = retired(old, catalogue) if old is not None and "--again" not in sys.argv else {}
    FROZEN.write_text(json.dumps(snapshot(catalogue, gone), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
