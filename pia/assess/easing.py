"""Which findings a safeguard or a scheduled repair would make milder: what to offer when it is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pia.assess.findings import judge
from pia.model import Answer, Answers, Catalogue, Finding, Kind, Question, Value


def eases(catalogue: Catalogue, question: Question) -> bool:
    """Whether its choices lead a step of the scale down, once another question backs them."""
    return bool(_backing(catalogue, question))


def eased(catalogue: Catalogue, answers: Answers, question: Question, on: date) -> Mapping[str, tuple[Finding, ...]]:
    """For each choice that would make findings milder, once it is backed: those findings as they are without it."""
    backed = {name: Answer(value=_backed(catalogue.questions[name])) for name in _backing(catalogue, question)}
    without = {name: answer for name, answer in answers.items() if name != question.id and name not in backed}
    now = judge(catalogue, without, on).findings
    milder: dict[str, tuple[Finding, ...]] = {}
    for choice in question.choices:
        value = (choice.id,) if question.kind is Kind.MANY else choice.id
        then = judge(catalogue, {**without, **backed, question.id: Answer(value=value)}, on)
        levels = {finding.rule: finding.level for finding in then.findings}
        if found := tuple(item for item in now if item.rule in levels and levels[item.rule] < item.level):
            milder[choice.id] = found
    return milder


def _backing(catalogue: Catalogue, question: Question) -> dict[str, None]:
    """The questions that have to be answered before one of its choices counts."""
    return {
        step.backed_by: None
        for step in catalogue.scale.steps
        if step.backed_by
        and step.step < 0
        and any(test.question == question.id for tests in step.when for test in tests)
    }


def _backed(question: Question) -> Value:
    """An answer that backs a choice as well as any."""
    match question.kind:
        case Kind.DATE:
            return date.max.isoformat()
        case Kind.TEXT:
            return "on file"
        case Kind.NUMBER:
            return 0
        case Kind.ONE:
            return question.choices[0].id
        case Kind.MANY:
            return (question.choices[0].id,)
