"""`pia demo`: a worked example from end to end, no questions asked."""

from __future__ import annotations

from pathlib import Path

import click

from pia.cli import complete
from pia.cli.common import catalogue_of, catalogue_option, date_option, day, paper_option
from pia.cli.manners import nearest
from pia.cli.writing import write_report
from pia.errors import WrongUse
from pia.shipped import shipped


def scenarios() -> dict[str, Path]:
    """The worked examples by name."""
    return {path.stem: path for path in sorted(shipped("scenarios", beside="tests/scenarios").glob("*.toml"))}


@click.command(epilog="Examples: `pia demo`, `pia demo courier`, `pia demo --list`.")
@click.argument("scenario", required=False, default="ebook", shell_complete=complete.scenarios)
@click.option("--list", "list_them", is_flag=True, help="Show the examples there are.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the report.")
@paper_option
@catalogue_option
@date_option
def demo(  # noqa: PLR0913 - one parameter for each option
    scenario: str, *, list_them: bool, output: Path | None, paper: str, house: Path | None, on: str | None
) -> None:
    """Judge a worked example and write its report. SCENARIO is its name; without one, a gated e-book."""
    from pia.assess import assess
    from pia.cli.say import say_assessment
    from pia.model import Role
    from pia.records.answers import read_answers

    catalogue = catalogue_of(house)
    known = scenarios()
    if list_them:
        for name, path in known.items():
            click.echo(f"{name:12} {catalogue.said(Role.TITLE, read_answers(path, catalogue).answers)}")
        return
    if scenario not in known:
        raise WrongUse(f"There is no example {scenario}. {nearest(scenario, known)}")
    answers = read_answers(known[scenario], catalogue).answers
    assessment = assess(catalogue, answers, day(on), name=scenario)
    say_assessment(catalogue, assessment)
    path = output or Path(f"pia-demo-{scenario}.pdf")
    write_report(catalogue, assessment, path, paper=paper)
    click.echo(f"\nThe report: {path.resolve()}")
