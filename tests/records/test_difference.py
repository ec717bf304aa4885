"""What differs, and what time changed: nothing is missed, and nothing is named that is the same."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from helpers import ON_DATE, real_catalogue
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import by_chance, plan_by_chance

from pia.assess import assess
from pia.model import UNKNOWN, Answer, Approved, Revised, Submitted
from pia.records.decided import printed
from pia.records.difference import Side, compare
from pia.records.life import Life, life_of
from pia.records.recheck import Outcome, recheck
from pia.records.revise import next_revision
from pia.records.store import Store
from pia.report.decision import recorded
from records.lives import NAME, NEXT_YEAR, REPORT, Memory, add, answers_to, revised, term


def side(label: str, act: Revised, *conditions: str) -> Side:
    """One side of a comparison."""
    return Side(label=label, assessment=act.assessment, conditions=tuple(term(name) for name in conditions))


def test_nothing_differs_from_itself() -> None:
    """Every part is empty."""
    found = compare(real_catalogue(), side("a", revised("ebook")), side("b", revised("ebook")))
    assert found.empty
    assert (found.before, found.after) == ("a", "b")


def test_an_answer_is_shown_in_words_on_both_sides() -> None:
    """With the question's own text, and its comment."""
    catalogue = real_catalogue()
    answers = answers_to("courier")
    other = {**answers, "required": Answer(value="optional", comment="Since May.")}
    before = assess(catalogue, answers, ON_DATE)
    after = assess(catalogue, other, ON_DATE)
    found = compare(catalogue, Side(label="a", assessment=before), Side(label="b", assessment=after))
    item = next(item for item in found.answers if item.id == "required")
    assert item.title == catalogue.questions["required"].text
    choices = {choice.id: choice.text for choice in catalogue.questions["required"].choices}
    assert item.before == f"{choices[str(answers['required'].value)]}" + (
        f" ({answers['required'].comment})" if answers["required"].comment else ""
    )
    assert item.after == f"{choices['optional']} (Since May.)"


def test_an_answer_to_a_question_that_is_gone_is_still_read() -> None:
    """A record is older than the catalogue it is compared under: the words kept with the answer are shown."""
    catalogue = real_catalogue()
    left = {name: item for name, item in catalogue.questions.items() if name != "required"}
    found = compare(
        msgspec.structs.replace(catalogue, questions=left),
        side("a", revised("courier")),
        side("b", revised("returns")),
    )
    item = next(item for item in found.answers if item.id == "required")
    assert item.title == catalogue.questions["required"].text
    assert item.before not in {None, "mandatory", "optional"}


def test_conditions_differ_by_what_they_say() -> None:
    """One that was met, one that is new, one that stays."""
    found = compare(real_catalogue(), side("a", revised(), "c1", "c2"), side("b", revised(), "c2", "c3"))
    assert [(item.id, item.before is None, item.after is None) for item in found.conditions] == [
        ("c1", False, True),
        ("c3", True, False),
    ]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_what_differs_is_exactly_what_is_named(seed: int) -> None:
    """Against plans changed by chance: each answer, finding and source that differs is there, and no other."""
    catalogue = real_catalogue()
    chance = by_chance(seed)
    one = assess(catalogue, plan_by_chance(catalogue, answers_to("ebook"), 0.2, chance), ON_DATE)
    two = assess(catalogue, plan_by_chance(catalogue, answers_to("ebook"), 0.2, chance), ON_DATE)
    found = compare(catalogue, Side(label="a", assessment=one), Side(label="b", assessment=two))
    values = [{name: (answer.value, answer.comment) for name, answer in item.answers.items()} for item in (one, two)]
    differing = {name for name in {**values[0], **values[1]} if values[0].get(name) != values[1].get(name)}
    assert {item.id for item in found.answers} == differing
    levels = [{item.rule: item.level for item in plan.findings} for plan in (one, two)]
    assert {item.id for item in found.findings} == {
        rule for rule in {**levels[0], **levels[1]} if levels[0].get(rule) != levels[1].get(rule)
    }
    assert found.verdict == (one.verdict.value, two.verdict.value)


