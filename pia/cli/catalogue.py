"""`pia catalogue`: browse the questions, rules, measures, alternatives and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pia.cli.common import built_in
from pia.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pia.model import Catalogue

PARTS = ["questions", "rules", "measures", "alternatives", "sources", "places", "families"]


@click.group()
def catalogue() -> None:
    """Browse what pia asks and what it rests on."""


@catalogue.command("list", epilog="Examples: `pia catalogue list rules`, `pia catalogue list sources --place uk`.")
@click.argument("part", type=click.Choice(PARTS), required=False)
@click.option("--place", help="Only sources of this place.")
def list_(part: str | None, place: str | None) -> None:
    """List the entries of one PART, a line each; without one, how many there are."""
    held = built_in()
    if part is None:
        click.echo(f"Catalogue {held.version} of {held.released}, sha256 {held.digest[:16]}")
        for name in PARTS:
            click.echo(f"{len(_part(held, name)):5} {name}")
        return
    if place and place not in held.places:
        raise WrongUse(f"There is no place {place}. `pia catalogue list places` shows all.")
    for name, entry in _part(held, part).items():
        if not place or getattr(entry, "place", place) == place:
            click.echo(f"{name:30} {_title(entry)}")


@catalogue.command(epilog="Examples: `pia catalogue show unneeded-number`, `pia catalogue show eu-gdpr-5-1c`.")
@click.argument("entry_id", metavar="ID")
def show(entry_id: str) -> None:
    """Show everything about one entry."""
    held = built_in()
    for part in PARTS:
        if entry_id in _part(held, part):
            click.echo(f"{part}: {entry_id}")
            _show(_part(held, part)[entry_id])
            return
    import difflib

    everything = [name for part in PARTS for name in _part(held, part)]
    near = difflib.get_close_matches(entry_id, everything, n=1)
    hint = f"Did you mean {near[0]}?" if near else "`pia catalogue list` shows what there is."
    raise WrongUse(f"There is no entry {entry_id}. {hint}")


def _part(held: Catalogue, name: str) -> Mapping[str, Any]:
    part: Mapping[str, Any] = getattr(held, name)
    return part


def _title(entry: Any) -> str:  # noqa: ANN401 - any kind of entry
    for key in ("title", "text", "name"):
        if words := getattr(entry, key, ""):
            return str(words)
    return ""


def _show(entry: Any) -> None:  # noqa: ANN401 - any kind of entry
    import textwrap

    import msgspec

    from pia.catalogue.words import in_words

    for key, value in msgspec.structs.asdict(entry).items():
        if key == "id" or value in ("", (), None):
            continue
        text = in_words(value)
        click.echo(textwrap.fill(text, 98, initial_indent=f"  {key + ':':18}", subsequent_indent=" " * 20))
