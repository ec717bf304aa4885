"""The review: each guard with its sentence, and the whole workflow against a small model that was written apart."""

# ruff: noqa: D102, FBT001 - the rules of the machine are named for what they do, and take what hypothesis gives

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from helpers import ON_DATE
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from invented import answers, ask, catalogue, when
from invented import rule as one_rule
from msgspec import structs

from pia.assess import assess
from pia.errors import WrongUse
from pia.model import (
    Act,
    Answer,
    AnyAct,
    Approved,
    ApprovedWithConditions,
    Archived,
    ChangesRequested,
    Commented,
    ConditionClosed,
    Declared,
    Matter,
    Opinion,
    Rejected,
    Revised,
    State,
    Submitted,
    Superseded,
    Withdrawn,
)
from pia.records.life import life_of, revisions
from pia.records.review import ROWS, TABLE, grave
from pia.records.store import Store
from records.lives import NAME, NEXT_YEAR, REPORT, Memory, add, revised, term

MACHINES = int(os.environ.get("PIA_MACHINES", "100"))
"""How many lives are lived against the model; the long version has 2,000."""
LONG = 1000
NAMED = {State.CHANGES_REQUESTED: "changes", State.CONDITIONAL: "conditional"}
"""What the model calls a state, where it is not the state's own word."""


def submitted(scenario: str = "courier", missing: tuple[str, ...] = ()) -> tuple[Store, Revised]:
    """A store with one revision under review, by author."""
    store = Store(Memory())
    act = revised(scenario, missing=missing)
    add(store, act)
    add(store, Submitted(revision=1, sha256=act.sha256, report=REPORT))
    return store, act


def refused(store: Store, act: AnyAct, by: str = "reviewer") -> str:
    """Why an act is refused; nothing was written."""
    before = len(store.stream(NAME).records)
    with pytest.raises(WrongUse) as caught:
        add(store, act, by)
    assert len(store.stream(NAME).records) == before
    return str(caught.value)


def test_the_table_has_each_act_once() -> None:
    """Every act that a record can hold has one row, so that none is allowed or refused by accident."""
    assert Counter(row.act for row in TABLE) == Counter(Act.__subclasses__())


@pytest.mark.parametrize("name", ["author", "Author", " AUTHOR ", "\uff41uthor"])
def test_the_author_may_not_approve(name: str) -> None:
    """However they write their name."""
    store, act = submitted()
    assert "somebody else has to do this: approved" in refused(
        store, Approved(revision=1, sha256=act.sha256, review_on=NEXT_YEAR), name
    )


def test_an_approval_names_the_revision_it_is_of() -> None:
    """A decision on what was seen yesterday does not count for what is there today."""
    store, act = submitted()
    wrong = "f" * 64
    sentence = refused(store, Approved(revision=1, sha256=wrong, review_on=NEXT_YEAR))
    assert sentence.startswith(f"Revision 1 ({act.sha256[:12]}) is the newest")
    assert "is the newest" in refused(store, Approved(revision=2, sha256=act.sha256, review_on=NEXT_YEAR))


def test_a_grave_plan_needs_the_officer_and_the_people() -> None:
    """High or critical: first the officer's opinion, then the views of the people; then it may be approved."""
    store, act = submitted("ebook")
    of: dict[str, Any] = {"revision": 1, "sha256": act.sha256}
    views = "Not sought: no plan so far."
    assert "privacy officer's opinion" in refused(store, Approved(**of, review_on=NEXT_YEAR, views=views))
    assert "somebody else" in refused(store, Opinion(**of, text="Fine."), "author")
    add(store, Opinion(**of, text="Only with all conditions."), "privacy officer")
    assert "--views" in refused(store, Approved(**of, review_on=NEXT_YEAR))
    add(store, Approved(**of, review_on=NEXT_YEAR, views=views), "reviewer")
    assert store.life(NAME).state is State.APPROVED


