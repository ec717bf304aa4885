"""The answers as they would be once measures are carried out. Residual risk is the same rules on these answers."""

from __future__ import annotations

from collections.abc import Iterable

from pia.model import Answer, Answers, Catalogue, Change, Finding, Question


def called_for(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The measures the findings name, worst finding first, each once."""
    return tuple(dict.fromkeys(name for finding in findings for name in catalogue.rules[finding.rule].measures))


def carry_out(catalogue: Catalogue, measures: Iterable[str], answers: Answers) -> dict[str, Answer]:
    """New answers with every change of the measures made; of two that replace the same answer, the first one counts."""
    changed = dict(answers)
    replaced: set[str] = set()
    for name in measures:
        for change in catalogue.measures[name].changes:
            if change.to is not None and change.question in replaced:
                continue
            question = catalogue.questions[change.question]
            changed[question.id] = _after(question, change, changed.get(question.id))
            if change.to is not None:
                replaced.add(question.id)
    return changed


def _after(question: Question, change: Change, answer: Answer | None) -> Answer:
    if change.to is not None:
        return Answer(value=change.to)
    held = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
    kept = [choice for choice in held if choice not in change.drop]
    kept += [choice for choice in change.add if choice not in kept]
    if len(kept) > 1:
        kept = [choice for choice in kept if not question.choice(choice).alone]
    return Answer(value=tuple(kept))
