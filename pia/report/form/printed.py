"""The form as a PDF: laid out by WeasyPrint, its inputs made fields, and what was asked inside."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, TypeAlias

import pia
from pia.digest import canonical
from pia.report import fonts
from pia.report.form.inside import QUESTIONNAIRE, questionnaire
from pia.report.html import environment, style
from pia.report.loading import load
from pia.report.metadata import described_form
from pia.report.pdf import typeset

if TYPE_CHECKING:
    from pia.model import Catalogue
    from pia.report.form.content import Content

Untyped: TypeAlias = Any
"""WeasyPrint has no types."""


def to_pdf(form: Content, catalogue: Catalogue, *, paper: str = "A4") -> bytes:
    """Lay the form out; every date in it is the catalogue's. ``paper``: ``A4`` or ``Letter``."""
    with fonts.only_ours():
        weasyprint = load()
        from weasyprint.text.fonts import FontConfiguration

        configuration = FontConfiguration()
    from pia.report.form import fields

    template = environment(fonts.covered()).get_template("form.html.j2")
    html = template.render(form=form, paper=paper, style=style("form.css"), version=pia.__version__)
    described = described_form(catalogue.version, catalogue.digest)
    with fields.hooked():
        return typeset(weasyprint, html, configuration, described, [_inside(weasyprint, form, catalogue)])


def _inside(weasyprint: Untyped, form: Content, catalogue: Catalogue) -> Untyped:
    on = datetime.combine(catalogue.released, time(), UTC)
    return weasyprint.Attachment(
        string=canonical(questionnaire(catalogue, form.questions)),
        name=QUESTIONNAIRE,
        description="What was asked, under which catalogue, in canonical JSON (RFC 8785)",
        created=on,
        modified=on,
        relationship="Source",
    )