def test_an_opinion_is_on_one_revision() -> None:
    """What the officer thought of the first plan says nothing about the second."""
    store, act = submitted("ebook")
    add(store, Opinion(revision=1, sha256=act.sha256, text="No."), "privacy officer")
    two = revised("kids-game", 2)
    add(store, two)
    add(store, Submitted(revision=2, sha256=two.sha256, report=REPORT))
    approval = Approved(revision=2, sha256=two.sha256, review_on=NEXT_YEAR, views="None asked: too young.")
    assert "opinion comes first" in refused(store, approval)


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        ((), "at least one"),
        ((term("c1"), term("c1")), "id of its own"),
        ((term("c1", due=date(2026, 11, 23)),), "its date lies before the decision"),
        ((term("c1"), term("c2", due=date(2026, 11, 23))), "Condition c2: its date lies before the decision"),
        ((term("c1", finding="no-such-rule"),), "no finding no-such-rule"),
        ((structs.replace(term("c1"), text=" "),), "Condition c1: say what has to be done, and who does it"),
        ((structs.replace(term("c1"), owner=" "),), "Condition c1: say what has to be done, and who does it"),
        (
            (term("c1"), structs.replace(term("c2"), text="\x1b[2J")),
            "In conditions 2 text: Leave out control characters",
        ),
    ],
)
def test_conditions_can_be_kept(conditions: tuple[Any, ...], sentence: str) -> None:
    """A condition nobody owns or that was due yesterday is none."""
    store, act = submitted()
    decision = ApprovedWithConditions(revision=1, sha256=act.sha256, review_on=NEXT_YEAR, conditions=conditions)
    assert sentence in refused(store, decision)


def test_a_condition_may_be_due_today_and_name_what_was_found() -> None:
    """What is done before the sun sets is a condition, too."""
    store, act = submitted("returns")
    terms = (term("c1", due=ON_DATE, finding=act.assessment.findings[0].rule),)
    add(store, ApprovedWithConditions(revision=1, sha256=act.sha256, review_on=NEXT_YEAR, conditions=terms), "reviewer")
    assert store.life(NAME).state is State.CONDITIONAL


@pytest.mark.parametrize(
    ("weight", "asked", "is_grave"),
    [((3, 3), "a", True), ((2, 3), "a", False), ((3, 3), "", True), ((2, 3), "", False)],
)
def test_high_is_grave_and_so_is_what_could_be(weight: tuple[int, int], asked: str, *, is_grave: bool) -> None:
    """Not only critical; and not only what is found: an answer nobody has given yet keeps the officer in it."""
    made = catalogue([ask("p")], [one_rule("x", when(p="a"), weight=weight)])
    given = {"where": Answer(value=("a",))} | (answers(p=asked) if asked else {})
    assert grave(assess(made, given, ON_DATE)) is is_grave


def test_what_is_refused_for_other_reasons() -> None:
    """A review in the past, a question with no answer, no report, no words, no name, control characters."""
    store, act = submitted()
    of: dict[str, Any] = {"revision": 1, "sha256": act.sha256}
    assert "after the decision" in refused(store, Approved(**of, review_on=ON_DATE))
    assert "reason is empty" in refused(store, Rejected(**of, reason=" "))
    assert "--by NAME" in refused(store, Rejected(**of, reason="No."), " ")
    assert "control characters" in refused(store, Rejected(**of, reason="\x1b[2J"))
    other = Store(Memory())
    incomplete = revised(missing=("minors",))
    add(other, incomplete)
    assert "1 question has no answer: minors" in refused(
        other, Submitted(revision=1, sha256=incomplete.sha256, report=REPORT)
    )
    last = Store(Memory())
    add(last, act)
    assert "no report" in refused(last, Submitted(**of, report=""))


