"""What one answer raised or settled, said at once and in one line, the same for worse and for better."""

from __future__ import annotations

from datetime import date

from pia.assess.findings import judge
from pia.model import Answers, Catalogue, Finding, Level


def consequence(catalogue: Catalogue, before: Answers, after: Answers, on: date) -> str | None:
    """What the change from ``before`` to ``after`` made worse, with what would avoid it, and what it made better.

    Only the worst of each is named, the others counted. None when no finding came, went or changed its level.
    """
    had, has = _findings(catalogue, before, on), _findings(catalogue, after, on)
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
        return f"Worth knowing: {rule.title}.{_more(worse)}"
    was = f" (was {had[first.rule].level.value})" if first.rule in had else ""
    helps = f" What helps: {catalogue.measures[rule.measures[0]].title}." if rule.measures else ""
    return f"Raises {first.level.value}{was}: {rule.title}.{_more(worse)}{helps}"


def _better(catalogue: Catalogue, better: list[Finding], has: dict[str, Finding]) -> str:
    first = max(better, key=lambda item: item.level.rank)
    title = catalogue.rules[first.rule].title
    if first.rule in has:
        return f"Lowers to {has[first.rule].level.value} (was {first.level.value}): {title}.{_more(better)}"
    return f"Settles {first.level.value}: {title}.{_more(better)}"


def _findings(catalogue: Catalogue, answers: Answers, on: date) -> dict[str, Finding]:
    return {finding.rule: finding for finding in judge(catalogue, answers, on).findings}


def _more(findings: list[Finding]) -> str:
    return f" And {len(findings) - 1} more." if len(findings) > 1 else ""
