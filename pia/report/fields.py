"""The fields that people sign a report in: empty, in the structure tree, and there before anyone signs.

A field that is made when someone signs would change a page that others have signed. ``pia.report.signing`` fills them.
In a template a field is a cell with its name: ``<td data-field="author" aria-label="Signature of the author"></td>``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pydyf

Untyped: TypeAlias = Any
"""WeasyPrint and pydyf have no types."""

POINTS = 0.75
"""Points in a CSS pixel."""

PRINTED = 4
"""The flag of an annotation that is printed, and not hidden."""

TO_BE_SIGNED = 3
"""There are signature fields, and the file may only be appended to. Set from the start: signing must change nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """A place to sign: its name, what it is called aloud, its page by number, and its annotation."""

    name: str
    page: int
    annotation: pydyf.Dictionary


def field(pdf: pydyf.PDF, document: Untyped, box: Untyped, page: int) -> Field:
    """Make the field that stands in a box of a page."""
    name, label = box.element.get("data-field"), box.element.get("aria-label")
    left, top = box.border_box_x(), box.border_box_y()
    width, height, bottom = box.border_width(), box.border_height(), document.pages[page].height - top
    rectangle = _array(left, bottom - height, left + width, bottom)
    empty = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": _array(0, 0, width, height)})
    pdf.add_object(empty)
    annotation = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(label),
            "Contents": pydyf.String(label),
            "F": PRINTED,
            "Rect": rectangle,
            "P": pdf.page_references[page],
            "AP": pydyf.Dictionary({"N": empty.reference}),
        }
    )
    pdf.add_object(annotation)
    return Field(name, page, annotation)


def offer(pdf: pydyf.PDF, fields: Iterable[Field]) -> None:
    """Enter the fields in their pages and in the catalogue of the file."""
    references = pydyf.Array()
    for item in fields:
        page = pdf.objects[int(pdf.page_references[item.page].split()[0])]
        page.setdefault("Annots", pydyf.Array()).append(item.annotation.reference)
        references.append(item.annotation.reference)
    if references:
        form = pydyf.Dictionary({"Fields": references, "SigFlags": TO_BE_SIGNED})
        pdf.add_object(form)
        pdf.catalog["AcroForm"] = form.reference


def _array(*pixels: float) -> pydyf.Array:
    return pydyf.Array(round(pixel * POINTS, 2) for pixel in pixels)
