"""`pia catalogue`: browse the questions, rules, measures, alternatives and sources; check them; write them up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pia.cli import complete
from pia.cli.common import catalogue_of, catalogue_option, date_option, day, house_of
from pia.cli.manners import nearest
from pia.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pia.model import Catalogue

PARTS = ["questions", "rules", "measures", "alternatives", "sources", "places", "families"]


@click.group(epilog="Examples: `pia catalogue list`, `pia catalogue show minors`, `pia catalogue check`.")
def catalogue() -> None:
    """Browse what pia asks and what it rests on, check it, and write it up."""


@catalogue.command("list", epilog="Examples: `pia catalogue list rules`, `pia catalogue list sources --place uk`.")
@click.argument("part", type=click.Choice(PARTS), required=False)
@click.option("--place", help="Only sources of this place.", shell_complete=complete.places)
@catalogue_option
def list_(part: str | None, place: str | None, house: Path | None) -> None:
    """List the entries of one PART, a line each; without one, how many there are."""
    held = catalogue_of(house)
    if place and place not in held.places:
        raise WrongUse(f"There is no place {place}. {nearest(place, held.places, 'pia catalogue list places')}")
    if part is None:
        click.echo(f"Catalogue {held.version} of {held.released}, sha256 {held.digest[:16]}")
        for name in PARTS:
            click.echo(f"{len(_part(held, name)):5} {name}")
        _say_house(held)
        return
    for name, entry in _part(held, part).items():
        if not place or getattr(entry, "place", place) == place:
            click.echo(f"{name:30} {_title(entry)}")


@catalogue.command(epilog="Examples: `pia catalogue show unneeded-number`, `pia catalogue show eu-gdpr-5-1c`.")
@click.argument("entry_id", metavar="ID", shell_complete=complete.entries)
@catalogue_option
def show(entry_id: str, house: Path | None) -> None:
    """Show everything about one entry."""
    held = catalogue_of(house)
    for part in PARTS:
        if entry_id in _part(held, part):
            click.echo(f"{part}: {entry_id}")
            _show(_part(held, part)[entry_id])
            return
    import difflib

    everything = [name for part in PARTS for name in _part(held, part)]
    near = difflib.get_close_matches(entry_id, everything, n=1, cutoff=0.75)
    hint = f"Did you mean {near[0]}?" if near else "`pia catalogue list` shows what there is."
    raise WrongUse(f"There is no entry {entry_id}. {hint}")


@catalogue.command(epilog="Examples: `pia catalogue check`, `pia catalogue check --catalogue our-rules`.")
@click.argument(
    "directory",
    metavar="[DIR]",
    required=False,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
)
@click.option(
    "--stories",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of stories that tell of each rule; without it, `stories` in DIR, or those of this checkout.",
)
@date_option
@catalogue_option
def check(directory: Path | None, stories: Path | None, on: str | None, house: Path | None) -> None:
    """Find every fault of a catalogue, a sentence each: the one in use, or the whole one in DIR.

    Faults are to be mended, and the exit code is 65. Notes are worth knowing, and nothing has to be done. Your own
    additions are checked with --catalogue, together with what they are laid over.
    """
    from pia.catalogue.inspection import inspect
    from pia.catalogue.load import examined, stories_of

    house = house_of(house) if directory is None else house
    reading = examined(directory, house)
    found = inspect(reading, day(on), stories or stories_of(directory, house))
    for title, lines in (("Faults, to be mended", found.faults), ("Notes, worth knowing", found.notes)):
        if lines:
            click.echo(f"{title} ({len(lines)}):")
            for line in lines:
                click.echo(f"  {line}")
    if reading.catalogue is not None:
        _say_house(reading.catalogue)
    if found.faults:
        raise click.exceptions.Exit(65)
    click.echo("No faults.")


@catalogue.command(epilog="Example: `pia catalogue docs docs`.")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@catalogue_option
def docs(directory: Path, house: Path | None) -> None:
    """Write the catalogue as pages that read without pia (Markdown) into DIR."""
    from pia.catalogue.pages import pages
    from pia.records.durable import replace

    for name, text in pages(catalogue_of(house)).items():
        replace(directory / name, text.encode())
        click.echo(directory / name)


def _say_house(held: Catalogue) -> None:
    if held.house is None:
        return
    house = held.house
    click.echo(f"With the additions of {house.name}: {len(house.added)} added, {len(house.changed)} changed.")
    if house.loosened:
        click.echo("What could make a finding of the built-in catalogue disappear or milder:")
        for sentence in house.loosened:
            click.echo(f"  {sentence}")


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
