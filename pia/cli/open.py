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
    from pia.report.form.filled import Filled, Reading


@click.command("open", epilog="Examples: `pia open questionnaire.pdf`, `pia open questionnaire.pdf guest-checkout`.")
@click.argument("file", metavar="FILE.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("name", metavar="[NAME]", required=False)
@catalogue_option
@store_option
def open_(file: Path, name: str | None, house: Path | None, store: Path) -> None:
    """Take the answers over from a form that was filled in, as a new draft.

    NAME is a short name for the files; without it, the name of the PDF is used. What cannot be taken is listed, and
    asked again by `pia resume`.
    """
    from pia.records.drafts import Drafts
    from pia.report.form.filled import answers_in, read_form

    drafts = Drafts(store)
    catalogue = catalogue_of(house)
    name = name or file.stem
    if drafts.path(name).exists():
        raise WrongUse(f"{drafts.path(name)} exists. Give another name: pia open {file} NAME.")
    filled = read_form(file)
    if filled is None:
        raise BrokenFile(file, ["holds no answers: it is not a form of pia. `pia blank` makes one."])
    reading = answers_in(filled, catalogue)
    if not reading.answers and not reading.aside and not reading.faults:
        raise BrokenFile(file, ["is still empty. Fill it in, save it, and open it again."])
    drafts.save(name, catalogue, {**reading.answers, **reading.aside})
    _say(catalogue, filled, reading, name, command_line("resume", name, *store_words(drafts)))
    if reading.faults:
        raise click.exceptions.Exit(BrokenFile.exit_code)


def _say(catalogue: Catalogue, filled: Filled, reading: Reading, name: str, go_on: str) -> None:
    from pia.assess.conditions import settle
    from pia.cli.say import say
    from pia.interview.core import answered

    given = [item for item, answer in reading.answers.items() if answered(answer)]
    open_now = [item for item in settle(catalogue.questions, reading.answers).asked if item not in given]
    taken = f"{len(given)} answer{'' if len(given) == 1 else 's'} taken over"
    say(f"{name}: {taken}; {len(open_now)} more questions apply.", "")
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
