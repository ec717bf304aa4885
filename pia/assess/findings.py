"""Which rules apply, how bad each is and why, on which sources. Pure: no files, no clock."""

from __future__ import annotations

import functools
from datetime import date
from typing import NamedTuple

from pia.assess.conditions import Facts, Names, merge
from pia.assess.law import Law, Whereabouts, law
from pia.assess.ready import ReadyRule, ready
from pia.assess.weight import Footing, moves_at_work, steps_at_work, weigh
from pia.model import Answers, Catalogue, Finding, Frozen, OpenPoint


class Judgement(Frozen, frozen=True):
    """What came of one set of answers.

    Every rule that applies or might, worst first, and those whose facts are there but for which no law was found.
    """

    facts: Facts
    where: Whereabouts
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    lawless: Names


class Seen(NamedTuple):
    """What one rule sees of the facts.

    ``alive`` and ``sure``: of the alternatives that it and its adjustments stand on. ``steps``: of the scale, at work.
    """

    alive: int
    sure: int
    steps: tuple[int, ...]


def judge(catalogue: Catalogue, answers: Answers, on: date) -> Judgement:
    """Run every rule on the answers."""
    prepared = ready(catalogue)
    settled = prepared.settle(answers)
    here = law(prepared, settled, on)
    steps = steps_at_work(prepared.steps, settled, on)
    findings: list[Finding] = []
    open_points: list[OpenPoint] = []
    lawless: list[str] = []
    alive, sure, waiting = settled.alive, settled.sure, settled.facts.waiting
    for name, item in prepared.rules.items():
        masks = item.masks
        if not alive & masks.when or sure & masks.unless:
            continue  # it does not apply (Masks.truth, written out here, as it is so for most rules)
        applies = sure & masks.when and not alive & masks.unless
        basis = here.basis(item.rule)
        lawful = basis.firmest is not None or item.rule.anywhere
        if not lawful and not basis.undecided:
            if applies:
                lawless.append(name)
            continue
        seen = Seen(alive & item.every, sure & item.every, steps)
        if applies and lawful:
            findings.append(_finding(here, item, seen))
        else:
            waits = tuple([waiting.get(question) for question in item.asks])
            open_points.append(_open_point(here, item, seen, waits))
    findings.sort(key=lambda finding: (-finding.level.rank, -finding.severity, -finding.likelihood))
    open_points.sort(key=lambda point: -point.could_be.rank)
    return Judgement(
        facts=settled.facts,
        where=here.where,
        findings=tuple(findings),
        open_points=tuple(open_points),
        lawless=tuple(lawless),
    )


@functools.lru_cache(maxsize=8192)
def _finding(here: Law, item: ReadyRule, seen: Seen) -> Finding:
    """The finding of a rule that applies. Made once for the same facts and law: a rule depends on few of them."""
    basis = here.basis(item.rule)
    moves = moves_at_work(item.moves, seen.alive, seen.sure)
    weight = weigh(here.ready, item.rule.id, moves, seen.steps, Footing(basis.firmest, basis.precedent))
    return Finding(
        rule=item.rule.id,
        level=weight.level,
        severity=weight.severity,
        likelihood=weight.likelihood,
        reasons=weight.reasons,
        because=item.masks.because(seen.sure),
        citations=basis.citations,
    )


@functools.lru_cache(maxsize=8192)
def _open_point(here: Law, item: ReadyRule, seen: Seen, waits: tuple[Names | None, ...]) -> OpenPoint:
    """The open point of a rule that may apply. ``waits``: what each question it asks waits for, if it does."""
    basis = here.basis(item.rule)
    moves = moves_at_work(item.moves, seen.alive, seen.sure)
    hoped = Footing(basis.could_be, basis.may_be_precedent)
    could_be = weigh(here.ready, item.rule.id, moves, seen.steps, hoped).level
    waiting = {name: names for name, names in zip(item.asks, waits, strict=True) if names is not None}
    facts_wait_for = item.masks.waits_for(seen.alive, seen.sure, waiting)
    lawful = basis.firmest is not None or item.rule.anywhere
    return OpenPoint(
        rule=item.rule.id,
        level=min(could_be, here.ready.catalogue.scale.open_cap),
        could_be=could_be,
        waits_for=facts_wait_for if lawful else merge((facts_wait_for, here.waits_for(basis, waiting))),
        citations=basis.citations,
    )
