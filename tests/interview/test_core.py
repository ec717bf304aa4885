"""The state machine, without any terminal."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from pia.catalogue import load
from pia.interview.ahead import Progress, progress
from pia.interview.core import Interview, Why, answered, begin, newly_parked
from pia.interview.notes import why_again
from pia.model import UNKNOWN, Answer, Choice, Kind, Question, Value

from .small import CATALOGUE

QUESTIONS = CATALOGUE.questions


def a_value(question: Question) -> st.SearchStrategy[Value]:
    """Any answer the question accepts, *don't know yet* among them."""
    ids = [choice.id for choice in question.choices]
    values: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.ONE: st.sampled_from(ids) if ids else st.nothing(),
        Kind.MANY: st.lists(st.sampled_from(ids[:-1] or ["-"]), min_size=1, unique=True).map(tuple),
        Kind.TEXT: st.sampled_from(["a", "b"]),
        Kind.NUMBER: st.integers(0, 99),
        Kind.DATE: st.dates().map(str),
    }
    return st.just(UNKNOWN) | values[question.kind]


@st.composite
def walks(draw: st.DrawFn) -> Interview:
    """A state that some person could have reached: answers, steps back, comments, jumps from the review."""
    state = begin(QUESTIONS, {})
    for _ in range(draw(st.integers(0, 25))):
        if state.question is None:
            state = draw(st.sampled_from([state.back(), *map(state.jump, state.asked)]))
            continue
        step = draw(st.sampled_from(["put", "put", "put", "back", "remark"]))
        if step == "put":
            state = state.put(draw(a_value(state.question)))
        else:
            state = state.back() if step == "back" else state.remark("why not")
    return state


def finish(state: Interview) -> Interview:
    """The state once every due question is answered, old answers kept."""
    fixed: dict[Kind, Value] = {Kind.TEXT: "x", Kind.NUMBER: 1, Kind.DATE: "2026-01-01"}
    for _ in range(100):
        question = state.question
        if question is None:
            return state
        choice = question.choices[0].id if question.choices else ""
        fresh = fixed.get(question.kind, (choice,) if question.kind is Kind.MANY else choice)
        kept = state.answer and answered(state.answer)
        state = state.put(state.answer.value if kept and state.answer else fresh)
    raise AssertionError("the interview does not end")


def test_questions_come_in_order_and_only_when_they_apply() -> None:
    """Questions come in order and only when they apply."""
    state = begin(QUESTIONS, {}).put("buy").put("Till").put(("otp",))
    assert state.at == "days"
    assert state.put(30).put(UNKNOWN).at is None


def test_bad_signs_open_more() -> None:
    """Bad signs open more."""
    state = begin(QUESTIONS, {}).put("buy").put("Till").put(("ads",))
    assert state.at == "consent"
    assert progress(state) == Progress(4, 6, 7)
    assert state.put("pre").at == "proof"


@given(walks())
def test_progress_never_goes_backwards(state: Interview) -> None:
    """Forward, the number rises while anything behind is due; of how many, the range narrows."""
    while state.question is not None:
        before = progress(state)
        due_later = [name for name in state.due if state.asked.index(name) >= before.number]
        state = state.put(UNKNOWN)
        now = progress(state)
        assert state.question is None or now.number > before.number or not due_later
        assert now.least <= now.most <= before.most


@given(walks())
def test_back_then_forward_is_identity(state: Interview) -> None:
    """Back then forward is identity."""
    there = state
    if state.question is None or state.changing or there.back() is there:
        return
    back = there.back()
    assert back.asked.index(back.at or "") == there.asked.index(there.at or "") - 1
    if back.answer is None or not back.answer.known:
        return
    again = back.put(back.answer.value)
    assert again.at == there.at
    assert {name: answer.value for name, answer in again.answers.items()} == {
        name: answer.value for name, answer in there.answers.items()
    }


@given(walks())
def test_back_out_of_a_change_is_the_review_unchanged(state: Interview) -> None:
    """Back out of a change is the review unchanged."""
    done = finish(state)
    for name in done.asked:
        assert done.jump(name).back() == replace(done, again=done.jump(name).back().again)
        assert done.jump(name).back().at is None


@given(walks())
def test_every_walk_ends_with_every_question_that_applies_answered(state: Interview) -> None:
    """Every walk ends with every question that applies answered."""
    done = finish(state)
    assert done.due == ()
    assert set(done.asked) <= set(done.answers)
    assert all(done.answers[name].asked == QUESTIONS[name].text for name in done.asked)


