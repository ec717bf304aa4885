"""The structure tree of a PDF/UA document, built from WeasyPrint's boxes; the only module that touches private names.

WeasyPrint 70's own tree lacks table scopes, list labels, artifacts for what repeats, and spaces at line ends.
Private names used, hence the pin ``weasyprint==70.*`` and the veraPDF test: ``weasyprint.pdf.add_tags``,
``weasyprint.pdf.fonts.Font.subset``, ``Stream._tags``, ``Stream._fonts``, ``Page._page_box``, the box classes and
the libraries of ``weasyprint.text.ffi``.

What the templates keep to, so that this stays small: text stands in paragraphs, headings, list items, cells, captions,
terms or details; no cell spans; pictures are decoration (``aria-hidden``); no footnotes, no absolute positions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, TypeAlias

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, pango

from pia.report import fields
from pia.report.fonts import subset
from pia.report.marked import Content

Untyped: TypeAlias = Any
"""WeasyPrint and pydyf have no types."""

GROUPS = {
    "section": "Sect", "article": "Art", "nav": "TOC", "table": "Table", "thead": "THead", "tbody": "TBody",
    "tr": "TR", "ul": "L", "ol": "L", "dl": "L", "li": "LI",
}  # fmt: skip
HOLDERS = {
    "p": "P", "h1": "H1", "h2": "H2", "h3": "H3", "caption": "Caption", "th": "TH", "td": "TD", "dt": "Lbl",
    "dd": "LBody", "a": "Link", "input": "Form", "textarea": "Form",
}  # fmt: skip
"""What may hold text."""

_HOLDING = frozenset(HOLDERS.values())


@dataclass(eq=False, slots=True)
class Node:
    """One structure element. ``kids``: elements, (page, marked content) pairs, and link annotations with their page.

    ``bare``: its one kid stands in the file without a list around it, as those want it who check signatures later.
    """

    kind: str
    kids: list[Node | tuple[int, int] | tuple[int, pydyf.Dictionary]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    body: Node | None = None
    bare: bool = False

    def add(self, kind: str) -> Node:
        """A new last child."""
        child = Node(kind)
        self.kids.append(child)
        return child


@contextmanager
def hooked() -> Iterator[None]:
    """While this lasts, WeasyPrint writes our structure tree and subsets fonts with the packaged HarfBuzz."""
    before = weasyprint.pdf.add_tags, weasyprint.pdf.fonts.Font.subset
    weasyprint.pdf.add_tags, weasyprint.pdf.fonts.Font.subset = add_tags, subset
    try:
        yield
    finally:
        weasyprint.pdf.add_tags, weasyprint.pdf.fonts.Font.subset = before


@functools.cache
def system_libraries() -> dict[str, str]:
    """The versions of the system's libraries that have a say in where a letter stands."""
    ffi.cdef("const char *hb_version_string(void); int FcGetVersion(void);")
    return {
        "pango": _dotted(pango.pango_version()),
        "harfbuzz": ffi.string(harfbuzz.hb_version_string()).decode(),
        "fontconfig": _dotted(fontconfig.FcGetVersion()),
    }


