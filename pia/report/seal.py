"""The seal of a report: one digest over every byte of the file, kept in its metadata where any program can read it.

``pia:fileSha256`` is the SHA-256 of the first ``pia:fileLength`` bytes, its own 64 characters read as zeros. So any
changed byte shows without rendering anything, and a signature, which appends to a PDF, leaves the seal as it is. It is
no signature: whoever changes a report can seal it anew. What it cannot hide then is told by ``pia.report.verify``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

NAMESPACE = "urn:pia:report:1"
OPENING = f'<rdf:Description xmlns:pia="{NAMESPACE}" rdf:about=""'
"""How the metadata of a report begins its own part. In text that people wrote, a ``<`` never stands as it is here."""

BLANK = "0" * 64
UNSEALED = f'pia:fileLength="{0:010}" pia:fileSha256="{BLANK}"'
"""What stands in the metadata until the length and the digest are known."""

_SEAL = re.compile(re.escape(OPENING.encode()) + rb'[^<>]*? pia:fileLength="(\d{10})" pia:fileSha256="([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file says of itself. ``at``: where the digest's 64 characters stand."""

    length: int
    digest: str
    at: int

    def holds(self, content: bytes) -> bool:
        """Whether the first ``length`` bytes, the digest among them, are those that were sealed."""
        enclosed = len(content) >= self.length >= self.at + len(BLANK)
        return enclosed and _digest(content[: self.length], self.at) == self.digest


def sealed(content: bytes) -> bytes:
    """The file with its length and its digest filled in; ValueError when there is no place for them."""
    found = _SEAL.search(content)
    if found is None:
        raise ValueError("the metadata has no place for a seal")
    length = b"%010d" % len(content)
    content = content[: found.start(1)] + length + content[found.end(1) :]
    digest = _digest(content, found.start(2)).encode()
    return content[: found.start(2)] + digest + content[found.end(2) :]


def seal_of(content: bytes) -> Seal | None:
    """The seal that stands in a file; None when there is none to be seen."""
    found = _SEAL.search(content)
    return found and Seal(int(found[1]), found[2].decode(), found.start(2))


def _digest(content: bytes, at: int) -> str:
    whole = hashlib.sha256(content[:at])
    whole.update(BLANK.encode())
    whole.update(content[at + len(BLANK) :])
    return whole.hexdigest()
