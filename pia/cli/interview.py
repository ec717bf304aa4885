"""`pia new` and `pia resume`: the interview, from the first prompt to the PDF."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from functools import partial
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
)
from pia.cli.complete import names
from pia.cli.manners import command_line
from pia.cli.writing import write_report
from pia.errors import MissingAnswers, NoTerminal, Stopped, WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pia.cli.press import Press
    from pia.interview.core import Interview
    from pia.interview.face import Face
    from pia.model import Answer, Answers, Assessment, Catalogue, Half
    from pia.records.answers import AnswerFile
    from pia.records.drafts import Drafts

_LAST = 3
"""Questions before the end at which the renderer starts: it loads while they are answered."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One assessment in the making: under which catalogue and day, kept where, called what, printed on what."""

    catalogue: Catalogue
    drafts: Drafts
    name: str
    when: date
    paper: str
    house: Path | None = None

    @property
    def report(self) -> Path:
        """Where its report is put."""
        return self.drafts.path(self.name).with_name(f"{self.name}.pdf")

    def judged(self, answers: Answers) -> Assessment:
        """What the answers come to; those that the catalogue has no question or choice for are left out."""
        from pia.assess import assess
        from pia.interview.values import possible

        return assess(self.catalogue, possible(self.catalogue, answers), self.when, name=self.name)

    def command(self, word: str) -> str:
        """A command on it, to be typed as it is."""
        house = ["--catalogue", str(self.house)] if self.house else []
        return command_line(word, self.name, *store_words(self.drafts), *house)


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
    store: str,
) -> None:
    """Answer the questionnaire for a new collection point, and get its report.

    NAME is a short name for the files: letters a-z, digits and hyphens.
    """
    from pia.cli.welcome import ask_name, welcome
    from pia.records.answers import AnswerFile
    from pia.records.drafts import Drafts

    drafts = Drafts(store)
    when = day(on)
    catalogue = catalogue_of(house)
    if answers_file is not None:
        name, answers = _from_file(catalogue, drafts, name, answers_file)
        _without_asking(Plan(catalogue, drafts, name, when, paper, house), answers)
        return
    if name is not None:
        _unused(drafts, name)
    face = _face(plain=plain)
    welcome(face)
    name = name or ask_name(face, drafts)
    _interview(Plan(catalogue, drafts, name, when, paper, house), face, AnswerFile(name, {}))


@click.command(epilog="Examples: `pia resume`, `pia resume guest-checkout`, `pia resume guest-checkout --open`.")
@click.argument("name", required=False, shell_complete=names)
@click.option("--open", "only_open", is_flag=True, help="Ask again whatever nobody knew, and nothing else.")
@plain_option
@paper_option
@catalogue_option
@date_option
@store_option
def resume(  # noqa: PLR0913 - one parameter for each option
    name: str | None, *, only_open: bool, plain: bool, paper: str, house: Path | None, on: str | None, store: str
) -> None:
    """Go on where you stopped. Without a NAME, choose among the assessments there are."""
    from pia.cli.keeping import store_of
    from pia.cli.requested import say_requested
    from pia.cli.revise import what_changed
    from pia.interview.core import begin
    from pia.records.drafts import Drafts
    from pia.records.life import life_of

    drafts = Drafts(store)
    when = day(on)
    catalogue = catalogue_of(house)
    name = name or _chosen(drafts, catalogue, when, plain=plain)
    file = drafts.load(name, catalogue)
    face = _face(plain=plain)
    again: tuple[str, ...] = ()
    records = store_of(store).stream(name).records
    remarks = say_requested(face, catalogue, name, records) if records else {}
    if only_open:
        again = begin(catalogue.questions, file.everything).unknown
        face.say(_how_many("question is open.", "questions are open.", len(again)))
    else:
        again = what_changed(face, catalogue, life_of(name, records), file.everything)
    if foreign := [key for key in file.aside if key not in catalogue.questions]:
        face.say(
            _how_many("earlier answer belongs", "earlier answers belong", len(foreign))
            + " to questions that this catalogue does not have. They are kept, and count again once it has them."
        )
    _interview(Plan(catalogue, drafts, name, when, paper, house), face, file, again, remarks)


