"""The answers of a form that was filled in: checked under a catalogue, as those of an answer file are."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from pia.interview.values import check, check_text, chosen_words, fold, read, tidy
from pia.model import UNKNOWN, Answer, Catalogue, Kind, Question, Value
from pia.report.form.filled import ID, Entry, Filled
from pia.report.form.inside import Asked


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """What a filled form comes to under a catalogue.

    ``answers`` may be judged. ``aside``: answers that this catalogue has no question or choice for, kept all the same.
    ``faults`` and ``outdated`` say in a sentence each what could not be taken: because of what was filled in, or
    because the catalogue has changed since the form was made.
    """

    answers: dict[str, Answer]
    aside: dict[str, Answer]
    faults: tuple[str, ...]
    outdated: tuple[str, ...]


def answers_in(filled: Filled, catalogue: Catalogue) -> FormAnswers:
    """The answers of a form, checked as those of an answer file are; all that is wrong with them at once."""
    answers: dict[str, Answer] = {}
    aside: dict[str, Answer] = {}
    faults: list[str] = []
    outdated: list[str] = []
    same = filled.asked is not None and filled.asked.made_under(catalogue)
    for name, entry in filled.entries.items():
        if entry.empty:
            continue
        question = catalogue.questions.get(name)
        asked = filled.asked.questions.get(name) if filled.asked else None
        answer, sentence = _taken(name, question, asked, entry)
        if answer is not None:
            (aside if sentence else answers)[name] = answer
        if sentence:
            (outdated if not same and _has_changed(question, entry) else faults).append(f"{name}: {sentence}")
    return FormAnswers(answers, aside, tuple(faults), tuple(outdated))


def _taken(name: str, question: Question | None, asked: Asked | None, entry: Entry) -> tuple[Answer | None, str | None]:
    """The answer, where it can be kept at all, and what is wrong with it."""
    if sentence := _contradiction(entry) or _unfit(entry):
        return None, sentence
    answer = _answer(name, question, asked, entry)
    if question is None:
        return answer, "is not asked any more."
    if entry.chosen and not question.choices:
        return answer, "is answered in words now, not by ticking."
    if sentence := check(question, answer.value):
        return answer, sentence
    return msgspec.structs.replace(answer, value=tidy(question, answer.value)), None


def _has_changed(question: Question | None, entry: Entry) -> bool:
    """Whether the question is gone, or a choice that was ticked, or is answered in another way."""
    if question is None:
        return True
    offered = {choice.id for choice in question.choices}
    return not offered.issuperset(entry.chosen) or bool(offered and entry.typed)


def _contradiction(entry: Entry) -> str | None:
    given = bool(entry.chosen or entry.typed)
    if given and entry.unknown:
        return "has an answer, and “Don't know yet” is ticked too. Keep one."
    if given and entry.ask:
        return "has an answer, and names somebody who will know it. Keep one."
    return None


def _unfit(entry: Entry) -> str | None:
    for part, text in (("", entry.typed), ("in the comment: ", entry.comment), ("in who will know: ", entry.ask)):
        if sentence := check_text(text):
            return f"{part}{sentence}"
    if not all(ID.fullmatch(choice) for choice in entry.chosen):
        return "has a box that is none of this form's. Ask for the form again."
    return None


def _answer(name: str, question: Question | None, asked: Asked | None, entry: Entry) -> Answer:
    value = _value(question, entry)
    offered = {choice.id: choice.text for choice in asked.choices} if asked else {}
    given = value != UNKNOWN
    if offered and given:
        words = "; ".join(offered.get(choice, choice) for choice in entry.chosen)
    else:
        words = chosen_words(question, value) if question is not None else ""
    left_alone = not given and not entry.unknown and not entry.ask  # a comment, and nothing else
    text = asked.text if asked else question.text if question else name
    return Answer(
        value=value,
        comment=entry.comment,
        ask=entry.ask,
        asked="" if left_alone else text,
        words=words,
        offered=() if left_alone else tuple(offered),
    )


def _value(question: Question | None, entry: Entry) -> Value:
    if entry.chosen:
        several = len(entry.chosen) > 1 or (question is not None and question.kind is Kind.MANY)
        return tuple(entry.chosen) if several else entry.chosen[0]
    if entry.typed:
        return entry.typed if question is None else _typed(question, entry.typed)
    return UNKNOWN


def _typed(question: Question, text: str) -> Value:
    if question.kind is Kind.TEXT:
        return text
    text = fold(text)
    if question.kind is Kind.DATE and re.fullmatch(r"\d{8}", text):  # from a field of eight cells
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return read(question, text)
