"""The questionnaire as a PDF form: to print, to fill in with any viewer or by hand, and to read back.

``printed`` lays out what ``content`` says should be asked, ``fields`` makes its lines and boxes fields of the PDF,
``filled`` reads them again, and ``answers`` checks what was filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pia.model import Catalogue, Value

__all__ = ["render_form"]


def render_form(
    catalogue: Catalogue, *, sections: Collection[str] = (), given: Mapping[str, Value] | None = None, paper: str = "A4"
) -> tuple[bytes, int]:
    """The empty form as PDF bytes, and the number of questions in it.

    ``sections``: only these, by id; empty for all. ``given``: answers to questions with choices; they are ticked, and
    only what can still apply is asked. ``paper``: ``A4`` or ``Letter``. The same catalogue gives the same bytes.
    Raises PangoMissing where the typesetting library is not installed.
    """
    from pia.report.form.content import content
    from pia.report.form.printed import to_pdf

    shown = content(catalogue, sections=sections, given=given)
    return to_pdf(shown, catalogue, paper=paper), shown.count
