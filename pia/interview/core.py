"""The interview as a pure state machine: what is asked next, and what becomes of the answers.

An ``Interview`` is a value; every step returns a new one. A question is *due* when it applies and has no answer, or has
one that should be looked at again (``again``). Going forward leads to the next due question, going back to the one
before in order; when nothing is due, ``at`` is None and the answers stand for review.

Answers whose question no longer applies stay in ``answers`` (parked). Rules do not see them, because
``pia.assess.conditions.settle`` reads only answers whose question applies.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from msgspec import structs

from pia.assess.conditions import settle
from pia.interview.values import check, check_text, chosen_words, same_words, tidy
from pia.model import UNKNOWN, Answer, Answers, Question, Value


class Why(enum.Enum):
    """Why an answered question is asked again."""

    WORDING = "it says something else since"
    CHOICES = "a choice that was taken says something else since, or one was added"
    INVALID = "its answer is no longer possible"
    RETURNED = "it had stopped applying, and applies again"
    PASSED = "the person went back past it"
    WANTED = "the caller asked for it"


@dataclass(frozen=True)
class Form:
    """The questions, and their answers so far. What applies is settled once for each."""

    questions: Mapping[str, Question]
    answers: Answers

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions that apply now, in order: the catalogue's, but what an answer wants asked first comes first."""
        asked = settle(self.questions, self.answers).asked
        rank = {section: place for place, section in enumerate(self._sections(asked))}
        return tuple(sorted(asked, key=lambda name: rank[self.questions[name].section]))

    def _sections(self, asked: Iterable[str]) -> list[str]:
        """The sections in the order they are asked in."""
        sections = list(dict.fromkeys(question.section for question in self.questions.values()))
        for name in asked:
            question, answer = self.questions[name], self.answers.get(name)
            for choice in question.choices if answer else ():
                if choice.first and answer and choice.id == answer.value:
                    after = sections.index(question.section) + 1
                    rest = [section for section in sections[after:] if section not in choice.first]
                    sections = [*sections[:after], *choice.first, *rest]
        return sections


