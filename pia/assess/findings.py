"""Which rules apply, how bad each is and why, on which sources, and the verdict. Pure: no files, no clock."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from pia.assess.conditions import Facts, Names, merge
from pia.assess.law import Basis, Whereabouts, law
from pia.assess.ready import Ready, ReadyRule, ready
from pia.assess.weight import Footing, moves_at_work, steps_at_work, weigh
from pia.model import Answers, Catalogue, Finding, Frozen, Level, OpenPoint, Verdict

Waits: TypeAlias = tuple[tuple[Names | None, ...], Names]
"""What each question that a rule asks waits for, if it does; and what its law waits for."""


class Judgement(Frozen, frozen=True):
    """What came of one set of answers.

    Every rule that applies or might, worst first, and those whose facts are there but for which no law was found.
    """

    facts: Facts
    where: Whereabouts
    findings: tuple[Finding, ...]
    open_points: tuple[OpenPoint, ...]
    lawless: Names

    @property
    def level(self) -> Level | None:
        """The level of the worst finding, which is the first; None when there is none."""
        return self.findings[0].level if self.findings else None

    @property
    def verdict(self) -> Verdict:
        """What follows from all of it."""
        return verdict(self.level, self.open_points)


def verdict(level: Level | None, open_points: Sequence[OpenPoint]) -> Verdict:
    """The verdict on the worst level found; *undecided* while an open point, the worst first, could make it worse.

    What is already bad enough to stop stays said: an open point never turns *redesign* into *undecided*.
    """
    if level is Level.CRITICAL:
        return Verdict.DO_NOT_COLLECT
    if level is Level.HIGH:
        return Verdict.REDESIGN
    if open_points and open_points[0].could_be >= Level.MEDIUM and open_points[0].could_be > (level or Level.INFO):
        return Verdict.UNDECIDED
    return Verdict.CONDITIONS if level is Level.MEDIUM else Verdict.COLLECT


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
        basis = here.basis(item, alive & item.gates, sure & item.gates)
        lawful = basis.firmest is not None or item.rule.anywhere
        if not lawful and not basis.undecided:
            if applies:
                lawless.append(name)
            continue
        seen = Seen(alive & item.every, sure & item.every, steps)
        if applies and lawful:
            findings.append(_finding(prepared, item, basis, seen))
        else:
            waits = tuple([waiting.get(question) for question in item.asks])
            law_waits_for = () if lawful else here.waits_for(basis, waiting)
            open_points.append(_open_point(prepared, item, basis, seen, (waits, law_waits_for)))
    findings.sort(key=lambda finding: (-finding.level.rank, -finding.severity, -finding.likelihood))
    open_points.sort(key=lambda point: -point.could_be.rank)
    return Judgement(
        facts=settled.facts,
        where=here.where,
        findings=tuple(findings),
        open_points=tuple(open_points),
        lawless=tuple(lawless),
    )


@functools.lru_cache(maxsize=16384)
def _finding(prepared: Ready, item: ReadyRule, basis: Basis, seen: Seen) -> Finding:
    """The finding of a rule that applies. Made once for the same facts and law: a rule depends on few of them."""
    moves = moves_at_work(item.moves, seen.alive, seen.sure)
    weight = weigh(prepared, item.rule.id, moves, seen.steps, Footing(basis.firmest, basis.precedent))
    return Finding(
        rule=item.rule.id,
        level=weight.level,
        severity=weight.severity,
        likelihood=weight.likelihood,
        reasons=weight.reasons,
        because=item.masks.because(seen.sure),
        citations=basis.citations,
    )


@functools.lru_cache(maxsize=16384)
def _open_point(prepared: Ready, item: ReadyRule, basis: Basis, seen: Seen, waits: Waits) -> OpenPoint:
    """The open point of a rule that may apply."""
    moves = moves_at_work(item.moves, seen.alive, seen.sure)
    hoped = Footing(basis.could_be, basis.may_be_precedent)
    could_be = weigh(prepared, item.rule.id, moves, seen.steps, hoped).level
    asked, law_waits_for = waits
    waiting = {name: names for name, names in zip(item.asks, asked, strict=True) if names is not None}
    facts_wait_for = item.masks.waits_for(seen.alive, seen.sure, waiting)
    return OpenPoint(
        rule=item.rule.id,
        level=min(could_be, prepared.catalogue.scale.open_cap),
        could_be=could_be,
        waits_for=merge((facts_wait_for, law_waits_for)) if law_waits_for else facts_wait_for,
        citations=basis.citations,
    )
