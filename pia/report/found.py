"""The findings as the report shows them: one by one, and at a glance by kind and level."""

from __future__ import annotations

from collections import Counter

from pia.model import Finding, Level
from pia.report import law, words
from pia.report.case import Case
from pia.report.clean import shorten
from pia.report.shapes import Found, Glance, Kind, Pointer
from pia.report.told import because

ENOUGH = 4
"""From so many findings on, a picture of them says more than the list."""

ON_PAGE_ONE = 3
"""So many findings page one names."""


def findings(case: Case) -> tuple[Found, ...]:
    """Every finding, worst first."""
    families = case.catalogue.families
    rules = case.catalogue.rules
    aged = (item.rule for item in case.assessment.findings if families[rules[item.rule].family].ages)
    with_ages = next(aged, "")
    return tuple(_found(case, item, with_ages=item.rule == with_ages) for item in case.assessment.findings)


def carrying(all_found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The findings that page one names, of different kinds where they are equally bad.

    Never a milder one instead of a worse one; of those of one level, each kind of risk once before any a second time:
    three of one kind would say one thing thrice and hide the rest. ``all_found``: worst first.
    """
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int, int]] = []
    for number, item in enumerate(all_found):
        ranked.append((-Level(item.level).rank, seen[item.family], number))
        seen[item.family] += 1
    return tuple(all_found[number] for number in sorted(number for *_, number in sorted(ranked)[:ON_PAGE_ONE]))


def besides(all_found: tuple[Found, ...], named: tuple[Found, ...]) -> tuple[Kind, ...]:
    """The kinds of risk that page one does not name and that are as bad as the worst, each with its findings."""
    worst = [item for item in all_found if item.level == all_found[0].level]
    kinds = dict.fromkeys(item.family for item in worst)
    known = {item.family for item in named}
    return tuple(
        Kind(title=kind, cells=(tuple(item.ref for item in worst if item.family == kind),))
        for kind in kinds
        if kind not in known
    )


def _found(case: Case, finding: Finding, *, with_ages: bool) -> Found:
    catalogue = case.catalogue
    rule = catalogue.rules[finding.rule]
    return Found(
        ref=case.findings[rule.id],
        rule=rule.id,
        level=finding.level.value,
        title=rule.title,
        family=catalogue.families[rule.family].title,
        nature=rule.nature.value,
        matter=rule.matter,
        why=rule.why,
        degree=f"Severity {finding.severity}, likelihood {finding.likelihood} of {len(catalogue.scale.severity)}",
        reasons=words.reasons(finding.reasons, _backing(case, finding)),
        because=because(case, finding),
        bases=law.bases(case, finding),
        ceilings=law.ceilings(case, finding),
        ages=_ages(case) if with_ages else (),
        check=rule.check,
        fine_when=rule.fine_when,
        measures=tuple(
            Pointer(ref=case.measures[name], title=catalogue.measures[name].title)
            for name in rule.measures
            if name in case.measures
        ),
        alternatives=tuple(
            Pointer(ref=case.options[name], title=catalogue.alternatives[name].title) for name in rule.alternatives
        ),
    )


def _backing(case: Case, finding: Finding) -> dict[str, str]:
    """What was answered to the questions that back a reason for the level, by question."""
    answers = {reason.backed_by: case.assessment.answers.get(reason.backed_by) for reason in finding.reasons}
    return {
        name: shorten("; ".join(words.answer_lines(case.catalogue.questions[name], answer)), 120)
        for name, answer in answers.items()
        if answer is not None
    }


def relied_on(case: Case) -> str:
    """One sentence naming the findings that are milder for what the team says works already, or is scheduled."""
    milder = [
        finding
        for finding in case.assessment.findings
        if any(reason.backed_by and reason.step < 0 for reason in finding.reasons)
        and not any(reason.step > 0 for reason in finding.reasons)
    ]
    if not milder:
        return ""
    said = dict.fromkeys(text for finding in milder for text in _backing(case, finding).values())
    named = words.join(tuple(case.findings[finding.rule] for finding in milder))
    verb = "is" if len(milder) == 1 else "are"
    return f"{named} {verb} one level milder for what the answers say works already or is scheduled: {'; '.join(said)}."


def _ages(case: Case) -> tuple[str, ...]:
    """The age of consent in each place ticked that has one; said with the first finding that hangs on it."""
    places = (case.catalogue.places[name] for name in case.assessment.places)
    return tuple(words.age(place) for place in places if place.consent_age is not None)


def glance(case: Case) -> Glance | None:
    """The findings by kind and level, the kinds with the worst first; None when there are too few for a picture."""
    found = case.assessment.findings
    if len(found) < ENOUGH:
        return None
    levels = [level for level in reversed(Level) if any(item.level is level for item in found)]
    families = dict.fromkeys(case.catalogue.rules[item.rule].family for item in found)
    return Glance(
        levels=tuple(level.value for level in levels),
        kinds=tuple(
            Kind(
                title=case.catalogue.families[family].title,
                cells=tuple(
                    tuple(
                        case.findings[item.rule]
                        for item in found
                        if item.level is level and case.catalogue.rules[item.rule].family == family
                    )
                    for level in levels
                ),
            )
            for family in families
        ),
    )