def test_answers_that_stop_applying_are_parked_and_offered_again() -> None:
    """Answers that stop applying are parked and offered again."""
    before = begin(QUESTIONS, {}).put("buy").put("Till").put(("ads",)).put("box").put("CRM").put(30).put(UNKNOWN)
    assert before.at is None
    after = before.jump("uses").put(("otp",))
    assert newly_parked(before, after) == ("consent", "proof")
    assert after.answers["consent"].value == "box"
    assert after.at is None
    returned = after.jump("uses").put(("ads", "otp"))
    assert (returned.at, returned.answer and returned.answer.value) == ("consent", "box")
    assert returned.again["consent"] is Why.RETURNED
    assert returned.put("box").at == "proof"
    assert returned.put("box").put("CRM").at is None


def test_a_comment_is_no_answer() -> None:
    """A comment is no answer."""
    state = begin(QUESTIONS, {}).remark("ask Kim")
    assert state.at == "point"
    assert state.due[0] == "point"
    assert begin(QUESTIONS, state.answers).at == "point"
    assert state.remark("").answers == {}
    assert state.put("buy").answers["point"] == Answer(
        value="buy",
        comment="ask Kim",
        asked=QUESTIONS["point"].text,
        words="Buying something",
        offered=("buy", "read", "bought"),
    )


def test_a_question_left_to_someone_else() -> None:
    """Who will know is kept until there is an answer; it is a *don't know yet*, and counts as nothing else."""
    state = begin(QUESTIONS, {}).remark("since May").leave_to("Legal")
    point = state.answers["point"]
    assert (state.at, point.value, point.ask, point.comment) == ("title", UNKNOWN, "Legal", "since May")
    assert state.unknown == ("point",)
    again = state.back()
    assert again.put(UNKNOWN).answers["point"].ask == "Legal"
    assert again.leave_to("").answers["point"].ask == ""
    known = again.put("buy").answers["point"]
    assert (known.ask, known.comment, known.words) == ("", "since May", "Buying something")
    with pytest.raises(ValueError, match="control characters"):
        again.leave_to("a\x07b")


def test_resuming_goes_to_the_first_question_that_is_due() -> None:
    """Resuming goes to the first question that is due."""
    state = begin(QUESTIONS, {}).put("buy").put(UNKNOWN)
    assert begin(QUESTIONS, state.answers).at == "uses"
    assert begin(QUESTIONS, state.answers, again=["title"]).at == "title"


def test_forward_leads_on_from_here_and_comes_back_for_what_stands_further_up() -> None:
    """Nothing that is due is left out because the person went on past it."""
    done = begin(QUESTIONS, {}).put("buy").put("Till").put(("otp",)).put(3).put(UNKNOWN)
    state = begin(QUESTIONS, done.answers, again=["point", "days"]).jump("title").put("Shop")
    assert (state.at, state.put(4).at, state.put(4).put("buy").at) == ("days", "point", None)


def test_what_changed_since_is_asked_again() -> None:
    """What changed since is asked again."""
    old = {"point": Answer(value="buy", asked="What is going on?"), "title": Answer(value="Till")}
    state = begin(QUESTIONS, old)
    assert (state.at, state.again) == ("point", {"point": Why.WORDING})
    assert state.put("buy").at == "uses"
    assert begin(QUESTIONS, {"point": Answer(value="gone")}).again == {"point": Why.INVALID}


def test_answers_to_questions_no_longer_asked_are_kept() -> None:
    """Answers to questions no longer asked are kept."""
    state = begin(QUESTIONS, {"older": Answer(value="x")}).put("buy")
    assert state.answers["older"].value == "x"


def test_an_answer_that_may_not_be_given_is_refused() -> None:
    """An answer that may not be given is refused."""
    with pytest.raises(ValueError, match="Choose one"):
        begin(QUESTIONS, {}).put("sell")
    with pytest.raises(ValueError, match="control"):
        begin(QUESTIONS, {}).remark("a\x07b")
    with pytest.raises(KeyError):
        begin(QUESTIONS, {}).jump("consent")
    review = begin(QUESTIONS, {}).put("buy").put("Till").put(("otp",)).put(3).put(UNKNOWN)
    assert review.question is None
    for step in (review.put, review.remark, review.leave_to):
        with pytest.raises(ValueError, match="no question is being asked"):
            step("x")


def test_back_from_the_review_leads_to_the_last_question() -> None:
    """Where nothing is asked at all, it leads nowhere."""
    review = begin(QUESTIONS, {}).put("buy").put("Till").put(("otp",)).put(3).put(UNKNOWN)
    assert (review.at, review.back().at, review.back().changing) == (None, "start", False)
    nothing = begin({}, {})
    assert nothing.back() == nothing


def test_what_is_not_known_yet_is_listed() -> None:
    """What is not known yet is listed."""
    state = begin(QUESTIONS, {}).put("buy").put(UNKNOWN).put(("otp",))
    assert state.unknown == ("title",)


