"""What a kind of collection point is known for is asked first, and nothing is lost or asked twice by it."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from pia.catalogue import load
from pia.interview.core import Interview, begin
from pia.model import Answer, Catalogue, Kind, Value

from .small import CATALOGUE


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def sections(catalogue: Catalogue, state: Interview) -> list[str]:
    """The sections met on the way through the questions that apply, in order."""
    return list(dict.fromkeys(catalogue.questions[name].section for name in state.asked))


def of(catalogue: Catalogue, **answers: Answer) -> Interview:
    return begin(catalogue.questions, {name.replace("_", "-"): answer for name, answer in answers.items()})


def test_a_game_asks_about_children_before_the_need(catalogue: Catalogue) -> None:
    game = of(catalogue, point=Answer(value="game"), minors=Answer(value="aimed"))
    assert sections(catalogue, game)[:4] == ["plan", "people", "children", "need"]
    shop = of(catalogue, point=Answer(value="delivery"), minors=Answer(value="aimed"))
    assert sections(catalogue, shop)[:3] == ["plan", "people", "need"]


def test_a_bought_list_asks_where_the_numbers_come_from_before_the_consent(catalogue: Catalogue) -> None:
    bought = of(
        catalogue,
        point=Answer(value="nothing"),
        uses=Answer(value=("marketing",)),
        source=Answer(value=("bought",)),
        basis=Answer(value=("consent",)),
    )
    order = sections(catalogue, bought)
    assert order.index("origin") < order.index("contact") < order.index("consent")


def test_what_comes_first_comes_right_after_the_answer_and_the_rest_keeps_its_order() -> None:
    """Only for the answer that wants it."""
    point = CATALOGUE.questions["point"]
    choices = tuple(replace(choice, first=("keep",) if choice.id == "read" else ()) for choice in point.choices)
    questions = {**CATALOGUE.questions, "point": replace(point, choices=choices)}
    assert begin(questions, {}).put("read").asked == ("point", "title", "days", "start", "uses")
    assert begin(questions, {}).put("buy").asked == ("point", "title", "uses", "days", "start")


@pytest.mark.parametrize("choice", [choice.id for choice in load().questions["point"].choices])
def test_forward_to_the_end_asks_each_question_that_applies_once(catalogue: Catalogue, choice: str) -> None:
    """Whatever is asked first, going forward meets every question, and never jumps back over more than it must."""
    state = of(catalogue, point=Answer(value=choice))
    met = []
    while state.question is not None:
        met.append(state.question.id)
        question = state.question
        if question.kind is Kind.ONE:
            state = state.put(question.choices[0].id)
        elif question.kind is Kind.MANY:
            state = state.put(tuple(c.id for c in question.choices if not c.alone) or (question.choices[0].id,))
        else:
            typed: dict[Kind, Value] = {Kind.NUMBER: 7, Kind.DATE: "2027-03-31"}
            state = state.put(typed.get(question.kind, "words"))
    assert len(met) == len(set(met))
    assert set(met) | {"point"} == set(state.asked)
    places = [state.asked.index(name) for name in met]
    assert sum(after < before for before, after in itertools.pairwise(places)) <= 2
