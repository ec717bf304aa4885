"""What the templates get to show, and what a reader of the HTML reads."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

import msgspec
import pytest

from pia.assess import assess
from pia.assess.advise import advise
from pia.catalogue import load
from pia.model import Answer, Confidence, Level, Reason, Verdict
from pia.model import Test as Looked
from pia.records.answers import read_answers
from pia.report import render_html
from pia.report.found import besides as beside
from pia.report.found import carrying
from pia.report.html import to_html
from pia.report.view import view
from pia.report.words import NOT_KNOWN, count, join, places, reasons
from report import sample
from report.conftest import HERE

PLANS = HERE.parent / "plans"
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
    text = Lines(to_html(sample.shown(sample.SMALL))).text()
    if os.environ.get("PIA_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_same_view_for_the_same_assessment() -> None:
    first, second = (msgspec.json.encode(sample.shown(sample.SMALL)) for _ in range(2))
    assert first == second


def test_what_is_not_known_is_in_plain_sight() -> None:
    shown = sample.shown(sample.SMALL)
    asked = [said for chapter in shown.chapters for said in chapter.said]
    assert [said.lines for said in asked if not said.known] == [(NOT_KNOWN,)]
    (point,) = shown.open_points
    assert (point.question, point.who) == ("Would it work without the number?", "the product owner")
    assert [(item.level, item.title) for item in point.hanging] == [("high", "Passed on to buyers")]


def test_answers_are_shown_as_people_write_them() -> None:
    shown = sample.shown(sample.BENIGN)
    lines = {said.question: said.lines for chapter in shown.chapters for said in chapter.said}
    assert lines["Where are the people?"] == ("Arcadia", "Utopia")
    assert lines["When does it start?"] == ("5 January 2027",)
    assert lines["After how many days is it deleted?"] == ("1,200 days",)


def test_the_wording_that_was_answered_is_shown() -> None:
    answers = {"needed": Answer(value="yes", asked="As it was asked back then?")}
    shown = sample.shown(sample.assessment(sample.finding("kept", Level.LOW), answers=answers))
    assert shown.findings[0].because[0].question == "As it was asked back then?"


def test_parts_point_to_each_other() -> None:
    shown = sample.shown(sample.TERRIBLE)
    steps = (*shown.course.steps, *shown.course.further)
    measures = {step.ref for step in steps}
    options = {option.ref for option in shown.options}
    sources = {entry.ref for place in shown.sources for text in place.texts for entry in text.entries}
    findings = {finding.ref for finding in shown.findings}
    assert len(findings) == len(shown.findings)
    for finding in shown.findings:
        assert {pointer.ref for pointer in finding.measures} <= measures
        assert {pointer.ref for pointer in finding.alternatives} <= options
        assert {cited.ref for basis in finding.bases for cited in basis.cited} <= sources
    assert {ref for step in steps for ref in step.serves} <= findings


@pytest.mark.parametrize(
    ("kinds", "named", "besides"),
    [
        ("cA cA cA cB cC cD cD", "F1 F4 F5", [("D", "F6 F7")]),
        ("cA cA cA cA hB", "F1 F2 F3", []),
        ("cA hA hB hC", "F1 F3 F4", []),
        ("lA iB", "F1 F2", []),
        ("", "", []),
    ],
)
def test_page_one_names_the_worst_of_different_kinds(kinds: str, named: str, besides: list[tuple[str, str]]) -> None:
    """Each finding by the first letter of its level, and its kind; a milder one never stands for a worse one."""
    (pattern,) = sample.shown(sample.BENIGN).findings
    found = tuple(
        msgspec.structs.replace(pattern, ref=f"F{number}", level=sample.LEVELS[kind[0]].value, family=kind[1])
        for number, kind in enumerate(kinds.split(), 1)
    )
    shown = carrying(found)
    assert " ".join(item.ref for item in shown) == named
    assert [(kind.title, " ".join(kind.cells[0])) for kind in beside(found, shown)] == besides


def test_a_measure_against_what_is_open_says_so() -> None:
    course = sample.shown(sample.TERRIBLE).course
    against = set(sample.RULES[sample.OPEN.rule].measures)
    titles = {sample.MEASURES[name].title for name in against}
    assert {step.title for step in (*course.steps, *course.further) if step.unsure} == titles


def test_places_that_are_all_there_are_within_one_are_counted() -> None:
    whole, *within = (
        msgspec.structs.replace(pattern, id=name, name=name.upper(), within="" if name == "x" else "x")
        for pattern in list(sample.CATALOGUE.places.values())[:1]
        for name in "xabcdef"
    )
    assert places((whole, *within), (whole, *within)) == "X (all 6 places in it)"
    assert places((whole, *within[:-1]), (whole, *within)) == "X (A, B, C, D, E)"
    assert places((whole, *within[:2]), (whole, *within[:2])) == "X (A, B)"


def test_every_way_a_source_can_count_is_said() -> None:
    (finding,) = sample.shown(sample.BENIGN).findings
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
    for name in ("s5", "s7"):
        sources[name] = msgspec.structs.replace(
            sources[name], ceiling=sources["s1"].ceiling, ceiling_confidence=Confidence.KNOWN
        )
    catalogue = msgspec.structs.replace(sample.CATALOGUE, sources=sources)
    shown = sample.shown(sample.SMALL, catalogue)
    (arcadia, utopia) = shown.sources
    (ceiling,) = arcadia.ceilings
    assert (ceiling.ref, ceiling.text) == ("P1", "up to 4 million crowns")
    assert utopia.ceilings == ()
    assert [entry.ceiling for text in arcadia.texts for entry in text.entries] == ["P1", "", "P1", "P1"]
    assert shown.findings[0].ceilings == ("P1",)
    assert shown.ceilings == "P1"


def test_a_ceiling_nobody_read_says_so_and_one_of_a_persuasive_text_does_not_count_against_the_plan() -> None:
    sources = {
        name: msgspec.structs.replace(
            source, ceiling="1 crown" if name == "s7" else "", ceiling_confidence=Confidence.KNOWN
        )
        for name, source in sample.CATALOGUE.sources.items()
    }
    shown = sample.shown(sample.SMALL, msgspec.structs.replace(sample.CATALOGUE, sources=sources))
    assert [item.text for item in shown.sources[0].ceilings] == ["1 crown (figure to be confirmed by counsel)"]
    assert shown.findings[0].ceilings == ()


def test_what_entries_of_a_text_share_is_said_once() -> None:
    sources = {
        name: msgspec.structs.replace(source, instrument="The Code", url="https://example.org/code", short="Code")
        for name, source in sample.CATALOGUE.sources.items()
        if name in {"s1", "s5"}
    }
    catalogue = msgspec.structs.replace(sample.CATALOGUE, sources={**sample.CATALOGUE.sources, **sources})
    shown = sample.shown(sample.SMALL, catalogue)
    (code,) = (text for text in shown.sources[0].texts if text.name == "The Code")
    assert (code.url, code.words) == ("https://example.org/code", "Binding")
    assert [entry.url for entry in code.entries] == ["", ""]
    assert [entry.words for entry in code.entries] == ["", ""]
    assert [entry.state for entry in code.entries] == [
        "Statute, in force since 1 May 2020",
        "Enforcement decision, decided on 1 May 2020",
    ]
    assert [entry.caveat for entry in code.entries] == ["Only where a service is offered to the public.", "As S1."]
    binding = shown.findings[0].bases[0]
    assert [(cited.place, cited.text, cited.pinpoint) for cited in binding.cited] == [
        ("Arcadia", "Code", "rule 1"),
        ("", "", "rule 5"),
    ]


def test_a_level_moved_off_the_matrix_is_starred() -> None:
    shown = sample.shown(sample.assessment(sample.finding("needless", Level.HIGH)))
    worst = shown.now.matrix[0].cells[-1]
    assert (worst.level, worst.refs) == ("critical", ("F1*",))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_a_shape(verdict: Verdict) -> None:
    shown = sample.shown(sample.assessment(verdict=verdict))
    assert shown.now.meaning
    assert f'class="verdict {verdict.value.replace(" ", "-")}"' in to_html(shown)


def test_a_report_without_any_finding_says_so() -> None:
    text = Lines(render_html(sample.CATALOGUE, sample.assessment())).text()
    assert "No rule of the catalogue applies to the answers given." in text
    assert "Nothing needs to change." in text


def test_the_shortest_way_comes_first_and_says_what_it_turns_and_what_stays() -> None:
    shown = sample.shown(sample.SMALL)
    course = shown.course
    assert course.heading == "What would turn it into a pass"
    assert course.lead == "The least work that brings it to “collect”: 2 steps (1 takes hours, 1 takes days)."
    assert [(step.ref, step.title, step.then) for step in course.steps] == [
        ("M1", "Delete after thirty days", ""),
        ("M2", "Make the field optional", "collect"),
    ]
    assert [step.ref for step in course.further] == ["M3"]
    assert course.others == (
        "Another way, a little more work: “Stop passing numbers on” instead of M1 Delete after thirty days.",
    )
    assert (shown.after.verdict, [item.title for item in shown.remaining]) == ("collect", ["Nobody is told why"])


def test_an_answer_that_saves_a_step_says_so() -> None:
    (point,) = sample.shown(sample.SMALL).open_points
    assert point.saves == "If it is “Yes” or “No”, M1 is not needed."


@pytest.mark.parametrize(
    ("verdict", "heading", "lead"),
    [
        (Verdict.COLLECT, "What keeps it so", "Nothing needs to change. What is listed keeps it so."),
        (
            Verdict.REDESIGN,
            "What would improve it",
            "No measure of the catalogue makes this better. Look at the alternatives.",
        ),
    ],
)
def test_without_a_way_it_is_said_why(verdict: Verdict, heading: str, lead: str) -> None:
    course = sample.shown(sample.assessment(sample.finding("kept", Level.LOW), verdict=verdict)).course
    assert (course.heading, course.lead, course.steps) == (heading, lead, ())
    assert [step.title for step in course.further] == ["Delete after thirty days"]


def test_findings_at_a_glance_name_each_finding_once() -> None:
    assert sample.shown(sample.SMALL).glance is None
    shown = sample.shown(sample.TERRIBLE)
    assert shown.glance is not None
    assert shown.glance.levels == ("critical", "high")
    (kind,) = shown.glance.kinds
    assert kind.cells == (tuple(f"F{n}" for n in range(1, 7)), tuple(f"F{n}" for n in range(7, 19)))


def test_the_way_of_the_number_shows_what_each_stop_raised() -> None:
    shown = sample.shown(sample.SMALL)
    assert [(stop.title, stop.findings) for stop in shown.way if stop.findings] == [
        ("Who receives it", ("F1", "F2", "F3")),
    ]


def test_a_finding_quotes_the_choices_its_rule_looks_for() -> None:
    looks = Looked(question="uses", any_of=("ads",))
    rules = dict(sample.CATALOGUE.rules)
    rules["kept"] = msgspec.structs.replace(rules["kept"], when=((looks,),))
    answers = {"uses": Answer(value=("bring", "ads"))}
    catalogue = msgspec.structs.replace(sample.CATALOGUE, rules=rules)
    assessment = sample.assessment(sample.finding("kept", Level.LOW, because=("uses",)), answers=answers)
    (quoted,) = sample.shown(assessment, catalogue).findings[0].because
    assert quoted.lines == ("Advertising", "among others")


def test_circumstances_that_move_a_level_together_are_said_together() -> None:
    two = (Reason(text="Children use it.", step=1), Reason(text="Many use it.", step=1))
    assert reasons(two, {}) == ("Children use it. Many use it (together one level up).",)
    assert reasons(two[:1], {}) == ("Children use it (one level up).",)


def test_a_reason_is_said_with_the_answer_that_backs_it() -> None:
    """A reader sees the day by which a repair is due, beside what it did to the level."""
    due = Reason(text="A repair is scheduled.", step=-1, backed_by="by")
    assert reasons((due,), {"by": "31 March 2027"}) == ("A repair is scheduled: 31 March 2027 (one level down).",)


@pytest.mark.parametrize(("people", "milder"), [("consumers", True), ("patients", False)])
def test_the_first_page_says_which_findings_rest_on_a_scheduled_repair(people: str, *, milder: bool) -> None:
    """Whoever reads no further sees what is only promised; what moved no level is not named."""
    catalogue, on = load(), date(2026, 12, 1)
    given = dict(read_answers(PLANS / "clinic-waiting-list.toml", catalogue).answers)
    given["people"] = msgspec.structs.replace(given["people"], value=(people,))
    shown = view(catalogue, assess(catalogue, given, on), advice=advise(catalogue, given, on))
    if milder:
        assert re.fullmatch(
            r"F\d+(, F\d+)*( and F\d+)? (is|are) one level milder for what the answers say works already or is "
            r"scheduled: 31 March 2027\.",
            shown.relied_on,
        )
    else:
        assert not shown.relied_on


def test_a_summary_longer_than_the_first_page_allows_is_whole_on_the_next() -> None:
    long = "word " * 200
    shown = sample.shown(sample.assessment(answers={"summary": Answer(value=long)}))
    assert shown.brief.endswith("…")
    assert shown.summary == long
    assert sample.shown(sample.SMALL).summary == ""


def test_not_legal_advice_is_said_once() -> None:
    assert render_html(sample.CATALOGUE, sample.TERRIBLE).count("legal advice") == 1


def test_counting_and_joining() -> None:
    assert [count(n, "finding") for n in (0, 1, 2)] == ["no findings", "1 finding", "2 findings"]
    assert [join(tuple("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_what_is_not_held_of_the_law_of_a_place_is_said() -> None:
    """A place that is held in part is named with what is missing; that all is covered is claimed only where it is."""
    catalogue, claim = load(), "the catalogue covers every place ticked"

    def read(*ticked: str) -> str:
        answers = {"places": Answer(value=ticked), "stale": Answer(value="yes")}
        return Lines(render_html(catalogue, assess(catalogue, answers, date(2026, 11, 24)))).text()

    both = read("au", "nz")
    assert f"New Zealand: {catalogue.places['nz'].gaps}" in both
    assert catalogue.places["nz"].gaps
    assert claim not in both
    assert claim in read("au")
