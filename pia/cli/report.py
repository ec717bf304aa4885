"""`pia report`: the document a lawyer reads, one or many."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import (
    answers_of,
    beside_answers,
    catalogue_of,
    catalogue_option,
    date_option,
    day,
    fonts_option,
    is_file,
    paper_option,
    store_option,
)
from pia.cli.complete import names_and_files
from pia.cli.writing import write_report
from pia.errors import PiaError, SomeFailed, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pia.model import Assessment, Catalogue, Decided
    from pia.report.renderer import Renderer

    Make = Callable[[str, Renderer | None], Path]


@click.command(
    epilog="Examples: `pia report guest-checkout`, `pia report plan.toml -o plan.html`, "
    "`pia report plans/*.toml -o reports`."
)
@click.argument("names_or_files", metavar="NAME|FILE...", nargs=-1, required=True, shell_complete=names_and_files)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Where to write it; its ending (.pdf, .html, .md, .json) says in which form. For several, or without an "
    "ending, the folder to put the PDFs in. Without it, a PDF beside the answers.",
)
@paper_option
@fonts_option
@catalogue_option
@date_option
@store_option
def report(  # noqa: PLR0913 - one parameter for each option
    names_or_files: tuple[str, ...],
    *,
    output: Path | None,
    paper: str,
    fonts: Path | None,
    house: Path | None,
    on: str | None,
    store: str,
) -> None:
    """Write the report on an assessment, or on a file of answers. Several are made side by side, on all processors.

    The report on an assessment that was decided on prints the decision, as long as answers and findings are those
    decided on; when they changed since, or the plan was withdrawn or superseded, it says so instead.

    One that cannot be made does not stop the others; all that failed are listed at the end.
    """
    from pia.assess import assess

    judged = day(on)
    folder = output is not None and (len(names_or_files) > 1 or not output.suffix or output.is_dir())
    if folder and output is not None and len(names_or_files) > 1 and output.is_file():
        raise WrongUse(f"{output} is a file. Several reports need a folder: -o FOLDER.")
    with ExitStack() as stack:
        renderers = _started(stack, len(names_or_files), needed=folder or output is None or output.suffix == ".pdf")
        catalogue = catalogue_of(house)

        def make(name_or_file: str, renderer: Renderer | None) -> Path:
            path = _path(name_or_file, store, output, folder=folder)
            name, answers = answers_of(name_or_file, store, catalogue)
            assessment = assess(catalogue, answers, judged, name=name)
            decided = None
            if path.suffix.lower() != ".json" and not is_file(name_or_file):
                assessment, decided = _decided(catalogue, assessment, store)
            write_report(catalogue, assessment, path, paper=paper, renderer=renderer, fonts=fonts, decided=decided)
            return path

        if len(names_or_files) == 1:
            click.echo(make(names_or_files[0], renderers[0] if renderers else None))
        else:
            _refuse_clashes([(name, _path(name, store, output, folder=folder)) for name in names_or_files])
            _many(names_or_files, make, renderers)


def _decided(catalogue: Catalogue, now: Assessment, store: str) -> tuple[Assessment, Decided | None]:
    """What the PDF is made from, with what is on record of a decision."""
    from pia.cli.keeping import store_of
    from pia.records.decided import printed
    from pia.records.life import life_of

    records = store_of(store).stream(now.name).records
    return printed(catalogue, life_of(now.name, records), records, now)


def _path(name_or_file: str, store: str, output: Path | None, *, folder: bool) -> Path:
    """Where one report goes: as it was said, into the folder that was named, or beside its answers."""
    if output is not None and not folder:
        return output
    beside = beside_answers(name_or_file, store)
    beside = beside.with_name(f"{beside.name}.pdf")
    return beside if output is None else output / beside.name


def _refuse_clashes(paths: Sequence[tuple[str, Path]]) -> None:
    first: dict[Path, str] = {}
    for name, path in paths:
        if path in first:
            raise WrongUse(f"{first[path]} and {name} would both be written to {path}. Rename one of them.")
        first[path] = name


def _started(stack: ExitStack, reports: int, *, needed: bool) -> list[Renderer]:
    """Child processes that load while everything else is being read: one for each processor, and no idle ones."""
    if not needed:
        return []
    import os

    from pia.report.renderer import Renderer

    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return [stack.enter_context(Renderer()) for _ in range(min(processors, reports))]


def _many(names: Sequence[str], make: Make, renderers: Sequence[Renderer]) -> None:
    """Make every report, say where each one is, and list those that could not be made."""
    import queue
    from concurrent.futures import ThreadPoolExecutor

    free: queue.SimpleQueue[Renderer] = queue.SimpleQueue()
    for renderer in renderers:
        free.put(renderer)

    def one(name: str) -> Path | PiaError:
        renderer = free.get()
        try:
            return make(name, renderer)
        except PiaError as error:
            return error
        finally:
            free.put(renderer)

    faults: dict[str, PiaError] = {}
    pool = ThreadPoolExecutor(len(renderers))
    try:
        for name, made in zip(names, _with_progress(pool.map(one, names), len(names)), strict=True):
            if isinstance(made, PiaError):
                faults[name] = made
            else:
                click.echo(made)
    except BaseException:  # interrupted: the threads wait for children that have to go first
        for renderer in renderers:
            renderer.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    if faults:
        raise SomeFailed(len(names), faults)


def _with_progress(made: Iterator[Path | PiaError], count: int) -> Iterator[Path | PiaError]:
    """Pass on what is made, with a bar that grows where somebody watches."""
    import sys

    if not sys.stderr.isatty():
        yield from made
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reports"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for result in progress.track(made, total=count):
            progress.stop()  # what is said of it goes elsewhere, and would run on in the line of the bar
            yield result
            progress.start()