def approved(scenario: str, on: date) -> Life:
    """A plan approved on a day."""
    store = Store(Memory())
    act = revised(scenario, on=on)
    add(store, act)
    add(store, Submitted(revision=1, sha256=act.sha256, report=REPORT))
    if scenario == "ebook":
        from pia.model import Opinion

        add(store, Opinion(revision=1, sha256=act.sha256, text="No."), "privacy officer")
    add(store, Approved(revision=1, sha256=act.sha256, review_on=NEXT_YEAR, views="Not sought."), "reviewer")
    return store.life(NAME)


@pytest.mark.parametrize("scenario", ["courier", "returns", "ebook"])
def test_the_same_law_gives_the_same(scenario: str) -> None:
    """On the day of the approval, under its catalogue, nothing differs, and no reason is made up."""
    life = approved(scenario, ON_DATE)
    assert life.approval is not None
    found = recheck(real_catalogue(), NAME, life.approval, ON_DATE)
    assert found.outcome is Outcome.SAME
    assert found.why == ()


def test_law_that_came_into_force_is_named() -> None:
    """The text, the day, and the finding that it made worse."""
    life = approved("ebook", date(2026, 8, 1))
    assert life.approval is not None
    assert recheck(real_catalogue(), NAME, life.approval, date(2026, 8, 10)).outcome is Outcome.SAME
    found = recheck(real_catalogue(), NAME, life.approval, date(2026, 8, 11))
    assert found.outcome is Outcome.FINDINGS
    assert [(item.id, item.before, item.after) for item in found.findings] == [
        ("calls-without-consent", "medium", "critical")
    ]
    assert any("has come into force on 2026-08-11." in line for line in found.why)


def test_a_catalogue_that_changed_is_named() -> None:
    """A rule that is gone: the finding is, too, and the catalogue is the reason."""
    life = approved("ebook", ON_DATE)
    assert life.approval is not None
    catalogue = real_catalogue()
    gone = life.approval.assessment.findings[0].rule
    rules = {name: item for name, item in catalogue.rules.items() if name != gone}
    newer = msgspec.structs.replace(catalogue, rules=rules, version="0.2.0", digest="f" * 64)
    found = recheck(newer, NAME, life.approval, ON_DATE)
    assert [(item.id, item.after) for item in found.findings] == [(gone, None)]
    assert found.why[0] == f"The catalogue changed: {catalogue.version} then, 0.2.0 now."


def test_a_later_day_alone_makes_no_new_revision() -> None:
    """But a finding that the day changes does, and so does an answer."""
    catalogue, answers = real_catalogue(), answers_to("ebook")
    act = revised("ebook", on=date(2026, 8, 1))
    life = Life(name=NAME, revised=act)
    assert next_revision(catalogue, life, answers, date(2026, 8, 10)) is None
    later = next_revision(catalogue, life, answers, date(2026, 8, 11))
    assert later is not None
    assert later.revision == 2
    changed = next_revision(catalogue, life, {**answers, "title": Answer(value="Other")}, date(2026, 8, 1))
    assert changed is not None
    assert changed.sha256 != act.sha256


def test_a_report_prints_a_decision_only_on_what_was_decided() -> None:
    """The approved plan carries its approval, judged another day too; a changed one says that it is not covered."""
    kept, act = Store(Memory()), revised("courier")
    add(kept, act)
    add(kept, Submitted(revision=1, sha256=act.sha256, report="0" * 64))
    add(kept, Approved(revision=1, sha256=act.sha256, review_on=NEXT_YEAR), "reviewer")
    records = kept.stream(NAME).records
    life, catalogue = life_of(NAME, records), real_catalogue()
    plan = dict(act.assessment.answers)
    later = assess(catalogue, plan, ON_DATE + timedelta(days=1), name=NAME)
    shown, decided = printed(catalogue, life, records, later)
    assert shown == act.assessment
    assert decided is not None
    assert recorded(decided).chosen == "Go ahead as planned"
    changed = assess(catalogue, {**plan, "required": Answer(value=UNKNOWN)}, ON_DATE, name=NAME)
    shown, decided = printed(catalogue, life, records, changed)
    assert shown == changed
    assert decided is not None
    page = recorded(decided)
    assert not page.chosen
    assert not any(line.name for line in page.signatures)
    assert "Revision 1 was decided on by reviewer" in page.outdated
    assert "does not cover it" in page.outdated
