"""Versions: ids are permanent, and a version is raised as far as its changes ask."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from catalogue.freeze import FROZEN, Step, changes, faults, needed, retired, snapshot, taken
from helpers import real_catalogue
from msgspec.structs import replace

from pia.model import Catalogue, Choice, Kind, Level


def frozen() -> dict[str, Any]:
    """What was kept of the last release."""
    kept: dict[str, Any] = json.loads(FROZEN.read_text("utf-8"))
    return kept


def with_(part: str, entry_id: str, /, **fields: object) -> Catalogue:
    """The catalogue with some fields of one entry changed."""
    held = real_catalogue()
    entries = dict(getattr(held, part))
    entries[entry_id] = replace(entries[entry_id], **fields)
    return replace(held, **{part: entries})


def without(part: str, entry_id: str) -> Catalogue:
    """The catalogue without one entry."""
    held = real_catalogue()
    return replace(held, **{part: {name: entry for name, entry in getattr(held, part).items() if name != entry_id}})


def steps(catalogue: Catalogue) -> list[tuple[Step, str]]:
    """The changes from the real catalogue."""
    return list(changes(snapshot(real_catalogue(), {}), snapshot(catalogue, {})))


def test_the_version_was_raised_far_enough() -> None:
    """Since the last release nothing was changed that asks for a greater version.

    When this fails, raise `version` in catalogue.toml as it says and write a line under *Catalogue* in CHANGELOG.md; at
    the release, `python tests/catalogue/freeze.py` keeps the new state.
    """
    lines = faults(frozen(), real_catalogue())
    assert not lines, "\n".join(lines)


def test_no_id_was_reused() -> None:
    """An id that a release has retired never comes back as something else."""
    for part, names in frozen()["retired"].items():
        assert not set(names) & getattr(real_catalogue(), part).keys()


@pytest.mark.parametrize(
    ("catalogue", "step", "what"),
    [
        (without("rules", "unneeded-number"), Step.MAJOR, "rule unneeded-number is gone"),
        (without("alternatives", "open-access"), Step.MAJOR, "alternative open-access is gone"),
        (
            with_("questions", "volume", kind=Kind.TEXT),
            Step.MAJOR,
            "question volume: what decides findings was changed (it was of kind number)",
        ),
        (
            with_("questions", "required", choices=real_catalogue().questions["required"].choices[1:]),
            Step.MAJOR,
            "question required: choice optional is gone",
        ),
        (
            with_(
                "questions",
                "required",
                choices=(*real_catalogue().questions["required"].choices, Choice(id="later", text="Later")),
            ),
            Step.MINOR,
            "question required: choice later is new",
        ),
        (
            with_("rules", "unneeded-number", severity=2),
            Step.MAJOR,
            "rule unneeded-number: what decides findings was changed",
        ),
        (with_("rules", "unneeded-number", sources=()), Step.MAJOR, "rule unneeded-number: it rests on other sources"),
        (
            with_("rules", "unneeded-number", measures=()),
            Step.MINOR,
            "rule unneeded-number: other measures or alternatives help",
        ),
        (with_("rules", "unneeded-number", title="Otherwise"), Step.PATCH, "rule unneeded-number: worded otherwise"),
        (with_("sources", "eu-gdpr-5-1c", says="Otherwise."), Step.PATCH, "source eu-gdpr-5-1c: worded otherwise"),
        (with_("families", "minors", title="Young"), Step.PATCH, "family minors: worded otherwise"),
        (
            with_("measures", "empty-box", changes=()),
            Step.MAJOR,
            "measure empty-box: what decides findings was changed",
        ),
        (
            replace(real_catalogue(), scale=replace(real_catalogue().scale, open_cap=Level.HIGH)),
            Step.MAJOR,
            "scale: what decides findings was changed",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_change_asks_for_its_step(catalogue: Catalogue, step: Step, what: str) -> None:
    """Gone or re-kinded or scored otherwise is major, added is minor, worded otherwise is patch."""
    assert steps(catalogue) == [(step, what)]


def test_an_added_entry_is_minor() -> None:
    """The other way round: what is gone from one is new in the other."""
    found = list(changes(snapshot(without("rules", "law-elsewhere"), {}), snapshot(real_catalogue(), {})))
    assert found == [(Step.MINOR, "rule law-elsewhere is new")]


def test_nothing_changed_asks_for_nothing() -> None:
    """The same catalogue needs no new version."""
    assert not steps(real_catalogue())
    assert needed([], "0.1.0") is Step.NONE


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("0.1.0", "0.1.0", Step.NONE),
        ("0.1.0", "0.0.9", Step.NONE),
        ("0.1.9", "0.1.10", Step.PATCH),
        ("0.1.0", "0.2.0", Step.MINOR),
        ("0.9.3", "1.0.0", Step.MAJOR),
    ],
)
def test_a_step_is_read_off_two_versions(old: str, new: str, step: Step) -> None:
    """Numbers are compared as numbers."""
    assert taken(old, new) is step


@pytest.mark.parametrize(
    ("version", "now", "fits"),
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.1.1", False),
        ("0.1.0", "0.2.0", True),
        ("1.0.0", "1.1.0", False),
        ("1.0.0", "2.0.0", True),
    ],
)
def test_too_small_a_step_is_refused(version: str, now: str, fits: bool) -> None:  # noqa: FBT001
    """Changed scoring needs a major step, and while the major version is 0 a minor one; every reason is listed."""
    old = {**snapshot(real_catalogue(), {}), "version": version}
    lines = faults(old, replace(with_("rules", "unneeded-number", severity=2), version=now))
    assert bool(lines) is not fits
    if lines:
        assert f"version {now} is too small a step from {version}" in lines[0]
        assert "major: rule unneeded-number: what decides findings was changed" in lines[0]


def test_a_retired_id_cannot_come_back() -> None:
    """What was released and is gone stays on the list, and is refused whatever the version."""
    old = snapshot(real_catalogue(), {})
    gone = retired(old, without("rules", "law-elsewhere"))
    assert gone["rules"] == ["law-elsewhere"]
    later = snapshot(replace(without("rules", "law-elsewhere"), version="0.2.0"), gone)
    lines = faults(later, replace(real_catalogue(), version="0.3.0"))
    assert lines == ["rule law-elsewhere is new, and its id was used before: choose another"]


def test_what_decides_does_not_hang_on_order_of_files() -> None:
    """A snapshot goes through JSON and back unchanged, so that what is kept compares with what is held."""
    kept = snapshot(real_catalogue(), {"rules": ["old"]})
    assert msgspec.json.decode(msgspec.json.encode(kept)) == kept