def _chosen(drafts: Drafts, catalogue: Catalogue, when: date, *, plain: bool) -> str:
    """The assessment to go on with: the only one there is, or the one a person picks."""
    from pia.cli.pick import only, pick, standings

    those = standings(drafts, catalogue, when)
    if not those:
        raise WrongUse(f"There is no assessment in {drafts.where} yet; `pia new` begins one.")
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

    if sys.stdin is None or sys.stdout is None:  # closed before this began
        raise NoTerminal
    return face_for(sys.stdin, sys.stdout, os.environ, plain=plain)


def _interview(
    plan: Plan,
    face: Face,
    file: AnswerFile,
    again: tuple[str, ...] = (),
    remarks: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Ask, review, and hand over the report, which is made while the last questions and the review are read."""
    from pia.cli.press import Press
    from pia.interview.judge import Judging
    from pia.interview.walk import interview

    def save(now: Answers, half: Half | None) -> None:
        plan.drafts.save(plan.name, plan.catalogue, now, half)

    def watch(state: Interview) -> None:
        if state.at is None:
            press.begin(state.answers)
        elif len(state.due) <= _LAST:
            press.warm()

    with Press(
        lambda renderer, now: renderer.submit(plan.catalogue, plan.judged(now), paper=plan.paper).content
    ) as press:
        try:
            answers = interview(
                plan.catalogue,
                file.everything,
                face,
                save,
                partial(Judging, plan.catalogue, plan.when),
                watch=watch,
                again=again,
                half=file.half,
                remarks=remarks,
            )
        except Stopped as stopped:
            raise Stopped(f"{stopped} Go on with: {plan.command('resume')}") from None
        _finish(plan, face, press, answers)


def _finish(plan: Plan, face: Face, press: Press, answers: Answers) -> None:
    from pia.cli.desktop import offer
    from pia.cli.say import say_assessment
    from pia.records.durable import replace

    click.echo()
    assessment = plan.judged(answers)
    say_assessment(plan.catalogue, assessment)
    if not press.ready(answers):
        click.echo("\nWriting the report ...")
    try:
        replace(plan.report, press.take(answers))
    except KeyboardInterrupt:
        raise Stopped(f"Stopped before the report was there. Write it with: {plan.command('report')}") from None
    click.echo(f"\nThe report: {plan.report.resolve()}")
    _say_next(plan, assessment)
    offer(face, plan.report)


def _from_file(catalogue: Catalogue, drafts: Drafts, name: str | None, path: Path) -> tuple[str, dict[str, Answer]]:
    from pia.records.answers import missing, read_answers

    file = read_answers(path, catalogue)
    say_numbers(path, catalogue, file.answers)
    name = name or file.name
    _unused(drafts, name)
    if lines := missing(catalogue, file.answers):
        raise MissingAnswers(str(path), lines)
    drafts.save(name, catalogue, file.answers)
    return name, file.answers


def _without_asking(plan: Plan, answers: Answers) -> None:
    from pia.cli.say import say_assessment

    assessment = plan.judged(answers)
    click.echo()
    say_assessment(plan.catalogue, assessment)
    write_report(plan.catalogue, assessment, plan.report, paper=plan.paper)
    click.echo(f"\nThe report: {plan.report.resolve()}")
    _say_next(plan, assessment)


def _say_next(plan: Plan, assessment: Assessment) -> None:
    """What to do now, each command as it can be typed: they stand on lines of their own, and are never broken."""
    if assessment.open_points:
        click.echo(f"What nobody knew, as a text to send:\n  {plan.command('ask')}")
    click.echo(f"Next, to hand it to review:\n  {plan.command('submit')}")


def _unused(drafts: Drafts, name: str) -> None:
    if drafts.exists(name):
        raise WrongUse(f"{drafts.where}/{name} exists. Go on with `pia resume {name}`, or choose another name.")
