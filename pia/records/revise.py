"""From answers to the revision that is kept: judged on a day, with the text of each question as it was asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from pia.assess import assess
from pia.assess.conditions import settle
from pia.digest import digest
from pia.interview.values import chosen_words
from pia.model import Answer, Answers, Assessment, Catalogue, Question, Revised, State
from pia.records.life import Life

AFRESH = (State.REJECTED, State.WITHDRAWN)
"""What was refused or given up begins again as a new revision, even where nothing changed."""


def next_revision(catalogue: Catalogue, life: Life, answers: Answers, on: date) -> Revised | None:
    """The revision that these answers make; None when they say what the newest one says.

    A later day alone makes no new revision; a finding that it changes does.
    """
    asked = asked_as(catalogue, answers)
    assessment = assess(catalogue, asked, on, name=life.name)
    if life.revised and life.state not in AFRESH and same(life.revised.assessment, assessment):
        return None
    return Revised(
        revision=life.revision + 1,
        sha256=digest(assessment),
        assessment=assessment,
        missing=tuple(name for name in settle(catalogue.questions, asked).asked if name not in asked),
    )


def asked_as(catalogue: Catalogue, answers: Answers) -> Mapping[str, Answer]:
    """The answers, each with what it answered, as the interview keeps it; from a file they come without."""
    return {
        name: answer if answer.asked else _as_asked(catalogue.questions[name], answer)
        for name, answer in answers.items()
        if name in catalogue.questions
    }


def _as_asked(question: Question, answer: Answer) -> Answer:
    offered = tuple(choice.id for choice in question.choices)
    words = chosen_words(question, answer.value)
    return msgspec.structs.replace(answer, asked=question.text, words=words, offered=offered)


def same(before: Assessment, now: Assessment) -> bool:
    """Whether both say the same; the day they were judged on aside."""
    return msgspec.structs.replace(before, on=now.on) == now
