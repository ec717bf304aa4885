"""Advice: the cheapest way there is, checked against every set of measures; order, ties, and what no measure mends."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table
from invented import ON, answers, ask, by_chance, catalogue, measure, plan_by_chance, rule, when
from msgspec import structs

from pia.assess.advise import GOALS, Goal, Plans, advise
from pia.assess.findings import Judgement, judge
from pia.assess.measures import carry_out
from pia.assess.reach import Reach
from pia.model import (
    UNKNOWN,
    Adjustment,
    Advice,
    Answer,
    Catalogue,
    Change,
    Circumstance,
    Condition,
    Effort,
    Level,
    Role,
    Rule,
    Source,
    Verdict,
)

SCENARIOS = ("courier", "returns", "ebook", "kids-game", "cold-list")
REAL = real_catalogue()


def scenario(name: str) -> dict[str, Answer]:
    """The answers of a worked scenario."""
    return answers_in(REAL, table(TESTS / "scenarios" / f"{name}.toml")["answers"])


class Every:
    """Every set of the relevant measures, judged rule by rule.

    What becomes of a rule can only depend on the questions its conditions test, on those that decide whether these
    apply, and on what the scale and its sources ask. So it is looked up in a table over the few measures that touch
    those questions, filled by judging each combination of them. Sets are then walked through one measure after the
    other, and a branch is left only when all measures of some rule are decided and the rule is still in the way, or
    when it already costs more than the limit: no set within the limit that reaches the goal is missed. None of this
    uses ``Reach``.
    """

    def __init__(self, plans: Plans, goal: Goal, measures: set[str], catalogue: Catalogue) -> None:
        self.catalogue, self.plans, self.goal = catalogue, plans, goal
        self.effort = {name: catalogue.scale.weight(catalogue.measures[name].effort) for name in measures}
        self.tables: dict[tuple[str, ...], list[str]] = {}
        for item in catalogue.rules.values():
            asked = self._questions(item)
            touching = {name for name in measures if any(x.question in asked for x in catalogue.measures[name].changes)}
            self.tables.setdefault(tuple(sorted(touching)), []).append(item.id)
        self.good = {scope: self._good(scope, set(rules)) for scope, rules in self.tables.items()}
        self.order = self._order()

    def cheapest(self, limit: float) -> Iterator[frozenset[str]]:
        """Every set within the limit that reaches the goal."""
        checks: dict[int, list[tuple[str, ...]]] = {}
        for scope in self.tables:
            checks.setdefault(max((self.order.index(name) + 1 for name in scope), default=0), []).append(scope)

        def walk(depth: int, chosen: frozenset[str], cost: int) -> Iterator[frozenset[str]]:
            if cost > limit or not all(
                chosen.intersection(scope) in self.good[scope] for scope in checks.get(depth, ())
            ):
                return
            if depth == len(self.order):
                yield chosen
                return
            name = self.order[depth]
            yield from walk(depth + 1, chosen, cost)
            yield from walk(depth + 1, chosen | {name}, cost + self.effort[name])

        return walk(0, frozenset(), 0)

    def _order(self) -> list[str]:
        """The measures, those first that settle some rule soonest and leave the fewest ways to settle it."""
        order: dict[str, None] = {}
        rest = set(self.tables)
        while rest:
            after = {scope: len(set(scope).difference(order)) for scope in rest}
            scope = min(rest, key=lambda scope: (len(self.good[scope]) / 2 ** len(scope), after[scope], scope))
            order.update(dict.fromkeys(scope))
            rest.remove(scope)
        return list(order)

    def _good(self, scope: Sequence[str], rules: set[str]) -> set[frozenset[str]]:
        sets = (some for size in range(len(scope) + 1) for some in itertools.combinations(scope, size))
        return {
            frozenset(some)
            for some in sets
            if not rules & {obstacle.rule for obstacle in self.goal(self.plans.judged(in_order(self.catalogue, some)))}
        }

    def _questions(self, item: Rule) -> set[str]:
        found = {question.id for question in self.catalogue.role(Role.PLACES)}
        sources = [self.catalogue.sources[name] for name in item.sources + item.persuasive]
        parts: list[Rule | Adjustment | Source | Circumstance] = [
            item,
            *item.adjust,
            *sources,
            *(step for step in self.catalogue.scale.steps if self._moves(step, item)),
        ]
        for part in parts:
            self._add(part.when + part.unless, found)
        return found

    def _moves(self, step: Circumstance, item: Rule) -> bool:
        """Whether measures can change that the step moves the rule.

        Not when it has to be backed: no measure answers what backs it, and wherever a rule that it eases applies, that
        is asked (test_scale.py).
        """
        return not step.backed_by and (not step.families or item.family in step.families)

    def _add(self, condition: Condition, found: set[str]) -> None:
        for test in itertools.chain(*condition):
            if test.question not in found:
                found.add(test.question)
                question = self.catalogue.questions[test.question]
                self._add(question.when + question.unless, found)


def in_order(made: Catalogue, names: Sequence[str] | frozenset[str]) -> list[str]:
    """Measures in the order of the catalogue."""
    return [name for name in made.measures if name in names]


def check_against_every_set(made: Catalogue, given: dict[str, Answer], advice: Advice, on: date = ON_DATE) -> None:
    """The ways are the cheapest sets none of whose measures can be spared, and no better goal is within reach."""
    asked = judge(made, given, on).facts.asked
    plans = Plans(made, {name: given[name] for name in asked if name in given}, on)
    for goal in GOALS:
        sets = plans.easiest(goal)
        every = Every(plans, goal, set(plans.relevant), made)
        if not sets:
            assert next(every.cheapest(float("inf")), None) is None
            continue
        limit = sum(every.effort[name] for name in sets[-1]) if len(sets) == 3 else float("inf")
        if len(sets) < 3 and len(every.order) > 16:
            limit = sum(every.effort[name] for name in sets[0]) + 8
        reaching = list(every.cheapest(limit))
        spare = [some for some in reaching if not any(other < some for other in reaching)]
        costs = sorted(sum(every.effort[name] for name in some) for some in spare)
        found = [sum(every.effort[name] for name in chosen) for chosen in sets]
        assert [cost for cost in found if cost <= limit] == costs[: len(found)]
        assert all(frozenset(chosen) in spare for chosen in sets if sum(every.effort[name] for name in chosen) <= limit)
        assert [way.effort for way in advice.ways] == [cost for cost in found if cost]
        return
    assert not advice.ways


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_way_is_the_cheapest_of_all(name: str) -> None:
    """On the worked scenarios, against every set of the measures that matter."""
    check_against_every_set(REAL, scenario(name), advise(REAL, scenario(name), ON_DATE))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_way_is_the_cheapest_of_all_for_plans_like_them(name: str) -> None:
    """The same for variations: some answers replaced by chance, some not known."""
    chance = by_chance(name)
    for _ in range(8):
        given = plan_by_chance(REAL, scenario(name), 0.15, chance)
        check_against_every_set(REAL, given, advise(REAL, given, ON_DATE))


@pytest.mark.parametrize("name", SCENARIOS)
def test_steps_lead_where_they_say(name: str) -> None:
    """After each step the verdict is what the rules say of the answers then; the last one is the way's own."""
    advice = advise(REAL, scenario(name), ON_DATE)
    for way in advice.ways:
        for number, step in enumerate(way.steps, 1):
            taken = {item.measure for item in way.steps[:number]}
            found = judge(REAL, carry_out(REAL, in_order(REAL, frozenset(taken)), scenario(name)), ON_DATE)
            assert step.level is (found.findings[0].level if found.findings else None)
        assert way.steps[-1].verdict is way.verdict
        assert way.effort == sum(REAL.scale.weight(REAL.measures[step.measure].effort) for step in way.steps)


