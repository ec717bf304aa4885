"""All answers at a glance: numbered, under their sections. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pia.interview.core import Interview
from pia.interview.face import Tone
from pia.interview.values import shown
from pia.model import Section


def review(sections: Mapping[str, Section], state: Interview) -> Iterator[tuple[str, Tone, str]]:
    """The lines to show, each with what it is and the number that leads it.

    Numbers count the questions that apply, from 1 in order: the same as while they were asked.
    """
    yield "Your answers", Tone.HEADING, ""
    section = ""
    for number, name in enumerate(state.asked, 1):
        question = state.questions[name]
        if question.section != section:
            section = question.section
            yield sections[section].title, Tone.HEADING, ""
        yield question.text, Tone.ITEM, f"{number}. "
        answer = state.answers[name]
        yield shown(question, answer.value), Tone.ANSWER, ""
        if answer.comment:
            yield answer.comment, Tone.ITEM, "// "
    yield _summary(state), Tone.PLAIN, ""


def _summary(state: Interview) -> str:
    total = len(state.asked)
    if not state.unknown:
        return f"{total} questions answered"
    numbers = ", ".join(str(state.asked.index(name) + 1) for name in state.unknown)
    return f"{total} questions answered, {len(state.unknown)} of them not known yet: {numbers}"
