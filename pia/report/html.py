"""A view laid out as HTML: the one set of templates that the PDF and the HTML report are made from.

Every expression in a template passes through ``printable`` and is then escaped: nothing of an answer can be markup.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from pia.report.clean import printable
from pia.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from pia.report.shapes import View

PAPERS = {"A4": "17mm", "Letter": "19.95mm"}
"""The papers, and the margins at their sides that give both the same column of 176 mm: one grid, two sheets."""


def to_html(view: View, *, paper: str = "A4", covered: Container[int] | None = None) -> str:
    """The report as one HTML text. ``covered``: the code points the fonts of a PDF have; None for a browser."""
    if paper not in PAPERS:
        raise ValueError(f"paper is {paper!r}; it may be {' or '.join(PAPERS)}")
    template = environment(covered).get_template("report.html.j2")
    return template.render(view=view, paper=paper, side=PAPERS[paper], style=style("report.css"))


def style(name: str) -> Markup:
    """A style sheet of ours, as it stands in a page."""
    from markupsafe import Markup

    return Markup((shipped("templates") / name).read_text(encoding="utf-8"))  # noqa: S704  # ours, not an answer


def environment(covered: Container[int] | None) -> Environment:
    """What fills in our templates: every value is made printable and escaped, unless it is markup of ours."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    def finish(value: object) -> object:
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
    )
    made.filters["href"] = href
    return made
