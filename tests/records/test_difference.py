"""What differs, and what time changed: nothing is missed, and nothing is named that is the same."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from helpers import ON_DATE, real_catalogue
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import answers, ask, by_chance, catalogue, plan_by_chance, rule, source, when

from pia.assess import assess
from pia.model import UNKNOWN, Answer, Approved, Catalogue, Revised, Rule, Source, Submitted
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
    before, after = (revised(name).assessment.answers["required"] for name in ("courier", "returns"))
    assert (item.before, item.after) == (f"{before.words} ({before.comment})", after.words)


def test_an_answer_kept_without_words_is_shown_as_it_was_given() -> None:
    """A text or a number has none: what was typed is shown, and its id where the question is gone."""
    made = catalogue([ask("p")], ())
    one, two = (assess(made, answers(gone=value), ON_DATE) for value in ("Till 3", 90))
    before, after = (
        msgspec.structs.replace(item, answers=answers(gone=value)) for item, value in ((one, "Till 3"), (two, 90))
    )
    (item,) = compare(made, Side(label="a", assessment=before), Side(label="b", assessment=after)).answers
    assert (item.title, item.before, item.after) == ("gone", "Till 3", "90")


def test_what_differs_comes_in_the_order_of_the_catalogue() -> None:
    """Whatever the order it was answered or found in; what the catalogue does not have comes last."""
    made = catalogue(
        [ask("p"), ask("q"), ask("r")],
        [rule("x", when(p="b"), weight=(1, 1)), rule("y", when(r="b"), weight=(4, 4), sources=("french", "statute"))],
    )
    plain = msgspec.structs.replace(source("statute"), pinpoint="")
    made = msgspec.structs.replace(made, sources={**made.sources, "statute": plain})
    where = {"where": Answer(value=("b",))}
    before = assess(made, answers(gone="1", r="a", p="a") | where, ON_DATE)
    after = assess(made, answers(gone="2", r="b", p="b") | where, ON_DATE)
    found = compare(made, Side(label="a", assessment=before), Side(label="b", assessment=after))
    assert [item.id for item in found.answers] == ["p", "r"]
    assert [item.id for item in found.findings] == ["x", "y"]
    assert [(item.id, item.title) for item in found.sources] == [("statute", "statute"), ("french", "french, 1")]
    assert found.level == ("none", "critical")
    assert found.verdict == ("collect", "do not collect")


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


X, Y = rule("x", when(p="a")), rule("y", when(p="a"), sources=("old",))
OLD = source("old", since=date(2016, 5, 4))
ENDING = source("ending", since=date(2020, 1, 1), until=date(2027, 6, 30))
NEW = source("new", since=date(2027, 1, 1))


def law(*rules: Rule, sources: tuple[Source, ...] = (), digest: str = "0") -> Catalogue:
    """A catalogue of these rules; sources that are given take the place of those of the same id."""
    made = catalogue([ask("p"), ask("q")], rules)
    more = {item.id: item for item in (OLD, ENDING, NEW, *sources)}
    return msgspec.structs.replace(made, sources={**made.sources, **more}, digest=digest)


def why(then: Catalogue, now: Catalogue, on: date) -> tuple[str, ...]:
    """What is behind it when what was approved under one catalogue is judged again on a day under another one."""
    approval = approved("courier", ON_DATE).approval
    assert approval is not None
    plan = answers(p="a") | {"where": Answer(value=("a",))}
    approval = msgspec.structs.replace(approval, assessment=assess(then, plan, ON_DATE, name=NAME))
    return recheck(now, NAME, approval, on).why


def test_law_that_is_no_longer_in_force_is_named() -> None:
    """With its last day, on which it still counted; also when that was the very day of the approval."""
    made = law(rule("x", when(p="a"), sources=("ending",)))
    assert why(made, made, date(2027, 6, 30)) == ()
    assert why(made, made, date(2027, 7, 1)) == ("ending, 1 was in force until 2027-06-30.",)
    made = law(rule("x", when(p="a"), sources=("last",)), sources=(source("last", until=ON_DATE),))
    assert why(made, made, ON_DATE + timedelta(days=1)) == (f"last, 1 was in force until {ON_DATE}.",)


def test_law_of_a_newer_catalogue_is_named_by_what_became_of_it() -> None:
    """Gone, settled since, no longer cited, cited now, come into force: each in its own words, after the catalogue."""
    newer = f"The catalogue changed: {real_catalogue().version} then, 1 now."
    later = date(2027, 3, 1)
    disputed = rule("x", when(p="a"), weight=(4, 4), sources=("contested",))
    settled = source("contested", since=date(2027, 2, 1))
    left = law(rule("x", when(p="a"), anywhere=True, sources=()), digest="1")
    left = msgspec.structs.replace(left, sources={})
    assert why(law(disputed), left, later) == (newer, "contested is no longer in the catalogue.")
    assert why(law(disputed), law(disputed, sources=(settled,), digest="1"), later) == (
        newer,
        "contested, 1 counted as unsettled, and counts as binding now.",
    )
    assert why(law(X, Y), law(X, digest="1"), later) == (newer, "old, 1 is not cited any more.")
    assert why(law(X), law(X, Y, digest="1"), later) == (newer, "old, 1 is cited now (binding).")
    coming = rule("y", when(p="a"), sources=("new",))
    assert why(law(X), law(X, coming, digest="1"), later) == (newer, "new, 1 has come into force on 2027-01-01.")


@pytest.mark.parametrize(("since", "known"), [(ON_DATE, True), (ON_DATE + timedelta(days=1), False)])
def test_law_in_force_on_the_day_of_the_approval_was_known_then(since: date, *, known: bool) -> None:
    """That it is cited now is the catalogue's doing, not time's."""
    just = source("just", since=since)
    now = law(X, rule("y", when(p="a"), sources=("just",)), sources=(just,), digest="1")
    said = why(law(X), now, ON_DATE + timedelta(days=1))[1]
    assert said == ("just, 1 is cited now (binding)." if known else f"just, 1 has come into force on {since}.")


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
    assert "Revision 1 was decided on by reviewer" in page.said
    assert "does not cover it" in page.said