def test_a_refusal_says_what_would_be_right() -> None:
    """The number that comes next, the questions that are open, the conditions that can be closed."""
    store, act = submitted()
    assert refused(store, revised("returns", 3)) == "The next revision is number 2."
    decision = ApprovedWithConditions(
        revision=1, sha256=act.sha256, review_on=NEXT_YEAR, conditions=(term("c1"), term("c2"))
    )
    add(store, decision, "reviewer")
    assert refused(store, ConditionClosed(condition="c9", evidence="Seen.")).endswith("condition c9. Open: c1, c2.")
    for name in ("c1", "c2"):
        add(store, ConditionClosed(condition=name, evidence="Seen."))
    assert refused(store, ConditionClosed(condition="c1", evidence="Seen.")).endswith("condition c1. Open: none.")
    other = Store(Memory())
    many = revised(missing=tuple(f"q{number}" for number in range(1, 8)))
    add(other, many)
    sentence = refused(other, Submitted(revision=1, sha256=many.sha256, report=REPORT))
    assert sentence == f"7 questions have no answer: q1, q2, q3, q4, q5. Answer them with `pia resume {NAME}`."


def test_revising_leaves_the_approval_on_the_old_revision() -> None:
    """What was approved stays approved, as it was; what is planned now is not."""
    store, act = submitted()
    add(store, Approved(revision=1, sha256=act.sha256, review_on=NEXT_YEAR), "reviewer")
    add(store, revised("returns", 2))
    life = store.life(NAME)
    assert life.state is State.DRAFT
    assert life.approval is not None
    assert life.approval.act.sha256 == act.sha256
    assert life.approval.assessment == act.assessment
    assert revisions(store.stream(NAME).records) == {1: act, 2: revised("returns", 2)}


