"""Fonts of a folder the user names: taken only when needed, refused when an archive could not keep them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from pia.errors import WrongUse
from pia.model import Answer
from pia.report import fonts
from pia.report.child import Gap
from pia.report.data import documents
from pia.report.pdf import Typesetter
from report import sample
from report.conftest import opened
from report.structure import Reader

TELEPHONE = "\u260e"
"""A character that our typefaces lack."""


def font(family: str, *, coloured: bool = False, variable: bool = False) -> bytes:
    """A font whose only letter is a square for ``TELEPHONE``."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "telephone"])
    builder.setupCharacterMap({ord(TELEPHONE): "telephone"})
    builder.setupGlyf({".notdef": square, "telephone": square})
    builder.setupHorizontalMetrics({".notdef": (800, 0), "telephone": (800, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    if coloured:
        builder.setupCOLR({"telephone": [("telephone", 0)]})
        builder.setupCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        builder.setupGvar({})
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def written(folder: Path, **files: bytes) -> Path:
    """A folder with these fonts."""
    for name, content in files.items():
        (folder / f"{name}.ttf").write_bytes(content)
    return folder


def test_no_font_is_taken_that_is_not_needed(tmp_path: Path) -> None:
    folder = written(tmp_path, Square=font("Square"))
    assert fonts.extras(folder, "plain words, Ελλάδα, Россия\n\t\u202e") == ()
    assert fonts.extras(tmp_path / "none", "plain words") == ()


def test_regular_comes_first_and_one_is_enough(tmp_path: Path) -> None:
    names = ("Aaa-Black", "Square-Regular", "Zzz")
    folder = written(tmp_path, **{name: font(name) for name in names})
    (folder / "notes.txt").write_text("no font")
    chosen = fonts.extras(folder, f"call {TELEPHONE} or write")
    assert [extra.path.name for extra in chosen] == ["Square-Regular.ttf"]
    assert chosen[0].covers == {ord(TELEPHONE)}


def test_what_an_archive_could_not_keep_is_refused(tmp_path: Path) -> None:
    for name, options, sentence in (
        ("colour", {"coloured": True}, "is a colour font"),
        ("variable", {"variable": True}, "is a variable font"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        written(folder, Square=font("Square", **options))
        with pytest.raises(WrongUse, match=sentence):
            fonts.extras(folder, TELEPHONE)
        assert fonts.extras(folder, "not needed here") == ()


def test_a_missing_folder_and_a_broken_font_are_told_or_passed_over(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder of fonts"):
        fonts.extras(tmp_path / "none", TELEPHONE)
    assert fonts.extras(written(tmp_path, Broken=b"no font at all"), TELEPHONE) == ()


def test_a_character_is_shown_by_its_number_until_a_font_has_it(tmp_path: Path) -> None:
    typesetter = Typesetter()
    answers = {"title": Answer(value=f"The {TELEPHONE} field", asked="What is it called?")}
    made_of = documents(sample.CATALOGUE, sample.assessment(answers=answers))
    without = typesetter.make(made_of)
    assert without.gaps == (Gap("What is it called?", (TELEPHONE,)),)
    assert "The [U+260E] field" in Reader(opened(without.content)).text()
    assert TELEPHONE in opened(without.content).attachments["answers.json"].get_file().read_bytes().decode()
    given = typesetter.make(made_of, folder=written(tmp_path, Square=font("Square")))
    assert given.gaps == ()
    assert f"The {TELEPHONE} field" in Reader(opened(given.content)).text()
    assert b"Square.ttf" in given.content
    assert typesetter.make(made_of).content == without.content
