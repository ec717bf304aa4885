"""Reports made once for all tests of this room."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from helpers import real_catalogue

from pia.model import Assessment
from pia.report import render_pdf
from pia.report.form import render_form
from pia.report.loading import load
from report import sample

load()  # before any test imports WeasyPrint by itself, with its warnings

REPORTS = {
    "benign": sample.BENIGN,
    "small": sample.SMALL,
    "terrible": sample.TERRIBLE,
    "hostile": sample.hostile(),
    "decided": sample.SMALL,
}


@pytest.fixture(scope="session")
def pdf_of() -> Callable[..., bytes]:
    """The PDF of one of ``REPORTS`` on one paper, rendered once."""
    made: dict[tuple[str, str], bytes] = {}

    def render(name: str, paper: str = "A4") -> bytes:
        if (name, paper) not in made:
            decided = sample.DECIDED if name == "decided" else None
            made[name, paper] = render_pdf(sample.CATALOGUE, REPORTS[name], paper=paper, decided=decided)
        return made[name, paper]

    return render


@pytest.fixture(scope="session")
def form() -> bytes:
    """The whole form of the real catalogue, made once."""
    return render_form(real_catalogue())[0]


@pytest.fixture(scope="session")
def small() -> bytes:
    """The form of the invented catalogue, which has a date."""
    return render_form(sample.CATALOGUE)[0]


_OPEN: list[pikepdf.Pdf] = []


def opened(pdf: bytes) -> pikepdf.Pdf:
    """A PDF to look into; kept, because what is read from it lives only as long as it does."""
    _OPEN.append(pikepdf.open(io.BytesIO(pdf)))
    return _OPEN[-1]


def assessment_of(name: str) -> Assessment:
    """The assessment behind one of ``REPORTS``."""
    return REPORTS[name]


HERE = Path(__file__).parent
