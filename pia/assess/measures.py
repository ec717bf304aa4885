"""The answers as they would be once measures are carried out. Residual risk is the same rules on these answers."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pia.assess.conditions import Names
from pia.assess.ready import Ready, ready
from pia.model import Answer, Answers, Catalogue, Finding

Amendment: TypeAlias = tuple[frozenset[str], Names]
"""Choices dropped from an answer, and choices added to it."""


def called_for(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The measures the findings name, worst finding first, each once."""
    return tuple(dict.fromkeys([name for finding in findings for name in catalogue.rules[finding.rule].measures]))


def carry_out(catalogue: Catalogue, measures: Iterable[str], answers: Answers) -> dict[str, Answer]:
    """New answers with every change of the measures made.

    Of two measures that replace the same answer, the first one counts; choices are added and dropped after that. What
    is added to an answer that is not known says nothing about the rest of it: it stays unknown, unless the measures
    add or drop every choice.
    """
    prepared = ready(catalogue)
    replaced, amended = _changes(prepared, tuple(measures))
    changed = {**answers, **replaced}
    for question, (dropped, added) in amended.items():
        answer = changed.get(question)
        held = answer.value if answer is not None and isinstance(answer.value, tuple) else None
        value = _amended(held, dropped, added, prepared.together[question])
        if value is not None:
            changed[question] = Answer(value=value)
    return changed


def ending(catalogue: Catalogue, measures: Iterable[str], answers: Answers) -> tuple[str, ...]:
    """Those of the measures that end the collection: they say so, and together they leave nothing of what they drop."""
    ends = tuple(name for name in measures if catalogue.measures[name].ends)
    after = carry_out(catalogue, ends, answers)
    dropped = {change.question for name in ends for change in catalogue.measures[name].changes if change.drop}
    over = any(name in after and after[name].value == () for name in dropped)
    return ends if over else ()


@functools.lru_cache(maxsize=1024)
def _changes(prepared: Ready, measures: Names) -> tuple[Mapping[str, Answer], Mapping[str, Amendment]]:
    """What measures do together, once for each set of them: answers they replace, and choices they drop and add."""
    replaced: dict[str, Answer] = {}
    amended: dict[str, tuple[set[str], list[str]]] = defaultdict(lambda: (set(), []))
    for change in (change for name in measures for change in prepared.catalogue.measures[name].changes):
        if change.to is None:
            dropped, added = amended[change.question]
            dropped.update(change.drop)
            added.extend(change.add)
        else:
            replaced.setdefault(change.question, Answer(value=change.to))
    return replaced, {name: (frozenset(dropped), tuple(added)) for name, (dropped, added) in amended.items()}


def _amended(held: Names | None, dropped: frozenset[str], added: Names, together: frozenset[str]) -> Names | None:
    if held is None and not together <= dropped.union(added):
        return None
    kept = dict.fromkeys([choice for choice in held or () if choice not in dropped])
    kept.update(dict.fromkeys(added))
    if len(kept) > 1:
        return tuple([choice for choice in kept if choice in together])
    return tuple(kept)
