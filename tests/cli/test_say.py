"""The terminal's account of an assessment: each answer still to be given once, and a closed pipe is no failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    assert "Then the answers still to be given decide." in shown


def test_a_closed_pipe_is_not_a_finding() -> None:
    """`pia check … | head -1` ends well: 1 is kept for findings at or above --fail-on."""
    with subprocess.Popen([sys.executable, "-m", "pia", "check", EBOOK], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 0
