"""What one answer raised, and what it no longer raises, said at once and in one line: the same for worse and better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from pia.assess.findings import Judgement
from pia.model import Catalogue, Finding, Level

_NAMED = 2
"""So many findings that got worse are named, and so many that got better; the others are counted by level."""


def consequence(catalogue: Catalogue, before: Judgement, after: Judgement) -> str | None:
    """What the change from ``before`` to ``after`` made worse, with what would avoid it, and what it made better.

    Each with its level, the most serious first. None when no finding came, went or changed its level.
    """
    had, has = _by_rule(before), _by_rule(after)
    worse = [item for name, item in has.items() if name not in had or item.level > had[name].level]
    better = [item for name, item in had.items() if name not in has or has[name].level < item.level]
    said = [*_said(catalogue, worse, had, _worse), *_said(catalogue, better, has, _better)]
    return " ".join(said) or None


def _by_rule(found: Judgement) -> dict[str, Finding]:
    return {finding.rule: finding for finding in found.findings}


def _said(
    catalogue: Catalogue,
    findings: list[Finding],
    other: Mapping[str, Finding],
    lead: Callable[[Level, Level | None], str],
) -> Iterator[str]:
    """The worst of the findings. ``other``: those on the other side of the change. ``lead``: how a level is said."""
    worst = sorted(findings, key=lambda item: -item.level.rank)
    for place, item in enumerate(worst[:_NAMED]):
        rule, there = catalogue.rules[item.rule], other.get(item.rule)
        yield f"{lead(item.level, there.level if there else None)}: {rule.title}."
        if place == 0 and lead is _worse and item.level is not Level.INFO and rule.measures:
            yield f"What helps: {catalogue.measures[rule.measures[0]].title}."
    if rest := Counter(item.level for item in worst[_NAMED:]):
        yield f"And {', '.join(f'{count} more {level.value}' for level, count in rest.items())}."


def _worse(now: Level, was: Level | None) -> str:
    """What is low may follow a good answer, such as a contract that is to be kept; it does not read as a reproach."""
    if was is not None:
        return f"Raises to {now.value} (was {was.value})"
    if now is Level.LOW:
        return f"Worth a look ({now.value})"
    return "Worth knowing" if now is Level.INFO else f"Raises {now.value}"


def _better(was: Level, now: Level | None) -> str:
    """What is gone may be so because something worse took its place, so nothing is called settled."""
    return f"No longer raised ({was.value})" if now is None else f"Lowers to {now.value} (was {was.value})"
