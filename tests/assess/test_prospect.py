"""One computation behind every face: the way, its number of steps and what is not known are said alike everywhere."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from pia.assess import assess, prospect
from pia.assess.advise import advise
from pia.assess.conditions import settle
from pia.catalogue import load
from pia.cli.ask import letter
from pia.cli.main import pia
from pia.interview.core import begin
from pia.interview.judge import Judging
from pia.interview.review import summary
from pia.model import Advice, Answer, Answers, Assessment, Level, OpenPoint, Step, Verdict, Way
from pia.records.answers import read_answers
from pia.report import render_html, render_markdown

CATALOGUE = load()
ON = date(2026, 11, 24)
TESTS = Path(__file__).parents[1]
PLANS = sorted([*(TESTS / "scenarios").glob("*.toml"), *(TESTS / "plans").glob("*.toml")])


def plan(path: Path) -> tuple[Answers, Assessment]:
    """The answers of a worked example, and what they come to."""
    answers = read_answers(path, CATALOGUE).answers
    return answers, assess(CATALOGUE, answers, ON, name=path.stem)


def words(text: str) -> str:
    """The text on one line, as it is read: no tag, no markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\\", "").split())


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_face_says_the_same_of_what_may_become_of_a_plan(path: Path) -> None:
    """`check`, `advise`, the review, HTML and Markdown: no one of them says what another denies."""
    answers, assessment = plan(path)
    advice = advise(CATALOGUE, answers, ON)
    told = [prospect.lead(CATALOGUE, advice), *prospect.rest(CATALOGUE, advice)]
    unheld = prospect.unheld(CATALOGUE, assessment)
    runner = CliRunner(env={"COLUMNS": "100"})
    faces = {
        word: words(runner.invoke(pia, [word, str(path), "--date", ON.isoformat()]).output)
        for word in ("check", "advise")
    }
    faces["review"] = words(" ".join(Judging(CATALOGUE, ON, answers).outcome()))
    faces["HTML"] = words(render_html(CATALOGUE, assessment))
    faces["Markdown"] = words(render_markdown(CATALOGUE, assessment))
    for face in ("check", "HTML", "Markdown"):
        assert unheld in faces[face], f"{face} does not say: {unheld}"
    for face, text in faces.items():
        for line in told:
            without_number = line.replace("No measure changes this: ", "")
            assert line in text or without_number in text, f"{face} does not say: {line}"
        assert "If all" not in text, face


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_face_counts_what_is_not_known_alike(path: Path) -> None:
    """The review's number is that of `check`, of the report, and of the questions `pia ask` sends."""
    answers, assessment = plan(path)
    unknown = prospect.unknown(assessment)
    number = len(unknown)
    facts = settle(CATALOGUE.questions, assessment.answers)
    assert set(unknown) == {name for name in facts.asked if name not in answers or not answers[name].known}
    checked = words(CliRunner().invoke(pia, ["check", str(path), "--date", ON.isoformat()]).output)
    assert f"Answers still to be given: {number or 'none'} " in checked
    assert f"; {number or 'no'} answer" in render_markdown(CATALOGUE, assessment)
    first_page = words(render_html(CATALOGUE, assessment))
    assert (f"{number} answer" if number else "Nothing is left open.") in first_page
    counted = summary(begin(CATALOGUE.questions, answers))
    assert (f"{number} of them not known yet" in counted) == bool(number)
    assert len(re.findall(r"^\d+\. ", letter(CATALOGUE, assessment), re.MULTILINE)) == number


def test_an_answer_nothing_waits_for_is_not_known_all_the_same() -> None:
    """Answered *don't know yet* where no risk hangs on it: counted, and said to be harmless by itself."""
    answers, _ = plan(TESTS / "scenarios" / "courier.toml")
    harmless = {**answers, "volume": Answer(value="unknown")}
    assessment = assess(CATALOGUE, harmless, ON)
    assert not assessment.open_points
    assert prospect.unknown(assessment) == {"volume": ()}
    assert prospect.NOTHING_HANGS in words(render_html(CATALOGUE, assessment))
    assert prospect.NOTHING_HANGS in words(render_markdown(CATALOGUE, assessment))


