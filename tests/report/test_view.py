"""What the templates get to show, and what a reader of the HTML reads."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html.parser import HTMLParser

import msgspec
import pytest

from pia.model import Answer, Level, Verdict
from pia.report import render_html
from pia.report.html import to_html
from pia.report.view import view
from pia.report.words import NOT_KNOWN, count, join
from report import sample
from report.conftest import HERE

GOLDEN = HERE / "golden" / "small.txt"
BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "dt", "dd", "th", "td", "caption", "tr", "div", "section", "title"})


@dataclass
class Lines(HTMLParser):
    """The text of an HTML page, one line for each block."""

    html: str
    lines: list[str] = field(default_factory=lambda: [""])
    skipped: bool = False

    def __post_init__(self) -> None:
        """Read it."""
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        """Begin a line where a block begins."""
        self.skipped = tag == "style"
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """End what was skipped."""
        self.skipped = self.skipped and tag != "style"

    def handle_data(self, data: str) -> None:
        """Add to the line."""
        if not self.skipped:
            self.lines[-1] += data

    def text(self) -> str:
        """All lines that say something."""
        return "".join(f"{' '.join(line.split())}\n" for line in self.lines if line.strip())


def test_a_reader_of_the_small_report_reads_exactly_this() -> None:
    """Read on: set PIA_GOLDEN=write to keep what is written now, and look at the difference before committing it."""
    text = Lines(render_html(sample.CATALOGUE, sample.SMALL)).text()
    if os.environ.get("PIA_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_same_view_for_the_same_assessment() -> None:
    first, second = (msgspec.json.encode(view(sample.CATALOGUE, sample.SMALL)) for _ in range(2))
    assert first == second


def test_what_is_not_known_is_in_plain_sight() -> None:
    shown = view(sample.CATALOGUE, sample.SMALL)
    asked = [said for chapter in shown.chapters for said in chapter.said]
    assert [said.lines for said in asked if not said.known] == [(NOT_KNOWN,)]
    (point,) = shown.open_points
    assert (point.question, point.who) == ("Would it work without the number?", "the product owner")
    assert [(item.level, item.title) for item in point.hanging] == [("high", "Passed on to buyers")]


def test_answers_are_shown_as_people_write_them() -> None:
    shown = view(sample.CATALOGUE, sample.BENIGN)
    lines = {said.question: said.lines for chapter in shown.chapters for said in chapter.said}
    assert lines["Where are the people?"] == ("Arcadia", "Utopia")
    assert lines["When does it start?"] == ("5 January 2027",)
    assert lines["After how many days is it deleted?"] == ("1,200 days",)


def test_the_wording_that_was_answered_is_shown() -> None:
    answers = {"needed": Answer(value="yes", asked="As it was asked back then?")}
    shown = view(sample.CATALOGUE, sample.assessment(sample.finding("kept", Level.LOW), answers=answers))
    assert shown.findings[0].because[0].question == "As it was asked back then?"


def test_parts_point_to_each_other() -> None:
    shown = view(sample.CATALOGUE, sample.TERRIBLE)
    measures = {step.ref for step in shown.steps}
    options = {option.ref for option in shown.options}
    sources = {entry.ref for place in shown.sources for text in place.texts for entry in text.entries}
    findings = {finding.ref for finding in shown.findings}
    assert len(findings) == len(shown.findings)
    for finding in shown.findings:
        assert {pointer.ref for pointer in finding.measures} <= measures
        assert {pointer.ref for pointer in finding.alternatives} <= options
        assert {cited.ref for basis in finding.bases for cited in basis.cited} <= sources
    assert {ref for step in shown.steps for ref in step.serves} <= findings


def test_every_way_a_source_can_count_is_said() -> None:
    (finding,) = view(sample.CATALOGUE, sample.BENIGN).findings
    assert [(basis.words, len(basis.cited)) for basis in finding.bases] == [
        ("Binding", 2),
        ("Guidance", 1),
        ("Upcoming, from 13 May 2027", 1),
        ("Upcoming, draft", 1),
        ("Unsettled", 1),
        ("Persuasive only", 2),
    ]


def test_a_ceiling_is_printed_once_for_each_place() -> None:
    sources = dict(sample.CATALOGUE.sources)
    sources["s5"] = msgspec.structs.replace(sources["s5"], ceiling=sources["s1"].ceiling)
    catalogue = msgspec.structs.replace(sample.CATALOGUE, sources=sources)
    entries = [e for place in view(catalogue, sample.SMALL).sources for text in place.texts for e in text.entries]
    assert [entry.ceiling for entry in entries if entry.ceiling] == ["up to 4 million crowns", "As S1."]


def test_a_level_moved_off_the_matrix_is_starred() -> None:
    shown = view(sample.CATALOGUE, sample.assessment(sample.finding("needless", Level.HIGH)))
    worst = shown.now.matrix[0].cells[-1]
    assert (worst.level, worst.refs) == ("critical", ("F1*",))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_a_shape(verdict: Verdict) -> None:
    shown = view(sample.CATALOGUE, sample.assessment(verdict=verdict))
    assert shown.now.meaning
    assert f'class="verdict {verdict.value.replace(" ", "-")}"' in to_html(shown)


def test_a_report_without_any_finding_says_so() -> None:
    text = Lines(render_html(sample.CATALOGUE, sample.assessment())).text()
    assert "No rule of the catalogue applies to the answers given." in text
    assert "Nothing has to change." in text


def test_not_legal_advice_is_said_once() -> None:
    assert render_html(sample.CATALOGUE, sample.TERRIBLE).count("legal advice") == 1


def test_counting_and_joining() -> None:
    assert [count(n, "finding") for n in (0, 1, 2)] == ["no findings", "1 finding", "2 findings"]
    assert [join(tuple("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
