"""What several commands share: their options, and where catalogue and answers come from."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pia.errors import BrokenFile, WrongUse

if TYPE_CHECKING:
    from pia.model import Answer, Answers, Catalogue
    from pia.records.drafts import Drafts

store_option = click.option(
    "--store",
    default="assessments",
    envvar="PIA_STORE",
    show_default=True,
    show_envvar=True,
    metavar="FOLDER|URL",
    help="What keeps the assessments: a folder, or a URL that begins with s3, gs, az, postgresql or sqlite.",
)
date_option = click.option(
    "--date",
    "on",
    metavar="YYYY-MM-DD",
    help="Judge under the law of this day instead of today.",
)
paper_option = click.option(  # typed in any case, and given as it is spelled here
    "--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), default="A4", show_default=True
)
fonts_option = click.option(
    "--fonts",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PIA_FONTS",
    show_envvar=True,
    help="A folder with fonts for writing systems that those of pia lack, such as Chinese, Arabic or Thai.",
)
catalogue_option = click.option(
    "--catalogue",
    "house",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PIA_CATALOGUE",
    show_envvar=True,
    help="A folder with your own questions, rules and sources, laid over those of pia. "
    "Without it, the one that pia.toml in the store names, or pyproject.toml here under [tool.pia].",
)


def store_words(drafts: Drafts) -> list[str]:
    """What a command must be given so that it looks in the same folder."""
    return [] if drafts.where == "assessments" else ["--store", drafts.where]


def day(text: str | None, option: str = "--date") -> date:
    """The day that an option names; today where it was not given. WrongUse names the option."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the law of the reader's own day
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{option} {text}: type a day as year-month-day, such as 2026-03-31.") from None


def catalogue_of(house: Path | None = None) -> Catalogue:
    """The catalogue that ships with pia, with a house's own laid over it if there is one."""
    from pia.catalogue import load

    return load(house=house_of(house))


def house_of(option: Path | None) -> Path | None:
    """The folder of a house's own catalogue, as the first of these names it; None when nothing does.

    The option or the environment; the store, in its ``pia.toml``; the project in the current folder, in its
    ``pyproject.toml``. A path in a file is seen from the folder of that file.
    """
    if option is not None:
        return option
    for file, table in ((_store() / "pia.toml", ""), (Path("pyproject.toml"), "tool.pia")):
        if named := _catalogue_in(file, table):
            return file.parent / named
    return None


def _store() -> Path:
    """The store of the command that runs, or the usual one where it has no such option."""
    context = click.get_current_context(silent=True)
    given = context.params.get("store") if context is not None else None
    return Path(given or os.environ.get("PIA_STORE") or "assessments")


def _catalogue_in(file: Path, table: str) -> str:
    """What a file says of ``catalogue`` in a table of its own; nothing when it says nothing, or is not there."""
    if not file.is_file():
        return ""
    text = file.read_text("utf-8", errors="replace")
    if f"[{table}]" not in text and table:  # most projects; they are spared the parser
        return ""
    import tomllib

    try:
        held: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenFile(file, [f"is not valid TOML: {error}."]) from None
    for key in filter(None, table.split(".")):
        held = held.get(key, {})
    named = held.get("catalogue", "")
    if not isinstance(named, str):
        raise BrokenFile(file, [f"{table + '.' if table else ''}catalogue should be the path of a folder, as text."])
    if not table and (others := sorted(held.keys() - {"catalogue"})):
        raise BrokenFile(file, [f"{name}: only catalogue can be said here." for name in others])
    return named


def answers_of(name_or_file: str, store: str, catalogue: Catalogue) -> tuple[str, dict[str, Answer]]:
    """The name and answers of a draft or an answer file."""
    from pia.records.answers import read_answers
    from pia.records.drafts import Drafts

    if is_file(name_or_file):
        file = read_answers(Path(name_or_file), catalogue)
        say_numbers(Path(name_or_file), catalogue, file.answers)
        return file.name, file.answers
    return name_or_file, Drafts(store).load(name_or_file, catalogue).answers


def beside_answers(name_or_file: str, store: str) -> Path:
    """The folder and stem that a report is written beside."""
    from pia.records.drafts import Drafts

    if is_file(name_or_file):
        return Path(name_or_file).with_suffix("")
    return Drafts(store).path(name_or_file).with_name(name_or_file)


def is_file(name_or_file: str) -> bool:
    """Whether an answer file is meant, rather than the name of an assessment."""
    path = Path(name_or_file)
    return path.suffix in {".json", ".toml"} or path.is_file()


def say_numbers(path: Path, catalogue: Catalogue, answers: Answers) -> None:
    """A note on stderr for each answer and comment of a file that seems to hold a real person's phone number."""
    from pia.interview.numbers import doubt
    from pia.interview.values import places_of

    places = places_of(catalogue, answers)
    for name, answer in answers.items():
        for text in (answer.value, answer.comment, answer.ask):
            if sentence := doubt(text, places):
                click.echo(f"Note: {path}: {name}: {sentence}", err=True)
