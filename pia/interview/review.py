"""All answers at a glance: numbered, under their sections. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from pia.interview.core import Interview
from pia.interview.face import Row, Tone
from pia.interview.values import said
from pia.model import Section

ACCEPT, ALL = "ok", "all"

AT_A_GLANCE = 20
"""Of more answers than these, the review shows those first that need a look."""

PICK_HELP = (
    "Type the number of an answer: it is asked again, with what you answered filled in. "
    f"{ALL.capitalize()} shows every answer. Type {ACCEPT} when nothing is to be changed. "
    "Going back leads to the last question."
)


def review(
    sections: Mapping[str, Section],
    state: Interview,
    raised: Mapping[str, tuple[str, ...]],
    those: Collection[str],
) -> Iterator[tuple[str, list[Row]]]:
    """Of ``those`` questions the answers, section by section. ``raised``: by question, what its answer raised.

    Numbers count the questions that apply, from 1 in order.
    """
    numbered = [(number, name) for number, name in enumerate(state.asked, 1) if name in those]
    for section, group in groupby(numbered, key=lambda item: state.questions[item[1]].section):
        yield sections[section].title, [_row(number, name, state, raised.get(name, ())) for number, name in group]


def noticed(state: Interview, raised: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The questions whose answers need a look: they raised something, or are not known. All, where few do or none."""
    if len(state.asked) <= AT_A_GLANCE:
        return state.asked
    those = tuple(name for name in state.asked if name in raised or not state.answers[name].known)
    return those or state.asked


def summary(state: Interview) -> str:
    """How many questions are answered, and which are not known yet or left to someone else."""
    total = len(state.asked)
    if not state.unknown:
        return f"{total} questions answered."
    numbers = ", ".join(str(state.number(name)) for name in state.unknown)
    return f"{total} questions answered, {len(state.unknown)} of them not known yet: {numbers}."


def _row(number: int, name: str, state: Interview, raised: tuple[str, ...]) -> Row:
    question, answer = state.questions[name], state.answers[name]
    comment = ((Tone.COMMENT, answer.comment),) if answer.comment else ()
    remarks = (*comment, *((Tone.CONSEQUENCE, line) for line in raised))
    return Row(number, question.text, said(question, answer), remarks)


def check_pick(line: str, most: int) -> str | None:
    """What to type instead; None when it is a number in the table or one of the words."""
    if line.lower() in {ACCEPT, ALL} or (line.isdecimal() and 1 <= int(line) <= most):
        return None
    return f"Type a number from 1 to {most}, or {ACCEPT} to finish."
