"""What must always hold, whatever is answered: tried on thousands of made-up answers over the real catalogue.

Answers drawn blindly nearly always end in *do not collect*, where little can be seen. So most plans begin as one of the
worked scenarios, and a few answers are changed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from random import Random

import msgspec
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia.assess import assess
from pia.assess.conditions import settle
from pia.model import (
    UNKNOWN,
    Adjustment,
    Answer,
    Assessment,
    Circumstance,
    Finding,
    Kind,
    Level,
    OpenPoint,
    Question,
    Role,
    Standing,
    Value,
    Verdict,
)

CATALOGUE = real_catalogue()
PASSING = (Verdict.COLLECT, Verdict.CONDITIONS)
EDGES = (0, 1, 999, 1000, 1001, 99_999, 100_000, 100_001, 5_000_000)
"""Numbers around the limits of the scale."""

tried = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)


@functools.cache
def _worked() -> tuple[dict[str, Answer], ...]:
    return tuple(answers_in(CATALOGUE, table(path)["answers"]) for path in sorted((TESTS / "scenarios").glob("*.toml")))


def _values(question: Question) -> st.SearchStrategy[Value]:
    """Any concrete answer that the question allows."""
    if question.kind is Kind.NUMBER:
        return st.sampled_from(EDGES)
    if question.kind is Kind.DATE:
        return st.just(ON_DATE.isoformat())
    if question.kind is Kind.TEXT:
        return st.just("some words")
    if question.kind is Kind.ONE:
        return st.sampled_from([choice.id for choice in question.choices])
    apart = [choice.id for choice in question.choices if choice.alone]
    together = [choice.id for choice in question.choices if not choice.alone]
    return st.lists(st.sampled_from(together), min_size=1, max_size=4, unique=True).map(tuple) | (
        st.sampled_from([(choice,) for choice in apart]) if apart else st.nothing()
    )


def _answers_to(question: Question) -> st.SearchStrategy[Answer]:
    return st.builds(Answer, value=_values(question) | st.just(UNKNOWN))


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers to some of the questions, parked ones among them."""
    start = draw(st.sampled_from([{}, *_worked()]))
    names = list(CATALOGUE.questions)
    changed = draw(st.lists(st.sampled_from(names), max_size=8 if start else 40, unique=True))
    made = dict(start)
    for name in changed:
        made[name] = draw(_answers_to(CATALOGUE.questions[name]))
    for name in draw(st.lists(st.sampled_from(sorted(made)), max_size=2, unique=True)) if made else ():
        del made[name]
    return made


def judged(answers: Mapping[str, Answer]) -> Assessment:
    """The assessment of a plan on the day of all tests."""
    return assess(CATALOGUE, answers, ON_DATE)


def written(assessment: Assessment) -> bytes:
    """An assessment as bytes: equal only when everything in it is, in the same order."""
    return msgspec.json.encode(assessment)


@tried
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(answers: dict[str, Answer], random: Random) -> None:
    """People jump back and forth; what follows is the same, byte for byte. And the same again for the same answers."""
    names = list(answers)
    random.shuffle(names)
    first = written(judged(answers))
    assert written(judged({name: answers[name] for name in names})) == first
    assert written(judged(answers)) == first


@tried
@given(plans(), st.data())
def test_parked_answers_never_matter(answers: dict[str, Answer], data: st.DataObject) -> None:
    """An answer to a question that is not asked at present changes nothing, also not what would remain."""
    asked = settle(CATALOGUE.questions, answers).asked
    kept = {name: answer for name, answer in answers.items() if name in asked}
    parked = data.draw(
        st.lists(st.sampled_from([name for name in CATALOGUE.questions if name not in asked]), max_size=6, unique=True)
    )
    more = kept | {name: data.draw(_answers_to(CATALOGUE.questions[name])) for name in parked}
    assert written(judged(more)) == written(judged(kept))
    assert written(judged(answers)) == written(judged(kept))


@tried
@given(plans())
def test_not_knowing_is_the_same_as_not_answering(answers: dict[str, Answer]) -> None:
    """*Don't know yet* and silence lead to the same findings, open points and verdict."""
    unknown = judged(answers)
    silent = judged({name: answer for name, answer in answers.items() if answer.known})
    assert unknown.findings == silent.findings
    assert unknown.open_points == silent.open_points
    assert unknown.verdict is silent.verdict


@tried
@given(plans(), st.data())
def test_not_knowing_never_passes_what_no_answer_would(answers: dict[str, Answer], data: st.DataObject) -> None:
    """A plan that passes while an answer is unknown passes no better than with the best of all possible answers.

    *Undecided*, *redesign* and *do not collect* do not pass, so they are never a better verdict for not knowing. Only
    questions with one choice and numbers are tried: all their answers can be gone through.
    """
    asked = settle(CATALOGUE.questions, answers).asked
    whole = [name for name in asked if CATALOGUE.questions[name].kind in (Kind.ONE, Kind.NUMBER)]
    if not whole:
        return
    question = CATALOGUE.questions[data.draw(st.sampled_from(whole))]
    unknown = judged({**answers, question.id: Answer(value=UNKNOWN)}).verdict
    if unknown not in PASSING:
        return
    values: list[Value] = list(EDGES) if question.kind is Kind.NUMBER else [choice.id for choice in question.choices]
    best = min(judged({**answers, question.id: Answer(value=value)}).verdict for value in values)
    assert unknown >= best, f"{question.id} unknown: {unknown.value}; its best answer: {best.value}"