@dataclass(frozen=True)
class Interview:
    """Where the person is. ``at``: the question being asked, None in the review. ``changing``: opened from there."""

    form: Form
    at: str | None = None
    again: Mapping[str, Why] = field(default_factory=dict)
    changing: bool = False

    @property
    def questions(self) -> Mapping[str, Question]:
        """All questions there are."""
        return self.form.questions

    @property
    def answers(self) -> Answers:
        """All answers there are, parked ones included."""
        return self.form.answers

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that apply now, in the order they are asked in."""
        return self.form.asked

    @property
    def question(self) -> Question | None:
        """The question being asked."""
        return None if self.at is None else self.questions[self.at]

    @property
    def answer(self) -> Answer | None:
        """What was answered before to the question being asked."""
        return None if self.at is None else self.answers.get(self.at)

    @property
    def due(self) -> tuple[str, ...]:
        """The questions still to be asked, in order."""
        return tuple(name for name in self.asked if name in self.again or not answered(self.answers.get(name)))

    def number(self, name: str) -> int:
        """Which of the questions that apply this is, counted from 1: its number wherever it is shown."""
        return self.asked.index(name) + 1

    @property
    def unknown(self) -> tuple[str, ...]:
        """The questions that apply and were answered *don't know yet*."""
        return tuple(name for name in self.asked if name in self.answers and not self.answers[name].known)

    @property
    def parked(self) -> tuple[str, ...]:
        """Answered questions that do not apply now."""
        return tuple(name for name in self.questions if name in self.answers and name not in self.asked)

    def put(self, value: Value) -> Interview:
        """Answer the question being asked and go forward. ValueError with ``check``'s sentence when it may not be."""
        question = self._here()
        if sentence := check(question, value):
            raise ValueError(sentence)
        before = self.answer or Answer(value=UNKNOWN)
        return self._take(value, before.comment, before.ask if value == UNKNOWN else "")

    def leave_to(self, who: str) -> Interview:
        """Answer *don't know yet*, say who will know ("" for whom the catalogue names), and go forward."""
        if sentence := check_text(who):
            raise ValueError(sentence)
        return self._take(UNKNOWN, self.answer.comment if self.answer else "", who)

    def _take(self, value: Value, comment: str, ask: str) -> Interview:
        question = self._here()
        value = tidy(question, value)
        answer = Answer(
            value=value,
            comment=comment,
            ask=ask,
            asked=question.text,
            words=chosen_words(question, value),
            offered=tuple(choice.id for choice in question.choices),
        )
        answers = {**self.answers, question.id: answer}
        form = Form(self.questions, answers)
        again = dict(self.again) | {
            name: Why.RETURNED for name in form.asked if name in answers and name not in self.asked
        }
        again.pop(question.id, None)
        return _forward(replace(self, form=form, again=again), question.id)

    def remark(self, comment: str) -> Interview:
        """Put a comment on the question being asked, which stays; an empty one takes it away."""
        question = self._here()
        if sentence := check_text(comment):
            raise ValueError(sentence)
        answer = self.answer or Answer(value=UNKNOWN)
        answers = {**self.answers, question.id: structs.replace(answer, comment=comment)}
        if not comment and not answered(answer):
            del answers[question.id]
        return replace(self, form=Form(self.questions, answers))

    def back(self) -> Interview:
        """To the question before this one, or out of a change to the review; unchanged at the very first."""
        if self.changing:
            return _forward(self, "")
        if self.at is None:
            return replace(self, at=self.asked[-1]) if self.asked else self
        place = self.asked.index(self.at)
        if place == 0:
            return self
        again = {self.at: Why.PASSED, **self.again} if answered(self.answer) else self.again
        return replace(self, at=self.asked[place - 1], again=again)

    def jump(self, name: str) -> Interview:
        """To any question that applies, to change its answer. KeyError when it does not apply."""
        if name not in self.asked:
            raise KeyError(name)
        return replace(self, at=name, changing=True)

    def _here(self) -> Question:
        if self.question is None:
            raise ValueError("no question is being asked")
        return self.question


def begin(questions: Mapping[str, Question], answers: Answers, again: Iterable[str] = ()) -> Interview:
    """The interview at its first question that is due. ``again``: answered questions to ask once more all the same."""
    reasons = {name: Why.WANTED for name in again if name in answers}
    for name, answer in answers.items():
        if name in questions and (why := _changed(questions[name], answer)):
            reasons[name] = why
    return _forward(Interview(Form(questions, dict(answers)), again=reasons), "")


def _changed(question: Question, answer: Answer) -> Why | None:
    """What has become of the question since it was answered, so that the answer may no longer be the person's."""
    if check(question, answer.value):
        return Why.INVALID
    if answer.asked and not same_words(answer.asked, question.text):
        return Why.WORDING
    if answer.words and not same_words(answer.words, chosen_words(question, answer.value)):
        return Why.CHOICES
    if answer.offered and any(choice.id not in answer.offered for choice in question.choices):
        return Why.CHOICES
    return None


def newly_parked(before: Interview, after: Interview) -> tuple[str, ...]:
    """The answered questions that stopped applying between two states."""
    return tuple(name for name in after.parked if name not in before.parked)


def _forward(state: Interview, name: str) -> Interview:
    """To the first question that is due after ``name``, else to the first that is due at all, else to the review."""
    place = state.asked.index(name) if name in state.asked else -1
    later = [other for other in state.due if state.asked.index(other) > place]
    return replace(state, at=next(iter(later or state.due), None), changing=False)


def answered(answer: Answer | None) -> bool:
    """False for no answer, and for one that holds only a comment: a *don't know yet* to no wording."""
    return answer is not None and (answer.known or bool(answer.asked))
