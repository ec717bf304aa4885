"""What one answer raised or settled, said at once and in one line, the same for worse and for better."""

from __future__ import annotations

from datetime import date

from pia.assess.findings import judge
from pia.model import Answers, Catalogue, Finding, Level


def consequence(catalogue: Catalogue, before: Answers, after: Answers, on: date) -> str | None:
    """The worst finding that the change from ``before`` to ``after`` raised, or settled; None when it did neither."""
    had, has = _findings(catalogue, before, on), _findings(catalogue, after, on)
    raised = [finding for name, finding in has.items() if name not in had]
    if raised:
        first = catalogue.rules[raised[0].rule]
        if raised[0].level is Level.INFO:
            return f"Worth knowing: {first.title}.{_more(raised)}"
        helps = f" What helps: {catalogue.measures[first.measures[0]].title.lower()}." if first.measures else ""
        return f"Raises {raised[0].level.value}: {first.title}.{_more(raised)}{helps}"
    settled = [finding for name, finding in had.items() if name not in has]
    if settled:
        return f"Settles {settled[0].level.value}: {catalogue.rules[settled[0].rule].title}.{_more(settled)}"
    return None


def _findings(catalogue: Catalogue, answers: Answers, on: date) -> dict[str, Finding]:
    return {finding.rule: finding for finding in judge(catalogue, answers, on).findings}


def _more(findings: list[Finding]) -> str:
    return f" And {len(findings) - 1} more." if len(findings) > 1 else ""
