"""The PDF as a whole: what is in it, that it is always the same, that it fits on its pages."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pikepdf
import pydyf
import pytest
import rfc8785

from pia.errors import PangoMissing
from pia.model import DRAFT_SCHEMA, Answer, Assessment, Draft, Kind
from pia.report import loading, pdf, render_pdf
from pia.report.clean import printable
from pia.report.data import Excerpt
from pia.report.fonts import covered, only_ours
from pia.report.html import to_html
from pia.report.loading import load
from pia.report.words import NOT_KNOWN
from report import sample
from report.conftest import HERE, REPORTS, assessment_of, opened
from report.structure import Reader

Render = Callable[..., bytes]
Box: TypeAlias = Any  # WeasyPrint has no types


def squeezed(text: str) -> str:
    """Without blanks and break marks: line ends and inserted break points do not matter."""
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("name", REPORTS)
def test_every_answer_and_comment_is_read_aloud(pdf_of: Render, name: str) -> None:
    text = squeezed(Reader(opened(pdf_of(name))).text())
    for question, answer in assessment_of(name).answers.items():
        asked = sample.QUESTIONS[question]
        if not answer.known:
            said = NOT_KNOWN
        elif isinstance(answer.value, str) and asked.kind.value == "text":
            said = answer.value
        elif isinstance(answer.value, tuple):
            said = asked.choice(answer.value[0]).text
        else:
            continue
        assert squeezed(printable(said, covered())) in text
        assert squeezed(printable(answer.comment, covered())) in text


def test_reading_order_and_spaces_at_line_ends(pdf_of: Render) -> None:
    text = Reader(opened(pdf_of("terrible"))).text()
    assert sample.LONG.strip() in text
    order = ["Do not collect", "What carries this verdict", "The plan as understood", "Findings\n", "Decision\n"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["small", "terrible", "hostile"])
def test_a_blank_between_two_inline_parts_is_read(pdf_of: Render, name: str) -> None:
    """Every blank of the HTML is in the structure text, too; and no two of its inline parts stand without one."""
    html = to_html(sample.shown(assessment_of(name)), covered=covered())
    assert re.findall(r"\w</(?:span|a|strong)>(?:<(?:span|a|strong)\b[^>]*>)?\w.{20}", html) == []
    read, blanks = unspaced(Reader(opened(pdf_of(name))).text())
    at, compared = 0, 0
    for element in load().HTML(string=html).etree_element.iter():
        if element.tag not in {"p", "h1", "h2", "h3", "dt", "td", "th", "caption"}:
            continue
        said, wanted = unspaced("".join(element.itertext()))
        found = read.find(said, at, at + len(said) + 300)
        if len(wanted) < 2 or found < 0:
            continue  # one word, or what holds paragraphs of its own
        at = found
        assert {at + place for place in wanted} <= blanks, said[:200]
        at += len(said)
        compared += len(wanted)
    assert compared > 500


def unspaced(text: str) -> tuple[str, set[int]]:
    """A text without blanks, and before which of its characters there were some."""
    words = [squeezed(word) for word in text.split()]
    ends = accumulate(map(len, words))
    return "".join(words), set(ends)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine: install poppler-utils")
def test_pdftotext_reads_in_order_and_finds_every_answer(pdf_of: Render, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of("terrible"))
    program = str(shutil.which("pdftotext"))
    done = subprocess.run([program, path, "-"], capture_output=True, text=True, check=True)
    without_pages = re.sub(r"\n[^\n]*\n+Page \d+ of \d+\n+\f", "\n", done.stdout)
    text = squeezed(without_pages)
    for question, answer in assessment_of("terrible").answers.items():
        assert squeezed(answer.comment) in text
        if sample.QUESTIONS[question].kind is Kind.TEXT:
            assert squeezed(str(answer.value)) in text
    at = 0
    for kind, words in Reader(opened(pdf_of("terrible"))).elements():
        if kind == "H2":
            at = text.index(squeezed(words), at)
    assert at > 0


def test_headings_tables_and_links_are_tagged(pdf_of: Render) -> None:
    elements = list(Reader(opened(pdf_of("small"))).elements())
    kinds = [kind for kind, _ in elements]
    assert kinds.count("H1") == 1
    assert ("H2", "Findings") in elements
    assert ("H3", "Critical F1 Asked for without need (needless)") in elements
    assert ("TH", "Measure") in elements
    assert ("Lbl", "Because you answered") in elements
    assert {"TOC", "TOCI", "L", "LI", "LBody", "Table", "THead", "TBody", "TR", "TD"} <= set(kinds)


def test_a_table_head_repeated_on_the_next_page_is_read_once(pdf_of: Render) -> None:
    elements = list(Reader(opened(pdf_of("terrible"))).elements())
    assert elements.count(("TH", "By when")) == 1


def test_header_and_footer_are_not_read(pdf_of: Render) -> None:
    assert "Page 1 of" not in Reader(opened(pdf_of("small"))).text()


@pytest.mark.parametrize(("name", "most"), [("benign", 6), ("small", 9), ("terrible", 20)])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_page_counts(pdf_of: Render, name: str, most: int, paper: str) -> None:
    assert len(opened(pdf_of(name, paper)).pages) <= most


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 595.28, 841.89), ("Letter", 612, 792)])
def test_paper(pdf_of: Render, paper: str, width: float, height: float) -> None:
    box = [float(side) for side in opened(pdf_of("small", paper)).pages[0].mediabox]
    assert box == pytest.approx([0, 0, width, height], abs=0.1)


def test_nothing_runs_off_the_page_or_into_the_next_column() -> None:
    wide = {name: Answer(value=answer.value, comment="W" * 500) for name, answer in sample.ANSWERS.items()}
    wide |= {name: Answer(value="W" * 500, comment="W" * 500) for name in ("title", "summary", "company", "author")}
    html = to_html(sample.shown(sample.assessment(answers=wide)), covered=covered())
    with only_ours():
        pages = load().HTML(string=html).render().pages
    for page in pages:
        assert {box.text for box in _texts(page._page_box) if box.position_x + box.width > page.width - 56} == set()
        columns = [box for box in _texts(page._page_box) if box.text.startswith("W" * 5) and box.position_x < 90]
        assert all(box.width < page.width - 112 for box in columns)


@pytest.fixture(scope="module", params=["A4", "Letter"])
def laid_out(request: pytest.FixtureRequest) -> list[Box]:
    """The pages of the terrible report, as boxes."""
    html = to_html(sample.shown(sample.TERRIBLE), paper=request.param, covered=covered())
    with only_ours():
        return [page._page_box for page in load().HTML(string=html).render().pages]


def test_no_heading_or_label_stands_last_on_its_page(laid_out: list[Box]) -> None:
    for number, page in enumerate(laid_out, 1):
        (body,) = (box for box in page.children if box.element_tag == "html")
        *_, last = _texts(body)
        assert last.element_tag not in {"h1", "h2", "h3", "dt"}, f"page {number} ends with {last.text!r}"


def test_the_head_of_a_table_is_repeated_on_every_page_it_goes_on(laid_out: list[Box]) -> None:
    heads = [[box.text for box in _texts(page)].count("By when") for page in laid_out]
    assert sum(heads) > 1
    assert max(heads) == 1


def test_the_first_page_decides(laid_out: list[Box]) -> None:
    """Verdict, the findings that carry it, what is unknown, what to do and the contents, before the page ends."""
    first = squeezed(" ".join(box.text for box in _texts(laid_out[0])))
    for words in (
        "Do not collect",
        "F1 Asked",
        "F3 Passed",
        "What is not known",
        "M1",
        "Appendix: method",
        "not legal",
    ):
        assert squeezed(words) in first


def test_both_papers_have_one_column_width() -> None:
    widths = set()
    for paper in ("A4", "Letter"):
        html = to_html(sample.shown(sample.SMALL), paper=paper, covered=covered())
        with only_ours():
            (page, *_) = load().HTML(string=html).render().pages
        widths.add(round(page._page_box.width, 1))
    assert len(widths) == 1


def test_every_address_stands_on_the_paper(pdf_of: Render) -> None:
    text = squeezed(Reader(opened(pdf_of("small"))).text())
    for source in sample.CATALOGUE.sources.values():
        assert squeezed(source.url.removeprefix("https://")) in text


def _texts(box: Box) -> Iterator[Box]:
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def test_wrong_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="A4 or Letter"):
        render_pdf(sample.CATALOGUE, sample.SMALL, paper="A4; background: url(file:///etc/passwd)")


def test_bookmarks_lead_to_every_finding(pdf_of: Render) -> None:
    with opened(pdf_of("small")).open_outline() as outline:
        titles = [item.title for top in outline.root for item in (top, *top.children)]
    assert titles[0] == "Summary"
    assert [title for title in titles if re.match(r"F\d ", title)] == [
        "F1 Asked for without need",
        "F2 Kept for too long",
        "F3 Nobody is told why",
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_attachments_decode_to_what_was_given(pdf_of: Render, name: str) -> None:
    files = {key: spec.get_file().read_bytes() for key, spec in opened(pdf_of(name)).attachments.items()}
    decision = ["decision.json"] if name == "decided" else []
    assert sorted(files) == ["answers.json", "assessment.json", "catalogue.json", *decision]
    assert msgspec.json.decode(files["assessment.json"], type=Assessment) == assessment_of(name)
    draft = msgspec.json.decode(files["answers.json"], type=Draft)
    assert draft.schema == DRAFT_SCHEMA
    assert (draft.name, draft.catalogue, draft.answers) == ("courier", "9.8.7", assessment_of(name).answers)
    excerpt = msgspec.json.decode(files["catalogue.json"], type=Excerpt)
    assert {question.id for question in excerpt.questions} >= set(assessment_of(name).answers)
    assert (excerpt.version, excerpt.digest) == (sample.CATALOGUE.version, sample.CATALOGUE.digest)
    for content in files.values():
        assert content == rfc8785.dumps(msgspec.json.decode(content))


def test_attachments_are_associated_once_and_dated_by_the_assessment(pdf_of: Render) -> None:
    file = opened(pdf_of("small"))
    assert [str(item.UF) for item in file.Root.AF] == ["answers.json", "assessment.json", "catalogue.json"]
    for item in file.Root.AF:
        assert item.AFRelationship == "/Source"
        assert str(item.EF.F.Params.CreationDate) == str(item.EF.F.Params.ModDate) == "D:20261124000000Z"
        assert item.EF.F.Subtype == "/application/json"


def test_digest_printed_and_in_the_metadata(pdf_of: Render) -> None:
    file = opened(pdf_of("small"))
    digest = hashlib.sha256(file.attachments["assessment.json"].get_file().read_bytes()).hexdigest()
    assert digest in squeezed(Reader(file).text())
    with file.open_metadata() as metadata:
        assert metadata["{urn:pia:report:1}assessmentSha256"] == digest
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2026-11-24T00:00:00Z"


def test_fonts_are_ours_alone(pdf_of: Render) -> None:
    fonts = {
        str(font.BaseFont).split("+")[1]
        for name in REPORTS
        for page in opened(pdf_of(name)).pages
        for font in page.resources.Font.values()
    }
    assert fonts == {
        "Source-Sans-Pro",
        "Source-Sans-Pro-Semi-Bold",
        "Source-Serif-Pro",
        "Source-Serif-Pro-Semi-Bold",
    }


def test_only_https_and_inner_links(pdf_of: Render) -> None:
    for name in REPORTS:
        for page in opened(pdf_of(name)).pages:
            for note in page.get("/Annots", ()):
                if note.Subtype == "/Widget":  # a field to sign in leads nowhere
                    assert "/A" not in note
                    assert "/AA" not in note
                    continue
                assert "/Dest" in note or str(note.A.URI).startswith("https://example.org/")
                assert str(note.Contents)


SAME = """
import hashlib, sys, time
sys.path[:0] = [{tests!r}]
time.time = lambda real=time.time: real() + 40 * 86_400 * {number}
from report import sample
from pia.report import render_pdf
for report in (sample.SMALL, sample.hostile()):
    print(hashlib.sha256(render_pdf(sample.CATALOGUE, report)).hexdigest())