class Workflow(RuleBasedStateMachine):
    """Lives with any act at any time. The model beside them is a few plain values; it does not know the table."""

    allowed: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.memory = Memory()
        self.store = Store(self.memory)
        self.state = "draft"
        self.revision = 0
        self.sha = ""
        self.grave = self.incomplete = self.heard = self.approved = False
        self.open: set[str] = set()
        self.authors: set[str] = set()

    def attempt(self, act: AnyAct, by: str, *, expected: bool) -> bool:
        """Do it, and hold what happened against what the model says."""
        kind = type(act).__name__
        try:
            add(self.store, act, by)
        except WrongUse:
            assert not expected, f"{kind} by {by} was refused when {self.state}"
            self.refused[self.state, kind] += 1
            return False
        assert expected, f"{kind} by {by} was allowed when {self.state}"
        self.allowed[kind] += 1
        return True

    people = st.sampled_from(["author", "reviewer", "privacy officer"])
    right = st.integers(0, 9).map(bool)
    """True nine times in ten: so that lives go on."""

    scenarios = st.sampled_from(["courier", "returns", "ebook"])

    @initialize(steps=st.sampled_from([0, 1, 2, 2, 2, 3]), scenario=scenarios, count=st.integers(1, 3))
    def begin(self, steps: int, scenario: str, count: int) -> None:
        """Many lives begin well, so that most of what is tried is tried late in one."""
        if steps > 0:
            self.revise("author", scenario, complete=True, follows=True)
        if steps > 1:
            self.submit("author", right=True, report=True)
        if steps > 2:
            self.give_opinion("privacy officer", right=True)
            self.approve_with_conditions("reviewer", views=True, count=count, good=True)

    @rule(by=people, scenario=scenarios, complete=right, follows=right)
    def revise(self, by: str, scenario: str, complete: bool, follows: bool) -> None:
        number = self.revision + (1 if follows else 2)
        act = revised(scenario, number, () if complete else ("minors",))
        expected = self.state != "superseded" and follows
        if self.attempt(act, by, expected=expected):
            self.state, self.revision, self.sha = "draft", number, act.sha256
            self.grave, self.incomplete, self.heard = scenario == "ebook", not complete, False
            self.authors.add(by)

    @rule(by=people, right=right, report=right)
    def submit(self, by: str, right: bool, report: bool) -> None:
        act = Submitted(revision=self.revision, sha256=self.sha if right else "0" * 64, report=REPORT if report else "")
        open_to_it = self.state in {"draft", "changes"} and self.revision > 0 and not self.incomplete
        if self.attempt(act, by, expected=open_to_it and right and report):
            self.state = "submitted"
            self.authors.add(by)

    @rule(by=people, text=st.sampled_from(["Hm.", "Hm.", ""]))
    def comment(self, by: str, text: str) -> None:
        self.attempt(Commented(text=text), by, expected=self.state not in {"withdrawn", "superseded"} and bool(text))

    @rule(by=people, right=right)
    def give_opinion(self, by: str, right: bool) -> None:
        act = Opinion(revision=self.revision, sha256=self.sha if right else "0" * 64, text="Well.")
        if self.attempt(act, by, expected=self._may_decide(by) and right):
            self.heard = True

    @rule(by=people, right=right)
    def request_changes(self, by: str, right: bool) -> None:
        act = ChangesRequested(revision=self.revision, sha256=self.sha if right else "0" * 64, reason="Too much.")
        if self.attempt(act, by, expected=self._may_decide(by) and right):
            self.state = "changes"

    @rule(by=people, right=right, views=right, ahead=right)
    def approve(self, by: str, right: bool, views: bool, ahead: bool) -> None:
        act = Approved(
            revision=self.revision,
            sha256=self.sha if right else "0" * 64,
            review_on=NEXT_YEAR if ahead else ON_DATE,
            views="Asked." if views else "",
        )
        expected = self._may_decide(by) and right and ahead and (not self.grave or (self.heard and views))
        if self.attempt(act, by, expected=expected):
            self.state, self.approved, self.open = "approved", True, set()

    @rule(by=people, views=right, count=st.integers(0, 3), good=right)
    def approve_with_conditions(self, by: str, views: bool, count: int, good: bool) -> None:
        due = ON_DATE + timedelta(days=30 if good else -1)
        act = ApprovedWithConditions(
            revision=self.revision,
            sha256=self.sha,
            review_on=NEXT_YEAR,
            views="Asked." if views else "",
            conditions=tuple(term(f"c{number}", due=due) for number in range(count)),
        )
        expected = self._may_decide(by) and count > 0 and good and (not self.grave or (self.heard and views))
        if self.attempt(act, by, expected=expected):
            self.state, self.approved, self.open = "conditional", True, {item.id for item in act.conditions}

    @rule(by=people)
    def reject(self, by: str) -> None:
        act = Rejected(revision=self.revision, sha256=self.sha, reason="No.")
        if self.attempt(act, by, expected=self._may_decide(by)):
            self.state = "rejected"

    @rule(by=people, sure=st.integers(0, 3).map(lambda number: number == 0))
    def withdraw(self, by: str, sure: bool) -> None:
        act = Withdrawn(reason="Given up." if sure else "")
        possible = self.revision > 0 and self.state not in {"withdrawn", "superseded"}
        if self.attempt(act, by, expected=possible and sure):
            self.state, self.approved, self.open = "withdrawn", False, set()

    @rule(by=people, name=st.sampled_from(["c0", "c1", "c2", "c9"]))
    def close(self, by: str, name: str) -> None:
        act = ConditionClosed(condition=name, evidence="Seen.")
        if self.attempt(act, by, expected=self.approved and name in self.open):
            self.open.discard(name)

    @rule(by=people, matter=st.sampled_from(list(Matter)))
    def declare(self, by: str, matter: Matter) -> None:
        self.attempt(Declared(matter=matter, text="It changed."), by, expected=self.approved)

    @rule(by=people, name=st.sampled_from(["another-one", NAME]), sure=st.booleans())
    def supersede(self, by: str, name: str, sure: bool) -> None:
        act = Superseded(successor=name if sure else "", reason="It is new.")
        possible = self.state in {"approved", "conditional"} and sure and name != NAME
        if self.attempt(act, by, expected=possible):
            self.state, self.approved, self.open = "superseded", False, set()

    @rule(by=people)
    def archive(self, by: str) -> None:
        ended = {"approved", "conditional", "rejected", "withdrawn", "superseded"}
        self.attempt(Archived(bag="bag", manifest="0" * 128), by, expected=self.state in ended)

    def _may_decide(self, by: str) -> bool:
        return self.state == "submitted" and by not in self.authors

    @invariant()
    def agree(self) -> None:
        """What the records fold into is what the model says."""
        life = life_of(NAME, self.store.stream(NAME).records)
        assert NAMED.get(life.state, life.state.value) == self.state
        assert life.revision == self.revision
        assert (life.approval is not None) == self.approved
        assert {item.id for item in life.approval.open} == self.open if life.approval else not self.open


