"""HTML to a PDF that is both PDF/A-3a and PDF/UA-1, carries its own data, and comes out the same every time."""

from __future__ import annotations

import base64
import platform
import warnings
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pia
from pia.report import data, fonts
from pia.report.child import Done, Gap
from pia.report.data import Documents
from pia.report.edition import edition
from pia.report.html import style, to_html
from pia.report.loading import load
from pia.report.metadata import Made
from pia.report.seal import sealed
from pia.report.view import view

if TYPE_CHECKING:
    from pia.model import Assessment, Catalogue

Untyped: TypeAlias = Any
"""WeasyPrint and pydyf have no types."""

VARIANT = "pdf/a-3a"
LIBRARIES = (
    "weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "uharfbuzz", "jinja2", "msgspec",
    "font-source-serif-pro", "font-source-sans-pro",
)  # fmt: skip


class Typesetter:
    """WeasyPrint with our fonts, loaded once: what one report after another is made with.

    Raises PangoMissing where the typesetting library is not installed.
    """

    def __init__(self) -> None:
        with fonts.only_ours():
            self._weasyprint = load()
        self._sheet = str(style("report.css"))
        self._style = self._weasyprint.CSS(string=self._sheet, url_fetcher=_nothing())
        self._covered = fonts.covered()
        self._versions = versions()
        self._configurations: dict[tuple[Path, ...], Untyped] = {}
        self._configuration(())

    def make(self, documents: Documents, *, paper: str = "A4", folder: Path | None = None) -> Done:
        """The report on an assessment. ``folder``: fonts for what ours lack. Every date in it is the assessment's."""
        catalogue, assessment = documents.decoded()
        whole = (documents.assessment + documents.catalogue + documents.decision).decode()
        extras = fonts.extras(folder, whole) if folder else ()
        covered = self._covered.union(*(extra.covers for extra in extras))
        digests = documents.digests()
        made = Made(
            assessment=digests[data.ASSESSMENT],
            excerpt=digests[data.CATALOGUE],
            catalogue=catalogue.version,
            digest=catalogue.digest,
            paper=paper,
            versions=self._versions,
            decision=digests[data.DECISION],
            fonts={extra.digest: extra.path.name for extra in extras},
        )
        shown = view(
            catalogue,
            assessment,
            made.versions,
            advice=documents.advice(),
            decided=documents.decided(),
            excerpt=made.excerpt,
        )
        html = to_html(shown, paper=paper, covered=covered).replace(self._sheet, "", 1)  # it was parsed before
        configuration = self._configuration(tuple(extra.path for extra in extras))
        attachments = _attachments(self._weasyprint, documents, assessment)
        content = typeset(self._weasyprint, html, configuration, made.described(), attachments, self._style)
        return Done(sealed(content), tuple(_gaps(catalogue, assessment, documents, covered)))

    def _configuration(self, more: tuple[Path, ...]) -> Untyped:
        from weasyprint.text.fonts import FontConfiguration

        if more not in self._configurations:
            with fonts.only_ours(more):
                self._configurations[more] = FontConfiguration()
        return self._configurations[more]


def typeset(  # noqa: PLR0913, PLR0917 - what a PDF is made of
    weasyprint: Untyped,
    html: str,
    configuration: Untyped,
    described: str,
    attachments: list[Untyped],
    style: Untyped = None,
) -> bytes:
    """Lay out one HTML text as PDF/A-3a and PDF/UA-1.

    ``described``: what its metadata says beside the usual. ``style``: a parsed style sheet, beside the text's own.
    """
    from pia.report import tags

    options = {"pdf_variant": VARIANT, "pdf_tags": True}
    sheets = [] if style is None else [style]
    document = weasyprint.HTML(string=html, url_fetcher=_nothing()).render(configuration, stylesheets=sheets, **options)
    for page in document.pages:  # one annotation for each link, not one for each box inside it
        page.links[:] = [link for link in page.links if link[3].element_tag == "a"]
    with tags.hooked(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves closing its colour profile to chance
        written: bytes = document.write_pdf(
            attachments=attachments, finisher=lambda _document, pdf: _finish(pdf, described), **options
        )
    return written


def _nothing() -> Untyped:
    from pia.report.fetcher import Nothing  # it imports WeasyPrint, which is loaded in its own way

    return Nothing()


def versions() -> dict[str, str]:
    """The program and everything that has a say in the bytes; numbers only, nothing of the machine but its kind."""
    from pia.report.tags import system_libraries

    return {
        "pia": pia.__version__,
        "edition": edition(),
        **{name: version(name) for name in LIBRARIES},
        **system_libraries(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "system": f"{platform.system()} {platform.machine()}",
    }


def _gaps(catalogue: Catalogue, assessment: Assessment, documents: Documents, covered: frozenset[int]) -> Iterable[Gap]:
    for name, answer in assessment.answers.items():
        said = f"{answer.value}{answer.comment}{answer.ask}"
        if lacking := fonts.lacking(said, covered):
            yield Gap(answer.asked or catalogue.questions[name].text, tuple(lacking))
    if lacking := fonts.lacking((documents.catalogue + documents.decision).decode(), covered):
        yield Gap("", tuple(lacking))


def _attachments(weasyprint: Untyped, documents: Documents, assessment: Assessment) -> list[Untyped]:
    on = datetime.combine(assessment.on, time(), UTC)
    files = [
        (data.ANSWERS, data.answers_json(assessment), "What was answered, as a draft that can be opened again"),
        (data.ASSESSMENT, documents.assessment, "What was concluded, in canonical JSON (RFC 8785)"),
        (
            data.CATALOGUE,
            documents.catalogue,
            "The entries of the catalogue it rests on, and what the catalogue advises, in canonical JSON (RFC 8785)",
        ),
    ]
    if documents.decision:
        files.append((data.DECISION, documents.decision, "What was decided, in canonical JSON (RFC 8785)"))
    return [
        weasyprint.Attachment(
            string=content, name=name, description=text, created=on, modified=on, relationship="Source"
        )
        for name, content, text in files
    ]


def _finish(pdf: Untyped, described: str) -> None:
    """Say in the metadata what is to be said, and put right what WeasyPrint 70 leaves open."""
    import pydyf

    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    ours = described.encode()
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", ours + b"</rdf:RDF>")]
    metadata.compress = False  # readable by any program, and a place for the seal
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
