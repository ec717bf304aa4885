"""Which rules apply, how bad each is and why, on which sources. Pure: no files, no clock."""

from __future__ import annotations

from datetime import date

from pia.assess.conditions import Facts, Names, merge
from pia.assess.law import Whereabouts, law
from pia.assess.ready import ready
from pia.assess.weight import at_work, weigh
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


def judge(catalogue: Catalogue, answers: Answers, on: date) -> Judgement:
    """Run every rule on the answers."""
    prepared = ready(catalogue)
    settled = prepared.settle(answers)
    here = law(prepared, settled, on)
    cap = catalogue.scale.open_cap
    steps = at_work(prepared.steps, settled)
    findings: list[Finding] = []
    open_points: list[OpenPoint] = []
    lawless: list[str] = []
    alive, sure, waiting = settled.alive, settled.sure, settled.facts.waiting
    for name, item in prepared.rules.items():
        applies = item.masks.truth(alive, sure)
        if applies is False:
            continue
        basis = here.basis(item.rule)
        lawful = basis.firmest is not None or item.rule.anywhere
        law_waits_for = () if lawful else here.waits_for(basis, waiting)
        moves = at_work(item.moves, settled) if item.moves else ()
        if applies and lawful:
            weight = weigh(prepared, name, moves, steps, basis.firmest)
            findings.append(
                Finding(
                    rule=name,
                    level=weight.level,
                    severity=weight.severity,
                    likelihood=weight.likelihood,
                    reasons=weight.reasons,
                    because=item.masks.because(sure),
                    citations=basis.citations,
                )
            )
        elif lawful or law_waits_for:
            could_be = weigh(prepared, name, moves, steps, basis.could_be).level
            facts_wait_for = item.masks.waits_for(alive, sure, waiting)
            open_points.append(
                OpenPoint(
                    rule=name,
                    level=could_be if could_be.rank < cap.rank else cap,
                    could_be=could_be,
                    waits_for=merge([facts_wait_for, law_waits_for]) if law_waits_for else facts_wait_for,
                    citations=basis.citations,
                )
            )
        elif applies:
            lawless.append(name)
    findings.sort(key=lambda finding: (-finding.level.rank, -finding.severity, -finding.likelihood))
    open_points.sort(key=lambda point: -point.could_be.rank)
    return Judgement(
        facts=settled.facts,
        where=here.where,
        findings=tuple(findings),
        open_points=tuple(open_points),
        lawless=tuple(lawless),
    )
