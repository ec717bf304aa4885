"""Sentences that stand beside a question: why it is asked again, and what its answer did to others. Pure."""

from __future__ import annotations

from pia.interview.core import Interview, Why, newly_parked
from pia.interview.values import UNKNOWN_WORDS, shown
from pia.model import Answer, Question

_WORTH_SAYING = 2
"""So many questions that open at once are said; the count in the header moves anyhow."""


def why_again(state: Interview) -> str:
    """Why the question being asked is asked although it has an answer, with what was asked and answered then."""
    question, answer = state.question, state.answer
    why = None if question is None else state.again.get(question.id)
    if question is None or answer is None or why is None:
        return ""
    match why:
        case Why.WORDING:
            return f"This was worded differently when you answered it: “{answer.asked}”{_then(question, answer)}"
        case Why.CHOICES:
            return f"{_choices(question, answer)}{_then(question, answer)}"
        case Why.INVALID:
            return f"Your earlier answer is no longer possible.{_then(question, answer)}"
        case Why.RETURNED:
            return "This question applies again. Your earlier answer was kept."
        case Why.PASSED | Why.WANTED:
            return ""


def moved(before: Interview, after: Interview) -> list[str]:
    """What an answer did to the list of questions: answers set aside, questions that opened."""
    sentences = []
    if count := len(newly_parked(before, after)):
        noun = "answer no longer applies and is" if count == 1 else "answers no longer apply and are"
        sentences.append(f"{count} earlier {noun} set aside, in case you change this back.")
    if (count := len(set(after.asked) - set(before.asked))) >= _WORTH_SAYING:
        sentences.append(f"{count} more questions apply now.")
    return sentences


def _choices(question: Question, answer: Answer) -> str:
    added = [choice.text for choice in question.choices if choice.id not in answer.offered]
    if answer.offered and added:
        noun = "A choice was" if len(added) == 1 else "Choices were"
        return f"{noun} added since you answered this: {'; '.join(f'“{text}”' for text in added)}."
    return "A choice you took was worded differently then."


def _then(question: Question, answer: Answer) -> str:
    words = answer.words or shown(question, answer.value)
    return f" You answered: {words if words == UNKNOWN_WORDS else f'“{words}”'}."
