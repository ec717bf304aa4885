"""What follows the sealed part of a report: signatures and nothing else, or something that must not be there.

pyHanko compares every later state of the file with the report as it was made. So a page that was painted over is found,
also when somebody signed the painted page afterwards; programs that only check each signature call that file valid.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

_STARTS = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


_NUMBERS = re.compile(rb"[0-9 \t\n\f\r]+")


class Reader(PdfFileReader):
    """pyHanko's reader, which here reads the table of an object stream once, and not anew for each object in it.

    A report keeps thousands of small objects in one stream: their tags. So checking a signature took half a minute.
    What is not laid out as the standard has it (ISO 32000-2, 7.5.7) is refused, as a strict reader does.
    """

    def __init__(self, content: bytes) -> None:
        self._tables: dict[int, tuple[io.BytesIO, dict[int, tuple[int, int]]]] = {}
        super().__init__(io.BytesIO(content))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._tables:
            self._tables[stmnum] = self._table(stmnum)
        data, table = self._tables[stmnum]
        place, begin = table.get(idnum, (None, 0))
        if place != idx:
            raise PdfStrictReadError(f"Object {idnum} is not where the object stream has it.")
        data.seek(begin)
        found: generic.PdfObject = generic.read_object(data, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError(f"Object {idnum} may not stand in an object stream.")
        return found

    def _table(self, number: int) -> tuple[io.BytesIO, dict[int, tuple[int, int]]]:
        """What an object stream holds, and for each object there its place among them and where it begins."""
        stream: Any = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfStrictReadError(f"Object {number} is no object stream.")
        content = stream.data
        first = int(stream["/First"])
        head = content[:first]
        numbers = [int(part) for part in head.split()] if _NUMBERS.fullmatch(head) else []
        ids, offsets = numbers[::2], numbers[1::2]
        if len(numbers) != 2 * int(stream["/N"]) or len(set(ids)) != len(ids):
            raise PdfStrictReadError(f"The table of object stream {number} is not as it should be.")
        places = {name: (place, first + offset) for place, (name, offset) in enumerate(zip(ids, offsets, strict=True))}
        return io.BytesIO(content), places


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature that holds. ``at``: an authority's timestamp if ``stamped``, else what the signer's clock said.

    ``by`` and ``issuer``: as the certificate has it. ``trusted``: the certificate leads to one the reader named.
    """

    field: str
    by: str
    issuer: str
    at: datetime | None
    stamped: bool
    trusted: bool


def signatures(content: bytes, length: int, trusted: Sequence[str] = ()) -> tuple[Signature, ...] | None:
    """The signatures that follow the first ``length`` bytes; None when anything else does, or one does not hold.

    ``trusted``: files of certificates (PEM or DER) that the reader takes for granted. Nothing is asked of a network.
    """
    try:
        with quiet():
            return _signatures(content, length, trusted)
    except (PdfError, SignatureValidationError, SuspiciousModification, ValueError, KeyError, TypeError):
        return None


@contextmanager
def quiet() -> Iterator[None]:
    """PyHanko tells its log what it finds, with tracebacks; what is found is said in our words."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def appended(content: bytes, length: int, trusted: Sequence[str] = ()) -> str | None:
    """What follows the sealed part in words, a signature a line; None when it is not signatures alone."""
    found = signatures(content, length, trusted)
    if not found:
        return None
    return "\n".join(["Not one byte of the report has changed since it was made.", *map(_said, found)])


def _signatures(content: bytes, length: int, trusted: Sequence[str]) -> tuple[Signature, ...] | None:
    reader = Reader(content)
    made = _STARTS.search(content[:length])
    if made is None or reader.xrefs.get_startxref_for_revision(0) != int(made[1]):
        return None  # what a reader sees does not rest on the report
    signed = reader.embedded_signatures
    if not signed:
        return None
    roots: Any = load_certs_from_pemder  # untyped
    context = ValidationContext(trust_roots=list(roots(trusted)), allow_fetching=False)
    found = []
    for embedded in signed:
        status = validate_pdf_signature(embedded, context, ts_validation_context=context, skip_diff=True)
        if not (status.intact and status.valid):
            return None
        found.append(_signature(embedded.field_name, status))
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return None
    difference = DEFAULT_DIFF_POLICY.review_file(reader, 0, doc_mdp=MDPPerm.FILL_FORMS)
    return None if isinstance(difference, SuspiciousModification) else tuple(found)


def _signature(field: str, status: Any) -> Signature:  # noqa: ANN401 - pyHanko's own type
    stamp = status.timestamp_validity
    stamped = bool(stamp and stamp.intact and stamp.valid)
    return Signature(
        field=field,
        by=_name(status.signing_cert.subject),
        issuer=_name(status.signing_cert.issuer),
        at=stamp.timestamp if stamped else status.signer_reported_dt,
        stamped=stamped,
        trusted=bool(status.trusted),
    )


def _name(name: Any) -> str:  # noqa: ANN401 - asn1crypto has no types
    parts: dict[str, Any] = name.native
    said = parts.get("common_name") or name.human_friendly
    return ", ".join(said) if isinstance(said, list) else str(said)


def _said(signature: Signature) -> str:
    when = f"{signature.at:%Y-%m-%d %H:%M %Z}" if signature.at else "an unknown day"
    clock = "by the clock of a timestamp authority" if signature.stamped else "by the signer's own clock"
    trust = "which you trust" if signature.trusted else "whom nobody here vouches for: --trust takes their certificate"
    return f"{signature.by} signed as {signature.field} on {when}, {clock}; certified by {signature.issuer}, {trust}."
