"""The law as stories: a situation in plain words, what must be found, and what must not. They are in tests/stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from helpers import CATALOGUE, ON_DATE, TESTS, answers_in, real_catalogue, table

from pia.assess import assess
from pia.assess.conditions import settle
from pia.model import Assessment, Citation, Finding, Level, OpenPoint, Standing

STORIES = TESTS / "stories"
EXPECTATIONS = ("found", "not found", "open", "no law")
KINDS = ("found", "not found", "open")


@dataclass(frozen=True, slots=True)
class Story:
    """One situation and what follows from it for one rule.

    ``expect``: the rule is *found*, *not found*, *open* or, its facts being there, backed by *no law* in the places
    ticked. ``level``: the exact level when found, or what an open point could be. ``cites``: sources that must be
    cited, however they stand. ``cites_not``: sources that may at most be shown as persuasive. ``waits_for``: the
    questions, all of them, that an open point must name.
    """

    file: str
    rule: str
    name: str
    expect: str
    answers: Mapping[str, Any]
    level: str = ""
    cites: tuple[str, ...] = ()
    cites_not: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


def _stories() -> list[Story]:
    return [
        Story(
            file=path.stem,
            rule=raw["rule"],
            name=raw["name"],
            expect=raw["expect"],
            answers=raw["answers"],
            level=raw.get("level", ""),
            cites=tuple(raw.get("cites", ())),
            cites_not=tuple(raw.get("cites_not", ())),
            waits_for=tuple(raw.get("waits_for", ())),
        )
        for path in sorted(STORIES.glob("*.toml"))
        for raw in table(path)["story"]
    ]


ALL = _stories()


def _outcome(assessment: Assessment, rule: str) -> tuple[str, Finding | OpenPoint | None]:
    """What became of a rule, and the finding or open point, if any."""
    for finding in assessment.findings:
        if finding.rule == rule:
            return "found", finding
    for point in assessment.open_points:
        if point.rule == rule:
            return "open", point
    return ("no law" if rule in assessment.lawless else "not found"), None


def _told(outcome: str, item: Finding | OpenPoint | None) -> str:
    """The outcome in one line, for the message of a failure."""
    if item is None:
        return outcome
    cited = ", ".join(f"{citation.source} ({citation.standing.value})" for citation in item.citations) or "nothing"
    waits = f", waits for {', '.join(item.waits_for)}" if isinstance(item, OpenPoint) else ""
    return f"{outcome}, {item.level.value}{waits}, cites {cited}"


@pytest.mark.parametrize("story", ALL, ids=[f"{story.rule}: {story.name}" for story in ALL])
def test_story(story: Story) -> None:
    """The rule does in this situation what the story says."""
    catalogue = real_catalogue()
    assert story.rule in catalogue.rules, f"there is no rule {story.rule}"
    answers = answers_in(catalogue, story.answers)
    outcome, item = _outcome(assess(catalogue, answers, ON_DATE), story.rule)
    told = f"{story.rule}: {story.name}\n  is: {_told(outcome, item)}"
    assert outcome == story.expect, f"{told}\n  should be: {story.expect}"
    citations: tuple[Citation, ...] = item.citations if item is not None else ()
    cited = {citation.source for citation in citations}
    counted = {citation.source for citation in citations if citation.standing is not Standing.PERSUASIVE}
    missing = sorted(set(story.cites) - cited)
    wrong = sorted(set(story.cites_not) & counted)
    assert not missing, f"{told}\n  should cite: {', '.join(missing)}"
    assert not wrong, f"{told}\n  should not cite: {', '.join(wrong)}"
    if story.level:
        assert item is not None
        level = item.could_be if isinstance(item, OpenPoint) else item.level
        assert level is Level(story.level), f"{told}\n  should be: {story.level}"
    if story.waits_for:
        assert isinstance(item, OpenPoint)
        assert set(item.waits_for) == set(story.waits_for), f"{told}\n  should wait for: {', '.join(story.waits_for)}"


def test_stories_are_written_well() -> None:
    """Each story says what it expects, names sources that exist, and stands once, in the file named like its rule's."""
    catalogue = real_catalogue()
    home = {rule["id"]: path.stem for path in CATALOGUE.glob("rules/*.toml") for rule in table(path)["rule"]}
    faults: list[str] = []
    seen: set[tuple[str, str]] = set()
    for story in ALL:
        at = f"{story.file}.toml: {story.rule}: {story.name}"
        if story.expect not in EXPECTATIONS:
            faults.append(f"{at}: expects {story.expect!r}; one of {', '.join(EXPECTATIONS)}")
        if home.get(story.rule) != story.file:
            faults.append(f"{at}: belongs in {home.get(story.rule, 'no file: there is no such rule')}")
        if (story.rule, story.name) in seen:
            faults.append(f"{at}: stands twice")
        seen.add((story.rule, story.name))
        faults += [
            f"{at}: no source {name}" for name in (*story.cites, *story.cites_not) if name not in catalogue.sources
        ]
        faults += [f"{at}: no question {name}" for name in story.waits_for if name not in catalogue.questions]
        if story.level and story.expect not in ("found", "open"):
            faults.append(f"{at}: gives a level, and is neither found nor open")
        if bool(story.waits_for) != (story.expect == "open"):
            faults.append(f"{at}: an open story, and only that, says what it waits for")
        if "places" not in story.answers:
            faults.append(f"{at}: says nothing about where the people are")
    assert not faults, "\n".join(faults)


def test_answers_of_a_story_reach_their_rule() -> None:
    """In a story that is found or open, every answer given belongs to a question that is asked: none is idle."""
    catalogue = real_catalogue()
    idle = [
        f"{story.rule}: {story.name}: {name} is not asked"
        for story in ALL
        if story.expect in ("found", "open")
        for name in set(story.answers) - set(settle(catalogue.questions, answers_in(catalogue, story.answers)).asked)
    ]
    assert not idle, "\n".join(idle)


def test_every_rule_has_its_stories() -> None:
    """Each rule is told at least three times: found, not found (also where no law backs it), and open."""
    told: dict[str, set[str]] = defaultdict(set)
    for story in ALL:
        told[story.rule].add("not found" if story.expect == "no law" else story.expect)
    lacking = [
        f"{rule} has no story that is {kind}"
        for rule in real_catalogue().rules
        for kind in KINDS
        if kind not in told[rule]
    ]
    assert not lacking, "\n".join(lacking)


def test_every_adjustment_has_its_story() -> None:
    """Each adjustment of a rule, and each step of the scale, is at work in a story that gives the exact level."""
    catalogue = real_catalogue()
    reasons = {
        reason.text
        for story in ALL
        if story.level
        for finding in assess(catalogue, answers_in(catalogue, story.answers), ON_DATE).findings
        if finding.rule == story.rule
        for reason in finding.reasons
    }
    wanted = {adjustment.reason for rule in catalogue.rules.values() for adjustment in rule.adjust}
    wanted |= {step.reason for step in catalogue.scale.steps}
    assert not wanted - reasons, "\n".join(sorted(wanted - reasons))
