"""Signing a report in one of its prepared fields: PAdES B-B, without a network; B-T with a timestamp authority.

A signature is added to the end of the file, so that everything before it, other signatures too, stays as it was. What
is seen in the field is a small page set like the report itself, since the fonts of a conformant file must be in it.
"""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key
from pyhanko import keys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pia.errors import BrokenFile, WrongUse
from pia.report import fonts
from pia.report.loading import load
from pia.report.seal import seal_of
from pia.report.signatures import Reader, appended, quiet

Untyped: TypeAlias = Any
"""WeasyPrint has no types, and pyHanko not for all."""

LINE = 10
"""Points from one line in a field to the next."""

AS_IT_IS = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(), InnerScaling.NO_SCALING)
"""The stamp is set in the size of the field."""


class _Appending(IncrementalPdfFileWriter):
    """Writes what is new, and leaves the metadata as they were: they are the report's, and sealed."""

    def _update_meta(self) -> None:
        pass


def fields_of(content: bytes, where: str) -> dict[str, bool]:
    """The fields of a report by name, and whether each is signed. BrokenFile when it is not a whole report."""
    seal = seal_of(content)
    if seal is None or not seal.holds(content):
        raise BrokenFile(
            where, ["is not a report as it was made. `pia verify` tells more; ask for the file as it was."]
        )
    if len(content) > seal.length and appended(content, seal.length) is None:
        raise BrokenFile(where, ["was added to after it was made, and not by signatures alone. Ask for it as it was."])
    reader = Reader(content)
    return {name: value is not None for name, value, _ in fields.enumerate_sig_fields(reader)}


def signer_of(key: Path, certificate: Path | None, passphrase: bytes | None) -> signers.SimpleSigner:
    """Who signs: a PKCS #12 file, or with ``certificate`` a key and its certificates in PEM. WrongUse when neither."""
    with quiet():
        signer = _in_pkcs12(key, passphrase) if certificate is None else _in_pem(key, certificate, passphrase)
    if signer is None or not _fit(signer):
        raise WrongUse(
            f"{key} cannot be used to sign: the file or its certificate is not as expected, "
            "or the passphrase is another."
        )
    return signer


def _in_pkcs12(key: Path, passphrase: bytes | None) -> signers.SimpleSigner | None:
    untyped: Untyped = signers.SimpleSigner.load_pkcs12
    signer: signers.SimpleSigner | None = untyped(str(key), passphrase=passphrase)
    return signer


def _in_pem(key: Path, certificate: Path, passphrase: bytes | None) -> signers.SimpleSigner | None:
    untyped: Untyped = keys
    try:
        own, *others = untyped.load_certs_from_pemder([str(certificate)])
        private = untyped.load_private_key_from_pemder(str(key), passphrase=passphrase)
    except (OSError, ValueError, TypeError):
        return None
    chain: Untyped = SimpleCertificateStore
    store = chain.from_certs([own, *others])
    return signers.SimpleSigner(signing_cert=own, signing_key=private, cert_registry=store)


def _fit(signer: signers.SimpleSigner) -> bool:
    """Whether the certificate is that of the key."""
    private = load_der_private_key(signer.signing_key.dump(), None)
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return signer.signing_cert is not None and bool(public == signer.signing_cert.public_key.dump())


def signed(content: bytes, field: str, signer: signers.SimpleSigner, *, at: datetime, tsa: str = "") -> bytes:
    """The report with a signature in ``field``. ``at``: what the signer's clock says; ``tsa``: URL of an authority.

    WrongUse when the authority does not answer, or the file cannot be signed.
    """
    assert signer.signing_cert is not None  # noqa: S101 - a signer has one, see signer_of
    name = signer.signing_cert.subject.native.get("common_name") or signer.subject_name
    with TemporaryDirectory() as folder:
        stamp = Path(folder, "stamp.pdf")
        writer = _Appending(io.BytesIO(content), strict=False)
        box = _box(writer, field)
        stamp.write_bytes(_stamp([f"Signed by {name}", f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"], *box))
        style = StaticStampStyle.from_pdf_file(str(stamp), border_width=0, background_layout=AS_IT_IS)
        pades = signers.PdfSignatureMetadata(
            field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        authority = HTTPTimeStamper(tsa) if tsa else None
        pdf = signers.PdfSigner(pades, signer=signer, stamp_style=style, timestamper=authority)
        try:
            output: io.BytesIO = pdf.sign_pdf(writer, existing_fields_only=True)
        except TimestampRequestError as error:
            raise WrongUse(f"The timestamp authority {tsa} did not answer as it should: {error}.") from error
        except (SigningError, PdfError, OSError) as error:
            raise WrongUse(f"The report was not signed: {error}. It is as it was.") from error
    return output.getvalue()


def _box(writer: IncrementalPdfFileWriter, field: str) -> tuple[float, float]:
    """Width and height of a field, in points."""
    for name, _, reference in fields.enumerate_sig_fields(writer.prev):
        if name == field:
            left, bottom, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
            return right - left, top - bottom
    raise WrongUse(f"The report has no field named {field}.")


def _stamp(lines: Sequence[str], width: float, height: float) -> bytes:
    from weasyprint.text.fonts import FontConfiguration

    from pia.report import tags
    from pia.report.fetcher import Nothing

    style = (
        f"@page {{ size: {width}pt {height}pt; margin: {height - LINE * len(lines) - 2}pt 0 0 }} body {{ margin: 0; "
        f"font: {LINE * 0.8}pt/1.25 'Source Sans Pro'; color: #1a1a1a }} p {{ margin: 0 }}"
    )
    text = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    with fonts.only_ours():
        weasyprint: Untyped = load()
        document = weasyprint.HTML(string=f"<style>{style}</style>{text}", url_fetcher=Nothing())
        with tags.hooked():
            written: bytes = document.render(FontConfiguration()).write_pdf()
    return written