@pytest.mark.parametrize("name", SCENARIOS)
def test_one_way_alone_is_the_first_of_all(name: str) -> None:
    """What an interview shows is what a report says first."""
    every = advise(REAL, scenario(name), ON_DATE)
    assert advise(REAL, scenario(name), ON_DATE, ways=1) == structs.replace(every, ways=every.ways[:1])


def test_what_the_scenarios_need() -> None:
    """The decent ones need nothing; the game can be mended; the others wait for answers nobody has given."""
    advice = {name: advise(REAL, scenario(name), ON_DATE) for name in SCENARIOS}
    assert not advice["courier"].ways
    assert not advice["returns"].ways
    assert advice["kids-game"].ways[0].verdict is Verdict.COLLECT
    for name in ("ebook", "cold-list"):
        assert advice[name].ways[0].verdict is Verdict.UNDECIDED
        assert not advice[name].findings
        assert "minors" in {question for point in advice[name].open_points for question in point.waits_for}


def test_reach_leaves_out_only_what_changes_nothing() -> None:
    """Taking measures that are not among a rule's movers never changes what becomes of the rule."""
    chance = by_chance(3)
    for name in SCENARIOS:
        for share in (0, 0.1, 0.3):
            given = plan_by_chance(REAL, scenario(name), share, chance)
            plans = Plans(REAL, given, ON_DATE)
            reach = Reach(REAL, given, REAL.measures)
            for _ in range(6):
                some = set(chance.sample(list(REAL.measures), 12))
                item = chance.choice(list(REAL.rules.values()))
                others = some - reach.movers(item)
                for fewer in ({*some} - others, set()):
                    with_others = plans.judged(in_order(REAL, frozenset(fewer | others)))
                    without = plans.judged(in_order(REAL, frozenset(fewer)))
                    assert _of(item.id, with_others) == _of(item.id, without), (name, item.id, others)


