"""The report: an assessment turned into a view, the view into HTML, the HTML into a PDF that keeps its own data.

This is the only room that knows Jinja2 and WeasyPrint, and it loads them when the first report is made, not before.
Commands make a PDF in a child process (``pia.report.renderer``); ``render_pdf`` makes one in this process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pia.model import Assessment, Catalogue, Decided, Register

__all__ = ["render_html", "render_markdown", "render_pdf", "render_register"]


def render_html(catalogue: Catalogue, assessment: Assessment, *, decided: Decided | None = None) -> str:
    """The report as one self-contained HTML file. ``decided``: a decision to print."""
    from pia.assess.advise import advise
    from pia.report.html import to_html
    from pia.report.view import view

    advice = advise(catalogue, assessment.answers, assessment.on)
    return to_html(view(catalogue, assessment, advice=advice, decided=decided))


def render_markdown(catalogue: Catalogue, assessment: Assessment, *, decided: Decided | None = None) -> str:
    """The report as Markdown, short enough for a pull request. ``decided``: a decision to print."""
    from pia.assess.advise import advise
    from pia.report.markdown import to_markdown
    from pia.report.view import view

    advice = advise(catalogue, assessment.answers, assessment.on)
    return to_markdown(view(catalogue, assessment, advice=advice, decided=decided))


def render_pdf(
    catalogue: Catalogue,
    assessment: Assessment,
    *,
    paper: str = "A4",
    fonts: Path | None = None,
    decided: Decided | None = None,
) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1 in one file, with its data embedded as JSON, and sealed.

    ``paper`` is ``A4`` or ``Letter``; ``fonts``: a folder with fonts for writing systems that ours lack.
    ``decided``: a decision to print. The same assessment gives the same bytes on the same platform.
    Raises PangoMissing where the typesetting library is not installed.
    """
    from pia.report.data import documents
    from pia.report.pdf import Typesetter

    return Typesetter().make(documents(catalogue, assessment, decided=decided), paper=paper, folder=fonts).content


def render_register(catalogue: Catalogue, register: Register, *, paper: str = "A4") -> bytes:
    """The register on one page, as PDF/A-3a and PDF/UA-1, with all of it inside as JSON.

    Raises PangoMissing where the typesetting library is not installed.
    """
    from pia.report.register import to_pdf

    return to_pdf(catalogue, register, paper=paper)
