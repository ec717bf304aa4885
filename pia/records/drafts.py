"""Drafts on disk: one folder for each assessment, one JSON file in it, replaced after every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pia.errors import WrongUse
from pia.model import DRAFT_SCHEMA, Answer, Catalogue, Draft, Half
from pia.records.answers import AnswerFile, read_answers
from pia.records.durable import replace

NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,62}")
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names Windows keeps for devices, which no folder may have there."""


class Drafts:
    """The drafts of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where a draft is kept; WrongUse when the name cannot be one."""
        if sentence := check_name(name):
            raise WrongUse(f"{name}: {sentence}")
        return self.folder / name / "draft.json"

    def names(self) -> list[str]:
        """All drafts, the one changed last first."""
        found = [path for path in self.folder.glob("*/draft.json") if not check_name(path.parent.name)]
        found.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [path.parent.name for path in found]

    def changed(self, name: str) -> float:
        """When a draft was last saved, in seconds since 1970."""
        return self.path(name).stat().st_mtime

    def load(self, name: str, catalogue: Catalogue) -> AnswerFile:
        """What a draft holds; WrongUse when there is none of that name, or a newer pia wrote it."""
        path = self.path(name)
        if not path.exists():
            raise WrongUse(self._nearest(name))
        return read_answers(path, catalogue, lenient=True)

    def save(self, name: str, catalogue: Catalogue, answers: Mapping[str, Answer], half: Half | None = None) -> None:
        """Keep all answers of a draft, those set aside included, and one that is half typed, durably."""
        draft = Draft(schema=DRAFT_SCHEMA, name=name, catalogue=catalogue.version, answers=dict(answers), half=half)
        replace(self.path(name), msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n")

    def _nearest(self, name: str) -> str:
        import difflib

        names = self.names()
        near = difflib.get_close_matches(name, names, n=1)
        if near:
            return f"There is no assessment named {name} in {self.folder}. Did you mean {near[0]}?"
        there = f"There are: {', '.join(names[:9])}." if names else "There are none yet; `pia new` begins one."
        return f"There is no assessment named {name} in {self.folder}. {there}"


def check_name(name: str) -> str | None:
    """One sentence saying what a name may be; None when this one is good."""
    if not NAME.fullmatch(name):
        return "Use 3 to 63 letters a-z, digits and hyphens."
    if name in RESERVED:
        return "Windows keeps this name for a device; use another."
    return None
