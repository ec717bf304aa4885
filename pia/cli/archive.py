"""`pia archive`: a decision laid down as a bag that can be read and checked without pia."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names
from pia.cli.keeping import by_option, keep_report, known, store_of, when, who
from pia.cli.say import say
from pia.dates import years_later
from pia.errors import WrongUse

if TYPE_CHECKING:
    from pia.model import Catalogue
    from pia.records.archive import Papers
    from pia.records.life import Life
    from pia.records.store import Store


@click.command(epilog="Examples: `pia archive guest-checkout`, `pia archive guest-checkout --report signed.pdf`.")
@click.argument("name", shell_complete=names)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("archive"),
    envvar="PIA_ARCHIVE",
    show_default=True,
    show_envvar=True,
    help="The folder that keeps the archives; each is a folder in it.",
)
@click.option(
    "--report",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report to keep, such as one that was signed. Without it, the one made when it was decided.",
)
@click.option("--until", metavar="YYYY-MM-DD", help="How long to keep it. Without it, ten years.")
@by_option
@catalogue_option
@date_option
@store_option
def archive(  # noqa: PLR0913 - one parameter for each option
    name: str,
    *,
    to: Path,
    report: Path | None,
    until: str | None,
    by: str | None,
    house: Path | None,
    on: str | None,
    store: str,
) -> None:
    """Lay down an assessment that was decided on, with all its records, as a BagIt bag.

    Anyone can read it and check it, with sha512sum and a text editor alone; README.txt in it says how.
    """
    from pia.records.archive import YEARS

    today = day(on)
    kept = store_of(store)
    lay(
        kept,
        catalogue_of(house),
        known(kept, name),
        to=to,
        report=report,
        today=today,
        until=day(until, "--until") if until else years_later(today, YEARS),
        by=who(by),
    )


def lay(  # noqa: PLR0913 - what an archive is made of
    kept: Store,
    catalogue: Catalogue,
    name: str,
    *,
    to: Path,
    report: Path | None,
    today: date,
    until: date,
    by: str,
) -> None:
    """Lay an assessment down in a folder, record that, and say so."""
    from pia.records.archive import contents, lay_down
    from pia.records.life import life_of
    from pia.records.stream import file_name, written

    stream = kept.stream(name)
    life = life_of(name, stream.records)
    records = {file_name(record.number): written(record) for record in stream.records}
    files = contents(life, records, _papers(kept, catalogue, life, report), on=today, until=until)
    folder = to / f"{name}-{life.revision}"
    archived = lay_down(folder, files)
    kept.append(stream, archived, by=by, when=when(today), catalogue=catalogue)
    say(f"{name}: revision {life.revision} archived, {len(files)} files, all checked.", "")
    click.echo(f"The archive: {folder}")
    click.echo(f"SHA-512 of its tagmanifest-sha512.txt, to keep elsewhere:\n{archived.manifest}")


def _papers(kept: Store, catalogue: Catalogue, life: Life, report: Path | None) -> Papers:
    """The report to keep, which must be about what was decided on, and what it carries and was submitted as."""
    from pia.model import Role
    from pia.records.archive import Papers
    from pia.report.data import ASSESSMENT, CATALOGUE, sha256
    from pia.report.inside import look_inside

    if life.revised is None:
        raise WrongUse(
            f"{life.name} was never submitted; there is nothing to archive. `pia submit {life.name}` begins."
        )
    assessment = life.revised.assessment
    key = f"{life.name}-{life.revision}"
    with TemporaryDirectory() as folder:
        path = report or Path(folder, f"{key}.pdf")
        if report is None:
            made = kept.backend.read(f"{life.name}/{key}-decided.pdf")
            path.write_bytes(
                made or keep_report(kept, catalogue, life.name, assessment, file=f"{key}-decided.pdf", paper="A4")[0]
            )
        inside = look_inside(path)
    if inside.seal is None or not inside.seal.holds(inside.content) or CATALOGUE not in inside.files:
        raise WrongUse(f"{path}: this report was changed since it was made, and is not archived. See `pia verify`.")
    if sha256(inside.files.get(ASSESSMENT, b"")) != life.revised.sha256:
        raise WrongUse(f"{path}: this is not the report of what was decided on, revision {life.revision}.")
    return Papers(
        report=inside.content,
        catalogue=inside.files[CATALOGUE],
        submitted=kept.backend.read(f"{life.name}/{key}.pdf") or b"",
        title=catalogue.said(Role.TITLE, assessment.answers),
    )
