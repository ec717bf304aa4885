"""Writing what a command made: a report in the form its file's name asks for, or JSON for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pia.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from pia.model import Assessment, Catalogue, Decided, Frozen
    from pia.report.child import Done, Gap
    from pia.report.renderer import Renderer


def write_report(  # noqa: PLR0913 - how a report may be made
    catalogue: Catalogue,
    assessment: Assessment,
    path: Path,
    *,
    paper: str = "A4",
    renderer: Renderer | None = None,
    fonts: Path | None = None,
    decided: Decided | None = None,
) -> None:
    """Render the report in the form the file's name asks for, and put it there, whole or not at all.

    ``renderer``: the child process that makes a PDF, when one was started before. ``fonts``: a folder of the user's.
    ``decided``: what is printed of a decision; JSON has the assessment alone.
    What no font has is said on stderr.
    """
    from pia.records.durable import replace
    from pia.report import render_html, render_markdown

    match path.suffix.lower():
        case ".pdf":
            done = _pdf(catalogue, assessment, paper, renderer, fonts, decided)
            replace(path, done.content)
            for gap in done.gaps:
                click.echo(_warning(path, gap), err=True)
        case ".html":
            replace(path, render_html(catalogue, assessment, decided=decided).encode())
        case ".md":
            replace(path, render_markdown(catalogue, assessment, decided=decided).encode())
        case ".json":
            replace(path, readable_json(assessment))
        case other:
            raise WrongUse(
                f"{path}: a report is a .pdf, .html, .md or .json file, not {other or 'one without an ending'}."
            )


def _pdf(  # noqa: PLR0913, PLR0917 - how a PDF may be made
    catalogue: Catalogue,
    assessment: Assessment,
    paper: str,
    renderer: Renderer | None,
    fonts: Path | None,
    decided: Decided | None,
) -> Done:
    from pia.report.renderer import Renderer

    if renderer is not None:
        return renderer.submit(catalogue, assessment, paper=paper, fonts=fonts, decided=decided)
    with Renderer() as started:
        return started.submit(catalogue, assessment, paper=paper, fonts=fonts, decided=decided)


def _warning(path: Path, gap: Gap) -> str:
    from pia.cli.say import printable

    few = " ".join(gap.characters[:8]) + (" and others" if len(gap.characters) > 8 else "")  # noqa: PLR2004
    where = f'the answer to "{printable(gap.question)}"' if gap.question else "the catalogue"
    return (
        f"Warning: {path}: no font here has {few} in {where}. The page shows the number of each, such as "
        f"[U+{ord(gap.characters[0]):04X}]; the data inside keep what was typed. --fonts DIR names a folder with fonts "
        "that have them, such as those of the Noto family."
    )


def readable_json(result: Frozen) -> bytes:
    """An assessment or an advice as JSON that a person can read, too."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"
