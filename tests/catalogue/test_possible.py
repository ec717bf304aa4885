"""The search for possible answers agrees with trying all of them, on questionnaires small enough to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

from helpers import real_catalogue
from hypothesis import given
from hypothesis import strategies as st

from pia import model
from pia.catalogue.possible import Possible
from pia.model import Choice, Condition, Kind, Question, Value

CHOICES = ("a", "b", "c")
BOUNDS = st.none() | st.integers(0, 4)


def question(name: str, kind: Kind, when: Condition = (), unless: Condition = ()) -> Question:
    """A question with three choices, the last of which stands alone where several can be given."""
    choices = tuple(Choice(id=choice, text=choice, alone=choice == "c" and kind is Kind.MANY) for choice in CHOICES)
    return Question(
        id=name,
        section="s",
        kind=kind,
        text="?",
        help="",
        who="",
        choices=() if kind is Kind.NUMBER else choices,
        when=when,
        unless=unless,
    )


@st.composite
def a_test_on(draw: st.DrawFn, known: list[Question]) -> model.Test:
    """A test that fits one of the questions."""
    asked = draw(st.sampled_from(known))
    if asked.kind is Kind.NUMBER:
        return model.Test(question=asked.id, over=draw(BOUNDS), under=draw(BOUNDS))
    some = tuple(draw(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3, unique=True)))
    if asked.kind is Kind.MANY and draw(st.booleans()):
        return model.Test(question=asked.id, lacks=some)
    return model.Test(question=asked.id, any_of=some)


def conditions(known: list[Question]) -> st.SearchStrategy[Condition]:
    """Up to two alternatives of up to two tests; often none."""
    if not known:
        return st.just(())
    alternative = st.lists(a_test_on(known), min_size=1, max_size=2).map(tuple)
    return st.lists(alternative, max_size=2).map(tuple)


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[list[Question], Condition, Condition]:
    """A few questions, each hanging on those before it, and a condition and veto on them."""
    known: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from([Kind.ONE, Kind.MANY, Kind.NUMBER]))
        known.append(question(f"q{number}", kind, draw(conditions(known)), draw(conditions(known))))
    return known, draw(conditions(known)), draw(conditions(known))


def values(asked: Question) -> list[Value]:
    """Every answer worth trying."""
    match asked.kind:
        case Kind.ONE:
            return list(CHOICES)
        case Kind.MANY:
            free = chain.from_iterable(combinations(CHOICES[:2], size) for size in (1, 2))
            return [*free, ("c",)]
        case _:
            return list(range(7))


def passes(test: model.Test, given_: Mapping[str, Value]) -> bool:
    """A test on an answer; false on a question that was not asked."""
    value = given_.get(test.question)
    if value is None:
        return False
    if isinstance(value, int):
        return (test.over is None or value > test.over) and (test.under is None or value < test.under)
    held = {value} if isinstance(value, str) else set(value)
    return not set(test.lacks) <= held if test.lacks else bool(held & set(test.any_of))


def holds(condition: Condition, given_: Mapping[str, Value]) -> bool:
    """Whether one alternative is true."""
    return any(all(passes(test, given_) for test in tests) for tests in condition)


def worlds(known: list[Question]) -> Iterator[dict[str, Value]]:
    """All answers of a questionnaire, those of questions that are not asked left out."""
    for chosen in product(*(values(asked) for asked in known)):
        given_: dict[str, Value] = {}
        for asked, value in zip(known, chosen, strict=True):
            if (not asked.when or holds(asked.when, given_)) and not holds(asked.unless, given_):
                given_[asked.id] = value
        yield given_


@given(questionnaires())
def test_possible_means_some_answers_do_it(case: tuple[list[Question], Condition, Condition]) -> None:
    """What the search says of a condition and a veto is what trying every answer says."""
    known, when, unless = case
    possible = Possible({asked.id: asked for asked in known})
    tried = any((not when or holds(when, world)) and not holds(unless, world) for world in worlds(known))
    assert possible.together(when, none_of=unless) is tried
    for tests in when:
        one = any(holds((tests,), world) and not holds(unless, world) for world in worlds(known))
        assert possible.every(tests, unless) is one


@given(questionnaires())
def test_a_core_is_impossible_and_nothing_in_it_is_idle(case: tuple[list[Question], Condition, Condition]) -> None:
    """What is named as excluding each other does, and would not if any part were left out."""
    known, when, unless = case
    possible = Possible({asked.id: asked for asked in known})
    for tests in when:
        if possible.every(tests, unless):
            continue
        core, vetoes = possible.core(tests, unless)
        assert not possible.every(core, vetoes)
        for test in set(core):
            assert possible.every([item for item in core if item != test], vetoes)


def test_a_number_between_two_bounds() -> None:
    """Whole numbers: over 5 and under 7 leaves one, over 5 and under 6 none."""
    possible = Possible({"n": question("n", Kind.NUMBER)})
    assert possible.every([model.Test(question="n", over=5, under=7)])
    assert not possible.every([model.Test(question="n", over=5, under=6)])
    assert not possible.every([model.Test(question="n", under=0)])


def test_the_whole_catalogue_is_decided_at_once() -> None:
    """Every question of the real catalogue can be asked, and every rule raised."""
    held = real_catalogue()
    possible = Possible(held.questions)
    entries: list[Question | model.Rule] = [*held.questions.values(), *held.rules.values()]
    for entry in entries:
        assert possible.together(entry.when, none_of=entry.unless), entry.id
