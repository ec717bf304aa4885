"""`pia verify`: whether a report is as it was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, fonts_option, readable_json

if TYPE_CHECKING:
    from pia.report.verify import Check, Verification

BOUNDS = (
    "What this cannot show: who made the report, and that it is the one that was approved. A seal is no signature; "
    "whoever has pia can make another report with other answers, and seal that. To be sure, compare the SHA-256 above "
    "with the one that was written down when the report was approved, or look at its signatures."
)


@click.command(epilog="Examples: `pia verify guest-checkout.pdf`, `pia verify guest-checkout.pdf --json`.")
@click.argument("report", metavar="REPORT.pdf", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@fonts_option
@catalogue_option
def verify(report: Path, *, as_json: bool, fonts: Path | None, house: Path | None) -> None:
    """Tell whether a report is as it was made, and whether it says what its own data say.

    Exit codes: 0 nothing speaks against it, 1 it was changed, cut off, added to, or contradicts itself, 65 it is no
    report, or cannot be read.
    """
    from pia.report.inside import look_inside
    from pia.report.renderer import Renderer
    from pia.report.verify import verify as check

    inside = look_inside(report)
    with Renderer() as renderer:
        found = check(inside, catalogue_of(house), renderer, fonts=fonts)
    if as_json:
        click.echo(readable_json(found).decode(), nl=False)
    else:
        _say(found)
    if not found.sound:
        raise click.exceptions.Exit(1)


def _say(found: Verification) -> None:
    from pia.cli.say import say
    from pia.report.verify import State

    whole = found.state in {State.INTACT, State.SIGNED}
    click.secho(found.state.value.capitalize() if whole else f"NOT INTACT: {found.state.value}", bold=True)
    say(found.state_why, "  ")
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
