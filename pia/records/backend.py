"""Where a store keeps its files: one small interface, and which kind a path or URL asks for.

Everything above it rests on one promise, `create`: of many writers of one name, one wins, and what it wrote stays.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from pia.errors import ExtraMissing, WrongUse

KEY = re.compile(r"[a-z0-9][a-z0-9-]{2,62}/[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
"""A key is ``assessment/file``, such as ``guest-checkout/0001.json``: one folder deep, never out of the store."""


class Backend(Protocol):
    """Files by key. Every method raises a sentence (CannotWrite, StoreUnreachable) when the place does not answer."""

    where: str
    """The store as people name it: a folder, or a URL without its password."""

    def create(self, key: str, content: bytes) -> bool:
        """Keep ``content`` under a new key, for good. False, and nothing changed, when another content stands there.

        True when this very content stands there already: it is our own earlier try, whose answer got lost.
        ``content`` is never empty.
        """

    def replace(self, key: str, content: bytes) -> None:
        """Keep ``content`` under a key, whole, instead of what was there. For drafts; the last one wins."""

    def read(self, key: str) -> bytes | None:
        """What is kept under a key; None when there is nothing."""

    def names(self, prefix: str = "") -> list[str]:
        """The keys that begin so, sorted. Everything in one assessment: ``names("guest-checkout/")``."""

    def changed(self, key: str) -> float:
        """When a key was written last, in seconds since 1970; 0 when there is none."""


def open_store(where: str | Path) -> Backend:
    """The backend a folder or a URL asks for. WrongUse when no store has such a URL; ExtraMissing."""
    scheme, is_url, _ = str(where).partition("://")
    if not is_url:
        from pia.records.folder import Folder

        return Folder(Path(where))
    try:
        match scheme:
            case "s3" | "gs" | "az":
                extra = "cloud"
                from pia.records.cloud import Cloud

                return Cloud(str(where))
            case "postgresql" | "sqlite":
                extra = "sql"
                from pia.records.sql import Table

                return Table(str(where))
    except ModuleNotFoundError as error:
        raise ExtraMissing(f"A store on {scheme}://", extra, error.name or extra) from None
    raise WrongUse(
        f"--store {scheme}://: no store is kept there. Give a folder, or a URL that begins with "
        "s3://, gs://, az://, postgresql:// or sqlite://."
    )


def check_key(key: str) -> str:
    """The key itself; ValueError when it could lead anywhere but into a store. Keys come from us, not from people."""
    if not KEY.fullmatch(key):
        raise ValueError(f"not a key of a store: {key!r}")
    return key
