"""The fields of a form (ISO 32000-1, 12.7), so that PDF/A-3 and PDF/UA-1 allow them and every viewer can fill them in.

WeasyPrint 70 writes fields that neither standard allows (appearances left to the viewer, radio buttons without a state
for *off*). So it lays the form out, and this stands in for ``weasyprint.pdf.add_forms``. Every field has an appearance
for each of its states, a name below its question's, and words for who cannot see it. Nothing runs: no actions.

What is typed is set by the viewer in ``Sans``, a simple font with the Latin letters of Windows-1252, embedded whole;
for other scripts viewers take their own. The value that is kept is Unicode in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import pydyf
import weasyprint.pdf

from pia.report.fonts import files
from pia.report.form.inside import TICKED

Untyped: TypeAlias = Any
"""WeasyPrint, pydyf and uharfbuzz have no types."""

RADIO, MULTILINE = 1 << 15, 1 << 12
"""Field flags (tables 226 and 228). A radio button that is clicked again is off again: an answer can be taken back."""

PRINT = 4
INK = "0.1 0.1 0.1"
TYPE_SIZE = 9
"""Points of what is typed."""

SANS = 2
"""Which of the report's faces it is typed in."""

NAME = "/PIAFRM+SourceSansPro-Regular"
BOUNDS, CAP_HEIGHT, STEM = (-454, -292, 2159, 968), 660, 84
"""What the descriptor says of that face (9.8.1), in thousandths of its size: by its tables head and OS/2; the width of
its stems, which no table of a TrueType font holds."""


@contextmanager
def hooked() -> Iterator[Fields]:
    """While this lasts, WeasyPrint hands its form inputs to the fields that are given here."""
    fields, before = Fields(), weasyprint.pdf.add_forms
    weasyprint.pdf.add_forms = fields.add
    try:
        yield fields
    finally:
        weasyprint.pdf.add_forms = before


class Fields:
    """The tree of fields so far, by full name."""

    def __init__(self) -> None:
        self._known: dict[str, pydyf.Dictionary] = {}
        self._roots = pydyf.Array()
        self._streams: dict[tuple[str, float, float], bytes] = {}
        self._font: bytes = b""

    def add(
        self, forms: Mapping[Untyped, Sequence[Untyped]], matrix: Untyped, pdf: pydyf.PDF, page: Untyped, *_: Untyped
    ) -> None:
        """Make fields of the inputs of one page; called by WeasyPrint for each."""
        for box, rectangle in (item for inputs in forms.values() for item in inputs):
            if not self._font:
                self._begin(pdf)
            left, top = matrix.transform_point(*rectangle[:2])
            right, bottom = matrix.transform_point(*rectangle[2:])
            widget = pydyf.Dictionary({
                "Type": "/Annot",
                "Subtype": "/Widget",
                "Rect": pydyf.Array([left, bottom, right, top]),
                "P": page.reference,
                "F": PRINT,
            })  # fmt: skip
            self._fill(pdf, widget, box.element, right - left, top - bottom)
            page.setdefault("Annots", pydyf.Array()).append(widget.reference)
            box.widget_annotation = widget

    def _begin(self, pdf: pydyf.PDF) -> None:
        self._font = _simple_font(pdf)
        fonts = pydyf.Dictionary({"Font": pydyf.Dictionary({"Sans": self._font})})
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": self._roots, "DR": fonts, "DA": _typed_in()})

    def _fill(self, pdf: pydyf.PDF, widget: pydyf.Dictionary, element: Untyped, width: float, height: float) -> None:
        name, kind = element.get("name"), element.get("type", "text")
        widget["TU"] = pydyf.String(element.get("title"))
        if kind == "radio":
            group = self._field(pdf, name, element.get("data-group"))
            group.update({"FT": "/Btn", "Ff": RADIO})
            self._states(pdf, widget, element, (width, height))
            widget["Parent"] = group.reference
            if element.get("data-given") is not None:
                group["V"] = widget["AS"]
            pdf.add_object(widget)
            group["Kids"].append(widget.reference)
            return
        parent, _, own = name.rpartition(".")
        widget["T"] = pydyf.String(own)
        if kind == "checkbox":
            widget["FT"] = "/Btn"
            self._states(pdf, widget, element, (width, height))
        else:
            widget["FT"] = "/Tx"
            widget["DA"] = _typed_in()
            widget["MaxLen"] = int(element.get("maxlength"))
            if element.tag == "textarea":
                widget["Ff"] = MULTILINE
            widget["AP"] = pydyf.Dictionary({"N": self._appearance(pdf, "text", width, height)})
        pdf.add_object(widget)
        above = self._field(pdf, parent, element.get("data-group"))
        widget["Parent"] = above.reference
        above["Kids"].append(widget.reference)

    def _field(self, pdf: pydyf.PDF, name: str, words: str) -> pydyf.Dictionary:
        """The field of that full name that has others below it, made with those above it if it is not there yet."""
        if name not in self._known:
            parent, _, own = name.rpartition(".")
            field = pydyf.Dictionary({"T": pydyf.String(own), "TU": pydyf.String(words), "Kids": pydyf.Array()})
            pdf.add_object(field)
            self._known[name] = field
            if parent:
                above = self._field(pdf, parent, words)
                field["Parent"] = above.reference
                above["Kids"].append(field.reference)
            else:
                self._roots.append(field.reference)
        return self._known[name]

    def _states(self, pdf: pydyf.PDF, widget: pydyf.Dictionary, element: Untyped, size: tuple[float, float]) -> None:
        """Give a box or a radio button what it shows when it is on and off, and turn it on where it is given."""
        radio = element.get("type") == "radio"
        shape, state = ("dot", element.get("value")) if radio else ("cross", TICKED)
        widget["AS"] = "/Off" if element.get("data-given") is None else f"/{state}"
        widget["MK"] = pydyf.Dictionary({"CA": pydyf.String("l" if shape == "dot" else "8")})
        widget["AP"] = pydyf.Dictionary({
            "N": pydyf.Dictionary({
                state: self._appearance(pdf, shape, *size),
                "Off": self._appearance(pdf, "nothing", *size),
            })
        })  # fmt: skip

    def _appearance(self, pdf: pydyf.PDF, shape: str, width: float, height: float) -> bytes:
        """A form XObject that shows one state; one for all fields of a size."""
        key = shape, round(width, 2), round(height, 2)
        if key not in self._streams:
            extra = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, *key[1:]]),
                "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({"Sans": self._font})}),
            }
            stream = pydyf.Stream([_drawn(*key).encode()], extra)
            pdf.add_object(stream)
            self._streams[key] = stream.reference
        return self._streams[key]


