"""`pia new` and `pia resume`: the interview, from the first prompt to the PDF."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import (
    catalogue_of,
    catalogue_option,
    date_option,
    day,
    paper_option,
    say_numbers,
    store_option,
    store_words,
    write_report,
)
from pia.cli.complete import names
from pia.cli.manners import command_line
from pia.errors import MissingAnswers, NoTerminal, Stopped, WrongUse

if TYPE_CHECKING:
    from pia.interview.face import Face
    from pia.model import Answer, Answers, Catalogue
    from pia.records.answers import AnswerFile
    from pia.records.drafts import Drafts

plain_option = click.option(
    "--plain",
    is_flag=True,
    help="Numbered lines instead of arrow keys, for screen readers and simple terminals (also ACCESSIBLE=1).",
)


@click.command(epilog="Examples: `pia new`, `pia new guest-checkout`, `pia new guest-checkout --answers plan.toml`.")
@click.argument("name", required=False)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take the answers from this file (JSON or TOML) and ask nothing; lists everything that is missing.",
)
@plain_option
@paper_option
@catalogue_option
@date_option
@store_option
def new(  # noqa: PLR0913 - one parameter for each option
    name: str | None,
    answers_file: Path | None,
    *,
    plain: bool,
    paper: str,
    house: Path | None,
    on: str | None,
    store: Path,
) -> None:
    """Answer the questionnaire for a new collection point, and get its report.

    NAME is a short name for the files: letters a-z, digits and hyphens.
    """
    from pia.records.answers import AnswerFile
    from pia.records.drafts import Drafts

    drafts = Drafts(store)
    when = day(on)
    catalogue = catalogue_of(house)
    if answers_file is not None:
        name, answers = _from_file(catalogue, drafts, name, answers_file)
    else:
        if name is not None:
            _unused(drafts, name)
        face = _face(plain=plain)
        name = name or _ask_name(face, drafts)
        answers = _interview(catalogue, face, drafts, name, AnswerFile(name, {}), when)
    _finish(catalogue, drafts, name, answers, when, paper)


@click.command(epilog="Examples: `pia resume`, `pia resume guest-checkout`, `pia resume guest-checkout --open`.")
@click.argument("name", required=False, shell_complete=names)
@click.option("--open", "only_open", is_flag=True, help="Ask again whatever nobody knew, and nothing else.")
@plain_option
@paper_option
@catalogue_option
@date_option
@store_option
def resume(  # noqa: PLR0913 - one parameter for each option
    name: str | None, *, only_open: bool, plain: bool, paper: str, house: Path | None, on: str | None, store: Path
) -> None:
    """Go on where you stopped. Without a NAME, choose among the assessments there are."""
    from pia.interview.core import begin
    from pia.records.drafts import Drafts

    drafts = Drafts(store)
    when = day(on)
    catalogue = catalogue_of(house)
    name = name or _chosen(drafts, catalogue, when, plain=plain)
    file = drafts.load(name, catalogue)
    face = _face(plain=plain)
    again: tuple[str, ...] = ()
    if only_open:
        again = begin(catalogue.questions, file.everything).unknown
        face.say(_how_many("question is open.", "questions are open.", len(again)))
    if foreign := [key for key in file.aside if key not in catalogue.questions]:
        face.say(
            _how_many("earlier answer belongs", "earlier answers belong", len(foreign))
            + " to questions that this catalogue does not have. They are kept, and count again once it has them."
        )
    answers = _interview(catalogue, face, drafts, name, file, when, again)
    _finish(catalogue, drafts, name, answers, when, paper)


def _chosen(drafts: Drafts, catalogue: Catalogue, when: date, *, plain: bool) -> str:
    """The assessment to go on with: the only one there is, or the one a person picks."""
    from pia.cli.pick import only, pick, standings

    those = standings(drafts, catalogue, when)
    if not those:
        raise WrongUse(f"There is no assessment in {drafts.folder} yet; `pia new` begins one.")
    try:
        face = _face(plain=plain)
    except NoTerminal:
        raise only(those, command_line("resume", *store_words(drafts))) from None
    if len(those) == 1:
        face.say(f"Going on with {those[0].name}, the only one here: {those[0].words}.")
        return those[0].name
    return pick(face, those)


def _how_many(one: str, several: str, count: int) -> str:
    return f"{count} {one if count == 1 else several}"


def _face(*, plain: bool) -> Face:
    from pia.interview.walk import face_for

    return face_for(sys.stdin, sys.stdout, os.environ, plain=plain)


def _interview(  # noqa: PLR0913, PLR0917 - what an interview needs
    catalogue: Catalogue,
    face: Face,
    drafts: Drafts,
    name: str,
    file: AnswerFile,
    when: date,
    again: tuple[str, ...] = (),
) -> dict[str, Answer]:
    from pia.interview.judge import Judging
    from pia.interview.walk import interview

    try:
        return interview(
            catalogue,
            file.everything,
            face,
            save=lambda now, half: drafts.save(name, catalogue, now, half),
            judge=Judging(catalogue, when),
            again=again,
            half=file.half,
        )
    except Stopped as stopped:
        raise Stopped(f"{stopped} Go on with: {command_line('resume', name, *store_words(drafts))}") from None


def _ask_name(face: Face, drafts: Drafts) -> str:
    from pia.interview.face import Back
    from pia.records.drafts import check_name

    def fault(line: str) -> str | None:
        return check_name(line) or ("There is one of this name already." if drafts.path(line).exists() else None)

    try:
        while isinstance(name := face.line("Short name for the files, such as guest-checkout", fault), Back):
            continue
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped before the first question; there is nothing to save.") from None
    return name


def _from_file(catalogue: Catalogue, drafts: Drafts, name: str | None, path: Path) -> tuple[str, dict[str, Answer]]:
    from pia.records.answers import missing, read_answers

    file = read_answers(path, catalogue)
    say_numbers(path, file.answers)
    name = name or file.name
    _unused(drafts, name)
    if lines := missing(catalogue, file.answers):
        raise MissingAnswers(str(path), lines)
    drafts.save(name, catalogue, file.answers)
    return name, file.answers


def _unused(drafts: Drafts, name: str) -> None:
    if drafts.path(name).exists():
        raise WrongUse(f"{drafts.path(name)} exists. Go on with `pia resume {name}`, or choose another name.")


def _finish(  # noqa: PLR0913, PLR0917 - what an end needs
    catalogue: Catalogue, drafts: Drafts, name: str, answers: Answers, when: date, paper: str
) -> None:
    from pia.assess import assess
    from pia.cli.say import say_assessment
    from pia.interview.values import possible

    assessment = assess(catalogue, possible(catalogue, answers), when, name=name)
    click.echo()
    say_assessment(catalogue, assessment)
    path = drafts.path(name).with_name(f"{name}.pdf")
    write_report(catalogue, assessment, path, paper=paper)
    click.echo(f"\nThe report: {path.resolve()}")
