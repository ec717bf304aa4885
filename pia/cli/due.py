"""`pia due` and `pia recheck`: what time asks for: reviews, conditions, expiries, and law that came into force."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.keeping import readable, store_of
from pia.cli.say import say
from pia.errors import BrokenFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from pia.records.recheck import Rechecked
    from pia.records.standing import Due
    from pia.records.store import Store

SOON = 30
"""Days ahead that `pia due` looks unless told otherwise."""


@click.command(epilog="Examples: `pia due`, `pia due --within 90`, `pia due --json --fail`.")
@click.option("--within", type=click.IntRange(0), default=SOON, show_default=True, help="How many days ahead to look.")
@click.option("--fail", is_flag=True, help="Exit with 1 when something is overdue, for a scheduled job.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each thing due, a line each.")
@catalogue_option
@date_option
@store_option
def due(  # noqa: PLR0913 - one parameter for each option
    *, within: int, fail: bool, as_json: bool, house: Path | None, on: str | None, store: str
) -> None:
    """Show what is due: reviews of approvals, conditions, and what a change calls for.

    A review is due 12 months after an approval unless it said otherwise, when the meaning or scoring of the catalogue
    changed, and when a change or an incident was declared.
    """
    from datetime import timedelta

    from pia.records.standing import due as due_about

    today, catalogue = day(on), catalogue_of(house)
    until = today + timedelta(days=within)
    broken: list[str] = []
    found: list[Due] = []
    for life in readable(store_of(store), broken, outlined=True):
        found += [item for item in due_about(life, today, catalogue) if item.overdue or item.on <= until]
    found.sort(key=lambda item: (not item.overdue, item.on, item.name))
    if as_json:
        import msgspec

        for item in found:
            click.echo(msgspec.json.encode(item))
    else:
        _say_due(found, within)
    _end(store, broken, failed=fail and any(item.overdue for item in found))


@click.command(epilog="Examples: `pia recheck`, `pia recheck --date 2027-12-10`, `pia recheck --json`.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object for each approval that differs, a line each."
)
@catalogue_option
@date_option
@store_option
def recheck(*, as_json: bool, house: Path | None, on: str | None, store: str) -> None:
    """Judge everything that is approved again, under the catalogue and the law of today (or of --date).

    Names each approval whose verdict or findings would differ now, and why: a text that came into force, a catalogue
    that changed. Exit code 1 when a verdict differs, so that a scheduled job can tell.
    """
    from pia.records.recheck import Outcome
    from pia.records.recheck import recheck as judge_again

    today, catalogue = day(on), catalogue_of(house)
    kept = store_of(store)
    broken: list[str] = []
    differing: list[Rechecked] = []
    count = 0
    with _progress(kept) as advance:
        for life in readable(kept, broken, advance):
            if life.approval is None:
                continue
            count += 1
            result = judge_again(catalogue, life.name, life.approval, today)
            if result.outcome is not Outcome.SAME:
                differing.append(result)
    if as_json:
        import msgspec

        for result in differing:
            click.echo(msgspec.json.encode(result))
    else:
        _say_rechecked(count, differing)
    _end(store, broken, failed=any(result.outcome is Outcome.VERDICT for result in differing))


def _end(store: str, broken: list[str], *, failed: bool) -> None:
    if broken:
        raise BrokenFile(store, broken)
    if failed:
        raise click.exceptions.Exit(1)


def _say_due(found: list[Due], within: int) -> None:
    from pia.dates import day as in_words

    if not found:
        say(f"Nothing is due within {within} days.", "")
    for item in found:
        click.echo()
        click.secho(f"{'OVERDUE' if item.overdue else 'DUE':8}", bold=True, nl=False)
        condition = f", condition {item.condition}" if item.condition else ""
        say(f"{item.name}{condition}: {in_words(item.on)}", " " * 9, first=" ", whole=True)
        say(item.text + (f" ({item.owner})" if item.owner else ""), " " * 9)


def _say_rechecked(count: int, differing: list[Rechecked]) -> None:
    from pia.records.recheck import Outcome

    if not count:
        say("Nothing is approved here, so there is nothing to judge again.", "")
        return
    verdicts = [result for result in differing if result.outcome is Outcome.VERDICT]
    say(
        f"{count} approved, judged again: {len(verdicts)} would have another verdict now, "
        f"{len(differing) - len(verdicts)} the same verdict with other findings.",
        "",
    )
    for result in [*verdicts, *(result for result in differing if result not in verdicts)]:
        click.echo()
        before, now = result.verdict
        click.secho(f"{result.name}@{result.revision}: {before}" + ("" if before == now else f" -> {now}"), bold=True)
        for item in result.findings:
            say(
                f"{item.title}  [{item.id}]: {item.before or 'not found'} -> {item.after or 'not found'}",
                "    ",
                first="  ",
            )
        for line in result.why:
            say(line, "    ", first="  Why: ")


@contextmanager
def _progress(kept: Store) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, on standard error; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Judging again", total=len(kept.names()))
        yield lambda: bar.advance(task)