def _dotted(number: int) -> str:
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def add_tags(pdf: pydyf.PDF, document: Untyped, _version: object, streams: Sequence[Untyped]) -> None:
    """Stand in for ``weasyprint.pdf.add_tags``: called once, after every page is painted."""
    tree = _Tree()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.read_page(number, page._page_box, stream)  # noqa: SLF001
    places = [(node, fields.field(pdf, document, box, page)) for node, box, page in tree.places]
    for node, place in places:
        form = node.add("Form")
        form.kids.append((place.page, place.annotation))
        form.bare = True
    fields.offer(pdf, (place for _, place in places))
    _write(pdf, tree.document, tree.marked)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """The structure elements so far, found again by the HTML element they stand for, across lines and pages."""

    def __init__(self) -> None:
        self.document = Node("Document")
        self.marked: list[int] = []
        self.places: list[tuple[Node, Untyped, int]] = []
        self._nodes: dict[int, Node] = {}
        self._heads: dict[int, int] = {}

    def read_page(self, number: int, page: Untyped, stream: Untyped) -> None:
        """Add one page, and put its content stream right: artifacts, numbers in sequence, spaces at line ends."""
        content = Content(stream.stream, stream._fonts.values(), stream._tags)  # noqa: SLF001
        for child in page.children:
            if isinstance(child, boxes.MarginBox):
                content.artifact(child, "/Pagination")
            else:
                self._visit(child, self.document, number, content)
        self.marked.append(content.finish())

    def _visit(self, box: Untyped, parent: Node, page: int, content: Content) -> None:
        if isinstance(box, boxes.TextBox):
            _read(box, parent, page, content)
            return
        if box.element is not None and box.element.get("aria-hidden"):
            content.artifact(box, "/Layout")
            return
        if self._repeats(box, page):
            content.artifact(box, "/Pagination")
            return
        node = self._node(box, parent, page)
        if box.link_annotation is not None:
            box.link_annotation["Contents"] = pydyf.String(_text(box.element))
            node.kids.append((page, box.link_annotation))
        if box.widget_annotation is not None:
            node.kids.append((page, box.widget_annotation))
        inner = node.body or node
        children = box.children if isinstance(box, boxes.ParentBox) else ()
        if children and isinstance(children[0], boxes.LineBox):
            content.begin_lines(_ends(children), _text(box.element))
        for child in children:
            self._visit(child, inner, page, content)

    def _repeats(self, box: Untyped, page: int) -> bool:
        """Whether this is the head of a table that goes on from the page before."""
        head = isinstance(box, boxes.TableRowGroupBox) and box.is_header
        return head and self._heads.setdefault(id(box.element), page) != page

    def _node(self, box: Untyped, parent: Node, page: int) -> Node:
        """The structure element a box belongs to; its parent's when the box adds none of its own."""
        tag = box.element_tag
        if box.element is None or tag is None or isinstance(box, boxes.LineBox):
            return parent
        if tag == "li::marker":
            label = Node("Lbl")
            self._nodes[id(box.element)].kids.insert(0, label)
            return label
        if "::" in tag:
            return parent
        if (known := self._nodes.get(id(box.element))) is not None:
            return known
        kind = _kind(tag, parent)
        if kind is None:
            return parent
        node = self._new(box, parent.add(kind))
        if box.element.get("data-field"):
            self.places.append((node, box, page))
        return node

    def _new(self, box: Untyped, node: Node) -> Node:
        self._nodes[id(box.element)] = node
        if node.kind == "LI" and box.element_tag == "li":
            node.body = node.add("LBody")
        elif node.kind == "TOCI":
            node.body = node.add("P")
        elif node.kind == "TH":
            node.attributes["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
        return node


def _read(box: Untyped, parent: Node, page: int, content: Content) -> None:
    """Give a piece of text to what holds it; of a blank alone, only that it parts what stands on both sides."""
    if not box.text.strip():
        content.end_with_space()
        content.artifact(box, "/Layout")
    elif box in content.places:
        if parent.kind not in _HOLDING:
            raise ValueError(f"text outside a paragraph, in {parent.kind}: {box.text[:80]!r}")
        parent.kids.append((page, content.number(box)))


def _kind(tag: str, parent: Node) -> str | None:
    if tag == "div" and parent.kind == "L":
        return "LI"
    if tag == "p" and parent.kind == "TOC":
        return "TOCI"
    return GROUPS.get(tag) or HOLDERS.get(tag)


def _ends(lines: Sequence[Untyped]) -> Iterator[tuple[Untyped, Untyped]]:
    """Of every line that another follows, be it on the next page: its last text, and the first one of the next.

    None for a text that is not there.
    """
    for line, following in zip_longest(lines if lines[-1].resume_at else lines[:-1], lines[1:]):
        *_, last = (None, *_texts(line))
        yield last, next(_texts(following), None) if following else None


def _texts(box: Untyped) -> Iterator[Untyped]:
    """The texts within a line that are more than blanks."""
    if isinstance(box, boxes.TextBox):
        yield from [box] if box.text.strip() else []
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _text(element: Untyped) -> str:
    return " ".join("".join(element.itertext()).split())


def _write(pdf: pydyf.PDF, document: Node, marked: Sequence[int]) -> None:
    """Write the elements, the tree that leads from marked content to them, and the root over both."""
    parents: Mapping[int, list[bytes]] = {page: [b""] * count for page, count in enumerate(marked)}
    links: list[tuple[pydyf.Dictionary, bytes]] = []

    def write(node: Node, parent: bytes) -> bytes | None:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent})
        pdf.add_object(element)
        if node.attributes:
            element["A"] = pydyf.Dictionary({"O": "/Table", **node.attributes})
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                if (reference := write(kid, element.reference)) is not None:
                    kids.append(reference)
                continue
            page, what = kid
            on = pdf.page_references[page]
            if isinstance(what, int):
                parents[page][what] = element.reference
                kids.append(pydyf.Dictionary({"Type": "/MCR", "Pg": on, "MCID": what}))
            else:
                links.append((what, element.reference))
                kids.append(pydyf.Dictionary({"Type": "/OBJR", "Pg": on, "Obj": what.reference}))
        if not kids and node.kind not in {"TD", "TH"}:
            element.free = "f"
            return None
        element["K"] = kids[0] if node.bare else kids
        return element.reference  # type: ignore[no-any-return]  # pydyf is untyped

    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = write(document, root.reference)
    numbers = pydyf.Array()
    for page, elements in parents.items():
        numbers += [page, pydyf.Array(elements)]
    for key, (annotation, reference) in enumerate(links, len(marked)):
        annotation["StructParent"] = key
        numbers += [key, reference]
    root["ParentTree"] = pydyf.Dictionary({"Nums": numbers})
    pdf.catalog["StructTreeRoot"] = root.reference
