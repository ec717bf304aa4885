"""bin/: a checkout sets itself up once, whatever happens. A stand-in plays Python, so that nothing is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOOLS = ("cat", "cksum", "cp", "dirname", "id", "ln", "mkdir", "mv", "readlink", "rm", "sh", "sleep")

PYTHON = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
*"-m venv"*)
    for folder; do :; done
    rm -rf "$folder"
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    sleep "${SLOW:-0}"
    ;;
*"-m pip"*)
    sleep "${SLOW_PIP:-0}"
    exit "${PIP:-0}"
    ;;
*ctypes*) exit "${PANGO:-0}" ;;
-I*) ;;
*) shift && printf '[%s]' "$@" ;;
esac
"""


@dataclass
class Machine:
    """A checkout and the programs of a machine that has little else."""

    root: Path
    tools: Path
    calls: Path

    def start(self, *arguments: str, program: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        """Start bin/pia from a folder that is not the checkout, without a home."""
        return subprocess.Popen(
            [program or self.root / "bin" / "pia", *arguments],
            cwd=self.tools,
            env={"PATH": str(self.tools), "CALLS": str(self.calls), "HOME": "", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pia(self, *arguments: str, program: Path | None = None, **environment: str) -> tuple[int, str, list[str]]:
        """Exit code, stdout, and the lines of stderr."""
        return ended(self.start(*arguments, program=program, **environment))

    def count(self, what: str) -> int:
        """How often Python was called with something: ``-m venv``, ``--require-hashes``."""
        return self.calls.read_text().count(what) if self.calls.exists() else 0

    def wait_for(self, what: str, times: int = 1) -> None:
        """Return as soon as Python has been called with something."""
        for _ in range(500):
            if self.count(what) == times:
                return
            time.sleep(0.01)
        pytest.fail("it never began")


def ended(process: subprocess.Popen[str]) -> tuple[int, str, list[str]]:
    """Wait for a program: exit code, stdout, and the lines of stderr."""
    stdout, stderr = process.communicate(timeout=60)
    return process.returncode, stdout, stderr.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A fresh checkout in a folder with a space in its name, and the stand-in for Python."""
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / "bin", root / "bin")
    for name in ("pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, root)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    (tools / "python3.12").write_text(PYTHON)
    (tools / "python3.12").chmod(0o755)
    yield Machine(root, tools, tmp_path / "calls")
    assert not list(root.glob(".venv.lock*"))


def test_the_first_call_sets_up_and_later_ones_only_run(machine: Machine) -> None:
    code, stdout, stderr = machine.pia("demo", "two words", "", "*")
    assert (code, stdout, len(stderr)) == (0, "[demo][two words][][*]", 1)
    before = machine.calls.read_text()
    assert "--require-hashes -r requirements.lock" in before
    assert machine.pia("--version") == (0, "[--version]", [])
    assert machine.calls.read_text().removeprefix(before).count("\n") == 1


def test_what_the_check_needs_comes_with_the_check(machine: Machine) -> None:
    machine.pia()
    code, stdout, stderr = machine.pia("-x", program=machine.root / "bin" / "test")
    assert (code, stdout) == (0, "[pytest][-x]")
    assert "requirements-dev.lock" in machine.calls.read_text()
    assert "without a JDK" in stderr[-1]
    assert machine.pia("again") == (0, "[again]", [])
    assert machine.count("-m venv") == 1


def test_without_pango_everything_else_works(machine: Machine) -> None:
    code, stdout, stderr = machine.pia("check", PANGO="1")
    assert (code, stdout) == (0, "[check]")
    assert "without the Pango library no PDF" in stderr[-1]
    assert machine.pia("check", PANGO="1") == (0, "[check]", [])


def test_links_to_it_work_from_anywhere(machine: Machine) -> None:
    (machine.tools / "far").symlink_to("near")
    (machine.tools / "near").symlink_to(machine.root / "bin" / "pia")
    assert machine.pia("x", program=Path("far"), PATH=f"{machine.tools}:.")[:2] == (0, "[x]")
    assert (machine.root / ".venv" / "pia.stamp").exists()


def test_a_changed_lock_updates_and_a_moved_checkout_makes_anew(machine: Machine) -> None:
    machine.pia()
    with (machine.root / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert len(machine.pia()[2]) == 1
    assert (machine.count("-m venv"), machine.count("--require-hashes")) == (1, 2)
    machine.root = machine.root.rename(machine.root.with_name("moved"))
    assert len(machine.pia()[2]) == 1
    assert machine.count("-m venv") == 2


def test_two_at_once_set_up_once(machine: Machine) -> None:
    first = machine.start("one", SLOW="2")
    machine.wait_for("-m venv")
    second = machine.start("two")
    assert ended(first)[:2] == (0, "[one]")
    code, stdout, stderr = ended(second)
    assert (code, stdout) == (0, "[two]")
    assert "waiting for process" in stderr[0]
    assert machine.count("--require-hashes") == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_was_interrupted_is_made_anew(machine: Machine, how: signal.Signals) -> None:
    process = machine.start(SLOW="30")
    machine.wait_for("-m venv")
    os.killpg(process.pid, how)
    assert ended(process)[0] in {-how, 128 + how}
    assert machine.pia("again")[:2] == (0, "[again]")
    assert machine.count("-m venv") == 2


def test_an_interrupted_update_makes_it_anew(machine: Machine) -> None:
    machine.pia()
    with (machine.root / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    process = machine.start(SLOW_PIP="30")
    machine.wait_for("--require-hashes", times=2)
    os.killpg(process.pid, signal.SIGTERM)
    ended(process)
    shutil.copy(ROOT / "requirements.lock", machine.root)
    machine.pia()
    assert machine.count("-m venv") == 2


def test_packages_that_cannot_be_had_are_one_sentence(machine: Machine) -> None:
    code, stdout, stderr = machine.pia(PIP="1")
    assert (code, stdout) == (69, "")
    assert "could not be installed" in stderr[-1]
    assert machine.pia("now")[:2] == (0, "[now]")


def test_no_python_is_one_sentence(machine: Machine) -> None:
    (machine.tools / "python3.12").unlink()
    code, stdout, stderr = machine.pia()
    assert (code, stdout, len(stderr)) == (69, "", 1)
    assert "Python 3.11 or newer" in stderr[0]


@pytest.mark.parametrize("script", ["bin/pia", "bin/test", "bin/setup.sh", ".ci/run"])
def test_every_script_can_be_read_by_its_shell(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    subprocess.run([shell, "-n", ROOT / script], check=True)
    assert os.access(ROOT / script, os.X_OK) == (script != "bin/setup.sh")


def pins(lock: str) -> dict[str, str]:
    """Name and pinned version (with its condition) of every package in a lock."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(.*?) \\$", (ROOT / lock).read_text(), re.MULTILINE)
    return dict(found)


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    program, everything = map(pins, LOCKS)
    assert program.items() <= everything.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        "requirements.lock": [*project["project"]["dependencies"], *project["build-system"]["requires"]],
        "requirements-dev.lock": [
            name
            for extra in project["project"]["optional-dependencies"].values()
            for name in extra
            if not name.startswith("phone-pia[")  # the other extras, which are listed themselves
        ],
    }
    for lock, requirements in asked.items():
        names = {re.split(r"[^A-Za-z0-9._-]", text)[0].lower().replace("_", "-") for text in requirements}
        assert names <= pins(lock).keys()
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]
