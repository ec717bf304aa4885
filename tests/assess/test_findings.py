"""Findings: the matrix, what moves a level and what bounds it, whose law counts, and what stays open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from invented import ON, answers, ask, catalogue, rule, source, when

from pia.assess.findings import Judgement, judge
from pia.assess.law import around, standing
from pia.model import (
    UNKNOWN,
    Adjustment,
    Answer,
    Circumstance,
    Citation,
    Finding,
    Kind,
    Level,
    Reason,
    Rule,
    Standing,
    Value,
)

ASKED = when(p="a")
QUESTIONS = (ask("p"), ask("q"), ask("r"))
EU = {"where": Answer(value=("a",))}


def found(*rules: Rule, steps: tuple[Circumstance, ...] = (), where: object = ("a",), **given: str) -> Judgement:
    """Judge answers to p, q and r of people in the EU."""
    place = {} if where is None else {"where": Answer(value=where)}  # type: ignore[arg-type]
    return judge(
        catalogue(QUESTIONS, rules, steps=steps), {**place, **answers(**{"p": "a", "q": "c", "r": "c"} | given)}, ON
    )


def one(*rules: Rule, steps: tuple[Circumstance, ...] = (), **given: str) -> Finding:
    """The only finding."""
    (finding,) = found(*rules, steps=steps, **given).findings
    return finding


@pytest.mark.parametrize(
    ("weight", "level"),
    [((1, 1), Level.INFO), ((1, 4), Level.LOW), ((2, 3), Level.MEDIUM), ((3, 3), Level.HIGH), ((4, 3), Level.CRITICAL)],
)
def test_the_matrix_gives_the_level(weight: tuple[int, int], level: Level) -> None:
    """Severity by likelihood, as written."""
    assert one(rule("x", ASKED, weight=weight)).level is level


def test_adjustments_move_severity_and_likelihood_within_bounds_and_say_why() -> None:
    """Only those whose circumstances are known; never under 1 or over 4."""
    up = Adjustment(when=when(q="a"), reason="worse", severity=3, likelihood=-9)
    finding = one(rule("x", ASKED, weight=(2, 3), adjust=(up,)), q="a")
    assert (finding.severity, finding.likelihood, finding.level) == (4, 1, Level.MEDIUM)
    assert finding.reasons == (Reason(text="worse", severity=3, likelihood=-9),)
    assert one(rule("x", ASKED, weight=(2, 3), adjust=(up,)), q=UNKNOWN).reasons == ()


UP = Circumstance(id="up", when=when(q="a"), reason="up", step=1)
UP_TOO = Circumstance(id="up-too", when=when(q=("a", "b")), reason="up too", step=1)
DOWN = Circumstance(id="down", when=when(r="a"), reason="down", step=-1)


def test_a_level_moves_one_step_at_most() -> None:
    """Two reasons to move up are one step; one up and one down are none; all are named."""
    steps = (UP, UP_TOO, DOWN)
    two_up = one(rule("x", ASKED, weight=(2, 3)), steps=steps, q="a")
    assert (two_up.level, [reason.text for reason in two_up.reasons]) == (Level.HIGH, ["up", "up too"])
    assert one(rule("x", ASKED, weight=(2, 3)), steps=steps, q="a", r="a").level is Level.MEDIUM
    assert one(rule("x", ASKED, weight=(2, 3)), steps=steps, r="a").level is Level.LOW
    assert one(rule("x", ASKED, weight=(4, 4)), steps=steps, q="a").level is Level.CRITICAL


def test_a_bound_keeps_a_step_from_going_further() -> None:
    """It is not named where it does nothing; against a step the other way it still has its say."""
    up = Circumstance(id="up", when=when(q="a"), reason="up", step=1, bound=Level.HIGH)
    down = Circumstance(id="down", when=when(r="a"), reason="down", step=-1, bound=Level.MEDIUM)
    medium, high = rule("x", ASKED, weight=(2, 3)), rule("x", ASKED, weight=(3, 3))
    assert one(medium, steps=(up,), q="a").level is Level.HIGH
    at_bound = one(high, steps=(up,), q="a")
    assert (at_bound.level, at_bound.reasons) == (Level.HIGH, ())
    assert one(high, steps=(up, UP_TOO), q="a").level is Level.CRITICAL
    assert one(high, steps=(down,), r="a").level is Level.MEDIUM
    eased = one(medium, steps=(down,), r="a")
    assert (eased.level, eased.reasons) == (Level.MEDIUM, ())
    both = one(high, steps=(up, DOWN), q="a", r="a")
    assert (both.level, [reason.text for reason in both.reasons]) == (Level.HIGH, ["up", "down"])


def test_a_step_moves_only_the_findings_it_is_for() -> None:
    """Those of its families; and a rule may say that a step does not move it."""
    others = Circumstance(id="others", when=when(q="a"), reason="others", step=1, families=("g",))
    assert one(rule("x", ASKED, weight=(2, 3)), steps=(others,), q="a").level is Level.MEDIUM
    assert one(rule("x", ASKED, weight=(2, 3), family="g"), steps=(others,), q="a").level is Level.HIGH
    unmoved = one(rule("x", ASKED, weight=(2, 3), unmoved_by=("up",)), steps=(UP,), q="a")
    assert (unmoved.level, unmoved.reasons) == (Level.MEDIUM, ())


@pytest.mark.parametrize(
    ("proof", "level"),
    [
        ("2026-11-24", Level.LOW),
        ("2027-03-31", Level.LOW),
        ("2026-11-23", Level.MEDIUM),
        ("Report of 9 June", Level.LOW),
        ("  ", Level.MEDIUM),
        (UNKNOWN, Level.MEDIUM),
        (None, Level.MEDIUM),
    ],
)
def test_a_step_that_needs_backing_counts_only_with_it(proof: str | None, level: Level) -> None:
    """An answer, and where that is a day, one that has not passed; the reason says which question backs it."""
    backed = Circumstance(id="down", when=when(q="a"), reason="down", step=-1, backed_by="proof")
    asked = (*QUESTIONS, ask("proof", Kind.TEXT))
    given = {**EU, **answers(p="a", q="a")} | ({} if proof is None else answers(proof=proof))
    (finding,) = judge(catalogue(asked, (rule("x", ASKED, weight=(2, 3)),), steps=(backed,)), given, ON).findings
    assert finding.level is level
    assert [reason.backed_by for reason in finding.reasons] == (["proof"] if level is Level.LOW else [])


@pytest.mark.parametrize("proof", [(), ("a",), 0, 12])
def test_a_list_or_a_number_backs_a_step_by_being_there(proof: Value) -> None:
    """There is no day in it that could have passed."""
    backed = Circumstance(id="down", when=when(q="a"), reason="down", step=-1, backed_by="proof")
    asked = (*QUESTIONS, ask("proof", Kind.NUMBER if isinstance(proof, int) else Kind.MANY))
    given = {**EU, **answers(p="a", q="a", proof=proof)}
    (finding,) = judge(catalogue(asked, (rule("x", ASKED, weight=(2, 3)),), steps=(backed,)), given, ON).findings
    assert finding.level is Level.LOW


PRECEDENT = Circumstance(id="precedent", reason="decided", step=1, precedent=True, bound=Level.HIGH)


@pytest.mark.parametrize(
    ("named", "where", "level"),
    [(("decided",), ("b",), Level.HIGH), ((), ("b",), Level.MEDIUM), (("decided",), ("a",), Level.MEDIUM)],
)
def test_a_precedent_lifts_where_it_counts_and_the_rule_names_it(
    named: tuple[str, ...], where: tuple[str, ...], level: Level
) -> None:
    """Not for being cited alone, and not where the people are elsewhere; in an open point, it is reckoned with."""
    cited = rule("x", ASKED, weight=(2, 3), persuasive=("decided",), precedents=named)
    (finding,) = found(cited, steps=(PRECEDENT,), where=where).findings
    assert finding.level is level
    (point,) = found(cited, steps=(PRECEDENT,), where=None).open_points
    assert point.could_be is (Level.HIGH if named else Level.MEDIUM)


def test_documentation_findings_do_not_move() -> None:
    """Severity 1 stays where it is, and no step is named."""
    finding = one(rule("x", ASKED, weight=(1, 3)), steps=(UP,), q="a")
    assert (finding.level, finding.reasons) == (Level.LOW, ())


@pytest.mark.parametrize(
    ("weight", "prohibition", "level"),
    [
        ((2, 3), False, Level.LOW),
        ((2, 3), True, Level.MEDIUM),
        ((3, 3), True, Level.MEDIUM),
        ((4, 4), True, Level.HIGH),
        ((2, 1), True, Level.LOW),
        ((2, 1), False, Level.INFO),
        ((3, 1), False, Level.INFO),
    ],
)
def test_a_prohibition_is_never_moved_below_the_floor(
    weight: tuple[int, int], *, prohibition: bool, level: Level
) -> None:
    """Neither is it lifted to the floor when it was below it before."""
    assert one(rule("x", ASKED, weight=weight, prohibition=prohibition), steps=(DOWN,), r="a").level is level


@pytest.mark.parametrize(
    ("sources", "level"),
    [
        (("statute",), Level.CRITICAL),
        (("guidance",), Level.HIGH),
        (("coming",), Level.MEDIUM),
        (("draft",), Level.MEDIUM),
        (("contested",), Level.MEDIUM),
        (("coming", "guidance"), Level.HIGH),
        (("contested", "statute"), Level.CRITICAL),
    ],
)
def test_the_firmest_source_caps_the_level(sources: tuple[str, ...], level: Level) -> None:
    """Guidance carries to high, law to come or not settled to medium; the cap is named last."""
    finding = one(rule("x", ASKED, weight=(4, 4), sources=sources))
    assert finding.level is level
    assert [reason.cap for reason in finding.reasons] == ([] if level is Level.CRITICAL else [level])


@pytest.mark.parametrize(
    ("source", "where", "said"),
    [
        ("decided", "b", "decisions about other companies"),
        ("guidance", "a", "guidance"),
        ("coming", "a", "not in force"),
    ],
)
def test_a_cap_says_what_kind_of_source_is_all_there_is(source: str, where: str, said: str) -> None:
    """Decisions about others carry to high, as guidance does, and are not called guidance."""
    (finding,) = found(rule("x", ASKED, weight=(4, 4), sources=(source,)), where=(where,)).findings
    (reason,) = finding.reasons
    assert said in reason.text
    assert finding.level is reason.cap is (Level.MEDIUM if source == "coming" else Level.HIGH)


@pytest.mark.parametrize(("weight", "level"), [((2, 3), Level.MEDIUM), ((3, 4), Level.HIGH)])
def test_a_cap_that_does_not_bite_is_not_named(weight: tuple[int, int], level: Level) -> None:
    """Only what changed something is a reason: not a cap that lies above the level, nor one just reached."""
    finding = one(rule("x", ASKED, weight=weight, sources=("guidance",)))
    assert (finding.level, finding.reasons) == (level, ())


def test_sources_stand_as_their_dates_and_kinds_say() -> None:
    """Firmest first; what is repealed is gone, and carries nothing."""
    finding = one(rule("x", ASKED, sources=("contested", "draft", "coming", "repealed", "guidance", "statute")))
    assert [(item.source, item.standing) for item in finding.citations] == [
        ("statute", Standing.BINDING),
        ("guidance", Standing.GUIDANCE),
        ("draft", Standing.UPCOMING),
        ("coming", Standing.UPCOMING),
        ("contested", Standing.UNSETTLED),
    ]
    assert found(rule("x", ASKED, sources=("repealed",))).lawless == ("x",)


def test_law_counts_on_its_last_day_and_from_its_first() -> None:
    """The day before the first it is to come; the day after the last it is gone."""
    short = source("short", since=ON, until=ON)
    day = timedelta(days=1)
    assert [standing(short, on) for on in (ON - day, ON, ON + day)] == [Standing.UPCOMING, Standing.BINDING, None]


def test_no_law_of_another_place_counts() -> None:
    """Facts without law here are told apart; a rule of good method needs no law."""
    elsewhere = rule("x", ASKED, sources=("american",))
    assert found(elsewhere).lawless == ("x",)
    assert found(elsewhere, where=("c",)).findings[0].rule == "x"
    assert one(rule("x", ASKED, sources=(), anywhere=True, weight=(4, 4))).level is Level.CRITICAL
    assert one(rule("x", ASKED, sources=("guidance",), anywhere=True, weight=(4, 4))).level is Level.HIGH


def test_law_from_elsewhere_may_persuade_but_never_carries() -> None:
    """It is shown last and as such; alone it raises nothing."""
    finding = one(rule("x", ASKED, weight=(4, 4), sources=("guidance",), persuasive=("american",)))
    assert [item.standing for item in finding.citations] == [Standing.GUIDANCE, Standing.PERSUASIVE]
    assert finding.level is Level.HIGH
    assert found(rule("x", ASKED, sources=(), persuasive=("american",))).lawless == ("x",)
    (at_home,) = found(rule("x", ASKED, sources=(), persuasive=("american",)), where=("c",)).findings
    assert at_home.citations == (Citation(source="american", standing=Standing.BINDING),)


@pytest.mark.parametrize(("q", "shown"), [("b", True), (UNKNOWN, True), ("a", False)])
def test_law_from_elsewhere_that_is_not_about_such_people_is_not_shown(q: str, *, shown: bool) -> None:
    """While that cannot be told yet, it may be; where it is at home, it stands once and never as persuasive."""
    persuaded = rule("x", ASKED, sources=("american",), persuasive=("for-b",))
    (finding,) = found(persuaded, where=("c",), q=q).findings
    assert [item.source for item in finding.citations] == ["american", "for-b"][: 1 + shown]


def test_a_gate_lets_a_source_count_only_for_such_people() -> None:
    """True: it counts; false: no law; unknown: an open point that waits for the answer."""
    gated = rule("x", ASKED, weight=(4, 4), sources=("for-b",))
    assert one(gated, q="b").level is Level.CRITICAL
    assert found(gated, q="a").lawless == ("x",)
    (point,) = found(gated, q=UNKNOWN).open_points
    assert (point.waits_for, point.could_be, point.level) == (("q",), Level.CRITICAL, Level.MEDIUM)


def test_law_that_may_count_yet_is_reckoned_with_beside_what_counts() -> None:
    """Guidance counts now, a text of law might: the open point could be as bad as the text allows."""
    for anywhere in (False, True):
        waiting = rule("x", when(r="a"), weight=(4, 4), sources=("guidance", "for-b"), anywhere=anywhere)
        (point,) = found(waiting, q=UNKNOWN, r=UNKNOWN).open_points
        assert point.could_be is Level.CRITICAL
        (point,) = found(waiting, q="a", r=UNKNOWN).open_points
        assert point.could_be is Level.HIGH


def test_a_place_not_known_keeps_the_rule_open() -> None:
    """What it could be is weighed as if its best source counted."""
    (point,) = found(rule("x", ASKED, weight=(4, 4), sources=("french", "guidance")), where=None).open_points
    assert (point.waits_for, point.could_be, point.level) == (("where",), Level.CRITICAL, Level.MEDIUM)
    assert point.citations == ()
    (point,) = found(rule("x", ASKED, weight=(4, 4), sources=("guidance",)), where=None).open_points
    assert point.could_be is Level.HIGH
    assert found(rule("x", ASKED, sources=("repealed",)), where=None).lawless == ("x",)


def test_an_open_point_is_capped_but_says_what_it_could_be() -> None:
    """It waits for the facts, and cites what would carry it."""
    (point,) = found(rule("x", when(p="a", q="a"), weight=(4, 4)), q=UNKNOWN).open_points
    assert (point.level, point.could_be, point.waits_for) == (Level.MEDIUM, Level.CRITICAL, ("q",))
    assert [item.source for item in point.citations] == ["statute"]
    (mild,) = found(rule("x", when(q="a"), weight=(2, 1)), q=UNKNOWN).open_points
    assert mild.level is mild.could_be is Level.LOW


def test_the_worst_stands_first() -> None:
    """By level, then severity, then likelihood; open points by what they could be."""
    judged = found(
        rule("mild", ASKED, weight=(1, 1)), rule("likely", ASKED, weight=(3, 4)), rule("less", ASKED, weight=(3, 3)),
        rule("severe", ASKED, weight=(4, 2)), rule("open", when(q="a"), weight=(2, 2)), rule("worse", when(q="a")),
        q=UNKNOWN,
    )  # fmt: skip
    assert [item.rule for item in judged.findings] == ["severe", "likely", "less", "mild"]
    assert [item.rule for item in judged.open_points] == ["worse", "open"]


def test_places_lie_within_places() -> None:
    """Innermost first; and the world around all is always there."""
    made = catalogue(QUESTIONS, ())
    assert list(around(made.places, "fr")) == ["fr", "eu"]
    assert found(where=("b",)).where.certain == {"fr", "eu", "intl"}
    assert standing(made.sources["repealed"], ON) is None