"""


def test_same_bytes_under_any_zone_seed_locale_folder_and_time(pdf_of: Render, tmp_path: Path) -> None:
    expected = [hashlib.sha256(pdf_of(name)).hexdigest() for name in ("small", "hostile")]
    for number, zone in enumerate(("Pacific/Kiritimati", "America/Anchorage")):
        done = subprocess.run(
            [sys.executable, "-c", SAME.format(tests=str(HERE.parent), number=number)],
            cwd=tmp_path,
            env={
                **os.environ,
                "TZ": zone,
                "PYTHONHASHSEED": str(number * 7919),
                "LC_ALL": "C.UTF-8" if number else "C",
                "HOME": str(tmp_path),
                "XDG_CACHE_HOME": str(tmp_path / f"cache-{number}"),
                "PYTHONPATH": str(HERE.parent.parent),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == expected


def test_no_path_or_name_of_the_machine_inside(pdf_of: Render) -> None:
    file = opened(pdf_of("small"))
    whole = b"".join(item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse() for item in file.objects)
    for secret in (str(HERE.parent.parent), sys.prefix, os.uname().nodename):
        assert secret.encode() not in whole


def test_a_machine_without_pango_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libgobject-2.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(PangoMissing):
        loading.load()


def test_nothing_heavy_is_loaded_before_the_first_report() -> None:
    code = "import sys, pia.report; print({'weasyprint', 'jinja2', 'uharfbuzz', 'msgspec'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_no_stream_ends_in_a_carriage_return() -> None:
    content = next(word for word in map(str.encode, map(str, range(100_000))) if zlib.compress(word, 9).endswith(b"\r"))
    stream = pydyf.Stream([content], {}, compress=True)
    pdf._compress(stream)
    assert not b"".join(stream.stream).endswith(b"\r")
    file = pikepdf.new()
    written = pikepdf.Stream(file, stream.stream[0])
    written.Filter = pikepdf.Array([pikepdf.Name("/ASCII85Decode"), pikepdf.Name("/FlateDecode")])
    assert stream.extra["Filter"] == "[/ASCII85Decode /FlateDecode]"
    assert written.read_bytes() == content
