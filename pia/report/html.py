"""A view laid out as HTML: the one set of templates that the PDF and the HTML report are made from.

Every expression in a template passes through ``printable`` and is then escaped: nothing of an answer can be markup.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from pia.report.clean import printable
from pia.shipped import shipped

if TYPE_CHECKING:
    from pia.report.shapes import View

PAPERS = ("A4", "Letter")


def to_html(view: View, *, paper: str = "A4", covered: Container[int] | None = None) -> str:
    """The report as one HTML text. ``covered``: the code points the fonts of a PDF have; None for a browser."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    if paper not in PAPERS:
        raise ValueError(f"paper is {paper!r}; it may be {' or '.join(PAPERS)}")

    def finish(value: object) -> object:
        return value if isinstance(value, Markup) else printable(str(value), covered)

    def href(url: str) -> Markup | str:
        return escape(Markup("").join(url.split())) if url.startswith("https://") else ""

    folder = shipped("templates")
    style = Markup((folder / "report.css").read_text(encoding="utf-8"))  # noqa: S704  # ours, not an answer
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["href"] = href
    return environment.get_template("report.html.j2").render(view=view, paper=paper, style=style)