def _typed_in() -> pydyf.String:
    return pydyf.String(f"/Sans {TYPE_SIZE} Tf {INK} rg")


def _drawn(shape: str, width: float, height: float) -> str:
    match shape:
        case "text":
            return "/Tx BMC EMC"
        case "cross":
            a, b, c, d = width * 0.2, height * 0.2, width * 0.8, height * 0.8
            return f"q {INK} RG 1.5 w 1 J {a:.2f} {b:.2f} m {c:.2f} {d:.2f} l {a:.2f} {d:.2f} m {c:.2f} {b:.2f} l S Q"
        case "dot":
            return f"q {INK} rg {_circle(width / 2, height / 2, min(width, height) * 0.3)} f Q"
        case _:
            return ""


def _circle(x: float, y: float, radius: float) -> str:
    k = radius * 0.5523  # of four Bezier curves that come nearest to a circle
    points = (
        (x + radius, y + k, x + k, y + radius, x, y + radius),
        (x - k, y + radius, x - radius, y + k, x - radius, y),
        (x - radius, y - k, x - k, y - radius, x, y - radius),
        (x + k, y - radius, x + radius, y - k, x + radius, y),
    )
    curves = " ".join(" ".join(f"{number:.2f}" for number in curve) + " c" for curve in points)
    return f"{x + radius:.2f} {y:.2f} m {curves}"


def _simple_font(pdf: pydyf.PDF) -> bytes:
    """A TrueType font whose codes are bytes (9.6.3), which is what viewers can type with."""
    import uharfbuzz as hb

    codes = range(32, 256)
    characters = [bytes([code]).decode("cp1252", errors="replace").replace("\ufffd", "•") for code in codes]
    whole = hb.Face(hb.Blob.from_file_path(str(files()[SANS])))
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.sets(hb.SubsetInputSets.UNICODE).update(ord(character) for character in characters)
    face = hb.subset(whole, wanted)
    font = hb.Font(face)
    program = pydyf.Stream([face.blob.data], {"Length1": len(face.blob.data)}, compress=True)
    pdf.add_object(program)

    def scaled(number: int) -> int:
        return int(number * 1000 / face.upem)

    extents = font.get_font_extents("ltr")
    glyphs = [font.get_nominal_glyph(ord(character)) or 0 for character in characters]
    descriptor = pydyf.Dictionary({
        "Type": "/FontDescriptor",
        "FontName": NAME,
        "Flags": 32,  # no symbols
        "FontBBox": pydyf.Array(BOUNDS),
        "ItalicAngle": 0,
        "Ascent": scaled(extents.ascender),
        "Descent": scaled(extents.descender),
        "CapHeight": CAP_HEIGHT,
        "StemV": STEM,
        "FontFile2": program.reference,
    })  # fmt: skip
    pdf.add_object(descriptor)
    made = pydyf.Dictionary({
        "Type": "/Font",
        "Subtype": "/TrueType",
        "BaseFont": NAME,
        "FirstChar": codes[0],
        "LastChar": codes[-1],
        "Widths": pydyf.Array([scaled(font.get_glyph_h_advance(glyph)) for glyph in glyphs]),
        "Encoding": "/WinAnsiEncoding",
        "FontDescriptor": descriptor.reference,
    })  # fmt: skip
    pdf.add_object(made)
    reference: bytes = made.reference
    return reference