def test_the_workflow_agrees_with_a_model() -> None:
    """Many lives: never a disagreement. In the long version, all that the test of pairs below tries came up, too."""
    Workflow.allowed.clear()
    Workflow.refused.clear()
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=MACHINES, stateful_step_count=40, deadline=None, suppress_health_check=quiet, derandomize=True
        ),
    )
    assert {"Revised", "Submitted", "ApprovedWithConditions"} <= set(Workflow.allowed)
    if MACHINES >= LONG:
        assert set(Workflow.allowed) == {row.act.__name__ for row in TABLE}
        pairs = {
            (NAMED.get(state, state.value), row.act) for row in TABLE for state in State if state not in row.before
        }
        assert {(state, act.__name__) for state, act in pairs} <= set(Workflow.refused)


@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
@pytest.mark.parametrize("act", ROWS, ids=lambda act: act.__name__)
def test_every_pair_the_table_does_not_have_is_refused(state: State, act: type[Act]) -> None:
    """Each act in each state, otherwise well done: allowed exactly where the table says so."""
    store = in_state(state)
    life = store.life(NAME)
    assert life.state is state
    done, by = well_done(act, life.revision, life.revised.sha256 if life.revised else "")
    allowed = state in ROWS[act].before
    stands = life.approval is not None
    about_one = {ConditionClosed: bool(life.approval and life.approval.open), Declared: stands}
    if allowed and about_one.get(act, True):
        add(store, done, by)
    else:
        assert refused(store, done, by)


def in_state(state: State) -> Store:
    """A store whose one assessment has come to that state."""
    store, act = submitted()
    of: dict[str, Any] = {"revision": 1, "sha256": act.sha256}
    conditional = ApprovedWithConditions(**of, review_on=NEXT_YEAR, conditions=(term("c1"),))
    steps: dict[State, tuple[AnyAct, ...]] = {
        State.DRAFT: (conditional, revised("returns", 2)),
        State.SUBMITTED: (),
        State.CHANGES_REQUESTED: (ChangesRequested(**of, reason="Too much."),),
        State.APPROVED: (Approved(**of, review_on=NEXT_YEAR),),
        State.CONDITIONAL: (conditional,),
        State.REJECTED: (Rejected(**of, reason="No."),),
        State.WITHDRAWN: (Withdrawn(reason="Given up."),),
        State.SUPERSEDED: (
            Approved(**of, review_on=NEXT_YEAR),
            Superseded(successor="another-one", reason="It is new."),
        ),
    }
    for step in steps[state]:
        add(store, step, "author" if isinstance(step, Revised) else "reviewer")
    return store


def well_done(act: type[Act], revision: int, sha256: str) -> tuple[AnyAct, str]:
    """An act against which nothing speaks but the state."""
    of: dict[str, Any] = {"revision": revision, "sha256": sha256}
    made: dict[type[Act], AnyAct] = {
        Revised: revised("courier", revision + 1),
        Submitted: Submitted(**of, report=REPORT),
        Commented: Commented(text="Hm."),
        Opinion: Opinion(**of, text="Well."),
        ChangesRequested: ChangesRequested(**of, reason="Too much."),
        Approved: Approved(**of, review_on=NEXT_YEAR),
        ApprovedWithConditions: ApprovedWithConditions(**of, review_on=NEXT_YEAR, conditions=(term(),)),
        Rejected: Rejected(**of, reason="No."),
        Withdrawn: Withdrawn(reason="Given up."),
        ConditionClosed: ConditionClosed(condition="c1", evidence="Seen."),
        Declared: Declared(matter=Matter.INCIDENT, text="A list was lost."),
        Superseded: Superseded(successor="another-one", reason="It is new."),
        Archived: Archived(bag="bag", manifest="0" * 128),
    }
    return made[act], "reviewer"
