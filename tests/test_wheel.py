"""What people install: the wheel alone, outside the checkout, has everything that the program needs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import pia

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> str:
    """Run a program as somebody would who has never seen this checkout; its stdout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(target: str, source: Path, into: Path) -> Path:
    """Build the ``sdist`` or the ``wheel`` with the locked build backend, without the network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", into, cwd=source)
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made the long way: checkout, source distribution, wheel."""
    tmp_path = tmp_path_factory.mktemp("wheel")
    run("tar", "-xzf", build("sdist", ROOT, tmp_path / "sdist"), cwd=tmp_path)
    (source,) = tmp_path.glob("phone_pia-*")
    return build("wheel", source, tmp_path / "dist")


def test_the_source_distribution_gives_the_same_wheel_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    direct = build("wheel", ROOT, tmp_path)
    assert wheel.read_bytes() == direct.read_bytes()


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"pia", f"phone_pia-{pia.__version__}.dist-info"}
    for folder in ("templates", "scenarios"):
        assert any(name.startswith(f"pia/{folder}/") for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_runs_alone(wheel: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "a folder" / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", fresh, cwd=tmp_path)
    python = fresh / "bin" / "python"
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install"),
        *("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", wheel),
        cwd=tmp_path,
    )
    libraries = sysconfig.get_path("purelib")  # read as plain folders: what is editable in them is not seen
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    (site / "libraries.pth").write_text(f"{libraries}\n{sysconfig.get_path('platlib')}\n")

    assert Path(run(python, "-c", "import pia; print(pia.__file__)", cwd=tmp_path)).is_relative_to(site)
    program = fresh / "bin" / "pia"
    assert run(program, "--version", cwd=tmp_path).strip() == f"pia {pia.__version__}"
    listed = {line.split()[0] for line in run(program, "demo", "--list", cwd=tmp_path).splitlines()}
    assert listed == {path.stem for path in (ROOT / "tests" / "scenarios").glob("*.toml")}
    run(program, "demo", "courier", "-o", "courier.pdf", cwd=tmp_path)
    assert (tmp_path / "courier.pdf").read_bytes().startswith(b"%PDF-")