def advice(verdict: Verdict = Verdict.REDESIGN, *, ways: tuple[Way, ...] = (), waits: Level | None = None) -> Advice:
    """Advice with an open point that could be so bad."""
    points = (open_point(waits),) if waits else ()
    return Advice(verdict=verdict, ways=ways, findings=(), open_points=points)


def open_point(could_be: Level) -> OpenPoint:
    """A risk that waits for one answer."""
    return OpenPoint(
        rule=next(iter(CATALOGUE.rules)), level=Level.LOW, could_be=could_be, waits_for=("minors",), citations=()
    )


def way(*verdicts: Verdict, left: tuple[OpenPoint, ...] = ()) -> Way:
    """A way whose steps lead to these verdicts."""
    names = list(CATALOGUE.measures)
    steps = tuple(
        Step(measure=name, verdict=verdict, level=None) for name, verdict in zip(names, verdicts, strict=False)
    )
    return Way(steps=steps, effort=1, verdict=verdicts[-1], findings=(), open_points=left)


def test_where_only_answers_are_missing_no_measure_is_blamed() -> None:
    """What keeps it from *collect* is what nobody knows, with steps to take or without."""
    for ways in ((), (way(Verdict.UNDECIDED),)):
        said = prospect.lead(CATALOGUE, advice(ways=ways, waits=Level.HIGH))
        assert said.startswith(
            "First find out what is not known yet: on that depends whether it can come to “collect”."
        )
        assert "No measure" not in said
    assert prospect.lead(CATALOGUE, advice()) == "No measure of the catalogue makes this better."


def test_what_a_later_step_settles_is_undecided_only_until_then() -> None:
    """A step that opens a question is not the end of it."""
    redesign, undecided, collect = Verdict.REDESIGN, Verdict.UNDECIDED, Verdict.COLLECT
    turned = [turn for _, turn in prospect.turns(redesign, way(redesign, undecided, undecided, collect))]
    assert turned == ["", "undecided until M4", "", "collect"]
    assert [turn for _, turn in prospect.turns(redesign, way(redesign, undecided))] == ["", "undecided"]


def test_an_open_point_too_mild_to_matter_is_said_to_remain() -> None:
    """It does not stand in the way of *collect*, and yet something is not known."""
    mild = advice(ways=(way(Verdict.COLLECT, left=(open_point(Level.LOW),)),))
    assert [*prospect.rest(CATALOGUE, mild)] == [
        "1 answer is not known even then, and could bring no finding above low."
    ]


def test_the_verdict_says_where_it_is_silent() -> None:
    """Risks that rest on no law held are counted beside the verdict; matters of wording among them are not."""
    assessment = plan(TESTS / "scenarios" / "courier.toml")[1]
    serious, mild = "no-breach-plan", "vendor-contract"
    assert (CATALOGUE.rules[serious].severity, CATALOGUE.rules[mild].severity) == (2, 1)

    def said(*rules: str) -> str:
        return prospect.unheld(CATALOGUE, msgspec.structs.replace(assessment, lawless=rules))

    assert said() == said(mild) == ""
    assert said(serious, mild).startswith("The answers raise a further risk on which the catalogue holds no law")
    assert said(serious, "weak-protection").startswith("The answers raise 2 more risks on which")


def test_what_ends_a_collection_comes_first_and_the_rest_is_for_a_new_one() -> None:
    """A bought list is given up; nobody is told to do that and then keep to permitted hours. Own numbers go on."""
    answers = plan(TESTS / "scenarios" / "cold-list.toml")[0]
    (best, *_) = advise(CATALOGUE, answers, ON).ways
    assert (best.steps[0].measure, best.ends) == ("delete-unlawful-numbers", 1)
    (line, *_) = prospect.rest(CATALOGUE, advise(CATALOGUE, answers, ON))
    assert line == (
        "“Do not use these numbers; delete them” ends this collection: it gets no more numbers. "
        "What comes after it is for a new one, with people who agreed."
    )
    mixed = {**answers, "source": Answer(value=("person", "bought")), "required": Answer(value="optional")}
    (best, *_) = advise(CATALOGUE, mixed, ON).ways
    assert "delete-unlawful-numbers" in {step.measure for step in best.steps}
    assert best.ends == 0
    assert not any("ends this collection" in line for line in prospect.rest(CATALOGUE, advise(CATALOGUE, mixed, ON)))
