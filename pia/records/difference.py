"""What differs between two assessments: answers, findings, verdict, sources, conditions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pia.interview.values import shown
from pia.model import Answer, Assessment, Catalogue, Changed, Citation, Difference, Finding, Frozen, OpenPoint, Term


class Side(Frozen, frozen=True):
    """One of the two: what it is called, what it concluded, and the conditions it was approved on."""

    label: str
    assessment: Assessment
    conditions: tuple[Term, ...] = ()


def compare(catalogue: Catalogue, before: Side, after: Side) -> Difference:
    """Everything that differs between two assessments, in the catalogue's order. Titles are those of this catalogue."""
    one, two = before.assessment, after.assessment
    questions = {name: item.text for name, item in catalogue.questions.items()}
    rules = {name: item.title for name, item in catalogue.rules.items()}
    sources = {name: item.cited for name, item in catalogue.sources.items()}
    return Difference(
        before=before.label,
        after=after.label,
        verdict=(one.verdict.value, two.verdict.value),
        level=(_level(one), _level(two)),
        catalogue=(one.catalogue, two.catalogue),
        on=(one.on.isoformat(), two.on.isoformat()),
        answers=_changed(_said(catalogue, one), _said(catalogue, two), {**_asked(one), **_asked(two), **questions}),
        findings=_changed(_levels(one.findings), _levels(two.findings), rules),
        open_points=_changed(_could_be(one.open_points), _could_be(two.open_points), rules),
        sources=_changed(_standings(one), _standings(two), sources),
        conditions=_changed(_terms(before.conditions), _terms(after.conditions), {}),
    )


def _changed(before: Mapping[str, str], after: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Changed, ...]:
    names = dict.fromkeys([*titles, *before, *after])
    return tuple(
        Changed(id=name, title=titles.get(name, name), before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _level(assessment: Assessment) -> str:
    return assessment.level.value if assessment.level else "none"


def _asked(assessment: Assessment) -> dict[str, str]:
    return {name: answer.asked for name, answer in assessment.answers.items() if answer.asked}


def _said(catalogue: Catalogue, assessment: Assessment) -> dict[str, str]:
    return {name: said(catalogue, name, answer) for name, answer in assessment.answers.items()}


def said(catalogue: Catalogue, name: str, answer: Answer) -> str:
    """An answer in words, with its comment; also one to a question this catalogue does not have."""
    question = catalogue.questions.get(name)
    words = answer.words or str(answer.value) if question is None else shown(question, answer.value)
    return f"{words} ({answer.comment})" if answer.comment else words


def _levels(findings: Iterable[Finding]) -> dict[str, str]:
    return {item.rule: item.level.value for item in findings}


def _could_be(points: Iterable[OpenPoint]) -> dict[str, str]:
    return {item.rule: f"could be {item.could_be.value}" for item in points}


def _standings(assessment: Assessment) -> dict[str, str]:
    return {name: cited.standing.value for name, cited in cited_in(assessment).items()}


def cited_in(assessment: Assessment) -> dict[str, Citation]:
    """The sources that findings and open points rest on, each as it counts most firmly."""
    cited: dict[str, Citation] = {}
    items: tuple[Finding | OpenPoint, ...] = (*assessment.findings, *assessment.open_points)
    for item in items:
        for citation in item.citations:
            before = cited.get(citation.source)
            if before is None or citation.standing < before.standing:
                cited[citation.source] = citation
    return cited


def _terms(terms: Iterable[Term]) -> dict[str, str]:
    return {term.id: f"{term.text} ({term.owner}, by {term.due.isoformat()})" for term in terms}
