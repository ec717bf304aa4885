"""What is said about the answers so far: the same for worse and better, and honest while questions are open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pia.assess import assess
from pia.catalogue import load
from pia.interview.judge import Judging
from pia.model import UNKNOWN, Answer, Answers, Level, Value, Verdict
from pia.records.answers import read_answers

CATALOGUE = load()
ON = date(2026, 6, 1)
SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))


def judged(given: Answers) -> Judging:
    """What answers come to, under the law of that day."""
    return Judging(CATALOGUE, ON, given)


def answers(**values: Value) -> dict[str, Answer]:
    """Answers of those values; question ids are written with underscores."""
    return {name.replace("_", "-"): Answer(value=value) for name, value in values.items()}


def gated() -> Answers:
    """An e-book that is given for a number it does not need, as far as that is known."""
    path = next(path for path in SCENARIOS if path.stem == "ebook")
    given = scenario(path)
    names = list(CATALOGUE.questions)
    return {name: given[name] for name in names[: names.index("works-without") + 1] if name in given}


def scenario(path: Path) -> Answers:
    """The answers of a worked example."""
    return read_answers(path, CATALOGUE).answers


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_worse_and_better_are_said_alike(path: Path) -> None:
    """What one way raises, or raises to a level, the way back no longer raises, or lowers."""
    given = dict(scenario(path))
    for name in [*given]:
        without = {other: answer for other, answer in given.items() if other != name}
        there, back = judged(given).consequence(judged(without)), judged(without).consequence(judged(given))
        assert (there is None) == (back is None)
        if there and back:
            firsts = ("Raises ", "No longer raised ", "Lowers ", "Worth knowing: ", "Worth a look (low): ")
            assert there.startswith(firsts)
            assert ("Raises" in there or "Worth" in there) == ("No longer raised" in back or "Lowers" in back)
            assert ("No longer raised" in there or "Lowers" in there) == ("Raises" in back or "Worth" in back)


def test_nothing_answered_is_no_verdict() -> None:
    """Neither *collect* nor *undecided* is said of a plan that nobody has described."""
    assert judged({}).standing() == ""
    assert judged(answers(title="Till")).standing() == ""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_standing_never_says_more_than_was_found(path: Path) -> None:
    """On the way through, it is the verdict on the findings: never *undecided*, and *collect* is never promised."""
    given: dict[str, Answer] = {}
    said = set()
    for name, answer in scenario(path).items():
        given[name] = answer
        said.add(judged(given).standing())
    assert said <= {"", "so far: nothing in the way", "so far: nothing above low"} | {
        f"so far: {verdict.value}" for verdict in (Verdict.CONDITIONS, Verdict.REDESIGN, Verdict.DO_NOT_COLLECT)
    }
    assert all(len(line) <= 39 for line in said)


def test_each_finding_stands_with_one_answer() -> None:
    """Every finding is listed once, with its level, at an answer that raised it; open points at one they wait for."""
    for path in SCENARIOS:
        given = scenario(path)
        assessment = assess(CATALOGUE, given, ON)
        raised = judged(given).raised()
        for finding in assessment.findings:
            line = f"{finding.level.value}: {CATALOGUE.rules[finding.rule].title}"
            places = [name for name, lines in raised.items() if line in lines]
            assert len(places) == 1
            assert places[0] in finding.because
        waited = {point.waits_for[0] for point in assessment.open_points}
        assert {name for name, lines in raised.items() if any("could be" in line for line in lines)} == waited


def test_the_outcome_is_the_verdict_and_the_way() -> None:
    """A plan that passes needs nothing; one that does not is given steps, and what stays is named."""
    by_name = {path.stem: [*judged(scenario(path)).outcome()] for path in SCENARIOS}
    assert by_name["courier"] == ["Verdict: collect", "Nothing needs to change."]
    assert by_name["kids-game"][:2] == [
        "Verdict: do not collect",
        "The least work that brings it to “collect”: 21 steps (5 take hours, 13 take days, 3 take weeks).",
    ]
    assert by_name["kids-game"][2].startswith("M1 ")
    assert by_name["ebook"][1].startswith(
        "First find out what is not known yet: on that depends whether it can come to "
    )
    assert by_name["ebook"][-5:] == [
        "5 answers are not known yet, and could bring findings as bad as critical.",
        "Not known yet: Could people under 18 be among them?",
        "Not known yet: Does it openly name the advertising, profiling or passing on that you ticked?",
        "Not known yet: Are calls and texts kept to permitted hours, by the clock where the person is?",
        "And 2 more.",
    ]


def test_answers_that_are_not_possible_any_more_are_not_judged() -> None:
    """A choice or a question the catalogue has no more is carried along, and neither helps nor harms."""
    given = gated()
    more = {**given, "gone": Answer(value="x"), "minors": Answer(value="no-such-choice")}
    assert judged(more).standing() == judged(given).standing() != ""
    assert judged(more).raised() == judged(given).raised()
    assert [*judged(more).outcome()] == [*judged(given).outcome()]
    assert judged(more).consequence(judged(given)) is None


def test_what_would_avoid_it_is_said() -> None:
    """The line names the level in words, the finding and a measure."""
    after = gated()
    before = {name: answer for name, answer in after.items() if name != "works-without"}
    line = judged(after).consequence(judged(before))
    assert line is not None
    assert line.startswith(f"Raises {Level.HIGH.value}: ")
    assert " What helps: " in line
    assert judged({**before, "works-without": Answer(value=UNKNOWN)}).consequence(judged(after)) == (
        line.split(" What helps")[0].replace("Raises high", "No longer raised (high)")
    )


def test_a_finding_stands_with_the_answer_that_mends_it() -> None:
    """Not with the last of those that raised it: what the notice leaves out is not mended at who gets the numbers."""
    given = answers(
        point="delivery",
        places=("eu",),
        eu_countries=("de",),
        source=("person",),
        notice_place="beside",
        notice_says=("who", "why"),
        recipients=("providers",),
    )
    raised = judged(given).raised()
    title = CATALOGUE.rules["notice-gaps"].title
    assert [name for name, lines in raised.items() if any(title in line for line in lines)] == ["notice-says"]


def test_a_safeguard_is_offered_with_what_it_would_ease() -> None:
    """Others are left out, but what was ticked before stays; a question without such choices is asked as it is."""
    given = {**scenario(SCENARIOS[0].with_name("cold-list.toml"))}
    given.pop("fixes")
    full = CATALOGUE.questions["fixes"]
    fitted, note = judged(given).fitted(full)
    assert [choice.id for choice in fitted.choices] == ["telling", "stopping", "keeping", "protection", "none"]
    assert fitted.choices[0].text == (
        f"{full.choices[1].text}. Eases: People are not told that you hold their number (critical)"
    )
    assert fitted.choices[2].text.endswith("Eases: Numbers are kept without end (critical), and 1 more")
    assert "left out" in note
    kept, _ = judged({**given, "fixes": Answer(value=("asking", "telling"))}).fitted(full)
    assert kept.choices[0] == full.choices[0]
    assert judged(given).fitted(CATALOGUE.questions["minors"]) == (CATALOGUE.questions["minors"], "")
    nothing = scenario(SCENARIOS[0].parents[1] / "plans" / "news-gate.toml")
    assert judged(nothing).fitted(full) == (full, "None of these would make anything milder that was found so far.")
