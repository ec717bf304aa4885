"""Reads a tagged PDF the way a screen reader does: by its structure tree, never by position on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


class Reader:
    """The text of every marked sequence, and the structure elements that hold them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root = pdf.Root.StructTreeRoot.K
        self._pages: dict[object, dict[int, str]] = {page.objgen: _marked(page) for page in pdf.pages}

    def elements(self) -> Iterator[tuple[str, str]]:
        """Kind and text of every structure element but links, in reading order; links are read with what holds them."""
        yield from self._elements(self._root)

    def text(self) -> str:
        """Everything in reading order."""
        return "\n".join(text for _, text in self.elements() if text)

    def _elements(self, element: pikepdf.Object) -> Iterator[tuple[str, str]]:
        yield str(element.S)[1:], self._own(element)
        for kid in _kids(element):
            if kid.get("/Type") == "/StructElem" and kid.S != "/Link":
                yield from self._elements(kid)

    def _own(self, element: pikepdf.Object) -> str:
        parts = []
        for kid in _kids(element):
            if kid.get("/Type") == "/MCR":
                parts.append(self._pages[kid.Pg.objgen].get(int(kid.MCID), ""))
            elif kid.get("/S") == "/Link":
                parts.append(self._own(kid))
        return "".join(parts)


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """What an element holds; a field of a form holds its one annotation without a list around it."""
    kids = element.get("/K", ())
    yield from [kids] if isinstance(kids, pikepdf.Dictionary) else kids


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Text by marked-content number; the fonts' ToUnicode maps turn glyphs into characters."""
    fonts = {str(name): _unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    number: int | None = None
    instead: str | None = None
    font: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, step.operator
        match str(operator):
            case "BDC":
                number = int(operands[1].MCID) if "/MCID" in operands[1] else None
                instead = str(operands[1].ActualText) if "/ActualText" in operands[1] else None
                if number is not None and instead is not None:
                    found[number] = instead
            case "EMC":
                number = None
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if number is not None and instead is None:
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                glyphs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
                found[number] = found.get(number, "") + "".join(font.get(glyph, "") for glyph in glyphs)
            case _:
                pass
    return found


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    table: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(font.ToUnicode):
        if str(step.operator) == "endbfchar":
            for code, text in zip(step.operands[::2], step.operands[1::2], strict=True):
                table[int.from_bytes(bytes(code), "big")] = bytes(text).decode("utf-16-be")
    return table
