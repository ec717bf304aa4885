"""The two typefaces of the report, and nothing of the system's: what a report looks like is not decided by a machine.

Source Serif and Source Sans come from PyPI (OFL). Fontconfig is pointed at these files alone, before Pango is loaded.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

Font: TypeAlias = Any
"""WeasyPrint has no types."""

FACES = (
    ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)


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


@contextmanager
def only_ours() -> Iterator[None]:
    """While this lasts, a new font configuration knows our files alone."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="pia-fonts-") as folder:
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(_configuration(Path(folder)), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _configuration(scratch: Path) -> str:
    folders = dict.fromkeys(file.parent for file in files())
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    chosen = "".join(f"<glob>{escape(str(file))}</glob>" for file in files())
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
