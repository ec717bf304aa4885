"""The terminal's account of an assessment: each answer still to be given once, and a closed pipe is no failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pia.cli.list import HEADINGS, _laid_out
from pia.cli.say import say

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
EBOOK = str(ROOT / "tests" / "scenarios" / "ebook.toml")


def test_an_open_question_is_asked_once_with_all_that_hangs_on_it() -> None:
    """Whether there are minors decides many rules; the team reads the question once."""
    done = subprocess.run(
        [sys.executable, "-m", "pia", "check", EBOOK, "--date", "2026-11-24"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    shown = " ".join(done.stdout.split())
    assert shown.count("OPEN Could people under 18 be among them? [minors] Ask: Product.") == 1
    assert shown.count("[minors]") == 1
    assert shown.count("could be critical") >= 3
    assert "First find out what is not known yet" in shown


def test_a_closed_pipe_is_not_a_finding() -> None:
    """`pia check … | head -1` ends well: 1 is kept for findings at or above --fail-on."""
    with subprocess.Popen([sys.executable, "-m", "pia", "check", EBOOK], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 0


def test_a_long_name_is_never_cut_on_a_narrow_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It can be copied, whatever stands around it is wrapped, and nothing is lost."""
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((40, 24)))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    name = "number-at-the-guest-checkout-of-the-campaign-in-spring"
    cells = ("approved with conditions, 2 conditions overdue", "do not collect", "2027-11-24", "2 open, 2 overdue")
    first, *rest = [line for part in _laid_out([HEADINGS, (name, *cells)]) for line in part.splitlines()]
    assert first == name
    assert max(map(len, rest)) < 40
    told = " ".join(" ".join(rest).split())
    assert told == " ".join(f"{title}: {cell}" for title, cell in zip(HEADINGS[1:], cells, strict=True))
    say(f"{name}, condition c1: 31 January 2027", "    ", first="  ", whole=True)
    assert capsys.readouterr().out == f"  {name},\n    condition c1: 31 January 2027\n"
