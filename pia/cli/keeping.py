"""What the commands over records share: the store, who and when, and where a report lies."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from pia.errors import PiaError, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pia.model import Answers, Assessment, Catalogue, Decided
    from pia.records.life import Life
    from pia.records.store import Store
    from pia.records.stream import When

by_option = click.option(
    "--by",
    envvar="PIA_BY",
    show_envvar=True,
    metavar="NAME",
    help="Who does it. A name is a claim: pia cannot prove it.",
)


def store_of(where: str) -> Store:
    """The records of a store."""
    from pia.records.backend import open_store
    from pia.records.store import Store

    return Store(open_store(where))


def readable(
    kept: Store, broken: list[str], advance: Callable[[], None] = lambda: None, *, outlined: bool = False
) -> Iterator[Life]:
    """Every life that can be read, one at a time; the sentences of the others are put into ``broken``."""
    for _, life in kept.lives(outlined=outlined):
        advance()
        if isinstance(life, PiaError):
            broken.append(str(life))
        else:
            yield life


def when(on: date) -> When:
    """The present moment, and the day it counts from."""
    from pia.records.stream import When

    return When(datetime.now(UTC), on)


def known(store: Store, name: str) -> str:
    """The name, when the store has such an assessment; WrongUse with the nearest when it has none."""
    from pia.cli.manners import nearest
    from pia.records.drafts import check_name

    if sentence := check_name(name):
        raise WrongUse(f"{name}: {sentence}")
    if not store.backend.names(f"{name}/"):
        names = store.names()
        hint = nearest(name, names, "pia list") if names else "There are none yet; `pia new` begins one."
        raise WrongUse(f"There is no assessment named {name} in {store.backend.where}. {hint}")
    return name


def who(by: str | None) -> str:
    """Who does it: as was said, or as a person in a terminal says now."""
    if by is not None and by.strip():
        return by.strip()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse("Say who does this: --by NAME, or PIA_BY in the environment.")
    return str(click.prompt("Your name, as it should stand in the record", err=True)).strip()


def drafted(store: Store, name: str, catalogue: Catalogue) -> Answers:
    """The answers as they are now, as far as this catalogue can judge them."""
    from pia.records.drafts import Drafts

    return Drafts(store.backend).load(name, catalogue).answers


def keep_report(  # noqa: PLR0913 - what a report is made of and kept under
    store: Store,
    catalogue: Catalogue,
    name: str,
    assessment: Assessment,
    *,
    file: str,
    paper: str,
    decided: Decided | None = None,
) -> tuple[bytes, str]:
    """Make a report and keep it in the store beside the records; its bytes, and where it is.

    What was submitted and what was decided on keep files of their own, so that no later report is written over them.
    """
    from pia.report.renderer import Renderer

    with Renderer() as renderer:
        content = renderer.submit(catalogue, assessment, paper=paper, decided=decided).content
    store.backend.replace(f"{name}/{file}", content)
    return content, f"{store.backend.where}/{name}/{file}"
