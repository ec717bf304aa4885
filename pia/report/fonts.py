"""The two typefaces of the report, and nothing of the system's: what a report looks like is not decided by a machine.

Source Serif and Source Sans come from PyPI (OFL). Fontconfig is pointed at these files alone, before Pango is loaded.
A writing system they lack is set in fonts of a folder the user names, after ours and only as far as it is needed.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from pia.errors import WrongUse

Font: TypeAlias = Any
"""WeasyPrint and uharfbuzz have no types."""

FACES = (
    ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)
ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}


@dataclass(frozen=True, slots=True)
class Extra:
    """A font file of the user's that a report needs. ``digest``: SHA-256 of the file, as hex."""

    path: Path
    digest: str
    covers: frozenset[int]


def files() -> tuple[Path, ...]:
    """The font files, regular and semibold."""
    return tuple(_folder(package) / name for package, name in FACES)


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the fonts of the report are missing: install {package.replace('_', '-')}")
    return Path(found.origin).parent / "files"


@functools.cache
def covered() -> frozenset[int]:
    """The code points that every face has."""
    import uharfbuzz

    faces = (uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))) for file in files())
    return frozenset.intersection(*(frozenset(face.unicodes) for face in faces))


def lacking(text: str, has: frozenset[int]) -> list[str]:
    """The characters of a text that have a letterform, though not in fonts that have ``has``; each once."""
    formless = {"C", "Z"}  # in no font: shown by its number, or as a blank
    return [
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if ord(character) not in has and unicodedata.category(character)[0] not in formless
    ]


def extras(folder: Path, text: str) -> tuple[Extra, ...]:
    """The fonts of a folder that a text needs: regular ones before others, then by name, until every gap is filled.

    WrongUse when the folder cannot be read, or when a font that is needed cannot stand in an archived PDF.
    """
    gaps = {ord(character) for character in lacking(text, covered())}
    if not gaps:
        return ()
    if not folder.is_dir():
        raise WrongUse(f"{folder}: there is no such folder of fonts. --fonts takes a folder with .ttf or .otf files.")
    found = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    chosen = []
    for path in sorted(found, key=lambda path: ("regular" not in path.stem.lower(), path.name, str(path))):
        if not gaps:
            break
        if covers := gaps & _coverage(path):
            chosen.append(_extra(path, frozenset(covers)))
            gaps -= covers
    return tuple(chosen)


def _coverage(path: Path) -> frozenset[int]:
    import uharfbuzz as hb

    try:
        return frozenset(hb.Face(hb.Blob.from_file_path(str(path))).unicodes)
    except hb.HarfBuzzError as error:
        raise WrongUse(f"{path} cannot be read. Make it readable, or take it out of the folder.") from error


def _extra(path: Path, covers: frozenset[int]) -> Extra:
    import hashlib

    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(path)))
    if face.has_color_layers or face.has_color_paint or face.has_color_png or face.has_color_svg:
        raise WrongUse(
            f"{path} is a colour font, and a PDF for archives cannot hold one. "
            "Put its monochrome version in the folder instead, such as Noto Emoji for Noto Color Emoji."
        )
    if face.has_var_data:
        raise WrongUse(
            f"{path} is a variable font, which does not come out the same every time. "
            "Put its static files in the folder instead, such as the one called Regular."
        )
    return Extra(path, hashlib.sha256(path.read_bytes()).hexdigest(), covers)


@contextmanager
def only_ours(more: Sequence[Path] = ()) -> Iterator[None]:
    """While this lasts, a new font configuration knows our files alone, and these ``more``."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="pia-fonts-") as folder:
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(_configuration((*files(), *more), Path(folder)), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _configuration(known: Sequence[Path], scratch: Path) -> str:
    folders = dict.fromkeys(file.parent for file in known)
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    chosen = "".join(f"<glob>{escape(str(file).replace('*', '?'))}</glob>" for file in known)  # ? is any character
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'{listed}<cachedir prefix="xdg">fontconfig</cachedir><cachedir>{escape(str(scratch))}</cachedir>'
        f"<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>{chosen}</acceptfont></selectfont>"
        "</fontconfig>"
    )


_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


def subset(font: Font, to_unicode: Mapping[int, str], hinting: bool) -> None:  # noqa: FBT001  # WeasyPrint's signature
    """Keep only the glyphs used; stands in for ``weasyprint.pdf.fonts.Font.subset``.

    HarfBuzz from its wheel is the same on every machine, and writes no time into the font as fontTools does.
    Glyph numbers stay as they are, since the pages already refer to them.
    """
    import uharfbuzz as hb

    if not to_unicode:
        return
    flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    if font.missing:
        flags |= hb.SubsetFlags.NOTDEF_OUTLINE
    used = [glyph for glyph in to_unicode if glyph < font.glyph_count]
    wanted = hb.SubsetInput()
    wanted.flags = flags | hb.SubsetFlags.RETAIN_GIDS
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update([0, *used])
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(table.encode(), "big") for table in _DROPPED)
    first = hb.subset(hb.Face(hb.Blob(font.file_content), font.index), wanted)
    shortened = hb.SubsetInput()  # what follows the last glyph used is empty now, and falls away
    shortened.flags = flags if hinting else flags | hb.SubsetFlags.NO_HINTING
    shortened.sets(hb.SubsetInputSets.GLYPH_INDEX).update(range(max(used) + 1))
    font.file_content = hb.subset(first, shortened).blob.data
