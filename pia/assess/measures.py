"""The answers as they would be once measures are carried out. Residual risk is the same rules on these answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pia.assess.conditions import Names
from pia.assess.ready import ready
from pia.model import Answer, Answers, Catalogue, Change, Finding


def called_for(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The measures the findings name, worst finding first, each once."""
    return tuple(dict.fromkeys([name for finding in findings for name in catalogue.rules[finding.rule].measures]))


def carry_out(catalogue: Catalogue, measures: Iterable[str], answers: Answers) -> dict[str, Answer]:
    """New answers with every change of the measures made.

    Of two measures that replace the same answer, the first one counts; choices are added and dropped after that. What
    is added to an answer that is not known says nothing about the rest of it: it stays unknown, unless the measures
    add or drop every choice.
    """
    changed = dict(answers)
    replaced: set[str] = set()
    amended: dict[str, list[Change]] = defaultdict(list)
    for name in measures:
        for change in catalogue.measures[name].changes:
            if change.to is None:
                amended[change.question].append(change)
            elif change.question not in replaced:
                changed[change.question] = Answer(value=change.to)
                replaced.add(change.question)
    for question, changes in amended.items():
        answer = changed.get(question)
        held = answer.value if answer is not None and isinstance(answer.value, tuple) else None
        value = _amended(held, changes, ready(catalogue).together[question])
        if value is not None:
            changed[question] = Answer(value=value)
    return changed


def _amended(held: Names | None, changes: Iterable[Change], together: frozenset[str]) -> Names | None:
    dropped = {choice for change in changes for choice in change.drop}
    added = [choice for change in changes for choice in change.add]
    if held is None and not together <= dropped.union(added):
        return None
    kept = dict.fromkeys([choice for choice in held or () if choice not in dropped] + added)
    if len(kept) > 1:
        return tuple([choice for choice in kept if choice in together])
    return tuple(kept)
