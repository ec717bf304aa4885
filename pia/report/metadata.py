"""The metadata of a report (XMP): that it is PDF/UA-1 too, what it carries, what made it, and its seal.

PDF/A allows properties of one's own when the file itself describes them (ISO 19005-3, 6.6.2.3.3): ``_SCHEMAS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr, unescape

from pia.report.seal import NAMESPACE, OPENING, UNSEALED

FORM = "urn:pia:form:1"
"""The namespace of what the metadata of a form say; a report's is NAMESPACE."""

_UA = '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>'


@dataclass(frozen=True, slots=True)
class Made:
    """How a report was made.

    ``assessment`` and ``excerpt``: the SHA-256 of the files of these names inside. ``catalogue``: its version, and
    ``digest`` that of all its files. ``versions``: program and libraries. ``fonts``: digest and name of each font file
    of the user's that was needed. ``decision``: the SHA-256 of decision.json inside, where there is one.
    """

    assessment: str
    excerpt: str
    catalogue: str
    digest: str
    paper: str
    versions: Mapping[str, str]
    fonts: Mapping[str, str]
    decision: str = ""

    def described(self) -> str:
        """The part of the metadata that is ours, unsealed."""
        said = {
            "assessmentSha256": self.assessment,
            "catalogueSha256": self.excerpt,
            "decisionSha256": self.decision,
            "catalogueVersion": self.catalogue,
            "catalogueFilesSha256": self.digest,
            "paper": self.paper,
            "madeBy": "; ".join(f"{name} {number}" for name, number in self.versions.items()),
            "fonts": "; ".join(f"{digest} {quote(name)}" for digest, name in self.fonts.items()),
        }
        written = " ".join(f"pia:{name}={quoteattr(text)}" for name, text in said.items())
        return f"\n{_UA}\n{OPENING} {written} {UNSEALED}/>\n{_SCHEMAS}\n"


def made_of(metadata: str) -> Made | None:
    """How a report was made, by its metadata; None when it is not the metadata of a report."""
    found = re.search(re.escape(OPENING) + r"([^<>]*)/>", metadata)
    if found is None:
        return None
    said = {name: unescape(text, {"&quot;": '"'}) for name, text in re.findall(r'pia:(\w+)="([^"]*)"', found[1])}
    pairs = [item.partition(" ") for item in said.get("madeBy", "").split("; ") if item]
    fonts = [item.partition(" ") for item in said.get("fonts", "").split("; ") if item]
    return Made(
        assessment=said.get("assessmentSha256", ""),
        excerpt=said.get("catalogueSha256", ""),
        catalogue=said.get("catalogueVersion", ""),
        digest=said.get("catalogueFilesSha256", ""),
        paper=said.get("paper", ""),
        versions={name: number for name, _, number in pairs},
        fonts={digest: unquote(name) for digest, _, name in fonts},
        decision=said.get("decisionSha256", ""),
    )


def described_register() -> str:
    """What the metadata of a register says: that it is PDF/UA-1 too."""
    return f"\n{_UA}\n{_schemas(_UA_SCHEMA)}\n"


def described_form(version: str, digest: str) -> str:
    """What the metadata of a form says: that it is PDF/UA-1 too, and of which catalogue it is."""
    said = f"pia:catalogueVersion={quoteattr(version)} pia:catalogueFilesSha256={quoteattr(digest)}"
    return f'\n{_UA}\n<rdf:Description xmlns:pia="{FORM}" rdf:about="" {said}/>\n{_FORM_SCHEMAS}\n'


def _schema(title: str, namespace: str, prefix: str, *properties: tuple[str, str, str, str]) -> str:
    listed = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{origin}</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>\n"
        for name, kind, origin, text in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>\n{listed}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )


def _schemas(*schemas: str) -> str:
    return (
        '<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
        "<pdfaExtension:schemas><rdf:Bag>\n" + "".join(schemas) + "</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


_UA_SCHEMA = _schema(
    "PDF/UA identification",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    ("part", "Integer", "internal", "Part of ISO 14289 to which the file conforms"),
)
_SCHEMAS = _schemas(
    _UA_SCHEMA,
    _schema(
        "Privacy impact report",
        NAMESPACE,
        "pia",
        ("assessmentSha256", "Text", "external", "SHA-256 of the embedded assessment.json"),
        ("catalogueSha256", "Text", "external", "SHA-256 of the embedded catalogue.json"),
        ("decisionSha256", "Text", "external", "SHA-256 of the embedded decision.json, where a decision is printed"),
        ("catalogueVersion", "Text", "external", "Version of the catalogue that was applied"),
        ("catalogueFilesSha256", "Text", "external", "SHA-256 of all files of that catalogue"),
        ("paper", "Text", "internal", "Size of the pages"),
        ("madeBy", "Text", "internal", "The program and the libraries that made the file, with their versions"),
        ("fonts", "Text", "internal", "SHA-256 and name of each font file that was needed beside the usual ones"),
        ("fileLength", "Text", "internal", "Bytes of the file as it was made; signatures may follow them"),
        ("fileSha256", "Text", "internal", "SHA-256 of these bytes, with these 64 characters read as zeros"),
    ),
)
_FORM_SCHEMAS = _schemas(
    _UA_SCHEMA,
    _schema(
        "Privacy impact questionnaire",
        FORM,
        "pia",
        ("catalogueVersion", "Text", "external", "Version of the catalogue whose questions are asked"),
        ("catalogueFilesSha256", "Text", "external", "SHA-256 of all files of that catalogue"),
    ),
)
