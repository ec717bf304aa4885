"""Drafts: one folder for each assessment, one JSON file in it, replaced after every answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from pia.errors import WrongUse
from pia.model import DRAFT_SCHEMA, Answer, Catalogue, Draft, Half
from pia.records.answers import AnswerFile, answers_in
from pia.records.backend import Backend, open_store
from pia.records.folder import Folder
from pia.records.said import written

NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,62}")
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names Windows keeps for devices, which no folder may have there."""

_SPELT = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ə": "e",
        "ħ": "h",
        "ŧ": "t",
    }
)
"""Latin letters that Unicode does not take apart into one of a to z and a mark; ß becomes ss by itself."""


class Drafts:
    """The drafts of one store: a folder, a URL, or a backend that is open already."""

    def __init__(self, store: str | Path | Backend) -> None:
        self._backend = open_store(store) if isinstance(store, str | Path) else store
        self.where = self._backend.where

    def path(self, name: str) -> Path:
        """Where the draft lies on this machine, or, for a store elsewhere, would: reports are written beside it."""
        folder = self._backend.path if isinstance(self._backend, Folder) else Path()
        return folder / _key(name)

    def names(self) -> list[str]:
        """All drafts, the one changed last first."""
        keys = [key for key in self._backend.names() if key.endswith("/draft.json")]
        found = [name for name in (key.partition("/")[0] for key in keys) if not check_name(name)]
        return sorted(found, key=self.changed, reverse=True)

    def exists(self, name: str) -> bool:
        """Whether there is a draft of that name."""
        return self._backend.read(_key(name)) is not None

    def changed(self, name: str) -> float:
        """When a draft was last saved, in seconds since 1970."""
        return self._backend.changed(_key(name))

    def load(self, name: str, catalogue: Catalogue) -> AnswerFile:
        """What a draft holds; WrongUse when there is none of that name, or a newer pia wrote it."""
        raw = self._backend.read(_key(name))
        if raw is None:
            raise WrongUse(self._nearest(name))
        return answers_in(raw, f"{self.where}/{_key(name)}", catalogue, lenient=True)

    def save(self, name: str, catalogue: Catalogue, answers: Mapping[str, Answer], half: Half | None = None) -> None:
        """Keep all answers of a draft, those set aside included, and one that is half typed, durably."""
        draft = Draft(schema=DRAFT_SCHEMA, name=name, catalogue=catalogue.version, answers=dict(answers), half=half)
        self._backend.replace(_key(name), written(draft))

    def _nearest(self, name: str) -> str:
        import difflib

        names = self.names()
        near = difflib.get_close_matches(name, names, n=1)
        if near:
            return f"There is no assessment named {name} in {self.where}. Did you mean {near[0]}?"
        there = (
            f"There are: {', '.join(names[:9])}."
            if names
            else "There are none yet; `pia new` begins one. If it is kept elsewhere, add --store FOLDER."
        )
        return f"There is no assessment named {name} in {self.where}. {there}"


def _key(name: str) -> str:
    """The key of a draft; WrongUse when the name cannot be one."""
    if sentence := check_name(name):
        raise WrongUse(f"{name}: {sentence}")
    return f"{name}/draft.json"


def check_name(name: str) -> str | None:
    """One sentence saying what a name may be; None when this one is good."""
    if not NAME.fullmatch(name):
        near = near_name(name)
        return f"Use 3 to 63 letters a-z, digits and hyphens{f', such as {near}' if near else ''}."
    if name in RESERVED:
        return "Windows keeps this name for a device; use another."
    return None


def near_name(words: str) -> str:
    """The good name that is nearest to these words; "" when none is near."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_SPELT)).encode("ascii", "ignore").decode()
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63].rstrip("-")
    return near if NAME.fullmatch(near) and near not in RESERVED else ""
