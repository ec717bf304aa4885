"""HTML to a PDF that is both PDF/A-3a and PDF/UA-1, carries its own data, and comes out the same every time."""

from __future__ import annotations

import base64
import contextlib
import ctypes.util
import io
import sys
import warnings
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias

import pia
from pia.errors import PangoMissing
from pia.report import data, fonts
from pia.report.html import to_html
from pia.report.view import view

if TYPE_CHECKING:
    from pia.model import Assessment, Catalogue

Untyped: TypeAlias = Any
"""WeasyPrint and pydyf have no types."""

VARIANT = "pdf/a-3a"
LIBRARIES = ("weasyprint", "pydyf", "uharfbuzz", "jinja2", "msgspec", "font-source-serif-pro", "font-source-sans-pro")


def to_pdf(catalogue: Catalogue, assessment: Assessment, *, paper: str = "A4") -> bytes:
    """The report as PDF bytes; every date in it is the assessment's."""
    with fonts.only_ours():
        weasyprint = load()
        shown = view(catalogue, assessment, versions())
        return typeset(weasyprint, to_html(shown, paper=paper, covered=fonts.covered()), assessment)


def typeset(weasyprint: Untyped, html: str, assessment: Assessment) -> bytes:
    """Lay out one HTML text and embed the assessment's data. Call within ``fonts.only_ours``."""
    from pia.report import tags
    from pia.report.fetcher import Nothing

    options = {"pdf_variant": VARIANT, "pdf_tags": True}
    document = weasyprint.HTML(string=html, url_fetcher=Nothing()).render(**options)
    for page in document.pages:  # one annotation for each link, not one for each box inside it
        page.links[:] = [link for link in page.links if link[3].element_tag == "a"]
    with tags.hooked(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves closing its colour profile to chance
        written: bytes = document.write_pdf(
            attachments=_attachments(weasyprint, assessment),
            finisher=lambda _document, pdf: _finish(pdf, data.assessment_digest(assessment)),
            **options,
        )
    return written


def versions() -> dict[str, str]:
    """The program and everything that has a say in the bytes; numbers only, nothing of the machine."""
    from pia.report.tags import pango_version

    return {"pia": pia.__version__, **{name: version(name) for name in LIBRARIES}, "pango": pango_version()}


def load() -> Untyped:
    """WeasyPrint, imported quickly and quietly; PangoMissing where its libraries are not on this machine."""
    with _direct_names(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore", DeprecationWarning)  # no system subsetter: the packaged one stands in
        try:
            import weasyprint
        except OSError as error:
            raise PangoMissing from error
    return weasyprint


@contextlib.contextmanager
def _direct_names() -> Iterator[None]:
    """On Linux the libraries load by their own names; searching first would start some 280 processes (REPORT.md)."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _attachments(weasyprint: Untyped, assessment: Assessment) -> list[Untyped]:
    on = datetime.combine(assessment.on, time(), UTC)
    files = (
        (data.ANSWERS, data.answers_json(assessment), "What was answered, as a draft that can be opened again"),
        (data.ASSESSMENT, data.assessment_json(assessment), "What was concluded, in canonical JSON (RFC 8785)"),
    )
    return [
        weasyprint.Attachment(
            string=content, name=name, description=text, created=on, modified=on, relationship="Source"
        )
        for name, content, text in files
    ]


def _finish(pdf: Untyped, digest: str) -> None:
    """Say in the metadata that the file is PDF/UA-1 too, and put right what WeasyPrint 70 leaves open."""
    import pydyf

    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    extra = _UA_AND_DIGEST.replace("DIGEST", digest).encode()
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", extra + b"</rdf:RDF>")]
    metadata.compress = False  # readable by any scanner
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # each file stands in it twice
    pdf.catalog["PageMode"] = "/UseOutlines"
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            _compress(item)


def _compress(stream: Untyped) -> None:
    """Compress now, and never let the data end in a carriage return.

    With the line feed that follows, strict readers would take both for the end of line, and miss a byte.
    """
    content = b"\n".join(part if isinstance(part, bytes) else _bytes(part) for part in stream.stream)
    packed = zlib.compress(content, 9)
    stream.extra["Filter"] = "/FlateDecode"
    if packed.endswith(b"\r"):
        packed = base64.a85encode(packed) + b"~>"
        stream.extra["Filter"] = "[/ASCII85Decode /FlateDecode]"
    stream.stream, stream.compress = [packed], False


def _bytes(part: Untyped) -> bytes:
    written: bytes = part.data if hasattr(part, "data") else str(part).encode()
    return written


_UA_AND_DIGEST = """
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pia="urn:pia:report:1" rdf:about="" pia:assessmentSha256="DIGEST"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Privacy impact report</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:pia:report:1</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pia</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>assessmentSha256</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>SHA-256 of the embedded assessment.json</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li>
</rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