@tried
@given(plans())
def test_a_plan_passes_only_when_nothing_open_could_stop_it(answers: dict[str, Answer]) -> None:
    """A verdict that passes is the last word: no open point could still lift it above what is found."""
    assessment = judged(answers)
    if assessment.verdict in PASSING:
        settled = assessment.level or Level.INFO
        assert all(point.could_be < Level.MEDIUM or point.could_be <= settled for point in assessment.open_points)
    else:
        assert assessment.findings or assessment.open_points


@tried
@given(plans(), st.data())
def test_not_knowing_leaves_open_what_an_answer_would_find(answers: dict[str, Answer], data: st.DataObject) -> None:
    """What is found with a concrete answer is found or open while that answer is unknown: nothing is hidden."""
    asked = settle(CATALOGUE.questions, answers).asked
    known = [name for name in asked if name in answers and answers[name].known]
    if not known:
        return
    question = data.draw(st.sampled_from(known))
    concrete = judged(answers)
    unknown = judged({**answers, question: Answer(value=UNKNOWN)})
    seen = {item.rule for item in unknown.findings} | {item.rule for item in unknown.open_points}
    lost = [finding.rule for finding in concrete.findings if finding.rule not in seen]
    assert not lost, f"{question} unknown hides {', '.join(lost)}"


def _around(place: str) -> set[str]:
    within = CATALOGUE.places[place].within
    return {place} | (_around(within) if within else set())


@tried
@given(plans())
def test_only_law_of_the_places_ticked_is_cited(answers: dict[str, Answer]) -> None:
    """A source counts only where the people are, around that, or everywhere. Others are shown as persuasive."""
    assessment = judged(answers)
    here = {"intl"}
    for question in CATALOGUE.role(Role.PLACES):
        answer = assessment.answers.get(question.id)
        for choice in answer.value if answer is not None and isinstance(answer.value, tuple) else ():
            for place in question.choice(choice).places:
                here |= _around(place)
    items: tuple[Finding | OpenPoint, ...] = (*assessment.findings, *assessment.open_points)
    for item in items:
        for citation in item.citations:
            source = CATALOGUE.sources[citation.source]
            if citation.standing is Standing.PERSUASIVE:
                assert source.id in CATALOGUE.rules[item.rule].persuasive
            else:
                assert source.place in here, f"{item.rule} cites {source.id}, and nobody is in {source.place}"


@tried
@given(plans())
def test_every_finding_says_why(answers: dict[str, Answer]) -> None:
    """Each finding names the answers that raised it, rests on something, and is bounded by what it rests on."""
    assessment = judged(answers)
    for finding in assessment.findings:
        assert finding.because, finding.rule
        assert all(assessment.answers[name].known for name in finding.because), finding.rule
        counting = [item for item in finding.citations if item.standing is not Standing.PERSUASIVE]
        assert counting or CATALOGUE.rules[finding.rule].anywhere, finding.rule
    for point in assessment.open_points:
        assert point.waits_for, point.rule
        assert not any(name in assessment.answers and assessment.answers[name].known for name in point.waits_for)
        assert point.level <= CATALOGUE.scale.open_cap
    levels = [finding.level for finding in assessment.findings]
    assert levels == sorted(levels, reverse=True)
    assert assessment.level == max(levels, default=None)


@tried
@given(plans(), st.data())
def test_an_open_point_does_not_play_down_what_it_could_be(answers: dict[str, Answer], data: st.DataObject) -> None:
    """Once answered, a finding is not worse than its open point said, unless the answer itself adds weight."""
    points = judged(answers).open_points
    waited = sorted({name for point in points for name in point.waits_for} - _weighing())
    if not waited:
        return
    question = CATALOGUE.questions[data.draw(st.sampled_from(waited))]
    after = judged({**answers, question.id: Answer(value=data.draw(_values(question)))})
    could_be = {point.rule: point.could_be for point in points if question.id in point.waits_for}
    for finding in after.findings:
        assert finding.level <= could_be.get(finding.rule, finding.level), (
            f"{finding.rule}, once {question.id} is known"
        )


@functools.cache
def _weighing() -> frozenset[str]:
    """The questions whose answers move a level, and those that decide whether such a question is asked."""
    moving: list[Circumstance | Adjustment] = [*CATALOGUE.scale.steps]
    moving += [item for rule in CATALOGUE.rules.values() for item in rule.adjust]
    found = {test.question for item in moving for tests in (*item.when, *item.unless) for test in tests}
    found |= {step.backed_by for step in CATALOGUE.scale.steps if step.backed_by}
    while (
        more := {
            test.question
            for name in found
            for tests in (*CATALOGUE.questions[name].when, *CATALOGUE.questions[name].unless)
            for test in tests
        }
        - found
    ):
        found |= more
    return frozenset(found)
