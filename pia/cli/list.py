"""`pia list` and `pia log`: where every assessment stands, and what happened to one."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names
from pia.cli.keeping import known, store_of
from pia.cli.say import say
from pia.errors import BrokenFile, PiaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pia.model import Catalogue, Record
    from pia.records.life import Life

HEADINGS: tuple[str, ...] = ("Name", "Status", "Verdict", "Next review", "Conditions")


@click.command(
    "list", epilog="Examples: `pia list`, `pia list --verify`, `pia list --json`, `pia list --store s3://bucket/pia`."
)
@click.option("--verify", is_flag=True, help="Check every record of every assessment: digest, order, and completeness.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each assessment, a line each.")
@date_option
@store_option
def list_command(*, verify: bool, as_json: bool, on: str | None, store: str) -> None:
    """Show every assessment: where it stands, its verdict, the next review, the conditions still to be met.

    The records are read quickly; with --verify each is checked, and every fault is named (exit code 65).
    """
    today = day(on)
    rows = [HEADINGS]
    broken: list[str] = []
    for name, life in store_of(store).lives(checked=verify, outlined=True):
        if isinstance(life, PiaError):
            broken.append(str(life))
            row = {"name": name, "status": "cannot be read"}
        else:
            row = _row(life, today)
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            rows.append(_cells(row))
    count = len(rows) - 1
    for line in _laid_out(rows) if count else ():
        click.echo(line)
    if broken:
        raise BrokenFile(store, broken)
    if verify and count:
        say(f"Every record of {count} assessments is as it was written.", "")
    elif not count and not as_json:
        say(f"There is no assessment in {store} yet; `pia new` begins one.", "")


@click.command(epilog="Examples: `pia log guest-checkout`, `pia log guest-checkout --json`.")
@click.argument("name", shell_complete=names)
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON, one a line.")
@catalogue_option
@store_option
def log(name: str, *, as_json: bool, house: Path | None, store: str) -> None:
    """Show what happened to an assessment, record by record, after checking that each is as it was written.

    What no check inside the store can see: that the newest records were taken away, or that all were written anew by
    somebody who may write there. Keep the store in a protected git branch, or archive with a timestamp.
    """
    kept = store_of(store)
    stream = kept.stream(known(kept, name))
    if as_json:
        import msgspec

        for record in stream.records:
            click.echo(msgspec.json.encode(record))
        return
    catalogue = catalogue_of(house)
    for record in stream.records:
        _say_record(catalogue, record)
    for table in stream.newer:
        say(f"{table.get('number')}. by {table.get('by')}, written by a newer pia (schema {table['schema']}).", "   ")
    count = len(stream.records) + len(stream.newer)
    if not count:
        say(f"{name} is a draft: nothing was submitted yet. `pia submit {name}` does it.", "")
        return
    click.echo()
    say(f"{count} record{'' if count == 1 else 's'}, each as it was written. The last: {stream.last}", "")


def _row(life: Life, on: date) -> dict[str, Any]:
    from pia.records.standing import expired, overdue, status

    approval, revised = life.approval, life.revised
    return {
        "name": life.name,
        "state": life.state.value,
        "status": status(life, on),
        "revision": life.revision,
        "verdict": revised.assessment.verdict.value if revised else "",
        "level": revised.assessment.level.value if revised and revised.assessment.level else "",
        "approved": approval.act.revision if approval else None,
        "review_on": approval.act.review_on.isoformat() if approval else "",
        "expired": expired(life, on),
        "open": [term.id for term in approval.open] if approval else [],
        "overdue": list(overdue(life, on)),
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    conditions = f"{len(row['open'])} open" if row.get("open") else ""
    late = f", {len(row['overdue'])} overdue" if row.get("overdue") else ""
    return row["name"], row["status"], row.get("verdict", ""), row.get("review_on", ""), conditions + late


def _laid_out(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows in columns where they fit the terminal, else each on lines of its own; a name is never cut."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    columns = shutil.get_terminal_size().columns
    if sum(widths) + 2 * len(widths) <= columns or not sys.stdout.isatty():
        for row in rows:
            yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        return
    for row in rows[1:]:
        yield row[0]
        for title, cell in zip(rows[0][1:], row[1:], strict=True):
            if cell:
                yield textwrap.fill(f"{title}: {cell}", columns - 1, initial_indent="  ", subsequent_indent="    ")


def _say_record(catalogue: Catalogue, record: Record) -> None:
    from pia.records.words import details, headline

    click.echo()
    say(headline(record), " " * 5, first=f"{record.number:3}. ")
    for line in details(catalogue, record.act):
        say(line, " " * 5)
