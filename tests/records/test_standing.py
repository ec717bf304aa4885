"""What is due, and what a gate says: derived on the day it is read, and never before."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from helpers import real_catalogue

from pia.model import (
    UNKNOWN,
    Answer,
    Approved,
    ApprovedWithConditions,
    ConditionClosed,
    Declared,
    Matter,
    Submitted,
)
from pia.records.life import Life
from pia.records.standing import a_year_after, due, expired, meaning, not_approved, overdue, status
from pia.records.store import Store
from records.lives import NAME, NEXT_YEAR, REPORT, Memory, add, revised, term

DUE = date(2027, 1, 31)


def approved(*conditions: str) -> Store:
    """An approved plan, on these conditions, all due at the end of January."""
    store = Store(Memory())
    act = revised()
    add(store, act)
    add(store, Submitted(revision=1, sha256=act.sha256, report=REPORT))
    terms = tuple(term(name, due=DUE) for name in conditions)
    if terms:
        decision = ApprovedWithConditions(revision=1, sha256=act.sha256, review_on=NEXT_YEAR, conditions=terms)
        add(store, decision, "reviewer")
    else:
        add(store, Approved(revision=1, sha256=act.sha256, review_on=NEXT_YEAR), "reviewer")
    return store


def test_nothing_is_due_before_an_approval() -> None:
    """A draft owes nobody a review."""
    assert due(Life(name=NAME), NEXT_YEAR, real_catalogue()) == ()


@pytest.mark.parametrize(("on", "late"), [(date(2027, 11, 24), False), (date(2027, 11, 25), True)])
def test_an_approval_expires_the_day_after_its_review_was_due(on: date, *, late: bool) -> None:
    """On the day itself it still stands."""
    life = approved().life(NAME)
    assert expired(life, on) is late
    (review,) = due(life, on, real_catalogue())
    assert (review.cause.value, review.on, review.overdue) == ("review", NEXT_YEAR, late)
    assert status(life, on) == ("approved, expired" if late else "approved")


@pytest.mark.parametrize(("on", "late"), [(DUE, ()), (date(2027, 2, 1), ("c1", "c2"))])
def test_a_condition_is_overdue_the_day_after_it_was_due(on: date, late: tuple[str, ...]) -> None:
    """And only while it is open."""
    store = approved("c1", "c2")
    assert overdue(store.life(NAME), on) == late
    add(store, ConditionClosed(condition="c1", evidence="Ticket 12."))
    assert overdue(store.life(NAME), on) == late[1:]
    conditions = [item for item in due(store.life(NAME), on, real_catalogue()) if item.condition]
    assert [(item.condition, item.owner, item.overdue) for item in conditions] == [("c2", "Product", bool(late))]


def test_a_declared_change_asks_for_a_review_at_once() -> None:
    """Whatever the date of the next one."""
    store = approved()
    add(store, Declared(matter=Matter.INCIDENT, text="A list was lost."), on=date(2027, 1, 5))
    first = due(store.life(NAME), date(2027, 1, 5), real_catalogue())[0]
    assert (first.cause.value, first.on, first.overdue) == ("declared", date(2027, 1, 5), True)
    assert "incident. A list was lost." in first.text


@pytest.mark.parametrize(
    ("then", "now", "asks"),
    [("1.2.3", "1.9.0", False), ("1.2.3", "2.0.0", True), ("0.1.0", "0.1.9", False), ("0.1.0", "0.2.0", True)],
)
def test_a_new_meaning_of_the_catalogue_asks_for_a_review(then: str, now: str, *, asks: bool) -> None:
    """Its major version counts; while that is 0, the minor one, as in the catalogue's own rule."""
    life = approved().life(NAME)
    assert life.approval is not None
    record = msgspec.structs.replace(life.approval.record, catalogue=then)
    life = msgspec.structs.replace(life, approval=msgspec.structs.replace(life.approval, record=record))
    causes = [item.cause.value for item in due(life, NEXT_YEAR, msgspec.structs.replace(real_catalogue(), version=now))]
    assert ("catalogue" in causes) is asks
    assert (meaning(then) != meaning(now)) is asks


def test_the_gate_says_what_is_wrong() -> None:
    """Not approved, changed since, expired, overdue: each has its own sentence; a comment is no change."""
    store = approved("c1")
    life = store.life(NAME)
    assert life.approval is not None
    answers = life.approval.assessment.answers
    on = date(2026, 12, 1)
    assert not_approved(life, answers, on) is None
    remarked = {**answers, "title": msgspec.structs.replace(answers["title"], comment="A remark.")}
    assert not_approved(life, remarked, on) is None
    assert "not approved: draft" in str(not_approved(Life(name=NAME), answers, on))
    unknown = {**answers, "minors": Answer(value=UNKNOWN)}
    assert "these answers changed: minors" in str(not_approved(life, unknown, on))
    fewer = {name: answer for name, answer in answers.items() if name != "minors"}
    assert "these answers changed: minors" in str(not_approved(life, fewer, on))
    assert "overdue conditions of its approval: c1" in str(not_approved(life, answers, date(2027, 2, 1)))
    add(store, ConditionClosed(condition="c1", evidence="Ticket 12."))
    assert not_approved(store.life(NAME), answers, NEXT_YEAR) is None
    assert "expired" in str(not_approved(store.life(NAME), answers, date(2027, 11, 25)))


def test_a_year_after_a_leap_day() -> None:
    """There is none the next year: the day before."""
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(2026, 11, 24)) == NEXT_YEAR
