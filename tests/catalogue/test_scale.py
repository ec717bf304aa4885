"""The steps of the scale: what they rest on, and that none of them can make a plan worse by being mended."""

from __future__ import annotations

import pytest
from helpers import answers_in, real_catalogue

from pia.assess.conditions import outcome, settle
from pia.catalogue.loosened import covers
from pia.model import Circumstance, Rule, SourceKind

CATALOGUE = real_catalogue()
AGES = {"under-12": 11, "age-12": 12, "age-13": 13, "age-14": 14, "age-15": 15, "age-16": 16}
BACKED = [step for step in CATALOGUE.scale.steps if step.backed_by]
TICKED = {
    choice.places[0]: {"places": parents, question.id: (choice.id,)}
    for question, parents in (
        (CATALOGUE.questions["eu-countries"], ("eu",)),
        (CATALOGUE.questions["ca-provinces"], ("ca",)),
    )
    for choice in question.choices
    if not choice.alone
} | {
    choice.places[0]: {"places": (choice.id,)} for choice in CATALOGUE.questions["places"].choices if choice.id != "eu"
}


def _step(name: str) -> Circumstance:
    return next(step for step in CATALOGUE.scale.steps if step.id == name)


def _eased(step: Circumstance) -> list[Rule]:
    return [
        rule
        for rule in CATALOGUE.rules.values()
        if rule.family in step.families and step.id not in rule.unmoved_by and rule.severity > 1
    ]


@pytest.mark.parametrize("place", [name for name, item in CATALOGUE.places.items() if item.consent_age])
def test_under_age_follows_the_ages_of_the_places(place: str) -> None:
    """Whoever is under the age of consent where they are, and nobody else, is under age for the scale."""
    age_there = CATALOGUE.places[place].consent_age
    assert age_there is not None
    step = _step("under-age")
    for choice, age in AGES.items():
        given = answers_in(CATALOGUE, {**TICKED[place], "minors": "known", "child-ages": (choice,)})
        under = outcome(step.when, step.unless, settle(CATALOGUE.questions, given)).truth
        assert under is (age < age_there), (place, choice)


@pytest.mark.parametrize("step", BACKED, ids=lambda step: step.id)
def test_what_a_step_may_ease_always_asks_for_it(step: Circumstance) -> None:
    """So mending one thing never takes away the question that eases another: no measure makes a plan worse."""
    (choice,) = {test.question for tests in step.when for test in tests}
    asked = CATALOGUE.questions[choice].when
    assert _eased(step)
    assert not [rule.id for rule in _eased(step) if not covers(asked, rule.when)]


def test_a_scheduled_fix_never_makes_a_pass_of_what_does_not_pass() -> None:
    """It goes no further than medium, counts until its day, and is not there for what is ended rather than mended."""
    fixes = [step for step in BACKED if step.backed_by == "fixes-by"]
    assert fixes
    for step in fixes:
        assert step.bound is CATALOGUE.scale.prohibition_floor
        assert not [rule.id for rule in _eased(step) if rule.prohibition]
    ended = {"minors", "scraped-public-data", "bought-lists", "unsolicited-contact", "repurposing", "sharing-selling"}
    assert not ended & {family for step in fixes for family in step.families}


def test_a_precedent_is_a_decision_of_a_regulator_and_never_makes_critical() -> None:
    """Named rule by rule; courts and complaints are no precedents."""
    assert _step("precedent").bound is CATALOGUE.scale.guidance_cap
    named = [(rule, name) for rule in CATALOGUE.rules.values() for name in rule.precedents]
    assert named
    for rule, name in named:
        assert name in {*rule.sources, *rule.persuasive}
        assert CATALOGUE.sources[name].kind is SourceKind.ENFORCEMENT
