"""A verdict with its risk matrix, and the scales it was weighed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pia.model import Finding, Level, Scale, Verdict
from pia.report import words
from pia.report.shapes import Cell, Method, Outcome, Row


def outcome(verdict: Verdict, findings: Sequence[Finding], scale: Scale, refs: Mapping[str, str]) -> Outcome:
    """What the findings come to. ``refs``: the number of each rule's finding."""
    return Outcome(
        verdict=verdict.value,
        words=words.VERDICT[verdict],
        meaning=words.MEANING[verdict],
        counted=_counted(findings),
        matrix=tuple(_row(severity, findings, scale, refs) for severity in range(len(scale.matrix), 0, -1)),
    )


def _row(severity: int, findings: Iterable[Finding], scale: Scale, refs: Mapping[str, str]) -> Row:
    here = [finding for finding in findings if finding.severity == severity]
    cells = (
        Cell(
            level=level.value,
            refs=tuple(
                refs[finding.rule] + ("" if finding.level is level else "*")
                for finding in here
                if finding.likelihood == likelihood
            ),
        )
        for likelihood, level in enumerate(scale.matrix[severity - 1], 1)
    )
    return Row(severity=str(severity), cells=tuple(cells))


def _counted(findings: Iterable[Finding]) -> str:
    levels = [finding.level for finding in findings]
    parts = [f"{levels.count(level)} {level.value}" for level in reversed(Level) if level in levels]
    return words.count(len(levels), "finding") + (f" ({', '.join(parts)})" if parts else "")


def method(scale: Scale) -> Method:
    """The scales in words."""
    return Method(
        severity=scale.severity,
        likelihood=scale.likelihood,
        steps=words.circumstances(scale.steps),
        caps=(
            f"Guidance, or decisions about other companies, alone: at most {scale.guidance_cap.value}.",
            f"Law that is contested or not yet in force: at most {scale.unsettled_cap.value}.",
            f"A direct prohibition: never reduced below {scale.prohibition_floor.value}.",
            f"An answer not known yet: at most {scale.open_cap.value}, and never counted as safe.",
        ),
        effort=words.join(tuple(map(str, scale.effort))),
    )
