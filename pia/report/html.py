"""A view laid out as HTML: the one set of templates that the PDF and the HTML report are made from.

Every expression in a template passes through ``printable`` and is then escaped: nothing of an answer can be markup.
"""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from pia.report.clean import printable
from pia.shipped import PACKAGE, shipped

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from markupsafe import Markup

    from pia.report.shapes import View

PAPERS = {"A4": "15mm", "Letter": "17.95mm"}
"""The papers, and the margins at their sides that give both the same column of 180 mm: one grid, two sheets."""


def to_html(view: View, *, paper: str = "A4", covered: frozenset[int] | None = None) -> str:
    """The report as one HTML text. ``covered``: the code points the fonts of a PDF have; None for a browser."""
    if paper not in PAPERS:
        raise ValueError(f"paper is {paper!r}; it may be {' or '.join(PAPERS)}")
    template = environment(covered).get_template("report.html.j2")
    return template.render(view=view, paper=paper, side=PAPERS[paper], style=style("report.css"))


def style(name: str) -> Markup:
    """A style sheet of ours, as it stands in a page."""
    from markupsafe import Markup

    return Markup((shipped("templates") / name).read_text(encoding="utf-8"))  # noqa: S704  # ours, not an answer


@functools.lru_cache(maxsize=8)
def environment(covered: frozenset[int] | None) -> Environment:
    """What fills in our templates: every value is made printable and escaped, unless it is markup of ours."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
    from markupsafe import Markup, escape

    class Kept(FileSystemBytecodeCache):
        """Compiled templates beside Python's own compiled code; a folder that may not be written costs time alone."""

        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)

    @pass_context  # so that it is never applied while compiling: what is kept must not hang on the fonts
    def finish(_context: object, value: object) -> object:
        return value if isinstance(value, Markup) else printable(str(value), covered)

    def href(url: str) -> Markup | str:
        return escape(Markup("").join(url.split())) if url.startswith("https://") else ""

    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Kept(str(_kept()), "jinja2-%s.cache"),
    )
    made.filters["href"] = href
    return made


def _kept() -> Path:
    folder = PACKAGE / "report" / "__pycache__"
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder
