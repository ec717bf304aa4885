"""What the team said, as the report shows it: in full, in short beside a finding, and as the way of the number."""

from __future__ import annotations

from itertools import groupby

import msgspec

from pia.model import Answer, Finding, Question, Role, Rule
from pia.report import words
from pia.report.case import Case
from pia.report.clean import shorten
from pia.report.shapes import Chapter, Said, Stop

WAY = (
    ("Whose number", Role.PEOPLE),
    ("Where it is taken", Role.POINT),
    ("What it is used for", Role.USES),
    ("Who receives it", Role.RECIPIENTS),
    ("When it is deleted", Role.LIFETIME),
)
"""The stops of a number's way and the roles of the questions that tell of them."""

AT_A_STOP = 6
"""So many lines a stop shows; the appendix has them all."""


def said(question: Question, answer: Answer) -> Said:
    """One question and its answer, whole."""
    return Said(
        id=question.id,
        question=answer.asked or question.text,
        lines=words.answer_lines(question, answer),
        comment=answer.comment,
        known=answer.known,
    )


def because(case: Case, finding: Finding) -> tuple[Said, ...]:
    """The answers that raised a finding, in short; the appendix has them whole."""
    answers, questions = case.assessment.answers, case.catalogue.questions
    rule = case.catalogue.rules[finding.rule]
    return tuple(
        _in_short(said(questions[name], _telling(rule, name, answers[name])), answers[name])
        for name in finding.because
        if name in answers
    )


def _telling(rule: Rule, question: str, answer: Answer) -> Answer:
    """Of several choices those that the rule looks for; all where it looks for one that is lacking."""
    looked_for = {
        choice for tests in rule.when for test in tests if test.question == question for choice in test.any_of
    }
    if not isinstance(answer.value, tuple) or looked_for.isdisjoint(answer.value):
        return answer
    telling = tuple(choice for choice in answer.value if choice in looked_for)
    return msgspec.structs.replace(answer, value=telling)


def _in_short(telling: Said, answer: Answer) -> Said:
    lines = tuple(shorten(line, 240) for line in telling.lines)
    if isinstance(answer.value, tuple) and len(lines) < len(answer.value):
        lines = (*lines, "among others")
    return msgspec.structs.replace(telling, lines=lines, comment=shorten(telling.comment, 240))


def told(case: Case, role: Role) -> str:
    """What was answered to the questions of a role, on one line."""
    return " ".join(line for item, answer in _answered(case, role) for line in words.answer_lines(item, answer))


def _answered(case: Case, role: Role) -> list[tuple[Question, Answer]]:
    answers = case.assessment.answers
    return [(item, answers[item.id]) for item in case.catalogue.role(role) if item.id in answers]


def way(case: Case) -> tuple[Stop, ...]:
    """The way of the number, stop by stop, with the findings that each stop raised."""
    return tuple(_stop(case, title, role) for title, role in WAY)


def _stop(case: Case, title: str, role: Role) -> Stop:
    answered = _answered(case, role)
    lines = dict.fromkeys(line for item, answer in answered for line in words.answer_lines(item, answer))
    shown = tuple(shorten(line, 90) for line in lines) or ("Not stated",)
    asked = {question.id for question, _ in answered}
    return Stop(
        title=title,
        lines=shown[:AT_A_STOP],
        more=len(shown[AT_A_STOP:]),
        known=bool(answered) and all(answer.known for _, answer in answered),
        findings=tuple(case.findings[item.rule] for item in case.assessment.findings if asked & {*item.because}),
    )


def chapters(case: Case) -> tuple[Chapter, ...]:
    """Every question that was asked, with its answer, section by section."""
    answers = case.assessment.answers
    asked = [question for question in case.catalogue.questions.values() if question.id in answers]
    return tuple(
        Chapter(
            title=case.catalogue.sections[section].title,
            said=tuple(said(question, answers[question.id]) for question in questions),
        )
        for section, questions in groupby(asked, key=lambda question: question.section)
    )
