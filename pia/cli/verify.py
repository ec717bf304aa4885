"""`pia verify`: whether a report is as it was made, or an archive as it was laid down."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, fonts_option
from pia.cli.writing import readable_json
from pia.errors import BrokenFile, ExtraMissing

if TYPE_CHECKING:
    from pia.records.life import Life
    from pia.report.inside import Inside
    from pia.report.verify import Check, Verification

BOUNDS = (
    "What this cannot show: who made the report, and that it is the one that was approved. A seal is no signature; "
    "whoever has pia can make another report with other answers, and seal that. To be sure, compare the SHA-256 above "
    "with the one that was written down when the report was approved, or look at its signatures."
)


@click.command(epilog="Examples: `pia verify guest-checkout.pdf`, `pia verify archive/guest-checkout-1`.")
@click.argument("report", metavar="REPORT.pdf|ARCHIVE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False),
    multiple=True,
    help="A certificate (PEM or DER) you take for granted; signatures that lead to it are told apart.",
)
@fonts_option
@catalogue_option
def verify(report: Path, *, as_json: bool, trust: tuple[str, ...], fonts: Path | None, house: Path | None) -> None:
    """Tell whether a report is as it was made, and whether it says what its own data say.

    Of an archive: whether it is whole and unchanged, and whether its parts and its report belong together.

    Exit codes: 0 nothing speaks against it, 1 it was changed, cut off, added to, or contradicts itself, 65 it is no
    report, or cannot be read.
    """
    from pia.records.archive import inspect
    from pia.report.inside import look_inside
    from pia.report.renderer import Renderer
    from pia.report.verify import verify as check

    if report.is_dir():
        life = inspect(report)
        inside = look_inside(report / "data" / "report.pdf")
        _belongs(inside, life)
    else:
        life, inside = None, look_inside(report)
    with Renderer() as renderer:
        found = check(inside, catalogue_of(house), renderer, fonts=fonts, appended=partial(_appended, trusted=trust))
    if as_json:
        click.echo(readable_json(found).decode(), nl=False)
    else:
        if life is not None:
            _say_archive(life)
        _say(found)
    if not found.sound:
        raise click.exceptions.Exit(1)


def _appended(content: bytes, length: int, *, trusted: tuple[str, ...]) -> str | None:
    try:
        from pia.report.signatures import appended
    except ModuleNotFoundError as error:
        raise ExtraMissing("Checking what follows the report", "sign", error.name or "pyhanko") from None
    return appended(content, length, trusted)


def _belongs(inside: Inside, life: Life) -> None:
    """BrokenFile when the report of an archive is not about what was decided."""
    from pia.report.data import ASSESSMENT, CATALOGUE, sha256

    told = life.revised.sha256 if life.revised else ""
    if sha256(inside.files.get(ASSESSMENT, b"")) != told:
        raise BrokenFile(inside.path, ["is not the report of what was decided on: the assessment in it is another."])
    if inside.files.get(CATALOGUE) != inside.path.with_name(CATALOGUE).read_bytes():
        raise BrokenFile(inside.path.with_name(CATALOGUE), ["is not the catalogue that the report carries."])


def _say_archive(life: Life) -> None:
    from pia.cli.say import say
    from pia.dates import day

    click.secho("A whole archive", bold=True)
    say("Every file is as it was laid down, the records form one chain, and the parts belong together.", "  ")
    if life.decided and life.revised:
        by, on = life.decided.by, day(life.decided.on)
        say(f"{life.name}, revision {life.revised.revision}: {life.state.value}, by {by} on {on}.", "  ")
    click.echo()
    click.secho("Its report", bold=True)


def _say(found: Verification) -> None:
    from pia.cli.say import say
    from pia.report.verify import State

    whole = found.state in {State.INTACT, State.SIGNED}
    click.secho(found.state.value.capitalize() if whole else f"NOT INTACT: {found.state.value}", bold=True)
    for line in found.state_why.split("\n"):
        say(line, "  ")
    if found.verdict:
        click.echo()
        click.secho("What it says of itself" if whole else "What it says of itself, which may be false", bold=True)
        for label, text in _itself(found).items():
            say(text, " " * 14, first=f"  {label:12}")
    click.echo()
    if whole:
        _check("The parts agree", found.consistent)
        _check("Made again, the same", found.made_again)
        _check("Judged again, the same", found.judged_again)
        click.echo()
        say(BOUNDS, "")
    else:
        say("Ask for the file as it was made. `pia open` takes the answers out of this one, if they can be read.", "")


def _itself(found: Verification) -> dict[str, str]:
    from pia.dates import day

    versions = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    return {
        "Assessment": f"{found.title} ({found.name})" if found.name else found.title,
        "Verdict": found.verdict,
        "Judged": f"under the law of {day(found.on) if found.on else 'an unknown day'}, catalogue {found.catalogue}",
        "SHA-256": f"{found.assessment_digest} (assessment.json)",
        "Catalogue": f"SHA-256 {found.catalogue_digest}",
        "Made by": versions or "unknown",
    }


def _check(title: str, check: Check) -> None:
    from pia.cli.say import say

    click.secho(f"{title}: {check.outcome.value}", bold=True)
    say(check.why, "  ")
