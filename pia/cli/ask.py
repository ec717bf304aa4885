"""`pia ask`: the open questions as a short text to send to those who will know."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import answers_of, catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names_and_files
from pia.cli.fitted import filled

if TYPE_CHECKING:
    from pia.model import Assessment, Catalogue, Question

_WIDTH = 72
"""Columns of a plain text that is quoted once or twice and still not broken (RFC 3676, 4.2)."""

_Wrap = Callable[..., Sequence[str]]
"""Breaks a text into lines; given the text, what leads the first line and, unless it is the same, the others."""


@click.command(
    epilog="Examples: `pia ask guest-checkout`, `pia ask guest-checkout -o questions.txt`, `pia ask plan.toml`."
)
@click.argument("name_or_file", metavar="NAME|FILE", shell_complete=names_and_files)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@catalogue_option
@date_option
@store_option
def ask(name_or_file: str, *, output: Path | None, house: Path | None, on: str | None, store: str) -> None:
    """Write the questions nobody has an answer to yet as a plain text to send, grouped by whom to ask.

    Of the plan it holds what the team calls it, so that colleagues recognise it, and of the other answers none.
    """
    from pia.assess import assess
    from pia.records.durable import replace

    catalogue = catalogue_of(house)
    name, answers = answers_of(name_or_file, store, catalogue)
    assessment = assess(catalogue, answers, day(on), name=name)
    if output is None:
        click.echo(letter(catalogue, assessment, _shown_width()), nl=False)
    else:
        replace(output, letter(catalogue, assessment).encode())
        click.echo(output)


def _shown_width() -> int:
    """Columns of the text where it is shown: a terminal that is narrower would break its words."""
    if not sys.stdout.isatty():
        return _WIDTH
    from pia.interview.layout import usable

    return min(_WIDTH, usable(shutil.get_terminal_size().columns))


def letter(catalogue: Catalogue, assessment: Assessment, width: int = _WIDTH) -> str:
    """The open questions of an assessment, each with its help, what may be answered and what hangs on it.

    ``width``: columns of the longest line.
    """
    groups = _by_whom(catalogue, assessment)
    if not groups:
        return f"Nothing is open in {_called(catalogue, assessment)}: every question that applies has an answer.\n"
    return "\n".join(_lines(catalogue, assessment, groups, width)) + "\n"


def _called(catalogue: Catalogue, assessment: Assessment) -> str:
    """The title the team gave it; the name of its file where there is none yet."""
    from pia.model import Role

    return catalogue.said(Role.TITLE, assessment.answers) or assessment.name


def _by_whom(catalogue: Catalogue, assessment: Assessment) -> dict[str, list[Question]]:
    """The questions that apply and have no known answer, by whom to ask, in the order of the catalogue."""
    from pia.assess.conditions import settle
    from pia.interview.values import who_knows

    groups: dict[str, list[Question]] = {}
    for name in settle(catalogue.questions, assessment.answers).asked:
        answer = assessment.answers.get(name)
        if answer is None or not answer.known:
            question = catalogue.questions[name]
            groups.setdefault(who_knows(question, answer), []).append(question)
    return groups


def _lines(
    catalogue: Catalogue, assessment: Assessment, groups: dict[str, list[Question]], width: int
) -> Iterator[str]:
    wrapped: _Wrap = partial(_wrapped, width=width)
    count = sum(len(questions) for questions in groups.values())
    noun = "1 open question" if count == 1 else f"{count} open questions"
    yield from wrapped(f"{noun} about the phone numbers collected at: {_called(catalogue, assessment)}")
    yield ""
    yield from wrapped(
        "A privacy-impact assessment of this plan waits for these answers. Please answer with one of the choices and, "
        'where it helps, a sentence; "don\'t know" and who might is an answer, too.'
    )
    number = 0
    for who, questions in groups.items():
        yield from ("", "", *wrapped(who), "-" * min(len(who), width))
        for question in questions:
            number += 1
            yield ""
            yield from _question(catalogue, assessment, question, f"{number}. ", wrapped)


def _question(
    catalogue: Catalogue, assessment: Assessment, question: Question, mark: str, wrapped: _Wrap
) -> Iterator[str]:
    indent = " " * len(mark)
    yield from wrapped(f"{question.text} [{question.id}]", mark, indent)
    if question.help:
        yield from wrapped(question.help, indent)
    for choice in question.choices:
        yield from wrapped(choice.text, f"{indent}- ", f"{indent}  ")
    if form := _form(question):
        yield from wrapped(form, indent)
    yield from wrapped(_hangs_on(catalogue, assessment, question), indent)


def _form(question: Question) -> str:
    from pia.model import Kind

    unit = f", in {question.unit}" if question.unit else ""
    return {
        Kind.ONE: "",
        Kind.MANY: "Name all that apply.",
        Kind.NUMBER: f"A whole number{unit}.",
        Kind.DATE: "A date, as year-month-day.",
        Kind.TEXT: "In a few words.",
    }[question.kind]


def _hangs_on(catalogue: Catalogue, assessment: Assessment, question: Question) -> str:
    from pia.assess.prospect import NOTHING_HANGS

    points = [point for point in assessment.open_points if question.id in point.waits_for]
    if not points:
        return NOTHING_HANGS
    more = f" And {len(points) - 1} more." if len(points) > 1 else ""
    return f"What hangs on it: {catalogue.rules[points[0].rule].title} ({points[0].could_be.value}).{more}"


def _wrapped(text: str, first: str = "", rest: str | None = None, *, width: int) -> Sequence[str]:
    from pia.cli.say import printable

    return filled(printable(text), width, first, rest)
