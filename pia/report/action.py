"""What to do: the shortest way to a better verdict, the measures that help beyond it, and what to find out first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pia.interview.values import who_knows
from pia.model import Effort, OpenPoint, Saving, Verdict, Way
from pia.report import words
from pia.report.case import Case, after
from pia.report.shapes import Course, Hanging, Open, Option, Step


def course(case: Case) -> Course:
    """The shortest way, in sentences and steps, and what is left after it."""
    verdict, way = case.advice.verdict, case.way
    turning = _turning_points(verdict, way) if way else {}
    steps = {name: _step(case, name, ref, turning.get(name, "")) for name, ref in case.measures.items()}
    taken = {step.measure for step in way.steps} if way else set()
    heading = {
        (True, False): "What keeps it so",
        (False, True): "What would turn it into a pass",
    }.get((verdict is Verdict.COLLECT, way is not None and way.verdict is Verdict.COLLECT), "What would improve it")
    return Course(
        heading=heading,
        lead=_lead(case, way),
        steps=tuple(step for name, step in steps.items() if name in taken),
        further=tuple(step for name, step in steps.items() if name not in taken),
        others=tuple(_other(case, way, other) for other in case.advice.ways[1:]) if way else (),
        rest=tuple(_rest(case, way)) if way else (),
        after=_after(way, len(taken)),
    )


def _turning_points(verdict: Verdict, way: Way) -> Mapping[str, str]:
    """The steps that change the verdict, with the verdict they bring."""
    before = (verdict, *(step.verdict for step in way.steps))
    return {
        step.measure: words.VERDICT[step.verdict].lower()
        for step, was in zip(way.steps, before, strict=False)
        if step.verdict is not was
    }


def _lead(case: Case, way: Way | None) -> str:
    if way is None:
        if case.advice.verdict is not Verdict.COLLECT:
            return "No measure of the catalogue changes the verdict. Look at the alternatives."
        return "Nothing has to change." + (" What is listed keeps it so." if case.measures else "")
    number = len(way.steps)
    steps = "this one step" if number == 1 else f"these {number} steps in this order"
    least = f"The least work that gets there: {steps} ({_effort(case, way)})."
    if way.verdict is Verdict.COLLECT:
        return f"{least} The same rules then say: collect."
    said = words.VERDICT[way.verdict].lower()
    return f"No measures alone bring it to collect; the best within reach is: {said}. {least}"


def _effort(case: Case, way: Way) -> str:
    """How much work the steps are: ``days of work``, ``2 take hours, 1 takes weeks``."""
    counts = Counter(case.catalogue.measures[step.measure].effort for step in way.steps)
    if len(counts) == 1:
        return f"{'each ' if len(way.steps) > 1 else ''}{words.EFFORT[next(iter(counts))].lower()} of work"
    sizes = (size for size in Effort if counts[size])
    return ", ".join(f"{counts[size]} take{'s' * (counts[size] == 1)} {words.EFFORT[size].lower()}" for size in sizes)


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


def _rest(case: Case, way: Way) -> Iterable[str]:
    """What does not go away."""
    for item in case.advice.findings:
        yield f"What no measure changes: {case.findings[item.rule]} {case.catalogue.rules[item.rule].title}."
    waiting = {name for item in way.open_points for name in item.waits_for}
    if waiting:
        risks = words.count(len(way.open_points), "risk")
        yield f"Then {risks} would still wait for {words.count(len(waiting), 'answer')}."


def _after(way: Way | None, number: int) -> str:
    if way is None:
        return "After all measures"
    return "After step M1" if number == 1 else f"After steps M1 to M{number}"


def _step(case: Case, name: str, ref: str, then: str) -> Step:
    measure = case.catalogue.measures[name]
    serves = (item.rule for item in case.assessment.findings if name in case.catalogue.rules[item.rule].measures)
    return Step(
        ref=ref,
        title=measure.title,
        how=measure.how,
        effort=words.EFFORT[measure.effort],
        owner=measure.owner,
        evidence=measure.evidence,
        serves=tuple(case.findings[rule] for rule in serves),
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
    return tuple(case.hanging(item.rule, item.level) for item in after(case.assessment, case.advice)[0])


def open_points(case: Case) -> tuple[Open, ...]:
    """Each question that a risk waits for, once, with all that waits for it."""
    by_question: dict[str, list[OpenPoint]] = {}
    for point in case.assessment.open_points:
        for question in point.waits_for:
            by_question.setdefault(question, []).append(point)
    saving = {item.question: item for item in case.advice.savings}
    return tuple(
        Open(
            question=case.catalogue.questions[name].text,
            who=who_knows(case.catalogue.questions[name], case.assessment.answers.get(name)),
            hanging=tuple(case.hanging(point.rule, point.could_be) for point in waiting),
            saves=_saves(case, saving[name]) if name in saving else "",
        )
        for name, waiting in by_question.items()
    )


def _saves(case: Case, saving: Saving) -> str:
    question = case.catalogue.questions[saving.question]
    said = words.join(tuple(f"“{question.choice(name).text}”" for name in saving.choices), "or")
    steps = words.join(tuple(case.measures[name] for name in saving.measures))
    return f"If it is {said}, {steps} {'is' if len(saving.measures) == 1 else 'are'} not needed."
