"""What to do: the shortest way to a better verdict, the measures that help beyond it, and what to find out first."""

from __future__ import annotations

from pia.assess import prospect
from pia.interview.values import who_knows
from pia.model import Saving, Verdict, Way
from pia.report import words
from pia.report.case import Case, left_after
from pia.report.shapes import Course, Hanging, Open, Option, Step


def course(case: Case) -> Course:
    """The shortest way, in sentences and steps, and what is left after it."""
    verdict, way = case.advice.verdict, case.way
    turning = {step.measure: turn for step, turn in prospect.turns(verdict, way)} if way else {}
    steps = {name: _step(case, name, ref, turning.get(name, "")) for name, ref in case.measures.items()}
    taken = {step.measure for step in way.steps} if way else set()
    heading = {
        (True, False): "What keeps it so",
        (False, True): "What would turn it into a pass",
    }.get((verdict is Verdict.COLLECT, way is not None and way.verdict is Verdict.COLLECT), "What would improve it")
    return Course(
        heading=heading,
        lead=_lead(case),
        steps=tuple(step for name, step in steps.items() if name in taken),
        further=tuple(step for name, step in steps.items() if name not in taken),
        others=tuple(_other(case, way, other) for other in case.advice.ways[1:]) if way else (),
        rest=tuple(prospect.rest(case.catalogue, case.advice, case.findings)),
        after=_after(way, len(taken)),
    )


def _lead(case: Case) -> str:
    lead = prospect.lead(case.catalogue, case.advice)
    if case.way is None and case.advice.verdict is Verdict.COLLECT and case.measures:
        return f"{lead} What is listed keeps it so."
    if case.way is None and case.advice.verdict is not Verdict.COLLECT and case.options:
        return f"{lead} Look at the alternatives."
    return lead


def _other(case: Case, way: Way, other: Way) -> str:
    """Another way, as what it takes instead."""
    chosen = {step.measure for step in way.steps}
    named = {step.measure for step in other.steps}
    more, less = (
        words.join(tuple(_named(case, name) for name in case.catalogue.measures if name in names))
        for names in (named - chosen, chosen - named)
    )
    cost = "as little work" if other.effort == way.effort else "a little more work"
    return f"Another way, {cost}: {more} instead of {less}."


def _named(case: Case, name: str) -> str:
    title = case.catalogue.measures[name].title
    return f"{case.measures[name]} {title}" if name in case.measures else f"“{title}”"


def _after(way: Way | None, number: int) -> str:
    if way is None:
        return "After all measures"
    return "After step M1" if number == 1 else f"After steps M1 to M{number}"


def _step(case: Case, name: str, ref: str, then: str) -> Step:
    measure = case.catalogue.measures[name]
    rules = case.catalogue.rules
    serves = (item.rule for item in case.assessment.findings if name in rules[item.rule].measures)
    return Step(
        ref=ref,
        title=measure.title,
        how=measure.how,
        effort=measure.effort.span.capitalize(),
        owner=measure.owner,
        evidence=measure.evidence,
        serves=tuple(case.findings[rule] for rule in serves),
        unsure=any(name in rules[point.rule].measures for point in case.assessment.open_points),
        then=then,
    )


def options(case: Case) -> tuple[Option, ...]:
    """The alternatives that the findings name."""
    named = [(case.catalogue.alternatives[name], ref) for name, ref in case.options.items()]
    return tuple(
        Option(ref=ref, need=item.need, title=item.title, text=item.text, credible=item.credible) for item, ref in named
    )


def remaining(case: Case) -> tuple[Hanging, ...]:
    """The findings that stay when the shortest way is gone, or all measures are taken where none is needed."""
    return tuple(case.hanging(item.rule, item.level) for item in left_after(case.assessment, case.advice))


def open_points(case: Case) -> tuple[Open, ...]:
    """Each question not known yet, once, with all that waits for it."""
    saving = {item.question: item for item in case.advice.savings}
    return tuple(
        Open(
            question=case.catalogue.questions[name].text,
            who=who_knows(case.catalogue.questions[name], case.assessment.answers.get(name)),
            hanging=tuple(case.hanging(point.rule, point.could_be) for point in waiting),
            note="" if waiting else prospect.NOTHING_HANGS,
            saves=_saves(case, saving[name]) if name in saving else "",
        )
        for name, waiting in prospect.unknown(case.assessment).items()
    )


def _saves(case: Case, saving: Saving) -> str:
    question = case.catalogue.questions[saving.question]
    said = words.join(tuple(f"“{question.choice(name).text}”" for name in saving.choices), "or")
    steps = words.join(tuple(case.measures[name] for name in saving.measures))
    return f"If it is {said}, {steps} {'is' if len(saving.measures) == 1 else 'are'} not needed."
