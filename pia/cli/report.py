"""`pia report`: the document a lawyer reads."""

from __future__ import annotations

from pathlib import Path

import click

from pia.cli.common import (
    answers_of,
    catalogue_of,
    catalogue_option,
    date_option,
    day,
    paper_option,
    store_option,
    write_report,
)
from pia.cli.complete import names_and_files


@click.command(epilog="Examples: `pia report guest-checkout`, `pia report plan.toml -o plan.html`.")
@click.argument("name_or_file", metavar="NAME|FILE", shell_complete=names_and_files)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; its ending (.pdf, .html, .md, .json) says in which form. "
    "Without it, a PDF beside the answers.",
)
@paper_option
@catalogue_option
@date_option
@store_option
def report(  # noqa: PLR0913 - one parameter for each option
    name_or_file: str, *, output: Path | None, paper: str, house: Path | None, on: str | None, store: Path
) -> None:
    """Write the report on an assessment, or on a file of answers."""
    from pia.assess import assess

    catalogue = catalogue_of(house)
    name, answers, beside = answers_of(name_or_file, store, catalogue)
    path = output or beside.with_name(f"{beside.name}.pdf")
    write_report(catalogue, assess(catalogue, answers, day(on), name=name), path, paper=paper)
    click.echo(path)
