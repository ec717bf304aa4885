"""Folders as BagIt 1.0 bags (RFC 8493): written so that `sha512sum -c` checks them, and checked strictly.

Written here, since the reference library moves files about where they lie, without forcing them to disk, and writes tag
manifests that `sha512sum` refuses. It has the last word on what was written: every bag is validated with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from hashlib import sha512
from pathlib import Path

from pia.errors import reason

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha512.txt", "tagmanifest-sha512.txt"

_DECLARED = re.compile(rb"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: [A-Za-z0-9._-]+(\r?\n)*")
_LEADS_OUT = re.compile(r"^(/|~|\\|%|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)")
"""Paths that are not relative to the bag, on one system or another (RFC 8493, section 5)."""


def bag(payload: Mapping[str, bytes], info: Mapping[str, str], tags: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of a bag by its path. ``payload``: what it keeps, under ``data/``; ``tags``: files beside that.

    ``info``: what ``bag-info.txt`` says, each value on one line, whatever people typed.
    """
    files = {f"data/{path}": content for path, content in payload.items()}
    oxum = f"{sum(map(len, files.values()))}.{len(files)}"
    lines = {**info, "Payload-Oxum": oxum}
    written = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{label}: {_one_line(text)}\n" for label, text in lines.items()).encode(),
        **tags,
        MANIFEST: manifest(files),
    }
    return {**written, TAG_MANIFEST: manifest(written), **files}


def manifest(files: Mapping[str, bytes]) -> bytes:
    """The checksums of files by path, as `sha512sum` writes them."""
    return "".join(f"{sha512(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())).encode()


def faults(folder: Path) -> list[str]:
    """Everything that keeps a folder from being a whole, unchanged bag; a sentence each, none when it is one."""
    try:
        return _faults(folder)
    except OSError as error:
        return [_sentence(f"{error.filename or folder} cannot be read: {reason(error)}")]


def _faults(folder: Path) -> list[str]:
    import bagit

    if not (folder / "bagit.txt").is_file():
        return ["bagit.txt is missing: this folder is no bag."]
    found = list(_beyond(folder))
    if found:
        return found
    log = logging.getLogger("bagit")
    before, log.disabled = log.disabled, True  # it tells twice, and the second time not in our words
    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagValidationError as error:
        return [_sentence(str(detail)) for detail in error.details] or [_sentence(str(error))]
    except (bagit.BagError, ValueError) as error:
        return [_sentence(str(error))]
    finally:
        log.disabled = before
    return []


def _beyond(folder: Path) -> Iterator[str]:
    """What the reference library lets pass: see ``tests/records/test_bag.py`` for the suite it was held against."""
    if not _DECLARED.fullmatch((folder / "bagit.txt").read_bytes()):
        yield "bagit.txt does not declare a bag as RFC 8493 wants it."
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            yield f"{path.relative_to(folder)} is a link; a bag holds files."
    for path in sorted((*folder.glob("*manifest-*.txt"), *folder.glob("fetch.txt"))):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            named = line.split(maxsplit=2 if path.name == "fetch.txt" else 1)[-1:]
            if named and _LEADS_OUT.search(named[0].lstrip("*")):
                yield f"{path.name} names a path outside the bag: {named[0]}"


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", ":")) else f"{text}."
