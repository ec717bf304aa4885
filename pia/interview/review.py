"""All answers at a glance: numbered, under their sections. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from pia.interview.core import Interview
from pia.interview.face import Row, Tone
from pia.interview.values import said
from pia.model import Section


def review(
    sections: Mapping[str, Section], state: Interview, raised: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, list[Row]]]:
    """The answers section by section. ``raised``: by question, what its answer raised.

    Numbers count the questions that apply, from 1 in order.
    """
    numbered = enumerate(state.asked, 1)
    for section, those in groupby(numbered, key=lambda item: state.questions[item[1]].section):
        yield sections[section].title, [_row(number, name, state, raised.get(name, ())) for number, name in those]


def summary(state: Interview) -> str:
    """How many questions are answered, and which are not known yet or left to someone else."""
    total = len(state.asked)
    if not state.unknown:
        return f"{total} questions answered."
    numbers = ", ".join(str(state.asked.index(name) + 1) for name in state.unknown)
    return f"{total} questions answered, {len(state.unknown)} of them not known yet: {numbers}."


def _row(number: int, name: str, state: Interview, raised: tuple[str, ...]) -> Row:
    question, answer = state.questions[name], state.answers[name]
    comment = ((Tone.ITEM, f"// {answer.comment}"),) if answer.comment else ()
    remarks = (*comment, *((Tone.CONSEQUENCE, line) for line in raised))
    return Row(number, question.text, said(question, answer), remarks)