def _of(rule_id: str, found: Judgement) -> tuple[object, ...]:
    level = [item.level for item in found.findings if item.rule == rule_id]
    could_be = [item.could_be for item in found.open_points if item.rule == rule_id]
    return (level, could_be, rule_id in found.lawless)


P = rule("p-bad", when(p="a"), measures=("mend-p", "mend-both"))
Q = rule("q-bad", when(q="a"), weight=(2, 3), measures=("mend-q", "mend-both"))
MEASURES = (
    measure("mend-p", Change(question="p", to="b"), effort=Effort.MEDIUM),
    measure("mend-q", Change(question="q", to="b"), effort=Effort.MEDIUM),
    measure("mend-both", Change(question="p", to="b"), Change(question="q", to="b"), effort=Effort.LARGE),
    measure("note"),
)
INVENTED = catalogue([ask("p"), ask("q")], [P, Q], MEASURES)
HERE = {"where": Answer(value=("a",))}


def test_two_days_beat_a_week_and_the_week_comes_second() -> None:
    """Ways by effort; the step that lowers the verdict most first; nothing that can be spared."""
    given = {**HERE, **answers(p="a", q="a")}
    advice = advise(INVENTED, given, ON)
    assert [[step.measure for step in way.steps] for way in advice.ways] == [["mend-p", "mend-q"], ["mend-both"]]
    assert [way.effort for way in advice.ways] == [6, 8]
    assert [step.verdict for step in advice.ways[0].steps] == [Verdict.CONDITIONS, Verdict.COLLECT]
    check_against_every_set(INVENTED, given, advice, ON)


def test_an_unknown_answer_is_settled_by_what_sets_it() -> None:
    """An open point goes by a measure that sets the answer; without one it stays, and says what to ask."""
    advice = advise(INVENTED, {**HERE, **answers(p=UNKNOWN, q="b")}, ON)
    assert [step.measure for step in advice.ways[0].steps] == ["mend-p"]
    made = catalogue([ask("p")], [rule("p-bad", when(p="a"), measures=("note",))], [measure("note")])
    advice = advise(made, {**HERE, **answers(p=UNKNOWN)}, ON)
    assert (advice.verdict, advice.ways, advice.open_points[0].waits_for) == (Verdict.UNDECIDED, (), ("p",))


def test_what_no_measure_mends_is_named_and_the_rest_is_mended() -> None:
    """The best verdict within reach, by the least effort, and the finding that stays."""
    stays = rule("stays", when(q="a"), weight=(2, 3), measures=("note",))
    made = catalogue([ask("p"), ask("q")], [rule("p-bad", when(p="a"), measures=("mend-p",)), stays], MEASURES)
    advice = advise(made, {**HERE, **answers(p="a", q="a")}, ON)
    assert [way.verdict for way in advice.ways][:1] == [Verdict.CONDITIONS]
    assert [step.measure for step in advice.ways[0].steps] == ["mend-p"]
    assert [(item.rule, item.level) for item in advice.findings] == [("stays", Level.MEDIUM)]


def test_a_measure_that_opens_a_question_is_followed_by_what_settles_it() -> None:
    """Measures that only newly opened findings name count, too."""
    opened = rule("opened", when(new="a"), measures=("mend-new",))
    made = catalogue(
        [ask("p"), ask("new", on=when(p="b"))],
        [P, opened],
        [*MEASURES, measure("mend-new", Change(question="new", to="b"))],
    )
    advice = advise(made, {**HERE, **answers(p="a")}, ON)
    assert {step.measure for step in advice.ways[0].steps} == {"mend-p", "mend-new"}
    assert advice.ways[0].verdict is Verdict.COLLECT
