"""Ways to change a report after it was made: with a PDF library, by hand, and sealed anew by whoever has read how."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from pia.report.seal import sealed

Edit = Callable[[Pdf], None]


def rewritten(report: bytes) -> Iterator[tuple[str, bytes]]:
    """Every way, by name, and what becomes of a report of three pages or more."""
    for name, edit in EDITS.items():
        saved = _saved(report, edit)
        yield name, saved
        yield f"{name}, sealed anew", sealed(saved)
    for name, options in SAVED.items():
        yield f"saved {name}", _saved(report, lambda _: None, **options)
    yield from _by_hand(report)


def _saved(report: bytes, edit: Edit, **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report)) as pdf:
        edit(pdf)
        pdf.save(out, **{"deterministic_id": True, **options})  # type: ignore[arg-type]
    return out.getvalue()


def _by_hand(report: bytes) -> Iterator[tuple[str, bytes]]:
    yield "a line added", report + b"% approved\n"
    yield "a revision added", report + _revision(report)
    yield "the last line cut off", report[:-7]
    yield "half of it", report[: len(report) // 2]
    yield "the first page's title in the metadata", report.replace(b"<dc:title>", b"<dc:title >", 1)
    yield "made by another version", report.replace(b'pia:madeBy="pia ', b'pia:madeBy="pia 9', 1)
    digest = report.index(b'pia:assessmentSha256="') + len(b'pia:assessmentSha256="')
    other = report[:digest] + b"0" * 64 + report[digest + 64 :]
    yield "another digest of the assessment", other
    yield "another digest of the assessment, sealed anew", sealed(other)
    half = len(report) // 2
    yield "two bytes swapped", report[:half] + report[half : half + 2][::-1] + report[half + 2 :]
    yield "a blank after the header", report.replace(b"\n", b" \n", 1)


def _revision(report: bytes) -> bytes:
    start = report.rindex(b"startxref")
    return report[start:]


def _swap_pages(pdf: Pdf) -> None:
    pdf.pages[0], pdf.pages[1] = pdf.pages[1], pdf.pages[0]


def _drop_page(pdf: Pdf) -> None:
    del pdf.pages[1]


def _repeat_page(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _edit_text(pdf: Pdf) -> None:
    stream = pdf.pages[0].Contents
    stream.write(stream.read_bytes().replace(b"Tj", b"Tj ", 1).replace(b"] TJ", b"] TJ ", 1) + b"\n")


def _drop_text(pdf: Pdf) -> None:
    steps = [step for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) != "TJ"]
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))


def _paint_over(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 g 0 0 600 800 re f Q")


def _rotate(pdf: Pdf) -> None:
    pdf.pages[0].rotate(180, relative=True)


def _crop(pdf: Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 300, 300])


def _note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 99, 99]), Contents=String("Approved"))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _link(pdf: Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            if "/A" in note:
                note.A.URI = String("https://example.com/elsewhere")


def _outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("No findings", 0))


def _title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


def _metadata(pdf: Pdf) -> None:
    stream = pdf.Root.Metadata
    stream.write(stream.read_bytes().replace(b"privacy impact", b"privacy  impact"))


def _metadata_by_library(pdf: Pdf) -> None:
    stream = pdf.Root.Metadata
    stream.write(stream.read_bytes().replace(b"pia:paper", b'pia:approvedBy="everyone" pia:paper'))


def _language(pdf: Pdf) -> None:
    pdf.Root.Lang = String("fr")


def _untag(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _attachment(name: str, edit: Callable[[bytes], bytes]) -> Edit:
    def change(pdf: Pdf) -> None:
        stream = pdf.attachments[name].get_file().obj
        stream.write(edit(stream.read_bytes()))

    return change


def _milder(assessment: bytes) -> bytes:
    told = json.loads(assessment)
    told["verdict"], told["findings"] = "collect", []
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _drop_attachment(pdf: Pdf) -> None:
    del pdf.attachments["answers.json"]


def _new_attachment(pdf: Pdf) -> None:
    pdf.attachments["approval.txt"] = b"approved"


EDITS: dict[str, Edit] = {
    "nothing but saved again": lambda _: None,
    "pages swapped": _swap_pages,
    "a page dropped": _drop_page,
    "a page repeated": _repeat_page,
    "text edited": _edit_text,
    "text dropped": _drop_text,
    "painted over": _paint_over,
    "a page turned": _rotate,
    "a page cropped": _crop,
    "a note added": _note,
    "a script added": _script,
    "links lead elsewhere": _link,
    "a bookmark added": _outline,
    "title edited": _title,
    "metadata edited": _metadata,
    "metadata added": _metadata_by_library,
    "language edited": _language,
    "tags dropped": _untag,
    "findings dropped from the data": _attachment("assessment.json", _milder),
    "answers edited": _attachment("answers.json", lambda content: content.replace(b"courier", b"carrier")),
    "catalogue edited": _attachment("catalogue.json", lambda content: content.replace(b"severity", b"severiti", 1)),
    "an attachment dropped": _drop_attachment,
    "an attachment added": _new_attachment,
}
SAVED: dict[str, dict[str, object]] = {
    "linearized": {"linearize": True},
    "for reading": {"qdf": True},
    "without object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "compressed again": {"recompress_flate": True},
    "encrypted": {"encryption": pikepdf.Encryption(owner="a", user=""), "deterministic_id": False},
    "as another version": {"force_version": "2.0"},
}
