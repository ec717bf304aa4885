"""`pia blank`: the empty questionnaire as a PDF form, to print or to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, paper_option
from pia.cli.manners import command_line, nearest
from pia.errors import WrongUse

if TYPE_CHECKING:
    from pia.model import Catalogue, Value


@click.command(
    epilog="Examples: `pia blank`, `pia blank --given point=delivery --given places=eu -o checkout.pdf`, "
    "`pia blank --only children --paper Letter`."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("questionnaire.pdf"),
    show_default=True,
    help="Where to write the form.",
)
@click.option(
    "--given",
    metavar="QUESTION=CHOICE",
    multiple=True,
    help="Tick this beforehand, and ask only what can apply then; several choices with commas. May be repeated.",
)
@click.option("--only", "sections", metavar="SECTION", multiple=True, help="Ask only this section; may be repeated.")
@paper_option
@catalogue_option
def blank(output: Path, given: tuple[str, ...], sections: tuple[str, ...], paper: str, house: Path | None) -> None:
    """Write the questionnaire as a PDF form, for those who answer in a PDF viewer or on paper.

    `pia open` takes the answers over from a form that was filled in.
    """
    from pia.records.durable import replace
    from pia.report.form import render_form

    catalogue = catalogue_of(house)
    if unknown := [name for name in sections if name not in catalogue.sections]:
        raise WrongUse(f"--only {unknown[0]}: there is no such section. {nearest(unknown[0], catalogue.sections)}")
    content, count = render_form(catalogue, sections=sections, given=_given(catalogue, given), paper=paper)
    replace(output, content)
    click.echo(
        f"{output}: {count} questions. When it is filled in, {command_line('open', output)} takes the answers over."
    )


def _given(catalogue: Catalogue, written: tuple[str, ...]) -> dict[str, Value]:
    """What --given says, by question."""
    from pia.interview.values import check, tidy
    from pia.model import Kind

    made: dict[str, Value] = {}
    for item in written:
        name, _, chosen = item.partition("=")
        question = catalogue.questions.get(name)
        if question is None:
            listing = "pia catalogue list questions"
            raise WrongUse(f"--given {item}: there is no such question. {nearest(name, catalogue.questions, listing)}")
        if not question.choices:
            raise WrongUse(f"--given {item}: this question has no choices to tick. Give one that has.")
        value = tuple(chosen.split(",")) if question.kind is Kind.MANY else chosen
        if sentence := check(question, value):
            ids = ", ".join(choice.id for choice in question.choices)
            raise WrongUse(f"--given {item}: {sentence} There are: {ids}.")
        made[name] = tidy(question, value)
    return made
