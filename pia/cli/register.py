"""`pia register`: every assessment in one list, for a spreadsheet or a program."""

from __future__ import annotations

from pathlib import Path

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, paper_option, store_option
from pia.cli.keeping import readable, store_of
from pia.cli.writing import readable_json
from pia.errors import BrokenFile, WrongUse


@click.command(
    epilog="Examples: `pia register > register.csv`, `pia register -o register.pdf`, `pia register -o register.json`."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; its ending (.csv, .json, .pdf) says in which form. Without it, CSV is printed.",
)
@paper_option
@catalogue_option
@date_option
@store_option
def register(*, output: Path | None, paper: str, house: Path | None, on: str | None, store: str) -> None:
    """Write the register of all assessments: what is planned, found, approved, by whom, until when.

    In CSV no cell can be taken for a formula. The PDF is one page, with a picture of where the risk sits.
    """
    from pia.records.durable import replace
    from pia.records.register import as_csv
    from pia.records.register import register as made_of

    today, catalogue = day(on), catalogue_of(house)
    broken: list[str] = []
    made = made_of(catalogue, readable(store_of(store), broken), today, store)
    match output.suffix.lower() if output else "":
        case "":
            click.echo(as_csv(made, catalogue), nl=False)
        case ".csv":
            replace(Path(str(output)), as_csv(made, catalogue).encode("utf-8-sig"))
        case ".json":
            replace(Path(str(output)), readable_json(made))
        case ".pdf":
            from pia.report import render_register

            replace(Path(str(output)), render_register(catalogue, made, paper=paper))
        case other:
            raise WrongUse(f"{output}: a register is a .csv, .json or .pdf file, not {other}.")
    if output:
        click.echo(output)
    if broken:
        raise BrokenFile(store, broken)
