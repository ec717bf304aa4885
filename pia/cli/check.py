"""`pia check`: findings in the terminal, as JSON, or as an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import answers_of, catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names_and_files
from pia.cli.writing import readable_json
from pia.errors import NotApproved, WrongUse

if TYPE_CHECKING:
    from pia.model import Assessment

LEVELS = ["info", "low", "medium", "high", "critical"]


@click.command(
    epilog="Examples: `pia check guest-checkout`, `pia check plan.toml --json`, `pia check plan.toml --fail-on high`, "
    "`pia check plan.toml --markdown > comment.md`, `pia check guest-checkout --require approved`."
)
@click.argument("name_or_file", metavar="NAME|FILE", shell_complete=names_and_files)
@click.option("--json", "as_json", is_flag=True, help="Print the whole assessment as JSON.")
@click.option("--markdown", is_flag=True, help="Print the report as Markdown, for the comment of a pull request.")
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with 1 when a finding has this level or a higher one. Open points count as at most medium.",
)
@click.option(
    "--require",
    type=click.Choice(["approved"]),
    help="Exit with 1 unless what is answered now is what was approved, the approval has not expired, and no condition "
    "of it is overdue. For the gate of a build.",
)
@catalogue_option
@date_option
@store_option
def check(  # noqa: PLR0913 - one parameter for each option
    name_or_file: str,
    *,
    as_json: bool,
    markdown: bool,
    fail_on: str | None,
    require: str | None,
    house: Path | None,
    on: str | None,
    store: str,
) -> None:
    """Judge an assessment, or a file of answers, without asking anything."""
    from pia.assess import assess
    from pia.cli.say import say_assessment
    from pia.report import render_markdown

    if as_json and markdown:
        raise WrongUse("--json and --markdown each print everything; choose one.")
    catalogue = catalogue_of(house)
    name, answers = answers_of(name_or_file, store, catalogue)
    assessment = assess(catalogue, answers, day(on), name=name)
    if as_json:
        click.echo(readable_json(assessment).decode(), nl=False)
    elif markdown:
        click.echo(render_markdown(catalogue, assessment), nl=False)
    else:
        say_assessment(catalogue, assessment)
    if require and (sentence := _not_approved(name_or_file, assessment, store)):
        raise NotApproved(sentence)
    found = {item.level.value for item in assessment.findings} | {item.level.value for item in assessment.open_points}
    if fail_on and found.intersection(LEVELS[LEVELS.index(fail_on) :]):
        raise click.exceptions.Exit(1)


def _not_approved(name: str, assessment: Assessment, store: str) -> str | None:
    """Why the gate stays shut; None when it opens."""
    from pia.cli.keeping import known, store_of
    from pia.records.standing import not_approved

    kept = store_of(store)
    return not_approved(kept.life(known(kept, name)), assessment.answers, assessment.on)
