"""Many reports made in a real terminal: a bar while they are, and then one path a line and nothing else."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from helpers import TESTS
from screen import Terminal


@pytest.mark.parametrize("colourless", ["", "1"], ids=["colour", "no colour"])
def test_no_path_runs_on_in_the_line_of_the_bar(tmp_path: Path, colourless: str) -> None:
    """The bar goes before a path is said, comes again below it, and leaves nothing behind."""
    for name, plan in (("one", "call-me"), ("two", "bill-counter")):
        shutil.copy(TESTS / "plans" / f"{plan}.toml", tmp_path / f"{name}.toml")
    command = [sys.executable, "-m", "pia", "report", "one.toml", "two.toml", "-o", "out"]
    terminal = Terminal(command, cwd=tmp_path, columns=40, NO_COLOR=colourless)
    terminal.wait("0/2")
    assert terminal.end() == 0
    assert terminal.text.splitlines() == ["out/one.pdf", "out/two.pdf"]
    assert terminal.as_found()
