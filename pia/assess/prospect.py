"""What may become of a plan, in the sentences that the terminal and every form of the report share. Pure.

Whoever shows a verdict shows these beside it, so that no two of them contradict each other: the way is that of
``pia.assess.advise``, and what is not known yet is counted in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pia.model import Advice, Assessment, Catalogue, Effort, OpenPoint, Step, Verdict, Way

NOTHING_HANGS = "What hangs on it: no finding; at most, how serious others are or what else is asked."
"""Said of a question not known yet that no open point waits for."""

_PASS = f"“{Verdict.COLLECT.value}”"


def unknown(assessment: Assessment) -> dict[str, tuple[OpenPoint, ...]]:
    """The questions not known yet, each with the open points that wait for it; those first that the worst waits for."""
    waiting: dict[str, list[OpenPoint]] = {}
    for point in assessment.open_points:
        for name in point.waits_for:
            waiting.setdefault(name, []).append(point)
    for name, answer in assessment.answers.items():
        if not answer.known:
            waiting.setdefault(name, [])
    return {name: tuple(points) for name, points in waiting.items()}


def lead(catalogue: Catalogue, advice: Advice) -> str:
    """What it takes to come to *collect*, and how far one comes where measures alone do not reach it."""
    if advice.verdict is Verdict.COLLECT:
        return "Nothing needs to change."
    way = advice.ways[0] if advice.ways else None
    if way is not None and way.verdict is Verdict.COLLECT:
        return f"The least work that brings it to {_PASS}: {_steps(catalogue, way)}."
    if advice.open_points and not advice.findings:
        first = f"First find out what is not known yet: on that depends whether it can come to {_PASS}."
        return first if way is None else f"{first} The least work that settles all else: {_steps(catalogue, way)}."
    if way is None:
        return "No measure of the catalogue makes this better."
    best = f"The least work that brings it to “{way.verdict.value}”: {_steps(catalogue, way)}."
    return f"No measures bring it to {_PASS}. {best}"


def rest(catalogue: Catalogue, advice: Advice, refs: Mapping[str, str] | None = None) -> Iterator[str]:
    """What ends it all, what stands in the way after the best way, then what is open and does not.

    ``refs``: numbers of findings.
    """
    if advice.ways and advice.ways[0].ends:
        yield _over(catalogue, advice.ways[0])
    for item in advice.findings:
        ref = f"{refs[item.rule]} " if refs and item.rule in refs else ""
        yield f"No measure changes this: {ref}{catalogue.rules[item.rule].title} ({item.level.value})."
    if advice.open_points:
        worst = advice.open_points[0].could_be.value
        yield f"{_answers(advice.open_points)} not known yet, and could bring findings as bad as {worst}."
    if mild := harmless(advice):
        yield f"{_answers(mild)} not known even then, and could bring no finding above low."


def _over(catalogue: Catalogue, way: Way) -> str:
    """That the first steps end the collection, and whom the others are for."""
    ends = " and ".join(f"“{catalogue.measures[step.measure].title}”" for step in way.steps[: way.ends])
    over = f"{ends} end{'s' * (way.ends == 1)} this collection: it gets no more numbers."
    if len(way.steps) == way.ends:
        return over
    return f"{over} What comes after it is for a new one, with people who agreed."


def unheld(catalogue: Catalogue, assessment: Assessment) -> str:
    """That the verdict is silent on risks for which no law was found, where there are such; "" where there are none.

    Mere matters of wording and documentation (severity 1) are not counted: they could not have changed the verdict.
    """
    number = sum(catalogue.rules[name].severity > 1 for name in assessment.lawless)
    if not number:
        return ""
    risks = "a further risk" if number == 1 else f"{number} more risks"
    counted = "It does" if number == 1 else "They do"
    return (
        f"The answers raise {risks} on which the catalogue holds no law for these places. {counted} not count towards "
        "the verdict; law may exist all the same."
    )


def harmless(advice: Advice) -> tuple[OpenPoint, ...]:
    """The open points left after the best way that do not stand between it and *collect*."""
    left = advice.ways[0].open_points if advice.ways else ()
    return tuple(point for point in left if point not in advice.open_points)


def asked_for(points: Iterable[OpenPoint]) -> tuple[str, ...]:
    """The questions that open points wait for, each once."""
    return tuple(dict.fromkeys(name for point in points for name in point.waits_for))


def verdict_after(way: Way, number: int) -> str:
    """The verdict once the steps up to this one, counted from 1, are taken.

    A step may open questions that a later one answers; what is undecided only until then says so.
    """
    found, later = way.steps[number - 1].verdict, way.steps[number:]
    if found is Verdict.UNDECIDED:
        for after, step in enumerate(later, number + 1):
            if step.verdict is not Verdict.UNDECIDED:
                return f"{found.value} until M{after}"
    return found.value


def turns(verdict: Verdict, way: Way) -> Iterator[tuple[Step, str]]:
    """Each step with the verdict that it turns the one before into, "" where it leaves it. ``verdict``: before all."""
    for number, step in enumerate(way.steps, 1):
        yield step, "" if step.verdict is verdict else verdict_after(way, number)
        verdict = step.verdict


def _answers(points: Iterable[OpenPoint]) -> str:
    number = len(asked_for(points))
    return "1 answer is" if number == 1 else f"{number} answers are"


def _steps(catalogue: Catalogue, way: Way) -> str:
    """How many steps, and how much work they are: ``3 steps (2 take hours, 1 takes weeks)``."""
    number = len(way.steps)
    counts = Counter(catalogue.measures[step.measure].effort for step in way.steps)
    if len(counts) == 1:
        (size,) = counts
        return f"{number} steps ({size.span} of work each)" if number > 1 else f"1 step ({size.span} of work)"
    sizes = (size for size in Effort if counts[size])
    said = ", ".join(f"{counts[size]} take{'s' * (counts[size] == 1)} {size.span}" for size in sizes)
    return f"{number} steps ({said})"
