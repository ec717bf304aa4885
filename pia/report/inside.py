"""Reads back what a report carries, however damaged the file is; nothing in it is trusted.

pikepdf repairs what it can. Where it cannot open a file at all, the embedded files are looked for byte by byte.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pia.errors import BrokenFile, CannotRead
from pia.model import Draft
from pia.report.data import ANSWERS, ASSESSMENT, CATALOGUE, DECISION, Documents
from pia.report.metadata import Made, made_of
from pia.report.seal import NAMESPACE, Seal, seal_of

if TYPE_CHECKING:
    import pikepdf

LARGEST_FILE = 200_000_000
"""Bytes. A report takes some hundred thousand."""
LARGEST_PART = 20_000_000
"""Bytes of one embedded file, unpacked; more is no report but a bomb."""

ALWAYS = (ANSWERS, ASSESSMENT, CATALOGUE)
NAMES = (*ALWAYS, DECISION)


@dataclass(frozen=True, slots=True)
class Inside:
    """A report as it was found; of one that was added to, the part that was sealed.

    ``made``: what its metadata says, None when they are gone or were written anew. ``files``: the embedded files that
    could be read, by name. ``readable``: whether it opens as a PDF.
    """

    path: Path
    content: bytes
    seal: Seal | None
    made: Made | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    readable: bool = True

    @property
    def documents(self) -> Documents | None:
        """What it was made from; None when something is missing."""
        if ASSESSMENT in self.files and CATALOGUE in self.files:
            return Documents(self.files[ASSESSMENT], self.files[CATALOGUE], self.files.get(DECISION, b""))
        return None


def look_inside(path: Path) -> Inside:
    """Open a report. CannotRead when there is no such file, BrokenFile when it is no report that can be read."""
    content = _read(path)
    seal = seal_of(content)
    if seal is None and b"%PDF-" not in content[:1024]:
        raise BrokenFile(path, ["is not a PDF."])
    whole = seal is not None and seal.holds(content)
    try:
        metadata, files = _parts(path, content[: seal.length] if seal and whole else content)
    except _Unreadable:
        found = _scanned(content)
        if seal is None and not found:
            raise BrokenFile(path, ["is broken: it is no PDF that can be read, and no report is in it."]) from None
        return Inside(path, content, seal, files=found, readable=False)
    if seal is None and NAMESPACE not in metadata and not set(ALWAYS) <= files.keys():
        raise BrokenFile(path, ["is a PDF, but not a report that pia made."])
    return Inside(path, content, seal, made_of(metadata), {name: files[name] for name in NAMES if name in files})


class _Unreadable(Exception):
    """It cannot be opened as a PDF."""


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenFile(path, [f"is larger than {LARGEST_FILE:,} bytes, and no report is."])
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path, error) from error


def _parts(path: Path, content: bytes) -> tuple[str, dict[str, bytes]]:
    """The metadata and the embedded files by name."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            found = pdf.Root.get("/Metadata")
            metadata = _unpacked(found) if isinstance(found, pikepdf.Stream) else b""
            files = {name: part for name in NAMES if (part := _attached(pdf, name)) is not None}
            return metadata.decode("utf-8", errors="replace"), files
    except pikepdf.PasswordError:
        raise BrokenFile(path, ["is encrypted, and pia encrypts no report: ask for the file as it was made."]) from None
    except Exception as error:  # a file made to harm can go wrong anywhere in it
        raise _Unreadable from error


def _attached(pdf: pikepdf.Pdf, name: str) -> bytes | None:
    if name not in pdf.attachments:
        return None
    return _unpacked(pdf.attachments[name].get_file().obj)


def _unpacked(stream: pikepdf.Object) -> bytes:
    """The content of a stream that is packed as pia packs them, or as other programs do when they save a file."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [] if filters is None else [str(filters)] if str(filters).startswith("/") else [str(f) for f in filters]
    if "/ASCII85Decode" in names:
        raw = base64.a85decode(raw.rstrip().removesuffix(b"~>"))
    return _inflated(raw) if "/FlateDecode" in names else raw


def _inflated(raw: bytes) -> bytes:
    unpacked = zlib.decompressobj().decompress(raw, LARGEST_PART + 1)
    if len(unpacked) > LARGEST_PART:
        raise ValueError("an embedded file is too large")
    return unpacked


def _scanned(content: bytes) -> dict[str, bytes]:
    """Files that look like ours, found without the PDF's own table of contents."""
    files: dict[str, bytes] = {}
    for part in _streams(content):
        if part.startswith(b'{"answers":') and ANSWERS not in files:
            try:
                msgspec.json.decode(part, type=Draft)
            except msgspec.DecodeError:
                continue
            files[ANSWERS] = part
    return files


def _streams(content: bytes) -> Iterator[bytes]:
    for start in re.finditer(rb"stream\r?\n", content):
        end = content.find(b"endstream", start.end())
        raw = content[start.end() : end if end > 0 else None]
        try:
            if raw.rstrip().endswith(b"~>"):
                raw = base64.a85decode(raw.rstrip().removesuffix(b"~>"))
            yield _inflated(raw)
        except (zlib.error, ValueError, binascii.Error):
            continue