def a_value_of(question: Question, chance: random.Random) -> Value:
    """Some answer that may be given."""
    alone = [choice.id for choice in question.choices if choice.alone]
    others = [choice.id for choice in question.choices if not choice.alone]
    if chance.random() < 0.15:
        return UNKNOWN
    match question.kind:
        case Kind.ONE:
            return chance.choice(question.choices).id
        case Kind.MANY:
            several = tuple(chance.sample(others, chance.randint(1, min(4, len(others)))))
            return (alone[0],) if alone and chance.random() < 0.3 else several
        case Kind.NUMBER:
            return chance.randint(0, 100_000)
        case Kind.DATE:
            return "2026-03-01"
        case Kind.TEXT:
            return "Some words"


@pytest.mark.parametrize("seed", range(40))
def test_progress_never_goes_backwards_in_the_catalogue_that_ships(seed: int) -> None:
    """A number is the one in the review, and falls only when all that is due stands further up; the range narrows."""
    chance = random.Random(seed)  # noqa: S311 - a walk, no secret
    state, last = begin(load().questions, {}), Progress(0, 0, 999)
    while state.question is not None:
        now = progress(state)
        assert now.number == state.asked.index(state.question.id) + 1
        assert now.number > last.number or now.number == state.asked.index(state.due[0]) + 1
        assert last.least <= now.least <= now.most <= last.most
        last, state = now, state.put(a_value_of(state.question, chance))
    assert progress(state) == Progress(0, len(state.asked), len(state.asked))


def test_progress_when_going_back_and_when_changing() -> None:
    """Back counts down; a change out of the review keeps the number it has there."""
    state = begin(QUESTIONS, {}).put("buy").put("Till")
    assert [progress(state).number, progress(state.back()).number, progress(state.back().back()).number] == [3, 2, 1]
    assert progress(state.back().put("Till")) == progress(state) == Progress(3, 5, 7)
    done = state.put(("otp",)).put(3).put(UNKNOWN)
    assert done.at is None
    assert progress(done.jump("uses")) == Progress(3, 5, 5)


def test_what_is_asked_again_has_its_number_of_the_review() -> None:
    """Also the last of what nobody knew, when all the rest is answered."""
    done = begin(QUESTIONS, {}).put("buy").put("Till").put(UNKNOWN).put(3).put("2026-03-01")
    again = begin(QUESTIONS, done.answers, done.unknown)
    assert progress(again) == Progress(3, 5, 7)
    assert progress(again.put(("otp",))) == Progress(0, 5, 5)


def changed(question: Question, **texts: str) -> Mapping[str, Question]:
    """The small catalogue with other texts, or another choice more, in one question."""
    choices = tuple(structs.replace(choice, text=texts.pop(choice.id, choice.text)) for choice in question.choices)
    wording = texts.pop("text", question.text)
    more = tuple(Choice(id=name, text=text) for name, text in texts.items())
    return {**QUESTIONS, question.id: structs.replace(question, text=wording, choices=choices + more)}


def test_only_what_changed_is_asked_again() -> None:
    """A wording, a choice that was taken, a choice that was added; not a comma, nor a choice that was not taken."""
    done = (
        begin(QUESTIONS, {}).put("buy").put("Till").put(("otp", "ads")).put("pre").put("CRM").put(3).put("2026-03-01")
    )
    assert done.at is None
    uses = QUESTIONS["uses"]
    for questions, why in (
        (changed(uses, text="What for?"), Why.WORDING),
        (changed(uses, text=uses.text.replace(",", "").upper()), None),
        (changed(uses, ads="Calls and texts that sell"), Why.CHOICES),
        (changed(uses, ads="Calls that  sell."), None),
        (changed(uses, order="Their order"), None),
        (changed(uses, survey="Surveys"), Why.CHOICES),
    ):
        state = begin(questions, done.answers)
        assert state.due == (("uses",) if why else ())
        assert state.again.get("uses") is why
        asked = why_again(state)
        assert ("Calls that sell" in asked) == (why is not None)
        if why:
            again = state.put(("otp", "ads"))
            assert again.at is None
            assert begin(questions, again.answers).at is None


def test_why_a_question_is_asked_again_is_said_with_the_old_words() -> None:
    """The old wording, the added choice, the choice that is gone."""
    done = begin(QUESTIONS, {}).put("buy").put("Till").put(("otp",)).put(3).put(UNKNOWN)
    uses = QUESTIONS["uses"]

    def said(questions: Mapping[str, Question]) -> str:
        return why_again(begin(questions, done.answers))

    assert said(changed(uses, text="What for?")) == (
        f"This was worded differently when you answered it: “{uses.text}” You answered: “One-time codes”."
    )
    assert said(changed(uses, poll="Polls")) == (
        "A choice was added since you answered this: “Polls”. You answered: “One-time codes”."
    )
    gone = structs.replace(uses, choices=uses.choices[1:])
    assert said({**QUESTIONS, "uses": gone}) == (
        "Your earlier answer is no longer possible. You answered: “One-time codes”."
    )
