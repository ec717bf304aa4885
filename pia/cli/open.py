"""`pia open`: the answers out of a PDF, as a draft to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, store_option, store_words
from pia.cli.manners import command_line
from pia.errors import BrokenFile, WrongUse

if TYPE_CHECKING:
    from pia.model import Catalogue
    from pia.records.drafts import Drafts
    from pia.report.form.answers import FormAnswers
    from pia.report.form.filled import Filled
    from pia.report.inside import Inside


@click.command("open", epilog="Examples: `pia open guest-checkout.pdf`, `pia open questionnaire.pdf guest-checkout`.")
@click.argument("file", metavar="FILE.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("name", metavar="[NAME]", required=False)
@catalogue_option
@store_option
def open_(file: Path, name: str | None, house: Path | None, store: str) -> None:
    """Take the answers over from a report, or from a form that was filled in, as a new draft.

    NAME is a short name for the files; without it, a report's own name, or that of the PDF of a form. A draft that is
    there is never overwritten. What cannot be taken is listed, and asked again by `pia resume`.
    """
    from pia.records.drafts import Drafts

    drafts = Drafts(store)
    catalogue = catalogue_of(house)
    inside = _report(file)
    if inside is None:
        _open_form(file, name or file.stem, catalogue, drafts)
    else:
        _open_report(inside, name, catalogue, drafts)


def _report(file: Path) -> Inside | None:
    """The report in a file; None when it holds none."""
    from pia.report.inside import look_inside

    try:
        return look_inside(file)
    except BrokenFile:
        return None


def _refuse_to_overwrite(file: Path, name: str, drafts: Drafts) -> None:
    if drafts.exists(name):
        raise WrongUse(f"{drafts.where}/{name} exists. Give another name: pia open {file} NAME.")


def _open_report(inside: Inside, name: str | None, catalogue: Catalogue, drafts: Drafts) -> None:
    from pia.cli.say import say
    from pia.records.answers import answers_in
    from pia.report.data import ANSWERS

    if ANSWERS not in inside.files:
        raise BrokenFile(inside.path, ["is damaged so badly that the answers in it cannot be read."])
    answers = answers_in(inside.files[ANSWERS], f"{inside.path}/{ANSWERS}", catalogue, lenient=True)
    name = name or answers.name
    _refuse_to_overwrite(inside.path, name, drafts)
    drafts.save(name, catalogue, answers.everything)
    if inside.seal is None or not inside.seal.holds(inside.content):
        click.echo(
            "Warning: the report was damaged or changed after it was made. These answers may not be those it was "
            "made of: look through them. `pia verify` tells more.",
            err=True,
        )
    say(f"{name}: {_counted(len(answers.answers))} taken over.", "")
    if answers.aside:
        say(f"{_counted(len(answers.aside))} set aside, because the catalogue here has no such question or choice.", "")
    say(f"Go on with {command_line('resume', name, *store_words(drafts))}.", "")


def _open_form(file: Path, name: str, catalogue: Catalogue, drafts: Drafts) -> None:
    from pia.report.form.answers import answers_in
    from pia.report.form.filled import read_form

    _refuse_to_overwrite(file, name, drafts)
    filled = read_form(file)
    if filled is None:
        raise BrokenFile(file, ["holds no answers: it is neither a report nor a form of pia. `pia blank` makes one."])
    reading = answers_in(filled, catalogue)
    if not reading.answers and not reading.aside and not reading.faults:
        raise BrokenFile(file, ["is still empty. Fill it in, save it, and open it again."])
    drafts.save(name, catalogue, {**reading.answers, **reading.aside})
    _say(catalogue, filled, reading, name, command_line("resume", name, *store_words(drafts)))
    if reading.faults:
        raise click.exceptions.Exit(BrokenFile.exit_code)


def _say(catalogue: Catalogue, filled: Filled, reading: FormAnswers, name: str, go_on: str) -> None:
    from pia.assess.conditions import settle
    from pia.cli.say import say
    from pia.interview.core import answered

    given = [item for item, answer in reading.answers.items() if answered(answer)]
    open_now = [item for item in settle(catalogue.questions, reading.answers).asked if item not in given]
    say(f"{name}: {_counted(len(given))} taken over; {len(open_now)} more questions apply.", "")
    if filled.asked is None:
        say("The form no longer says under which catalogue it was made; the present one is taken.", "")
    elif reading.outdated:
        say(f"The form was made under catalogue {filled.asked.catalogue}; this is {catalogue.version}.", "")
    for title, lines in (
        ("Set aside, because the catalogue has changed", reading.outdated),
        ("Faults", reading.faults),
    ):
        if lines:
            click.echo(f"{title} ({len(lines)}):")
        for line in lines:
            say(line, "  ")
    if open_now or reading.faults or reading.outdated:
        say(f"Go on with {go_on}: it asks what is missing.", "")
    else:
        say(f"Nothing is missing. {go_on} shows it all, and makes the report.", "")


def _counted(answers: int) -> str:
    return f"{answers} answer{'' if answers == 1 else 's'}"
