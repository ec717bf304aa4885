"""What one answer raised or settled, said at once and in one line, the same for worse and for better."""

from __future__ import annotations

from pia.assess.findings import Judgement
from pia.model import Catalogue, Finding, Level


def consequence(catalogue: Catalogue, before: Judgement, after: Judgement) -> str | None:
    """What the change from ``before`` to ``after`` made worse, with what would avoid it, and what it made better.

    Only the worst two of each are named, the others counted. None when no finding came, went or changed its level.
    """
    had, has = _by_rule(before), _by_rule(after)
    worse = [item for name, item in has.items() if name not in had or item.level > had[name].level]
    better = [item for name, item in had.items() if name not in has or has[name].level < item.level]
    lines = []
    if worse:
        lines.append(_worse(catalogue, worse, had))
    if better:
        lines.append(_better(catalogue, better, has))
    return " ".join(lines) or None


def _worse(catalogue: Catalogue, worse: list[Finding], had: dict[str, Finding]) -> str:
    first = max(worse, key=lambda item: item.level.rank)
    rule = catalogue.rules[first.rule]
    if first.level is Level.INFO:
        return f"Worth knowing: {rule.title}.{_also(catalogue, worse, first)}"
    was = f" (was {had[first.rule].level.value})" if first.rule in had else ""
    helps = f" What helps: {catalogue.measures[rule.measures[0]].title}." if rule.measures else ""
    return f"Raises {first.level.value}{was}: {rule.title}.{_also(catalogue, worse, first)}{helps}"


def _better(catalogue: Catalogue, better: list[Finding], has: dict[str, Finding]) -> str:
    first = max(better, key=lambda item: item.level.rank)
    title, also = catalogue.rules[first.rule].title, _also(catalogue, better, first)
    if first.rule in has:
        return f"Lowers to {has[first.rule].level.value} (was {first.level.value}): {title}.{also}"
    return f"Settles {first.level.value}: {title}.{also}"


def _by_rule(found: Judgement) -> dict[str, Finding]:
    return {finding.rule: finding for finding in found.findings}


def _also(catalogue: Catalogue, findings: list[Finding], first: Finding) -> str:
    """The next worst by its title, and how many there are beyond it."""
    others = [item for item in findings if item is not first]
    if not others:
        return ""
    title = catalogue.rules[max(others, key=lambda item: item.level.rank).rule].title
    return f" Also: {title}{f', and {len(others) - 1} more' if len(others) > 1 else ''}."
